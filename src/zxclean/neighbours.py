"""What stands around the narrow marks of Chinese text, and what it says about their width."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.view import DIGIT, HAN, KANA, LATIN, MARK, SPACE, TextView, class_table

Kinds: TypeAlias = NDArray[np.uint8]
Offsets: TypeAlias = NDArray[np.int64]

# Kinds of characters. Those from _SPACE on are looked through when the neighbours of a mark are
# sought; so are the five marks in either width, which makes every answer the same before and after
# widening.
_OTHER, _BREAK, CHINESE, _WIDE_BRACKET, LETTER, _DIGIT, _PERCENT, JAPANESE, BRACKET = range(9)
BLANK, _QUOTE, _STRAIGHT = range(16, 19)
MARKS, _WIDE_MARKS = 24, 32
_COMMA, _SEMICOLON, _COLON, _QUESTION, _EXCLAMATION = range(MARKS, MARKS + 5)

WIDEN = ord("\uff0c") - ord(",")

STAYS, WIDENS, UNSURE, MAY_BE_SIGN, _TOO_NEAR = range(5)
"""What the neighbours of a mark say: the words around an unsure one decide, and a mark that would
widen may be part of a face or of code, or stand for a lost character."""

_NEAR, _FAR = 3, 60
"""Where neighbours are looked for first, and where those of the few that have none so near."""

_FEW = 64
"""Marks for which it is cheaper to look so far than to sort out the whole text."""


class Brackets(NamedTuple):
    """Offsets of the narrow brackets, and of those of them that are widened; both sorted."""

    narrow: Offsets
    widened: Offsets


class Neighbours(msgspec.Struct, frozen=True, gc=False):
    """What the neighbours of a mark say, how many code points off they are, whether Chinese
    follows.
    """

    verdict: int
    left: int
    right: int
    before_clause: bool


@cache
def kind_table() -> Kinds:
    """The kind of every code point, shape `(0x110000,)`."""
    classes = class_table()
    table = np.zeros(len(classes), np.uint8)
    table[(classes & (HAN | MARK)) != 0] = CHINESE
    table[(classes & LATIN) != 0] = LETTER
    table[(classes & DIGIT) != 0] = _DIGIT
    table[(classes & KANA) != 0] = JAPANESE
    table[(classes & SPACE) != 0] = BLANK
    table[0x370:0x530] = LETTER  # Greek and Cyrillic
    for kind, chars in (
        (_OTHER, "\uff0a\uff0f\uff3c\uff3f"),
        (_PERCENT, "%\u2030\u2103"),
        (_QUOTE, "\u2018\u2019\u201c\u201d\u300c\u300d\u300e\u300f\u2014\u2026~"),
        (_STRAIGHT, "\"'"),
        (BRACKET, "()"),
        (_WIDE_BRACKET, "\uff08\uff09"),
        (_BREAK, "\n"),
    ):
        table[[ord(char) for char in chars]] = kind
    for index, char in enumerate(",;:?!"):
        table[ord(char)] = MARKS + index
        table[ord(char) + WIDEN] = _WIDE_MARKS + index
    table.setflags(write=False)
    return table


def is_word(kinds: Kinds) -> NDArray[np.bool_]:
    """Whether characters are words or quotation marks: no marks, spaces or line ends."""
    words: NDArray[np.bool_] = (kinds < MARKS) & (kinds != BLANK) & (kinds != _BREAK)
    return words


def look_around(view: TextView, marks: Offsets, brackets: Brackets) -> list[Neighbours]:
    """What the neighbours of `, ; : ? !` say about them.

    `marks` are sorted offsets of such marks, at least one.
    """
    kinds = _kinds_around(view, marks, brackets, _NEAR)
    width = 2 * _NEAR + 1
    windows = kinds.tobytes()
    found = [_read(windows[start : start + width]) for start in range(0, len(windows), width)]
    far = [row for row, neighbours in enumerate(found) if neighbours.verdict == _TOO_NEAR]
    if far:
        read = _read_far if len(far) > _FEW else _read_farther
        for row, neighbours in zip(far, read(view, marks[far], brackets), strict=True):
            found[row] = neighbours
    return found


def _kinds_around(view: TextView, marks: Offsets, brackets: Brackets, side: int) -> Kinds:
    """Kinds of the characters up to `side` away, a row for each mark; line ends around the text.

    Narrow brackets are what they become.
    """
    places = marks[:, None] + np.arange(-side, side + 1)
    kinds: Kinds = kind_table().take(view.codes.take(places, mode="clip"))
    length = len(view.text)
    if marks[0] < side or marks[-1] + side >= length:
        kinds[(places < 0) | (places >= length)] = _BREAK
    if len(brackets.narrow):
        _settle(brackets, kinds, places)
    return kinds


def _settle(brackets: Brackets, kinds: Kinds, places: Offsets) -> None:
    """Writes to `kinds`, those of `places`, what becomes of narrow brackets."""
    rows = (kinds == BRACKET).nonzero()
    if len(rows[0]):
        widened = set(brackets.widened.tolist())
        kinds[rows] = [
            _WIDE_BRACKET if place in widened else _OTHER for place in places[rows].tolist()
        ]


@lru_cache(maxsize=1 << 14)
def _read(window: bytes) -> Neighbours:
    """What the kinds of the characters around a mark, the one in the middle, say about it."""
    middle = len(window) // 2
    left, right = middle - 1, middle + 1
    while left >= 0 and window[left] >= BLANK:
        left -= 1
    while right < len(window) and window[right] >= BLANK:
        right += 1
    if left < 0 or right == len(window):
        return Neighbours(_TOO_NEAR, 0, 0, False)
    ends = bytes((window[left], window[right]))
    verdict, before_clause = _judge(window[middle - 1 : middle + 3] + ends)
    return Neighbours(verdict, middle - left, right - middle, before_clause)


@lru_cache(maxsize=1 << 14)
def _judge(kinds: bytes) -> tuple[int, bool]:
    """The verdict on a mark, and whether Chinese follows.

    `kinds` are those of what stands right before it, of itself, of the two behind it, and of the
    neighbours before and after.
    """
    previous, mark, following, second, before, after = kinds
    before_chinese = after in (CHINESE, _WIDE_BRACKET)
    pauses = mark <= _COLON
    # "a":"b" is data.
    is_key = previous == _STRAIGHT and (
        following == _STRAIGHT or (following == BLANK and second == _STRAIGHT)
    )
    verdict = STAYS
    if not is_key and (
        before in (CHINESE, _WIDE_BRACKET)
        or (
            before_chinese
            and (
                (pauses and before == _DIGIT)
                or (mark != _QUESTION and before in (_OTHER, _PERCENT))
                or (mark == _COMMA and before == _BREAK and following == CHINESE)
            )
        )
    ):
        may_be_sign = mark >= _QUESTION or (mark != _COMMA and previous in (BLANK, _STRAIGHT))
        may_be_sign |= mark == _COLON and _COLON in (previous, following)
        verdict = MAY_BE_SIGN if may_be_sign else WIDENS
    elif before in (LETTER, _DIGIT, _PERCENT, _OTHER) and (
        before_chinese or after == _BREAK or following == _QUOTE or (before == _PERCENT and pauses)
    ):
        # Where the left neighbour is foreign, the words around decide.
        verdict = UNSURE
    return verdict, before_chinese


def _read_farther(view: TextView, marks: Offsets, brackets: Brackets) -> list[Neighbours]:
    """What neighbours that are not near say about a few marks."""
    kinds = _kinds_around(view, marks, brackets, _FAR)
    found = [_read.__wrapped__(row.tobytes()) for row in kinds]
    if any(neighbours.verdict == _TOO_NEAR for neighbours in found):
        return _read_far(view, marks, brackets)
    return found


def _read_far(view: TextView, marks: Offsets, brackets: Brackets) -> list[Neighbours]:
    """What neighbours anywhere say about marks, in one pass over the text."""
    kinds = kind_table().take(view.codes)
    if len(brackets.narrow):
        kinds[brackets.narrow] = _OTHER
        kinds[brackets.widened] = _WIDE_BRACKET
    ends = np.full(2, _BREAK, np.uint8)
    kinds = np.concatenate((ends, kinds, ends))
    core = (kinds < BLANK).nonzero()[0]
    marks = marks + len(ends)
    rank = core.searchsorted(marks)
    left, right = core[rank - 1], core[rank]
    around = (marks - 1, marks, marks + 1, marks + 2, left, right)
    windows = np.stack([kinds[places] for places in around], axis=1).tobytes()
    judged = [_judge(windows[start : start + 6]) for start in range(0, len(windows), 6)]
    distances = (marks - left).tolist(), (right - marks).tolist()
    return [
        Neighbours(verdict, before, behind, before_clause)
        for (verdict, before_clause), before, behind in zip(judged, *distances, strict=True)
    ]


def is_inside(places: Offsets, opened: Offsets, closed: Offsets) -> NDArray[np.bool_]:
    """Whether each place is in a span; starts and ends of the spans are sorted."""
    depth = opened.searchsorted(places, "right") - closed.searchsorted(places, "right")
    inside: NDArray[np.bool_] = depth > 0
    return inside
