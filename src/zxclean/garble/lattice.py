"""The search for what a stretch was before bytes were lost: two readings and the ways between.

Every shown character stands for its bytes. A reader in step keeps it; a reader one byte on joins
its second byte with the next one's first. Where he loses step a byte is missing, so one character
is known by a single byte (an edge); he falls in step again where another is missing, or at an
ASCII byte that is the second of a character. The best path (Viterbi) by the character model, less
a cost for every damage, tells the stretches and what they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from zxclean.garble import edges
from zxclean.garble.layers import NEVER
from zxclean.garble.readings import Chain, Codes, Floats, Joined, Readings
from zxclean.garble.viterbi import Ways, find_chains, walk
from zxclean.model import pair_score

HOPE = 3.0
"""Least gain inside a stretch, in nats, without its edges, that makes the search worth while."""
READS_FAIRLY = -11.5
"""An edge is tried only next to a character that scores so much one byte on."""
NEAR = 15.0
"""An edge is not tried where going on in the same direction gains more than this, in nats."""
WINDOW, HOLE_HOPE = 7, 9.0
"""A hole is tried where a stretch of so many positions before and behind gains so much,"""
WELL_READ = 4
"""and where so many of them read well: of random Han every tenth does."""
_BLOCK = 1 << 14


def search(joined: Joined, each: Sequence[Readings]) -> list[list[Chain]]:
    """The stretches of the best path through each of some readings, searched `joined`.

    Time is linear in the number of positions; no more than `_BLOCK` of them, and a line, are
    searched at once, so that the numbers kept for each do not add up.
    """
    found: list[list[Chain]] = [[] for _ in each]
    size = len(joined.codes) // len(each)
    for begin, end in _blocks(joined.codes):
        block = joined if end - begin == len(joined.codes) else joined.part(begin, end)
        for chain in _search(block):
            number = (begin + chain.stretches[0].first) // size
            shift = begin - number * size
            found[number].append(_moved(chain, shift) if shift else chain)
    return found


def _blocks(codes: Codes) -> Iterator[tuple[int, int]]:
    """Stretches of whole lines, the last one first: a path ends at every line feed.

    Each has two positions before the line feed that it begins with, and two behind its last one.
    """
    size = len(codes)
    ends = [size]
    if size > _BLOCK:
        feeds = (codes[3:-2] == 0x0A).nonzero()[0] + 3
        while ends[-1] > _BLOCK:
            row = int(feeds.searchsorted(ends[-1] - _BLOCK))
            if row == len(feeds) or feeds[row] >= ends[-1] - 1:
                row -= 1
            if row < 0:
                break
            ends.append(int(feeds[row]) + 1)
    for begin, end in zip([*ends[1:], 3], ends, strict=True):
        yield begin - 3, min(size, end + 2)


def _moved(chain: Chain, by: int) -> Chain:
    moved = (each._replace(first=each.first + by, last=each.last + by) for each in chain.stretches)
    return chain._replace(stretches=tuple(moved))


def _search(readings: Joined) -> Sequence[Chain]:
    """The stretches of the best path, the last one first."""
    onward, resync = _onward(readings)
    keep = readings.keep
    hoped = np.maximum(onward, resync)
    hoped[:-1] -= keep[1:]
    total = hoped.cumsum(dtype=np.float64)
    before = np.concatenate(([0.0], total[:-1]))
    ahead = np.maximum.accumulate(total[::-1])[::-1]
    marked = np.concatenate((readings.lost[1:] & (readings.codes[1:] == 0xFFFD), [False]))
    hinted = _spread(marked, (-1,)) | (readings.r > 0)
    hopeful = (ahead - before >= HOPE) | _spread(hinted, (-1,))
    start = hopeful & (before - _least_of_four(before) < NEAR)
    # One character between two of which a byte is gone does not read well by its neighbour.
    well = (np.maximum(onward, resync) > READS_FAIRLY) | hinted
    fit = (readings.x > 0) & _spread(well, (-1,))
    starts = (_spread(start, (-1, 1, 2)) & fit).nonzero()[0]
    starts = starts[(starts >= 2) & (starts < len(keep) - 1)]
    if not len(starts):
        return []
    later = np.concatenate((ahead[1:], [total[-1]]))
    gained = (before - np.minimum.accumulate(before) >= HOPE) | marked
    shown = np.concatenate((readings.lost[1:], [False]))
    end = gained & ((later - before < NEAR) | shown)
    fit = (readings.y > 0) & _spread(well, (1, 2))
    ends = (_spread(end, (-2, -1, 1)) & fit).nonzero()[0]
    ends = ends[(ends >= 3) & (ends < len(keep) - 2)]
    near = _greatest(total, WINDOW) + _greatest(-before[::-1], WINDOW)[::-1] >= HOLE_HOPE
    near &= _count_near(np.maximum(onward, resync) > edges.READS_WELL) >= WELL_READ
    scores = edges.edge_scores(readings, starts, ends)
    after_back = np.full(len(keep), NEVER, np.float32)
    after_back[2:] = pair_score(readings.r[:-2], readings.codes[2:])
    bare = edges.bare_scores(readings)
    ways = Ways(
        *_over(
            keep,
            (onward, 1, 1),
            (edges.going_on_scores(readings, onward, near, False), 1, 2),
            (edges.going_on_scores(readings, onward, near, True), 1, 3),
            (scores.enter, 1, 2),
            (scores.headed, 1, 3),
            (resync, 1, 1),
            (scores.enter_back, 1, 2),
            (scores.headed_back, 1, 3),
            (scores.leave, 1, 1),
            (edges.freed_scores(readings), 1, 1),
            (scores.tailed, 2, 2),
            (after_back, 0, 1),
            (bare, 1, 2),
        )
    )
    begins = np.concatenate((starts, (bare > NEVER).nonzero()[0])) + 1
    path = walk(ways, np.unique(begins).tolist(), len(keep))
    return list(find_chains(readings, path))


def _over(keep: Floats, *ways: tuple[Floats, int, int]) -> list[list[float]]:
    """Scores given `back` positions earlier, less those of the `steps` positions up to each.

    `ways` are scores, `back` and `steps`.
    """
    moved = np.full((len(ways), len(keep)), NEVER, np.float32)
    for row, (scores, back, steps) in zip(moved, ways, strict=True):
        row[steps:] = scores[steps - back : len(scores) - back]
        for step in range(steps):
            row[steps:] -= keep[steps - step : len(keep) - step]
    moved[moved <= NEVER / 2] = 4 * NEVER
    kept: list[list[float]] = moved.tolist()
    return kept


def _spread(flags: NDArray[np.bool_], offsets: tuple[int, ...]) -> NDArray[np.bool_]:
    """The flags and their neighbours: rivals that the rough estimate left out by a little."""
    spread = flags.copy()
    for offset in offsets:
        if offset > 0:
            spread[offset:] |= flags[:-offset]
        else:
            spread[:offset] |= flags[-offset:]
    return spread


def _onward(readings: Joined) -> tuple[Floats, Floats]:
    before = np.concatenate(([np.uint32(10)], readings.s[:-1]))
    scores = pair_score(before, np.stack((readings.s, readings.r)))
    return scores[0] + readings.s_cost, scores[1] + readings.r_cost


def _greatest(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The greatest of each value and the `width` ones behind it; `width` is a power of 2 less 1."""
    found = values.copy()
    reach = 1
    while reach <= width:
        found[:-reach] = np.maximum(found[:-reach], found[reach:])
        reach *= 2
    return found


def _count_near(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of each flag and its `WINDOW` neighbours on both sides are set."""
    sums = np.concatenate(([0], flags.cumsum()))
    places = np.arange(len(flags))
    ends = np.minimum(places + WINDOW + 1, len(flags))
    counts: NDArray[np.int64] = sums[ends] - sums[np.maximum(places - WINDOW, 0)]
    return counts


def _least_of_four(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least of each value and the four before it."""
    low = values.copy()
    for back in range(1, 5):
        low[back:] = np.minimum(low[back:], values[:-back])
    return low
