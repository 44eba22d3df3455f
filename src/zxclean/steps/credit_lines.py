"""Credit lines beside a headline: date, outlet, names and counts in any order, mostly unlabelled.

What `credits.py` reads tells by its labels that it is a credit line. Here the place does, next to
a headline, so a bare name may be read as the outlet, the author or the account.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from zxclean.steps.credit_items import part_labels
from zxclean.steps.credit_reader import Credits, read_words
from zxclean.steps.credit_tagger import read_tagged
from zxclean.steps.credits import find_credits
from zxclean.steps.dates import find_date
from zxclean.steps.labels import PEOPLE, labels_known, last_characters
from zxclean.steps.writers import find_described, split_people

LONGEST = 120
"""Longest credit line in code points; of the labelled documents the longest has 74."""

LINES_KNOWN = 256
"""So many lines are remembered as read: the same ones are asked about as credits and as headlines."""

_PAPER = re.compile(
    r"[(]?\u300a\s?(?P<paper>[\u4e00-\u9fff]{2,10}[报刊志])\s?\u300b\s?[(,]?\s?(?P<day>(?:19|20)\d\d\s?[-年.][^\u300a\u300b\u3002]{3,24}?)[)]?"
)
"""The newspaper and the day of which a text is, with its page."""

_NOTICE = re.compile(r"\s[-\u2013\u2014|]\s[^\s\d][^\n\d]{0,60}(?:立场|观点|转载|侵权)[^\n]{0,20}$")
"""What a site has to say on its sources, behind the credits."""

_BARRED_LABEL = re.compile(r"(?<=(?<![\u4e00-\u9fff])(?:来源|作者|编辑|责编|记者))\s?\u4e28")

_TODAY = re.compile(r"(?:中国|现在|当前|系统|今日)(?:时间|日期)\s?:?\s?\d")
"""The reader's day and hour."""

_BOOKED = re.compile(
    r"\u300a[\u4e00-\u9fff]{2,10}(?:[报刊志网]\u300b|\u300b(?=杂志|周刊|月刊|半月刊))"
    r"|\u300a[\u4e00-\u9fff]{2,14}(?:\([^()]{2,8}\))?\u300b(?=\s?(?:\([^()]{1,6}\)\s?)?(?:19|20)\d\d年)"
)
"""The name of a paper, in the marks of titles."""

_NO_CREDIT = re.compile(
    r".*\.(?:jpe?g|png|gif|bmp|webp|docx?|pdf|pptx?|xlsx?|zip|rar|mp[34])|\([^()]+\d{6}\)"
    r"|\(?(?:1\d|20)\d\d[-./年]\s?\d{1,2}[^-\u2013\u2014~至]{0,5}[-\u2013\u2014~至]{1,2}\s?(?:1\d|20)\d\d\s?[-./年][\s\d月日.]{1,8}\)?",
    re.IGNORECASE,
)
"""What has a day or names and is no credit: a file, a place of work with its postcode, from when to
when somebody held an office."""

_SENTENCE = re.compile("[。!?;《》“”…]|,[^,]*[\u4e00-\u9fff]\\.$")
"""What only sentences have; a narrow full stop at the end, if a comma stands before it."""


_TIME = re.compile(r"\d(?:\s?(?:年|秒|分钟|小时|天|个月)|[-/.月]\d|\d{5})")
_PARTED = re.compile(r"[\u4e00-\u9fff]\s?[/|]\s?[\u4e00-\u9fff]")
_OPENS = re.compile(r"原创[ :]|由 ?\S{2,16} ?(?:发[布表]|撰写|创建|提交|上传)")
_MADE = re.compile(r"\s(?:整理|编译)$")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = re.compile(r"\d(?:\s?(?:年|秒|分钟|小时|天|个月)|[-/.月]\d|\d{5})")
_PARTED = re.compile(r"[\u4e00-\u9fff]\s?[/|]\s?[\u4e00-\u9fff]")
_OPENS = re.compile(r"原创[ :]|由 ?\S{2,16} ?(?:发[布表]|撰写|创建|提交|上传)")
_MADE = re.compile(r"\s(?:整理|编译)$")


@cache
def _labelled() -> re.Pattern[str]:
    """A label where its value follows."""
    before_colon = "".join(sorted(map(re.escape, last_characters())))
    return re.compile(rf"[{before_colon}][\]】]? *[:|\u4e28]")


@cache
def _words() -> re.Pattern[str]:
    """Words of credits and English months; each begins with a character, to which a search skips."""
    people = (text for text, label in labels_known().items() if label.field in PEOPLE)
    before_space = "|".join(rf"{re.escape(text)}\s" for text in sorted(people))
    day = r"(?<![A-Za-z]...)[a-z]{0,6}\.?,?[ -]\d"
    months = "|".join(month + day for month in _MONTHS)
    return re.compile(
        rf"来源|稿源|来自|作者|责编|编辑|报[道导]|记者|通讯员|评论员|撰稿|今天|昨天|前天|刚刚|{before_space}"
        rf"|{months}"
    )


def _has_sign(text: str) -> bool:
    """Whether a line has what every credit has: part of a date, or a label or role where it may stand.

    Nine in ten of the lines that are asked about are headlines and menus without.
    """
    return bool(
        _words().search(text)
        or _TIME.search(text)
        or ((":" in text or "|" in text or "\u4e28" in text) and _labelled().search(text))
        or (("/" in text or "|" in text) and _PARTED.search(text))
        or _OPENS.match(text)
        or (text.endswith(("整理", "编译")) and _MADE.search(text))
    )


_LOST_SPACE = re.compile(
    r"^\?(?= )|(?<=\d:\d\d)\?(?=[\u4e00-\u9fff])|(?<![\u4e00-\u9fff])\?(?=[\s\d]|[\u4e00-\u9fff]{2,4}:|$)"
    r"|(?<=[\u4e00-\u9fff\d])\?(?=(?:文章|稿件|信息)?来源:|作者:|责任编辑:|编辑:)"
)
"""A question mark for a no-break space that an encoding does not have: before a label, behind an hour
or anything but a character."""


def mend_spaces(text: str) -> str:
    """A folded line beside a headline with spaces for the question marks they became.

    >>> mend_spaces("2014-06-13 06:35?李一?来源:渡口晚报"), mend_spaces("来源:去哪儿?")
    ('2014-06-13 06:35 李一 来源:渡口晚报', '来源:去哪儿?')
    """
    lost = "?" in text and (":" in text or text.startswith("? "))
    return _LOST_SPACE.sub(" ", text) if lost else text


def may_be_credits(text: str) -> bool:
    """Whether a folded line holds a sign of a credit and none of a sentence."""
    text = _plain(text)
    if find_described(text):
        return True
    if _TODAY.match(text):
        return False
    if not 2 <= len(text) <= LONGEST or not _has_sign(text):
        return False
    if _NO_CREDIT.fullmatch(text) or (" " in text and text.replace(" ", "") in labels_known()):
        return False
    if "立场" in text or "观点" in text or "转载" in text or "侵权" in text:
        text = _NOTICE.sub("", text)
    if "\u300a" in text:
        text = _BOOKED.sub("", text)
    return _SENTENCE.search(text) is None or _PAPER.fullmatch(text) is not None


def _plain(text: str) -> str:
    """A folded line with spaces where they were lost, and colons behind its labels."""
    text = mend_spaces(text)
    if "\u4e28" in text:
        text = _BARRED_LABEL.sub(":", text)
    return part_labels(text) if ";" in text and ":" in text else text


_FLOOR = re.compile(r"(?:沙发|板凳|地板|地下室)\s|(?:[2-9]|\d{2,4})\s?[楼#]\s")
"""How the line over a reply begins: who wrote it is not the article's author."""


@lru_cache(LINES_KNOWN)
def read_credits(text: str, original: str) -> Credits | None:
    """The facts of a line beside a headline, `None` if it holds anything that is no credit.

    `text` is the line folded and without spaces around it, `original` the same stretch as the
    page has it. A lone name is `byline`: an account, an outlet or a person not known to be one.

    >>> read_credits("2019-05-17 · 北城报道", "2019-05-17 · 北城报道").facts
    (('published_at', '2019-05-17'), ('byline', '北城报道'))
    """
    text = _plain(text)
    notice = _NOTICE.search(text)
    if notice is not None:
        text, original = text[: notice.start()], original[: notice.start()]
    if not may_be_credits(text) or _FLOOR.match(text):
        return None
    described = find_described(text)
    if described is not None:
        people = " ".join(original[slice(*span)] for span in described)
        return Credits((("author", people),), False, 2)
    paper = _PAPER.fullmatch(text)
    if paper is not None:
        day = find_date(paper["day"])
        if day is None:
            return None
        name = original[slice(*paper.span("paper"))]
        return Credits((("publication", name), ("published_at", day.iso)), True, 4)
    known = find_credits(text, original)
    if known is not None and known.facts and known.rule.tag != "index":
        names = {name for name, _ in known.facts}
        dated = "published_at" in names
        return Credits(split_people(known.facts), dated, 2 * len(names))
    return read_words(text, original) or read_tagged(text, original)
