"""What the searches for a headline share: how far they look, and what a line is worth to them."""

from __future__ import annotations

from bisect import bisect_left

from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import line_text
from zxclean.steps.headline_overlap import measure_overlap

ENOUGH = 1.0
"""Score from which a line beside a credit line or a breadcrumb is the headline: one of four
characters right above a date, with nothing else for it, has 1."""

UNDER = 1.5
"""What it is worth to stand right below the breadcrumb."""

SHARED = 1.5
"""What the share of a headline's pairs of characters that its article has too is worth."""

BEHIND = 4
"""How many lines below a credit line the headline is looked for that stands under it."""

ABOVE = 10
"""How many lines above a credit line its headline is looked for: share buttons, a sub-headline and
a note on the author stand between, on the labelled documents up to four."""

NEARER = 0.25
"""By how much another line of a list must be better than a nearer one; of two the upper is the
headline, and the lower what newspapers put below."""


def breadcrumb_above(crumbs: list[int], k: int) -> int:
    """The last breadcrumb above line `k`, or -1."""
    return crumbs[bisect_left(crumbs, k) - 1] if crumbs and crumbs[0] < k else -1


def is_next(page: Page, crumb: int, k: int) -> bool:
    """Whether nothing stays between a breadcrumb and line `k`."""
    return all(j in page.chosen for j in range(crumb + 1, k))


def best_line(page: Page, found: list[tuple[float, int]], credit: int) -> int | None:
    """The line with the highest score, by what it shares with the article if there are several;
    of equal ones the last in the list."""
    if not found:
        return None
    if len(found) > 1 or found[0][0] < ENOUGH:
        found = [
            (score + SHARED * measure_overlap(page, line_text(page, k), max(k, credit)), k)
            for score, k in found
        ]
    score, best = found[0]
    for other, k in found[1:]:
        if other > score + NEARER or (len(found) == 2 and other >= score):
            score, best = other, k
    return best if score >= ENOUGH else None


def is_column(page: Page, text: str, crumb: int) -> bool:
    """Whether a line names an item of the breadcrumb, or is one of several such names."""
    if crumb < 0 or len(text) > 14:
        return False
    # The last of them may be the headline itself.
    items = page.text(crumb)
    return text in items and (len(text) < 8 or not items.endswith(text))
