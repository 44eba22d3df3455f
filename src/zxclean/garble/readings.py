"""Text that may have lost bytes, as it is shown and as it reads one byte on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.layers import LOST_LEADS, NEVER, Bytes, Layer, LayerStack
from zxclean.model import load, pair_score

Floats = NDArray[np.float32]
_Float = TypeVar("_Float", np.float32, np.float64)
Codes = NDArray[np.uint32]
Places = NDArray[np.intp]
SEAM, SEAM_MARK, SEAM_QUESTION = 6.0, 9.0, 3.0
"""How much likelier than another byte the A1 of a full stop is lost before a narrow `, ; : ?`: site
programs replace full-width marks byte by byte. More before `!`, whose second byte begins quotation
marks: of 300 such stops 252 came back with 6, 291 with 9, and `?` is what tools put for a lost byte,
so with 9 it was taken for a stop there. Not before the second of two `?`: there the byte of any common
character may have been lost (`??睂W(xué)` was 校勘學)."""
HOLE, WIDE_HOLE, NO_HOLE = 1.5, 3.5, 9.0
"""Cost of a private character that vanished from the text, in nats: a page that drops them has one
for every eight characters read one byte on; one with wide marks does so less often; one that shows a
private character does not."""
GONE = 2.5
"""Cost of more than two characters of which nothing but the outer bytes is left, in nats: that all
between are private is a fifth as likely, or less."""
STUMBLE = 3.3
"""How much likelier a stretch ends where Python's reader stumbles over a pair without a meaning
than at another character, in nats: it drops a byte there, so what follows is in step again."""
_FULL_STOP = 0x3002


class Edge(NamedTuple):
    """The likeliest character of which a byte is left, its probability, and the best three.

    `lift` is how many times likelier brackets that have to be balanced make it that a character
    stands there.
    """

    char: str
    probability: float
    candidates: tuple[str, ...]
    lift: float = 1.0


class Weighed(NamedTuple):
    """What stands at a place of a stretch, and how likely: one character or two, or what is left.

    The last byte is the first one shown at `at`, the first one is shown `back` before. `whole` is the
    one character that the bytes left make. `left` and `right` are two by themselves.
    """

    at: int
    back: int
    whole: int
    chars: tuple[int, ...]
    share: float
    left: Edge | None = None
    right: Edge | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Both readings of every position `i`, a line feed at both ends; of several layers in a row.

    `x` and `y` are the two bytes of the shown character, 0 where it is not of two. One byte on,
    `s[i]` is made of `y[i]` and `x[i + 1]`, `r[i]` of `y[i]` and the ASCII byte `i + 1`; 0 where
    there is none. `keep` scores each shown character, `s_cost` and `r_cost` what using those
    costs, `opens` what it costs to begin at `i`. `lost` are marks that can stand for a lost
    byte, `seam` those that a damaged full stop ends in; `hole` is the cost of a private character
    that vanished; `stumbles`, whether the page may have been read by Python.
    """

    layer: Layer | LayerStack
    codes: Codes
    keep: Floats
    x: Bytes
    y: Bytes
    s: Codes
    r: Codes
    s_cost: Floats
    r_cost: Floats
    opens: Floats
    lost: NDArray[np.bool_]
    seam: NDArray[np.bool_]
    hole: float
    stumbles: bool

    def part(self, begin: int, end: int) -> Joined:
        """The readings of positions `begin` to `end`."""
        cut = slice(begin, end)
        return Joined(
            self.layer,
            self.codes[cut],
            self.keep[cut],
            self.x[cut],
            self.y[cut],
            self.s[cut],
            self.r[cut],
            self.s_cost[cut],
            self.r_cost[cut],
            self.opens[cut],
            self.lost[cut],
            self.seam[cut],
            self.hole,
            self.stumbles,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Readings(Joined):
    """The readings of one layer.

    `edges`, `places` and `bounds` keep what was found of characters at the ends of stretches and
    within, and of where they end, by all it depends on: text that repeats itself costs no more.
    """

    layer: Layer
    x: NDArray[np.uint8]
    y: NDArray[np.uint8]
    edges: dict[tuple[object, ...], Edge] = field(default_factory=dict)
    places: dict[tuple[object, ...], list[Weighed]] = field(default_factory=dict)
    bounds: dict[tuple[object, ...], list[Stretch]] = field(default_factory=dict)


class Stretch(NamedTuple):
    """Positions `first` to `last` read one byte on: `inner` are the characters between the edges.

    If `resynced`, the last of them ends in the ASCII byte at `last`, or was read as the second
    byte of the character there, and there is no right edge.
    If `headed` or `tailed`, the position before or behind shows only that a byte is lost. `begun`
    are the probabilities that the stretch begins just at `first`; there or before; at the next
    position or before, and so on. `over` are the same of its end, backwards. `sure` is how likely
    none of the inner characters is what is left of two, piece by piece; `splits` are where all
    pieces but the first begin, in `inner` and as shown. `left` and `right` are edges beside
    another stretch.
    """

    first: int
    last: int
    inner: tuple[int, ...]
    resynced: bool
    headed: bool
    tailed: bool
    begun: tuple[float, ...] = (1.0, 1.0)
    over: tuple[float, ...] = (1.0, 1.0)
    sure: tuple[float, ...] = (1.0,)
    splits: tuple[tuple[int, int], ...] = ()
    left: Edge | None = None
    right: Edge | None = None


class Chain(NamedTuple):
    """Stretches with nothing between them but a lost pair of bytes.

    `gain` over the text as shown and `mean`, the score of a restored character, are in nats.
    """

    stretches: tuple[Stretch, ...]
    gain: float
    mean: float


def guess(
    readings: Joined,
    known: Bytes,
    before: Codes,
    after: Codes,
    seam: Floats,
    behind: Bytes | None = None,
) -> tuple[Codes, Floats]:
    """Characters of which one byte is `known`, and the score of each with what follows it.

    `seam` is how much likelier a full stop is, in nats. `behind` are the bytes behind the lost ones, at the end of a stretch; if there are fewer of
    them, they are those of the last rows.
    """
    layer = readings.layer
    chars, score = layer.scored(known, before, after)
    score -= np.float32(np.log(2))
    if seam.any():
        score[:, :LOST_LEADS] += seam[:, None] * (chars[:, :LOST_LEADS] == _FULL_STOP)
    if behind is not None and len(behind) and readings.stumbles:
        ends = slice(len(known) - len(behind), None)
        stumbles = layer.stumbles(known[ends], behind)
        score[ends, LOST_LEADS:] += np.float32(STUMBLE) * stumbles
    return chars, score


def seams(readings: Joined, places: Places, headed: NDArray[np.bool_] | bool) -> Floats:
    """How much likelier full stops are at these places, behind a mark of loss or not, in nats."""
    codes = readings.codes[places]
    bonus = np.where(codes == 0x21, np.float32(SEAM_MARK), np.float32(SEAM))
    bonus[(codes == 0x3F) & headed] = SEAM_QUESTION
    return np.where(readings.seam[places], bonus, np.float32(0))


def hole_scores(readings: Joined, places: Places, back: int) -> tuple[Floats, Floats]:
    """Scores of pairs of characters whose inner bytes vanished, with what follows them.

    The first has the second byte shown `back` before each place, the other the first byte there.
    The last scores are those of any two with more between them, of which nothing is left.
    """
    layer = readings.layer
    first, first_cost, second, second_cost, private = layer.hole(
        readings.y[places - back], readings.x[places]
    )
    score = pair_score(first[:, :, None], second[:, None, :])
    first_cost = first_cost + pair_score(readings.s[places - back - 1][:, None], first)
    second_cost = second_cost + pair_score(second, readings.s[places][:, None])
    score = score + first_cost[:, :, None] + second_cost[:, None, :]
    more = logsum(first_cost) + logsum(second_cost + load().characters.take(second))
    pairs = np.where(private, score, NEVER).reshape(len(places), -1)
    return pairs, more - np.float32(GONE)


def logsum(scores: NDArray[_Float], axis: int = 1) -> NDArray[_Float]:
    """Logarithms of sums: `np.logaddexp.reduce` takes five times as long on 256 by 256."""
    top = scores.max(axis=axis, keepdims=True)
    sums = top.squeeze(axis) + np.log(np.exp(scores - top).sum(axis=axis))
    return np.asarray(sums, scores.dtype)
