"""Which words of a page are its source, its author, its day: what the learned weights choose."""

from __future__ import annotations

import json
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zxclean
from zxclean.steps.article_head import find_head
from zxclean.steps.fact_choice import choose, choose_facts
from zxclean.steps.fact_signs import WANTED, FactSigns
from zxclean.steps.fact_words import ABOVE, BEHIND, BELOW, WITHIN, find_lines, may_name
from zxclean.steps.furniture import Page
from zxclean.steps.sign_weights import Weigher
from zxclean.view import TextView

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from build_facts import Labelled, fit, is_right, read_page  # noqa: E402

PROSE = (
    "老船工姓林，在渡口撑了四十七年船，没有误过一班。桥修好的那天，镇上放了半个钟头的鞭炮。\n"
    "他把缆绳绕了三圈，坐在船头抽烟，说船还是要有人撑，不然河对岸的人怎么回家看老人。"
)
PAGES = [
    # A name alone under the headline, beside the button to follow it.
    (
        "首页 发现 等你来答\n渡口的船为什么改到夜里开\n芦苇荡里的老猫\n关注\n2022-03-04 21:15\n{}\n赞同 12",
        {"author": "芦苇荡里的老猫", "published_at": "2022-03-04T21:15"},
    ),
    # Below the text, where blogs say it, but not that of a reply below.
    (
        "首页 博客 论坛\n渡口的船为什么改到夜里开\n{}\n分类: 渡口旧事\n好文要顶 关注我 收藏该文\n"
        "posted @ 2021-08-19 23:40  芦苇荡里的老猫  阅读(318)  评论(2)\n评论列表\n"
        "#1楼 2021-08-20 09:02 河边人",
        {"published_at": "2021-08-19T23:40"},
    ),
]
NONE = [
    # Buttons under a headline, the day of a reader, a reply.
    "政务服务网\n首页 > 办事指南\n渡口摆渡证申领办事指南\n在线办理\n预约办理\n{}",
    "{}\n河边人 发表于 2021-08-20 09:02\n写得真好",
    "首页 新闻 论坛\n2021年8月20日 星期五\n渡口的船为什么改到夜里开\n{}",
]


def signs_of(text: str) -> FactSigns:
    page = Page(TextView(text))
    page.find_edges()
    return FactSigns(page, find_head(page, True), {})


@pytest.mark.parametrize(("form", "facts"), PAGES)
def test_facts(form: str, facts: dict[str, str]) -> None:
    metadata = zxclean.clean(form.format(PROSE)).metadata
    given = {field: getattr(metadata, field) for field in facts}
    assert given == facts


@pytest.mark.parametrize("form", NONE)
def test_what_states_no_fact(form: str) -> None:
    metadata = zxclean.clean(form.format(PROSE)).metadata
    assert metadata.author is None and metadata.published_at is None


def test_one_name_is_not_source_and_author() -> None:
    text = f"首页 新闻 论坛\n渡口的船为什么改到夜里开\n渡口夜话\n2022-03-04 21:15\n{PROSE}"
    metadata = zxclean.clean(text).metadata
    assert metadata.author is None or metadata.author != metadata.source


@pytest.mark.parametrize("word", ["发表于", "12", "匿名用户", "小编", "来源", "关注"])
def test_words_that_name_nobody(word: str) -> None:
    assert not may_name(word)


def test_few_lines_are_looked_at() -> None:
    lines = "\n".join(f"渡口{k} 2021-08-20 来源:渡口网" for k in range(3000))
    page = Page(TextView(f"{lines}\n{PROSE}\n{lines}"))
    page.find_edges()
    assert len(find_lines(page, 100)) <= ABOVE + BELOW + BEHIND + WITHIN


@pytest.mark.parametrize(
    "unit", ["渡口 ", "版权 ", "2021-05-06\n", "来源:渡口网\n", "林小满\n关注\n"]
)
def test_the_choice_grows_linearly(unit: str) -> None:
    def cost(count: int) -> float:
        best = 1e9
        for _ in range(3):
            signs = signs_of(f"渡口的船\n{unit * count}\n{PROSE}\n{unit * count}")
            start = time.perf_counter()
            choose_facts(signs)
            best = min(best, time.perf_counter() - start)
        return best

    assert cost(16_000) <= 16 * max(cost(2_000), 0.002)


@given(st.text(max_size=300))
def test_any_text_has_a_choice(text: str) -> None:
    page = Page(TextView(f"{text}\n{PROSE}"))
    page.find_edges()
    signs = FactSigns(page, find_head(page), {})
    for k, facts in choose_facts(signs).items():
        assert 0 <= k < len(page)
        assert {field for field, _ in facts} <= set(WANTED)


def test_what_is_learned() -> None:
    form = "首页 论坛 登录\n{}的船改到夜里开\n{}\n关注\n2022-03-04 21:15\n" + PROSE
    names = [
        ("渡口", "芦苇"),
        ("码头", "老猫"),
        ("江边", "山雀"),
        ("桥头", "石榴"),
        ("水厂", "白鹭"),
    ]
    examples = [
        example
        for place, name in names
        for example in read_page(Labelled("fragment", form.format(place, name), {"author": name}))
        if example.field == "author"
    ]
    assert examples and all(any(example.right) for example in examples)
    weights = Weigher(fit(examples, "author"))
    chosen = choose(examples[0].signs, "author", weights)
    assert chosen is not None and chosen.value == "芦苇"


def test_names_are_the_same_but_for_what_stands_between() -> None:
    assert is_right("author", "李 响", "李响") and is_right("author", "李一 王二", "李一、王二")
    assert not is_right("published_at", "2022-03-04", "2022-03-04T21:15")


def test_weights_are_of_the_fields() -> None:
    weights = json.loads(files("zxclean").joinpath("data", "facts.json").read_text("utf-8"))
    assert sorted(weights) == sorted(WANTED)
    assert all(isinstance(unit, int) for of in weights.values() for unit in of.values())
