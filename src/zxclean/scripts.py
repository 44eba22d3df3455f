"""Which script each stretch of a text is in: Simplified, Traditional, Japanese or Korean.

A stretch ends at a line feed, at the end of a sentence, and at brackets and quotation marks: a
quotation has its own script, and so has a name in brackets.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.view import HAN, HANGUL, KANA, SIMPLIFIED, TRADITIONAL, TextView

Bools = NDArray[np.bool_]
Script = Literal["hans", "hant", "ja", "ko"]
Chinese = Literal["hans", "hant"]

_BREAKS = (
    "\n\u3002\uff01\uff1f\uff1b\u2026!?;\u201c\u201d\u2018\u2019\u300c\u300d\u300e\u300f\ufe41\ufe42"
    "\ufe43\ufe44\u300a\u300b\u3008\u3009\u3010\u3011\u3014\u3015\uff08\uff09()[]\uff3b\uff3d"
)
NO = 0x306E
"""Hiragana の, which Chinese shop signs and titles write for 的."""

SURE = 2
"""A stretch whose telling characters lean by less to one side goes with its line. In the 60 pages
and the seeds one character of the other script is a variant or a converter's slip."""


FEWEST = 15
"""A stretch with kana or Hangul is another language if one in so many of its letters is one.
Japanese headlines have one in ten; a Chinese page listed 9,000 names, of which four had kana."""


class Stretch(NamedTuple):
    """A stretch of a text, `[start, end)` in code points, and the script it is in.

    `script` is `hans`, `hant`, `ja`, `ko`, or `None` where nothing tells. `confidence` is the
    share of the telling characters that are of the script, of which one more of each is counted
    so that few tell less: 1 of 1 gives 0.67, 20 of 20 give 0.95.
    """

    start: int
    end: int
    script: Script | None
    confidence: float


class Judgement(NamedTuple):
    """For every code point whether its stretch is in Simplified, and whether in another language."""

    simplified: Bools
    foreign: Bools


class _Sums(NamedTuple):
    """What stands in each stretch: where it starts, its line, its characters by kind."""

    starts: NDArray[np.intp]
    line: NDArray[np.intp]
    simplified: NDArray[np.int64]
    traditional: NDArray[np.int64]


def majority(view: TextView) -> Chinese:
    """The script of most characters that tell; Simplified where none does."""
    if not view.flags & TRADITIONAL:
        return "hans"
    return leaning(view.classes) if view.flags & SIMPLIFIED else "hant"


def leaning(classes: NDArray[np.uint16]) -> Chinese:
    """The same from the class flags of a text."""
    traditional = np.count_nonzero(classes & TRADITIONAL)
    return "hant" if traditional > np.count_nonzero(classes & SIMPLIFIED) else "hans"


def judge(codes: NDArray[np.uint32], classes: NDArray[np.uint16], main: Script) -> Judgement:
    """The script of each code point's stretch, with `main` where nothing tells.

    Parameters: code points, their class flags (`TextView.classes`), the script of the document.

    >>> view = TextView("\\u7687\\u540e\\u4e0e\\u4e7e\\u9686\\u3002\\u5f8c\\u9762")
    >>> judge(view.codes, view.classes, "hant").simplified.tolist()
    [True, True, True, True, True, True, False, False]
    """
    flags = int(np.bitwise_or.reduce(classes))
    if not flags & (KANA | HANGUL):
        none = np.zeros(len(codes), np.bool_)
        if is_uniform(flags, main):
            return Judgement(none if main == "hant" else ~none, none)
    sums = _sum_up(codes, classes)
    simplified = _lean(sums, main)
    lengths = np.diff(np.concatenate((sums.starts, [len(codes)])))
    of_code = np.repeat(simplified, lengths)
    if not flags & (KANA | HANGUL):
        return Judgement(of_code, none)
    foreign = _other_language(codes, classes, sums)
    return Judgement(of_code, np.repeat(foreign, lengths))


def is_uniform(flags: int, main: Script) -> bool:
    """Whether all of a text is in `main`, since no character in it tells otherwise.

    Parameters: the class flags of the text, or more, and the script of the document.
    """
    other = SIMPLIFIED if main == "hant" else TRADITIONAL
    return not flags & (KANA | HANGUL | other)


def find_stretches(text: str) -> list[Stretch]:
    """The stretches of a text by script; neighbours of one script are one stretch.

    Chinese stretches without a telling character go with the ones before or behind them.

    >>> found = find_stretches("\\u5f8c\\u9762\\u4f86\\u4e86\\u3002\\u8fd9\\u4e2a\\u4f1a\\u8bae")
    >>> [(s.start, s.end, s.script) for s in found]
    [(0, 5, 'hant'), (5, 9, 'hans')]
    """
    view = TextView(text)
    if not view.has_chinese:
        return [Stretch(0, len(text), None, 0.0)] if text else []
    codes, classes = view.codes, view.classes
    sums = _sum_up(codes, classes)
    simplified, foreign = _lean(sums, majority(view)), _other_language(codes, classes, sums)
    korean = _add(classes & HANGUL > 0, sums.starts) > _add(classes & KANA > 0, sums.starts)
    kind = np.where(foreign, np.where(korean, 3, 2), np.where(simplified, 0, 1))
    told = sums.simplified + sums.traditional
    kind[(told == 0) & ~foreign] = -1
    names: tuple[Script, ...] = ("hans", "hant", "ja", "ko")
    ends = np.concatenate((sums.starts[1:], [len(text)])).tolist()
    out: list[Stretch] = []
    counts = [0, 0]
    for start, end, number, one, other in zip(
        sums.starts.tolist(),
        ends,
        kind.tolist(),
        sums.simplified.tolist(),
        sums.traditional.tolist(),
        strict=True,
    ):
        script = names[number] if number >= 0 else None
        chinese = script not in ("ja", "ko")
        last = out[-1].script if out else "ja"
        if out and (
            last == script or (chinese and last not in ("ja", "ko") and None in (script, last))
        ):
            script = script or last
            start = out.pop().start
        else:
            counts = [0, 0]
        counts = [counts[0] + one, counts[1] + other]
        out.append(Stretch(start, end, script, _confidence(script, *counts)))
    return out


def _confidence(script: Script | None, simplified: int, traditional: int) -> float:
    if script is None:
        return 0.0
    if script in ("ja", "ko"):
        return 1.0
    own = simplified if script == "hans" else traditional
    return round((own + 1) / (simplified + traditional + 2), 3)


def _sum_up(codes: NDArray[np.uint32], classes: NDArray[np.uint16]) -> _Sums:
    breaks = break_table().take(codes, mode="clip").nonzero()[0]
    starts = np.concatenate(([0], breaks + 1))
    starts = starts[starts < len(codes)]
    line = (codes.take(starts - 1, mode="wrap") == 10).cumsum()
    return _Sums(
        starts,
        line - line[0],
        _add((classes & SIMPLIFIED).astype(np.bool_), starts),
        _add((classes & TRADITIONAL).astype(np.bool_), starts),
    )


def _add(there: Bools, starts: NDArray[np.intp]) -> NDArray[np.int64]:
    """How many are in each stretch."""
    if np.count_nonzero(there) < len(there) // 8:
        stretch = np.searchsorted(starts, there.nonzero()[0], "right") - 1
        return np.bincount(stretch, minlength=len(starts))
    sums = np.concatenate(([0], there.cumsum(dtype=np.int32)))
    return np.diff(sums.take(np.concatenate((starts, [len(there)])))).astype(np.int64)


def _by_line(values: NDArray[np.int64], line: NDArray[np.intp]) -> NDArray[np.int64]:
    """The sum over the line of each stretch."""
    return np.bincount(line, values).astype(np.int64)[line]


def _lean(sums: _Sums, main: Script) -> Bools:
    """Whether each stretch is in Simplified: by itself, else by its line, else by `main`."""
    own = sums.simplified - sums.traditional
    line = _by_line(own, sums.line)
    lean = np.where((np.abs(own) >= SURE) | (line == 0), own, line)
    return lean >= 0 if main == "hans" else lean > 0


def _other_language(codes: NDArray[np.uint32], classes: NDArray[np.uint16], sums: _Sums) -> Bools:
    """Whether each stretch is Japanese or Korean, by kana and Hangul.

    A stretch without either goes with its line if such stretches have half of the line's
    letters, and with the document if such lines have nine tenths of its letters. One の among
    three or more Chinese characters does not count.
    """
    marked = classes & (KANA | HANGUL) > 0
    own = _add(marked, sums.starts)
    letters = own + _add(classes & HAN > 0, sums.starts)
    only_no = (own == 1) & (_add(codes == NO, sums.starts) == 1) & (letters > 3)
    foreign: Bools = (own > 0) & (own * FEWEST >= letters) & ~only_no
    if not foreign.any():
        return foreign
    by_line = 2 * _by_line(letters * foreign, sums.line) >= np.maximum(
        1, _by_line(letters, sums.line)
    )
    if 10 * letters[by_line].sum() >= 9 * letters.sum():
        return np.ones_like(foreign)
    out: Bools = foreign | by_line
    return out


@cache
def break_table() -> Bools:
    """Which code points end a stretch."""
    table = np.zeros(0x110000, np.bool_)
    table[[ord(mark) for mark in _BREAKS]] = True
    table.setflags(write=False)
    return table
