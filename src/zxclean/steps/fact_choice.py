"""Which words of a page are its source, its author, its day: learned, from the signs of all that may be.

Of what the readers of credits give, of the words that the tagger may tag around the article, and of
there being no such fact, one is right. A log-linear model gives each its share of likelihood;
`scripts/build_facts.py` learned its weights from labelled pages (`data/FACTS.md` says from what and
how well).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from math import exp
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.fact_signs import WANTED, FactSigns, Row
from zxclean.steps.sign_weights import Weigher, read_named

SAFE = 1.0
"""A reader's value is taken at once whose signs speak so much (nats) more for it than others for there
being none: it has been tried on many pages."""

LEAST = {"source": 0.65, "author": 0.5, "published_at": 0.7}
"""Least share of the likelihood with which a value is taken: outlets and days that are none of the
article's stand on most pages."""

FAR = {"source": 3.5, "author": 1.5, "published_at": 2.0}
"""Lines that speak so much (nats) less for a field than others for its absence are not parted into words:
of lines with what is chosen one in twenty, of all half."""

OVER = 0.7
"""Least share with which another value, or none, is taken instead of a reader's."""


class Chosen(NamedTuple):
    """A value, the line it stands on, and its share of the likelihood."""

    value: str
    line: int
    share: float


def choose_facts(signs: FactSigns) -> dict[int, Facts]:
    """The facts of each line, with source, author and day as they are most likely.

    >>> from zxclean.steps.article_head import find_head
    >>> from zxclean.steps.furniture import Page
    >>> from zxclean.view import TextView
    >>> page = Page(TextView(
    ...     "首页 影评 小组\\n江边步道开放\\n不吃鱼的猫\\n2021-04-06 23:11\\n江边步道今天开放,全长三公里。"
    ... ))
    >>> _ = page.find_edges()
    >>> choose_facts(FactSigns(page, find_head(page), {}))
    {2: (('author', '不吃鱼的猫'),), 3: (('published_at', '2021-04-06T23:11'),)}
    """
    found = dict(signs.facts_of)
    chosen: dict[str, Chosen] = {}
    for field in WANTED:
        if field in signs.stated:
            continue
        best = choose(signs, field, _weights()[field])
        read = signs.read.get(field)
        if read is not None:
            if best is not None and best.value == read[1]:
                continue
            found[read[0]] = tuple(fact for fact in found[read[0]] if fact[0] != field)
        if best is not None:
            chosen[field] = best
    source, author = chosen.get("source"), chosen.get("author")
    if source is not None and author is not None and source.value == author.value:
        del chosen["source" if source.share < author.share else "author"]
    for field, best in chosen.items():
        found[best.line] = (*found.get(best.line, ()), (field, best.value))
    return found


def choose(signs: FactSigns, field: str, weigh: Weigher) -> Chosen | None:
    """The likeliest value of a field, `None` if none is likely."""
    read = signs.read.get(field)
    own = Chosen(read[1], read[0], 1.0) if read is not None else None
    none = weigh(signs.none(field))
    if own is not None and weigh(signs.of_read(field)) - none >= SAFE:
        return own
    lines = {k: weigh(signs.of_line(k)) for k in signs.lines_for(field)}
    near = [k for k, weight in lines.items() if weight >= none - FAR[field]]
    rows = [
        (row, weigh(row.signs) + (0.0 if row.is_read else lines[row.line]))
        for row in signs.rows(field, near)
    ]
    if not rows:
        return None
    shares, none_share = _share(rows, none)
    solid = max(shares, key=shares.__getitem__)
    if own is None:
        return _first(rows, solid, shares[solid]) if shares[solid] >= LEAST[field] else None
    if none_share >= OVER:
        return None
    if solid == _solid(own.value) or shares[solid] < OVER:
        return own
    return _first(rows, solid, shares[solid])


def _share(rows: Iterable[tuple[Row, float]], none: float) -> tuple[dict[str, float], float]:
    """The share of each value, without what stands between names, and of there being none."""
    scored = [(_solid(row.value), score) for row, score in rows]
    highest = max(none, *(score for _, score in scored))
    shares: defaultdict[str, float] = defaultdict(float)
    for solid, score in scored:
        shares[solid] += exp(score - highest)
    total = sum(shares.values()) + exp(none - highest)
    return {solid: each / total for solid, each in shares.items()}, exp(none - highest) / total


def _first(rows: Iterable[tuple[Row, float]], solid: str, share: float) -> Chosen:
    """A value where it is likeliest."""
    same = (each for each in rows if _solid(each[0].value) == solid)
    row, _ = max(same, key=lambda each: each[1])
    return Chosen(row.value, row.line, share)


_BETWEEN = str.maketrans("", "", " \u3000\u3001\uff0c,/\uff0f;|&+")


def _solid(value: str) -> str:
    """A value without what stands between names."""
    return value.translate(_BETWEEN)


@cache
def _weights() -> Mapping[str, Weigher]:
    return {field: Weigher(weights) for field, weights in read_named("facts.json").items()}
