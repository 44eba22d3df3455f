"""The only writer of text: checks what a normalizer proposes, applies it, keeps the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from operator import sub

import numpy as np
from numpy.typing import NDArray

from zxclean.alignment import EMPTY, Alignment, Offsets
from zxclean.proposals import Edit, EditColumns, Late, Mark, Proposal
from zxclean.records import Block, Kind
from zxclean.view import TextView


class EditError(ValueError):
    """A normalizer proposed edits that cannot be applied: out of range or overlapping."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One step's work on one text: sorted edits as columns, marks and blocks.

    The rows of `singles`, then of `columns`, one after the other, are the edits as proposed;
    `order[i]` is the row that became the `i`-th edit, `None` if they came in order.
    """

    normalizer: str
    before: str
    after: str
    alignment: Alignment
    order: Sequence[int] | None
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

    def placed_singles(self) -> Iterable[tuple[int, Edit]]:
        """The edits that were proposed one by one, and so may carry facts, with their places."""
        if self.order is None:
            return enumerate(self.singles)
        place_of = dict(zip(self.order, range(len(self.order)), strict=True))
        return ((place_of[row], edit) for row, edit in enumerate(self.singles))

    def rules(self) -> set[str]:
        """The ids of the rules that edited."""
        return {edit.rule for edit in self.singles} | {column.rule for column in self.columns}

    def reasons(
        self,
    ) -> tuple[Iterable[str], Iterable[Kind], Sequence[str], Iterable[float], Iterable[str]]:
        """Rule, kind, replacement, confidence and message of every edit, in the order of the text.

        What all have in common comes without end.
        """
        afters = replacements(self.singles, self.columns)
        if self.order is not None:
            afters = [afters[row] for row in self.order]
        if not self.singles and len(self.columns) == 1:
            why = self.columns[0]
            return (
                repeat(why.rule),
                repeat(why.kind),
                afters,
                repeat(why.confidence),
                repeat(why.message),
            )
        reasons: list[Edit | EditColumns] = [*self.singles]
        for column in self.columns:
            reasons.extend([column] * len(column.starts))
        if self.order is not None:
            reasons = [reasons[row] for row in self.order]
        return (
            [reason.rule for reason in reasons],
            [reason.kind for reason in reasons],
            afters,
            [reason.confidence for reason in reasons],
            [reason.message for reason in reasons],
        )


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
            start, end, after = proposal.start, proposal.end, proposal.after
            if len(after) == end - start and after == text[start:end]:
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
        return Layer(normalizer, text, text, EMPTY, None, (), (), labels, late)
    few = FEW
    if not singles and all(isinstance(column.after, np.ndarray) for column in columns):
        few = FEW_SWAPS
    number = len(singles) + sum(len(column.starts) for column in columns)
    if not singles and number > FEW_SWAPS and len(text) < LONG * number and _removes(columns):
        after, alignment, order = _remove_many(normalizer, view, columns)
    elif number <= few:
        after, alignment, order = _apply_few(normalizer, text, singles, columns)
    else:
        after, alignment, order = _apply_many(normalizer, view, singles, columns)
    return Layer(normalizer, text, after, alignment, order, singles, columns, labels, late)


FEW = 500
"""Up to so many edits lists are faster than some twenty array operations of 1 to 3 microseconds and
one list in the end: at 230 by a tenth, at 100,000 they are slower by a quarter."""

FEW_SWAPS = 48
"""The same of edits that give the code points they write, which takes half as many operations."""

LONG = 64
"""Of a text that is so many times longer what stays is cut out piece by piece, not picked."""


def _removes(columns: Sequence[EditColumns]) -> bool:
    """Whether they take something out everywhere and write nothing."""
    return all(
        isinstance(column.after, str)
        and not column.after
        and np.count_nonzero(column.ends > column.starts) == len(column.starts)
        for column in columns
    )


def _remove_many(
    normalizer: str, view: TextView, columns: Sequence[EditColumns]
) -> tuple[str, Alignment, Sequence[int] | None]:
    """What `_apply_many` does, for edits that write nothing."""
    starts = np.concatenate([column.starts for column in columns])
    ends = np.concatenate([column.ends for column in columns])
    order = None
    if not _rises(starts):
        sorting = np.argsort(2 * starts + (ends > starts), kind="stable")
        starts, ends, order = starts[sorting], ends[sorting], sorting.tolist()
    _check(normalizer, len(view.text), starts, ends)
    steps = np.zeros(len(view.text) + 1, np.int8)
    steps[starts] = 1
    steps[ends] -= 1  # 0 where the next one begins
    kept = view.codes[steps[:-1].cumsum(dtype=np.int8) == 0]
    after = kept.tobytes().decode("utf-32-le", "surrogatepass")
    return after, Alignment.of_removals(starts, ends), order


def _apply_many(
    normalizer: str, view: TextView, singles: Sequence[Edit], columns: Sequence[EditColumns]
) -> tuple[str, Alignment, Sequence[int] | None]:
    """The new text, its alignment, and the order of the edits; see `Layer`."""
    text = view.text
    swaps = _as_swaps(singles, columns)
    if swaps is not None:
        starts, ends, written = swaps
        order = None
        if not _rises(starts):
            sorting = np.argsort(starts, kind="stable")
            starts, ends, written = starts[sorting], ends[sorting], written[sorting]
            order = sorting.tolist()
        if starts[0] < 0 or ends[-1] > len(text) or (order is not None and not _rises(starts)):
            _check(normalizer, len(text), starts, ends)
        changed = view.codes.copy()
        differs = changed.take(starts) != written
        changed[starts] = written
        after = changed.tobytes().decode("utf-32-le", "surrogatepass")
        all_differ = np.count_nonzero(differs) == len(starts)
        return after, Alignment(starts, ends, starts, ends, swaps=all_differ), order
    starts = np.array([edit.start for edit in singles], np.int64)
    ends = np.array([edit.end for edit in singles], np.int64)
    if columns:
        starts = np.concatenate((starts, *(column.starts for column in columns)))
        ends = np.concatenate((ends, *(column.ends for column in columns)))
    # At one place an insertion stands before an edit that follows: odd numbers are characters.
    sorting = np.argsort(2 * starts + (ends > starts), kind="stable")
    starts, ends = starts[sorting], ends[sorting]
    _check(normalizer, len(text), starts, ends)
    proposed = replacements(singles, columns)
    afters = [proposed[row] for row in sorting.tolist()]
    after = _splice(text, starts.tolist(), ends.tolist(), afters)
    lengths = np.array([len(after) for after in afters], np.int64)
    return after, Alignment.of_edits(starts, ends, lengths), sorting.tolist()


def _rises(starts: Offsets) -> bool:
    """Whether each is greater than the one before; `all` takes twice as long on few."""
    return int(np.count_nonzero(starts[1:] > starts[:-1])) == len(starts) - 1


def _as_swaps(
    singles: Sequence[Edit], columns: Sequence[EditColumns]
) -> tuple[Offsets, Offsets, NDArray[np.uint32]] | None:
    """Starts, ends and code points of edits that all put one character in the place of one."""
    if singles:
        return None
    written: list[NDArray[np.uint32]] = []
    for column in columns:
        if not isinstance(column.after, np.ndarray):
            return None
        if np.count_nonzero(column.ends - column.starts == 1) < len(column.starts):
            return None
        written.append(column.after)
    if len(columns) == 1:
        starts, ends = columns[0].starts, columns[0].ends
        return np.asarray(starts, np.int64), np.asarray(ends, np.int64), written[0]
    starts = np.concatenate([column.starts for column in columns])
    ends = np.concatenate([column.ends for column in columns])
    return starts, ends, np.concatenate(written)


def _apply_few(
    normalizer: str, text: str, singles: Sequence[Edit], columns: Sequence[EditColumns]
) -> tuple[str, Alignment, Sequence[int] | None]:
    """What `_apply_many` does, by lists."""
    starts = [edit.start for edit in singles]
    ends = [edit.end for edit in singles]
    for column in columns:
        starts += column.starts.tolist()
        ends += column.ends.tolist()
    afters = replacements(singles, columns)
    order = None
    if not _in_order(starts, ends, len(text)):
        # As `_apply_many` does it.
        places = [2 * start + (end > start) for start, end in zip(starts, ends, strict=True)]
        order = sorted(range(len(starts)), key=places.__getitem__)
        starts, ends = [starts[row] for row in order], [ends[row] for row in order]
        afters = [afters[row] for row in order]
        if not _in_order(starts, ends, len(text)):
            _check(normalizer, len(text), np.array(starts, np.int64), np.array(ends, np.int64))
    after = _splice(text, starts, ends, afters)
    old_start, old_end = np.array(starts, np.int64), np.array(ends, np.int64)
    lengths = list(map(len, afters))
    if not any(lengths):
        return after, Alignment.of_removals(old_start, old_end), order
    if lengths == list(map(sub, ends, starts)):
        return after, Alignment(old_start, old_end, old_start, old_end), order
    return after, Alignment.of_edits(old_start, old_end, np.array(lengths, np.int64)), order


def _splice(text: str, starts: list[int], ends: list[int], afters: Sequence[str]) -> str:
    """The text with `afters` in place of sorted stretches of it."""
    kept = [text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True)]
    if not any(afters):
        return "".join(kept)
    pieces = [""] * (2 * len(starts) + 1)
    pieces[::2] = kept
    pieces[1::2] = afters
    return "".join(pieces)


def _in_order(starts: list[int], ends: list[int], length: int) -> bool:
    """Whether edits stand in the text, one after the other; no two begin at one place."""
    borders = [0] * (2 * len(starts) + 2)
    borders[1:-1:2], borders[2::2], borders[-1] = starts, ends, length
    # Sorting what is in order is one comparison for each, in C.
    return borders == sorted(borders) and len(set(starts)) == len(starts)


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


def replacements(singles: Sequence[Edit], columns: Sequence[EditColumns]) -> list[str]:
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
