"""How much each line of a page speaks for furniture: buttons, menus, headings over other pages.

Furniture is known by its words (`data/body.toml`), by how much of a line they take, and by what
stands around.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.counting import share_around
from zxclean.structure.evidence import COLUMN, CONTROL, EACH_WORD, FIGURE, HEADING, LINK, MOST_WORDS
from zxclean.structure.inserts import head_links
from zxclean.structure.line_form import Form
from zxclean.structure.lines import COMMA, PAUSE, Lines
from zxclean.structure.vocabulary import Words
from zxclean.view import TextView

ALONE = 0.8
"""Share from which a long word counts for more than one."""

LED_SHARE = 0.9
"""The same of a line that ends with a colon or comma: with more on it than words of furniture it
leads over to what somebody said."""

SHARE, SHORT_SHARE = 0.6, 0.5
"""Share of a line's letters in words of furniture from which it is made of them, and that of a line
of up to 40 code points. Of the 1,262 body lines of the 71 documents 4 have."""

MADE_OF, LISTED = 60, 150
"""Size (code points) of the longest line that is made of them, and of one that lists several."""

LISTED_WORDS, MANY_POSTS = 3, 3
"""So many words of furniture are a list, or so many of posts."""

TOKENS_GAPS, TOKENS_SHARE, TOKENS_WORDS = 4, 0.25, 2
"""Fewest gaps between short words, share of the line's letters in words of furniture and number of
these, that make it a list too."""

COLUMN_SIZE, COLUMN_SHARE = 12, 0.9
"""Longest name of a column (code points), and the share of it that words of furniture take."""

HALF, BESIDE, AMONG = 5, 0.2, 0.6
"""Size (code points) of the longest line that is a control by half of it (`适当帮助`) only outside
lists of short lines; share of controls and of other short lines around it that make such a list."""

_SEE = [ord(char) for char in "见見阅閱考"]

_REFERS = re.compile("(?:参[见阅考]|[详请]见)$")
"""How a sentence ends that goes on with what it refers to."""

_NO_PAGES = (0x300A, ord("/"))
"""What a list of books or of files begins with."""


def weigh_furniture(
    view: TextView,
    lines: Lines,
    found: Words,
    form: Form,
    sections: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What speaks against each line by itself, and which lines head a list of other pages.

    `sections` are the article's own headings.
    """
    size, words, share, menu = form.size, form.words, form.share, form.menu
    made_of, listed = _are_made_of_words(lines, found, form)
    column = (menu >= COLUMN_SHARE) & (size <= COLUMN_SIZE)
    heading, links = _find_headings(view, lines, found, form)
    told = np.where(share >= ALONE, np.maximum(words, found.control // 2), words)
    worth = CONTROL + EACH_WORD * np.minimum(told, MOST_WORDS)
    half = made_of & ~listed & (size <= HALF) & (menu <= SHORT_SHARE)
    if half.any():
        sure = (made_of & ~half) | listed | column
        half &= (share_around(sure, 4) < BESIDE) & (share_around(form.short & ~sure, 4) >= AMONG)
    furniture = np.where((made_of | listed) & ~half, worth, COLUMN * column)
    furniture[heading] = HEADING
    furniture[(form.fact & (share < 0.8) & ~listed) | (form.ended & (share < 0.9))] = 0
    furniture[links] = HEADING
    furniture[sections] = 0
    if "\t" in view.text:
        furniture[_find_rows(lines)] = 0
    see = (furniture > 0) & np.isin(view.codes.take(lines.last - 1), _SEE)
    for k in see.nonzero()[0].tolist():
        furniture[k] *= _REFERS.search(lines.folded(k)) is None
    return furniture, heading & (furniture > 0)


def _find_rows(lines: Lines) -> list[int]:
    """Rows of a table: as many cells as a line beside them, and a figure in all but the first."""
    cells = [lines.folded(k).split("\t") for k in range(len(lines))]
    return [
        k
        for k, row in enumerate(cells)
        if len(row) > 2
        and len(row) in (len(cells[j]) for j in (k - 1, k + 1) if 0 <= j < len(cells))
        and all(any(map(str.isdigit, cell)) or len(cell) <= 1 for cell in row[1:])
    ]


def _are_made_of_words(
    lines: Lines, found: Words, form: Form
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Lines that words of furniture take up, and those that list several."""
    size, words, menu, gaps = form.size, form.words, form.menu, form.gaps
    led = (lines.ending == PAUSE) | (lines.ending == COMMA)
    least_share = np.where(led, LED_SHARE, np.where(size <= 40, SHORT_SHARE, SHARE))
    made_of = (form.share >= least_share) & (size <= MADE_OF)
    listed = (menu >= SHARE) & (words >= LISTED_WORDS) & (size <= LISTED) & ~form.ended
    tokens = (gaps >= TOKENS_GAPS) & (form.letters <= 6 * (gaps + 1))
    tokens &= (form.marks == 0) & (form.digits == 0)
    listed |= tokens & (menu >= TOKENS_SHARE) & (words >= TOKENS_WORDS)
    listed |= found.posts >= MANY_POSTS
    return made_of, listed


BUTTON = 0.8
"""Share of a button's letters in words of controls."""

_COUNTER = re.compile(r"(?:\d[\d,.]{0,9}[万kw]? ?条? ?(?:评论|留言)|(?:评论|留言) ?\d[\d,.]{0,9})")

LED = 60
"""Longest line (code points) of such a heading with a link behind its colon."""

_LEADS = re.compile(
    r"[【\[]?(?:(?:相关|热门|热点|推荐|更多|延伸|其他|同场|往期)(?:阅读|新闻|文章|报[道导]|影[音片]|视频)|(?:点?我?|按此)看更多)[】\]]?\s?:"
    r"[^\u3002]+$"
)


def _find_headings(
    view: TextView, lines: Lines, found: Words, form: Form
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which lines head a list of other pages; those of them that the links below tell."""
    heading = (found.heads > 0) & (form.size <= 24) & ~form.ended
    led = (found.heads > 0) & (form.size > 24) & (form.size <= LED)
    for k in led.nonzero()[0].tolist():
        heading[k] = _LEADS.match(lines.folded(k)) is not None
    heading[:-1] &= ~np.isin(view.codes.take(lines.first[1:]), _NO_PAGES)
    for k in heading.nonzero()[0].tolist() if "\t" in view.text else ():
        heading[k] = "\t" not in lines.folded(k)
    links = head_links(lines)
    heading[links] = True
    # A counter of comments right above another button is one itself: `3 条评论`, `分享`, `收藏`.
    button = (form.share[1:] >= BUTTON) & (form.size[1:] <= COLUMN_SIZE) & (found.heads[1:] == 0)
    for k in (heading[:-1] & (form.digits[:-1] > 0) & button).nonzero()[0].tolist():
        heading[k] = _COUNTER.fullmatch(lines.folded(k)) is None
    return heading, links


def weigh_neighbours(furniture: NDArray[np.float64], form: Form) -> None:
    """Weigh bullets and figures beside lines of furniture."""
    some = furniture > 0
    beside = share_around(some, 4) >= 0.2
    linked = form.bullet & (form.size <= 60) & ~form.ended & beside
    linked &= share_around(form.bullet, 3) >= 0.5
    furniture[linked & ~some] = LINK
    furniture[form.figures & beside & ~some] = FIGURE
