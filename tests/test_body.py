"""The body step: what goes out around an article, what stays, and that nothing else happens."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zxclean
from zxclean.document import Document
from zxclean.literals import word_lists
from zxclean.pipeline import Pipeline
from zxclean.rewriting import undo
from zxclean.steps.body import Body
from zxclean.structure import scoring
from zxclean.structure.article import find_furniture
from zxclean.structure.first_look import may_go
from zxclean.structure.lines import read_lines
from zxclean.structure.scoring import weigh_lines
from zxclean.structure.vocabulary import find_words, sum_words
from zxclean.view import TextView

CASES = Path(__file__).parent / "cases"
STEP = Pipeline((Body(),))
PROSE = "外公撑了五十年船,他的船不大,能坐十二个人,或者八个人加一头猪。"


def read_cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").split("\n") if line]


def rules(document: Document) -> list[str]:
    return [n.rule for n in sorted(document.notes, key=lambda n: n.source_span)]


@pytest.mark.parametrize("case", read_cases("body.jsonl"), ids=lambda case: case["label"])
def test_cases(case: dict[str, Any]) -> None:
    document = STEP(case["before"])
    assert document.text == case["after"]
    assert rules(document) == case["rules"]
    assert STEP(document.text).changes == ()
    assert undo(document.text, document.changes) == case["before"]


@pytest.mark.parametrize("case", read_cases("body.jsonl"), ids=lambda case: case["label"])
def test_marks_report_the_same_and_change_nothing(case: dict[str, Any]) -> None:
    marked = Pipeline((Body(remove=False),))(case["before"])
    assert marked.text == case["before"]
    assert {note.kind for note in marked.notes} <= {"mark"}
    assert set(rules(marked)) <= set(case["rules"])
    assert bool(marked.notes) == bool(case["rules"])


@pytest.mark.parametrize("boxes", [1, 3, 6])
def test_boxes_of_links_amid_an_article_do_not_end_it(boxes: int) -> None:
    box = "\n热门新闻\n盐道上的人\n一条街的四季\n修钟表的人\n老镇的灯\n早市\n"
    section = "\n".join([PROSE * 2] * 3)
    page = "登录 | 注册\n渡口的最后一班船\n" + box.join([section] * (boxes + 1)) + "\n分享\n收藏"
    assert STEP(page).text.count(PROSE) == 6 * (boxes + 1)


@pytest.mark.parametrize(
    "link",
    [
        "延伸阅读\n盐道上的人",
        "【延伸阅读】盐道上的人",
        "相关新闻\n盐道上的人\n老街停车难\n夜市封街",
        "➤➤➤推荐阅读:盐道上的人",
        "▲延伸阅读:盐道上的人",
    ],
)
@pytest.mark.parametrize("parts", [2, 5])
def test_links_between_paragraphs_do_not_end_an_article(link: str, parts: int) -> None:
    head = "首页\n政治\n登录\n渡口的最后一班船\n2021-03-05 14:22 来源:河口晚报\n"
    foot = "\n分享\n延伸阅读\n一碗汤的距离\n老镇巡礼\n留言\n关于我们 服务条款"
    told = [PROSE * 2 + f"这是第{part}段。" for part in range(parts)]
    text = zxclean.clean(head + f"\n{link}\n".join(told) + foot).text
    assert text.count("外公") == 2 * parts
    assert "老镇巡礼" not in text


def test_a_title_that_was_found_stays_with_what_stands_below_it() -> None:
    menu = "登录\n首页\n展览\n藏品\n学习\n服务\n"
    page = (
        menu + "渡口的船\n一楼展厅\n五月开展\n不收门票\n请带证件\n周一闭馆\n" + PROSE + "\n" + PROSE
    )
    facts = {"title": "渡口的船"}
    evidence = weigh_lines(TextView(page, facts))
    assert evidence is not None
    found = find_furniture(evidence, known=True)
    assert [(each.first, each.last) for each in found] == [(0, 5)]


def test_a_removal_says_what_decided_it() -> None:
    page = "登录 | 注册\n首页 新闻 财经\n渡口的最后一班船\n" + PROSE + "\n相关阅读\n盐道"
    above, below = STEP(page).notes
    assert above.message == (
        "Page furniture above the article: 2 lines, 2 of them menu, button, list or counter "
        "(evidence 6.8)."
    )
    assert "below it: 2 lines, 1 of them" in below.message
    assert 0.7 < below.confidence < above.confidence < 1


def test_the_option_governs_the_step() -> None:
    page = "登录 | 注册 | 收藏\n渡口的最后一班船\n" + PROSE
    assert zxclean.clean(page).text == "渡口的最后一班船\n" + zxclean.clean(PROSE).text
    assert zxclean.clean(page, chrome="mark").text.startswith("登录")
    assert not any(n.normalizer == "body" for n in zxclean.clean(page, chrome="keep").notes)


@pytest.mark.parametrize(
    "case",
    [*read_cases("unchanged.jsonl"), *read_cases("unchanged_keep.jsonl")],
    ids=lambda case: case["label"],
)
def test_good_text_stays(case: dict[str, Any]) -> None:
    assert not STEP(case["text"]).notes


def test_bare_documents_stay() -> None:
    documents = [
        json.loads(line)
        for line in (CASES / "documents" / "tune.jsonl").read_text("utf-8").splitlines()
    ]
    bare = [row["text"] for row in documents if "-bare-" in row["id"] and "text" in row]
    assert bare
    for text in bare:
        assert not STEP(text).notes


def test_words_are_folded_and_each_stands_once_in_its_group() -> None:
    for name, words in word_lists().items():
        assert len(set(words)) == len(words), name
        for word in words:
            assert TextView(word).folded == word


def test_ordinary_words_are_no_evidence() -> None:
    assert (
        weigh_lines(TextView(PROSE + "\n城里新开的打印店,生意在微信群里传开了。\n" + PROSE)) is None
    )


FURNITURE = [
    "登录 | 注册",
    "• 财经",
    "首页 新闻 财经 体育",
    "相关推荐",
    "3小时前",
    "查看回复 1 举报",
    "收藏",
    "编辑",
    "15867",
    "责任编辑:陈文",
    "责任编辑:陈文\n分享到:",
    "一条街的四季",
    "楼主",
    "沙发",
    "板凳",
    "关于我们 | 联系我们",
    "•",
    "",
    "\u3000",
]
ARTICLE = [
    PROSE,
    "桥修好的那天,镇上放了鞭炮。",
    "渡口的最后一班船",
    "一、石阶",
    "野水平桥没钓矶,",
    "还剩3页未读,继续阅读",
]
page_lines = st.lists(st.sampled_from([*FURNITURE, *ARTICLE]), max_size=40).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(page_lines)
def test_cleaning_a_page_twice_changes_nothing_more(text: str) -> None:
    once = STEP(text)
    assert undo(once.text, once.changes) == text
    assert STEP(once.text).text == once.text
    cleaned = zxclean.clean(text).text
    assert zxclean.clean(cleaned).text == cleaned


@pytest.mark.parametrize(
    "unit",
    [
        "登录 注册\n",
        "登录",
        "• 财经\n",
        "相关推荐\n" + PROSE + "\n",
        PROSE + "\n收藏\n",
        "3小时前 ",
        "区\n收藏 举报\n",
        "责任编辑:陈文\n",
        "楼主\n沙发\n板凳\n区。\n",
        "渡口的最后一班船\n",
    ],
)
def test_hostile_input_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        STEP(text)
        return time.process_time() - start

    seconds(1000)
    small = min(seconds(87_500) for _ in range(3))
    assert seconds(350_000) < 4 * small * 3 + 0.05


def test_a_cut_below_that_does_not_hold_leaves_the_one_above_free() -> None:
    # What stood before the last line is evidence on it in the first round only.
    once = zxclean.clean("，\n•\n委。11月、!4/|APP下载\n•\n查看\n;")
    assert zxclean.clean(once.text).text == once.text


def test_an_article_of_invitations_alone_is_one() -> None:
    asked = "扫描二维码,关注公众号!"
    page = f"登录 | 注册 | 收藏\n渡口\n{asked}\n{asked}\n相关阅读\n盐道\n热门评论\n分享\n收藏"
    assert asked in STEP(page).text


@pytest.mark.parametrize("form", ["{}", "• {}"])
def test_paragraphs_without_marks_are_an_article(form: str) -> None:
    told = PROSE[:-1].replace(",", " ") + " 桥修好的那天镇上放了鞭炮 来了记者 也问了外公几句话"
    foot = (
        "相关阅读\n盐道上的人\n热门评论\n小石\n写得真好,我想起了我的外公,他也会撑船。\n分享\n收藏"
    )
    page = "首页\n登录\n注册\n渡口的最后一班船\n" + (form.format(told) + "\n") * 4 + foot
    assert STEP(page).text.count("外公撑了五十年船") == 4


def test_headlines_run_together_are_no_article() -> None:
    ticker = "老码头今日停用 市民留影告别码头 专家建议保留石阶 拆迁办回应质疑 码头旧照片征集启事 早市搬家"
    page = f"首页\n登录\n{ticker * 2}\n注册\n外公撑了五十年船\n{PROSE}\n{PROSE}\n分享\n收藏"
    assert STEP(page).text == f"外公撑了五十年船\n{PROSE}\n{PROSE}"


def test_a_headline_with_a_comma_is_no_article() -> None:
    told = "桥修好的那天,外公把船漆成了蓝色。"
    page = f"登录\n老码头今日停用,市民留影告别\n热门新闻\n评论\n分享\n收藏\n外公的船\n{told}\n分享\n收藏"
    assert told in STEP(page).text


def test_pages_glued_into_one_text_keep_all_their_articles() -> None:
    menu = "登录 | 注册 | 收藏\n" + "首页\n新闻\n财经\n体育\n娱乐\n" * 4
    below = "\n相关阅读\n盐道\n热门评论\n发表评论\n关于我们\n联系我们\n网站地图\n"
    article = "\n".join([PROSE * 3] * 6)
    page = f"{menu}渡口的最后一班船\n{article}{below}"
    glued = Pipeline((Body(),))(page * 12)
    assert glued.text.count(PROSE) == 12 * 18
    assert "注册" not in glued.text
    assert "热门评论" not in glued.text
    assert STEP(glued.text).changes == ()


def test_the_head_of_a_later_article_is_not_that_of_the_text() -> None:
    article = "\n\n".join([PROSE * 3] * 4)
    later = f"两江汇流处的渡轮停航\n\n2019年11月25日 16:04:30\n来源:江城晚报\n\n{article}\n\n"
    document = zxclean.clean(f"{article}\n\n{later * 3}")
    assert document.title is None
    assert document.text.count("16:04:30") == 3


def pages_of_words() -> st.SearchStrategy[str]:
    """Lines of words of furniture, whole or with others behind them."""
    words = [word for group in word_lists().values() for word in group]
    pieces = st.sampled_from([*words, "渡口", "。", ",", " ", "1", "|", "•"])
    line = st.lists(pieces, min_size=1, max_size=5).map("".join)
    return st.lists(line, min_size=2, max_size=12).map("\n".join)


@given(pages_of_words())
def test_what_the_first_look_leaves_has_no_evidence(text: str) -> None:
    view = TextView(text)
    hits = find_words(view)
    if hits is None:
        return
    lines = read_lines(view)
    if len(lines) > 1 and not may_go(view, lines, hits):
        assert scoring._weigh(view, lines, sum_words(view, lines, hits)) is None
