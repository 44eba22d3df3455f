"""Finds the headline by the prose below it, where no credit line or breadcrumb tells which it is.

It stands over a dateline, opens an entry, shares its words with the article or is said again in it,
or is all that stands between a menu and the prose.
"""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import SUBTITLE, is_menu, is_prose, line_text, opens_with_dateline
from zxclean.steps.headline_extent import ends_in_clock
from zxclean.steps.headline_over import MENU, MENU_WORD, above_prose
from zxclean.steps.headline_overlap import is_headword, measure_overlap, measure_repetition
from zxclean.steps.headline_score import BEHIND, ENOUGH, best_line
from zxclean.steps.headline_shape import headline_shape, is_worded, line_shape
from zxclean.steps.noise import is_noise
from zxclean.structure.credits import is_caption, is_person
from zxclean.structure.headlines import SITE
from zxclean.structure.title_lines import EXCLAIMED_SIZE

TOLD_SHARE = 0.6
"""Share from which a line over the prose is its headline with nothing else beside it."""

LISTED = 4
"""So many lines of the shape of a headline over a dateline are a list of something else, unless the
article has words of one."""

SHORT, FEW = 4, 2
"""So many lines of so few code points are one too: names of columns."""

MOST_LISTED = 20
"""More lines are a menu, which the step for the body weighs."""

_NAME = re.compile("[\u4e00-\u9fffA-Za-z\\d]{2,14}#?")

_SUBJECT = re.compile("(?:大全|平台|论坛|之家)$")
"""What a text may be about as well as where it stands."""

COLUMN = 4
"""Longest name of a column (code points) that may stay above a headline below furniture."""

NAMED = 3
"""The prose follows that soon on the name of the site and the headline."""

CAPTIONS = 4
"""So many lines from the first sentence on the first that is no caption is looked for, and less one."""


def find_list_over_dateline(page: Page) -> list[int]:
    """Short lines over a dateline that the article says nothing of: what a site prints on top.

    >>> from zxclean.view import TextView
    >>> names = ["北城潮选店", "东海旅行月", "江城文化处", "光织影舞"]
    >>> page = Page(TextView("\\n".join([*names, "〔记者李一江城报导〕江边步道今天开放,全长三公里。"])))
    >>> _ = page.find_edges()
    >>> find_list_over_dateline(page)
    [3, 2, 1, 0]
    """
    if page.head >= len(page) or not opens_with_dateline(page.text(page.head)):
        return []
    above = [*islice(page.staying(page.head - 1, -1), MOST_LISTED + 1)]
    short = all(len(page.text(k)) <= SHORT for k in above)
    if not (FEW if short else LISTED) <= len(above) <= MOST_LISTED:
        return []
    listed = all(
        _NAME.fullmatch(line_text(page, k))
        and not _is_told(page, k)
        and not is_person(page.text(k))
        for k in above
    )
    return above if listed else []


def find_over_dateline(page: Page, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline over a first sentence that opens as those of agencies and newspapers do."""
    first = next(
        (k for k in islice(page.staying(page.head, 1), CAPTIONS) if not is_caption(page.text(k))),
        -1,
    )
    if first < 0 or not opens_with_dateline(page.text(first)):
        return None
    found: list[tuple[float, int]] = []
    for k in islice(page.staying(first - 1, -1), 2 * BEHIND):
        if crumbs and k <= crumbs[-1]:
            break
        text = line_text(page, k)
        shape = line_shape(page, k)
        if is_prose(page.text(k)) and not is_caption(text):
            break
        if shape is None or SUBTITLE.match(text):
            continue
        score = shape + (2 if not found else 1) + measure_repetition(page, k, text)
        found.append((score, k))
    best = best_line(page, found, first)
    if best is not None and len(found) >= LISTED and not _is_told(page, best):
        return None
    return (best, first) if best is not None else None


def _is_told(page: Page, k: int) -> bool:
    """Whether a line is said again, or the article has words of it."""
    text = line_text(page, k)
    return measure_overlap(page, text, k) > 0 or measure_repetition(page, k, text) > 0


def find_over_prose(page: Page, crumbs: list[int]) -> tuple[int, int] | None:
    """The line over the prose that says what the prose says, on a page with furniture above."""
    best: tuple[float, int] | None = None
    told = over = -1
    for k in reversed([*above_prose(page)]):
        if crumbs and k <= crumbs[-1]:
            continue
        text = line_text(page, k)
        shape = line_shape(page, k)
        if shape is None or is_prose(page.text(k)):
            continue
        if is_headword(page, k, text):
            return k, k
        share = measure_overlap(page, text, k)
        if shape >= 0 and share >= TOLD_SHARE and (best is None or shape + share > best[0]):
            best = shape + share, k
            over = k - 1 if k - 1 == told and not SUBTITLE.match(text) else -1
        if shape >= 0 and share > 0:
            told = k
    if best is not None and over >= 0:
        return over, over  # what newspapers put below the headline says more of the prose
    return (best[1], best[1]) if best is not None else None


def find_under_menu(page: Page) -> tuple[int, int] | None:
    """The one line over the prose that looks like a headline, if it stands under a menu."""
    found = [k for k in above_prose(page) if (headline_shape(line_text(page, k)) or 0) >= ENOUGH]
    if len(found) > 1:
        found = [k for k in found if not is_worded(page, k)]
    if len(found) != 1 or page.head >= len(page) or is_prose(page.text(found[0])):
        return None
    title = found[0]
    return (title, title) if _is_under_menu(page, title) and not is_worded(page, title) else None


def _is_under_menu(page: Page, title: int) -> bool:
    """Whether names of columns stand above a line, or nothing but what goes out."""
    if title and is_menu(page.text(title - 1)):
        return True
    tops = range(title)
    if any(k in page.chosen for k in tops) and all(
        k in page.chosen or len(page.text(k)) <= COLUMN for k in tops
    ):
        return True
    above = [page.text(k) for k in range(max(0, title - 2 * MENU), title)]
    short = sum(len(text) <= MENU_WORD for text in above[-MENU:])
    return short == MENU and any(map(is_noise, above))


def find_below_site(page: Page) -> tuple[int, int] | None:
    """The headline of an otherwise bare text, between the name of the site and the prose."""
    site = page.text(0)
    if not (len(page) > 2 and 2 <= page.head <= NAMED and SITE.fullmatch(site)):
        return None
    if _SUBJECT.search(site) or site in page.folded[page.line_ends[0] :]:
        return None
    text = line_text(page, 1)
    shaped = len(text) >= EXCLAIMED_SIZE and (line_shape(page, 1) or 0) >= ENOUGH
    return (1, 1) if shaped and not is_prose(text) else None


def find_clocked(page: Page) -> tuple[int, int] | None:
    """The line right over the prose that has the hour of the report in brackets behind it."""
    k = next(above_prose(page), -1)
    if k < 0 or k + 1 != page.head or not ends_in_clock(page.text(k)):
        return None
    return (k, k) if line_shape(page, k) is not None else None


def find_repeated(page: Page) -> tuple[int, int] | None:
    """A line before the prose that the first sentence, or a line of the head, says again."""
    for k in reversed([*above_prose(page)]):
        text = line_text(page, k)
        if (
            len(text) >= 4
            and measure_repetition(page, k, text) >= 2
            and line_shape(page, k) is not None
            and not SUBTITLE.match(text)
        ):
            first = page.folded.find(f"\n{text}\n", 0, page.line_starts[k])
            return (page.line_of(first + 1) if first >= 0 else k), 0
    return None
