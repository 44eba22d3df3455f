"""Paragraphs broken into lines of equal width, as mail, print and old bulletin boards set them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from zxclean.meter import is_verse
from zxclean.structure.lines import BULLET, PROSE_SIZE, STOP, Lines
from zxclean.structure.title_lines import NUMBERED

LEAST_SIZE, MOST_SIZE = PROSE_SIZE, 80
"""Size of wrapped lines in code points. Verse stays below: two lines of seven characters with
their marks have 16."""

SLACK = 3
"""A mark may not begin a line and a Latin word is not cut, so full lines differ by some columns."""

LEAST_LINES = 4
"""So many full lines at least; four in a row without an end mark, of one width and with marks
inside, stand on none of the 60 pages and seeds."""

FULL_SHARE = 0.8
"""Lines without an end mark and a blank line below are full; others are headings or short."""

LONGER_SHARE = 0.1
"""In a wrapped text lines longer than the width are the exception: a headline, a link."""


def find_wraps(lines: Lines) -> list[int]:
    """Lines that go on with the paragraph of the line above, in a text of wrapped lines.

    A full line without an end mark goes on; one with an end mark does so only where indents or
    blank lines mark paragraphs and the next line has none. Verse, tables, lists and code are left alone.
    """
    rows = _open_rows(lines)
    least = max(LEAST_LINES, FULL_SHARE * len(rows))
    if len(rows) < LEAST_LINES or len(lines) <= LEAST_LINES:
        return []
    width = (lines.last - lines.starts).take(rows)
    if not (
        _has_full(_columns(lines, rows).tolist(), SLACK, least)
        or _has_full(width.tolist(), 1, least)
    ):
        return []
    unended = ~lines.ended
    able = (lines.size >= LEAST_SIZE) & (lines.size <= MOST_SIZE)
    able[:-1] &= lines.gap[1:] == 0
    able[-1] = False
    best = np.zeros(len(lines), np.bool_)
    for width, slack in (
        (_columns(lines, np.arange(len(lines))), SLACK),
        (lines.last - lines.starts, 1),
    ):
        typical = int(np.bincount(width[able & unended]).argmax())
        full = able & (np.abs(width - typical) <= slack)
        longer = np.count_nonzero(width > typical + slack)
        if longer <= LONGER_SHARE * np.count_nonzero(full) and full.sum() > best.sum():
            best = full
    broken = (best & unended).nonzero()[0]
    if len(broken) < least:
        return []
    return _continuations(lines, best, unended) if _is_prose(lines, broken.tolist()) else []


def _continuations(lines: Lines, full: NDArray[np.bool_], unended: NDArray[np.bool_]) -> list[int]:
    indented = lines.first - lines.starts >= 2
    marked = bool(indented.any() or np.count_nonzero(lines.gap[1:]) >= 2)
    goes_on = full & (unended | ((lines.ending == STOP) & marked))
    return [
        i + 1
        for i in (goes_on[:-1] & ~indented[1:]).nonzero()[0].tolist()
        if not lines.heads[i + 1] & BULLET and not NUMBERED.match(lines.folded(i + 1))
    ]


def _open_rows(lines: Lines) -> NDArray[np.int64]:
    """Lines without an end mark, of a wrapped line's size, right above another line."""
    rows = lines.open_rows
    if len(rows) and rows[-1] == len(lines) - 1:
        rows = rows[:-1]
    beside = (lines.size.take(rows) <= MOST_SIZE) & (lines.gap.take(rows + 1) == 0)
    return rows.compress(beside)


def _has_full(widths: list[int], slack: int, least: float) -> bool:
    """Whether so many lines may be full: of one width, with this slack to either side."""
    widths.sort()
    across = widths[math.ceil(least) - 1 :]
    return any(wide - narrow <= 2 * slack for narrow, wide in zip(widths, across, strict=False))


def _columns(lines: Lines, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Width of lines with their indent, Han characters and their marks taking two columns."""
    starts = lines.starts.take(rows)
    width = lines.last.take(rows) - starts
    stops = width.cumsum()
    places = np.arange(stops[-1]) + (starts - stops + width).repeat(width)
    wide = lines.view.codes.take(places) >= 0x2014
    columns: NDArray[np.int64] = width + np.add.reduceat(wide, stops - width, dtype=np.int64)
    return columns


def _is_prose(lines: Lines, rows: list[int]) -> bool:
    """Whether most lines have marks inside, none a tab, and hardly half are verse."""
    if 2 * sum(is_verse(lines.folded(i)) for i in rows) >= len(rows):
        return False
    marked = sum(any(mark in lines.folded(i)[:-1] for mark in ",\u3002\u3001;") for i in rows)
    return 2 * marked >= len(rows) and not any("\t" in lines.folded(i) for i in rows)
