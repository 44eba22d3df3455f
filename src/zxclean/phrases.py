"""Phrases found in text by arrays: a trie in a hash table, walked from all places at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]
Group = tuple[int, Places, NDArray[np.int32]]
"""Phrases of one length: the length, where each begins (rising), its number."""

_MULTIPLIER = np.uint32(2654435769)
"""2^32 over the golden ratio: Knuth, The Art of Computer Programming, volume 3, section 6.4."""

_SYMBOL_BITS = 13
_EDGE = np.uint32(0x7FFFFFFF)
"""The bits of an edge: the number of a node, the symbol of a character."""
_PASSED = np.uint32(0x80000000)
"""The bit of a slot that another edge found taken."""
_EMPTY = np.uint32(0x7FFFFFFF)
_NOWHERE = np.uint32(0x7FFFC000)
"""Edges from a node that no trie has, as is the one of an empty slot."""
_PIECE = 1 << 15
"""So many places are looked at together that their arrays stay in the second-level cache; a
phrase may reach over the end of a piece."""

_SMALL = 1 << 12
"""With fewer nodes in the trie most places begin no phrase, and are left out first."""

_FEW = 500
"""Fewer edges of such a small trie are found faster by halving than by hashing: 200 in half the time,
600 in the same."""

_SECOND_BIT = np.uint8(1)
_SECOND = np.uint8(2)
"""The roles of characters: 1 for the first of a phrase, 2 for the second of one."""

_ROUNDS = 8
"""After so many rounds a loop decides between phrases of one length that overlap. Measured on
the news of January 1998: three rounds leave none."""


class PhraseTable:
    """Phrases and what they become, both of the same length, found all over a text at once.

    A node of the trie is a number; an edge, from a node by a character, is a key of a hash table
    with open addressing, filled to a quarter at most, so that nearly every look-up ends at the
    first slot. Building takes some 40 ms for 49,000 phrases.

    >>> table = PhraseTable({"头发": "頭髮", "发展": "發展"})
    >>> codes = np.array([ord(c) for c in "头发展"], np.uint32)
    >>> [(length, starts.tolist()) for length, starts, _ in table.occurrences(codes)]
    [(2, [0, 1])]
    >>> [(length, starts.tolist()) for length, starts, _ in table.longest(codes)]
    [(2, [0])]
    """

    def __init__(
        self, phrases: Mapping[str, str], weights: Mapping[str, int] | None = None
    ) -> None:
        keys = sorted(phrases)
        self._weights: NDArray[np.int64] | None = None
        if weights is not None:
            self._weights = np.array([weights.get(key, 0) for key in keys], np.int64)
        matrix = _matrix(keys)
        self.values = _matrix([phrases[key] for key in keys])
        count, width = matrix.shape
        alphabet = np.unique(matrix[matrix != 0])
        if len(alphabet) >= 1 << _SYMBOL_BITS:
            raise ValueError(f"{len(alphabet)} different characters are more than the table holds")
        symbols = np.zeros(0x110000, np.uint32)
        symbols[alphabet] = np.arange(1, len(alphabet) + 1)
        self._symbol_of = symbols

        differs = _differs_from_above(matrix[:, 0])
        node = differs.cumsum() - 1
        self._head_of = np.full(0x110000, _NOWHERE)
        self._head_of[matrix[differs, 0]] = node[differs] << _SYMBOL_BITS
        self._roles = (self._head_of != _NOWHERE).astype(np.uint8)
        self._roles[matrix[:, 1]] |= _SECOND
        used = roots = int(np.count_nonzero(differs))
        edges: list[Codes] = []
        for depth in range(1, width):
            here = matrix[:, depth] != 0
            differs |= _differs_from_above(matrix[:, depth])
            fresh = differs & here
            edges.append(_edges(node[fresh], symbols[matrix[fresh, depth]]))
            node = np.where(here, fresh.cumsum() - 1 + used, node)
            used += len(edges[-1])
        self._number_of = np.full(used, -1, np.int32)
        self._number_of[node] = np.arange(count)
        self._fill(np.concatenate(edges), np.arange(roots, used, dtype=np.int32))

    def _fill(self, edges: Codes, children: NDArray[np.int32]) -> None:
        order = np.argsort(edges)
        self._sorted_edges, self._sorted_children = edges[order], children[order]
        bits = max(8, (4 * len(edges)).bit_length())
        self._shift, self._last = np.uint32(32 - bits), np.uint32((1 << bits) - 1)
        self._edges = np.full(1 << bits, _EMPTY)
        self._children = np.zeros(1 << bits, np.int32)
        passed: list[Codes] = []
        slots = self._slots(edges)
        while len(edges):
            free = self._edges[slots] == _EMPTY
            self._edges[slots[free]] = edges[free]
            placed = self._edges[slots] == edges
            self._children[slots[placed]] = children[placed]
            edges, children = edges[~placed], children[~placed]
            passed.append(slots[~placed])
            slots = (passed[-1] + np.uint32(1)) & self._last
        # Behind these slots a look-up that fails must go on.
        self._edges[np.concatenate(passed)] |= _PASSED

    def _slots(self, edges: Codes) -> Codes:
        return (edges * _MULTIPLIER) >> self._shift

    def _follow(self, edges: Codes) -> tuple[Places, NDArray[np.int32]]:
        """Which of `edges` the trie has, in any order, and where each of those leads."""
        if len(edges) < _FEW and len(self._sorted_edges) < _SMALL:
            at = self._sorted_edges.searchsorted(edges)
            rows = (self._sorted_edges.take(at, mode="clip") == edges).nonzero()[0]
            return rows, self._sorted_children.take(at.take(rows))
        slots = self._slots(edges)
        there = self._edges.take(slots, mode="clip")
        differs = there ^ edges
        rows = ((differs & _EDGE) == 0).nonzero()[0]
        children = self._children.take(slots.take(rows), mode="clip")
        rest = (differs > _EDGE).nonzero()[0]
        if not len(rest):
            return rows, children
        rest = rest[differs.take(rest) != _PASSED]
        more, found = [rows], [children]
        slots, edges = slots.take(rest), edges.take(rest)
        while len(rest):
            slots = (slots + np.uint32(1)) & self._last
            there = self._edges.take(slots, mode="clip")
            hit = (there & _EDGE) == edges
            more.append(rest[hit])
            found.append(self._children.take(slots[hit], mode="clip"))
            left = ~hit & (there > _EDGE)
            rest, slots, edges = rest[left], slots[left], edges[left]
        return np.concatenate(more), np.concatenate(found)

    def occurrences(self, codes: Codes) -> list[Group]:
        """Every occurrence of every phrase, overlapping ones too, the longest phrases first."""
        if len(codes) < 2:
            return []
        opening = symbols = None
        if self._number_of.shape[0] < _SMALL:
            roles = self._roles.take(codes, mode="clip")
            opening = (roles[:-1] & (roles[1:] >> _SECOND_BIT)).nonzero()[0]
            if not len(opening):
                return []
            heads = self._head_of.take(codes.take(opening), mode="clip")
            heads |= self._symbol_of.take(codes.take(opening + 1), mode="clip")
        else:
            symbols = self._symbol_of.take(codes, mode="clip")
            heads = self._head_of.take(codes[:-1], mode="clip")
            heads |= symbols[1:]
        if len(heads) <= _PIECE:
            places, nodes = self._follow(heads)
            if not len(places):
                return []
        else:
            begun = [self._follow(heads[at : at + _PIECE]) for at in range(0, len(heads), _PIECE)]
            places = np.concatenate([rows + _PIECE * i for i, (rows, _) in enumerate(begun)])
            nodes = np.concatenate([nodes for _, nodes in begun])
        if opening is not None:
            places = opening.take(places)
        found: dict[int, Group] = {}
        length = 2
        while len(places):
            numbers = self._number_of.take(nodes, mode="clip")
            complete = (numbers >= 0).nonzero()[0]
            if len(complete):
                found[length] = _sorted(length, places.take(complete), numbers.take(complete))
            inside = places < len(codes) - length
            if not inside.all():
                places, nodes = places[inside], nodes[inside]
            ends = places + length
            if symbols is None:
                following = self._symbol_of.take(codes.take(ends), mode="clip")
            else:
                following = symbols.take(ends)
            rows, nodes = self._follow(_edges(nodes, following))
            places = places.take(rows)
            length += 1
        return [found[length] for length in sorted(found, reverse=True)]

    def longest(self, codes: Codes) -> Iterator[Group]:
        """Occurrences that win: the longest first, none over another.

        Of one length it is the weightiest, without weights or with the same one the leftmost. In
        ABCDE with the phrases AB and BCDE it is BCDE.
        """
        groups = self.occurrences(codes)
        if not groups:
            return
        taken = np.zeros(len(codes), np.bool_)
        for length, starts, numbers in groups:
            # What is taken is no shorter, so it covers an end of whatever it overlaps.
            free = ~(taken.take(starts) | taken.take(starts + (length - 1)))
            starts, numbers = starts[free], numbers[free]
            if self._weights is None:
                kept = _leftmost(starts, length)
            else:
                kept = _weightiest(starts, length, self._weights.take(numbers))
            if kept is not None:
                starts, numbers = starts[kept], numbers[kept]
            for offset in range(length):
                taken[starts + offset] = True
            yield length, starts, numbers

    def apart(self, codes: Codes) -> NDArray[np.bool_]:
        """Which code points are in no phrase at all."""
        outside: NDArray[np.bool_] = self._symbol_of.take(codes, mode="clip") == 0
        return outside

    def write(self, groups: Iterator[Group], out: Codes) -> None:
        """Write what the phrases of `groups` become into `out`."""
        for length, starts, numbers in groups:
            for offset in range(length):
                out[starts + offset] = self.values[numbers, offset]


def _leftmost(starts: Places, length: int) -> Places | None:
    """Rows of the greedy choice from left to right among spans of one length; `None` for all."""
    if not (np.diff(starts) < length).any():
        return None
    kept: list[Places] = []
    rows = np.arange(len(starts))
    for _ in range(_ROUNDS):
        here = starts[rows]
        opens = np.append(True, np.diff(here) >= length)
        kept.append(rows[opens])
        heads = here[opens][opens.cumsum() - 1]
        rows = rows[here - heads >= length]
        if not len(rows):
            break
    else:
        reach, last = -1, []
        for row, start in zip(rows.tolist(), starts[rows].tolist(), strict=True):
            if start >= reach:
                last.append(row)
                reach = start + length
        kept.append(np.array(last, np.intp))
    return np.sort(np.concatenate(kept))


def _weightiest(starts: Places, length: int, weights: NDArray[np.int64]) -> Places | None:
    """Rows of the greedy choice by weight, then from left to right; `None` for all."""
    if not (np.diff(starts) < length).any():
        return None
    # Every row has its own rank: the weight, and of one weight the leftmost is higher.
    ranks = weights * len(starts) - np.arange(len(starts))
    kept: list[Places] = []
    rows = np.arange(len(starts))
    for _ in range(_ROUNDS):
        here, rank = starts[rows], ranks[rows]
        loses = np.zeros(len(rows), np.bool_)
        for step in range(1, min(length, len(rows))):
            meets = here[step:] - here[:-step] < length
            if not meets.any():
                break
            later = rank[step:] > rank[:-step]
            loses[:-step] |= meets & later
            loses[step:] |= meets & ~later
        kept.append(rows[~loses])
        won = here[~loses]
        at = np.searchsorted(won, here)
        before = np.where(at > 0, won.take(at - 1, mode="clip"), -length)
        after = np.where(at < len(won), won.take(at, mode="clip"), here + length)
        rows = rows[(here - before >= length) & (after - here >= length)]
        if not len(rows):
            break
    else:
        taken: set[int] = set()
        last = []
        for row in rows[np.argsort(-ranks[rows])].tolist():
            span = range(int(starts[row]), int(starts[row]) + length)
            if taken.isdisjoint((span[0], span[-1])):
                taken.update(span)
                last.append(row)
        kept.append(np.array(last, np.intp))
    return np.sort(np.concatenate(kept))


def _sorted(length: int, starts: Places, numbers: NDArray[np.int32]) -> Group:
    order = np.argsort(starts, kind="stable")
    return length, starts[order], numbers[order]


def _edges(nodes: NDArray[np.int32], symbols: Codes) -> Codes:
    return (nodes.astype(np.uint32) << np.uint32(_SYMBOL_BITS)) | symbols


def _differs_from_above(column: Codes) -> NDArray[np.bool_]:
    return np.append(True, column[1:] != column[:-1])


def _matrix(phrases: list[str]) -> Codes:
    """Code points, a phrase a row, filled up with zeros."""
    table = np.array(phrases)
    return table.view(np.uint32).reshape(len(phrases), -1)
