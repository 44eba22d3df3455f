"""Reading bytes as GBK or Big5 where some are lost and some belong to good text.

The best path through a lattice over the bytes (Viterbi): a character stays as it is, two bytes
are a character, or one byte is what is left of a character. Scores are those of the character
model, so the path finds the borders of the garbled stretch and the places where a byte is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.charsets import GAP, LOST, UNDEFINED, pair_table
from zxclean.garble.inverse import ASCII, BROKEN, KEPT, WHOLE, RawBytes, Units
from zxclean.view import HAN, class_table

HALF = -16.0
"""Nats for a character of which a byte is lost: about 8 for the character, the rest so that a
lost byte is assumed only where it puts three or more characters right."""
HALF_WITH_GAP = -10.0
BORDER = -4.0
"""Nats for passing between good and garbled text at a character above ASCII."""
_DROPPED, MANY = 3.5, 8
"""So much less, in nats, where bytes without a character in Windows-1252 were dropped, as where none of them
is among so many of 80 to 9F: of 204 such characters of Traditional text 189 were right, not 185."""
WINDOW = 4
PLAUSIBLE = -8.0
"""Mean nats of four characters in a row that are worth a closer look. 1 % (reviews) to 7 %
(microblogs) of the windows of good text are below, so nearly every run has some above."""
UNKNOWN, NOTHING = -9.0, -20.0
"""Nats of a character that is not known, and of bytes that are none."""

_FOUR_BYTES = re.compile(rb"(?:[\x81-\xfe][0-9]){2}")
_NEVER = -1e9
_KINDS = KEPT, WHOLE, BROKEN
_BLOCK = 4096


def plausible_places(
    scores_here: NDArray[np.float32], raw: RawBytes, writer: str
) -> NDArray[np.int64]:
    """Where four pairs of bytes in a row read well, and clearly better than what stands there.

    Parameters: `scores_here`, of the garbled characters; `raw`, their bytes. Returns indices of
    characters.
    """
    data = raw.data.astype(np.uint32)
    if len(data) < 2 * WINDOW:
        return np.zeros(0, np.int64)
    pairs = pair_table(writer)[data[:-1] << 8 | data[1:]]
    missing = pairs == LOST
    scores = np.full(len(pairs), UNKNOWN)
    scores[2:] = model.pair_score(pairs[:-2], pairs[2:])
    scores[missing] = NOTHING
    gap = data == GAP
    scores[missing & (gap[:-1] | gap[1:])] = UNKNOWN
    reach = 2 * (WINDOW - 1)
    rows = [scores[2 * n : len(pairs) - reach + 2 * n] for n in range(WINDOW)]
    mean = np.mean(rows, axis=0)
    here = np.concatenate(([0.0], scores_here.cumsum(dtype=np.float64)))
    size = len(mean)
    last = raw.owner[reach + 1 : reach + 1 + size]
    present = here[last + 1] - here[raw.owner[:size]]
    gain = mean * WINDOW - present
    found = ((mean >= PLAUSIBLE) & (gain > 2.0 * WINDOW)).nonzero()[0]
    places: NDArray[np.int64] = np.unique(raw.owner[found])
    return places


def parse_pairs(codes: NDArray[np.uint32], raw: RawBytes, writer: str) -> Units:
    """The likeliest reading of bytes as GBK or Big5 with good text between.

    Parameters: `codes`, the garbled characters; `raw`, their bytes; `writer`, "gbk" or "big5".
    """
    steps = _Lattice(codes, raw, writer).best_path()
    starts = np.array([start for start, _ in steps] + [len(raw.data)], np.int64)
    kinds = np.array([kind for _, kind in steps], np.uint8)
    read = np.full(len(steps), LOST, np.uint32)
    at = starts[:-1]
    data = np.concatenate((raw.data, [0])).astype(np.uint32)
    whole = kinds == WHOLE
    read[whole] = pair_table(writer)[data[at[whole]] << 8 | data[at[whole] + 1]]
    stays = (kinds == KEPT) | (kinds == ASCII)
    read[stays] = codes[raw.owner[at[stays]]]
    units = Units(starts, read, kinds)
    return _with_four_bytes(units, raw.data.tobytes()) if writer == "gbk" else units


def _with_four_bytes(units: Units, data: bytes) -> Units:
    """The units, those of Han characters that GB18030 writes in four bytes as one each.

    Two bytes above ASCII with a digit behind each are nothing in GBK.
    """
    starts = units.starts
    left = np.ones(len(units.codes), np.bool_)
    for match in _FOUR_BYTES.finditer(data):
        first, behind = starts.searchsorted(match.span()).tolist()
        char = match[0].decode("gb18030", "replace")
        if behind - first == 4 and len(char) == 1 and class_table()[ord(char)] & HAN:
            left[first + 1 : behind] = False
            units.codes[first], units.kinds[first] = ord(char), WHOLE
    if left.all():
        return units
    return Units(starts[np.concatenate((left, [True]))], units.codes[left], units.kinds[left])


def _drops(data: NDArray[np.uint8]) -> bool:
    control = data[(data >= 0x80) & (data < 0xA0)]
    return len(control) >= MANY and not np.isin(control, UNDEFINED).any()


class _Lattice:
    """Scores of all edges, by arrays, then the path, in plain numbers."""

    def __init__(self, codes: NDArray[np.uint32], raw: RawBytes, writer: str) -> None:
        data = raw.data.astype(np.uint32)
        size = len(data)
        self.size = size
        owner = raw.owner
        following = np.concatenate((data[1:], [0]))
        pairs = pair_table(writer)[data << 8 | following]
        valid = (pairs != LOST) & (data >= 0x80)
        valid[-1:] = False
        begins = np.concatenate(([True], owner[1:size] != owner[: size - 1]))[:size]
        kept = codes[owner[:size]]
        ends = np.zeros(size, np.int64)
        ends[begins] = np.concatenate((begins, [True])).nonzero()[0][1:]
        before = np.concatenate(([np.uint32(10)], codes[:-1]))[owner[:size]]
        pair_before = np.concatenate((np.full(2, 10, np.uint32), pairs[:-2]))[:size]
        lost = np.full(size, LOST, np.uint32)
        gap = data == GAP
        trail = (following >= 0x40) & (following != 0x7F)
        halves = (gap & trail) | ((data >= 0x80) & np.concatenate((gap[1:], [False])))
        self.kept_ascii = kept < 0x80
        high = data >= 0x80
        self.columns = [
            begins,
            self.kept_ascii,
            ends - np.arange(size) == 2,
            valid,
            high,
            halves & ~valid,
            high & (gap | ~halves),
            np.where(gap | halves, HALF_WITH_GAP, HALF + _DROPPED * _drops(raw.data)),
            *(
                model.pair_score(left, right)
                for right in (kept, pairs)
                for left in (before, pair_before, lost)
            ),
        ]

    def edges(self) -> Iterator[tuple[Any, ...]]:
        """The edges that start at each place, made plain numbers block by block."""
        for start in range(0, self.size, _BLOCK):
            block = [column[start : start + _BLOCK].tolist() for column in self.columns]
            yield from zip(range(start, start + len(block[0])), *block, strict=True)

    def best_path(self) -> list[tuple[int, int]]:
        """Start and kind of each unit.

        For each place, the best score of a path that ends there with a kept character (`k`), with
        a pair (`p`) or with half a character (`h`), and the state it came from, and 4 where it
        came over two bytes. `k0` is that of this place, `k1` and `k2` those of the next ones.
        Written out in one loop: it runs once for every garbled byte.
        """
        from_kept, from_pair, from_half = (bytearray(self.size + 3) for _ in range(3))
        k0 = 0.0
        k1 = k2 = p0 = p1 = p2 = h0 = h1 = h2 = _NEVER
        plain = True  # whether a kept character that ends here is ASCII
        edges = self.edges()
        for at, begins, ascii_, two, valid, high, both, one, cost, kk, pk, hk, kp, pp, hp in edges:
            border = 0.0 if plain else BORDER
            if valid:
                p2, b, c = k0 + kp + border, p0 + pp, h0 + hp
                if p2 >= b and p2 >= c:
                    pass
                elif b >= c:
                    p2, from_pair[at + 2] = b, 1
                else:
                    p2, from_pair[at + 2] = c, 2
            if high:
                value, source = k0 + border, 0
                if value >= p0 and value >= h0:
                    pass
                elif p0 >= h0:
                    value, source = p0, 1
                else:
                    value, source = h0, 2
                value += cost
                if both:
                    h2, from_half[at + 2] = value, source + 4
                if one and value > h1:
                    h1, from_half[at + 1] = value, source
            if begins:
                leave = 0.0 if ascii_ else BORDER
                a, b, c = k0 + kk, p0 + pk + leave, h0 + hk + leave
                if a >= b and a >= c:
                    source = 0
                elif b >= c:
                    a, source = b, 1
                else:
                    a, source = c, 2
                if two:
                    k2, from_kept[at + 2] = a, source + 4
                else:
                    k1, from_kept[at + 1] = a, source
                plain = ascii_
            k0, p0, h0, k1, p1, h1 = k1, p1, h1, k2, p2, h2
            k2 = p2 = h2 = _NEVER
        ends = (k0, p0, h0)
        return self._follow(ends.index(max(ends)), (from_kept, from_pair, from_half))

    def _follow(self, state: int, sources: Sequence[bytearray]) -> list[tuple[int, int]]:
        at, kept_ascii = self.size, self.kept_ascii.tolist()
        steps: list[tuple[int, int]] = []
        while at > 0:
            source = sources[state][at]
            at -= 2 if state == 1 or source > 3 else 1
            kind = (ASCII if kept_ascii[at] else KEPT) if state == 0 else _KINDS[state]
            steps.append((at, kind))
            state = source & 3
        return steps[::-1]
