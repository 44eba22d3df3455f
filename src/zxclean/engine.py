"""The only writer of text: checks what a normalizer proposes, applies it, keeps the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zxclean.alignment import EMPTY, Alignment, Offsets
from zxclean.proposals import Edit, EditColumns, Late, Mark, Proposal
from zxclean.records import Block
from zxclean.view import TextView


class EditError(ValueError):
    """A normalizer proposed edits that cannot be applied: out of range or overlapping."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One step's work on one text: sorted edits as columns, marks and blocks.

    The rows of `singles`, then of `columns`, one after the other, are the edits as proposed;
    `order[i]` is the row that became the `i`-th edit.
    """

    normalizer: str
    before: str
    after: str
    alignment: Alignment
    order: NDArray[np.int64]
    singles: Sequence[Edit]
    columns: Sequence[EditColumns]
    labels: Sequence[Mark | Block]
    late: Sequence[Late]

    @cached_property
    def _all_labels(self) -> Sequence[Mark | Block]:
        made = [label for late in self.late for label in late.make()]
        _check_labels(self.normalizer, len(self.before), made)
        return [*self.labels, *made]

    @cached_property
    def marks(self) -> Sequence[Mark]:
        """The marks, late ones too."""
        return [label for label in self._all_labels if isinstance(label, Mark)]

    @cached_property
    def blocks(self) -> Sequence[Block]:
        """The blocks, late ones too."""
        return [label for label in self._all_labels if isinstance(label, Block)]

    def early_reasons(self) -> Iterator[Edit | Mark]:
        """The edits and marks that are known without making late ones."""
        yield from self.singles
        yield from (label for label in self.labels if isinstance(label, Mark))

    def reasons(self) -> Iterator[Edit | Mark]:
        """The edits and marks that were proposed one by one, and so may carry facts."""
        yield from self.marks
        yield from self.singles

    def rules(self) -> set[str]:
        """The ids of the rules that edited."""
        return {edit.rule for edit in self.singles} | {column.rule for column in self.columns}

    def edits(self) -> tuple[Sequence[Edit | EditColumns], Sequence[str]]:
        """Reason and replacement of every edit, in the order of the text."""
        reasons: list[Edit | EditColumns] = [*self.singles]
        for column in self.columns:
            reasons.extend([column] * len(column.starts))
        afters = _replacements(self.singles, self.columns)
        order = self.order.tolist()
        return [reasons[row] for row in order], [afters[row] for row in order]


def apply(view: TextView, normalizer: str, proposals: Iterable[Proposal]) -> Layer:
    """Check and apply the proposals of one normalizer.

    Edits that would write what is there already become marks. Raises `EditError` if an edit
    or mark lies outside the text or two edits overlap.

    >>> layer = apply(TextView("abc"), "demo", [Edit(1, 2, "", "demo.drop")])
    >>> layer.after
    'ac'
    """
    text = view.text
    singles: list[Edit] = []
    columns: list[EditColumns] = []
    labels: list[Mark | Block] = []
    late: list[Late] = []
    for proposal in proposals:
        if isinstance(proposal, Edit):
            if proposal.after == text[proposal.start : proposal.end]:
                labels.append(_as_mark(proposal))
            else:
                singles.append(proposal)
        elif isinstance(proposal, (Mark, Block)):
            labels.append(proposal)
        elif isinstance(proposal, Late):
            late.append(proposal)
        elif len(proposal.starts):
            columns.append(proposal)
    _check_labels(normalizer, len(text), labels)
    if not singles and not columns:
        return Layer(normalizer, text, text, EMPTY, _NO_ROWS, (), (), labels, late)
    if len(singles) + sum(len(column.starts) for column in columns) <= FEW:
        after, alignment, order = _apply_few(normalizer, text, singles, columns)
        return Layer(normalizer, text, after, alignment, order, singles, columns, labels, late)
    starts = np.array([edit.start for edit in singles], np.int64)
    ends = np.array([edit.end for edit in singles], np.int64)
    if columns:
        starts = np.concatenate((starts, *(column.starts for column in columns)))
        ends = np.concatenate((ends, *(column.ends for column in columns)))
    # At one place an insertion stands before an edit that follows: odd numbers are characters.
    order = np.argsort(2 * starts + (ends > starts), kind="stable")
    starts, ends = starts[order], ends[order]
    _check(normalizer, len(text), starts, ends)
    written = columns[0].after if len(columns) == 1 and not singles else ""
    if isinstance(written, np.ndarray) and bool((ends - starts == 1).all()):
        after = _substitute(view.codes, starts, written[order])
        lengths = np.ones(len(starts), np.int64)
    else:
        replacements = _replacements(singles, columns)
        pieces = [replacements[row] for row in order.tolist()]
        after, lengths = _splice(text, starts, ends, pieces)
    alignment = Alignment.of_edits(starts, ends, lengths)
    return Layer(normalizer, text, after, alignment, order, singles, columns, labels, late)


FEW = 80
"""Up to so many edits a loop is faster than some twenty array operations of 1 to 3 microseconds."""

_NO_ROWS = np.zeros(0, np.int64)


def _apply_few(
    normalizer: str, text: str, singles: Sequence[Edit], columns: Sequence[EditColumns]
) -> tuple[str, Alignment, NDArray[np.int64]]:
    """What `apply` does with many edits, in one loop: the new text, alignment and order."""
    starts = [edit.start for edit in singles]
    ends = [edit.end for edit in singles]
    for column in columns:
        starts += column.starts.tolist()
        ends += column.ends.tolist()
    afters = _replacements(singles, columns)
    order = sorted(range(len(starts)), key=lambda row: 2 * starts[row] + (ends[row] > starts[row]))
    pieces: list[str] = []
    spans: list[tuple[int, int, int, int]] = []
    position = written = 0
    for row in order:
        start, end, after = starts[row], ends[row], afters[row]
        if not position <= start <= end <= len(text):
            _check(normalizer, len(text), np.array(starts)[order], np.array(ends)[order])
        pieces += (text[position:start], after)
        written += start - position
        spans.append((start, end, written, written + len(after)))
        written += len(after)
        position = end
    pieces.append(text[position:])
    old = np.array(spans, np.int64)
    alignment = Alignment(old[:, 0], old[:, 1], old[:, 2], old[:, 3])
    insertions = alignment.old_start == alignment.old_end
    if insertions[1:].any() and (insertions[1:] & insertions[:-1]).any():
        _check(normalizer, len(text), alignment.old_start, alignment.old_end)
    return "".join(pieces), alignment, np.array(order)


def _check_labels(normalizer: str, length: int, labels: Iterable[Mark | Block]) -> None:
    for label in labels:
        if not 0 <= label.start <= label.end <= length:
            raise EditError(
                f"normalizer {normalizer!r} labels [{label.start}, {label.end}), "
                f"outside the text of {length} code points"
            )


def _as_mark(edit: Edit) -> Mark:
    return Mark(
        edit.start,
        edit.end,
        edit.rule,
        edit.message,
        edit.confidence,
        edit.topic,
        edit.facts,
        edit.kind,
    )


def _replacements(singles: Sequence[Edit], columns: Sequence[EditColumns]) -> list[str]:
    """What each edit writes, in the order in which they were proposed."""
    out = [edit.after for edit in singles]
    for column in columns:
        if isinstance(column.after, str):
            out.extend([column.after] * len(column.starts))
        elif isinstance(column.after, np.ndarray):
            out.extend(column.after.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"))
        else:
            out.extend(column.after)
    return out


def _check(normalizer: str, length: int, starts: Offsets, ends: Offsets) -> None:
    """Refuse sorted edits that are out of range or overlap."""
    empty = starts == ends
    clash = 2 * starts[1:] - empty[1:] <= 2 * (ends[:-1] - 1) + empty[:-1]
    if starts[0] >= 0 and ends[-1] <= length and not clash.any() and bool((starts <= ends).all()):
        return
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if not 0 <= start <= end <= length:
            raise EditError(
                f"normalizer {normalizer!r} proposed an edit of [{start}, {end}), "
                f"outside the text of {length} code points"
            )
    row = int(np.flatnonzero(clash)[0])
    raise EditError(
        f"normalizer {normalizer!r} proposed edits that overlap: "
        f"[{starts[row]}, {ends[row]}) and [{starts[row + 1]}, {ends[row + 1]}); "
        "without_overlaps() keeps the leftmost"
    )


def _substitute(codes: NDArray[np.uint32], places: Offsets, written: NDArray[np.uint32]) -> str:
    """The text with other code points at some places."""
    changed = codes.copy()
    changed[places] = written
    return changed.tobytes().decode("utf-32-le", "surrogatepass")


def _splice(
    text: str, starts: Offsets, ends: Offsets, pieces: Sequence[str]
) -> tuple[str, Offsets]:
    out: list[str] = []
    position = 0
    for start, end, piece in zip(starts.tolist(), ends.tolist(), pieces, strict=True):
        out.append(text[position:start])
        out.append(piece)
        position = end
    out.append(text[position:])
    return "".join(out), np.array([len(piece) for piece in pieces], np.int64)
