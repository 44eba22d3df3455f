"""How much each line of a page speaks for furniture, and how much for an article.

Furniture is known by its words (`data/body.toml`: buttons, menus, headings of lists of other pages,
comments, footers), by how much of a line they take, and by what stands around. An article is known
by its sentences. All of it is array work over the lines; nothing looks at single characters.

A character model was tried as one more column (mean log probability of a line) and left out: it
told headlines, menus and paragraphs apart no better than their marks do (mean F1 over 71 documents,
five folds, three times: 0.945 with it, 0.942 without, and 0.005 from one division to another).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.rules import Hit
from zxclean.structure.lines import BULLET, STOP, Lines, read_lines
from zxclean.view import DIGIT, HAN, LATIN, SPACE, TextView, class_table

if TYPE_CHECKING:
    import ahocorasick_rs

BUTTONS, LISTS, POSTS, FOOTERS, FORUMS, COLUMNS, FACTS, TALK = (1 << k for k in range(8))
GROUPS = {
    "buttons": BUTTONS,
    "lists": LISTS,
    "posts": POSTS,
    "footers": FOOTERS,
    "forums": FORUMS,
    "columns": COLUMNS,
    "facts": FACTS,
    "talk": TALK,
}
_CONTROLS = BUTTONS | LISTS | POSTS | FOOTERS | FORUMS

# Weights, in the units of a logistic regression of body against furniture lines over the 71 tuned
# documents (a control line -3.3, a menu -2.9 to -3.1, a bullet -2.2 alone and -3.3 among others, a
# line of figures -1.3, a full stop 1.3 and what its length adds). They are rounded, and the rest is
# capped, because sums over lines decide: the F1 of the cut is the same within 0.01 from half to
# twice of each.
CONTROL, EACH_WORD, MOST_WORDS = 1.5, 0.75, 4
"""A line made of controls, for each word of furniture on it, and for so many at most."""
COLUMN = 1.5
"""A line that is the name of a column."""
HEADING = 4.0
"""A line that heads a list of other pages or comments."""
LINK = 0.75
"""A bullet among bullets beside furniture."""
FIGURE = 1.0
"""A line of figures beside furniture: counters, dates of comments."""
SENTENCE, EACH_SIZE, MOST_SIZE = 3.0, 1 / 15, 6.0
"""A line with a full stop, for each code point over `SHORT`, and at most."""
FAINT = 0.4
"""A short line with other marks: a headline, a line of verse."""
REPLY = 8.0
"""What a sentence weighs more in a forum, where replies are the text."""
ABOVE, ABOVE_BULLET = 0.2, 0.5
"""A short line among short lines, a short bullet: menus, if they stand above the article."""

FEW_HITS = 40
"""So few words are looked at one by one, whether any line is made of them, before all else."""
SHARE, SHORT_SHARE = 0.6, 0.5
"""Share of a line's letters in words of furniture from which it is made of them, and that of a line
of up to 40 code points. Of the sentences of the 71 documents one in 900 has 0.5."""
FORUM_WORDS = 3
"""So many different words of forum software make a page a forum."""
SHORT, LONG = 20, 2000
"""Size (code points) of a line of prose to which length adds nothing, and from which a line is
prose whatever is on it."""

_FIELDS = ((0, 14), (14, 14), (28, 8), (36, 8), (44, 8), (52, 12))
_FULL, _STOPS, _COMMAS = "\u3002", "\uff01\uff1f!?\uff1b;", "\uff0c,"
_BOOK = 0x300A
_SEPARATORS = "|>\uff5c\u203a\u00b7/"


class Evidence(msgspec.Struct, frozen=True, eq=False):
    """Columns over the lines of `lines`.

    `furniture` is what speaks against a line and `prose` what speaks for it, 0 for most; lines with
    neither go or stay with their neighbours. `above` is what speaks against a line only where it
    stands before the article. `heading` tells lines that head a list of other pages, `others` those
    from which on a page is about other pages or its readers. `title` tells lines of the shape of a
    headline, `fact` those that may state the article's source, author or date, `signs` those of
    figures and signs alone.
    """

    lines: Lines
    furniture: NDArray[np.float64]
    prose: NDArray[np.float64]
    above: NDArray[np.float64]
    heading: NDArray[np.bool_]
    others: NDArray[np.bool_]
    title: NDArray[np.bool_]
    fact: NDArray[np.bool_]
    signs: NDArray[np.bool_]


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """The words of `data/body.toml` by group."""
    raw = tomllib.loads(files("zxclean").joinpath("data", "body.toml").read_text("utf-8"))
    return {name: tuple(raw[name].split()) for name in GROUPS}


@cache
def _scanner() -> tuple[ahocorasick_rs.AhoCorasick, NDArray[np.int64], NDArray[np.int64]]:
    """An automaton over all words, the groups of each and what it adds to the sums of a line."""
    import ahocorasick_rs

    groups: dict[str, int] = {}
    for name, words in vocabulary().items():
        for word in words:
            groups[word] = groups.get(word, 0) | GROUPS[name]
    scanner = ahocorasick_rs.AhoCorasick(
        list(groups),
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    sums: list[int] = []
    for word, group in groups.items():
        control, named = group & _CONTROLS != 0, group & (_CONTROLS | COLUMNS) != 0
        sums.append(
            len(word) * control | len(word) * named << 12 | named << 24 | (group & POSTS != 0) << 33
        )
    return scanner, np.array(list(groups.values())), np.array(sums)


@cache
def _weights() -> NDArray[np.uint64]:
    """What each character adds to the packed counts of a line, by `_FIELDS`: letters, digits, full
    stops, other stops, commas, separators."""
    classes = class_table()[:0x10000]
    table = np.zeros(0x10000, np.uint64)
    rows = (
        (classes & (HAN | LATIN)) != 0,
        (classes & DIGIT) != 0,
        _are(_FULL),
        _are(_STOPS),
        _are(_COMMAS),
        ((classes & SPACE) != 0) | _are(_SEPARATORS),
    )
    for (low, _), members in zip(_FIELDS, rows, strict=True):
        table[members] = 1 << low
    table.setflags(write=False)
    return table


def _are(chars: str) -> NDArray[np.bool_]:
    return np.isin(np.arange(0x10000), [ord(char) for char in chars])


def weigh_lines(view: TextView) -> Evidence | None:
    """The evidence of every line of a text, or `None` if no line is made of words of furniture.

    >>> page = weigh_lines(TextView("登录 注册\\n渡口\\n桥修好的那天,镇上放了鞭炮。\\n相关阅读\\n盐道"))
    >>> [] if page is None else page.furniture.tolist()
    [3.0, 0.0, 0.0, 4.0, 0.0]
    """
    scanner, groups, sums = _scanner()
    hits: list[Hit] = scanner.find_matches_as_indexes(view.folded)
    if not hits or not _may_be_made_of(view.folded, hits):
        return None
    lines = read_lines(view)
    if len(lines) < 2:
        return None
    found_at = np.fromiter(chain.from_iterable(hits), np.int64, 3 * len(hits)).reshape(-1, 3)
    numbers, begin, end = found_at.T
    row = lines.first.searchsorted(begin, "right") - 1
    group, length = groups.take(numbers), end - begin
    # A label of a fact opens a line or a part of it, and no Chinese character follows.
    before = view.classes.take(begin - 1, mode="wrap")
    after = view.classes.take(end, mode="clip")
    lead = begin - lines.first[row]
    opens = (lead <= 1) | ((before & (HAN | LATIN | DIGIT)) == 0)
    label = ((group & FACTS) != 0) & opens & (((after & HAN) == 0) | (length >= 4))
    at_edge = np.minimum(lead, lines.last[row] - end) <= 2
    head = ((group & LISTS) != 0) & at_edge & (length >= 4)
    packed = sums.take(numbers) + (label * (1 << 45)) + (head * (1 << 49))
    found = np.bincount(row, packed, len(lines)).astype(np.int64)
    found[lines.size > LONG] = 0
    forum = len(set(numbers[(group & FORUMS) != 0].tolist())) >= FORUM_WORDS
    return _weigh(view, lines, found, forum)


def _may_be_made_of(folded: str, hits: Sequence[Hit]) -> bool:
    """Whether a line of up to 150 code points is, in a third of it, words of furniture."""
    if len(hits) > FEW_HITS:
        return True
    covered, last = 0, -1
    for _, start, end in hits:
        if start > last:
            first = folded.rfind("\n", 0, start) + 1
            last = folded.find("\n", end)
            last = len(folded) if last < 0 else last
            covered = 0
        covered += end - start
        if 3 * covered >= last - first and last - first <= 150:
            return True
    return False


def _weigh(view: TextView, lines: Lines, found: NDArray[np.int64], forum: bool) -> Evidence:
    size = lines.size
    letters, digits, full, stops, commas, gaps = _count(view, lines)
    words, posts = (found >> 24) & 0x1FF, (found >> 33) & 0x3F
    talk = (found >> 39) & 0x3F
    least = np.maximum(letters, 1)
    share = (found & 0xFFF) / least
    menu = ((found >> 12) & 0xFFF) / least
    fact = ((found >> 45) & 0xF > 0) & (size <= 80)
    ended = lines.ending == STOP
    bullet = (lines.heads & BULLET) != 0
    marks = full + stops + commas
    sentence = (full > 0) & ended

    furniture = np.zeros(len(lines))
    made_of = (share >= np.where(size <= 40, SHORT_SHARE, SHARE)) & (size <= 60)
    listed = (menu >= SHARE) & (words >= 3) & (size <= 150) & ~ended
    tokens = (gaps >= 4) & (letters <= 6 * (gaps + 1)) & (marks == 0) & (digits == 0)
    listed |= tokens & (menu >= 0.25) & (words >= 2)
    listed |= (posts >= 3) & (size <= 400)
    column = (menu >= 0.9) & (size <= 12)
    heading = (found >> 49 > 0) & (size <= 24) & ~ended
    heading[:-1] &= view.codes.take(lines.first[1:]) != _BOOK
    worth = CONTROL + EACH_WORD * np.minimum(words, MOST_WORDS)
    furniture[column] = COLUMN
    furniture = np.where(made_of | listed, worth, furniture)
    furniture[heading] = HEADING
    furniture[(fact & (share < 0.8) & ~listed) | (ended & (share < 0.9))] = 0
    heading &= furniture > 0

    some = furniture > 0
    near = _around(some, 4)
    beside = near >= 0.2
    linked = bullet & (size <= 60) & ~ended & beside & (_around(bullet, 3) >= 0.5)
    figures = (letters <= 2) & (digits > 0) & (size <= 20)
    furniture[linked & ~some] = LINK
    furniture[figures & beside & ~some] = FIGURE

    long = size > LONG
    spoken = sentence | ((full > 0) & ~bullet) | ((marks > 0) & (size >= 40) & ~bullet) | long
    prose = np.where(
        spoken,
        SENTENCE + np.minimum(np.maximum(size - SHORT, 0) * EACH_SIZE, MOST_SIZE),
        FAINT * ((marks > 0) & ~bullet),
    )
    if forum:
        prose[prose > 0] += REPLY
    else:
        # Beside the buttons of comments it may be one; a long one is damped by half.
        damping = np.minimum(2 * _around((furniture > 0) & (talk > 0), 2), 1)
        prose *= 1 - np.where(size < 60, damping, damping / 2)
    prose[(furniture > 0) | (share >= SHORT_SHARE) & ~long] = 0

    short = (size <= 12) & (marks == 0)
    above = np.where(short & (_around(short, 6) >= 0.7) & (len(lines) > 12), ABOVE, 0.0)
    above[short & bullet] = ABOVE_BULLET
    others = heading | ((furniture >= 2) & (posts > 0))
    title = (letters >= 4) & (size <= 80) & (share < 0.5) & (menu < 0.8) & ~fact & ~sentence
    title &= gaps * 4 < letters
    signs = figures | ((letters <= 1) & (size <= 8))
    return Evidence(lines, furniture, prose, above, heading, others, title, fact, signs)


def _count(view: TextView, lines: Lines) -> list[NDArray[np.int64]]:
    """Letters, digits, full stops, other stops, commas and separators of each line.

    Of a line longer than `LONG` some may be wrong: the sums of the packed counts run over.
    """
    packed = _weights().take(view.codes, mode="clip")
    sums = np.zeros(len(packed) + 1, np.uint64)
    np.cumsum(packed, out=sums[1:])
    each = (sums[lines.last] - sums[lines.first]).view(np.int64)
    return [(each >> low) & ((1 << width) - 1) for low, width in _FIELDS]


def _around(flags: NDArray[np.bool_], reach: int) -> NDArray[np.float64]:
    """Share of the lines up to `reach` before and behind each, itself left out, with a flag."""
    count = len(flags)
    sums = np.zeros(count + 2 * reach + 1)
    np.cumsum(flags, out=sums[reach + 1 : count + reach + 1])
    sums[count + reach + 1 :] = sums[count + reach]
    inside = sums[2 * reach + 1 :] - sums[:count] - flags
    return inside / _neighbours(count, reach)


def _neighbours(count: int, reach: int) -> NDArray[np.float64]:
    """How many lines are up to `reach` before and behind each."""
    number = np.full(count, 2.0 * reach)
    for k in range(min(reach, count)):
        number[k] -= reach - k
        number[-1 - k] -= reach - k
    return np.asarray(np.maximum(number, 1))
