"""Where the title of a page's article stands, told by the words it shares with the text."""

from __future__ import annotations

import re

from zxclean.structure.evidence import Evidence
from zxclean.structure.lines import Lines, han_pairs

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

TITLE_PAIRS = 7
"""Fewest pairs of characters in a title that shares few with its article."""

_CHAPTER = re.compile("第[一二三四五六七八九十百千零〇两0-9]{1,7}[章回节卷集话]")
"""The title of a chapter may share nothing with its text."""


def find_title(page: Evidence, start: int, spoken: int, end: int) -> int:
    """The line of the title if it stands above the cut, else `start`.

    It is the highest of those that share most with the article; else the nearest that is long
    enough, if no line below the cut can be the title.
    """
    low = max(0, start - TITLE_REACH)
    places: list[int] = (page.title[low:start].nonzero()[0] + low).tolist()
    near, best, found = start, 0.0, start
    seen: set[str] = set()
    for k in places[::-1][:TITLE_TRIES]:
        text = page.lines.folded(k)
        if text in seen:
            # The lower of two copies: the higher one is in a list of the page's articles.
            continue
        seen.add(text)
        pairs = han_pairs(page.lines.folded(k))
        if _CHAPTER.match(text):
            return k
        if len(pairs) < 3 or (page.furniture[k] and len(pairs) <= TITLE_PAIRS):
            continue
        shared = _shared(page.lines, pairs, start, end)
        if shared >= max(TITLE_SHARE, best - TITLE_NEAR):
            best, found = max(best, shared), k
        if near == start and len(pairs) >= TITLE_PAIRS and not page.furniture[k]:
            near = k
    if best or near == start:
        return found
    return start if has_title(page, start, spoken, end) else near


def has_title(page: Evidence, start: int, spoken: int, end: int, pairs_enough: int = 0) -> bool:
    """Whether a line from the cut to the first sentence can be the title.

    It shares half of its pairs of characters with the text, or has so many of them.
    """
    for k in (page.title[start:spoken].nonzero()[0] + start).tolist()[:TITLE_TRIES]:
        pairs = han_pairs(page.lines.folded(k))
        if 0 < pairs_enough <= len(pairs) and not page.furniture[k]:
            return True
        if len(pairs) >= 3 and _shared(page.lines, pairs, spoken, end) >= 0.5:
            return True
    return False


def find_stated_title(lines: Lines, spoken: int) -> int:
    """The last line up to the first sentence that says the title another step has found, or -1."""
    title = lines.view.facts.get("title")
    place = lines.last.item(spoken)
    for _ in range(TITLE_TRIES if isinstance(title, str) else 0):
        place = lines.view.text.rfind(str(title), 0, place)
        if place < 0:
            break
        if place and lines.view.text[place - 1] == "\N{LEFT DOUBLE ANGLE BRACKET}":
            continue  # the text speaks of it: an order says which law it makes public
        k = int(lines.first.searchsorted(place, "right")) - 1
        if lines.size.item(k) <= len(str(title)) + TITLE_MORE:
            return k
    return -1


def share_words(lines: Lines, k: int, spoken: int, end: int) -> float:
    """Share of a line's pairs of Chinese characters that the article from `spoken` on has too."""
    pairs = han_pairs(lines.folded(k))
    return _shared(lines, pairs, spoken, end) if pairs else 0.0


def _shared(lines: Lines, pairs: set[str], first: int, end: int) -> float:
    """Share of the pairs that the text from line `first` on has too."""
    begin = lines.first.item(first)
    text = lines.view.folded[begin : min(lines.last.item(end - 1), begin + TITLE_TEXT)]
    return sum(pair in text for pair in pairs) / len(pairs)
