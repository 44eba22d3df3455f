"""Brackets that a stretch which lost bytes leaves open, or closes without having opened them.

A character model knows one character back, so it cannot tell that a quotation has to end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zxclean.garble.readings import Codes, Readings, Stretch

_OPENING = "\u201c\u2018\u300a\u300c\u300e\u3010\uff08"
_CLOSING = "\u201d\u2019\u300b\u300d\u300f\u3011\uff09"
_NARROW = {0x28: 0xFF08, 0x29: 0xFF09}
_BRACKETS = re.compile(f"([0-9A-Za-z](?=\uff09))?([{_OPENING}{_CLOSING}])")
_NEWLINE = 0x0A
LINE = 40
"""Characters on each side of a stretch that are read, on its line."""


def closing(readings: Readings, row: Sequence[Stretch]) -> int:
    """The bracket that a row of stretches at the end of its line leaves open, closed; 0 if none."""
    if readings.codes[row[-1].last + 1 + row[-1].tailed] != _NEWLINE:
        return 0
    left, _ = _unpaired(_before(readings, row) + _inner(row))
    return ord(_CLOSING[_OPENING.index(left[-1])]) if left else 0


def opening(readings: Readings, row: Sequence[Stretch]) -> int:
    """The bracket that is closed in or behind a row of stretches, opened; 0 if all are."""
    start = row[-1].last + 1 + row[-1].tailed
    behind = _text(readings.codes[start : start + LINE]).partition("\n")[0]
    _, needed = _unpaired(_inner(row) + behind)
    if not needed:
        return 0
    left, _ = _unpaired(_before(readings, row))
    wanted = _OPENING[_CLOSING.index(needed[0])]
    return 0 if wanted in left else ord(wanted)


def is_left_open(readings: Readings, mark: int, behind: int) -> bool:
    """Whether a mark opens a bracket that nothing on its line closes, from the place `behind` on."""
    place = _OPENING.find(chr(mark))
    text = _text(readings.codes[behind : behind + LINE]).partition("\n")[0]
    return place >= 0 and _CLOSING[place] not in text


def _unpaired(text: str) -> tuple[list[str], list[str]]:
    """Opening brackets that are not closed in a text, and closing ones that were not opened.

    A round one behind a digit or a letter may be that of a list and has not to be opened.

    >>> _unpaired("\uff08\u7532\u201d\u300a\u4e59") == (["\uff08", "\u300a"], ["\u201d"])
    True
    >>> _unpaired("1\uff09\u7532\uff082\uff09")
    ([], [])
    """
    left: list[str] = []
    needed: list[str] = []
    for found in _BRACKETS.finditer(text):
        number, mark = found.groups()
        if mark in _OPENING:
            left.append(mark)
        elif left and left[-1] == _OPENING[_CLOSING.index(mark)]:
            left.pop()
        elif not number:
            needed.append(mark)
    return left, needed


def _inner(row: Sequence[Stretch]) -> str:
    return "".join(map(chr, (code for stretch in row for code in stretch.inner)))


def _before(readings: Readings, row: Sequence[Stretch]) -> str:
    end = row[0].first - row[0].headed
    return _text(readings.codes[max(0, end - LINE) : end]).rpartition("\n")[2]


def _text(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").translate(_NARROW)
