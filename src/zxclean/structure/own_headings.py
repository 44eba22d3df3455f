"""Headings and items of a text that no menu has, told by a row of signs below or by their numbers."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.lines import NUMBER, SIGN, STOP, Lines

HEADING = 40
"""Longest heading (code points) with such a row."""

ITEM = 40
"""Size (code points) of the longest line that may be a heading or an item by its number alone."""

_NUMBERED = re.compile(
    r"(?P<number>\d{1,2})(?:(?P<deep>(?:\.\d{1,2}){1,3}(?:\. ?| ))|(?P<mark>[.\u3001] ?))"
    r"(?![万千亿])[A-Za-z\u3400-\u9fff]"
)
_ROW = re.compile(r"([-=~^*+#\"])\1{2,79}")


def is_underline(row: str, above: str) -> bool:
    """Whether a line is a row of one sign below a heading, about as wide.

    A Chinese character is two signs wide. The rule that parts an article from its footer is
    wider than the line above it, or stands by itself.

    >>> is_underline("====", "用法"), is_underline("-" * 40, "责任编辑:李明")
    (True, False)
    """
    if _ROW.fullmatch(row) is None or len(above) > HEADING or above[-1:] in ("", "。"):
        return False
    width = len(above) + len(re.findall("[^\x00-\x7f]", above))
    return width // 2 <= len(row) <= width + 4 and _ROW.fullmatch(above) is None


def find_underlined(lines: Lines) -> NDArray[np.int64]:
    """The headings with a row of signs right below them, the rows, and the same rows above them."""
    codes = lines.view.codes
    rows = (lines.heads & SIGN != 0) & (lines.gap == 0) & (lines.size >= 3)
    rows &= codes.take(lines.first) == codes.take(lines.last - 1)
    rows[0] = False
    found: set[int] = set()
    for k in rows.nonzero()[0].tolist():
        row = lines.folded(k)
        if lines.ending.item(k - 1) != STOP and is_underline(row, lines.folded(k - 1)):
            found |= {k - 1, k}
            if k > 1 and lines.folded(k - 2) == row:
                found.add(k - 2)
    return np.array(sorted(found), np.int64)


def find_own_headings(lines: Lines) -> NDArray[np.int64]:
    """Lines that are headings or items of the text whatever their words, such as no menu has.

    They have a row of signs below them, a number of more than one level (`4.3. 好密码`), or one in
    sequence with a line beside them.
    """
    rows = ((lines.heads & NUMBER != 0) & (lines.size <= ITEM)).nonzero()[0]
    found: list[int] = []
    last = (-2, 0, "")
    for k in rows.tolist():
        numbered = _NUMBERED.match(lines.view.folded, lines.first.item(k))
        if numbered is None:
            continue
        number, mark = int(numbered["number"]), numbered["mark"]
        if numbered["deep"]:
            found += [k - 1, k] if last[:2] == (k - 1, number) else [k]
            continue
        if last == (k - 1, number - 1, mark):
            found += [k - 1, k]
        last = (k, number, mark)
    return np.concatenate((find_underlined(lines), np.array(found, np.int64)))
