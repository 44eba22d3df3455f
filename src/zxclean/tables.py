"""Tables of Chinese characters: script, folding, readings, frequency.

Nothing is loaded before it is asked for; what has been loaded is kept and cannot be written to.
Tables over code points have the shape `(0x110000,)`, so any `uint32` array of code points indexes
them. `scripts/build_tables.py` makes the files, `data/SOURCES.md` says from what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

_SIZE = 0x110000


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One step of a script conversion.

    `phrases` maps phrases of two or more characters to phrases of the same length, `chars` every
    code point to one code point, itself where nothing changes.
    """

    chars: NDArray[np.uint32]
    phrases: Mapping[str, str]


@cache
def conversion(config: str) -> tuple[Stage, ...]:
    """The stages of an OpenCC conversion, by its configuration.

    To give the output of opencc-python-reimplemented 0.1.7, a converter runs the stages in order,
    each on what the one before gave:

    1. Find every occurrence of every phrase, overlapping ones too. Take them longest first, those
       of one length from left to right, and drop each that overlaps one already taken. This is
       not the usual scan from left to right: in ABCDE with the phrases AB and BCDE it takes BCDE.
    2. A taken phrase becomes its value. Every code point outside becomes `chars[code]`.

    A phrase that maps to itself is no idle entry, for it keeps shorter ones from matching. The
    package also splits its input at spaces and punctuation; as no phrase holds any (the five that
    do can never match and were left out) that makes no difference. Where it lists several
    candidates, the first is meant. Every stage keeps the length: offsets stay what they are.

    Parameters: `config`, one of `hk2s s2hk s2t s2tw t2hk t2s t2tw tw2s`.
    Raises `ValueError` for another one.

    >>> [len(stage.phrases) for stage in conversion("tw2s")]
    [68, 277]
    >>> chr(conversion("t2s")[0].chars[ord("關")])
    '关'
    """
    chains = _chains()
    if config not in chains:
        raise ValueError(f"unknown conversion {config!r}: it must be one of {', '.join(chains)}")
    return tuple(
        Stage(_characters(chars), _phrases(phrases, chars)) for phrases, chars in chains[config]
    )


@cache
def char_table(config: str) -> NDArray[np.uint32]:
    """What each code point becomes when it stands alone: the `chars` of all stages, composed.

    Takes and raises what `conversion` does.

    >>> chr(char_table("tw2s")[ord("裡")])
    '里'
    """
    first, *others = conversion(config)
    table = first.chars
    for stage in others:
        table = stage.chars[table]
    table.setflags(write=False)
    return table


def phrase_table(config: str) -> Mapping[str, str]:
    """The phrases of all stages in one mapping, those of an earlier stage before a later's.

    It tells which phrases a conversion knows; converting takes `conversion`, stage by stage.
    Takes and raises what `conversion` does.

    >>> phrase_table("s2tw")["头发"]
    '頭髮'
    """
    merged: dict[str, str] = {}
    for stage in reversed(conversion(config)):
        merged.update(stage.phrases)
    return MappingProxyType(merged)


@cache
def variants() -> Mapping[str, Mapping[str, str]]:
    """Characters below script and what they stand for, by kind.

    `radical` and `compatibility` (what PDFs give for plain ideographs), `japanese` (forms no
    Chinese text has), `form` (old and Korean ones), `private` (the private use area of GBK fonts,
    by GB 18030 of 2022), `mark` (small and half-width marks).

    >>> {kind: len(pairs) for kind, pairs in variants().items()}["private"]
    105
    """
    pairs = dict(line.split() for line in _read_text("variants.txt").splitlines())
    return MappingProxyType(
        {k: MappingProxyType(dict(zip(t[::2], t[1::2], strict=True))) for k, t in pairs.items()}
    )


@cache
def standard_forms() -> NDArray[np.uint32]:
    """Forms of Taiwan and Hong Kong to OpenCC's standard of Traditional: 裡 to 裏.

    著 stays, which Taiwan writes for 着 as well.

    >>> chr(standard_forms()[ord("麵")])
    '麪'
    """
    table = conversion("hk2s")[0].chars.take(conversion("tw2s")[0].chars)
    table[ord("著")] = ord("著")
    table.setflags(write=False)
    return table


@cache
def fold_table() -> NDArray[np.uint32]:
    """What each code point is matched as: Simplified characters, ASCII marks, plain spaces.

    Traditional, Taiwan, Hong Kong and Japanese forms go to Simplified ones (first candidate of
    OpenCC's TSCharacters, so 乾 goes to 干 and 著 stays), Kangxi and other radicals and
    compatibility ideographs to unified ones, full-width ASCII (U+FF01 to U+FF5E) to ASCII, every
    space separator but U+1680 to U+0020, lone surrogates to U+FFFD. All else stays: Chinese marks
    without a full-width ASCII twin, letters, forms of two code points. Folding twice changes
    nothing more.

    A pattern to be matched on folded text must be folded itself.

    >>> codes = np.array([0x5340, 0xFF0C, 0x3000, 0x4EEE])
    >>> "".join(map(chr, fold_table()[codes]))
    '区, 假'
    """
    table = np.arange(_SIZE, dtype=np.uint32)
    sources, targets = np.frombuffer(_read_bytes("fold.bin"), "<u4").reshape(2, -1)
    table[sources] = targets
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    table[[0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]] = 0x20
    table[0xD800:0xE000] = 0xFFFD
    table.setflags(write=False)
    return table


@cache
def traditional_only() -> NDArray[np.bool_]:
    """Code points that Traditional writing has and Simplified writing does not, 4,103 of them.

    Left out are characters of both: 乾 於 徵 瞭 are right in some Simplified words. Japanese forms
    are not in it. In the 60 Simplified pages the table was tried on it marks 21 characters of
    508,000, all of them really Traditional.

    >>> [bool(traditional_only()[ord(char)]) for char in "後著乾后"]
    [True, False, False, False]
    """
    return _mark("traditional_only.txt")


@cache
def simplified_only() -> NDArray[np.bool_]:
    """Code points that Simplified writing has and Traditional writing does not, 3,759 of them.

    Left out are characters of both: 后 里 台 干 are words of their own in Traditional, 群 床 峰 are
    the forms of Taiwan, 恒 并 霉 common variants. Many are Japanese forms as well (国 学 会).

    >>> [bool(simplified_only()[ord(char)]) for char in "国后群"]
    [True, False, False]
    """
    return _mark("simplified_only.txt")


@cache
def readings() -> Readings:
    """Mandarin readings with tone marks, by character; toneless where the tone is neutral.

    41,233 characters: U+3007, the unified ideographs of the BMP, extensions A and B, Simplified
    and Traditional, from pypinyin's table. NFC, of the letters a to z, ü, tone-marked vowels, and
    ḿ ń ň ǹ (嗯).

    >>> sorted(readings()["郫"]), sorted(readings()["吗"])
    (['pí'], ['ma', 'má', 'mǎ'])
    """
    return Readings(_read_text("readings.txt"))


@cache
def common_rank() -> NDArray[np.uint16]:
    """Frequency rank of Simplified characters: 1 is the most frequent, 0 unknown; 5,749 ranked.

    From the word counts of jieba's dictionary. Traditional characters have no rank: ask with
    `common_rank()[fold_table()[codes]]`.

    >>> [int(common_rank()[ord(char)]) for char in "一国锛"]
    [1, 10, 0]
    """
    codes = _codes(_read_text("common_rank.txt").replace("\n", ""))
    table = np.zeros(_SIZE, np.uint16)
    table[codes] = np.arange(1, len(codes) + 1)
    table.setflags(write=False)
    return table


@cache
def _chains() -> Mapping[str, list[list[str]]]:
    chains: dict[str, list[list[str]]] = json.loads(_read_text("conversions.json"))
    return chains


@cache
def _characters(name: str) -> NDArray[np.uint32]:
    pairs = _codes(_read_text(f"{name}.txt").replace("\n", ""))
    table = np.arange(_SIZE, dtype=np.uint32)
    table[pairs[::2]] = pairs[1::2]
    table.setflags(write=False)
    return table


@cache
def _phrases(name: str, characters: str) -> Mapping[str, str]:
    if not name:
        return MappingProxyType({})
    regular, irregular = _read_text(f"{name}.txt").split("\n\n")
    converted = _characters(characters)[_codes(regular)].tobytes().decode("utf-32-le")
    table = dict(zip(regular.split("\n"), converted.split("\n"), strict=True))
    pairs = irregular.split()
    table.update(zip(pairs[::2], pairs[1::2], strict=True))
    return MappingProxyType(table)


class Readings(Mapping[str, frozenset[str]]):
    """Readings by character, kept as text and an index: a dict took 26 ms to fill, this 7 ms."""

    __slots__ = ("_chars", "_group_of", "_sounds")

    def __init__(self, text: str) -> None:
        fields = text.split()
        self._sounds = fields[::2]
        self._chars = "".join(fields[1::2])
        counts = [len(group) for group in fields[1::2]]
        self._group_of = np.zeros(_SIZE, np.uint16)
        self._group_of[_codes(self._chars)] = np.repeat(np.arange(1, len(counts) + 1), counts)

    def listed(self, char: str) -> list[str]:
        """Readings of a character, the most frequent first; none for an unknown one."""
        group = int(self._group_of[ord(char)]) if len(char) == 1 else 0
        return self._sounds[group - 1].split(",") if group else []

    def __getitem__(self, char: str) -> frozenset[str]:
        found = self.listed(char)
        if not found:
            raise KeyError(char)
        return frozenset(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._chars)

    def __len__(self) -> int:
        return len(self._chars)


def _mark(name: str) -> NDArray[np.bool_]:
    table = np.zeros(_SIZE, np.bool_)
    table[_codes(_read_text(name).replace("\n", ""))] = True
    table.setflags(write=False)
    return table


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), "<u4")


def _read_bytes(name: str) -> bytes:
    return files("zxclean").joinpath("data", name).read_bytes()


def _read_text(name: str) -> str:
    return _read_bytes(name).decode()
