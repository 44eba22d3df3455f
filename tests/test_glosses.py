"""Pinyin notes: those of machines go, those of authors stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zxclean.pipeline import Pipeline
from zxclean.steps.glosses import Glosses

clean = Pipeline((Glosses(),))

REMOVED = [
    ("區(q\u016b)委", "區委"),
    ("區\uff08q\u016b\uff09委", "區委"),
    ("會(hu\u00ec )發(f\u0101)展", "會發展"),
    ("區( q\u016b)委", "區委"),
    ("區(q\u016b)(q\u016b)委", "區委"),
    ("區(qu\u0304)委", "區委"),  # combining macron
    ("關(gu\u0251n\u0304)", "關(gu\u0251n\u0304)"),  # macron on the wrong letter: no reading
    ("黨(d\u01ceng)的", "黨的"),
    ("區(q\u016b)區(q\u016b)協(xi\u00e9)委(w\u011bi)", "區區協委"),  # a page of notes
    ("会(hu\u00ec)议,大会(hu\u00ec),开会(hu\u00ec)", "会议,大会,开会"),  # one character, repeated
    (
        "看完(wan)后(hou),曾(ceng)在这个(ge)省作出很(hen)大(da)的(de)贡献(xian)了",
        "看完后,曾在这个省作出很大的贡献了",
    ),  # toneless, amid the text
    (
        "中(zhong)(zhong)共中央(yang)总书(shu)记在大会(hui)上举(ju)行(xing)仪式",
        "中共中央总书记在大会上举行仪式",
    ),
    (
        "發(fa1)展經(jing1)濟學(xue2)習區(qu1)委會(hui4)議聽(ting1)取報(bao4)告",
        "發展經濟學習區委會議聽取報告",
    ),  # tones as numbers
]

KEPT = [
    "郫(p\u00ed)县",
    "邗(h\u00e1n)江",
    "单(sh\u00e0n)县",  # a less usual reading
    "單(sh\u00e0n)縣",
    "樂(yu\u00e8)清",
    "重(ch\u00f3ng)庆和朝(ch\u00e1o)阳",
    "春(ch\u016bn)眠不觉(ju\u00e9)晓(xi\u01ceo)",  # a textbook: each character once
    "區(q\u00fa)委",  # the tone is another
    "區(qu)委",  # toneless
    "區(qu\u0101)委",
    "區(Q\u016b)委",
    "區(区)委",
    "區()委",
    "(q\u016b)委",
    "a(q\u016b)委",
    "區 (q\u016b)委",
    "爸(ba)、妈(ma)、哥(ge)、弟(di)、姐(jie)、妹(mei)、爷(ye)",  # words to be learnt
    "你(ni)好(hao)吗(ma)我(wo)很(hen)好(hao)谢(xie)谢(xie)",  # each character read out
    "总额(e)乘以税率(lv)得到款(kuan)项",
    "區(q\u016b委",
]


@pytest.mark.parametrize(("before", "after"), REMOVED)
def test_notes_of_machines_go(before: str, after: str) -> None:
    assert clean(before).text == after
    assert all(n.rule == "glosses.pinyin" for n in clean(before).notes)


@pytest.mark.parametrize("text", KEPT)
def test_notes_of_authors_stay(text: str) -> None:
    assert clean(text).changes == ()


def test_the_spot_of_a_note_is_exact() -> None:
    doc = clean("自治區(q\u016b)黨委")
    assert [(c.source_start, c.source_end, c.start, c.end) for c in doc.changes] == [(3, 7, 3, 3)]
    assert doc.to_source(2, 4) == (2, 8)


COMMON = {
    "会": "huì",
    "议": "yì",
    "发": "fā",
    "国": "guó",
    "民": "mín",
    "区": "qū",
    "政": "zhèng",
    "协": "xié",
}


def noted(chars: str, rest: str) -> str:
    """Every character with its note two times and once without, and other text behind."""
    return "".join(f"{char}({COMMON[char]})" * 2 + char for char in chars) + rest


def test_notes_again_and_again_beside_bare_places_are_a_machines() -> None:
    chars = "".join(COMMON)
    assert clean(noted(chars, "")).text == "".join(char * 3 for char in chars)
    assert clean(noted(chars[1:], "")).changes == ()
    unusual = noted(chars[1:], "") + "夫(fú)何夫(fú)何夫"
    assert clean(unusual).changes == ()


def test_notes_on_rare_characters_go_where_a_machine_wrote_very_many() -> None:
    page = "區(qū)委黨(dǎng)協(xié)會(huì)"
    assert clean(page * 4 + "涪(fú)陵").text.endswith("涪(fú)陵")
    assert clean(page * 5 + "涪(fú)陵").text.endswith("會涪陵")
    assert clean(page * 5 + "涪(fù)陵").text.endswith("涪(fù)陵")


@given(st.text(st.sampled_from("區會(hu\u00ecq\u016b) \uff08\uff09")))
def test_removal_is_idempotent(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once
