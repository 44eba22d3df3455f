"""Lines at the edges of an article: the rest of a menu, what stands between a title and the first
sentence, tags."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.evidence import CONTROL, SENTENCE, Evidence
from zxclean.structure.lines import BULLET, NUMBER, STOP, Lines
from zxclean.structure.page_marks import is_figure_of_pager
from zxclean.structure.page_title import share_words

COUNTERS = 3
"""So many counters stand in a row below a title; more are the cells of a table."""

SENTENCE_SIZE = 20
"""Fewest code points of a sentence whose words may be those of controls."""

TAGS_LINE, BULLETS_NEAR = 60, 4
"""Longest line of tags (code points), and how far below it links with its bullet stand."""

HEADLINES, HEADLINE = 2, (10, 40)
"""Fewest headlines of others in a row above what is cut off, and their size (code points)."""

SAID = 0.25
"""Share of a headline's pairs of characters from which it may be of this article."""

MENU_ITEM = 12
"""Longest entry of a menu without a word of one (code points), between its last and the title."""

SAID_REACH = 8000
"""How far above (code points) a line its tags are looked for."""

EDGE = 24
"""So many lines at an edge of the article are looked at one by one."""

_TAGS = re.compile(r"[\s#|/,\u3001\xb7\u2027\u30fb]+(?=\S)")
_TAG = re.compile(r"[\u4e00-\u9fff]{2,8}|[A-Za-z][A-Za-z0-9]{1,15}")
_TWO = re.compile(r"[^\s:。;()\u201c\u300a]{4,}[!?\s/][^\s:。;!?()]{4,}")
_LABEL = re.compile("(?:文章)?(?:关键[字词]|标签|[Tt]ags?|TAGS?) ?:?")
_LABELLED = re.compile("(?:文章)?(?:关键[字词]|标签|[Tt]ags?|TAGS?)[ :|][^。,;!?]{1,60}")
_OF_TEXT = re.compile(
    r"第[\d\s]{1,6}号|[^\d]{0,3}\d{1,2}:\d\d\s?[-\u2013\u2014~至]{1,2}\s?\d{1,2}:\d\d[^\d]{0,3}"
)
"""Figures that count nobody: the number of an order, from when to when."""
_SECTION = re.compile("[\u4e00-\u9fff]{2,4}(?:新闻|要闻|资讯|快讯|头条)")
_NAMED = "(?:记者|通讯员|编辑|作者|摄影|责编|[文图]/)"


def rest_of_menu(
    page: Evidence, start: int, stated: int, spoken: int, end: int
) -> NDArray[np.bool_]:
    """The short lines between the last button of a menu and the title.

    Not one right above the title that the article shares words with: a kicker.
    """
    rest: NDArray[np.bool_] = (page.lines.size[start:stated] <= MENU_ITEM) & ~page.fact[
        start:stated
    ]
    rest &= page.prose[start:stated] == 0
    if rest[-1] and share_words(page.lines, stated - 1, spoken, end) > 0:
        rest[-1] = False
    return rest


def trim_tags(page: Evidence, first: int, end: int) -> int:
    """The line behind the last of the article, without tags, notices and links above line `end`.

    `first` is the first sentence of the article; it stays.
    """
    lowest = max(first + 1, end - EDGE)
    while lowest < end and (
        page.tail[end - 1]
        or is_figure_of_pager(page.lines.folded(end - 1))
        or is_of_links(page, end - 1)
    ):
        end -= 1
    tags = end
    while lowest < tags and are_said(page, tags - 1, 1):
        tags -= 1
    if end - tags < 2:
        titles = end
        while lowest < titles and _is_headline(page, titles - 1, first):
            titles -= 1
        return titles if end - titles >= HEADLINES else end
    return tags - (lowest < tags and _LABEL.fullmatch(page.lines.folded(tags - 1)) is not None)


def _is_headline(page: Evidence, k: int, first: int) -> bool:
    """Whether a line is the headline of another article: two clauses without a stop at the end."""
    if not (HEADLINE[0] <= page.lines.size.item(k) <= HEADLINE[1] and page.title[k]):
        return False
    if page.lines.heads.item(k) & (BULLET | NUMBER) or page.prose.item(k) >= SENTENCE:
        return False
    if _TWO.fullmatch(page.lines.folded(k)) is None:
        return False
    return share_words(page.lines, k, first, k) < SAID


def masthead(page: Evidence, first: int, end: int) -> NDArray[np.bool_]:
    """Controls, counters and notices between the title and the first sentence, of lines `first` to
    `end`."""
    counters = page.signs[first:end].copy()
    edges = np.diff(counters, prepend=False, append=False).nonzero()[0]
    for k in (edges[1::2] - edges[::2] > COUNTERS).nonzero()[0].tolist():
        counters[edges[2 * k] : edges[2 * k + 1]] = False
    for k in counters.nonzero()[0].tolist():
        counters[k] = _OF_TEXT.fullmatch(page.lines.folded(first + k)) is None
    buttons = page.furniture[first:end] >= np.where(page.signs[first:end], CONTROL, 1)
    # A lone figure may number the first section.
    signs = page.signs[first:end]
    found = (buttons | counters) & ((page.lines.size[first:end] > 2) | (buttons & ~signs))
    # A sentence may be of the words of controls.
    told = end_as_sentences(page.lines)[first:end] & (page.furniture[first:end] < CONTROL)
    return np.asarray((found | page.notice[first:end]) & ~told)


def end_as_sentences(lines: Lines) -> NDArray[np.bool_]:
    """Lines as long as a sentence, with its mark at their end."""
    return np.asarray((lines.ending == STOP) & (lines.size >= SENTENCE_SIZE))


def is_of_links(page: Evidence, k: int) -> bool:
    """Whether the last line above what is cut off is one of tags, or a link as those below.

    So is the name of a section of news (`北城新闻`). Tags are words of the article and nothing else; so are names of its reporters, but not without
    what they are.
    """
    if page.lines.size.item(k) > TAGS_LINE or page.prose.item(k) >= SENTENCE or page.fact.item(k):
        return False
    text = page.lines.folded(k)
    if page.lines.heads.item(k) & BULLET and not page.lines.ended.item(k):
        below = range(k + 1, min(k + 1 + BULLETS_NEAR, len(page.lines)))
        return any(page.lines.folded(j)[0] == text[0] for j in below)
    if _SECTION.fullmatch(text) is not None:
        return True
    return _LABELLED.fullmatch(text) is not None or are_said(page, k, 2)


def are_said(page: Evidence, k: int, least: int) -> bool:
    """Whether a line is of so many words or more, and of words that the article above has too."""
    if page.lines.size.item(k) > TAGS_LINE or page.fact[k]:
        return False
    tags = _TAGS.split(page.lines.folded(k).lstrip("#"))
    if len(tags) < least or not all(map(_TAG.fullmatch, tags)):
        return False
    place = page.lines.first.item(k)
    said = page.lines.view.folded[max(0, place - SAID_REACH) : place]
    return all(tag in said and not re.search(f"{_NAMED}.{{0,6}}{tag}", said) for tag in tags)
