"""Structure: what is repaired, what is labelled, and good text that stays as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import assert_linear
from strategies import SEED_TEXTS
from zxclean import Block, undo
from zxclean.document import Document
from zxclean.pipeline import Pipeline
from zxclean.steps.blocks import Blocks
from zxclean.structure.copies import squeeze
from zxclean.structure.credits import find_author, is_byline, is_caption
from zxclean.structure.headlines import find_told_headline
from zxclean.structure.joins import SEAM_SCORE, score_seams
from zxclean.structure.lines import COMMA, OPEN, PAUSE, STOP, read_lines
from zxclean.view import TextView

CASES = Path(__file__).parent / "cases"
clean = Pipeline((Blocks(),))

WIDE = str.maketrans({",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "(": "\uff08", ")": "\uff09"})
NARROW = {ord(str(wide)): chr(mark) for mark, wide in WIDE.items()}


def rows(name: str) -> list[Any]:
    text = (CASES / name).read_text("utf-8")
    return [pytest.param(r, id=r["label"]) for r in map(json.loads, text.split("\n")[:-1])]


def labels(doc: Document) -> list[list[str]]:
    """Kind and text of every block that is no paragraph."""
    return [[b.kind, doc.text[b.start : b.end]] for b in doc.blocks if b.kind != "paragraph"]


def kinds(doc: Document) -> dict[str, str]:
    return {squeeze(doc.text[b.start : b.end]): b.kind for b in doc.blocks}


# Cases


@pytest.mark.parametrize("row", rows("blocks.jsonl"))
def test_case(row: dict[str, Any]) -> None:
    doc = clean(row["before"])
    assert doc.text == row["after"]
    assert sorted({note.rule for note in doc.notes}) == row["rules"]
    if "blocks" in row:
        assert labels(doc) == row["blocks"]
    if "author" in row:
        assert doc.metadata.author == row["author"]
    assert clean(doc.text).changes == ()


@pytest.mark.parametrize("row", rows("unchanged.jsonl") + rows("unchanged_keep.jsonl"))
def test_good_text_stays(row: dict[str, Any]) -> None:
    assert clean(row["text"]).changes == ()


@pytest.mark.parametrize("row", rows("blocks.jsonl"))
def test_narrow_marks_give_the_same_structure(row: dict[str, Any]) -> None:
    if row["label"] == "join-mark-begins-line":
        pytest.skip("a narrow comma may begin a line of code")
    doc = clean(row["before"].translate(NARROW))
    assert doc.text == row["after"].translate(NARROW)


# Offsets


def test_blocks_lie_exactly_on_their_lines() -> None:
    body = "今年雨水来得早\uff0c三月刚过\uff0c田里就蓄满了水\uff0c秧苗一天一个样。"
    text = f"\n\n 老街的灯 \n\n\n\u3000\u3000{body}\n\n一、药铺\n\n{body}\n"
    doc = clean(text)
    assert doc.text == f"老街的灯\n\n{body}\n\n一、药铺\n\n{body}"
    size = len(body)
    assert doc.blocks == (
        Block("title", 0, 4),
        Block("paragraph", 6, 6 + size),
        Block("heading", 8 + size, 12 + size),
        Block("paragraph", 14 + size, 14 + 2 * size),
    )
    assert doc.to_source(0, 4) == (3, 7)


def test_a_join_deletes_the_white_space_alone() -> None:
    row = next(r.values[0] for r in rows("blocks.jsonl") if r.id == "join-in-a-word")
    (change,) = clean(row["before"]).changes
    assert (change.before, change.after) == ("\n\n", "")
    assert row["before"][change.source_start - 1] == "存"


# Seeds, with what other steps do to them done by hand


def seed(number: int) -> str:
    text = SEED_TEXTS[number]
    lines = text.split("\n")
    if number == 0:
        return "\n".join(lines[:1] + lines[6:-1]).translate(WIDE)
    if number == 2:
        return "\n".join(lines[17:18] + lines[19:100]).translate(WIDE)
    return text.translate(WIDE)


def test_seed_0_has_a_title_and_ten_paragraphs() -> None:
    doc = clean(seed(0))
    assert doc.title == seed(0).split("\n")[0]
    assert [b.kind for b in doc.blocks] == ["title"] + 10 * ["paragraph"]


def test_seed_1_is_joined_and_labelled() -> None:
    doc = clean(seed(1))
    assert squeeze(doc.title or "") == "踔厉奋发启新程凝心聚力谱新篇"
    assert doc.subtitle == "——2022年渝中区政协工作综述"
    assert doc.metadata.author == "李一"
    for joined in (
        "区域内存量产业载体",
        "114名品学兼优的困难学子",
        "人民政协制度的参与者、实践者、推动者",
    ):
        assert any(joined in paragraph for paragraph in doc.paragraphs)
    assert sum(note.rule == "blocks.join" for note in doc.notes) == 3
    found = [kind for kind, _ in labels(doc)]
    assert (found.count("heading"), found.count("caption"), found.count("byline")) == (6, 7, 1)
    paragraph = "这一工作经验也得到全市政协系统的广泛推广"
    assert kinds(doc)[next(k for k in kinds(doc) if k.startswith(paragraph))] == "paragraph"


def test_seed_2_keeps_its_ellipsis_paragraphs() -> None:
    doc = clean(seed(2))
    assert doc.text == seed(2)
    assert doc.title == "走心助发展 共绘新篇章"
    assert doc.subtitle == "——涪陵区政协助力经济社会高质量发展记略"
    assert doc.paragraphs.count("……") == 2
    assert [text for kind, text in labels(doc) if kind == "heading"] == [
        "深学细悟夯实思想根基",
        "以高质量履职助推高质量发展",
        "持续叫响具有辨识度的协商品牌",
    ]
    assert labels(doc)[-1] == ["byline", "\uff08涪陵区政协 文/图\uff09"]


def test_seed_3_is_split_and_its_title_stands_once() -> None:
    text = re.sub(r"\([^\u3400-\u9fff)]+\)", "", SEED_TEXTS[3])
    text = text.replace("標題:", "").replace(" |\n", "\n")
    doc = clean(re.sub(r"\(快文網.*?\)", "", text))
    assert doc.title == "在區委政協工作會議上的講話"
    assert doc.text.count("在區委政協工作會議上的講話\n") == 1
    assert len(doc.paragraphs) >= 6
    assert kinds(doc)["二、堅持勤勉盡責,全面提升政協工作的總體水平"] == "heading"
    assert "。 一是" not in doc.text and "\n一是圍繞中心服務大局" in doc.text


def test_seed_4_has_no_title() -> None:
    doc = clean(seed(4))
    assert doc.title is None
    assert len(doc.paragraphs) == 8
    assert doc.text == seed(4)


@pytest.mark.parametrize("width", [30, 33, 36, 40])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_wrapped_paragraphs_are_joined_again(width: int, indent: str) -> None:
    paragraphs = seed(0).strip().split("\n\n")[1:]
    wrapped = [
        "\n".join((indent + p)[i : i + width] for i in range(0, len(indent + p), width))
        for p in paragraphs
    ]
    doc = clean("\n\n".join(wrapped))
    assert doc.text == "\n\n".join(paragraphs)


# Parts


def test_lines_know_how_they_end() -> None:
    text = "春天。\n“夏天\uff1f”\n秋天\uff1b\n冬天\uff0c\n《四季》\n\n\n\uff08完\uff09"
    lines = read_lines(TextView(text))
    assert lines.ending.tolist() == [STOP, STOP, PAUSE, COMMA, OPEN, OPEN]
    assert lines.closed.tolist() == [False, True, False, False, True, True]
    assert lines.gap.tolist() == [0, 0, 0, 0, 0, 2]


def test_lines_of_an_empty_text() -> None:
    assert len(read_lines(TextView(""))) == 0
    assert len(read_lines(TextView(" \n\u3000\n"))) == 0


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("文/记者 李一图/区政协提供", "李一"),
        ("(涪陵区政协 文/图)", None),
        ("本报记者 王小明", "王小明"),
        ("记者 李雷 摄影报道", "李雷"),
        ("作者:徐 影", "徐影"),
        ("作者:张三、李四", "张三、李四"),
        ("作者:未知", None),
        ("采写:南都记者 王五", "王五"),
        ("新华社记者 张三 摄", None),
        ("文/高新区融媒体", None),
        ("王小明/文", "王小明"),
        ("本报记者 欧阳娜", "欧阳娜"),
        ("文/王宏图", "王宏图"),
        ("《棱镜》作者 周纯", "周纯"),
    ],
)
def test_bylines(line: str, author: str | None) -> None:
    assert is_byline(line)
    assert find_author(line) == author


@pytest.mark.parametrize(
    "line",
    [
        "记者站在门口等人",
        "记者从有关部门获悉",
        "记者:村里现在还有多少人会唱这种山歌?",
        "作者单位:某大学",
        "摄影:一种看的方式",
        "文:",
        "图书馆",
        "文章/图片",
    ],
)
def test_no_bylines(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("图为白鹭在浅滩上觅食。", True),
        ("图1 试验装置", True),
        ("\u25b2新建的码头", True),
        ("游客在湖边散步。(资料图)", True),
        ("某地的公园(视频截图)", True),
        ("本报记者 李江 摄", True),
        ("\u25b2", False),
        ("图书馆新添了自助借还机。", False),
        ("图穷匕见", False),
        ("他拿出一张地图", False),
    ],
)
def test_captions(line: str, expected: bool) -> None:
    assert is_caption(line) == expected


def test_the_title_another_step_found_is_taken() -> None:
    text = "县情概览\n\n青山县的四季\n\n" + "今年雨水来得早\uff0c三月刚过\uff0c田里就蓄满了水。" * 4
    found = find_told_headline(read_lines(TextView(text, {"title": "青山县的四季"})))
    assert found and found.title == 1


def test_a_line_that_is_moved_or_removed_is_edited_once() -> None:
    before = (
        "对此\uff0c区政协盯住“两头”抓实自身建设\uff0c强化委员担当\uff0c清正廉洁树形象。“一头”为政"
    )
    after = "的参与者、实践者、推动者\uff0c多措并举建强建言献策“主力军”\uff0c用好履职尽责“排头兵”。"
    for middle in ("增", "增 ", " 第3页", "步道上的市民"):
        page = f"{before}\n\n\n{middle}\n{after}{after}\n"
        text = clean(page).text
        assert before + after in text
        assert clean(text).text == text


def seam_score(last: str, first: str) -> float:
    return float(score_seams([last], [first])[0])


@pytest.mark.parametrize(("last", "first"), ["存量", "政协", "发展", "困难"])
def test_characters_of_a_word_go_together(last: str, first: str) -> None:
    assert seam_score(last, first) >= SEAM_SCORE


@pytest.mark.parametrize(("last", "first"), ["能下", "效会", "展二", "贺今"])
def test_the_end_and_the_start_of_sentences_do_not(last: str, first: str) -> None:
    assert seam_score(last, first) < SEAM_SCORE


# Properties

PIECES = [line for text in SEED_TEXTS for line in text.split("\n") if len(line) < 1000]
PIECES += [
    line
    for param in (*rows("blocks.jsonl"), *rows("unchanged.jsonl"))
    for line in param.values[0].get("text", param.values[0].get("before", "")).split("\n")
    if len(line) < 1000
]
BREAKS = ["\n", "\n\n", "\n\n\n\n", " ", "\n\u3000\u3000", "\n    ", " \n", "\n\t", ""]
pages = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS), st.integers(0, 400)), max_size=14
).map(lambda parts: "".join(piece[:cut] + gap for piece, gap, cut in parts))


@settings(max_examples=300, deadline=None)
@given(pages)
def test_cleaning_twice_changes_nothing_more(page: str) -> None:
    doc = clean(page)
    assert not any(note.rule == "pipeline.unsettled" for note in doc.notes)
    assert clean(doc.text).changes == ()


@settings(max_examples=300, deadline=None)
@given(pages)
def test_nothing_but_white_space_and_copies_goes(page: str) -> None:
    doc = clean(page)
    copies = ("blocks.doubled_title", "blocks.repeated")
    rules = {note.rule for note in doc.notes}
    if rules.isdisjoint((*copies, "blocks.split")):
        assert sorted(squeeze(doc.text)) == sorted(squeeze(page))
        assert "blocks.around" in rules or squeeze(doc.text) == squeeze(page)
    for note in doc.notes:
        if note.rule == "blocks.repeated":
            assert squeeze(page).count(squeeze(note.before)) > 1
        if note.rule == "blocks.around":  # what stood between goes below
            assert squeeze(note.before) in squeeze(doc.text)
        elif note.rule not in copies and note.kind != "mark" and "\n" in note.before:
            assert not note.before.strip()


@settings(max_examples=200, deadline=None)
@given(pages)
def test_blocks_are_whole_lines_in_order(page: str) -> None:
    doc = clean(page)
    end = 0
    for block in doc.blocks:
        assert end <= block.start < block.end <= len(doc.text)
        assert not doc.text[end : block.start].strip()
        # White space of any kind may stand before it on its line: an em space too.
        assert not doc.text[: block.start].rpartition("\n")[2].strip()
        end = block.end


@pytest.mark.parametrize(
    "text",
    ["", "\n", "中", " 中 ", "中\n", "\u3000" * 9, "中" * 5000, "(" * 99 + "中", "\ud800中\n\n\n"],
)
def test_odd_texts_do_not_raise(text: str) -> None:
    doc = clean(text)
    covered = "".join(doc.text[block.start : block.end] for block in doc.blocks)
    assert "".join(covered.split()) == "".join(doc.text.split())
    assert undo(doc.text, doc.changes) == text


def test_no_edit_touches_text_without_chinese() -> None:
    assert clean("  a  \n\n\n\n b ").changes == ()


@pytest.mark.parametrize(
    "unit", ["中 ", "一、\n", "”", "\u3000", "文/", "中|\n", "记者\n", "。 ", "\n "]
)
def test_long_repetitions_take_linear_time(unit: str) -> None:
    assert_linear(lambda text: list(Blocks().propose(TextView(text))), unit)
