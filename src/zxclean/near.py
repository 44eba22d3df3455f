"""The script of the stretches at a few places, without looking at the rest of a long text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from zxclean.scripts import FEWEST, NO, SURE, Bools, Judgement, Script, break_table, judge
from zxclean.view import HAN, HANGUL, KANA, SIMPLIFIED, TRADITIONAL, TextView

SPARSE = 200
"""Only if no more than one in so many code points is asked for are they looked at one by one."""


def judge_at(view: TextView, places: NDArray[np.intp], main: Script) -> Judgement | None:
    """What `judge` says of a few places, of which none is the mark at a border.

    `None` where so much of the text is asked for that `judge` is as fast, or where the text may be in
    another language, which only the whole tells.

    Parameters: sorted offsets, the script of the document.
    """
    classes, has_others = view.classes, view.flags & (KANA | HANGUL)
    if not len(places) or len(places) * SPARSE > len(classes):
        return None
    if has_others and _may_be_foreign(classes, 0.9):
        return None
    simplified, foreign = np.zeros((2, len(places)), np.bool_)
    table = break_table()
    leaning, other, whole = False, False, None
    of_line = start = end = line_start = line_end = 0
    for row, place in enumerate(places.tolist()):
        if place >= line_end:
            start, end = view.line_at(place)
            line_end, line = end + 1, classes[start : end + 1]
            whole = None
            if has_others and _may_be_foreign(line, 1):
                whole = judge(view.codes[start:line_end], line, main)
                line_start = start
            of_line, end = _balance(line), start
        if whole is not None:
            simplified[row], foreign[row] = (told[place - line_start] for told in whole)
            continue
        if place >= end:
            start, end = find_run(place, len(classes), lambda a, b: table.take(view.codes[a:b]))
            stretch = classes[start : end + 1]
            own = _balance(stretch)
            own = own if abs(own) >= SURE or not of_line else of_line
            leaning = own >= 0 if main == "hans" else own > 0
            other = has_others > 0 and _is_foreign(view.codes[start : end + 1], stretch)
        simplified[row], foreign[row] = leaning, other
    return Judgement(simplified, foreign)


def find_run(
    place: int, length: int, borders: Callable[[int, int], Bools], reach: int = 64
) -> tuple[int, int]:
    """The stretch around a place up to the next borders on both sides.

    Parameters: the place and the length of the text, what says of `[a, b)` where borders are, how
    far (code points) they are looked for first.
    """
    size, start, end = reach, place, place
    while start > 0:
        first = max(0, start - size)
        there = borders(first, start).nonzero()[0]
        if len(there):
            start = first + int(there[-1]) + 1
            break
        start, size = first, 8 * size
    size = reach
    while end < length:
        there = borders(end, end + size).nonzero()[0]
        if len(there):
            end += int(there[0])
            break
        end, size = min(length, end + size), 8 * size
    return start, end


def _balance(classes: NDArray[np.uint16]) -> int:
    """How many more characters are of Simplified than of Traditional."""
    simplified = np.count_nonzero(classes & SIMPLIFIED)
    return int(simplified) - int(np.count_nonzero(classes & TRADITIONAL))


def _is_foreign(codes: NDArray[np.uint32], classes: NDArray[np.uint16]) -> bool:
    """Whether a stretch is Japanese or Korean by its own characters; see `_other_language`."""
    marked = int(np.count_nonzero(classes & (KANA | HANGUL)))
    letters = marked + int(np.count_nonzero(classes & HAN)) if marked else 0
    if not marked or marked * FEWEST < letters:
        return False
    return marked > 1 or letters <= 3 or not np.count_nonzero(codes == NO)


def _may_be_foreign(classes: NDArray[np.uint16], share: float) -> bool:
    """Whether lines in other languages may have this share of the letters.

    Their stretches have `FEWEST` times as many letters as kana and Hangul at most, and the lines
    twice as many as those.
    """
    marked = int(np.count_nonzero(classes & (KANA | HANGUL)))
    letters = marked + int(np.count_nonzero(classes & HAN))
    return marked > 0 and 2 * FEWEST * marked >= share * letters
