"""One script for a document, stretch by stretch, with what blind converters left put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from zxclean import conversion, simplified, tables, traditional
from zxclean.near import find_run, judge_at
from zxclean.proposals import EditColumns, Late, Mark, Proposal, Settling
from zxclean.scripts import is_uniform, judge, leaning, majority
from zxclean.view import (
    HAN,
    HANGUL,
    KANA,
    SIMPLIFIED,
    TRADITIONAL,
    UNSEEN,
    TextView,
    class_table,
)

Target = Literal["hans", "hant", "tw", "hk", "dominant"]
Codes = NDArray[np.uint32]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

_CONFIGS: Mapping[Target, str] = {"hans": "t2s", "hant": "s2t", "tw": "s2tw", "hk": "s2hk"}
_REGIONS: Mapping[Target, str] = {"tw": "t2tw", "hk": "t2hk"}

_MESSAGES: Mapping[str, str] = {
    "t2s": "Traditional written as Simplified, by OpenCC's dictionaries",
    "s2t": "Simplified written as Traditional, by OpenCC's dictionaries",
    "s2tw": "Simplified written as Traditional of Taiwan, by OpenCC's dictionaries",
    "s2hk": "Simplified written as Traditional of Hong Kong, by OpenCC's dictionaries",
    "t2tw": "the form that Taiwan writes, by OpenCC's dictionaries",
    "t2hk": "the form that Hong Kong writes, by OpenCC's dictionaries",
    "context": "one of several Traditional forms, chosen by the characters beside it",
    "leftover": "a converter left the wrong one of several Traditional forms here",
    "selector": "a variation selector means nothing behind another character",
}
_DOUBT = "it stands for several Traditional forms, and neither a phrase nor its neighbours decide"

BY_CONTEXT = 0.9
"""Of the forms that neighbours decided, 85 to 95 of 100 were right in Taiwanese rulings."""


@dataclass(frozen=True, slots=True)
class Script(Settling):
    """Converts Chinese text to one script, stretch by stretch.

    A stretch (a sentence, a quotation, what stands in brackets) already in the target script
    keeps the characters that both scripts have: 乾 in a Simplified one is no slip, nor is 后 in
    a Traditional one, unless its neighbours say so (會后). What the script does not have at all is
    converted everywhere. `dominant` takes the script of most characters that tell. Japanese and
    Korean stretches stay.

    Where OpenCC's dictionaries leave what no native text has, words and neighbours decide; see
    `zxclean.simplified` and `zxclean.traditional`. `OpenCC` is the step for exactly its output.

    Source of the tables: OpenCC, as opencc-python-reimplemented 0.1.7 ships them.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Script("hans"),))("乾隆與乾燥").text
    '乾隆与干燥'
    """

    target: Target = "hans"
    name: ClassVar[str] = "script"
    needs_no_second_look: ClassVar[bool] = True
    unmoved_by: ClassVar[frozenset[str]] = frozenset({"body"})

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if not view.has_chinese:
            return
        main = majority(view)
        target: Target = self.target
        if target == "dominant":
            target = "hant" if main == "hant" else "hans"
        if target != "hans":
            yield from _to_traditional(view, target, main == "hans")
        elif view.flags & TRADITIONAL:
            yield from _to_simplified(view, main == "hans")
        elif not view.flags & SIMPLIFIED:
            # Nothing tells: 於是, 跟著 are hardly Simplified.
            yield from _to_simplified(view, False)


FEW = 40
SPARSE = 1000
"""With fewer places to look at, or fewer than one in so many code points, their lines are
converted one by one; else the whole text at once. A line costs some 20 microseconds, as much
as 2,000 code points of a whole text."""


def _spans(view: TextView, main: bool, flag: int) -> list[tuple[int, int]]:
    """The lines that have characters with `flag`, if they are few and `main`, else the whole text."""
    if main:
        places = (view.classes & flag).nonzero()[0]
        if len(places) < max(FEW, len(view.text) // SPARSE):
            return sorted({view.line_at(place) for place in places.tolist()})
    return [(0, len(view.text))]


def _to_simplified(view: TextView, mainly: bool) -> Iterator[EditColumns]:
    main: Literal["hans", "hant"] = "hans" if mainly else "hant"
    if is_uniform(view.flags, main) and main == "hant":
        codes = view.codes
        if view.flags & TRADITIONAL or simplified.changing().take(codes, mode="clip").any():
            changed = simplified.to_simplified(codes)
            places = (changed != codes).nonzero()[0]
            yield from _edits(view, places, changed.take(places), "t2s")
        return
    near = _near_telling(view) if mainly else None
    if near is not None:
        yield from _edits(view, *near, "t2s")
        return
    for start, end in _spans(view, mainly, TRADITIONAL):
        codes, classes = view.codes[start:end], view.classes[start:end]
        is_simplified, foreign = judge(codes, classes, main)
        where = (~is_simplified | (classes & TRADITIONAL > 0)) & ~foreign
        if (simplified.changing().take(codes, mode="clip") & where).any():
            changed = simplified.to_simplified(codes)
            places = ((changed != codes) & where).nonzero()[0]
            yield from _edits(view, places + start, changed.take(places), "t2s")


def _near_telling(view: TextView) -> tuple[Places, Codes] | None:
    """What changes in a Simplified text with few characters of Traditional only, from their stretches.

    Nothing else changes if all stretches are Simplified. `None` if that is not told by what is near.
    """
    codes = view.codes
    places = (view.classes & TRADITIONAL).astype(np.bool_).nonzero()[0]
    near = judge_at(view, places, "hans")
    if near is None or not near.simplified.all():
        return None
    places = places[~near.foreign]
    if not len(places):
        return places, codes[:0]
    # Phrases hold Chinese characters only, and what stands beside tells of authors.
    pieces: list[Codes] = []
    shift: list[int] = []
    size = end = 0
    for place in places.tolist():
        if place >= end:
            start, end = find_run(place, len(codes), lambda a, b: view.classes[a:b] & HAN == 0)
            start, end = max(0, start - 1), end + 1
            pieces.append(codes[start:end])
            offset, size = size - start, size + len(pieces[-1])
        shift.append(offset)
    changed = simplified.to_simplified(np.concatenate(pieces))
    written = changed.take(places + np.array(shift))
    differs = written != codes.take(places)
    return places[differs], written[differs]


_CONVERTED, _BY_CONTEXT, _LEFTOVER, _REGIONAL = range(1, 5)


def _to_traditional(view: TextView, target: Target, mainly: bool) -> Iterator[Proposal]:
    main: Literal["hans", "hant"] = "hans" if mainly else "hant"
    codes, classes = view.codes, view.classes
    region = _REGIONS.get(target)
    if region is None and not mainly and is_uniform(view.flags, main):
        han = (classes & HAN).astype(np.bool_)
        places, better = traditional.find_leftovers(codes, None, han)
        if len(places):
            kept = _keeps_uniform(view, places, better)
            yield from _edits(view, places[kept], better[kept], "leftover", BY_CONTEXT)
        return
    kinds = np.full(len(codes), _REGIONAL, np.uint8)
    changed, where = codes, None
    if mainly or view.flags & (SIMPLIFIED | KANA | HANGUL):
        is_simplified, foreign = judge(codes, classes, main)
        wanted = (is_simplified | (classes & SIMPLIFIED > 0)) & ~foreign
        kinds[foreign] = 0
        changed, where = codes.copy(), kinds > 0
        for start, end in _spans(view, not mainly, SIMPLIFIED):
            choice = traditional.to_traditional(codes[start:end])
            here = wanted[start:end]
            np.copyto(changed[start:end], choice.codes, where=here)
            kinds[start:end][here] = _CONVERTED
            chosen = choice.by_context[here.take(choice.by_context)]
            kinds[chosen + start] = _BY_CONTEXT
            doubtful = here.take(choice.doubtful)
            yield from _marks(choice.doubtful[doubtful] + start, choice.confidence[doubtful])
    if region:
        changed = tables.char_table(region).take(changed, mode="clip")
    han = (classes & HAN).astype(np.bool_)
    places, better = traditional.find_leftovers(changed, where, han)
    if len(places):
        if region:
            better = tables.char_table(region).take(better)
        kept = _keeps_telling(changed, places, better)
        places, better = places[kept], better[kept]
        changed = changed.copy()
        changed[places] = better
        converted = kinds.take(places) != _REGIONAL
        kinds[places] = np.where(converted, _BY_CONTEXT, _LEFTOVER)
    places = (changed != codes).nonzero()[0]
    kind_of = kinds.take(places)
    for kind, rule, confidence in (
        (_CONVERTED, _CONFIGS[target], 1.0),
        (_BY_CONTEXT, "context", BY_CONTEXT),
        (_LEFTOVER, "leftover", BY_CONTEXT),
        (_REGIONAL, region or "", 1.0),
    ):
        own = places[kind_of == kind]
        yield from _edits(view, own, changed.take(own), rule, confidence)


def _keeps_telling(codes: Codes, places: Places, better: Codes) -> Bools:
    """Which leftovers can go so that their stretch is still told to be Traditional.

    Else a second run would take it for Simplified and write its 里 and 台 otherwise.
    """
    table = class_table()
    lost = table.take(codes.take(places)) & ~table.take(better) & TRADITIONAL
    if not lost.any():
        return np.ones(len(places), np.bool_)
    changed = codes.copy()
    changed[places] = better
    classes = table.take(changed, mode="clip")
    after: Bools = judge(changed, classes, leaning(classes)).simplified.take(places)
    return ~after


def _keeps_uniform(view: TextView, places: Places, better: Codes) -> Bools:
    """The same for a text all in Traditional: it stays so if nothing else comes in."""
    table = class_table()
    after = int(np.bitwise_or.reduce(table.take(better)))
    telling = np.count_nonzero(view.classes & TRADITIONAL)
    if is_uniform(after, "hant") and telling > len(places):
        return np.ones(len(places), np.bool_)
    return _keeps_telling(view.codes, places, better)


def _marks(places: Places, confidence: NDArray[np.float32]) -> Iterator[Late]:
    if len(places):
        yield Late(
            lambda: [
                Mark(place, place + 1, "script.doubtful", _DOUBT, round(share, 3))
                for place, share in zip(places.tolist(), confidence.tolist(), strict=True)
            ]
        )


def _edits(
    view: TextView, places: Places, written: Codes, rule: str, confidence: float = 1.0
) -> Iterator[EditColumns]:
    """The edits that write code points at `places`."""
    if not len(places):
        return
    yield EditColumns(
        places,
        places + 1,
        written,
        rule=f"script.{rule}",
        kind="convert",
        message=_MESSAGES[rule],
        confidence=confidence,
    )
    if not view.flags & UNSEEN:
        return
    behind = view.codes.take(places + 1, mode="clip")
    selectors = places[conversion.is_selector(behind)] + 1
    selectors = selectors[selectors < len(view.codes)]
    if len(selectors):
        yield EditColumns(
            selectors,
            selectors + 1,
            "",
            rule="script.selector",
            kind="remove",
            message=_MESSAGES["selector"],
        )
