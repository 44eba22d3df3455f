"""Characters that some bytes are left of: what may stand in a slot."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.charsets import GAP, LOST, UNDEFINED, pair_table

MOST = 256
"""Candidates of a slot that are looked at, the most frequent characters of all."""

Codes = NDArray[np.uint32]

_ANY = np.arange(0x80, 0xC0)
_LEADS = np.array([*range(0xE2, 0xEA), 0xEF])
_GAP = bytes((GAP,))
# First bytes of private characters before leads of UTF-8; of A2 only with E4 and EF.
_PRIVATE = np.array([0xA2, *range(0xAA, 0xB0)])


@lru_cache(4096)
def candidates(part: bytes, writer: str, lost: tuple[int, ...] | None) -> Codes:
    """Characters of which these bytes are left, the `MOST` frequent ones if there are more.

    Parameters: as those of `utf8_candidates` and `pair_candidates`.
    """
    missing = None if lost is None else np.array(lost)
    if writer == "utf-8":
        codes = utf8_candidates(part.replace(b"?", b"\xff"), missing)
    else:
        codes = pair_candidates(part, writer, missing)
    return _most_frequent(codes)


@lru_cache(4096)
def orphan_candidates(code: int, writer: str, lost: tuple[int, ...]) -> Codes:
    """Characters that an ASCII character may be the second byte of, their first one lost, and it."""
    found = pair_candidates(bytes((GAP, code)), writer, None)
    among = pair_candidates(bytes((code,)), writer, np.array(lost))
    return _most_frequent(np.concatenate((found[np.isin(found, among)], [np.uint32(code)])))


def _most_frequent(codes: Codes) -> Codes:
    """The likeliest characters of many, by themselves."""
    if len(codes) > MOST:
        codes = codes[np.argsort(-model.load().characters[codes], kind="stable")[:MOST]]
    codes.setflags(write=False)
    return codes


def dropped_bytes(data: NDArray[np.uint8]) -> tuple[int, ...]:
    """Bytes that may be missing from those a single-byte reader showed, without a trace.

    Those without a character in Windows-1252, or all of C1 if none of it is there; and the soft
    hyphen and the no-break space, which many tools take out, if they are not there.
    """
    control = (data >= 0x80) & (data < 0xA0)
    lost = set(UNDEFINED) if control.any() else set(range(0x80, 0xA0))
    return tuple(sorted(lost | ({0xA0, 0xAD} - set(data.tolist()))))


def utf8_candidates(part: bytes, lost: NDArray[np.int64] | None) -> NDArray[np.uint32]:
    """Characters of three UTF-8 bytes of which these are left.

    Parameters: `part`, the bytes, `GAP` for lost ones, others may be missing; `lost`, the bytes
    that the reader cannot show, `None` if any may be lost. No candidates if the lead is lost
    together with another byte.

    >>> chr(utf8_candidates(bytes((0xE4, 0xB8, GAP)), None)[0])
    '一'
    """
    gone = _ANY if lost is None else lost
    rest = [np.array([byte]) for byte in part[1:] if byte != GAP]
    if not 0xE2 <= part[0] < 0xF0:
        known = part.replace(b"\xff", b"")
        if len(known) != 2 or lost is not None:
            return np.zeros(0, np.uint32)
        return _compose(_LEADS, np.array([known[0]]), np.array([known[1]]))
    lead = np.array([part[0]])
    if len(rest) == 1:
        if len(part) == 3:
            second, third = (gone if byte == GAP else np.array([byte]) for byte in part[1:])
            return _compose(lead, second, third)
        after = _compose(lead, rest[0], gone)
        return after if lost is None else np.concatenate((after, _compose(lead, gone, rest[0])))
    return _compose(lead, gone, gone) if not rest else np.zeros(0, np.uint32)


@lru_cache(4096)
def private_candidates(part: bytes, behind: bytes) -> Codes | None:
    """Characters of UTF-8 of which bytes were shown as a private character of GBK that vanished.

    `part` are the bytes left, `behind` the one that follows. `None` if no such one stood there.

    >>> "议" in "".join(map(chr, private_candidates(b"\\xe8", b"\\xe6")))
    True
    """
    lead = np.array([part[0]])
    if len(part) == 3 and part[2:] == _GAP == behind:
        return _most_frequent(_compose(lead, np.array([part[1]]), _PRIVATE))
    if (
        len(part) == 1
        and 0xE3 <= part[0] < 0xEA
        and (b"\xe2" <= behind < b"\xf0" or behind < b"\x80")
    ):
        low = _compose(lead, np.arange(0xA1, 0xA8), np.arange(0x80, 0xA1))
        high = _compose(lead, np.arange(0xAA, 0xB0), np.arange(0xA1, 0xC0))
        stuck = _stuck(part + _GAP + _GAP, behind[0] if behind else -1)
        return _most_frequent(np.unique(np.concatenate((low, high, stuck))))
    return None


@lru_cache(4096)
def stuck_candidates(part: bytes, behind: int) -> Codes | None:
    """Characters of UTF-8 at whose last bytes a reader of GBK got stuck.

    It drops or marks a byte that with the next one is no character of GBK: 80 before anything, any
    other before a figure, a mark of ASCII or the end of the text, few before others. So it tells
    which bytes are lost: before Chinese text `涓\ufffd` is 一, whose last byte is 80.

    Parameters: `part`, three bytes, `GAP` or a question mark for lost ones, or two and one is
    lost behind either; `behind`, the next byte, -1 at the end. `None` if the first one is lost, or
    none, or the next one.

    >>> part = bytes((0xE4, 0xB8, GAP))
    >>> chr(stuck_candidates(part, 0xE6)[0]), [len(stuck_candidates(part, b)) for b in (0xE6, 0x39)]
    ('一', [7, 64])
    """
    part = part.replace(b"?", _GAP)
    if not 0xE2 <= part[0] < 0xF0:
        return None
    whole = len(part) == 2 and GAP not in part
    places = (part + _GAP, part[:1] + _GAP + part[1:]) if whole else (part,)
    able = [p for p in places if len(p) == 3 and GAP in p and not p[2] == GAP == behind]
    return _most_frequent(np.concatenate([_stuck(p, behind) for p in able])) if able else None


def _stuck(part: bytes, behind: int) -> Codes:
    """All characters of three bytes whose gaps are bytes a reader of GBK got stuck at."""
    lead, second, third = (np.array([byte]) for byte in part)
    if part[2] == GAP:
        third = _ANY[_is_stuck(_ANY, np.array([behind]))]
    if part[1] != GAP:
        return _compose(lead, second, third)
    pairs = [_compose(lead, _ANY[_is_stuck(_ANY, byte)], byte) for byte in third[:, None]]
    return np.concatenate(pairs)


def _is_stuck(byte: NDArray[np.int64], behind: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a reader of GBK finds no character in each byte of UTF-8 and the one behind it."""
    loose = (byte == 0x80) | (behind < 0x40)
    stuck: NDArray[np.bool_] = loose | (pair_table("gbk")[byte << 8 | behind & 0xFF] == LOST)
    return stuck


def pair_candidates(part: bytes, writer: str, lost: NDArray[np.int64] | None) -> NDArray[np.uint32]:
    """Characters of GBK or Big5 of whose two bytes one is lost.

    Parameters: `part`, one known byte, or two of which one is `GAP`; `writer`, "gbk" or "big5";
    ``lost`, the bytes a single-byte reader cannot show, else `None`: a lone byte may have lost one.
    """
    table = pair_table(writer)
    if len(part) == 2 and part[0] != part[1]:
        lead, trail = part
        pairs = np.arange(0x81, 0xFF) << 8 | trail if lead == GAP else lead << 8 | np.arange(0xFF)
    elif len(part) == 1 and part[0] != GAP and lost is not None:
        pairs = np.concatenate((part[0] << 8 | lost, lost << 8 | part[0]))
    else:
        return np.zeros(0, np.uint32)
    codes = table[pairs]
    known: NDArray[np.uint32] = codes[codes != LOST]
    return known


def _compose(
    lead: NDArray[np.int64], second: NDArray[np.int64], third: NDArray[np.int64]
) -> NDArray[np.uint32]:
    codes: NDArray[np.int64] = (
        (lead[:, None, None] & 0x0F) << 12
        | (second[None, :, None] & 0x3F) << 6
        | (third[None, None, :] & 0x3F)
    )
    return codes.ravel().astype(np.uint32)
