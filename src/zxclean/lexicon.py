"""A word model: how likely a stretch of Chinese text is, read as words of a list.

What `model` cannot know, since it sees one character back: that three or four characters are a
word, and that a character ends one. Costs far more than `model` does, so it only weighs a few
readings of a stretch against one another. `scripts/build_model.py` makes the file, `data/MODEL.md`
says from what. Nothing is loaded before the first use.

**Model.** A text is a row of words of up to four characters from the list, each as likely as it is
frequent, and of characters that the character model scores, which cost `UNLISTED` each if they are
Chinese. The likeliest such row counts (Viterbi).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from zxclean.model import load as load_characters
from zxclean.model import pair_score, read_gaps
from zxclean.tables import fold_table

LONGEST = 4
"""Characters of a word; longer ones are one of a hundred and their parts are in the list."""
UNLISTED = 2.3
"""Cost of a Chinese character outside of listed words, in nats: one in ten is."""
LISTED = 0.1
"""Cost of a listed word: nine in ten are."""
JOINT = 0.5
"""Share of what the character before says of the first one of a word. 0 to 0.9 differ by 0.04 bit."""
UNIT = 1 / 12
"""Step of the frequencies in the file, in nats."""
_MAGIC = b"ZXW1"
_MIX = np.uint32(0x9E3779B1)
_NEVER = np.float32(-1000.0)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words by the hash of their folded characters, rising, and their log probabilities."""

    hashes: NDArray[np.uint32]
    words: NDArray[np.float32]

    def find(self, hashes: NDArray[np.uint32]) -> NDArray[np.float32]:
        """Log probability of the word of each hash; `-1000` for what is no word."""
        places = self.hashes.searchsorted(hashes)
        known = self.hashes.take(places, mode="clip") == hashes
        return np.where(known, self.words.take(places, mode="clip"), _NEVER)


def score(rows: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Log probability of each row of code points after its first, in nats.

    Folds as `model.score` does. The first character of a row only stands before the others; zeros
    at the end of a row are no text. In time linear in the size, about 20 nanoseconds for each
    character of many rows.

    Parameters: `rows`, shape `(number, length)`. Returns one value a row.

    >>> rows = [[ord(char) for char in text] for text in ("\\n人民政协", "\\n人氏政协")]
    >>> good, bad = score(np.array(rows, np.uint32)).tolist()
    >>> good > bad + 5
    True
    """
    lexicon, characters = load(), load_characters().characters
    folded = fold_table().take(rows.T, mode="clip")
    text = folded[1:] > 0
    given = pair_score(folded[:-1], folded[1:])
    joint = np.float32(JOINT) * (given - characters.take(folded[1:])) - np.float32(LISTED)
    han = (folded[1:] >= 0x3400) & (folded[1:] < 0xA000)
    alone = np.where(text, given - np.float32(UNLISTED) * han, np.float32(0))
    # What ends at each place: the words that begin `LONGEST` to one characters before.
    size, number = alone.shape
    found, before = np.zeros((2, size, LONGEST, number), np.uint32)
    before = before.view(np.float32)
    hashes = np.zeros_like(folded[1:])
    for length in range(1, min(LONGEST, size) + 1):
        hashes = hashes[: size - length + 1] * _MIX + folded[length:]
        found[length - 1 :, -length] = hashes
        before[length - 1 :, -length] = joint[: size - length + 1]
    words = np.where(text[:, None], lexicon.find(found) + before, _NEVER)
    np.maximum(words[:, -1], alone, out=words[:, -1])
    best = np.full((LONGEST + size, number), -np.inf, np.float32)
    best[LONGEST - 1] = 0
    for end in range(size):
        np.maximum.reduce(best[end : end + LONGEST] + words[end], out=best[end + LONGEST])
    last: NDArray[np.float32] = best[-1]
    return last


def hash_word(word: str) -> int:
    """The hash of a folded word: that of its first characters times a constant, and the next."""
    value = 0
    for char in word:
        value = (value * int(_MIX) + ord(char)) & 0xFFFFFFFF
    return value


@cache
def load() -> Lexicon:
    """The list, read at the first call and kept; about 3 ms, and 1 MB of memory."""
    return parse(files("zxclean").joinpath("data", "lexicon.bin").read_bytes())


def parse(content: bytes) -> Lexicon:
    """A list from the bytes of its file; `scripts/model_words.py` describes the format.

    Raises `ValueError` if they are not of this version of the format.
    """
    if content[:4] != _MAGIC:
        raise ValueError("not a zxclean word list of this version")
    count, wide = (int(number) for number in np.frombuffer(content, "<u4", 2, 4))
    hashes = read_gaps(content, 12, count, wide)
    words = np.frombuffer(content, "u1", count, len(content) - count) * np.float32(-UNIT)
    for array in (hashes, words):
        array.setflags(write=False)
    return Lexicon(hashes, words)
