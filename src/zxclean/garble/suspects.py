"""Stretches that may have been decoded in the wrong encoding, and by which confusions."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.charsets import (
    BEGINS,
    GAP,
    HALFWIDTH,
    LOST,
    SINGLE,
    Tells,
    byte_table,
)
from zxclean.garble.inverse import RawBytes, to_bytes
from zxclean.garble.kinds import (
    DOUBLE_BYTE,
    MENDED,
    PAIRS_AS_PAIRS,
    SINGLE_BYTE,
    UTF8_DOUBLE,
    Chain,
)
from zxclean.garble.pairs import plausible_places
from zxclean.garble.sites import Bools, Places

SPAN = {"gbk": 12, "big5": 40, "cp950": 40, "euc_kr": 12, "cp932": 12}
"""Tell-tales of UTF-8 read as a double-byte encoding stand on every third character, in Big5,
which cannot read most of it, more rarely; two of them within this many make a suspect. In good
text: 1 to 20 such pairs in 100,000 characters, and none for Big5."""
DENSE = 8
"""Three letters above ASCII within this many characters make a suspect of a single-byte kind."""
NARROWED = 3
"""So many unlikely pairs stand within `WIDTH` characters where Big5 and GBK may be confused: of
garbled sentences of 60 real pages nine in ten have 9 and more, cut to 14 characters 5 and more;
good ones none. With 4, one character in 200 of Big5 read as GBK did not come back."""
WIDTH, UNLIKELY = 12, -9.0
"""Mean nats of twelve characters below which Big5 and GBK may be confused; of good text 0.01 %
(reviews) to 1.1 % (microblogs) of the windows are below, of garbled text 99.9 %."""
_WIDEST = max(*SPAN.values(), DENSE)
READABLE = 0.85
"""Share of a stretch that its reader must be able to write; the rest may be good text within."""
FEW_MENDED = 0.4
"""More letters beyond Latin-1 are another alphabet: of GBK read so and mended 0.12 are, of a word 0.3."""
APART, MARGIN = 48, 16
"""Suspects less than so many characters apart are one; so many around them are looked at."""
SCRAP = 2
"""So many characters between stretches that were read, or at their ends, are no stretch."""
TRIES, WORTH = 3, 0.6
"""Encodings that are read in full: at most so many, and those with at least this share of the
plausible places that the best has. With more of them no sentence of 2,850 came out
better."""
_SURE = 1e6

Stretch = tuple[int, int]


class Suspect(NamedTuple):
    """Stretches to be read by a chain; `gap` is what U+FFFD stands for in them."""

    stretches: list[Stretch]
    chain: Chain
    gap: int = GAP


class _Joined(NamedTuple):
    """Stretches of a text one after the other, a line feed behind each."""

    codes: NDArray[np.uint32]
    starts: NDArray[np.intp]
    offsets: NDArray[np.intp]

    def split(self, places: Places) -> list[Places]:
        """Places by stretch, in offsets of the text they were cut from."""
        bounds = [*places.searchsorted(self.starts).tolist(), len(places)]
        spans = zip(bounds[:-1], bounds[1:], self.offsets.tolist(), strict=True)
        return [places[first:behind] + offset for first, behind, offset in spans]


class Known:
    """Stretches that were read beyond doubt: what lies within them is not read in another way."""

    def __init__(self) -> None:
        self._spans: list[Stretch] = []

    def add(self, spans: Iterable[Stretch]) -> None:
        """Add stretches, which may overlap others."""
        joined: list[Stretch] = []
        for start, end in sorted((*self._spans, *spans)):
            if joined and start - joined[-1][1] <= SCRAP:
                start, last = joined.pop()
                end = max(end, last)
            joined.append((start, end))
        self._spans = joined

    def beyond(self, stretches: Sequence[Stretch]) -> list[Stretch]:
        """The stretches that go beyond them."""
        starts = [start - SCRAP for start, _ in self._spans]
        ends = [0, *(end + SCRAP for _, end in self._spans)]
        return [each for each in stretches if each[1] > ends[bisect(starts, each[0])]]


def may_be_garbled(tells: Tells, unlikely: Places) -> bool:
    """Whether a text has anything that `find_suspects` looks at."""
    if len(unlikely) >= NARROWED:
        return True
    places = tells.places
    return len(places) > 1 and bool((places[1:] - places[:-1]).min() <= _WIDEST)


def find_suspects(
    codes: NDArray[np.uint32], tells: Tells, unlikely: Places, known: Known
) -> Iterator[Suspect]:
    """What may be garbled in a text, with the chains that are worth reading in full.

    Parameters: `tells` of the codes, and the places of their `unlikely` pairs; `known`, to which
    the caller adds what one suspect turned out to be before it asks for the next.
    """
    if len(tells.places):
        found = int(np.bitwise_or.reduce(tells.begins))
        for reader, flag in BEGINS.items():
            if found & flag:
                places = tells.places[tells.begins & flag > 0]
                stretches = clusters(places, 2, SPAN[reader])
                if reader == "cp932" and stretches:
                    stretches = _with_any(stretches, tells.of(HALFWIDTH))
                yield Suspect(known.beyond(stretches), UTF8_DOUBLE[reader])
        singles = known.beyond(clusters(tells.of(SINGLE), 3, DENSE))
        yield from _look_first(codes, singles, SINGLE_BYTE, known)
    unread = known.beyond(_unlikely_stretches(codes, unlikely))
    yield from _look_first(codes, unread, PAIRS_AS_PAIRS, known)


def clusters(places: Places, least: int, span: int) -> list[Stretch]:
    """Stretches in which `least` places stand within `span` characters, near ones joined."""
    if len(places) < least:
        return []
    reach = least - 1
    close = (places[reach:] - places[: len(places) - reach] <= span).nonzero()[0]
    if not len(close):
        return []
    starts, ends = places[close], places[close + reach] + 1
    cut = (starts[1:] - ends[:-1] > APART).nonzero()[0]
    first, last = np.concatenate(([0], cut + 1)), np.concatenate((cut, [len(starts) - 1]))
    return list(zip(starts[first].tolist(), ends[last].tolist(), strict=True))


def _with_any(stretches: Iterable[Stretch], places: Places) -> list[Stretch]:
    """The stretches with one of the places in or beside them."""
    at = places.tolist()
    return [(start, end) for start, end in stretches if bisect(at, end) > bisect(at, start - 2)]


def _unlikely_stretches(codes: NDArray[np.uint32], unlikely: Places) -> list[Stretch]:
    """Stretches of windows that score little, looked for where unlikely pairs are many."""
    dense = clusters(unlikely, NARROWED, WIDTH)
    if not dense:
        return []
    joined = _join(codes, dense, WIDTH)
    scores = model.score(joined.codes).astype(np.float64)
    # A character that was lost says nothing of the encoding, nor does the one behind it.
    lost = joined.codes == LOST
    scores[lost] = UNLIKELY
    scores[1:][lost[:-1]] = UNLIKELY
    scores[joined.starts[1:] - 1] = _SURE
    scores[-1] = _SURE
    sums = np.concatenate(([0.0], scores.cumsum()))
    width = min(WIDTH, len(codes))
    windows = (sums[width:] - sums[: len(sums) - width] < UNLIKELY * width).nonzero()[0]
    if not len(windows):
        return []
    parts = joined.starts.searchsorted(windows, "right") - 1
    windows = windows + joined.offsets[parts]
    cut = ((parts[1:] > parts[:-1]) | (windows[1:] - windows[:-1] > APART + 1)).nonzero()[0]
    starts, ends = (
        windows[np.concatenate(([0], cut + 1))],
        windows[np.concatenate((cut, [len(windows) - 1]))] + 1,
    )
    return list(zip(starts.tolist(), np.minimum(ends + width, len(codes)).tolist(), strict=True))


def _look_first(
    codes: NDArray[np.uint32],
    stretches: Sequence[Stretch],
    chains: Sequence[Chain],
    known: Known,
) -> Iterator[Suspect]:
    """The stretches with the chains that may have made them.

    GBK and Big5 are read, which takes time, only where a first look finds plausible text, and in
    the encodings that give most of it.
    """
    if not stretches:
        return
    joined = _join(codes, stretches, MARGIN)
    inner = _join(codes, stretches, 0)
    here = model.score(joined.codes)
    with_lost = _count(joined, joined.codes == LOST) > 0
    looks: list[list[tuple[int, int, Places, Chain, int]]] = [[] for _ in stretches]
    by_reader = _Readable(inner)
    bytes_of: dict[tuple[str, int], RawBytes] = {}
    for chain in chains:
        readable = by_reader[chain.reader]
        if not readable.any():
            continue
        if chain.writer == "utf-8":
            read = [each for each, good in zip(stretches, readable, strict=True) if good]
            yield Suspect(known.beyond(read), chain)
            if not known.beyond(stretches):
                return
            continue
        gaps = [(GAP, readable)]
        if chain.reader in DOUBLE_BYTE and with_lost.any():
            gaps.append((GAP << 8 | GAP, readable & with_lost))
        for gap, wanted in gaps:
            raw = bytes_of.get((chain.reader, gap))
            if raw is None:
                raw = bytes_of[chain.reader, gap] = to_bytes(joined.codes, chain.reader, gap)
            parts = joined.split(plausible_places(here, raw, chain.writer))
            for number in wanted.nonzero()[0].tolist():
                look = looks[number]
                look.append((-len(parts[number]), len(look), parts[number], chain, gap))
    for look in looks:
        look.sort(key=lambda each: each[:2])
        for count, _, places, chain, gap in look[:TRIES]:
            if count and count <= WORTH * look[0][0]:
                yield Suspect(known.beyond(clusters(places, 1, 0)), chain, gap)


def _join(codes: NDArray[np.uint32], stretches: Sequence[Stretch], margin: int) -> _Joined:
    feed = np.array([0x0A], np.uint32)
    parts: list[NDArray[np.uint32]] = []
    starts, offsets, size = [], [], 0
    for start, end in stretches:
        low, high = max(0, start - margin), min(len(codes), end + margin)
        parts += [codes[low:high], feed]
        starts.append(size)
        offsets.append(low - size)
        size += high - low + 1
    return _Joined(np.concatenate(parts), np.array(starts), np.array(offsets))


def _count(joined: _Joined, found: Bools) -> NDArray[np.intp]:
    return np.add.reduceat(found, joined.starts, dtype=np.intp)


class _Readable(dict[str, Bools]):
    """By reader, whether it can have written most of each stretch, and not only ASCII."""

    def __init__(self, joined: _Joined) -> None:
        super().__init__()
        self._joined = joined
        self._high = joined.codes >= 0x80
        self._count = _count(joined, self._high)
        sizes = np.diff(np.concatenate((joined.starts, [len(joined.codes)]))) - 1
        self._rich = 2 * self._count >= sizes

    def __missing__(self, reader: str) -> Bools:
        if reader == MENDED:
            # Letters beyond Latin-1 stand for two bytes or three.
            wide = _count(self._joined, self._joined.codes >= 0x100)
            self[reader] = self._rich & (wide > 0) & (wide < FEW_MENDED * self._count)
            return self[reader]
        known = byte_table(reader).take(self._joined.codes, mode="clip") != 0
        readable = _count(self._joined, self._high & known) > READABLE * self._count
        self[reader] = self._rich & readable
        return self[reader]
