"""The credits of a headline: what the lines below it say, up to the article's first sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.account_cards import ACCOUNT, has_account, read_account_above, read_account_below
from zxclean.steps.credit_fields import DATES
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import (
    CHAIN,
    DAY,
    SUBTITLE,
    credits_of,
    is_prose,
    is_small,
    line_text,
    without_bullet,
)
from zxclean.steps.headline_extent import find_extent
from zxclean.steps.headline_shape import is_worded
from zxclean.steps.labels import labels_known
from zxclean.steps.loose_credits import OVER, read_listed_people, read_loose_credit
from zxclean.steps.other_dates import is_calendar, is_of_list, is_particular
from zxclean.steps.outlets import is_outlet
from zxclean.steps.signings import read_signing
from zxclean.steps.stacked_dates import find_stacked_dates
from zxclean.steps.writers import find_described, is_marked_original, is_workplace
from zxclean.structure.credits import is_byline, is_caption, is_person

DECK = 80
"""Longest deck (code points) between a headline and its credits: a sentence before all others."""

BESIDE = 4
"""How many lines that stay below a deck its credits stand at most."""

BELOW = 14
"""How many lines below the headline its credit lines are looked for."""

OVER_CRUMB = 12
"""How many lines above the headline its breadcrumb may stand."""


STACKED = 6
"""Longest label (code points) that may stand alone over its value."""


class Head(NamedTuple):
    """The headline's line and where in its text the headline begins; what the credits say.

    `credits` are lines that state facts and nothing else; `loose` such lines whose words might
    be text elsewhere, so that they stay.
    """

    title: int
    start: int
    behind: int
    """How many characters at the end of its line are no part of the headline."""
    credits: dict[int, Facts]
    loose: dict[int, Facts]
    bare: bool = False
    """Whether nothing shows that the text is a page: its headline is known, and no more."""

    def headline(self, page: Page) -> str:
        """The folded headline, without what else stands on its line."""
        text = page.text(self.title)
        return text[self.start : len(text) - self.behind]


def read_head(page: Page, title: int, credit: int) -> Head:
    """The credits of a headline: on the lines below, up to the prose, and just above."""
    stacked = find_stacked_dates(page)
    credits: dict[int, Facts] = {}
    loose: dict[int, Facts] = {}
    last = title
    follows, decked = True, False
    headline = line_text(page, title)
    for k in range(title + 1, min(len(page), title + 1 + BELOW)):
        if k in stacked:
            credits[k] = stacked[k]
            last = k
            continue
        if k <= last:
            continue
        stacked_label = page.text(k)[-1] == ":" or _is_stacked(page, k)
        below = _value_below(page, k) if stacked_label else ()
        if below:
            credits[k] = below
            credits[k + 1] = ()
            last = k + 1
            continue
        if k in page.chosen:
            last = k if page.chosen[k].facts else last
            continue
        text = page.text(k)
        described = _read_described(page, k, text)
        if described is not None:
            loose[k], last = described
            continue
        listed = read_listed_people(text, page.original(k, 0, len(text))) if follows else ()
        if listed:
            loose[k] = listed
            last = k
            continue
        if line_text(page, k) == headline:
            continue  # printed twice
        if is_prose(text):
            if is_caption(text):
                continue  # of the picture between the headline and its byline
            if k == page.head and len(text) <= DECK and _is_near(page, k, credit):
                decked = True
                continue
            break
        signed = _read_boxed(page, k, text)
        if signed:
            loose[k] = signed
            last = k
            continue
        text = without_bullet(text)
        found = credits_of(page, k)
        if (
            found is not None
            and (found.strength >= 2 or is_marked_original(text))
            and not is_particular(page, k)
        ):
            # A byline belongs to the article; a day and nothing else may be part of the text.
            bare = is_byline(text) or (DAY.fullmatch(text) is not None and not _is_beside(page, k))
            facts = found.facts
            if decked and k - 1 not in credits and "author" not in dict(facts):
                # Behind a sentence a name alone may be anyone's.
                facts = tuple(fact for fact in facts if fact[0] != "byline")
            (loose if bare else credits)[k] = facts
            last = k
        elif decked and k - 1 not in credits:
            continue
        elif found is not None and found.facts:
            loose[k] = found.facts
        else:
            facts = read_loose_credit(page, k, text, title, max(credit, last), follows)
            if facts:
                loose[k] = facts
            elif not (SUBTITLE.match(text) or is_small(text) or is_worded(page, k)):
                follows = False
    _join_authors(credits, loose)
    _drop_columns(page, title, credits, loose)
    _read_above(page, title, credits)
    read_account_above(page, title, credits)
    read_account_below(page, title, credits, loose)
    start, behind = find_extent(page, title, has_account(page, loose))
    return Head(title, start, behind, credits, loose)


def _is_near(page: Page, k: int, credit: int) -> bool:
    """Whether few lines stay between line `k` and the credits below."""
    between = (j for j in range(k + 1, credit) if j not in page.chosen)
    return k < credit and sum(not is_worded(page, j) for j in between) < BESIDE


def _is_beside(page: Page, k: int) -> bool:
    """Whether what goes out, a counter or the page of a newspaper stands next to line `k`."""
    if page.is_linked(k):
        return True
    beside = (page.text(j) for j in (k - 1, k + 1) if 0 <= j < len(page))
    return any(map(_COUNTER.fullmatch, beside))


_COUNTER = re.compile(
    r"\d[\d,.]{0,9}[万wk]?|(?:版[面次]:\s?)?第?[A-Z]?\d{1,3}(?:版(?::\S{0,8})?|\s[\u4e00-\u9fff]{2,4})"
)
"""A counter without its label, or the page of a newspaper."""


def _read_described(page: Page, k: int, text: str) -> tuple[Facts, int] | None:
    """The authors told of with what they are, from line `k` on, and the last line that names one."""
    described = find_described(text)
    if described is None:
        return None
    names = " ".join(page.original(k, *span) for span in described)
    more = [*_more_authors(page, k + 1)]
    return (("author", " ".join((names, *more))),), k + len(more)


_SENT_BY = re.compile(r"(?P<outlet>[\u4e00-\u9fff]{2,8}?)(?:专讯|特讯|专电|综合讯|讯)")
"""A paper that says in brackets that the report is its own: `【某报专讯】`."""


def _read_boxed(page: Page, k: int, text: str) -> Facts:
    """The authors of a signature in brackets, if no office signed."""
    if not (text[0] in "([【〔" and text[-1] in ")]】〕"):
        return ()
    sent = _SENT_BY.fullmatch(text, 1, len(text) - 1)
    if sent is not None and is_outlet(sent["outlet"]):
        return (("source", page.original(k, *sent.span("outlet"))),)
    signing = read_signing(text, 1, len(text) - 1, boxed=True)
    if signing is None or not signing.names or signing.of_office:
        return ()
    return (("author", " ".join(page.original(k, *span) for span in signing.names)),)


def _join_authors(credits: dict[int, Facts], loose: dict[int, Facts]) -> None:
    """Put the authors of a line below another line of authors with those."""
    for k in sorted((*credits, *loose), reverse=True):
        for lines in (credits, loose):
            facts = lines.get(k, ())
            above = lines.get(k - 1, ())
            first = dict(above).get("author")
            if first and len(facts) == 1 and facts[0][0] == "author":
                names = f"{first} {facts[0][1]}"
                lines[k - 1] = tuple(
                    (field, names if field == "author" else value) for field, value in above
                )
                lines[k] = ()


_HOME = ("首页", "主页")


def _drop_columns(page: Page, title: int, *lines: dict[int, Facts]) -> None:
    """Take out lone names that are words of the headline, or an item of the breadcrumb above it."""
    named = [
        (facts_of, k)
        for facts_of in lines
        for k, facts in facts_of.items()
        if any(field == "byline" for field, _ in facts)
    ]
    if not named:
        return
    above = map(page.text, range(max(0, title - OVER_CRUMB), title))
    crumbs = [
        text for text in above if "位置" in text or text.startswith(_HOME) or CHAIN.fullmatch(text)
    ]
    said = [page.original(title, 0, len(page.text(title))), *crumbs]
    for facts_of, k in named:
        facts_of[k] = tuple(
            (field, value)
            for field, value in facts_of[k]
            if field != "byline" or not any(str(value).partition(" ")[0] in text for text in said)
        )


def _read_above(page: Page, title: int, credits: dict[int, Facts]) -> None:
    """The credits just above the headline, in digital editions above all.

    A kicker may stand between, under the paper's name with the day.
    """
    kicked = False
    for k in islice(page.staying(title - 1, -1), OVER):
        if is_calendar(page, k) or is_of_list(page, k):
            break
        found = credits_of(page, k)
        if found is None and is_small(page.text(k)):
            continue
        if found is None and not kicked:
            kicked = True
            continue
        if found is None or found.strength < 2 or is_particular(page, k):
            break
        if kicked and not (found.dated and "source" in dict(found.facts)):
            break
        # A bare name before a bar there is that of a column.
        column = "|" in page.text(k)
        credits[k] = tuple(fact for fact in found.facts if not (column and fact[0] == "byline"))


def _more_authors(page: Page, k: int) -> Iterator[str]:
    """Those named on the lines below an author, each with the place of work behind."""
    while k < len(page):
        text = page.text(k)
        name = text.partition(" ")[0]
        if not (is_person(name) and is_workplace(text[len(name) :].strip())):
            break
        yield page.original(k, 0, len(name))
        k += 1


def _is_stacked(page: Page, k: int) -> bool:
    """Whether a line is a label alone, and the next line but one is another: labels over their values."""
    known = labels_known()
    if not 2 <= len(page.text(k)) <= STACKED or page.text(k) not in known:
        return False
    return any(0 <= j < len(page) and page.text(j).rstrip(":") in known for j in (k - 2, k + 2))


def _value_below(page: Page, k: int) -> Facts:
    """The fact of a line that is a label, with its value on the next."""
    text = line_text(page, k).rstrip(": ").replace(" ", "")
    label = labels_known().get(text)
    if label is None or k + 1 >= len(page):
        return ()
    value = page.text(k + 1)
    if len(value) > 2 * ACCOUNT:
        return ()
    found = find_date(value)
    if label.field in DATES:
        return ((label.field, found.iso),) if found and found.start == 0 else ()
    if label.rule.tag != "label" or ":" in value:
        return ()
    if label.field not in ("source", "author", "editor") or found or is_prose(value):
        return ()
    return ((label.field, page.original(k + 1, 0, len(value))),)
