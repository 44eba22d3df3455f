"""The value of a field without what stands around it: brackets, buttons, counters, accounts, permits."""

from __future__ import annotations

import re

from zxclean.steps.credit_words import is_own_word
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import PLACE_BEHIND

EDGES = " \t|/\u4e28·、,;:_-—"
"""What may part a value from the fields beside it."""

OPEN, CLOSE = "([{【〔<", ")]}】〕>"
"""Brackets around a value, a label or a whole credit line."""

_BUTTON_BEHIND = re.compile(
    r"(?<=\S)\s*(?:参与互动|我要评论|我有话说|打印本页|字[号体].*|\s(?:评论|阅读|浏览|点击|参与|跟[贴帖])\s?\(?\d.{0,9})$"
)
"""Buttons and counters behind the name of a source, which are no part of any."""

CALL_BEHIND = re.compile(
    r"(?<=\S)\s+(?:(?:用|扫|请?点击|打开|手机|移动端)[\u4e00-\u9fff]{2,10}|[\u4e00-\u9fff]{2,8}(?:访问|阅读|浏览|查看|收看|观看|扫码))$"
)
"""What a reader is to do with the page, behind the name of a source and a space."""

_COUNTER_BEHIND = re.compile(r"(?<=\S)\s+(?!(?:19|20)\d\d(?:[\d.]|$))\d[\d,.]*\s?[万wWkK]?[+℃]?$")
"""A figure behind the name of a source, parted by a space: how often the page was read."""

_ACCOUNT_BEHIND = re.compile(
    r"\s?\((?:(?:ID|id|微信号?|公众号|微博|头条号)\s?:\s?[^()]{2,30}|[A-Za-z][\w.-]{4,30})\)$"
)
"""The account of a source, in brackets behind its name."""

PERMIT_BEHIND = re.compile(
    r"[,;]\s?[\u4e00-\u9fff]{0,6}(?:授权|许可|同意|投稿)[\w\u4e00-\u9fff]{0,16}。?$"
)
"""Who gave leave to print a text again, behind its author."""

_UNIT_BEFORE = re.compile(
    r"\([\u4e00-\u9fff]{2,10}[局院庭处科室部所办委系会社]\)\s?(?=[\u4e00-\u9fff])"
)
"""Where somebody works, in brackets before the name."""

_TOLD_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:[,;]\s?[^,;]{2,24}(?:教授|研究员|学者|博士|律师|主任|院长|会长|委员|代表|作家|讲师|工程师|医师|校长|教师|评论员)|[,;]\s?(?:系|现?为|现任|任|单位|来自|[供就]职于?).*|\((?:[^()]*\d{2,4}[级届班][^()]*|[^()]*(?:教授|研究员|学院|大学))\))$"
)
"""What a person is, behind the name: the place of work behind a comma, the year of a student."""

_GAP = re.compile(r"[\s,;]+")

_WORD = re.compile(r"[^\s\[【(]+")


def is_button(word: str) -> bool:
    """Whether a folded word is a button, a label or a remark of the page's, and part of no value."""
    return is_noise(word) or is_own_word(word)


def before_buttons(value: str) -> str:
    """A value without the buttons that stand behind it, behind a space."""
    for gap in _GAP.finditer(value):
        word = _WORD.match(value, gap.end())
        if word is None or is_button(word[0].strip(OPEN + CLOSE)):
            return value[: gap.start()]
    return value


def cut_value(raw: str, *, is_source: bool, is_person: bool) -> tuple[str, int]:
    """The value between two labels, and where in `raw` it begins; nothing if there is none.

    >>> cut_value(" 渡口晚报 我要评论", is_source=True, is_person=False)
    ('渡口晚报', 1)
    >>> cut_value("(李一)", is_source=False, is_person=True)
    ('李一', 1)
    """
    if raw.lstrip()[:1] == "|":  # the end of its box
        return "", 0
    value = raw.strip(EDGES)
    if not value:
        return "", 0
    start = raw.index(value)
    if is_source:
        value = before_buttons(_BUTTON_BEHIND.sub("", value)).rstrip(EDGES)
        value = PLACE_BEHIND.sub("", CALL_BEHIND.sub("", value))
        value = _COUNTER_BEHIND.sub("", value)
        value = _ACCOUNT_BEHIND.sub("", value) if value.endswith(")") else value
    elif is_person:
        if "授权" in value or "许可" in value or "投稿" in value:
            value = PERMIT_BEHIND.sub("", value)
        if " " in value or "," in value:
            value = before_buttons(value).rstrip(EDGES)
        if value[-1:] == ")" or "," in value or ";" in value:
            value = _TOLD_BEHIND.sub("", value)
        unit = _UNIT_BEFORE.match(value)
        if unit is not None:
            start, value = start + unit.end(), value[unit.end() :]
    if not value:
        return "", 0
    if value[0] in OPEN and value[-1] == CLOSE[OPEN.index(value[0])]:
        inner = value[1:-1].strip()
        start, value = start + value.index(inner, 1), inner
    value = value.rstrip(OPEN)
    if value and value[-1] in CLOSE and not any(mark in value for mark in OPEN):
        value = value.rstrip(CLOSE + EDGES)
    return value, start
