"""Width of punctuation: wide in Chinese text, narrow elsewhere."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zxclean
from checks import GOOD_TEXT, assert_case, assert_linear, labelled
from strategies import SEED_TEXTS, page_text
from zxclean.brackets import Pair, is_chinese, pair_brackets
from zxclean.neighbours import LETTER, kind_table
from zxclean.pipeline import Pipeline
from zxclean.steps.punctuation import _LETTERS, Punctuation

NARROW, WIDE = ",;:?!()", "\uff0c\uff1b\uff1a\uff1f\uff01\uff08\uff09"
BETWEEN_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff][,;:()][\u3400-\u4dbf\u4e00-\u9fff]")

clean = Pipeline((Punctuation(),))

PIECES = (
    *NARROW,
    *WIDE,
    *"中文吗\u3002\u3001\u201c\u201d\"'a1%~-*_={}[]<>/\\` \n\u3000\u3042\ud83d",
    "APP",
    "GDP",
    "the ",
    "PM2.5",
    ", ",
    ":)",
    ":(",
    "![",
    "](",
    "http://a.cn/",
    "[J]",
    "re:",
    "SELECT ",
    "print(",
)
mixed_text = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def narrow(text: str) -> str:
    return text.translate(str.maketrans(WIDE, NARROW))


@pytest.mark.parametrize("row", labelled("punctuation.jsonl"))
def test_cases(row: dict[str, str]) -> None:
    assert_case(clean, row)


@pytest.mark.parametrize("row", GOOD_TEXT)
def test_good_text_stays(row: dict[str, str]) -> None:
    assert clean(row["text"]).changes == ()


@pytest.mark.parametrize("seed", range(5))
def test_seeds_keep_no_narrow_mark_between_characters(seed: int) -> None:
    doc = clean(SEED_TEXTS[seed])
    assert not BETWEEN_HAN.search(doc.text)
    assert narrow(doc.text) == narrow(SEED_TEXTS[seed])


def test_all_commas_of_a_page_are_widened() -> None:
    doc = clean(SEED_TEXTS[0])
    assert "," not in doc.text
    assert doc.text.count("\uff0c") == 131


def test_a_change_says_what_it_was() -> None:
    doc = clean("甲, 乙")
    notes = [(n.rule, n.kind, n.source_span, n.before, n.after) for n in doc.notes]
    assert sorted(notes) == [
        ("punctuation.space", "remove", (2, 3), " ", ""),
        ("punctuation.width", "convert", (1, 2), ",", "\uff0c"),
    ]


def test_code_of_a_page_stays_and_its_prose_is_widened() -> None:
    text = '先写:\n\nnames = ["张三, 李四"]\nfor name in names:\n    print("你好, " + name)\n\n再看'
    assert clean(text).text == text.replace("先写:", "先写\uff1a")


def test_a_widened_mark_does_not_change_its_neighbours() -> None:
    text = "f(x), g(x), 其中x(整数), y为实数"
    once = clean(text).text
    assert once == "f(x), g(x)\uff0c其中x\uff08整数\uff09\uff0cy为实数"
    assert clean(once).text == once


@given(st.one_of(page_text, mixed_text))
def test_only_width_changes(text: str) -> None:
    doc = clean(text)
    assert narrow(doc.text).replace(" ", "") == narrow(text).replace(" ", "")
    for change in doc.changes:
        assert narrow(change.after) == change.before.replace(" ", "")
        assert set(change.before) <= set(NARROW + " ")
    assert zxclean.undo(doc.text, doc.changes) == text


@given(st.one_of(page_text, mixed_text))
def test_a_second_pass_changes_nothing(text: str) -> None:
    assert clean(clean(text).text).changes == ()


@given(st.text(st.characters(max_codepoint=0x2FFF, exclude_characters="\u2e80"), max_size=60))
def test_text_without_chinese_stays(text: str) -> None:
    assert clean(text).changes == ()


def test_brackets_of_both_widths_pair() -> None:
    text = "(a\uff08b)c\uff09"
    assert pair_brackets(text, [0, 2, 4, 6], [0, 0, 0, 0]) == [Pair(2, 4), Pair(0, 6)]
    assert is_chinese(text, Pair(2, 4))


def test_a_bracket_closes_in_the_next_line_but_no_later() -> None:
    text = "甲(乙\n丙)"
    assert pair_brackets(text, [1, 5], [0, 1]) == [Pair(1, 5)]
    assert sorted(pair_brackets(text, [1, 5], [0, 2])) == [Pair(-1, 5), Pair(1, -1)]
    assert clean("甲(乙\n1)丙").text == "甲\uff08乙\n1)丙"


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "中(",
        "(a",
        ",",
        "中a,",
        'a("',
        "<a ",
        "`",
        "{",
        "中,{",
        "http://",
        "[J]",
        "SELECT ",
        "?",
    ],
)
def test_hostile_input_is_linear(unit: str) -> None:
    assert_linear(clean, unit)


def test_columns_are_sorted_and_distinct() -> None:
    doc = clean("甲(乙),丙;丁(戊)")
    starts = np.array([change.source_start for change in doc.changes])
    assert (np.diff(starts) > 0).all()


def test_letters_are_those_of_the_table_of_kinds() -> None:
    there = [chr(code) for code in np.flatnonzero(kind_table() == LETTER).tolist()]
    assert there == [chr(code) for code in range(0x110000) if _LETTERS.match(chr(code))]
