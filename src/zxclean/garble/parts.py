"""Cutting a stretch where a character may be what is left of two, joining what is certain."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.edges import ROUGH
from zxclean.garble.layers import NEVER
from zxclean.garble.readings import NO_HOLE, Readings, Stretch, hole_scores, logsum
from zxclean.model import load, pair_score

SURE_EDGE = 0.96
"""The same of a character of which a byte is lost: the model is too sure of itself there."""
SURE_PART, _NEARLY = 0.7, 0.97
"""Least probability that no character between two others is what is left of two."""
EVEN = 1.8
"""Lead, in nats, at which it is as likely to be one of the two."""
CLEAR = 2.0
"""Least lead, in nats, of a character over two whose inner bytes vanished."""


def settle(readings: Readings, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours made one where the two characters between them are certain together.

    And a stretch cut in two at a character that may as well be the outer bytes of two.
    """
    settled: list[Stretch] = []
    for stretch in stretches:
        parts = _cut(readings, stretch)
        joint = _between(readings, parts[0]) if settled else None
        if joint is not None and settled[-1].sure * parts[0].sure * joint[1] >= SURE_PART:
            before = settled.pop()
            parts[0] = parts[0]._replace(
                first=before.first,
                inner=(*before.inner, *joint[0], *parts[0].inner),
                headed=before.headed,
                begun=before.begun,
                sure=before.sure * parts[0].sure * joint[1],
            )
        settled += parts
    return settled


def _between(readings: Readings, stretch: Stretch) -> tuple[tuple[int, int], float] | None:
    """The two characters before a stretch, of which the bytes between them vanished."""
    back = 1 + stretch.headed
    first, second, scores = hole_scores(readings, np.array([stretch.first]), back)
    weights = np.exp(scores[0].astype(np.float64) - scores[0].max())
    best = int(weights.argmax())
    sure = float(weights[best] / weights.sum())
    if back == 1:
        around = readings.s[stretch.first - 2 : stretch.first + 1]
        links = pair_score(around[:-1], around[1:]).sum() if around[1] else NEVER
        lead = float(links) - float(logsum(scores)[0]) + readings.hole
        sure *= 1 - _share(lead)
    if sure < SURE_EDGE:
        return None
    one, other = divmod(best, second.shape[1])
    return (int(first[0, one]), int(second[0, other])), sure


def _share(lead: float) -> float:
    """How likely one character is, and not what is left of two, by its lead in nats."""
    return float(1 / (1 + np.exp(np.clip(EVEN - lead, -30, 30))))


def _cut(readings: Readings, stretch: Stretch) -> list[Stretch]:
    """A stretch in parts, without the characters that may as well be the outer bytes of two."""
    inner = np.array(stretch.inner, np.uint32)
    if len(inner) < 3 or readings.layer.codec != "gb18030":
        return [stretch]
    links = pair_score(inner[:-1], inner[1:])
    whole = links[:-1] + links[1:]
    if stretch.resynced:
        whole = whole[:-1]
    rough = np.flatnonzero(whole < ROUGH) + 1
    if not len(rough):
        return [stretch]
    scores = hole_scores(readings, stretch.first + rough + 1, 1)[2]
    holes = logsum(scores) - readings.hole
    lead = whole[rough - 1].astype(np.float64) - holes
    sure = np.ones(len(inner))
    sure[rough] = [_share(each) for each in lead.tolist()]
    cuts = sorted(_weak(sure, set(rough[lead < CLEAR].tolist())))
    parts: list[Stretch] = []
    begin = 0
    for place in [*cuts, len(inner)]:
        if place == begin:
            continue
        last = place == len(inner)
        parts.append(
            stretch._replace(
                first=stretch.first + begin,
                last=stretch.last if last else stretch.first + place,
                inner=stretch.inner[begin:place],
                resynced=stretch.resynced and last,
                headed=stretch.headed and not begin,
                tailed=stretch.tailed and last,
                begun=(1.0, 1.0) if begin else stretch.begun,
                over=stretch.over if last else (1.0, 1.0),
                sure=float(sure[begin:place].prod()),
            )
        )
        begin = place + 1
    return parts


def _weak(sure: NDArray[np.float64], cuts: set[int]) -> set[int]:
    """Cuts, and more of them at the least sure characters until every part is sure enough."""
    for place in np.argsort(sure, kind="stable").tolist():
        bounds = [-1, *sorted(cuts), len(sure)]
        parts = [sure[a + 1 : b].prod() for a, b in itertools.pairwise(bounds)]
        if sure[place] > _NEARLY or min(parts) >= SURE_PART:
            break
        cuts.add(place)
    return cuts


def trim(readings: Readings, stretch: Stretch, left: bool, right: bool) -> Stretch:
    """Leave out a first or last character that may be the outer bytes of two as well.

    `left` and `right`: whether the character outside of it is not known.
    """
    if readings.hole >= NO_HOLE or readings.layer.codec != "gb18030" or len(stretch.inner) < 2:
        return stretch
    alone = load().characters
    inner = np.array(stretch.inner, np.uint32)
    if left and len(stretch.begun) == 2:
        place = np.array([stretch.first + 1])
        holes = logsum(hole_scores(readings, place, 1, begins=True)[2])[0] - readings.hole
        whole = alone[inner[0]] + pair_score(inner[:1], inner[1:2])[0]
        if whole - holes < CLEAR:
            stretch = stretch._replace(begun=(0.0, 0.0, 1.0))
    if right and not stretch.resynced and len(stretch.over) == 2:
        place = np.array([stretch.last])
        holes = logsum(hole_scores(readings, place, 1, ends=True)[2])[0] - readings.hole
        if pair_score(inner[-2:-1], inner[-1:])[0] - holes < CLEAR:
            stretch = stretch._replace(over=(0.0, 0.0, 1.0))
    return stretch
