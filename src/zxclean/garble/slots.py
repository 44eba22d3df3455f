"""Which character it was of which only some bytes are left: decided by its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.around import AROUND, words_beyond
from zxclean.garble.charsets import LOST
from zxclean.garble.readings import logsum

LEAST, LEAST_BESIDE = 0.9, 0.95
"""Share of the probability that the best candidate must have, and where another slot is so near that
words say nothing. Of 10,000 characters that UTF-8 read as GBK lost a byte of, in 1,500 sentences of an
encyclopaedia, nine in ten had it and 99.5 % of them were right; without words three in four."""
LONGEST = 8
"""Slots side by side that are decided together; a longer row is cut, so that cost stays linear."""

TRIED = 8
"""Candidates that are weighed by words, the likeliest by their neighbours."""
DATED = 4.0
"""Nats for 年 behind a year of four figures, 月 behind 年 and a figure, 日 behind 月 and one."""
_DATE = re.compile(r"(?:(?:19|20)\d\d|([年月])[0-3]?\d)$")
_OPEN, _CLOSED = np.log(0.95), np.log(0.998)
_AT_ONCE = 256
_LINE_FEED = np.array([0] * (AROUND - 1) + [10], np.uint32)


Codes = NDArray[np.uint32]
Places = NDArray[np.intp]
_CELLS = 1 << 15
"""Pairs of candidates that are scored at once: so many stay in the second-level cache."""


class Guess(NamedTuple):
    """The likeliest candidates of a slot, the best first, the best one's probability, and whether
    that is enough to decide."""

    codes: tuple[int, ...]
    share: float
    decided: bool


class _Ranked(NamedTuple):
    """The likeliest candidates of a slot by its neighbours, with log probabilities."""

    codes: Codes
    logs: NDArray[np.float64]


class _Same:
    """Candidates that are equal if they are the same array, as those of equal bytes are."""

    __slots__ = ("codes",)

    def __init__(self, codes: Codes) -> None:
        self.codes = codes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.codes is other.codes

    def __hash__(self) -> int:
        return id(self.codes)


class _Row(NamedTuple):
    """Slots side by side and the characters before and behind them."""

    before: int
    after: int
    group: tuple[_Same, ...]


def guess(
    text: Codes, start: int, slots: Sequence[tuple[int, Codes]], prior: NDArray[np.float32]
) -> dict[int, Guess]:
    """Judge the candidates of each slot by the characters around it.

    Parameters: `text`, U+FFFD at the slots; `slots`, index into it from `start` on and candidates,
    in order, at most `MOST` each; `prior`, nats to add for each code point. Slots side by side are
    decided together; one without candidates gets no guess and tells its neighbours nothing.
    """
    text = np.concatenate((_LINE_FEED, text, _LINE_FEED[::-1]))
    start += AROUND
    rows: dict[_Row, list[int]] = {}
    for first, group in _groups(slots):
        before = int(text[start + first - 1])
        after = int(text[start + first + len(group)])
        rows.setdefault(_Row(before, after, tuple(map(_Same, group))), []).append(first)
    alike: dict[tuple[int, ...], list[_Row]] = {}
    for row in rows:
        alike.setdefault(tuple(len(same.codes) for same in row.group), []).append(row)
    ranked: dict[int, _Ranked] = {}
    for sizes, each in alike.items():
        cells = max((sizes[0], *(a * b for a, b in pairwise(sizes))))
        many = max(1, _CELLS // cells)
        for done in range(0, len(each), many):
            part = each[done : done + many]
            for row, chosen in zip(part, _choose(part, prior), strict=True):
                for first in rows[row]:
                    ranked.update(enumerate(chosen, first))
    return _weigh(text, start, ranked) if ranked else {}


def _weigh(text: Codes, start: int, ranked: dict[int, _Ranked]) -> dict[int, Guess]:
    """Judge the likeliest candidates by the words around them too, where no other slot is open.

    Other slots of those words have their likeliest character by its neighbours.
    """
    each = list(ranked.values())
    places = np.fromiter(ranked, np.intp, len(ranked)) + start
    tried = np.array([one.codes for one in each])
    logs = np.array([one.logs for one in each])
    text[places] = tried[:, 0]
    is_open = np.zeros(len(text), np.bool_)
    is_open[places] = logs[:, 0] < _OPEN
    window = np.arange(-AROUND, AROUND + 1)
    alone = is_open[places[:, None] + window].sum(axis=1) == is_open[places]
    asked = (alone & (logs[:, 0] < _CLOSED)).nonzero()[0]
    for done in range(0, len(asked), _AT_ONCE):
        part = asked[done : done + _AT_ONCE]
        chars = tried[part]
        rows = np.repeat(text[places[part][:, None] + window][:, None], TRIED, axis=1)
        rows[:, :, AROUND] = chars
        before, after = rows[:, :, AROUND - 1], rows[:, :, AROUND + 1]
        logs[part] += words_beyond(rows, before, chars, after)
    for row, char in _dated(text[places[:, None] + window[:AROUND]]):
        logs[row] += np.where(tried[row] == char, DATED, 0)
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    order = np.argsort(-weights, axis=1, kind="stable")[:, :3]
    shares = weights.max(axis=1) / weights.sum(axis=1)
    decided = (shares >= np.where(alone, LEAST, LEAST_BESIDE)).tolist()
    likely = map(tuple, np.take_along_axis(tried, order, 1).tolist())
    return {
        place: Guess(*found)
        for place, *found in zip(ranked, likely, shares.tolist(), decided, strict=True)
    }


def _dated(before: Codes) -> Iterator[tuple[int, int]]:
    """Slots behind the figures of a year, month or day, by row, and the character that names it."""
    digits = (before[:, -1] >= 0x30) & (before[:, -1] < 0x3A)
    for row in digits.nonzero()[0].tolist():
        found = _DATE.search("".join(map(chr, before[row].tolist())))
        if found is not None:
            yield row, ord({"": "年", "年": "月", "月": "日"}[found[1] or ""])


def _groups(slots: Sequence[tuple[int, Codes]]) -> Iterator[tuple[int, list[Codes]]]:
    group: list[Codes] = []
    end = -1
    for index, candidates in slots:
        if not len(candidates):
            continue
        if group and (index != end or len(group) == LONGEST):
            yield end - len(group), group
            group = []
        group.append(candidates)
        end = index + 1
    if group:
        yield end - len(group), group


def _choose(rows: Sequence[_Row], prior: NDArray[np.float32]) -> list[list[_Ranked]]:
    """Best candidates of each slot and the best one's share, of rows with as many of each.

    Sums of probabilities forwards and backwards, of all rows at once.
    """
    parts = [
        np.array([same.codes for same in place])
        for place in zip(*(r.group for r in rows), strict=True)
    ]
    before = np.array([[row.before] for row in rows], np.uint32)
    after = np.array([[row.after] for row in rows], np.uint32)
    own = [prior.take(part) for part in parts]
    forward = [model.pair_score(before, parts[0]).astype(np.float64) + own[0]]
    steps = [model.pair_odds(left, right) for left, right in pairwise(parts)]
    for step, part, likely in zip(steps, parts[1:], own[1:], strict=True):
        top = forward[-1].max(axis=1, keepdims=True)
        sums = (np.exp(forward[-1] - top)[:, None] @ step)[:, 0]
        forward.append(np.log(sums) + top + model.alone(part) + likely)
    backward = model.pair_score(parts[-1], after).astype(np.float64)
    backward[after[:, 0] == LOST] = 0.0
    found: list[list[_Ranked]] = [[] for _ in rows]
    for place in range(len(parts) - 1, -1, -1):
        logs = forward[place] + backward
        whole = logsum(logs)
        best = np.argsort(-logs, axis=1, kind="stable")[:, :TRIED]
        shares = np.take_along_axis(logs, best, 1) - whole[:, None]
        codes = np.take_along_axis(parts[place], best, 1)
        if codes.shape[1] < TRIED:
            missing = ((0, 0), (0, TRIED - codes.shape[1]))
            codes = np.pad(codes, missing, "edge")
            shares = np.pad(shares, missing, constant_values=-np.inf)
        for chosen, code, share in zip(found, codes, shares, strict=True):
            chosen.append(_Ranked(code, share))
        if place:
            onward = backward + model.alone(parts[place]) + own[place]
            top = onward.max(axis=1, keepdims=True)
            backward = np.log((steps[place - 1] @ np.exp(onward - top)[:, :, None])[:, :, 0]) + top
    return [chosen[::-1] for chosen in found]
