"""GBK read as Latin-1 in which a tool that mends text took letters for the UTF-8 of others.

Such tools look for letters that would be UTF-8 and join them: the bytes `D0 B9` of 中国 became
`\u00d0\u00b9`, then `\u0439`. No byte is gone, but a letter stands for one byte, two or three: `\u00f5` for `F5` or
for `C3 B5`. Which it is, the characters tell that come out.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.charsets import LOST, pair_table

NONE, DANGLING = -25.0, -12.0
"""Nats of two bytes that are no character, and of one whose second is lost behind the last letter."""
SOFT_HYPHEN, VANISHED = 0xAD, 2.0
"""The byte that is taken out of texts where it is invisible, and what that costs, in nats."""
_HYPHEN = bytes((SOFT_HYPHEN,))
UNUSUAL = 4.0
"""What a second byte costs that Simplified text has not, in nats."""
KEPT = 4
"""So many ways to read a stretch are gone on with."""
_CP1252 = {
    ord(char): char.encode("cp1252")[0]
    for char in "\u0152\u0160\u017d\u0153\u0161\u017e\u0178\u0192\u02c6\u02dc\u2020\u2021\u2030"
    "\u2039\u203a\u2122\u2022\u20ac"
}
"""Letters and signs of Windows-1252 that are second bytes in GBK, and no marks of good text."""


def mended_bytes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The bytes that each letter stands for, joined to a number; 0 for what is no such letter.

    Of all ways the one with the likeliest characters of GBK (Viterbi). A soft hyphen that vanished
    is put back behind the letter before it.

    >>> letters = np.array([0xD6, 0x439, 0xFA])
    >>> [hex(number) for number in mended_bytes(letters).tolist()]
    ['0xd6', '0xd0b9', '0xfa']
    """
    chosen = np.where(codes < 0x80, codes, 0).astype(np.uint32)
    high = np.concatenate(([False], codes >= 0x80, [False]))
    edges = (high[1:] != high[:-1]).nonzero()[0].tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        behind = int(codes[end]) if end < len(codes) else 0
        chosen[start:end] = _settle(codes[start:end].astype("<u4").tobytes(), behind)
    return chosen


class _Way(NamedTuple):
    """What was read up to a letter: score in nats, the byte that waits, and how it came there."""

    score: float
    waiting: int
    value: bytes
    before: int


@lru_cache(4096)
def _settle(data: bytes, behind: int) -> tuple[int, ...]:
    """The bytes of letters in a row, `behind` them an ASCII character or the end of the text."""
    scores, columns = _scores(), []
    ways = [_Way(0.0, 0, b"", 0)]
    for code in np.frombuffer(data, "<u4").tolist():
        found: dict[int, _Way] = {}
        for value, cost in _options(code):
            for number, (score, waiting, _, _) in enumerate(ways):
                for byte in value:
                    if waiting:
                        score, waiting = score + scores[waiting << 8 | byte], 0
                    elif byte < 0x80:
                        score += NONE
                    else:
                        waiting = byte
                score -= cost
                best = found.get(waiting)
                if best is None or score > best.score:
                    found[waiting] = _Way(score, waiting, value, number)
        ways = sorted(found.values(), reverse=True)[:KEPT]
        columns.append(ways)
    ascii_ = behind if 0x40 <= behind < 0x7F else 0
    ends = [
        way.score
        + (scores[way.waiting << 8 | ascii_] if way.waiting and ascii_ else 0)
        + DANGLING * (way.waiting > 0 and not ascii_)
        for way in ways
    ]
    number = ends.index(max(ends))
    values = []
    for column in reversed(columns):
        values.append(int.from_bytes(column[number].value, "big"))
        number = column[number].before
    return tuple(reversed(values))


@lru_cache(4096)
def _options(code: int) -> tuple[tuple[bytes, float], ...]:
    """What a letter may stand for, and what that costs in nats; a byte 0 if it is none."""
    found: list[tuple[bytes, float]] = []
    if code in _CP1252:
        found.append((bytes((_CP1252[code],)), 0.0))
    elif code < 0xFF:
        found.append((bytes((code,)), 0.0))
    # Chinese characters and their marks are text that stays.
    if code < 0x3000 or 0xA000 <= code < 0xF000 or code >= 0x10000:
        data = chr(code).encode("utf-8", "ignore")
        plain = min(data[1:], default=0) >= 0xA1
        if plain or (len(data) == 2 and code >= 0x100):
            found.append((data, 0.0 if plain else UNUSUAL))
        if len(data) == 2 and plain:
            found.append((bytes((data[0], SOFT_HYPHEN, data[1])), VANISHED))
    found += [(data + _HYPHEN, cost + VANISHED) for data, cost in found if len(data) < 4]
    return tuple(found) or ((b"\0", 0.0),)


@cache
def _scores() -> list[float]:
    """How likely the character of each two bytes is by itself, in nats."""
    chars = pair_table("gbk")
    scores = model.load().characters.take(chars, mode="clip")
    found: list[float] = np.where(chars == LOST, np.float32(NONE), scores).tolist()
    return found
