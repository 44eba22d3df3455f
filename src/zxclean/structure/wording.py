"""What the wording of a line speaks for: of furniture or of an article.

Lists of words (`data/body.toml`) know the controls that somebody has written down; a site calls
them as it likes. What they share is their wording: `附件下载次数`, `本页面每10分钟自动刷新`. A
logistic regression over single characters and pairs of neighbours, learned from labelled lines by
`scripts/build_wording.py`, weighs it (`data/WORDING.md` says from what and how well).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.lines import OPEN, Lines, read_lines
from zxclean.view import SPACE, TextView, class_table

BITS = 20
"""The weights lie in a table of `2 ** BITS`, so that a pair never seen seldom meets that of another:
with 2 ** 17 one in five did."""

MOST = 64
"""So many code points of a line are read: what is furniture shows it there."""

LONGEST = 120
"""Longest line (code points) that is weighed; longer ones are prose."""

UNIT = 1 / 32
"""Nats that a weight counts in."""

BEGIN, END = 1, 2
"""What stands before the first code point of a line and behind its last: no text has them."""

_BOUNDS = (3, 5, 7, 9, 12, 15, 19, 24, 30, 40, 60, 100)
"""Bounds of the classes of size, in code points; a line's class counts by how it ends, too."""

_SIZES = np.array(_BOUNDS)

_SIZE_AT, _SALT, _LEFT = 3, 0x9E3779B1, 0x6B43


@cache
def _shapes() -> NDArray[np.uint32]:
    """What a code point counts as: digits, kinds of white space and cases of letters alike."""
    shapes = np.arange(0x10000, dtype=np.uint32)
    shapes[ord("0") : ord("9") + 1] = ord("0")
    shapes[ord("A") : ord("Z") + 1] += 32
    shapes[(class_table()[:0x10000] & SPACE) != 0] = ord(" ")
    shapes.setflags(write=False)
    return shapes


@cache
def _shapes_of() -> dict[int, int]:
    """The same for `str.translate`: the code points that count as others."""
    shapes = _shapes()
    others = (shapes != np.arange(len(shapes))).nonzero()[0]
    return dict(zip(others.tolist(), shapes.take(others).tolist(), strict=True))


@cache
def _weights() -> NDArray[np.int8]:
    return read_weights("wording.bin")


def read_weights(name: str) -> NDArray[np.int8]:
    """The learned weights of a file of `data`, in units; the last is what holds of every line."""
    content = files("zxclean").joinpath("data", name).read_bytes()
    count = len(content) // 5
    weights = np.zeros(2**BITS + 1, np.int8)
    weights[np.frombuffer(content, "<u4", count)] = np.frombuffer(
        content, np.int8, count, 4 * count
    )
    weights.setflags(write=False)
    return weights


def weigh_wording(view: TextView) -> NDArray[np.float64]:
    """For each line that is not blank, the logarithm of the odds that it is furniture.

    As if there were as much of it as of articles, and by its wording alone: what stands around
    does not count. A line longer than `LONGEST` has none at all. Linear in the text.

    >>> (weigh_wording(TextView("视频加载失败,请刷新重试\\n外公撑了五十年船")) > 0).tolist()
    [True, False]
    """
    return view.derive(_weigh)


def weigh_line(lines: Lines, row: int, places: Sequence[int]) -> float:
    """The same for one line, whose signs lie at `places` (`places_of`)."""
    if lines.size.item(row) > LONGEST:
        return -math.inf
    return sum_places(_weights(), places)


def sum_places(table: NDArray[np.int8], places: Sequence[int]) -> float:
    """The nats that signs have together in a table of weights."""
    weights = table.data
    return float((sum(map(weights.__getitem__, places)) + weights[-1]) * UNIT)


def places_of(lines: Lines, row: int) -> list[int]:
    """Where the weights of the signs of a line lie, as `signs_of` has them.

    Before furniture is gone a few lines of a page are asked about: one character after the other takes
    a tenth of what the arrays do for so few.
    """
    size = lines.size.item(row)
    kind = bisect_right(_BOUNDS, size) * 2 + (lines.ending.item(row) != OPEN)
    places, left, shift = [_place_of(_SIZE_AT, kind)], BEGIN, 32 - BITS
    for right in map(ord, lines.folded(row)[:MOST].translate(_shapes_of())):
        if right > 0xFFFF:
            right = 0xFFFF
        if right != left:
            places += (
                (right * _SALT & 0xFFFFFFFF) >> shift,
                ((left * _LEFT + right) * _SALT & 0xFFFFFFFF) >> shift,
            )
            left = right
    if size <= MOST:
        places.append(_place_of(left, END))
    return places


def _weigh(view: TextView) -> NDArray[np.float64]:
    lines = read_lines(view)
    odds = np.full(len(lines), -np.inf)
    rows = (lines.size <= LONGEST).nonzero()[0]
    if len(rows):
        weights = _weights()
        place, row = signs_of(lines, rows)
        odds[rows] = (np.bincount(row, weights.take(place), len(rows)) + weights[-1]) * UNIT
    return odds


def signs_of(lines: Lines, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the weights of the signs of some lines lie, and which of `rows` each is a sign of.

    Signs are the characters and their pairs, a character that is repeated once, and what size the
    line is of and whether it has a mark at its end.
    """
    size = lines.size.take(rows)
    first, count = lines.first.take(rows), np.minimum(size, MOST)
    total = int(count.sum())
    ends = count.cumsum()
    row = np.repeat(np.arange(len(rows)), count)
    offset = np.arange(total) - np.repeat(ends - count, count)
    at = np.repeat(first, count) + offset
    shapes = _shapes().take(_folded_codes(lines.view).take(at), mode="clip")
    left = np.empty_like(shapes)
    left[1:] = shapes[:-1]
    left[offset == 0] = BEGIN
    new = (shapes != left).nonzero()[0]
    left, right = left.take(new), shapes.take(new)
    whole = (size <= MOST).nonzero()[0]
    last = shapes.take(ends.take(whole) - 1)
    kind = _SIZES.searchsorted(size, "right") * 2 + (lines.ending.take(rows) != OPEN)
    places = (
        _place(np.zeros_like(right), right),
        _place(left, right),
        _place(last, np.full_like(last, END)),
        _place(np.full(len(rows), _SIZE_AT, np.uint32), kind.astype(np.uint32)),
    )
    of = row.take(new)
    return np.concatenate(places), np.concatenate((of, of, whole, np.arange(len(rows))))


def _folded_codes(view: TextView) -> NDArray[np.uint32]:
    return np.frombuffer(view.folded.encode("utf-32-le", "surrogatepass"), "<u4")


def _place(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Where the weight of a pair lies, by multiplicative hashing (Knuth, volume 3, 6.4)."""
    mixed = (left * np.uint32(_LEFT) + right) * np.uint32(_SALT)
    return (mixed >> np.uint32(32 - BITS)).astype(np.int64)


def _place_of(left: int, right: int) -> int:
    return ((left * _LEFT + right) * _SALT & 0xFFFFFFFF) >> 32 - BITS
