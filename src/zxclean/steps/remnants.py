"""What is left of furniture on the last lines of a page: signs, single figures, years."""

from __future__ import annotations

import re

from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page, row

_REMNANT = re.compile(
    r"[-\u2013\u2014|\u4e28\u00b7\u2022*\u00d7xX]{1,3}|\d{1,3}"
    r"|(?:19|20)\d\d\s?[@\u00a9\u4e00~\u2013\u2014-]{1,3}\s?(?:19|20)\d\d"
)
"""A sign, a counter, or the years of a copyright."""


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
