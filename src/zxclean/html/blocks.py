"""Headings, captions, lists and tables of a page, by their tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zxclean.html.lines import HEADINGS, Line, Page
from zxclean.records import Block, BlockKind


def name_blocks(
    page: Page, kept: Sequence[bool], first: int, title: int | None, starts: Sequence[int]
) -> Iterator[Block]:
    table: tuple[int, int, int] | None = None
    for k, line in enumerate(page.lines):
        if not kept[k] or not line.text or k == title:
            continue
        start, end = starts[k], starts[k] + len(line.text)
        if line.joined:
            around = page.boxes[line.row].table
            if table and table[0] == around:
                table = (around, table[1], end)
            else:
                if table:
                    yield Block("table", table[1], table[2])
                table = (around, start, end)
            continue
        if table:
            yield Block("table", table[1], table[2])
            table = None
        kind = _kind(page, line)
        if kind and (kind != "heading" or k > first):
            yield Block(kind, start, end)
    if table:
        yield Block("table", table[1], table[2])


def _kind(page: Page, line: Line) -> BlockKind | None:
    box = page.boxes[line.box]
    tag = box.tag
    if tag in ("p", "div", "section") and box.parent >= 0:
        parent = page.boxes[box.parent].tag
        tag = parent if parent in ("li", "figcaption") else tag
    if tag in HEADINGS:
        return "heading"
    if tag in ("figcaption", "caption"):
        return "caption"
    return "list" if tag == "li" else None
