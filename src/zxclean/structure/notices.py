"""What sites print where they cut an article, read as words: conditions, what is left, counts.

No two sites word it alike (`登录后查看全文`, `剩余内容请前往APP查看`, `免费预览已结束`), but all say it with the
same few dozen words and hardly any other. So a line is read as a row of word classes, one letter
each, and the rules are patterns over those.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from zxclean.rules import Rule, compiled

LONGEST = 60
"""Longest notice (code points); of those on 2,300 labelled pages and in the cases the longest has 52."""

UNREAD = 0.15
"""Share of a notice's Chinese characters that may be in none of its words."""

NAME = 6
"""Longest name of a site (code points) before what its readers use."""
_NAMED = frozenset(
    {"会员", "VIP", "vip", "SVIP", "APP", "App", "客户端", "公众号", "官网", "小程序"}
)
_HAN = re.compile("[\u4e00-\u9fff]")
_NO_NOTICE = re.compile(
    "下载或查看|(?:条|更多|全部|所有)评论|会员(?:上传|分享|投稿)|(?:图片|链接|附件|视频)已?被?隐藏|[\u201c\u201d\u2018\u2019\u300a\u300c\u3002他她]|(?<!点)我|[a-z]{4}|[a-z/]/"
)
"""Lists of comments, contributors, pictures, quotations, sentences, people and addresses stand in no notice."""
_NUMBER = r"(\d[\d,]{0,10}(?:\.\d{1,3})?万?) ?余?个?(字|%|页)|第? ?(\d{1,4}) ?/ ?(\d{1,4}) ?页|页码:? ?(\d{1,4}) ?/ ?(\d{1,4})"
_BOXED = re.compile(
    r"(?P<keep>\u2026{1,6}|\.{3,12})? ?[(\[\u3010\u3014](?P<notice>[^()\n\u3010\u3014]{2,60}"
    r"(?:\([^()\n]{1,20}\)[^()\n]{0,20})?)[)\]\u3011\u3015](?:(?= *(?:\n|$))| ?(?:\u2026{1,6}|\.{3,12}))"
)
_TRAILING = re.compile(
    r"(?P<keep>\u2026{1,6}|\.{3,12}) ?(?P<notice>(?:[^\n\u2026.]|(?<=\d)\.(?=\d)){2,40}?)[>\u00bb]*(?= *(?:\n|$))"
)
_OPENER = re.compile(r"[(\[\u3010\u3014][^()\[\]\u3010\u3011\u3014\u3015\n]*$")
_TRAILED = re.compile(r"(?:\u2026+|\.{3,})[^\u2026\n]*$")
_ELLIPSIS = re.compile(r"(?:\u2026+|\.{3,}) ?$")
"""What stands before an anchor that is set off."""
_DOTS = 14
"""Longest ellipsis before a bracket (code points), with a space."""
_CLAUSE = re.compile("[,;!?]")
_OF_WHOLE = re.compile("[全本该此原][文书篇章]|文档|文章|总")
_FIRST = re.compile("前 ?$")
_WHICH = re.compile("[第前] ?$")

AROUND = (
    " \t\u2192-\u2014=*~|<>\u00bb\u203a\u2193\u25b2\u25b6\u25ba\u25bc()[]\u3010\u3011\u3014\u3015"
)
AROUND_END = AROUND + "!\u3002"
"""What stands around a marker on its line, and behind it."""


class Notice(NamedTuple):
    """What a line says: its word classes in order, and its counts by the names of facts."""

    classes: str
    counts: Mapping[str, str]


def find_notice(rule: Rule, text: str) -> Notice | None:
    """What a folded line says, if it is a notice that the rule is about.

    >>> from zxclean.rules import load_rules
    >>> rule = next(r for r in load_rules("truncation") if r.id == "truncation.notice_members")
    >>> find_notice(rule, "剩余1350字,请登录后阅读").counts["omitted_chars"]
    '1350'
    """
    notice = read_notice(text)
    if notice is None or compiled(rule.pattern).match(notice.classes) is None:
        return None
    return notice


class SetOff(NamedTuple):
    """A notice in brackets or behind an ellipsis: where it stands with those, what of it stays.

    With `amid` an ellipsis follows: the text goes on.
    """

    start: int
    end: int
    keep: tuple[int, int] | None
    amid: bool
    notice: Notice


def find_set_off(rule: Rule, folded: str, start: int, end: int) -> SetOff | None:
    """The notice that the rule is about around `[start, end)` of a folded text: in brackets at the
    end of a line or with an ellipsis, or between an ellipsis and the end of a line.

    `(全文)` may be part of a headline, and `更多` of a sentence that trails off.
    """
    for match in _matches_around(folded, start):
        notice = find_notice(rule, match["notice"])
        if notice is None or match.end("notice") < end:
            continue
        keep = match.span("keep") if match["keep"] else None
        amid = match[0][-1] in "\u2026."
        if match.re is _TRAILING:
            told = notice.classes != "m" or match[0][-1] in ">\u00bb"
        elif "boxed" in rule.tag:
            told = keep is not None or amid
        else:
            told = keep is not None or not {*"spr"}.isdisjoint(notice.classes)
        if told:
            return SetOff(*match.span(), keep, amid, notice)
    return None


def _matches_around(folded: str, start: int) -> Iterator[re.Match[str]]:
    """What is set off around a place: from the bracket or the ellipsis before it on."""
    low = max(0, start - LONGEST)
    lead = folded[low:start]
    boxed = _OPENER.search(lead)
    if boxed is not None:
        first = low + boxed.start()
        dots = _ELLIPSIS.search(folded, max(0, first - _DOTS), first)
        match = _BOXED.match(folded, dots.start() if dots else first)
        if match is not None:
            yield match
    trailing = _TRAILED.search(lead)
    if trailing is not None:
        match = _TRAILING.match(folded, low + trailing.start())
        if match is not None:
            yield match


def is_marker(rule: Rule, line: str, place: int, end: int) -> bool:
    """Whether a folded line is a marker of the rule, or has one around its anchor `[place, end)`."""
    if rule.scope != "notice":
        return compiled(rule.pattern).search(line) is not None
    if "()" in line:  # an unfilled template
        return False
    whole = find_notice(rule, line.lstrip(AROUND).rstrip(AROUND_END)) is not None
    return whole or find_set_off(rule, line, place, end) is not None


_SAID = re.compile(
    "(?<=[\u53f7\u590d\u5165\u6ce8\u9001])"
    "[\u201c\u300c\u3010][^\u201d\u300d\u3011\n]{1,12}[\u201d\u300d\u3011]"
)
"""The name of an account, or the word to send to it, in its quotation marks."""


@lru_cache(512)
def read_notice(text: str) -> Notice | None:
    """The words and counts of a folded line, `None` if it has many other words."""
    text = _SAID.sub("", text)
    if not 2 <= len(text) <= LONGEST or _NO_NOTICE.search(text):
        return None
    word_of, pattern = _words()
    classes = ""
    counts: dict[str, str] = {}
    unread, end = len(_HAN.findall(text)), 0
    for match in pattern.finditer(text):
        if match[0] in _NAMED and match.start() - end <= NAME:
            unread -= len(_HAN.findall(text[end : match.start()]))
        end = match.end()
        unread -= len(_HAN.findall(match[0]))
        if match[1]:
            letter, name = _role(text, match.start(), match[2], classes)
            counts.setdefault(name, match[1])
            classes += letter
        elif match[3] or match[5]:
            counts.setdefault("page", match[3] or match[5])
            counts.setdefault("pages", match[4] or match[6])
            classes += "QV"
        else:
            classes += word_of[match[0]]
        if _CLAUSE.match(text, match.end()):
            classes += ","
    if unread > UNREAD * len(_HAN.findall(text)):
        return None
    return Notice(classes, MappingProxyType(counts))


def _role(text: str, place: int, unit: str, classes: str) -> tuple[str, str]:
    """What the count at `place` counts, by the words of its clause, or of those before."""
    clause = classes[classes.rfind(",") + 1 :]
    left = "r" in clause or "o" in clause
    if unit == "%":
        return ("L", "left_percent") if left else ("S", "shown_percent")
    if unit == "页":
        if left:
            return "G", "pages_left"
        shown = _WHICH.search(text, 0, place) or not {*"sgy"}.isdisjoint(clause)
        return ("Q", "page") if shown else ("V", "pages")
    if left:
        return "O", "omitted_chars"
    said = text[max(text.rfind(",", 0, place), text.rfind(";", 0, place)) + 1 : place]
    if not {*"sgy"}.isdisjoint(clause) or _FIRST.search(said):
        return "H", "shown_chars"
    missing = "r" in classes or "o" in classes
    return (
        ("O", "omitted_chars") if missing and not _OF_WHOLE.search(said) else ("T", "total_chars")
    )


@cache
def _words() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The letter of the class of each word (none of a word between), and what finds them."""
    raw = files("zxclean").joinpath("data", "truncation.toml").read_text("utf-8")
    groups: dict[str, str] = tomllib.loads(raw)["words"]
    letter_of = {
        word: "" if letter == "between" else letter
        for letter, words in groups.items()
        for word in words.split()
    }
    longest_first = sorted(letter_of, key=len, reverse=True)
    pattern = re.compile("|".join((_NUMBER, *map(re.escape, longest_first))))
    return MappingProxyType(letter_of), pattern
