"""Rows of tables that hold data, each put on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from zxclean.html.lines import Box, Line

CELL = 120
"""Longest cell (code points) of a table that holds data; longer ones lay out a page."""


def join_rows(lines: Sequence[Line], boxes: Sequence[Box]) -> Iterator[Line]:
    """Lines with each row of a data table on one of them."""
    data = _data_tables(lines, boxes)
    for row, group in groupby(lines, key=lambda line: line.row):
        if row < 0 or boxes[row].table not in data:
            yield from group
            continue
        cells: dict[int, list[Line]] = {}
        for line in group:
            if line.text:
                cells.setdefault(line.cell, []).append(line)
        if not cells:
            continue
        texts = [" ".join(each.text for each in cells.get(k, ())) for k in range(max(cells) + 1)]
        parts = [line for cell in cells.values() for line in cell]
        yield Line(
            "\t".join(texts),
            row,
            sum(line.linked for line in parts),
            sum(line.bold for line in parts),
            parts[0].hidden,
            row,
            joined=True,
        )


def _data_tables(lines: Sequence[Line], boxes: Sequence[Box]) -> set[int]:
    """Tables without a table inside, with short cells, two a row in two rows at least."""
    outer = {box.table for box in boxes if box.tag == "table"}
    sizes: dict[tuple[int, int], int] = {}
    for line in lines:
        if line.row >= 0 and boxes[line.row].table not in outer:
            place = line.row, line.cell
            sizes[place] = sizes.get(place, 0) + len(line.text) + 1
    columns: dict[int, int] = {}
    for row, _ in sizes:
        columns[row] = columns.get(row, 0) + 1
    rows: dict[int, int] = {}
    for row, count in columns.items():
        rows[boxes[row].table] = rows.get(boxes[row].table, 0) + (count > 1)
    long = {boxes[row].table for (row, _), size in sizes.items() if size > CELL + 1}
    return {table for table, count in rows.items() if count > 1 and table not in long}
