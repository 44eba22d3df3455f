"""Text beside a restored stretch that reads as nothing and could not be restored: marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.repair import Repair
from zxclean.view import HAN, TextView

FAR = 120
"""Code points on either side of a restored stretch, on its line, that are looked at."""
BAD, WEAK = -12.0, -9.5
"""Scores of Han that hardly ever stand so in good text (one of 100), and of such as may be damaged
where they stand beside one of those, in nats."""
ILL = -13.5
"""Most that a run without an ASCII character scores on average: rare words of two characters
(names, drugs) score -12 to -15."""
# b: Han that reads ill; w: any other character that reads poorly; a: a lone ASCII character that
# is a second byte of GBK. At least two of Han, or one with a lone ASCII character behind it.
_RUN = re.compile(rb"[bwa]{2,}")
_LONE = re.compile(rb"ba")


def find_leftovers(view: TextView, repairs: Sequence[Repair]) -> Iterator[Repair]:
    """Runs of Han near restored stretches that read as nothing, outside of all repairs.

    Parameters: `repairs`, in order. Each run is a repair without text. Nothing is looked at where
    nothing was restored.
    """
    spans: list[tuple[int, int]] = []
    for repair in repairs:
        if repair.restored is not None:
            start = max(
                repair.start - FAR,
                view.text.rfind("\n", max(0, repair.start - FAR), repair.start) + 1,
            )
            line_end = view.text.find("\n", repair.end, repair.end + FAR)
            end = line_end if line_end >= 0 else min(repair.end + FAR, len(view.text))
            if spans and start <= spans[-1][1]:
                start = spans.pop()[0]
            spans.append((start, end))
    if not spans:
        return
    taken = np.zeros(len(view.text), np.bool_)
    for repair in repairs:
        taken[repair.start : repair.end] = True
    for start, end in spans:
        before = max(0, start - 1)
        scores = model.score(view.codes[before:end])[start - before :]
        kinds = _kinds(view, scores, start, end)
        kinds[taken[start:end]] = ord(".")
        for match in _RUN.finditer(kinds.tobytes()):
            ill = match[0].count(b"b") > 1 and scores[slice(*match.span())].mean() <= ILL
            if not ill and not _LONE.search(match[0]):
                continue
            yield Repair(
                start + match.start(),
                start + match.end(),
                None,
                0.9,
                "garbles.unreadable",
                "garbled text beside a stretch that lost bytes: what it was is not known",
            )


def _kinds(view: TextView, scores: NDArray[np.float32], start: int, end: int) -> NDArray[np.uint8]:
    codes = view.codes[start:end]
    han = (view.classes[start:end] & HAN) > 0
    second = (codes >= 0x40) & (codes < 0x7E)
    near = np.concatenate(([False], second, [False]))
    lone = second & ~near[:-2] & ~near[2:]
    return np.select(
        (han & (scores < BAD), lone, scores < WEAK), (ord("b"), ord("a"), ord("w")), ord(".")
    ).astype(np.uint8)
