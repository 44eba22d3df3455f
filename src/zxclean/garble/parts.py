"""Cutting a stretch where a character may be what is left of two, joining what is certain.

Pages are rid of private characters, and of a text read one byte on every eighth character is one.
So two characters may have lost the bytes between them; what is left then reads as one character.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from zxclean import lexicon
from zxclean.garble.edges import ROUGH
from zxclean.garble.ends import EVEN, TRIED, WORD_REACH, share_of, trim
from zxclean.garble.layers import LOST_LEADS, NEVER
from zxclean.garble.readings import (
    NO_HOLE,
    Codes,
    Edge,
    Floats,
    Places,
    Readings,
    Stretch,
    hole_scores,
    logsum,
)
from zxclean.model import pair_score

SURE_EDGE = 0.96
"""The same of a character of which a byte is lost: the model is too sure of itself there."""
SURE_PAIR, SURE_BESIDE = 0.96, 0.9
"""The same of two characters whose inner bytes vanished, and of one of them by itself: of 200 pairs so
sure 98 % were right, of 180 single ones between 0.9 and 0.96 93 %."""
SURE_PART, _NEARLY = 0.9, 0.97
"""Least probability that no character between two others is what is left of two."""
TWO_LOST, MOST = 7.0, 24
"""Cost of two bytes in a row that are lost within a stretch, in nats; candidates tried for each."""
WORDS, PAIR_WORDS, PAIRS = 0.5, 0.7, 48
"""Share of the word model in that lead, in what two characters were, and how many of those it weighs."""
CLEAR = 0.6
"""Least lead, in nats, of a character over two whose inner bytes vanished."""
GONE_THERE = 1.5
"""So much less likely, in nats, is more than two gone between where the search found just two."""
STUMBLED, STUMBLED_EACH = 1.0, 0.13
"""So much dearer are characters that vanished, in nats, in a stretch that ends before a Chinese one, and
for each character of it: where they are dropped, seven of eight are left."""


def settle(readings: Readings, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours made one where the two characters between them are certain together.

    And a stretch cut in two at a character that may as well be the outer bytes of two; first and
    last characters of which that may be said are given up. Not where the stretch ends before a
    Chinese character: there a reader stumbled who knows no private characters.
    """
    if _stumbled(readings, stretches):
        more = STUMBLED + STUMBLED_EACH * len(stretches[0].inner)
        readings = replace(readings, hole=min(readings.hole + more, NO_HOLE), ends={})
    settled: list[Stretch] = []
    for stretch in stretches:
        for number, part in enumerate(_cut(readings, stretch)):
            if not settled or (number and len(part.begun) > 2):
                settled.append(part)
                continue
            before = settled.pop()
            one, other, sure = _between(readings, before, part)
            if sure < SURE_PAIR or before.sure * sure * part.sure < SURE_PART:
                settled += [before._replace(right=one), part._replace(left=other)]
                continue
            settled.append(
                part._replace(
                    first=before.first,
                    inner=(*before.inner, ord(one.char), ord(other.char), *part.inner),
                    headed=before.headed,
                    begun=before.begun,
                    sure=before.sure * sure * part.sure,
                    left=before.left,
                )
            )
    if readings.hole >= NO_HOLE or readings.layer.codec != "gb18030":
        return settled
    last = len(settled) - 1
    return [trim(readings, each, n == 0, n == last) for n, each in enumerate(settled)]


def _stumbled(readings: Readings, stretches: Sequence[Stretch]) -> bool:
    """Whether one stretch ends where nothing shows it, as for Python's reader of GBK.

    A reader that knows private characters goes on to the next ASCII byte.
    """
    last = stretches[-1]
    if len(stretches) > 1 or last.resynced or last.tailed or not readings.stumbles:
        return False
    return bool(readings.codes[last.last + 1] >= 0x80)


def _between(readings: Readings, before: Stretch, stretch: Stretch) -> tuple[Edge, Edge, float]:
    """The likeliest two characters before a stretch, of which the bytes between them vanished.

    And how likely they are, by neighbours and words, among all pairs and one character instead.
    """
    place = stretch.first
    back = 1 + stretch.headed
    after = np.array(stretch.inner[:1], np.uint32)
    first, second, scores, more = hole_scores(readings, np.array([place]), back, after)
    best = np.argpartition(-scores[0], PAIRS)[:PAIRS]
    one, other = np.divmod(best, second.shape[1])
    left, right = before.inner[-WORD_REACH:], stretch.inner[:WORD_REACH]
    size = len(left)
    rows = np.zeros((PAIRS + 1, size + 2 + len(right)), np.uint32)
    rows[:, :size] = left
    rows[:-1, size], rows[:-1, size + 1] = first[0, one], second[0, other]
    rows[:-1, size + 2 :] = right
    rows[-1, size] = max(1, int(readings.s[place - 1]))
    rows[-1, size + 1 : -1] = right
    whole = (pair_score(rows[:, :-1], rows[:, 1:]) * (rows[:, 1:] > 0)).sum(axis=1)
    words = PAIR_WORDS * (lexicon.score(rows) - whole)
    score = scores[0, best].astype(np.float64) + words[:-1]
    single = -np.inf
    if back == 1 and readings.s[place - 1]:
        around = np.append(readings.s[place - 2 : place], after)
        single = float(pair_score(around[:-1], around[1:]).sum()) + readings.hole - EVEN
        single += float(words[-1])
    parts = np.append(score, (single, float(more[0]) - GONE_THERE))
    weights = np.exp(parts - parts.max())
    weights /= weights.sum()
    top = int(score.argmax())
    return (
        _marginal(rows[:-1, size], weights, int(rows[top, size])),
        _marginal(rows[:-1, size + 1], weights, int(rows[top, size + 1])),
        float(weights[top]),
    )


def _marginal(chars: Codes, weights: NDArray[np.float64], likeliest: int) -> Edge:
    """One of two characters, whatever the other is."""
    every, places = np.unique(chars, return_inverse=True)
    shares = np.bincount(places, weights[: len(chars)])
    best = every[np.argsort(-shares, kind="stable")[:3]]
    return Edge(
        chr(likeliest), float(shares[every == likeliest][0]), tuple(map(chr, best.tolist()))
    )


def _cut(readings: Readings, stretch: Stretch) -> list[Stretch]:
    """A stretch in parts, without the characters that may as well be the outer bytes of two."""
    inner = np.array(stretch.inner, np.uint32)
    if len(inner) < 3 or readings.layer.codec != "gb18030":
        return [stretch]
    links = pair_score(inner[:-1], inner[1:])
    whole = links[:-1] + links[1:]
    rough = np.flatnonzero(whole < ROUGH) + 1
    if not len(rough):
        return [stretch]
    if readings.hole < NO_HOLE:
        first, second, scores, more = hole_scores(
            readings, stretch.first + rough + 1, 1, inner[rough + 1]
        )
        one = whole[rough - 1].astype(np.float64) + readings.hole
        pairs = logsum(scores)
        lead = one - pairs
        lead += WORDS * (_by_words(inner, rough, first, second, scores) + readings.hole - lead)
        lead -= np.logaddexp(pairs, more) - pairs
    else:
        lead = whole[rough - 1].astype(np.float64) + TWO_LOST
        lead -= _two_lost(readings, stretch.first + rough + 1, inner[rough + 1])
    sure = np.ones(len(inner))
    sure[rough] = [share_of(each) for each in lead.tolist()]
    cuts = sorted(_weak(sure, set(rough[lead < CLEAR].tolist())))
    parts: list[Stretch] = []
    begin = skipped = 0
    for place in [*cuts, len(inner)]:
        if place == begin + skipped:
            skipped += 1
            continue
        last = place == len(inner)
        parts.append(
            stretch._replace(
                first=stretch.first + begin,
                last=stretch.last if last else stretch.first + place,
                inner=stretch.inner[begin:place],
                resynced=stretch.resynced and last,
                headed=stretch.headed and not begin,
                tailed=stretch.tailed and last,
                begun=(*(0.0,) * (skipped + 1), 1.0)
                if skipped
                else (1.0, 1.0)
                if begin
                else stretch.begun,
                over=stretch.over if last else (1.0, 1.0),
                sure=float(sure[begin + skipped : place].prod()),
            )
        )
        begin, skipped = place + 1, 0
    return parts


def _by_words(
    inner: Codes, places: Places, first: Codes, second: Codes, scores: Floats
) -> NDArray[np.float64]:
    """How much likelier each place is by words as one character than as the likeliest two, in nats."""
    best = np.argpartition(-scores, TRIED, axis=1)[:, :TRIED]
    one, other = np.divmod(best, second.shape[1])
    pairs = np.stack((np.take_along_axis(first, one, 1), np.take_along_axis(second, other, 1)), -1)
    rows = np.zeros((len(places), TRIED + 1, 2 * WORD_REACH + 2), np.uint32)
    for row, place, two in zip(rows, places.tolist(), pairs, strict=True):
        left, right = (
            inner[max(0, place - WORD_REACH) : place],
            inner[place + 1 : place + 1 + WORD_REACH],
        )
        size = len(left)
        row[:, :size] = left
        row[0, size] = inner[place]
        row[0, size + 1 : size + 1 + len(right)] = right
        row[1:, size : size + 2] = two
        row[1:, size + 2 : size + 2 + len(right)] = right
    found = lexicon.score(rows.reshape(-1, rows.shape[2])).reshape(rows.shape[:2])
    possible = np.take_along_axis(scores, best, 1) > NEVER / 2
    two = logsum(np.where(possible, found[:, 1:], NEVER).astype(np.float32))
    return np.asarray(found[:, 0] - two, np.float64)


def _weak(sure: NDArray[np.float64], cuts: set[int]) -> set[int]:
    """Cuts, and more of them at the least sure characters until every part is sure enough."""
    for place in np.argsort(sure, kind="stable").tolist():
        bounds = [-1, *sorted(cuts), len(sure)]
        parts = [sure[a + 1 : b].prod() for a, b in itertools.pairwise(bounds)]
        if sure[place] > _NEARLY or min(parts) >= SURE_PART:
            break
        cuts.add(place)
    return cuts


def _two_lost(readings: Readings, places: Places, after: Codes) -> Floats:
    """Scores of any two characters of which the bytes between them are lost, as `hole_scores`.

    Of each only the likeliest by its known neighbour are tried.
    """
    first, score = readings.layer.guesses(readings.y[places - 1])
    first, score = first[:, LOST_LEADS:], score[:, LOST_LEADS:]
    first, before = _likeliest(first, score + pair_score(readings.s[places - 2][:, None], first))
    second, score = readings.layer.guesses(readings.x[places])
    second, score = second[:, :LOST_LEADS], score[:, :LOST_LEADS]
    second, behind = _likeliest(second, score + pair_score(second, after[:, None]))
    both = pair_score(first[:, :, None], second[:, None, :]) + before[:, :, None]
    return logsum((both + behind[:, None, :]).reshape(len(places), -1))


def _likeliest(chars: Codes, scores: Floats) -> tuple[Codes, Floats]:
    best = np.argpartition(-scores, MOST, axis=1)[:, :MOST]
    return np.take_along_axis(chars, best, 1), np.take_along_axis(scores, best, 1)
