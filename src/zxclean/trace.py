"""From the layers of a run to what a document shows: changes, notes, projections.

Nothing here is built before it is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, repeat
from typing import NamedTuple

import msgspec
import numpy as np

from zxclean.alignment import EMPTY, Alignment, Offsets, compose
from zxclean.engine import Layer
from zxclean.proposals import Edit, Mark
from zxclean.records import Block, Change, Note
from zxclean.trimming import trim


class Finding(NamedTuple):
    """An edit or mark with a topic, where it came to lie, and the source text it stands for."""

    reason: Edit | Mark
    raw: str
    start: int
    end: int


class Trace:
    """How a source became a text: the layers of edits, composed when first needed."""

    def __init__(
        self, source: str, text: str, layers: Sequence[Layer], head: tuple[Note, ...] = ()
    ) -> None:
        self.source = source
        self.text = text
        self._layers = tuple(layers)
        self._head = head

    @cached_property
    def _composed(self) -> tuple[Alignment, list[Offsets]]:
        """All edits as one alignment, and for each layer the composed row of every edit."""
        if len(self._layers) == 1:
            only = self._layers[0].alignment
            return only, [np.arange(len(only))]
        whole, members = EMPTY, list[Offsets]()
        for layer in self._layers:
            whole, earlier, here = compose(whole, layer.alignment)
            members = [earlier[rows] for rows in members]
            members.append(here)
        return whole, members

    @cached_property
    def _trimmed(self) -> tuple[Alignment, Offsets]:
        """The minimal changes, and for each composed row its change, or -1 if it cancelled out."""
        whole, _ = self._composed
        return trim(self.source, self.text, whole)

    @cached_property
    def alignment(self) -> Alignment:
        """The minimal edits from source to text, as columns."""
        return self._trimmed[0]

    @cached_property
    def _noted(self) -> tuple[tuple[Note, ...], list[tuple[int, ...]]]:
        """All notes in step order, and for each change the indices of its notes."""
        _, members = self._composed
        alignment, change_of = self._trimmed
        notes = self.head_notes()
        source_spans, spans = self._spans
        place = 0
        changes, numbers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        seen_marks: set[tuple[str, tuple[int, int], tuple[int, int]]] = set()
        for layer, before, rows in zip(self._layers, self.texts(), members, strict=True):
            name, count = layer.normalizer, len(layer.alignment)
            changes.append(change_of.take(rows))
            numbers.append(np.arange(len(notes), len(notes) + count))
            rules, kinds, afters, confidences, messages = layer.reasons()
            notes.extend(
                map(
                    Note,
                    repeat(name),
                    rules,
                    kinds,
                    source_spans[place : place + count],
                    spans[place : place + count],
                    map(before.__getitem__, layer.alignment.old_slices()),
                    afters,
                    confidences,
                    messages,
                )
            )
            place += count
            marks_end = place + len(layer.marks)
            for mark, source_span, span in zip(
                layer.marks, source_spans[place:marks_end], spans[place:marks_end], strict=True
            ):
                seen = before[mark.start : mark.end]
                key = (mark.rule, source_span, span)
                if key in seen_marks:  # a later round finds again what an earlier one reported
                    continue
                seen_marks.add(key)
                notes.append(
                    Note(
                        name,
                        mark.rule,
                        mark.kind,
                        source_span,
                        span,
                        seen,
                        seen,
                        mark.confidence,
                        mark.message,
                    )
                )
            place = marks_end
        return tuple(notes), _grouped(
            np.concatenate(changes), np.concatenate(numbers), len(alignment)
        )

    def head_notes(self) -> list[Note]:
        """The notes on the source, with the spans that it became in the text."""
        starts, ends = (
            np.array([note.source_span for note in self._head], np.int64).reshape(-1, 2).T
        )
        for layer in self._layers:
            starts, ends = layer.alignment.to_new(starts, ends)
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        replace = msgspec.structs.replace
        return [replace(n, span=span) for n, span in zip(self._head, spans, strict=True)]

    @cached_property
    def _spans(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Spans in the source and in the text of every edit and mark, layer by layer."""
        old_start, old_end, start, end = carry_spans(self._layers).tolist()
        return list(zip(old_start, old_end, strict=True)), list(zip(start, end, strict=True))

    def findings(self) -> list[Finding]:
        """What edits and marks with a topic add to the document, in step order."""
        found: list[tuple[Edit | Mark, int]] = []
        place = 0
        for layer in self._layers:
            marks_from = place + len(layer.alignment)
            found += [(mark, i) for i, mark in enumerate(layer.marks, marks_from) if mark.topic]
            found += [(e, place + i) for i, e in layer.placed_singles() if e.topic]
            place = marks_from + len(layer.marks)
        if not found:
            return []
        source_spans, spans = self._spans
        out: list[Finding] = []
        seen: set[tuple[str, tuple[int, int], tuple[int, int]]] = set()
        for reason, place in found:
            (s0, s1), (t0, t1) = source_spans[place], spans[place]
            key = (reason.rule, (s0, s1), (t0, t1))
            if key not in seen:  # a later round finds again what an earlier one found
                seen.add(key)
                out.append(Finding(reason, self.source[s0:s1], t0, t1))
        return out

    def blocks(self) -> list[Block]:
        """Blocks as each step first named them, carried over to the text.

        Where two steps name the same place, and for the title, the first of them counts.
        """
        named: dict[str, Sequence[Block]] = {}
        starts = ends = np.zeros(0, np.int64)
        for layer in self._layers:
            if layer.blocks and layer.normalizer not in named:
                named[layer.normalizer] = layer.blocks
                starts = np.append(starts, [b.start for b in layer.blocks])
                ends = np.append(ends, [b.end for b in layer.blocks])
            if named:
                starts, ends = layer.alignment.to_new(starts, ends)
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        steps = [
            [Block(block.kind, *span) for block, span in zip(blocks, spans, strict=False)]
            for blocks in named.values()
        ]
        return steps[0] if len(steps) == 1 else _first_named(steps)

    def texts(self) -> Iterator[str]:
        """The text that each layer worked on."""
        text = self.source
        for number, layer in enumerate(self._layers):
            if layer.before is not None:
                text = layer.before
            elif number:
                text = self._layers[number - 1].write(text)
            yield text

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every step's notes, in the order of the steps."""
        return self._noted[0]

    @property
    def notes_of_changes(self) -> list[tuple[int, ...]]:
        """For each change the indices of its notes in `notes`."""
        return self._noted[1]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The minimal edit script with its notes."""
        source, text, notes = self.source, self.text, self.notes
        return tuple(
            Change(s0, s1, t0, t1, source[s0:s1], text[t0:t1], tuple([notes[i] for i in indices]))
            for (s0, s1, t0, t1), indices in zip(self.rows(), self.notes_of_changes, strict=True)
        )

    def rows(self) -> list[tuple[int, int, int, int]]:
        """Offsets of every change: source start and end, start and end."""
        a = self.alignment
        return list(
            zip(
                a.old_start.tolist(),
                a.old_end.tolist(),
                a.new_start.tolist(),
                a.new_end.tolist(),
                strict=True,
            )
        )


def carry_spans(layers: Sequence[Layer]) -> Offsets:
    """Spans of all edits and marks, shape `(4, n)`: in the source, then in the text.

    Layer by layer, the edits of each before its marks.
    """
    bounds = [0]
    for layer in layers:
        bounds += (bounds[-1] + len(layer.alignment), 0)
        bounds[-1] = bounds[-2] + len(layer.marks)
    spans = np.empty((4, bounds[-1]), np.int64)
    old_start, old_end, start, end = spans
    for number, layer in enumerate(layers):
        first, middle, last = bounds[2 * number : 2 * number + 3]
        start[first:middle], end[first:middle] = layer.alignment.old_start, layer.alignment.old_end
        if last > middle:
            start[middle:last] = [mark.start for mark in layer.marks]
            end[middle:last] = [mark.end for mark in layer.marks]
        old_start[first:last], old_end[first:last] = start[first:last], end[first:last]
        start[:last], end[:last] = layer.alignment.to_new(start[:last], end[:last])
    for number in range(len(layers) - 1, -1, -1):
        behind = bounds[2 * number + 2]
        old_start[behind:], old_end[behind:] = layers[number].alignment.to_old(
            old_start[behind:], old_end[behind:]
        )
    return spans


def _grouped(changes: Offsets, numbers: Offsets, count: int) -> list[tuple[int, ...]]:
    """For each of so many changes the numbers of its notes, which rise; -1 is no change."""
    there = changes >= 0
    if not there.all():
        changes, numbers = changes[there], numbers[there]
    sorting = changes.argsort(kind="stable")
    each = iter(numbers.take(sorting).tolist())
    if len(sorting) == count:  # every change has one at least
        return list(zip(each, strict=True))
    return [tuple(islice(each, n)) for n in np.bincount(changes, minlength=count).tolist()]


def _first_named(steps: Sequence[Sequence[Block]]) -> list[Block]:
    """Blocks of several steps without those on a place that an earlier step named."""
    kept: list[Block] = []
    titled = False
    for blocks in steps:
        ends = [block.end for block in kept]
        news = []
        for block in blocks:
            after = bisect_right(ends, block.start)
            free = after == len(kept) or block.end <= kept[after].start
            if free and block.start < block.end and not (titled and block.kind == "title"):
                news.append(block)
        kept = sorted((*kept, *news), key=lambda block: (block.start, block.end))
        titled = titled or any(block.kind == "title" for block in news)
    return kept


class RecordedTrace(Trace):
    """A trace read back from its records, as JSON holds them."""

    def __init__(
        self,
        source: str,
        text: str,
        rows: Sequence[tuple[int, int, int, int]],
        notes: tuple[Note, ...],
        notes_of_changes: Sequence[tuple[int, ...]],
    ) -> None:
        super().__init__(source, text, ())
        columns = np.array(rows, np.int64).reshape(-1, 4)
        self.alignment = Alignment(*(np.ascontiguousarray(columns[:, i]) for i in range(4)))
        self._noted = (notes, list(notes_of_changes))
