"""Where a page's article stands: what goes before it, behind it and in its midst."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.scoring import Evidence

LEAST = 2.5
TITLE_REACH = 40
TITLE_TEXT = 1500
_HAN = re.compile("[\u3400-\u9fff]")
FACT_REACH = 8
INSET = 4.0


def _first_prose(prose: NDArray[np.float64], start: int, end: int) -> int:
    clear = prose[start:end] >= 1.5
    if not clear.any():
        clear = prose[start:end] > 0
    return start + int(np.argmax(clear))


def _find_title(page: Evidence, start: int, spoken: int, end: int) -> int:
    low = max(0, start - TITLE_REACH)
    places = (page.headline[low:spoken].nonzero()[0] + low).tolist()
    lines = page.lines
    folded = lines.view.folded
    body = folded[lines.first.item(spoken) : min(lines.last.item(end - 1), lines.first.item(spoken) + TITLE_TEXT)]
    near = start
    best, found, inside = 0.0, start, False
    for k in places[::-1][:16]:
        pairs = {a + b for a, b in pairwise(_HAN.findall(lines.folded(k)))}
        if len(pairs) < 3:
            continue
        shared = sum(pair in body for pair in pairs) / len(pairs)
        if k >= start:
            inside |= shared >= 0.3
        elif page.furniture[k] == 0 or len(pairs) >= 8:
            if shared >= 0.4 and shared > best - 0.15:
                best, found = max(best, shared), k
            if near == start and len(pairs) >= 7 and page.furniture[k] == 0:
                near = k
    if best or inside:
        return found
    return near


class Stretch(NamedTuple):
    first: int
    last: int
    where: str
    evidence: float


def find_furniture(page: Evidence) -> list[Stretch]:
    furniture, prose = page.furniture, page.prose
    gain = np.where(prose > 0, furniture - prose, np.maximum(furniture, page.above))
    gain[page.heading] = -2.0
    count = len(gain)
    before = np.concatenate(([0.0], np.cumsum(gain)))
    strong = np.cumsum(page.others)
    weight = 0.55 ** np.minimum(strong, 1000)
    later = np.zeros(count + 1)
    later[:-1] = np.cumsum((prose * weight)[::-1])[::-1]
    later[:-1] /= weight
    total_furniture = np.zeros(count + 1)
    total_furniture[:-1] = np.cumsum(furniture[::-1])[::-1]
    behind = total_furniture - later
    behind[:-1][furniture == 0] = -np.inf
    before[1:][gain <= 0] = -np.inf
    best = np.maximum.accumulate(before)
    total = best + behind
    end = count - int(np.argmax(total[::-1]))
    start = int(np.argmax(before[: end + 1]))
    if not (prose[start:end] > 0).any():
        return []
    if before[start] < LEAST:
        start = 0
    if behind[end] < LEAST:
        end = count
    gone = np.zeros(count, bool)
    gone[:start] = True
    gone[end:] = True
    spoken = _first_prose(prose, start, end)
    title = start
    if start:
        title = _find_title(page, start, spoken, end)
        if title < start:
            gone[title] = False
            soft = furniture[title:start] == 0
            gone[title:start][soft] = False
    for _, at, _ in page.lines.view.anchors["truncation"]:
        k = int(page.lines.first.searchsorted(at, "right")) - 1
        if k < end + FACT_REACH and k >= start:
            gone[k] = False
    for k in range(end, min(count, end + FACT_REACH)):
        if page.fact[k] and furniture[k] == 0 and page.lines.size[k] <= 60:
            gone[k] = False
    # between title and prose
    evidence = bool(gone.any())
    for k in range(title, spoken):
        if (furniture[k] >= 1 or page.figures[k]) and evidence and page.lines.size[k] > 2:
            gone[k] = True
    # insets
    k = spoken
    hard = np.flatnonzero(furniture[spoken:end] > 0) + spoken
    run: list[int] = []
    runs: list[list[int]] = []
    for k in hard.tolist():
        if run and k == run[-1] + 1:
            run.append(k)
        else:
            if run:
                runs.append(run)
            run = [k]
    if run:
        runs.append(run)
    texts = {k: page.lines.folded(k) for run in runs for k in run if len(run) == 1}
    often = Counter(texts.values())
    for run in runs:
        if len(run) == 1 and often[texts[run[0]]] >= 3:
            gone[run] = True
        if furniture[run].sum() >= INSET and evidence:
            gone[run] = True
    stretches: list[Stretch] = []
    places = np.flatnonzero(gone).tolist()
    first = last = -2
    for place in places:
        if place != last + 1:
            if first >= 0:
                stretches.append(_stretch(page, first, last, start, end))
            first = place
        last = place
    if first >= 0:
        stretches.append(_stretch(page, first, last, start, end))
    return stretches


def _stretch(page: Evidence, first: int, last: int, start: int, end: int) -> Stretch:
    where = "before" if last < start else "behind" if first >= end else "between"
    return Stretch(first, last, where, float(page.furniture[first : last + 1].sum()))
