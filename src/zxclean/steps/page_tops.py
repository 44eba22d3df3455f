"""First lines that say nothing of the article: the page's English, labels without a value, page marks."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from zxclean.literals import furniture_words
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Finding, Page, row
from zxclean.steps.head_lines import is_prose
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.noise import is_noise
from zxclean.steps.page_words import is_page_english, may_be_button, says_only_page
from zxclean.structure.headlines import SITE_ADDRESS
from zxclean.structure.page_marks import is_signed_page

LINES = 8
"""Such lines are among so many of the first."""

TOP = 200
"""How far into a text without other furniture (code points) they are looked for."""

_NAMES = "时间|日期|来源|出处|作者|编辑|责编|分类|类别|标签|栏目|专栏|专题|话题|关键词|关键字|阅读量?|浏览量?|点击量?|热度|字数|评论数?|人气|热线|电话"
_EMPTY = re.compile(
    rf"(?:(?:发布|发表|创作|更新|修改|上传|编辑|文章|本文|原文|新闻|稿件|信息|所属|相关|服务|咨询|联系|免费|全国|投诉|举报|阅读|浏览|点击)){{0,3}}(?:{_NAMES})\s?:"
)
"""The label of a field that nothing was put in for."""

_MARK = re.compile(
    r"(?:总第|第)\s?\d{1,5}\s?期|1\s?楼"
    r"|[\u00d7\u2715\u2716\u2630\u2261]|\d{1,2}:[0-5]\d|原创|字数\s?:?\s?\d[\d,]{0,8}"
    r"|(?:https?://)?(?:www\.[\w-]{2,40}|[\w-]{2,40}(?=\.(?:com|cn|net|org|cc)\b))(?:\.[A-Za-z]{2,6}){1,3}/?"
)
"""Which issue, the hour, an address, a counter, a cross to close."""

_SITE_FIELDS = "年级|字数|体裁|题材|类型|分类|类别|栏目|标签|阅读量?|浏览量?|点击量?|评论数?|收藏|下载|大小|格式|页数|语言|编号|积分|更新|人气|热度|状态"
_FIELDS = re.compile(
    rf"(?:文章|所属|本文)?(?:{_SITE_FIELDS})\s?:\s?\S{{1,12}}(?:\s(?:金币|积分|元|次|人|页|字))?(?:[\s|/]+(?:文章|所属)?(?:{_SITE_FIELDS})\s?:\s?\S{{0,12}}){{1,6}}|(?:文章|本文)?标签\s?:(?:\s?[\u4e00-\u9fff\w]{{1,8}}(?:[\s,、#]+|$)){{2,8}}"
)
"""Fields of a site in a row, with their values; its tags."""

_COUNTER = re.compile(
    r"\d[\d,.]{0,8}[万wk]?(?:\u2103|次|人|条)?(?:阅读|评论|浏览|回复|点赞|赞|喜欢|收藏)?(?<!\d)"
)

_SENT = re.compile(r"(?:网络|本站|小编|网友|互联网)(?:整理|投稿|收集|上传|转载|分享)")

_FIELD = re.compile(
    rf"[\u4e00-\u9fff]{{0,4}}(?:{_SITE_FIELDS}|大小|次数|等级|评分|星级|价格|人数|编码)\s?:\s?\S{{0,16}}"
)
"""One of them, beside a line of the site's."""

_CLOCK = re.compile(r"\d{1,2}:[0-5]\d")

_ISSUE = re.compile(r"(?:19|20)\d\d\s?年\s?第\s?\d{1,4}\s?[篇期]")

_TABLE = re.compile(r"(?:释义|词条|字词|汉字|内容|词语)\s?\|(?:[\s?|]*)")
"""The head of a table that the entry stood in."""

_LABEL = re.compile(
    r"(?=.{0,12}(?:论文|文档|文本|正文|阅读|预览|浏览|在线|展示))"
    r"(?:论文|文章|文档|文本|正文|全文|内容|部分|主要|详细|资料|资源|阅读|预览|浏览|展示|介绍|简介|描述|详情|在线|试读|片段|节选|如下){2,5}\s?:?"
)
"""What a site sets over the text of a document, in general words."""

HOUSE = 20
"""Longest line (code points) that stands between two others of an account's below the headline."""

TAG = 8
"""Longest tag (code points)."""

TAGS = 24
"""So many lines above the prose they are looked for."""

_NAMED = re.compile(SITE_ADDRESS)

_SIGN = re.compile(
    r"(?:^|\n)[^\S\n]*(?:[A-Za-z@(\[\-\d\u00d7\u2715\u2716\u2630\u2261][^\u3400-\u9fff\n]{0,60}|[\u3400-\u9fff]{2,8}\s?:[^\S\n]*|释义 ?\|[^\n]{0,8}|[总第]第?\s?\d{1,5}\s?期|原创|字数[^\n]{1,12}|1\s?楼"
    r"|[^\n]{0,4}(?:年级|字数|体裁|类型|分类|标签|阅读|浏览|点击|栏目)\s?:[^\n]{2,60}"
    r"|(?:论文|文档|文本|正文|全文|内容)[\u4e00-\u9fff]{2,8}:?|[^\n]{2,24}(?:原文|文件夹|收藏夹|右\s?\u2192))(?=\n)"
)


def may_begin_with_page(folded: str) -> bool:
    """Whether the first lines have a sign of such a line, on texts without other furniture."""
    return _SIGN.search(folded, 0, TOP) is not None


def choose_first(page: Page) -> None:
    """Take out the first lines of a page that say only something of it, with none that stays above."""
    lines = range(min(page.head, LINES))
    found = [*takewhile(lambda k: _is_mark(page, k, True), lines)]
    if page.head <= LINES:
        found = found or _buttons(page, [*lines], False, True)
    _take(page, found)


def choose_tops(page: Page, title: int = -1) -> None:
    """Take out lines before the prose that say only something of the page.

    English words go only with nothing that stays above them, buttons where two stand together.
    `title` is the line of the headline if it is known: what stands above it others judge.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("Skip to content\\n老街的早晨\\n@@ 1\\n江边步道今天开放,全长三公里。"))
    >>> _ = page.find_edges()
    >>> choose_tops(page)
    >>> sorted(page.chosen)
    [0, 2]
    """
    last = min(page.head, max(LINES, title + LINES), len(page))
    lines = [k for k in range(title + 1, last) if k not in page.chosen]
    found: list[int] = []
    first = title < 0
    for k in lines:
        after = bool(found) and found[-1] == k - 1
        if _is_mark(page, k, first) or (after and _ISSUE.fullmatch(page.text(k))):
            found.append(k)
        elif not says_only_page(page.text(k)):
            first = False
    if page.head <= LINES:
        found += _buttons(page, [k for k in lines if k not in found], bool(found), title < 0)
    found += _twice(page, [*islice(page.staying(page.head - 1, -1), TAGS)][::-1])
    _take(page, found)
    for k in (*lines, *lines[::-1]):
        if k not in page.chosen and page.is_linked(k) and _FIELD.fullmatch(page.text(k)):
            page.chosen[k] = Finding(row("page_top"), "head")


def _take(page: Page, found: list[int]) -> None:
    hours = [k for k in found if _CLOCK.fullmatch(page.text(k))]
    for k in found:
        if len(hours) < 2 or k not in hours:  # a timetable
            page.chosen[k] = Finding(row("page_top"), "head")


def _is_mark(page: Page, k: int, first: bool) -> bool:
    """Whether a line says nothing of the article by its shape; `first` if none stays above it."""
    text = page.text(k)
    english = text.isascii() and is_page_english(text)
    if english and (first or page.folded.count(f"\n{text}\n") > 1):
        return True
    if first and (_is_label(page, k, text) or _NAMED.fullmatch(text)):
        return True
    if _CLOCK.fullmatch(text) and k + 1 < len(page) and find_date(page.text(k + 1)) is not None:
        return False
    return bool(
        is_signed_page(text)
        or _MARK.fullmatch(text)
        or _TABLE.fullmatch(text)
        or (" " in text and not first and _is_row(text))
        or (":" in text and (_FIELDS.fullmatch(text) or _is_empty(page, k, text)))
    )


def _is_row(text: str) -> bool:
    """Whether a line is three words or more, all buttons, labels without a value or who sent it
    in, or with two counters among them."""
    words = text.split()
    if len(words) > 2 and sum(map(bool, map(_COUNTER.fullmatch, words))) > 1:
        return len(words) <= 5 and max(map(len, words)) <= 12
    return len(words) > 2 and all(
        _SENT.fullmatch(word) or is_noise(word.rstrip(":")) for word in words
    )


def _is_label(page: Page, k: int, text: str) -> bool:
    """Whether a label over the text of a document stands right above it."""
    return k + 1 == page.head and _LABEL.fullmatch(text) is not None


def _buttons(page: Page, lines: list[int], beside: bool, top: bool) -> list[int]:
    """The lines of buttons among the first, if two of them or what stands `beside` tell it.

    Words the step for the body knows are left to it, but on `top` amid others.
    """
    known = [k for k in lines if page.text(k) in furniture_words()]
    told = [k for k in lines if k not in known and says_only_page(page.text(k))]
    if top and len(told) > 1:
        block = [
            *takewhile(lambda k: k in known or k in told or may_be_button(page.text(k)), lines)
        ]
        if sum(k in told for k in block) > 1:
            return block
    if known or not told or (len(told) == 1 and not beside and not page.is_linked(told[0])):
        return []
    return told + _between(page, told)


def _twice(page: Page, lines: list[int]) -> list[int]:
    """A block of short lines that stands twice in a row: the tags of a page, and those again."""
    texts = [page.text(k) for k in lines]
    for first in range(len(texts)):
        for size in range(2, (len(texts) - first) // 2 + 1):
            behind = first + 2 * size
            block = texts[first : first + size]
            if block == texts[first + size : behind] and max(map(len, block)) <= TAG:
                return lines[first:behind]
    return []


def _between(page: Page, buttons: list[int]) -> list[int]:
    """The lines alone between two of an account's below the headline."""
    above = next(page.staying(buttons[0] - 1, -1), -1)
    if above < 0 or (headline_shape(page.text(above)) or 0) <= 0:
        return []
    return [
        k - 1
        for k, before in zip(buttons[1:], buttons, strict=False)
        if k - before == 2 and len(page.text(k - 1)) <= HOUSE
    ]


def _is_empty(page: Page, k: int, text: str) -> bool:
    """Whether a line is a label without a value, which is not on the next line either."""
    if _EMPTY.fullmatch(text) is None:
        return False
    if k + 1 >= len(page):
        return True
    below = page.text(k + 1)
    if _EMPTY.fullmatch(below) or is_prose(below) or k + 1 in page.chosen:
        return True
    apart = page.line_starts[k + 1] > page.line_ends[k] + 1
    found = find_date(below)
    return (apart or k == 0) and not (found is not None and found.start == 0) and len(below) > 8
