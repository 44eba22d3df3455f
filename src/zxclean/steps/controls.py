"""Control characters, line ends and invisible format characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from zxclean.proposals import EditColumns, Proposal, Settling
from zxclean.view import UNSEEN, TextView

_CONTROL, _RETURN, _LINE_END, _SEPARATOR, _SPACE, _INVISIBLE = (1 << bit for bit in range(6))
_LINE_BREAK = _RETURN | _LINE_END | _SEPARATOR

_KINDS = {
    _CONTROL: ((0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F)),
    _RETURN: ((0x0D, 0x0D),),
    _LINE_END: ((0x0B, 0x0C), (0x85, 0x85)),
    _SEPARATOR: ((0x2028, 0x2029),),
    # GBK A3A0 and its neighbours, an indent or a space on Chinese pages, came out of old tables
    # as three private characters; U+00A0 is what an HTML no-break space becomes.
    _SPACE: ((0xA0, 0xA0), (0xE5CE, 0xE5CE), (0xE5E4, 0xE5E5)),
    _INVISIBLE: (
        (0xAD, 0xAD),  # soft hyphen
        (0x061C, 0x061C),  # direction marks: here, U+200E, U+200F, U+202A to E, U+2066 to 9
        (0x115F, 0x1160),  # Hangul fillers: here, U+3164, U+FFA0
        (0x180E, 0x180E),
        (0x200B, 0x200F),  # zero-width space and joiners
        (0x202A, 0x202E),
        (0x2060, 0x2064),  # word joiner, invisible operators
        (0x2066, 0x206F),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),  # variation selectors: here and U+E0100 to U+E01EF
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
        (0xFFF9, 0xFFFB),  # interlinear annotation
        (0xE0001, 0xE0001),  # tags
        (0xE0020, 0xE007F),
        (0xE0100, 0xE01EF),
    ),
}

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_MONGOLIAN = re.compile("[\u1800-\u18af]")
# Scripts that shape their letters by joiners: Arabic to Malayalam, Sinhala, Tibetan, Myanmar,
# Khmer, Mongolian, and the presentation forms of Arabic.
_JOINED = re.compile("[\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
# Scripts without spaces, where a zero-width space parts words: Thai, Lao, Myanmar, Khmer.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_EMOJI = re.compile(
    "[#*0-9\u00a9\u00ae\u203c\u2049\u20e3\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2"
    "\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_TAG_OR_FLAG = re.compile("[\U000e0020-\U000e007f\U0001f3f4]")


@dataclass(frozen=True, slots=True)
class Controls(Settling):
    """Turns line ends to line feeds and removes control and invisible characters.

    Line ends are CR LF, CR, VT, FF, U+0085, and in Chinese text U+2028 and U+2029. Control
    characters (category Cc) but tab and line feed are removed. In text with a Chinese character
    no-break spaces and the private characters of GBK A3A0 become plain spaces, and invisible
    characters go unless they mean something: joiners and variation selectors in emoji, selectors
    behind Chinese characters, joiners between letters of Arabic or Indic scripts, zero-width
    spaces between Thai or Khmer letters, direction marks in a line with right-to-left letters,
    soft hyphens inside Latin words, fillers beside Hangul.

    Text without a Chinese character keeps everything but control characters. U+3000 and the
    other visible spaces stay: they are headline gaps and indents.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Controls(),))("\\ufeff区\\u200b委\\r\\n").text
    '区委\\n'
    """

    name: ClassVar[str] = "controls"
    # Without its C1 controls, text read as Latin-1 may be restored in parts.
    unsettling: ClassVar[tuple[str, ...]] = ("controls.control",)

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if not view.flags & UNSEEN:
            return
        places = (view.classes & UNSEEN).astype(bool).nonzero()[0]
        kinds = _kind_table().take(view.codes.take(places))
        present = int(np.bitwise_or.reduce(kinds))
        if present & _LINE_BREAK:
            yield from _line_ends(view, places, kinds)
        if present & _CONTROL:
            controls = places[kinds == _CONTROL]
            message = "control characters are no part of a text"
            yield EditColumns(controls, controls + 1, "", "controls.control", "remove", message)
        if not view.has_chinese:
            return
        if present & _SPACE:
            spaces = places if present == _SPACE else places[kinds == _SPACE]
            message = "it stands for a plain space"
            yield EditColumns(spaces, spaces + 1, " ", "controls.space", message=message)
        if present & _INVISIBLE:
            breaks = view.newlines
            if present & _LINE_BREAK:
                breaks = np.union1d(breaks, places[(kinds & _LINE_BREAK) != 0])
            removed = _meaningless(view.text, places[kinds == _INVISIBLE], breaks)
            message = "an invisible character that means nothing here"
            yield EditColumns(removed, removed + 1, "", "controls.invisible", "remove", message)


@cache
def _kind_table() -> NDArray[np.uint8]:
    table = np.zeros(0x110000, np.uint8)
    for kind, ranges in _KINDS.items():
        for first, last in ranges:
            table[first : last + 1] = kind
    table.setflags(write=False)
    return table


def _line_ends(
    view: TextView, places: NDArray[np.int64], kinds: NDArray[np.uint8]
) -> Iterator[EditColumns]:
    returns = places[kinds == _RETURN]
    before_line_feed = np.append(view.codes, 0)[returns + 1] == 10
    doubled = returns[before_line_feed]
    yield EditColumns(
        doubled, doubled + 1, "", "controls.line_end", "remove", "CR LF is one line end"
    )
    ends = kinds == _LINE_END
    if view.has_chinese:
        ends |= kinds == _SEPARATOR
    single = np.union1d(returns[~before_line_feed], places[ends])
    yield EditColumns(
        single, single + 1, "\n", "controls.line_end", message="it is a line end of another system"
    )


def _meaningless(
    text: str, places: NDArray[np.int64], breaks: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Those of the invisible characters at `places` that mean nothing where they stand.

    `breaks` are the offsets of all line ends, also those that become line feeds now.
    """
    right_to_left = [found.start() for found in _RIGHT_TO_LEFT.finditer(text)]
    lines = set(np.searchsorted(breaks, np.array(right_to_left, np.int64)).tolist())
    line_of = np.searchsorted(breaks, places).tolist()
    offsets = places.tolist()
    next_visible = _next_visible(offsets)
    removed: list[int] = []
    before, reached = "", -1
    for place, line, visible in zip(offsets, line_of, next_visible, strict=True):
        if place != reached:
            before = text[place - 1 : place]
        reached = place + 1
        if _means_something(text[place], before, text[visible : visible + 1], line in lines):
            before = text[place]
        else:
            removed.append(place)
    return np.array(removed, np.int64)


def _next_visible(offsets: list[int]) -> list[int]:
    """For each of sorted offsets the first offset behind it that is not among them."""
    found = [0] * len(offsets)
    following = after = -1
    for index in range(len(offsets) - 1, -1, -1):
        if offsets[index] + 1 != following:
            after = offsets[index] + 1
        found[index] = after
        following = offsets[index]
    return found


def _means_something(char: str, before: str, after: str, right_to_left: bool) -> bool:
    """Whether an invisible character means something between two others.

    `before` is what it follows once meaningless ones are gone, `after` the next visible
    character; both are empty at the ends of the text.
    """
    code = ord(char)
    if char in "\ufe0e\ufe0f":
        return bool(_EMOJI.match(before))
    if 0xFE00 <= code <= 0xFE0D:
        return bool(_HAN.match(before) or _MONGOLIAN.match(before))
    if 0xE0100 <= code <= 0xE01EF:
        return bool(_HAN.match(before))
    if char in "\u200c\u200d":
        if _JOINED.match(before) and _JOINED.match(after):
            return True
        in_emoji = before == "\ufe0f" or bool(_EMOJI.match(before))
        return char == "\u200d" and in_emoji and bool(_EMOJI.match(after))
    if char == "\u200b":
        return bool(_UNSPACED.match(before) and _UNSPACED.match(after))
    if char == "\u00ad":
        return bool(_LATIN.match(before) and _LATIN.match(after))
    if char == "\u180e":
        return bool(_MONGOLIAN.match(before))
    if char in "\u115f\u1160\u3164\uffa0":
        return bool(_HANGUL.match(before) or _HANGUL.match(after))
    if 0xE0020 <= code <= 0xE007F:
        return bool(_TAG_OR_FLAG.match(before))
    return right_to_left and (
        char in "\u061c\u200e\u200f" or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    )
