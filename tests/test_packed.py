"""Documents pickled as the proposals of their steps, applied again when asked for."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given

import zxclean
from strategies import SEED_TEXTS, any_text, seed_fragments
from zxclean.document import Document
from zxclean.packed import PackedTrace
from zxclean.pipeline import ROUNDS, Pipeline
from zxclean.proposals import Edit, EditColumns, Late, Mark, Proposal
from zxclean.records import Block
from zxclean.view import TextView


def returned(document: Document) -> Document:
    made: Document = pickle.loads(pickle.dumps(document, pickle.HIGHEST_PROTOCOL))
    return made


def is_packed(document: Document) -> bool:
    return isinstance(returned(document)._trace, PackedTrace)


@pytest.mark.parametrize("text", SEED_TEXTS)
def test_seeds_come_back_equal(text: str) -> None:
    document = zxclean.clean(text)
    back = returned(document)
    assert is_packed(document)
    assert back == document
    assert back.changes == document.changes
    assert back.to_json() == document.to_json()
    assert returned(back) == document
    assert copy.deepcopy(back) == document


@given(seed_fragments() | any_text)
def test_any_text_comes_back_equal(text: str) -> None:
    document = zxclean.clean(text)
    assert returned(document) == document


def test_bytes_keep_their_note_and_encoding() -> None:
    document = zxclean.clean(
        "\u5340\u59d4\u6703\u8b70\u5728\u5317\u4eac\u53ec\u958b\u3002".encode("big5")
    )
    back = returned(document)
    assert is_packed(document)
    assert (back.encoding, back.notes[0]) == (document.encoding, document.notes[0])
    assert back == document


def test_surrogates_come_back() -> None:
    document = zxclean.clean("\u5340\ud800\u59d4,\u6703")
    assert is_packed(document)
    assert returned(document) == document


def test_a_document_from_json_is_pickled_as_records() -> None:
    read = Document.from_json(zxclean.clean(SEED_TEXTS[0]).to_json())
    assert not is_packed(read)
    assert returned(read) == read


@dataclass(frozen=True)
class Everything:
    """Proposes one of each, once."""

    place: Any = 0
    written: str = ""
    name: str = "everything"

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if "b" not in view.text:
            return
        facts = (("source", "a page"), ("shown", 3))
        yield Edit(0, 1, "", "everything.drop", "remove", "a reason", 0.5, "metadata", facts)
        yield Edit(2, 2, "x", "everything.insert", "insert")
        yield Mark(self.place, 2, "everything.mark", topic="mask", facts=(("where", "end"),))
        columns = np.array([3, 4], np.int64)
        yield EditColumns(columns, columns + 1, ("dd", ""), "everything.strings", "convert")
        yield EditColumns(columns + 2, columns + 3, "f", "everything.string")
        yield EditColumns(columns + 4, columns + 5, np.array([104, 105], "<u4"), "everything.codes")
        yield Late(lambda: [Block("heading", 0, 3), Mark(1, 2, "everything.late")])
        yield Edit(1, 2, self.written, "everything.b")


@pytest.mark.parametrize(
    ("step", "packed"),
    [(Everything(), True), (Everything(np.int64(0)), False), (Everything(0, "\ud800"), False)],
    ids=["all", "a number of numpy's", "a surrogate"],
)
def test_every_sort_of_proposal_comes_back(step: Everything, packed: bool) -> None:
    document = Pipeline((step,))("abcdefghijkl")
    assert document.text != document.source
    assert returned(document) == document
    assert is_packed(document) == packed


@dataclass(frozen=True)
class Restless:
    name: str = "restless"

    def propose(self, view: TextView) -> Iterable[Proposal]:
        yield Edit(0, 1, chr(ord(view.text[0]) + 1), "restless.next")


def test_a_text_that_does_not_settle_comes_back() -> None:
    document = Pipeline((Restless(),))("a" * ROUNDS)
    back = returned(document)
    assert back == document
    assert [note.rule for note in back.notes] == ["pipeline.unsettled"]


def test_records_are_neither_made_nor_sent() -> None:
    text = "\u5340\u59d4\u6703\u8b70" * 5_000
    document = zxclean.clean(text)
    stored = pickle.dumps(document, pickle.HIGHEST_PROTOCOL)
    # Source and text take 6 bytes a character, the columns of a conversion 12 for each one changed.
    assert len(stored) < 20 * len(text)
    assert "_noted" not in document._trace.__dict__
    assert "_layers" not in pickle.loads(stored)._trace.__dict__
