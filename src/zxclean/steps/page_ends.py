"""Last lines that their own shape shows to be the page's: unfilled templates, ids, links with hands."""

from __future__ import annotations

import re
from functools import cache

from zxclean.steps.furniture import Finding, Page, row
from zxclean.steps.page_words import find_page_word, is_page_english, says_only_page, told_words
from zxclean.structure.page_marks import is_extent

LINES = 60
"""More lines behind the prose are a list or comments, which other parts judge."""

PORTAL = 7
"""With more lines above or below the prose the step for the body weighs them, by each other."""

END = 120
"""How far from the end of a text without other furniture (code points) such lines are looked for."""

TEMPLATE = re.compile(
    r"(?=[^\n]*[{%])(?:\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\}|\{[$#]?[A-Za-z_][\w.\[\]'|-]{0,40}\}|<%[^%\n]{1,60}%>"
    r"|阅读|评论|浏览|点赞|作者|时间|来源|发布|回复|[\s:|,.·()/-])+"
)
"""Variables of a template that nothing was put in for."""

_ID = re.compile(
    r"(?=[^\n]{0,40}\d)(?=[^\n]{0,40}[A-Za-z])(?:[A-Za-z\d+/_-]{40,}={0,2}|[a-f\d]{32,64})"
)
"""Letters and figures in no language: a signature or a key of the page."""

_BACK = re.compile(
    r"(?:[\u261a\u261c\u25c0\u25c1\u25c4\u2190\u27f5\u21e6\u00ab\u2039]|<<|<-)\s?[^\s\u3002][^\u3002]{1,60}"
)
_ON = re.compile(
    r"[^\u3002]{2,60}[^\s\u3002]\s?(?:[\u261b\u261e\u25b6\u25b7\u25ba\u2192\u27f6\u21e8\u00bb\u203a]|>>|->)(?:\s?\d{1,3})?"
)
"""Titles of neighbouring pages, with a hand or an arrow on the side they lie."""

_FRAME = re.compile(
    r"[^\n]{0,20}知识共享[^\n]{0,60}|维基风格[^\n]{0,16}|(?:当前)?第\s?\d{1,4}\s?页(?:\s?\d{1,3}){1,9}"
    r"|大\s?[|/]\s?中\s?[|/]\s?小|上一[个场部]\S{1,6}\s+下一[个场部]\S{1,6}|(?:赞一个|踩一下|顶一下)\s?\(\d{1,6}\)(?:\s+(?:赞一个|踩一下|顶一下)\s?\(\d{1,6}\))?"
    r"|(?:收藏|支持|反对|评分|鲜花|鸡蛋)\s?\d{1,6}(?:\s+(?:收藏|支持|反对|评分|鲜花|鸡蛋)\s?\d{1,6})+"
    r"|(?:很赞|点赞|赞一个|顶一下|有用|有帮助)[哦啊呀]?[!~]{0,2}\s?\(\d{1,6}\)|(?:查看)?详细内容[>\u00bb]{0,2}"
    r"|\u00a9\s?[^\n]{1,60}|\d{1,2}:\d\d\s?/\s?\d{1,2}:\d\d|\d{1,4}\s?[楼#][\s\u00b7]+(?:19|20)\d\d-\d{1,2}-\d{1,2}[\s\d:]{0,12}(?:回复|举报|\s){0,4}"
)
"""Thanks with their number, the rest behind a button, a copyright, the time of a player, the floor of a thread with its day."""

_NOTED_DAY = re.compile(
    r"(?:19|20)\d\d-\d\d?-\d\d?\s?\([^()\u3002]{0,40}(?:日期|时间)[^()\u3002]{0,40}\)"
)
"""A day and, in brackets, which of the page's it is."""

_BESIDE = re.compile(r"[¥$]\s?\d[\d.]{0,6}|是\s{0,2}/?\s?否")
"""A price, two buttons: beside others."""

_REST = re.compile("剩余|余下|其余|预览|试读|完整|未读|隐藏|[阅看]全文")
"""What is left out, of which the step for cuts tells."""

_NUMBERED = re.compile(r"[\d①-⑳(一二三四五六七八九十]{1,3}[.、)]|[•·\-*]\s")


@cache
def _signs() -> re.Pattern[str]:
    """A sign of such a line."""
    return re.compile(
        rf"{told_words()}|[{{}}%\u261a-\u261f\u25b6-\u25c4\u2190\u2192\u00ab\u00bb\u2039\u203a]|[A-Za-z\d+/_-]{{32}}|undefined|null"
    )


def may_end_in_page(folded: str) -> bool:
    """Whether the last lines have a sign of such a line, on texts without other furniture."""
    return _signs().search(folded, max(0, len(folded) - END)) is not None


def choose_ends(page: Page) -> None:
    """Take out lines behind the prose that say only something of the page.

    Words that the prose uses too are none of the page's, unless a line beside them goes out.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\n{{item.title}}\\n☚ 老街 新桥 ☛"))
    >>> _ = page.find_edges()
    >>> choose_ends(page)
    >>> sorted(page.chosen)
    [1, 2]
    """
    if not 0 < len(page) - page.tail <= LINES or page.head >= page.tail:
        return
    prose = page.folded[page.start(page.head) : page.end(page.tail - 1)]
    few = page.head <= PORTAL and len(page) - page.tail <= PORTAL
    for k in range(page.tail, len(page)):
        if k not in page.chosen and _is_page(page, k, prose, few):
            page.chosen[k] = Finding(row("page_end"), "tail")
    for k in range(page.tail, len(page)):
        if k not in page.chosen and page.is_linked(k) and _is_beside(page.text(k)):
            page.chosen[k] = Finding(row("page_end"), "tail")


def _is_beside(text: str) -> bool:
    """Whether a line beside one that goes out goes too."""
    return is_extent(text) or _BESIDE.fullmatch(text) is not None


def _is_page(page: Page, k: int, prose: str, few: bool) -> bool:
    """Whether a line is the page's; with `few` its words alone may tell."""
    text = page.text(k)
    if page.opens_list(k - 1) or _NUMBERED.match(text):
        return False
    if "{" in text or "<%" in text:
        above = next(page.staying(k - 1, -1), -1)
        code = (
            above >= 0 and page.text(above).isascii() and not TEMPLATE.fullmatch(page.text(above))
        )
        own = "{" in prose or "<%" in prose or code
        return not own and TEMPLATE.fullmatch(text) is not None
    if _BACK.fullmatch(text) or _ON.fullmatch(text):
        return True
    if text.isascii() and ":" not in text:
        return _ID.fullmatch(text) is not None or (few and is_page_english(text))
    if _NOTED_DAY.fullmatch(text) or _FRAME.fullmatch(text):
        return True
    if not few or not says_only_page(text) or _REST.search(text):
        return False
    word = find_page_word(text)
    return page.is_linked(k) or word not in prose
