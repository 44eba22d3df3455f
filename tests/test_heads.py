"""The head of an article: its headline and what the lines around it say, on whole small pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import zxclean
from zxclean.steps.credit_lines import read_credits
from zxclean.view import TextView

CASES = Path(__file__).parent / "cases" / "heads.jsonl"
FACTS = ("source", "author", "published_at")
PROSE = "城东水厂二期工程昨天正式通水,沿线六个社区、两万多户居民用上了新的自来水。"
TITLE = "城东水厂二期通水 两万户居民告别缺水之夏"


def read_cases() -> list[dict[str, object]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def plain(text: str | None) -> str | None:
    return "".join(TextView(text).folded.split()) if text is not None else None


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["label"])
def test_headline_and_facts(case: dict[str, object]) -> None:
    document = zxclean.clean(str(case["text"]))
    facts = case["facts"]
    assert isinstance(facts, dict)
    assert plain(document.title) == plain(str(case["title"]))
    for name in {*FACTS, *facts}:
        assert plain(getattr(document.metadata, name)) == plain(facts.get(name)), name
    assert zxclean.clean(document.text).text == document.text


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["label"])
def test_no_sentence_goes(case: dict[str, object]) -> None:
    text = zxclean.clean(str(case["text"])).text
    for sentence in ("沿线六个社区", "三处主管接驳", "现在拧开龙头就有"):
        assert sentence in text


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("2019-05-17 · 北城报道", {"published_at": "2019-05-17", "byline": "北城报道"}),
        ("原创 李小满 渡口夜话", {"author": "李小满", "source": "渡口夜话"}),
        ("新华社记者 李一 王青", {"author": "李一 王青"}),
        (
            "来源青山网| 1164次阅读| 作者李一",
            {"source": "青山网", "author": "李一", "views": "1164"},
        ),
    ],
)
def test_credit_lines(line: str, facts: dict[str, str]) -> None:
    found = read_credits(TextView(line).folded, line)
    assert found is not None and dict(found.facts) == facts


@pytest.mark.parametrize(
    "line",
    [
        "2019年5月17日起施行",
        "2019年11月25日 18:57 列车从南站开出",
        "新华社北京2月29日电",
        "2017年 春天的故事",
        "城东水厂二期通水",
    ],
)
def test_lines_that_are_no_credits(line: str) -> None:
    assert read_credits(TextView(line).folded, line) is None


def test_dates_of_comments_and_lists_are_not_the_articles() -> None:
    page = f"首页 > 社会 > 正文\n{TITLE}\n{PROSE}\n{PROSE}\n网友评论\n小王 2019-09-12 08:00\n好。"
    assert zxclean.clean(page).metadata.published_at is None


def test_particulars_of_a_meeting_stay() -> None:
    page = f"业主大会通知\n时间:2019-09-12 19:30\n地点:小区广场\n{PROSE}"
    assert "时间" in zxclean.clean(page).text


def test_unknown_authors_are_none() -> None:
    page = f"首页 > 社会 > 正文\n{TITLE}\n2019-09-12 08:00 作者:未知\n{PROSE}\n{PROSE}"
    assert zxclean.clean(page).metadata.author is None


def test_a_page_on_one_line() -> None:
    page = (
        f"首页 新闻 首页 > 公司 > 正文 {TITLE} 来源:青山日报 作者:李小满 2019年08月21日 11:06 "
        f"分享到:微信 微博 听新闻 {PROSE * 12}"
    )
    document = zxclean.clean(page)
    assert document.title == TITLE
    assert document.metadata.source == "青山日报"
    assert document.metadata.author == "李小满"
    assert document.metadata.published_at == "2019-08-21T11:06"


def test_a_post_of_a_bulletin_board() -> None:
    page = (
        "发信人: oldpine (老松), 信区: Travel\n标  题: 在漠河等一场极光\n"
        f"发信站: 某某社区 (Sat Jun 28 23:15:07 2008), 站内\n{PROSE}\n{PROSE}"
    )
    document = zxclean.clean(page)
    assert document.title == "在漠河等一场极光"
    assert plain(document.metadata.author) == "oldpine(老松)"
    assert document.metadata.published_at == "2008-06-28T23:15:07"


def test_a_date_on_three_lines() -> None:
    page = (
        f"正在阅读:{TITLE}\n{TITLE}\n\n2019\n09/07\n19:02\n渡口\n企鹅号\n分享\n{PROSE}\n\n{PROSE}"
    )
    document = zxclean.clean(page)
    assert document.title == TITLE
    assert document.metadata.published_at == "2019-09-07T19:02"


@pytest.mark.parametrize(
    "line", ["【1】【2】【3】", "上一页 1/2 下一页", "共2页: 上一页 1 2 下一页"]
)
def test_links_to_further_pages_are_a_cut(line: str) -> None:
    document = zxclean.clean(f"{TITLE}\n\n{PROSE}\n\n{line}")
    assert [cut.where for cut in document.truncations] == ["end"]
    assert line not in document.text


@pytest.mark.parametrize("line", ["上一页 2/2 下一页", "[1][2]"])
def test_the_last_page_is_no_cut(line: str) -> None:
    assert not zxclean.clean(f"{TITLE}\n\n{PROSE}\n\n{line}").truncations
