"""Where a text is unlikely enough to be looked at: few places of good text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.layers import NEVER, Layer
from zxclean.view import HAN, HANGUL, KANA, MARK, NARROW, TextView

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]
PAIR = -22.0
"""Two characters in a row that score less than this together, in nats, are looked at."""
AFTER_MARK = -9.0
"""So is one that scores less directly behind a mark that a damaged full stop can end in."""
PROMISE, PROMISE_LOST = 7.0, 4.0
"""Least gain of the characters next to such a place, one byte on, without what the edges cost, in
nats; and how much less is asked for beside U+FFFD."""
BESIDE, FOREIGN_BESIDE = 16, 3
"""So many kana or Hangul within so many characters make a text another language's. Seen in 0.6
million characters of Japanese: one false repair in 700 characters without this."""
_AROUND = np.arange(-4, 5)
FAR = -28.0
"""The same where only an unlikely way of coming about is left."""
_NEWLINE = 10
REACH = 12
"""Positions looked at around such a place."""
_LETTERS = "a-z\u00e0-\u00fc\u0101-\u01dc\u01f9\u0144\u0148\u1e3f\u0300\u0301\u0304\u0308\u030c"
_NOTE = re.compile(rf"\( ?([{_LETTERS}]{{1,9}}) ?\)")
_SEAM_MARKS = "!,:;?"
_LEADING = "!:;?"
"""Those whose second byte is the first byte of common characters (BA, BB, BF) or marks (A1): what
follows a full stop begins with it. With AC, that of a comma, only rare characters do."""


class Site(NamedTuple):
    """Suspicious places of a text, joined by line feeds; `offsets` leads back to the text."""

    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    notes: dict[int, tuple[str, int]]


def unlikely_pairs(view: TextView) -> Places:
    """Second ones of two characters that together are unlikely."""
    return model.unlikely_pairs(view.codes, PAIR)


def suspicious(view: TextView, pairs: Places) -> Places:
    """Places where the text is unlikely enough to be looked at, by array operations alone.

    `pairs` are its unlikely pairs.
    """
    codes, classes = view.codes, view.classes
    if len(pairs):
        pairs = pairs[
            ((classes[pairs] | classes[pairs - 1]) & HAN > 0) & (codes[pairs] != _NEWLINE)
        ]
    if not view.flags & (NARROW | MARK):
        return pairs
    marks = np.flatnonzero((classes[:-1] & (NARROW | MARK) > 0) & (classes[1:] & HAN > 0))
    marks = marks[_mark_table(_LEADING).take(codes[marks], mode="clip")]
    if not len(marks):
        return pairs
    low = model.pair_score(codes[marks], codes[marks + 1]) < AFTER_MARK
    return np.union1d(pairs, marks[low] + 1) if low.any() else pairs


def amid_foreign(view: TextView, places: Places) -> Bools:
    """Which places stand amid kana or Hangul: Japanese and Korean read no worse one byte on.

    Shifted bytes of Chinese are hardly ever kana: rows A4 and A5 hold no other characters.
    """
    if not view.flags & (KANA | HANGUL) or not len(places):
        return np.zeros(len(places), np.bool_)
    count = np.concatenate(([0], np.cumsum(view.classes & (KANA | HANGUL) > 0)))
    low, high = np.maximum(places - BESIDE, 0), np.minimum(places + BESIDE, len(view.text))
    return np.asarray(count[high] - count[low] >= FOREIGN_BESIDE)


class Around(NamedTuple):
    """What stands around suspicious places: code points and scores, a row for each place."""

    codes: NDArray[np.uint32]
    scores: NDArray[np.float32]
    far: Bools


def look_around(view: TextView, places: Places) -> Around:
    """The characters around the places, and which of them are unlikelier than good text is."""
    around = places[:, None] + _AROUND
    codes = view.codes.take(around, mode="clip")
    before = np.where(around[:, 2:] > 0, codes[:, 1:-1], np.uint32(_NEWLINE))
    scores = model.pair_score(before, codes[:, 2:])
    middle = -_AROUND[0] - 2
    return Around(codes, scores, scores[:, middle] + scores[:, middle - 1] < FAR)


def promising(around: Around, layer: Layer) -> Bools:
    """Places around which some characters read better one byte on: few in good text."""
    least = PROMISE
    found = np.zeros(len(around.codes), np.bool_)
    codes, scores = around.codes, around.scores
    if layer.cost:
        # An unlikely way is tried only where the text is unlikelier than good text is.
        if not around.far.any():
            return found
        codes, scores = codes[around.far], scores[around.far]
        least += layer.cost
    pairs = layer.pair_of.take(codes, mode="clip")
    trails = (pairs & np.uint16(0xFF)) << np.uint16(8)
    both = np.where(pairs[:, :-1] > 0, trails[:, :-1] | pairs[:, 1:] >> np.uint16(8), 0)
    s = layer.chars.take(both)
    single = np.where(codes[:, 2:] < 0x80, codes[:, 2:], 0).astype(np.uint16)
    r = layer.chars.take(trails[:, 1:-1] | single)
    before = s[:, :-1]
    onward = model.pair_score(before, s[:, 1:]) + layer.costs.take(both[:, 1:])
    back = model.pair_score(before, r) + np.where(r > 0, np.float32(0), NEVER)
    hoped = np.maximum(onward, back) - scores
    lost = (codes == 0xFFFD).any(axis=1)
    enough = least - lost * np.float32(PROMISE_LOST)
    if not (np.maximum(hoped, 0).sum(axis=1) >= enough).any():
        return found
    best = run = np.maximum(hoped[:, 0], 0)
    for column in range(1, hoped.shape[1]):
        run = np.maximum(run + hoped[:, column], 0)
        best = np.maximum(best, run)
    found[around.far if layer.cost else slice(None)] = best >= enough
    return found


def is_seam(codes: NDArray[np.uint32]) -> Bools:
    return _mark_table(_SEAM_MARKS).take(codes, mode="clip")


@cache
def _mark_table(marks: str) -> Bools:
    table = np.zeros(0xFF5F, np.bool_)
    for mark in marks:
        table[[ord(mark), ord(mark) + 0xFEE0]] = True
    table.setflags(write=False)
    return table


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
