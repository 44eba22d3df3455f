"""What a credit line is parted into before anything is read: labels in one spelling, counters.

A label may stand in a box, before a colon, a stroke, a bar, a line or an equals sign; here each gets
its colon, so that one grammar reads them all. Counters say what they count before or behind the
figure. Both leave every place of the line where it was.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from zxclean.steps.credit_values import CLOSE
from zxclean.steps.labels import PEOPLE, labels_known
from zxclean.steps.outlets import is_outlet

_IN_BOX = r"[\[【]\s?(?P<label>[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){0,5})\s?[\]】]"
_BOXED = re.compile(rf"{_IN_BOX} ?: ?")
"""A label in brackets before its colon."""

_BOXED_ALONE = re.compile(rf"(?<![^\s|,;·\u2022\u4e28]){_IN_BOX}(?=\s?[^\s:\[【])")

_BOXED_GLUED = re.compile(rf"(?<=\S){_IN_BOX}(?=\s?[^\s:\[【])")
"""The same behind the value of the field before, on a line that begins with one."""

_BOXED_FIELD = re.compile(r"[\[【]\s?([^\[\]【】:]{1,8}:[^\[\]【】]*)[\]】]")
"""A field in brackets of its own."""

_PARTED = re.compile(r"(?<=\s)[\u2022\u2219\u25cf·](?=\s)|[\u4e28\u2502\u2223\u00a6]")
"""What parts fields as a bar does: dots between spaces, bars that are characters."""

_BEFORE_LABEL = re.compile(r"[;,](?=\s?(?P<label>[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){0,5})\s?:)")
"""A comma or semicolon before a label."""

_JOINED = re.compile(
    r"(?<![\u4e00-\u9fffA-Za-z\d])(?P<label>[\u4e00-\u9fff]{1,8})(?P<joint>\s?[=_/|\u4e28\u2502\u2223]\s?)(?=[\u4e00-\u9fff\u300aA-Za-z])"
)
"""A word, what may stand for a colon, and the beginning of a value."""

_WORD = re.compile(r"[\u4e00-\u9fff]+")

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,2})?)(?![\d./-]\d)(?:\s?(?:[万千亿]|[wWkK](?![A-Za-z])))?\+?"
_READ = "阅读|浏览|点击|播放|观看|收听|访问|围观|人气|点阅|查看"
_OTHERS = "评论|回复|回答|回帖|跟[贴帖]|参与|点?赞|赞同|收藏|转发|分享|下载|关注|粉丝|弹幕|喜欢|喝彩|推荐|编辑|修订|楼层|页数?|大小|字数|全文|共"

_COUNTER = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?=(?:{_READ})(?:次数|人次|总?量|\s?[(\[]\d)))(?:(?:本[文页篇]|文章|此文|资料|信息|网页|内容|新闻)?(?:已经?|共|累计|总)?被?)(?:{_READ})(?:次数|人次|人数|总?数|总?量|率|了|过)?(?P<colon>\s?:)?"
    rf"\s{{0,3}}(?:[\[(【]\s{{0,3}})?(?P<views>{_NUMBER})(?:\s{{0,3}}(?:人次|次|人|\u2103))?(?:\s?[\])】])?(?=$|[\s|/,·\u4e28\u2103【\[(]|[\u4e00-\u9fff]{{2,6}}:)"
    rf"|(?<![\d.:/-])(?:(?:本文)?已?有\s?|火)?(?P<views_2>{_NUMBER})\s{{0,2}}(?:人次|次|人|位)?\s?(?:网友|读者|用户)?已?(?:{_READ}|看过|读过)(?:次数|量|数)?(?=$|[\s|/,·)\]】])"
    rf"|本文已影响\s?(?P<views_3>{_NUMBER})\s?人"
    rf"|[\U0001f440\U0001f441]\ufe0f?\s?(?P<views_4>{_NUMBER})"
)
"""How often a page was read, the figure behind the word or before it."""

_VIEWS = ("views", "views_2", "views_3", "views_4")

_OTHER_COUNTER = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:{_OTHERS})(?:次数|人数|数|量)?\s?(?:(?P<colon>:)|[(\[])?\s?{_NUMBER}\s?(?:MB|KB|[MK])?[条次人个页字楼]?[)\]]?(?=$|[\s|/,·])"
    rf"|(?<![\d.:/-]){_NUMBER}\s?[条次人个]?(?:{_OTHERS}|听过|学过)(?=$|[\s|/,·])"
)
"""What else is counted beside a headline."""


def open_labels(body: str, *, joined: bool = True) -> str:
    """A folded line of the same length with every label that is known before a colon.

    `joined` reads `编辑|李一` too, which menus and bylines of the article may hold.

    >>> open_labels("[发布日期]:2019-09-07"), open_labels("[来源] 渡口网")
    (' 发布日期: 2019-09-07', ' 来源: 渡口网')
    >>> open_labels("[ 来源:渡口网 ] [作者:李一]")
    '  来源:渡口网 |  作者:李一|'
    >>> open_labels("【作者】渡口人【阅读】12"), open_labels("撰文=李一  编辑 | 王二")
    (' 作者:渡口人 阅读:12', '撰文:李一  编辑:  王二')
    """
    if "]" in body or "】" in body:
        if body.count("[") + body.count("【") > 1 or body[-1] not in CLOSE:
            body = _BOXED_FIELD.sub(lambda match: f" {match[0][1:-1]}|", body)
        body = _BOXED.sub(_as_label, body)
        if _BOXED_ALONE.match(body) is not None:
            body = _BOXED_GLUED.sub(_as_known_label, body)
        body = _BOXED_ALONE.sub(_as_known_label, body)
    if (";" in body or "," in body) and ":" in body:
        body = part_labels(body)
    if "=" in body or (joined and any(mark in body for mark in "_/|\u4e28\u2502\u2223")):
        body = _JOINED.sub(lambda match: _with_colon(match, body, joined), body)
    return _PARTED.sub("|", body) if _PARTED.search(body) else body


def part_labels(body: str) -> str:
    """A line with bars for the commas before labels that are known, and for all semicolons then."""
    known = labels_known()
    parted = _BEFORE_LABEL.sub(
        lambda match: "|" if "".join(match["label"].split()) in known else match[0], body
    )
    return (
        parted.replace(";", "|")
        if parted != body and body.count(";") > parted.count(";")
        else parted
    )


def _as_label(match: re.Match[str]) -> str:
    return f" {match['label']}:".ljust(len(match[0]))


def _as_known_label(match: re.Match[str]) -> str:
    return _as_label(match) if "".join(match["label"].split()) in labels_known() else match[0]


@cache
def _joinable() -> frozenset[str]:
    """Labels that may have another mark for their colon: those of people and of the source."""
    return frozenset(
        text
        for text, label in labels_known().items()
        if label.field in PEOPLE or label.field == "source"
    )


def _with_colon(match: re.Match[str], body: str, joined: bool) -> str:
    """A label that is known with its colon, unless it is a word of a menu: with another behind."""
    label, joint = match["label"], match["joint"].strip()
    value = _WORD.match(body, match.end())
    if (
        not (_is_joinable(label) and (joined or joint == "="))
        or body[: match.start()].rstrip()[-1:] in ("|", "/", ">")
        or (joint == "/" and not _is_stroke(match, body))
        or (value is not None and (value[0] in labels_known() or value[0] in ("图", "摄")))
    ):
        return match[0]
    return f"{label}:".ljust(len(match[0]))


def _is_joinable(word: str) -> bool:
    """Whether a word is a label that may have another mark for its colon, or ends in one behind an outlet."""
    outlet = word[:-2] if word.endswith(("记者", "编辑")) else ""
    return word in _joinable() or (len(outlet) > 2 and is_outlet(outlet))


def _is_stroke(match: re.Match[str], body: str) -> bool:
    """Whether a stroke stands for a colon: right behind a label, or behind the only one of a line."""
    alone = match.start() == 0 and body.count("/") == 1
    return len(match["label"]) > 1 and (alone or len(match["joint"]) == 1)


class Counted(NamedTuple):
    """A line with bars for its counters, where the figure of the readers stands, and whether one
    has a colon, as only a page's own credits have."""

    body: str
    views: tuple[int, int] | None
    labelled: bool


def take_counts(body: str, *, labelled: bool = True) -> Counted:
    """What a folded line counts; with `labelled` also behind colons, which `find_credits` reads as fields.

    >>> line = "荔枝 · 阅读 1.2万 · 9 条评论"
    >>> take_counts(line).body, line[slice(*take_counts(line).views)]
    ('荔枝 · ||||||| · |||||', '1.2万')
    >>> take_counts("全民阅读 100 天").body
    '全民阅读 100 天'
    """
    views: tuple[int, int] | None = None
    colon = False
    if not any("0" <= mark <= "9" for mark in body):
        return Counted(body, None, False)
    for match in list(_COUNTER.finditer(body)):
        if match["colon"] and not labelled:
            continue
        colon = colon or match["colon"] is not None
        group = next(name for name in _VIEWS if match[name])
        views = views or match.span(group)
        body = blank(body, *match.span())
    for match in list(_OTHER_COUNTER.finditer(body)):
        if match["colon"] and not labelled:
            continue
        body = blank(body, *match.span())
    return Counted(body, views, colon)


def blank(body: str, start: int, end: int) -> str:
    """A line with bars from one place to another."""
    return f"{body[:start]}{'|' * (end - start)}{body[end:]}"
