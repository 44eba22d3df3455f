"""Pinyin notes put into the midst of a character, which took the reader out of step.

Sites that gloss characters replace bytes, not characters. Where the second byte of one character
and the first of the next are the bytes of a third, they put its note between them: 因為 is
`D2F2 9EE9`, 驗 is `F29E`, so `9E` stands before `(y\u00e0n)` and `E9` behind it. A reader takes `9E(`
for a broken character, or `9E` alone, and reads what follows one byte on, up to the next note or
ASCII byte. The note names the byte that was lost: the character with that reading that begins with
`F2` ends in it.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from msgspec import structs

from zxclean import lexicon, tables
from zxclean.garble.around import WORDS
from zxclean.garble.note_ways import (
    PROPER,
    SPLIT,
    STEPS,
    Way,
    chars_with,
    has_tone,
    pair_of,
    read_on,
    sound_of,
)
from zxclean.garble.repair import Repair
from zxclean.model import pair_score
from zxclean.view import TextView

SURE = 0.9
"""Least share of the probability that the way taken has of all: of 500 stretches of 600 glossed
sentences that had it 0.98 were right, of those with less one in three."""
TRUST = ((0.999, 0.985), (0.99, 0.95), (0.0, 0.92))
"""Share of the probability, and of the stretches with it that were right."""
LEAST = -8.0
"""Least score of a character, in nats: of those with less none was right."""
WEIGHED = 6
"""So many ways are weighed by words."""
REACH = 12
"""Code points behind those that are looked at too: a note and a character."""
_RULE = "garbles.split-note"


def mend_split_notes(view: TextView, repairs: list[Repair]) -> list[Repair]:
    """The repairs, with the characters that notes stand in restored, and those notes gone.

    Leaves alone notes that do not fit the bytes around them. `repairs` are those of the text so
    far, in order and apart: the stretches that are read one byte on.

    >>> text = "主要因?y\u00e0n)槊娣e較大的土地"
    >>> [r.restored for r in mend_split_notes(TextView(text), [])]
    ['為面積']
    """
    text = view.text
    if ")" not in text:
        return repairs
    done, last = 0, ""
    mended: list[Repair] = []
    for note in SPLIT.finditer(text):
        start, end = note.span()
        if start < done or not has_tone(note):
            continue
        sound = sound_of(note)
        number = bisect_left(repairs, start, key=_end)
        near = repairs[number] if number < len(repairs) else None
        before = last if start == done else _char_before(text, start, repairs, number)
        repair = _mend(text, start, end, sound, before, repairs, number)
        if repair is None and near is not None and near.start < start:
            repair = _mend_behind(text, start, end, sound, repairs, number)
        if repair is not None:
            mended.append(repair)
            done, last = repair.end, (repair.restored or "")[-1:]
    return _merged(repairs, mended) if mended else repairs


def _merged(repairs: list[Repair], mended: list[Repair]) -> list[Repair]:
    """Both, without those of the first that lie within or across one of the second."""
    starts, ends = [r.start for r in mended], [r.end for r in mended]
    kept = []
    for repair in repairs:
        near = bisect_left(ends, repair.start + (repair.start < repair.end))
        if near == len(mended) or repair.end <= starts[near]:
            kept.append(repair)
    return sorted([*kept, *mended], key=lambda repair: repair.start)


def _end(repair: Repair) -> int:
    return repair.end


def _char_before(text: str, start: int, repairs: list[Repair], number: int) -> str:
    """The character before a note, as it was; its own note may stand between."""
    if text[start - 1 : start] == ")":
        opening = text.rfind("(", max(0, start - 9), start)
        start = opening if opening >= 0 and PROPER.fullmatch(text, opening, start) else start
    for repair in repairs[max(0, number - 1) : number + 1]:
        if repair.end == start and repair.restored:
            return repair.restored[-1]
    return text[start - 1] if start else ""


class _Read(NamedTuple):
    """What stands behind a note: its size, the ways it may read, their shares, the first the best."""

    size: int
    ways: list[Way]
    shares: list[float]
    fits: bool


@lru_cache(256)
def _read(before: str, sound: str, behind: str) -> _Read | None:
    """Read what stands behind a note on; the same again and again in text that repeats itself."""
    ways = [Way(0.0, before, pair_of(c) & 0xFF) for c in chars_with(pair_of(before) & 0xFF, sound)]
    stop, ways = read_on(behind, 0, ways)
    ways = sorted(ways, reverse=True)[:WEIGHED]
    if not ways:
        return None
    scores = np.array([way.score for way in ways])
    after = behind[stop : stop + 1]
    if after >= "\x80":
        scores += [_score(way.chars[-1] + after) for way in ways]
    scores += [np.float32(WORDS) * _gain_by_words(way.chars) for way in ways]
    order = np.argsort(-scores, kind="stable").tolist()
    ways = [ways[n] for n in order]
    shares = np.exp(scores[order] - scores[order[0]])
    fits = scores[order[0]] >= LEAST * len(ways[0].chars)
    return _Read(stop, ways, (shares / shares.sum()).tolist(), bool(fits))


def _mend(
    text: str, start: int, end: int, sound: str, before: str, repairs: list[Repair], number: int
) -> Repair | None:
    if not before or end >= len(text):
        return None
    read = _read(before, sound, text[end : end + STEPS + REACH])
    if read is None or not read.fits:
        return None
    size, ways, shares, _ = read
    message = "GBK text with a pinyin note in the midst of a character, so read one byte on"
    # Forms of one character are told apart by nothing but their use.
    folded = [_fold(way.chars) for way in ways]
    share = sum(shares[n] for n, form in enumerate(folded) if form == folded[0])
    if share >= SURE:
        return Repair(start, end + size, ways[0].chars[1:], _trust(share), _RULE, message)
    # Where it was restored but for its beginning, that is known at least.
    first = ways[0].chars[1 : ways[0].head]
    head = folded[0][: ways[0].head]
    share = sum(shares[n] for n, way in enumerate(ways) if folded[n][: way.head] == head)
    edge = repairs[number] if number < len(repairs) else None
    if share >= SURE and edge and (edge.start, edge.end, edge.restored) == (end, end + 1, None):
        return Repair(start, end + 1, first, _trust(share), _RULE, message)
    if edge and edge.start < end + size:
        return None
    candidates = tuple(way.chars[1:] for way in ways[:3])
    return Repair(start, end + size, None, 0.95, _RULE, message, candidates)


def _mend_behind(
    text: str, start: int, end: int, sound: str, repairs: list[Repair], number: int
) -> Repair | None:
    """A note behind a character that was read one byte on: there the reader is in step again."""
    last = repairs[number]
    chars = chars_with(pair_of(text[start - 1]) & 0xFF, sound)
    if last.end > start + 1 or not chars:
        return None
    if last.restored is not None:
        fits = last.end == start + 1 and last.restored[-1:] in chars
        return structs.replace(last, end=end) if fits else None
    if len(chars) != 1 or not number or repairs[number - 1].end != last.start:
        return None
    message = "GBK text read one byte on, up to a pinyin note that names its last character"
    return Repair(last.start, end, chars, 0.97, _RULE, message)


def _trust(share: float) -> float:
    return next(trust for least, trust in TRUST if share >= least)


def _fold(chars: str) -> tuple[int, ...]:
    return tuple(tables.fold_table().take(list(map(ord, chars))).tolist())


def _score(chars: str) -> float:
    codes = np.array([ord(char) for char in chars], np.uint32)
    return float(pair_score(codes[:-1], codes[1:]).sum())


def _gain_by_words(chars: str) -> float:
    """How much likelier the word model holds them than the character model does."""
    codes = np.array([list(map(ord, chars))], np.uint32)
    return float(lexicon.score(codes)[0]) - _score(chars)
