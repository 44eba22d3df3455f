"""The credits of a headline: what the lines below it say, up to the article's first sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.credits import DATES, name_outlet
from zxclean.steps.creditwords import read_credits
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import (
    DAY,
    DYNASTY,
    FOLLOW,
    MARKS,
    NUMBERED,
    credits_of,
    is_particular,
    is_prose,
    line_text,
    without_bullet,
)
from zxclean.steps.labels import labels_known
from zxclean.steps.toolbars import find_toolbar
from zxclean.structure.credits import is_person

BELOW = 14
"""How many lines below the headline its credit lines are looked for."""

COPY = 6
"""Shorter headlines (code points) may be a refrain; the same bound as in `structure/headlines.py`."""

ACCOUNT = 14
"""Longest line (code points) that may be the name of an account."""

_CLOCK = re.compile(r":[0-5]\d[ \t]*\n")
_STACKED = re.compile(
    r"^[ \t]*(?P<year>(?:19|20)\d\d)[ \t]*\n[ \t]*(?P<month>\d\d)[/-](?P<day>\d\d)[ \t]*\n"
    r"[ \t]*(?P<clock>[0-2]\d:[0-5]\d)[ \t]*$",
    re.MULTILINE,
)

_SIGNED = re.compile(r"[\u25a1\u25a0\u25ce\u2609\u25cf\u25cb\u25b3\u25b2\u25c7\u25c6]\s?(?=\S)")

_TALK = re.compile(
    r"(?P<office>[\u4e00-\u9fff\u3001()]{2,24}(?:主任|书记|主席|院长|长|代表|委员|总理|总裁|经理))\s+"
    r"(?P<name>[\u4e00-\u9fff·]{2,8}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])"
)

_PREFIX = re.compile(r"原创(?=\S{8})|\[[\u4e00-\u9fff]{2,4}\]\s?(?=\S{4})")


class Head(NamedTuple):
    """The headline's line and where in its text the headline begins; what the credits say.

    `credits` are lines that state facts and nothing else; `loose` such lines whose words might
    be text elsewhere, so that they stay.
    """

    title: int
    start: int
    credits: dict[int, Facts]
    loose: dict[int, Facts]


def stacked_dates(page: Page) -> dict[int, Facts]:
    """A date whose year, day and hour stand on lines of their own: facts on the first."""
    found: dict[int, Facts] = {}
    end = page.line_ends[page.head] if page.head else 0
    # The pattern is tried at every line; the clock, which few pages have alone on one, is not.
    match = _STACKED.search(page.folded, 0, end) if _CLOCK.search(page.folded, 0, end) else None
    if match:
        iso = f"{match['year']}-{match['month']}-{match['day']}T{match['clock']}"
        found[page.line_of(match.start("year"))] = (("published_at", iso),)
    return found


def read_head(page: Page, title: int, credit: int) -> Head:
    """The credits of a headline: on the lines below, up to the prose, and just above."""
    stacked = stacked_dates(page)
    credits: dict[int, Facts] = {}
    loose: dict[int, Facts] = {}
    last = title
    for k in range(title + 1, min(len(page), title + 1 + BELOW)):
        if k in stacked:
            credits[k] = stacked[k]
            last = k + 2
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
        if is_prose(text):
            break
        text = without_bullet(text)
        found = credits_of(page, k)
        if (
            found is not None
            and (found.strength >= 2 or text.startswith("原创 "))
            and not is_particular(page, k)
        ):
            # A day and nothing else may be part of the text.
            bare = DAY.fullmatch(text) is not None and not page.is_linked(k)
            (loose if bare else credits)[k] = found.facts
            last = k
        elif found is not None and found.facts:
            loose[k] = found.facts
        else:
            facts = _loose(page, k, text, title, max(credit, last))
            if facts:
                loose[k] = facts
    text = page.text(title)
    start = len(text) - len(line_text(page, title))
    prefix = _PREFIX.match(text, start)
    if prefix and (text[start] == "[" or _has_account(page, loose)):
        start = prefix.end()
    return Head(title, start, credits, loose)


def find_copies_of_headline(page: Page, head: Head) -> list[int]:
    """The lines just below that say the headline again, behind credits or buttons that go.

    With nothing taken out between them the step for blocks decides, by the text that stays.
    """
    text = page.text(head.title)[head.start :]
    if len(text) < COPY:
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
    return copies


def _has_account(page: Page, loose: dict[int, Facts]) -> bool:
    """Whether a name below the headline has the button to follow it: a page of accounts."""
    return any(k + 1 < len(page) and FOLLOW.fullmatch(page.text(k + 1)) for k in loose)


def _loose(page: Page, k: int, text: str, title: int, credit: int) -> Facts:
    """Facts of a line that only its place next to the headline makes a credit."""
    own = page.original(k, len(page.text(k)) - len(text), len(page.text(k)))
    signed = _SIGNED.match(text)
    if signed:
        return _signed(text[signed.end() :], own[signed.end() :])
    poet = DYNASTY.fullmatch(text)
    if poet:
        return (("author", own[poet.start("author") : poet.end("author")]),)
    talk = _TALK.fullmatch(text)
    if talk and k <= title + 2:
        return (("author", own[talk.start("name") : talk.end("name")]),)
    if len(text) > ACCOUNT or not re.search(r"[\u4e00-\u9fffA-Za-z]", text):
        return ()
    if (
        NUMBERED.match(text)
        or re.search("[。!?;:,>]", text)
        or find_toolbar(text) is not None
        or FOLLOW.fullmatch(text)
    ):
        return ()
    followed = k + 1 < len(page) and FOLLOW.fullmatch(page.text(k + 1)) is not None
    sandwiched = title < k < credit and k == title + 1 and not MARKS.search(text)
    if not (followed or sandwiched):
        return ()
    if is_person(text):
        return (("author", own),)
    return ((name_outlet(text), own),)


def _signed(text: str, own: str) -> Facts:
    """The author of a line that begins with a mark, as newspapers sign."""
    if all(is_person(word) for word in text.split()):
        return (("author", own),)
    found = read_credits(text, own)
    return found.facts if found is not None and found.strength else ()


def _value_below(page: Page, k: int) -> Facts:
    """The fact of a line that is a label, with its value on the next."""
    text = page.text(k).rstrip(": ").replace(" ", "")
    label = labels_known().get(text)
    if label is None or label.rule.tag != "label" or k + 1 >= len(page):
        return ()
    value = page.text(k + 1)
    if len(value) > 2 * ACCOUNT or ":" in value.replace(":0", "").replace(":1", ""):
        return ()
    found = find_date(value)
    if label.field in DATES:
        return ((label.field, found.iso),) if found else ()
    if label.field not in ("source", "author", "editor") or found or is_prose(value):
        return ()
    return ((label.field, page.original(k + 1, 0, len(value))),)
