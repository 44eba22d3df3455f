"""Lines above the article that no rule takes out and no cut, and look like furniture."""

from __future__ import annotations

import pytest

import zxclean
from zxclean.pipeline import Pipeline
from zxclean.steps.leftovers import Leftovers
from zxclean.view import TextView

TITLE = "渡口改建工程通过验收 步道昨天向市民开放"
PROSE = (
    "渡口改建工程昨天通过验收,全长三公里的步道向市民开放。"
    "老船工林阿海说,渡口的石阶一共四十七级,他走了五十年。"
)


def text_of(line: str) -> str:
    page = (
        f"{line}\n首页 > 要闻 > 正文\n{TITLE}\n2022-01-10 14:31 来源:江城晚报\n\n{PROSE}\n\n{PROSE}"
    )
    return zxclean.clean(page, punctuation="keep").text


@pytest.mark.parametrize(
    "line", ["新闻公报", "选择收藏夹", "网易来钱-借现金", "更多行业及技术活动"]
)
def test_what_looks_like_furniture_above_the_headline_goes(line: str) -> None:
    assert line not in text_of(line)


@pytest.mark.parametrize(
    "line",
    ["江边步道建设纪实", "\u25a0本报记者 孙悦", "渡政发\u30142022\u30155号", "联系电话:84075009"],
)
def test_what_may_be_the_articles_stays(line: str) -> None:
    page = f"首页 > 要闻 > 正文\n{TITLE}\n{line}\n\n{PROSE}\n\n{PROSE}"
    assert line in zxclean.clean(page, punctuation="keep").text


def test_without_furniture_nothing_goes() -> None:
    bare = f"合作社简讯\n{TITLE}\n\n{PROSE}\n\n{PROSE}"
    assert zxclean.clean(bare, punctuation="keep").text.startswith("合作社简讯")
    step = Pipeline((Leftovers(),))
    assert step(f"选择收藏夹\n{TITLE}\n{PROSE}").text.startswith("选择收藏夹")


def test_marks_and_notes_say_how_likely() -> None:
    page = f"选择收藏夹\n首页 > 要闻 > 正文\n{TITLE}\n2022-01-10 14:31 来源:江城晚报\n\n{PROSE}"
    for chrome in ("remove", "mark"):
        doc = zxclean.clean(page, chrome=chrome)
        notes = [note for note in doc.notes if note.rule == "leftovers.above"]
        assert all(
            note.confidence >= 0.75 and str(note.confidence) in note.message for note in notes
        )
        assert ("选择收藏夹" in doc.text) == (chrome == "mark")


def test_forums_keep_what_stands_between_posts() -> None:
    assert list(Leftovers().propose(TextView("[复制链接]\n选择收藏夹\n" + PROSE))) == []
