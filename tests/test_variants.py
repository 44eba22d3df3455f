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
        ("\u2f32\u90e8", "\u5e72\u90e8", "radical"),
        ("\u2ed3\u6c5f", "\u957f\u6c5f", "radical"),
        ("\uf91d\u6b04", "\u6b04\u6b04", "compatibility"),
        ("\u8bfb\u6c17\u8c61", "\u8bfb\u6c14\u8c61", "japanese"),
        ("\u8b80\u6c17\u8c61", "\u8b80\u6c23\u8c61", "japanese"),
        ("\u771e\u7406", "\u771f\u7406", "form"),
        ("\u5929\ue7c7", "\u5929\u1e3f", "private"),
        ("\u5b57\ue854", "\u5b57\u9fba", "private"),
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
        "\u91d1\u6ca2\u306e\u6c17\u5019\u306f\u3088\u3044",  # Japanese
        "\u4f1a\u8bae\u4e2d\u56fd\u5b66",  # Simplified, though Japan writes so as well
        "\u82b8\u82b8\u4f17\u751f\u4e0e\u5f01\u8a00",  # rare, but Chinese
        "\ufa0e\ufa11",  # unified in spite of their block
    ],
)
def test_left_alone(text: str) -> None:
    assert Pipeline((Variants(),))(text).text == text


def test_unknown_private_characters_are_reported_as_runs() -> None:
    doc = Pipeline((Variants(),))("\u56fe\ue001\ue002\u6807\uf8f0")
    assert doc.text == "\u56fe\ue001\ue002\u6807\uf8f0"
    assert [(n.rule, n.span) for n in doc.notes] == [
        ("variants.unknown", (1, 3)),
        ("variants.unknown", (4, 5)),
    ]


def test_forms_stay_when_scripts_do() -> None:
    assert Pipeline((Variants(forms=False),))("\u2f32\u771e\u8bfb\u6c17").text == "\u5e72\u771e\u8bfb\u6c17"
    assert zxclean.clean("\u8bfb\u6c17\u8c61", script="keep").text == "\u8bfb\u6c17\u8c61"


@pytest.mark.parametrize("selector", ["\ufe00", "\U000e0101"])
def test_selectors_go_with_the_character_that_changes(selector: str) -> None:
    assert Pipeline((Variants(),))(f"\u771e{selector}\u7406").text == "\u771f\u7406"
    assert Pipeline((Script("hans"),))(f"\u9019\u500b\u6703{selector}\u8b70").text == "\u8fd9\u4e2a\u4f1a\u8bae"
    assert Pipeline((Script("hans"),))(f"\u9019\u500b\u4eba{selector}").text == f"\u8fd9\u4e2a\u4eba{selector}"


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
