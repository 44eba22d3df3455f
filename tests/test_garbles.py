"""The step for garbled text: what comes back, what is only marked, what stays untouched."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import labelled, rows
from zxclean.garble.unreadable import find_lost_marks, find_unreadable
from zxclean.pipeline import Pipeline
from zxclean.steps.garbles import Garbles
from zxclean.view import TextView

STEP = Pipeline((Garbles(),))
HOSTILE = {
    "replaced": "锟斤拷",
    "lost": "\ufffd",
    "han-lost": "中\ufffd",
    "surrogates": "中\ud800",
    "questions": "?? ",
    "memory": "烫",
    "seams": "区;蒉r",
    "notes": "区;蒉r(n\u00f3ng)",
    "brackets": "区(",
    "private": "\ue000区",
}


@pytest.mark.parametrize("row", labelled("garbles.jsonl"))
def test_case(row: dict[str, Any]) -> None:
    doc = STEP(row["before"])
    assert doc.text == row["after"]
    assert [[garble.raw, garble.restored] for garble in doc.garbles] == row["garbles"]
    assert [note.rule for note in doc.notes] == row["rules"]
    assert STEP(doc.text).text == doc.text


@pytest.mark.parametrize("row", labelled("garbles.jsonl"))
def test_only_marks_on_demand(row: dict[str, Any]) -> None:
    doc = Pipeline((Garbles(restore=False),))(row["before"])
    assert doc.text == row["before"]
    assert all(garble.restored is None for garble in doc.garbles)
    assert bool(doc.garbles) == bool(row["garbles"])


@pytest.mark.parametrize("name", ["unchanged.jsonl", "unchanged_keep.jsonl"])
def test_good_text_stays(name: str) -> None:
    for row in rows(name):
        assert STEP(row["text"]).text == row["text"], row["label"]


def test_quoted_garbage_is_marked() -> None:
    text = "网页上成串的“锟斤拷”\uff0c调试窗口里成片的“烫烫烫”。"
    doc = STEP(text)
    assert doc.text == text
    assert [garble.raw for garble in doc.garbles] == ["锟斤拷", "烫烫烫"]


@pytest.mark.parametrize(
    "text", ["真的吗???你说呢???", "会不会太晚了? 不会吧??", "屯屯的小屋", "很烫烫的"]
)
def test_no_garbage(text: str) -> None:
    assert find_unreadable(TextView(text)) == []


def test_candidates_of_a_lost_character() -> None:
    found = list(find_lost_marks(TextView("全区政\ufffd工作会议"), ()))
    assert [(repair.start, repair.end, repair.restored) for repair in found] == [(3, 4, None)]
    assert "府" in found[0].candidates


def test_latin_text_is_not_looked_at() -> None:
    assert list(Garbles().propose(TextView("plain ASCII ???"))) == []


@given(st.text(st.characters() | st.sampled_from("区;蒉r|\ufffd?,。锟斤拷烫諝赓")))
def test_any_text(text: str) -> None:
    once = STEP(text).text
    assert STEP(once).text == once


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    view = TextView(text)
    start = time.process_time()
    made = len(list(Garbles().propose(view)))
    # A restoration takes 0.1 ms, and of one kind there are 50,000.
    assert time.process_time() - start < 5 + 0.0002 * made


def test_question_marks_beside_a_long_line() -> None:
    view = TextView("\u6709??\n" + "\u4e2d" * 200_000)
    start = time.process_time()
    assert find_unreadable(view) == []
    assert time.process_time() - start < 1
