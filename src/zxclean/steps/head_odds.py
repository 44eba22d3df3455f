"""What each line above the prose most likely is, all that can be seen of it weighed at once.

The other modules find the headline and what the page prints beside it by one sure sign. Where there
is none, or the sign misleads, many weak ones decide: length, marks, words of furniture, what the
article says too, the neighbours. For the headline their weights are those of a conditional logit model
(one choice among the lines of a page and none of them), for furniture of a logistic regression, both
made by `scripts/build_head_odds.py`.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from zxclean.literals import furniture_words
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import CHAIN, SUBTITLE, credits_of, is_menu
from zxclean.steps.headline_overlap import find_pairs, measure_overlap
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import is_outlet, is_press
from zxclean.structure.credits import is_byline, is_document_number, is_person
from zxclean.structure.page_title import TITLE_SHARE
from zxclean.structure.title_lines import ITEM

REGION = 24
"""So many lines above the prose may be the headline."""

LONGEST = 90
"""Longest line (code points) that may be one."""

OPENING = 800
"""So much of the article (code points) tells which words it shares with a line."""

WITHIN = 6
"""Fewest code points of a line that another one has whole."""

ALIKE = 0.6
"""Share of a line's pairs of characters that makes another one like it."""

SURE = 0.9
"""Probability from which the likeliest line is a title though no sign tells."""

HEADING = 12
"""A line up to so many code points right above the prose may be the heading of its first part."""

CELLS = 3
"""So many lines with a bar at an end are a table of the article."""

FURNITURE = 1.1
"""Log odds from which a line is taken for furniture: probability 0.75. On sets it has not seen that is
two in three of the lines of furniture above the prose, and of 870 of the article 10 beside a table."""

UNLIKELY, LIKELY = 0.05, 0.4
"""Probability below which a line is not the headline whatever told it, and that of another one from
which it is. On 92 titled pages of two sets that neither the other modules nor the weights had seen
the right titles rose from 69 to 72 with these values, and no right one went."""

_DAY = re.compile(r"(?:19|20)\d\d ?[-/.\u5e74] ?\d{1,2}|\d{1,2}:\d\d|\d{1,2}\u6708\d{1,2}\u65e5")
_FIELD = re.compile(
    r"(?:来源|作者|记者|编辑|发布|责编|浏览|点击|阅读|时间|日期|字号|字体)[\u4e00-\u9fff]{0,2}\s?[:(\[]"
    r"|(?:发布|发表|编辑)于|^(?:来源|作者|记者|编辑|责编|浏览|点击|阅读)\s|\d\s?(?:次|人)?(?:浏览|点击|阅读)"
)
_ADDRESS = re.compile(r"https?:|www\.|@|\.com|\.cn|\.net|\.org")
_VALUE = re.compile(r":\s*\S*[\d@]")
"""A field with a figure or an address: particulars of a notice stand above its text."""

_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile("[\u4e00-\u9fffA-Za-z]+")

_SIZES = (
    (5, "size_4"),
    (8, "size_7"),
    (12, "size_11"),
    (20, "size_19"),
    (33, "size_32"),
    (45, "size_44"),
)


class TitleOdds(NamedTuple):
    """The likeliest line and its probability, and the probability of every line that may be one.

    What is missing to 1 is the probability that none of them is the headline. `told` is the share
    of each line's pairs of characters that the article has too.
    """

    best: int
    chance: float
    lines: dict[int, float]
    told: dict[int, float]

    def speak_against(self, k: int) -> bool:
        """Whether line `k` is not the headline, but the likeliest one is.

        Not if the article has more of the words of line `k`.
        """
        if self.lines.get(k, 1.0) >= UNLIKELY or self.chance < LIKELY:
            return False
        return self.told[self.best] >= self.told[k]


def weigh_titles(page: Page) -> TitleOdds | None:
    """The odds of the lines above the prose, `None` if there are none.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("登录 注册\\n江城晚报\\n渡口改建完成\\n石佳\\n渡口改建昨天完成,全长三公里的步道向市民开放。"))
    >>> _ = page.find_edges()
    >>> odds = weigh_titles(page)
    >>> odds is not None and page.text(odds.best)
    '渡口改建完成'
    """
    region = find_region(page)
    if not region:
        return None
    known, found = weights("title"), find_signs(page, region)
    scores = [sum(known.get(name, 0.0) * value for name, value in signs.items()) for signs in found]
    top = max(0.0, *scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts) + math.exp(-top)
    lines = {k: part / total for k, part in zip(region, parts, strict=True)}
    best = max(region, key=lines.__getitem__)
    told = {k: signs["told"] for k, signs in zip(region, found, strict=True)}
    return TitleOdds(best, lines[best], lines, told)


def choose_title(page: Page, found: tuple[int, int]) -> tuple[int, int]:
    """The headline that a sign told, unless all signs together speak for another line.

    `found` is its line and that of the credits it was found by. A line whose words the article has
    too is not asked about.
    """
    k = found[0]
    if not 0 < page.head < len(page) or measure_overlap(page, page.text(k), k) > 0:
        return found
    odds = weigh_titles(page)
    return (odds.best, 0) if odds is not None and odds.speak_against(k) else found


def find_region(page: Page) -> list[int]:
    """The lines above the prose that may be the headline, from the top."""
    above = islice(page.staying(page.head - 1, -1), REGION)
    return [k for k in above if 2 <= len(page.text(k)) <= LONGEST][::-1]


def find_furniture(page: Page, title: int) -> dict[int, float]:
    """Lines above the prose that are most likely furniture, with the probability, on a page that has some.

    `title` is the headline's line or -1, if none is known.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("选择收藏夹\n渡口改建完成\n分享工具 微博\n渡口改建昨天完成,全长三公里的步道向市民开放。"))
    >>> _ = page.find_edges()
    >>> [page.text(k) for k in find_furniture(page, 1)]
    ['选择收藏夹', '分享工具 微博']
    """
    region = find_region(page)
    cells = [k for k in region if "|" in (page.text(k)[0], page.text(k)[-1])]
    asked = [k for k in region if k != title and (len(cells) < CELLS or k not in cells)]
    if not asked:
        return {}
    if title < 0:
        odds = weigh_titles(page)
        if odds is None or odds.chance < SURE:
            return {}
        title = odds.best
    weighed = weights("furniture")
    found: dict[int, float] = {}
    for k, signs in zip(region, find_signs(page, region), strict=True):
        text = page.text(k)
        if k not in asked or k == title or signs["told"] >= TITLE_SHARE or _is_own(text):
            continue
        if k + 1 == page.head and k > title and len(text) <= HEADING:
            continue
        placed = signs | signs_of_place(k, title)
        score = sum(weighed.get(name, 0.0) * value for name, value in placed.items())
        if score > FURNITURE:
            found[k] = 1 / (1 + math.exp(-score))
    return found


def _is_own(text: str) -> bool:
    """Whether a line may state something of the article, whatever it looks like."""
    return (
        not _HAN.search(text)
        or is_byline(text)
        or is_document_number(text)
        or ITEM.match(text) is not None
        or _VALUE.search(text) is not None
    )


def signs_of_place(k: int, title: int) -> dict[str, float]:
    """Where a line stands to the headline; -1 is none."""
    if title < 0:
        return {"untitled": 1.0}
    return {
        "over": float(k < title),
        "under": float(k > title),
        "beside": float(abs(k - title) == 1),
    }


@cache
def weights(model: str) -> dict[str, float]:
    """The weight of each sign in one of the models of `data/head_odds.toml`."""
    text = files("zxclean.data").joinpath("head_odds.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)[model].items()}


@cache
def _own_words() -> frozenset[str]:
    """The pairs of characters of the words that pages use of themselves."""
    return frozenset(pair for word in furniture_words() for pair in find_pairs(word))


def find_signs(page: Page, region: Sequence[int]) -> list[dict[str, float]]:
    """What can be seen of each line of `region` and around it, by the names of the weights."""
    opening = page.folded[page.line_starts[page.head] :][:OPENING] if page.head < len(page) else ""
    told, ours = find_pairs(opening), _own_words()
    texts = [page.text(k) for k in region]
    pairs = [find_pairs(text) for text in texts]
    shares = [len(own & told) / len(own) if own else 0.0 for own in pairs]
    most = max(shares)
    found: list[dict[str, float]] = []
    looks: dict[int, _Look] = {}
    for n, (k, text) in enumerate(zip(region, texts, strict=True)):
        signs = _own_signs(text)
        signs["told"] = shares[n]
        signs["page_words"] = len(pairs[n] & ours) / max(1, len(pairs[n]))
        signs["told_most"] = float(shares[n] == most > 0)
        signs["told_less"] = most - shares[n]
        signs |= _signs_of_others(n, texts, pairs)
        signs |= _signs_around(page, k, looks)
        signs["first"] = float(n == 0 and k == 0)
        signs["depth"] = min(page.head - k, 20) / 20
        found.append(signs)
    return found


def _own_signs(text: str) -> dict[str, float]:
    """What a line tells by itself."""
    size = len(text)
    words = _WORD.findall(text)
    letters = max(1, sum(map(len, words)))
    buttons = furniture_words()
    signs = {
        "any": 1.0,
        next((name for most, name in _SIZES if size < most), "size_more"): 1.0,
        "han": len(_HAN.findall(text)) / size,
        "digits": sum(map(str.isdigit, text)) / size,
        "commas": min(3, text.count(",")) / 3,
        "pauses": min(3, text.count("\u3001")) / 3,
        "spaces": min(4, text.count(" ")) / 4,
        "solid": float(" " not in text),
        "stop": float("\u3002" in text),
        "open_end": float(text[-1] in "\u3002;,:\u3001"),
        "cried": float(text[-1] in "!?"),
        "colon": float(":" in text[1:-1]),
        "bar": float("|" in text or ">" in text),
        "dashed": float(text[0] in "\u2014-\u2013"),
        "bullet": float(text[0] in "\u2022\u00b7\u25a0\u25c6\u25aa*#"),
        "bracket": float(text[0] in "([\u3010\u3014"),
        "day": float(_DAY.search(text) is not None),
        "field": float(_FIELD.search(text) is not None),
        "address": float(_ADDRESS.search(text) is not None),
        "buttons": sum(len(word) for word in words if word in buttons) / letters,
        "noise": float(is_noise(text)),
        "menu": float(is_menu(text)),
        "chain": float(CHAIN.fullmatch(text) is not None),
        "press": float(is_press(text) or is_outlet(text)),
        "person": float(is_person(text) or is_byline(text)),
        "subtitle": float(SUBTITLE.match(text) is not None),
    }
    shape = headline_shape(text)
    signs["shapeless"] = float(shape is None)
    if shape is not None:
        signs["shape"] = shape
        signs["shaped"] = float(shape >= 0)
    return signs


def _signs_of_others(n: int, texts: Sequence[str], pairs: Sequence[set[str]]) -> dict[str, float]:
    """What the other lines above the prose tell: the same again, or within them."""
    text, own = texts[n], pairs[n]
    signs: dict[str, float] = {}
    for m, other in enumerate(texts):
        if m == n:
            continue
        if other == text:
            signs["again"] = 1.0
        elif text in other:
            signs["within" if len(text) >= WITHIN else "within_short"] = 1.0
        elif own and pairs[m] and len(own & pairs[m]) >= ALIKE * len(own):
            signs["alike"] = 1.0
    return signs


class _Look(NamedTuple):
    """What a line is for the lines next to it."""

    text: str
    noise: bool
    field: bool
    person: bool
    credits: bool


def _look(page: Page, k: int) -> _Look:
    text = page.text(k)
    short = len(text) < LONGEST
    return _Look(
        text,
        short and (is_noise(text) or is_menu(text)),
        short and _states(text),
        short and (is_person(text) or is_byline(text)),
        credits_of(page, k) is not None,
    )


def _states(text: str) -> bool:
    return _DAY.search(text) is not None or _FIELD.search(text) is not None


def _signs_around(page: Page, k: int, looks: dict[int, _Look]) -> dict[str, float]:
    """What the lines next to a line tell, those that go out too."""
    starts, ends = page.line_starts, page.line_ends
    signs = {
        "space_above": float(k > 0 and starts[k] - ends[k - 1] > 1),
        "space_below": float(k + 1 < len(page) and starts[k + 1] - ends[k] > 1),
    }
    for j in (k - 1, k + 1, k + 2, k + 3):
        if j >= 0 and j not in looks and j <= page.head and j < len(page):
            looks[j] = _look(page, j)
    for below in range(1, 4):
        look = looks.get(k + below)
        if look is None:
            break
        if look.credits:
            signs[f"credits_{below}"] = 1.0
        elif below < 3 and look.person:
            signs[f"person_{below}"] = 1.0
        if look.field:
            signs[f"field_{below}"] = 1.0
        if below == 1:
            signs["dash_below"] = float(look.text[0] in "\u2014-")
            signs["noise_below"] = float(look.noise)
            signs["long_below"] = min(len(look.text), 100) / 100
    if k:
        look = looks[k - 1]
        chain = ">" in look.text or CHAIN.fullmatch(look.text) is not None
        signs["chain_above"] = float(chain)
        signs["noise_above"] = float(look.noise)
        signs["long_above"] = min(len(look.text), 60) / 60
        signs["field_above"] = float(look.field)
    return signs
