"""What stands beside the first and the last place of a stretch: a character cut short, and text as shown."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.layers import LOST_LEADS
from zxclean.garble.readings import Codes, Readings, Stretch, seams
from zxclean.model import alone, pair_odds, pair_score

REACH = 4
"""Characters on each side of a place that words are asked for with."""


class Outside(NamedTuple):
    """What the character beside the first or last place may be, its weights, and what stands beyond."""

    chars: Codes
    weights: NDArray[np.float64]
    shown: list[int]

    def before(self, codes: list[int]) -> list[list[int]]:
        """The likeliest of them before each character, and what is shown there."""
        odds = pair_odds(self.chars, np.array(codes, np.uint32)) * self.weights[:, None]
        return [[*self.shown, code] for code in self.chars[odds.argmax(axis=0)].tolist()]

    def behind(self, codes: list[int]) -> list[list[int]]:
        """The same behind each."""
        odds = pair_odds(np.array(codes, np.uint32), self.chars) * self.weights
        return [[code, *self.shown] for code in self.chars[odds.argmax(axis=1)].tolist()]


def outside_before(readings: Readings, stretch: Stretch) -> Outside:
    at = stretch.first
    chars, costs = readings.layer.guesses(readings.x[at : at + 1])
    end = at - stretch.headed
    shown = readings.codes[max(0, end - REACH) : end]
    bonus = seams(readings, np.array([at]), stretch.headed)[0] * (chars[0] == 0x3002)
    scores = costs[0] + pair_score(shown[-1:], chars[0])
    scores[:LOST_LEADS] += bonus[:LOST_LEADS]
    return Outside(chars[0], np.exp(scores.astype(np.float64)), shown.tolist())


def outside_after(readings: Readings, stretch: Stretch) -> Outside:
    begin = stretch.last + 1 + stretch.tailed
    shown = readings.codes[begin : begin + REACH]
    if stretch.resynced:
        last = np.array(stretch.inner[-1:], np.uint32)
        return Outside(last, np.exp(alone(last).astype(np.float64)), shown.tolist())
    chars, costs = readings.layer.guesses(readings.y[stretch.last : stretch.last + 1])
    scores = costs[0] + pair_score(chars[0], shown[:1]) + alone(chars[0])
    return Outside(chars[0], np.exp(scores.astype(np.float64)), shown.tolist())
