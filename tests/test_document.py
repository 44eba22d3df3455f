"""The document record: frozen, comparable, readable back from JSON."""

from __future__ import annotations

import json

import pytest

import zxclean
from strategies import SEED_TEXTS
from zxclean import Block, Document
from zxclean.markdown import render


def test_a_document_is_frozen_and_hashable() -> None:
    doc = zxclean.clean("區委")
    with pytest.raises(AttributeError, match="frozen"):
        doc.text = "x"
    with pytest.raises(AttributeError, match="frozen"):
        del doc.text
    assert {doc, zxclean.clean("區委")} == {doc}
    assert doc != zxclean.clean("区委") and doc != "区委"
    assert "1 changes" in repr(doc)


def test_json_has_the_text_and_the_changes_but_not_the_source() -> None:
    doc = zxclean.clean(SEED_TEXTS[0])
    built = json.loads(doc.to_json())
    assert built == json.loads(json.dumps(doc.to_dict()))
    assert built["text"] == doc.text and "source" not in built
    assert len(built["changes"]) == len(doc.changes) and len(built["notes"]) == len(doc.notes)
    first = built["changes"][0]
    assert first["before"] == doc.changes[0].before
    assert [built["notes"][i]["rule"] for i in first["notes"]] == [
        n.rule for n in doc.changes[0].notes
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d\ude00 as two surrogates, \ud800 alone",
        "\x10 data link escape beside \ud83d\ude00 區",
        "區\ud800(q\u016b)",
        "\ue000\uffff\U0010ffff區",
    ],
)
def test_surrogates_survive_json(text: str) -> None:
    for options in ({}, {"script": "keep"}):
        doc = zxclean.clean(text, **options)  # type: ignore[arg-type]
        written = doc.to_json()
        written.encode("utf-8")
        back = Document.from_json(written.encode())
        assert back == doc and back.source == text


@pytest.mark.parametrize("data", ["", "{", "[]", '{"text": 3}', b"\xff", '{"escape":"\\u0010"'])
def test_other_json_is_refused(data: str | bytes) -> None:
    with pytest.raises(ValueError, match="zxclean document"):
        Document.from_json(data)


def test_json_whose_changes_do_not_fit_is_refused() -> None:
    doc = zxclean.clean("區委")
    with pytest.raises(ValueError, match="does not fit"):
        Document.from_json(doc.to_json().replace('"区委"', '"市委"'))


def test_replay_refuses_another_text() -> None:
    doc = zxclean.clean("區委")
    with pytest.raises(ValueError, match="does not fit"):
        zxclean.replay("市委", doc.changes)


def test_projections_survive_json() -> None:
    doc = zxclean.clean(SEED_TEXTS[3])
    back = Document.from_json(doc.to_json())
    for start in range(0, len(doc.text) - 7, 53):
        assert back.to_source(start, start + 7) == doc.to_source(start, start + 7)
        assert back.from_source(start, start + 7) == doc.from_source(start, start + 7)
    assert back.to_markdown() == doc.to_markdown()


@pytest.mark.parametrize(
    ("text", "kinds", "markdown"),
    [
        ("", [], ""),
        ("题\n副\n节\n文", ["title", "subtitle", "heading", "paragraph"],
         "# 题\n\n**副**\n\n## 节\n\n文\n"),
        ("图为会场\n文/李一", ["caption", "byline"], "*图为会场*\n\n*文/李一*\n"),
        ("- 甲\n· 乙", ["list", "list"], "- 甲\n- 乙\n"),
        ("# 号\n1. 一*二_三", ["paragraph", "paragraph"], "\\# 号\n\n1\\. 一\\*二\\_三\n"),
    ],
)  # fmt: skip
def test_markdown(text: str, kinds: list[str], markdown: str) -> None:
    blocks = []
    position = 0
    for kind, line in zip(kinds, text.split("\n"), strict=False):
        blocks.append(Block(kind, position, position + len(line)))  # type: ignore[arg-type]
        position += len(line) + 1
    assert render(text, blocks) == markdown


def test_a_table_becomes_a_table() -> None:
    text = "区县\t户数\n甲|乙\t1"
    assert render(text, [Block("table", 0, len(text))]) == (
        "| 区县 | 户数 |  |\n| --- | --- | --- |\n| 甲 | 乙 | 1 |\n"
    )


def test_a_name_cut_short_is_no_fact() -> None:
    page = (
        "江边步道开放\n来源\uff1a临溪{} 发布时间\uff1a2019-10-10 14:31\n打印 打印\n"
        "江边步道今天开放\uff0c全长三公里\uff0c居民前来散步。"
    )
    for end, source in (("", "临溪"), ("\ufffd", None)):
        facts = zxclean.clean(page.format(end)).metadata
        assert (facts.source, facts.published_at) == (source, "2019-10-10T14:31")
