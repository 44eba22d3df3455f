"""Lines that point to a headline: the breadcrumb over it, the credit lines below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge

from zxclean.proposals import Facts
from zxclean.steps.credit_lines import LONGEST as CREDIT_LINE
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import CHAIN, DATED, DAY, credits_of, line_text
from zxclean.steps.other_dates import is_calendar, is_particular

CREDIT_LINES = 40
"""So many dated lines are looked at; more are a list."""

CHAIN_LINES = 3
"""So many lines from the top a chain of names without a home page is looked for."""

_OPENINGS = ("原创 ", "由 ")
"""How credit lines begin that need no day: `由 李一 发布于 综合`."""

_OF_CREDITS = {
    "source",
    "author",
    "published_at",
    "published",
    "updated_at",
    "contributor",
    "views",
}

_HOME = re.compile(
    r"[首>\u00bb\u203a/位](?:(?<=首)页\s?[>\u00bb\u203a/-]|(?<=位)置(?:是)?\s?[:>]|(?<=[>\u00bb\u203a/])\s?正文\s*$)",
    re.MULTILINE,
)

_OF_EDITION = ("chrome.edition_page", "chrome.edition_order", "chrome.edition_button")

_SHORT_DATED = re.compile(
    r"[0-3](?<!\d\d)(?:\d-[01]\d-[0-3]\d \d\d:\d|(?<=1)[01]\d[-/\u5e74][01]?\d[-/\u6708])"
)
"""A day whose year has two figures, with its hour, or three: of the Republic of China. Begins with
a class, so that a search skips to its digits."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FOREIGN = re.compile(
    rf"(?<![A-Za-z])(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?,?[ -](?:\d{{1,2}}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d"
    r"|(?<![\d/.])\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)(?:19|20)\d\d"
)
"""A day as English pages print it. Few Chinese pages have what it is looked for by."""
_OF_FOREIGN = re.compile(rf"/(?:19|20)|\.(?:19|20)|{'|'.join(_MONTHS)}")

_ARROW = re.compile("[>\u00bb\u203a\u2192]")
"""In every chain of names."""


def _find_short(folded: str, end: int) -> list[int]:
    """Where days begin before `end` that `DATED` does not tell."""
    found = [match.start() for match in _SHORT_DATED.finditer(folded, 0, end)]
    if _OF_FOREIGN.search(folded, 0, end):
        found += (match.start() for match in _FOREIGN.finditer(folded, 0, end))
        found.sort()
    return found


def find_breadcrumbs(page: Page) -> list[int]:
    """The lines that say where the page stands on its site, in order."""
    found = {
        page.line_of(match.start())
        for match in _HOME.finditer(page.folded, 0, page.line_ends[page.head] if page.head else 0)
    }
    for k, finding in page.chosen.items():
        if k < page.head and finding.rule.id.startswith("chrome.location"):
            found.add(k)
    first = min(len(page), CHAIN_LINES)
    if first and _ARROW.search(page.folded, 0, page.line_ends[first - 1]):
        for k in range(first):
            if k not in page.chosen and CHAIN.fullmatch(line_text(page, k)):
                found.add(k)
    found.update(_spaced(page, first))
    edition = [
        k
        for k, finding in page.chosen.items()
        if k < page.head and (finding.rule.tag == "mast" or finding.rule.id in _OF_EDITION)
    ]
    if edition:
        found.add(max(edition))
    return sorted(k for k in found if len(page.text(k)) <= CREDIT_LINE)


def _spaced(page: Page, end: int) -> list[int]:
    """The lines from the home page to the name that the next line has alone, parted by spaces."""
    found: list[int] = []
    for k in range(end):
        if k in page.chosen or not page.folded.startswith(("首页 ", "主页 "), page.start(k)):
            continue
        last = page.text(k).split()[-1]
        below = next(page.staying(k + 1, 1), -1)
        if below >= 0 and page.text(below) == last:
            found.append(k)
    return found


def find_credit_lines(page: Page, stacked: dict[int, Facts], index: set[int]) -> Iterator[int]:
    """Lines that may stand under a headline, in order; read only as far as they are asked for."""
    known = {
        k
        for k, finding in page.chosen.items()
        if finding.facts
        and finding.rule.tag in ("label", "dated", "")
        and any(name in _OF_CREDITS for name, _ in finding.facts)
    }
    known -= index
    known.update(k for k, facts in stacked.items() if facts)
    for sign in _OPENINGS:
        place = page.folded.find(sign, 0, page.line_ends[min(page.head, len(page) - 1)])
        if place >= 0:
            k = page.line_of(place)
            if page.start(k) == place and k not in page.chosen and credits_of(page, k) is not None:
                known.add(k)
    waiting = sorted(known, reverse=True)
    last, looked = -1, 0
    end = page.line_ends[page.head] if page.head < len(page) else 0
    dated, short = _find_dated(page.folded), _find_short(page.folded, end)
    for place in merge(dated, short) if short else dated:
        k = page.line_of(place)
        if k == last:
            continue
        last = k
        while waiting and waiting[-1] <= k:
            yield waiting.pop()
        if k in page.chosen or page.line_ends[k] - page.line_starts[k] > CREDIT_LINE:
            continue
        looked += 1
        if looked > CREDIT_LINES:
            break
        found = credits_of(page, k)
        # A bare day behind the prose is the date of a signature.
        if (
            found is not None
            and (k <= page.head or found.strength > 2 or ":" in page.text(k))
            and not is_particular(page, k)
            and not _is_listed(page, k)
            and not is_calendar(page, k)
        ):
            yield k
    while waiting:
        yield waiting.pop()


def _is_listed(page: Page, k: int) -> bool:
    """Whether a line is a day and nothing else, and so is one two or three lines away."""
    text = page.text(k)
    return DAY.fullmatch(text) is not None and any(
        0 <= j < len(page)
        and DAY.fullmatch(page.text(j))
        and (page.text(j)[0] == "(") == (text[0] == "(")
        for j in (k - 3, k - 2, k + 2, k + 3)
    )


def _find_dated(folded: str) -> Iterator[int]:
    """Where years of the last and this century begin a date, as `DATED` tells.

    Two fixed strings are found several times as fast as the figures they consist of.
    """
    last, this = folded.find("19"), folded.find("20")
    while last >= 0 or this >= 0:
        if this < 0 or 0 <= last < this:
            place, last = last, folded.find("19", last + 1)
        else:
            place, this = this, folded.find("20", this + 1)
        if DATED.match(folded, place):
            yield place


def find_index_lines(page: Page) -> set[int]:
    """The lines of an index table, of which labels of the credit line may be part."""
    index = {k for k, finding in page.chosen.items() if finding.rule.tag == "index"}
    if len(index) < 2:
        return set()
    found: set[int] = set()
    run: list[int] = []
    for k in sorted({*page.chosen, *index, *(k + 1 for k in index), *(k - 1 for k in index)}):
        if run and k > run[-1] + 1:
            run = []
        run.append(k)
        if k in index:
            found.update(run)
            run = [k]
        elif run[0] in index or run[0] in found:
            found.add(k)
    return found
