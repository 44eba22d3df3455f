"""The trees that tell furniture in the midst of an article: how they are read, and what guards them."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings

import zxclean
from strategies import page_text
from zxclean.structure.article import find_articles
from zxclean.structure.forest import NODE, Forest, add_up, pack_forest
from zxclean.structure.likely import are_furniture, forest, is_page
from zxclean.structure.line_signs import read_signs, rows_of
from zxclean.structure.scoring import weigh_lines
from zxclean.view import TextView

TITLE = "渡口的最后一班船"
PROSE = "外公撑了五十年船，他的船不大，能坐十二个人，或者八个人加一头猪。"
MORE = "桥修好的那天，镇上放了鞭炮，来了记者，也问了外公几句话，他说船还是要有人撑。"
HEAD = f"首页 > 新闻 > 正文\n{TITLE}\n2021-05-06 10:20 来源：江城网\n"
FOOT = "\n打印 关闭\n相关阅读\n盐道上的人\n版权所有 江城网"

# Two trees: the first asks for sign 0 and, if it is high, for sign 1; the second is a leaf.
NODES = [
    (0, 0.5, 1, 2, 0.0),
    (0, 0.0, 1, 1, -1.0),
    (1, 2.0, 3, 4, 0.0),
    (0, 0.0, 3, 3, 2.0),
    (0, 0.0, 4, 4, 4.0),
    (0, 0.0, 5, 5, 0.25),
]
SMALL = Forest(np.array(NODES, NODE), np.array([0, 5]), 2, 0.5)


def page_of(middle: str) -> str:
    return f"{HEAD}{PROSE}\n{MORE}\n{middle}\n{PROSE}\n{MORE}{FOOT}"


def test_trees_are_followed_to_their_leaves() -> None:
    rows = np.array([[0.5, 9], [0.6, 2.0], [0.6, 2.1]], np.float32)
    assert add_up(SMALL, rows).tolist() == [-0.25, 2.75, 4.75]
    assert add_up(SMALL, rows[:0]).tolist() == []
    many = np.repeat(rows, 1000, axis=0)
    assert add_up(SMALL, many).tolist() == np.repeat([-0.25, 2.75, 4.75], 1000).tolist()


def test_a_forest_is_read_as_it_was_written() -> None:
    content = pack_forest(SMALL)
    head = np.frombuffer(content, "<f8", 3)
    assert head.tolist() == [2, 2, 0.5]
    assert np.frombuffer(content, "<u2", 2, 24).tolist() == [0, 5]
    assert np.frombuffer(content, NODE, offset=28).tolist() == SMALL.nodes.tolist()


def test_the_learned_trees_are_sound() -> None:
    trees = forest()
    nodes = trees.nodes
    leaf = nodes["low"] == np.arange(len(nodes))
    assert (nodes["high"][leaf] == nodes["low"][leaf]).all()
    # Ways lead on, so that every row comes to a leaf in `depth` steps.
    assert (nodes["low"][~leaf] > np.arange(len(nodes))[~leaf]).all()
    assert (nodes["high"][~leaf] > np.arange(len(nodes))[~leaf]).all()
    page = weigh_lines(TextView(page_of("点击加载更多")))
    assert page is not None
    signs = read_signs(page, 0, len(page.lines))
    assert nodes["sign"].max() < rows_of(signs, np.arange(2)).shape[1] < 256


@pytest.mark.parametrize(
    "line", ["点击查看全部 12 条评论", "扫码下载客户端", "播放 静音 全屏", "分享到微信朋友圈"]
)
def test_furniture_between_paragraphs_goes(line: str) -> None:
    assert line not in zxclean.clean(page_of(line)).text


@pytest.mark.parametrize(
    "middle",
    [
        "一、渡口的来历",
        "“船还开吗？”",
        "他没有回答。",
        "船次 开船 到岸\n早班 6:10 6:25\n晚班 18:30 18:45",
        "姓名\t年龄\n林水生\t71",
        "┌──┬──┐\n│船│桥│",
        "附件：1.船票样式.doc",
        "渡口村村民委员会\n2021年5月6日",
        "春 水 初 生 ， 渡 船 先 行",
    ],
)
def test_lines_of_the_article_stay(middle: str) -> None:
    text = zxclean.clean(page_of(middle)).text
    for line in middle.split("\n"):
        assert "".join(line.split()) in "".join(text.split())


def test_a_text_of_which_nothing_is_known_stays() -> None:
    dialogue = "\n".join(['"下一站是.."', '"下車吧!"', '"喂!! 這兒是.."', "就這樣..", PROSE] * 3)
    assert zxclean.clean(dialogue).text.count("..") == dialogue.count("..")
    view = TextView(dialogue)
    assert not is_page(view, np.zeros(15, np.bool_))
    assert is_page(view, np.ones(15, np.bool_))


@settings(deadline=None)
@given(page_text)
def test_only_lines_of_the_article_are_told_and_always_the_same(text: str) -> None:
    page = weigh_lines(TextView(text))
    for article in find_articles(page) if page is not None else ():
        found = are_furniture(article.page, article.start, article.end)
        assert not found[: article.start].any() and not found[article.end :].any()
        assert (found == are_furniture(article.page, article.start, article.end)).all()
        signs = read_signs(article.page, article.start, article.end)
        rows = rows_of(signs, np.arange(len(found)))
        assert np.isfinite(rows).all()


def test_pages_of_many_lines_cost_what_they_are_long() -> None:
    times = []
    for count in (400, 4000):
        page = weigh_lines(TextView(page_of("\n".join(["加载失败", PROSE] * count))))
        assert page is not None
        start = time.perf_counter()
        are_furniture(page, 0, len(page.lines))
        times.append(time.perf_counter() - start)
    assert times[1] < 10 * 3 * times[0] + 0.5
