"""Compare what a repair made of a damaged text with the truth.

Texts are compared without white space, with full-width marks narrowed and, where the page was
converted or glossed after the damage, in Simplified and without glosses: script, width and layout
are other steps' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
from damage import NARROW, Damaged

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
    text. `edges_tried` are edge characters for which the repair put something.
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
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    table = char_table("t2s")
    simplified: bytes = table[codes].astype("<u4").tobytes()
    return simplified.decode("utf-32-le", "surrogatepass")


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
    kept = {n for i, j, size in blocks(found, given) for n in range(i, i + size)}
    at = {i + n: j + n for i, j, size in blocks(truth, found) for n in range(size)}
    false = set(range(len(found))) - kept - set(at.values())
    right = {n for n in edges if n in at and at[n] not in kept}
    wrong = 0
    for name, i, j, k, m in SequenceMatcher(None, truth, found, autojunk=False).get_opcodes():
        if name == "replace":
            wrong += min(len(edges & set(range(i, j))), len(false & set(range(k, m))))
    return Score(
        restored=sum(n in at and at[n] not in kept for n in recoverable),
        edges_tried=len(right) + wrong,
        edges_right=len(right),
        false=len(false),
    )


def blocks(one: str, two: str) -> Sequence[tuple[int, int, int]]:
    return SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()


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
