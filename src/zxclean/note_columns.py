"""The notes of a trace as columns: a converted page has thousands, of a dozen reasons."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.engine import Layer
from zxclean.proposals import Edit, EditColumns, Mark
from zxclean.trace import Trace, carry_spans

Reason = tuple[str, str, str, float, str]
"""Normalizer, rule, kind, confidence and message of a note."""


class NoteColumns(NamedTuple):
    """What `Trace.notes` holds, in the same order; rows of `spans` are starts and ends in the
    source, then in the text. `of_change` holds the notes of the changes one after the other,
    `counts` how many each has."""

    reasons: list[Reason]
    reason: NDArray[np.int32]
    spans: NDArray[np.int32]
    befores: list[str]
    afters: list[str]
    of_change: NDArray[np.int32]
    counts: NDArray[np.int32]


def note_columns(trace: Trace) -> NoteColumns:
    """The notes of a trace that steps led to, without making them."""
    numbers: dict[Reason, int] = {}
    rows: list[int] = []
    befores: list[str] = []
    afters: list[str] = []
    head = trace.head_notes()
    for note in head:
        reason = note.normalizer, note.rule, note.kind, note.confidence, note.message
        rows.append(numbers.setdefault(reason, len(numbers)))
        befores.append(note.before)
        afters.append(note.after)
    heads = np.array([(*n.source_span, *n.span) for n in head], np.int64).reshape(-1, 4).T
    carried = np.concatenate((heads, carry_spans(trace._layers)), 1)
    kept = np.ones(carried.shape[1], np.bool_)
    changes: list[NDArray[np.int64]] = [np.full(len(rows), -1)]
    seen: set[tuple[str, ...]] = set()
    _, change_of = trace._trimmed
    for layer, text, members in zip(trace._layers, trace.texts(), trace._composed[1], strict=True):
        here = _reasons(layer, numbers)
        order = slice(None) if layer.order is None else np.array(layer.order, np.intp)
        rows += here[order].tolist()
        befores += map(text.__getitem__, layer.alignment.old_slices())
        afters += layer.afters()
        changes.append(change_of[members])
        for mark in layer.marks:
            at = len(rows)
            key = mark.rule, *map(str, carried[:, at].tolist())
            kept[at] = key not in seen  # a later round finds again what an earlier one reported
            seen.add(key)
            rows.append(_number(layer.normalizer, mark, numbers))
            befores.append(text[mark.start : mark.end])
        afters += befores[len(afters) :]
        changes.append(np.full(len(layer.marks), -1))
    change = np.concatenate(changes)
    if not kept.all():
        befores = [each for each, keep in zip(befores, kept.tolist(), strict=True) if keep]
        afters = [each for each, keep in zip(afters, kept.tolist(), strict=True) if keep]
        carried, change = carried[:, kept], change[kept]
    noted = np.flatnonzero(change >= 0)
    return NoteColumns(
        list(numbers),
        np.array(rows, np.int32)[kept],
        carried.astype(np.int32),
        befores,
        afters,
        noted[np.argsort(change[noted], kind="stable")].astype(np.int32),
        np.bincount(change[noted], minlength=len(trace.alignment)).astype(np.int32),
    )


def _number(name: str, why: Edit | EditColumns | Mark, numbers: dict[Reason, int]) -> int:
    reason = name, why.rule, why.kind, why.confidence, why.message
    return numbers.setdefault(reason, len(numbers))


def _reasons(layer: Layer, numbers: dict[Reason, int]) -> NDArray[np.int64]:
    """The number of every edit's reason, as they were proposed."""
    name = layer.normalizer
    rows = [np.array([_number(name, edit, numbers) for edit in layer.singles], np.int64)]
    for column in layer.columns:
        rows.append(np.full(len(column.starts), _number(name, column, numbers)))
    return np.concatenate(rows)
