"""Compare what a repair made of a damaged text with the truth.

Texts are compared without white space, with full-width marks narrowed and, where the page was
converted or glossed after the damage, in Simplified and without glosses: script, width and layout
are other steps' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from damage import NARROW, Damaged
from numpy.typing import NDArray

from zxclean.tables import char_table

GLOSS = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")


class Restoration(NamedTuple):
    """A stretch of the output that a repair says it restored, and how sure it is."""

    start: int
    end: int
    confidence: float


class Output(NamedTuple):
    """What a repair returned; `marked` counts stretches it lists as beyond repair."""

    text: str
    restorations: tuple[Restoration, ...] = ()
    marked: int = 0


Repair = Callable[[Damaged], Output]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one case or many; all but `cases`, `neighbours` and `untouched` in characters.

    `false` counts characters of the output that stand neither in the truth nor in the damaged
    text. `edges_tried` are edge characters for which the repair put something but U+FFFD, which
    says that the character is not known.
    """

    cases: int = 0
    recoverable: int = 0
    restored: int = 0
    edges: int = 0
    edges_tried: int = 0
    edges_right: int = 0
    neighbours: int = 0
    false: int = 0
    untouched: int = 0
    marked: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)))


class Fold(NamedTuple):
    """A text as it is compared, and where each character of it stands in the text."""

    text: str
    places: tuple[int, ...]


def fold(text: str, converted: bool = False, glossed: bool = False) -> Fold:
    """Take out white space, narrow the marks; convert and take out glosses on demand.

    >>> fold("\\u5340(q\\u016b)\\uff0c", converted=True, glossed=True)
    Fold(text='区,', places=(0, 5))
    """
    glosses = GLOSS.finditer(text) if glossed else ()
    gone = {n for gloss in glosses for n in range(*gloss.span())}
    places = [n for n, char in enumerate(text) if n not in gone and not char.isspace()]
    kept = "".join(text[n] for n in places).translate(NARROW)
    return Fold(to_simplified(kept) if converted else kept, tuple(places))


def to_simplified(text: str) -> str:
    simplified: bytes = char_table("t2s")[_codes(text)].astype("<u4").tobytes()
    return simplified.decode("utf-32-le", "surrogatepass")


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def score(damaged: Damaged, output: Output, converted: bool, glossed: bool) -> Score:
    """Count what came back, what was put wrongly and whether the neighbours stayed."""
    truth = fold(damaged.truth, converted, glossed)
    given = fold(damaged.text, converted, glossed).text
    found = fold(output.text, converted, glossed).text
    recoverable = {n for n, at in enumerate(truth.places) if at in damaged.recoverable}
    edges = {n for n, at in enumerate(truth.places) if at in damaged.edge}
    before = sum(at < damaged.before for at in truth.places)
    after = sum(at < damaged.after for at in truth.places)
    head, tail = truth.text[:before], truth.text[after:]
    base = Score(
        cases=1,
        recoverable=len(recoverable),
        edges=len(edges),
        neighbours=int(not (found.startswith(head) and found.endswith(tail))),
        untouched=int(found == given),
        marked=int(output.marked > 0),
    )
    if found == given:
        return base
    if found == truth.text:
        every = len(edges)
        return base + Score(restored=len(recoverable), edges_tried=every, edges_right=every)
    return base + _partial(truth.text, given, found, recoverable, edges)


def _partial(truth: str, given: str, found: str, recoverable: set[int], edges: set[int]) -> Score:
    """Align the output with the truth; what fits neither it nor the damaged text is false.

    What stood in the damaged text already and stays, is not counted as restored.
    """
    kept = {n for n, _ in align(found, given)}
    pairs = align(truth, found)
    at = dict(pairs)
    false = set(range(len(found))) - kept - set(at.values())
    right = {n for n in edges if n in at and at[n] not in kept}
    put = {n for n in false if found[n] != "\N{REPLACEMENT CHARACTER}"}
    wrong = 0
    for (i, k), (j, m) in pairwise([(-1, -1), *pairs, (len(truth), len(found))]):
        wrong += min(len(edges & set(range(i + 1, j))), len(put & set(range(k + 1, m))))
    return Score(
        restored=sum(n in at and at[n] not in kept for n in recoverable),
        edges_tried=len(right) + wrong,
        edges_right=len(right),
        false=len(false),
    )


def align(one: str, two: str) -> list[tuple[int, int]]:
    """Places of equal characters, as many as can be in the same order in both texts.

    A longest common subsequence, by the rows of the usual table. `difflib.SequenceMatcher` takes
    the longest common piece first and so misses equal characters on both sides of it: of UTF-8
    read as Big5 it took 2.5 of 100 restored characters for lost.

    >>> align("abcd", "bxad")
    [(1, 0), (3, 3)]
    """
    shorter = min(len(one), len(two))
    head = next((n for n in range(shorter) if one[n] != two[n]), shorter)
    shorter -= head
    tail = next((n for n in range(shorter) if one[-1 - n] != two[-1 - n]), shorter)
    pairs = [(n, n) for n in range(head)]
    pairs += _align_middles(one, two, head, tail)
    pairs += [(len(one) - n, len(two) - n) for n in range(tail, 0, -1)]
    return pairs


def _align_middles(one: str, two: str, head: int, tail: int) -> list[tuple[int, int]]:
    left, right = _codes(one[head : len(one) - tail]), _codes(two[head : len(two) - tail])
    lengths = np.zeros((len(left) + 1, len(right) + 1), np.int32)
    for n, code in enumerate(left):
        row = np.maximum(lengths[n, 1:], lengths[n, :-1] + (right == code))
        np.maximum.accumulate(row, out=lengths[n + 1, 1:])
    pairs = []
    i, j = len(left), len(right)
    while i and j:
        if lengths[i - 1, j] == lengths[i, j]:
            i -= 1
        elif lengths[i, j - 1] == lengths[i, j]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((head + i, head + j))
    return pairs[::-1]


def judge(damaged: Damaged, output: Output, converted: bool, glossed: bool) -> list[bool]:
    """Whether each restoration is right: stands in the truth, at about the same place.

    It may stand off by as much as the damaged text is longer or shorter than the truth, since
    what stands before it may still be garbled.
    """
    truth = fold(damaged.truth, converted, glossed).text
    slack = 4 + abs(len(truth) - len(fold(damaged.text, converted, glossed).text))
    verdicts = []
    for start, end, _ in output.restorations:
        found = fold(output.text[start:end], converted, glossed).text
        at = len(fold(output.text[:start], converted, glossed).text)
        verdicts.append(found in truth[max(0, at - slack) : at + len(found) + slack])
    return verdicts


def total(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())
