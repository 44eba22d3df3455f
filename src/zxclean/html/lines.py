"""A page as lines of text, each with its place in the tree, and its block elements."""

from __future__ import annotations

from dataclasses import dataclass, field

from zxclean.html.hints import names

HEADINGS = names("h1 h2 h3 h4 h5 h6")


@dataclass(slots=True)
class Box:
    """A block element: index of its parent or -1, tag, own hints, and the table around it or -1."""

    parent: int
    tag: str
    hints: int
    table: int


@dataclass(slots=True)
class Line:
    """One line of the visible text.

    `box` is the index of the innermost block element. `linked` and `bold` count its code points
    inside links and bold type. `hidden` is the number of the hidden element around it, or 0.
    `row` is the box of the table row around it or -1, `cell` the number of its cell there. A row
    of a data table is `joined`.
    """

    text: str
    box: int
    linked: int = 0
    bold: int = 0
    hidden: int = 0
    row: int = -1
    cell: int = 0
    joined: bool = False


@dataclass(slots=True)
class Page:
    """Lines and boxes of a page; blank lines have no text. `text` is what a reader sees.

    `fields` are short texts in elements named for a fact: which fact, the line, the text.
    """

    lines: list[Line]
    boxes: list[Box]
    fields: list[tuple[int, int, str]]
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "\n".join([line.text for line in self.lines])


def is_linked(line: Line) -> bool:
    """Whether more than half of a line is links."""
    return 2 * line.linked > len(line.text)
