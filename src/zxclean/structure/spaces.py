"""White space that a layout left inside sentences: between all characters, or where lines ended."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from zxclean.proposals import Edit
from zxclean.structure.joins import NEAR, score_seams
from zxclean.structure.lines import Lines
from zxclean.structure.splits import ends_sentence
from zxclean.structure.wraps import SEAM_SCORE, SLACK
from zxclean.view import HAN, TextView

LEAST = 4
"""So many spaces inside sentences at least, of whatever kind: fewer may be meant."""

WIDE = 0x2014
"""From this code point on characters take two columns."""

SPACED, TOUCHING = 15, 0.1
"""So many spaces between Chinese characters on a line with marks, and so few pairs without one, are
found in text that is spaced throughout; words parted by spaces touch inside."""

NARROWEST, WIDEST = 24, 200
"""Width (columns) of lines that were put together with spaces; names and headlines are shorter."""

FULL_SHARE = 0.4
"""Share of the spaces of a line that stand where it had no more room; others were there before."""

CHAINED, CHAINED_SCORE = 0.2, 3.0
"""Share of the spaces that stand as far behind another one as that behind the start of its line, and the
least mean score of the words around them then (`joins.score_seams`): what stands at one distance over
and over is no space between words. Else, as in a list of headlines with a gap, it is `SEAM_SCORE`."""

_MARKS = re.compile("[,.;:!?\u3001\u3002]")
_RUN = re.compile("[ \u3000]+")
_LETTERS = re.compile("[A-Za-z0-9]{2}")


def find_spaces(lines: Lines) -> list[Edit]:
    """Take off spaces inside sentences, and put paragraphs on lines of their own where they show.

    Spaces of headlines, names, verse and tables stay, and words that are parted throughout.

    >>> from zxclean.structure.lines import read_lines
    >>> line = "\u6e21 \u53e3 \u7684 \u8239 \u505c \u4e86 \uff0c \u6865 \u5df2 \u7ecf \u4fee \u597d \u4e86 \u3002" * 2
    >>> len(find_spaces(read_lines(TextView(line))))
    26
    """
    view = lines.view
    if view.folded.count(" ") < LEAST:
        return []
    places = _single_spaces(view)
    if len(places) < LEAST:
        return []
    return _spaced_text(lines, places) or _wrapped_text(lines, places)


def _single_spaces(view: TextView) -> NDArray[np.int64]:
    """Spaces between two characters one of which at least is Chinese or a wide mark."""
    codes = view.codes
    space = (codes == 0x20) | (codes == 0x3000)
    wide = (codes >= WIDE) & ~space
    found = space[1:-1] & ~space[2:] & ~space[:-2] & (wide[2:] | wide[:-2])
    found &= (codes[2:] != 0x0A) & (codes[:-2] != 0x0A)
    places: NDArray[np.int64] = found.nonzero()[0] + 1
    return places


def _spaced_text(lines: Lines, places: NDArray[np.int64]) -> list[Edit]:
    """Spaces of lines that have one between nearly all characters."""
    view = lines.view
    han = view.classes & HAN != 0
    between = places[han.take(places - 1) & han.take(places + 1)]
    apart = between.searchsorted(lines.last) - between.searchsorted(lines.first)
    if not len(between) or apart.max() < SPACED:
        return []
    pairs = (han[1:] & han[:-1]).nonzero()[0]
    touching = pairs.searchsorted(lines.last) - pairs.searchsorted(lines.first)
    spaced = (apart >= 1) & (touching <= TOUCHING * apart)
    if not any(
        len(_MARKS.findall(lines.folded(i))) > 1
        for i in (spaced & (apart >= SPACED)).nonzero()[0].tolist()
    ):
        return []
    if 2 * apart[spaced].sum() < apart.sum() + touching.sum():
        spaced &= apart >= LEAST
    message = "every character of the line had a space behind it"
    return [
        Edit(start, end, after, "blocks.spaced", "remove", message, 0.9)
        for i in spaced.nonzero()[0].tolist()
        for start, end, after in _all_spaces(view, int(lines.first[i]), int(lines.last[i]))
    ]


def _all_spaces(view: TextView, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """White space of a spaced line: one space goes, of more one stays, as between two words."""
    for run in _RUN.finditer(view.text, start, end):
        left, right = run.span()
        if right - left > 1:
            yield left + 1, right, ""
        elif not (
            _LETTERS.match(view.text, left - 2, left) or _LETTERS.match(view.text, right, right + 2)
        ):
            yield left, right, ""


def _wrapped_text(lines: Lines, places: NDArray[np.int64]) -> list[Edit]:
    """Spaces where the lines of a layout ended, all of one width, before they were put together."""
    best: list[tuple[int, bool]] = []
    for columns in (True, False):
        found = _line_ends(lines, places, columns)
        if len(found) > len(best):
            best = found
    seams = [place for place, border in best if not border]
    if len(seams) < LEAST:
        return []
    rows = lines.first.searchsorted(seams, "right")
    chained = np.count_nonzero(rows[1:] == rows[:-1]) >= CHAINED * len(seams)
    if _score(lines.view, seams) < (CHAINED_SCORE if chained else SEAM_SCORE):
        return []
    return [
        Edit(place, place + 1, "\n", "blocks.split", "replace", _BORDER, 0.9)
        if border
        else Edit(place, place + 1, "", "blocks.wrap", "remove", _SEAM, 0.9)
        for place, border in best
    ]


_SEAM = "a line of a layout ended here: its end had become a space"
_BORDER = "a paragraph ended here, before the line of the layout was full"


def _line_ends(lines: Lines, places: NDArray[np.int64], columns: bool) -> list[tuple[int, bool]]:
    """Spaces at the ends of full lines, and of paragraphs whose last line was shorter (true)."""
    view = lines.view
    least = NARROWEST if columns else NARROWEST // 2
    rows = lines.first.searchsorted(places, "right") - 1
    before = np.maximum(lines.first.take(rows), np.concatenate(([0], places[:-1] + 1)))
    if np.count_nonzero(places - before >= NARROWEST // 2) < LEAST - 1:
        return []
    width = np.arange(len(view.codes) + 1)
    if columns:
        width[1:] += (view.codes >= WIDE).cumsum()
    steps = width.take(places) - width.take(before)
    steps = steps[(steps >= least) & (steps <= WIDEST)]
    if len(steps) < LEAST - 1:
        return []
    near = np.convolve(np.bincount(steps), np.ones(3, np.int64), "same")
    typical = int(near.argmax())
    slack = SLACK if columns else SLACK // 2 + 1
    found: list[tuple[int, bool]] = []
    filled, starts = np.unique(rows, return_index=True)
    stops = [*starts[1:].tolist(), len(places)]
    for row, low, high in zip(filled.tolist(), starts.tolist(), stops, strict=True):
        begin, gaps = int(lines.first[row]), places[low:high].tolist()
        ends: list[tuple[int, bool]] = []
        for place in gaps:
            size = int(width[place] - width[begin])
            if abs(size - typical) <= slack:
                ends.append((place, False))
            elif size < typical and ends_sentence(view.folded, place):
                ends.append((place, True))
            elif not _indented(size, typical, slack, begin == int(lines.first[row])):
                continue
            else:
                ends.append((place, False))
            begin = place + 1
        full = sum(not border for _, border in ends)
        if full and len(ends) >= FULL_SHARE * len(gaps) and full >= FULL_SHARE * len(ends):
            found += ends
    return found


def _indented(size: int, typical: int, slack: int, first: bool) -> bool:
    """Whether the first line of a paragraph was shorter by its indent."""
    return first and typical - 4 - slack <= size <= typical


def _score(view: TextView, seams: list[int]) -> float:
    """How well the words around the spaces go on, as those of wrapped lines do."""
    han = view.classes & HAN != 0
    some = [place for place in seams if han[place - 1] and han[place + 1]]
    if 3 * len(some) < len(seams):
        return 0.0
    scores = score_seams(
        [view.folded[place - NEAR : place].strip() for place in some],
        [view.folded[place + 1 : place + 1 + NEAR].strip() for place in some],
    )
    return float(scores.mean())
