"""Lines that hold buttons only: print, close, share, font size, log-in, links of the footer."""

from __future__ import annotations

import re
from functools import cache

from zxclean.rules import Rule
from zxclean.steps.furniture import Finding, rows

LONGEST = 120
"""Longest tool bar in code points. The longest on 60 real pages has 30."""

_SEPARATORS = r"|/\u4e28·•><«»›【】\[\]()_:、,;~\-—+★"
_SEPARATOR = re.compile(rf"[\s{_SEPARATORS}]+")
_COUNT = r"(?:[\s:]{0,2}\(?\d[\d,]{0,9}\)?(?![\d:]))?"
"""A counter behind a button: `赞 8`, `分享 106`, `评论(0)`."""

_RATED = re.compile(r"(?:^|\s)[踩赞顶]\s?\d")
"""Votes with their numbers: of a reader's comment, which may stand in the midst of prose."""

_ON_CREDIT_LINE = frozenset(
    {
        "chrome.font_size",
        "chrome.font_size_label",
        "chrome.size_buttons",
        "chrome.print_page",
        "chrome.print",
        "chrome.close_page",
        "chrome.close",
        "chrome.correct_page",
        "chrome.correct",
        "chrome.share_to",
        "chrome.share",
        "chrome.bookmark_page",
        "chrome.page_button",
    }
)
"""Buttons that stand on one line with source and date. Names of platforms are not among them:
`来源:微信` names a source."""


@cache
def _words() -> list[tuple[str, Rule]]:
    """The patterns of single buttons, with their rows."""
    return [(word, rule) for rule in rows("token") for word in _alternatives(rule.pattern)]


@cache
def _token(first: str) -> tuple[re.Pattern[str], tuple[Rule, ...]]:
    """One button that begins with a character, with its counter, and the row of each group.

    Only the patterns that name the character can match there: a handful of some 140, which as
    one pattern take ten times as long on a page. Alternatives that begin with a character, not
    with a group, are skipped by that character; so the groups that tell them apart are empty
    ones behind them.
    """
    words = [(word, rule) for word, rule in _words() if first in word]
    one = "|".join(f"{word}()" for word, _ in words) or "(?!)()"
    return re.compile(f"(?:{one}){_COUNT}"), tuple(rule for _, rule in words)


_PART = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])+\]|.")
"""One part of a pattern: an escape, a class, a bracket of a group or a character."""


def _alternatives(pattern: str) -> list[str]:
    """The parts of a pattern between its outermost bars.

    >>> _alternatives(r"a(?:b|c)|[|)]|d")
    ['a(?:b|c)', '[|)]', 'd']
    """
    parts, depth, start = [], 0, 0
    for part in _PART.finditer(pattern):
        depth += (part[0] == "(") - (part[0] == ")")
        if part[0] == "|" and depth == 0:
            parts.append(pattern[start : part.start()])
            start = part.end()
    return [*parts, pattern[start:]]


@cache
def _characters() -> re.Pattern[str]:
    """A line of the characters of buttons, separators, counters and bullets."""
    known = {mark for rule in rows("token") for mark in rule.pattern if mark > "/"}
    return re.compile(
        rf"[\s\d{re.escape(''.join(sorted(known)))}{_SEPARATORS}\u25a0\u25c6\u25aa+,/.()-]+"
    )


def may_be_toolbar(folded: str, start: int, end: int) -> bool:
    """Whether a line is of the characters of a tool bar only; a bullet may stand before it."""
    return _characters().fullmatch(folded, start, end) is not None


@cache
def _stretch() -> re.Pattern[str]:
    """Buttons between separators on a line that holds more, with brackets around them."""
    tokens = rows("token")
    one = "|".join(rule.pattern for rule in tokens if rule.id in _ON_CREDIT_LINE)
    places = "|".join(rule.pattern for rule in tokens if rule.id == "chrome.share_platform")
    return re.compile(
        rf"[\[【](?!阅读|播放|推荐)(?:{one}){_COUNT}[\]】]|(?:^|(?<=[\s|/\u4e28\])】]))[\[(【]?(?!阅读|播放|推荐)(?:{one}){_COUNT}(?:\s?:(?=\s|$))?"
        rf"(?:(?<=[到至])[\s:]*(?:(?:{places})[\s|/、]*){{1,12}})?(?:[\])】]|(?=[\s|/\u4e28\[(【]|$))"
    )


def find_toolbar(text: str) -> Finding | None:
    """The finding for a line (folded, no spaces around it) of buttons and separators only.

    One plain button is weak evidence, for its word is an ordinary one; two, the same one twice
    (an icon and its label), or a button that names the page (`打印本页`) are enough.

    >>> find_toolbar("打印 打印").zone, find_toolbar("关闭").zone, find_toolbar("关闭窗口期")
    ('edge', 'lone', None)
    """
    if len(text) > LONGEST or not may_be_toolbar(text, 0, len(text)):
        return None
    position, groups, end = 0, 0, len(text)
    found: list[tuple[Rule, str]] = []
    while position < end:
        space = _SEPARATOR.match(text, position)
        if space:
            position = space.end()
            if position == end:
                break
        pattern, tokens = _token(text[position])
        match = pattern.match(text, position)
        if match is None:
            return None
        group = match.lastindex or 1
        found.append((tokens[group - 1], text[position : match.start(group)]))
        groups += bool(space) or position == 0
        position = match.end()
    if not found:
        return None
    first, word = found[0]
    if len(found) == 1:
        return Finding(first, "button" if first.zone == "any" else first.zone, word=word)
    for rule, _ in found:
        if rule.zone == "any":
            return Finding(rule, "any", word=word, weight=len(found))
    if groups >= 3 and _RATED.search(text):
        return Finding(first, "any", weight=groups)
    # Single characters of a font size bar (大 中 小) are words: one pair of them is no bar.
    only_sizes = all(len(token) == 1 for _, token in found)
    if groups >= 2 + only_sizes:
        return Finding(first, "edge", weight=len(found))
    return Finding(first, "linked", weight=len(found))


def blank_buttons(text: str) -> str:
    """The line with spaces in place of the buttons that stand between its separators.

    >>> blank_buttons("2019-09-07 【打印】 来源:EETOP")
    '2019-09-07      来源:EETOP'
    """
    return _stretch().sub(lambda match: " " * len(match[0]), text)
