"""From garbled characters back to their bytes, and from bytes to units of the true text."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.charsets import GAP, LOST, SIZE, byte_table
from zxclean.garble.kinds import DOUBLE_BYTE, MENDED
from zxclean.garble.mended import mended_bytes
from zxclean.garble.readings import logsum
from zxclean.model import alone, pair_score

_EURO = 0x80
KEPT, ASCII, WHOLE, BROKEN, ALIEN = range(5)
"""What a unit is: a character that stays, an ASCII one, a restored one whose bytes are all there,
one of which bytes are lost, or bytes that are no part of such text."""


class RawBytes(NamedTuple):
    """The bytes of a stretch and where they came from.

    `owner` is the index of the character that each byte belongs to; its last entry, one past the
    bytes, is the number of characters. A byte 0 is a character that the reader cannot have written.
    """

    data: NDArray[np.uint8]
    owner: NDArray[np.int64]


class Units(NamedTuple):
    """A reading of `RawBytes`: unit `i` covers the bytes from `starts[i]` to `starts[i + 1]`.

    `codes` are the characters read, U+FFFD for units that are not whole.
    """

    starts: NDArray[np.int64]
    codes: NDArray[np.uint32]
    kinds: NDArray[np.uint8]


def to_bytes(codes: NDArray[np.uint32], reader: str, gap: int = GAP, writer: str = "") -> RawBytes:
    """Undo a reader: the bytes it must have had before it.

    Of UTF-8 read as GBK, private characters and marks of loss may have vanished: where bytes of
    two characters that follow each other tell so, `GAP` stands for the others.

    Parameters: `codes`, code points; `reader`, one of `READERS` or `MENDED`; `gap`, what U+FFFD stands for,
    `GAP` for one lost byte or two of them as `GAP << 8 | GAP`.

    >>> raw = to_bytes(np.array([ord(char) for char in "涓a"], np.uint32), "gbk")
    >>> raw.data.tobytes(), raw.owner.tolist()
    (b'\\xe4\\xb8a', [0, 0, 1, 2])
    """
    if reader == MENDED:
        values = mended_bytes(codes)
    else:
        values = byte_table(reader).take(codes, mode="clip").astype(np.uint32)
        values[codes >= SIZE - 1] = 0
        values[codes == LOST] = gap
    if writer == "utf-8" and reader == "gbk":
        if not ((codes >= 0xE000) & (codes < 0xF900)).any():
            _part_euros(values)
        _open_gaps(values)
    sizes = 1 + (values > 0xFF) + (values > 0xFFFF) + (values > 0xFFFFFF)
    owner = np.repeat(np.arange(len(codes) + 1), np.concatenate((sizes, [1])))
    last = sizes.cumsum()
    behind = last[owner[:-1]] - 1 - np.arange(len(owner) - 1)
    data = (values[owner[:-1]] >> (8 * behind).astype(np.uint32) & 0xFF).astype(np.uint8)
    return RawBytes(data, owner)


def _part_euros(values: NDArray[np.uint32]) -> None:
    """Tell which bytes a euro sign was, on a page that may be rid of private characters.

    80 and A2 E3 are read as one. Behind `L C` and before another one or `C C` it is no last byte:
    `\u8270\u20ac\u4f79` was \u826f\u3001\u66f4, `L C AF E3 80 81 E6 9B`, of which `AF E3` vanished. Before ASCII and at
    the end the characters of both readings decide.
    """
    places = (values[1:] == _EURO).nonzero()[0] + 1
    if not len(places):
        return
    before = values[places - 1]
    begun = (before >= 0xE480) & (before < 0xEA00) & ((before & 0xC0) == 0x80)
    places, before = places[begun], before[begun]
    following = np.concatenate((values, [np.uint32(0x0A)]))[places + 1]
    values[places[following == _EURO]] = 0xA2E3
    marked = (following > 0xFF) & ((following >> 8 & 0xC0) == 0x80)
    bare = (following < 0x80).nonzero()[0]
    if len(bare):
        marked[bare] = _read_as_marks(before[bare], np.maximum(following[bare], 0x0A))
    cut = places[marked]
    values[cut - 1] = values[cut - 1] << 8 | np.uint32(GAP)
    values[cut] = GAP << 8 | _EURO


def _read_as_marks(begun: NDArray[np.uint32], behind: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether `L C` and 80 before these ASCII bytes are likelier two characters than one.

    The first of two ends in the first byte of a private character, the second is a mark, of whose
    third byte nothing is left either.
    """
    lead = ((begun >> 8 & 0x0F) << 12 | (begun & 0x3F) << 6)[:, None].astype(np.uint32)
    two = lead | np.arange(0x2A, 0x30, dtype=np.uint32)
    marks = np.array([ord(mark) for mark in "\u3002\u3001\u201c\u201d\u300a\u300b"], np.uint32)
    after = behind.astype(np.uint32)[:, None]
    ends = pair_score(marks, after)[:, None]
    scores = alone(two)[:, :, None] + pair_score(two[:, :, None], marks) + ends
    one = alone(lead) + pair_score(lead, after)
    return np.asarray(logsum(scores.reshape(len(begun), two.shape[1] * len(marks))) > one[:, 0])


def _open_gaps(values: NDArray[np.uint32]) -> None:
    """Put `GAP` behind `L C` before ASCII, and twice between `L C` and `C C`: 涓浗 was 中国."""
    two = (values > 0xFF) & (values <= 0xFFFF)
    first, second = values >> 8, values & 0xFF
    more = (second & 0xC0) == 0x80
    begun = two & more & (first >= 0xE2) & (first <= 0xE9)
    han = first >= 0xE4
    going = two & more & ((first & 0xC0) == 0x80)
    following = np.concatenate((values[1:], [np.uint32(0)]))
    cut = begun & han & np.concatenate((going[1:], [False]))
    ended = begun & (following < 0x80) & (following != 0x3F)  # that is the mark itself
    values[1:][cut[:-1]] |= np.uint32(GAP << 16)
    values[cut | ended] = values[cut | ended] << 8 | np.uint32(GAP)


def parse_utf8(raw: RawBytes, reader: str) -> Units:
    """Read bytes as UTF-8. Broken sequences become units of their own, one for each character.

    A sequence is broken where bytes are lost: where U+FFFD stood, where a question mark stands
    after an unfinished sequence, or where a reader drops what it cannot read. Stray bytes that
    cannot come from that are `ALIEN`.

    >>> codes = np.array([ord(char) for char in "涓\\ufffda"], np.uint32)
    >>> units = parse_utf8(to_bytes(codes, "gbk"), "gbk")
    >>> units.starts.tolist(), units.kinds.tolist() == [BROKEN, ASCII]
    ([0, 3, 4], True)
    """
    data = raw.data
    size = len(data)
    byte = np.concatenate((data, np.zeros(3, np.uint8))).astype(np.uint32)
    more = (byte & 0xC0) == 0x80
    if reader in DOUBLE_BYTE:
        _mark_lost_question_marks(byte, more, size)
        more = (byte & 0xC0) == 0x80
    b0, b1, b2, b3 = byte[:size], byte[1 : size + 1], byte[2 : size + 2], byte[3:]
    m1, m2, m3 = more[1 : size + 1], more[2 : size + 2], more[3:]
    three = (b0 >= 0xE0) & (b0 < 0xF0) & m1 & m2 & ((b0 > 0xE0) | (b1 >= 0xA0))
    two = (b0 >= 0xC2) & (b0 < 0xE0) & m1
    four = (b0 >= 0xF0) & (b0 < 0xF4) & m1 & m2 & m3 & ((b0 > 0xF0) | (b1 >= 0x90))
    codes = np.full(size, LOST, np.uint32)
    codes[two] = ((b0 & 0x1F) << 6 | b1 & 0x3F)[two]
    codes[three] = ((b0 & 0x0F) << 12 | (b1 & 0x3F) << 6 | b2 & 0x3F)[three]
    codes[four] = ((b0 & 7) << 18 | (b1 & 0x3F) << 12 | (b2 & 0x3F) << 6 | b3 & 0x3F)[four]
    surrogate = (codes >= 0xD800) & (codes < 0xE000)
    three &= ~surrogate
    codes[surrogate] = LOST
    ascii_ = (b0 > 0) & (b0 < 0x80)
    codes[ascii_] = b0[ascii_]
    kinds = np.full(size, ALIEN, np.uint8)
    kinds[ascii_] = ASCII
    kinds[two | three | four] = WHOLE
    begins = ascii_ | two | three | four
    inside = np.zeros(size, np.bool_)
    inside[1:] |= (two | three | four)[:-1]
    inside[2:] |= (three | four)[:-2]
    inside[3:] |= four[:-3]
    loose = ~(begins | inside)
    if loose.any():
        _read_broken(byte[:size], loose, begins, kinds, reader)
    starts = begins.nonzero()[0]
    return Units(np.concatenate((starts, [size])), codes[starts], kinds[starts])


def _mark_lost_question_marks(byte: NDArray[np.uint32], more: NDArray[np.bool_], size: int) -> None:
    """Turn question marks that stand for lost bytes into gaps: after `L` or `L C`, or two after `L`."""
    places = (byte[:size] == 0x3F).nonzero()[0]
    lead = (byte >= 0xE2) & (byte < 0xF0)
    before, before_that = np.maximum(places - 1, 0), np.maximum(places - 2, 0)
    cut = lead[before] | (more[before] & lead[before_that])
    byte[places[cut & (places > 0)]] = GAP
    byte[places[(byte[before] == GAP) & lead[before_that] & (places > 1)]] = GAP


def _read_broken(
    byte: NDArray[np.uint32],
    loose: NDArray[np.bool_],
    begins: NDArray[np.bool_],
    kinds: NDArray[np.uint8],
    reader: str,
) -> None:
    """Cut runs of loose bytes into characters: a lead takes up to two bytes, others three.

    Bytes without a lead are `ALIEN` unless a gap is among them or, where one gap may be two bytes
    (browsers reading Big5), before them. Single-byte readers drop bytes without a gap.
    """
    places = loose.nonzero()[0]
    gap_before = silent = reader not in DOUBLE_BYTE
    two_bytes = silent or reader != "gbk"
    room, end, begun = 0, -1, 0
    for place, value in zip(places.tolist(), byte[places].tolist(), strict=True):
        lead = 0xE2 <= value < 0xF0
        gap = value == GAP
        if place != end:
            room, gap_before = 0, silent
        if lead:
            begins[place] = True
            kinds[place] = BROKEN
            room, begun = 2, place
        elif not gap and (value & 0xC0) != 0x80:
            begins[place] = True
            room, gap_before = 0, silent
        elif room:
            room -= 1
            if gap:
                kinds[begun] = BROKEN
        else:
            begins[place] = True
            if gap or (gap_before and two_bytes):
                kinds[place] = BROKEN
            room, begun = 2, place
        gap_before |= gap
        end = place + 1
