"""How likely a reading of some bytes is as text, so that readings of the same bytes compare.

Chinese text is scored by the character model (`zxclean.model`); letters of other scripts, of which
it knows little, by flat costs. ASCII costs the same in every reading, so that it cancels out.
"""

from __future__ import annotations

import functools
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zxclean import model

Kind: TypeAlias = Literal["chinese", "eastern", "single_byte"]

# Nats a character. Letters: what text in their script costs when letters are counted alone, a
# little more for Thai, whose letters take up all high bytes.
_KANA, _HANGUL, _LETTER, _THAI, _LATIN, _CAPITAL = -6.0, -7.5, -3.6, -4.1, -4.5, -5.0
_OUT_OF_PLACE = (
    -3.0
)  # capital behind a small letter, Thai vowel behind none: often in misread bytes
_ALONE = -5.0  # a Han beside a Latin letter and no other Han
_SYMBOL, _LOST, _CONTROL, _PRIVATE, _LEAST = -7.0, -14.0, -15.0, -16.0, -20.0

# Frequent in Cantonese, absent from what the model was counted from.
_CANTONESE = "佢嘅喺咗哋啲嚟冇唔嗰咁嘢啱㗎喇睇諗瞓攞搵俾畀咩嘞噉乜㩒嗌閂"
_CANTONESE_COST = -7.0
_THAI_RARE = "ฃฅฆฌฎฏฐฑฒฤฦฬฮ"  # the 13 rarest: 1 % of Thai, a quarter of GBK's bytes read as Thai
_THAI_MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"


def likelihood(text: str, kind: Kind = "chinese") -> NDArray[np.float32]:
    """Log probability of each character of a reading, in nats; good Chinese averages -5.

    `kind` is what the encoding is for: `chinese` takes the character model's word, `eastern` has
    flat costs of kana and Hangul besides, `single_byte` flat costs of letters alone (Latin,
    Cyrillic, Greek, Arabic, Thai). U+FFFD scores -14, controls -15. Lone surrogates may be in it.

    >>> good, bad = (float(likelihood(text).mean()) for text in ("政协会议", "淏衪頗祜"))
    >>> good > -6, bad < -10
    (True, True)
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    flat = _flat(kind == "single_byte").take(codes, mode="clip")
    if kind == "single_byte":
        before, after = _places()
        wrong = before.take(codes[:-1], mode="clip") & after.take(codes[1:], mode="clip")
        flat[1:][wrong != 0] += _OUT_OF_PLACE
        return flat
    floor = _floor(kind == "eastern").take(codes, mode="clip")
    scores = np.where(flat < 0, flat, np.maximum(model.score(codes), floor))
    # One accented letter and the next ("coll\xe9gien") may be a frequent Han; two in a row not.
    wide = np.concatenate(([False], codes > 0x2E7F, [False]))
    letter = np.concatenate(([False], (codes | 0x20) - 0x61 < 26, [False]))
    alone = wide[1:-1] & ~wide[:-2] & ~wide[2:] & (letter[:-2] | letter[2:])
    scores[alone] += _ALONE
    return scores


@functools.cache
def _flat(single_byte: bool) -> NDArray[np.float32]:
    """Score of each code point below U+10000 and of all others; 0: the character model has it."""
    table = np.zeros(0x10001, np.float32)
    if single_byte:
        table[:] = _SYMBOL
        table[0xC0:0x250] = _LATIN
        table[0x370:0x1100] = _LETTER
        table[0x0E00:0x0E80] = _THAI
        table[0x0E4F:0x0E5C] = _SYMBOL
        table[[ord(letter) for letter in _THAI_RARE]] = _SYMBOL
        for code in range(0xC0, 0x530):
            if chr(code).isupper():
                table[code] = _CAPITAL
        table[0x2500:0x2600] = 1.5 * _SYMBOL
    table[:0xA0] = _CONTROL
    table[0x21:0x7F] = _SYMBOL
    table[[0x0A, 0x20]] = -2.0
    table[0x30:0x3A] = table[0x61:0x7B] = -3.0
    table[0x41:0x5B] = -4.0
    table[[ord(mark) for mark in "\t\r!\"%'(),-./:;=?<>[]_&"]] = -4.0
    if not single_byte:
        table[0xE000:0xF900] = _PRIVATE
        table[0xE5E5] = _SYMBOL  # GBK A3A0, used as a blank on many pages
    table[0xFFFD] = _LOST
    return table


@functools.cache
def _floor(eastern: bool) -> NDArray[np.float32]:
    """Least score of each code point where the character model would give less."""
    table = np.full(0x10001, _LEAST, np.float32)
    if eastern:
        table[0x3041:0x3100] = _KANA
        cells = range(0xA1, 0xFF)
        rows = bytes(byte for row in range(0xB0, 0xC9) for cell in cells for byte in (row, cell))
        table[[ord(char) for char in rows.decode("euc_kr")]] = _HANGUL
    table[[ord(char) for char in _CANTONESE]] = _CANTONESE_COST
    return table


@functools.cache
def _places() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Bits of each code point below U+1101; a common bit of two neighbours is out of place.

    Bits: a capital behind a small letter; a Thai vowel behind no letter; another script behind a
    Latin letter, and a Latin letter behind another script.
    """
    before, after = np.zeros(0x1101, np.uint8), np.zeros(0x1101, np.uint8)
    for code in range(0x41, 0x530):
        before[code], after[code] = chr(code).islower(), chr(code).isupper()
    marks = [ord(mark) for mark in _THAI_MARKS]
    before |= 2
    before[0xE01:0xE2F] = before[marks] = 0
    after[marks] |= 2
    for latin in (slice(0x41, 0x5B), slice(0x61, 0x7B), slice(0xC0, 0x250)):
        before[latin] |= 4
        after[latin] |= 8
    after[0x370:0x1100] |= 4
    before[0x370:0x1100] |= 8
    return before, after
