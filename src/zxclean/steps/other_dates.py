"""Days beside a headline that are not its article's: the reader's own, a list's, a programme's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zxclean.steps.furniture import Finding, Page
from zxclean.steps.head_lines import DATED, is_menu, line_text
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.noise import is_noise

_PARTICULAR = re.compile(
    r"(?:地\s?点|地\s?址|主\s?持|出\s?席|列\s?席|缺\s?席|记\s?录|主\s?办|承\s?办|协\s?办|联\s?系\s?人|电\s?话|参\s?加"
    r"|议\s?题|会\s?议|活\s?动|讲\s?座|对\s?象|人\s?员|内\s?容|费\s?用|主\s?讲)[\u4e00-\u9fff]{0,4}\s?:"
)

_COMMAND = re.compile(r"(?:\$|>>>) [a-z./]")
"""A line that somebody types."""

CALENDAR_NEAR = 3
"""So many lines before the prose a day with its weekday may be the article's."""

CALENDAR_SIZE = 80
"""No such line is longer (code points), with the spaces behind it."""
_CALENDAR = re.compile(
    r"(?:(?P<said>今天是|今日是?|现在是)\s?:?\s?)?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?\s*"
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?[^\d:]{0,12}(?:-?\d{1,2}[~/-]?-?\d{0,2}[\u2103度].{0,6})?|(?(said)|(?!)))"
)
"""The reader's day on top of a page, with its weekday and the weather."""


def is_calendar(page: Page, k: int) -> bool:
    """Whether a line before the prose, or under a menu, is the reader's own day."""
    text = page.text(k)
    if text[0] not in "12今现" or page.line_ends[k] - page.start(k) > CALENDAR_SIZE:
        return False
    if not _CALENDAR.fullmatch(text):
        return False
    weather = re.search("[\u2103度晴雨雪]", text) is not None
    if weather or k < page.head - CALENDAR_NEAR or (k and is_menu(page.text(k - 1))):
        return True
    return sum(is_noise(page.text(j)) for j in range(max(0, k - 4), k)) > 2


ITEM_SHAPE = 1.0
"""How much a line looks like a headline at least, that a bare day below it is taken for its own."""


def is_of_list(page: Page, k: int) -> bool:
    """Whether a bare day stands under another headline right above it: an item of a list."""
    if k == 0 or DATED.match(page.text(k)) is None:
        return False
    shape = headline_shape(line_text(page, k - 1))
    return k - 1 not in page.chosen and shape is not None and shape >= ITEM_SHAPE


LISTED = 2
"""So many credits behind the prose, each under a headline of its own, are those of other articles."""

LIST_HEADING = 12
"""Longest such heading in code points."""

_LIST_HEADING = re.compile(
    r"(?:相关|更多|热门|热点|推荐|延伸|拓展|猜你|为[你您]|最新|近期|往期|精彩|其[他它]|同类|大家)[\u4e00-\u9fff]{1,8}[:>]*"
)
"""What sites print over lists of other articles."""


def is_list_heading(text: str) -> bool:
    """Whether a folded line is what sites print over a list of other articles.

    >>> is_list_heading("相关阅读"), is_list_heading("相关部门已介入")
    (True, True)
    """
    return len(text) <= LIST_HEADING and _LIST_HEADING.fullmatch(text) is not None


def find_of_others(page: Page, stating: Sequence[tuple[int, Finding]]) -> set[int]:
    """The lines behind the prose that state source or day of other articles, of those that state facts.

    Each stands under a headline: below the heading of a list one is enough, without it several are.

    >>> from zxclean.steps.furniture import row
    >>> from zxclean.view import TextView
    >>> page = Page(TextView(
    ...     "江边步道今天开放,全长三公里。\\n相关新闻\\n城南菜场周六起试营业\\n来源:渡口网 2020-08-14"
    ... ))
    >>> _ = page.find_edges()
    >>> find_of_others(page, [(3, Finding(row("source"), "any", (("source", "渡口网"),)))])
    {3}
    """
    stated = {k for k, _ in stating}
    credits = [
        k
        for k, finding in stating
        if k > page.tail
        and k - 1 not in stated
        and any(field in ("source", "published_at") for field, _ in finding.facts)
        and (headline_shape(line_text(page, k - 1)) or 0) > 0
    ]
    if len(credits) >= LISTED:
        return set(credits)
    return {
        k for k in credits if any(is_list_heading(page.text(j)) for j in range(page.tail, k - 1))
    }


def is_particular(page: Page, k: int) -> bool:
    """Whether a dated line is one of a programme, of the particulars of a meeting, of a table
    without labels or of what a command prints."""
    tabs = page.text(k).count("\t") if ":" not in page.text(k).partition("\t")[0] else 0
    for j in (k - 1, k + 1):
        if 0 <= j < len(page) and j not in page.chosen:
            text = page.text(j)
            if _PARTICULAR.match(text) or _COMMAND.match(text):
                return True
            if tabs and text.count("\t") == tabs:
                return True
            if DATED.match(text) and len(text) > 10 and DATED.match(page.text(k)):
                return True
    return False
