"""One script for a document: characters by table, phrases by literal search, as OpenCC does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from zxclean import tables
from zxclean.proposals import EditColumns, Proposal, Settling
from zxclean.view import KANA, SIMPLIFIED, SURROGATE, TRADITIONAL, TextView, class_table

if TYPE_CHECKING:
    import ahocorasick_rs

Target = Literal["hans", "hant", "tw", "hk", "dominant"]

_MESSAGES: Mapping[str, str] = {
    "t2s": "Traditional written as Simplified, by OpenCC's dictionaries",
    "s2t": "Simplified written as Traditional, by OpenCC's dictionaries",
    "s2tw": "Simplified written as Traditional of Taiwan, by OpenCC's dictionaries",
    "s2hk": "Simplified written as Traditional of Hong Kong, by OpenCC's dictionaries",
    "t2tw": "the form that Taiwan writes, by OpenCC's dictionaries",
    "t2hk": "the form that Hong Kong writes, by OpenCC's dictionaries",
}


@dataclass(frozen=True, slots=True)
class Script(Settling):
    """Converts Chinese text to one script, character for character.

    A line already in the target script keeps the characters that both scripts have: 乾 in a
    Simplified line is no slip, nor are 后 or 里 in a Traditional one. What the script does not
    have at all is converted in every line. `dominant`
    takes the script of most characters that tell. Lines with kana are Japanese and stay.

    Source of the tables: OpenCC, as opencc-python-reimplemented 0.1.7 ships them.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Script("hans"),))("乾隆與乾燥").text
    '乾隆与干燥'
    """

    target: Target = "hans"
    name: ClassVar[str] = "script"

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if not view.has_chinese:
            return
        target = _majority(view) if self.target == "dominant" else self.target
        if target == "hans":
            yield from _convert(view, "t2s", "t2s")
        elif target == "hant":
            yield from _convert(view, "s2t", "")
        elif target == "tw":
            yield from _convert(view, "s2tw", "t2tw")
        else:
            yield from _convert(view, "s2hk", "t2hk")


def _majority(view: TextView) -> Target:
    """The script of most characters that tell; Simplified where none does."""
    traditional = np.count_nonzero(view.classes & TRADITIONAL)
    return "hant" if traditional > np.count_nonzero(view.classes & SIMPLIFIED) else "hans"


FEW = 40
SPARSE = 1000
"""With fewer places to look at, or fewer than one in so many code points, their lines are
converted one by one; else the whole text at once. A line costs some 15 microseconds, as much
as 2,000 code points of a whole text."""


def _convert(view: TextView, simplified: str, traditional: str) -> Iterator[EditColumns]:
    """Edits by one OpenCC conversion for Simplified lines, by another for Traditional ones.

    A line without a telling character goes with the document.
    """
    if simplified == "t2s" and not view.flags & TRADITIONAL:
        return
    main = _majority(view)
    spans = [(0, len(view.text))]
    if simplified == "t2s" and main == "hans":
        places = np.flatnonzero(view.classes & TRADITIONAL)
        if len(places) < max(FEW, len(view.text) // SPARSE):
            spans = sorted({view.line_at(place) for place in places.tolist()})
    for start, end in spans:
        codes, classes = view.codes[start:end], view.classes[start:end]
        in_simplified, japanese = _judge_lines(codes, classes, main)
        if simplified == "t2s":
            foreign = classes & TRADITIONAL > 0
            yield from _edits(codes, "t2s", start, (~in_simplified | foreign) & ~japanese)
            continue
        foreign = classes & SIMPLIFIED > 0
        yield from _edits(codes, simplified, start, (in_simplified | foreign) & ~japanese)
        if traditional:
            yield from _edits(codes, traditional, start, ~(in_simplified | foreign | japanese))


def _judge_lines(
    codes: NDArray[np.uint32], classes: NDArray[np.uint16], main: Target
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For every code point whether its line is in Simplified, and whether it has kana."""
    starts = np.concatenate(([0], np.flatnonzero(codes == 10) + 1))
    starts = starts[starts < len(codes)]
    lengths = np.diff(np.append(starts, len(codes)))
    told = (classes & SIMPLIFIED > 0).astype(np.int64) - (classes & TRADITIONAL > 0)
    balance = np.add.reduceat(told, starts)
    in_simplified = balance >= 0 if main == "hans" else balance > 0
    kana = np.bitwise_or.reduceat(classes, starts) & KANA > 0
    return np.repeat(in_simplified, lengths), np.repeat(kana, lengths)


def _edits(
    codes: NDArray[np.uint32], config: str, offset: int, where: NDArray[np.bool_]
) -> Iterator[EditColumns]:
    """Edits of what the OpenCC conversion `config` changes in `where`."""
    if not (_touched(config).take(codes, mode="clip") & where).any():
        return
    converted = codes
    for number, stage in enumerate(tables.conversion(config)):
        before = converted
        converted = stage.chars.take(before, mode="clip")
        if stage.phrases:
            for start, end, value in _phrases(config, number, before):
                converted[start:end] = value
    places = np.flatnonzero((converted != codes) & where)
    if len(places):
        yield EditColumns(
            places + offset,
            places + offset + 1,
            converted[places],
            rule=f"script.{config}",
            kind="convert",
            message=_MESSAGES[config],
        )


@cache
def _touched(config: str) -> NDArray[np.bool_]:
    """Which code points the conversion can change, alone or in a phrase."""
    table: NDArray[np.bool_] = tables.char_table(config) != np.arange(0x110000)
    for stage in tables.conversion(config):
        keys, values = (
            np.frombuffer("".join(side).encode("utf-32-le"), "<u4")
            for side in (stage.phrases.keys(), stage.phrases.values())
        )
        table[keys[keys != values]] = True
    return table


@cache
def _scanner(
    config: str, stage: int
) -> tuple[ahocorasick_rs.AhoCorasick, list[NDArray[np.uint32]]]:
    import ahocorasick_rs

    phrases = tables.conversion(config)[stage].phrases
    values = [np.frombuffer(v.encode("utf-32-le"), "<u4") for v in phrases.values()]
    return ahocorasick_rs.AhoCorasick(list(phrases)), values


def _phrases(
    config: str, stage: int, codes: NDArray[np.uint32]
) -> Iterable[tuple[int, int, NDArray[np.uint32]]]:
    """Phrases that win: the longest first, of one length the leftmost, none over another."""
    scanner, values = _scanner(config, stage)
    surrogates = class_table()[codes] & SURROGATE > 0
    if surrogates.any():
        codes = np.where(surrogates, np.uint32(0xFFFD), codes)
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    matches = scanner.find_matches_as_indexes(text, overlapping=True)
    matches.sort(key=lambda match: (match[1] - match[2], match[1]))
    taken = bytearray(len(text))
    for index, start, end in matches:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            yield start, end, values[index]
