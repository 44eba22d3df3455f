"""Script conversion: OpenCC's output, character for character, in place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import SEED_TEXTS
from zxclean.pipeline import Pipeline
from zxclean.steps.script import Script, Target
from zxclean.tables import simplified_only


def convert(text: str, target: Target) -> str:
    return Pipeline((Script(target),))(text).text


@pytest.mark.parametrize(
    ("target", "before", "after"),
    [
        ("hans", "區委書記主持并講話", "区委书记主持并讲话"),
        ("hans", "乾隆與乾燥,瞭望與瞭解", "乾隆与干燥,瞭望与了解"),
        ("hans", "皇后在後面", "皇后在后面"),
        ("hans", "已是简体", "已是简体"),
        ("hans", "简体里的乾卦与國字", "简体里的乾卦与国字"),
        ("hans", "今日は東京で会議がある", "今日は東京で会議がある"),
        ("hant", "头发发展,皇后以后", "頭髮發展,皇后以後"),
        ("hant", "皇后在後面的公里數", "皇后在後面的公里數"),
        ("tw", "这里的台湾", "這裡的臺灣"),
        ("hk", "这里的卫生", "這裏的衞生"),
        ("tw", "這裏", "這裡"),
        ("dominant", "區委會議开", "區委會議開"),
        ("dominant", "区委会议開", "区委会议开"),
    ],
)
def test_conversion(target: Target, before: str, after: str) -> None:
    assert convert(before, target) == after


def test_lines_are_judged_one_by_one() -> None:
    assert convert("皇后开会以后\n皇后與後面", "hant") == "皇后開會以後\n皇后與後面"


def test_every_change_is_one_character() -> None:
    doc = Pipeline((Script("hans"),))("書記\ud800講話")
    assert [(c.source_start, c.before, c.after) for c in doc.changes] == [
        (0, "書", "书"),
        (1, "記", "记"),
        (3, "講", "讲"),
        (4, "話", "话"),
    ]
    assert doc.text == "书记\ud800讲话"


def test_the_seeds_come_out_as_opencc_has_them() -> None:
    opencc = pytest.importorskip("opencc")
    converter = opencc.OpenCC("t2s")
    for text in SEED_TEXTS:
        assert convert(text, "hans") == converter.convert(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=40))
def test_random_characters_come_out_as_opencc_has_them(text: str) -> None:
    opencc = pytest.importorskip("opencc")
    text = "國" + "".join(c for c in text if not simplified_only()[ord(c)])
    assert convert(text, "hans") == opencc.OpenCC("t2s").convert(text)
