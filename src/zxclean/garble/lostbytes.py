"""Text that lost single bytes before it was decoded, so that what follows was read one byte on.

All characters of such a stretch but its two ends keep both their bytes: `lattice` finds where it
begins and ends. Of the characters at its ends one byte is left; they come back only where their
neighbours decide which of some 300 candidates it was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from msgspec import structs

from zxclean.garble.evidence import Found, weigh
from zxclean.garble.firstlook import look
from zxclean.garble.lattice import search
from zxclean.garble.layers import Layer, layers
from zxclean.garble.leftovers import find_leftovers
from zxclean.garble.read_site import alphanumeric, count_commas, read_site, replaced
from zxclean.garble.repair import Repair, outside
from zxclean.garble.restoring import more_for, resolve, spans
from zxclean.garble.sites import (
    REACH,
    Bools,
    Places,
    amid_foreign,
    amid_losses,
    gather,
    look_around,
    promising,
)
from zxclean.garble.split_notes import mend_split_notes
from zxclean.garble.writing import Page
from zxclean.scripts import majority
from zxclean.view import HAN, TRADITIONAL, VARIANT, TextView

_TRIES, _AT_ONCE = 5, 1 << 14


def find_lost(
    view: TextView,
    places: Places | None = None,
    taken: Sequence[tuple[int, int]] = (),
) -> list[Repair]:
    """Stretches of a text that lost bytes, restored as far as their bytes tell.

    Leaves alone what reads no better one byte on, and a character of which a byte is gone unless
    its neighbours decide it: that stays as shown, with a repair of its own without text. What
    would be restored further in the result is restored at once, and what would be undone is not
    restored at all, so that doing it twice changes nothing more.

    Parameters: `places`, those of `look(view.codes)` if the caller has them; `taken`, stretches in
    code points that others repair. Returns repairs in order, not overlapping.

    >>> [r.restored for r in find_lost(TextView("精準建言資政;蒉r區作為工業基地"))]
    ['。惠農']
    """
    places = look(view.codes).places if places is None else places
    repairs, asked = _find(view, places, taken)
    for _ in range(_TRIES):
        if all(repair.restored is None for repair in repairs):
            break
        more, unstable = _further(view, repairs, asked)
        if unstable:
            repairs = [_given_up(r) if n in unstable else r for n, r in enumerate(repairs)]
        elif more := outside(more, taken):
            repairs = sorted(outside(repairs, [(r.start, r.end) for r in more]) + more, key=_start)
        else:
            break
    left = outside(find_leftovers(view, repairs), taken)
    repairs = sorted(repairs + left, key=_start) if left else repairs
    return outside(mend_split_notes(view, repairs), taken)


def _find(
    view: TextView, places: Places, taken: Sequence[tuple[int, int]], asked: float | None = None
) -> tuple[list[Repair], float]:
    """Repairs, and how much more evidence was asked for; that of the whole text if it is known."""
    if not len(places) and "\ufffd" not in view.text and not view.flags & TRADITIONAL:
        return [], 0.0
    places = places[~amid_foreign(view, places)]
    script = majority(view)
    marks = _marks(view)
    if script == "hant":
        second = _second_bytes(view)
        marks = np.union1d(marks, second) if len(marks) else second
    marks = marks[~amid_foreign(view, marks)]
    if taken:
        places, marks = _beyond(places, taken), _beyond(marks, taken)
    if "\ufffd" in view.text:
        places, marks = places[~amid_losses(view, places)], marks[~amid_losses(view, marks)]
    if not len(places) and not len(marks):
        return [], 0.0
    chosen = np.zeros(len(places), np.bool_)
    known = layers(script, mixed=bool(view.flags & TRADITIONAL))
    hopeful: dict[Layer, Bools] = {}
    for start in range(0, len(places), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        for layer, found_there in promising(look_around(view, places[part]), known):
            everywhere = hopeful.setdefault(layer, np.zeros(len(places), np.bool_))
            everywhere[part] = found_there
    ways = [layer for layer in known if layer in hopeful or (len(marks) and not layer.cost)]
    if not ways:
        return [], 0.0
    for found_there in hopeful.values():
        chosen |= found_there
    site = gather(view, np.union1d(places[chosen], marks))
    found: list[Found] = []
    joined, each = read_site(view, site, ways, known)
    for chains, readings in zip(search(joined, each), each, strict=True):
        found += weigh(chains, readings)
    narrow, wide = count_commas(view)
    if asked is None:
        beyond = _beyond(places, [(a - 1, b + 1) for a, b in spans(site.offsets, found)])
        asked = more_for(len(beyond), int(np.count_nonzero(view.classes & HAN)))
    page = Page(site.offsets, site.notes, narrow > wide, asked, view.text)
    return resolve(page, found, taken), asked


def _beyond(places: Places, taken: Sequence[tuple[int, int]]) -> Places:
    """The places that are not within what others repair: they and what stands before them."""
    joined: list[list[int]] = []
    for start, end in sorted(taken):
        if joined and start <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    bounds = np.array([(start + 1, max(start + 1, end)) for start, end in joined]).reshape(-1)
    kept: Places = places[bounds.searchsorted(places, "right") % 2 == 0]
    return kept


def _marks(view: TextView) -> Places:
    """Where U+FFFD stands behind Han: it may end a stretch of one character."""
    if "\ufffd" not in view.text:
        return np.zeros(0, np.intp)
    lost = replaced(view.codes)[1:].nonzero()[0] + 1
    return lost[(view.classes[lost - 1] & HAN) > 0]


def _second_bytes(view: TextView) -> Places:
    """Where a lone ASCII character behind Han may be the second byte of a Traditional one."""
    codes, classes = view.codes, view.classes
    places = (
        (codes[1:-1] - np.uint32(0x40) < 0x3F) & (classes[:-2] & (HAN | VARIANT) > 0)
    ).nonzero()[0] + 1
    after = codes[places + 1]
    lone: Places = places[~alphanumeric(after) & (after != 0x20)]
    return lone


def _further(view: TextView, repairs: list[Repair], asked: float) -> tuple[list[Repair], set[int]]:
    """What more would be restored the next time, and which repairs that would change.

    An edge that stays as shown has a byte that a restored character has too. And a restored
    stretch shows where its neighbour begins.
    """
    pieces: list[str] = []
    shown: list[tuple[int, int, int]] = []
    restored: list[tuple[int, int, int]] = []
    at = size = 0
    for number, repair in enumerate([*repairs, None]):
        if repair is not None and repair.restored is None:
            continue
        end = repair.start if repair is not None else len(view.text)
        for first, last in _shortened(at, end):
            pieces += [view.text[first:last], "\n"]
            shown.append((size, size + last - first, first))
            size += last - first + 1
        pieces.pop()
        size -= 1
        if repair is not None and repair.restored is not None:
            pieces.append(repair.restored)
            restored.append((size, size + len(repair.restored), number))
            size += len(repair.restored)
            at = repair.end
    after = TextView("".join(pieces))
    starts = [start for start, _, _ in shown]
    ends = [end for _, end, _ in restored]
    points = {r.start for r in repairs if r.restored is not None and r.start == r.end}
    more: list[Repair] = []
    unstable: set[int] = set()
    for again in _find(after, look(after.codes).places, (), asked)[0]:
        start, end, origin = shown[bisect_right(starts, again.start) - 1]
        moved = again.start - start + origin
        if again.end <= end and (again.start < again.end or moved not in points):
            more.append(structs.replace(again, start=moved, end=moved + again.end - again.start))
        elif again.restored is not None:
            near = bisect_left(ends, again.start)
            while near < len(ends) and restored[near][0] <= again.end:
                unstable.add(restored[near][2])
                near += 1
    more = more if any(each.restored is not None for each in more) else []
    return more, _whole(repairs, unstable)


def _whole(repairs: Sequence[Repair], chosen: set[int]) -> set[int]:
    """The chosen repairs and all pieces of the stretches they belong to, which stand side by side."""
    found = set(chosen)
    for step in (1, -1):
        for number in sorted(chosen, reverse=step < 0):
            here, beside = number, number + step
            while 0 <= beside < len(repairs) and _joined(repairs, here, beside):
                found.add(beside)
                here, beside = beside, beside + step
    return found


def _joined(repairs: Sequence[Repair], one: int, other: int) -> bool:
    first, second = repairs[min(one, other)], repairs[max(one, other)]
    return first.end == second.start and None not in (first.restored, second.restored)


def _shortened(start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The ends of a stretch between two repairs: all that can matter to them."""
    if end - start <= 8 * REACH:
        return ((start, end),)
    return (start, start + 4 * REACH), (end - 4 * REACH, end)


def _start(repair: Repair) -> int:
    return repair.start


def _given_up(repair: Repair) -> Repair:
    candidates = (repair.restored,) if repair.restored is not None else ()
    message = "text that lost bytes in more than one way; what it was is not certain"
    return Repair(
        repair.start, max(repair.end, repair.start), None, 0.9, repair.rule, message, candidates
    )
