"""First lines that say nothing of the article: the page's English, labels without a value, page marks."""

from __future__ import annotations

import re

from zxclean.literals import furniture_words
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Finding, Page, row
from zxclean.steps.head_lines import is_prose
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.page_words import is_page_english, says_only_page

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
    r"@{1,2}\s?\d{1,4}|[(\[]\s?\d{1,3}\s?/\s?\d{1,3}\s?[)\]]|-\s\d{1,4}\s-|总第\s?\d{1,5}\s?期"
)
"""Which page or part of how many, or which issue."""

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

_SIGN = re.compile(
    r"(?:^|\n)[^\S\n]*(?:[A-Za-z@(\[-][^\u3400-\u9fff\n]{0,60}|[\u3400-\u9fff]{2,8}\s?:[^\S\n]*|释义 ?\|[^\n]{0,8}|总第[^\n]{1,8}|(?:论文|文档|文本|正文|全文|内容)[\u4e00-\u9fff]{2,8}:?|[^\n]{2,24}(?:原文|文件夹|收藏夹|右\s?\u2192))(?=\n)"
)


def may_begin_with_page(folded: str) -> bool:
    """Whether the first lines have a sign of such a line, on texts without other furniture."""
    return _SIGN.search(folded, 0, TOP) is not None


def choose_tops(page: Page, title: int = -1) -> None:
    """Take out first lines before the prose that say only something of the page.

    English words, and buttons where two stand together, go only with nothing that stays above them.
    `title` is the line of the headline if it is known: what stands above it others judge.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("Skip to content\\n老街的早晨\\n@@ 1\\n江边步道今天开放,全长三公里。"))
    >>> _ = page.find_edges()
    >>> choose_tops(page)
    >>> sorted(page.chosen)
    [0, 2]
    """
    last = min(page.head, max(LINES, title + LINES), len(page))
    found: list[int] = []
    buttons: list[int] = []
    first, known = title < 0, False
    for k in range(title + 1, last):
        if k in page.chosen:
            continue
        text = page.text(k)
        if first and text.isascii() and is_page_english(text):
            found.append(k)
            continue
        if first and _LABEL.fullmatch(text) and k + 1 == page.head:
            found.append(k)
            continue
        if _MARK.fullmatch(text) or _TABLE.fullmatch(text) or _is_empty(page, k, text):
            found.append(k)
            continue
        if found and found[-1] == k - 1 and _ISSUE.fullmatch(text):
            found.append(k)
            continue
        if text in furniture_words():
            known = True  # what is on such lines the step for the body weighs
        elif page.head <= LINES and says_only_page(text):
            buttons.append(k)
            continue
        first = False
    if not known and (len(buttons) > 1 or (buttons and (found or page.is_linked(buttons[0])))):
        found += buttons
        found += _between(page, buttons)
    for k in found:
        page.chosen[k] = Finding(row("page_top"), "head")


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
