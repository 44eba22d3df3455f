"""What stands on each line of a text, and what share of its neighbours has something, as columns."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.lines import Lines
from zxclean.view import DIGIT, HAN, LATIN, SPACE, TextView, class_table

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
    packed = _weights().take(view.codes, mode="clip")
    sums = np.zeros(len(packed) + 1, np.uint64)
    np.cumsum(packed, out=sums[1:])
    each = (sums[lines.last] - sums[lines.first]).view(np.int64)
    return [(each >> low) & ((1 << width) - 1) for low, width in _FIELDS]


def share_around(flags: NDArray[np.bool_], reach: int) -> NDArray[np.float64]:
    """Share of the lines up to `reach` before and behind each, itself left out, with a flag."""
    count = len(flags)
    sums = np.zeros(count + 2 * reach + 1)
    np.cumsum(flags, out=sums[reach + 1 : count + reach + 1])
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
