"""Scores of losing step and of falling in step again: of characters with a byte gone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.layers import NEVER
from zxclean.garble.readings import Codes, Floats, Places, Readings, guess, hole_scores, logsum
from zxclean.model import pair_score

STARTS = 9.0
"""Cost of a missing byte, in nats."""
ENDS = 4.0
"""Cost of a second one that brings the reader back in step where nothing shows it."""
ENDS_SEEN = 0.5
"""The same before an ASCII byte, a line's end or a mark of loss, where it must come."""
UNKNOWN = 7.0
"""What a character of which a byte is known costs where its neighbours are not known, in nats."""
ROUGH = -12.0
"""A hole is tried only where two characters around it would score less than this together."""
SHARED, SHARED_ILL = 12.0, np.float32(6.0)
"""Cost of reading what an earlier repair left at its edge, beside a character that reads well as
shown and beside another, in nats."""
READS_WELL = -9.0
"""Score of a character that is taken for good."""
QUESTION = 3.0
"""Cost of taking a question mark for a sign of a lost byte."""
_CHUNK = 2048
_HOLES = 256
_REPLACEMENT = 0xFFFD


def _edge_scores(
    readings: Readings,
    known: NDArray[np.uint8],
    before: Codes,
    after: Codes,
    seam: NDArray[np.bool_],
    behind: NDArray[np.uint8] | None = None,
) -> Floats:
    """Log probability of an edge: of all characters with the `known` byte together."""
    found = np.empty(len(known), np.float32)
    for start in range(0, len(known), _CHUNK):
        part = slice(start, start + _CHUNK)
        follow = None if behind is None else behind[part]
        _, score = guess(readings, known[part], before[part], after[part], seam[part], follow)
        found[part] = logsum(score)
    return found


def enter_scores(readings: Readings, starts: Places) -> tuple[Floats, Floats, Floats, Floats]:
    """Scores of losing step: into `s`, into `r`, and the same behind a mark of loss."""
    tables = []
    for headed in (False, True):
        for chars, costs in ((readings.s, readings.s_cost), (readings.r, readings.r_cost)):
            table = np.full(len(readings.codes), NEVER, np.float32)
            chosen = starts[(chars[starts] > 0) & (readings.lost[starts - 1] | (not headed))]
            if len(chosen):
                table[chosen] = costs[chosen] + readings.opens[chosen] - np.float32(STARTS)
                table[chosen] -= _shared(readings, chosen, 0)
                if headed:
                    table[chosen] -= _questions(readings.codes[chosen - 1])
                table[chosen] += _edge_scores(
                    readings,
                    readings.x[chosen],
                    readings.codes[chosen - 1 - headed],
                    chars[chosen],
                    readings.seam[chosen],
                )
            tables.append(table)
    return tables[0], tables[1], tables[2], tables[3]


def freed_scores(readings: Readings) -> Floats:
    """Scores of falling in step where the second byte shown is an ASCII character by itself."""
    table = np.full(len(readings.codes), NEVER, np.float32)
    chosen = np.flatnonzero((readings.y > 0) & (readings.y < 0x80))
    if not len(chosen):
        return table
    chosen = chosen[(chosen > 0) & (chosen < len(table) - 1)]
    chosen = chosen[readings.s[chosen - 1] > 0]
    own = readings.y[chosen].astype(np.uint32)
    table[chosen] = pair_score(readings.s[chosen - 1], own)
    table[chosen] += pair_score(own, readings.codes[chosen + 1])
    return table


def leave_scores(readings: Readings, ends: Places) -> tuple[Floats, Floats]:
    """Scores of falling in step: onto the next character, and over a mark of loss."""
    tables = []
    for tailed in (False, True):
        table = np.full(len(readings.codes), NEVER, np.float32)
        chosen = ends[(readings.s[ends - 1] > 0) & (readings.lost[ends + 1] | (not tailed))]
        if len(chosen):
            after = readings.codes[chosen + 1 + tailed]
            table[chosen] = _edge_scores(
                readings,
                readings.y[chosen],
                readings.s[chosen - 1],
                after,
                np.zeros(len(chosen), np.bool_),
                readings.x[chosen + 1 + tailed],
            )
            seen = tailed | (after < 0x80)
            table[chosen] -= np.where(seen, np.float32(ENDS_SEEN), np.float32(ENDS))
            table[chosen] -= _shared(readings, chosen - 1, 2)
            if tailed:
                table[chosen] -= _questions(readings.codes[chosen + 1])
        tables.append(table)
    return tables[0], tables[1]


def _shared(readings: Readings, places: Places, good: int) -> Floats:
    """Cost of a first or last character of two equal bytes.

    An edge that was left as shown shares a byte with its restored neighbour, so it looks so, all
    the more where that neighbour reads well. Of true characters there one in 100 has equal bytes.
    """
    same = readings.y[places] == readings.x[places + 1]
    cost = np.where(readings.keep[places + good] > READS_WELL, np.float32(SHARED), SHARED_ILL)
    return np.where(same, cost, np.float32(0))


def _questions(marks: Codes) -> Floats:
    return np.where(marks == 0x3F, np.float32(QUESTION), np.float32(0))


def bare_scores(readings: Readings) -> Floats:
    """Scores of a shown character and U+FFFD behind it as one byte each of two characters."""
    table = np.full(len(readings.codes), NEVER, np.float32)
    chosen = np.flatnonzero((readings.codes[1:] == _REPLACEMENT) & (readings.x[:-1] > 0))
    chosen = chosen[chosen > 2]
    for start in range(0, len(chosen), _CHUNK):
        part = chosen[start : start + _CHUNK]
        chars, costs = readings.layer.guesses(readings.x[part])
        score = costs + pair_score(readings.codes[part - 1][:, None], chars)
        table[part] = logsum(score) - np.float32(np.log(2) + UNKNOWN + STARTS + ENDS_SEEN)
    return table


def going_on_scores(
    readings: Readings, onward: Floats, near: NDArray[np.bool_], marked: bool
) -> Floats:
    """Scores of going on one byte on over a private character that vanished, or over its mark."""
    table = np.full(len(onward), NEVER, np.float32)
    if readings.layer.codec != "gb18030":
        return table
    back = 1 + marked
    rough = onward[2:-1] + onward[3:] < ROUGH
    if marked:
        rough = readings.lost[2:-1]
    places = np.flatnonzero(rough & near[3:]) + 3
    places = places[(readings.x[places] > 0) & (readings.s[places] > 0) & (places < len(table) - 2)]
    places = places[(readings.y[places - back] > 0) & (readings.s[places - back - 1] > 0)]
    for start in range(0, len(places), _HOLES):
        part = places[start : start + _HOLES]
        table[part] = logsum(hole_scores(readings, part, back)[2])
    cost = readings.s_cost - np.float32(readings.hole)
    if marked:
        cost[1:] -= _questions(readings.codes[:-1])
    return np.maximum(table + cost, NEVER)
