"""How sure the first and last characters of a stretch are: each may be what is left of two.

Nothing is known of the character next to them but a byte.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from zxclean import lexicon
from zxclean.garble.layers import LOST_LEADS, NEVER
from zxclean.garble.readings import GONE, Codes, Floats, Readings, Stretch, logsum
from zxclean.model import load, pair_score

SURE = 0.8
"""Least probability that a restored character belongs to the stretch."""
SURE_END = 0.85
"""Least probability that the first or last one of them is whole."""
EVEN = 0.1
"""Lead, in nats, at which a character is as likely to be two of which the outer bytes are left."""
END_WORDS, TRIED, WORD_REACH = 0.3, 16, 4
"""Share of the word model in that lead, how many pairs it weighs, and the characters on each side."""
DECIDED = 9.0
"""Lead either way, in nats, that words need not be asked about."""
_LINE_FEED = 10


def unsure(shares: tuple[float, ...]) -> int:
    """How many characters at one side of a stretch are not sure to be in it."""
    return next((n for n, share in enumerate(shares[1:]) if share >= SURE), len(shares) - 1)


def share_of(lead: float) -> float:
    """How likely one character is, and not what is left of two, by its lead in nats."""
    return float(1 / (1 + np.exp(np.clip(EVEN - lead, -30, 30))))


class _Outside(NamedTuple):
    """What the character next to a stretch may be, and how likely it is with what it stands by."""

    chars: Codes
    scores: Floats

    def beside(self, one: Codes, others: Codes, before: bool) -> tuple[Floats, Floats, Codes]:
        """Scores of `one` and of the `others` behind it, or of it behind them, all it may be added up.

        And which it most likely is beside each, `one` first.
        """
        chars, own = np.append(one, others)[None, :], self.chars[:, None]
        scores = pair_score(own, chars) if before else pair_score(chars, own)
        scores = scores + self.scores[:, None]
        sums = _sum(scores)
        return sums[:1], sums[1:], self.chars[scores.argmax(axis=0)]


def _sum(scores: Floats) -> Floats:
    return logsum(scores.T)


def trim(readings: Readings, stretch: Stretch, opens: bool, closes: bool) -> Stretch:
    """Give up first and last characters that may be the outer bytes of two as well.

    `opens` and `closes`: whether the stretch is the first or last of its chain.
    """
    low, high = unsure(stretch.begun), len(stretch.inner) - unsure(stretch.over)
    sure_low = sure_high = 1.0
    while low < high:
        sure_low = _sure_end(readings, stretch, low, high, False, opens and not low)
        if sure_low >= SURE_END:
            break
        low += 1
    end = len(stretch.inner)
    while low < high and not (stretch.resynced and high == end):
        sure_high = _sure_end(readings, stretch, low, high, True, closes and high == end)
        if sure_high >= SURE_END:
            break
        high -= 1
    begun, over = stretch.begun, stretch.over
    if low > unsure(begun) or low == high:
        begun = (*(0.0,) * (low + 1), 1.0)
    if end - high > unsure(over):
        over = (*(0.0,) * (end - high + 1), 1.0)
    sure = stretch.sure * sure_low * (sure_high if high - low > 1 else 1.0)
    return stretch._replace(begun=begun, over=over, sure=sure)


def _sure_end(
    readings: Readings, stretch: Stretch, low: int, high: int, last: bool, edge: bool
) -> float:
    """How likely the first or last character of `inner[low:high]` is whole."""
    place = high - 1 if last else low
    if stretch.resynced and place == len(stretch.inner) - 1:
        return 1.0
    outer = high if last else low
    key = (
        *stretch.inner[max(low, place - WORD_REACH) : place + 1],
        -1,
        *stretch.inner[place + 1 : min(high, place + 1 + WORD_REACH)],
        *(int(readings.x[n]) << 8 | int(readings.y[n]) for n in _bytes_of(stretch, place, last)),
        *(int(readings.x[n]) << 8 | int(readings.y[n]) for n in _bytes_of(stretch, outer, last)),
        int(readings.codes[stretch.first - 1 - stretch.headed]) if edge else 0,
        int(readings.codes[stretch.last + 1 + stretch.tailed]) if edge else 0,
        min(high - low, 3) << 3 | last << 2 | edge << 1 | stretch.resynced,
    )
    found = readings.ends.get(key)
    if found is None:
        found = readings.ends[key] = _weigh_end(readings, stretch, low, high, last, edge)
    return found


def _bytes_of(stretch: Stretch, place: int, last: bool) -> tuple[int, int]:
    """Positions of the bytes of a character: of two that were joined into it there is one less."""
    shown = stretch.last - len(stretch.inner) + place if last else stretch.first + place
    return shown, shown + 1


def _weigh_end(
    readings: Readings, stretch: Stretch, low: int, high: int, last: bool, edge: bool
) -> float:
    place = high - 1 if last else low
    shown = _bytes_of(stretch, place, last)[0]
    inner = np.array(stretch.inner, np.uint32)
    one = inner[place : place + 1]
    layer = readings.layer
    y, x = readings.y[shown : shown + 1], readings.x[shown + 1 : shown + 2]
    first, first_cost, second, second_cost, private = layer.hole(y, x)
    holes = np.where(private[0], pair_score(first[0][:, None], second[0][None, :]), NEVER)
    ahead, behind = inner[low:place], inner[place + 1 : high]
    before: Codes | None = None
    after: Codes | None = None
    if len(ahead) and last:
        left, left_two = pair_score(ahead[-1:], one), pair_score(ahead[-1:], first[0])
    else:
        outside = _left_outside(readings, stretch, low, edge and not last)
        left, left_two, before = outside.beside(one, first[0], True)
    if len(behind) and not last:
        right, right_two = pair_score(one, behind[:1]), pair_score(second[0], behind[:1])
    elif stretch.resynced and high == len(stretch.inner):
        return 1.0
    else:
        outside = _right_outside(readings, stretch, high, edge and last)
        right, right_two, after = outside.beside(one, second[0], False)
    holes = holes + (left_two + first_cost[0])[:, None] + (right_two + second_cost[0])[None, :]
    beyond = logsum(left_two + first_cost[0], 0)
    beyond += logsum(right_two + second_cost[0] + load().characters.take(second[0]), 0)
    pair = float(logsum(holes.reshape(1, -1))[0])
    more = float(np.logaddexp(pair, float(beyond) - GONE)) - pair
    two = pair - readings.hole
    lead = float(left[0]) + float(right[0]) + float(readings.s_cost[shown]) - two
    if abs(lead - more) > DECIDED:
        return share_of(lead - more)
    best = np.argpartition(-holes, TRIED, axis=None)[:TRIED]
    best = best[holes.reshape(-1)[best] > NEVER / 2]
    if not len(best):
        return 1.0
    numbers, others = np.divmod(best, holes.shape[1])
    starts = np.append(one, first[0, numbers])
    ends = np.append(one, second[0, others])
    ahead, behind = ahead[-WORD_REACH:], behind[:WORD_REACH]
    table = np.zeros((len(starts), len(ahead) + len(behind) + 5), np.uint32)
    table[:, 0] = _LINE_FEED
    at = 1
    if before is not None:
        table[:, at] = before[np.append(0, numbers + 1)]
        at += 1
    table[:, at : at + len(ahead)] = ahead
    at += len(ahead)
    table[:, at] = starts
    table[1:, at + 1] = ends[1:]
    # The single character stands in the first row, what follows it one place before the others.
    for rows, place in ((slice(1), at + 1), (slice(1, None), at + 2)):
        table[rows, place : place + len(behind)] = behind
        if after is not None:
            table[rows, place + len(behind)] = after[np.append(0, others + 1)][rows]
    found = lexicon.score(table)
    words = readings.hole + float(found[0]) - float(logsum(found[None, 1:])[0])
    return share_of(lead + END_WORDS * (words - lead) - more)


def _left_outside(readings: Readings, stretch: Stretch, low: int, edge: bool) -> _Outside:
    shown = _bytes_of(stretch, low, False)[0]
    known = readings.x[shown : shown + 1]
    chars, costs = readings.layer.guesses(known)
    if edge:
        before = readings.codes[stretch.first - 1 - stretch.headed]
        return _Outside(chars[0], costs[0] + pair_score(before[None], chars[0]))
    return _alone(chars[0], costs[0], True)


def _right_outside(readings: Readings, stretch: Stretch, high: int, edge: bool) -> _Outside:
    shown = _bytes_of(stretch, high, True)[0]
    known = readings.y[shown : shown + 1]
    chars, costs = readings.layer.guesses(known)
    if edge:
        after = readings.codes[stretch.last + 1 + stretch.tailed]
        return _Outside(chars[0], costs[0] + pair_score(chars[0], after[None]))
    return _alone(chars[0], costs[0], False)


def _alone(chars: Codes, costs: Floats, left: bool) -> _Outside:
    """Candidates with nothing known beyond them: by their frequency, as second or first bytes."""
    part = slice(None, LOST_LEADS) if left else slice(LOST_LEADS, None)
    chars, costs = chars[part], costs[part]
    return _Outside(chars, costs + load().characters.take(chars) if left else costs)
