"""The best path through both readings of a text, and the stretches it reads one byte on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from zxclean.garble.edges import STARTS
from zxclean.garble.layers import NEVER
from zxclean.garble.readings import Chain, Joined, Stretch

LEAST_GAIN = 1.0
"""A chain that gains less, in nats, is not worth a word. Of stretches that lost a byte unseen and did not
come back three in ten gained 1 to 4: words decide them, see `restoring.SLIM`."""
HOPELESS = 60.0
"""A reading one byte on that is so much worse than the text as shown, in nats, is given up."""
_KEPT, _ON, _BACK, _FREED = range(4)
"""In step; one byte on; back in step by an ASCII byte that belongs to the last character. `_FREED`
is `_ON` left by an ASCII character that was read as a second byte."""


class Ways(NamedTuple):
    """Scores of the ways into each position, less that of keeping what they step over."""

    on: list[float]
    hole: list[float]
    marked_hole: list[float]
    enter: list[float]
    headed: list[float]
    back: list[float]
    enter_back: list[float]
    headed_back: list[float]
    leave: list[float]
    freed: list[float]
    tailed: list[float]
    after_back: list[float]
    bare: list[float]


class Path(NamedTuple):
    """Of every position and state: how far back the best way came from, and from which state.

    `kept` is the score of being in step there, `plain` the same without any restoration; both
    less the score of the text as shown.
    """

    came: list[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]
    kept: list[float]
    plain: list[float]


def walk(ways: Ways, begins: list[int], size: int) -> Path:
    """Viterbi over three states. What lies between dead ends and the next begin is stepped over."""
    dead = 2 * float(NEVER)
    path = Path([((1, _KEPT),) * 3] * size, [0.0] * size, [0.0] * size)
    came, kept, plain = path
    o3 = o2 = o1 = b1 = dead
    i, number = 3, 0
    while i < size:
        if max(o1, o2, o3, b1) < kept[i - 1] - HOPELESS:
            while number < len(begins) and begins[number] < i:
                number += 1
            following = begins[number] if number < len(begins) else size
            kept[i:following] = [kept[i - 1]] * (following - i)
            plain[i:following] = [plain[i - 1]] * (following - i)
            i, o3, o2, o1, b1 = following, dead, dead, dead, dead
            if i == size:
                break
        k, from_k = kept[i - 1], (1, _KEPT)
        plain[i] = max(plain[i - 1], plain[i - 2] + ways.bare[i])
        if kept[i - 2] + ways.bare[i] > k:
            k, from_k = kept[i - 2] + ways.bare[i], (2, _KEPT)
        if b1 + ways.after_back[i] > k:
            k, from_k = b1 + ways.after_back[i], (1, _BACK)
        if o1 + ways.leave[i] > k:
            k, from_k = o1 + ways.leave[i], (1, _ON)
        if o1 + ways.freed[i] > k:
            k, from_k = o1 + ways.freed[i], (1, _FREED)
        if o2 + ways.tailed[i] > k:
            k, from_k = o2 + ways.tailed[i], (2, _ON)
        o, from_o = o1 + ways.on[i], (1, _ON)
        if kept[i - 2] + ways.enter[i] > o:
            o, from_o = kept[i - 2] + ways.enter[i], (2, _KEPT)
        if kept[i - 3] + ways.headed[i] > o:
            o, from_o = kept[i - 3] + ways.headed[i], (3, _KEPT)
        if o2 + ways.hole[i] > o:
            o, from_o = o2 + ways.hole[i], (2, _ON)
        if o3 + ways.marked_hole[i] > o:
            o, from_o = o3 + ways.marked_hole[i], (3, _ON)
        b, from_b = o1 + ways.back[i], (1, _ON)
        if kept[i - 2] + ways.enter_back[i] > b:
            b, from_b = kept[i - 2] + ways.enter_back[i], (2, _KEPT)
        if kept[i - 3] + ways.headed_back[i] > b:
            b, from_b = kept[i - 3] + ways.headed_back[i], (3, _KEPT)
        kept[i] = k
        came[i] = from_k, from_o, from_b
        o3, o2, o1, b1 = o2, o1, o, b
        i += 1
    return path


def find_chains(readings: Joined, path: Path) -> Iterator[Chain]:
    """Follow the best path back from its end."""
    came, kept, plain = path
    shown = readings.keep.cumsum(dtype=np.float64)
    at, state = len(came) - 1, _KEPT
    while at >= 3:
        step, before = came[at][state]
        if before == _KEPT:
            at -= step
            continue
        over, stretches = at, list[Stretch]()
        at, state = at - step, before
        last, resynced, tailed = at, state in (_BACK, _FREED), step == 2
        inner: list[int] = []
        if state == _FREED:
            inner, state = [int(readings.y[at])], _ON
        while state != _KEPT:
            step, before = came[at][state]
            inner.append(int((readings.r if state == _BACK else readings.s)[at - 1]))
            if step > 1:
                headed = step == 3
                found = Stretch(at - 1, last, tuple(inner[::-1]), resynced, headed, tailed)
                stretches.append(found)
                inner, last, resynced, tailed = [], at - step, False, False
            at, state = at - step, before
        score = kept[over] - kept[at]
        gain = score - (plain[over] - plain[at])
        size = sum(len(found.inner) + 2 for found in stretches) + 1 - stretches[0].resynced
        mean = (score + float(shown[over] - shown[at]) + STARTS) / size
        if gain >= LEAST_GAIN:
            yield Chain(tuple(stretches[::-1]), gain, mean)
