"""Notes as columns are the notes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

import zxclean
from strategies import SEED_TEXTS, any_text, seed_fragments
from zxclean.document import Document
from zxclean.note_columns import note_columns
from zxclean.records import Note


def assert_same(document: Document) -> None:
    columns = note_columns(document._trace)
    rows = zip(
        columns.reason.tolist(),
        columns.spans.T.tolist(),
        columns.befores,
        columns.afters,
        strict=True,
    )
    notes = []
    for number, (s0, s1, t0, t1), before, after in rows:
        name, rule, kind, confidence, message = columns.reasons[number]
        spans = (s0, s1), (t0, t1)
        values: list[Any] = [name, rule, kind, *spans, before, after, confidence, message]
        notes.append(Note(*values))
    assert tuple(notes) == document.notes
    ends = np.cumsum(columns.counts)[:-1]
    of_changes = [tuple(part.tolist()) for part in np.split(columns.of_change, ends)]
    assert of_changes[: len(document.changes)] == document._trace.notes_of_changes


@pytest.mark.parametrize("text", [*SEED_TEXTS, "", "plain"])
def test_seeds(text: str) -> None:
    assert_same(zxclean.clean(text))


@given(seed_fragments() | any_text)
def test_any_text(text: str) -> None:
    assert_same(zxclean.clean(text))


def test_bytes() -> None:
    assert_same(zxclean.clean("\u5340\u59d4\u6703\u8b70,\u5728\u5317\u4eac\u3002".encode("big5")))
