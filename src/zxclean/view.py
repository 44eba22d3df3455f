"""One view of a text shared by all steps: arrays for the many, strings for the few.

The folded view has the length of the text, so an offset in one is an offset in the other;
rules are written once, in Simplified characters and narrow marks, and match either form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, reduce
from operator import or_
from types import MappingProxyType
from typing import NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from zxclean import tables
from zxclean.alignment import Alignment
from zxclean.literals import Hit, Hits, carry_hits, find_hits, group_by_module, literals
from zxclean.once import once
from zxclean.rules import Anchor

T = TypeVar("T")

HAN = 1
DIGIT = 2
LATIN = 4
SPACE = 8
MARK = 16
"""Chinese punctuation: wide or vertical forms, and quotation marks, dashes, ellipses."""
NARROW = 32
"""ASCII marks that have a wide form in Chinese text: `, ; : ? ! ( )`."""
KANA = 64
HANGUL = 128
TRADITIONAL = 256
SIMPLIFIED = 512
SURROGATE = 1024
UNSEEN = 2048
"""Controls but tab and line feed, odd line ends, no-break spaces, invisible format characters."""
VARIANT = 4096
"""Characters below script: radicals, compatibility ideographs, Japanese and old forms, private use."""

_RANGES = {
    HAN: (
        (0x3007, 0x3007),
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0x20000, 0x3FFFF),
    ),
    DIGIT: ((0x30, 0x39), (0xFF10, 0xFF19)),
    LATIN: ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)),
    SPACE: ((0x9, 0xA), (0x20, 0x20), (0xA0, 0xA0), (0x2000, 0x200A), (0x3000, 0x3000)),
    MARK: (
        (0x2014, 0x2014),
        (0x2018, 0x2019),
        (0x201C, 0x201D),
        (0x2026, 0x2026),
        (0x3001, 0x3003),
        (0x3008, 0x3011),
        (0x3014, 0x301B),
        (0xFE10, 0xFE19),
        (0xFE30, 0xFE4F),
        (0xFF01, 0xFF0F),
        (0xFF1A, 0xFF20),
        (0xFF3B, 0xFF40),
        (0xFF5B, 0xFF65),
    ),
    KANA: ((0x3041, 0x3096), (0x30A1, 0x30FA), (0xFF66, 0xFF9D)),
    HANGUL: ((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3)),
    SURROGATE: ((0xD800, 0xDFFF),),
    VARIANT: ((0xE000, 0xF8FF), (0xF0000, 0x10FFFD)),
    UNSEEN: (
        (0x00, 0x08),
        (0x0B, 0x1F),
        (0x7F, 0xA0),
        (0xAD, 0xAD),
        (0x061C, 0x061C),
        (0x115F, 0x1160),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x206F),
        (0x3164, 0x3164),
        (0xE5CE, 0xE5CE),
        (0xE5E4, 0xE5E5),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
        (0xFFF9, 0xFFFB),
        (0xE0001, 0xE01EF),
    ),
}


_HAN = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in _RANGES[HAN]) + "]")


@cache
def class_table() -> NDArray[np.uint16]:
    """Bit flags for every code point, shape `(0x110000,)`."""
    table = np.zeros(0x110000, np.uint16)
    for flag, ranges in _RANGES.items():
        for first, last in ranges:
            table[first : last + 1] |= flag
    for mark in ",;:?!()":
        table[ord(mark)] |= NARROW
    for pairs in tables.variants().values():
        table[list(map(ord, pairs))] |= VARIANT
    table[tables.traditional_only()] |= TRADITIONAL
    table[tables.simplified_only()] |= SIMPLIFIED
    table.setflags(write=False)
    return table


RARE = UNSEEN | SURROGATE | TRADITIONAL | KANA
"""Flags that steps ask for because they have work with it: `TextView.flags` is exact in them."""

FEW = 64
"""If fewer than one in so many code points is edited, what is known of the text is carried on."""


LONG = 1 << 16
"""Of a text of more code points an old view keeps nothing that can be made again, and late marks
and blocks, which hold views for as long as the document is, are made at once."""
_OWN = ("codes", "classes", "hits", "anchors")
_FOR_NEXT = ("folded", "newlines", "filled_lines", "literals")
"""What can be made again: what no other view reads, and what the one after the edits may."""


class _Swaps(NamedTuple):
    """Characters that were put in place of others: those of before, and those of now."""

    old: str
    new: str


def _flags_written(text: str, edits: Alignment) -> int:
    """The class flags of what edits wrote into what is now `text`."""
    if edits.only_removes:
        return 0
    flags = class_table().item
    written = set("".join(map(text.__getitem__, edits.new_slices())))
    return reduce(or_, (flags(ord(character)) for character in written))


class TextView:
    """A text as string, code points, character classes and folded string, made when asked for.

    `facts` holds what earlier steps have found out: metadata fields by name.

    >>> view = TextView("\\u5340\\uff0ca")
    >>> view.folded, len(view.codes)
    ('区,a', 3)
    """

    def __init__(self, text: str, facts: Mapping[str, str | int] = MappingProxyType({})) -> None:
        self.text = text
        self.facts = facts
        self._before: TextView | None = None
        self._edits: Alignment | None = None
        self._derived: dict[object, object] = {}

    def derive(self, make: Callable[[TextView], T]) -> T:
        """What `make` makes of this view, made once: for columns that several steps read."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast(T, self._derived[make])

    def following(self, text: str, facts: Mapping[str, str | int], edits: Alignment) -> TextView:
        """The view of what `edits` made of this text; it takes over what still holds."""
        view = TextView(text, facts)
        if not len(edits):
            kept = {k: v for k, v in self.__dict__.items() if k not in ("facts", "_derived")}
            view.__dict__.update(kept)
            view.__dict__["taken"] = []
            self.release()
        else:
            view._before, view._edits = self, edits
            if len(self.text) > LONG:
                self._forget(_OWN)
                if self._before is not None:
                    self._before._forget(_FOR_NEXT)
            if "flags" in self.__dict__ and not self.flags & RARE and len(edits) * FEW < len(text):
                # Now, for the view after the next has no way back to this one.
                view.__dict__["flags"] = self.flags | _flags_written(text, edits)
        self._before = None  # a view that is kept must not keep those before it
        return view

    def release(self) -> None:
        """Keep nothing of a long text that can be made again."""
        if len(self.text) > LONG:
            self._forget((*_OWN, *_FOR_NEXT))

    def _forget(self, parts: Iterable[str]) -> None:
        """Drop parts that can be made again from the text, and what was derived, which holds it."""
        self._derived.clear()
        for name in parts:
            self.__dict__.pop(name, None)

    def _before_knowing(self, name: str) -> TextView | None:
        """The view before the edits, if it has this part already."""
        before = self._before
        return before if before is not None and name in before.__dict__ else None

    def _only_loses_a_little(self, edits: Alignment) -> bool:
        """Whether the edits that made this text are few and write nothing."""
        return len(edits) * FEW < len(self.text) and edits.only_removes

    @once
    def _swaps(self) -> _Swaps | None:
        """The edits that made this text, if they are few and put one character in place of one."""
        before, edits = self._before, self._edits
        if before is None or edits is None or len(edits) * FEW >= len(self.text):
            return None
        if not edits.only_swaps:
            return None
        places = edits.new_start.tolist()
        old, new = (map(text.__getitem__, places) for text in (before.text, self.text))
        return _Swaps("".join(old), "".join(new))

    @once
    def codes(self) -> NDArray[np.uint32]:
        """Code points, shape `(len(text),)`."""
        return np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), "<u4")

    @once
    def classes(self) -> NDArray[np.uint16]:
        """Class flags of every code point, shape `(len(text),)`."""
        before, edits = self._before_knowing("classes"), self._edits
        if before and edits is not None and self._only_loses_a_little(edits):
            return np.concatenate([before.classes[kept] for kept in edits.kept_slices()])
        return class_table().take(self.codes, mode="clip")

    @once
    def flags(self) -> int:
        """The class flags that any character of the text has, exact in those of `RARE`.

        Others may be among them that edits have taken out of the text.
        """
        return int(np.bitwise_or.reduce(self.classes))

    @once
    def folded(self) -> str:
        """The text in Simplified characters and narrow marks, code point for code point."""
        before, edits = self._before_knowing("folded"), self._edits
        if before and edits is not None:
            if self._only_loses_a_little(edits):
                return "".join(map(before.folded.__getitem__, edits.kept_slices()))
            swaps = self._swaps
            if swaps and TextView(swaps.old).folded == TextView(swaps.new).folded:
                return before.folded
        return tables.fold_table().take(self.codes, mode="clip").tobytes().decode("utf-32-le")

    @once
    def has_chinese(self) -> bool:
        """Whether any Han character is in the text."""
        return _HAN.search(self.text) is not None

    @once
    def newlines(self) -> NDArray[np.int64]:
        """Offsets of the line feeds."""
        before = self._before_knowing("newlines")
        swaps = self._swaps if before else None
        if before and swaps and "\n" not in swaps.old and "\n" not in swaps.new:
            return before.newlines
        newlines: NDArray[np.int64] = (self.codes == 10).nonzero()[0]
        return newlines

    @once
    def filled_lines(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The lines that are not empty: their numbers, and where each begins and ends."""
        bounds = np.empty(len(self.newlines) + 2, np.int64)
        bounds[0], bounds[1:-1], bounds[-1] = -1, self.newlines, len(self.text)
        rows = (bounds[1:] - bounds[:-1] > 1).nonzero()[0]
        return rows, bounds.take(rows) + 1, bounds.take(rows + 1)

    @once
    def taken(self) -> list[tuple[int, str]]:
        """The lines that the step before took out: where they stood in this text, and folded.

        None if it wrote anything: then it did not only take furniture out. None at the begin of
        a round: what a step itself took out before is no evidence for taking more.
        """
        before, edits = self._before, self._edits
        if before is None or edits is None or not edits.only_removes:
            return []
        first, last = before.newlines.searchsorted((edits.old_start, edits.old_end))
        rows = (first < last).nonzero()[0]
        spans = map(slice, edits.old_start[rows].tolist(), edits.old_end[rows].tolist())
        lines = map(str.strip, map(before.folded.__getitem__, spans))
        return list(zip(edits.new_start[rows].tolist(), lines, strict=True))

    @once
    def literals(self) -> Hits:
        """Where literals of the rules and word lists stand.

        Script and width leave the folded text as it was, and with it what was found there; of
        other edits only the neighbourhood is looked at again.
        """
        before, edits = self._before_knowing("literals"), self._edits
        if before and edits is not None:
            if len(before.text) == len(self.text) and before.folded == self.folded:
                return before.literals
            carried = carry_hits(before.literals, self.folded, edits)
            if carried is not None:
                return carried
        return find_hits(self.folded)

    @once
    def hits(self) -> list[Hit]:
        """Where literals of the rules stand, by their numbers, in the order of their ends."""
        found = self.literals
        numbers, starts, ends = found[:, found[0] < literals().words].tolist()
        return list(zip(numbers, starts, ends, strict=True))

    @once
    def anchors(self) -> dict[str, list[Anchor]]:
        """Where literals of the rules stand, by rule module; those of chrome are in `hits` only."""
        return group_by_module(self.literals)

    def line_at(self, offset: int) -> tuple[int, int]:
        """Start and end of the line that `offset` is in, without its line feed."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, len(self.text) if end < 0 else end
