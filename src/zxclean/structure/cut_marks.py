"""Lines among the furniture that say where the article is cut, for the step that reads them."""

from __future__ import annotations

import re
from collections.abc import Set

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.evidence import Evidence
from zxclean.structure.notices import is_marker
from zxclean.structure.page_marks import counts_own_pages

MARK_REACH = 24
"""So many lines below the cut a mark that counts the pages of the article stays: viewers of
documents have it below their lists of others."""

CLAUSES = 20
"""A line this long with a comma in it and no stop at its end is a sentence that a mark cuts."""

WALL = 8
"""So many lines that go may stand between a mark and the article."""

_OF_PAGES = (
    "truncation.pager",
    "truncation.page_of",
    "truncation.next_page_rest",
    "truncation.notice_over",
    "truncation.notice_counts",
    "truncation.notice_members",
)
_TRAILS_OFF = re.compile(r"\u2026|\.{3}")


def find_marks_of_cuts(
    page: Evidence, gone: NDArray[np.bool_], start: int, end: int
) -> dict[int, set[str]]:
    """The lines that go and say that the text is cut, with the rules that find it.

    `start` and `end` are those of the article.
    """
    marked: dict[int, set[str]] = {}
    last = min(len(gone), end + MARK_REACH)
    for rule, place, behind in page.lines.view.anchors["truncation"]:
        k = int(page.lines.first.searchsorted(place, "right")) - 1
        if place >= page.lines.ends.item(k):  # of the next page in the text
            continue
        if not (start <= k < last and gone[k]):
            continue
        line, at = page.lines.folded(k), page.lines.first.item(k)
        if "cut" in rule.tag and not _TRAILS_OFF.search(line):
            above, highest = k - 1, max(start, k - WALL)
            while (
                above >= highest
                and gone[above]
                and not (above in marked or breaks_off(page, above))
            ):
                above -= 1
            if above in marked or (
                above >= 0
                and page.lines.ended[above]
                and not _TRAILS_OFF.search(page.lines.folded(above)[-3:])
            ):
                continue
        if is_marker(rule, line, place - at, behind - at):
            marked.setdefault(k, set()).add(rule.id)
    return marked


def breaks_off(page: Evidence, k: int) -> bool:
    """Whether a line is a sentence that does not end."""
    line = page.lines.folded(k)
    return len(line) >= CLAUSES and "," in line and not page.lines.ended[k]


def marks_own_pages(page: Evidence, k: int, rules: Set[str]) -> bool:
    """Whether a mark, found by `rules`, counts the pages of the article itself."""
    return counts_own_pages(page.lines.folded(k)) and not rules.isdisjoint(_OF_PAGES)
