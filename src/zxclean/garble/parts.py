"""Cutting a stretch where a character may be what is left of two, joining what is certain.

Pages are rid of private characters, and of a text read one byte on every eighth character is one.
So two characters may have lost the bytes between them; what is left then reads as one character.
On other pages two bytes in a row may be lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zxclean.garble.holes import weigh_places
from zxclean.garble.more_lost import weigh_lost
from zxclean.garble.readings import NO_HOLE, Readings, Stretch, Weighed

SURE = 0.8
"""Least probability that a restored character belongs to the stretch."""
SURE_EDGE = 0.96
"""The same of a character of which a byte is lost: the model is too sure of itself there."""
SURE_PLACE, SURE_TWO, SURE_BESIDE = 0.8, 0.9, 0.9
"""The same of one character that may be two, of two whose inner bytes vanished, and of one of two by
itself. Of 10,750 such places of 2,300 stretches on pages that were rid of private characters the likeliest
reading was right as often as its probability says, to within 0.03 for one character; of two 0.71, 0.84, 0.87
where that was 0.83, 0.88, 0.93."""
SURE_JOINED, SURE_PART = 0.75, 0.95
"""Least probability that all places of a piece are right, and that a character is not what is left of two
that lost two bytes in a row."""
STUMBLED, STUMBLED_EACH = 1.0, 0.13
"""So much dearer are characters that vanished, in nats, in a stretch that ends before a Chinese one, and
for each character of it: where they are dropped, seven of eight are left."""


def unsure(shares: tuple[float, ...]) -> int:
    """How many characters at one side of a stretch are not sure to be in it."""
    return next((n for n, share in enumerate(shares[1:]) if share >= SURE), len(shares) - 1)


def settle(readings: Readings, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours made one where the two characters between them are certain together.

    And a stretch cut in two at a character that may as well be the outer bytes of two; first and
    last characters of which that may be said are given up. Not where the stretch ends before a
    Chinese character: there a reader stumbled who knows no private characters.
    """
    if _stumbled(readings, stretches):
        more = STUMBLED + STUMBLED_EACH * len(stretches[0].inner)
        readings = replace(readings, hole=min(readings.hole + more, NO_HOLE))
    if readings.layer.has_holes and readings.hole < NO_HOLE:
        return _join(stretches, weigh_places(readings, stretches), SURE_PLACE)
    each = ((stretch, weigh_lost(readings, stretch)) for stretch in stretches)
    return [part for one, places in each for part in _join((one,), places, SURE_PART)]


def _join(stretches: Sequence[Stretch], places: Sequence[Weighed], least: float) -> list[Stretch]:
    """A chain in parts: without the places that are not certain, all others joined.

    A part that is not likely enough as a whole is one of several pieces. At the ends of the chain
    uncertain places stay in `inner`, a code for each position, and `begun` and `over` tell to leave
    them out.
    """
    opened, closed = stretches[0], stretches[-1]
    size = len(places)
    end = size - min(unsure(closed.over), size)
    begin = min(unsure(opened.begun), end)
    cuts = {
        n
        for n, place in enumerate(places)
        if not begin <= n < end or place.share < (least if len(place.chars) == 1 else SURE_TWO)
    }
    runs = list(_runs(size, cuts))
    if not runs:
        none = (*(0.0,) * (size + 1), 1.0)
        return [opened._replace(last=closed.last, inner=(0,) * size, begun=none, over=none)]
    parts: list[Stretch] = []
    for number, (first, last) in enumerate(runs):
        part = opened._replace(last=closed.last, over=closed.over)
        ahead = places[runs[number - 1][1] if number else 0 : first]
        behind = places[last : runs[number + 1][0] if number + 1 < len(runs) else size]
        chars = tuple(itertools.chain.from_iterable(place.chars for place in places[first:last]))
        own = len(chars)
        if number:
            left = ahead[0].right if len(ahead) == 1 else None
            headed = ahead[0].back > 1
            part = part._replace(first=ahead[0].at, headed=headed, begun=(1.0, 1.0), left=left)
        skipped = ahead[-1].at - part.first if ahead else 0
        if skipped and (number or first > begin):
            part = part._replace(begun=(*(0.0,) * (skipped + 1), 1.0))
            chars = (*(0,) * skipped, *chars)
        elif skipped:
            chars = (*(place.whole for place in ahead), *chars)
        shift = len(chars) - own
        if number + 1 < len(runs):
            stops = behind[0].at - behind[0].back
            part = part._replace(last=stops, over=(1.0, 1.0), right=behind[0].left)
        elif last < end:
            skipped = closed.last - places[last - 1].at
            part = part._replace(over=(*(0.0,) * (skipped + 1), 1.0))
            chars = (*chars, *(0,) * skipped)
        elif behind:
            chars = (*chars, *(place.whole for place in behind))
        ends = number + 1 == len(runs)
        sure, splits = _pieces(places[first:last], shift)
        parts.append(
            part._replace(
                inner=chars,
                resynced=closed.resynced and ends,
                tailed=closed.tailed and ends,
                sure=sure,
                splits=splits,
            )
        )
    return parts


def _pieces(
    places: Sequence[Weighed], begin: int
) -> tuple[tuple[float, ...], tuple[tuple[int, int], ...]]:
    """How likely all places of each piece are right, and where all but the first begin."""
    sure, splits = [1.0], list[tuple[int, int]]()
    shown = 0
    for place in places:
        if sure[-1] * place.share < SURE_JOINED and sure[-1] < 1.0:
            splits.append((begin, shown))
            sure.append(1.0)
        sure[-1] *= place.share
        begin += len(place.chars)
        shown = place.at + 1
    return tuple(sure), tuple(splits)


def _runs(size: int, cuts: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches of places without the cuts."""
    begin = 0
    for stop in [*sorted(cuts), size]:
        if begin < stop:
            yield begin, stop
        begin = stop + 1


def _stumbled(readings: Readings, stretches: Sequence[Stretch]) -> bool:
    """Whether one stretch ends where nothing shows it, as for Python's reader of GBK.

    A reader that knows private characters goes on to the next ASCII byte.
    """
    last = stretches[-1]
    if len(stretches) > 1 or last.resynced or last.tailed or not readings.stumbles:
        return False
    return bool(readings.codes[last.last + 1] >= 0x80)
