"""Where a page's article stands: what goes above it, below it and in its midst.

The article is one stretch of lines. Of all ways to cut a page in three, the one is taken whose
outer parts hold the most evidence of furniture after their prose is taken off: two running sums and
a running maximum, so linear. What remains of furniture inside is taken out run by run.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.structure.cut_marks import breaks_off, find_marks_of_cuts, marks_own_pages
from zxclean.structure.edges import masthead, rest_of_menu, trim_tags
from zxclean.structure.evidence import ABOVE_BULLET, CONTROL, LEAST, SENTENCE, SOLID, Evidence
from zxclean.structure.inside import find_runs_inside
from zxclean.structure.likely import PARAGRAPH, are_furniture, is_page
from zxclean.structure.page_title import TITLE_PAIRS, find_stated_title, find_title, has_title
from zxclean.structure.several import has_others, part_articles, solid_lines

KNOWN = 2.0
"""Least evidence below the article if there is furniture above it, or other steps have found facts:
one button."""

OTHERS = 0.4
"""What prose is worth behind a heading over other pages or comments: teasers and comments have
sentences too. From 0.4 to 0.7 the F1 of the 71 documents is the same within 0.004."""

UNTOLD = 1.5
"""What a sentence weighs that a cut would take though no such heading stands between. From 1 to 2
the F1 of the 71 documents is the same within 0.002; with 1 a bar of buttons in the midst of a short
article is the end of it."""

FAINT_MOST = 0.5
"""Most evidence on a line that may be a paragraph without marks. Of the 114 tuned documents none
loses as many of them as it keeps of prose."""

OTHERS_MOST = 700
"""More headings do not count: the powers stay above the least floating-point number."""

HEADING_ABOVE = -2.0
"""A heading over other pages stands below an article, not above it."""

FACT_REACH = 8
"""So many lines below the cut a line with facts stays for the step that reads it."""

PARTED = 3.0
"""Evidence of furniture taken out, two lines of it, behind which a mark of a cut is a button: the
article is over where its editor and its source stand."""

Place = Literal["above", "below", "between"]


class Stretch(NamedTuple):
    """Lines `first` to `last` that are furniture; `signs` of them have evidence of their own."""

    first: int
    last: int
    place: Place
    signs: int
    evidence: float


class Article(NamedTuple):
    """One article of a page and the furniture around it.

    Of the lines of `page`, which begins with line `first` of the text, the article takes those from
    `start` to the one before `end`; `spoken` is its first sentence, `title` the line of its title,
    which may stand above `start`, and `stated` that of the title another step has found, or -1.
    """

    page: Evidence
    first: int
    title: int
    stated: int
    start: int
    spoken: int
    end: int


def find_articles(page: Evidence, known: bool = False) -> list[Article]:
    """The articles of a page in order: mostly one, none of a page without prose.

    `known` says that other steps have found facts of a page, or furniture.
    """
    cut = _find_article(page, known)
    if cut is None:
        return []
    if not has_others(page, *cut):
        return [_bound(page, 0, cut, known)]
    parts = ((first, page.part(first, behind)) for first, behind in part_articles(page))
    cuts = ((first, part, _find_article(part, known)) for first, part in parts)
    return [_bound(part, first, cut, known) for first, part, cut in cuts if cut is not None]


def find_furniture(page: Evidence, known: bool = False) -> list[Stretch]:
    """The stretches of furniture of a page, in order; none of a page without prose.

    `known`, as above: then single controls between the title and the text go too. What ends one
    article and begins the next is one stretch.
    """
    found: list[Stretch] = []
    for article in find_articles(page, known):
        for each in _around(article, known):
            stretch = each._replace(
                first=article.first + each.first, last=article.first + each.last
            )
            if found and found[-1].last == stretch.first - 1:
                last = found.pop()
                signs, evidence = last.signs + stretch.signs, last.evidence + stretch.evidence
                stretch = Stretch(last.first, stretch.last, "between", signs, evidence)
            found.append(stretch)
    return found


def _bound(page: Evidence, first: int, cut: tuple[int, int], known: bool) -> Article:
    """The article inside lines `cut`, or around them where more of its text stands outside."""
    text = _unmarked_text(page, *cut)
    if text is not None:
        prose = page.prose + (SENTENCE + SOLID) * text
        page = msgspec.structs.replace(page, prose=prose, section=page.section | text)
        cut = _find_article(page, known) or cut
    start, end = cut
    spoken = _first_sentence(page.prose, start, end)
    stated = find_stated_title(page.lines, spoken)
    title = stated
    if stated < 0:
        title = find_title(page, start, spoken, end) if start else 0
    if stated < 0 and title == start and not has_title(page, start, spoken, end, TITLE_PAIRS):
        # No title stands at the cut: short lines below the last button may be the article's own.
        known_menu = (page.furniture[:start] > 0) | (page.above[:start] >= ABOVE_BULLET)
        start = title = int(known_menu.nonzero()[0].max(initial=-1)) + 1
    return Article(page, first, title, stated, start, spoken, end)


def _around(article: Article, known: bool) -> list[Stretch]:
    """The furniture outside an article, and in its midst."""
    page, _, title, stated, start, spoken, end = article
    count = len(page.furniture)
    gone = np.zeros(count, np.bool_)
    gone[:start] = True
    gone[end:] = True
    if title < start:
        signs = page.furniture[title:start] >= CONTROL
        gone[title:start] = signs & (page.prose[title:start] < SENTENCE)
    if known or gone.any():
        gone[title + 1 : spoken] |= masthead(page, title + 1, spoken)
        for run in find_runs_inside(page, spoken, end):
            gone[run] = True
    if is_page(page.lines.view, gone):
        gone |= are_furniture(page, min(title, start), end)
    gone[title] = False
    if stated > 0:
        gone[:stated] |= page.furniture[:stated] >= CONTROL
        if 0 < start < stated:
            gone[start:stated] |= rest_of_menu(page, start, stated, spoken, end)
    _keep_for_others(page, gone, start, end)
    return _stretches(page, gone, title if title < start else start, end)


def _find_article(page: Evidence, known: bool) -> tuple[int, int] | None:
    """First line of the article and the one behind its last, or `None` if there is no prose."""
    prose = page.prose
    # What stands between two paragraphs ends no article.
    furniture = np.where(page.insert, 0, page.furniture)
    count = len(furniture)
    above = np.where(prose > 0, furniture - UNTOLD * prose, np.maximum(furniture, page.above))
    above[page.heading] = HEADING_ABOVE
    before = np.concatenate(([0.0], above.cumsum()))
    # A cut stands beside a line with evidence, so that lines without stay with the article.
    before[1:][above <= 0] = -np.inf
    spoken = prose.nonzero()[0]
    if not len(spoken):
        return None
    # A headline may have a comma.
    clear = (prose >= SENTENCE).nonzero()[0]
    spoken = clear if len(clear) else spoken
    # Some prose stays between the two cuts.
    before[int(spoken[-1]) + 1 :] = -np.inf
    marks = page.others.cumsum()
    worth = OTHERS ** np.minimum(marks, OTHERS_MOST)
    solid = prose * solid_lines(page)
    light = prose - solid
    behind = np.zeros(count + 1)
    behind[:-1] = _sums_from(furniture + page.gap - solid) - _sums_from(light * worth) / worth
    behind[:-1][page.others] += ((1 - OTHERS) * _sums_from(light * worth) / worth)[page.others]
    told = np.concatenate(([0.0], prose.cumsum()))
    following = np.concatenate((page.others.nonzero()[0], [count])).take(marks - page.others)
    behind[:-1] -= (UNTOLD - 1) * (told[following] - told[:-1])
    behind[:-1][furniture + page.gap < CONTROL] = -np.inf
    behind[: int(spoken[0]) + 1] = -np.inf
    total = np.maximum.accumulate(before) + behind
    end = count - int(np.argmax(total[::-1]))
    start = _find_start(before[: end + 1], furniture, known)
    # Of what is known to be a page one button is enough.
    if behind[end] < (KNOWN if known or start else LEAST):
        end = count
        start = _find_start(before, furniture, known)
    if not prose[start:end].any():
        return None
    first = start + int(np.argmax(prose[start:end] > 0))
    return start, trim_tags(page, first, end) if end < count else end


def _find_start(before: NDArray[np.float64], furniture: NDArray[np.float64], known: bool) -> int:
    """The line before which the evidence is greatest, or the first one.

    Short lines by themselves are a menu only of what is known to be a page.
    """
    start = int(np.argmax(before))
    menu = before[start] >= LEAST and (known or bool((furniture[:start] > 0).any()))
    return start if menu else 0


def _unmarked_text(page: Evidence, start: int, end: int) -> NDArray[np.bool_] | None:
    """Long lines without marks, if twice as much of them would go as of prose would stay.

    Some articles have spaces where others have marks, or are one list with bullets. Headlines run
    together are such lines too, but less than twice as much as an article.
    """
    size = page.lines.size
    long = (size >= PARAGRAPH) & (page.furniture + page.prose < FAINT_MOST)
    long[start:end] = False
    rows = long.nonzero()[0]
    marks = page.others.nonzero()[0]
    lost = int(size.take(rows[rows < (marks[0] if len(marks) else len(long))]).sum())
    kept = int(size[start:end][page.prose[start:end] >= SENTENCE].sum())
    if lost <= 2 * kept:
        return None
    text = (size >= PARAGRAPH) & (page.furniture + page.prose < FAINT_MOST)
    text[marks[0] if len(marks) else len(text) :] = False
    return text


def _sums_from(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values[::-1].cumsum()[::-1])


def _first_sentence(prose: NDArray[np.float64], start: int, end: int) -> int:
    clear = prose[start:end] >= SENTENCE
    if not clear.any():
        clear = prose[start:end] > 0
    return start + int(np.argmax(clear))


def _keep_for_others(page: Evidence, gone: NDArray[np.bool_], start: int, end: int) -> None:
    """Leave the lines that other steps read in the next round: cuts of the text, its facts."""
    last = min(len(gone), end + FACT_REACH)
    marked = find_marks_of_cuts(page, gone, start, end)
    # Behind a heading over other pages a mark is a button of theirs.
    theirs = [k for k in (end + page.others[end:last].nonzero()[0]).tolist() if k not in marked]
    own = theirs[0] if theirs else last
    parted = (page.gap[end:own] >= PARTED).nonzero()[0]
    own = end + int(parted[0]) if len(parted) else own
    for k, rules in marked.items():
        if k < own or marks_own_pages(page, k, rules):
            gone[k] = False
            if k > start and breaks_off(page, k - 1):
                gone[k - 1] = False
    facts = page.fact[end:last] & (page.furniture[end:last] == 0)
    gone[end:last] &= ~facts


def _stretches(page: Evidence, gone: NDArray[np.bool_], start: int, end: int) -> list[Stretch]:
    """The runs of lines that go; those before line `start` stand above, from `end` on below."""
    edges = np.diff(gone, prepend=False, append=False).nonzero()[0].tolist()
    found: list[Stretch] = []
    for first, behind in zip(edges[::2], edges[1::2], strict=True):
        place: Place = "above" if behind <= start else "below" if first >= end else "between"
        own = page.furniture[first:behind]
        if place == "above":
            own = np.maximum(own, page.above[first:behind])
        signs = int(np.count_nonzero(own))
        found.append(Stretch(first, behind - 1, place, signs, float(own.sum())))
    return found
