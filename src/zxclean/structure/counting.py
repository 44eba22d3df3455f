"""What stands on each line of a text, and what share of its neighbours has something, as columns."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.lines import Lines
from zxclean.view import DIGIT, HAN, LATIN, SPACE, TextView, class_table

_AT_ONCE = 1 << 16
"""Of a longer text the lines are counted so many code points at a time: sums take twice its room."""
_FIELDS = ((0, 14), (14, 14), (28, 8), (36, 8), (44, 8), (52, 12))
_FULL, _STOPS, _COMMAS = "\u3002", "\uff01\uff1f!?\uff1b;", "\uff0c,"
_SEPARATORS = "|>\uff5c\u203a\u00b7/"


@cache
def _weights() -> NDArray[np.uint64]:
    """What each character adds to the packed counts of a line, by `_FIELDS`: letters, digits, full
    stops, other stops, commas, separators."""
    classes = class_table()[:0x10000]
    table = np.zeros(0x10000, np.uint64)
    rows = (
        (classes & (HAN | LATIN)) != 0,
        (classes & DIGIT) != 0,
        _are(_FULL),
        _are(_STOPS),
        _are(_COMMAS),
        ((classes & SPACE) != 0) | _are(_SEPARATORS),
    )
    for (low, _), members in zip(_FIELDS, rows, strict=True):
        table[members] = 1 << low
    table.setflags(write=False)
    return table


def _are(chars: str) -> NDArray[np.bool_]:
    return np.isin(np.arange(0x10000), [ord(char) for char in chars])


def count_marks(view: TextView, lines: Lines) -> list[NDArray[np.int64]]:
    """Letters, digits, full stops, other stops, commas and separators of each line.

    Of a line longer than 2,000 code points some may be wrong: the sums of the packed counts run over.
    """
    first, last = lines.first, lines.last
    if len(view.codes) <= _AT_ONCE:
        each = _sum_up(view.codes, first, last)
    else:
        bounds = first.searchsorted(range(0, len(view.codes), _AT_ONCE)).tolist()
        parts = [slice(a, b) for a, b in pairwise([*bounds, len(first)]) if a < b]
        each = np.concatenate([_sum_up(view.codes, first[part], last[part]) for part in parts])
    return [(each >> low) & ((1 << width) - 1) for low, width in _FIELDS]


def _sum_up(
    codes: NDArray[np.uint32], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The packed counts of the lines `first[i]` to `last[i]`, which stand in order."""
    start = first.item(0)
    packed = _weights().take(codes[start : last.item(-1)], mode="clip")
    sums = np.zeros(len(packed) + 1, np.uint64)
    packed.cumsum(out=sums[1:])
    each: NDArray[np.uint64] = sums[last - start] - sums[first - start]
    return each.view(np.int64)


def share_around(flags: NDArray[np.bool_], reach: int) -> NDArray[np.float64]:
    """Share of the lines up to `reach` before and behind each, itself left out, with a flag."""
    count = len(flags)
    sums = np.zeros(count + 2 * reach + 1)
    flags.cumsum(out=sums[reach + 1 : count + reach + 1])
    sums[count + reach + 1 :] = sums[count + reach]
    inside = sums[2 * reach + 1 :] - sums[:count] - flags
    return inside / _neighbours(count, reach)


def _neighbours(count: int, reach: int) -> NDArray[np.float64]:
    """How many lines are up to `reach` before and behind each."""
    number = np.full(count, 2.0 * reach)
    for k in range(min(reach, count)):
        number[k] -= reach - k
        number[-1 - k] -= reach - k
    return np.asarray(np.maximum(number, 1))
