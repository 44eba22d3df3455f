"""A character of which one byte is left, guessed by its neighbours and the words around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from zxclean import tables
from zxclean.garble.around import AROUND, words_beyond
from zxclean.garble.balance import closing, opening
from zxclean.garble.layers import LOST_LEADS
from zxclean.garble.readings import NO_HOLE, Edge, Readings, Stretch, guess, logsum, seams

_AT_ONCE = 256
_NEWLINE = 0x0A
NOTE_FITS = 6.0
HEADED = 6.0
"""How much less likely the byte behind a mark of loss is a first one, in nats: a mark stands for the
bytes before it, so what is left is the second byte of a character."""
TRIED = 32
"""Candidates that are weighed by words, the likeliest by their neighbours."""
BRACKET = 4.0
"""How much likelier a bracket is that the line lacks, in nats: of 400 sentences in quotation marks, broken
at their beginning, 45 more had the last mark right, and none wrong."""


TRUST_MARK, TRUST_END = 0.75, 1.3
"""What scores are multiplied by before an ASCII character and at a line's end: of 1,100 edges before one,
given 0.74, 0.85 and 0.94, 0.58, 0.73 and 0.83 were right; of 700 at a line's end, given 0.86 and 0.93, 0.93
and 0.99."""


class _Asked(NamedTuple):
    """What an edge depends on: the byte that is known, and characters before and behind it.

    `sound` is that of a note, `behind` the byte behind the lost one at the end of a stretch; `headed`
    tells that a mark of loss stands before the byte. `wanted` is the bracket that the line lacks, 0
    if it lacks none.
    """

    known: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    seam: float = 0.0
    sound: str | None = None
    behind: int | None = None
    headed: bool = False
    wanted: int = 0


def left_edge(readings: Readings, stretch: Stretch) -> Edge:
    """The character that a stretch begins with, of which the second byte is left."""
    return _decide(readings, [_left(readings, stretch)])[0]


def edges(
    readings: Readings, found: Sequence[Sequence[Stretch]], notes: Mapping[int, tuple[str, int]]
) -> list[tuple[Edge, Edge | None]]:
    """The characters that rows of stretches begin and end with, decided all at once.

    There is none at the end of a row whose last stretch ends in step.
    """
    lefts = [_left(readings, row[0])._replace(wanted=opening(readings, row)) for row in found]
    rights = [
        _right(readings, row[-1], notes.get(row[-1].last))._replace(wanted=closing(readings, row))
        for row in found
        if not row[-1].resynced
    ]
    decided = iter(_decide(readings, [*lefts, *rights]))
    first = list(islice(decided, len(found)))
    return [
        (left, None if row[-1].resynced else next(decided))
        for row, left in zip(found, first, strict=True)
    ]


def _left(readings: Readings, stretch: Stretch) -> _Asked:
    place = stretch.first
    before = place - 1 - stretch.headed
    shown = readings.codes[max(0, before + 1 - AROUND) : before + 1].tolist()
    known, seam = (
        int(readings.x[place]),
        float(seams(readings, np.array([place]), stretch.headed)[0]),
    )
    return _Asked(known, tuple(shown), stretch.inner[:AROUND], seam, headed=stretch.headed)


def _right(readings: Readings, stretch: Stretch, note: tuple[str, int] | None) -> _Asked:
    place = stretch.last
    after = place + 1 + stretch.tailed
    return _Asked(
        int(readings.y[place]),
        stretch.inner[-AROUND:],
        tuple(readings.codes[after : after + AROUND].tolist()),
        sound=note[0] if note else None,
        behind=int(readings.x[after]),
    )


def _decide(readings: Readings, asked: Sequence[_Asked]) -> list[Edge]:
    known = readings.edges
    new = [each for each in dict.fromkeys(asked) if each not in known]
    new.sort(key=lambda each: each.behind is not None)
    for start in range(0, len(new), _AT_ONCE):
        part = new[start : start + _AT_ONCE]
        known.update(zip(part, _choose(readings, part), strict=True))
    return [known[each] for each in asked]


def _choose(readings: Readings, asked: Sequence[_Asked]) -> list[Edge]:
    """The likeliest characters; those at ends of stretches have to be the last ones asked for."""
    before = np.array([each.before[-1] for each in asked], np.uint32)
    after = np.array([each.after[0] for each in asked], np.uint32)
    chars, scores = guess(
        readings,
        np.array([each.known for each in asked], np.uint8),
        before,
        after,
        np.array([each.seam for each in asked], np.float32),
        np.array([each.behind for each in asked if each.behind is not None], np.uint8),
    )
    score = scores.astype(np.float64)
    for row, each in enumerate(asked):
        if each.sound is not None:
            every = tables.readings()
            fits = [each.sound in every.get(chr(code), ()) for code in chars[row].tolist()]
            score[row] += np.where(fits, NOTE_FITS, 0.0)
    score[[each.headed for each in asked], LOST_LEADS:] -= HEADED
    wanted = np.array([each.wanted for each in asked], np.uint32)
    lifts = np.ones(len(asked))
    if wanted.any():
        plain = logsum(score)
        score += BRACKET * ((chars == wanted[:, None]) & (wanted[:, None] > 0))
        lifts = np.exp(logsum(score) - plain)
    best = np.argsort(-score, axis=1, kind="stable")[:, :TRIED]
    tried = np.take_along_axis(chars, best, 1)
    rows = np.zeros((*tried.shape, 2 * AROUND + 1), np.uint32)
    for row, one, each in zip(rows, tried, asked, strict=True):
        place, end = len(each.before), len(each.before) + 1 + len(each.after)
        row[:, :place], row[:, place], row[:, place + 1 : end] = each.before, one, each.after
    score = np.take_along_axis(score, best, 1)
    score += words_beyond(rows, before[:, None], tried, after[:, None])
    score *= np.array([[_trust(each, readings.hole)] for each in asked])
    weights = np.exp(score - score.max(axis=1, keepdims=True))
    order = np.argsort(-weights, axis=1, kind="stable")[:, :3]
    shares = weights.max(axis=1) / weights.sum(axis=1)
    likely = np.take_along_axis(tried, order, 1).tolist()
    return [
        Edge(chr(codes[0]), share, tuple(map(chr, codes)), lift)
        for codes, share, lift in zip(likely, shares.tolist(), lifts.tolist(), strict=True)
    ]


def _trust(asked: _Asked, hole: float) -> float:
    """How far its neighbours decide an edge."""
    if asked.behind is None or asked.after[0] >= 0x80:
        return 1.0
    if asked.after[0] == _NEWLINE:
        return TRUST_END
    return TRUST_MARK if hole < NO_HOLE else 1.0
