"""Finds the headline under a line that points down to it: the breadcrumb, or credits above it."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import (
    DYNASTY,
    PROSE,
    SUBTITLE,
    credits_of,
    is_prose,
    line_text,
    without_bullet,
)
from zxclean.steps.headline_overlap import is_headword, measure_overlap, measure_repetition
from zxclean.steps.headline_score import (
    ABOVE,
    BEHIND,
    ENOUGH,
    SHARED,
    breadcrumb_above,
    is_column,
    is_next,
)
from zxclean.steps.headline_shape import framed_shape, line_shape

BETWEEN = 1.5
"""What it is worth to be all that stands between the credits and the prose."""

_CHAPTER = re.compile(r"第[一二三四五六七八九十百千零〇\d]{1,7}[章节回卷]\s*\S")

_FIELD = re.compile(r"[\u4e00-\u9fff]{1,5}:\s?\S")
"""A label and its value."""


def find_behind_credits(page: Page, credit: int, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline that stands below its credit line, if that is all there is above the prose."""
    over = breadcrumb_above(crumbs, credit)
    if any(is_prose(page.text(k)) for k in islice(page.staying(credit - 1, -1), BEHIND)):
        return None
    for k in islice(page.staying(credit + 1, 1), BEHIND):
        if k >= page.head or SUBTITLE.match(page.text(k)):
            break
        text = line_text(page, k)
        shape = line_shape(page, k)
        if shape is None or is_prose(page.text(k)) or is_column(page, text, over):
            continue
        if text.count(",") > 1:  # a sentence
            break
        score = (
            shape + 1 + SHARED * measure_overlap(page, text, k) + measure_repetition(page, k, text)
        )
        if k + 1 < page.head and credits_of(page, k + 1) is not None:
            score += 1
        if credit + 1 == k == page.head - 1:
            score += BETWEEN  # blogs print the day over each of their posts
        return (k, k) if score >= 2 * ENOUGH else None
    return None


def find_under_breadcrumb(page: Page, crumb: int) -> tuple[int, int] | None:
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
        if _CHAPTER.match(text) and len(text) <= PROSE:
            if best is not None:
                break
            return k, 0
        if best is None and is_headword(page, k, text):
            return k, 0
        if is_prose(whole):
            break
        shape = line_shape(page, k)
        if shape is None and k + 1 < len(page) and is_next(page, crumb, k):
            below = next(page.staying(k + 1, 1), k)
            if k + 1 in page.chosen or credits_of(page, below) is not None:
                shape = framed_shape(text)
        if shape is None or SUBTITLE.match(text):
            continue
        if is_column(page, text, crumb):
            if best is None and _is_last_item(page, text, crumb, k):
                return k, 0
            continue
        score = shape + (1.5 if best is None else 0) + measure_repetition(page, k, text)
        score += SHARED * measure_overlap(page, text, k)
        if (k + 1 < len(page) and DYNASTY.fullmatch(page.text(k + 1))) or (
            k == crumb + 1 and k + 1 < len(page) and _FIELD.match(page.text(k + 1))
        ):
            score += 1
        if best is None or score > best[0]:
            best = score, k
    if best is None or best[0] < ENOUGH:
        return None
    return best[1], 0


def _is_last_item(page: Page, text: str, crumb: int, k: int) -> bool:
    """Whether a breadcrumb ends with a line that has credits or the prose right below: no column
    stands there, but the headline."""
    below = next(page.staying(k + 1, 1), -1)
    if below < 0 or not page.text(crumb).endswith(text):
        return False
    return is_prose(page.text(below)) or credits_of(page, below) is not None
