"""Texts that hold more than one page: where one article's page ends and the next one's begins.

A crawl glued into one file, a day's paper: the furniture of all pages together outweighs any one
article, so a single cut would take out the rest of them.
"""

from __future__ import annotations

import numpy as np

from zxclean.structure.evidence import SENTENCE, SOLID, Evidence

LOST, LOST_SIZE = 0.5, 1000
"""Share of what a cut would keep in sentences, or code points, from which so much solid text on its
outside is of other articles. Of 2,289 pages and texts one loses any: 468 code points, 0.24."""

PARTING = 15.0
"""Evidence of furniture between two solid paragraphs that parts two pages: five lines of a menu."""


def has_others(page: Evidence, start: int, end: int) -> bool:
    """Whether a cut that keeps lines `start` to `end` would take out other articles."""
    size, solid = page.lines.size, solid_lines(page)
    solid[start:end] = False
    kept = int(size[start:end][page.prose[start:end] >= SENTENCE].sum())
    return int(size[solid].sum()) > min(LOST * kept, LOST_SIZE)


def part_articles(page: Evidence) -> list[tuple[int, int]]:
    """Lines of each article and the furniture around it; what stands between two is halved.

    The last number of each is the line behind.
    """
    rows = solid_lines(page).nonzero()[0]
    told = np.where(page.insert, 0, page.furniture).cumsum()
    between = (np.diff(told.take(rows)) >= PARTING).nonzero()[0]
    before, after = told.take(rows.take(between)), told.take(rows.take(between + 1))
    parts = (told.searchsorted((before + after) / 2) + 1).tolist()
    return list(zip([0, *parts], [*parts, len(told)], strict=True))


def solid_lines(page: Evidence) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Long sentences between two others."""
    weighty = page.prose >= SOLID
    solid = np.zeros(len(weighty), np.bool_)
    solid[1:-1] = weighty[1:-1] & weighty[:-2] & weighty[2:]
    return solid
