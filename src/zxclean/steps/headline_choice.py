"""Which line of a page is its headline: learned, from the signs of all that may be.

Of the lines that stay, and of there being no headline, one is right. A log-linear model gives each
its share of likelihood; `scripts/build_headlines.py` learned its weights from heads of pages
(`data/HEADLINES.md` says from what and how well).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.steps.furniture import Page
from zxclean.steps.headline_signs import HeadlineSigns
from zxclean.structure.lines import read_lines
from zxclean.structure.wording import UNIT, read_weights, signs_of

LEAST, SURE = 0.3, 0.5
"""Least share of the likelihood with which a line is the headline, if none is likelier, and from which
what stands beside it may be told by it. With 0.5 for both, six of 295 titles not learned from are lost;
with 0.3 for both, one author more is invented on the 35 held-out documents."""


class Choice(NamedTuple):
    """The line of the headline, and whether what stands beside it may be told by it."""

    line: int
    sure: bool


def choose_headline(page: Page) -> Choice | None:
    """The line of the headline, `None` if none is likely.

    >>> from zxclean.view import TextView
    >>> text = "首页 新闻 论坛\\n渡口新闻\\n江边步道开放\\n江边步道今天开放,全长三公里。"
    >>> page = Page(TextView(text))
    >>> _ = page.find_edges()
    >>> choose_headline(page)
    Choice(line=2, sure=True)
    """
    signs = HeadlineSigns(page)
    rows = signs.rows
    if not rows:
        return None
    place, row, count = words_of(page, rows)
    page.know_wording(rows, place, row)
    named = named_weights()
    scores = [UNIT * sum_named(named, each) for each in (signs.none, *(each for _, each in signs))]
    words = np.bincount(row, _word_weights().take(place), count) * UNIT
    shares = np.exp(np.array(scores) + np.concatenate(([0.0], words)))
    best = int(shares.argmax())
    share = shares[best] / shares.sum()
    return Choice(rows[best - 1], bool(share >= SURE)) if best and share >= LEAST else None


def sum_named(weights: Mapping[str, int], signs: Iterable[str]) -> int:
    """What the signs of a line are worth together, in units."""
    return sum(map(weights.get, signs, repeat(0)))


def words_of(page: Page, rows: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Where the weights of the characters and pairs of some lines lie, whose each is, and how many
    lines there are."""
    of = np.array([*rows])
    return *signs_of(read_lines(page.view), of), len(of)


@cache
def named_weights() -> Mapping[str, int]:
    """The weights of the signs that have names, in units."""
    content = files("zxclean").joinpath("data", "headlines.json").read_text("utf-8")
    weights: dict[str, int] = json.loads(content)
    return weights


@cache
def _word_weights() -> NDArray[np.int8]:
    return read_weights("headlines.bin")
