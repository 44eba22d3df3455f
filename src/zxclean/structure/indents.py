"""Paragraphs run together with their indents: wide white space inside a line."""

from __future__ import annotations

import re
from collections import Counter

from zxclean.proposals import Edit
from zxclean.structure.lines import Lines
from zxclean.structure.splits import HEADING_SIZE, NO_BORDER, STOPS, ends_sentence
from zxclean.view import TextView

_PAUSES = STOPS + ";"

_INDENT = re.compile("[ \u3000]{2,8}")
"""White space inside a line that is as wide as the indent of a paragraph."""

INDENTS = 2
"""So many indents inside lines at least; of one the page may have its own reason."""

INDENTED_SIZE = 12
"""Least mean size (code points) of the paragraphs between them: those of a dialogue are short."""

LABEL_SIZE = 2
"""Shorter pieces (code points) beside white space that ends no sentence are parts of a spaced name."""


def split_indents(lines: Lines) -> list[Edit]:
    """Break lines up before paragraphs whose indent stands inside the line.

    A third of such white space on the line stands behind sentences, else it parts cells; then what
    is as wide elsewhere ends a heading or a credit.

    >>> from zxclean.structure.lines import read_lines
    >>> one = "\u6e21\u53e3\u4fee\u597d\u4e86\u6865\uff0c" * 3 + "\u8239\u505c\u4e86\u3002"
    >>> len(split_indents(read_lines(TextView("   ".join([one] * 3)))))
    2
    """
    borders: list[tuple[int, int]] = []
    ended = 0
    for i in (lines.size >= 2 * INDENTED_SIZE).nonzero()[0].tolist():
        found, behind = _find_indents(lines.view, int(lines.first[i]), int(lines.last[i]))
        borders += found
        ended += behind
    if ended < INDENTS:
        return []
    message = "a paragraph began here: its indent stood on one line with the one before"
    return [
        Edit(left, right, "\n", "blocks.split", "replace", message, 0.9) for left, right in borders
    ]


def _find_indents(view: TextView, start: int, end: int) -> tuple[list[tuple[int, int]], int]:
    """Indents inside one line, and how many of them stand behind a sentence."""
    folded = view.folded
    gaps = [match.span() for match in _INDENT.finditer(view.text, start, end)]
    gaps = [gap for gap in gaps if not NO_BORDER.search(folded, gap[0] - 1, gap[1] + 1)]
    stops = [ends_sentence(folded, left, _PAUSES) for left, _ in gaps]
    ended = [
        stop or folded[left - 1] in ")]\u3011:" for stop, (left, _) in zip(stops, gaps, strict=True)
    ]
    if 3 * sum(stops if sum(stops) < INDENTS else ended) < max(len(gaps), 1):
        return [], 0
    if end - start < INDENTED_SIZE * (len(gaps) + 1):
        return [], 0
    widths = Counter(
        view.text[left:right] for (left, right), behind in zip(gaps, ended, strict=True) if behind
    )
    usual = widths.most_common(1)[0][0]
    edges = [start, *(place for gap in gaps for place in gap), end]
    sizes = [b - a for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [
        gap
        for n, (gap, behind) in enumerate(zip(gaps, ended, strict=True))
        if behind
        or (
            view.text[slice(*gap)] == usual
            and LABEL_SIZE <= sizes[n] <= HEADING_SIZE
            and sizes[n + 1] >= LABEL_SIZE
        )
    ], sum(stops)
