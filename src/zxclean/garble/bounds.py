"""Where a stretch that lost bytes begins and ends, weighed by the words on both sides.

The search knows one character back, so it may begin or end a stretch a character off. All places
near the ones it found are weighed again, with the words that each of them makes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zxclean import lexicon
from zxclean.garble.balance import LINE, is_left_open
from zxclean.garble.edges import begin_costs, end_costs
from zxclean.garble.readings import Codes, Floats, Readings, Stretch, guess, logsum, seams
from zxclean.model import pair_score

OFF, AROUND = 3, 4
"""Positions off the place the search found that are weighed, and characters around them that are of the
same words."""
TRIED = 8
"""Candidates for the character cut short that are weighed by words, the likeliest by its neighbours."""
WORDS = np.float32(0.4)
"""Share of the word model in what places score, the rest is the neighbours'. Of 600 sentences that lost
three bytes 93.3 of 100 edges that were restored were right with 0.3 to 0.7, 92.9 without it."""
LEFT_OPEN = 2.0
"""Cost of ending behind a bracket that nothing on the line closes, in nats."""


def weigh_bounds(readings: Readings, stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The stretches with the likeliest begin of the first one and end of the last one.

    Tells how likely those are, and each place farther in: `Stretch.begun`, `Stretch.over`.
    """
    begin, end = stretches[0].first - OFF - AROUND - 1, stretches[-1].last + OFF + LINE + 2
    key = (
        readings.codes[max(0, begin) : end].tobytes(),
        tuple(one._replace(first=one.first - begin, last=one.last - begin) for one in stretches),
    )
    found = readings.bounds.get(key)
    if found is None:
        weighed = list(stretches)
        weighed[0] = _begin(readings, weighed[0])
        weighed[-1] = _end(readings, weighed[-1])
        found = readings.bounds[key] = [
            one._replace(first=one.first - begin, last=one.last - begin) for one in weighed
        ]
    return tuple(one._replace(first=one.first + begin, last=one.last + begin) for one in found)


def _begin(readings: Readings, found: Stretch) -> Stretch:
    first, s, codes = found.first, readings.s, readings.codes
    most = min(first + OFF, first + len(found.inner) - 1 - found.resynced)
    if found.headed or most < first:
        return found
    least = first
    while least > max(3, first - OFF) and s[least - 1] > 0 and readings.x[least - 1] > 0:
        least -= 1
    places = np.arange(least, most + 1)
    chars, scores = guess(
        readings,
        readings.x[places],
        codes[places - 1],
        s[places],
        seams(readings, places, False),
    )
    # Begun at a place: kept as shown before it, one byte on after it.
    onward = pair_score(s[places - 1], s[places]) + readings.s_cost[places]
    base = np.append(0.0, np.cumsum(readings.keep[least:most])) + _behind(onward)
    base += readings.s_cost[places] - begin_costs(readings, places)
    ahead = codes[max(0, least - AROUND) : most].tolist()
    read = [*s[least:first].tolist(), *found.inner[: most + 1 + AROUND - first]]
    size = len(ahead) - (most - least)
    sides = [(ahead[: size + n], read[n:]) for n in range(len(places))]
    weights = _weigh(base, chars, scores, sides)
    best = int(weights.argmax())
    inner = (*s[least + best : first].tolist(), *found.inner[max(0, least + best - first) :])
    return found._replace(first=least + best, inner=inner, begun=_shares(weights, best))


def _end(readings: Readings, found: Stretch) -> Stretch:
    last, s, codes = found.last, readings.s, readings.codes
    least = max(last - OFF, last - len(found.inner) + 1)
    if found.resynced or found.tailed or least > last:
        return found
    most = last
    while most < min(last + OFF, len(codes) - 3) and s[most] > 0 and readings.y[most + 1] > 0:
        most += 1
    places = np.arange(least, most + 1)
    chars, scores = guess(
        readings,
        readings.y[places],
        s[places - 1],
        codes[places + 1],
        np.zeros(len(places), np.float32),
        readings.x[places + 1],
    )
    # Ended at a place: one byte on before it, kept as shown behind the next one.
    onward = pair_score(s[places - 1], s[places]) + readings.s_cost[places]
    base = np.append(0.0, np.cumsum(onward[:-1])) + _behind(readings.keep[places + 1])
    base -= end_costs(readings, places)
    behind = codes[least + 1 : most + 1 + AROUND].tolist()
    read = [*found.inner[: len(found.inner) - (last - least)], *s[least:most].tolist()]
    size = len(read) - (most - least)
    read = read[max(0, size - AROUND) :]
    size = len(read) - (most - least)
    sides = [(read[: size + n], behind[n:]) for n in range(len(places))]
    weights = _weigh(base, chars, scores, sides)
    for n, (before, _) in enumerate(sides):
        if is_left_open(readings, before[-1], least + n + 1):
            weights[n] -= LEFT_OPEN
    best = int(weights.argmax())
    place = least + best
    inner = (*found.inner, *s[last:place].tolist())[: len(found.inner) + place - last]
    over = _shares(weights[::-1], len(weights) - 1 - best)
    return found._replace(last=place, inner=inner, over=over)


def _behind(scores: Floats) -> NDArray[np.float64]:
    """Sums of the scores behind each place."""
    sums = np.cumsum(scores[::-1], dtype=np.float64)[::-1]
    return np.append(sums[1:], 0.0)


def _weigh(
    base: NDArray[np.float64],
    chars: Codes,
    scores: Floats,
    sides: Sequence[tuple[list[int], list[int]]],
) -> NDArray[np.float64]:
    """Scores of the places: of all candidates there together, with the words they make.

    `base` is what does not depend on the candidate; `sides` are the characters before and behind it.
    """
    best = np.argsort(-scores, axis=1, kind="stable")[:, :TRIED]
    tried, score = np.take_along_axis(chars, best, 1), np.take_along_axis(scores, best, 1)
    rows = np.array(
        [
            [10, *before, code, *after]
            for (before, after), row in zip(sides, tried.tolist(), strict=True)
            for code in row
        ],
        np.uint32,
    )
    neighbours = pair_score(rows[:, :-1], rows[:, 1:]).sum(axis=1)
    more = (lexicon.score(rows) - neighbours).reshape(score.shape)
    found: NDArray[np.float64] = base + logsum(score + WORDS * more)
    return found


def _shares(weights: NDArray[np.float64], chosen: int) -> tuple[float, ...]:
    """Probability of the chosen place; of it or one before; of the next one or one before..."""
    shares = np.exp(weights - weights.max())
    summed = np.cumsum(shares / shares.sum())
    return float(shares[chosen] / shares.sum()), *summed[chosen:].tolist()
