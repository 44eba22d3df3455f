"""What the lines of a text look like: their size, their marks, how much of them furniture's words take."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.structure.counting import count_marks
from zxclean.structure.lines import BULLET, STOP, Lines
from zxclean.structure.vocabulary import Words
from zxclean.view import TextView

SHORT, FIGURES = 12, 20
"""Longest line (code points) that is short, and longest of figures."""


class Form(msgspec.Struct, frozen=True, eq=False):
    """Columns over lines: `size` in code points, counts of `letters`, `digits`, full stops (`full`),
    `marks` of clauses and sentences, and `gaps`.

    `share` is the share of a line's letters in controls, `menu` that in any words of furniture,
    `words` their number. `fact` tells lines that may state a fact, `ended` those with a stop at the
    end, `sentence` those of them with a full stop, `bullet` those that begin with one, `short`
    those of a few characters without marks, `figures` short ones of digits.
    """

    size: NDArray[np.int64]
    letters: NDArray[np.int64]
    digits: NDArray[np.int64]
    full: NDArray[np.int64]
    marks: NDArray[np.int64]
    gaps: NDArray[np.int64]
    words: NDArray[np.int64]
    share: NDArray[np.float64]
    menu: NDArray[np.float64]
    fact: NDArray[np.bool_]
    ended: NDArray[np.bool_]
    sentence: NDArray[np.bool_]
    bullet: NDArray[np.bool_]
    short: NDArray[np.bool_]
    figures: NDArray[np.bool_]

    def part(self, first: int, behind: int) -> Form:
        """The columns of the lines from `first` to the one before `behind`."""
        columns = msgspec.structs.asdict(self)
        return Form(**{name: each[first:behind] for name, each in columns.items()})


def read_form(view: TextView, lines: Lines, found: Words) -> Form:
    """What each line looks like."""
    size = lines.size
    letters, digits, full, stops, commas, gaps = count_marks(view, lines)
    least = np.maximum(letters, 1)
    ended = lines.ending == STOP
    marks = full + stops + commas
    return Form(
        size=size,
        letters=letters,
        digits=digits,
        full=full,
        marks=marks,
        gaps=gaps,
        words=found.words,
        share=found.control / least,
        menu=found.named / least,
        fact=(found.facts > 0) & (size <= 80),
        ended=ended,
        sentence=(full > 0) & ended,
        bullet=(lines.heads & BULLET) != 0,
        short=(size <= SHORT) & (marks == 0),
        figures=(letters <= 2) & (digits > 0) & (size <= FIGURES),
    )
