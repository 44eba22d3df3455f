"""Pinyin notes glued behind characters by mirror sites: 區(q\u016b)委 was 區委."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from zxclean import tables
from zxclean.proposals import EditColumns, Proposal
from zxclean.view import TRADITIONAL, TextView

COMMON = 3500
"""Authors gloss characters their readers may not know; the 3,500 common characters of the 1988
list are known to every reader. The 36 glossed characters of seed 003 rank below 1,600."""

DENSE = 3
"""So many notes that no author writes make a page one whose every fitting note was put there
by a machine; seed 003 has 305."""

# Letters with their tone marks, as one code point or with combining marks; script a and g
# stand in for a and g on pages made with some input methods.
_LETTERS = (
    "a-z\u0251\u0261\u0101\u00e1\u01ce\u00e0\u0113\u00e9\u011b\u00e8\u012b\u00ed\u01d0\u00ec"
    "\u014d\u00f3\u01d2\u00f2\u016b\u00fa\u01d4\u00f9\u00fc\u01d6\u01d8\u01da\u01dc\u00ea"
    "\u0144\u0148\u01f9\u1e3f\u0300\u0301\u0304\u0308\u030c"
)
# The bracket outside of any group lets the search skip from bracket to bracket.
_NOTES = re.compile(rf"\( ?[{_LETTERS}]{{1,9}} ?\)(?:\( ?[{_LETTERS}]{{1,9}} ?\))*")
_NOTE = re.compile(rf"\( ?([{_LETTERS}]{{1,9}}) ?\)")
_PLAIN = str.maketrans("\u0251\u0261", "ag")


class _Found(NamedTuple):
    character: str
    notes: str
    start: int
    end: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Glosses:
    """Removes pinyin notes in brackets that a machine put behind characters.

    A note goes only if its letters are a reading of the character before it, tone mark and
    all, and no author would have written it: the character is a common one in its Traditional
    form and the reading its usual one, or the page has the same note behind every one of
    several characters.
    Notes of authors stay: on rare characters (郫, 邗), on the less usual reading of a
    common one (单 in 单县), and the once-only notes of a textbook.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Glosses(),))("區(q\u016b)委").text == "區委"
    True
    >>> Pipeline((Glosses(),))("郫(p\u00ed)县").changes
    ()
    """

    name: ClassVar[str] = "glosses"

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if "(" not in view.folded:
            return
        found = _find(view)
        if not found:
            return
        always = _always_noted(view, found)
        of_machine = sum(note.certain or note.character in always for note in found)
        chosen = found if of_machine >= DENSE else [note for note in found if note.certain]
        if chosen:
            yield EditColumns(
                np.array([note.start for note in chosen]),
                np.array([note.end for note in chosen]),
                "",
                rule="glosses.pinyin",
                kind="remove",
                message="a pinyin note that names the reading of the character before it",
            )


def _always_noted(view: TextView, found: Sequence[_Found]) -> set[str]:
    """Characters that come several times, with the same note every time."""
    notes: dict[str, list[str]] = {}
    for note in found:
        notes.setdefault(note.character, []).append(note.notes)
    return {
        character
        for character, each in notes.items()
        if len(each) > 1 and len(set(each)) == 1 and view.text.count(character) == len(each)
    }


def _find(view: TextView) -> list[_Found]:
    """Notes whose letters are a reading of the common character before them."""
    found: list[_Found] = []
    text, folded, classes = view.text, view.folded, view.classes
    judged: dict[tuple[str, str], bool | None] = {}
    for notes in _NOTES.finditer(folded):
        place = notes.start() - 1
        if place < 0:
            continue
        key = text[place], notes[0]
        if key not in judged:
            judged[key] = _judge(*key, folded[place], bool(classes[place] & TRADITIONAL))
        certain = judged[key]
        if certain is not None:
            found.append(_Found(*key, notes.start(), notes.end(), certain))
    return found


def _judge(character: str, notes: str, simplified: str, traditional: bool) -> bool | None:
    """Whether no author wrote the notes; `None` where they are not notes on the character."""
    if not 0 < tables.common_rank()[ord(simplified)] <= COMMON:
        return None
    letters = [unicodedata.normalize("NFC", m[1].translate(_PLAIN)) for m in _NOTE.finditer(notes)]
    readings = tables.readings().get(character)
    if readings is None or not readings.issuperset(letters):
        return None
    usual = tables.default_reading(character)
    return traditional and all(reading == usual for reading in letters)
