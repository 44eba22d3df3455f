"""Which line of a page is its headline: learned, from the signs of all that may be.

Of the lines that stay, and of there being no headline, one is right. A log-linear model gives each
its share of likelihood; `scripts/build_headlines.py` learned its weights from heads of pages
(`data/HEADLINES.md` says from what and how well).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.steps.furniture import Page
from zxclean.steps.headline_signs import HeadlineSigns
from zxclean.structure.wording import UNIT, read_weights

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
    rows = dict(signs)
    if not rows:
        return None
    named, words = named_weights(), _word_weights()
    scores = [UNIT * sum(map(named.__getitem__, signs.none))]
    scores += (
        UNIT * sum(map(named.__getitem__, each)) + page.weigh_words(k, words)
        for k, each in rows.items()
    )
    highest = max(scores)
    shares = [exp(score - highest) for score in scores]
    best = shares.index(1.0)
    share = 1 / sum(shares)
    return Choice([*rows][best - 1], share >= SURE) if best and share >= LEAST else None


class _Weights(dict[str, int]):
    """Weights by the names of signs; a sign that was not learned weighs nothing."""

    def __missing__(self, sign: str) -> int:
        return 0


@cache
def named_weights() -> Mapping[str, int]:
    """The weights of the signs that have names, in units."""
    content = files("zxclean").joinpath("data", "headlines.json").read_text("utf-8")
    return _Weights(json.loads(content))


@cache
def _word_weights() -> NDArray[np.int8]:
    return read_weights("headlines.bin")
