"""Furniture in the midst of an article: runs of lines with evidence enough, and what stands again and again."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.evidence import COLUMN, CONTROL, Evidence

LEAST_INSIDE = 3.75
"""Least evidence of neighbouring lines in the midst of an article."""

REPEATS = 3
"""So often a control in the midst of an article has to stand to go by itself."""

COLUMNS = 3
"""Fewest names of columns in a row that are a menu in the midst of an article."""


def find_runs_inside(page: Evidence, start: int, end: int) -> list[list[int]]:
    """Neighbouring lines of furniture in the midst of the article with evidence enough."""
    places: list[int] = ((page.furniture[start:end] > 0).nonzero()[0] + start).tolist()
    if not places:
        return []
    runs: list[list[int]] = []
    for k in places:
        if runs and runs[-1][-1] == k - 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    columns = page.furniture == COLUMN
    # The name of a column beside buttons is a heading of the article.
    runs = [
        run if np.count_nonzero(columns[run]) >= COLUMNS else [k for k in run if not columns[k]]
        for run in runs
    ]
    runs = [run for run in runs if run]
    alone = {run[0]: page.lines.folded(run[0]) for run in runs if len(run) == 1}
    often = Counter(alone.values())
    return [
        run
        for run in runs
        if _is_enough(page.furniture[run])
        or (
            len(run) == 1
            and often[alone[run[0]]] >= REPEATS
            and not _is_in_list(page, alone, run[0])
        )
    ]


def _is_in_list(page: Evidence, alone: dict[int, str], place: int) -> bool:
    """Whether a control stands between the same two lines wherever it does, and neither is one: an
    item of a list that the text has again and again, as the choices of questions are."""
    places = [
        k for k, text in alone.items() if text == alone[place] and 0 < k < len(page.lines) - 1
    ]
    beside = {(page.lines.folded(k - 1), page.lines.folded(k + 1)) for k in places}
    return len(beside) == 1 and len(places) > 1


def _is_enough(evidence: NDArray[np.float64]) -> bool:
    """Figures and bullets alone are a table or a list of the article."""
    return float(evidence.sum()) >= LEAST_INSIDE and float(evidence.max()) >= CONTROL
