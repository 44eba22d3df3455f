"""The script of a text's stretches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import page_text
from zxclean.near import judge_at
from zxclean.scripts import Script, break_table, find_stretches, judge, majority
from zxclean.view import TextView


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", [("abc", None)]),
        ("這個會議\u3002", [("這個會議\u3002", "hant")]),
        # A quotation of Traditional in a Simplified article.
        (
            "他写过\u300c會當凌絶頂\u300d这个题",
            [
                ("他写过\u300c", "hans"),
                ("會當凌絶頂\u300d", "hant"),
                ("这个题", "hans"),
            ],
        ),
        # A Japanese name in a Chinese sentence does not make it Japanese.
        (
            "歌手\u300cあいみょん\u300d在台北舉辦演唱會",
            [
                ("歌手\u300c", None),
                ("あいみょん\u300d", "ja"),
                ("在台北舉辦演唱會", "hant"),
            ],
        ),
        # A quotation without kana in a Japanese sentence is Japanese.
        (
            "彼は\u300c東京都知事\u300dと言った\u3002",
            [("彼は\u300c東京都知事\u300dと言った\u3002", "ja")],
        ),
        # One の is what shop signs write.
        ("鮮の味餐廳開業了", [("鮮の味餐廳開業了", "hant")]),
        ("大韓民國의 憲法", [("大韓民國의 憲法", "ko")]),
        # A Korean name in brackets does not make the sentence Korean.
        (
            "金賢秀(김현수)表示會議",
            [("金賢秀(", "hant"), ("김현수)", "ko"), ("表示會議", "hant")],
        ),
    ],
)
def test_stretches(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(text[s.start : s.end], s.script) for s in find_stretches(text)] == expected


def test_more_telling_characters_are_surer() -> None:
    few, many = (find_stretches(text)[0].confidence for text in ("會", "這個會議講話"))
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
    assert find_stretches("手机报价 " * 40 + "あい")[0].script == "hans"


def test_kanji_lines_of_a_japanese_page_are_japanese() -> None:
    text = "今日は東京で会議があるということです\n" * 9 + "東京"
    assert [s.script for s in find_stretches(text)] == ["ja"]


mixed_scripts = st.lists(
    st.sampled_from(
        [
            "会议",
            "學",
            "後面",
            "著",
            "这",
            "の",
            "は",
            "のへや",
            "한국",
            "\u3002",
            "\n",
            "\uff08",
            ", ",
            "a",
        ]
    ),
    min_size=1,
    max_size=40,
).map("".join)


@given(st.one_of(mixed_scripts, page_text), st.data())
def test_a_place_is_judged_as_with_the_whole_text(text: str, data: st.DataObject) -> None:
    view = TextView(text * 2 + "\n" + "会议说这里。" * 200)
    inside = np.flatnonzero(~break_table().take(view.codes[: 2 * len(text)]))
    if not len(inside):
        return
    drawn = data.draw(st.sets(st.sampled_from(inside.tolist()), min_size=1, max_size=5))
    places = np.array(sorted(drawn))
    scripts: tuple[Script, ...] = ("hans", "hant")
    for main in scripts:
        whole = judge(view.codes, view.classes, main)
        near = judge_at(view, places, main)
        assert near is None or near.simplified.tolist() == whole.simplified[places].tolist()
        assert near is None or near.foreign.tolist() == whole.foreign[places].tolist()


def test_few_places_of_a_long_text_are_judged_near() -> None:
    view = TextView("会议说这里。" * 400 + "\n他说\u300c會後のへや\u300d。")
    places = np.flatnonzero(view.codes == ord("會"))
    near = judge_at(view, places, "hans")
    assert near is not None and near.simplified.tolist() == [False]
