"""The words of a credit line as a tagger reads them: labels and roles, names, days, counts.

Unlike the readers that know the forms of a line, this one parts any line: by its marks, its days,
and the labels and roles that stand in it, glued to their values or not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from zxclean.steps.dates import find_date
from zxclean.steps.labels import labels_known

Kind = Literal["key", "word", "day", "part", "count"]
"""A label or role; any other word; a day with its year; one without or an hour; a figure."""

_GLUED = [
    "特约记者",
    "实习记者",
    "见习记者",
    "本报记者",
    "本刊记者",
    "全媒体记者",
    "融媒体记者",
    "首席记者",
    "特派记者",
    "记者",
    "特约通讯员",
    "通讯员",
    "特派员",
    "实习生",
    "综合报道",
    "综合报导",
    "报道",
    "报导",
    "摄影",
    "编译",
    "编辑",
    "责编",
    "整理",
]
"""Roles and deeds that stand glued behind a name or an outlet, too."""

_OPENING = [
    "文字记者",
    "摄影记者",
    "评论员",
    "撰稿人",
    "撰稿",
    "撰文",
    "特约撰稿人",
    "作者",
    "原作者",
    "摄像",
    "图片",
    "文字",
    "文图",
    "图文",
    "责任编辑",
    "值班编辑",
    "视频编辑",
    "文字编辑",
    "编审",
    "来源",
    "稿源",
    "出处",
    "转自",
    "来自",
    "摘自",
    "选自",
    "供稿",
    "楼主",
    "题主",
    "博主",
    "提问者",
    "回答者",
    "上传者",
    "发布人",
    "发布者",
    "发布于",
    "发表于",
    "更新于",
    "编辑于",
    "发布时间",
    "更新时间",
    "发布日期",
    "时间",
    "日期",
    "浏览",
    "阅读",
    "点击",
    "播放",
    "观看",
    "人气",
    "本报讯",
    "本网讯",
    "口述",
    "执笔",
    "采写",
]
"""Labels that open a run of characters though no colon follows."""

_LONE = "文图摄編编审校译"
"""Labels of one character, with a mark behind them."""

_MARKS = r"\s|/丨、,:;()\[\]【】〔〕「」<>=~&+#\"“”\u2022\u25cf\u25a0\u25c6\u25b2\u25ce\u270e\u270d\u2192*"
_RUN = re.compile(
    rf"(?:[^{_MARKS}\u00b7]|(?<=\d),(?=\d\d\d)|(?<=[\u4e00-\u9fff])\u00b7(?=[\u4e00-\u9fff]))+"
)
"""What no mark parts; a dot parts, but not the two halves of a name."""

_PARTIAL = re.compile(
    r"\d{1,2}[-/月]\d{1,2}日?(?:\s?\d{1,2}:\d{2}(?::\d\d)?)?|\d{1,2}日|[今昨前]天\s?(?:\d{1,2}:\d{2})?"
    r"|\d{1,3}\s?(?:秒|分钟|小时|天|个月|年)前|\d{1,2}:\d\d(?::\d\d)?|刚刚"
)
_COUNT = re.compile(r"\d[\d,.]*\s?[万wWkK千]?\+?(?:人次|次|人|条|个)?(?![A-Za-z_])")
_COLON = re.compile(r"\s?[:=/|_\]】]")
_SPACED_LABEL = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])\s?(?=[:/|])")
_AGENCY = re.compile(
    r"(?:新华社|中新社|中新网|中央社|新华网|人民网|央视网|法新社|路透社|中国新闻网)(?=[\u4e00-\u9fff]{2,8}$)"
)
_NEWS_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})[专快]?讯$")
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*)*")


class Token(NamedTuple):
    """`[start, end)` of a folded line, what kind of word stands there, and the marks before it."""

    start: int
    end: int
    kind: Kind
    before: str


@cache
def _keys() -> frozenset[str]:
    return frozenset({*_GLUED, *_OPENING, *(text for text in labels_known() if len(text) > 1)})


@cache
def _openers() -> frozenset[str]:
    """What labels and roles begin with."""
    return frozenset((*_LONE, *(key[0] for key in _keys())))


_LONGEST_KEY = 8

LINES_KNOWN = 256
"""So many lines are remembered as parted: each is asked for its words and for its tags."""


@lru_cache(LINES_KNOWN)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a folded line.

    >>> line = "发布者:研究生院发布时间:2024-04-11阅读1.2万"
    >>> [(line[token.start : token.end], token.kind) for token in tokens_of(line)][:4]
    [('发布者', 'key'), ('研究生院', 'word'), ('发布时间', 'key'), ('2024-04-11', 'day')]
    """
    found: list[tuple[int, int, Kind]] = []
    place = 0
    for start, end, kind in [*_days(text), (len(text), len(text), "part")]:
        _part_free(text, place, start, found)
        if start < end:
            found.append((start, end, kind))
        place = end
    tokens: list[Token] = []
    behind = 0
    for start, end, kind in _joined(text, found):
        tokens.append(Token(start, end, kind, text[behind:start]))
        behind = end
    return tuple(tokens)


def _days(text: str) -> list[tuple[int, int, Kind]]:
    """Days, and between them parts of days and hours."""
    days: list[tuple[int, int, Kind]] = []
    place = 0
    while (day := find_date(text, place)) is not None:
        days.append((day.start, day.end, "day"))
        place = max(day.end, place + 1)
    parts: list[tuple[int, int, Kind]] = []
    place = 0
    for start, end, _ in [*days, (len(text), len(text), "day")]:
        parts += [(m.start(), m.end(), "part") for m in _PARTIAL.finditer(text, place, start)]
        place = end
    return sorted(days + parts)


def _part_free(text: str, start: int, end: int, found: list[tuple[int, int, Kind]]) -> None:
    """Part what holds no day by its marks, then by the labels and roles in each run."""
    for spaced in _SPACED_LABEL.finditer(text, start, end):
        if spaced[1] + spaced[2] in _keys():
            _part_runs(text, start, spaced.start(), found)
            found.append((spaced.start(), spaced.end(2), "key"))
            start = spaced.end(2)
    _part_runs(text, start, end, found)


def _part_runs(text: str, start: int, end: int, found: list[tuple[int, int, Kind]]) -> None:
    for run in _RUN.finditer(text, start, end):
        _part_run(text, *run.span(), found)


def _part_run(text: str, start: int, end: int, found: list[tuple[int, int, Kind]]) -> None:
    word = place = start
    while place < end:
        key = _key_at(text, word, place, end)
        count = _COUNT.match(text, place, end) if text[place].isdigit() and place == word else None
        if key:
            _add_word(text, word, place, found)
            found.append((place, place + key, "key"))
            word = place = place + key
        elif count and (
            count.end() == end or not count[0][-1].isdigit() or _HAN.match(text, count.end())
        ):
            found.append((place, count.end(), "count"))
            word = place = count.end()
        else:
            place += 1
    _add_word(text, word, end, found)


def _key_at(text: str, word: int, place: int, end: int) -> int:
    """The length of the label or role at a place of a run, 0 if none stands there."""
    if text[place] not in _openers():
        return 0
    for length in range(min(_LONGEST_KEY, end - place), 0, -1):
        key = text[place : place + length]
        if length == 1:
            return int(key in _LONE and place == word and _COLON.match(text, place + 1) is not None)
        if key not in _keys():
            continue
        behind = place + length
        if _COLON.match(text, behind) or behind == end == len(text):
            return length
        if place == word and (behind == end or key in _GLUED or key in _OPENING):
            return length
        if (
            place > word
            and key in _GLUED
            and (key not in ("编辑", "整理", "摄影") or behind == end)
        ):
            return length
    return 0


def _add_word(text: str, start: int, end: int, found: list[tuple[int, int, Kind]]) -> None:
    if start >= end:
        return
    agency = _AGENCY.match(text[start:end])
    if agency:
        found.append((start, start + agency.end(), "word"))
        start += agency.end()
    news = _NEWS_BEHIND.search(text[start:end])
    last = start + news.start() if news else end
    found.append((start, last, "word"))
    if news:
        found.append((last, end, "key"))


def _joined(text: str, found: list[tuple[int, int, Kind]]) -> list[tuple[int, int, Kind]]:
    """The words with the halves of padded names (`李 响`) and of Latin names together."""
    joined: list[tuple[int, int, Kind]] = []
    for start, end, kind in found:
        if joined and kind == joined[-1][2] == "word":
            first, last, _ = joined[-1]
            left, gap, right = text[first:last], text[last:start], text[start:end]
            padded = len(left) == len(right) == 1 and _HAN.match(left) and _HAN.match(right)
            latin = gap == " " and _LATIN_NAME.fullmatch(left) and _LATIN_NAME.fullmatch(right)
            if gap and gap.isspace() and (padded or latin):
                joined[-1] = (first, end, "word")
                continue
        joined.append((start, end, kind))
    return joined
