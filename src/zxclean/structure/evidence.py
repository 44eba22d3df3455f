"""The evidence on the lines of a page, for furniture and for an article, and what it is worth."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.structure.line_form import Form
from zxclean.structure.lines import Lines

# Weights, in the units of a logistic regression of body against furniture lines over the 71 tuned
# documents (a control line -3.3, a menu -2.9 to -3.1, a bullet -2.2 alone and -3.3 among others, a
# line of figures -1.3, a full stop 1.3 and what its length adds). They are rounded, and the rest is
# capped, because sums over lines decide: with each of them from two thirds to one and a half of its
# value F1 stays within 0.005, and recall does not move. With two words in five left out of
# `data/body.toml` at random it falls by 0.02.
CONTROL, EACH_WORD, MOST_WORDS = 1.5, 0.75, 4
"""A line made of controls, for each word or two characters of furniture on it, and for so many at
most."""

COLUMN = 1.5
"""A line that is the name of a column."""

HEADING = 4.0
"""A line that heads a list of other pages or comments."""

LINK = 0.75
"""A bullet among bullets beside furniture."""

FIGURE = 1.0
"""A line of figures beside furniture: counters, dates of comments."""

SENTENCE, EACH_SIZE, MOST_SIZE = 3.0, 1 / 15, 6.0
"""A line with a full stop, for each code point over `SHORT`, and at most."""

SOLID = 5.5
"""What each of three sentences in a row weighs (58 code points) from which the one between counts
in full behind such headings too: teasers and comments stand between titles, names and dates."""

FAINT = 0.4
"""A short line with other marks: a headline, a line of verse."""

REPLY = 8.0
"""What a sentence weighs more in a forum, where replies are the text."""

ABOVE, ABOVE_BULLET = 0.2, 0.5
"""A short line among short lines, a short bullet: menus, if they stand above the article."""

LEAST = 2.5
"""Least evidence, less the prose against it, to take out what stands above or below: one button by
itself has 2.25, two on one line have 3, a heading over a list 4."""


class Evidence(msgspec.Struct, frozen=True, eq=False):
    """Columns over the lines of `lines`.

    `furniture` is what speaks against a line and `prose` what speaks for it, 0 for most; lines with
    neither go or stay with their neighbours. `above` is what speaks against a line only where it
    stands before the article. `heading` tells lines that head a list of other pages, `others` those
    from which on a page is about other pages or its readers. `title` tells lines of the shape of a
    headline, `fact` those that may state the article's source, author or date, `signs` those of
    figures and signs alone, `tail` what goes with the furniture below it: notices, tags,
    invitations; `notice` the notices. `gap` is the evidence of the furniture that an earlier step
    took out right before a line. `insert` tells headings over links in the midst of the article, and those links. `section` tells the
    article's own headings, and long lines that are its paragraphs for want of others. `wording` is the logarithm of the odds that a line is furniture by its wording.
    """

    lines: Lines
    form: Form
    furniture: NDArray[np.float64]
    prose: NDArray[np.float64]
    above: NDArray[np.float64]
    heading: NDArray[np.bool_]
    others: NDArray[np.bool_]
    title: NDArray[np.bool_]
    fact: NDArray[np.bool_]
    signs: NDArray[np.bool_]
    gap: NDArray[np.float64]
    tail: NDArray[np.bool_]
    notice: NDArray[np.bool_]
    insert: NDArray[np.bool_]
    section: NDArray[np.bool_]
    wording: NDArray[np.float64]

    def part(self, first: int, behind: int) -> Evidence:
        """What was found of the lines from `first` to the one before `behind`."""
        columns = msgspec.structs.asdict(self)
        lines = columns.pop("lines").part(first, behind)
        form = columns.pop("form").part(first, behind)
        return Evidence(lines, form, **{name: each[first:behind] for name, each in columns.items()})
