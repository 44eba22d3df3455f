"""Width of punctuation: narrow marks in Chinese text become wide again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zxclean.brackets import eyes, is_chinese, pair_brackets
from zxclean.garble.unreadable import find_question_runs
from zxclean.neighbours import (
    BRACKET,
    CHINESE,
    JAPANESE,
    UNSURE,
    WIDEN,
    WIDENS,
    Brackets,
    Neighbours,
    Offsets,
    is_inside,
    is_word,
    kind_table,
    look_around,
)
from zxclean.proposals import EditColumns, Proposal, Settling
from zxclean.verbatim import verbatim_spans
from zxclean.view import KANA, NARROW, TextView

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSING = "\u2019\u201d\u300d\u300f"
# A word or number that a Chinese clause ends with; a second word before it is a foreign phrase.
_IN_CLAUSE = re.compile(
    rf"[{_HAN}][,;:!?)\u3001\u3002\u300b\u201d]? ?"
    r"[0-9A-Za-z\u00c0-\u024f.%\u2030\u2103\u00b0+\-_/'*&#\u00b7~\u2013\u2014\u00d7]{0,40}"
    r"[0-9A-Za-z\u00c0-\u024f%\u2030\u2103\u00b0+~\u00b2\u00b3]\Z"
)
_NEXT_CLAUSE = re.compile(rf" ?[0-9A-Za-z.%*+\-]{{1,40}}[{_HAN}]")
_REPLY = re.compile(r"(?:^|[^A-Za-z])(?:re|fw|fwd)\Z", re.IGNORECASE)
_ASKING = re.compile("[吗呢吧么何谁哪几多怎啥否嘛]")
_LOST = re.compile(f"\\?[{_CLOSING}\"']*[,\uff0c\u3001\u3002]")
_EXTRA = re.compile(rf"(?<=[{_HAN}\u201d\u300b)%0-9]),(?=[,\u3001\u3002;](?![,\u3001\u3002;]))")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,200}\]\(")
_FACE = re.compile(r"[:;]-?[DPpoO3](?![0-9A-Za-z])")
_ROLE = re.compile(r":[a-z][\w.+:-]{0,30}:`", re.ASCII)
_STRAIGHT = ('"', "'")
_HINT = r"={}`<\\&\[\"'/("
_WHOLE = r"(?:(?<![/(])|(?<=/)/|(?<=\()\?[:=!P])"
_HINTS = re.compile(f"[{_HINT}]{_WHOLE}")
"""What lines have that may hold code, an address or the like: a sign, two strokes, a group of a
pattern. Begins with a class, so that a search skips to its signs."""
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u052f\uff21-\uff3a\uff41-\uff5a"
_LETTERS = re.compile(f"[{_LETTER}]+")
_TELLS = re.compile(f"[{_HINT}{_LETTER}]{_WHOLE}")
_CALL = 200
"""Code points of the longest call or formula in brackets whose inside is left alone."""

CLASHES = 3
"""So many commas with another mark right behind them, one of which is no comma, are damage of a
mirror site: 能力,、水平,。 had one mark each. Authors double commas, and tables of values do."""

_BETWEEN = 200
"""Code points of the quotation marks, spaces and marks between a mark and its right neighbour that
are read: they can be as long as the text."""

_LATIN_LINE = 5
"""Letters for each Chinese character from which a line is foreign text. Of 1,762 lines with a mark
to widen (seeds, 60 pages, reviews, microblogs), the Chinese ones have up to 1.2, the English 6.8."""

_KANA_LINE = 10
"""A line is Japanese if it has one kana for ten Chinese characters: the Japanese lines of the
tests have four and more, the lines above at most one for 500."""


@dataclass(frozen=True, slots=True)
class Punctuation(Settling):
    """Widens `, ; : ? ! ( )` in Chinese text.

    A mark is widened if a Chinese character or mark stands before it, or behind it where that
    begins a Chinese clause; quotation marks and spaces between are looked through. A plain space
    behind a widened comma goes with it.

    It stays in decimals, times, ratios and other numbers, addresses, code, entries of a
    bibliography, English phrases, formulae, list numbers, faces, lines of Japanese, and lines
    that are mostly Latin. A question mark that stands for a lost character (at the start of a
    line, or before `\\u201d\\u3002`) stays to be seen. `.` and quotation marks are not touched.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Punctuation(),))("至今,3人").text == "至今\\uff0c3人"
    True
    >>> Pipeline((Punctuation(),))("比分3:1, ok").changes
    ()
    """

    name: ClassVar[str] = "punctuation"
    needs_no_second_look: ClassVar[bool] = True
    unmoved_by: ClassVar[frozenset[str]] = frozenset({"body"})

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if not view.flags & NARROW or not view.has_chinese:
            return
        extra = _extra_commas(view)
        if len(extra):
            message = "a comma that a mirror site put before the mark of the text"
            yield EditColumns(extra, extra + 1, "", "punctuation.extra", "remove", message)
        places = (view.classes & NARROW).astype(bool).nonzero()[0]
        brackets, signs = _NO_BRACKETS, _NO_SIGNS
        runs = np.array(find_question_runs(view.text), np.int64).reshape(-1, 2)
        if len(runs):  # of lost characters: the marks are all that is left of them
            places = places[
                runs[:, 0].searchsorted(places, "right") == runs[:, 1].searchsorted(places, "right")
            ]
        if "(" in view.text or ")" in view.text:
            is_mark = kind_table().take(view.codes.take(places)) != BRACKET
            brackets, signs = _widened_brackets(view, places[~is_mark])
            places = places[is_mark]
        chosen = _widened_marks(view, places, brackets, signs) if len(places) else places
        if len(brackets.widened):
            chosen = np.concatenate((chosen, brackets.widened))
            chosen.sort()
        if len(extra):
            chosen = chosen[~np.isin(chosen, extra)]
        if len(chosen):
            chosen = _in_prose(view, chosen)
        if not len(chosen):
            return
        codes = view.codes.take(chosen)
        wide = codes + np.uint32(WIDEN)
        message = "a narrow mark in Chinese text"
        yield EditColumns(chosen, chosen + 1, wide, "punctuation.width", "convert", message)
        spaces = _loose_spaces(view, chosen[codes == ord(",")])
        if len(spaces):
            message = "a wide comma needs no space behind it"
            yield EditColumns(spaces, spaces + 1, "", "punctuation.space", "remove", message)


_NO_BRACKETS = Brackets(np.zeros(0, np.int64), np.zeros(0, np.int64))
_NO_SIGNS: list[tuple[int, int]] = []


def _extra_commas(view: TextView) -> Offsets:
    """Commas with a mark of the text right behind them, on pages that have them throughout."""
    folded = view.folded
    found: list[int] = []
    if ",\u3002" in folded or ",\u3001" in folded:
        found = [match.start() for match in _EXTRA.finditer(folded)]
    return np.array(found if len(found) >= CLASHES else [], np.int64)


def _widened_brackets(view: TextView, narrow: Offsets) -> tuple[Brackets, list[tuple[int, int]]]:
    """Narrow brackets, those to widen among them, and stretches that are faces or calls."""
    text = view.text
    places = narrow.tolist()
    wide = [*_places(text, "\uff08"), *_places(text, "\uff09")]
    if wide:
        places = sorted(places + wide)
    lines = view.newlines.searchsorted(places)
    widened: list[int] = []
    signs: list[tuple[int, int]] = []
    for pair in pair_brackets(text, places, lines.tolist()):
        found = [place for place in pair if place >= 0 and text[place] in "()"]
        if not found:
            continue
        face = eyes(text, pair)
        if face >= 0:
            signs.append((face, face + 1))
        elif is_chinese(text, pair):
            widened += found
        elif 0 <= pair.open < pair.close <= pair.open + _CALL:
            signs.append(pair)
    widened.sort()
    return Brackets(narrow, np.array(widened, np.int64)), signs


def _places(text: str, char: str) -> Iterator[int]:
    place = text.find(char)
    while place >= 0:
        yield place
        place = text.find(char, place + 1)


def _widened_marks(
    view: TextView, marks: Offsets, brackets: Brackets, signs: list[tuple[int, int]]
) -> Offsets:
    """Those of the five marks that have Chinese neighbours."""
    chosen: list[int] = []
    for place, near in zip(marks.tolist(), look_around(view, marks, brackets), strict=True):
        widens = near.verdict == WIDENS
        if near.verdict >= UNSURE:
            widens = near.verdict != UNSURE or _ends_clause(view, place, near)
            widens = widens and not _is_sign(view, place)
        if widens:
            chosen.append(place)
    places = np.array(chosen, np.int64)
    if signs:
        places = places[~is_inside(places, *np.sort(np.array(signs, np.int64), axis=0).T)]
    return places


def _ends_clause(view: TextView, place: int, near: Neighbours) -> bool:
    """Whether a mark behind a foreign word or a number belongs to Chinese text."""
    left, right, before_clause = place - near.left, place + near.right, near.before_clause
    folded = view.folded
    mark = folded[place]
    between = view.text[place + 1 : min(right, place + _BETWEEN)]
    closes = between != "" and between[0] in _CLOSING
    if before_clause and mark in ",;:" and not closes and " " not in between:
        return mark != ":" or not _REPLY.search(folded, max(0, place - 4), place)
    if not _IN_CLAUSE.search(folded, max(0, left - 43), left + 1):
        return False
    if before_clause or closes or right >= len(folded) or folded[right] == "\n":
        return True
    return bool(_NEXT_CLAUSE.match(folded, place + 1))


def _is_sign(view: TextView, place: int) -> bool:
    """Whether a mark stands for a lost character, or is a sign of code or the eyes of a face."""
    text = view.text
    mark, before, after = text[place], text[max(0, place - 1) : place], text[place + 1 : place + 2]
    if mark == ",":
        return False
    named = after == "_" or (after.isascii() and after.isalnum())
    if mark in ":;":
        if mark in (before, after) or (named and before in _STRAIGHT and _opens(text, place - 1)):
            return True
        return before == " " and bool(_FACE.match(text, place) or _ROLE.match(text, place))
    if mark == "!":
        if after == "=" or before == "#" or (named and before == " "):
            return True
        return after == "[" and bool(_IMAGE.match(text, place))
    if _LOST.match(text, place):
        return True
    if before.isspace() and after not in "?\uff1f" and not after.isspace():
        return True
    if after.isascii() and after.isalnum():
        return not _ASKING.search(view.folded, max(0, place - 20), place)
    return False


def _opens(text: str, place: int) -> bool:
    """Whether a straight quotation mark is an opening one: an even number stands before it."""
    return text.count(text[place], text.rfind("\n", 0, place) + 1, place) % 2 == 0


def _loose_spaces(view: TextView, commas: Offsets) -> Offsets:
    """Single plain spaces behind commas, with a word or a quotation behind them."""
    spaces: Offsets = (commas + 1)[view.codes.take(commas + 1, mode="clip") == ord(" ")]
    if not len(spaces):
        return spaces
    spaces = spaces[spaces < len(view.codes) - 1]
    second = kind_table().take(view.codes.take(spaces + 1))
    loose: Offsets = spaces[is_word(second)]
    return loose


def _in_prose(view: TextView, chosen: Offsets) -> Offsets:
    """The chosen marks without those in code, addresses and foreign lines."""
    text, places, has_kana = view.text, chosen.tolist(), view.flags & KANA
    kept: list[int] = []
    end = row = 0
    while row < len(places):
        place = places[row]
        first = text.rfind("\n", end, place) + 1 or end
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        behind = row + 1
        while behind < len(places) and places[behind] < end:
            behind += 1
        if has_kana or _TELLS.search(text, first, end):
            kept += _in_line(view, places[row:behind], first, end)
        else:
            kept += places[row:behind]
        row = behind
    return chosen if len(kept) == len(places) else np.array(kept, np.int64)


def _in_line(view: TextView, places: list[int], first: int, end: int) -> list[int]:
    """The same for the marks of the line `[first, end)`."""
    text = view.text
    letters = sum(map(len, _LETTERS.findall(text, first, end)))
    if _HINTS.search(text, first, end):
        spans: list[tuple[int, int]] = []
        for start, stop in _merged(verbatim_spans(text[first:end])):
            letters -= sum(map(len, _LETTERS.findall(text, first + start, first + stop)))
            spans.append((first + start, first + stop))
        places = _outside(places, spans)
    if letters > _LATIN_LINE or view.flags & KANA:
        kinds = kind_table().take(view.codes[first:end]).tobytes()
        chinese, kana = kinds.count(CHINESE), kinds.count(JAPANESE)
        if letters > _LATIN_LINE * max(chinese, 1) or kana * _KANA_LINE > chinese:
            return []
    return places


def _outside(places: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """Those of sorted places that are in none of sorted stretches."""
    kept: list[int] = []
    following = iter([*spans, (places[-1] + 1, places[-1] + 1)])
    start, end = next(following)
    for place in places:
        while end <= place:
            start, end = next(following)
        if place < start:
            kept.append(place)
    return kept


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same stretches, sorted, with those that overlap as one."""
    first = last = 0
    for start, end in sorted(spans):
        if start > last:
            if first < last:
                yield first, last
            first = start
        last = max(last, end)
    if first < last:
        yield first, last
