"""Empty cells of tables that held a page's layout: bars without text, which text extractors leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from zxclean.proposals import Edit, Proposal, Settling
from zxclean.verbatim import is_code
from zxclean.view import TextView

_EMPTY = re.compile(r"[ \t]*\|[| \t]*")
_RULE = re.compile(
    r"(?=[^\n]*\|)[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)*\|?[ \t]*"
)
"""The line that Markdown puts below the head of a table."""

_CELL = re.compile(r"[^|]*[^|\s](?P<bars>[ \t]*\|[| \t]*)")
"""One cell with text, and the empty ones behind it."""

_DRAWN = re.compile(r"[ \t]*[-+=^v<>/\\_.*][-+=^v<>/\\_.*| \t]*")
"""The line of a drawing in signs."""

_NEAR = 200
"""Longest line of a drawing (code points)."""

_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Cells(Settling):
    """Takes out the bars of cells that hold nothing, where no row of a table holds two texts.

    A row of two cells, and every row next to it, is a table, and stays. So does a line with one
    bar behind its text on a page without an empty row: a command goes on behind it. Bars without
    a cell of text or the rule of a table anywhere are signs of the text, and so are those of a
    drawing (`+---+` stands next to them).

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Cells(),))("江边步道开放 | |||\\n---|---|---\\n江边步道今天开放。 |").text
    '江边步道开放\\n江边步道今天开放。'
    """

    name: ClassVar[str] = "cells"
    needs_no_second_look: ClassVar[bool] = True

    def propose(self, view: TextView) -> Iterable[Proposal]:
        folded = view.folded
        if not view.has_chinese or not ("|\n" in folded or folded.endswith("|")):
            return ()
        return _edits(folded)


def _edits(folded: str) -> Iterator[Edit]:
    """The bars of empty cells, and their lines if nothing else is on them."""
    runs = [
        run
        for run in _find_runs(folded)
        if not any(_is_row(line) for _, line in run) and not _is_drawn(folded, run)
    ]
    lines = [each for run in runs for each in run]
    rules = any(_RULE.fullmatch(line) for run in runs for _, line in run[1:])
    empty = any(_EMPTY.fullmatch(line) for _, line in lines)
    if not (rules or (empty and any(_holds_text(line) for _, line in lines))):
        return
    for start, line in lines:
        end = start + len(line)
        cell = _CELL.fullmatch(line)
        if cell is not None:
            if _HAN.search(line):
                yield _edit(start + cell.start("bars"), end)
        elif end < len(folded):
            yield _edit(start, end + 1)
        else:
            yield _edit(max(0, start - 1), end)


def _find_runs(folded: str) -> Iterator[list[tuple[int, str]]]:
    """Lines with a bar, with where they begin, in runs of neighbours."""
    run: list[tuple[int, str]] = []
    place = folded.find("|")
    while place >= 0:
        start = folded.rfind("\n", 0, place) + 1
        end = folded.find("\n", place)
        end = end if end >= 0 else len(folded)
        if run and run[-1][0] + len(run[-1][1]) + 1 != start:
            yield run
            run = []
        run.append((start, folded[start:end]))
        place = folded.find("|", end)
    if run:
        yield run


def _holds_text(line: str) -> bool:
    return _HAN.search(line) is not None and _CELL.fullmatch(line) is not None


def _is_drawn(folded: str, run: list[tuple[int, str]]) -> bool:
    """Whether the line before or behind a run is one of a drawing."""
    start, end = run[0][0], run[-1][0] + len(run[-1][1])
    above = folded[max(0, start - _NEAR) : max(0, start - 1)].rpartition("\n")[2]
    below = folded[end + 1 : end + _NEAR].partition("\n")[0]
    return any("+" in line and _DRAWN.fullmatch(line) for line in (above, below))


def _is_row(line: str) -> bool:
    """Whether a line with a bar is a row of a table, or code."""
    if _EMPTY.fullmatch(line) or _RULE.fullmatch(line):
        return False
    return _CELL.fullmatch(line) is None or is_code(line)


def _edit(start: int, end: int) -> Edit:
    return Edit(start, end, "", "cells.empty", "remove", "cells of a table that hold nothing")
