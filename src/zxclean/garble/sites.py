"""Where a text is unlikely enough to be looked at: few places of good text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.layers import NEVER, Layer
from zxclean.view import HAN, TextView

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]
PAIR = -22.0
"""Two characters in a row that score less than this together, in nats, are looked at."""
AFTER_MARK = -9.0
"""So is one that scores less directly behind a mark that a damaged full stop can end in."""
PROMISE, PROMISE_LOST = 7.0, 4.0
"""Least gain of the characters next to such a place, one byte on, without what the edges cost, in
nats; and how much less is asked for beside U+FFFD."""
_AROUND = np.arange(-4, 5)
FAR = -28.0
"""The same where only an unlikely way of coming about is left."""
_NEWLINE = 10
REACH = 12
"""Positions looked at around such a place."""
_LETTERS = "a-z\u00e0-\u00fc\u0101-\u01dc\u01f9\u0144\u0148\u1e3f\u0300\u0301\u0304\u0308\u030c"
_NOTE = re.compile(rf"\( ?([{_LETTERS}]{{1,9}}) ?\)")
_SEAM_MARKS = "!,:;?"


class Site(NamedTuple):
    """Suspicious places of a text, joined by line feeds; `offsets` leads back to the text."""

    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    notes: dict[int, tuple[str, int]]


def suspicious(view: TextView, scores: NDArray[np.float32]) -> Places:
    """Places where the text is unlikely enough to be looked at, by array operations alone."""
    pairs = np.flatnonzero(scores[1:] + scores[:-1] < PAIR) + 1
    han = view.classes & HAN
    pairs = pairs[((han[pairs] | han[pairs - 1]) > 0) & (view.codes[pairs] != _NEWLINE)]
    low = np.flatnonzero(scores < AFTER_MARK)
    low = low[(low > 0) & (han[low] > 0)]
    low = low[is_seam(view.codes[low - 1])]
    return np.union1d(pairs, low)


def promising(view: TextView, scores: NDArray[np.float32], places: Places, layer: Layer) -> Bools:
    """Places around which some characters read better one byte on: few in good text."""
    least = PROMISE
    if layer.cost:
        # An unlikely way is tried only where the text is unlikelier than good text is.
        sums = scores[places] + scores[np.maximum(places - 1, 0)]
        unlikely = np.flatnonzero(sums < FAR)
        least += layer.cost
    else:
        unlikely = np.arange(len(places))
    found = np.zeros(len(places), np.bool_)
    if not len(unlikely):
        return found
    around = places[unlikely][:, None] + _AROUND
    codes = view.codes.take(around, mode="clip")
    pairs = layer.pair_of.take(codes, mode="clip")
    trails = (pairs & np.uint16(0xFF)) << np.uint16(8)
    both = np.where(pairs[:, :-1] > 0, trails[:, :-1] | pairs[:, 1:] >> np.uint16(8), 0)
    s = layer.chars.take(both)
    single = np.where(codes[:, 2:] < 0x80, codes[:, 2:], 0).astype(np.uint16)
    r = layer.chars.take(trails[:, 1:-1] | single)
    before = s[:, :-1]
    onward = model.pair_score(before, s[:, 1:]) + layer.costs.take(both[:, 1:])
    back = model.pair_score(before, r) + np.where(r > 0, np.float32(0), NEVER)
    hoped = np.maximum(onward, back) - scores.take(around[:, 2:], mode="clip")
    best = run = np.maximum(hoped[:, 0], 0)
    for column in range(1, hoped.shape[1]):
        run = np.maximum(run + hoped[:, column], 0)
        best = np.maximum(best, run)
    lost = (codes == 0xFFFD).any(axis=1)
    found[unlikely] = best >= least - lost * np.float32(PROMISE_LOST)
    return found


def is_seam(codes: NDArray[np.uint32]) -> Bools:
    found = np.zeros(len(codes), np.bool_)
    for mark in _SEAM_MARKS:
        found |= (codes == ord(mark)) | (codes == ord(mark) + 0xFEE0)
    return found


def gather(view: TextView, places: Places) -> Site:
    """The places with what stands around them on their lines, pinyin notes taken out."""
    text = view.text
    codes: list[NDArray[np.uint32]] = [np.array([10, 10, 10], np.uint32)]
    offsets: list[NDArray[np.int64]] = [np.array([-1, -1, -1], np.int64)]
    notes: dict[int, tuple[str, int]] = {}
    size, separator = 3, np.array([10], np.uint32)
    for start, end in _regions(view, places):
        keep = np.ones(end - start, np.bool_)
        if "(" in text[start:end]:
            for match in _NOTE.finditer(text, start, end):
                if match.start() > start:
                    keep[match.start() - start : match.end() - start] = False
                    before = size + int(keep[: match.start() - start].sum()) - 1
                    sound = unicodedata.normalize("NFC", match[1])
                    notes[before] = sound, match.end()
        codes += [view.codes[start:end][keep], separator]
        offsets += [np.flatnonzero(keep) + start, np.array([end], np.int64)]
        size += int(keep.sum()) + 1
    codes.append(separator)
    offsets.append(np.array([len(text)], np.int64))
    return Site(np.concatenate(codes), np.concatenate(offsets), notes)


def _regions(view: TextView, places: Places) -> Iterator[tuple[int, int]]:
    """Stretches of lines around the places, in order and apart from one another."""
    breaks = np.flatnonzero(np.diff(places) > 2 * REACH)
    firsts = places[np.append(0, breaks + 1)].tolist()
    lasts = places[np.append(breaks, len(places) - 1)].tolist()
    text = view.text
    for first, last in zip(firsts, lasts, strict=True):
        start = max(0, first - 1 - REACH)
        end = min(len(text), last + 1 + REACH)
        start = max(start, text.rfind("\n", start, first) + 1)
        stop = text.find("\n", last + 1, end)
        yield start, end if stop < 0 else stop
