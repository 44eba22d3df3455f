"""Markers of left-out text: what is removed, what is reported, what stays."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from strategies import SEED_TEXTS
from zxclean.pipeline import Pipeline
from zxclean.rules import Rule, compiled, load_rules
from zxclean.steps.glosses import Glosses
from zxclean.steps.truncation import Truncations
from zxclean.structure.notices import _words, find_notice
from zxclean.view import TextView

CASES = Path(__file__).parent / "cases" / "truncation.jsonl"
STEP = Pipeline((Truncations(),))
MARKED = Pipeline((Truncations(remove=False),))
GAP = "\u2026\u2026"


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def hits(rule: Rule, line: str) -> bool:
    if rule.scope == "notice":
        return find_notice(rule, line) is not None
    if rule.scope == "line":
        return compiled(rule.pattern).fullmatch(line) is not None
    return compiled(rule.pattern).search(line) is not None


@pytest.mark.parametrize("rule", load_rules("truncation"), ids=lambda rule: rule.id)
def test_row_hits_and_misses_its_lines(rule: Rule) -> None:
    assert hits(rule, TextView(rule.hit).folded)
    assert not hits(rule, TextView(rule.miss).folded)
    assert any(anchor in TextView(rule.hit).folded for anchor in rule.anchors)
    for written in (rule.pattern, *rule.anchors):
        assert TextView(written).folded == written
    assert rule.scope in ("line", "stretch", "notice") and rule.zone in ("any", "end")
    assert set(rule.tag.split()) <= {
        *(
            "middle",
            "end",
            "cut",
            "once",
            "bol",
            "eol",
            "resume",
            "silent",
            "thread",
            "behind",
            "boxed",
            "hidden",
        )
    }


def test_words_of_notices_are_folded() -> None:
    for word in _words()[0]:
        assert TextView(word).folded == word


NOTICES = [
    json.loads(line) for line in (CASES.parent / "notices.jsonl").read_text("utf-8").splitlines()
]
BEFORE = "步道今天开放，全长三公里，沿途有五处平台，老人和孩子都来看热闹。\n市民说，早就盼着这一天了，以后散步不用绕路"


@pytest.mark.parametrize("row", [pytest.param(r, id=r["line"]) for r in NOTICES])
def test_notice(row: dict[str, Any]) -> None:
    """A notice behind an article is its end, with the counts it states; a look-alike stays."""
    doc = STEP(f"{BEFORE}。\n{row['line']}")
    if not row["cut"]:
        assert doc.text.endswith(row["line"])
        return
    assert doc.text.rstrip("\n") == BEFORE + "。" + ("\n" + row["left"] if "left" in row else "")
    if row.get("silent"):
        assert doc.truncations == ()
        return
    [cut] = doc.truncations
    stated = {k: getattr(cut, k) for k in ("omitted_chars", "total_chars", "shown_chars")}
    assert {k: v for k, v in stated.items() if v is not None} == row.get("counts", {})


def test_an_article_ends_once() -> None:
    buttons = "打开客户端\n" * 12
    doc = STEP(f"{BEFORE}\n登录后查看全文\n{buttons}剩余内容请前往APP查看\n{buttons}")
    assert [cut.marker for cut in doc.truncations] == ["登录后查看全文"]
    assert "APP" not in doc.text


@pytest.mark.parametrize("rule", load_rules("truncation"), ids=lambda rule: rule.id)
def test_the_look_alike_of_a_row_stays_within_an_article(rule: Rule) -> None:
    text = f"会议在区里召开\u3002\n{rule.miss}"
    assert STEP(text).text == text


@pytest.mark.parametrize("row", [pytest.param(r, id=r["label"]) for r in rows()])
def test_case(row: dict[str, Any]) -> None:
    doc = STEP(row["before"])
    assert doc.text == row["after"]
    assert list(dict.fromkeys(note.rule for note in doc.notes)) == row["rules"]
    stated = [
        {
            name: value
            for name in ("where", "marker", "omitted_chars", "total_chars", "shown_chars")
            if (value := getattr(cut, name)) is not None
        }
        for cut in doc.truncations
    ]
    assert stated == row["cuts"]
    assert STEP(doc.text).text == doc.text


@pytest.mark.parametrize("row", [pytest.param(r, id=r["label"]) for r in rows()])
def test_marking_reports_the_same_cuts_and_changes_nothing(row: dict[str, Any]) -> None:
    doc = MARKED(row["before"])
    assert doc.changes == ()
    assert [cut.where for cut in doc.truncations] == [cut["where"] for cut in row["cuts"]]


def test_offsets() -> None:
    doc = STEP(f"推动了政 {GAP}(省略1460字,会员可见){GAP} 深刻理解")
    assert doc.text == f"推动了政{GAP}\n深刻理解"
    assert [(c.source_start, c.source_end, c.before, c.after) for c in doc.changes] == [
        (4, 5, " ", ""),
        (7, 23, f"(省略1460字,会员可见){GAP}", ""),
        (23, 24, " ", "\n"),
    ]
    assert doc.truncations[0].start == 6


def test_seed_with_two_cuts() -> None:
    doc = Pipeline((Glosses(), Truncations()))(SEED_TEXTS[3])
    middle, end = doc.truncations
    assert (middle.where, middle.omitted_chars) == ("middle", 1460)
    assert (end.where, end.total_chars, end.shown_chars) == ("end", 7885, 3797)
    assert f"有力推動了政{GAP}\n深刻理解" in doc.text
    assert f"協商民{GAP}\n上一篇" in doc.text
    assert doc.completeness == pytest.approx(3797 / 7885)


def facts(text: str) -> list[tuple[str, str | int]]:
    view = TextView(text)
    return [
        fact for proposal in Truncations().propose(view) for fact in getattr(proposal, "facts", ())
    ]


PROSE = (
    "调研组先后来到三个村\uff0c实地察看了河道治理和村道硬化等项目的进展情况\uff0c并与村民座谈\u3002"
)


@pytest.mark.parametrize(
    ("marker", "fact"),
    [
        ("展开剩余70%", ("shown_percent", 30)),
        ("第 2 页 共 5 页", ("page", 2)),
        ("第 2 页 共 5 页", ("pages", 5)),
        ("1 2 3 下一页 余下全文", ("pages", 3)),
        ("还剩3页未读\uff0c继续阅读", ("pages_left", 3)),
        ("\uff08下转第2版\uff09", ("continued_on", 2)),
        ("\uff08下转A4版\uff09", ("continued_on", "A4")),
        ("剩余1.5万字未显示", ("omitted_chars", 15000)),
    ],
)
def test_further_numbers_are_facts(marker: str, fact: tuple[str, str | int]) -> None:
    assert fact in facts(f"{PROSE}\n{marker}")


def test_text_without_chinese_is_left_alone() -> None:
    assert STEP("The end... Read more").changes == ()


UNITS = {
    "omitted": f"{GAP}(省略",
    "omitted-number": "(省略3字会员",
    "omitted-whole": "(省略1字,会员)",
    "unfinished": "(全文共1字",
    "word": "省略",
    "prompt-lines": "登录后阅读全文\n",
    "ellipsis": f"{GAP}阅读全文",
    "jump": "  (下转第2版)  ",
    "pages": "还剩3页未读,继续阅读 ",
    "excerpt": "[...]",
    "pager": "1 2 下一页 余下全文\n",
    "underscore": "_",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_cost_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = "区" + unit * (size // len(unit))
        best = float("inf")
        for _ in range(3):
            view = TextView(text)
            _ = view.anchors, view.has_chinese  # shared by all steps
            start = time.process_time()
            list(Truncations().propose(view))
            best = min(best, time.process_time() - start)
        return best

    # Sixteen times the input; a square would take 256 times as long.
    assert seconds(320_000) < 64 * seconds(20_000) + 0.3
