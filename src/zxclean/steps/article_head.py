"""Where the article of a page begins: its headline, and the credit lines next to it.

A headline is told by what stands around it: the credit line below, the breadcrumb above, the same
words again in the browser title, an `原标题` line or the first sentence. Menus need not be gone.
"""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.above_headline import TOP, is_credited
from zxclean.steps.furniture import Page
from zxclean.steps.head_choice import Credited, choose_credited, is_doubtful
from zxclean.steps.head_credits import Head, read_head
from zxclean.steps.head_lines import DATED, FOLLOW, is_menu, is_prose, line_text
from zxclean.steps.headline_cues import (
    CREDIT_LINES,
    find_breadcrumbs,
    find_credit_lines,
    find_index_lines,
)
from zxclean.steps.headline_over import above_prose, find_over_byline, find_over_credits
from zxclean.steps.headline_overlap import is_headword
from zxclean.steps.headline_prose import (
    find_below_site,
    find_clocked,
    find_over_dateline,
    find_over_prose,
    find_repeated,
    find_under_menu,
)
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.headline_under import find_behind_credits, find_under_breadcrumb
from zxclean.steps.noise import is_noise
from zxclean.steps.sharing import find_leaf
from zxclean.steps.stacked_dates import find_stacked_dates
from zxclean.view import TextView

HEAD = 300
"""How far into a text without furniture (code points) its headline and credit line may reach."""

INDEX = 40
"""How many lines behind the title in an index table the document's own is looked for."""

OPENING = 8
"""How many lines from the top menus and the button to follow an account show that a text is a page."""

COLUMNS = 3
"""So many lines of one word of a menu, among these, show it too."""

_SIGNED = re.compile(
    r"[\u4e00-\u9fff]\d\*?, ?[\u4e00-\u9fff]{2,4}\d|记者|报[导道]|由 \S{2,16} 发|[讯电][(:【 \d]|[网报社闻]消息[: ]|作者|[学院所会校协] {1,3}[\u4e00-\u9fff]{2,3}\n|\d[〕\])]第?\d{1,5}号|[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d|\d/(?:19|20)\d\d|[\u4e00-\u9fff]\s?/\s?[\u4e00-\u9fff]|\[J\]|\n[\u4e00-\u9fff]{2,3}\+[\u4e00-\u9fff]{2,3}\n"
)

WHOLE = 4
"""How many lines above a headline that is broken over two it may stand on one."""

OTHERS = 2
"""More lines than these that look like headlines between one and the same again are a list."""

TEXT_ROW, TEXT_LINE = 3, 58
"""So many sentences in a row, of so many code points, are the text of an article. Above the headlines
of 2,289 labelled texts stands one such sentence at most."""


def may_have_head(folded: str) -> bool:
    """Whether a date stands where the head of an article would be.

    For texts without any other sign of furniture.
    """
    return DATED.search(folded, 0, HEAD) is not None or _SIGNED.search(folded, 0, HEAD) is not None


def find_head(page: Page) -> Head | None:
    """The headline and its credits, `None` if nothing on the page points to a headline."""
    told = _told(page)
    if told is not None:
        return read_head(page, told, told)
    crumbs = find_breadcrumbs(page)
    found = _find_title(page, crumbs)
    if found is None:
        return None
    title, credit = found
    title = _whole_above(page, title, crumbs)
    own = _below_list(page, title)
    head = read_head(page, own, max(own, credit))
    if own != title:
        over = read_head(page, title, credit).credits
        head.credits.update((k, facts) for k, facts in over.items() if k < title)
    return head


def _whole_above(page: Page, title: int, crumbs: list[int]) -> int:
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
            placed = is_credited(page, k) or k - 1 in crumbs
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


def _find_title(page: Page, crumbs: list[int]) -> tuple[int, int] | None:
    """The line of the headline and that of the credits it was found by."""
    marked = _given(page)
    if marked is None:
        marked = find_leaf(page)
    if marked is not None:
        return marked, 0
    index = find_index_lines(page)
    early, found = _read_credit_lines(page, crumbs, index)
    credited = choose_credited(page, found)
    if credited is not None:
        return _settle(page, credited, crumbs)
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
    return title or find_under_menu(page) or find_below_site(page)


def _read_credit_lines(
    page: Page, crumbs: list[int], index: set[int]
) -> tuple[list[Credited], list[Credited]]:
    """The headlines beside credit lines: those in front of the breadcrumb, and the others."""
    early: list[Credited] = []
    found: list[Credited] = []
    lines = find_credit_lines(page, find_stacked_dates(page), index)
    for k in islice(lines, CREDIT_LINES):
        if k > page.head and (found or _is_behind_text(page, k)):
            break
        title = find_over_credits(page, k, crumbs) or find_behind_credits(page, k, crumbs)
        if title is not None:
            # A list of news before the breadcrumb, if the article has a credit line too.
            (early if crumbs and k < crumbs[-1] else found).append(Credited(*title, k))
    return early, found


def _settle(page: Page, credited: Credited, crumbs: list[int]) -> tuple[int, int]:
    """The headline with credits, or a better one where they may be those of another text."""
    if is_doubtful(page, credited):
        title = find_over_dateline(page, crumbs) or find_over_byline(page, crumbs)
        title = title or find_over_prose(page, crumbs)
        if title is not None and title[0] > credited.dated:
            credited = credited._replace(title=title[0], credit=title[1])
    if credited.dated > page.head:
        # An entry opens with its headword; the days below are those of its table.
        word = next((k for k in above_prose(page) if is_headword(page, k, line_text(page, k))), -1)
        if word >= 0:
            return word, word
    return credited.title, credited.credit


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


def _told(page: Page) -> int | None:
    """The line of the title that an earlier step has found, the last above the prose."""
    title = page.view.facts.get("title")
    if not title:
        return None
    wanted = TextView(str(title)).folded.strip()
    behind = max(page.head, 1)
    lines = (*range(min(len(page), behind) - 1, -1, -1), *range(behind, len(page)))
    found = (k for k in lines if k not in page.chosen and page.text(k) == wanted)
    return next(found, None)
