"""How far a restored stretch reads better than what is shown: by neighbours, then by words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from zxclean import lexicon
from zxclean.garble.readings import Chain, Codes, Floats, Readings, guess, seams
from zxclean.garble.sites import LOSSES_AROUND, MOST_LOSSES
from zxclean.model import pair_score

FAIR_MEAN, MEAN_WEIGHT = -6.5, 3.0
"""A restored text that scores less than this a character counts as so many times less gain."""
LEAST_MEAN = -9.2
"""The least score of a character of a restored text; of text that was random Han to begin with,
what comes out has -10. With -8.5 names within quotation marks did not come back; with -9.2 no more of 22
million characters of good text is restored."""
HOLE_COST = 2.0
"""So much less gain for each private character that must have vanished: they make readings easy."""
LONELY, GARBAGE = 10.0, -11.0
"""So much less gain for a stretch between characters that score so little themselves."""
WORDS, MOST_BY_WORDS, WORD_REACH = 0.75, 6.0, 5
"""Share of what the word model says beyond the character model, at most how much of that counts, in
nats, and the characters on each side that are read with a stretch."""
NO_WORDS = 4.0
"""Less gain where it cannot be asked, since characters between have vanished."""
TWICE = 4.0
"""Less gain where a shown character stands twice in a row."""
SPOKEN, KANA = 10.0, 2.0
"""Less gain where Bopomofo is shown, which writes sounds in chats of Taiwan and one of 100 stretches
of garbled text has, with evidence of 14 and more; and where kana are, which Chinese text borrows."""
NO_DOUBT = 20.0
"""Evidence that words need not be asked for."""
_MOST_READ = 40
_CHUNK = 512


class Found(NamedTuple):
    chain: Chain
    readings: Readings
    evidence: float


def weigh(chains: Sequence[Chain], readings: Readings) -> list[Found]:
    """The chains with their evidence.

    Good text is left alone however it reads: a list of characters in the order of their code
    points, and words in which a character stands twice.
    """
    found = [Found(chain, readings, _plain(chain, readings)) for chain in chains]
    asked: list[int] = []
    for number, each in enumerate(found):
        if -NO_DOUBT < each.evidence < NO_DOUBT:
            less = _less(each.chain, readings)
            found[number] = each._replace(evidence=each.evidence - less)
            simple = len(each.chain.stretches) == 1
            if simple and each.evidence - less > -WORDS * MOST_BY_WORDS:
                asked.append(number)
    for start in range(0, len(asked), _CHUNK):
        part = asked[start : start + _CHUNK]
        for number, more in zip(part, _by_words([chains[n] for n in part], readings), strict=True):
            each = found[number]
            found[number] = each._replace(evidence=each.evidence + more)
    return found


def _plain(chain: Chain, readings: Readings) -> float:
    """Gain in nats, less for a page that came about in an unlikely way or a text that reads ill."""
    if chain.mean < LEAST_MEAN or _amid_losses(chain, readings):
        return -NO_DOUBT
    poor = min(0.0, chain.mean - FAIR_MEAN) * MEAN_WEIGHT
    holes = HOLE_COST * (len(chain.stretches) - 1)
    lonely = LONELY if _amid_garbage(chain, readings) else 0.0
    shown = readings.codes[chain.stretches[0].first : chain.stretches[-1].last + 1]
    # What reads ill of `!!!!` reads ill only once.
    gain = chain.gain * min(1.0, 2 * len(set(shown.tolist())) / (len(shown) + 1))
    return float(gain - readings.layer.cost + poor - holes - lonely)


def _less(chain: Chain, readings: Readings) -> float:
    """What the shown text and what is not known of the restored one take off, in nats."""
    first, last = chain.stretches[0], chain.stretches[-1]
    begin, end = first.first - first.headed, last.last + 1 + last.tailed
    shown = readings.codes[begin:end]
    listed = readings.codes[max(0, begin - 2) : end + 2]
    if (listed[1:] > listed[:-1]).all():
        return NO_DOUBT
    less = NO_WORDS if len(chain.stretches) > 1 else 0.0
    less += TWICE if (shown[1:] == shown[:-1]).any() else 0.0
    if ((shown >= 0x3105) & (shown < 0x3130)).any():
        less += SPOKEN
    elif ((shown >= 0x3041) & (shown < 0x30FB)).any():
        less += KANA
    return less


def _by_words(chains: Sequence[Chain], readings: Readings) -> list[float]:
    """What the word model says beyond the character model, in nats; each is one stretch."""
    stretches = [chain.stretches[0] for chain in chains]
    codes = readings.codes
    first = np.array([stretch.first for stretch in stretches])
    last = np.array([stretch.last for stretch in stretches])
    headed = np.array([stretch.headed for stretch in stretches])
    before = codes[first - 1 - headed]
    after = last + 1 + np.array([stretch.tailed for stretch in stretches])
    inner = np.array([(each.inner[0], each.inner[-1]) for each in stretches], np.uint32)
    seam = seams(readings, first, headed)
    left = _best(guess(readings, readings.x[first], before, inner[:, 0], seam))
    nowhere = np.zeros(len(chains), np.float32)
    right = _best(
        guess(readings, readings.y[last], inner[:, 1], codes[after], nowhere, readings.x[after])
    )
    texts: list[list[int]] = []
    for stretch, one, other in zip(stretches, left.tolist(), right.tolist(), strict=True):
        begin, end = stretch.first - stretch.headed, stretch.last + 1 + stretch.tailed
        ahead = codes[max(0, begin - WORD_REACH) : begin].tolist()
        behind = codes[end : end + WORD_REACH].tolist()
        middle = [one, *stretch.inner, *(() if stretch.resynced else (other,))]
        texts.append((ahead + middle + behind)[:_MOST_READ])
        texts.append((ahead + codes[begin:end].tolist() + behind)[:_MOST_READ])
    rows = np.zeros((len(texts), max(map(len, texts))), np.uint32)
    for row, text in zip(rows, texts, strict=True):
        row[: len(text)] = text
    neighbours = (pair_score(rows[:, :-1], rows[:, 1:]) * (rows[:, 1:] > 0)).sum(axis=1)
    more = lexicon.score(rows) - neighbours
    gained: list[float] = (WORDS * np.minimum(more[::2] - more[1::2], MOST_BY_WORDS)).tolist()
    return gained


def _best(guesses: tuple[Codes, Floats]) -> Codes:
    chars, scores = guesses
    return np.asarray(chars[np.arange(len(chars)), scores.argmax(axis=1)])


def _amid_losses(chain: Chain, readings: Readings) -> bool:
    """Whether more U+FFFD stands around than bytes that were lost leave: garbled in another way."""
    first, last = chain.stretches[0].first, chain.stretches[-1].last
    around = readings.codes[max(0, first - LOSSES_AROUND) : last + 1 + LOSSES_AROUND]
    most = MOST_LOSSES + (last - first) // LOSSES_AROUND
    return int(np.count_nonzero(around == 0xFFFD)) > most


def _amid_garbage(chain: Chain, readings: Readings) -> bool:
    """Whether what stays around a chain reads ill on both sides, as random Han does."""
    first, last = chain.stretches[0], chain.stretches[-1]
    begin, end = first.first - first.headed, last.last + last.tailed + 2
    before = readings.keep[max(0, begin - 3) : begin].tolist()
    if sum(before) >= GARBAGE * len(before):
        return False
    after = readings.keep[end : end + 3].tolist()
    return bool(sum(after) < GARBAGE * len(after))
