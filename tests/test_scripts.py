"""The script of a text's stretches."""

from __future__ import annotations

import pytest
from hypothesis import given

from strategies import page_text
from zxclean.scripts import find_stretches, judge, majority
from zxclean.view import TextView


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", [("abc", None)]),
        ("\u9019\u500b\u6703\u8b70\u3002", [("\u9019\u500b\u6703\u8b70\u3002", "hant")]),
        # A quotation of Traditional in a Simplified article.
        (
            "\u4ed6\u5199\u8fc7\u300c\u6703\u7576\u51cc\u7d76\u9802\u300d\u8fd9\u4e2a\u9898",
            [
                ("\u4ed6\u5199\u8fc7\u300c", "hans"),
                ("\u6703\u7576\u51cc\u7d76\u9802\u300d", "hant"),
                ("\u8fd9\u4e2a\u9898", "hans"),
            ],
        ),
        # A Japanese name in a Chinese sentence does not make it Japanese.
        (
            "\u6b4c\u624b\u300c\u3042\u3044\u307f\u3087\u3093\u300d\u5728\u53f0\u5317\u8209\u8fa6\u6f14\u5531\u6703",
            [
                ("\u6b4c\u624b\u300c", None),
                ("\u3042\u3044\u307f\u3087\u3093\u300d", "ja"),
                ("\u5728\u53f0\u5317\u8209\u8fa6\u6f14\u5531\u6703", "hant"),
            ],
        ),
        # A quotation without kana in a Japanese sentence is Japanese.
        (
            "\u5f7c\u306f\u300c\u6771\u4eac\u90fd\u77e5\u4e8b\u300d\u3068\u8a00\u3063\u305f\u3002",
            [("\u5f7c\u306f\u300c\u6771\u4eac\u90fd\u77e5\u4e8b\u300d\u3068\u8a00\u3063\u305f\u3002", "ja")],
        ),
        # One \u306e is what shop signs write.
        ("\u9bae\u306e\u5473\u9910\u5ef3\u958b\u696d\u4e86", [("\u9bae\u306e\u5473\u9910\u5ef3\u958b\u696d\u4e86", "hant")]),
        ("\u5927\u97d3\u6c11\u570b\uc758 \u61b2\u6cd5", [("\u5927\u97d3\u6c11\u570b\uc758 \u61b2\u6cd5", "ko")]),
        # A Korean name in brackets does not make the sentence Korean.
        (
            "\u91d1\u8ce2\u79c0(\uae40\ud604\uc218)\u8868\u793a\u6703\u8b70",
            [("\u91d1\u8ce2\u79c0(", "hant"), ("\uae40\ud604\uc218)", "ko"), ("\u8868\u793a\u6703\u8b70", "hant")],
        ),
    ],
)
def test_stretches(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(text[s.start : s.end], s.script) for s in find_stretches(text)] == expected


def test_more_telling_characters_are_surer() -> None:
    few, many = (find_stretches(text)[0].confidence for text in ("\u6703", "\u9019\u500b\u6703\u8b70\u8b1b\u8a71"))
    assert 0.5 < few < many < 1


@given(page_text)
def test_stretches_cover_the_text_in_order(text: str) -> None:
    stretches = find_stretches(text)
    assert "".join(text[s.start : s.end] for s in stretches) == text
    assert all(0 <= s.confidence <= 1 for s in stretches)


@given(page_text)
def test_every_code_point_is_judged(text: str) -> None:
    view = TextView(text)
    judged = judge(view.codes, view.classes, majority(view)) if text else None
    assert judged is None or len(judged.simplified) == len(judged.foreign) == len(text)


def test_a_list_of_names_with_few_kana_is_chinese() -> None:
    assert find_stretches("\u624b\u673a\u62a5\u4ef7 " * 40 + "\u3042\u3044")[0].script == "hans"


def test_kanji_lines_of_a_japanese_page_are_japanese() -> None:
    text = "\u4eca\u65e5\u306f\u6771\u4eac\u3067\u4f1a\u8b70\u304c\u3042\u308b\u3068\u3044\u3046\u3053\u3068\u3067\u3059\n" * 9 + "\u6771\u4eac"
    assert [s.script for s in find_stretches(text)] == ["ja"]
