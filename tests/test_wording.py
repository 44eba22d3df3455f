"""What the wording of a line speaks for, and which lines go by it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zxclean
from strategies import page_text
from zxclean.structure.lines import read_lines
from zxclean.structure.wording import BITS, places_of, signs_of, weigh_line, weigh_wording
from zxclean.view import TextView

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from build_wording import Labelled, fit, read_signs, weigh  # noqa: E402
from learning import pack  # noqa: E402

SENTENCE = "外公撑了五十年船,他的船不大,能坐十二个人,或者八个人加一头猪。"
MORE = "桥修好的那天,镇上放了鞭炮,来了记者,也问了外公几句话,他说船还是要有人撑。"
TITLE = "渡口的最后一班船"

# None of these lines is in `scripts/wording_lines.tsv`.
FURNITURE = [
    "本文件已被下载 1,204 次",
    "为正常显示本页请更换内核",
    "登录后可查看完整评论区",
    "本栏目由市融媒体中心技术部维护",
    "加载失败 点此重新获取",
    "點擊展開更多留言",
]
ARTICLE = [
    "船工的孙女考上了大学",
    "一、渡口的来历",
    "附件:1.船票样式.doc",
    "他把缆绳绕了三圈",
    "船票多少钱一张?",
    "渡口村委会",
    "春水初生,渡船先行",
]


def folded(page: str) -> str:
    return TextView(zxclean.clean(page).text).folded


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_worded_as_furniture(line: str) -> None:
    assert weigh_wording(TextView(line)).item() > 0


@pytest.mark.parametrize("line", ARTICLE)
def test_lines_of_articles_are_not(line: str) -> None:
    assert weigh_wording(TextView(line)).item() < 1


def test_an_article_by_itself_may_be_about_buttons() -> None:
    text = f"怎样找回聊天记录\n{SENTENCE}\n点此收起全部评论\n{MORE}\n加载失败 点此重新获取"
    assert folded(text).split("\n")[-4:] == text.split("\n")[1:]


def test_what_is_worded_as_furniture_is_no_headline() -> None:
    page = f"江城晚报\n{TITLE}\n为正常显示本页 请更换内核\n2021-05-06 10:20 记者 李明\n{SENTENCE}\n{MORE}"
    assert zxclean.clean(page).title == TITLE


@given(st.lists(st.text(st.characters(exclude_characters="\n")), max_size=6))
def test_each_line_is_weighed_by_itself(texts: list[str]) -> None:
    view = TextView("\n".join(texts))
    lines = read_lines(view)
    alone = [weigh_wording(TextView(lines.folded(k))).item() for k in range(len(lines))]
    assert weigh_wording(view).tolist() == pytest.approx(alone)


@given(st.text())
def test_signs_lie_in_the_table(text: str) -> None:
    lines = read_lines(TextView(text))
    if len(lines):
        place, row = signs_of(lines, np.arange(len(lines)))
        assert (
            place.min() >= 0 and place.max() < 2**BITS and set(row.tolist()) == {*range(len(lines))}
        )


def test_long_lines_and_many_cost_what_they_are_long() -> None:
    for unit in ("加载失败", "加载失败\n", "\n", "1"):
        start = time.perf_counter()
        weigh_wording(TextView(unit * (1_000_000 // len(unit))))
        assert time.perf_counter() - start < 5


def test_weights_are_learned_and_kept() -> None:
    texts = ["点击加载更多", "点击查看全部", "船过了江心", "江上起了风"]
    lines = Labelled(texts, np.array([True, True, False, False]), ["list"] * 4)
    weights = fit(read_signs(lines.texts), lines.furniture)
    assert (weigh(weights, read_signs(["点击收起", "江心的船"])) > 0).tolist() == [True, False]
    content = pack(weights)
    count = len(content) // 5
    table = np.zeros_like(weights)
    table[np.frombuffer(content, "<u4", count)] = np.frombuffer(content, np.int8, count, 4 * count)
    assert (table == weights).all()


@given(page_text)
def test_a_line_alone_weighs_what_it_weighs_among_others(text: str) -> None:
    lines = read_lines(TextView(text))
    alone = [weigh_line(lines, k, places_of(lines, k)) for k in range(len(lines))]
    assert alone == weigh_wording(lines.view).tolist()
