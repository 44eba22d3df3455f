"""Credits behind the prose: when a post was put up and by whom."""

from __future__ import annotations

import re

from zxclean.proposals import Facts
from zxclean.steps.credit_lines import read_credits
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Finding, Page
from zxclean.steps.labels import PEOPLE
from zxclean.steps.other_dates import is_list_heading
from zxclean.steps.outlets import is_outlet, is_press

REACH = 6
"""How many lines behind the prose it may stand."""

LONGEST = 80
"""Its longest line in code points."""

DAY = 24
"""Longest line (code points) of a day and its hour."""

_POSTED = re.compile(
    r"(?:[Pp]osted\s?(?:@|on|at)|[\u4e00-\u9fff]{0,4}(?:发[布表]|编辑|创作|创建|写|更新)于|日期\s?:)\s*(?=(?:19|20)\d\d)"
    r"|(?=(?:19|20)\d\d[\d年月日/.:\s-]{6,20}(?:发布|发表|刊登)$)"
)


_BOX = "|[]【】() "

_DAY = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")


def find_behind(page: Page) -> dict[int, Facts]:
    """The lines behind the prose that say when it was printed, posted or written, with their facts."""
    return {**find_day_behind_people(page), **find_printed(page), **find_posted(page)}


def find_printed(page: Page) -> dict[int, Facts]:
    """The line right behind the prose that says which paper or site printed it, and when.

    Offices that sign their notices so are none.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\n渡口新闻网 2019-01-15 14:09"))
    >>> _ = page.find_edges()
    >>> find_printed(page)
    {1: (('published_at', '2019-01-15T14:09'), ('source', '渡口新闻网'))}
    """
    k = next(page.staying(page.tail, 1), len(page))
    if not page.tail <= k < len(page) or page.end(k) - page.start(k) > LONGEST:
        return {}
    text = page.text(k)
    inner = text.strip(_BOX)
    if not inner or not _DAY.search(inner):
        return {}
    if k and is_list_heading(page.text(k - 1)):
        return {}  # of another article
    start = text.index(inner)
    found = read_credits(inner, page.original(k, start, start + len(inner)))
    if found is None or not found.dated:
        return {}
    names = dict(found.facts)
    source = str(names.get("source", ""))
    if "byline" in names:
        return {}  # the headline of another article stands before
    if not (
        is_press(source)
        or (source and "T" in str(names["published_at"]) and len(inner) < len(text))
    ):
        return {}
    return {k: found.facts}


def find_posted(page: Page) -> dict[int, Facts]:
    """The line behind the prose that says when a post was put up, and its facts.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\nposted @ 2023-03-05 12:00 林间 阅读(12)"))
    >>> _ = page.find_edges()
    >>> find_posted(page)
    {1: (('views', '12'), ('published_at', '2023-03-05T12:00'), ('author', '林间'))}
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


def find_day_behind_people(page: Page) -> dict[int, Facts]:
    """The day alone on the line right behind one that names who wrote or checked.

    >>> from zxclean.steps.furniture import row
    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里。\\n撰稿:李一 审核:王二\\n2023年5月6日"))
    >>> _ = page.find_edges()
    >>> page.chosen[1] = Finding(row("author"), "edge", (("author", "李一"),))
    >>> find_day_behind_people(page)
    {2: (('published_at', '2023-05-06'),)}
    """
    for k in range(page.tail + 1, min(len(page), page.tail + REACH)):
        above = page.chosen.get(k - 1)
        if k in page.chosen or above is None or not any(name in PEOPLE for name, _ in above.facts):
            continue
        day = find_date(page.text(k)) if page.end(k) - page.start(k) <= DAY else None
        if day is not None and day.start == 0 and day.end == len(page.text(k)):
            return {k: (("published_at", day.iso),)}
    return {}


def join_reporters(stating: list[tuple[int, Finding]]) -> list[tuple[int, Finding]]:
    """The lines, of which one that names reporters and nobody else is put with such a line above it."""
    found = dict(stating)
    for k in sorted(found, reverse=True):
        above = found.get(k - 1)
        if above is None or not (_names_reporters(found[k]) and _names_reporters(above)):
            continue
        names = f"{above.facts[0][1]} {found[k].facts[0][1]}"
        found[k - 1] = above._replace(facts=(("author", names),))
        found[k] = found[k]._replace(facts=())
    return [(k, found[k]) for k, _ in stating]


def _names_reporters(finding: Finding) -> bool:
    return finding.rule.id == "chrome.reporter" and [name for name, _ in finding.facts] == [
        "author"
    ]
