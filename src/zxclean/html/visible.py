"""The visible text of a page as lines, each with its place in the tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from zxclean.html.hints import field_of, hints_of, names
from zxclean.html.lines import HEADINGS, Box, Line, Page
from zxclean.html.rows import join_rows

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "main menu nav ol optgroup p pre section search summary table tbody td tfoot th thead tr ul "
    "xmp listing plaintext"
)
_UNSEEN = names(
    "base embed head link math meta param rp rt rtc script source style svg template title track"
)
_UNSHOWN = names(
    "applet audio canvas datalist iframe noembed noframes noscript object option select textarea "
    "video"
)
"""What a browser does not show as text, and what holds the article all the same if scripts were to
set it, or if its end tag is missing."""
_PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))
_BOLD = HEADINGS | names("b strong")
_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_WRAP = re.compile(f"(?<=[{_WIDE}])[ \\t]*[\\r\\n][ \\t\\r\\n\\f]*(?=[{_WIDE}])")
_BLANKS = re.compile("[ \\t\\r\\n\\f]+")
_BLANK = " \t\r\n\f"
_LINE_END = re.compile("\r\n?|\n")
_PROSE = re.compile("[\u3002\uff01\uff1f\uff0c]")
_RAW = names("iframe noembed noframes noscript textarea")
_MARKUP = re.compile(r"<(?:br|/?(?:p|div|h[1-6]|li))\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,300}>")

HIDDEN = 40
"""Least prose (code points) in a hidden element that is shown because there is less to be seen."""

_UTC = ("Z", "+00:00", "+0000")
"""The end of a time that is not told in the page's own zone."""

FIELD_SIZE = 60
"""Longest text (code points) of an element named for a fact that is taken."""


def read_page(body: LexborNode | None) -> Page:
    """The visible text below `body`.

    Each block element starts a line, `<br>` ends one, two of them leave a blank line. White space
    is collapsed as browsers do, a line break between wide characters goes; no-break and
    ideographic spaces stay. Of two elements named for facts side by side, which only the style
    sheet parts, the second has a space before it; a button has one on each side. Rows of data tables are one line, their cells parted by tabs. Left
    out are scripts, styles, form fields, media, ruby readings, and hidden elements, unless one of
    them holds more prose than all that is visible (pages that a script shows when it is ready, or
    whose lists and fields have no end).
    """
    walker = _Walker()
    if body is not None:
        walker.walk(body)
    lines = list(join_rows(_seen(walker.lines, walker.hidden_in), walker.boxes))
    solid = [k for k, line in enumerate(lines) if line.text]
    kept = {*solid, *(k + 1 for k in solid[:-1])}
    shown = [line for k, line in enumerate(lines) if k in kept]
    places = {id(line): k for k, line in enumerate(shown)}
    fields = [
        (kind, places[id(walker.lines[k])], text)
        for kind, k, text in walker.fields
        if k < len(walker.lines) and id(walker.lines[k]) in places
    ]
    return Page(shown, walker.boxes, fields)


class _Walker:
    """Walks a tree in document order without recursion and collects lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.boxes: list[Box] = []
        self.fields: list[tuple[int, int, str]] = []
        self._pieces: list[str] = []
        self._space = False
        self._linked = self._bold = 0
        self._field_end = 0
        """Number of pieces of the line at the end of the last element named for a fact."""
        self.hidden_in: list[int] = [-1]
        """The block element around each hidden one, by its number."""
        self._in = _Inside()
        self._cells: dict[int, int] = {}

    def walk(self, body: LexborNode) -> None:
        node: LexborNode | None = body
        around: list[_Inside] = []
        while node is not None:
            child = None
            if node.is_text_node:
                self._add(node.text_content or "")
            elif node.is_element_node:
                tag = node.tag or ""
                if tag == "br":
                    self._break()
                elif tag not in _UNSEEN:
                    around.append(self._in)
                    self._enter(tag, node.attributes)
                    child = node.child
                    if child is None:
                        self._leave(around.pop())
            if child is not None:
                node = child
                continue
            while around and node is not None and node.next is None:
                node = node.parent
                self._leave(around.pop())
            if not around or node is None:
                break
            node = node.next
        self._end_line()

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        now = self._in
        hidden = now.hidden
        if not hidden and (tag in _UNSHOWN or _is_hidden(attributes)):
            hidden = len(self.hidden_in)
            self.hidden_in.append(now.box)
        box, row, table = now.box, now.row, now.table
        block = tag in _BLOCKS
        if block or hidden != now.hidden:
            self._end_line()
        if block:
            self.boxes.append(Box(box, tag, hints_of(tag, attributes), table))
            box = len(self.boxes) - 1
            if tag == "tr":
                row = box
                self._cells[row] = -1
            elif tag in ("td", "th") and row >= 0:
                self._cells[row] += 1
            elif tag == "table":
                table, row = box, -1
        kind = field_of(tag, attributes) if attributes or tag == "time" else 0
        if tag == "button" or (kind and self._field_end == len(self._pieces)):
            self._space = True
        self._in = _Inside(
            box,
            row,
            table,
            hidden,
            block or hidden != now.hidden,
            now.link or (tag == "a" and "href" in attributes),
            now.bold or tag in _BOLD,
            now.pre or tag in _PREFORMATTED,
            now.markup or tag in _RAW,
            (kind, len(self.lines), len(self._pieces), attributes.get("datetime"))
            if kind
            else None,
            tag == "button",
        )

    def _leave(self, outside: _Inside) -> None:
        if self._in.breaks:
            self._end_line()
        self._space = self._space or self._in.button
        if self._in.field:
            kind, line, piece, stamp = self._in.field
            if self._in.breaks and len(self.lines) == line + 1:
                self._add_field(kind, line, self.lines[line].text)
            elif len(self.lines) == line and len(self._pieces) - piece in range(1, 9):
                self._add_field(kind, line, "".join(self._pieces[piece:]).strip())
                self._field_end = len(self._pieces)
            if stamp and not stamp.endswith(_UTC):
                self._add_field(kind, line, stamp)
        self._in = outside

    def _add_field(self, kind: int, line: int, text: str) -> None:
        if len(text) <= FIELD_SIZE:
            self.fields.append((kind, line, text))

    def _add(self, text: str) -> None:
        if self._in.markup and "<" in text:
            for part in _MARKUP.split(text):
                self._break()
                self._put(_BLANKS.sub(" ", _TAG.sub("", part)).strip())
            return
        if self._in.pre:
            first, *others = _LINE_END.split(text)
            self._put(first)
            for other in others:
                self._break()
                self._put(other)
            return
        text = _BLANKS.sub(" ", _WRAP.sub("", text))
        words = text.strip(" ")
        self._space = self._space or text[:1] == " "
        if words:
            self._put(words)
            self._space = text[-1] == " "

    def _put(self, words: str) -> None:
        if self._pieces and self._space:
            words = " " + words
        self._space = False
        if words:
            self._pieces.append(words)
            self._linked += len(words) * self._in.link
            self._bold += len(words) * self._in.bold

    def _break(self) -> None:
        if self._pieces:
            self._end_line()
        elif self.lines and self.lines[-1].text:
            self.lines.append(Line("", self._in.box, hidden=self._in.hidden))

    def _end_line(self) -> None:
        text = "".join(self._pieces).rstrip(_BLANK)
        if text:
            now = self._in
            cell = self._cells[now.row] if now.row >= 0 else 0
            self.lines.append(
                Line(text, now.box, self._linked, self._bold, now.hidden, now.row, cell)
            )
        self._pieces.clear()
        self._field_end = 0
        self._linked = self._bold = 0
        self._space = False


class _Inside(NamedTuple):
    """What the walk is inside of; `breaks` if the element starts and ends a line.

    `markup` tells elements whose text may be tags. `field` is the fact that the
    element is named for, where its text starts (line and piece), and the time it states beside it.
    """

    box: int = -1
    row: int = -1
    table: int = -1
    hidden: int = 0
    breaks: bool = False
    link: bool = False
    bold: bool = False
    pre: bool = False
    markup: bool = False
    field: tuple[int, int, int, str | None] | None = None
    button: bool = False


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _HIDDEN.search(style) is not None)


def _seen(lines: list[Line], hidden_in: list[int]) -> list[Line]:
    """The lines that are not hidden, and those of a hidden element that holds the article.

    Hidden elements side by side are taken together: pages of an article that are turned over.
    """
    visible = 0
    prose: dict[int, int] = {}
    for line in lines:
        if 2 * line.linked < len(line.text) and len(_PROSE.findall(line.text)) > 1:
            if line.hidden:
                around = hidden_in[line.hidden]
                prose[around] = prose.get(around, 0) + len(line.text)
            else:
                visible += len(line.text)
    shown = {around for around, size in prose.items() if size > max(visible, HIDDEN)}
    return [line for line in lines if not line.hidden or hidden_in[line.hidden] in shown]
