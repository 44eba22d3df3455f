"""Furniture in the midst of an article and at its ends, told by learned trees.

What stands outside the article goes by where it stands (`article.py`). Inside no rule is right
often enough: buttons between title and text, players and adverts between paragraphs, comments
behind them are worded as headings, captions and lists of the article are. Decision trees over what
a line is, where it stands and what stands around it weigh each of them (`data/FURNITURE.md` says
from what they were learned and how well they tell).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.cut_marks import breaks_off
from zxclean.structure.edges import end_as_sentences
from zxclean.structure.evidence import SENTENCE, Evidence
from zxclean.structure.forest import Forest, add_up, read_forest
from zxclean.structure.line_signs import Signs, read_signs, rows_of
from zxclean.structure.lines import DAY, NUMBER, SIGN
from zxclean.structure.taken import taken_lines
from zxclean.view import TextView

ABOVE, LEAST, SENTENCES = 0.0, 1.0, 1.5
"""Least odds (nats) at which a line goes above the first sentence and below, and at which a sentence
does. Of 619 documents, each weighed by trees learned from others, F1 stays within 0.001 with half a
nat more or less in any of them; with less more of the article goes."""

GAPS = 3
"""Fewest gaps of a row of a table."""

CREDITS = 8
"""So many lines below the first sentence credits stand, where that is a standfirst."""

PARAGRAPH = 50
"""Size (code points) of a line that may be a paragraph without marks."""

SPACED, APART = 4, 0.4
"""So many gaps, and that share of a line's code points, are a line whose characters stand apart."""

LONGEST = 120
"""Longest line (code points) that may go."""

HEADING = 5
"""Longest of these headings (code points)."""

_REFERENCES = frozenset(("参考资料", "参考文献", "参考来源", "注释", "引用", "附注", "脚注"))
_CONTENTS = frozenset(("目录", "目次"))

_KEPT = ("\t", "\N{BOX DRAWINGS LIGHT VERTICAL}", "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * 2)
"""What rows of a table have: their words are no sentences, and their neighbours no paragraphs."""


def are_furniture(page: Evidence, start: int, end: int) -> NDArray[np.bool_]:
    """Which lines of a page are furniture, of those from `start` to the one before `end`.

    Lines that may state a fact stay for the steps that read them, up to the last sentence, and about
    the first one all with a day. So do rows of tables, who signs with the day, names of files, and
    lines whose characters stand apart, for their pairs are no words'.
    """
    found = np.zeros(len(page.lines), np.bool_)
    lines = page.lines
    spoken = page.prose >= SENTENCE
    last = start + int(spoken[start:end].nonzero()[0].max(initial=0))
    sentence = spoken | end_as_sentences(lines) | (lines.size >= PARAGRAPH)
    behind = np.arange(len(found)) > last
    kept = (page.fact & (page.furniture == 0) & ~behind) | page.section
    rows = ((lines.size <= LONGEST) & ~kept)[start:end].nonzero()[0] + start
    if not len(rows):
        return found
    signs = read_signs(page, start, end)
    odds = add_up(forest(), rows_of(signs, rows))
    first = start + int(spoken[start:end].argmax())
    least = np.where(sentence[rows], SENTENCES, np.where(rows < first, ABOVE, LEAST))
    likely = rows[odds >= least]
    if not len(likely):
        return found
    found[likely] = ~(signs["file"][likely] > 0)
    for k in likely.tolist():
        text = lines.folded(k)
        found[k] &= _may_go(text) and not (k < first + CREDITS and DAY.search(text))
    found &= ~(_are_cells(page) | _are_signed(signs, last) | _are_references(page))
    for _, place, _ in lines.view.anchors["truncation"]:
        # A sentence that a mark of a cut breaks off is the article's.
        above = int(lines.first.searchsorted(place, "right")) - 2
        if above >= 0 and found[above]:
            trails_off = lines.folded(above).endswith(("\u2026", "..."))
            found[above] = not (trails_off or breaks_off(page, above))
    return found


def _are_cells(page: Evidence) -> NDArray[np.bool_]:
    """Rows of a table whose cells stand apart by spaces: as many as on a line beside, with figures."""
    gaps = page.form.gaps
    cells = (gaps >= GAPS) & (page.form.digits > 0)
    return _in_pairs(cells[:-1] & cells[1:] & (gaps[:-1] == gaps[1:]))


def _are_signed(signs: Mapping[str, Signs], last: int) -> NDArray[np.bool_]:
    """An office and the day right below it, or right below the last sentence."""
    office = signs["office"] > 0
    found = _in_pairs(office[:-1] & (signs["day"][1:] > 0))
    found[last + 1 : last + 2] |= office[last + 1 : last + 2]
    return found


def _are_references(page: Evidence) -> NDArray[np.bool_]:
    """What a work refers to, numbered below its heading; and the heading over its contents."""
    lines = page.lines
    found = np.zeros(len(lines), np.bool_)
    numbered = (lines.heads & (NUMBER | SIGN)) != 0
    for k in (lines.size <= HEADING).nonzero()[0].tolist():
        text = lines.folded(k)
        found[k] = text in _CONTENTS
        if text in _REFERENCES:
            behind = k + 1
            while behind < len(found) and numbered[behind]:
                behind += 1
            found[k:behind] = behind > k + 1
    return found


def _in_pairs(first: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The lines that are the first of a pair, or the second."""
    found = np.zeros(len(first) + 1, np.bool_)
    found[:-1] |= first
    found[1:] |= first
    return found


def is_page(view: TextView, gone: NDArray[np.bool_]) -> bool:
    """Whether a text is known to be a page: furniture goes, a word of it has gone, or a fact is known."""
    worded = (any(map(str.isalpha, line)) for _, line in taken_lines(view))
    return bool(gone.any() or view.facts.keys() - {"title"} or any(worded))


@cache
def forest() -> Forest:
    """The trees that were learned."""
    return read_forest("furniture.bin")


def _may_go(text: str) -> bool:
    gaps = text.count(" ")
    apart = gaps >= SPACED and gaps >= APART * len(text)
    return not (
        apart
        or (len(text) > 1 and "|" in (text[0], text[-1]))
        or any(mark in text for mark in _KEPT)
    )
