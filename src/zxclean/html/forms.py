"""Tables of fields that are the article, or part of it."""

from __future__ import annotations

from collections.abc import Sequence

from zxclean.html.lines import Page, is_linked

LEAST = 12
"""Least weight (code points) of a line of prose in such a table."""

FORM_ROWS = 3
"""Fewest rows of more than one cell in a table of fields; one that lays out a page has fewer."""


def keep_forms(
    page: Page, kept: list[bool], judged: Sequence[float], hinted: Sequence[int]
) -> None:
    """Keep the whole of a table of fields of which a cell is prose of the article."""
    forms = {
        table
        for k, line in enumerate(page.lines)
        if kept[k] and judged[k] >= LEAST and (table := page.boxes[line.box].table) >= 0
    }
    if not forms:
        return
    cells: dict[tuple[int, int], set[int]] = {}
    for line in page.lines:
        table = page.boxes[line.box].table
        if table in forms and line.text and not is_linked(line):
            count = line.text.count("\t") + 1 if line.joined else 1
            cells.setdefault((table, line.row), set()).update(range(line.cell, line.cell + count))
    rows: dict[int, int] = {}
    for (table, _), columns in cells.items():
        rows[table] = rows.get(table, 0) + (len(columns) > 1)
    for k, line in enumerate(page.lines):
        if rows.get(page.boxes[line.box].table, 0) >= FORM_ROWS:
            kept[k] = kept[k] or (not hinted[k] and not is_linked(line))
