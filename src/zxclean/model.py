"""A character model: how likely each character of a Chinese text is after the one before it.

Character bigrams with backoff to characters, over folded characters (`tables.fold_table`), so that
Simplified and Traditional text, wide and narrow marks score alike. `scripts/build_model.py` makes
the file, `data/MODEL.md` says from what. Nothing is loaded before the first use.

**Model.** A symbol is a character of its own (the 6,000 most frequent Chinese ones, ASCII marks,
Chinese marks, newline) or a class of characters (`CLASSES`): digits, Latin letters, kana, rare
Han. With `s(c)` the symbol of a character,

    log P(c | b) = log P(c) + ratio(s(b), s(c))   for a pair of symbols seen in training
                 = log P(c) + backoff(s(b))       otherwise

in natural logarithms (nats): absolute discounting, what it frees goes to the characters' own
frequencies (Jurafsky and Martin, Speech and Language Processing, chapter 3). A pair never seen
costs at most 1.6 nats on top of the character itself, so a name of known characters is a little
surprising and three rare characters in a row are very.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from zxclean.tables import fold_table

_SIZE = 0x110000
_MAGIC = b"ZXM1"

OTHER, DIGIT, LOWER, UPPER, LATIN, ALPHABET, KANA, HANGUL, BOPOMOFO, SYMBOL, CONTROL = range(11)
C1, FORMAT, PRIVATE, REPLACEMENT, PICTURE, RARE_HAN, EXTENSION_HAN = range(11, 18)
CLASS_COUNT = 18

# Class of each range of folded code points, later rows win. OTHER is what no row names.
CLASSES: tuple[tuple[int, int, int], ...] = (
    (0x00, 0x1F, CONTROL),
    (0x30, 0x39, DIGIT),
    (0x41, 0x5A, UPPER),
    (0x61, 0x7A, LOWER),
    (0x7F, 0x9F, C1),
    (0xA1, 0xBF, SYMBOL),
    (0xC0, 0x24F, LATIN),
    (0x250, 0x10FF, ALPHABET),
    (0x1100, 0x11FF, HANGUL),
    (0x1E00, 0x1EFF, LATIN),
    (0x2000, 0x2BFF, SYMBOL),
    (0x200B, 0x200F, FORMAT),
    (0x2028, 0x202E, FORMAT),
    (0x2060, 0x206F, FORMAT),
    (0x2E80, 0x2FDF, EXTENSION_HAN),
    (0x3000, 0x303F, SYMBOL),
    (0x3040, 0x30FF, KANA),
    (0x3100, 0x312F, BOPOMOFO),
    (0x3130, 0x318F, HANGUL),
    (0x31F0, 0x31FF, KANA),
    (0x3200, 0x33FF, SYMBOL),
    (0x3400, 0x4DBF, EXTENSION_HAN),
    (0x4E00, 0x9FFF, RARE_HAN),
    (0xAC00, 0xD7AF, HANGUL),
    (0xE000, 0xF8FF, PRIVATE),
    (0xF900, 0xFAFF, EXTENSION_HAN),
    (0xFE00, 0xFE0F, FORMAT),
    (0xFE10, 0xFE6F, SYMBOL),
    (0xFEFF, 0xFEFF, FORMAT),
    (0xFF5F, 0xFFEF, SYMBOL),
    (0xFF65, 0xFF9F, KANA),
    (0xFFFD, 0xFFFD, REPLACEMENT),
    (0x1F000, 0x1FAFF, PICTURE),
    (0x20000, 0x3FFFF, EXTENSION_HAN),
    (0xE0000, 0xE0FFF, FORMAT),
    (0xF0000, 0x10FFFF, PRIVATE),
)

# Scored in pieces whose temporary arrays stay in the second-level cache.
_PIECE = 1 << 15


@dataclass(frozen=True, slots=True, eq=False)
class CharModel:
    """The loaded model; its arrays cannot be written to.

    `symbols` gives the symbol of every code point (folded or not), `characters` its log
    probability by itself, in nats. The rest is a table in two stages, since one pair in 50 was
    seen: the matrix of all pairs, `stride` columns wide, is cut into rows of 32; `rows` says where
    in `cells` each lies, those with no pair seen share one for each first symbol; `cells` hold
    indices into `ratios`, for pairs not seen that of the backoff. `lowest` is the least ratio of
    any pair; `odds` are the exponentials of `ratios`.
    """

    stride: int
    symbols: NDArray[np.uint16]
    characters: NDArray[np.float32]
    rows: NDArray[np.int32]
    cells: NDArray[np.uint8]
    ratios: NDArray[np.float32]
    lowest: float
    odds: NDArray[np.float64]

    def score(self, codes: NDArray[np.uint32]) -> NDArray[np.float32]:
        """See the function `score`."""
        scores = np.empty(len(codes), np.float32)
        before = self.symbols[0x0A]
        for start in range(0, len(codes), _PIECE):
            piece = codes[start : start + _PIECE]
            symbols = self.symbols.take(piece, mode="clip")
            left = np.empty_like(symbols)
            left[0], left[1:] = before, symbols[:-1]
            before = symbols[-1]
            scores[start : start + _PIECE] = self._join(left, symbols, piece)
        return scores

    def pair_score(
        self, left: NDArray[np.uint32], right: NDArray[np.uint32]
    ) -> NDArray[np.float32]:
        """See the function `pair_score`."""
        first = self.symbols.take(left, mode="clip")
        return self._join(first, self.symbols.take(right, mode="clip"), right)

    def pair_odds(self, left: NDArray[np.uint32], right: NDArray[np.uint32]) -> NDArray[np.float64]:
        """See the function `pair_odds`."""
        row = self.symbols.take(left, mode="clip").astype(np.intp)[..., None]
        row *= self.stride >> 5
        column = self.symbols.take(right, mode="clip").astype(np.intp)[..., None, :]
        cell = self.rows.take(row + (column >> 5), mode="clip") + (column & 31)
        return self.odds.take(self.cells.take(cell, mode="clip"), mode="clip")

    def ratios_behind(self, code: int) -> NDArray[np.float32]:
        """See the function `ratios_behind`."""
        blocks = self.stride >> 5
        first = int(self.symbols[code]) * blocks
        rows = self.rows[first : first + blocks] >> 5
        return self.ratios.take(self.cells.reshape(-1, 32).take(rows, axis=0).reshape(-1))

    def ratios_before(self, code: int) -> NDArray[np.float32]:
        """See the function `ratios_before`."""
        column, blocks = int(self.symbols[code]), self.stride >> 5
        rows = self.rows[column >> 5 : len(self.rows) // blocks * blocks : blocks]
        return self.ratios.take(self.cells.take(rows + np.int32(column & 31)))

    def _join(
        self, first: NDArray[np.uint16], second: NDArray[np.uint16], codes: NDArray[np.uint32]
    ) -> NDArray[np.float32]:
        return self.ratios_of(first, second) + self.characters.take(codes, mode="clip")

    def ratios_of(
        self, first: NDArray[np.uint16], second: NDArray[np.uint16]
    ) -> NDArray[np.float32]:
        """How much likelier each symbol is behind another one than by itself, in nats."""
        # Mode "clip" saves `take` a second pass for the bounds.
        place = first.astype(np.int32) * np.int32(self.stride) + second
        cell = self.rows.take(place >> 5, mode="clip") + (place & 31)
        return self.ratios.take(self.cells.take(cell, mode="clip"), mode="clip")


def score(codes: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Log probability of each character given the one before it, in nats; all are below 0.

    Takes any code points, folded or not: a Traditional character scores as the Simplified one
    it folds to. The first is scored as if it began a line. Linear in time; the text is not
    changed, nothing of it is kept.

    Parameters: `codes`, code points (`TextView.codes` or `TextView.folded` as an array).
    Returns one value a code point. On good Chinese text they average -5, on text whose GBK bytes
    were shifted by one -12; `data/MODEL.md` lists quantiles.

    >>> good, bad = (np.array([ord(c) for c in text], np.uint32) for text in ("会议指出", "嵋橹赋"))
    >>> bool(score(good).mean() > -6), bool(score(bad).mean() < -10)
    (True, True)
    """
    return load().score(codes)


def pair_score(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Log probability of each character of `right` given its neighbour in `left`, in nats.

    For the edges of a lattice: `pair_score(a, b)[i]` is what `score` gives `b[i]` in a text where
    `a[i]` stands before it. The arrays broadcast: `pair_score(a[:, None], b[None, :])` is the
    matrix of all pairs.

    Parameters: code points of any shape; U+000A in `left` stands for the begin of a text.

    >>> left, right = np.array([0x653F, 0x59D4], np.uint32), np.array([0x534F], np.uint32)
    >>> pair_score(left[:, None], right[None, :]).shape
    (2, 1)
    """
    return load().pair_score(left, right)


def pair_odds(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> NDArray[np.float64]:
    """How many times likelier each of `right` is behind each of `left` than by itself.

    Takes about half as long as `pair_score` of all pairs and its exponential.

    Parameters: code points, shapes `(..., m)` and `(..., n)`. Returns shape `(..., m, n)`.

    >>> left, right = np.array([0x653F, 0x59D4], np.uint32), np.array([0x534F], np.uint32)
    >>> (pair_odds(left, right) > 1).tolist()
    [[True], [False]]
    """
    return load().pair_odds(left, right)


def alone(codes: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Log probability of each character by itself, in nats."""
    return load().characters.take(codes, mode="clip")


def ratios_behind(code: int) -> NDArray[np.float32]:
    """By symbol of the model, how much likelier it is behind a character than by itself, in nats."""
    return load().ratios_behind(code)


def ratios_before(code: int) -> NDArray[np.float32]:
    """By symbol of the model, how much likelier a character is behind it than by itself, in nats."""
    return load().ratios_before(code)


@cache
def load() -> CharModel:
    """The model, read at the first call and kept: 18 MB, which processes share after a fork.

    About 40 ms in a fresh process, the fold table's 5 included.
    """
    return parse(files("zxclean").joinpath("data", "model.bin").read_bytes())


def parse(content: bytes) -> CharModel:
    """A model from the bytes of its file; `scripts/build_model.py` describes the format.

    Raises `ValueError` if they are not of this version of the format.
    """
    if content[:4] != _MAGIC:
        raise ValueError("not a zxclean character model of this version")
    coded, known, found = (int(number) for number in np.frombuffer(content, "<u4", 3, 4))
    low, step, unit = np.frombuffer(content, "<f4", 3, 16)
    reader = _Reader(content, 28)
    size = CLASS_COUNT + coded
    fold = fold_table()

    classes = class_symbols()
    symbols = classes.copy()
    symbols[reader.take("<u4", coded)] = np.arange(CLASS_COUNT, size)

    backoff = reader.take("u1", size)
    characters = (reader.take("u1", CLASS_COUNT) * -unit).take(classes)
    codes = reader.gaps(known)
    characters[codes] = reader.take("u1", known) * -unit

    stride = stride_of(size)
    places = reader.gaps(found)
    numbers = places >> 5
    begun = places[np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))]
    rows = np.repeat(np.arange(size, dtype=np.int32) << 5, stride >> 5)
    rows[begun >> 5] = np.arange(size, size + len(begun), dtype=np.int32) << 5
    cells = np.repeat(np.concatenate((backoff, backoff[begun // stride])), 32).astype(np.uint8)
    seen = reader.take("u1", found)
    cells[rows[numbers] + (places & 31)] = seen
    ratios = np.arange(256, dtype=np.float32) * step + low

    lowest = float(ratios[min(int(backoff.min()), int(seen.min()))])
    odds = np.exp(ratios.astype(np.float64))
    loaded = CharModel(
        stride, symbols.take(fold), characters.take(fold), rows, cells, ratios, lowest, odds
    )
    for array in (loaded.symbols, loaded.characters, rows, cells, ratios, odds):
        array.setflags(write=False)
    return loaded


def stride_of(size: int) -> int:
    """Columns of the matrix of pairs of this many symbols: up to a multiple of 32."""
    return -(-size // 32) * 32


def class_symbols() -> NDArray[np.uint16]:
    """The class of every folded code point, by `CLASSES`."""
    table = np.full(_SIZE, OTHER, np.uint16)
    for first, last, symbol in CLASSES:
        table[first : last + 1] = symbol
    return table


def read_gaps(content: bytes, offset: int, count: int, wide: int) -> NDArray[np.uint32]:
    """Rising numbers kept as uint16 differences; 65535 points to the `wide` ones behind them."""
    narrow = np.frombuffer(content, "<u2", count, offset)
    steps = narrow.astype(np.uint32)
    steps[narrow == 0xFFFF] = np.frombuffer(content, "<u4", wide, offset + narrow.nbytes)
    return np.cumsum(steps, dtype=np.uint32)


class _Reader:
    """Reads arrays one after the other."""

    def __init__(self, content: bytes, offset: int) -> None:
        self._content = content
        self._offset = offset

    def take(self, kind: str, count: int) -> NDArray[np.uint32]:
        array: NDArray[np.uint32] = np.frombuffer(self._content, kind, count, self._offset)
        self._offset += array.nbytes
        return array

    def gaps(self, count: int) -> NDArray[np.int32]:
        """Rising numbers, kept as differences: 255 in the bytes points to the wider array."""
        wide = int(self.take("<u4", 1)[0])
        narrow = self.take("u1", count)
        steps = narrow.astype(np.int32)
        steps[narrow == 255] = self.take("<u4", wide)
        return np.cumsum(steps, dtype=np.int32)
