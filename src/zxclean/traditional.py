"""From Simplified to Traditional where one character stands for several.

Phrases decide first, OpenCC's and some of our own, of two that overlap the longer, then the more
frequent one; then the neighbours (`zxclean.ambiguous`), if they speak clearly against it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import ambiguous, tables
from zxclean.phrases import PhraseTable

Codes = NDArray[np.uint32]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]
Scores = NDArray[np.float32]

AGAINST = np.array([2.0, 2.0, 5.0, 99.0], np.float32)
"""So many nats the neighbours must speak against a choice that no phrase made, or one of two
characters; a longer phrase stands. On 300,000 characters of Taiwanese rulings they right 40
characters then and spoil 7."""

DOUBT = 1.0
"""With a lead of fewer nats, and no phrase, the choice is reported as uncertain."""

SUSPECT = 1.0
"""In Traditional text a form is looked at if another leads by so many nats."""
CERTAIN = 6.0
"""By so many it is replaced without a phrase that says so, if it is the Simplified form."""
TURNED = 4.0
"""By so many, and with a phrase, a form that only Traditional has is replaced (方麵, 隻有). With
these three 3.4 million characters of Taiwanese rulings change in NNN places."""


class Choice(NamedTuple):
    """What each code point becomes in OpenCC's standard, and how that was decided.

    `covered` is the length of the phrase that each stands in, 1 for none, 3 for any longer one
    and for our own. `by_context` are the places where the neighbours decided against the default or a phrase,
    `doubtful` those where nothing decided, with the probability of the choice.
    """

    codes: Codes
    covered: NDArray[np.int8]
    by_context: Places
    doubtful: Places
    confidence: Scores


def to_traditional(codes: Codes) -> Choice:
    """A Simplified text in Traditional, code point for code point.

    >>> codes = np.array([ord(c) for c in "理发后发面"], np.uint32)
    >>> "".join(map(chr, to_traditional(codes).codes))
    '理髮後發麪'
    """
    stage = tables.conversion("s2t")[0]
    out = stage.chars.take(codes, mode="clip")
    covered = np.ones(len(codes), np.int8)
    if len(codes) > 1:
        table = _phrases()
        for length, starts, numbers in table.longest(codes):
            for offset in range(length):
                out[starts + offset] = table.values[numbers, offset]
                covered[starts + offset] = min(length, 3)
            own = starts[_own().take(numbers)]
            for offset in range(length):
                covered[own + offset] = 3
    contexts = ambiguous.load()
    places = np.flatnonzero(contexts.numbers.take(codes, mode="clip"))
    places = places[covered.take(places) < 3]
    if not len(places):
        return Choice(out, covered, places, places, np.zeros(0, np.float32))
    scores = contexts.score(contexts.fold.take(codes, mode="clip"), places)
    forms = contexts.forms.take(contexts.numbers.take(codes.take(places)), axis=0)
    chosen = forms == out.take(places)[:, None]
    length = covered.take(places)
    best = scores.argmax(axis=1)
    rows = np.arange(len(places))
    lead = scores[rows, best] - np.where(chosen, scores, np.float32(-99)).max(axis=1)
    turned = (lead > AGAINST.take(length)) & chosen.any(axis=1)
    out[places[turned]] = forms[rows[turned], best[turned]]
    open_ = ~turned & (length == 1)
    two = np.partition(scores[open_], -2, axis=1)[:, -2:]
    gap = two[:, 1] - two[:, 0]
    doubtful = (gap < DOUBT) | (lead[open_] > 0)
    share = 1 / (1 + np.exp(np.where(lead[open_] > 0, lead[open_], -gap)))
    return Choice(
        out, covered, places[turned], places[open_][doubtful], share[doubtful].astype(np.float32)
    )


def find_leftovers(codes: Codes, traditional: Bools) -> tuple[Places, Codes]:
    """Places in Traditional text that a converter left or turned wrong, and what belongs there.

    会后 came out as 會后, 皇后 as 皇後. A form is replaced if its neighbours and a phrase speak for
    another one, or the neighbours alone do so very clearly.

    Parameters: code points of a text, and which of them are in Traditional stretches.
    """
    contexts = ambiguous.load()
    folded = contexts.fold.take(codes, mode="clip")
    places = np.flatnonzero((contexts.numbers.take(folded) > 0) & traditional)
    if not len(places):
        return places, codes[:0]
    places = places[_lead(contexts, folded, codes, places) > SUSPECT]
    if not len(places):
        return places, codes[:0]
    # Phrases hold no marks, so what stands between two of them is decided by itself.
    part = np.cumsum(_phrases().apart(folded))
    asked = np.zeros(int(part[-1]) + 1, np.bool_)
    asked[part.take(places)] = True
    near = np.flatnonzero(asked.take(part))
    decided = to_traditional(folded.take(near))
    here = np.searchsorted(near, places)
    better = decided.codes.take(here)
    own = codes.take(places)
    of_better = _lead(contexts, folded, codes, places, better)
    in_phrase = decided.covered.take(here) > 1
    clear = (of_better > CERTAIN) & ~_is_name().take(own)
    left = (own == folded.take(places)) & (in_phrase & (of_better > 0) | clear)
    turned = in_phrase & (of_better > TURNED) & ~_is_taste().take(own)
    wrong = (better != _standard().take(own)) & (left | turned)
    return places[wrong], better[wrong]


def _lead(
    contexts: ambiguous.Contexts,
    folded: Codes,
    codes: Codes,
    places: Places,
    better: Codes | None = None,
) -> Scores:
    """By how much the best form, or that in `better`, leads over the one that stands there."""
    scores = contexts.score(folded, places)
    forms = contexts.forms.take(contexts.numbers.take(folded.take(places)), axis=0)
    low = np.float32(-99)
    own = forms == _standard().take(codes.take(places))[:, None]
    there = np.where(own, scores, low).max(axis=1)
    # 并 and 发 are no Traditional forms at all: nearly as good as none.
    there = np.where(own.any(axis=1), there, scores.max(axis=1) - np.float32(8))
    if better is not None:
        scores = np.where(forms == better[:, None], scores, low)
    lead: Scores = scores.max(axis=1) - there
    return lead


_TASTE = "祇併陞昇週"
"""Forms that Taiwan's officials write where OpenCC writes another: 祇能, 併予, 陞遷, 提昇, 週知."""


@cache
def _is_taste() -> Bools:
    table = np.zeros(0x110000, np.bool_)
    table[list(map(ord, _TASTE))] = True
    return table


@cache
def _is_name() -> Bools:
    """Characters that stand by themselves in names: 余, 范."""
    table = np.zeros(0x110000, np.bool_)
    table[list(map(ord, tables.surnames()))] = True
    return table


@cache
def _phrases() -> PhraseTable:
    return PhraseTable(*tables.native_phrases())


@cache
def _own() -> Bools:
    """Which phrases are not OpenCC's."""
    opencc = tables.conversion("s2t")[0].phrases
    phrases, _ = tables.native_phrases()
    return np.array([opencc.get(key) != phrases[key] for key in sorted(phrases)])


@cache
def _standard() -> Codes:
    """Forms of Taiwan and Hong Kong to OpenCC's standard: 裡 to 裏."""
    table = tables.conversion("tw2s")[0].chars
    table = tables.conversion("hk2s")[0].chars.take(table)
    # 着 and 著 are two words there.
    table = table.copy()
    table[0x8457] = 0x8457
    table.setflags(write=False)
    return table
