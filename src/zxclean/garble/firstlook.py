"""The first look at a text: where anything may be garbled, by one look-up for each character."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.charsets import ALL_BEGIN, Tells, tell_table, tells_at
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
_TELLING, _LEADS = 32, 64
_TELLS = ALL_BEGIN | _TELLING
_LEVEL, _NATS = 127, 0.15
"""The highest level of rarity, and a level: the rarest character, at -18.5 nats, has 123."""
_NO_PLACES = np.zeros(0, np.intp)
_BACK = np.array([[-2], [-1], [0]])
_NO_TELLS = Tells(_NO_PLACES, np.zeros(0, np.uint16), np.zeros(0, np.uint16))


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
    if not len(codes):
        return Look(_NO_TELLS, _NO_PLACES, _NO_PLACES)
    found = _look_table().take(codes, mode="clip").view(np.uint8).reshape(-1, 4)
    levels, own, _, behind = found.T
    pairs = ((levels[1:] + levels[:-1]) >= _least_levels()).nonzero()[0] + 1
    shared = own[:-1] & behind[1:]
    noted = (shared > 0).nonzero()[0]
    marks, tells = _NO_PLACES, _NO_TELLS
    last = int(own[-1]) & _TELLS
    if len(noted) or last:
        kinds = shared.take(noted)
        marks = noted[kinds >= _LEADS]
        told = noted[(kinds & _TELLS).nonzero()[0]] if len(marks) else noted
        if last:
            told = np.concatenate((told, [len(codes) - 1]))
        if len(told):
            tells = tells_at(codes, told)
    if not len(pairs) and not len(marks):
        return Look(tells, pairs, pairs)
    # Scored at once: each pair and the character before it, and what follows a mark.
    number = len(pairs)
    second = np.concatenate((pairs, marks + 1)) if len(marks) else pairs
    scores, codes = _links(codes, second)
    low = (scores[0, :number] + scores[1, :number] < PAIR).nonzero()[0]
    after = (scores[1, number:] < AFTER_MARK).nonzero()[0]
    if not len(low) and not len(after):
        return Look(tells, pairs[:0], pairs[:0])
    pairs, right = pairs[low], codes[2, low]
    classes = class_table()
    han = (classes.take(right, mode="clip") | classes.take(codes[1, low], mode="clip")) & HAN > 0
    places = pairs[han & (right != _NEWLINE)]
    if len(after):
        places = np.concatenate((places, marks[after] + 1))
        places.sort()
        places = places[np.concatenate(([True], places[1:] > places[:-1]))[: len(places)]]
    return Look(tells, pairs, places)


def _links(
    codes: NDArray[np.uint32], places: Places
) -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
    """Scores of what stands before each place and of what stands there, and three characters."""
    three = codes.take(places + _BACK, mode="clip")
    if places[0] == 1:
        three[0, 0] = _NEWLINE
    return pair_score(three[:2], three[1:]), three


@cache
def _look_table() -> NDArray[np.uint32]:
    """By code point four bytes: how rare it is; flags; nothing; what flags count before it.

    The flags are its tell-tales, those of `BEGINS` as they are, and whether a full stop may end
    in that mark, which counts before rare Han.
    """
    rare = np.minimum(load().characters * np.float32(-1 / _NATS), np.float32(_LEVEL))
    table = np.zeros((0x110000, 4), np.uint8)
    table[:, 0] = rare
    tells = tell_table()
    table[:, 1] = tells & ALL_BEGIN
    table[tells & (0xFF - ALL_BEGIN) > 0, 1] |= _TELLING
    for mark in _LEADING:
        table[[ord(mark), ord(mark) + 0xFEE0], 1] |= _LEADS
    table[:, 3] = (tells >> 8) & ALL_BEGIN | _TELLING
    least = (load().lowest - AFTER_MARK) / _NATS
    table[(rare >= least - 1) & (class_table() & HAN > 0), 3] |= _LEADS
    found = table.view(np.uint32).reshape(-1)
    found.setflags(write=False)
    return found


@cache
def _least_levels() -> np.uint8:
    """Levels of two characters, added up, below which they cannot be an unlikely pair."""
    return np.uint8(max(0, int((2 * load().lowest - PAIR) / _NATS) - 2))
