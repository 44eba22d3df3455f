"""Runs of the letter X on pages whose templates leave names and numbers open with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

PROVEN = 3
"""So many runs that their nouns, titles and units prove make every run of the same letter in
Chinese text one: 在XXX的领导下 has nothing beside it that would."""

FLANKED = 4
"""So many runs between Chinese characters do the same, unless the text is about chromosomes or
sizes of clothes: XXX是XXX七个乡镇之一,位于XXX北部."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(
    r"(?<![A-Za-z0-9_.\-/\\=])(?:X{2,20}|x{2,20})(?![A-Za-z0-9_\-/.=(])"
    rf"|(?<=[{_HAN}])[Xx](?=[{_HAN}])(?![光线射轴染型值])"
)
_BESIDE = re.compile(f"[{_HAN}:、]")
_HAN_BEHIND = re.compile(f"[{_HAN}]")


_FLANKED = re.compile(rf"(?:(?<=[{_HAN}])|(?<![^\n]))(?:X{{2,20}}|x{{2,20}})(?=[{_HAN}])")
_OF_THEIR_OWN = re.compile("染色体|XY|XXL|XL码")


def other_letters(folded: str, proven: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of the letters that a page leaves open, besides those that are proven.

    >>> list(other_letters("XX市XX县XX镇的XXX说", [(0, 2), (3, 5), (6, 8)]))
    [(0, 2), (3, 5), (6, 8), (10, 13)]
    """
    for letter in "Xx":
        if folded.count(letter * 2) < PROVEN:
            continue
        if sum(folded[start] == letter for start, _ in proven) < PROVEN:
            flanked = sum(run[0][0] == letter for run in _FLANKED.finditer(folded))
            if flanked < FLANKED or _OF_THEIR_OWN.search(folded):
                continue
        for run in _RUN.finditer(folded):
            start, end = run.span()
            if run[0][0] != letter:
                continue
            if _BESIDE.match(folded, max(0, start - 1), start) or _HAN_BEHIND.match(folded, end):
                yield start, end
