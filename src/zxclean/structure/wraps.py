"""Paragraphs broken into lines of equal width, as mail, print and old bulletin boards set them."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from zxclean.meter import is_verse
from zxclean.structure.joins import NEAR, score_seams
from zxclean.structure.lines import BULLET, ONE_HAN, Lines
from zxclean.structure.title_lines import ITEM

LEAST_SIZE, MOST_SIZE = 12, 100
"""Size of wrapped lines in code points. Shorter ones are cells, menus and verse."""

SLACK = 3
"""A mark may not begin a line and moves with the character before it, or hangs behind the edge."""

LEAST_LINES, LIKE = 4, 6
"""So many full lines without an end mark at least, of about one size (code points)."""

FULL_SHARE = 0.7
"""Lines of prose without an end mark and a blank line below are full; others are headings or short."""

SEAM_SCORE = 5.5
"""Least mean score of the seams of full lines, see `joins.score_seams`. Of 304 wrapped articles eight
have less, half more than 10; of 25 articles, lists and poems with so many lines of one width, in
1,800 that are not wrapped, none has more than 5.0."""

HEADING_SCORE = 5.7
"""A line without marks that opens a paragraph reaches this score, else it is a heading as long as
a line: 72 % of cuts inside a paragraph do and 5 % of the borders between two (`joins.NEXT_SCORE`)."""

SEAMS = 60
"""So many seams are read to tell it."""

_TOKEN = re.compile(
    r"[A-Za-z0-9\uff10-\uff19.,:%/\-]*.?[,.;:!?%)\]\u3001\u3002\u201d\u2019\u2026]*"
)
"""What a layout does not cut: a word or number, or a character, and the marks behind it."""
_CREDIT = re.compile(r"\((?:[\u3400-\u9fff]{2,4}|[^()]{2,20}(?:摄|报道|图|照片|图片|提供))\)$")
"""Who wrote a paragraph or took a photograph, at its end."""
_POINT = re.compile("\u00b7\\d")
"""A decimal point of old newspapers, no bullet."""
_NUMBERED = re.compile(rf"第[一二三四五六七八九十百零〇\d]{{1,4}}[章节编篇条款]|{ITEM.pattern}")


def find_wraps(lines: Lines) -> list[int]:
    """Lines that go on with the paragraph of the line above, in a text of wrapped lines.

    A full line without an end mark goes on; one with an end mark does so only where indents or
    blank lines mark paragraphs and the next line has none. Verse, tables, lists and code are left alone.
    """
    unended = ~lines.ended & (lines.size >= LEAST_SIZE)
    if np.count_nonzero(unended) < LEAST_LINES:
        return []
    apart = _gap_between(lines)
    beside = np.zeros(len(lines), np.bool_)
    beside[:-1] = lines.gap[1:] <= apart
    sizes = lines.size[unended & beside & (lines.size <= MOST_SIZE)]
    sizes.sort()
    if not (sizes[LEAST_LINES - 1 :] - sizes[: 1 - LEAST_LINES] <= LIKE).any():
        return []
    best = np.zeros(len(lines), np.bool_)
    for columns in (True, False):
        full = _full_lines(lines, unended & beside, columns)
        if np.count_nonzero(full & unended) > np.count_nonzero(best & unended):
            best = full
    broken = (best & unended & beside).nonzero()[0]
    if len(broken) < LEAST_LINES or not _is_prose(lines, broken.tolist()):
        return []
    return _continuations(lines, best & beside, unended, apart)


def _gap_between(lines: Lines) -> int:
    """How many blank lines stand between two lines of one paragraph: as many as between most."""
    gap = lines.gap[1:]
    return (
        1
        if len(gap) and not (gap == 0).any() and 10 * np.count_nonzero(gap == 1) >= 9 * len(gap)
        else 0
    )


def _full_lines(lines: Lines, able: NDArray[np.bool_], columns: bool) -> NDArray[np.bool_]:
    """Lines that had no room for the next word, in a text where nearly all unended ones had none."""
    width = _columns(lines) if columns else lines.last - lines.starts
    scale = 2 if columns else 1
    rows = (able & (lines.size <= MOST_SIZE)).nonzero()[0]
    none = np.zeros(len(lines), np.bool_)
    if len(rows) < LEAST_LINES:
        return none
    counts = np.bincount(width[rows])
    # The mode of the widths, those beside it counted in: half-width marks shift lines by one.
    near = np.convolve(counts, np.ones(3, np.int64), "same")
    typical = int(near.argmax())
    if near[typical] < 2:
        return none
    full = np.abs(width - typical) <= SLACK * scale // 2
    for i in (able & (width < typical) & ~full & (2 * width > typical)).nonzero()[0].tolist():
        if i + 1 < len(lines):
            token = _TOKEN.match(lines.folded(i + 1))
            room = typical - int(width[i])
            full[i] = token is not None and _width(token[0], columns) > room - scale
    prose = able & (2 * width > typical)
    if np.count_nonzero(full & able) < FULL_SHARE * np.count_nonzero(prose):
        return none
    return full


def _width(text: str, columns: bool) -> int:
    return sum(2 if char >= "\u2014" else 1 for char in text) if columns else len(text)


def _continuations(
    lines: Lines, full: NDArray[np.bool_], unended: NDArray[np.bool_], apart: int
) -> list[int]:
    indented = lines.first - lines.starts >= 2
    marked = bool(indented.any())
    told = marked or (not apart and np.count_nonzero(lines.gap[1:]) >= 2)
    goes_on = full & (unended | (lines.ended & told))
    found: list[int] = []
    for i in (goes_on[:-1] & ~indented[1:]).nonzero()[0].tolist():
        line, below = lines.folded(i), lines.folded(i + 1)
        if not (ONE_HAN.search(line) and (len(below) < 3 or ONE_HAN.search(below))):
            continue  # code, figures
        if lines.heads.item(i + 1) & BULLET and not _POINT.match(below):
            continue
        if not marked and _NUMBERED.match(below):
            continue
        if not told and i not in found[-1:] and _is_heading(line, below):
            continue
        found.append(i + 1)
    return found


def _is_heading(line: str, below: str) -> bool:
    """Whether a line that opens a paragraph is a heading as long as a full line, or a credit."""
    if line[-1] == ")":
        return _CREDIT.search(line) is not None
    if any(mark in line for mark in ",\u3002;:\u3001"):
        return False
    return score_seams([line[-NEAR:]], [below[:NEAR]]).item() < HEADING_SCORE


def _columns(lines: Lines) -> NDArray[np.int64]:
    """Width of lines with their indent, Han characters and their marks taking two columns."""
    starts = lines.starts
    width = lines.last - starts
    stops = width.cumsum()
    places = np.arange(stops[-1]) + (starts - stops + width).repeat(width)
    wide = lines.view.codes.take(places) >= 0x2014
    columns: NDArray[np.int64] = width + np.add.reduceat(wide, stops - width, dtype=np.int64)
    return columns


def _is_prose(lines: Lines, rows: list[int]) -> bool:
    """Whether the words of the lines go on with the next, none has a tab, and hardly half are verse."""
    if 2 * sum(is_verse(lines.folded(i)) for i in rows) >= len(rows):
        return False
    if any("\t" in lines.folded(i) for i in rows):
        return False
    some = [
        i for i in rows if ONE_HAN.match(lines.folded(i)[-1]) and ONE_HAN.match(lines.folded(i + 1))
    ]
    if 3 * len(some) < len(rows):
        return False
    some = some[:SEAMS]
    scores = score_seams(
        [lines.folded(i)[-NEAR:] for i in some], [lines.folded(i + 1)[:NEAR] for i in some]
    )
    return bool(scores.mean() >= SEAM_SCORE)
