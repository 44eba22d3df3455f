"""Where the article of a page begins: its headline, and the credit lines next to it."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.above_headline import TOP
from zxclean.steps.furniture import Page
from zxclean.steps.head_credits import BELOW, DECK, Head, read_head
from zxclean.steps.head_lines import (
    DATED,
    FOLLOW,
    PROSE,
    credits_of,
    is_menu,
    is_prose,
    line_text,
    opens_with_dateline,
)
from zxclean.steps.headline_choice import choose_headline
from zxclean.steps.headline_cues import (
    CREDIT_LINES,
    find_breadcrumbs,
    find_credit_lines,
    find_index_lines,
)
from zxclean.steps.headline_extent import find_extent
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.loose_credits import OVER
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import is_outlet
from zxclean.steps.stacked_dates import find_stacked_dates
from zxclean.structure.credits import are_people, find_listed_people, is_caption, is_person
from zxclean.structure.workplaces import is_signed_unit
from zxclean.view import TextView

HEAD = 300
"""How far into a text without furniture (code points) its headline and credit line may reach."""

_SIGNED = re.compile(
    r"[\u4e00-\u9fff]\d\*?, ?[\u4e00-\u9fff]{2,4}\d|记者|报[导道]|由 \S{2,16} 发|[讯电][(:【 \d]|[网报社闻]消息[: ]|作者|[学院所会校协] {1,3}[\u4e00-\u9fff]{2,3}\n|\d[〕\])]第?\d{1,5}号|[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d|\d/(?:19|20)\d\d|[\u4e00-\u9fff]\s?/\s?[\u4e00-\u9fff]|\[J\]|\n[\u4e00-\u9fff]{2,3}\+[\u4e00-\u9fff]{2,3}\n"
)

OPENING = 8
"""How many lines from the top menus and the button to follow an account show that a text is a page."""

COLUMNS = 3
"""So many lines of one word of a menu, among these, show it too."""

OTHERS = 2
"""More lines than these that look like headlines between one and the same again are a list."""


def may_have_head(folded: str) -> bool:
    """Whether a date stands where the head of an article would be.

    For texts without any other sign of furniture.
    """
    return DATED.search(folded, 0, HEAD) is not None or _SIGNED.search(folded, 0, HEAD) is not None


def find_head(page: Page, is_page: bool = False) -> Head | None:
    """The headline and its credits, `None` if no line is likely to be one.

    Where it is not sure, or nothing shows that a text is a page, which the caller may know, it is the
    headline alone.
    """
    title = own = _told(page)
    if title is None or own is None:
        chosen = choose_headline(page)
        if chosen is None:
            return None
        title = _first_copy(page, chosen.line)
        own = _below_list(page, title)
        if not chosen.sure:
            return Head(own, 0, 0, {}, {}, bare=True)
    credit = _find_credits(page, own)
    if credit is None and not is_page and not _is_page(page):
        return Head(own, 0, 0, {}, {}, bare=True)
    head = read_head(page, own, max(own, credit or 0))
    if own != title:
        over = read_head(page, title, title).credits
        head.credits.update((k, facts) for k, facts in over.items() if k < title)
    return head


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


def _first_copy(page: Page, title: int) -> int:
    """The first line that says the same as the headline: the page may print it over a list."""
    text = line_text(page, title)
    above = islice(page.staying(title - 1, -1), TOP)
    copies = (k for k in above if page.text(k).find(text) >= 0 and _headline_on(page, k) == text)
    return min(copies, default=title)


def _headline_on(page: Page, k: int) -> str:
    start, behind = find_extent(page, k, is_account=False)
    text = page.text(k)
    return text[start : len(text) - behind]


def _find_credits(page: Page, title: int) -> int | None:
    """A line of credits beside a headline, `None` if there is none."""
    lines = find_credit_lines(page, find_stacked_dates(page), find_index_lines(page))
    for k in islice(lines, CREDIT_LINES):
        if k > title + BELOW:
            break
        if title - OVER <= k < title or (k > title and _is_below(page, title, k)):
            return k
    for k in range(title + 1, min(page.head, title + 1 + BELOW)):
        if k not in page.chosen and _are_credits(page, k):
            return k
    return None


def _is_below(page: Page, title: int, k: int) -> bool:
    """Whether dated line `k` stands below a headline: behind a deck it states more than a day."""
    staying = (j for j in range(title + 1, k) if j not in page.chosen)
    between = [j for j in staying if is_prose(page.text(j)) and not is_caption(page.text(j))]
    if not between:
        return True
    if len(between) > 1 or between[0] > page.head or len(page.text(between[0])) > DECK:
        return False
    if k >= page.tail:
        return False
    found = page.chosen.get(k) or credits_of(page, k)
    return found is not None and len(found.facts) > 1


def _are_credits(page: Page, k: int) -> bool:
    """Whether a line names who wrote or where, and nothing else.

    A label alone shows it not: in a conversation `记者:` stands before what is asked.
    """
    text = page.text(k)
    found = credits_of(page, k)
    if found is not None and found.strength and _tells_origin(found.facts):
        return True
    over = k == page.head - 1 and 2 * len(page.text(page.head)) > PROSE
    return (
        is_signed_unit(text)
        or bool(find_listed_people(text))
        or (over and (is_person(text) or are_people(text)))
    )


def _tells_origin(facts: Facts) -> bool:
    return any(
        (name == "author" and all(map(is_person, _APART.split(str(value)))))
        or (name == "source" and is_outlet(str(value)))
        for name, value in facts
    )


_APART = re.compile(r"[\s\u3001]+")


def _is_page(page: Page) -> bool:
    """Whether anything shows that a text is a page: furniture, the way to it, a dateline, a menu on top,
    a button to follow."""
    if page.chosen or find_breadcrumbs(page):
        return True
    if page.head < len(page) and opens_with_dateline(page.text(page.head)):
        return True
    texts = [page.text(k) for k in range(min(len(page), OPENING))]
    if any(map(is_menu, texts[:2])) or any(map(FOLLOW.fullmatch, texts)):
        return True
    return sum(map(is_noise, texts)) >= COLUMNS


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
