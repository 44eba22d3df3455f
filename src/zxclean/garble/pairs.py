"""Reading bytes as GBK or Big5 where some are lost and some belong to good text.

The best path through a lattice over the bytes (Viterbi): a character stays as it is, two bytes
are a character, or one byte is what is left of a character. Scores are those of the character
model, so the path finds the borders of the garbled stretch and the places where a byte is lost.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.charsets import GAP, LOST, pair_table
from zxclean.garble.inverse import ASCII, BROKEN, KEPT, WHOLE, RawBytes, Units

HALF = -16.0
"""Nats for a character of which a byte is lost: about 8 for the character, the rest so that a
lost byte is assumed only where it puts three or more characters right."""
HALF_WITH_GAP = -10.0
BORDER = -4.0
"""Nats for passing between good and garbled text at a character above ASCII."""
WINDOW = 4
PLAUSIBLE = -8.0
"""Mean nats of four characters in a row that are worth a closer look. 1 % (reviews) to 7 %
(microblogs) of the windows of good text are below, so nearly every run has some above."""
UNKNOWN, NOTHING = -9.0, -20.0
"""Nats of a character that is not known, and of bytes that are none."""

_NEVER = -1e9
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
    here = np.concatenate(([0.0], np.cumsum(scores_here, dtype=np.float64)))
    size = len(mean)
    last = raw.owner[reach + 1 : reach + 1 + size]
    present = here[last + 1] - here[raw.owner[:size]]
    gain = mean * WINDOW - present
    found = np.flatnonzero((mean >= PLAUSIBLE) & (gain > 2.0 * WINDOW))
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
    data = np.append(raw.data, 0).astype(np.uint32)
    whole = kinds == WHOLE
    read[whole] = pair_table(writer)[data[at[whole]] << 8 | data[at[whole] + 1]]
    stays = (kinds == KEPT) | (kinds == ASCII)
    read[stays] = codes[raw.owner[at[stays]]]
    return Units(starts, read, kinds)


class _Lattice:
    """Scores of all edges, by arrays, then the path, in plain numbers."""

    def __init__(self, codes: NDArray[np.uint32], raw: RawBytes, writer: str) -> None:
        data = raw.data.astype(np.uint32)
        size = len(data)
        self.size = size
        owner = raw.owner
        following = np.append(data[1:], 0)
        pairs = pair_table(writer)[data << 8 | following]
        valid = (pairs != LOST) & (data >= 0x80)
        valid[-1:] = False
        begins = np.append(True, owner[1:size] != owner[: size - 1])[:size]
        kept = codes[owner[:size]]
        ends = np.zeros(size, np.int64)
        ends[begins] = np.flatnonzero(np.append(begins, True))[1:]
        before = np.append(np.uint32(10), codes[:-1])[owner[:size]]
        pair_before = np.append(np.full(2, 10, np.uint32), pairs[:-2])[:size]
        lost = np.full(size, LOST, np.uint32)
        gap = data == GAP
        trail = (following >= 0x40) & (following != 0x7F)
        halves = (gap & trail) | ((data >= 0x80) & np.append(gap[1:], False))
        self.kept_ascii = kept < 0x80
        self.columns = [
            begins,
            self.kept_ascii,
            ends,
            valid,
            gap,
            halves,
            data >= 0x80,
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

        For each place, the best score of a path that ends there with a kept character, with a
        pair or with half a character, and where it came from, as `place * 3 + state`. Written
        out in one loop: it runs once for every garbled byte.
        """
        size = self.size
        kept, pair, half = (array("d", [_NEVER]) * (size + 3) for _ in range(3))
        from_kept, from_pair, from_half = (array("q", [-1]) * (size + 3) for _ in range(3))
        kept[0] = 0.0
        plain = True  # whether a kept character that ends here is ASCII
        for at, begins, ascii_, end, valid, gap, halves, high, *scores in self.edges():
            k, p, h = kept[at], pair[at], half[at]
            border = 0.0 if plain else BORDER
            if begins:
                leave = 0.0 if ascii_ else BORDER
                a, b, c = k + scores[0], p + scores[1] + leave, h + scores[2] + leave
                if a >= b and a >= c:
                    kept[end], from_kept[end] = a, at * 3
                elif b >= c:
                    kept[end], from_kept[end] = b, at * 3 + 1
                else:
                    kept[end], from_kept[end] = c, at * 3 + 2
                plain = ascii_
            if valid:
                a, b, c = k + scores[3] + border, p + scores[4], h + scores[5]
                if a >= b and a >= c:
                    pair[at + 2], from_pair[at + 2] = a, at * 3
                elif b >= c:
                    pair[at + 2], from_pair[at + 2] = b, at * 3 + 1
                else:
                    pair[at + 2], from_pair[at + 2] = c, at * 3 + 2
            if high:
                a = k + border
                if a >= p and a >= h:
                    value, source = a, at * 3
                elif p >= h:
                    value, source = p, at * 3 + 1
                else:
                    value, source = h, at * 3 + 2
                value += HALF_WITH_GAP if gap or halves else HALF
                if halves and not valid:
                    half[at + 2], from_half[at + 2] = value, source
                if (not halves or gap) and value > half[at + 1]:
                    half[at + 1], from_half[at + 1] = value, source
        return self._follow(kept, pair, half, (from_kept, from_pair, from_half))

    def _follow(
        self,
        kept: array[float],
        pair: array[float],
        half: array[float],
        sources: tuple[array[int], array[int], array[int]],
    ) -> list[tuple[int, int]]:
        at = self.size
        ends = (kept[at], pair[at], half[at])
        state = ends.index(max(ends))
        steps: list[tuple[int, int]] = []
        while at > 0:
            at, before = divmod(sources[state][at], 3)
            kind = (ASCII if self.kept_ascii[at] else KEPT, WHOLE, BROKEN)[state]
            steps.append((at, kind))
            state = before
        return steps[::-1]
