"""Control, line end and invisible characters: removed where they mean nothing."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zxclean
from strategies import SEED_TEXTS, page_text
from zxclean.pipeline import Pipeline
from zxclean.steps.controls import Controls

CASES = Path(__file__).parent / "cases"
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

clean = Pipeline((Controls(),))

PIECES = (
    "\r",
    "\n",
    "\r\n",
    "\x00",
    "\x0b",
    "\x85",
    "\u2028",
    "\xa0",
    "\u200b",
    "\u200c",
    "\u200d",
    "\ufeff",
    "\xad",
    "\u200e",
    "\u202e",
    "\u3164",
    "\u180e",
    "\ufe0f",
    "\ufe00",
    "\U000e0100",
    "\U000e0067",
    "\ufff9",
    "\ue5e5",
    "\U0001f3f4",
    "\U0001f600",
    "\u20e3",
    *"中a1 \u3000\u00df\u05d0\u0645\u0915\u094d\u0e01\u1820\uac00",
)
mixed_text = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").split("\n") if line]


@pytest.mark.parametrize("row", [pytest.param(r, id=r["label"]) for r in rows("controls.jsonl")])
def test_cases(row: dict[str, str]) -> None:
    doc = clean(row["before"])
    assert doc.text == row["after"]
    assert {note.rule for note in doc.notes} == set(row["rules"])
    assert zxclean.undo(doc.text, doc.changes) == row["before"]
    assert clean(row["after"]).changes == ()


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(r, id=r["label"])
        for r in rows("unchanged.jsonl") + rows("unchanged_keep.jsonl")
    ],
)
def test_good_text_stays(row: dict[str, str]) -> None:
    assert clean(row["text"]).changes == ()


@pytest.mark.parametrize(
    "code", [*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]
)
def test_every_control_character_goes(code: int) -> None:
    expected = "\n" if chr(code) == "\r" else ""
    assert clean(f"中{chr(code)}文").text == f"中{expected}文"
    assert clean(f"a{chr(code)}b").text == f"a{expected}b"


def test_a_line_end_is_one_edit_and_exact() -> None:
    doc = clean("甲\r\n乙")
    assert [(c.source_start, c.source_end, c.before, c.after) for c in doc.changes] == [
        (1, 2, "\r", "")
    ]


@pytest.mark.parametrize("seed", range(5))
def test_seeds_change_only_by_spaces(seed: int) -> None:
    doc = clean(SEED_TEXTS[seed])
    assert {n.rule for n in doc.notes} <= {"controls.line_end", "controls.space"}


@given(st.one_of(page_text, mixed_text))
def test_a_second_pass_changes_nothing(text: str) -> None:
    doc = clean(text)
    assert zxclean.undo(doc.text, doc.changes) == text
    assert clean(doc.text).changes == ()


@given(st.one_of(page_text, mixed_text))
def test_no_control_character_is_left(text: str) -> None:
    cleaned = clean(text).text
    assert not any(unicodedata.category(c) == "Cc" and c not in "\t\n" for c in cleaned)


@given(st.one_of(page_text, mixed_text))
def test_visible_characters_stay(text: str) -> None:
    def visible(some: str) -> list[str]:
        return [
            c
            for c in some
            if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Mn", "Zs", "Zl", "Zp"}
            and c not in "\u115f\u1160\u3164\uffa0"
        ]

    assert visible(clean(text).text) == visible(text)


@given(st.one_of(page_text, mixed_text))
def test_only_controls_go_without_chinese(text: str) -> None:
    text = HAN.sub("", text)
    kept = [c for c in text if unicodedata.category(c) != "Cc"]
    assert [c for c in clean(text).text if c not in "\t\n"] == kept


@pytest.mark.parametrize(
    "unit",
    ["\r", "\x00", "\u200b", "a\u200b", "\u200d\U0001f600", "\u05d0\u200f", "\xa0", "\u2028"],
)
def test_hostile_input_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = "中" + unit * (size // len(unit))
        start = time.perf_counter()
        assert clean(text).text
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(160_000) < 40 * seconds(10_000) + 0.2
