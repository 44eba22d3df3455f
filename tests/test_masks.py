"""Hidden names: what comes back, what is listed, what is no mask at all."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from checks import assert_linear, labelled
from strategies import SEED_TEXTS
from zxclean import offices
from zxclean.pipeline import Pipeline
from zxclean.proposals import Edit, Mark
from zxclean.rules import Rule, compiled, load_rules
from zxclean.stars import Use, read_stars
from zxclean.steps.glosses import Glosses
from zxclean.steps.masks import Masks
from zxclean.steps.script import Script
from zxclean.view import TextView

TITLES = ("总书记", "为总书记", "核心", "国家主席", "军委主席", "总理", "政协主席", "委员长")


def pipeline(row: dict[str, Any], restore: bool = True) -> Pipeline:
    return Pipeline((Masks(restore, row.get("as_of")),))


@pytest.mark.parametrize("rule", load_rules("masks"), ids=lambda rule: rule.id)
def test_row_hits_and_misses_its_lines(rule: Rule) -> None:
    match = compiled(rule.pattern).search(TextView(rule.hit).folded)
    assert match is not None and match.start("mask") >= 0
    assert not compiled(rule.pattern).search(TextView(rule.miss).folded)
    assert any(anchor in TextView(rule.hit).folded for anchor in rule.anchors)
    for written in (rule.pattern, *rule.anchors):
        assert TextView(written).folded == written
    kind, _, value = rule.tag.partition(":")
    assert kind in ("", "fill", "part", "join", "office", "plan", "congress")
    assert kind != "office" or value in TITLES


@pytest.mark.parametrize("row", labelled("masks.jsonl"))
def test_case(row: dict[str, Any]) -> None:
    doc = pipeline(row)(row["before"])
    assert doc.text == row["after"]
    assert [[mask.raw, mask.restored] for mask in doc.masks] == row["masks"]
    for mask in doc.masks:
        assert doc.text[mask.start : mask.end] == mask.restored or mask.raw
    assert [note.rule for note in doc.notes] == row["rules"]
    assert pipeline(row)(doc.text).text == doc.text


@pytest.mark.parametrize("row", labelled("masks.jsonl"))
def test_marking_lists_the_same_masks_and_changes_nothing(row: dict[str, Any]) -> None:
    doc = pipeline(row, restore=False)(row["before"])
    assert doc.changes == ()
    listed = row.get("listed", [raw for raw, _ in row["masks"]])
    assert [mask.raw for mask in doc.masks] == listed
    assert {mask.restored for mask in doc.masks} <= {None}


def test_offsets() -> None:
    doc = Pipeline((Masks(as_of="2020"),))("贯彻_总书记视察*讲话,z-教治理")
    assert [(m.start, m.end, m.raw, m.restored) for m in doc.masks] == [
        (2, 5, "_", "习近平"),
        (10, 11, "*", None),
        (14, 16, "z-教", "宗教"),
    ]
    assert [(c.source_start, c.source_end, c.before, c.after) for c in doc.changes] == [
        (2, 3, "_", "习近平"),
        (12, 14, "z-", "宗"),
    ]


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_seed(script: str) -> None:
    steps = (Glosses(), Script("hans"), Masks()) if script == "hans" else (Glosses(), Masks())
    doc = Pipeline(steps)(SEED_TEXTS[3])
    restored = [m for m in doc.masks if m.restored is not None]
    listed = [m for m in doc.masks if m.restored is None]
    assert [m.raw for m in restored] == ["_"] * 11 + ["z-教"]
    assert len(listed) == 23 and {m.raw for m in listed} == {"*", "s_"}
    name = "习近平" if script == "hans" else "習近平"
    assert {m.restored for m in restored} == {name, "宗教"}
    assert f"{name}总书记视察*重要讲话" in doc.text or f"{name}總書記視察*重要講話" in doc.text


SECRETARY = "学习贯彻_总书记重要讲话精神"


def reading(text: str, as_of: str | None = None, published_at: str = "") -> str | None:
    facts = MappingProxyType({"published_at": published_at} if published_at else {})
    (proposal,) = Masks(as_of=as_of).propose(TextView(text, facts))
    assert isinstance(proposal, (Edit, Mark))
    return proposal.after if isinstance(proposal, Edit) else None


@pytest.mark.parametrize(
    ("as_of", "published_at", "name"),
    [
        (None, "", None),
        (None, "2019-09-20T14:31", "习近平"),
        (None, "2010", "胡锦涛"),
        ("2019", "", "习近平"),
        ("2019", "2010", "习近平"),
        ("2012-10", "", "胡锦涛"),
        ("2012-11", "", None),
        ("2012-11-15", "", "习近平"),
        ("2012", "", None),
        ("1985", "", "胡耀邦"),
        ("1935", "", None),
        ("2090", "", None),
    ],
)
def test_the_date_decides(as_of: str | None, published_at: str, name: str | None) -> None:
    assert reading(SECRETARY, as_of, published_at) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (
            "自2016年以来,各级组织坚持不懈抓学习抓落实,形成了上下联动齐抓共管的良好局面\u3002",
            "习近平",
        ),
        (
            "2018年3月,全区召开动员大会,各部门各镇街负责人参加,会上通报了一年来的情况\u3002",
            "习近平",
        ),
        (
            "我们正在为实现中华民族伟大复兴的中国梦而奋斗,各项工作都要向着这个目标努力\u3002",
            "习近平",
        ),
        ("到2035年,全区将基本实现现代化,城乡居民收入迈上新的大台阶,生态环境根本好转\u3002", None),
        ("力争2025年底前完成全部改造任务,让群众住得更放心、出行更方便、环境更加整洁\u3002", None),
        ("自2003年以来,各级组织坚持不懈抓学习抓落实,形成了上下联动齐抓共管的良好局面\u3002", None),
        ("我们要全面贯彻三个代表重要思想,各项工作都要向着这个目标努力,取得更大的成绩\u3002", None),
        ("伟大复兴的中国梦", None),
        ("为了中国梦,", "习近平"),
    ],
)
def test_the_text_tells_its_earliest_date(line: str, name: str | None) -> None:
    between = "" if line.endswith(",") else "\n"
    assert reading(line + between + SECRETARY) == name


def test_dates_that_disagree_decide_nothing() -> None:
    line = "自2016年以来,各级组织坚持不懈抓学习抓落实,形成了上下联动齐抓共管的良好局面\u3002"
    assert reading(f"{line}\n{SECRETARY}", as_of="2009") is None
    assert reading(f"{line}\n{SECRETARY}", published_at="2009-05-01") is None


def test_as_of_must_be_a_date() -> None:
    with pytest.raises(ValueError, match="as_of='soon'"):
        Masks(as_of="soon")


@pytest.mark.parametrize("title", TITLES)
def test_terms_of_an_office_follow_each_other(title: str) -> None:
    holders = offices.holders(title)
    years = [offices.holder(title, (year * 10000 + 601,) * 2) for year in range(1980, 2028)]
    assert list(dict.fromkeys(name for name in years if name)) == list(dict.fromkeys(holders))


def test_uses_of_stars() -> None:
    uses = [run.use for run in read_stars("视察*,**重点**,5*3,**市")]
    assert uses == [Use.MASK, Use.EMPHASIS, Use.EMPHASIS, Use.OTHER, Use.MASK]


def test_pages_without_masks_are_left_at_once() -> None:
    assert list(Masks().propose(TextView("会议在区里召开\u3002"))) == []
    assert list(Masks().propose(TextView("2 * 3 * 4"))) == []


UNITS = {
    "underscores": "_",
    "stars": "*",
    "han-stars": "区*",
    "bold": "**区",
    "lines": "区\n*",
    "crosses": "\u00d7\u00d7",
    "letters": "x市",
    "run": "x",
    "secretary": "_总书记",
    "secretary-stars": "*总书记",
    "thought": "*新时代中国特色",
    "centre": "党*",
    "split": "民-主",
    "plan": "\u201cx\u201d规划",
    "years": "2016年了\u3002",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_cost_is_linear(unit: str) -> None:
    assert_linear(Pipeline((Masks(),)), unit, opening="区_总书记")
