"""Characters that are variants below script: radicals, compatibility and private characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from zxclean import conversion, tables
from zxclean.near import judge_at
from zxclean.proposals import EditColumns, Late, Mark, Proposal, Settling
from zxclean.scripts import judge, majority
from zxclean.view import VARIANT, TextView

_KINDS = ("radical", "compatibility", "japanese", "form", "private", "mark")
_FORMS = ("japanese", "form", "mark")
_JAPANESE, _FORM, _MARK = (1 + _KINDS.index(kind) for kind in _FORMS)

_MESSAGES = {
    "radical": "a radical that a PDF gave for the character it looks like",
    "compatibility": "a compatibility ideograph written as the unified one",
    "japanese": "the Japanese form of a character in a Chinese sentence",
    "form": "an old or Korean form with a code point of its own",
    "mark": "a small or half-width form of a mark",
    "private": "a private character of old GBK fonts, by GB 18030 of 2022",
}
_UNKNOWN = "a private character: what it means depends on a font the text does not name"


@dataclass(frozen=True, slots=True)
class Variants(Settling):
    """Writes variants below script as the characters they stand for.

    Kangxi and other radicals and CJK compatibility ideographs, as PDFs give them, become unified
    ideographs, the private characters of GBK fonts what GB 18030 has for them since. With `forms`
    old and Korean forms (眞 for 真) are written as both scripts write them, and Japanese ones
    (気 for 气) in Chinese stretches as the stretch's script does; Japanese and Korean stretches
    keep theirs. Small and half-width forms of marks become plain ones there. A variation selector behind a character that changes goes with it. Private
    characters nobody can know are reported and left.

    Source of the tables: Unicode (NFKC, EquivalentUnifiedIdeograph), OpenCC's JPVariants, GB 18030.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Variants(),))("\u2f32部读気象").text
    '干部读气象'
    """

    forms: bool = True
    name: ClassVar[str] = "variants"
    needs_no_second_look: ClassVar[bool] = True
    unmoved_by: ClassVar[frozenset[str]] = frozenset({"body"})

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if not view.flags & VARIANT or not view.has_chinese:
            return
        kinds, targets = _table()
        places = (view.classes & VARIANT).nonzero()[0]
        codes = view.codes.take(places)
        kind_of, written = kinds.take(codes), targets.take(codes)
        yield from self._unknown(places[kind_of == 0])
        if self.forms and _is_form(kind_of).any():
            written = _in_script(view, places, kind_of, written)
        if (kind_of == _MARK).any():
            written = np.where((kind_of == _MARK) & ~_marks_text(view, places), codes, written)
        for number, kind in enumerate(_KINDS, 1):
            if kind in _FORMS and not self.forms:
                continue
            chosen = (kind_of == number) & (written != codes)
            if chosen.any():
                yield from _edits(view, places[chosen], written[chosen], kind)

    def _unknown(self, places: NDArray[np.intp]) -> Iterator[Late]:
        if len(places):
            yield Late(lambda: _runs(places))


def _runs(places: NDArray[np.intp]) -> list[Mark]:
    """A mark for each run of neighbours."""
    borders = (np.diff(places) > 1).nonzero()[0] + 1
    return [
        Mark(int(run[0]), int(run[-1]) + 1, "variants.unknown", _UNKNOWN, 0.0)
        for run in np.split(places, borders)
    ]


_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_MARKS = re.compile(
    rf"(?<=[{_HAN}\u201d\u300b\uff09])[\ufe50\ufe51\ufe54-\ufe57\uff61\uff64]"
    rf"(?=[{_HAN}\u201c\u201d\u300a\u300c\s0-9A-Za-z]|$)"
    rf"|[\ufe59\ufe5d\uff62](?=[{_HAN}])|(?<=[{_HAN}])[\ufe5a\ufe5e\uff63]"
)


def _marks_text(view: TextView, places: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which of the places are marks of a Chinese text: faces are made of them too."""
    return np.isin(places, [mark.start() for mark in _MARKS.finditer(view.text)])


def _in_script(
    view: TextView,
    places: NDArray[np.intp],
    kind_of: NDArray[np.uint8],
    written: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    """Traditional forms for Japanese ones, Simplified ones in Simplified; both stay elsewhere."""
    main = majority(view)
    near = judge_at(view, places, main)
    if near is not None:
        in_simplified, in_language = near.simplified, near.foreign
    else:
        judged = judge(view.codes, view.classes, main)
        in_simplified, in_language = judged.simplified.take(places), judged.foreign.take(places)
    japanese = kind_of == _JAPANESE
    simple = tables.char_table("t2s").take(written)
    written = np.where(japanese & in_simplified, simple, written)
    in_language = in_language & _is_form(kind_of)
    return np.where(in_language, view.codes.take(places), written)


def _is_form(kind_of: NDArray[np.uint8]) -> NDArray[np.bool_]:
    forms: NDArray[np.bool_] = (kind_of == _JAPANESE) | (kind_of == _FORM) | (kind_of == _MARK)
    return forms


def _edits(
    view: TextView, places: NDArray[np.intp], written: NDArray[np.uint32], kind: str
) -> Iterator[EditColumns]:
    rule, message = f"variants.{kind}", _MESSAGES[kind]
    yield EditColumns(places, places + 1, written, rule, "replace", message)
    selectors = places[conversion.is_selector(view.codes.take(places + 1, mode="clip"))] + 1
    selectors = selectors[selectors < len(view.text)]
    if len(selectors):
        message = "a variation selector means nothing behind another character"
        yield EditColumns(selectors, selectors + 1, "", "variants.selector", "remove", message)


@cache
def _table() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Kind (from 1) and target of every code point."""
    kinds = np.zeros(0x110000, np.uint8)
    targets = np.arange(0x110000, dtype=np.uint32)
    variants = tables.variants()
    for number, kind in enumerate(_KINDS, 1):
        sources = list(map(ord, variants[kind]))
        kinds[sources] = number
        targets[sources] = list(map(ord, variants[kind].values()))
    kinds.setflags(write=False)
    targets.setflags(write=False)
    return kinds, targets
