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
from zxclean.steps.labels import labels_known
from zxclean.steps.loose_credits import OVER, read_listed_people, read_loose_credit
from zxclean.steps.noise import is_noise
from zxclean.steps.other_dates import is_calendar, is_of_list, is_particular
from zxclean.steps.sharing import page_suffix
from zxclean.steps.signings import read_signing
from zxclean.steps.writers import find_described, is_marked_original, is_workplace
from zxclean.structure.copies import COPY_SIZE
from zxclean.structure.credits import is_byline, is_caption, is_person

DECK = 80
"""Longest deck (code points) between a headline and its credits: a sentence before all others."""

BESIDE = 4
"""How many lines below a deck its credits stand at most."""

BELOW = 14
"""How many lines below the headline its credit lines are looked for."""


_CLOCK = re.compile(r":[0-5]\d[ \t]*\n")
_STACKED = re.compile(
    r"^[ \t]*(?P<year>(?:19|20)\d\d)[ \t]*\n\s*(?P<month>\d\d)[/-](?P<day>\d\d)[ \t]*\n"
    r"\s*(?P<clock>[0-2]\d:[0-5]\d)[ \t]*$",
    re.MULTILINE,
)

_DAY_AND_HOUR = re.compile(
    r"^[ \t]*(?:(?P<before>[0-2]?\d:[0-5]\d(?::[0-5]\d)?)[ \t]*\n(?:[ \t]*\n)?)?"
    r"[ \t]*(?P<day>(?:19|20)\d\d(?:[/.-]\d{1,2}[/.-]\d{1,2}|年\d{1,2}月\d{1,2}日))[ \t]*$"
    r"(?:\n(?:[ \t]*\n)?[ \t]*(?P<behind>[0-2]?\d:[0-5]\d(?::[0-5]\d)?)[ \t]*$)?",
    re.MULTILINE,
)
"""A day alone on its line, with its hour on the one before or behind."""

_BOXED = re.compile(r"[\[【][^\[\]【】]{2,12}[\]】]\s?(?=\S{8})")
"""What may be put before a headline that stands elsewhere without it."""

_SUFFIX = re.compile(r"\s?[\[【(]([\u4e00-\u9fff]{2,6})[\]】)]$")
"""What may be a button behind the headline."""

_CLOCK_BEHIND = re.compile(r"\s?\((?:[01]\d|2[0-3]):[0-5]\d\)$")
"""The hour of the report, behind its headline."""

_COLUMN_BEHIND = re.compile(r"_[\u4e00-\u9fff]{2,6}$")
"""What a browser's title has behind the headline: the column or the site."""

_TITLE_LABEL = re.compile(r"[\[【]?(?:标\s{0,4}题|题\s{0,4}名)\s?(?:[\]】]\s?:?|:)\s?(?=\S{4})")
"""The label of a headline that stands in a field."""

_PREFIX = re.compile(r"原创(?=\S{8})|\[[\u4e00-\u9fff]{2,4}\]\s?(?=\S{4})")


OVER_CRUMB = 12
"""How many lines above the headline its breadcrumb may stand."""


class Head(NamedTuple):
    """The headline's line and where in its text the headline begins; what the credits say.

    `credits` are lines that state facts and nothing else; `loose` such lines whose words might
    be text elsewhere, so that they stay.
    """

    title: int
    start: int
    credits: dict[int, Facts]
    loose: dict[int, Facts]
    behind: int = 0
    """How many characters at the end of its line are no part of the headline."""

    def headline(self, page: Page) -> str:
        """The folded headline, without what else stands on its line."""
        text = page.text(self.title)
        return text[self.start : len(text) - self.behind]


def ends_in_clock(text: str) -> bool:
    """Whether a folded line has an hour in brackets behind it, as headlines of the day do.

    >>> ends_in_clock("江边步道开放 (11:13)"), ends_in_clock("比分(3:11)")
    (True, False)
    """
    return text[-1:] == ")" and _CLOCK_BEHIND.search(text) is not None


def stacked_dates(page: Page) -> dict[int, Facts]:
    """A date whose year, day and hour stand on lines of their own: facts on the first.

    The others have none.
    """
    found: dict[int, Facts] = {}
    end = page.line_ends[page.head] if page.head else 0
    # The pattern is tried at every line; the clock, which few pages have alone on one, is not.
    if _CLOCK.search(page.folded, 0, end) is None:
        return found
    for both in _DAY_AND_HOUR.finditer(page.folded, 0, end):
        hour = both["before"] or both["behind"]
        day = find_date(both["day"])
        if hour and day is not None and not (both["before"] and both["behind"]):
            k = page.line_of(both.start("before" if both["before"] else "day"))
            found[k] = (
                ("published_at", f"{day.iso}T{hour.zfill(5) if len(hour) < 6 else hour.zfill(8)}"),
            )
            found[k + 1] = ()
    match = _STACKED.search(page.folded, 0, end)
    if match:
        iso = f"{match['year']}-{match['month']}-{match['day']}T{match['clock']}"
        k = page.line_of(match.start("year"))
        found[k] = (("published_at", iso),)
        found[k + 1] = found[k + 2] = ()
    return found


def read_head(page: Page, title: int, credit: int) -> Head:
    """The credits of a headline: on the lines below, up to the prose, and just above."""
    stacked = stacked_dates(page)
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
        below = _value_below(page, k) if page.text(k)[-1] == ":" else ()
        if below:
            credits[k] = below
            credits[k + 1] = ()
            last = k + 1
            continue
        if k in page.chosen:
            last = k if page.chosen[k].facts else last
            continue
        text = page.text(k)
        described = find_described(text)
        if described is not None:
            names = " ".join(page.original(k, *span) for span in described)
            more = [*_more_authors(page, k + 1)]
            loose[k] = (("author", " ".join((names, *more))),)
            last = k + len(more)
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
            if k == page.head and 0 < credit - k <= BESIDE and len(text) <= DECK:
                decked = True
                continue
            break
        signing = read_signing(text, 1, len(text) - 1, boxed=True) if _is_boxed(text) else None
        if signing is not None and signing.names and not signing.of_office:
            signers = " ".join(page.original(k, *span) for span in signing.names)
            loose[k] = (("author", signers),)
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
            if decked and not any(field == "author" for field, _ in facts):
                # Behind a sentence a name alone may be anyone's.
                facts = tuple(fact for fact in facts if fact[0] != "byline")
            (loose if bare else credits)[k] = facts
            last = k
        elif decked:
            continue
        elif found is not None and found.facts:
            loose[k] = found.facts
        else:
            facts = read_loose_credit(page, k, text, title, max(credit, last), follows)
            if facts:
                loose[k] = facts
            elif not (SUBTITLE.match(text) or is_small(text)):
                follows = False
    _join_authors(credits, loose)
    _drop_columns(page, title, credits, loose)
    _read_above(page, title, credits)
    read_account_above(page, title, credits)
    read_account_below(page, title, credits, loose)
    text = page.text(title)
    start = len(text) - len(line_text(page, title))
    prefix = _PREFIX.match(text, start)
    if prefix and (text[start] == "[" or has_account(page, loose)):
        start = prefix.end()
    label = _TITLE_LABEL.match(text, start)
    start = label.end() if label else start
    boxed = _BOXED.match(text, start)
    if boxed and page.folded.count(text[boxed.end() :]) > page.folded.count(text[start:]):
        start = boxed.end()
    button = _SUFFIX.search(text, start + COPY_SIZE)
    behind = len(text) - button.start() if button and is_noise(button[1]) else 0
    for pattern in () if behind else (_CLOCK_BEHIND, _COLUMN_BEHIND):
        cut = pattern.search(text, start + COPY_SIZE)
        behind = len(text) - cut.start() if cut else behind
    if any(finding.rule.tag == "leaf" for finding in page.chosen.values()):
        behind = behind or page_suffix(text)
    return Head(title, start, credits, loose, behind)


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


def _is_boxed(text: str) -> bool:
    return text[0] in "([【〔" and text[-1] in ")]】〕"


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


LAST_COPY = 10
"""Shortest headline (code points) that stands again behind the text and goes; a shorter one may be
a refrain."""

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
    """The credits just above the headline, in digital editions above all."""
    for k in islice(page.staying(title - 1, -1), OVER):
        if is_calendar(page, k) or is_of_list(page, k):
            break
        found = credits_of(page, k)
        if found is None and is_small(page.text(k)):
            continue
        if found is None or found.strength < 2 or is_particular(page, k):
            break
        # A bare name before a bar there is that of a column.
        column = "|" in page.text(k)
        credits[k] = tuple(fact for fact in found.facts if not (column and fact[0] == "byline"))


def find_copies_of_headline(page: Page, head: Head) -> list[int]:
    """The lines just below that say the headline again, behind credits or buttons that go, and the
    last line of all.

    With nothing taken out between them the step for blocks decides, by the text that stays.
    """
    text = head.headline(page)
    if len(text) < COPY_SIZE:
        return []
    copies: list[int] = []
    between, parted = 0, False
    for k in range(head.title + 1, min(len(page), head.title + 1 + BELOW)):
        if k in page.chosen:
            parted = True
            continue
        line = page.text(k)
        if line == text:
            if parted:
                copies.append(k)
        else:
            between += 1
            if between > 1 or is_prose(line):
                break
    last = next(page.staying(len(page) - 1, -1), -1)
    if last >= page.tail > head.title and len(text) >= LAST_COPY and page.text(last) == text:
        copies.append(last)
    return copies


def _more_authors(page: Page, k: int) -> Iterator[str]:
    """Those named on the lines below an author, each with the place of work behind."""
    while k < len(page):
        text = page.text(k)
        name = text.partition(" ")[0]
        if not (is_person(name) and is_workplace(text[len(name) :].strip())):
            break
        yield page.original(k, 0, len(name))
        k += 1


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
