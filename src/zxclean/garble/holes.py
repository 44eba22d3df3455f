"""Which characters of a stretch are what is left of two: private characters that vanished.

Pages are rid of private characters, and of a text read one byte on every eighth character is one.
So two characters may have lost the bytes between them, and what is left reads as one character or,
where the search found so, as none. Every place of a stretch is one character or two of which the
outer bytes are known; sums of probabilities forwards and backwards over all of them tell how likely
each is, then the words around do.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import lexicon
from zxclean.garble.beside import REACH, Outside, outside_after, outside_before
from zxclean.garble.readings import HOLE, Codes, Edge, Readings, Stretch, Weighed
from zxclean.model import alone, pair_odds, pair_score

Shares = NDArray[np.float64]
PASSES = 2
"""How often words are asked for: what the first time put at other places decides more of them."""
WORDS, TRIED = 0.6, 24
"""Share of the word model, and how many pairs of characters it weighs at a place."""
GONE = 3.2
"""Cost of more than two characters of which nothing but the outer bytes is left, in nats."""
CERTAIN = 0.9995
"""Probability by the neighbours of one character that words need not be asked about."""
CHEAPER = 1.0
"""A private character that vanished costs so much less here, in nats, than in the search, and nothing on
a page of narrow marks, which is rid of them."""


class _Place(NamedTuple):
    """One character or two: `whole` is what the bytes left make together, 0 if nothing.

    Its last byte is the first one shown at `at`, its first one is shown `back` before.
    `first` and `second` are the candidates of two with their weights, `goes` how much likelier each
    second one is behind each first one than by itself, 0 where no private character stood between.
    """

    at: int
    back: int
    whole: int
    weight: float
    first: Codes
    first_weights: Shares
    second: Codes
    second_weights: Shares
    goes: Shares
    vanished: float

    @property
    def begins(self) -> Codes:
        return np.append(np.uint32(self.whole), self.first)

    @property
    def ends(self) -> Codes:
        return np.append(np.uint32(self.whole), self.second)


def weigh_places(readings: Readings, stretches: Sequence[Stretch]) -> list[Weighed]:
    """What stands at each place of a chain: of its stretches and, between, of those that vanished."""
    begin, end = stretches[0].first, stretches[-1].last + 1
    around = slice(max(0, begin - REACH - 1), end + REACH + 1)
    key = (
        readings.codes[around].tobytes(),
        tuple((one.first - begin, one.inner, one.headed) for one in stretches),
        (min(begin, REACH + 1), stretches[-1].resynced, stretches[-1].tailed, readings.hole),
    )
    found = readings.places.get(key)
    if found is None:
        found = readings.places[key] = [
            one._replace(at=one.at - begin) for one in _weigh(readings, stretches)
        ]
    return [one._replace(at=one.at + begin) for one in found]


def _weigh(readings: Readings, stretches: Sequence[Stretch]) -> list[Weighed]:
    fixed = -1 if stretches[-1].resynced else 0
    joined: list[tuple[int, int, int]] = []
    for number, stretch in enumerate(stretches):
        at = stretch.first
        if number:
            joined.append(
                (at, 1 + stretch.headed, 0 if stretch.headed else int(readings.s[at - 1]))
            )
        joined += [(at + n, 1, code) for n, code in enumerate(stretch.inner, 1)]
    places = _places(readings, joined[:fixed] if fixed else joined)
    behind = stretches[-1].inner[-1:] if fixed else ()
    if not places:
        return [Weighed(stretches[-1].last + 1, 1, code, (code,), 1.0) for code in behind]
    before, after = outside_before(readings, stretches[0]), outside_after(readings, stretches[-1])
    weighed = _by_words(places, _sums(places, before, after), before, after)
    at = stretches[-1].last + 1
    return [*weighed, *(Weighed(at, 1, code, (code,), 1.0) for code in behind)]


def _places(readings: Readings, joined: Sequence[tuple[int, int, int]]) -> list[_Place]:
    """The places with these `at`, `back` and `whole`."""
    if not joined:
        return []
    at, back, whole = np.array(joined, np.intp).T
    first, first_costs, second, second_costs, private = readings.layer.hole(
        readings.y[at - back], readings.x[at]
    )
    costs = readings.s_cost[at - 1] + alone(whole.astype(np.uint32))
    vanished = np.where(
        back > 1, 1.0, np.exp(0.0 if readings.hole <= HOLE else CHEAPER - readings.hole)
    )
    return [
        _Place(*each)
        for each in zip(
            at.tolist(),
            back.tolist(),
            whole.tolist(),
            np.where(whole > 0, np.exp(costs.astype(np.float64)), 0.0).tolist(),
            first,
            np.exp(first_costs.astype(np.float64) + alone(first)),
            second,
            np.exp(second_costs.astype(np.float64) + alone(second)),
            pair_odds(first, second) * private,
            vanished.tolist(),
            strict=True,
        )
    ]


class _Sums(NamedTuple):
    """Probability that a place is one character, that it is each pair, and of any longer row."""

    whole: float
    pairs: Shares
    more: float


def _sums(places: Sequence[_Place], before: Outside, after: Outside) -> list[_Sums]:
    gone = float(np.exp(-GONE))
    steps = [
        pair_odds(left, place.begins)
        for left, place in zip(
            [before.chars, *(place.ends for place in places)], places, strict=False
        )
    ]
    forward = before.weights / before.weights.sum()
    into: list[Shares] = []
    for place, step in zip(places, steps, strict=True):
        came = forward @ step
        into.append(came)
        one = came[0] * place.weight
        two = (came[1:] * place.first_weights) @ (place.goes + gone)
        forward = np.append(one, two * place.second_weights * place.vanished)
        scale = max(float(forward.sum()), 1e-300)
        into[-1] = came / scale
        forward = forward / scale
    ends = places[-1].ends
    backward = pair_odds(ends, after.chars) @ after.weights
    found: list[_Sums] = []
    for place, step, came in zip(reversed(places), reversed(steps), reversed(into), strict=True):
        one = place.weight * backward[0]
        behind = place.second_weights * backward[1:] * place.vanished
        left = came[1:] * place.first_weights
        pairs = left[:, None] * place.goes * behind
        more = float(left.sum() * behind.sum() * gone)
        whole = float(came[0] * one)
        total = max(whole + float(pairs.sum()) + more, 1e-300)
        found.append(_Sums(whole / total, pairs / total, more / total))
        reached = place.first_weights * ((place.goes + gone) @ behind)
        backward = step @ np.append(one, reached)
        backward = backward / max(float(backward.max()), 1e-300)
    return found[::-1]


def _by_words(
    places: Sequence[_Place], found: Sequence[_Sums], before: Outside, after: Outside
) -> list[Weighed]:
    """The same with the words around each place that is not certain."""
    own = [_alternatives(place, sums) for place, sums in zip(places, found, strict=True)]
    asked = [n for n, sums in enumerate(found) if sums.whole < CERTAIN]
    tried = own
    for _ in range(PASSES if asked else 0):
        best = [one.chars[0] for one in tried]
        tried = _lift(own, asked, best, before, after)
    return [_decide(place, one) for place, one in zip(places, tried, strict=True)]


def _lift(
    own: Sequence[_Alternatives],
    asked: Sequence[int],
    best: Sequence[tuple[int, ...]],
    before: Outside,
    after: Outside,
) -> list[_Alternatives]:
    """What may stand at the places, weighed by the words that it makes with the `best` of the others."""
    tried = list(own)
    [ahead], [behind] = before.before([best[0][0]]), after.behind([best[-1][-1]])
    rows: list[list[int]] = []
    for n in asked:
        chars = own[n].chars
        left = [[*ahead, *itertools.chain.from_iterable(best[:n])][-REACH - 1 :]] * len(chars)
        right = [[*itertools.chain.from_iterable(best[n + 1 :]), *behind][:REACH]] * len(chars)
        if not n:
            left = before.before([each[0] for each in chars])
        if n + 1 == len(best):
            right = after.behind([each[-1] for each in chars])
        rows += [[*a, *each, *b] for a, each, b in zip(left, chars, right, strict=True)]
    table = np.zeros((len(rows), max(map(len, rows))), np.uint32)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    neighbours = (pair_score(table[:, :-1], table[:, 1:]) * (table[:, 1:] > 0)).sum(axis=1)
    gains = WORDS * (lexicon.score(table) - neighbours).astype(np.float64)
    at = 0
    for n in asked:
        size = len(own[n].chars)
        tried[n] = own[n].lifted(gains[at : at + size])
        at += size
    return tried


class _Alternatives(NamedTuple):
    """What may stand at a place, the likeliest first, and how likely each is; the rest is unknown."""

    chars: list[tuple[int, ...]]
    shares: Shares

    def lifted(self, gains: Shares) -> _Alternatives:
        """The same with so much more said for each, in nats; of the rest as much as on average."""
        rest = max(0.0, 1.0 - float(self.shares.sum()))
        gains = gains - float(self.shares @ gains) / float(self.shares.sum())
        shares = self.shares * np.exp(gains)
        shares = shares / (float(shares.sum()) + rest)
        order = np.argsort(-shares, kind="stable")
        return _Alternatives([self.chars[n] for n in order.tolist()], shares[order])


def _alternatives(place: _Place, sums: _Sums) -> _Alternatives:
    chars: list[tuple[int, ...]] = []
    shares: list[float] = []
    if place.whole:
        chars.append((place.whole,))
        shares.append(sums.whole)
    if sums.whole < CERTAIN:
        flat = sums.pairs.ravel()
        top = np.argpartition(-flat, TRIED)[:TRIED]
        one, other = np.divmod(top, len(place.second))
        chars += zip(place.first[one].tolist(), place.second[other].tolist(), strict=True)
        shares += flat[top].tolist()
    order = sorted(range(len(chars)), key=lambda n: -shares[n])
    return _Alternatives([chars[n] for n in order], np.array([shares[n] for n in order]))


def _decide(place: _Place, one: _Alternatives) -> Weighed:
    chars, share = one.chars[0], float(one.shares[0])
    known = place.at, place.back, place.whole, chars, share
    if share > CERTAIN:
        return Weighed(*known)
    return Weighed(*known, _marginal(one, 0), _marginal(one, 1))


def _marginal(one: _Alternatives, side: int) -> Edge | None:
    """One of two characters, whatever the other is."""
    found: dict[int, float] = {}
    for chars, share in zip(one.chars, one.shares.tolist(), strict=True):
        if len(chars) == 2:
            found[chars[side]] = found.get(chars[side], 0.0) + share
    if not found:
        return None
    best = sorted(found, key=lambda code: -found[code])[:3]
    return Edge(chr(best[0]), found[best[0]], tuple(map(chr, best)))
