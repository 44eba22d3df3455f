"""What earlier steps took out between the lines of a page, as evidence on the line behind it."""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.literals import word_lists
from zxclean.structure.evidence import CONTROL, EACH_WORD, HEADING, MOST_WORDS, SENTENCE
from zxclean.structure.inserts import OF_READERS
from zxclean.structure.line_form import Form
from zxclean.structure.lines import Lines
from zxclean.structure.page_marks import is_page_mark
from zxclean.view import TextView

TOLD = 40
"""Size (code points) from which a sentence below a list of links that was taken out is a paragraph,
no comment on a title."""

_EDITOR = ("责任编辑", "责编", "编辑:", "编辑 ")
"""How a line begins behind which an article is over."""

_AROUND = " :()[]\u3010\u3011|>\u00b7\u2022"
"""What may stand around a heading on its line."""


class Taken(msgspec.Struct, frozen=True, eq=False):
    """Columns over lines: the evidence of what was taken out right before each (`gap`), whether it
    headed a list (`headed`), and whether that was one of links (`linking`)."""

    gap: NDArray[np.float64]
    headed: NDArray[np.bool_]
    linking: NDArray[np.bool_]


def taken_lines(view: TextView) -> list[tuple[int, str]]:
    """Furniture that earlier steps took out, and where it stood. Numbers of pages stand in the midst of
    documents: they tell nothing of where one ends."""
    return [(place, line) for place, line in view.taken if not is_page_mark(line)]


def knows_page(view: TextView) -> bool:
    """Whether earlier steps have found that a text is a page: its facts, or furniture. A title alone
    bare texts have too."""
    return bool(view.facts.keys() - {"title"}) or bool(taken_lines(view))


def find_taken(view: TextView, lines: Lines) -> Taken:
    """What was taken out before each line."""
    count = len(lines)
    headed, linking = np.zeros((2, count), np.bool_)
    lines_taken = taken_lines(view)
    if not lines_taken:
        return Taken(np.zeros(count), headed, linking)
    rows = lines.first.searchsorted([place for place, _ in lines_taken])
    taken = np.bincount(rows, minlength=count)[:count]
    heads = np.array([line.strip(_AROUND) in _heads() for _, line in lines_taken])
    ends = np.array([line.strip(_AROUND).startswith(_EDITOR) for _, line in lines_taken])
    headed[rows[heads & (rows < count)]] = True
    linking[:] = headed
    theirs = np.array([OF_READERS.search(line) is not None for _, line in lines_taken])
    linking[rows[theirs & (rows < count)]] = False
    gap = CONTROL + EACH_WORD * np.minimum(taken, MOST_WORDS)
    gap = np.where(headed, HEADING, np.where(taken > 0, gap, 0.0))
    # Where its editor is named an article is over.
    headed[rows[ends & (rows < count)]] = True
    linking[rows[ends & (rows < count)]] = False
    return Taken(gap, headed, linking)


@cache
def _heads() -> frozenset[str]:
    return frozenset(word_lists()["lists"])


def forget_within(taken: Taken, prose: NDArray[np.float64], form: Form) -> None:
    """Take the evidence off that stood within the article: it ends nothing."""
    gap, headed = taken.gap, taken.headed
    # The first long paragraph is the article's: what was taken out above says nothing of below.
    own = int(np.argmax(prose)) + 1
    gap[:own] = 0
    headed[:own] = False
    within = headed.nonzero()[0]
    if len(within):
        told = np.concatenate((prose >= SENTENCE, [False]))
        # Links between two paragraphs, as below.
        full = (form.size[within] >= TOLD) & form.ended[within] & taken.linking[within]
        within = within[told[within - 1] & told[within] & (told[within + 1] | full)]
        headed[within] = False
        gap[within] = 0
