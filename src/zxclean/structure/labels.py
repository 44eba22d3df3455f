"""What each line is: heading, caption, byline, item of a list, row of a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from zxclean.records import BlockKind
from zxclean.structure.credits import BYLINE_SIZE, find_bylines, is_caption
from zxclean.structure.lines import BULLET, CREDIT, NUMBER, ONE_HAN, OPEN, STOP, Lines
from zxclean.structure.title_lines import DATE, NUMBERED
from zxclean.view import SPACE

HEADING_SIZE = 40
"""Largest size (code points) of a heading; numbered ones may have half as much again. The
longest of the seeds has 14, of the 60 pages 37."""

ITEM_SIZE = 150
"""Largest size (code points) of a list item; numbered paragraphs are longer."""

COLUMNS = 3
"""So many columns make lines with spaces a table: verse and addresses have two halves."""

CELL_SIZE = 16
"""Cells of a table set with spaces are shorter (code points)."""

IMAGE_GAP = 2
"""So many blank lines stand where an image was; seed 001 has 3 before each caption."""

_SCENE = re.compile(r"[^,;:!?\u3002\u2026]{7,39}\u3002")
_MARKER = re.compile(
    r"(\(|第)?(?:(\d{1,2})|([一二三四五六七八九十]{1,3})|([A-H]))([.、)章节编篇])(?!\d)|([①-⑳])"
)
_PAIRS = {"": ".、)", "(": ")", "第": "章节编篇"}
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}\u3001|第[一二三四五六七八九十百\d]{1,4}[章节编篇部幕回集]"
)
_NO_HEADING = re.compile(
    r"[{}=\\$\t|<>_;]|https?:|[(\[].*[)\]]$|[^:]{1,6}:|[\d\s年月日./:()-]+$|[#@]|.*\d元$"
)
_CHINESE = "零一二三四五六七八九"


def label_lines(lines: Lines, known: Mapping[int, BlockKind]) -> dict[int, BlockKind]:
    """Kinds of the lines by index, those of `known` among them; lines left out are paragraphs.

    A label needs the line's neighbours: a heading stands over prose, a list or table has two
    lines at least, a caption stands below the gap an image left, or bears a mark of its own.
    """
    kinds: dict[int, BlockKind] = dict(known)
    for i in _table_rows(lines):
        kinds.setdefault(i, "table")
    for i in (*_bullet_items(lines), *_numbered_items(lines)):
        kinds.setdefault(i, "list")
    open_lines = lines.ending == OPEN
    brief = (open_lines & (lines.size <= BYLINE_SIZE)).nonzero()[0]
    for i in brief.take(find_bylines(lines.texts(brief))).tolist():
        kinds.setdefault(i, "byline")
    short = lines.size <= ITEM_SIZE
    marked = short & ((lines.heads | lines.tails()) & CREDIT != 0) | short & lines.closed
    rows = marked.nonzero()[0]
    for i, line in zip(rows.tolist(), lines.texts(rows), strict=True):
        if i not in kinds and is_caption(line):
            kinds[i] = "caption"
    for i in _scenes(lines, kinds):
        kinds[i] = "caption"
    over_prose = np.zeros(len(lines), np.bool_)
    over_prose[:-1] = lines.prose[1:]
    may_head = open_lines & (lines.size <= HEADING_SIZE * 3 // 2)
    for i in (may_head & (over_prose | (lines.heads & NUMBER != 0))).nonzero()[0].tolist():
        if i not in kinds and _is_heading(lines, i, kinds):
            kinds[i] = "heading"
    return kinds


def _is_heading(lines: Lines, index: int, kinds: Mapping[int, BlockKind]) -> bool:
    if index + 1 >= len(lines):
        return False
    size, line = lines.size.item(index), lines.folded(index)
    numbered = NUMBERED.match(line) is not None
    below = index + 1
    over_prose: bool = lines.prose.item(below) and kinds.get(below, "paragraph") == "paragraph"
    if numbered:
        if size > HEADING_SIZE * 3 // 2 or "\u3002" in line:
            return False
        section = _SECTION.match(line) is not None
        deeper = line[0] == "(" and kinds.get(below) == "list"
        return (
            over_prose
            or deeper
            or (section and _marker(lines, below) is None)
            or (section and lines.folded(below)[0] in "(\u7b2c0123456789")
        )
    if not 2 <= size <= HEADING_SIZE or not over_prose:
        return False
    # Without a blank line before it, a heading follows prose and stands over long prose.
    follows = lines.gap.item(index) == 0 and index > 0
    if follows and not (lines.prose.item(index - 1) and lines.size.item(below) >= HEADING_SIZE):
        return False
    if _NO_HEADING.match(line) or DATE.match(line):
        return False
    if line.count(",") > 1 or "\u3002" in line or ("," in line and size > 30):
        return False
    return 2 * len(ONE_HAN.findall(line)) >= max(size, 4)


def _scenes(lines: Lines, kinds: Mapping[int, BlockKind]) -> set[int]:
    """One-sentence lines without an inner mark that stand below the gap of an image.

    Where prose has such a gap before it too, it tells nothing, and neither does a single
    line: a story parts its scenes so. Before the first prose there is no image of the text.
    """
    wide = lines.gap >= IMAGE_GAP
    rows = (wide & (lines.ending == STOP) & (lines.size <= HEADING_SIZE)).nonzero()[0]
    if len(rows) < 2:
        return set()
    prose = lines.prose.nonzero()[0]
    if not len(prose) or 10 * np.count_nonzero(wide[prose[1:]]) > len(prose):
        return set()
    found = {
        i
        for i in rows.tolist()
        if i > prose[0] and i not in kinds and _SCENE.fullmatch(lines.folded(i))
    }
    return found if len(found) >= 2 else set()


def _bullet_items(lines: Lines) -> list[int]:
    """Lines that open with the same bullet as a neighbour."""
    bullets = lines.heads & BULLET != 0
    if not bullets.any():
        return []
    head = lines.view.codes[lines.first]
    pairs = (bullets[:-1] & (head[1:] == head[:-1]) & (lines.size[1:] <= ITEM_SIZE)).nonzero()[0]
    return sorted({*pairs.tolist(), *(pairs + 1).tolist()})


def _numbered_items(lines: Lines) -> Iterator[int]:
    """Lines with number n+1 below a line with number n, the markers of one style.

    Sections (一、 and 第一章) are items only where they are lines without an end mark in a
    row, as in a table of contents; else they are headings or paragraphs.
    """
    rows = ((lines.heads & NUMBER != 0) & (lines.size <= ITEM_SIZE)).nonzero()[0]
    if len(rows) < 2:
        return
    previous: tuple[int, str, int] | None = None
    for i in rows.tolist():
        found = _marker(lines, i)
        if found is None:
            continue
        style, number = found
        if previous == (i - 1, style, number - 1) and (
            "一" not in style or lines.ending[i - 1] == lines.ending[i] == OPEN or style == "(一)"
        ):
            yield i - 1
            yield i
        previous = (i, style, number)


def _marker(lines: Lines, index: int) -> tuple[str, int] | None:
    """Style and number of the marker a line opens with."""
    found = _MARKER.match(lines.view.folded, lines.first[index])
    if found is None:
        return None
    prefix, figures, han, letter, mark, circled = (group or "" for group in found.groups())
    if circled:
        return "circled", ord(circled) - 0x245F
    if mark not in _PAIRS[prefix]:
        return None
    if figures:
        return f"{prefix}1{mark}", int(figures)
    if letter:
        return f"{prefix}A{mark}", ord(letter) - 64
    return f"{prefix}一{mark}", _number(han)


def _number(han: str) -> int:
    tens, ten, ones = han.rpartition("十")
    value = 10 * _CHINESE.index(tens or "一") if ten and len(tens) < 2 else 0
    return value + (_CHINESE.index(ones) if len(ones) == 1 else 0)


def _table_rows(lines: Lines) -> set[int]:
    """Lines of a table: tabs, pipes or columns in the same number as in the next line."""
    folded = lines.view.folded
    rows: set[int] = set()
    for mark in "\t|":
        if folded.count(mark) >= 2:
            places = (lines.view.codes == ord(mark)).nonzero()[0]
            rows |= _equal_rows(lines, places, lines.ends, 1)
    if folded.count(" ") >= 2 * COLUMNS and not lines.gap[1:].all():
        spaces = (lines.view.classes & SPACE != 0).nonzero()[0]
        begins = np.ones(len(spaces), np.bool_)
        begins[1:] = spaces[1:] - spaces[:-1] > 1
        aligned = _equal_rows(lines, spaces[begins], lines.last, COLUMNS - 1)
        rows |= {i for i in aligned if _holds_figures(lines, i, aligned)}
    return rows


def _equal_rows(
    lines: Lines, places: NDArray[np.int64], ends: NDArray[np.int64], least: int
) -> set[int]:
    """Lines with as many places before their `ends`, `least` or more, as a line beside them."""
    inside = places.searchsorted(ends) - places.searchsorted(lines.first)
    pairs = (inside[1:] == inside[:-1]) & (inside[1:] >= least) & (lines.gap[1:] == 0)
    return {i + beside for i in pairs.nonzero()[0].tolist() for beside in (0, 1)}


def _holds_figures(lines: Lines, index: int, aligned: Collection[int]) -> bool:
    """Whether half the cells of a row, or of the one below its head, are figures."""
    for i in (index, index + 1):
        cells = lines.folded(i).split() if i in aligned else []
        if max(map(len, cells), default=CELL_SIZE) >= CELL_SIZE:
            return False
        if 2 * sum(any(map(str.isdecimal, cell)) for cell in cells) >= len(cells):
            return True
    return False
