"""Which of several dated lines with a headline above is the article's: lists of news have them too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import SUBTITLE, credits_of, line_text
from zxclean.steps.headline_overlap import measure_overlap
from zxclean.steps.headline_shape import headline_shape

LOOK = 24
"""So many lines between a credit line and the prose are looked at for other headlines."""

FAR = 3
"""So many headlines between a credit line and the prose make it one of a list, unless its own headline
says what the prose says."""

SAID = 3.0
"""What the share of a headline's pairs of characters that the prose has too is worth."""

BETWEEN = 0.5
"""What each other headline between it and the prose takes."""

STRONG = 1.0
"""What it is worth to state more than a day."""

OF_SITE = 2.0
"""What it takes to be shaped as the name of a site, where another headline has credits too."""

BEHIND_PROSE = 2.0
"""What it takes to stand behind the first sentence."""


BELOW_CREDITS = 1.0
"""What it takes to stand below its credits: so do sub-headlines and the first heading."""


class Credited(NamedTuple):
    """A headline's line, that of its credits, and the dated line by which they were found."""

    title: int
    credit: int
    dated: int


def choose_credited(page: Page, found: Sequence[Credited]) -> Credited | None:
    """The one that is the article's; `None` if the only one is of a list of news."""
    if not found:
        return None
    between = [_count_between(page, each) for each in found]
    if len(found) == 1:
        far = between[0] >= FAR and not _share(page, found[0])
        over = found[0].title < found[0].dated
        far = far and not (over and (_states_more(page, found[0]) or _is_signed(page, found[0])))
        return None if far else found[0]
    scores = [
        SAID * _share(page, each)
        - BETWEEN * between[n]
        + STRONG * _states_more(page, each)
        - BEHIND_PROSE * (each.dated > page.head)
        - BELOW_CREDITS * (each.title > each.dated)
        - OF_SITE * _is_site(page, each)
        for n, each in enumerate(found)
    ]
    best = max(range(len(found)), key=scores.__getitem__)
    if between[best] >= FAR and not _share(page, found[best]):
        return None
    return found[best]


def is_doubtful(page: Page, each: Credited) -> bool:
    """Whether a bare day under a headline the prose says nothing of has another one below."""
    if _states_more(page, each) or _share(page, each):
        return False
    return _count_between(page, each) > 0


def _share(page: Page, each: Credited) -> float:
    return measure_overlap(page, line_text(page, each.title), max(each.title, each.credit))


def _count_between(page: Page, each: Credited) -> int:
    """How many lines that look like headlines stand between the credits and the prose."""
    last = max(each.title, each.dated)
    count = 0
    for k in islice(page.staying(last + 1, 1), LOOK):
        if k >= page.head:
            break
        if SUBTITLE.match(page.text(k)):
            continue
        shape = headline_shape(line_text(page, k))
        count += shape is not None and shape >= 1
    return count


def _states_more(page: Page, each: Credited) -> bool:
    """Whether the dated line names more than a day."""
    return any(
        field in ("source", "author", "views", "editor") for field, _ in _facts_of(page, each)
    )


def _is_site(page: Page, each: Credited) -> bool:
    """Whether a headline is as short as the name of a site and ends as one."""
    return (headline_shape(line_text(page, each.title)) or 0) <= -2


def _is_signed(page: Page, each: Credited) -> bool:
    """Whether the dated line has the hour and whose account it is, as posts of people have."""
    facts = dict(_facts_of(page, each))
    return "byline" in facts and "T" in str(facts.get("published_at", ""))


def _facts_of(page: Page, each: Credited) -> Facts:
    chosen = page.chosen.get(each.dated)
    if chosen is not None and chosen.facts:
        return chosen.facts
    read = credits_of(page, each.dated)
    return read.facts if read is not None else ()
