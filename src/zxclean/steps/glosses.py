"""Pinyin notes glued behind characters by mirror sites: 區(q\u016b)委 was 區委."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zxclean import tables
from zxclean.proposals import EditColumns, Proposal
from zxclean.view import TextView

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
_OPENING = re.compile(rf"\(\s?[{_LETTERS}\uff41-\uff5a]")
_WIDE_OPENING = re.compile(rf"\uff08\s?[{_LETTERS}\uff41-\uff5a]")
_PLAIN = str.maketrans("\u0251\u0261", "ag")


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
        if not _may_have_notes(view.text):
            return
        starts, ends, pieces, judged = _find(view)
        certain = [judged[piece] is True for piece in pieces]
        if sum(certain) < DENSE:
            always = _always_noted(view.text, pieces)
            machine = [sure or piece in always for sure, piece in zip(certain, pieces, strict=True)]
            if sum(machine) < DENSE:
                starts = [start for start, sure in zip(starts, certain, strict=True) if sure]
                ends = [end for end, sure in zip(ends, certain, strict=True) if sure]
        if starts:
            yield EditColumns(
                np.array(starts),
                np.array(ends),
                "",
                rule="glosses.pinyin",
                kind="remove",
                message="a pinyin note that names the reading of the character before it",
            )


def _may_have_notes(text: str) -> bool:
    """Whether an opening bracket of either width stands before a letter, or a space and one."""
    # A search for one character is many times faster than one for a pattern.
    return ("(" in text and _OPENING.search(text) is not None) or (
        "\uff08" in text and _WIDE_OPENING.search(text) is not None
    )


def _always_noted(text: str, pieces: Sequence[str]) -> set[str]:
    """Pieces whose character comes several times, with the same note every time."""
    return {
        piece
        for piece, times in Counter(pieces).items()
        if times > 1 and text.count(piece[0]) == times
    }


def _find(view: TextView) -> tuple[list[int], list[int], list[str], dict[str, bool | None]]:
    """Notes whose letters are a reading of the common character before them.

    Start and end of each, the piece of text of its character and itself, and for each such
    piece whether no author wrote it (`None`: they are no notes on their character).
    """
    text, folded = view.text, view.folded
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    judged: dict[str, bool | None] = {}
    for notes in _NOTES.finditer(folded, 1):
        start, end = notes.span()
        piece = text[start - 1 : end]
        if piece not in judged:
            judged[piece] = _judge(piece[0], folded[start - 1 : end])
        if judged[piece] is not None:
            starts.append(start)
            ends.append(end)
            pieces.append(piece)
    return starts, ends, pieces, judged


def _judge(character: str, piece: str) -> bool | None:
    """Whether no author wrote the notes; `None` where they are not notes on the character."""
    if not 0 < tables.common_rank().item(ord(piece[0])) <= COMMON:
        return None
    readings = tables.readings().listed(character)
    if not readings:
        return None
    # One note is what stands in the brackets: a pattern takes longer to find it.
    notes = [piece[2:-1].strip(" ")] if piece.count("(") == 1 else _NOTE.findall(piece, 1)
    letters = [unicodedata.normalize("NFC", note.translate(_PLAIN)) for note in notes]
    if not all(letter in readings for letter in letters):
        return None
    traditional = tables.traditional_only().item(ord(character))
    return traditional and all(letter == readings[0] for letter in letters)
