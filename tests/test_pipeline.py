"""Composition: the verbs of a pipeline, a user's own step, rounds until the text stands still."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest

import zxclean
from zxclean import Block, Edit, Mark, Pipeline, TextView


@dataclass(frozen=True)
class Replace:
    """Replaces one literal by another."""

    old: str
    new: str
    name: str = "replace"

    def propose(self, view: TextView) -> Iterable[Edit]:
        for found in re.finditer(re.escape(self.old), view.text):
            yield Edit(found.start(), found.end(), self.new, rule="replace.literal")


def names(pipeline: Pipeline) -> list[str]:
    return [step.name for step in pipeline.steps]


def test_verbs_return_new_pipelines() -> None:
    pipe = zxclean.default_pipeline()
    step = Replace("a", "b")
    assert "masks" in names(pipe) and "masks" not in names(pipe.without("masks"))
    assert names(pipe.replacing("script", step)) == [
        "replace" if name == "script" else name for name in names(pipe)
    ]
    after = names(pipe.with_step(step, after="glosses"))
    assert after[after.index("glosses") + 1] == "replace"
    before = names(pipe.with_step(step, before="glosses"))
    assert before[before.index("glosses") - 1] == "replace"
    assert names(pipe.with_step(step))[-1] == "replace"
    assert names(pipe) == names(zxclean.default_pipeline())


def test_unknown_steps_are_named() -> None:
    pipe = zxclean.default_pipeline()
    calls: list[Callable[[], Pipeline]] = [
        lambda: pipe.without("colour"),
        lambda: pipe.replacing("colour", Replace("a", "b")),
        lambda: pipe.with_step(Replace("a", "b"), after="colour"),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=r"'colour'.*glosses"):
            call()
    with pytest.raises(TypeError, match="not both"):
        pipe.with_step(Replace("a", "b"), after="script", before="script")


def test_options_leave_steps_out() -> None:
    full = set(names(zxclean.default_pipeline()))
    assert full - set(names(zxclean.default_pipeline(script="keep"))) == {"script"}
    assert full - set(names(zxclean.default_pipeline(punctuation="keep"))) == {"punctuation"}
    assert full - set(names(zxclean.default_pipeline(masks="keep"))) == {"masks"}
    assert "chrome" not in names(zxclean.default_pipeline(chrome="keep"))


def test_a_step_of_ones_own_has_full_provenance() -> None:
    pipe = zxclean.default_pipeline().with_step(Replace("政协", "政治协商会议"), after="script")
    doc = pipe("區政協工作會議")
    assert doc.text == "区政治协商会议工作会议"
    place = doc.text.index("政治协商会议")
    assert doc.to_source(place, place + 6) == (1, 3)
    change = next(c for c in doc.changes if c.after == "治协商会议")
    assert [n.rule for n in change.notes] == ["script.t2s", "replace.literal"]


def test_later_steps_feed_earlier_ones() -> None:
    doc = Pipeline((Replace("ab", "x", "first"), Replace("c", "b", "second")))("acac")
    assert doc.text == "xx"
    assert [n.normalizer for n in doc.notes] == ["second", "second", "first", "first"]
    assert zxclean.undo(doc.text, doc.changes) == "acac"


def test_a_text_that_does_not_settle_is_left_and_noted() -> None:
    pipe = Pipeline((Replace("a", "aa"),))
    doc = pipe("cab")
    assert doc.text == "cab" and doc.changes == ()
    assert [n.rule for n in doc.notes] == ["pipeline.unsettled"]
    assert pipe(doc.text).text == doc.text


def test_overlapping_edits_of_a_step_are_refused() -> None:
    class Clumsy:
        name = "clumsy"

        def propose(self, view: TextView) -> Iterable[Edit]:
            yield Edit(0, 2, "", rule="clumsy.a")
            yield Edit(1, 3, "", rule="clumsy.b")

    with pytest.raises(zxclean.EditError, match=r"'clumsy'.*overlap"):
        Pipeline((Clumsy(),))("abc")


def test_topics_reach_the_document() -> None:
    class Finder:
        name = "finder"

        def propose(self, view: TextView) -> Iterable[Edit | Mark | Block]:
            if "@" not in view.text:
                return
            place = view.text.index("@")
            yield Edit(place, place + 1, "某", "finder.at", kind="restore", topic="mask")
            yield Mark(
                0, 1, "finder.source", topic="metadata", facts=(("source", "x"), ("size", 3))
            )
            yield Mark(
                2,
                3,
                "finder.cut",
                topic="truncation",
                facts=(("where", "end"), ("total_chars", 8), ("shown_chars", 2)),
            )
            yield Block("heading", 0, 1)

    doc = Pipeline((Finder(),))("ab@\nrest")
    assert doc.text == "ab某\nrest"
    assert doc.masks == (zxclean.Mask(2, 3, "@", "某", 1.0),)
    assert doc.metadata.source == "x" and doc.metadata.extra == {"size": "3"}
    assert doc.truncations == (zxclean.Truncation(2, "end", None, 8, 2, "@"),)
    assert doc.completeness == 0.25
    assert [(b.kind, b.start, b.end) for b in doc.blocks] == [
        ("heading", 0, 1),
        ("paragraph", 1, 3),
        ("paragraph", 4, 8),
    ]


def test_bytes_say_how_they_were_read() -> None:
    doc = zxclean.clean("今天,晴。".encode("gb18030"), encoding="gb18030")
    assert doc.encoding == "gb18030" and doc.source == "今天,晴。"
    assert doc.notes[0].normalizer == "decode" and "gb18030" in doc.notes[0].message
    assert zxclean.clean(b"").text == ""
    assert zxclean.clean("今天").encoding is None


def test_clean_many_is_lazy_and_in_order() -> None:
    asked: list[int] = []

    def pages() -> Iterable[str]:
        for number in range(5):
            asked.append(number)
            yield f"第{number}頁"

    docs = zxclean.clean_many(pages())
    assert asked == []
    assert next(docs).text == "第0页" and asked == [0]
    assert [doc.text for doc in docs] == [f"第{n}页" for n in range(1, 5)]
    with pytest.raises(ValueError, match="workers=0"):
        zxclean.clean_many([], workers=0)


def test_facts_that_go_with_their_lines_leave_a_settled_text() -> None:
    page = (
        "区里的会\n来源:区政府网 2019-09-30 10:31\n\n"
        "贯彻_总书记讲话,会议指出,区委全面落实党的二十大和二十届二中、三中全会精神,"
        "推动工作取得新成绩。"
    )
    once = zxclean.clean(page).text
    assert zxclean.clean(once).text == once


def test_text_without_its_control_characters_is_looked_at_again() -> None:
    line = "增强信心凝聚力量 携手奋进开创未来 渝中区领导"
    cut = "增强".encode().decode("gbk", "replace")
    latin = line.encode().decode("latin-1")
    source = f"{latin}{line[:13]}{line[3:4].encode().decode('latin-1')}{cut}"
    text = zxclean.clean(source).text
    assert text != source
    assert zxclean.clean(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        # Each was edited by a second cleaning while steps could sit out a round in short texts.
        '\u4e00";;',
        "\u5148\u751f??\u7742W\u6709",
        "\u540c\u9353\u56e9\u6680\u7477\n",
        "(!\n\u8e29 \u8d5e4 \u6536\u85cf\r\u6599)",
        ";\u016b\u4e8c\n\u65b0\u95fb\u7cbe\u9009\n\uff0c",
        "\u8bb0\u8005\u674e\u660e\n\uff1f\n\u53c2\u4e0e2323 ",
        # The day behind the editor is read when the lines below are gone, and then the mask.
        "_\u603b\u4e66\u8bb0\u3002\n(\u7de8\u8f2f:\u9673\u5c0f\u83ef)1120827\n"
        "\u597d\u6587\u63a8\u8350\n\u66f8\u662f\u4e00\u751f\u7684\u4e8b\u60c5\u770b\u6cd5\u3002",
        "\u865b\u773c\u754c\uff0c\u90a3\u8a08\u5e7b\u6f1a\u751f\u3002\n"
        "\u7f16\u5173\u6ce8\u5fae\u535a\ue667\u70ed\u7ebf",
    ],
)
def test_short_texts_stand_still(text: str) -> None:
    once = zxclean.clean(text).text
    assert zxclean.clean(once).text == once


def test_a_label_whose_value_is_only_signs_states_nothing() -> None:
    page = "2019-2\u5ba1\u6838\uff1a\t\uff1a\u9875"
    assert zxclean.clean(page).text == page
