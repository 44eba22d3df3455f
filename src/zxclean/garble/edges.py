"""Scores of losing step and of falling in step again: of characters with a byte gone."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.layers import NEVER, Bytes
from zxclean.garble.readings import Codes, Floats, Joined, Places, guess, hole_scores, logsum, seams
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
QUESTION, QUESTIONED = 3.0, np.float32(6.0)
"""Cost of taking a question mark for a sign of a lost byte, and of one more before it for good: of a
narrow full-width one, whose first byte ends a character, the first is the sign."""
_CHUNK = 2048
_HOLES = 256
_REPLACEMENT = 0xFFFD


class EdgeScores(NamedTuple):
    """Scores of losing step: into `s`, into `r`, and the same behind a mark of loss; and of
    falling in step: onto the next character, and over a mark of loss."""

    enter: Floats
    enter_back: Floats
    headed: Floats
    headed_back: Floats
    leave: Floats
    tailed: Floats


def edge_scores(readings: Joined, starts: Places, ends: Places) -> EdgeScores:
    """Scores of beginning a stretch at `starts` and of ending one at `ends`."""
    x, y, s, codes, lost = readings.x, readings.y, readings.s, readings.codes, readings.lost
    begins: list[tuple[Places, Codes, Floats, bool]] = []
    for headed in (False, True):
        able = starts[lost[starts - 1]] if headed else starts
        for chars, costs in ((s, readings.s_cost), (readings.r, readings.r_cost)):
            begins.append((able[chars[able] > 0], chars, costs, headed))
    over = ends[s[ends - 1] > 0]
    leaves = [(over, False), (over[lost[over + 1]], True)]
    chosen = [each[0] for each in begins] + [each[0] for each in leaves]
    after = [codes[places + 1 + tailed] for places, tailed in leaves]
    number = sum(map(len, chosen[:4]))
    seam = np.zeros(number + len(chosen[4]) + len(chosen[5]), np.float32)
    seam[:number] = np.concatenate(
        [seams(readings, places, headed) for places, _, _, headed in begins]
    )
    found = _sums(
        readings,
        np.concatenate([*(x[each] for each in chosen[:4]), *(y[each] for each in chosen[4:])]),
        np.concatenate(
            [
                *(codes[places - 1 - headed] for places, _, _, headed in begins),
                *(s[places - 1] for places, _ in leaves),
            ]
        ),
        np.concatenate([*(chars[places] for places, chars, _, _ in begins), *after]),
        seam,
        np.concatenate([x[places + 1 + tailed] for places, tailed in leaves]),
    )
    tables = np.full((6, len(codes)), NEVER, np.float32)
    bounds = accumulate(map(len, chosen), initial=0)
    scores = [found[first:behind] for first, behind in pairwise(bounds)]
    for table, (places, _, costs, headed), score in zip(tables, begins, scores, strict=False):
        if len(places):
            cost = costs[places] - begin_costs(readings, places)
            if headed:
                cost -= _questions(codes[places - 1])
                cost -= QUESTIONED * ((codes[places - 1] == 0x3F) & (codes[places - 2] == 0x3F))
            table[places] = cost + score
    for table, (places, tailed), score in zip(tables[4:], leaves, scores[4:], strict=True):
        if len(places):
            score -= end_costs(readings, places, tailed)
            if tailed:
                score -= _questions(codes[places + 1])
            table[places] = score
    return EdgeScores(*tables)


def _sums(
    readings: Joined,
    known: Bytes,
    before: Codes,
    after: Codes,
    seam: Floats,
    behind: Bytes,
) -> Floats:
    """Log probability of each edge: of all characters with the `known` byte together.

    `behind` are the bytes behind the last ones, where a stretch ends.
    """
    found = np.empty(len(known), np.float32)
    begins = len(known) - len(behind)
    for start in range(0, len(known), _CHUNK):
        part = slice(start, start + _CHUNK)
        follow = behind[max(0, start - begins) : max(0, start + _CHUNK - begins)]
        _, score = guess(readings, known[part], before[part], after[part], seam[part], follow)
        found[part] = logsum(score)
    return found


def freed_scores(readings: Joined) -> Floats:
    """Scores of falling in step where the second byte shown is an ASCII character by itself."""
    table = np.full(len(readings.codes), NEVER, np.float32)
    second = readings.y & 0xFF
    chosen = ((second > 0) & (second < 0x80)).nonzero()[0]
    if not len(chosen):
        return table
    chosen = chosen[(chosen > 0) & (chosen < len(table) - 1)]
    chosen = chosen[readings.s[chosen - 1] > 0]
    own = second[chosen].astype(np.uint32)
    table[chosen] = pair_score(readings.s[chosen - 1], own)
    table[chosen] += pair_score(own, readings.codes[chosen + 1])
    return table


def begin_costs(readings: Joined, places: Places) -> Floats:
    """Cost of beginning a stretch at each place."""
    return np.float32(STARTS) + _shared(readings, places, 0) - readings.opens[places]


def end_costs(readings: Joined, places: Places, tailed: bool = False) -> Floats:
    """Cost of ending one there, before a mark of loss if `tailed`."""
    seen = tailed | (readings.codes[places + 1] < 0x80)
    return np.where(seen, np.float32(ENDS_SEEN), np.float32(ENDS)) + _shared(
        readings, places - 1, 2
    )


def _shared(readings: Joined, places: Places, good: int) -> Floats:
    """Cost of a first or last character of two equal bytes.

    An edge that was left as shown shares a byte with its restored neighbour, so it looks so, all
    the more where that neighbour reads well. Of true characters there one in 100 has equal bytes.
    """
    same = readings.y[places] == readings.x[places + 1]
    cost = np.where(readings.keep[places + good] > READS_WELL, np.float32(SHARED), SHARED_ILL)
    return np.where(same, cost, np.float32(0))


def _questions(marks: Codes) -> Floats:
    return np.where(marks == 0x3F, np.float32(QUESTION), np.float32(0))


def bare_scores(readings: Joined) -> Floats:
    """Scores of a shown character and U+FFFD behind it as one byte each of two characters."""
    table = np.full(len(readings.codes), NEVER, np.float32)
    chosen = ((readings.codes[1:] == _REPLACEMENT) & (readings.x[:-1] > 0)).nonzero()[0]
    chosen = chosen[chosen > 2]
    for start in range(0, len(chosen), _CHUNK):
        part = chosen[start : start + _CHUNK]
        chars, costs = readings.layer.guesses(readings.x[part])
        score = costs + pair_score(readings.codes[part - 1][:, None], chars)
        table[part] = logsum(score) - np.float32(np.log(2) + UNKNOWN + STARTS + ENDS_SEEN)
    return table


def going_on_scores(
    readings: Joined, onward: Floats, near: NDArray[np.bool_], marked: bool
) -> Floats:
    """Scores of going on one byte on over a private character that vanished, or over its mark."""
    table = np.full(len(onward), NEVER, np.float32)
    back = 1 + marked
    rough = onward[2:-1] + onward[3:] < ROUGH
    if marked:
        rough = readings.lost[2:-1]
    places = (rough & near[3:]).nonzero()[0] + 3
    places = places[(readings.x[places] > 0) & (readings.s[places] > 0) & (places < len(table) - 2)]
    places = places[readings.layer.may_have_holes(readings.x[places])]
    places = places[(readings.y[places - back] > 0) & (readings.s[places - back - 1] > 0)]
    for start in range(0, len(places), _HOLES):
        part = places[start : start + _HOLES]
        pairs, more = hole_scores(readings, part, back)
        table[part] = np.logaddexp(logsum(pairs), more)
    cost = readings.s_cost - np.float32(readings.hole)
    if marked:
        cost[1:] -= _questions(readings.codes[:-1])
    return np.maximum(table + cost, NEVER)
