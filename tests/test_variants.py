"""Variants below script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

import zxclean
from strategies import page_text
from zxclean import tables
from zxclean.pipeline import Pipeline
from zxclean.steps.script import Script
from zxclean.steps.variants import Variants


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("\u2f32部", "干部", "radical"),
        ("\u2ed3江", "长江", "radical"),
        ("\uf91d欄", "欄欄", "compatibility"),
        ("读気象", "读气象", "japanese"),
        ("讀気象", "讀氣象", "japanese"),
        ("眞理", "真理", "form"),
        ("天\ue7c7", "天\u1e3f", "private"),
        ("字\ue854", "字龺", "private"),
        ("目標\ufe54", "目標\uff1b", "mark"),
        ("會議\uff61", "會議\u3002", "mark"),
    ],
)
def test_written_as_what_they_stand_for(before: str, after: str, rule: str) -> None:
    doc = Pipeline((Variants(),))(before)
    assert doc.text == after
    assert [note.rule for note in doc.notes] == [f"variants.{rule}"]
    assert doc.to_source(0, len(after)) == (0, len(before))


@pytest.mark.parametrize(
    "text",
    [
        "金沢の気候はよい",  # Japanese
        "会议中国学",  # Simplified, though Japan writes so as well
        "芸芸众生与弁言",  # rare, but Chinese
        "好看\uff61◕‿◕\uff61",  # a face
        "\ufa0e\ufa11",  # unified in spite of their block
    ],
)
def test_left_alone(text: str) -> None:
    assert Pipeline((Variants(),))(text).text == text


def test_unknown_private_characters_are_reported_as_runs() -> None:
    doc = Pipeline((Variants(),))("图\ue001\ue002标\uf8f0")
    assert doc.text == "图\ue001\ue002标\uf8f0"
    assert [(n.rule, n.span) for n in doc.notes] == [
        ("variants.unknown", (1, 3)),
        ("variants.unknown", (4, 5)),
    ]


def test_forms_stay_when_scripts_do() -> None:
    assert Pipeline((Variants(forms=False),))("\u2f32眞读気").text == "干眞读気"
    assert zxclean.clean("读気象", script="keep").text == "读気象"


@pytest.mark.parametrize("selector", ["\ufe00", "\U000e0101"])
def test_selectors_go_with_the_character_that_changes(selector: str) -> None:
    assert Pipeline((Variants(),))(f"眞{selector}理").text == "真理"
    assert Pipeline((Script("hans"),))(f"這個會{selector}議").text == "这个会议"
    assert Pipeline((Script("hans"),))(f"這個人{selector}").text == f"这个人{selector}"


def test_the_tables_agree_with_unicode() -> None:
    pairs = tables.variants()
    for char, plain in pairs["compatibility"].items():
        assert unicodedata.normalize("NFKC", char) == plain
    for char, plain in pairs["radical"].items():
        if ord(char) >= 0x2F00:
            assert unicodedata.normalize("NFKC", char) == plain
        assert unicodedata.name(plain).startswith("CJK UNIFIED")
    for char, plain in pairs["private"].items():
        assert "\ue000" <= char <= "\uf8ff" and not "\ue000" <= plain <= "\uf8ff"
    chinese = tables.simplified_only() | tables.traditional_only()
    assert not any(chinese[ord(char)] for char in pairs["japanese"])


@given(page_text)
def test_a_second_run_changes_nothing(text: str) -> None:
    once = Pipeline((Variants(),))(text).text
    assert Pipeline((Variants(),))(once).text == once
