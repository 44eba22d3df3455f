"""What stands beside the headline and its credits and goes with them: buttons, counters, the outlet again."""

from __future__ import annotations

import re
from collections.abc import Container

from zxclean.steps.calls import is_call
from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page, row
from zxclean.steps.head_lines import FOLLOW
from zxclean.steps.labels import labels_known
from zxclean.steps.noise import is_noise

MENU_WORD = 6
"""Longest name of a column (code points) behind another and a stroke."""

BESIDE_HEAD = 12
"""How many lines below a headline its credit lines and the buttons beside them stand on."""


def choose_beside_head(
    page: Page, candidates: Candidates, title: int, names: Container[int]
) -> None:
    """Take out buttons right below the headline, and beside the credit lines found there.

    `names` are lines that stay.
    """
    last = min(page.head, title + BESIDE_HEAD)
    for k in (*range(title + 1, last), *range(last - 1, title, -1)):
        if k in page.chosen or k in names or not (k == title + 1 or page.is_linked(k)):
            continue
        if _is_row(page, k, title):
            page.chosen[k] = Finding(row("size_buttons"), "linked")
        for finding in candidates.moving.get(k, ()):
            if finding.rule.tag == "token" and finding.zone == "linked":
                page.chosen[k] = finding
                break


def choose_outlets(page: Page, title: int) -> None:
    """Take out lines that name the outlet of the credits again, above a button or more than once.

    The page's other lines below the headline at line `title` are chosen already.
    """
    outlets = {
        str(value)
        for j in range(title + 1, page.head)
        if j in page.chosen
        for field, value in page.chosen[j].facts
        if field == "source"
    }
    reach = range(title + 2, min(page.head, title + BESIDE_HEAD) if outlets else 0)
    short = [k for k in reach if k not in page.chosen and page.end(k) - page.start(k) <= OUTLET]
    texts = [page.text(k) for k in short]
    for k, text in zip(short, texts, strict=True):
        if k + 1 not in page.chosen and texts.count(text) == 1:
            continue
        if any(text.startswith(name) and len(text) <= len(name) + 2 for name in outlets):
            page.chosen[k] = Finding(row("size_buttons"), "linked")


OUTLET = 14
"""Longest name of an outlet (code points) that stands again below its credits."""

_SIGN = re.compile(
    r"[AT][-+]?|[大中小]|[\u00b7\u2219|/+\-xX\u00d70]|赞好?|\d[\d,.]{2,9}[万wk]?|[a-z]{2,12}|[A-Z]{2,6}"
    r"|\+\S{2,6}|(?:发布|发表)于:?\s?[\u4e00-\u9fff]{2,6}"
)
"""Signs that are buttons beside others, and too short to be looked for everywhere."""


def _is_row(page: Page, k: int, title: int) -> bool:
    """Whether a line among credits is a button, a column or a counter."""
    text = page.text(k)
    if page.is_linked(k) and (_SIGN.fullmatch(text) or (":" in text and is_noise(text))):
        return True
    if text.isdecimal() and page.is_linked(k) and f"\n{int(text) + 1}\n" not in page.folded:
        return True  # a counter, and no number of a part
    if text.rstrip(": ") in labels_known() or FOLLOW.fullmatch(text) or is_call(text):
        return True
    # Between the headline and what goes out, or between two lines that go.
    between = k + 1 in page.chosen and (k - 1 == title or k - 1 in page.chosen)
    return (between or _COUNTED.fullmatch(text) is not None) and is_value(text)


_COUNTED = re.compile(
    r"(?:(?P<column>[\u4e00-\u9fff]{2,6})\s)?\d[\d,.]*[万wk]?(?:\s+\d[\d,.]*[万wk]?)+"
)
"""A column and counters without their labels: `体育正文 115 0`."""


def is_value(text: str) -> bool:
    """Whether a folded line among credits is a column, a button or counters: nothing of the article.

    >>> is_value("地方 / 彰化"), is_value("体育 115 0"), is_value("江边步道")
    (True, True, False)
    """
    if is_noise(text.rstrip(":")) or is_noise(text):
        return True
    counted = _COUNTED.fullmatch(text)
    if counted is not None:
        column = counted["column"]
        return column is None or is_noise(column) or is_noise(column[-2:])
    first, *others = re.split(r"\s*[/|>\u00b7]\s*", text)
    return bool(others) and is_noise(first) and max(map(len, others)) <= MENU_WORD
