"""Control, line end and invisible characters: removed where they mean nothing."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zxclean
from checks import GOOD_TEXT, assert_case, assert_linear, labelled
from strategies import SEED_TEXTS, page_text
from zxclean.pipeline import Pipeline
from zxclean.steps.controls import Controls

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


@pytest.mark.parametrize("row", labelled("controls.jsonl"))
def test_cases(row: dict[str, str]) -> None:
    assert_case(clean, row)


@pytest.mark.parametrize("row", GOOD_TEXT)
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
    assert_linear(clean, unit)
