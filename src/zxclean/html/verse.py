"""Articles of a page that have no sentences: verse, lyrics, a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from zxclean.html import hints
from zxclean.html.lines import Box, Page

BELOW_TITLE = 20
"""Least weight of a line below the title that is taken for the article's prose."""

TITLE_REACH = 15
"""How many lines below the title that prose is looked for."""

VERSES = 6
"""Fewest lines without marks that are an article."""

TRIES = 4
"""How many elements below what may be titles are looked at."""

SHORTEST, LONGEST = 2, 48
"""Size of such a line (code points)."""

_FIELD = re.compile("[:\uff1a]")
"""What credits of a song have, and few lines of it."""

_HAN = re.compile("[\u3400-\u9fff]")


def find_verse(
    page: Page,
    weights: Sequence[float],
    holder_of: Sequence[int],
    titles: Sequence[int],
    bare: bool = False,
) -> list[int]:
    """The lines without marks of an article that has no others: verse, lyrics, a list.

    It stands in an element named for an article, with little prose and few links, and begins next
    below what may be the title. On a page `bare` of prose the element need not be named so.
    """
    for unnamed in (False, True)[: 1 + bare]:
        found = _find_below(page, weights, holder_of, titles, unnamed)
        if found:
            return found
    return []


def _find_below(
    page: Page,
    weights: Sequence[float],
    holder_of: Sequence[int],
    titles: Sequence[int],
    unnamed: bool,
) -> list[int]:
    tried: set[int] = set()
    for title in titles:
        solid = (k for k in range(title + 1, len(page.lines)) if page.lines[k].text)
        for k in islice(solid, TITLE_REACH):
            holder = holder_of[k]
            if weights[k] >= BELOW_TITLE or len(tried) == TRIES:
                break
            if holder in tried or not _is_for_article(page.boxes, holder, unnamed):
                continue
            tried.add(holder)
            own = [j for j, line in enumerate(page.lines) if holder_of[j] == holder and line.text]
            verses = [
                j
                for j in own
                if not page.lines[j].linked
                and SHORTEST <= len(page.lines[j].text) <= LONGEST
                and _HAN.search(page.lines[j].text)
                and not (unnamed and _FIELD.search(page.lines[j].text))
            ]
            enough = len(verses) >= VERSES and 4 * len(verses) >= len(own)
            if enough and not _has_prose(own, weights):
                return [j for j in own if not page.lines[j].linked]
    return []


def _is_for_article(boxes: Sequence[Box], box: int, unnamed: bool) -> bool:
    """Whether an element, or one around it, is named for an article, and none for furniture.

    `unnamed` says that it need not be named for an article.
    """
    flags = 0
    while box >= 0:
        flags |= boxes[box].hints
        box = boxes[box].parent
    return (unnamed or bool(flags & hints.ARTICLE)) and not flags & hints.FURNITURE


def _has_prose(lines: Sequence[int], weights: Sequence[float]) -> bool:
    return sum(weights[k] >= BELOW_TITLE for k in lines) > 2
