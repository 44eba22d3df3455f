"""Words that decide between characters where OpenCC's dictionaries do not, beside its phrases.

`data/STExtra.txt` and `data/TSExtra.txt` are written by hand, one reason a group;
`data/STWeights.txt` is made by `scripts/build_tables.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from zxclean import tables

_OWN_WEIGHT = 5
"""The weight of phrases OpenCC does not have: that of a word seen 150 times by jieba."""


@cache
def native_phrases() -> tuple[Mapping[str, str], Mapping[str, int]]:
    """Phrases from Simplified to Traditional, OpenCC's and some of our own, with their weights.

    A weight is the logarithm of a word's count in jieba's list, rounded, 0 for an unknown one.

    >>> phrases, weights = native_phrases()
    >>> phrases["范先生"], weights["历史"] > weights["年历"]
    ('范先生', True)
    """
    known = tables.conversion("s2t")[0]
    letters = _read("STWeights.txt").replace("\n", "")
    weights = {key: ord(a) - 97 for key, a in zip(known.phrases, letters, strict=True)}
    phrases = dict(known.phrases)
    names: list[str] = []
    for kind, *words in _lines("STExtra.txt"):
        if kind == "surname":
            names = words
        elif kind == "title":
            for title in words:
                after = _convert_each(title, known)
                phrases.update({name[0] + title: name[1] + after for name in names})
        elif kind != "name":
            phrases[kind] = words[0]
    for key, value in phrases.items():
        if known.phrases.get(key) != value:
            weights[key] = max(_OWN_WEIGHT, weights.get(key, 0))
    return MappingProxyType(phrases), MappingProxyType(weights)


def surnames() -> str:
    """Characters that as a family name are another one than as a word: 范 is not 範."""
    return "".join(words[0] for kind, *words in _lines("STExtra.txt") if kind == "name")


@cache
def titled() -> frozenset[str]:
    """The phrases made of a family name and a title."""
    lines = list(_lines("STExtra.txt"))
    names = [name[0] for kind, *found in lines if kind == "surname" for name in found]
    titles = [title for kind, *found in lines if kind == "title" for title in found]
    return frozenset(name + title for name in names for title in titles)


@cache
def simple_phrases() -> Mapping[str, str]:
    """Phrases from Traditional to Simplified, OpenCC's and some of our own.

    >>> simple_phrases()["著作"], simple_phrases()["甯靜"], simple_phrases()["沈默"]
    ('著作', '宁静', '沉默')
    """
    known = tables.conversion("t2s")[0]
    phrases = dict(known.phrases)
    for kind, *words in _lines("TSExtra.txt"):
        for word in words:
            after = [c if c in "著瞭夥祇氾" else _convert_each(c, known) for c in word]
            if kind != "keep":  # the character that stands for the first word's
                after = [kind if c in "甯沈祇著苧" else a for c, a in zip(word, after, strict=True)]
            phrases[word] = "".join(after)
    return MappingProxyType(phrases)


def _lines(name: str) -> Iterator[list[str]]:
    """The fields of each line that is no comment."""
    lines = (line.split() for line in _read(name).split("\n"))
    return (fields for fields in lines if fields and fields[0] != "#")


def _convert_each(text: str, stage: tables.Stage) -> str:
    codes = np.frombuffer(text.encode("utf-32-le"), "<u4")
    converted: bytes = stage.chars[codes].tobytes()
    return converted.decode("utf-32-le")


def _read(name: str) -> str:
    return files("zxclean").joinpath("data", name).read_text("utf-8")
