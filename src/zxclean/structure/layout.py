"""White space that only lays out a page: margins, blank lines, indents of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from zxclean.proposals import Edit, EditColumns, Proposal
from zxclean.structure.lines import BULLET, ONE_HAN, OPEN, OPENER, SIGN, Lines
from zxclean.verbatim import is_code
from zxclean.view import DIGIT, HAN, LATIN

SHORT = 30
"""Largest size (code points) of a line that may be verse set in steps; the longest line of verse
among the texts that must stay has 22."""

LONG = 40
"""From this size on a line is prose though it has no end mark."""

_KEY = 0x110000
_TWO_IDEOGRAPHIC_SPACES = 2 * _KEY + 0x3000


def strip_layout(lines: Lines, kept: set[int], settled: set[int]) -> Iterator[Proposal]:
    """Edits that take off white space around lines.

    `settled` lists lines before which another edit replaces the white space, `kept` lines
    before which blank lines stay as they are.

    >>> from zxclean.structure.lines import read_lines
    >>> from zxclean.view import TextView
    >>> view = TextView("\\u6625\\u5929\\u3002 \\n\\n\\n\\u590f\\u5929\\u3002")
    >>> [(e.starts.tolist(), e.ends.tolist()) for e in strip_layout(read_lines(view), set(), set())]
    [([3], [4]), ([5], [6])]
    """
    starts, ends, first, last = lines.starts, lines.ends, lines.first, lines.last
    size = len(lines.view.text)
    begin, stop = starts.item(0), last.item(-1)
    if begin:
        yield _margin(0, begin)
    if stop < size:
        yield _margin(stop, size)
    ragged = (last < ends).nonzero()[0].tolist() if last is not ends else []
    if ragged:
        rows = [i for i in ragged if i + 1 not in settled and i + 1 < len(lines)]
        if "\t" in lines.view.text:
            rows = [i for i in rows if not _ends_in_empty_cell(lines, i)]
        yield _columns(last[rows], ends[rows], "trailing_space", "white space at the end of a line")
    if first is not starts:
        indents = find_indents(lines)
        if settled and len(indents):
            indents = np.array([i for i in indents.tolist() if i not in settled], np.int64)
        if len(indents):
            message = "the indent of a paragraph"
            yield _columns(starts.take(indents), first.take(indents), "indent", message)
    above, below = ends[:-1], starts[1:]
    wide = (below - above > 2).nonzero()[0]
    if len(wide):
        if kept or settled:
            wide = np.array(
                [i for i in wide.tolist() if i + 1 not in kept and i + 1 not in settled], np.int64
            )
        message = "more than one blank line, or white space in it"
        yield _columns(above[wide] + 1, below[wide] - 1, "blank_lines", message)


def find_indents(lines: Lines) -> NDArray[np.int64]:
    """The lines with an indent that marks a paragraph, as two ideographic spaces do.

    Left alone are indents of code, lists and tables, staggered verse, and short lines set
    elsewhere than the prose of the same text, such as a date at the right.
    """
    view, width = lines.view, lines.first - lines.starts
    indented = width >= 2
    if width.item(0) == 1:  # what stands before the text has no meaning, be it one space
        indented[0] = True
    rows: NDArray[np.int64] = indented.nonzero()[0]
    if not len(rows):
        return rows
    codes = view.codes.take(lines.starts.take(rows))
    key = width.take(rows) * _KEY + codes
    size = lines.size.take(rows)
    prose = (size >= LONG) | (size >= 20) & (lines.ending.take(rows) != OPEN)
    able = prose | (key == _TWO_IDEOGRAPHIC_SPACES)
    if prose.any():
        able |= _is_among(key, _distinct(key[prose]))
    if rows.item(0) == 0:
        able[0] = True
    kept: NDArray[np.int64] = able.nonzero()[0]
    if not len(kept):
        return kept
    rows, codes, key, prose = rows.take(kept), codes.take(kept), key.take(kept), prose.take(kept)
    standard = key == _TWO_IDEOGRAPHIC_SPACES
    classes = view.classes.take(lines.first.take(rows))
    able = classes & (HAN | DIGIT) != 0
    # An indent of ideographic spaces that Chinese prose has too lays out a paragraph whatever
    # it begins with, such as iPhone or \u2605; code and nested lists are set in plain spaces.
    of_prose = _distinct(key[prose & able])
    able |= lines.heads.take(rows) & OPENER != 0
    able |= standard & (classes & LATIN != 0)
    able |= (codes == 0x3000) & _is_among(key, of_prose)
    if "\t" in view.text:
        tabs = (view.codes == 9).nonzero()[0]
        before = tabs.searchsorted(lines.starts.take(rows))
        able &= tabs.searchsorted(lines.last.take(rows)) == before
    plain = (codes == 0x20) & able
    for k in (plain & (classes & HAN == 0)).nonzero()[0].tolist():
        able[k] = plain[k] = _is_of_prose(lines.folded(rows.item(k)))
    if plain.any() and _has_neighbours(lines, rows[plain]):
        able &= ~(plain & _near_code_or_item(lines).take(rows))
    kept = able.nonzero()[0]
    if not len(kept):
        return kept
    rows, key, prose, standard = rows.take(kept), key.take(kept), prose.take(kept), standard[kept]
    keys = _distinct(key[prose])
    others = (_is_among(key, keys) | standard) > prose
    if rows.item(0) == 0:
        others[0] = True
    doubtful = rows[others]
    doubtful = doubtful[lines.size.take(doubtful) <= SHORT]
    if len(doubtful) and _has_neighbours(lines, doubtful):
        others &= ~_staggered(lines, keys).take(rows)
    found: NDArray[np.int64] = rows[prose | others]
    return found


def _distinct(key: NDArray[np.int64]) -> list[int]:
    return list(set(key.tolist()))


def _is_among(key: NDArray[np.int64], keys: list[int]) -> NDArray[np.bool_]:
    if len(keys) > 8:
        return np.isin(key, keys)
    found: NDArray[np.bool_] = key == (keys[0] if keys else -1)
    for other in keys[1:]:
        found |= key == other
    return found


def _has_neighbours(lines: Lines, rows: NDArray[np.int64]) -> bool:
    """Whether any of these lines stands right above or below another."""
    gaps = lines.gap
    return bool((gaps.take(rows) == 0).any() or (gaps.take(rows + 1, mode="clip") == 0).any())


def _staggered(lines: Lines, keys: list[int]) -> NDArray[np.bool_]:
    """Short lines in a run without blank lines whose indents differ: verse set in steps.

    A run whose first line alone is flush, the rest indented like the prose (`keys`), is no verse.
    """
    width = lines.first - lines.starts
    key = np.where(width > 0, width * _KEY + lines.view.codes.take(lines.starts), 0)
    short = (lines.size <= SHORT) & ~lines.prose
    opens = np.ones(len(lines), np.bool_)
    opens[1:] = (lines.gap[1:] > 0) | ~short[1:] | ~short[:-1]
    run = opens.cumsum() - 1
    heads = opens.nonzero()[0]
    low, high = np.minimum.reduceat(key, heads), np.maximum.reduceat(key, heads)
    inner_low = np.minimum.reduceat(np.where(opens, high[run], key), heads)
    like_prose = _is_among(key[np.minimum(heads + 1, len(key) - 1)], keys)
    varies = (low != high) & ~((inner_low == high) & like_prose)
    found: NDArray[np.bool_] = varies[run]
    return found


def _is_of_prose(line: str) -> bool:
    """Whether a line that opens with a figure, a bracket or a quotation mark is no code or figures."""
    return ONE_HAN.search(line) is not None and not is_code(line)


def _near_code_or_item(lines: Lines) -> NDArray[np.bool_]:
    """Lines beside a line of code, or below a list item they may belong to."""
    sign = (lines.heads & SIGN != 0) & ((lines.heads & OPENER == 0) | (lines.size <= 3))
    item = lines.heads & BULLET != 0
    beside = lines.gap[1:] == 0
    found = np.zeros(len(lines), np.bool_)
    found[1:] = (sign | item)[:-1] & beside
    found[:-1] |= sign[1:] & beside
    return found


def _ends_in_empty_cell(lines: Lines, index: int) -> bool:
    """Whether the white space at the end of a line is the empty last cell of a table's row."""
    text, last = lines.view.text, lines.last[index]
    return "\t" in text[last : lines.ends[index]] and "\t" in text[lines.first[index] : last]


def _columns(
    starts: NDArray[np.int64], ends: NDArray[np.int64], rule: str, message: str
) -> EditColumns:
    return EditColumns(starts, ends, "", f"blocks.{rule}", "remove", message)


def _margin(start: int, end: int) -> Edit:
    return Edit(
        start, end, "", "blocks.margin", "remove", "white space at the start or end of the text"
    )
