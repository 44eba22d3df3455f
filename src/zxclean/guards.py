"""Stretches that are marked to stay as they came: no later step of a round edits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.alignment import Alignment, Offsets
from zxclean.proposals import Edit, EditColumns, Mark, Proposal
from zxclean.records import Block

Bools: TypeAlias = NDArray[np.bool_]


class Guards(NamedTuple):
    """The stretches as columns of code point offsets, sorted; none overlaps another."""

    starts: Offsets
    ends: Offsets

    def __bool__(self) -> bool:
        return len(self.starts) > 0

    def carried(self, edits: Alignment) -> Guards:
        """Where the stretches stand in the text that `edits` made; those taken out are gone."""
        starts, ends = edits.to_new(self.starts, self.ends)
        left = starts < ends
        return Guards(starts[left], ends[left])

    def joined(self, labels: Iterable[Mark | Block]) -> Guards:
        """These and the stretches of marks to be left `untouched`; those that overlap are one."""
        spans = [
            (label.start, label.end)
            for label in labels
            if isinstance(label, Mark) and label.untouched and label.start < label.end
        ]
        if not spans:
            return self
        spans += zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        starts, ends = np.array(sorted(spans), np.int64).T
        reach = np.maximum.accumulate(ends)
        opens = np.concatenate(([True], starts[1:] >= reach[:-1]))
        return Guards(starts[opens], reach[np.concatenate((opens[1:], [True]))])

    def cover(self, others: Guards) -> bool:
        """Whether each of the others lies within one of these."""
        at = self.ends.searchsorted(others.ends)
        if not (at < len(self.ends)).all():
            return False
        return bool((self.starts.take(at) <= others.starts).all())

    def allow(self, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
        """The proposals without edits of the stretches.

        What takes a stretch out together with text around it is no edit of it: menus and
        footers go, whatever stands in them.
        """
        proposals = list(proposals)
        edits = [proposal for proposal in proposals if isinstance(proposal, Edit)]
        edited = self._edited(
            np.array([edit.start for edit in edits], np.int64),
            np.array([edit.end for edit in edits], np.int64),
            np.array([not edit.after for edit in edits], np.bool_),
        )
        dropped = iter(edited.tolist())
        for proposal in proposals:
            if isinstance(proposal, EditColumns):
                yield self._allowed_of(proposal)
            elif not isinstance(proposal, Edit) or not next(dropped):
                yield proposal

    def _allowed_of(self, columns: EditColumns) -> EditColumns:
        after, number = columns.after, len(columns.starts)
        if isinstance(after, np.ndarray):
            empty = np.zeros(number, np.bool_)
        elif isinstance(after, str):
            empty = np.full(number, not after)
        else:
            empty = np.array([not each for each in after], np.bool_)
        kept = ~self._edited(columns.starts, columns.ends, empty)
        if kept.all():
            return columns
        left: str | Sequence[str] | NDArray[np.uint32]
        if isinstance(after, str):
            left = after
        elif isinstance(after, np.ndarray):
            left = after[kept]
        else:
            left = [each for each, stays in zip(after, kept.tolist(), strict=True) if stays]
        starts, ends = columns.starts[kept], columns.ends[kept]
        return msgspec.structs.replace(columns, starts=starts, ends=ends, after=left)

    def _edited(self, starts: Offsets, ends: Offsets, empty: Bools) -> Bools:
        """Which of the edits touch a stretch, other than by taking out more than it."""
        lengths = np.concatenate(([0], (self.ends - self.starts).cumsum()))
        first = self.ends.searchsorted(starts, "right")
        behind = self.starts.searchsorted(ends, "left")
        touched = first < behind
        one = self.starts.take(first, mode="clip")
        last = self.ends.take(behind - 1, mode="clip")
        more = ends - starts > lengths.take(behind) - lengths.take(first)
        edited: Bools = touched & ~(empty & (starts <= one) & (last <= ends) & more)
        return edited


NONE = Guards(np.zeros(0, np.int64), np.zeros(0, np.int64))
