"""How much each line of a page speaks for furniture and how much for an article, as columns."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.structure.lines import BULLET, PAUSE, STOP, Lines, read_lines
from zxclean.view import DIGIT, HAN, LATIN, SPACE, TextView

if TYPE_CHECKING:
    import ahocorasick_rs

BUTTONS, LISTS, POSTS, FOOTERS, FORUMS, COLUMNS, FACTS = (1 << k for k in range(7))
_GROUPS = {
    "buttons": BUTTONS,
    "lists": LISTS,
    "posts": POSTS,
    "footers": FOOTERS,
    "forums": FORUMS,
    "columns": COLUMNS,
    "facts": FACTS,
}
_CONTROLS = BUTTONS | LISTS | POSTS | FOOTERS | FORUMS

FEW_WORDS = 2
"""Fewer words of furniture on a page are no evidence."""

SHARE = 0.6
"""Share of a line's letters in words of furniture from which the line is made of them."""

FORUM_WORDS = 3
"""So many different words of forum software make a page a forum, whose replies are text."""

_FULL = "\u3002"
_STOPS = "\uff01\uff1f!?\uff1b;"
_COMMAS = "\uff0c,"
_SEPARATORS = "|>\uff5c\u203a\u00b7/"


class Evidence(msgspec.Struct, frozen=True, eq=False):
    """Columns over the lines of `lines`, in units of about one nat.

    `furniture` is what speaks against a line, 0 for most; `prose` what speaks for it. Lines
    with neither go or stay with their neighbours. `words` counts words of furniture on a line,
    `headline` tells a line that may be the article's title, `fact` one that may state its source,
    author or date.
    """

    lines: Lines
    furniture: NDArray[np.float64]
    prose: NDArray[np.float64]
    words: NDArray[np.int64]
    share: NDArray[np.float64]
    headline: NDArray[np.bool_]
    fact: NDArray[np.bool_]
    figures: NDArray[np.bool_]
    above: NDArray[np.float64]
    heading: NDArray[np.bool_]
    others: NDArray[np.bool_]


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, NDArray[np.uint8]]:
    import ahocorasick_rs

    groups: dict[str, int] = {}
    for name, words in vocabulary().items():
        for word in words:
            groups[word] = groups.get(word, 0) | _GROUPS[name]
    scanner = ahocorasick_rs.AhoCorasick(
        list(groups),
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    return scanner, np.array(list(groups.values()), np.uint8)


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """The words of `data/body.toml` by group."""
    raw = tomllib.loads(files("zxclean").joinpath("data", "body.toml").read_text("utf-8"))
    return {name: tuple(raw[name].split()) for name in _GROUPS}


@cache
def _weights() -> NDArray[np.uint64]:
    """What each character adds to four counts of 16 bits: letters, digits, stops and commas,
    separators."""
    from zxclean.view import class_table

    classes = class_table()[:0x10000]
    table = np.zeros(0x10000, np.uint64)
    table[(classes & (HAN | LATIN)) != 0] = 1
    table[(classes & DIGIT) != 0] = 1 << 14
    for char in _FULL:
        table[ord(char)] = 1 << 28
    for char in _STOPS:
        table[ord(char)] = 1 << 36
    for char in _COMMAS:
        table[ord(char)] = 1 << 44
    table[(classes & SPACE) != 0] = 1 << 52
    for char in _SEPARATORS:
        table[ord(char)] = 1 << 52
    table.setflags(write=False)
    return table


def weigh_lines(view: TextView) -> Evidence | None:
    """The evidence of every line of a text, or `None` if it has no words of furniture."""
    scanner, groups = _automaton()
    hits = scanner.find_matches_as_indexes(view.folded)
    if len(hits) < FEW_WORDS:
        return None
    lines = read_lines(view)
    count = len(lines)
    if count < 2:
        return None
    found = np.array(hits, np.int64)
    group = groups.take(found[:, 0])
    begin, length = found[:, 1], found[:, 2] - found[:, 1]
    row = lines.first.searchsorted(begin, "right") - 1

    def total(wanted: NDArray[np.bool_], weights: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.bincount(row[wanted], weights[wanted], count)

    size = lines.size
    letters, digits, full, stops, commas, gaps = _count(view, lines)
    control = (group & _CONTROLS) != 0
    named = (group & (_CONTROLS | COLUMNS)) != 0
    ones = np.ones_like(length)
    words = total(named, ones)
    share = np.minimum(total(control, length) / np.maximum(letters, 1), 1)
    menu = np.minimum(total(named, length) / np.maximum(letters, 1), 1)
    edge = np.minimum(begin - lines.first[row], lines.last[row] - begin - length)
    heads = total(((group & LISTS) != 0) & (edge <= 2) & (length >= 4), ones) > 0
    before = view.classes.take(np.maximum(begin - 1, 0))
    opens = (begin - lines.first[row] <= 1) | ((before & (HAN | LATIN | DIGIT)) == 0)
    after = view.classes.take(begin + length, mode="clip")
    opens &= ((after & HAN) == 0) | ((length >= 4) & (before & HAN == 0))
    fact = (total(((group & FACTS) != 0) & opens, ones) > 0) & (size <= 80)
    forum = len(np.unique(found[(group & FORUMS) != 0, 0])) >= FORUM_WORDS

    ended = lines.ending == STOP
    furniture = np.zeros(count)
    made_of = (share >= np.where(size <= 40, 0.5, SHARE)) & (size <= 60)
    furniture[made_of] = 1.5 + 0.75 * np.minimum(words[made_of], 4)
    listed = (menu >= SHARE) & (words >= 3) & (size <= 150) & ~ended
    marks = full + stops + commas
    listed |= (
        (menu >= 0.25)
        & (words >= 2)
        & (gaps >= 4)
        & (marks == 0)
        & (digits == 0)
        & (letters <= 6 * (gaps + 1))
    )
    posts = total((group & POSTS) != 0, ones)
    posted = posts > 0
    listed |= posts >= 3
    furniture[listed] = np.maximum(furniture[listed], 1 + 0.75 * np.minimum(words[listed], 6))
    column = (menu >= 0.9) & (size <= 12)
    furniture[column] = np.maximum(furniture[column], 1.5)
    heading = heads & (size <= 24) & ~ended
    furniture[heading] = np.maximum(furniture[heading], 4)
    near = _around(furniture > 0, 4)
    plain = (size <= 12) & (marks == 0)
    menu_like = np.where(plain & (_around(plain, 6) >= 0.7), 0.2, 0.0)
    menu_like[(((lines.heads & BULLET) != 0) & plain)] = 0.5
    bullet = (lines.heads & BULLET) != 0
    row_of_short = bullet & (size <= 10) & (_around(bullet & (size <= 10), 5) >= 0.8)
    furniture[row_of_short] = np.maximum(furniture[row_of_short], 0.5)
    linked = bullet & (size <= 60) & ~ended & (near >= 0.2) & (_around(bullet, 3) >= 0.5)
    furniture[linked] = np.maximum(furniture[linked], 0.75)
    figures = (letters <= 2) & (digits > 0) & (size <= 20)
    signs = figures | ((letters <= 1) & (size <= 8))
    counters = figures & (near >= 0.2)
    furniture[counters] = np.maximum(furniture[counters], 1)
    furniture[(fact & (share < 0.8)) | ((full > 0) & ended & (share < 0.9))] = 0

    closest = _around(furniture > 0, 2)
    closed = (full > 0) & ~(bullet & ~ended)
    spoken = closed | (((commas > 0) | (stops > 0)) & (size >= 40) & ~bullet)
    prose = np.where(spoken & (share < 0.5), 1.5 + np.clip((size - 20) / 15, 0, 6), 0.0)
    faint = ~spoken & ((commas > 0) | (stops > 0)) & ~bullet
    prose[faint] = 0.4
    if not forum:
        damping = np.clip(2 * (closest - 0.25), 0, 1)
        prose *= 1 - np.where(size < 60, damping, damping / 2)
    else:
        prose[prose > 0] += 8
    prose[furniture > 0] = 0
    headline = (
        (letters >= 4)
        & (size <= 80)
        & (share < 0.5)
        & (menu < 0.8)
        & ~fact
        & ((full == 0) | ~ended)
        & (gaps * 4 < letters)
    )
    return Evidence(lines, furniture, prose, words.astype(np.int64), share, headline, fact, signs, menu_like, heading, heading | ((furniture >= 2) & posted))


def _count(view: TextView, lines: Lines) -> tuple[NDArray[np.int64], ...]:
    """Letters, digits, stops, commas and separators of each line."""
    packed = _weights().take(view.codes, mode="clip")
    sums = np.zeros(len(packed) + 1, np.uint64)
    np.cumsum(packed, out=sums[1:])
    each = sums[lines.last] - sums[lines.first]
    fields = []
    for low, width in ((0, 14), (14, 14), (28, 8), (36, 8), (44, 8), (52, 12)):
        field = (each >> np.uint64(low)) & np.uint64((1 << width) - 1)
        fields.append(field.astype(np.int64))
    return tuple(fields)


def _around(flags: NDArray[np.bool_], reach: int) -> NDArray[np.float64]:
    """Share of the lines up to `reach` before and behind each, itself left out, with a flag."""
    sums = np.zeros(len(flags) + 1)
    np.cumsum(flags, out=sums[1:])
    places = np.arange(len(flags))
    low = np.maximum(places - reach, 0)
    high = np.minimum(places + reach + 1, len(flags))
    return (sums[high] - sums[low] - flags) / np.maximum(high - low - 1, 1)
