"""A character of which one byte is left, guessed by its neighbours."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from zxclean import tables
from zxclean.garble.readings import Edge, Readings, Stretch, guess

NOTE_FITS = 6.0


def left_edge(readings: Readings, stretch: Stretch) -> Edge:
    place = stretch.first
    return _decide(
        readings,
        readings.x[place],
        readings.codes[place - 1 - stretch.headed],
        np.uint32(stretch.inner[0]),
        bool(readings.seam[place]),
        None,
        None,
    )


def right_edge(
    readings: Readings, stretch: Stretch, notes: Mapping[int, tuple[str, int]]
) -> Edge | None:
    if stretch.resynced:
        return None
    place = stretch.last
    note = notes.get(place)
    return _decide(
        readings,
        readings.y[place],
        np.uint32(stretch.inner[-1]),
        readings.codes[place + 1 + stretch.tailed],
        False,
        note[0] if note else None,
        readings.x[place + 1 + stretch.tailed],
    )


def _decide(
    readings: Readings,
    known: np.uint8,
    before: np.uint32,
    after: np.uint32,
    seam: bool,
    sound: str | None,
    behind: np.uint8 | None,
) -> Edge:
    key = (int(known), int(before), int(after), seam, sound, behind)
    found = readings.edges.get(key)
    if found is None:
        found = readings.edges[key] = _choose(readings, known, before, after, seam, sound, behind)
    return found


def _choose(
    readings: Readings,
    known: np.uint8,
    before: np.uint32,
    after: np.uint32,
    seam: bool,
    sound: str | None,
    behind: np.uint8 | None,
) -> Edge:
    chars, scores = guess(
        readings,
        np.array([known], np.uint8),
        np.array([before], np.uint32),
        np.array([after], np.uint32),
        np.array([seam]),
        None if behind is None else np.array([behind]),
    )
    score = scores[0].astype(np.float64)
    if sound is not None:
        every = tables.readings()
        fits = [sound in every.get(chr(code), ()) for code in chars[0].tolist()]
        score += np.where(fits, NOTE_FITS, 0.0)
    weights = np.exp(score - score.max())
    order = np.argsort(-weights, kind="stable")[:3]
    best = tuple(chr(int(chars[0, place])) for place in order)
    return Edge(best[0], float(weights[order[0]] / weights.sum()), best)
