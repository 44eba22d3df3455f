"""Pinyin notes glued behind characters by mirror sites: 區(q\u016b)委 was 區委."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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

REPEATED = 8
"""So many characters with the note of their usual reading two times or more make a page one of a
machine, though other places of them have none: an author notes the first place of a character, or
each, and repeats none but readings that are not the usual one (夫(fú) in a commentary)."""

THICK = 20
"""Among so many notes of a machine those on rare characters are its own too; fewer leave
room for the one an author wrote."""

TONELESS = 6
"""So many characters with a note that lacks its tone, in running text, make a page one of a machine.
Authors drop tones in names of two syllables (Zhang San) and in lists of words to be learnt, whose
notes stand before marks. Two mirror pages have 26 such characters in 200 and 30 in 130."""

RUNNING = 0.5
"""The least share of notes without tones that stand before another character, and the largest that
follow another note, as they do where every character is read out: 录像(xiang)看完(wan)后(hou)."""

_TONELESS, _RARE, _FITTING, _USUAL, _CERTAIN = range(5)

# Letters with their tone marks, as one code point or with combining marks; script a and g
# stand in for a and g on pages made with some input methods.
_LETTERS = (
    "a-z\u0251\u0261\u0101\u00e1\u01ce\u00e0\u0113\u00e9\u011b\u00e8\u012b\u00ed\u01d0\u00ec"
    "\u014d\u00f3\u01d2\u00f2\u016b\u00fa\u01d4\u00f9\u00fc\u01d6\u01d8\u01da\u01dc\u00ea"
    "\u0144\u0148\u01f9\u1e3f\u0300\u0301\u0304\u0308\u030c"
)
# The bracket outside of any group lets the search skip from bracket to bracket.
_NOTES = re.compile(rf"\( ?[{_LETTERS}]{{1,9}}[1-5]? ?\)(?:\( ?[{_LETTERS}]{{1,9}}[1-5]? ?\))*")
_NOTE = re.compile(rf"\( ?([{_LETTERS}]{{1,9}}[1-5]?) ?\)")
_TONES = re.compile("[\u0300\u0301\u0304\u030c1-5]")
_OPENING = re.compile(rf"\(\s?[{_LETTERS}\uff41-\uff5a]")
_WIDE_OPENING = re.compile(rf"\uff08\s?[{_LETTERS}\uff41-\uff5a]")
_PLAIN = str.maketrans("\u0251\u0261", "ag")


@dataclass(frozen=True, slots=True)
class Glosses:
    """Removes pinyin notes in brackets that a machine put behind characters.

    A note goes only if its letters are a reading of the character before it, tone mark and
    all, and no author would have written it: the character is a common one in its Traditional
    form and the reading its usual one, or the page has the same note again and again behind
    several characters. Where it has very many, notes on rare characters go with them.
    Notes without tones go where several characters have them amid the text.
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
        least = _least_sign(view.text, pieces, judged)
        if _are_toneless(view.folded, starts, ends, pieces, judged):
            least = _TONELESS
        kept = [k for k, piece in enumerate(pieces) if judged[piece] >= least]
        if kept:
            yield EditColumns(
                np.array(starts)[kept],
                np.array(ends)[kept],
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


def _least_sign(text: str, pieces: Sequence[str], judged: Mapping[str, int]) -> int:
    """The least sign that a note of this text needs to be a machine's."""
    times = Counter(piece for piece in pieces if judged[piece] > _RARE)
    sure = sum(count for piece, count in times.items() if judged[piece] == _CERTAIN)
    if sure < DENSE:
        more = [piece for piece, count in times.items() if count > 1]
        always = {piece for piece in more if text.count(piece[0]) == times[piece]}
        machine = sum(
            count for piece, count in times.items() if judged[piece] == _CERTAIN or piece in always
        )
        notes_of = Counter(piece[0] for piece in times)
        repeated = [p for p in more if judged[p] >= _USUAL and notes_of[p[0]] == 1]
        if machine < DENSE and len(repeated) < REPEATED:
            return _CERTAIN
    return _RARE if times.total() >= THICK else _FITTING


def _are_toneless(
    folded: str,
    starts: Sequence[int],
    ends: Sequence[int],
    pieces: Sequence[str],
    judged: Mapping[str, int],
) -> bool:
    """Whether a machine put notes without tones into the running text."""
    loose = [k for k, piece in enumerate(pieces) if judged[piece] == _TONELESS]
    if len({pieces[k][0] for k in loose}) < TONELESS:
        return False
    inside = sum(bool(_IS_HAN.match(folded, ends[k])) for k in loose)
    behind = {end + 1 for end in ends}
    read_out = sum(starts[k] in behind for k in loose)
    return inside >= RUNNING * len(loose) >= read_out


_IS_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]")


def _find(view: TextView) -> tuple[list[int], list[int], list[str], dict[str, int]]:
    """Notes whose letters are a reading of the character before them.

    Start and end of each, the piece of text of its character and itself, and for each such
    piece how surely a machine wrote it.
    """
    text, folded = view.text, view.folded
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    judged: dict[str, int] = {}
    for notes in _NOTES.finditer(folded, 1):
        start, end = notes.span()
        piece = text[start - 1 : end]
        if piece not in judged:
            judged[piece] = _judge(piece[0], folded[start - 1 : end])
        if judged[piece] >= 0:
            starts.append(start)
            ends.append(end)
            pieces.append(piece)
    return starts, ends, pieces, judged


def _judge(character: str, piece: str) -> int:
    """How surely a machine wrote the notes; -1 where they are no notes on the character."""
    readings = tables.readings().listed(character)
    if not readings:
        return -1
    # One note is what stands in the brackets: a pattern takes longer to find it.
    notes = [piece[2:-1].strip(" ")] if piece.count("(") == 1 else _NOTE.findall(piece, 1)
    letters = [unicodedata.normalize("NFC", note.translate(_PLAIN)) for note in notes]
    rare = not 0 < tables.common_rank().item(ord(piece[0])) <= COMMON
    if not all(letter in readings for letter in letters):
        plain = {_without_tone(reading) for reading in readings}
        fits = not rare and all(_without_tone(letter) in plain for letter in letters)
        return _TONELESS if fits and not any(map(_TONE.search, letters)) else -1
    if rare:
        return _RARE
    if any(letter != readings[0] for letter in letters):
        return _FITTING
    return _CERTAIN if tables.traditional_only().item(ord(character)) else _USUAL


def _without_tone(letters: str) -> str:
    plain = _TONES.sub("", unicodedata.normalize("NFD", letters))
    return plain.replace("u\u0308", "v")


_TONE = re.compile("[^a-z1-5\u00fc]")
