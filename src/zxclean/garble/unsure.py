"""A character of which one byte is left, guessed by its neighbours and the words around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zxclean import lexicon, tables
from zxclean.garble.readings import Edge, Readings, Stretch, guess
from zxclean.model import pair_score

NOTE_FITS = 6.0
AROUND = 4
"""Characters on each side that may be of one word with it."""
TRIED = 32
"""Candidates that are weighed by words, the likeliest by their neighbours."""
WORDS = np.float32(0.7)
"""Share of the word model in what candidates score, the rest is the neighbours'. With 0 half as
many characters were sure enough, and 4 % of them wrong, not 2 %; 0.5 and 1 are as good."""


def left_edge(readings: Readings, stretch: Stretch) -> Edge:
    place = stretch.first
    before = place - 1 - stretch.headed
    return _decide(
        readings,
        readings.x[place],
        readings.codes[max(0, before + 1 - AROUND) : before + 1].tolist(),
        stretch.inner[:AROUND],
        seam=bool(readings.seam[place]),
    )


def right_edge(
    readings: Readings, stretch: Stretch, notes: Mapping[int, tuple[str, int]]
) -> Edge | None:
    if stretch.resynced:
        return None
    place = stretch.last
    note = notes.get(place)
    after = place + 1 + stretch.tailed
    return _decide(
        readings,
        readings.y[place],
        stretch.inner[-AROUND:],
        readings.codes[after : after + AROUND].tolist(),
        sound=note[0] if note else None,
        behind=readings.x[after],
    )


def _decide(
    readings: Readings,
    known: np.uint8,
    before: Sequence[int],
    after: Sequence[int],
    *,
    seam: bool = False,
    sound: str | None = None,
    behind: np.uint8 | None = None,
) -> Edge:
    key = (int(known), *before, -1, *after, seam, sound, behind)
    found = readings.edges.get(key)
    if found is None:
        found = readings.edges[key] = _choose(readings, known, before, after, seam, sound, behind)
    return found


def _choose(
    readings: Readings,
    known: np.uint8,
    before: Sequence[int],
    after: Sequence[int],
    seam: bool,
    sound: str | None,
    behind: np.uint8 | None,
) -> Edge:
    left, right = np.array(before, np.uint32), np.array(after, np.uint32)
    chars, scores = guess(
        readings,
        np.array([known], np.uint8),
        left[-1:],
        right[:1],
        np.array([seam]),
        None if behind is None else np.array([behind]),
    )
    score = scores[0].astype(np.float64)
    if sound is not None:
        every = tables.readings()
        fits = [sound in every.get(chr(code), ()) for code in chars[0].tolist()]
        score += np.where(fits, NOTE_FITS, 0.0)
    best = np.argsort(-score, kind="stable")[:TRIED]
    tried = chars[0, best]
    rows = np.empty((len(tried), len(left) + 1 + len(right)), np.uint32)
    rows[:, : len(left)], rows[:, len(left)], rows[:, len(left) + 1 :] = left, tried, right
    neighbours = pair_score(left[-1:], tried) + pair_score(tried, right[:1])
    score = score[best] + WORDS * (lexicon.score(rows) - neighbours)
    weights = np.exp(score - score.max())
    order = np.argsort(-weights, kind="stable")[:3]
    likely = tuple(chr(int(tried[place])) for place in order)
    return Edge(likely[0], float(weights[order[0]] / weights.sum()), likely)
