"""Which character each pair of bytes is, and from which pair each shown character was read.

A page may have been changed after the bytes were lost: converted to the other script, its
full-width marks narrowed. A `Layer` says what has to be undone before bytes are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from zxclean import model, tables
from zxclean.scripts import Chinese

NEVER = np.float32(-1000.0)
"""Log probability of what cannot be."""

OTHER_SCRIPT = np.float32(-5.0)
"""Cost of a character of the other script, in nats. The model folds, so it cannot tell them."""

WIDE_LETTER = np.float32(-8.0)
"""Cost of a full-width letter or digit: the model folds it to an ASCII one, which is frequent."""

Bytes: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]
"""Bytes, with the number of their layer times 256 added where layers are stacked."""
Hole: TypeAlias = tuple[
    NDArray[np.uint32],
    NDArray[np.float32],
    NDArray[np.uint32],
    NDArray[np.float32],
    NDArray[np.bool_],
]

_LEADS = np.arange(0x81, 0xFF, dtype=np.uint16)
_TRAILS = np.array([*range(0x40, 0x7F), *range(0x80, 0xFF)], np.uint16)
# First bytes of the private characters of GBK.
_HOLE_TRAILS = np.array([*range(0xA1, 0xB0), *range(0xF8, 0xFF)], np.uint16)
LOST_LEADS, LOST_TRAILS = 64, 96
"""So many of `Layer.guesses` lost their first byte, so many their second: the most frequent ones. All
others together are one of 300 characters."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One way the page came about: a codec, and the conversion done after the loss.

    `chars` gives the character of each pair (0: none), `costs` what it costs that the writer
    used it, `pair_of` the pair that a shown code point was read from (0: none), `again` what
    the later conversion makes of a true character. `cost` is how much less likely this way is
    than the plain one, in nats. `likely` are the pairs of the most frequent characters with each
    byte, `LOST_LEADS` with it as second byte, then `LOST_TRAILS` with it as first.
    """

    codec: str
    conversion: str | None
    chars: NDArray[np.uint32]
    costs: NDArray[np.float32]
    pair_of: NDArray[np.uint16]
    again: NDArray[np.uint32]
    cost: float
    likely: NDArray[np.uint16]

    def guesses(self, known: Bytes) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """Characters of which one byte is `known`: first as second byte, then as first byte."""
        places = self.likely[known]
        return self.chars.take(places), self.costs.take(places)

    def scored(
        self, known: Bytes, before: NDArray[np.uint32], after: NDArray[np.uint32]
    ) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """The guesses, and what each costs and scores between these characters."""
        return stack((self,)).scored(known, before, after)

    def stumbles(self, known: Bytes, behind: Bytes) -> NDArray[np.bool_]:
        """Of which guesses of a second byte Python's reader drops that, before these bytes."""
        seconds = self.likely[known][:, LOST_LEADS:] & np.uint16(0xFF)
        return _stumbling().take(seconds << np.uint16(8) | behind[:, None])

    @property
    def has_holes(self) -> bool:
        """Whether private characters are among those of the codec that pages are rid of."""
        return self.codec == "gb18030"

    def may_have_holes(self, known: Bytes) -> NDArray[np.bool_]:
        """The same for each of some bytes."""
        return np.full(len(known), self.has_holes)

    def hole(self, left: Bytes, right: Bytes) -> Hole:
        """Two characters whose inner bytes were shown as a private character, which vanished.

        Pages are rid of private characters. Returns the candidates for the first, of which the
        byte `left` is known, and their costs, the same for the second, of which `right` is, and
        which of them go together.
        """
        first = left.astype(np.uint16)[:, None] << 8 | _HOLE_TRAILS
        second = self.likely[right][:, :LOST_LEADS]
        return (
            self.chars.take(first),
            self.costs.take(first),
            self.chars.take(second),
            self.costs.take(second),
            _private_pairs()[second >> 8].transpose(0, 2, 1),
        )


class LayerStack:
    """Several layers in one: bytes are given with the number of their layer times 256 added."""

    def __init__(self, parts: Sequence[Layer]) -> None:
        places = np.concatenate([layer.likely for layer in parts])
        holes = np.arange(256, dtype=np.uint16)[:, None] << 8 | _HOLE_TRAILS
        self._has_holes = np.array([layer.has_holes for layer in parts])
        self._seconds = (places[:, LOST_LEADS:] & 0xFF) << np.uint16(8)
        self._leads = (places[:, :LOST_LEADS] >> 8).astype(np.uint8)
        self._guesses, self._first = (
            (
                np.concatenate([layer.chars[rows(layer)] for layer in parts]),
                np.concatenate([layer.costs[rows(layer)] for layer in parts]),
            )
            for rows in (lambda layer: layer.likely, lambda _: holes)
        )
        self._symbols = model.load().symbols.take(self._guesses[0])
        self._alone = model.alone(self._guesses[0])

    def scored(
        self, known: Bytes, before: NDArray[np.uint32], after: NDArray[np.uint32]
    ) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """As `Layer.scored`: `pair_score` of what is looked up once for each guess."""
        chars, costs = self.guesses(known)
        loaded, symbols = model.load(), self._symbols.take(known, axis=0)
        left = loaded.symbols.take(before, mode="clip")[:, None]
        right = loaded.symbols.take(after, mode="clip")[:, None]
        score = loaded.ratios_of(left, symbols) + self._alone.take(known, axis=0)
        score += costs
        score += loaded.ratios_of(symbols, right) + model.alone(after)[:, None]
        return chars, score

    def guesses(self, known: Bytes) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """As `Layer.guesses`."""
        chars, costs = self._guesses
        return chars.take(known, axis=0), costs.take(known, axis=0)

    def stumbles(self, known: Bytes, behind: Bytes) -> NDArray[np.bool_]:
        """As `Layer.stumbles`."""
        stumbles = _stumbling().take(self._seconds.take(known, axis=0) | (behind & 0xFF)[:, None])
        return np.asarray(stumbles & self._has_holes.take(known >> 8)[:, None])

    def may_have_holes(self, known: Bytes) -> NDArray[np.bool_]:
        """As `Layer.may_have_holes`."""
        return self._has_holes.take(known >> 8)

    def hole(self, left: Bytes, right: Bytes) -> Hole:
        """As `Layer.hole`."""
        chars, costs = self._guesses
        return (
            self._first[0].take(left, axis=0),
            self._first[1].take(left, axis=0),
            chars.take(right, axis=0)[:, :LOST_LEADS],
            costs.take(right, axis=0)[:, :LOST_LEADS],
            _private_pairs()[self._leads.take(right, axis=0)].transpose(0, 2, 1),
        )


@cache
def stack(parts: tuple[Layer, ...]) -> LayerStack:
    """The stack of some layers, as those of a script are; made once."""
    return LayerStack(parts)


@cache
def layers(script: Chinese, mixed: bool = False) -> tuple[Layer, ...]:
    """The ways a page of that script can have come about, the plain one first.

    A Simplified page with characters of the other script (`mixed`) may have been converted in
    part; once the step for script has converted them back, the plain way would tell the same.
    """
    if script == "hans":
        plain = _layer("gb18030", None, "hans", 0.0)
        return (
            *((plain, _layer("gb18030", "s2t", "hans", 0.0)) if mixed else (plain,)),
            _layer("gb18030", "t2s", "hant", 6.0),
            _layer("big5", "t2s", "hant", 6.0),
        )
    return (
        _layer("gb18030", None, "hant", 0.0),
        _layer("gb18030", "s2t", "hans", 0.0),
        _layer("big5", None, "hant", 0.0),
    )


@cache
def _layer(codec: str, conversion: str | None, source: Chinese, cost: float) -> Layer:
    chars = _chars(codec)
    pair_of = _pair_of(codec)
    again = np.arange(0x110000, dtype=np.uint32)
    if conversion is not None:
        pair_of = pair_of.take(_undone(conversion, codec))
        again = tables.char_table(conversion)
    foreign = tables.traditional_only() if source == "hans" else tables.simplified_only()
    costs = np.where(foreign.take(chars), OTHER_SCRIPT, np.float32(0))
    private = (chars >= 0xE000) & (chars < 0xF900)
    costs[(chars == 0) | private] = NEVER
    costs[_wide_alphanumeric(chars)] += WIDE_LETTER
    return Layer(codec, conversion, chars, costs, pair_of, again, cost, _likely(chars, costs))


def _likely(chars: NDArray[np.uint32], costs: NDArray[np.float32]) -> NDArray[np.uint16]:
    score = (costs + model.load().characters.take(chars)).reshape(256, 256)
    table = np.empty((256, LOST_LEADS + LOST_TRAILS), np.uint16)
    every = np.arange(256, dtype=np.uint16)[:, None]
    table[:, :LOST_LEADS] = np.argsort(-score.T, axis=1, kind="stable")[:, :LOST_LEADS] << 8 | every
    best = np.argsort(-score, axis=1, kind="stable")[:, :LOST_TRAILS]
    table[:, LOST_LEADS:] = every << 8 | best
    table.setflags(write=False)
    return table


@cache
def _stumbling() -> NDArray[np.bool_]:
    """By pair of bytes, whether Python's GBK reader knows none: it drops the first one then."""
    table: NDArray[np.bool_] = _chars("gbk") == 0
    table[:0x8100] = False
    table.reshape(256, 256)[:, :0x80] = False
    table.setflags(write=False)
    return table


@cache
def _private_pairs() -> NDArray[np.bool_]:
    """By second byte of a pair, whether it and each of the first bytes are a private character."""
    between = _chars("gb18030").take(_HOLE_TRAILS << 8 | np.arange(256, dtype=np.uint16)[:, None])
    return np.asarray((between >= 0xE000) & (between < 0xF900))


def _wide_alphanumeric(chars: NDArray[np.uint32]) -> NDArray[np.bool_]:
    found = np.zeros(chars.shape, np.bool_)
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)):
        found |= (chars >= first) & (chars <= last)
    return found


def _undone(conversion: str, codec: str) -> NDArray[np.uint32]:
    """What each code point was before a conversion character by character."""
    forward = tables.char_table(conversion)
    back = tables.char_table("t2s" if conversion == "s2t" else "s2t")
    pairs = _pair_of(codec)
    written = pairs > 0
    if conversion == "s2t":
        # A Simplified page is written in GB 2312: both bytes from A1 on.
        written &= (pairs >= 0xA1A1) & ((pairs & 0xFF) >= 0xA1)
    every = np.arange(0x110000, dtype=np.uint32)
    own = written & (forward == every)
    undone = every.copy()
    # What another converter would have made, what this one made of several, its usual source.
    loose = written.take(back) & ~own
    undone[loose] = back[loose]
    sources = np.flatnonzero(written & (forward != every))
    undone[forward[sources]] = sources
    usual = written.take(back) & (forward.take(back) == every)
    undone[usual] = back[usual]
    undone[own] = every[own]
    return undone


@cache
def _chars(codec: str) -> NDArray[np.uint32]:
    table = np.zeros(0x10000, np.uint32)
    for lead in _LEADS.tolist():
        for trail in _TRAILS.tolist():
            text = bytes((lead, trail)).decode(codec, "ignore")
            if len(text) == 1 and text >= "\x80":
                table[lead << 8 | trail] = ord(text)
    table.setflags(write=False)
    return table


@cache
def _pair_of(codec: str) -> NDArray[np.uint16]:
    chars = _chars(codec)
    table = np.zeros(0x110000, np.uint16)
    places = np.flatnonzero(chars)
    # Backwards, so that of two pairs with one character (Big5 has some) the first one stays.
    table[chars[places][::-1]] = places[::-1].astype(np.uint16)
    wide = np.arange(0xFF01, 0xFF5F)
    table[wide - 0xFEE0] = table[wide]
    if codec == "gb18030":
        table[[0x2015, 0x30FB]] = 0xA1AA, 0xA1A4
    table.setflags(write=False)
    return table
