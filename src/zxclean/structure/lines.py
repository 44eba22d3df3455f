"""The lines of a text that are not blank, as columns: offsets, blank lines before, how they end."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.view import SPACE, TextView, class_table

OPEN, STOP, PAUSE, COMMA = range(4)
"""How a line ends, closing quotation marks and brackets aside: with none of the marks below,
with the end of a sentence, with a semicolon, colon or dash, with a comma."""

ONE_HAN = re.compile("[\u3400-\u9fff]")
"""A Chinese character of the basic plane."""
DAY = re.compile(r"(?:19|20)\d\d\s?[-/.\u5e74]\s?\d{1,2}")
"""A year and the month behind it."""

_CLOSER = 4
_STOP = np.uint8(STOP)
_ENDS = {
    STOP: "\u3002\uff01\uff1f!?\u2026\u22ef.\uff0e\uff61",
    PAUSE: "\uff1b;\uff1a:\u2014\u2015~\uff5e",
    COMMA: "\uff0c,\u3001\uff64",
    _CLOSER: "\u201d\u2019\u300d\u300f\uff09)\u3011\u300b\u3009\"'\uff3d]\u3015",
}

BULLET, NUMBER, OPENER, SIGN, CREDIT, MISPLACED = 1, 2, 4, 8, 16, 32
"""What the first character of a line may be: a bullet, part of a number or letter that numbers
items, an opening quotation mark or bracket, a mark of code, the start of a caption's label, or
a mark that may not begin a line."""

_HEADS = {
    BULLET: "\u2022\u25cf\u25cb\u25c6\u25c7\u25a0\u25a1\u25aa\u2605\u2606\u203b\u25ce\u25ba\u25b6\u27a2"
    "\u2713\u2714\u221a\u00b7\u30fb",
    NUMBER: "(\uff08第一二三四五六七八九十0123456789ABCDEFGH①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    OPENER: "\u201c\u2018\u300c\u300e\u300a\u3008\uff08(\u3010\u3014[\"'",
    SIGN: "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x7F)))),
    MISPLACED: "\uff0c\u3001\uff1b\u3002\uff09\u300b\u201d",
    CREDIT: "图圖資资(\uff08\u25b2\u25bc\u25b3\u25bd\u2191",
}
_TAILS = "图圖摄攝"

NOTE_SIZE = 60
"""A line so long (code points) that ends with a bracket has a note or credit in it: prose. Of the
60 pages' lines that end so, links have up to 49, paragraphs with a credit 51 to 248."""

PROSE_SIZE = 24
"""Least size (code points) of a line with an end mark to count as body text. The shortest
paragraph below a heading in the seeds has 44; two lines of verse of seven characters, set as
one, have 16."""

BODY_SIZE = 200
"""A line so long (code points) is body text though its end is cut off. Of the 60
pages' lines without an end mark six are as long: link lists and the controls of a player."""


_TRIM_COST = 1000
"""As long as one line is stripped, so many code points are looked through for white space."""


@cache
def _spaces() -> str:
    return "".join(map(chr, (class_table() & SPACE).nonzero()[0].tolist()))


@cache
def _indent() -> re.Pattern[str]:
    return re.compile(f"[{_spaces()}]+")


@cache
def _ends() -> NDArray[np.uint8]:
    return _table(_ENDS)


@cache
def _heads() -> NDArray[np.uint8]:
    return _table(_HEADS)


@cache
def _tails() -> NDArray[np.uint8]:
    return _table({CREDIT: _TAILS})


def _table(chars: dict[int, str]) -> NDArray[np.uint8]:
    table = np.zeros(0x10000, np.uint8)
    for flag, members in chars.items():
        for char in members:
            table[ord(char)] |= flag
    table.setflags(write=False)
    return table


class Lines(msgspec.Struct, frozen=True, eq=False):
    """Columns over the lines that hold more than white space; offsets count code points.

    `starts` and `ends` are those of the line without its line feed, `first` and `last` those
    of the text in it; `size` is `last - first`, `gap` how many blank lines stand before it,
    `ending` one of `OPEN`, `STOP`, `PAUSE`, `COMMA`, `ended` whether it is `STOP` or `PAUSE`,
    `closed` whether a closing mark ends it; `heads` are flags of its first character, `prose`
    tells body text: long enough and with an end mark, or very long. `open_rows` are the lines
    long enough for body text but without an end mark.
    """

    view: TextView
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    size: NDArray[np.int64]
    gap: NDArray[np.int64]
    ending: NDArray[np.uint8]
    ended: NDArray[np.bool_]
    closed: NDArray[np.bool_]
    heads: NDArray[np.uint8]
    prose: NDArray[np.bool_]
    open_rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)

    def part(self, first: int, behind: int) -> Lines:
        """The lines from `first` to the one before `behind`, their offsets as they are."""
        cut = {
            name: column[first:behind]
            for name, column in msgspec.structs.asdict(self).items()
            if name not in ("view", "open_rows")
        }
        rows = self.open_rows[(self.open_rows >= first) & (self.open_rows < behind)] - first
        return Lines(self.view, **cut, open_rows=rows)

    def folded(self, index: int) -> str:
        """The text of a line in Simplified characters and narrow marks."""
        return self.view.folded[self.first.item(index) : self.last.item(index)]

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """`folded` of many lines."""
        spans = map(slice, self.first.take(rows).tolist(), self.last.take(rows).tolist())
        return list(map(self.view.folded.__getitem__, spans))

    def tails(self) -> NDArray[np.uint8]:
        """Flags of the last characters, of the kind of `heads`."""
        return _tails().take(self.view.codes.take(self.last - 1), mode="clip")


def han_pairs(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters of a line, other characters aside.

    >>> sorted(han_pairs("渡口A2桥"))
    ['口桥', '渡口']
    """
    return {a + b for a, b in pairwise(ONE_HAN.findall(text))}


def read_lines(view: TextView) -> Lines:
    """The lines of a text, read once for all steps that look at it.

    >>> lines = read_lines(TextView("\\n a \\n\\u3000\\nb\\u3002\\n"))
    >>> lines.first.tolist(), lines.last.tolist(), lines.gap.tolist(), lines.ending.tolist()
    ([2, 7], [3, 9], [1, 1], [0, 1])
    """
    return view.derive(_read)


def _read(view: TextView) -> Lines:
    codes, classes = view.codes, view.classes
    rows, starts, ends = view.filled_lines
    first, last = starts, ends
    indented = (classes.take(starts) & SPACE).nonzero()[0]
    ragged = (classes.take(ends - 1) & SPACE).nonzero()[0]
    if len(indented) or len(ragged):
        first, last = _trim(view, starts, ends, indented, ragged)
    if len(ragged):
        inked = (first < ends) & (last > starts)
        rows, starts, ends = rows[inked], starts[inked], ends[inked]
        first, last = first[inked], last[inked]
    size = last - first
    ending = _ends().take(codes.take(last - 1), mode="clip")
    closed = ending == _CLOSER
    inner = closed.nonzero()[0]
    if len(inner):
        ending[inner] = _inner_endings(codes, last.take(inner), size.take(inner))
    if len(rows) and rows.item(-1) == len(rows) - 1:  # no blank line above the last
        gap = np.zeros(len(rows), np.int64)
    else:
        gap = rows.copy()
        gap[1:] -= rows[:-1]
        gap[1:] -= 1
    ended = (ending - _STOP) < 2  # unsigned: OPEN becomes the largest number
    long = size >= PROSE_SIZE
    prose = long & ended
    open_rows = (long > prose).nonzero()[0]
    if len(open_rows):
        prose[open_rows] = size.take(open_rows) >= BODY_SIZE
    heads = _heads().take(codes.take(first), mode="clip")
    return Lines(
        view,
        starts,
        ends,
        first,
        last,
        size,
        gap,
        ending,
        ended,
        closed,
        heads,
        prose,
        open_rows,
    )


def _trim(
    view: TextView,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    indented: NDArray[np.int64],
    ragged: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the text in the lines begins and ends.

    `indented` are the lines that begin with white space, `ragged` those that end with it. Of a
    line of nothing else, the text begins at its end or later, or ends at its start or earlier.
    """
    first, last = starts.copy(), ends.copy()
    if _TRIM_COST * (len(indented) + len(ragged)) < len(view.text):
        for i in indented.tolist():
            indent = _indent().match(view.text, starts.item(i), ends.item(i))
            if indent:
                first[i] = indent.end()
        for i in ragged.tolist():
            line = view.text[starts.item(i) : ends.item(i)]
            last[i] -= len(line) - len(line.rstrip(_spaces()))
        return first, last
    ink = ((view.classes & SPACE) == 0).nonzero()[0]
    if not len(ink):
        return ends, starts
    first = ink.take(ink.searchsorted(starts), mode="clip")
    last[ragged] = ink.take(ink.searchsorted(ends.take(ragged)) - 1, mode="clip") + 1
    return first, last


def _inner_endings(
    codes: NDArray[np.uint32], last: NDArray[np.int64], size: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """How lines with a closing mark end before it; what stands before a line ends none."""
    ending = _ends().take(codes.take(last - 2, mode="clip"), mode="clip")
    twice = (ending == _CLOSER).nonzero()[0]
    if len(twice):
        before = _ends().take(codes.take(last.take(twice) - 3, mode="clip"), mode="clip")
        before[before == _CLOSER] = OPEN
        ending[twice] = before
    ending[(ending == OPEN) & (size >= NOTE_SIZE)] = STOP
    return ending
