"""The head of a newspaper's digital edition, and dates that stand alone before the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from zxclean.proposals import Facts
from zxclean.rules import Rule, compiled
from zxclean.steps.bylines import LONGEST as DATED_LINE
from zxclean.steps.bylines import DatedLine, find_dated_line
from zxclean.steps.candidates import Candidates
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Finding, Page, match_facts, row
from zxclean.steps.noise import is_noise

DATED_LINES = 6
"""More lines with a time of day before the prose are a list of news; no credit is sought in it."""

HEAD_LINES = 200
"""A masthead and its widgets are a few dozen lines; more before the prose is a portal's menu."""

PAGES = 3
"""So many pages of a newspaper behind the article, a line each, are links to them."""

OPENING = 6
"""So many lines from the top on the article's text begins that has the page of a newspaper on top."""

_PAPER_DAY = re.compile(
    r"\u300a\s?[^\u300a\u300b]{1,12}[报刊]\s?\u300b\s?\(\s?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
    r"\s{0,4},?\s?第?\s?0?(?P<page>[A-Z]{0,2}\d{1,3})\s?版[^()]{0,12}\)"
)
"""The newspaper, the day and the page an article stood on: `《青山日报》(2022年10月18日 第06版)`."""
_PAGE_DAY = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?[^\d\n]{0,12}第?\s?[A-Z]{0,2}\d{1,3}\s?版"
)
"""The day of an issue and the number of its page."""
NAME = 8
"""Letters of the shortest headline without a Chinese character; fewer are the name of a command."""

_TENS = frozenset("012345")
_FIGURE = re.compile(r"\d")
_NUMBERS = re.compile(r"[\d\s]{1,12}")


def has_unscanned(folded: str) -> bool:
    """Whether a text has what the rows for a browser title and for dated lines need."""
    return any(anchor in folded for rule in _unscanned() for anchor in rule.anchors)


@cache
def _unscanned() -> tuple[Rule, Rule]:
    return row("browser_title"), row("dated")


def read_masthead(page: Page, k: int) -> Facts:
    """What a line of a digital edition's head states: the newspaper, by the row of mastheads, or the
    day beside the number of the page."""
    text = page.text(k)
    if _PAGE_DAY.match(text) and (day := find_date(text)) is not None:
        return (("published_at", day.iso),)
    if not any(anchor in text for anchor in row("masthead").anchors):
        return ()
    match = compiled(row("masthead").pattern).fullmatch(text)
    return match_facts(match, page.original(k, 0, len(text))) if match is not None else ()


def choose_browser_title(page: Page, _: Candidates) -> None:
    """Take out a first line that is the headline and the site, if the headline stands below."""
    first = 0
    while first in page.chosen:
        first += 1
    if first >= page.head:
        return
    rule, text = _unscanned()[0], page.text(first)
    if not any(anchor in text for anchor in rule.anchors):
        return
    match = compiled(rule.pattern).fullmatch(text)
    # Behind a name of a few letters stands what it is, not the site.
    named = match is not None and match["drop"].isascii() and len(match["drop"]) < NAME
    if (
        match
        and not named
        and any(page.text(k) == match["drop"] for k in range(first + 1, page.head))
    ):
        page.chosen[first] = Finding(rule, "browser", word=text)


def choose_dates(page: Page, candidates: Candidates) -> None:
    """Take out dated lines before the prose.

    A line with a time of day goes if it is the only one there, for several are a list of news;
    a bare day only beside a line that goes out.
    """
    if not page.head:
        return
    chosen = page.chosen
    timed = [k for k in _timed_lines(page) if k not in chosen]
    if len(timed) <= DATED_LINES:
        found = [(k, line) for k in timed if (line := _dated_line(page, k)) and line.timed]
        if len(found) == 1:
            chosen[found[0][0]] = found[0][1].finding
    beside = {j for k in chosen if k <= page.head for j in (k - 1, k + 1)}
    beside -= chosen.keys()
    while beside:
        k = beside.pop()
        if not 0 <= k < page.head:
            continue
        line = _dated_line(page, k)
        if line is not None and not line.timed and not candidates.may_be(k):
            chosen[k] = line.finding
            beside |= {k - 1, k + 1} - chosen.keys()


def _timed_lines(page: Page) -> list[int]:
    """Short lines before the prose with what may be a time of day."""
    lines: list[int] = []
    end = page.line_ends[page.head - 1]
    place = page.folded.find(":", 0, end)
    while place >= 0:
        if page.folded[place + 1 : place + 2] in _TENS:
            k = page.line_of(place)
            if len(page.text(k)) <= DATED_LINE:
                lines.append(k)
            place = page.line_ends[k]
        place = page.folded.find(":", place + 1, end)
    return lines


def _dated_line(page: Page, k: int) -> DatedLine | None:
    text = page.text(k)
    return find_dated_line(text, page.original(k, 0, len(text))) if _FIGURE.search(text) else None


def choose_masthead(page: Page, candidates: Candidates) -> None:
    """Take out the masthead and the widgets of a digital edition before the prose.

    Two lines that only such a page has are the evidence. Then the newspaper's name, its section,
    the browser title that joins both with the headline, and lone numbers beside them go too; the
    headline itself stays.
    """
    findings = {**candidates.kind("chrome.edition_button"), **candidates.kind("mast")}
    if not findings:
        return
    behind = [
        k for k in findings if k >= page.tail and findings[k].rule.id == "chrome.edition_page"
    ]
    if len(behind) >= PAGES:
        for k in behind:
            page.chosen.setdefault(k, findings[k]._replace(zone="tail", facts=()))
    proof = [k for k in findings if k < page.head <= HEAD_LINES]
    if len(proof) < 2 and not any(
        _is_page_of_day(page, k, findings[k])
        or _is_page_named(page, findings[k])
        or _opens_text(page, k, findings[k])
        for k in proof
    ):
        return
    for k in proof:
        page.chosen.setdefault(k, findings[k])
    papers = [
        str(value) for k in proof for name, value in page.chosen[k].facts if name == "publication"
    ]
    texts = {k: page.text(k) for k in range(page.head) if k not in page.chosen}
    for paper in dict.fromkeys(papers):
        for k, text in list(texts.items()):
            if text == paper:
                page.chosen[k] = Finding(row("masthead"), "head", (("publication", paper),))
        _choose_section(page, paper, texts)
    for k in _sweep(page.head):
        if k in page.chosen or not page.is_linked(k):
            continue
        if _NUMBERS.fullmatch(page.text(k)):
            page.chosen[k] = Finding(row("edition_page"), "head")


def _is_page_of_day(page: Page, k: int, finding: Finding) -> bool:
    """Whether a line names a page of the newspaper, and the line before it the day."""
    if finding.rule.id != "chrome.edition_page" or k == 0:
        return False
    j = k - 2 if k > 1 and is_noise(page.text(k - 1)) else k - 1
    line = _dated_line(page, j)
    return line is not None and not line.timed


def _opens_text(page: Page, k: int, finding: Finding) -> bool:
    """Whether a text opens with the page of a newspaper and its section, with the article below."""
    if finding.rule.id != "chrome.edition_page" or not page.is_first(k):
        return False
    if not k + 2 <= page.head <= OPENING:
        return False
    return page.text(k)[0] == "第" and any(name == "column" for name, _ in finding.facts)


def _is_page_named(page: Page, finding: Finding) -> bool:
    """Whether a line before the prose names the same page with the newspaper and the day."""
    number = dict(finding.facts).get("page")
    named = _PAPER_DAY.search(page.folded, 0, page.line_ends[page.head - 1])
    return named is not None and named["page"] == number


def _choose_section(page: Page, paper: str, texts: Mapping[int, str]) -> None:
    """`<paper><section> <headline>` on one line, the section alone on another."""
    for k, text in texts.items():
        if not text.startswith(paper) or text == paper:
            continue
        headlines = [
            title for j, title in texts.items() if j > k and len(title) > 3 and text.endswith(title)
        ]
        if not headlines:
            continue
        page.chosen[k] = Finding(row("masthead"), "head")
        section = text[len(paper) : -len(max(headlines, key=len))].strip(" _-|")
        for j, other in texts.items():
            if section and other == section:
                named = page.original(j, 0, len(other))
                page.chosen[j] = Finding(row("edition_page"), "head", (("column", named),))


def _sweep(size: int) -> Iterator[int]:
    yield from range(size)
    yield from range(size - 1, -1, -1)
