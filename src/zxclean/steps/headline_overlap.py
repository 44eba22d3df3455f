"""How much of the words of a headline stands elsewhere: in the article, in other lines of its page."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import is_prose
from zxclean.structure.page_title import TITLE_SHARE, TITLE_TEXT

PAIRS = 4
"""Fewest pairs of characters of a line whose share is counted."""

REFRAIN = 2
"""A short line that stands so often again names its page: a song, an entry."""

ENTRY = 4
"""So many lines below its headword the prose of an entry begins."""

_OPENS = re.compile(r"\s?[(\uff08,是]")
"""What follows the headword that an entry opens with."""


def find_pairs(text: str) -> set[str]:
    """The pairs of characters of a line that begin with a Chinese one.

    >>> sorted(find_pairs("渡口A2"))
    ['口A', '渡口']
    """
    return {text[n : n + 2] for n in range(len(text) - 1) if "\u4e00" <= text[n] <= "\u9fff"}


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


def measure_repetition(page: Page, k: int, text: str) -> float:
    """How much the same words elsewhere tell for a line."""
    if len(text) < 4:
        return 1.5 if page.folded.count(text) > REFRAIN else 0
    folded, start, end = page.folded, page.line_starts[k], page.line_ends[k]
    last = min(len(page), k + 5) - 1
    if page.head < len(page) and _opens_prose(page, page.head, text):
        return 2
    if folded.find(text, end, page.line_ends[last]) >= 0 and any(
        _opens_prose(page, j, text) for j in range(k + 1, last + 1)
    ):
        return 2
    if len(text) < 8:
        return 0
    # What a list behind the prose repeats are other headlines, but for the first line of all.
    first = next(page.staying(0, 1), k) == k
    limit = len(folded) if first or page.tail <= k else page.line_ends[page.tail - 1]
    place = folded.find(text, end, limit)
    place = place if place >= 0 else folded.find(text, 0, start)
    if place < 0:
        return 0
    # The article may say what a sub-headline says.
    return 1 if is_prose(page.text(page.line_of(place))) else 2


def _opens_prose(page: Page, k: int, text: str) -> bool:
    line = page.text(k)
    return line.startswith(text) and is_prose(line)


def is_headword(page: Page, k: int, text: str) -> bool:
    """Whether the first line of prose, close below, opens with a line as entries do."""
    if not (2 <= len(text) <= 20 and k < page.head < len(page)):
        return False
    if page.head not in islice(page.staying(k + 1, 1), ENTRY):
        return False
    opening = page.text(page.head)
    return opening.startswith(text) and _OPENS.match(opening, len(text)) is not None
