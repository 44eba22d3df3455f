"""What stands above the headline of a page, and which of it is the site's: menus, mastheads, slogans."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import CHAIN, SUBTITLE, is_menu, is_prose, line_text
from zxclean.steps.headline_cues import find_breadcrumbs
from zxclean.steps.headline_overlap import measure_overlap
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import is_press
from zxclean.structure.credits import is_byline, is_person
from zxclean.structure.headlines import SITE, SITE_ADDRESS
from zxclean.structure.page_title import TITLE_SHARE

TOP = 30
"""More lines above the headline are a portal's menu, which the step for the body weighs."""

SHORT = 4
"""Names of columns above a headline are no longer than this (code points), lines of it are."""

LINE = 8
"""Fewest code points of a line that is part of a headline over several lines, though the article has
none of its words."""

_SITE = re.compile(
    r"(?:https?://|www\.)[!-~]{4,80}"
    r"|\d{0,4}[\u4e00-\u9fff]{2,9}(?:网|网站|在线)(?:\s?-\s?(?:专[注业]|提供|最[大全好])[\u4e00-\u9fff]{2,20})?"
    r"|[\u4e00-\u9fff \u3000]{2,40}(?:主管|主办|承办)"
    rf"|{SITE_ADDRESS}|\S{{2,40}}(?:全球|中文)资讯网"
    rf"|\S{{2,12}}\s?(?:数字报纸?|电子报|电子版|数字版)|{SITE.pattern}"
)
"""The address or the name of the site, with what it says of itself, or who runs it, on a line of its own."""

_OPENS_DOCUMENT = re.compile("关于|印发|转发|批转|颁[发布]")

_OFFICE = re.compile("(?:政府|[局厅委办院会部校]|办公[室厅]|公司|中心)$")
"""How the name of a document begins, and how that of the office above it ends."""

_PART = re.compile(r"第[一二三四五六七八九十百\d]{1,4}[篇章节部集回]")
"""The number of what a headline is part of."""

CREDITS_BELOW = 3
"""How many lines below a headline its credits stand, if they are right below."""

_PAIR = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,8}\s?[>\u00bb\u203a]\s?[\u4e00-\u9fff]{2,8}")
"""The site and its column, with an arrow between."""

_COLUMN = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:新闻|要闻|港闻|快讯|资讯|头条)|[即及]时[\u4e00-\u9fff]{2}"
)
"""The name of a column of news, which alone on its line is no part of a headline."""

_HOME = re.compile(
    r"(?:网站)?(?:首页|主页)|返回首页|登[录入]|登录/?注册|分享|收藏|导航|菜单|搜[索寻]|跳过内容|跳转到(?:内容|检索)"
)
"""A button of every page, alone on its line."""

ABOVE = 0.25
"""Share of its pairs of characters that the article has of a line right above the headline that is
part of it."""

NOTICE = 60
"""Longest notice (code points) over the way to the page."""

_ORDER = re.compile(r"^\d{1,2}[.、]\s*")
"""The number of an item: pages print breadcrumbs as numbered lists."""

_OF_DOCUMENT = re.compile(r"[〔\[(]\d{4}[〕\])]|文件$|公报$|令$|公告$|号$")
"""The head of a document above its name."""


def _runs_on(page: Page, k: int, title: int) -> bool:
    """Whether nothing parts line `k` from the headline, no blank line and none that goes out."""
    return all(
        page.line_starts[j + 1] == page.line_ends[j] + 1 and j not in page.chosen
        for j in range(k, title)
    )


def is_credited(page: Page, title: int) -> bool:
    """Whether credits that go out stand right below the headline: what is above is the site's.

    On the 475 labelled documents 14 lines that nothing else told go by that, all furniture.
    """
    below = range(title + 1, min(len(page), title + 1 + CREDITS_BELOW))
    return any(k in page.chosen and page.chosen[k].facts for k in below)


def _is_doubled(page: Page, title: int) -> bool:
    """Whether the headline stands twice in a row: the page prints it, and the article."""
    text = line_text(page, title)
    return len(text) >= LINE and title + 1 < len(page) and line_text(page, title + 1) == text


def _is_top(k: int, text: str) -> bool:
    """Whether a line names the site, or is the first one and names a column behind it."""
    return _SITE.fullmatch(text) is not None or (k == 0 and _PAIR.fullmatch(text) is not None)


def _is_over_location(page: Page, k: int, title: int) -> bool:
    """Whether the way to the page stands between line `k` and the headline."""
    between = (page.chosen.get(j) for j in range(k + 1, title))
    return any(each is not None and each.rule.id.startswith("chrome.location") for each in between)


def find_lines_above(page: Page, title: int) -> list[int]:
    """What stands above the headline of a page with furniture there: menus, mastheads, slogans.

    Not sentences, bylines and numbers of documents, nor what the article says too: a kicker, which
    no furniture parts from the headline.
    """
    above = [*islice(page.staying(title - 1, -1), TOP + 1)]
    if not above or len(above) > TOP:
        return []
    stated = page.view.facts.get("title")
    if stated and any(page.original(k, 0, len(page.text(k))) == stated for k in above):
        # Another step knows the title: what this one took for it is none.
        return []
    texts = [line_text(page, k) for k in above]
    crumbs = set(find_breadcrumbs(page))
    shown = _is_site_shown(page, title, above, texts, crumbs)
    if not shown and not is_credited(page, title):
        return []
    headline = line_text(page, title)
    of_document = _OPENS_DOCUMENT.match(headline) is not None
    found: list[int] = []
    kickers: list[int] = []
    parted = block = False
    for k, text in zip(above, texts, strict=True):
        if is_prose(text):
            if len(text) <= NOTICE and _is_over_location(page, k, title):
                found.append(k)  # what the site tells its guests
                continue
            return []
        if k in crumbs or CHAIN.fullmatch(text) or _is_top(k, text):
            found.append(k)
            parted = parted or k in crumbs
            continue
        if is_byline(text) or SUBTITLE.match(text) or _OF_DOCUMENT.search(text):
            continue
        if _PART.match(text) or (
            not shown and (is_person(text) or (of_document and _OFFICE.search(text)))
        ):
            continue
        parted = parted or k + 1 in page.chosen or _is_of_menu(text)
        shape = headline_shape(text)
        runs_on = not parted and len(text) > SHORT and _runs_on(page, k, title)
        shaped = shape is not None and shape >= 0
        least = ABOVE if k == above[0] and (shape or 0) >= 1.5 else TITLE_SHARE
        kicker = (
            not parted
            and (shaped or runs_on)
            and not is_press(text.removesuffix("网站"))
            and (
                measure_overlap(page, text, title, least) > 0
                or (block and runs_on and len(text) >= LINE)
            )
        )
        block = block or (kicker and runs_on)
        if kicker and (shape or 0) >= 1:
            kickers.append(k)
        if not kicker and not (k == above[0] and _speaks(text)):
            found.append(k)
    if any(line_text(page, k) == headline for k in kickers):
        found += kickers
    return found


def _is_site_shown(
    page: Page, title: int, above: list[int], texts: list[str], crumbs: set[int]
) -> bool:
    """Whether the lines above the headline, the nearest first, show that the site put them there."""
    return (
        len(above) < title
        or not crumbs.isdisjoint(above)
        or any(
            is_menu(text) or CHAIN.fullmatch(text) is not None or _is_top(k, text)
            for k, text in zip(above, texts, strict=True)
        )
        or _COLUMN.fullmatch(texts[0]) is not None
        or any(map(_HOME.fullmatch, texts))
        or any(is_noise(_ORDER.sub("", text)) for text in texts[1:])
        or _is_doubled(page, title)
    )


def _is_of_menu(text: str) -> bool:
    """Whether a line is part of a menu, which parts what is above it from the headline."""
    return is_menu(text) or CHAIN.fullmatch(text) is not None or is_noise(_ORDER.sub("", text))


def _speaks(text: str) -> bool:
    """Whether a line names who says the headline: a colon behind what is no label of the page's."""
    return (
        text[-1] == ":"
        and not is_noise(text.split()[-1].rstrip(":"))
        and not text.endswith(("字号:", "字体:", "字级:"))
    )
