"""The list of words beside the character model: which, how frequent, in as few bytes as that takes.

The file holds, little-endian, nothing compressed:

    4 bytes magic; uint32: words, wide gaps
    hashes of the words (`lexicon.hash_word`), rising, as gaps: uint16 each, 65535 for a wide one;
    uint32 each wide one
    uint8 frequency of each: `-unit * n` nats
"""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path

import model_sources as sources
import numpy as np

from zxclean import lexicon
from zxclean.tables import fold_table

# Millions of characters each source is scaled to, as in `build_model.py`.
WEIGHTS = {"web": 30.0, "news": 10.0, "words": 6.0}
# More of them cost 3 bytes each; 120,000 and 200,000 differ by 0.1 bit a character.
WORDS = 160_000


def build(folder: Path) -> bytes:
    """The file's content."""
    counts: defaultdict[str, float] = defaultdict(float)
    for name, weight in WEIGHTS.items():
        found = SOURCES[name](folder)
        scale = weight * 1e6 / sum(len(word) * count for word, count in found.items())
        for word, folded in zip(found, fold(list(found)), strict=True):
            counts[folded] += found[word] * scale
    total = math.fsum(counts.values())
    listed: dict[int, float] = {}
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    for word in [word for word in ranked if len(word) <= lexicon.LONGEST][:WORDS]:
        listed.setdefault(lexicon.hash_word(word), math.log(counts[word] / total))
    hashes = sorted(listed)
    steps = np.diff(np.array(hashes, np.int64), prepend=0)
    wide = steps[steps >= 0xFFFF].astype("<u4")
    levels = [min(255, round(-listed[value] / lexicon.UNIT)) for value in hashes]
    return b"".join(
        (
            b"ZXW1",
            np.array([len(hashes), len(wide)], "<u4").tobytes(),
            np.minimum(steps, 0xFFFF).astype("<u2").tobytes(),
            wide.tobytes(),
            bytes(levels),
        )
    )


def fold(words: list[str]) -> list[str]:
    codes = np.frombuffer("\n".join(words).encode("utf-32-le"), "<u4")
    folded: str = fold_table()[codes].astype("<u4").tobytes().decode("utf-32-le")
    return folded.split("\n")


SOURCES = {"web": sources.web_words, "news": sources.news_words, "words": sources.words}
