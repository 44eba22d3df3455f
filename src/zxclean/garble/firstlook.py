"""The first look at a text: where anything may be garbled, by one look-up for each character."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.charsets import Tells, tell_table, tells_at
from zxclean.model import load, pair_score
from zxclean.view import HAN, class_table

Places = NDArray[np.intp]
PAIR = -22.0
"""Two characters in a row that score less than this together, in nats, are looked at."""
AFTER_MARK = -9.0
"""So is one that scores less directly behind a mark that a damaged full stop can end in."""
_LEADING = "!:;?"
"""Those whose second byte is the first byte of common characters (BA, BB, BF) or marks (A1): what
follows a full stop begins with it. With AC, that of a comma, only rare characters do."""
_NEWLINE = 10
_LEVEL, _TELLS, _LEADS = 0xFF, 0x100, 0x200
_NATS = 0.125
"""A level of rarity, so that the rarest character, at -18.5 nats, has 148."""


class Look(NamedTuple):
    """What one look-up for each character of a text tells: where anything may be garbled."""

    tells: Tells
    unlikely: Places
    """Second ones of two characters that together are unlikely."""
    places: Places
    """Where the text is unlikely enough to be looked at."""


def look(codes: NDArray[np.uint32]) -> Look:
    """Find what has to be looked at, by few array operations; on good text that is all.

    A pair scores at least what its characters do by themselves and twice the lowest ratio, so
    of good text 1 to 5 % of the pairs are scored.

    >>> look(np.array([ord(c) for c in "会议指出嵋橹赋"], np.uint32)).unlikely.tolist()
    [5, 6]
    """
    found = _look_table().take(codes, mode="clip")
    levels = found & np.uint16(_LEVEL)
    classes = class_table()
    pairs = ((levels[1:] + levels[:-1]) >= _least_levels()).nonzero()[0] + 1
    noted = (found > _LEVEL).nonzero()[0]
    kinds = found[noted]
    tells = tells_at(codes, noted[kinds & _TELLS > 0])
    marks = noted[kinds >= _LEADS]
    marks = marks[classes.take(codes.take(marks + 1, mode="clip"), mode="clip") & HAN > 0]
    if not len(pairs) and not len(marks):
        return Look(tells, pairs, pairs)
    # Scored at once: each pair after the one before it, and what follows a mark.
    number, middle = len(pairs), pairs - 1
    second = np.concatenate((middle, pairs, marks + 1))
    left, right = codes.take(second - 1, mode="clip"), codes[second]
    left[second == 0] = _NEWLINE
    scores = pair_score(left, right)
    low = scores[:number] + scores[number : 2 * number] < PAIR
    pairs, left, right = pairs[low], left[number : 2 * number][low], right[number : 2 * number][low]
    han = (classes.take(right, mode="clip") | classes.take(left, mode="clip")) & HAN > 0
    places = pairs[han & (right != _NEWLINE)]
    low = scores[2 * number :] < AFTER_MARK
    if low.any():
        places = np.concatenate((places, marks[low] + 1))
        places.sort()
        places = places[np.append(True, places[1:] > places[:-1])]
    return Look(tells, pairs, places)


@cache
def _look_table() -> NDArray[np.uint16]:
    """By code point: how rare it is, whether it is a tell-tale or a mark a full stop may end in."""
    rare = load().characters * np.float32(-1 / _NATS)
    table: NDArray[np.uint16] = np.minimum(rare, np.float32(_LEVEL)).astype(np.uint16)
    table[tell_table() & 0xFF > 0] |= _TELLS
    for mark in _LEADING:
        table[[ord(mark), ord(mark) + 0xFEE0]] |= _LEADS
    table.setflags(write=False)
    return table


@cache
def _least_levels() -> np.uint16:
    """Levels of two characters, added up, below which they cannot be an unlikely pair."""
    return np.uint16(max(0, int((2 * load().lowest - PAIR) / _NATS) - 2))
