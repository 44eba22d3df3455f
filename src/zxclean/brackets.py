"""Which round brackets of a text belong together, and which of them are Chinese ones.

Both widths are taken alike, so widening some brackets changes no answer about the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ANY_HAN = re.compile(f"[{_HAN}]")
_BEFORE = re.compile(f"[{_HAN}\u2019\u201d\u300b\u300d\u300f\u3011\u3015%\u2103]")
_LOOKED_AT = 80
"""Code points of a bracket that are read to tell what it holds: nested brackets are read once
each, so this keeps the cost linear."""

# Calls in source code and in the cells of a spreadsheet; targets of Markdown links.
_CALL = re.compile(
    r"(?:^|[^A-Za-z])(?:print|printf|println|echo|len|str|int|input|log|alert|sum|max|min|range"
    r"|select|count|open|list|set|if|for|while|switch|return|def|[A-Za-z]\w*_\w*)$"
    r"|[=$#@.\]\\][A-Za-z]\w*$|[\\$]$",
    re.ASCII,
)
_TARGET = re.compile(r"[^\s()]*[./#][^\s()]*")
_SENTENCE = re.compile(r"[A-Za-z,] $")
_GOES_ON = re.compile(r",? ?[A-Za-z]")
_FOREIGN = re.compile(r"[A-Za-z]{2,12}\.? [A-Za-z]")
_PINYIN = re.compile(
    "(?:[a-z\u00fc]*[\u0101\u00e1\u01ce\u00e0\u0113\u00e9\u011b\u00e8\u012b\u00ed\u01d0\u00ec"
    "\u014d\u00f3\u01d2\u00f2\u016b\u00fa\u01d4\u00f9\u01d6\u01d8\u01da\u01dc\u0144\u0148\u01f9"
    "\u1e3f][a-z\u00fc]*['\u2019 ]?)+"
)
_LABEL = re.compile(r"\d{1,2}|\w|[ivxIVX]{1,4}", re.ASCII)
_VALUE = r"(?:[A-Za-z]\d{0,2}|[-+\u2212]?(?:\d+(?:\.\d+)?%?|\u221e|\u03c0))"
_VALUES = re.compile(rf"{_VALUE}(?:\s*[,;:|]\s*{_VALUE})+")
_FORMULA = re.compile(r"[=<>^|{}\[\]\\_$`]|\w[+*]|^[-+]", re.ASCII)
_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u04ff]{2}|\d\.\d|[A-Z]&[A-Z]")
_ADDRESS = re.compile(r"https?://|www\.|[\w.+-]+@[\w-]+\.", re.ASCII)
_LIST_NUMBER = re.compile(r"[0-9A-Za-z]{1,3}\Z")

INDENT = 64
"""Longest indent of a line that is looked through, in code points."""


class Pair(NamedTuple):
    """Offsets of an opening and a closing bracket; -1 for one that is not there."""

    open: int
    close: int


def pair_brackets(text: str, offsets: Sequence[int], lines: Sequence[int]) -> list[Pair]:
    """Pair round brackets of either width, in one pass.

    A bracket may close in the next line but no later. A list number (`1)`) closes no bracket of
    an earlier line, and the mouth of a face (`:(`) opens none.

    `offsets` are those of all brackets of the text, `lines` the number of the line of each.

    >>> pair_brackets("a(b)c)", [1, 3, 5], [0, 0, 0])
    [Pair(open=1, close=3), Pair(open=-1, close=5)]
    """
    pairs: list[Pair] = []
    opened: list[tuple[int, int]] = []
    for offset, line in zip(offsets, lines, strict=True):
        if opened and line - opened[-1][1] > 1:
            pairs += [Pair(start, -1) for start, _ in opened]
            opened.clear()
        if text[offset] in "(\uff08":
            if _is_mouth(text, offset):
                pairs.append(Pair(offset, -1))
            else:
                opened.append((offset, line))
        elif opened and (opened[-1][1] == line or not _is_list_number(text, offset)):
            pairs.append(Pair(opened.pop()[0], offset))
        else:
            pairs.append(Pair(-1, offset))
    return pairs + [Pair(start, -1) for start, _ in opened]


def is_chinese(text: str, pair: Pair) -> bool:
    """Whether brackets, of which one at least is narrow, belong to Chinese text.

    They do if they hold a Chinese character, or words or numbers that explain what stands
    before them (组织(WHO)). They do not as part of a call, a formula, a coordinate, a label such
    as (1) or (A), a face, or a note of pronunciation. One whose partner is wide always does; one
    without partner only between Chinese characters.

    >>> is_chinese("组织(WHO)", Pair(2, 6)), is_chinese("函数f(x)", Pair(3, 5))
    (True, False)
    """
    start, end = pair
    if end < 0:
        return text[start + 1 : start + 2] != "" and bool(
            _ANY_HAN.match(text, start + 1)
            and (_opens_line(text, start) or _BEFORE.match(text, start - 1))
        )
    if start < 0:
        return end > 0 and bool(_BEFORE.match(text, end - 1))
    if (text[start] == "(") != (text[end] == ")"):
        return True
    previous = text[start - 1 : start]
    if _ANY_HAN.search(text, start + 1, min(end, start + _LOOKED_AT)):
        return not previous.isascii() or previous == "" or not _is_foreign(text, start, end)
    following = text[end + 1 : end + 2]
    explains = bool(_BEFORE.match(previous)) or bool(
        previous == " " and _ANY_HAN.match(text, start - 2) and _ANY_HAN.match(following)
    )
    return explains and _holds_words(text[start + 1 : min(end, start + _LOOKED_AT)])


def _opens_line(text: str, start: int) -> bool:
    """Whether only an indent stands before, which a later step takes off."""
    _, feed, indent = text[max(0, start - INDENT) : start].rpartition("\n")
    return not indent.strip() and (feed != "" or start <= INDENT)


def _is_foreign(text: str, start: int, end: int) -> bool:
    """Whether a bracket that holds Chinese belongs to code, a link or an English sentence."""
    before = text[max(0, start - 24) : start]
    if before[-1] == "]" and _TARGET.fullmatch(text, start + 1, end):
        return True
    in_sentence = _SENTENCE.search(before) and (
        _GOES_ON.match(text, end + 1) or _FOREIGN.match(text, start + 1)
    )
    return bool(_CALL.search(before) or in_sentence)


def eyes(text: str, pair: Pair) -> int:
    """Offset of the colon or semicolon of a face whose mouth a lone bracket is, -1 if none.

    >>> eyes("见:-)", Pair(-1, 3))
    1
    """
    if pair.open >= 0 and pair.close >= 0:
        return -1
    mouth = max(pair)
    for place in (mouth - 1, mouth - 2):
        if place >= 0 and text[place] in ":;":
            return place
        if place >= 0 and text[place] not in "-'":
            break
    return -1


def _is_mouth(text: str, offset: int) -> bool:
    return (
        text[offset] == "("
        and not text[offset + 1 : offset + 2].strip()
        and eyes(text, Pair(offset, -1)) >= 0
    )


def _is_list_number(text: str, offset: int) -> bool:
    line = text[max(0, offset - 24) : offset].rpartition("\n")[2]
    return bool(_LIST_NUMBER.match(line.strip()))


def _holds_words(content: str) -> bool:
    words = content.strip()
    if not words:
        return bool(content)
    if _ADDRESS.match(words):
        return True
    return bool(_WORD.search(words)) and not (
        _LABEL.fullmatch(words)
        or _VALUES.fullmatch(words)
        or _FORMULA.search(words)
        or _PINYIN.fullmatch(words)
    )
