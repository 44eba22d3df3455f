"""GBK text read one byte on from a known byte: every way it may have been, the likeliest kept.

Each character shown gives the second byte of one character and the first of the next. Where a
private character stood that vanished, the bytes of two are gone. At an ASCII byte and at a note
that took a byte along the reader is in step again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import model, tables
from zxclean.garble.layers import NEVER, Layer, layers
from zxclean.garble.readings import HOLE
from zxclean.garble.sites import LETTERS

SPLIT = re.compile(rf"[?\uff1f\ufffd]\(?(?P<sound>[{LETTERS}]{{1,6}})\)")
"""A note behind the mark of a broken character; some readers take its bracket along."""
PROPER = re.compile(rf"\((?P<sound>[{LETTERS}]{{1,6}})\)")
_TONE = re.compile("[^a-z\u00fc]")
_MARKS = "?\uff1f\ufffd"
UNUSUAL = 3.0
"""What a form costs that conversion to Traditional does not give, in nats."""
STEPS, KEPT, HOLES = 60, 8, 3
"""So many characters read one byte on at most, so many ways to read them side by side, and so many
more from each with a private character that vanished."""
MOST_HOLES = 60
"""So many pairs of characters that such a one can have stood between."""


def sound_of(note: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", note["sound"])


def has_tone(note: re.Match[str]) -> bool:
    """Whether a note has a tone mark, without which it may be a word."""
    return _TONE.search(note["sound"]) is not None


class Way(NamedTuple):
    """What was read so far: its score in nats, the characters, the byte that waits for the next.

    The first of the characters is the one before the note; `head` is how many there are up to the
    first that was shown behind it.
    """

    score: float
    chars: str
    waiting: int
    head: int = 0

    def onto(self, score: float, chars: str, waiting: int) -> Way:
        head = self.head or len(self.chars) + len(chars)
        return Way(self.score + score, self.chars + chars, waiting, head)


def read_on(text: str, place: int, ways: list[Way]) -> tuple[int, list[Way]]:
    """Read one byte on from `place` until in step again: where that is, and the ways to read it."""
    for at in range(place, min(place + STEPS, len(text))):
        if not ways:
            break
        code = ord(text[at])
        note = SPLIT.match(text, at) if text[at] in _MARKS else None
        if code >= 0x80 and note is None and text[at] != "\ufffd":
            pair = pair_of(text[at])
            ways = _onward(ways, pair >> 8, pair & 0xFF) if pair else []
            if pair & 0x80:
                continue
            # The second byte shown is an ASCII character by itself.
            return at + 1, [way.onto(0.0, chr(way.waiting), 0) for way in ways]
        if text[at] in _MARKS:
            if text[at + 1 : at + 2] in ("", "\n"):
                return at + 1, _unknown(ways)
            if note is None or not has_tone(note):
                break
            return note.end(), _last(ways, sound_of(note))
        ways = _onward(ways, code, 0)
        note = PROPER.match(text, at + 1)
        if note is not None:
            sound = sound_of(note)
            fits = [way for way in ways if sound in _readings_of(way.chars[-1])]
            if fits:
                return note.end(), fits
        return at + 1, ways
    return place, []


def _onward(ways: list[Way], first: int, second: int) -> list[Way]:
    """The ways with the next two bytes shown, the best of them."""
    found: list[Way] = []
    for waiting, alike in _by_waiting(ways):
        char = _joined(waiting, first)
        chars = np.array([ord(char)] if char else [], np.uint32)
        cost = np.array([_cost(waiting, first)] if char else [], np.float32)
        found += _extended(alike, second, chars, chars[:0], cost)
        found += _extended(alike, second, *_over_hole(waiting, first))
    return sorted(found, reverse=True)[:KEPT]


def _by_waiting(ways: list[Way]) -> Iterator[tuple[int, list[Way]]]:
    """The ways by the byte that waits, in which only those before the first character differ."""
    for waiting in dict.fromkeys(way.waiting for way in ways):
        yield waiting, [way for way in ways if way.waiting == waiting]


def _extended(
    ways: list[Way],
    waiting: int,
    chars: NDArray[np.uint32],
    more: NDArray[np.uint32],
    costs: NDArray[np.float32],
) -> list[Way]:
    """Each of the ways with each of the characters, and what else comes with it."""
    if not len(chars):
        return []
    before = np.array([ord(way.chars[-1]) for way in ways], np.uint32)
    gains = model.pair_score(before[:, None], chars) + costs
    best = np.argsort(-gains, axis=1)[:, :HOLES]
    found = []
    for way, row, places in zip(ways, gains, best.tolist(), strict=True):
        for place in places:
            text = chr(int(chars[place])) + "".join(map(chr, more[place : place + 1].tolist()))
            found.append(way.onto(float(row[place]), text, waiting))
    return found


@lru_cache(4096)
def _over_hole(
    waiting: int, first: int | None, sound: str | None = None
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32]]:
    """Two characters whose inner bytes were shown as a private one, which vanished.

    `waiting` is the first byte of one and `first` the second of the other, `None` if any may be
    that makes a character with the reading `sound`. Returns both and their scores, the likeliest.
    """
    layer = _layer()
    shown = _ANY if first is None else np.array([first])
    parts = []
    for leads, trails in _PRIVATE:
        one, two = waiting << 8 | leads, (trails[:, None] << 8 | shown).ravel()
        one, two = one[layer.chars[one] > 0], two[layer.chars[two] > 0]
        if sound is not None:
            of_second = map(chr, layer.chars[two].tolist())
            two = two[[sound in _readings_of(char) for char in of_second]]
        left, right = layer.chars[one][:, None], layer.chars[two]
        scores = model.pair_score(left, right) + _costs()[one][:, None] + _costs()[two]
        shape = scores.shape
        parts.append(
            (
                np.broadcast_to(left, shape).ravel(),
                np.broadcast_to(right, shape).ravel(),
                scores.ravel(),
            )
        )
    lefts, rights, scores = map(np.concatenate, zip(*parts, strict=True))
    best = np.argsort(-scores)[:MOST_HOLES]
    return lefts[best], rights[best], scores[best] - np.float32(HOLE)


_ANY = np.arange(0x40, 0xFF)
_PRIVATE = (
    (np.array([*range(0xAA, 0xB0), *range(0xF8, 0xFF)]), np.arange(0xA1, 0xFF)),
    (np.arange(0xA1, 0xA8), np.arange(0x81, 0xA1)),
)
"""First and second bytes of the private characters of GBK."""


def _unknown(ways: list[Way]) -> list[Way]:
    """The ways ending a line in a character of which the second byte is gone."""
    layer = _layer()
    found = []
    for waiting, alike in _by_waiting(ways):
        pairs = waiting << 8 | _ANY
        pairs = pairs[layer.chars[pairs] > 0]
        chars = layer.chars[pairs]
        costs = _costs()[pairs] + model.pair_score(chars, _LINE_END)
        found += _extended(alike, 0, chars, chars[:0], costs)
    return found


_LINE_END = np.array([10], np.uint32)


def _last(ways: list[Way], sound: str) -> list[Way]:
    """The ways ending in a character with that reading, whose second byte the note took along."""
    found = []
    for waiting, alike in _by_waiting(ways):
        chars = np.array([ord(char) for char in chars_with(waiting, sound)], np.uint32)
        costs = _costs()[[pair_of(char) for char in map(chr, chars.tolist())]]
        found += _extended(alike, 0, chars, chars[:0], costs)
        found += _extended(alike, 0, *_over_hole(waiting, None, sound))
    return found


@lru_cache(1024)
def chars_with(first: int, sound: str) -> str:
    """The characters with that reading whose first byte this is."""
    readings = tables.readings()
    chars = (_joined(first, second) for second in range(0x40, 0xFF))
    return "".join(char for char in chars if char and sound in readings.get(char, ()))


def pair_of(char: str) -> int:
    """The two bytes of a character in GBK, 0 if it has not two."""
    data = char.encode("gbk", "ignore")
    return int.from_bytes(data, "big") if len(data) == 2 else 0


def _joined(first: int, second: int) -> str:
    """The character of two bytes, empty if they are none."""
    code = int(_layer().chars[first << 8 | second])
    return chr(code) if code and _cost(first, second) > NEVER else ""


def _cost(first: int, second: int) -> float:
    return float(_costs()[first << 8 | second])


@cache
def _costs() -> NDArray[np.float32]:
    """What each pair costs; forms that no Traditional page has (対, 県) more than the usual ones."""
    layer = _layer()
    usual = tables.char_table("s2t").take(tables.fold_table().take(layer.chars))
    unusual = (usual != layer.chars) & (layer.chars >= 0x3400)
    costs = layer.costs - np.where(unusual, np.float32(UNUSUAL), np.float32(0))
    costs.setflags(write=False)
    return costs


def _layer() -> Layer:
    return layers("hant")[0]


def _readings_of(char: str) -> frozenset[str]:
    return tables.readings().get(char, frozenset())
