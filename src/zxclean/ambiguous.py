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

from zxclean.tables import fold_table, standard_forms

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]
Scores = NDArray[np.float32]

_UNIT = np.float32(1 / 16)
FORMS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Contexts:
    """The loaded file; its arrays cannot be written to.

    `numbers` gives the number of an ambiguous Simplified character for it and all its forms, 0
    for all other code points, and `known` whether it is one; `simple` is that character. `forms[number]` are its Traditional forms, 0 where it has fewer than four. `rows`
    finds in `weights` what a neighbour tells: `rows[side][number * stride + symbols[neighbour]]`.
    """

    numbers: NDArray[np.uint8]
    known: NDArray[np.bool_]
    forms: Codes
    priors: Scores
    symbols: NDArray[np.uint16]
    stride: int
    rows: tuple[NDArray[np.uint16], NDArray[np.uint16]]
    weights: Scores
    fold: Codes
    simple: Codes

    def score(self, codes: Codes, places: Places) -> Scores:
        """Log odds of the forms of the characters at `places`, shape `(len(places), 4)`.

        Parameters: `codes`, a text in either script. A form that does not exist has -99.
        """
        numbers = self.numbers.take(codes.take(places), mode="clip")
        first = numbers.astype(np.int32) * self.stride
        scores = self.priors.take(numbers, axis=0)
        for side, step in enumerate((-1, 1)):
            beside = places + step
            neighbours = codes.take(beside, mode="clip")
            if len(places) and (beside[0] < 0 or beside[-1] >= len(codes)):
                neighbours[(beside < 0) | (beside >= len(codes))] = 10
            symbols = self.symbols.take(neighbours, mode="clip")
            rows = self.rows[side].take(first + symbols, mode="clip")
            scores += self.weights.take(rows, axis=0, mode="clip")
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
        numbers[[ord(char), *map(ord, variants)]] = number
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
    beside = np.unique(np.concatenate([neighbours for _, neighbours in keys]))
    symbols[beside] = np.arange(1, len(beside) + 1)
    simple = np.append(0, np.array(list(map(ord, candidates)))).astype(np.uint32)
    stride = len(beside) + 1
    rows = (np.zeros(size * stride, np.uint16), np.zeros(size * stride, np.uint16))
    first = 1
    for side, (chars, neighbours) in enumerate(keys):
        slots = (chars.astype(np.int64) + 1) * stride + symbols[neighbours]
        rows[side][slots] = np.arange(first, first + len(chars))
        first += len(chars)
    if first > 0xFFFF:
        raise ValueError("contexts.bin has more rows than the index holds")
    symbols = symbols.take(fold)
    numbers = np.where(numbers > 0, numbers, numbers.take(standard_forms()))
    table, known = np.concatenate(weights), numbers > 0
    for array in (numbers, known, forms, priors, symbols, *rows, table, fold, simple):
        array.setflags(write=False)
    return Contexts(numbers, known, forms, priors, symbols, stride, rows, table, fold, simple)
