"""Which line of a page is its headline: learned, from the signs of all that may be.

Of the lines that stay, and of there being no headline, one is right. A log-linear model gives each
its share of likelihood; `scripts/build_headlines.py` learned its weights from heads of pages
(`data/HEADLINES.md` says from what and how well).
"""

from __future__ import annotations

from functools import cache
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.steps.furniture import Page
from zxclean.steps.headline_signs import HeadlineSigns
from zxclean.steps.sign_weights import Weigher, read_named
from zxclean.structure.wording import read_weights

LEAST, SURE = 0.3, 0.5
"""Least share of the likelihood with which a line is the headline, if none is likelier, and from which
what stands beside it may be told by it. With 0.5 for both, six of 295 titles not learned from are lost;
with 0.3 for both, one author more is invented on the 35 held-out documents."""


FAR = 5.0
"""What lines are by themselves decides so much (nats) that what stands around them is not asked: one in
five of the 12,227 lines of labelled heads, and no choice is another."""


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
    if not signs.rows:
        return None
    weigh, words = named_weights(), _word_weights()
    forms = {i: weigh(signs.form(i)) + page.weigh_words(signs.lines[i], words) for i in signs.rows}
    least = max(forms.values()) - FAR
    near = [i for i, form in forms.items() if form >= least]
    scores = [weigh(signs.none)]
    scores += (forms[i] + weigh(signs.around(i)) for i in near)
    highest = max(scores)
    best = scores.index(highest)
    share = 1 / sum(exp(score - highest) for score in scores)
    if not best or share < LEAST:
        return None
    return Choice(signs.lines[near[best - 1]], share >= SURE)


@cache
def named_weights() -> Weigher:
    """The weights of the signs that have names, in units."""
    return Weigher(read_named("headlines.json"))


@cache
def _word_weights() -> NDArray[np.int8]:
    return read_weights("headlines.bin")
