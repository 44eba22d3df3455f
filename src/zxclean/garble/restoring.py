"""From stretches that lost bytes to repairs: what is sure enough is restored, the rest marked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.bounds import weigh_bounds
from zxclean.garble.evidence import NO_DOUBT, Found
from zxclean.garble.parts import settle
from zxclean.garble.readings import Chain
from zxclean.garble.repair import Repair
from zxclean.garble.unsure import edges, left_edge
from zxclean.garble.writing import Page, write
from zxclean.meter import is_in_verse

GAIN = 5.5
"""Least evidence of a stretch that is restored, in nats."""
FLUENT_GAIN, FLUENT, CLUMSY = 1.5, -6.0, -7.0
"""The same amid text that scores at least `FLUENT` a character; below `CLUMSY` all of `GAIN`: poems,
lists of words and names, where wrong ones have more evidence, score -7 to -9."""
GARBLED, MOST_GARBLED = -10.0, 3.0
"""Where the text around scores less than this, two nats more are asked for each that it is less, up to
so many: of random Han every tenth character reads well one byte on."""
ALONE_GAIN = 8.0
"""The same where too little stands on the line to tell: lists of rare words."""
AROUND, ENOUGH, SCARCE = 12, 6, 3
"""Positions on each side of a stretch by which that is judged, and how many Chinese characters there must
be, and one for so many positions at least: the cells of tables have fewer."""
SLIM, SLIM_MORE = 4.0, 2.0
"""A chain that gains less than this without what words say needs so much more evidence: of 83 true ones 39
have it, of 20 in 19.7 million characters of good text 3, one where little Chinese stands around. Nor is
it marked."""
SEAM_GAIN = 0.5
"""The same where it begins with a full stop that lost its A1."""
SEEN_GAIN = GAIN
"""The same beside U+FFFD, which good text does not have: but what is left of text that was garbled in
another way has it too."""
KNOWN_PAGE = 3.0
"""So much less is asked of it where another stretch of the page leaves no doubt."""
ODD, STEEP, MOST_MORE = 0.03, 8.0, 7.0
"""See `more_for`: the share of unlikely places from which on more is asked for, how much more for each
nat beyond, and the most of it."""
VERSE_GAIN = 9.0
"""More evidence asked for within verse: its words are rare and may read well one byte on. Of 4.2
million characters of Tang and Song verse 16 stretches had 5 to 13 in all, true ones elsewhere 8 to 40."""
MARKED = 1.0
"""Least gain of a stretch that is marked."""
INSERTION = 0.9
"""Least confidence of a character where nothing stands, in a stretch that leaves any doubt: rare idioms
(蹙蹙靡骋) read as if one were lost, with 0.77 and 0.80, the only insertions into 6.9 million
characters of good text."""
_CLOSED_BY = {"]": "[", "}": "{"}
"""ASCII brackets are second bytes of GBK too, but not where they close what is open."""


def spans(offsets: NDArray[np.int64], found: Sequence[Found]) -> list[tuple[int, int]]:
    """Where in the text the stretches stand that have any evidence."""
    return [_span(offsets, each.chain) for each in found if each.evidence > 0]


def more_for(odd: int, number: int) -> float:
    """How much more evidence a text asks for, by its unlikely places outside of any stretch.

    Parameters: `odd`, how many places; `number`, of how many Chinese characters. Poems, classical
    text, lists of names and word lists have one in 20 and more, and all false stretches of 4
    million characters with evidence above 4 stood there, 12 of a million above 8; of 1.8 million
    with fewer than one in 50 none had 2.

    >>> more_for(10, 1000), more_for(100, 1000) > 5
    (0.0, True)
    """
    rate = (odd + 1) / (number + 100)
    return min(MOST_MORE, max(0.0, STEEP * math.log(rate / ODD)))


def _needed(found: Found, more: float) -> float:
    """Least evidence that restores a stretch, by what stands around it."""
    if _is_seam(found):
        return SEAM_GAIN + more
    return _needed_there(found) + more


def _needed_there(found: Found) -> float:
    if _is_seen(found):
        return SEEN_GAIN
    chain, readings = found.chain, found.readings
    slim = SLIM_MORE if chain.gain < SLIM else 0.0
    first, last = chain.stretches[0], chain.stretches[-1]
    begin, end = first.first - first.headed, last.last + last.tailed + 2
    before, after = max(0, begin - AROUND), end + AROUND
    breaks = (readings.codes[before:after] == 0x0A).nonzero()[0] + before
    before = max(before, int(breaks[breaks < begin].max(initial=before - 1)) + 1)
    after = int(breaks[breaks >= end].min(initial=after))
    around = np.concatenate((readings.codes[before:begin], readings.codes[end:after]))
    scores = np.concatenate((readings.keep[before:begin], readings.keep[end:after]))
    if np.count_nonzero(around >= 0x3400) < max(ENOUGH, len(around) / SCARCE):
        return ALONE_GAIN + slim
    mean = float(scores.mean())
    if mean < GARBLED:
        return GAIN + min(MOST_GARBLED, GARBLED - mean) * 2 + slim
    fluency = (mean - CLUMSY) / (FLUENT - CLUMSY)
    return GAIN - (GAIN - FLUENT_GAIN) * min(1.0, max(0.0, fluency)) + slim


def resolve(page: Page, found: Sequence[Found], taken: Sequence[tuple[int, int]]) -> list[Repair]:
    """Repairs of the stretches, of overlapping ones that with more evidence; in text order."""
    used = np.zeros(int(page.offsets[-1]) + 1, np.bool_)
    for first, last in taken:
        used[first:last] = True
    repairs: list[Repair] = []
    restored: dict[int, list[Found]] = {}
    known = any(each.evidence >= NO_DOUBT for each in found)
    for each in sorted(found, key=lambda each: -each.evidence):
        if each.evidence < SEAM_GAIN:
            break
        start, end = _span(page.offsets, each.chain)
        if used[start:end].any():
            continue
        sure = each.evidence + KNOWN_PAGE * known
        whole = _is_whole(page.text, start, end)
        if sure >= NO_DOUBT or sure >= _needed(each, page.more) + VERSE_GAIN * whole:
            chain = each.chain._replace(stretches=weigh_bounds(each.readings, each.chain.stretches))
            first, last = _span(page.offsets, chain)
            if not used[first:last].any():
                each, start, end = each._replace(chain=chain), first, last
            used[start:end] = True
            restored.setdefault(id(each.readings), []).append(each)
        elif _is_marked(each) and not whole:
            used[start:end] = True
            message = "text that lost bytes, as it seems; what it was is not certain"
            repairs.append(Repair(start, end, None, 0.5, "garbles.lost-bytes", message))
    for of_layer in restored.values():
        repairs += _restore(page, of_layer)
    return sorted(repairs, key=lambda repair: repair.start)


def _is_marked(found: Found) -> bool:
    return found.evidence >= MARKED and found.chain.gain >= SLIM and _has_letters(found)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether what stands around shows that nothing is lost: the meter of verse, a pair of brackets."""
    if is_in_verse(text, start, end):
        return True
    for place in range(start, end):
        mark = text[place]
        opening = _CLOSED_BY.get(mark)
        if opening and opening in text[text.rfind("\n", 0, start) + 1 : place].rpartition(mark)[2]:
            return True
    return False


def _span(offsets: NDArray[np.int64], chain: Chain) -> tuple[int, int]:
    first, last = chain.stretches[0], chain.stretches[-1]
    return int(offsets[first.first - first.headed]), int(offsets[last.last + last.tailed]) + 1


def _is_seam(found: Found) -> bool:
    first = found.chain.stretches[0]
    if not found.readings.seam[first.first]:
        return False
    edge = left_edge(found.readings, first)
    return edge.char == "\u3002" and edge.probability > 0.5


def _is_seen(found: Found) -> bool:
    """Whether U+FFFD stands at the stretch, which good text does not have."""
    first, last = found.chain.stretches[0], found.chain.stretches[-1]
    around = slice(first.first - 1, last.last + 2)
    codes, lost = found.readings.codes[around], found.readings.lost[around]
    return bool((lost & (codes == 0xFFFD)).any())


def _has_letters(found: Found) -> bool:
    first, last = found.chain.stretches[0].first, found.chain.stretches[-1].last
    shown = found.readings.codes[first : last + 1]
    return bool((shown >= 0x3400).any() and len(np.unique(shown)) > 1)


def _confidence(evidence: float) -> float:
    return float(1 - 0.05 * np.exp(-max(0.0, evidence - SEAM_GAIN) / 8))


def _restore(page: Page, found: Sequence[Found]) -> Iterator[Repair]:
    """Repairs of the stretches of one layer."""
    readings = found[0].readings
    settled = ((each, settle(readings, each.chain.stretches)) for each in found)
    rows = [(each.evidence, row) for each, row in settled if row]
    ends = edges(readings, [row for _, row in rows], page.notes)
    for (evidence, row), (left, right) in zip(rows, ends, strict=True):
        sure, last = _confidence(evidence), len(row) - 1
        for number, stretch in enumerate(row):
            at_left = stretch.left if number else left
            at_right = right if number == last else stretch.right
            for repair in write(page, readings, stretch, at_left, at_right, sure):
                if evidence >= NO_DOUBT or not _is_bare_guess(repair):
                    yield repair


def _is_bare_guess(repair: Repair) -> bool:
    """Whether a character would be put where nothing is shown, on the word of its neighbours."""
    return repair.start == repair.end and repair.confidence < INSERTION
