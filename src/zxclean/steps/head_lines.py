"""What a line near the head of an article looks like: prose, a menu, a sub-headline, credits."""

from __future__ import annotations

import re

from zxclean.steps.credit_lines import LONGEST as CREDIT_LINE
from zxclean.steps.credit_lines import may_be_credits, mend_spaces, read_credits
from zxclean.steps.credit_reader import Credits
from zxclean.steps.furniture import Page, trails_off
from zxclean.steps.noise import is_noise

PROSE = 60
"""A line so long (code points) with a comma is prose; headlines of two clauses have up to 43."""

DATED = re.compile(r"[12][09]\d\d(?:\s?[-/.年]\s?\d|\d\d/\d\d|\s\d\d/\d\d|[01]\d[0-3]\d\b)")
"""A year and what follows it in a date. Begins with a class, so that a search skips to its digits."""

DAY = re.compile(r"[\[(]?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[\])]?")

_BULLET = re.compile(r"[•·■◆▪▍▎▌]\s*(?=\S)")

CHAIN = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z]{2,10}\s+)?[\u4e00-\u9fffA-Za-z]{2,10}(?:\s?[>\u00bb\u203a\u2192]\s?[^\s>\u00bb\u203a\u2192,。]{2,12}){2,6}"
    r"|[>\u00bb\u203a]\s?[\u4e00-\u9fff]{2,10}"
)
"""Names of columns with arrows between, or the rest of such a chain."""

HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
"""Han characters in a row."""

MARKS = re.compile(r"[,:!?“”《》—]|\S{4} \S{4}")

TALK = re.compile(
    r"(?P<office>[\u4e00-\u9fff\u3001()]{1,60}(?:主任|书记|主席|院长|长|代表|委员|总理|总裁|经理))\s+"
    r"(?P<name>[\u4e00-\u9fff·]{2,8}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])"
)
"""Who gave a speech: office and name."""

SUBTITLE = re.compile(r"(?:[\u2014\u2015\u2500]{1,2}|--)\s?\S")

FOLLOW = re.compile(
    r"\S{2,18}官方[账帐]号|\+?\s?(?:已)?关注(?:他|她|我们)?|订阅|[\u4e00-\u9fff]{1,3}号|取消关注"
    r"|[\u2190-\u2193\u25b2\u25b3]?\s?点击(?:上[方面]|下[方面]|蓝字|右上角)\S{0,24}"
)

DYNASTY = re.compile(
    r"[\[(\u3014]?(?:先秦|[两东西]汉|汉代|魏晋|南北朝|[东西]晋|[隋唐宋元明清]代?|[唐宋元明清]朝|五代|[南北]宋|金朝|近现代|现代|当代|民国)"
    r"(?:[\])\u3015]\s?[:·]?|\s?[:·])\s?(?P<author>[\u4e00-\u9fff]{2,4})"
)

_DATELINE = re.compile(
    r"[\[【\u3014(](?:[^\]】\u3015)。]{0,24}(?:记者|编译|报[道导]|[专综]?电|讯|消息|中文网|专栏|社评)|\S{0,8}(?:报|台)文章)[^\]】\u3015)。]{0,30}[\]】\u3015)]"
    r"|(?:本[报网台刊]|[\u4e00-\u9fff]{2,12}(?:[\u4e00-\u9fff\d]{1,4}月[\u4e00-\u9fff\d]{1,3}日)?)(?:[专综]?电|讯|消息)\s?[(:【\u3014 ]"
)


def opens_with_dateline(text: str) -> bool:
    """Whether a folded line opens as the first sentence of an agency's or a newspaper's text.

    >>> opens_with_dateline("渡口晚报讯 江边步道今天开放"), opens_with_dateline("他在电话里说:好")
    (True, False)
    """
    return _DATELINE.match(text) is not None


def credits_of(page: Page, k: int) -> Credits | None:
    """The facts of a line beside a headline, as `read_credits` tells."""
    text = mend_spaces(line_text(page, k)).lstrip()
    if not 2 <= len(text) <= CREDIT_LINE or not may_be_credits(text):
        return None
    return read_credits(text, own_text(page, k, text))


def own_text(page: Page, k: int, text: str) -> str:
    """What the page itself has for `text`, the end of line `k` folded."""
    size = len(page.text(k))
    return page.original(k, size - len(text), size)


def line_text(page: Page, k: int) -> str:
    """A line without a bullet."""
    return without_bullet(page.text(k))


def without_bullet(text: str) -> str:
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def is_prose(text: str) -> bool:
    """Whether a line is a sentence of the article, or opens a list with one."""
    size = len(text)
    if size < 15:
        return False
    if size >= PROSE // 2 and "," in text and (size >= PROSE or text[-1] == ":"):
        return True
    return "。" in text and not trails_off(text)


def is_menu(text: str) -> bool:
    """Whether a line is three short words or more, one of them of menus and buttons.

    >>> is_menu("首页 发现 登录"), is_menu("春风 又绿 江南岸")
    (True, False)
    """
    words = text.split()
    return (
        len(words) >= 3
        and max(map(len, words)) <= 6
        and any(is_noise(word.rstrip(":")) for word in words)
    )


def is_small(text: str) -> bool:
    """Whether a line is a number or a button or two, which part nothing."""
    return len(text) <= 6 or HAN_RUN.search(text) is None
