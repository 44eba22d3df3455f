"""How much of the words of a headline stands elsewhere: in the article, in other lines of its page."""

from __future__ import annotations

from itertools import pairwise

from zxclean.steps.furniture import Page
from zxclean.structure.page_title import TITLE_SHARE, TITLE_TEXT

PAIRS = 4
"""Fewest pairs of characters of a line whose share is counted."""


def find_pairs(text: str) -> set[str]:
    """The pairs of characters of a line that begin with a Chinese one.

    >>> sorted(find_pairs("渡口A2"))
    ['口A', '渡口']
    """
    return {a + b for a, b in pairwise(text) if "\u4e00" <= a <= "\u9fff"}


def measure_overlap(page: Page, text: str, k: int, least: float = TITLE_SHARE) -> float:
    """Share of a line's pairs of characters that the article below line `k` has, 0 if few: less than
    `least`."""
    pairs = find_pairs(text)
    if len(pairs) < PAIRS or k + 1 >= len(page):
        return 0
    start = page.line_starts[max(k + 1, page.head)] if page.head < len(page) else 0
    opening = page.folded[start : start + TITLE_TEXT]
    if f"\n{text}\n" in opening:  # a list behind the prose has the headlines of the one above
        opening = opening.replace(f"\n{text}\n", "\n")
    share = sum(pair in opening for pair in pairs) / len(pairs)
    return share if share >= least else 0
