"""What the finders of garbled text hand to the step `garbles`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import msgspec


class Repair(msgspec.Struct, frozen=True):
    """One garbled stretch `text[start:end]` (code points) and what it was.

    `restored` is `None` where that cannot be told. `confidence` is how sure the restored text
    is, or for an unrestored stretch how sure it is garbled. `rule` is `garbles.<mechanism>`;
    `message` names the mechanism in one English sentence; `candidates` are the best guesses for
    an unrestored stretch, the likeliest first; one that is not `listed` is no finding of the document.

    >>> Repair(0, 2, None, 0.9, "garbles.demo", "a demonstration").candidates
    ()
    """

    start: int
    end: int
    restored: str | None
    confidence: float
    rule: str
    message: str
    candidates: tuple[str, ...] = ()
    listed: bool = True


def outside(repairs: Iterable[Repair], spans: Iterable[tuple[int, int]]) -> list[Repair]:
    """Those that overlap none of the spans, which do not overlap one another.

    >>> [r.start for r in outside([Repair(n, n + 1, None, 0.9, "a.b", "") for n in (0, 2)], [(1, 3)])]
    [0]
    """
    ordered = sorted(spans)
    if not ordered:
        return list(repairs)
    starts = [start for start, _ in ordered]
    kept = []
    for repair in repairs:
        near = bisect_left(starts, repair.end) - 1
        if near < 0 or ordered[near][1] <= repair.start:
            kept.append(repair)
    return kept
