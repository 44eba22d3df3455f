"""Decoders that tell, for every piece of text they write, which bytes it came from.

Browsers and Python read broken GBK and Big5 differently. Browsers follow the WHATWG Encoding
Standard (`read_gb18030`, `read_big5`): every pair of a GB18030 lead and trail byte is a
character, if need be a private one, and a pair without a meaning is dropped whole unless its
second byte is ASCII. Python's `gbk` knows no private characters and drops one byte at a time, so
that what follows falls back into step: `AD E5 9B BD` is U+E15E U+6D57 in a browser, U+FFFD U+9365
U+FFFD in Python.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import NamedTuple

LOST = "\N{REPLACEMENT CHARACTER}"


class Piece(NamedTuple):
    """Text read from the bytes `start` to `end`; `kept` if the bytes can be had back from it."""

    start: int
    end: int
    text: str
    kept: bool


Reader = Callable[[bytes], Iterator[Piece]]

# WHATWG index gb18030, where it differs from Python's codec: A3A0 is a blank on many old pages,
# the others are GB18030-2022 for what was private use before.
_GB18030_2022 = {
    0xA3A0: 0x3000,
    **{0xA6D9 + n: c for n, c in enumerate((0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15))},
    0xA6DF: 0xFE16,
    0xA6EC: 0xFE17,
    0xA6ED: 0xFE18,
    0xA6F3: 0xFE19,
    0xFE59: 0x9FB4,
    0xFE61: 0x9FB5,
    0xFE66: 0x9FB6,
    0xFE67: 0x9FB7,
    0xFE6D: 0x9FB8,
    0xFE7E: 0x9FB9,
    0xFE90: 0x9FBA,
    0xFEA0: 0x9FBB,
}


def read_gb18030(data: bytes) -> Iterator[Piece]:
    """Read as browsers read `gbk`, `gb2312` and `gb18030`.

    Source: WHATWG Encoding Standard, "gb18030 decoder". What stands in four bytes is taken from
    Python's codec, which has the 2005 edition.

    >>> [(p.text, p.kept) for p in read_gb18030(b"\\xc4\\xcf\\xb8\\n")]
    [('南', True), ('\\ufffd', False), ('\\n', True)]
    """
    at, size = 0, len(data)
    while at < size:
        first = data[at]
        if first < 0x80:
            yield Piece(at, at + 1, chr(first), True)
            at += 1
        elif first in (0x80, 0xFF):
            yield Piece(at, at + 1, "\u20ac" if first == 0x80 else LOST, False)
            at += 1
        elif at + 1 < size and 0x30 <= data[at + 1] <= 0x39:
            width, text = _four_bytes(data[at : at + 4])
            yield Piece(at, at + width, text, text != LOST)
            at += width
        else:
            pair = int.from_bytes(data[at : at + 2])
            text = _gb18030_pairs().get(pair, LOST)
            width = 1 if at + 1 == size or (text == LOST and data[at + 1] < 0x80) else 2
            yield Piece(at, at + width, text, text != LOST and pair != 0xA3A0)
            at += width


def read_big5(data: bytes) -> Iterator[Piece]:
    """Read as browsers read `big5`.

    Source: WHATWG Encoding Standard, "Big5 decoder". Its index is Python's `big5hkscs`, and
    `cp950` where that has nothing.

    >>> [p.text for p in read_big5("中".encode("big5") + b"\\xff\\xa4A")]
    ['中', '\\ufffd', '乙']
    """
    at, size = 0, len(data)
    while at < size:
        first = data[at]
        if first < 0x80:
            yield Piece(at, at + 1, chr(first), True)
            at += 1
        elif first in (0x80, 0xFF) or at + 1 == size:
            yield Piece(at, at + 1, LOST, False)
            at += 1
        else:
            text, kept = _big5_pairs().get(int.from_bytes(data[at : at + 2]), (LOST, False))
            width = 1 if text == LOST and data[at + 1] < 0x80 else 2
            yield Piece(at, at + width, text, kept)
            at += width


def reader(codec: str) -> Reader:
    """Python's codec with `errors="replace"`; one byte a character gets `read_bytewise`'s."""

    def read(data: bytes) -> Iterator[Piece]:
        at, size = 0, len(data)
        while at < size:
            for width in range(1, min(4, size - at) + 1):
                raw = data[at : at + width]
                try:
                    text = raw.decode(codec)
                except UnicodeDecodeError:
                    continue
                yield Piece(at, at + width, text, text.encode(codec, "ignore") == raw)
                break
            else:
                width = _fault(data[at:], codec)
                yield Piece(at, at + width, LOST, False)
            at += width

    return read


def read_bytewise(codec: str, undefined: str = "control") -> Reader:
    """A code page as browsers have it: undefined bytes become C1 controls.

    With `undefined="drop"` they vanish, as in tools that go by Python's table.

    >>> [p.text for p in read_bytewise("cp1252")(b"\\x81\\x92")]
    ['\\x81', '’']
    """

    def read(data: bytes) -> Iterator[Piece]:
        for at, byte in enumerate(data):
            text = _code_page(codec)[byte]
            if text == LOST and undefined == "control":
                yield Piece(at, at + 1, chr(byte), True)
            else:
                yield Piece(at, at + 1, "" if text == LOST else text, text != LOST)

    return read


def read_gb18030_dropped(data: bytes) -> Iterator[Piece]:
    """The same on a page that is then rid of private characters and marks of loss."""
    for piece in read_gb18030(data):
        gone = "\ue000" <= piece.text < "\uf900" or piece.text == LOST
        yield piece._replace(text="", kept=False) if gone else piece


def read_latin1_mended(data: bytes) -> Iterator[Piece]:
    """Latin-1, soft hyphens gone, in which a tool has joined the letters that look like UTF-8.

    >>> [p.text for p in read_latin1_mended("中国".encode("gbk"))]
    ['\u00d6', '\u0439', '\u00fa']
    """
    at = 0
    while at < len(data):
        size = next((n for n in (4, 3, 2) if _is_utf8(data[at : at + n], n)), 1)
        text = data[at : at + size].decode("utf-8" if size > 1 else "latin-1")
        yield Piece(at, at + size, text.replace("\xad", ""), text != "\xad")
        at += size


def _is_utf8(data: bytes, size: int) -> bool:
    try:
        return len(data) == size and len(data.decode()) == 1
    except UnicodeDecodeError:
        return False


def _fault(data: bytes, codec: str) -> int:
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return max(1, error.end - error.start)
    return len(data)


def _four_bytes(raw: bytes) -> tuple[int, str]:
    """Width and text. A bad sequence costs its first byte, but at the end of the data all of it."""
    shape = ((0x81, 0xFE), (0x30, 0x39), (0x81, 0xFE), (0x30, 0x39))
    if all(low <= byte <= high for byte, (low, high) in zip(raw, shape, strict=False)):
        if len(raw) < 4:
            return len(raw), LOST
        text = raw.decode("gb18030", "replace")
        return 4, text if len(text) == 1 else LOST
    return 1, LOST


@functools.cache
def _gb18030_pairs() -> dict[int, str]:
    trails = (*range(0x40, 0x7F), *range(0x80, 0xFF))
    pairs = {
        lead << 8 | trail: bytes((lead, trail)).decode("gb18030")
        for lead in range(0x81, 0xFF)
        for trail in trails
    }
    return pairs | {pair: chr(code) for pair, code in _GB18030_2022.items()}


@functools.cache
def _big5_pairs() -> dict[int, tuple[str, bool]]:
    """Text of each pair, and whether Python's encoder leads back to it."""
    pairs = {}
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            raw = bytes((lead, trail))
            for codec in ("big5hkscs", "cp950"):
                text = raw.decode(codec, "ignore")
                if text and text != chr(trail):
                    pairs[lead << 8 | trail] = (text, text.encode(codec, "ignore") == raw)
                    break
    return pairs


@functools.cache
def _code_page(codec: str) -> tuple[str, ...]:
    return tuple(bytes((n,)).decode(codec, "replace") for n in range(256))
