"""Which byte each character stood for, by the encoding a text was wrongly read in.

All tables are arrays, filled from Python's codecs when first
asked for. Read-only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.kinds import DOUBLE_BYTE, READERS

SIZE = 0x30000
"""Code points from 0 that have an entry; HKSCS has characters of plane 2."""

GAP = 0xFF
"""The byte that stands for a lost one: no byte of UTF-8, and neither lead nor trail of a pair."""

UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes without a character in Windows-1252, dropped by tools that go by Python's table."""

LOST = 0xFFFD
UNREAD = 0xFFFC
"""Stands for a lost character, of two bytes, in a text that was garbled once more."""

# What the WHATWG Encoding Standard reads GB18030-2022 pairs as where Python's codec, the edition
# of 2005, has private characters.
_GB18030_2022 = {
    **dict(
        zip((0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15), range(0xA6D9, 0xA6DF), strict=True)
    ),
    0xFE16: 0xA6DF,
    0xFE17: 0xA6EC,
    0xFE18: 0xA6ED,
    0xFE19: 0xA6F3,
    0x9FB4: 0xFE59,
    0x9FB5: 0xFE61,
    0x9FB6: 0xFE66,
    0x9FB7: 0xFE67,
    0x9FB8: 0xFE6D,
    0x9FB9: 0xFE7E,
    0x9FBA: 0xFE90,
    0x9FBB: 0xFEA0,
}

# Tell-tales, bit flags of `tell_table`. BEGINS[reader]: the character is a lead and a second byte
# of UTF-8 for a Chinese character or mark (E2-E9, EF; 80-BF). CONTINUES[reader]: it is the third
# byte and what can follow it, a lead or ASCII, or it stands for a lost third byte.
BEGINS = {"gbk": 1, "big5": 2, "cp950": 4, "euc_kr": 8, "cp932": 16}
CONTINUES = {reader: flag << 8 for reader, flag in BEGINS.items()}
ALL_BEGIN = sum(BEGINS.values())
SINGLE = 32
"""A letter or sign above ASCII that Chinese pages hardly use, but code pages are full of."""
HALFWIDTH = 64
"""A half-width katakana, or what stands for a lost character."""
REPLACED = 128
"""A telling character of what marks of loss, or memory never written, were read as."""
_REPLACED = "锟閿\u00ef嚙쏙\uff7f烫屯昍迋"


@cache
def byte_table(reader: str) -> NDArray[np.uint16]:
    """The bytes of each character in a reader's encoding: one, two as `lead << 8 | trail`, or 0.

    Parameters: `reader`, one of `READERS`. "latin" is Latin-1 and Windows-1252 in one: undefined
    bytes are the C1 controls of the same number, as in browsers.

    >>> [hex(byte_table("latin")[ord(char)]) for char in "\\u00d6\\u20ac\\x81"]
    ['0xd6', '0x80', '0x81']
    >>> hex(byte_table("gbk")[ord("涓")])
    '0xe4b8'
    """
    table = np.zeros(SIZE, np.uint16)
    if reader in DOUBLE_BYTE:
        for codec in reversed(READERS[reader]):
            _fill_pairs(table, codec)
    else:
        if reader == "latin":
            table[0x80:0x100] = np.arange(0x80, 0x100)
        for byte in range(0x80, 0x100):
            # An undefined byte is the control character of the same number.
            text = bytes((byte,)).decode(READERS[reader][0], "ignore") or chr(byte)
            table[ord(text)] = byte
    if reader == "gbk":
        for code, pair in _GB18030_2022.items():
            table[code] = pair
        table[0x20AC] = 0x80  # Windows code page 936 and browsers read a lone 80 as the euro
    table[:0x80] = np.arange(0x80)
    table[LOST] = GAP
    table[UNREAD] = GAP << 8 | GAP
    table.setflags(write=False)
    return table


@cache
def pair_table(writer: str) -> NDArray[np.uint32]:
    """The character of each pair of bytes of GBK or Big5, U+FFFD for none; index `lead << 8 | trail`.

    Parameters: `writer`, "gbk" or "big5". Private characters are left out: no text was
    written in them.
    """
    table = np.full(0x10000, LOST, np.uint32)
    for codec in ("big5hkscs", "cp950") if writer == "big5" else ("gbk",):
        for pair, text in _pairs(codec):
            if len(text) == 1 and not 0xE000 <= ord(text) <= 0xF8FF and ord(text) < SIZE:
                table[pair] = ord(text)
    table.setflags(write=False)
    return table


@cache
def tell_table() -> NDArray[np.uint16]:
    """Tell-tales of all kinds by code point, shape `(0x110000,)`; 0 for what tells nothing."""
    table = np.zeros(0x110000, np.uint16)
    leads, thirds = (*range(0xE2, 0xEA), 0xEF), range(0x80, 0xC0)
    after = (*range(0x40, 0x7F), *range(0xC2, 0xF1))
    for reader, flag in BEGINS.items():
        for codec in READERS[reader]:
            for _, text in _pairs(codec, leads, thirds):
                table[ord(text[0])] |= flag
            for _, text in _pairs(codec, range(0x81, 0xC0), after):
                table[ord(text[0])] |= flag << 8
        table[[0x3F, 0x80, 0x20AC, LOST, UNREAD]] |= flag << 8
    table[0xFF61:0xFF80] |= CONTINUES["cp932"]
    for start, end in ((0x80, 0xA0), (0xC0, 0xD7), (0xD8, 0xF7), (0xF8, 0x180), (0x400, 0x492)):
        table[start:end] |= SINGLE
    for (
        sign
    ) in "\u00a4\u00a6\u00a8\u00aa\u00ac\u00af\u00b4\u00b5\u00b8\u00b9\u00ba\u00bf\u0192\u02c7":
        table[ord(sign)] |= SINGLE
    for first in _REPLACED:
        table[ord(first)] |= REPLACED
    table[0xFF61:0xFFA0] |= HALFWIDTH
    table[[LOST, UNREAD]] |= HALFWIDTH
    table.setflags(write=False)
    return table


class Tells(NamedTuple):
    """Tell-tales of a text: the `places` that have one, in order, and which (`flags`).

    `begins` are the flags of `BEGINS` where the character behind continues it as well.
    """

    places: NDArray[np.intp]
    flags: NDArray[np.uint16]
    begins: NDArray[np.uint16]

    def of(self, flag: int) -> NDArray[np.intp]:
        """The places with one of these flags of a single character."""
        return self.places[self.flags & flag > 0]


def tells_at(codes: NDArray[np.uint32], places: NDArray[np.intp]) -> Tells:
    """The tell-tales of a text whose `places` are known: where `tell_table` has low bits.

    >>> tells_at(np.array([ord(c) for c in "a锟斤拷"], np.uint32), np.array([1])).of(REPLACED).tolist()
    [1]
    """
    table = tell_table()
    flags = table.take(codes.take(places))
    if not len(places):
        return Tells(places, flags, flags)
    continues = table.take(codes.take(places + 1, mode="clip")) >> np.uint16(8)
    if places[-1] == len(codes) - 1:
        continues[-1] = ALL_BEGIN
    return Tells(places, flags, flags & continues & np.uint16(ALL_BEGIN))


def _fill_pairs(table: NDArray[np.uint16], codec: str) -> None:
    for pair, text in _pairs(codec):
        if len(text) == 1 and ord(text) < SIZE:
            table[ord(text)] = pair
    if codec == "cp932":
        table[0xFF61:0xFFA0] = np.arange(0xA1, 0xE0)


def _pairs(
    codec: str,
    leads: Iterable[int] = range(0x81, 0xFF),
    trails: Collection[int] = (*range(0x40, 0x7F), *range(0x80, 0xFF)),
) -> list[tuple[int, str]]:
    """All pairs of a lead and a trail byte that the codec reads as something."""
    pairs = [lead << 8 | trail for lead in leads for trail in trails]
    raw = b"\n".join(pair.to_bytes(2, "big") for pair in pairs)
    texts = raw.decode(codec, "replace").split("\n")
    return [
        (pair, text)
        for pair, text in zip(pairs, texts, strict=True)
        if "\N{REPLACEMENT CHARACTER}" not in text
    ]
