"""Credits behind the prose: when a post was put up and by whom."""

from __future__ import annotations

import re

from zxclean.proposals import Facts
from zxclean.steps.credit_lines import read_credits
from zxclean.steps.furniture import Page
from zxclean.steps.outlets import is_outlet

REACH = 6
"""How many lines behind the prose it may stand."""

LONGEST = 80
"""Its longest line in code points."""

_POSTED = re.compile(r"(?:[Pp]osted\s?(?:@|on|at)|(?:发[布表]|编辑|创作|写)于)\s*(?=(?:19|20)\d\d)")


def find_posted(page: Page) -> dict[int, Facts]:
    """The line behind the prose that says when a post was put up, and its facts.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\nposted @ 2023-03-05 12:00 林间 阅读(12)"))
    >>> _ = page.find_edges()
    >>> find_posted(page)
    {1: (('published_at', '2023-03-05T12:00'), ('views', '12'), ('author', '林间'))}
    """
    lines = range(page.tail, min(len(page), page.tail + REACH))
    if sum(_POSTED.match(page.text(k)) is not None for k in lines) != 1:
        return {}  # none, or a list of posts
    if any(_POSTED.match(page.text(k)) for k in range(page.head, page.tail)):
        return {}  # each answer has its own
    for k in lines:
        text = page.text(k)
        found = _POSTED.match(text) if len(text) <= LONGEST else None
        if found is None:
            continue
        rest = text[found.end() :]
        credits = read_credits(rest, page.original(k, found.end(), len(text)))
        if credits is not None and credits.dated:
            names = (
                ("byline" if field == "source" and not is_outlet(str(value)) else field, value)
                for field, value in credits.facts
            )
            return {k: tuple(names)}
    return {}
