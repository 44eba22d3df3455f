"""The only writer of text: checks what a normalizer proposes, applies it, keeps the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np

from zxclean.alignment import EMPTY, Alignment
from zxclean.guards import NONE, Guards
from zxclean.proposals import Edit, EditColumns, Late, Mark, Proposal, as_mark
from zxclean.records import Block, Kind
from zxclean.splicing import (
    FEW,
    FEW_SWAPS,
    LONG,
    EditError,
    apply_few,
    apply_many,
    remove_many,
    removes,
    replacements,
    splice,
)
from zxclean.view import LONG as LONG_TEXT
from zxclean.view import TextView


@dataclass(frozen=True, eq=False)
class Layer:
    """One step's work on one text: sorted edits as columns, marks and blocks.

    The rows of `singles`, then of `columns`, one after the other, are the edits as proposed;
    `order[i]` is the row that became the `i`-th edit, `None` if they came in order. `size` is that
    of the text it worked on, and `before` that text unless it is long: a run has some ten layers,
    and `write` makes one text from the other.
    """

    normalizer: str
    size: int
    before: str | None
    alignment: Alignment
    order: Sequence[int] | None
    singles: Sequence[Edit]
    columns: Sequence[EditColumns]
    labels: Sequence[Mark | Block]
    late: Sequence[Late]

    @cached_property
    def _all_labels(self) -> Sequence[Mark | Block]:
        made = [label for late in self.late for label in late.make()]
        _check_labels(self.normalizer, self.size, made)
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

    def afters(self) -> list[str]:
        """What each edit writes, in the order of the text."""
        afters = replacements(self.singles, self.columns)
        return afters if self.order is None else [afters[row] for row in self.order]

    def write(self, before: str) -> str:
        """The text that this layer made of the one it worked on."""
        if not len(self.alignment):
            return before
        starts, ends = self.alignment.old_start.tolist(), self.alignment.old_end.tolist()
        return splice(before, starts, ends, self.afters())

    def reasons(
        self,
    ) -> tuple[Iterable[str], Iterable[Kind], Sequence[str], Iterable[float], Iterable[str]]:
        """Rule, kind, replacement, confidence and message of every edit, in the order of the text.

        What all have in common comes without end.
        """
        afters = self.afters()
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


def apply(
    view: TextView, normalizer: str, proposals: Iterable[Proposal], guards: Guards = NONE
) -> tuple[Layer, str]:
    """Check and apply the proposals of one normalizer, but for edits of what `guards` hold.

    Also gives the new text. Edits that would write what is there already become marks. Raises
    `EditError` if an edit or mark lies outside the text or two edits overlap.

    >>> layer, text = apply(TextView("abc"), "demo", [Edit(1, 2, "", "demo.drop")])
    >>> text, layer.rules()
    ('ac', {'demo.drop'})
    """
    text = view.text
    singles: list[Edit] = []
    columns: list[EditColumns] = []
    labels: list[Mark | Block] = []
    late: list[Late] = []
    if guards:
        proposals = guards.allow(proposals)
    for proposal in proposals:
        if isinstance(proposal, Edit):
            start, end, after = proposal.start, proposal.end, proposal.after
            if len(after) == end - start and after == text[start:end]:
                labels.append(as_mark(proposal, proposal.kind))
            else:
                singles.append(proposal)
        elif isinstance(proposal, (Mark, Block)):
            labels.append(proposal)
        elif isinstance(proposal, Late):
            late.append(proposal)
        elif len(proposal.starts):
            columns.append(proposal)
    before = text if len(text) <= LONG_TEXT else None
    if before is None:
        labels += [label for each in late for label in each.make()]
        late.clear()
    _check_labels(normalizer, len(text), labels)
    if not singles and not columns:
        return Layer(normalizer, len(text), before, EMPTY, None, (), (), labels, late), text
    few = FEW
    if not singles and all(isinstance(column.after, np.ndarray) for column in columns):
        few = FEW_SWAPS
    number = len(singles) + sum(len(column.starts) for column in columns)
    if not singles and number > FEW_SWAPS and len(text) < LONG * number and removes(columns):
        after, alignment, order = remove_many(normalizer, view, columns)
    elif number <= few:
        after, alignment, order = apply_few(normalizer, text, singles, columns)
    else:
        after, alignment, order = apply_many(normalizer, view, singles, columns)
    layer = Layer(normalizer, len(text), before, alignment, order, singles, columns, labels, late)
    return layer, after


def _check_labels(normalizer: str, length: int, labels: Iterable[Mark | Block]) -> None:
    for label in labels:
        if not 0 <= label.start <= label.end <= length:
            raise EditError(
                f"normalizer {normalizer!r} labels [{label.start}, {label.end}), "
                f"outside the text of {length} code points"
            )
