"""A document's blocks as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zxclean.records import Block

_MARKUP = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(\s*\d*)([#+>.)-])(?=[\s#]|$)")
_LIST_ITEM = re.compile(r"^\s*(?:[-*+\u00b7\u2022\u25cf]|\d+[.)])\s+")


def render(text: str, blocks: Sequence[Block]) -> str:
    r"""Markdown of `blocks` of `text`; characters that would read as markup are escaped.

    >>> render("T\na*b", [Block("title", 0, 1), Block("paragraph", 2, 5)])
    '# T\n\na\\*b\n'
    """
    out: list[str] = []
    previous = ""
    for block in blocks:
        piece = text[block.start : block.end]
        if out:
            out.append("\n" if block.kind == previous == "list" else "\n\n")
        out.append(_render_block(block.kind, piece))
        previous = block.kind
    return "".join(out) + "\n" if out else ""


def _render_block(kind: str, piece: str) -> str:
    if kind == "title":
        return "# " + _one_line(piece)
    if kind == "subtitle":
        return "**" + _one_line(piece) + "**"
    if kind == "heading":
        return "## " + _one_line(piece)
    if kind in ("caption", "byline"):
        return "*" + _one_line(piece) + "*"
    if kind == "list":
        return "- " + _one_line(_LIST_ITEM.sub("", piece))
    if kind == "table":
        return _table(piece)
    return "  \n".join(_escape(line) for line in piece.split("\n"))


def _table(piece: str) -> str:
    rows = [
        re.split(r"\t+|\s*\|\s*", line.strip().strip("|").strip()) for line in piece.split("\n")
    ]
    rows = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    width = max((len(row) for row in rows), default=0)
    lines = [
        "| " + " | ".join(_escape(c) for c in (*row, *[""] * (width - len(row)))) + " |"
        for row in rows
    ]
    return "\n".join((*lines[:1], "|" + " --- |" * width, *lines[1:])) if lines else ""


def _one_line(piece: str) -> str:
    return _escape(" ".join(piece.split("\n")))


def _escape(line: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))
