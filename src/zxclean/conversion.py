"""Script conversion as OpenCC does it, by arrays: characters by table, phrases by trie."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from zxclean import tables
from zxclean.phrases import PhraseTable

Codes = NDArray[np.uint32]


def convert(codes: Codes, config: str) -> Codes:
    """What `opencc-python-reimplemented` 0.1.7 makes of a text, code point for code point.

    Lone surrogates stay. Time and memory grow with the length of the text, whatever it is.

    Parameters: `codes`, code points; `config`, one of those `tables.conversion` takes.
    Raises `ValueError` for another one.

    >>> convert(np.array([0x5934, 0x53D1], np.uint32), "s2t").tobytes().decode("utf-32-le")
    '頭髮'
    """
    for number, stage in enumerate(tables.conversion(config)):
        converted = stage.chars.take(codes, mode="clip")
        if stage.phrases and len(codes) > 1:
            table = phrase_table(config, number)
            table.write(table.longest(codes), converted)
        codes = converted
    return codes


def convert_text(text: str, config: str) -> str:
    """The same for a string.

    >>> convert_text("乾隆与乾燥", "t2s")
    '乾隆与干燥'
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return convert(codes, config).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@cache
def phrase_table(config: str, number: int) -> PhraseTable:
    """The phrases of one stage of a conversion."""
    return PhraseTable(tables.conversion(config)[number].phrases)


@cache
def changing(config: str) -> NDArray[np.bool_]:
    """Which code points the conversion can change, alone or in a phrase."""
    table: NDArray[np.bool_] = tables.char_table(config) != np.arange(0x110000)
    for stage in tables.conversion(config):
        keys, values = (
            np.frombuffer("".join(side).encode("utf-32-le"), "<u4")
            for side in (stage.phrases.keys(), stage.phrases.values())
        )
        table[keys[keys != values]] = True
    table.setflags(write=False)
    return table


def is_selector(codes: Codes) -> NDArray[np.bool_]:
    """Which code points are variation selectors: U+FE00 to U+FE0F, U+E0100 to U+E01EF.

    >>> is_selector(np.array([0xFE00, 0x4E00, 0xE0100], np.uint32)).tolist()
    [True, False, True]
    """
    return (codes - np.uint32(0xFE00) < 16) | (codes - np.uint32(0xE0100) < 240)
