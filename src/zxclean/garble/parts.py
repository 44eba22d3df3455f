"""Cutting a stretch where a character may be what is left of two, joining what is certain.

Pages are rid of private characters, and of a text read one byte on every eighth character is one.
So two characters may have lost the bytes between them; what is left then reads as one character.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import lexicon
from zxclean.garble.edges import ROUGH
from zxclean.garble.layers import LOST_LEADS, NEVER
from zxclean.garble.readings import (
    NO_HOLE,
    Codes,
    Floats,
    Places,
    Readings,
    Stretch,
    hole_scores,
    logsum,
)
from zxclean.model import load, pair_score

SURE = 0.8
"""Least probability that a restored character belongs to the stretch."""
SURE_EDGE = 0.96
"""The same of a character of which a byte is lost: the model is too sure of itself there."""
SURE_PART, _NEARLY = 0.7, 0.97
"""Least probability that no character between two others is what is left of two."""
SURE_END = 0.8
"""The same of the first and last one, whose neighbour outside is not known."""
EVEN = 1.2
"""Lead, in nats, at which it is as likely to be one of the two."""
TWO_LOST, MOST = 7.0, 24
"""Cost of two bytes in a row that are lost within a stretch, in nats; candidates tried for each."""
WORDS, TRIED, WORD_REACH = 0.5, 16, 4
"""Share of the word model in that lead, how many pairs it weighs, and the characters on each side."""
CLEAR = 1.2
"""Least lead, in nats, of a character over two whose inner bytes vanished."""


def unsure(shares: tuple[float, ...]) -> int:
    """How many characters at one side of a stretch are not sure to be in it."""
    return next((n for n, share in enumerate(shares[1:]) if share >= SURE), len(shares) - 1)


def settle(readings: Readings, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours made one where the two characters between them are certain together.

    And a stretch cut in two at a character that may as well be the outer bytes of two; first and
    last characters of which that may be said are given up.
    """
    settled: list[Stretch] = []
    for stretch in stretches:
        parts = _cut(readings, stretch)
        joint = _between(readings, parts[0]) if settled else None
        if joint is not None and settled[-1].sure * parts[0].sure * joint[1] >= SURE_PART:
            before = settled.pop()
            parts[0] = parts[0]._replace(
                first=before.first,
                inner=(*before.inner, *joint[0], *parts[0].inner),
                headed=before.headed,
                begun=before.begun,
                sure=before.sure * parts[0].sure * joint[1],
            )
        settled += parts
    if readings.hole >= NO_HOLE or readings.layer.codec != "gb18030":
        return settled
    last = len(settled) - 1
    return [_trim(readings, each, n == 0, n == last) for n, each in enumerate(settled)]


def _between(readings: Readings, stretch: Stretch) -> tuple[tuple[int, int], float] | None:
    """The two characters before a stretch, of which the bytes between them vanished."""
    back = 1 + stretch.headed
    first, second, scores = hole_scores(readings, np.array([stretch.first]), back)
    weights = np.exp(scores[0].astype(np.float64) - scores[0].max())
    best = int(weights.argmax())
    sure = float(weights[best] / weights.sum())
    if back == 1:
        around = readings.s[stretch.first - 2 : stretch.first + 1]
        links = pair_score(around[:-1], around[1:]).sum() if around[1] else NEVER
        lead = float(links) - float(logsum(scores)[0]) + readings.hole
        sure *= 1 - _share(lead)
    if sure < SURE_EDGE:
        return None
    one, other = divmod(best, second.shape[1])
    return (int(first[0, one]), int(second[0, other])), sure


def _share(lead: float) -> float:
    """How likely one character is, and not what is left of two, by its lead in nats."""
    return float(1 / (1 + np.exp(np.clip(EVEN - lead, -30, 30))))


def _cut(readings: Readings, stretch: Stretch) -> list[Stretch]:
    """A stretch in parts, without the characters that may as well be the outer bytes of two."""
    inner = np.array(stretch.inner, np.uint32)
    if len(inner) < 3 or readings.layer.codec != "gb18030":
        return [stretch]
    links = pair_score(inner[:-1], inner[1:])
    whole = links[:-1] + links[1:]
    if stretch.resynced:
        whole = whole[:-1]
    rough = np.flatnonzero(whole < ROUGH) + 1
    if not len(rough):
        return [stretch]
    if readings.hole < NO_HOLE:
        first, second, scores = hole_scores(readings, stretch.first + rough + 1, 1)
        lead = whole[rough - 1].astype(np.float64) - logsum(scores) + readings.hole
        lead += WORDS * (_by_words(inner, rough, first, second, scores) + readings.hole - lead)
    else:
        lead = whole[rough - 1].astype(np.float64) + TWO_LOST
        lead -= _two_lost(readings, stretch.first + rough + 1)
    sure = np.ones(len(inner))
    sure[rough] = [_share(each) for each in lead.tolist()]
    cuts = sorted(_weak(sure, set(rough[lead < CLEAR].tolist())))
    parts: list[Stretch] = []
    begin = skipped = 0
    for place in [*cuts, len(inner)]:
        if place == begin + skipped:
            skipped += 1
            continue
        last = place == len(inner)
        parts.append(
            stretch._replace(
                first=stretch.first + begin,
                last=stretch.last if last else stretch.first + place,
                inner=stretch.inner[begin:place],
                resynced=stretch.resynced and last,
                headed=stretch.headed and not begin,
                tailed=stretch.tailed and last,
                begun=(*(0.0,) * (skipped + 1), 1.0)
                if skipped
                else (1.0, 1.0)
                if begin
                else stretch.begun,
                over=stretch.over if last else (1.0, 1.0),
                sure=float(sure[begin + skipped : place].prod()),
            )
        )
        begin, skipped = place + 1, 0
    return parts


def _by_words(
    inner: Codes, places: Places, first: Codes, second: Codes, scores: Floats
) -> NDArray[np.float64]:
    """How much likelier each place is by words as one character than as the likeliest two, in nats."""
    best = np.argpartition(-scores, TRIED, axis=1)[:, :TRIED]
    one, other = np.divmod(best, second.shape[1])
    pairs = np.stack((np.take_along_axis(first, one, 1), np.take_along_axis(second, other, 1)), -1)
    rows = np.zeros((len(places), TRIED + 1, 2 * WORD_REACH + 2), np.uint32)
    for row, place, two in zip(rows, places.tolist(), pairs, strict=True):
        left, right = (
            inner[max(0, place - WORD_REACH) : place],
            inner[place + 1 : place + 1 + WORD_REACH],
        )
        size = len(left)
        row[:, :size] = left
        row[0, size] = inner[place]
        row[0, size + 1 : size + 1 + len(right)] = right
        row[1:, size : size + 2] = two
        row[1:, size + 2 : size + 2 + len(right)] = right
    found = lexicon.score(rows.reshape(-1, rows.shape[2])).reshape(rows.shape[:2])
    possible = np.take_along_axis(scores, best, 1) > NEVER / 2
    two = logsum(np.where(possible, found[:, 1:], NEVER).astype(np.float32))
    return np.asarray(found[:, 0] - two, np.float64)


def _weak(sure: NDArray[np.float64], cuts: set[int]) -> set[int]:
    """Cuts, and more of them at the least sure characters until every part is sure enough."""
    for place in np.argsort(sure, kind="stable").tolist():
        bounds = [-1, *sorted(cuts), len(sure)]
        parts = [sure[a + 1 : b].prod() for a, b in itertools.pairwise(bounds)]
        if sure[place] > _NEARLY or min(parts) >= SURE_PART:
            break
        cuts.add(place)
    return cuts


def _two_lost(readings: Readings, places: Places) -> Floats:
    """Scores of any two characters of which the bytes between them are lost, as `hole_scores`.

    Of each only the likeliest by its known neighbour are tried.
    """
    first, score = readings.layer.guesses(readings.y[places - 1])
    first, score = first[:, LOST_LEADS:], score[:, LOST_LEADS:]
    first, before = _likeliest(first, score + pair_score(readings.s[places - 2][:, None], first))
    second, score = readings.layer.guesses(readings.x[places])
    second, score = second[:, :LOST_LEADS], score[:, :LOST_LEADS]
    second, behind = _likeliest(second, score + pair_score(second, readings.s[places][:, None]))
    both = pair_score(first[:, :, None], second[:, None, :]) + before[:, :, None]
    return logsum((both + behind[:, None, :]).reshape(len(places), -1))


def _likeliest(chars: Codes, scores: Floats) -> tuple[Codes, Floats]:
    best = np.argpartition(-scores, MOST, axis=1)[:, :MOST]
    return np.take_along_axis(chars, best, 1), np.take_along_axis(scores, best, 1)


class _Outside(NamedTuple):
    """What the character next to a stretch may be, and how likely it is with what it stands by."""

    chars: Codes
    scores: Floats

    def before(self, chars: Codes) -> Floats:
        """Scores of characters behind it."""
        return _sum(self.scores[:, None] + pair_score(self.chars[:, None], chars[None, :]))

    def behind(self, chars: Codes) -> Floats:
        """What characters before it make of its score."""
        return _sum(self.scores[:, None] + pair_score(chars[None, :], self.chars[:, None]))


def _sum(scores: Floats) -> Floats:
    return logsum(scores.T)


def _trim(readings: Readings, stretch: Stretch, opens: bool, closes: bool) -> Stretch:
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
    if stretch.resynced and last and high == len(stretch.inner):
        return 1.0
    first = stretch.first
    place = high - 1 if last else low
    known = (low, place, place + 1, high)
    key = (
        *stretch.inner[low : low + 2],
        *stretch.inner[high - 2 : high],
        *(int(readings.x[first + n]) << 8 | int(readings.y[first + n]) for n in known),
        int(readings.codes[first - 1 - stretch.headed]) if edge else 0,
        int(readings.codes[stretch.last + 1 + stretch.tailed]) if edge else 0,
        min(high - low, 3) << 3 | last << 2 | edge << 1 | stretch.resynced,
    )
    found = readings.ends.get(key)
    if found is None:
        found = readings.ends[key] = _weigh_end(readings, stretch, low, high, last, edge)
    return found


def _weigh_end(
    readings: Readings, stretch: Stretch, low: int, high: int, last: bool, edge: bool
) -> float:
    place = high - 1 if last else low
    shown = stretch.first + place
    inner = np.array(stretch.inner, np.uint32)
    one = inner[place : place + 1]
    layer = readings.layer
    y, x = readings.y[shown : shown + 1], readings.x[shown + 1 : shown + 2]
    first, first_cost, second, second_cost, private = layer.hole(y, x)
    holes = np.where(private[0], pair_score(first[0][:, None], second[0][None, :]), NEVER)
    if last and place > low:
        before = inner[place - 1 : place]
        left, left_two = pair_score(before, one), pair_score(before, first[0])
    else:
        outside = _left_outside(readings, stretch, low, edge and not last)
        left, left_two = outside.before(one), outside.before(first[0])
    if not last and place + 1 < high:
        behind = inner[place + 1 : place + 2]
        right, right_two = pair_score(one, behind), pair_score(second[0], behind)
    elif stretch.resynced and high == len(stretch.inner):
        return 1.0
    else:
        outside = _right_outside(readings, stretch, high, edge and last)
        right, right_two = outside.behind(one), outside.behind(second[0])
    holes = holes + (left_two + first_cost[0])[:, None] + (right_two + second_cost[0])[None, :]
    two = float(logsum(holes.reshape(1, -1))[0]) - readings.hole
    return _share(float(left[0]) + float(right[0]) + float(readings.s_cost[shown]) - two)


def _left_outside(readings: Readings, stretch: Stretch, low: int, edge: bool) -> _Outside:
    known = readings.x[stretch.first + low : stretch.first + low + 1]
    chars, costs = readings.layer.guesses(known)
    if edge:
        before = readings.codes[stretch.first - 1 - stretch.headed]
        return _Outside(chars[0], costs[0] + pair_score(before[None], chars[0]))
    return _alone(chars[0], costs[0], True)


def _right_outside(readings: Readings, stretch: Stretch, high: int, edge: bool) -> _Outside:
    known = readings.y[stretch.first + high : stretch.first + high + 1]
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
