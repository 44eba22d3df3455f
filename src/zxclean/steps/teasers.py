"""Teasers of other articles on the last lines of a page, each with the time it was put up."""

from __future__ import annotations

import re
from itertools import pairwise

from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page, row

LEAST = 2
"""Fewest teasers that are a list: what signs an article with its hour does so once."""

LEAST_BARE = 3
"""Fewest days without an hour, one a line and nothing between, that are what is left of a list."""

LINES = 4
"""Most lines of a teaser, with that of its time: headline, opening, column."""

LONGEST = 90
"""Longest line of a teaser in code points."""

LOOKED_AT = 120
"""So many of the last lines are looked at."""

_TIME = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日? ?\d{1,2}:\d{2}(?::\d{2})?(?: ?HKT)?"
    r"|[(\[]?\d{1,3} ?(?:秒|分钟|小时|天|个月|年)前[)\]]?(?: ?-)?"
)
_ENDS = frozenset("0123456789前)]-T")
"""What a time ends with."""

_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")


def choose_teasers(page: Page, _: Candidates) -> None:
    """Take out the last lines of a page, if times stand among them at even distances to its end.

    A chronicle has its days before what happened, and no hours.

    >>> from zxclean.view import TextView
    >>> lines = ["江边步道今天开放,全长三公里。", "旧船厂改作书店", "2026-01-16 06:53:20"]
    >>> page = Page(TextView("\\n".join([*lines, "柿子熟了", "2026-01-16 06:51:02"])))
    >>> choose_teasers(page, Candidates(page, ()))
    >>> sorted(page.chosen)
    [1, 2, 3, 4]
    """
    last = next(page.staying(len(page) - 1, -1), -1)
    if last < 0 or page.folded[page.end(last) - 1] not in _ENDS:
        return
    lines = [k for k in range(max(0, last - LOOKED_AT), last + 1) if k not in page.chosen]
    start = _start(page, lines, _TIME, LINES, LEAST)
    start = start if start is not None else _start(page, lines, _DAY, 1, LEAST_BARE)
    if start is None or start <= page.head:
        return
    for k in lines:
        if k >= start:
            page.chosen[k] = Finding(row("teaser"), "tail")


def _start(
    page: Page, lines: list[int], time: re.Pattern[str], most: int, least: int
) -> int | None:
    """The first line of the list that ends the page, `None` if there is none."""
    places: list[int] = []
    for n in range(len(lines) - 1, -1, -1):
        text = page.text(lines[n])
        if time.fullmatch(text):
            places.append(n)
        elif not places or places[-1] - n >= most or len(text) > LONGEST:
            break
    if len(places) < least:
        return None
    first = places[-1]
    gaps = [a - b for a, b in pairwise(places)]
    start = first - min(gaps) + 1
    if start <= 0 or any(time.fullmatch(page.text(lines[n])) for n in range(start, first)):
        return None
    if any(len(page.text(lines[n])) > LONGEST for n in range(start, first)):
        return None
    return lines[start]
