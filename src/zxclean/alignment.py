"""Where every piece of one text lies in another: columns of edits, composed and looked up.

An alignment holds the edits that lead from one text to the next, sorted and not overlapping;
outside them both texts are equal. Edits are intervals; an empty one (an insertion on the one
side, a deletion on the other) stands between two characters. Two intervals meet if they share
a character, if an empty one lies inside the other, or if both are empty at the same place;
intervals that merely touch do not meet, so neighbouring edits stay apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Edits as columns: `[old_start, old_end)` became `[new_start, new_end)`, in code points.

    `swaps` says that it is known that every edit puts one character in the place of another one.
    """

    old_start: Offsets
    old_end: Offsets
    new_start: Offsets
    new_end: Offsets
    swaps: bool = field(default=False, kw_only=True)

    def __len__(self) -> int:
        return len(self.old_start)

    @classmethod
    def of_edits(cls, starts: Offsets, ends: Offsets, lengths: Offsets) -> Alignment:
        """The alignment of sorted edits `[starts, ends)` by texts of `lengths` code points."""
        growth = (lengths - (ends - starts)).cumsum()
        new_end = ends + growth
        return cls(starts, ends, new_end - lengths, new_end)

    @classmethod
    def of_removals(cls, starts: Offsets, ends: Offsets) -> Alignment:
        """The alignment of sorted edits that take `[starts, ends)` out."""
        places = ends - (ends - starts).cumsum()
        return cls(starts, ends, places, places)

    @property
    def only_removes(self) -> bool:
        """Whether no edit writes anything."""
        return self.new_start is self.new_end or bool((self.new_start == self.new_end).all())

    @property
    def only_swaps(self) -> bool:
        """Whether every edit puts one character in the place of one; both sides are one then."""
        same = self.new_start is self.old_start and self.new_end is self.old_end
        return self.swaps or (same and bool((self.old_end - self.old_start == 1).all()))

    def old_slices(self) -> list[slice]:
        """The old spans, to cut them out of the old text."""
        return list(map(slice, self.old_start.tolist(), self.old_end.tolist()))

    def kept_slices(self) -> list[slice]:
        """The spans of the old text between the edits, to cut them out of it."""
        starts: list[int | None] = [*self.old_start.tolist(), None]
        return list(map(slice, [0, *self.old_end.tolist()], starts))

    def new_slices(self) -> list[slice]:
        """The new spans, to cut them out of the new text."""
        return list(map(slice, self.new_start.tolist(), self.new_end.tolist()))

    def to_old(self, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
        """The old spans that the new spans came from; see `map_spans`."""
        if self.only_swaps or not len(starts):
            return starts, ends
        if self.new_start is self.new_end:  # nothing in the new text is inside a removal
            shift = self._shift(-1)
            one = starts + shift.take(self.new_start.searchsorted(starts, "right"))
            other = ends + shift.take(self.new_start.searchsorted(ends, "left"))
            return np.minimum(one, other), np.maximum(one, other)
        there, here = (self.new_start, self.new_end), (self.old_start, self.old_end)
        return map_spans(there, here, starts, ends)

    def to_new(self, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
        """The new spans that the old spans became; see `map_spans`."""
        if self.only_swaps or not len(starts):
            return starts, ends
        if self.new_start is self.new_end:  # a border inside a removal moves to where it was
            borders = np.concatenate((starts, ends))
            next_one = self.old_end.searchsorted(borders, "right")
            borders += self._shift().take(next_one)
            places = np.full(len(self.new_start) + 1, np.iinfo(np.int64).max)
            places[:-1] = self.new_start
            np.minimum(borders, places.take(next_one), out=borders)
            return borders[: len(starts)], borders[len(starts) :]
        there, here = (self.old_start, self.old_end), (self.new_start, self.new_end)
        return map_spans(there, here, starts, ends)

    def _shift(self, sign: int = 1) -> Offsets:
        """By how much the text has grown before the first edit, and behind each."""
        shift = np.zeros(len(self.old_end) + 1, np.int64)
        if sign > 0:
            np.subtract(self.new_end, self.old_end, out=shift[1:])
        else:
            np.subtract(self.old_end, self.new_end, out=shift[1:])
        return shift

    def covering_new(self, start: int, end: int) -> tuple[int, int]:
        """Like `to_new` for one span, with text inserted at its edges included.

        So the way to the old text and back always covers the span it began with: an old span
        cannot tell on which side of its edge inserted text belongs.
        """
        first = int(np.searchsorted(self.old_end, start, "left"))
        if first < len(self) and self.old_start[first] < self.old_end[first] == start:
            first += 1
        if first < len(self) and self.old_start[first] <= start:
            new_start = int(self.new_start[first])
        else:
            new_start = start + self._growth(first - 1)
        last = int(np.searchsorted(self.old_start, end, "right")) - 1
        while last >= 0 and end == self.old_start[last] < self.old_end[last]:
            last -= 1
        if last >= 0 and self.old_end[last] >= end:
            return new_start, max(new_start, int(self.new_end[last]))
        return new_start, max(new_start, end + self._growth(last))

    def _growth(self, index: int) -> int:
        return int(self.new_end[index] - self.old_end[index]) if index >= 0 else 0


EMPTY = Alignment(*(np.zeros(0, np.int64) for _ in range(4)))


def map_spans(
    there: tuple[Offsets, Offsets],
    here: tuple[Offsets, Offsets],
    starts: Offsets,
    ends: Offsets,
) -> tuple[Offsets, Offsets]:
    """Carry spans of the text `there` over to the text `here`, edit for edit.

    A border inside an edit moves to that edit's border. A border at an edit's edge keeps what
    lies beyond it out, so a span does not grow by text that was deleted or inserted beside it.
    An empty span at the place of a deletion covers all that was deleted there.
    """
    edits = len(there[0])
    if not edits or not len(starts):
        return starts, ends
    shift = np.zeros(edits + 1, np.int64)
    np.subtract(here[1], there[1], out=shift[1:])
    after = there[1].searchsorted(starts, "right")
    new_starts = starts + shift.take(after)
    inside = (there[0].take(after, mode="clip") < starts).nonzero()[0]
    if len(inside):
        inside = inside[after.take(inside) < edits]
        new_starts[inside] = here[0].take(after.take(inside))
    before = there[0].searchsorted(ends, "left")
    # Edits that begin before the border but do not reach beyond it lie wholly before it.
    new_ends = ends + shift.take(before)
    before -= 1
    inside = (there[1].take(before, mode="clip") > ends).nonzero()[0]
    if len(inside):
        inside = inside[before.take(inside) >= 0]
        new_ends[inside] = here[1].take(before.take(inside))
    return np.minimum(new_starts, new_ends), np.maximum(new_starts, new_ends)


def compose(first: Alignment, second: Alignment) -> tuple[Alignment, Offsets, Offsets]:
    """The alignment from `first`'s old text to `second`'s new text.

    Returns it with two columns: for each edit of `first` and of `second`, the row of the
    composed edit it went into. Edits that meet in the middle text become one.
    """
    if not len(first):
        return second, np.zeros(0, np.int64), np.arange(len(second))
    if not len(second):
        return first, np.arange(len(first)), np.zeros(0, np.int64)
    middle_start = np.concatenate((first.new_start, second.old_start))
    middle_end = np.concatenate((first.new_end, second.old_end))
    # Doubled coordinates: between two characters is an even number, a character an odd one,
    # so that intervals meet exactly where their closed ranges share a number.
    empty = middle_start == middle_end
    low = 2 * middle_start + ~empty
    high = 2 * middle_end - ~empty
    order = low.argsort(kind="stable")
    reach = np.maximum.accumulate(high.take(order))
    opens = np.ones(len(order), np.bool_)
    np.greater(low.take(order[1:]), reach[:-1], out=opens[1:])
    rows = np.empty(len(order), np.int64)
    rows[order] = opens.cumsum() - 1
    opening = opens.nonzero()[0]
    start = middle_start.take(order.take(opening))
    end = np.maximum.reduceat(middle_end.take(order), opening)
    in_first, in_second = rows[: len(first)], rows[len(first) :]
    # How many edits of each stand before every row, and before the end.
    numbers = np.arange(len(opening) + 1)
    grown_first = first._shift().take(in_first.searchsorted(numbers))
    grown_second = second._shift().take(in_second.searchsorted(numbers))
    composed = Alignment(
        start - grown_first[:-1],
        end - grown_first[1:],
        start + grown_second[:-1],
        end + grown_second[1:],
    )
    return composed, in_first, in_second
