"""Single characters that are left of garbled ones, beside text that is good or was restored.

What told the damage may be gone, for the text around it was restored or converted: such characters
are to be found again, or the steps to come would convert them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.charsets import LOST, pair_table
from zxclean.garble.repair import Repair
from zxclean.view import HAN, SIMPLIFIED, TRADITIONAL, TextView, class_table

ILL = -11.0
"""Nats below which a character before a mark of loss is what is left of a garbled one: of good text
one in 50 scores so little, of two bytes of three nearly all."""
AROUND, FEW, MANY = 12, 4, 1.5
"""A character is a stray of its script if among so many on each side there are at most `FEW` of its own,
itself included, and `MANY` times as many of the other script, `FEW` at least."""
STRANGE, END, LIKELIER = -15.0, -6.0, 0.5
"""Nats of a stray and the character behind it below which it may be what is left of a garbled one; what
counts at most of a character behind it that is no Han; and most by which one of its neighbours
makes the other character likelier. Of 287 edges of damage 266 pass, of 9.5 million characters of good
text 130 (rare names, old texts, tables), of 400,000 of an encyclopaedia and microblogs 21."""
_REMAINS = (
    "not of the script around it, nor likely there: perhaps what is left of a garbled character"
)
_OF_MARKS = [0xE2, 0xE3, 0xEF, 0xEF], [0x80, 0x80, 0xBC, 0xBD]
"""First two bytes of marks of Chinese: quotation marks and dashes, full stops, wide ones."""
_QUESTION = re.compile(r"\?(?!\?)")


def find_remains(view: TextView) -> Iterator[Repair]:
    """Han characters of the other script than those around that hardly ever stand there.

    They may be rare names too: they are not listed as garbled, but left as they are.

    >>> [r.start for r in find_remains(TextView("张祎上\u6aa3申辩，说刘覃父子谋反，朝廷派人查问"))]
    [3]
    """
    if not view.flags & TRADITIONAL or not view.flags & SIMPLIFIED:
        return
    one, two = ((view.classes & flag).nonzero()[0] for flag in (TRADITIONAL, SIMPLIFIED))
    for few, many in (one, two), (two, one):
        if len(many) < FEW:
            continue
        own, other = _near(few, few), _near(few, many)
        strays = few[(own <= FEW) & (other >= np.maximum(FEW, MANY * own))]
        if not len(strays):
            continue
        for place in strays[_strange(view, strays)].tolist():
            yield Repair(place, place + 1, None, 0.5, "garbles.remains", _REMAINS, listed=False)


def _strange(view: TextView, strays: NDArray[np.intp]) -> NDArray[np.bool_]:
    codes = np.concatenate((np.array([10], np.uint32), view.codes, np.array([10], np.uint32)))
    before, here, behind = (codes.take(strays + n) for n in range(3))
    score, beyond = model.pair_score(before, here), model.pair_score(here, behind)
    han_before, han_behind = (_is_han(each) for each in (before, behind))
    likelier = np.maximum(
        (score - model.alone(here)) * han_before, (beyond - model.alone(behind)) * han_behind
    )
    nats = score + np.where(han_behind, beyond, np.minimum(beyond, END))
    strange: NDArray[np.bool_] = (nats < STRANGE) & (likelier < LIKELIER)
    return strange


def _is_han(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return class_table().take(codes, mode="clip") & HAN > 0


def _near(places: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many of the others stand around each place."""
    behind = others.searchsorted(places + AROUND, "right")
    return behind - others.searchsorted(places - AROUND)


def find_cut_marks(view: TextView) -> Iterator[Repair]:
    """Two bytes of a character of UTF-8 read as GBK and a `?` for the third.

    What stood there is told where much was garbled; where little is, or the rest was restored, one
    such character tells nothing.

    >>> [r.start for r in find_cut_marks(TextView("委员知情渠道\u9286?要"))]
    [6]
    """
    text, heads = view.text, _heads()
    found = [match.start() for match in _QUESTION.finditer(text)]
    found = [place for place in found if text[place - 1 : place] in heads]
    message = "UTF-8 bytes read as GBK: of this character one is lost"
    for place, ill in zip(found, ill_before(view, found), strict=True):
        if ill:
            yield Repair(place - 1, place + 1, None, 0.9, "garbles.cut", message)


@cache
def _heads() -> frozenset[str]:
    """Characters of GBK that are the first two bytes of a Han character or a mark in UTF-8."""
    table = pair_table("gbk").reshape(256, 256)
    parts = (table[0xE4:0xEA, 0x80:0xC0].ravel(), table[_OF_MARKS])
    return frozenset(chr(code) for part in parts for code in part.tolist() if code != LOST)


def ill_before(view: TextView, places: Sequence[int]) -> list[bool]:
    """Whether before each place a Han character stands that is unlikely behind the one before it."""
    at = np.array(places, np.intp)
    codes = np.concatenate((np.array([10, 10], np.uint32), view.codes))
    unlikely = model.pair_score(codes.take(at), codes.take(at + 1)) < ILL
    ill: list[bool] = (unlikely & (view.classes.take(at - 1) & HAN > 0) & (at > 0)).tolist()
    return ill
