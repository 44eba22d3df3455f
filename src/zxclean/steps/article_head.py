"""Where the article of a page begins: its headline, and the credit lines next to it.

A headline is told by what stands around it: the credit line below, the breadcrumb above, the same
words again in the browser title, an `原标题` line or the first sentence. Menus need not be gone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.creditwords import LONGEST as CREDIT_LINE
from zxclean.steps.furniture import Page
from zxclean.steps.head_credits import Head, read_head, stacked_dates
from zxclean.steps.head_lines import (
    CHAPTER,
    DATED,
    DAY,
    DYNASTY,
    PROSE,
    SUBTITLE,
    credits_of,
    find_dated,
    headline_shape,
    is_particular,
    is_prose,
    is_small,
    line_text,
    without_bullet,
)

ABOVE = 10
"""How many lines above a credit line its headline is looked for: share buttons, a sub-headline and
a note on the author stand between, on the labelled documents up to four."""

CREDIT_LINES = 40
"""So many dated lines are looked at; more are a list."""

ENOUGH = 1.0
"""Score from which a line beside a credit line or a breadcrumb is the headline: one of four
characters right above a date, with nothing else for it, has 1."""

HEAD = 300
"""How far into a text without furniture (code points) its headline and credit line may reach."""

INDEX = 40
"""How many lines behind the title in an index table the document's own is looked for."""

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


def may_have_head(folded: str) -> bool:
    """Whether a date stands where the head of an article would be.

    For texts without any other sign of furniture.
    """
    return DATED.search(folded, 0, HEAD) is not None or "记者" in folded[:HEAD]


def find_head(page: Page) -> Head | None:
    """The headline and its credits, `None` if nothing on the page points to a headline."""
    marked = _given(page)
    if marked is not None:
        return read_head(page, marked, 0)
    stacked = stacked_dates(page)
    crumbs = _breadcrumbs(page)
    index = _index_lines(page)
    early: tuple[int, int] | None = None
    for k in islice(_credit_lines(page, stacked, index), CREDIT_LINES):
        title = _headline_over(page, k, crumbs)
        if title is not None and crumbs and k < crumbs[-1]:
            # A list of news before the breadcrumb, if the article has a credit line too.
            early = early or title
        elif title is not None:
            return read_head(page, *title)
    for k in sorted({*crumbs, max(index, default=-1)} - {-1}, reverse=True):
        title = _headline_under(page, k)
        if title is not None:
            return read_head(page, *title)
    title = early or _repeated(page)
    return read_head(page, *title) if title is not None else None


def _given(page: Page) -> int | None:
    """The line with a title that the page labels as such, if it stays."""
    for k, finding in page.chosen.items():
        if finding.rule.id != "chrome.document_title":
            continue
        title = next((str(value) for name, value in finding.facts if name == "title"), "")
        if len(title) > 3:
            for j in range(k + 1, min(len(page), k + 1 + INDEX)):
                if j not in page.chosen and page.original(j, 0, len(page.text(j))) == title:
                    return j
            return None
    return None


def _breadcrumbs(page: Page) -> list[int]:
    found = {
        page.line_of(match.start())
        for match in _HOME.finditer(page.folded, 0, page.line_ends[page.head] if page.head else 0)
    }
    edition = [
        k
        for k, finding in page.chosen.items()
        if k < page.head and (finding.rule.tag == "mast" or finding.rule.id in _OF_EDITION)
    ]
    if edition:
        found.add(max(edition))
    return sorted(k for k in found if len(page.text(k)) <= CREDIT_LINE)


def _credit_lines(page: Page, stacked: dict[int, Facts], index: set[int]) -> Iterator[int]:
    """Lines that may stand under a headline, in order; read only as far as they are asked for."""
    known = {
        k
        for k, finding in page.chosen.items()
        if finding.facts
        and finding.rule.tag in ("label", "dated", "")
        and any(name in _OF_CREDITS for name, _ in finding.facts)
    }
    known -= index
    known.update(stacked)
    place = page.folded.find("原创 ")
    if place >= 0:
        k = page.line_of(place)
        if page.start(k) == place and k not in page.chosen and credits_of(page, k) is not None:
            known.add(k)
    waiting = sorted(known, reverse=True)
    last, looked = -1, 0
    for place in find_dated(page.folded):
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
        ):
            yield k
    while waiting:
        yield waiting.pop()


def _is_listed(page: Page, k: int) -> bool:
    """Whether a line is a day and nothing else, and so is one two or three lines away."""
    text = page.text(k)
    return DAY.fullmatch(text) is not None and any(
        0 <= j < len(page) and DAY.fullmatch(page.text(j)) for j in (k - 3, k - 2, k + 2, k + 3)
    )


def _index_lines(page: Page) -> set[int]:
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


def _headline_over(page: Page, credit: int, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline that a credit line stands under, and its own place in the line."""
    if not _prose_follows(page, credit):
        return None
    best: tuple[float, int] | None = None
    between = 0
    over = crumbs[bisect_left(crumbs, credit) - 1] if crumbs and crumbs[0] < credit else -1
    for k in range(credit - 1, max(-1, credit - 1 - ABOVE), -1):
        text = page.text(k)
        if k == over or is_prose(text):
            break
        if k in page.chosen:
            continue
        text = without_bullet(text)
        if SUBTITLE.match(text):
            continue
        shape = headline_shape(text)
        if shape is None:
            if not is_small(text):
                between += 1
            continue
        if _is_column(page, text, over):
            continue
        score = shape + (2 if between == 0 else 1)
        score += 1.5 if over >= 0 and all(j in page.chosen for j in range(over + 1, k)) else 0
        score += _repetition(page, k, text)
        if best is not None and text == line_text(page, best[1]):
            score = best[0]
        if best is None or score >= best[0]:
            best = score, k
        between += 1
        if between > 4:
            break
    if best is None or best[0] < ENOUGH:
        return None
    return best[1], credit


def _prose_follows(page: Page, k: int) -> bool:
    return k < page.tail - 1 or page.tail == len(page)


def _headline_under(page: Page, crumb: int) -> tuple[int, int] | None:
    """The headline below a breadcrumb on a page without a credit line."""
    best: tuple[float, int] | None = None
    seen = 0
    for k in range(crumb + 1, len(page)):
        if k in page.chosen:
            continue
        seen += 1
        if seen > ABOVE:
            break
        whole = page.text(k)
        text = without_bullet(whole)
        if CHAPTER.match(text) and len(text) <= PROSE:
            return k, 0
        if is_prose(whole):
            break
        shape = headline_shape(text)
        if shape is None or SUBTITLE.match(text) or _is_column(page, text, crumb):
            continue
        score = shape + (1.5 if best is None else 0) + _repetition(page, k, text)
        if k + 1 < len(page) and DYNASTY.fullmatch(page.text(k + 1)):
            score += 1
        if best is None or score > best[0]:
            best = score, k
    if best is None or best[0] < ENOUGH:
        return None
    return best[1], 0


def _repeated(page: Page) -> tuple[int, int] | None:
    """A line before the prose that the first sentence, or a line of the head, says again."""
    for k in range(max(0, page.head - ABOVE), page.head):
        if k in page.chosen:
            continue
        text = line_text(page, k)
        if _repetition(page, k, text) and headline_shape(text) is not None:
            return k, 0
    return None


def _is_column(page: Page, text: str, crumb: int) -> bool:
    """Whether a line names an item of the breadcrumb, or is one of several such names."""
    return crumb >= 0 and len(text) <= 14 and text in page.text(crumb)


def _repetition(page: Page, k: int, text: str) -> float:
    """How much the same words elsewhere tell for a line."""
    if len(text) < 4:
        return 0
    folded, end = page.folded, page.line_ends[k]
    if len(text) >= 8 and (
        folded.find(text, end) >= 0 or folded.find(text, 0, page.line_starts[k]) >= 0
    ):
        return 2
    last = min(len(page), k + 5) - 1
    if folded.find(text, end, page.line_ends[last]) < 0:
        return 0
    return 2 if any(_opens_prose(page, j, text) for j in range(k + 1, last + 1)) else 0


def _opens_prose(page: Page, k: int, text: str) -> bool:
    line = page.text(k)
    return line.startswith(text) and is_prose(line)
