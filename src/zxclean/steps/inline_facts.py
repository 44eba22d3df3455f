"""Facts that stand inside the article: in its dateline, and where it is signed behind its end."""

from __future__ import annotations

from zxclean.steps.author_cards import find_author_card
from zxclean.steps.closings import (
    find_closing,
    find_closing_outlet,
    find_issue,
    find_last_day,
    find_paper,
)
from zxclean.steps.datelines import find_agency, find_day, find_first_lines, find_reporters
from zxclean.steps.furniture import Page, Stated


def find_inline_facts(page: Page, title: int) -> Stated | None:
    """Who wrote the article below a title at line `title`, for whom, and the day of its dateline.

    The reporters of the dateline are meant before those who sign at the end.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("本报讯(记者 李一)江边步道今天开放,全长三公里。(渡口晚报)"))
    >>> _ = page.find_edges()
    >>> find_inline_facts(page, -1).facts
    (('author', '李一'), ('source', '渡口晚报'))
    """
    first = find_first_lines(page, title)
    named = next(filter(None, (find_reporters(page, k) for k in first)), None)
    if named is None and first:
        named = find_closing(page, first[0])
    outlet = find_closing_outlet(page) if page.tail > title + 1 else None
    stated = (
        named,
        outlet,
        find_agency(page, title),
        find_day(page, title),
        find_issue(page),
        find_paper(page),
        find_last_day(page),
        find_author_card(page),
    )
    found = [each for each in stated if each is not None]
    if not found:
        return None
    facts: dict[str, str | int] = {}
    for each in found:
        for field, value in each.facts:
            facts.setdefault(field, value)
    return Stated(found[0].start, found[0].end, tuple(facts.items()))
