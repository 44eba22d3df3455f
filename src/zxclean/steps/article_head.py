"""Where the article of a page begins: its headline, and the credit lines next to it.

A headline is told by what stands around it: the credit line below, the breadcrumb above, the same
words again in the browser title, an `原标题` line or the first sentence. Menus need not be gone.
"""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.furniture import Page
from zxclean.steps.head_choice import Credited, choose_credited, is_doubtful
from zxclean.steps.head_credits import Head, read_head, stacked_dates
from zxclean.steps.head_lines import (
    CHAIN,
    DATED,
    FOLLOW,
    SUBTITLE,
    is_menu,
    is_prose,
    line_text,
)
from zxclean.steps.headline_cues import (
    CREDIT_LINES,
    find_breadcrumbs,
    find_credit_lines,
    find_index_lines,
)
from zxclean.steps.headline_overlap import is_headword, measure_overlap
from zxclean.steps.headline_prose import (
    find_below_site,
    find_clocked,
    find_over_dateline,
    find_over_prose,
    find_repeated,
    find_under_menu,
)
from zxclean.steps.headline_search import (
    above_prose,
    find_behind_credits,
    find_over_byline,
    find_over_credits,
    find_under_breadcrumb,
)
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import is_press
from zxclean.steps.sharing import find_leaf
from zxclean.structure.credits import is_byline, is_person
from zxclean.structure.headlines import SITE
from zxclean.structure.page_title import TITLE_SHARE

HEAD = 300
"""How far into a text without furniture (code points) its headline and credit line may reach."""

INDEX = 40
"""How many lines behind the title in an index table the document's own is looked for."""

TOP = 30
"""More lines above the headline are a portal's menu, which the step for the body weighs."""

OPENING = 8
"""How many lines from the top menus and the button to follow an account show that a text is a page."""

COLUMNS = 3
"""So many lines of one word of a menu, among these, show it too."""

SHORT = 4
"""Names of columns above a headline are no longer than this (code points), lines of it are."""

LINE = 8
"""Fewest code points of a line that is part of a headline over several lines, though the article has
none of its words."""

_SIGNED = re.compile(
    r"[\u4e00-\u9fff]\d\*?, ?[\u4e00-\u9fff]{2,4}\d|记者|报[导道]|由 \S{2,16} 发|[讯电][(:【 ]|作者|[学院所会校协] {1,3}[\u4e00-\u9fff]{2,3}\n|\d[〕\])]第?\d{1,5}号|[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d|\d/(?:19|20)\d\d|[\u4e00-\u9fff]\s?/\s?[\u4e00-\u9fff]|\[J\]|\n[\u4e00-\u9fff]{2,3}\+[\u4e00-\u9fff]{2,3}\n"
)

_SITE = re.compile(
    r"(?:https?://|www\.)[!-~]{4,80}"
    r"|\d{0,4}[\u4e00-\u9fff]{2,9}(?:网|网站|在线)(?:\s?-\s?(?:专[注业]|提供|最[大全好])[\u4e00-\u9fff]{2,20})?"
    r"|[\u4e00-\u9fff \u3000]{2,40}(?:主管|主办|承办)"
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

_COLUMN = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:新闻|要闻|港闻|快讯|资讯|头条)|[即及]时[\u4e00-\u9fff]{2}"
)
"""The name of a column of news, which alone on its line is no part of a headline."""

_HOME = re.compile(
    r"(?:网站)?(?:首页|主页)|返回首页|登[录入]|登录/?注册|分享|收藏|导航|菜单|搜[索寻]|跳过内容|跳转到(?:内容|检索)"
)
"""A button of every page, alone on its line."""

WHOLE = 4
"""How many lines above a headline that is broken over two it may stand on one."""

OTHERS = 2
"""More lines than these that look like headlines between one and the same again are a list."""

TEXT_ROW, TEXT_LINE = 3, 58
"""So many sentences in a row, of so many code points, are the text of an article. Above the headlines
of 2,289 labelled texts stands one such sentence at most."""

ABOVE = 0.25
"""Share of its pairs of characters that the article has of a line right above the headline that is
part of it."""

NOTICE = 60
"""Longest notice (code points) over the way to the page."""

_ORDER = re.compile(r"^\d{1,2}[.、]\s*")
"""The number of an item: pages print breadcrumbs as numbered lists."""

_OF_DOCUMENT = re.compile(r"[〔\[(]\d{4}[〕\])]|文件$|公报$|令$|公告$|号$")
"""The head of a document above its name."""


def may_have_head(folded: str) -> bool:
    """Whether a date stands where the head of an article would be.

    For texts without any other sign of furniture.
    """
    return DATED.search(folded, 0, HEAD) is not None or _SIGNED.search(folded, 0, HEAD) is not None


def find_head(page: Page) -> Head | None:
    """The headline and its credits, `None` if nothing on the page points to a headline."""
    found = _find_title(page)
    if found is None:
        return None
    title, credit = found
    title = _whole_above(page, title)
    own = _below_list(page, title)
    head = read_head(page, own, max(own, credit))
    if own != title:
        over = read_head(page, title, credit).credits
        head.credits.update((k, facts) for k, facts in over.items() if k < title)
    return head


def _whole_above(page: Page, title: int) -> int:
    """The line above that has the headline whole of which one found is half.

    Credits below it or the way to the page above it tell that the page has its headline there.
    """
    text = line_text(page, title).replace(" ", "")
    beside = (title - 1, title + 1)
    halves = {
        (rest + text) if k < title else (text + rest)
        for k in beside
        if 0 <= k < len(page) and (rest := page.text(k).replace(" ", ""))
    }
    for k in islice(page.staying(title - 1, -1), WHOLE):
        if page.text(k).replace(" ", "") in halves:
            placed = _is_credited(page, k) or k - 1 in find_breadcrumbs(page)
            return k if placed else title
    return title


def _below_list(page: Page, title: int) -> int:
    """The headline's own line, where the one found stands among those of other articles.

    Newspapers print the headlines of the day, this one among them, and then the article's again;
    sites print it on top, then the menu.
    """
    text, others, menu = line_text(page, title), 0, False
    for k in islice(page.staying(title + 1, 1), TOP):
        if k >= page.head:
            break
        if line_text(page, k) == text:
            return k if others > OTHERS or menu else title
        menu = menu or is_menu(page.text(k))
        others += (headline_shape(line_text(page, k)) or 0) >= 1
    return title


def _find_title(page: Page) -> tuple[int, int] | None:
    """The line of the headline and that of the credits it was found by."""
    marked = _given(page)
    if marked is not None:
        return marked, 0
    leaf = find_leaf(page)
    if leaf is not None:
        return leaf, 0
    stacked = stacked_dates(page)
    crumbs = find_breadcrumbs(page)
    index = find_index_lines(page)
    early: list[Credited] = []
    found: list[Credited] = []
    for k in islice(find_credit_lines(page, stacked, index), CREDIT_LINES):
        if k > page.head and (found or _is_behind_text(page, k)):
            break
        title = find_over_credits(page, k, crumbs) or find_behind_credits(page, k, crumbs)
        if title is not None:
            # A list of news before the breadcrumb, if the article has a credit line too.
            (early if crumbs and k < crumbs[-1] else found).append(Credited(*title, k))
    credited = choose_credited(page, found)
    if credited is not None and is_doubtful(page, credited):
        title = find_over_dateline(page, crumbs) or find_over_byline(page, crumbs)
        title = title or find_over_prose(page, crumbs)
        if title is not None and title[0] > credited.dated:
            credited = credited._replace(title=title[0], credit=title[1])
    if credited is not None and credited.dated > page.head:
        # An entry opens with its headword; the days below are those of its table.
        word = next((k for k in above_prose(page) if is_headword(page, k, line_text(page, k))), -1)
        if word >= 0:
            return word, word
    if credited is not None:
        return credited.title, credited.credit
    for k in sorted({*crumbs, max(index, default=-1)} - {-1}, reverse=True):
        title = find_under_breadcrumb(page, k)
        if title is not None:
            return title
    credited = choose_credited(page, early)
    title = (credited.title, credited.credit) if credited is not None else None
    title = title or find_clocked(page) or find_repeated(page) or find_over_dateline(page, crumbs)
    title = title or find_over_byline(page, crumbs)
    if title is None and page.head and _is_page(page):
        title = find_over_prose(page, crumbs)
    title = title or find_under_menu(page) or find_below_site(page)
    return title


def _is_behind_text(page: Page, k: int) -> bool:
    """Whether an article stands above line `k`, so that its headline is another one's."""
    row = 0
    for above in page.staying(page.head, 1):
        if above >= k or row == TEXT_ROW:
            break
        text = page.text(above)
        row = row + 1 if len(text) >= TEXT_LINE and is_prose(text) else 0
    return row == TEXT_ROW


def _is_page(page: Page) -> bool:
    """Whether anything shows that a text is a page: furniture, a menu on top, a button to follow."""
    if page.chosen:
        return True
    texts = [page.text(k) for k in range(min(len(page), OPENING))]
    if any(map(is_menu, texts[:2])) or any(map(FOLLOW.fullmatch, texts)):
        return True
    return sum(map(is_noise, texts)) >= COLUMNS


def _given(page: Page) -> int | None:
    """The line with a title that the page labels as such, if it stays."""
    for k, finding in page.chosen.items():
        if finding.rule.id != "chrome.document_title":
            continue
        title = next((str(value) for name, value in finding.facts if name == "title"), "")
        if len(title) > 3:
            for j in range(k + 1, min(len(page), k + 1 + INDEX)):
                if j not in page.chosen and page.original(j, 0, len(page.text(j))) == title:
                    return j
            return None
    return None


def _runs_on(page: Page, k: int, title: int) -> bool:
    """Whether nothing parts line `k` from the headline, no blank line and none that goes out."""
    return all(
        page.line_starts[j + 1] == page.line_ends[j] + 1 and j not in page.chosen
        for j in range(k, title)
    )


def _is_credited(page: Page, title: int) -> bool:
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


_PAIR = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,8}\s?[>\u00bb\u203a]\s?[\u4e00-\u9fff]{2,8}")


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
    shown = (
        len(above) < title
        or not crumbs.isdisjoint(above)
        or any(
            is_menu(text) or CHAIN.fullmatch(text) or _is_top(k, text)
            for k, text in zip(above, texts, strict=True)
        )
        or _COLUMN.fullmatch(texts[0])
        or any(map(_HOME.fullmatch, texts))
        or any(is_noise(_ORDER.sub("", text)) for text in texts[1:])
        or _is_doubled(page, title)
    )
    if not shown and not _is_credited(page, title):
        return []
    headline = line_text(page, title)
    of_document = _OPENS_DOCUMENT.match(headline) is not None
    found: list[int] = []
    kickers: list[int] = []
    parted = block = False
    for k, text in zip(above, texts, strict=True):
        shape = headline_shape(text)
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
        parted = parted or k + 1 in page.chosen
        parted = parted or is_menu(text) or CHAIN.fullmatch(text) is not None
        parted = parted or is_noise(_ORDER.sub("", text))
        shaped = shape is not None and shape >= 0
        runs_on = not parted and len(text) > SHORT and _runs_on(page, k, title)
        whole = k == above[0] and (shape or 0) >= 1.5
        kicker = (
            not parted
            and (shaped or runs_on)
            and not is_press(text.removesuffix("网站"))
            and (
                measure_overlap(page, text, title, ABOVE if whole else TITLE_SHARE) > 0
                or (block and runs_on and len(text) >= LINE)
            )
        )
        block = block or (kicker and runs_on)
        if kicker and (shape or 0) >= 1:
            kickers.append(k)
        speaks = k == above[0] and text[-1] == ":" and not is_noise(text.split()[-1].rstrip(":"))
        speaks = speaks and not text.endswith(("字号:", "字体:", "字级:"))
        if not kicker and not speaks:
            found.append(k)
    if any(line_text(page, k) == headline for k in kickers):
        found += kickers
    return found
