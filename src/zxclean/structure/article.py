"""Where a page's article stands: what goes above it, below it and in its midst.

The article is one stretch of lines. Of all ways to cut a page in three, the one is taken whose
outer parts hold the most evidence of furniture after their prose is taken off: two running sums and
a running maximum, so linear. What remains of furniture inside is taken out run by run.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.structure.lines import Lines
from zxclean.structure.scoring import ABOVE_BULLET, CONTROL, LEAST, SENTENCE, Evidence

LEAST_INSIDE = 3.75
"""Least evidence of neighbouring lines in the midst of an article."""

REPEATS = 3
"""So often a control in the midst of an article has to stand to go by itself."""

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

SOLID = 5.5
"""What each of three sentences in a row weighs (58 code points) from which the one between counts
in full behind such headings too: teasers and comments stand between titles, names and dates."""

TEXT, FAINT_MOST = 50, 0.5
"""Size (code points) of a line that may be a paragraph without marks, and most evidence on it. Of
the 114 tuned documents none loses as many of them as it keeps of prose."""

OTHERS_MOST = 700
"""More headings do not count: the powers stay above the least floating-point number."""

HEADING_ABOVE = -2.0
"""A heading over other pages stands below an article, not above it."""

COUNTERS = 3
"""So many counters stand in a row below a title; more are the cells of a table."""

TITLE_REACH = 40
"""How many lines above the cut the title is looked for: share bars and counters stand between."""

TITLE_TRIES = 8
"""How many lines of the shape of a title are compared with the text."""

TITLE_TEXT = 1500
"""How much of the article (code points) they are compared with."""

TITLE_SHARE, TITLE_NEAR = 0.4, 0.15
"""Share of a title's pairs of characters that the article has too, and how much less than the best
one the line above it may have: 53 of the 70 titles of the 71 documents share 0.4 or more, and
39 of the 909 lines of furniture above them."""

TITLE_MORE = 8
"""How much more (code points) may be on the line of a title that another step has found."""

TITLE_STATED = 0.25
"""Least share of the pairs of a title that another step has found: it may have taken the name of a
site or column for it. From 0.2 to 0.34 nothing changes on the labelled documents."""

TITLE_PAIRS = 7
"""Fewest pairs of characters in a title that shares few with its article."""

FACT_REACH = 8
"""So many lines below the cut a line with facts stays for the step that reads it."""

PARTED = 3.0
"""Evidence of furniture taken out, two lines of it, behind which a mark of a cut is a button: the
article is over where its editor and its source stand."""

_OF_PAGES = ("truncation.pager", "truncation.page_of", "truncation.next_page_rest")
_PAGER = re.compile(r"共 ?\d{1,3} ?页|\d ?/ ?\d{1,3} ?下一页|余下全文")
"""A row of pages that counts those of the article: it stands below a list of others too, where
a bare `上一页 1 2 3 下一页` turns over the list."""

_CHAPTER = re.compile("第[一二三四五六七八九十百千零〇两0-9]{1,7}[章回节卷集话]")
"""The title of a chapter may share nothing with its text."""

_HAN = re.compile("[\u3400-\u9fff]")

Place = Literal["above", "below", "between"]


class Stretch(NamedTuple):
    """Lines `first` to `last` that are furniture; `signs` of them have evidence of their own."""

    first: int
    last: int
    place: Place
    signs: int
    evidence: float


def find_furniture(page: Evidence, known: bool = False) -> list[Stretch]:
    """The stretches of furniture of a page, in order; none of a page without prose.

    `known` says that other steps have found facts of a page, or furniture: then single controls
    between the title and the text go too.
    """
    cut = _find_article(page, known)
    if cut is None:
        return []
    text = _unmarked_text(page, *cut)
    if text is not None:
        page = msgspec.structs.replace(page, prose=page.prose + (SENTENCE + SOLID) * text)
        cut = _find_article(page, known) or cut
    start, end = cut
    count = len(page.furniture)
    gone = np.zeros(count, np.bool_)
    gone[:start] = True
    gone[end:] = True
    spoken = _first_sentence(page.prose, start, end)
    stated = _stated_title(page.lines, spoken, end)
    title = _find_title(page, start, spoken, end, stated) if start else 0
    if title == start and not _has_title(page, start, spoken, end, TITLE_PAIRS):
        # No title stands at the cut: short lines below the last button may be the article's own.
        known_menu = (page.furniture[:start] > 0) | (page.above[:start] >= ABOVE_BULLET)
        start = title = int(np.flatnonzero(known_menu).max(initial=-1)) + 1
        gone[start:end] = False
    if title < start:
        gone[title:start] = page.furniture[title:start] >= CONTROL
        gone[title] = False
    if known or start or end < count:
        gone[title + 1 : spoken] |= _masthead(page, title + 1, spoken)
        for run in _runs_inside(page, spoken, end):
            gone[run] = True
    if stated > 0:
        gone[:stated] |= page.furniture[:stated] >= CONTROL
    _keep_for_others(page, gone, start, end)
    return _stretches(page, gone, title if title < start else start, end)


def _find_article(page: Evidence, known: bool) -> tuple[int, int] | None:
    """First line of the article and the one behind its last, or `None` if there is no prose."""
    furniture, prose = page.furniture, page.prose
    count = len(furniture)
    above = np.where(prose > 0, furniture - UNTOLD * prose, np.maximum(furniture, page.above))
    above[page.heading] = HEADING_ABOVE
    before = np.concatenate(([0.0], np.cumsum(above)))
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
    marks = np.cumsum(page.others)
    worth = OTHERS ** np.minimum(marks, OTHERS_MOST)
    solid = np.zeros(count)
    weighty = prose >= SOLID
    solid[1:-1] = prose[1:-1] * (weighty[1:-1] & weighty[:-2] & weighty[2:])
    light = prose - solid
    behind = np.zeros(count + 1)
    behind[:-1] = _sums_from(furniture + page.gap - solid) - _sums_from(light * worth) / worth
    behind[:-1][page.others] += ((1 - OTHERS) * _sums_from(light * worth) / worth)[page.others]
    told = np.concatenate(([0.0], np.cumsum(prose)))
    following = np.append(np.flatnonzero(page.others), count).take(marks - page.others)
    behind[:-1] -= (UNTOLD - 1) * (told[following] - told[:-1])
    behind[:-1][furniture + page.gap < CONTROL] = -np.inf
    behind[: int(spoken[0]) + 1] = -np.inf
    total = np.maximum.accumulate(before) + behind
    end = count - int(np.argmax(total[::-1]))
    start = int(np.argmax(before[: end + 1]))
    if not prose[start:end].any():
        return None
    start = start if before[start] >= LEAST else 0
    # Of what is known to be a page one button is enough.
    if behind[end] < (KNOWN if known or start else LEAST):
        end = count
    first = start + int(np.argmax(prose[start:end] > 0))
    while first + 1 < end < count and page.tail[end - 1]:
        end -= 1
    return start, end


def _unmarked_text(page: Evidence, start: int, end: int) -> NDArray[np.bool_] | None:
    """Long lines without marks, if twice as much of them would go as of prose would stay.

    Some articles have spaces where others have marks, or are one list with bullets. Headlines run
    together are such lines too, but less than twice as much as an article.
    """
    size = page.lines.size
    long = (size >= TEXT) & (page.furniture + page.prose < FAINT_MOST)
    long[start:end] = False
    rows = long.nonzero()[0]
    marks = page.others.nonzero()[0]
    lost = int(size.take(rows[rows < (marks[0] if len(marks) else len(long))]).sum())
    kept = int(size[start:end][page.prose[start:end] >= SENTENCE].sum())
    if lost <= 2 * kept:
        return None
    text = (size >= TEXT) & (page.furniture + page.prose < FAINT_MOST)
    text[marks[0] if len(marks) else len(text) :] = False
    return text


def _masthead(page: Evidence, first: int, end: int) -> NDArray[np.bool_]:
    """Controls and counters between the title and the first sentence, of lines `first` to `end`."""
    counters = page.signs[first:end].copy()
    edges = np.flatnonzero(np.diff(counters, prepend=False, append=False))
    for k in np.flatnonzero(edges[1::2] - edges[::2] > COUNTERS).tolist():
        counters[edges[2 * k] : edges[2 * k + 1]] = False
    buttons = page.furniture[first:end] >= np.where(page.signs[first:end], CONTROL, 1)
    # A lone figure may number the first section.
    return np.asarray((buttons | counters) & (page.lines.size[first:end] > 2))


def _sums_from(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.cumsum(values[::-1])[::-1])


def _first_sentence(prose: NDArray[np.float64], start: int, end: int) -> int:
    clear = prose[start:end] >= SENTENCE
    if not clear.any():
        clear = prose[start:end] > 0
    return start + int(np.argmax(clear))


def _find_title(page: Evidence, start: int, spoken: int, end: int, stated: int) -> int:
    """The line of the title if it stands above the cut, else `start`.

    It is the highest of those that share most with the article, or the one that says what an
    earlier step took for the title if that is higher; else the nearest that is long enough, if no
    line below the cut can be the title.
    """
    low = max(0, start - TITLE_REACH)
    places: list[int] = (page.title[low:start].nonzero()[0] + low).tolist()
    near, best, found = start, 0.0, start
    for k in places[::-1][:TITLE_TRIES]:
        pairs = _pairs(page.lines, k)
        if _CHAPTER.match(page.lines.folded(k)):
            return k
        if len(pairs) < 3 or (page.furniture[k] and len(pairs) <= TITLE_PAIRS):
            continue
        shared = _shared(page.lines, pairs, start, end)
        if shared >= max(TITLE_SHARE, best - TITLE_NEAR):
            best, found = max(best, shared), k
        if near == start and len(pairs) >= TITLE_PAIRS and not page.furniture[k]:
            near = k
    if low <= stated:
        shared = _shared(page.lines, _pairs(page.lines, stated), spoken, end)
        if shared >= best - TITLE_NEAR:
            return min(stated, found)
    if best or near == start:
        return found
    return start if _has_title(page, start, spoken, end) else near


def _has_title(page: Evidence, start: int, spoken: int, end: int, pairs_enough: int = 0) -> bool:
    """Whether a line from the cut to the first sentence can be the title.

    It shares half of its pairs of characters with the text, or has so many of them.
    """
    for k in (page.title[start:spoken].nonzero()[0] + start).tolist()[:TITLE_TRIES]:
        pairs = _pairs(page.lines, k)
        if 0 < pairs_enough <= len(pairs) and not page.furniture[k]:
            return True
        if len(pairs) >= 3 and _shared(page.lines, pairs, spoken, end) >= 0.5:
            return True
    return False


def _stated_title(lines: Lines, spoken: int, end: int) -> int:
    """The last line before the first sentence that says the title another step has found, or -1.

    It counts only if the article has enough of its pairs of characters.
    """
    title = lines.view.facts.get("title")
    place = lines.last.item(spoken)
    for _ in range(TITLE_TRIES if isinstance(title, str) else 0):
        place = lines.view.text.rfind(str(title), 0, place)
        if place < 0:
            break
        k = int(lines.first.searchsorted(place, "right")) - 1
        if lines.size.item(k) <= len(str(title)) + TITLE_MORE:
            pairs = _pairs(lines, k)
            return k if pairs and _shared(lines, pairs, spoken, end) >= TITLE_STATED else -1
    return -1


def _pairs(lines: Lines, k: int) -> set[str]:
    """The pairs of Chinese characters of a line."""
    return {a + b for a, b in pairwise(_HAN.findall(lines.folded(k)))}


def _shared(lines: Lines, pairs: set[str], first: int, end: int) -> float:
    """Share of the pairs that the text from line `first` on has too."""
    begin = lines.first.item(first)
    text = lines.view.folded[begin : min(lines.last.item(end - 1), begin + TITLE_TEXT)]
    return sum(pair in text for pair in pairs) / len(pairs)


def _runs_inside(page: Evidence, start: int, end: int) -> list[list[int]]:
    """Neighbouring lines of furniture in the midst of the article with evidence enough."""
    places: list[int] = ((page.furniture[start:end] > 0).nonzero()[0] + start).tolist()
    if not places:
        return []
    runs: list[list[int]] = []
    for k in places:
        if runs and runs[-1][-1] == k - 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    alone = {run[0]: page.lines.folded(run[0]) for run in runs if len(run) == 1}
    often = Counter(alone.values())
    return [
        run
        for run in runs
        if _is_enough(page.furniture[run]) or (len(run) == 1 and often[alone[run[0]]] >= REPEATS)
    ]


def _is_enough(evidence: NDArray[np.float64]) -> bool:
    """Figures and bullets alone are a table or a list of the article."""
    return float(evidence.sum()) >= LEAST_INSIDE and float(evidence.max()) >= CONTROL


def _keep_for_others(page: Evidence, gone: NDArray[np.bool_], start: int, end: int) -> None:
    """Leave the lines that other steps read in the next round: cuts of the text, its facts."""
    last = min(len(gone), end + FACT_REACH)
    # Behind a heading over other pages a mark is a button of theirs.
    theirs = page.others[end:last].nonzero()[0]
    own = end + int(theirs[0]) if len(theirs) else last
    parted = (page.gap[end:own] >= PARTED).nonzero()[0]
    own = end + int(parted[0]) if len(parted) else own
    for rule, place, _ in page.lines.view.anchors["truncation"]:
        k = int(page.lines.first.searchsorted(place, "right")) - 1
        bound = last if rule.id in _OF_PAGES else own
        if start <= k < bound and (k < own or _PAGER.search(page.lines.folded(k))):
            gone[k] = False
    facts = page.fact[end:last] & (page.furniture[end:last] == 0)
    gone[end:last] &= ~facts


def _stretches(page: Evidence, gone: NDArray[np.bool_], start: int, end: int) -> list[Stretch]:
    """The runs of lines that go; those before line `start` stand above, from `end` on below."""
    edges = np.flatnonzero(np.diff(gone, prepend=False, append=False)).tolist()
    found: list[Stretch] = []
    for first, behind in zip(edges[::2], edges[1::2], strict=True):
        place: Place = "above" if behind <= start else "below" if first >= end else "between"
        own = page.furniture[first:behind]
        if place == "above":
            own = np.maximum(own, page.above[first:behind])
        signs = int(np.count_nonzero(own))
        found.append(Stretch(first, behind - 1, place, signs, float(own.sum())))
    return found
