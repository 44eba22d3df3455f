"""Stretches of units that are restored text, judged by the character model."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.around import AROUND
from zxclean.garble.charsets import LOST, UNREAD
from zxclean.garble.inverse import (
    ASCII,
    BROKEN,
    WHOLE,
)
from zxclean.garble.kinds import DOUBLE_BYTE, Chain
from zxclean.garble.partial import (
    candidates,
    dropped_bytes,
    orphan_candidates,
    private_candidates,
    stuck_candidates,
)
from zxclean.garble.pieces import GAIN, LEAST_HAN, Piece
from zxclean.garble.priors import char_prior, script_of
from zxclean.garble.sites import BESIDE, FOREIGN_BESIDE
from zxclean.garble.slots import guess

MEAN = {"utf-8": -10.0, "gbk": -8.5, "big5": -8.5}
"""Least mean nats of the restored characters. UTF-8 proves itself by its form, so rare names
may pass; any bytes are GBK or Big5, so there the text must read well."""
GUESSED = {"utf-8": 0.985, "pairs": 0.95}
"""How often a character that its neighbours decided was right beyond its probability, of 1,400 parts
with such characters: of UTF-8, which leaves two of three bytes, and of GBK and Big5."""
ALPHABETIC = 0.5
KANA = 0.5
"""Of Big5 read as GBK 7 % is kana, in one stretch of eight characters of a hundred half."""
SURE = 24.0
"""Least gain in nats of GBK and Big5 read as one another. Of garbled stretches of four characters
97 in 100 gain more, longer ones all but a few; four rare characters of a poem may gain 20."""
ODD = 0.15
"""Share of signs and of capitals behind small letters. In Russian, Serbian, Bulgarian, Ukrainian,
Belarusian, Macedonian and Kazakh text it is at most 0.01, and no run of 11 to 31 letters of 4,981
reaches this; GBK read as KOI8-R has 0.45, as Windows-1251 0.33."""


LESS_SURE = 0.93
"""How often a character was right whose bytes vanished with a private one, beyond its probability, of 400
parts with such characters."""


class Part(NamedTuple):
    """A part of a run, on one line: `start` and `end` in the garbled text.

    `restored` is `None` for characters whose bytes are partly lost and that nothing decides;
    `candidates` are guesses at them. `share` is the probability that all characters that were
    decided by their neighbours are right.
    """

    start: int
    end: int
    restored: str | None
    share: float = 1.0
    candidates: tuple[str, ...] = ()


class Run(NamedTuple):
    """A restored stretch. `gain` is in nats, `mean` the nats of a restored character."""

    start: int
    end: int
    gain: float
    mean: float
    han: int
    chains: tuple[Chain, ...]
    parts: tuple[Part, ...]

    def shifted(self, by: int) -> Run:
        parts = tuple(p._replace(start=p.start + by, end=p.end + by) for p in self.parts)
        return self._replace(start=self.start + by, end=self.end + by, parts=parts)


class Restored(NamedTuple):
    """The characters of a piece, U+FFFD where undecided, and what may stand there."""

    codes: NDArray[np.uint32]
    open: dict[int, tuple[str, ...]]
    shares: dict[int, float]


def restore(text: NDArray[np.uint32], piece: Piece, chain: Chain) -> Restored:
    """The characters of a piece of a text, those with lost bytes where their neighbours decide them."""
    units, raw, first, last = piece
    codes = units.codes[first:last].copy()
    shown = raw.data[units.starts[first] : units.starts[last]]
    lost = None if chain.reader in DOUBLE_BYTE else dropped_bytes(shown)
    slots = []
    vanished: set[int] = set()
    broken = (units.kinds[first:last] == BROKEN).nonzero()[0]
    if len(broken):
        data, starts = shown.tobytes(), units.starts[first : last + 1] - units.starts[first]
        bounds = zip(starts[broken].tolist(), starts[broken + 1].tolist(), strict=True)
        slots = [
            (index, candidates(data[start:end], chain.writer, lost))
            for index, (start, end) in zip(broken.tolist(), bounds, strict=True)
        ]
        # What a later reading lost, as `UNREAD`, tells nothing of where this reader got stuck.
        if chain.writer == "utf-8" and chain.reader == "gbk" and UNREAD not in text:
            for number, index in enumerate(broken.tolist()):
                part = data[starts[index] : starts[index + 1]]
                behind = data[starts[index + 1] :][:1]
                likely = private_candidates(part, behind)
                if likely is not None:
                    vanished.add(index)
                else:
                    likely = stuck_candidates(part, behind[0] if behind else -1)
                if likely is not None:
                    slots[number] = index, likely
    undecided: dict[int, tuple[str, ...]] = {index: () for index, _ in slots}
    if lost is not None and chain.writer != "utf-8":
        slots = sorted([*slots, *_orphans(piece, codes, chain, lost)], key=lambda slot: slot[0])
    shares: dict[int, float] = {}
    before = text[max(0, piece.place(first) - AROUND) : piece.place(first)]
    after = text[piece.place(last) : piece.place(last) + AROUND]
    whole = np.concatenate((before, codes, after))
    for index, found in guess(whole, len(before), slots, char_prior(script_of(whole))).items():
        if found.decided:
            codes[index] = found.codes[0]
            shares[index] = found.share * (LESS_SURE if index in vanished else 1)
            undecided.pop(index, None)
        elif index in undecided:
            undecided[index] = tuple(dict.fromkeys(map(chr, found.codes)))
    return Restored(codes, undecided, shares)


def _orphans(
    piece: Piece, codes: NDArray[np.uint32], chain: Chain, lost: tuple[int, ...]
) -> Iterator[tuple[int, NDArray[np.uint32]]]:
    """Lone ASCII characters amid Chinese that may be second bytes whose lead was dropped.

    In Traditional text 廣 is 8F 56: without its lead it is a V. The letter itself is a candidate.
    """
    kinds = piece.units.kinds[piece.first : piece.last]
    alone = (kinds == ASCII) & (codes >= 0x40)
    alone[1:] &= kinds[:-1] == WHOLE
    alone[:-1] &= kinds[1:] == WHOLE
    for index in alone.nonzero()[0].tolist():
        yield index, orphan_candidates(int(codes[index]), chain.writer, lost)


def judge(codes: NDArray[np.uint32], piece: Piece, restored: Restored, chain: Chain) -> Run | None:
    """A run if the restored text reads well and better than the garbled one, else `None`."""
    scores = model.score(restored.codes)
    counted = (restored.codes >= 0x80) & (restored.codes != LOST)
    han = int(is_han(restored.codes).sum())
    if han < LEAST_HAN:
        return None
    variety = len(np.unique(restored.codes[is_han(restored.codes)]))
    mean = float(scores[counted].mean())
    start, end = piece.place(piece.first), piece.place(piece.last)
    gain = float(scores.sum()) - float(model.score(codes[start:end]).sum())
    if mean < MEAN[chain.writer] or gain < GAIN * int(counted.sum()):
        return None
    if variety < min(LEAST_HAN, 2 + han // 8):
        return None
    if chain.writer != "utf-8":
        if _is_foreign(codes[start:end], chain) or _is_amid_foreign(codes, start, end):
            return None
        if chain.reader in DOUBLE_BYTE and gain < SURE:
            return None
    parts = tuple(_parts(piece, restored, GUESSED["utf-8" if chain.writer == "utf-8" else "pairs"]))
    return Run(start, end, gain, mean, han, (chain,), parts)


def _is_amid_foreign(codes: NDArray[np.uint32], start: int, end: int) -> bool:
    """Whether a run is part of a Japanese or Korean text, whose bytes are Chinese ones too.

    Half of its characters are kana, or three beside it, left as they are, kana or Hangul:
    Chinese read wrongly has fewer kana, and would be restored with its neighbours.
    """
    inside = codes[start:end]
    kana = np.count_nonzero(_is_kana(inside))
    if kana > KANA * np.count_nonzero(inside >= 0x80):
        return True
    beside = np.concatenate((codes[max(0, start - BESIDE) : start], codes[end : end + BESIDE]))
    hangul = (beside >= 0xAC00) & (beside < 0xD7A4)
    return int(np.count_nonzero(_is_kana(beside) | hangul)) >= FOREIGN_BESIDE


def _is_kana(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return (codes >= 0x3041) & (codes < 0x30FB)


def _is_foreign(codes: NDArray[np.uint32], chain: Chain) -> bool:
    """Whether a text may be words of another alphabet, which are Chinese in wrong bytes too.

    Russian has no capitals within words and no signs among its letters; GBK read as KOI8-R or
    Windows-1251 has them at every third place. In GBK and Big5 Cyrillic and Greek letters are
    pairs, which Chinese text read wrongly has among characters of all kinds.
    """
    high = codes[codes >= 0x80]
    letters = (high >= 0x370) & (high < 0x530)
    if chain.reader in DOUBLE_BYTE:
        return bool(letters.mean() > ALPHABETIC)
    if letters.mean() < ALPHABETIC:
        return False
    text = to_text(codes)
    odd = sum(
        (one.islower() and two.isupper()) or (two > "\x7f" and not two.isalpha())
        for one, two in pairwise(" " + text)
    )
    return odd < ODD * len(high)


def _parts(piece: Piece, restored: Restored, guessed: float) -> Iterator[Part]:
    """Cut a piece at line feeds and undecided characters, without the ASCII at the ends.

    Characters of the garbled text that an undecided character shares with a decided one go to
    the decided one; if none is its own, U+FFFD stands for it.
    """
    units, raw, first, _ = piece
    size = len(restored.codes)
    stops = (restored.codes == 10).nonzero()[0].tolist()
    changed = (units.kinds[first : first + size] != ASCII).nonzero()[0].tolist()
    text = to_text(restored.codes)
    starts = units.starts[first : first + size + 1]
    place = raw.owner[starts].tolist()
    place_after = np.where(starts > 0, raw.owner[starts - 1] + 1, 0).tolist()
    begin = 0
    done = place[0]
    for stop in sorted({*stops, *restored.open, size}):
        low, high = bisect_left(changed, begin), bisect_left(changed, stop)
        if low < high:
            one, two = changed[low], changed[high - 1] + 1
            while two < stop and place[two] < place_after[two]:
                two += 1  # an ASCII byte that was read together with the byte before it
            start = max(done, place[one])
            end = place_after[two]
            part = text[one:two]
            if stop in restored.open and end >= place_after[stop + 1]:
                part += "\N{REPLACEMENT CHARACTER}"
            shares = (restored.shares[n] for n in range(one, two) if n in restored.shares)
            share = prod(share * guessed for share in shares)
            yield Part(start, end, part, share)
            done = end
        if stop in restored.open:
            end = place[stop + 1]
            start = max(done, place[stop])
            if start < end:
                yield Part(start, end, None, 1.0, restored.open[stop])
                done = end
        begin = stop + 1


def is_han(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return ((codes >= 0x4E00) & (codes < 0xA000)) | ((codes >= 0x3400) & (codes < 0x4DC0))


def to_text(codes: NDArray[np.uint32]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
