"""Which Traditional character is meant where one Simplified character stands for several.

For each of a hundred Simplified characters whose Traditional forms are words of their own
(后 for 後 or 后, 面 for 面 or 麵) the odds of the forms, by the character behind and the one
before, from the pair frequencies of the Traditional Wikipedia. `scripts/build_contexts.py` makes
the file and describes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from zxclean.tables import fold_table

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]
Scores = NDArray[np.float32]

_UNIT = np.float32(1 / 16)
FORMS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Contexts:
    """The loaded file; its arrays cannot be written to.

    `numbers` gives the number of an ambiguous Simplified character for every code point, 0 for
    the rest. `forms[number]` are its Traditional forms, 0 where it has fewer than four. `rows`
    finds in `weights` what a neighbour tells: `rows[side, number, symbols[neighbour]]`.
    """

    numbers: NDArray[np.uint8]
    forms: Codes
    priors: Scores
    symbols: NDArray[np.uint16]
    rows: NDArray[np.uint16]
    weights: Scores
    fold: Codes

    def score(self, folded: Codes, places: Places) -> Scores:
        """Log odds of the forms of the characters at `places`, shape `(len(places), 4)`.

        Parameters: `folded`, a text in Simplified (`fold`); a form that does not exist has -99.
        """
        numbers = self.numbers.take(folded.take(places))
        scores = self.priors.take(numbers, axis=0)
        for side, step in enumerate((-1, 1)):
            beside = places + step
            inside = (beside >= 0) & (beside < len(folded))
            neighbours = np.where(inside, folded.take(beside, mode="clip"), 10)
            rows = self.rows[side, numbers, self.symbols.take(neighbours)]
            scores += self.weights.take(rows, axis=0)
        return scores


@cache
def load() -> Contexts:
    """The odds, read at the first call and kept: some 5 ms and 6 MB.

    >>> contexts = load()
    >>> codes = np.array([ord(c) for c in "皇后"], np.uint32)
    >>> best = int(contexts.score(codes, np.array([1])).argmax())
    >>> chr(contexts.forms[contexts.numbers[codes[1]], best])
    '后'
    """
    content = files("zxclean").joinpath("data", "contexts.bin").read_bytes()
    if content[:4] != b"ZXC1":
        raise ValueError("contexts.bin is not of this version")
    length, *counts = (int(number) for number in np.frombuffer(content, "<u4", 3, 4))
    candidates: dict[str, str] = json.loads(content[16 : 16 + length])
    place = 16 + length
    size = len(candidates) + 1
    numbers = np.zeros(0x110000, np.uint8)
    forms = np.zeros((size, FORMS), np.uint32)
    fold = fold_table().copy()
    for number, (char, variants) in enumerate(candidates.items(), 1):
        numbers[ord(char)] = number
        forms[number, : len(variants)] = list(map(ord, variants))
        fold[list(map(ord, variants))] = ord(char)
    priors = np.zeros((size, FORMS), np.float32)
    priors[1:] = np.frombuffer(content, "i1", (size - 1) * FORMS, place).reshape(-1, FORMS)
    priors = np.where(forms > 0, priors * _UNIT, np.float32(-99))
    place += (size - 1) * FORMS
    keys: list[tuple[NDArray[np.uint8], NDArray[np.uint16]]] = []
    weights = [np.zeros((1, FORMS), np.float32)]
    for count in counts:
        chars = np.frombuffer(content, "u1", count, place)
        neighbours = np.frombuffer(content, "<u2", count, place + count)
        columns = np.frombuffer(content, "i1", 3 * count, place + 3 * count)
        moves = np.zeros((count, FORMS), np.float32)
        moves[:, 1:] = columns.reshape(3, -1).T * _UNIT
        keys.append((chars, neighbours))
        weights.append(moves)
        place += 6 * count
    symbols = np.zeros(0x110000, np.uint16)
    known = np.unique(np.concatenate([neighbours for _, neighbours in keys]))
    symbols[known] = np.arange(1, len(known) + 1)
    rows = np.zeros((2, size, len(known) + 1), np.uint16)
    first = 1
    for side, (chars, neighbours) in enumerate(keys):
        rows[side, chars + np.uint8(1), symbols[neighbours]] = np.arange(first, first + len(chars))
        first += len(chars)
    if first > 0xFFFF:
        raise ValueError("contexts.bin has more rows than the index holds")
    loaded = Contexts(numbers, forms, priors, symbols, rows, np.concatenate(weights), fold)
    for array in (numbers, forms, loaded.priors, symbols, rows, loaded.weights, fold):
        array.setflags(write=False)
    return loaded
