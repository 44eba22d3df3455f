"""Finds the headline over a line that points up to it: a credit line, a byline.

The candidates beside such a line are weighed by their shape, their distance and the words they share
with the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.dates import is_partial_date
from zxclean.steps.furniture import Page
from zxclean.steps.head_credits import DECK
from zxclean.steps.head_lines import (
    CHAIN,
    PROSE,
    SUBTITLE,
    credits_of,
    is_prose,
    is_small,
    line_text,
    without_bullet,
)
from zxclean.steps.headline_overlap import find_pairs, measure_overlap, measure_repetition
from zxclean.steps.headline_score import (
    ABOVE,
    BEHIND,
    ENOUGH,
    UNDER,
    best_line,
    breadcrumb_above,
    is_column,
    is_next,
)
from zxclean.steps.headline_shape import framed_shape, headline_shape, is_worded, line_shape
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import is_outlet
from zxclean.structure.credits import are_people, find_listed_people, is_caption, is_person
from zxclean.structure.page_title import TITLE_SHARE
from zxclean.structure.workplaces import is_school_of, is_signed_unit

MENU, MENU_WORD = 3, 6
"""So many lines of so few code points are a menu, if one of them is a button or two."""

NEAREST = 1.0
"""What it is worth to be the nearest to the credits, where other headlines above have a day too."""

IN_LIST = 0.5
"""What a headline loses for each nearer one but the first: more than two are a list."""

OVER_MENU = 0.5
"""What each word of a menu between a name and the credits takes from the name: it is the site's."""

ALONE = 2.0
"""What it is worth to be all that stands over a credit line: short headlines that look like a
person's name and more have -3 for themselves."""

_BOXED_BEHIND = re.compile(r"[(\[【][\u4e00-\u9fff]{1,4}[)\]】]$")
"""What a headline has behind it for its kind: `[组图]`."""

FRAMED = 40
"""Longest headline (code points) with a full stop, between the breadcrumb and the credits."""


def find_over_credits(page: Page, credit: int, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline that a credit line stands under, and its own place in the line."""
    if not _prose_follows(page, credit):
        return _find_below_prose(page, credit)
    found: list[tuple[float, int]] = []
    between = menu = above = 0
    listed = False
    over = breadcrumb_above(crumbs, credit)
    seen = 0
    for k in islice(_without_card(page, credit - 1), 2 * ABOVE):
        text = page.text(k)
        seen += k not in page.chosen
        if k == over or seen > ABOVE:
            break
        if k in page.chosen:
            if found and page.chosen[k].rule.tag == "dated":
                listed = True
                break
            continue
        if is_prose(text) and over >= 0 and k == credit - 1 and is_next(page, over, k):
            shape = headline_shape(text.rstrip("。")) if len(text) <= FRAMED else None
            return (k, credit) if shape is not None and shape > 0 else None
        if is_prose(text):
            if between > BEHIND or not (is_caption(text) or _is_deck(page, k, credit)):
                break
            between += 1  # a deck
            continue
        text = without_bullet(text)
        if CHAIN.fullmatch(text):
            found = [(score + UNDER * (j == k + 1), j) for score, j in found]
            break
        if SUBTITLE.match(text):
            continue
        if is_worded(page, k):
            menu += 1
            continue
        shape = headline_shape(text)
        if shape is None and not found and over >= 0 and is_next(page, over, k):
            shape = framed_shape(text)
        if shape is None:
            if found and _is_dated(page, k):
                listed = True  # of another headline in a list
                break
            menu += is_noise(text)
            above += bool(found) and is_noise(text)
            if above > 1 or (menu > MENU and not found):
                break  # the menu over the headline, or one over the credits
            if not is_small(text):
                between += 1
            continue
        if is_column(page, text, over) and (
            found or not page.text(over).endswith(text) or not measure_overlap(page, text, credit)
        ):
            continue
        # A sub-headline may stand between: it is part of the same block.
        score = shape + (2 if between == 0 else 1.5 if between == len(found) else 1)
        score -= IN_LIST * max(0, len(found) - 1)
        score -= OVER_MENU * min(menu, 3) if shape < 0 else 0
        score += UNDER if over >= 0 and is_next(page, over, k) else 0
        score += measure_repetition(page, k, text)
        same = next((known for known, j in found if line_text(page, j) == text), score)
        found.append((max(score, same), k))
        between += 1
        if between > 4:
            break
    alone = len(found) == 1 and between == 1
    if alone and (len(only := line_text(page, found[0][1])) <= 5 or only[-1] == "!"):
        alone = measure_overlap(page, only, credit) > 0
    if alone and next(page.staying(found[0][1] - 1, -1), None) is None:
        # The first line of all that stay, and the only one over the credits.
        found = [(found[0][0] + ALONE, found[0][1])]
    if listed:
        found[0] = found[0][0] + NEAREST, found[0][1]
    best = best_line(page, found, credit)
    return (best, credit) if best is not None else None


def _without_card(page: Page, k: int) -> Iterator[int]:
    """The lines from `k` upwards, without the card of a poster."""
    while k >= 0:
        if k not in page.chosen or page.chosen[k].rule.id != "chrome.poster_card":
            yield k
        k -= 1


def _find_below_prose(page: Page, credit: int) -> tuple[int, int] | None:
    """The headline right above the credits, of a picture whose caption is all the prose there is."""
    k = credit - 1
    if k < 1 or k in page.chosen or page.tail - page.head != 1 or k != page.tail:
        return None
    text = line_text(page, k)
    shape = line_shape(page, k)
    if shape is None or shape < ENOUGH or SUBTITLE.match(text):
        return None
    own = _BOXED_BEHIND.sub("", text)
    pairs = find_pairs(own)
    caption = page.text(page.head)
    told = sum(pair in caption for pair in pairs) >= TITLE_SHARE * len(pairs)
    facts = page.chosen[credit].facts if credit in page.chosen else ()
    states = {field for field, _ in facts} >= {"source", "published_at"}
    return (k, credit) if told and states else None


def _is_dated(page: Page, k: int) -> bool:
    """Whether a line is a day or an hour and perhaps names."""
    text = page.text(k)
    if is_partial_date(text):
        return True
    found = credits_of(page, k)
    return found is not None and found.dated


def _is_deck(page: Page, k: int, credit: int) -> bool:
    """Whether the first sentence of a page stands right under a headline, and that under a menu or
    with the hour and a name right below."""
    if not 0 < k == page.head or len(page.text(k)) > DECK:
        return False
    title = headline_shape(line_text(page, k - 1))
    if title is None or title <= 0:
        return False
    found = credits_of(page, credit) if credit == k + 1 else None
    if found is not None and len(found.facts) > 1 and "T" in str(found.facts[0][1]):
        return True
    menu = [page.text(j) for j in range(max(0, k - 1 - MENU), k - 1)]
    return len(menu) == MENU and all(len(text) <= MENU_WORD for text in menu)


def above_prose(page: Page) -> Iterator[int]:
    """The lines over the prose where its headline may be, the nearest first."""
    return islice(page.staying(page.head - 1, -1), ABOVE)


def find_over_byline(page: Page, crumbs: list[int]) -> tuple[int, int] | None:
    """The headline over a line of names without a day."""
    for k in above_prose(page):
        listed = bool(find_listed_people(page.text(k)))
        if is_prose(page.text(k)) and not listed:
            continue
        found = credits_of(page, k)
        alone = k == page.head - 1 and (is_person(page.text(k)) or are_people(page.text(k)))
        if (
            is_signed_unit(page.text(k))
            or listed
            or (alone and 2 * len(page.text(page.head)) > PROSE)
            or (found is not None and found.strength and _tells_origin(found.facts))
        ):
            title = find_over_credits(page, k, crumbs)
            if title is None or k - title[0] > BEHIND:
                continue
            if not is_school_of(page.text(title[0]), page.text(k)):
                return title
    return None


def _tells_origin(facts: Facts) -> bool:
    """Whether the author is a person, for in a conversation `记者:` stands before what is asked, or
    an outlet is named."""
    return any(
        (name == "author" and all(map(is_person, re.split(r"[\s\u3001]+", str(value)))))
        or (name == "source" and is_outlet(str(value)))
        for name, value in facts
    )


def _prose_follows(page: Page, k: int) -> bool:
    return k < page.tail - 1 or page.tail == len(page)
