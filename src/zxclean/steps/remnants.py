"""What is left of furniture on the last lines of a page: signs, single figures, years."""

from __future__ import annotations

import re
from itertools import pairwise

from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page, row

PICKED, COUNTED = 8, 0.7
"""Fewest lines of a picker of dates, and the share of them that follow on the one before."""

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_PICKED = re.compile(
    r"\d{1,2}|(?:19|20)\d\d|\d\d:00|(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat){7}"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
)
"""A day, a year, an hour, a month, or the days of the week."""

_SHORT = r"[^\S\n]*[\dA-Z][^\n\u3400-\u9fff]{0,20}[^\S\n]*(?=\n|$)\s*"
_RUN = re.compile(rf"\n{_SHORT}(?:\n{_SHORT}){{4}}")
"""What such lines need, so that most pages are not read line by line. Begins with a character that
a search can skip to."""

_REMNANT = re.compile(
    r"[-\u2013\u2014|\u4e28\u00b7\u2022*\u00d7xX]{1,3}|\d{1,3}"
    r"|(?:19|20)\d\d\s?[@\u00a9\u4e00~\u2013\u2014-]{1,3}\s?(?:19|20)\d\d"
)
"""A sign, a counter, or the years of a copyright."""


def choose_pickers(page: Page, _: Candidates) -> None:
    """Take out months, years and days behind the prose that count up one a line: a picker of dates.

    >>> from zxclean.view import TextView
    >>> text = "江边步道今天开放,全长三公里。\\n" + "\\n".join(map(str, range(1990, 1999)))
    >>> page = Page(TextView(text))
    >>> _ = page.find_edges()
    >>> choose_pickers(page, Candidates(page, ()))
    >>> sorted(page.chosen) == list(range(1, 10))
    True
    """
    if len(page) - page.tail < PICKED or not _RUN.search(page.folded, page.start(page.tail) - 1):
        return
    run: list[int] = []
    for k in range(page.tail, len(page) + 1):
        if k < len(page) and k not in page.chosen and _PICKED.fullmatch(page.text(k)):
            run.append(k)
            continue
        if len(run) >= PICKED and _counts_up([page.text(j) for j in run]):
            for place in run:
                page.chosen[place] = Finding(row("remnant"), "tail")
        run = []


def _counts_up(texts: list[str]) -> bool:
    """Whether most of the lines follow on the one before by one."""
    places = [_place(text) for text in texts]
    return sum(b == a + 1 for a, b in pairwise(places)) >= COUNTED * len(texts)


def _place(text: str) -> int:
    if text.isdecimal():
        return int(text)
    month, rest = divmod(_MONTHS.find(text[:3].lower()), 3)
    if month >= 0 and not rest:
        return month
    return int(text[:2]) if text[0].isdigit() else -9


def choose_remnants(page: Page, _: Candidates) -> None:
    """Take out the last lines that say nothing, if furniture above or between them goes out.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\n版权所有\\n1997-2025\\n1"))
    >>> _ = page.find_edges()
    >>> page.chosen[1] = Finding(row("footer_copyright"), "footer")
    >>> choose_remnants(page, Candidates(page, ()))
    >>> sorted(page.chosen)
    [1, 2, 3]
    """
    run: list[int] = []
    for k in range(len(page) - 1, page.tail - 1, -1):
        if k in page.chosen:
            for place in run:
                page.chosen[place] = Finding(row("remnant"), "tail")
            run = []
        elif _REMNANT.fullmatch(page.text(k)):
            run.append(k)
        else:
            break
