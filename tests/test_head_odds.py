"""The odds of lines above the prose to be the headline."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest

import zxclean
from zxclean.steps.furniture import Page
from zxclean.steps.head_odds import choose_title, weigh_titles, weights
from zxclean.view import TextView

SCRIPTS = Path(__file__).parents[1] / "scripts"
PROSE = (
    "渡口改建工程昨天通过验收,全长三公里的步道向市民开放。"
    "老船工林阿海说,渡口的石阶一共四十七级,他走了五十年。"
)


def page_of(*lines: str) -> Page:
    page = Page(TextView("\n".join((*lines, PROSE))))
    page.find_edges()
    return page


def test_the_weights_are_what_the_heads_give() -> None:
    sys.path.insert(0, str(SCRIPTS))
    try:
        import build_head_odds as build
    finally:
        sys.path.remove(str(SCRIPTS))
    rows = [json.loads(line) for line in build.HEADS.read_text("utf-8").splitlines()]
    choices = [build.as_choice(row) for row in rows]
    made = tomllib.loads(build.write(build.fit(choices)))
    for model in ("title", "furniture"):
        assert made[model] == pytest.approx(weights(model), abs=0.02)
    right = [each.right[build.judge(made["title"], each)[0]] for each in choices if any(each.right)]
    assert sum(right) >= 0.93 * len(right)


def test_furniture_above_the_prose_is_told_on_sets_not_learned_from() -> None:
    sys.path.insert(0, str(SCRIPTS))
    try:
        import build_head_odds as build
    finally:
        sys.path.remove(str(SCRIPTS))
    rows = [json.loads(line) for line in build.HEADS.read_text("utf-8").splitlines()]
    choices = [build.as_choice(row) for row in rows]
    made = build.fit([each for each in choices if each.of != "set-4"])
    taken = "".join(
        kind for each in choices if each.of == "set-4" for kind in build.taken(made, each)
    )
    assert taken.count("f") >= 60 and taken.count("b") + taken.count("t") <= 1


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("登录 注册", "江城晚报", "渡口改建完成", "石佳"), 2),
        (("首页 > 要闻 > 正文", "步道昨天向市民开放", "2021-03-05 10:31 来源:江城晚报"), 1),
        (("木轩阁", "渡口改建完工,步道昨天向市民开放", ""), 1),
        (("渡口改建通过验收", "\u2014\u2014江城县重点工程见闻之三"), 0),
        (("扫一扫 关注我们", "分享到", "渡口改建通过验收", "字号:大 中 小"), 2),
    ],
)
def test_the_headline_is_the_likeliest(lines: tuple[str, ...], title: int) -> None:
    page = page_of(*lines)
    odds = weigh_titles(page)
    assert odds is not None and page.text(odds.best) == lines[title]
    assert sum(odds.lines.values()) < 1


@pytest.mark.parametrize("line", ["各位乡亲,大家好!", "2021年3月5日", "责任编辑:李一", "分享到"])
def test_what_is_no_headline_is_not_likely(line: str) -> None:
    odds = weigh_titles(page_of(line))
    assert odds is None or odds.chance < 0.5


def test_a_line_that_no_sign_supports_gives_way() -> None:
    page = page_of(
        "验证码: 换一换", "首页 > 文库 > 工程", "渡口改建工程验收报告", "2021-03-11 来源:江城晚报"
    )
    assert choose_title(page, (0, 3)) == (2, 0)
    assert choose_title(page, (2, 3)) == (2, 3)


def test_what_the_article_speaks_of_stays_the_headline() -> None:
    # The likelier line by its shape and place has none of the article's words.
    page = page_of(
        "首页 > 要闻", "高铁加开夜班车,周三起售票", "2021-03-11 10:20", "步道向市民开放", "来源"
    )
    assert choose_title(page, (3, 4)) == (3, 4)


def test_a_name_above_the_headline_is_no_title() -> None:
    title = "渡口改建完工\N{FULLWIDTH COMMA}步道昨天向市民开放"
    doc = zxclean.clean(f"木轩阁\n{title}\n\n{PROSE}")
    assert doc.title == title
    assert doc.text.startswith("木轩阁\n")


def test_pages_without_prose_or_lines_above_have_no_odds() -> None:
    assert weigh_titles(Page(TextView("渡口"))) is None
    assert weigh_titles(page_of()) is None
