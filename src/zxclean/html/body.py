"""Which lines of a page are its article, by the tree: prose, links, names of elements, place."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from zxclean.html import hints
from zxclean.html.forms import keep_forms
from zxclean.html.hints import names
from zxclean.html.lines import Box, Line, Page, is_linked
from zxclean.html.verse import BELOW_TITLE, TITLE_REACH, find_verse

SENTENCE = 12
"""Fewest code points outside links of a line that counts as prose."""

PARAGRAPH = 600
"""Most code points of one line that count, so that one long line is not the article for itself."""

SHARE = 0.7
"""Least share of the prose around it that an element must hold to be looked into further."""

WRAPPER = 0.5
"""An element with this share of the prose is no sidebar or comment list, whatever its name."""

ALL_COMMENTS = 0.9
"""An element named for comments with this share of the prose holds the page's own text, where no
title tells."""

LEAD = 30
"""Least weight of a line before the article's element that is its lead."""

TITLED = 2.0
"""How many times more the prose next below the title counts."""

PARTING = 3
"""More lines of links or named furniture than these part an article from what is not of it."""

LEAD_LINES = 6
LEAD_LEVELS = 2
"""How many lines, and levels of the tree, above the article its lead is looked for."""

MAIN = 0.15
"""Share of the prose of the element with most of it that another needs to be one of the main."""

MOST_BELOW = 100
"""Least weight of the prose below a title (code points) for which the names of elements are doubted."""

LEAST = 30
"""Least weight of prose (code points) in an article; below it nothing is judged."""

_CLAUSE = re.compile("[\uff0c\u3002\uff01\uff1f\uff1b\u3001,!?;]")
_STOP = re.compile("[\u3002\uff01\uff1f\u2026!?]")
_LEAVES = names("p li h1 h2 h3 h4 h5 h6 blockquote dd dt td th tr figcaption pre")
_PARAGRAPHS = names("p h1 h2 h3 h4 h5 h6 blockquote figcaption pre")


@dataclass(frozen=True, slots=True)
class Body:
    """The article of a page: its box, and for every line whether it is part of it.

    `first` and `last` are the lines of prose at its edges, `prose` the main ones.
    """

    box: int
    first: int
    last: int
    prose: Sequence[int]
    kept: Sequence[bool]
    inside: Sequence[bool]
    hinted: Sequence[int]


def find_body(page: Page, titles: Sequence[int] = ()) -> Body | None:
    """The article of a page, or `None` where there is too little prose to tell.

    `titles` are the lines that may be the article's title; prose next below one counts more. Where
    nothing would stay by the names of elements, or nothing below a title, these say nothing.
    """
    body = _find_body(page, titles, True)
    if body is None:
        return None
    weights = [_weight(line) for line in page.lines]
    holder_of = _holders(page.boxes, page.lines)
    below = _below_titles(page.lines, weights, holder_of, titles)
    own = [k for k, weight in enumerate(weights) if weight and holder_of[k] in below]
    kept = [k for k, weight in enumerate(weights) if weight and body.kept[k]]
    if kept and (any(body.kept[k] for k in own) or sum(weights[k] for k in own) < MOST_BELOW):
        return body
    other = _find_body(page, titles, False)
    if other is None or not kept or any(other.kept[k] for k in own):
        return other or body
    return body


def _find_body(page: Page, titles: Sequence[int], named: bool) -> Body | None:
    lines, boxes = page.lines, page.boxes
    weights = [_weight(line) for line in lines]
    if not boxes:
        return None
    holder_of = _holders(boxes, lines)
    bare = _totals(boxes, lines, weights)[0] < LEAST
    for k in find_verse(page, weights, holder_of, titles, bare):
        weights[k] = float(max(len(lines[k].text), BELOW_TITLE))
    plain = _totals(boxes, lines, weights)
    if plain[0] < LEAST:
        return None
    inherited = _inherit(boxes, plain, _below_titles(lines, weights, holder_of, titles))
    if not named:
        inherited = [0] * len(boxes)
    judged = [w * _trust(inherited[line.box]) for w, line in zip(weights, lines, strict=True)]
    trusted = _below_titles(lines, judged, holder_of, titles)
    judged = [w * (1 + TITLED * (holder_of[k] in trusted)) for k, w in enumerate(judged)]
    totals = _totals(boxes, lines, judged)
    box = _descend(boxes, totals, _counts(boxes, lines, judged))
    inside = _mark_inside(boxes, box)
    within = [inside[line.box] for line in lines]
    prose = [k for k, w in enumerate(judged) if within[k] and w >= SENTENCE / 2]
    if not prose:
        return None
    hinted = [_furniture(inherited[line.box]) for line in lines]
    holders = _main_holders(holder_of, judged, prose, trusted)
    weighty = [k for k in prose if holder_of[k] in holders]
    main = _connected(lines, weighty, judged, holder_of, hinted, trusted)
    holders = {holder_of[k] for k in main}
    first, last = main[0], main[-1]
    first = _reach_up(page, box, first, judged, hinted)
    kept = []
    for k, line in enumerate(lines):
        keep = (within[k] or first <= k < main[0]) and not hinted[k]
        if keep and not (first <= k <= last and judged[k] >= SENTENCE / 2):
            keep = not is_linked(line) and (
                first <= k <= last or (holder_of[k] in holders and _is_near(boxes, line, holders))
            )
        kept.append(keep)
    keep_forms(page, kept, judged, hinted)
    return Body(box, first, last, main, kept, within, hinted)


def _below_titles(
    lines: Sequence[Line],
    judged: Sequence[float],
    holder_of: Sequence[int],
    titles: Sequence[int],
) -> set[int]:
    """The elements that hold the first prose below what may be the title."""
    found: set[int] = set()
    for title in titles:
        solid = 0
        for k in range(title + 1, len(lines)):
            if judged[k] >= BELOW_TITLE:
                found.add(holder_of[k])
            solid += bool(lines[k].text)
            if judged[k] >= BELOW_TITLE or solid == TITLE_REACH:
                break
    return found


def _main_holders(
    holder_of: Sequence[int], judged: Sequence[float], prose: Sequence[int], trusted: Set[int]
) -> set[int]:
    """The elements that hold much of the article's prose, or the first below its title."""
    sizes: dict[int, float] = {}
    for k in prose:
        sizes[holder_of[k]] = sizes.get(holder_of[k], 0.0) + judged[k]
    most = max(sizes.values())
    return {h for h, size in sizes.items() if size >= MAIN * most or h in trusted}


def _connected(
    lines: Sequence[Line],
    main: Sequence[int],
    judged: Sequence[float],
    holder_of: Sequence[int],
    hinted: Sequence[int],
    trusted: Set[int],
) -> Sequence[int]:
    """The prose of one element, and of others that no list of links parts from it.

    That element is the weightiest of those below the title, if there are any, else of all.
    """
    sizes: dict[int, float] = {}
    for k in main:
        sizes[holder_of[k]] = sizes.get(holder_of[k], 0.0) + judged[k]
    anchor = max(sizes.keys() & trusted or sizes, key=lambda holder: sizes[holder])
    groups: list[list[int]] = [[main[0]]]
    for before, k in pairwise(main):
        parting = (is_linked(lines[j]) or bool(hinted[j]) for j in range(before + 1, k))
        if holder_of[before] != holder_of[k] and sum(parting) > PARTING:
            groups.append([])
        groups[-1].append(k)
    own = [g for g, group in enumerate(groups) if any(holder_of[k] == anchor for k in group)]
    return [k for group in groups[own[0] : own[-1] + 1] for k in group]


def _reach_up(
    page: Page, box: int, first: int, judged: Sequence[float], hinted: Sequence[int]
) -> int:
    """The first line of the article: a lead may stand in an element before its own."""
    near = {box}
    for _ in range(LEAD_LEVELS):
        near.add(page.boxes[min(near)].parent)
    for k in range(first - 1, max(-1, first - 1 - LEAD_LINES), -1):
        line = page.lines[k]
        if not line.text:
            continue
        if hinted[k] or is_linked(line) or page.boxes[line.box].tag == "h1":
            break
        parent = page.boxes[line.box].parent
        if judged[k] >= LEAD and (line.box in near or parent in near):
            first = k
    return first


def _weight(line: Line) -> float:
    own = len(line.text) - line.linked
    if own < SENTENCE or 2 * line.linked > len(line.text):
        return 0.0
    clauses = len(_CLAUSE.findall(line.text, 0, PARAGRAPH))
    if not clauses:
        return 0.0
    size = min(own, PARAGRAPH)
    return float(size) if clauses > 1 or _STOP.search(line.text) else 0.5 * size


def _totals(boxes: Sequence[Box], lines: Sequence[Line], weights: Sequence[float]) -> list[float]:
    """Weight of the lines in every box, those in boxes within it too."""
    totals = [0.0] * len(boxes)
    for line, weight in zip(lines, weights, strict=True):
        totals[line.box] += weight
    for k in range(len(boxes) - 1, 0, -1):
        totals[boxes[k].parent] += totals[k]
    return totals


def _counts(boxes: Sequence[Box], lines: Sequence[Line], weights: Sequence[float]) -> list[float]:
    return _totals(boxes, lines, [float(w > 0) for w in weights])


def _inherit(boxes: Sequence[Box], totals: Sequence[float], titled: Set[int]) -> list[int]:
    """Hints of every box and those around it.

    Wrappers of the page's prose give none. Comments may be most of it, if the prose below the
    title, in the boxes `titled`, is not in them.
    """
    found: list[int] = []
    holding = set(titled)
    for k in sorted(titled, reverse=True):
        while boxes[k].parent >= 0 and boxes[k].parent not in holding:
            k = boxes[k].parent
            holding.add(k)
    for k, box in enumerate(boxes):
        own = box.hints
        if totals[k] >= WRAPPER * totals[0]:
            own &= hints.COMMENTS | ~hints.FURNITURE
            if k in holding or (not titled and totals[k] >= ALL_COMMENTS * totals[0]):
                own &= ~hints.COMMENTS
        found.append(own | (found[box.parent] if box.parent >= 0 else 0))
    return found


def _furniture(flags: int) -> int:
    return flags & hints.FURNITURE


def _trust(flags: int) -> float:
    return 0.15 if flags & hints.FURNITURE else 1.0


def _descend(boxes: Sequence[Box], totals: Sequence[float], counts: Sequence[float]) -> int:
    """The innermost element that holds most of the prose in more than one line."""
    best = [-1] * len(boxes)
    for k in range(1, len(boxes)):
        parent = boxes[k].parent
        if best[parent] < 0 or totals[k] > totals[best[parent]]:
            best[parent] = k
    box = 0
    while best[box] >= 0:
        child = best[box]
        if totals[child] < SHARE * totals[box] or boxes[child].tag in _LEAVES:
            break
        if counts[child] < 2 <= counts[box]:
            break
        box = child
    return box


def _mark_inside(boxes: Sequence[Box], box: int) -> list[bool]:
    inside = [False] * len(boxes)
    inside[box] = True
    for k in range(box + 1, len(boxes)):
        inside[k] = inside[boxes[k].parent]
    return inside


def _is_near(boxes: Sequence[Box], line: Line, holders: Set[int]) -> bool:
    """Whether a line at the edge stands in an element with the article's paragraphs.

    It may have an element of its own there, but not one within another: so stand single
    lines of the tools, lists and comments that follow.
    """
    box = line.box
    if boxes[box].tag in _PARAGRAPHS and box not in holders:
        box = boxes[box].parent
    return box in holders or (
        boxes[line.box].tag not in _PARAGRAPHS and boxes[box].parent in holders
    )


def _holders(boxes: Sequence[Box], lines: Sequence[Line]) -> list[int]:
    """For every line the element that holds it and others: the first around it with two lines."""
    counts = _totals(boxes, lines, [float(bool(line.text)) for line in lines])
    holders = list(range(len(boxes)))
    for k, box in enumerate(boxes):
        if box.parent >= 0 and (counts[k] < 2 or box.tag in _PARAGRAPHS):
            holders[k] = holders[box.parent]
    return [holders[line.box] for line in lines]
