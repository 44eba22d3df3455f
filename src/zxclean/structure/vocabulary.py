"""Words that pages print around articles, and how much of each line they take."""

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
from zxclean.structure.lines import Lines
from zxclean.view import DIGIT, HAN, LATIN, TextView

if TYPE_CHECKING:
    import ahocorasick_rs

BUTTONS, LISTS, POSTS, FOOTERS, FORUMS, COLUMNS, FACTS = (1 << k for k in range(7))
GROUPS = {
    "buttons": BUTTONS,
    "lists": LISTS,
    "posts": POSTS,
    "footers": FOOTERS,
    "forums": FORUMS,
    "columns": COLUMNS,
    "facts": FACTS,
}
_CONTROLS = BUTTONS | LISTS | POSTS | FOOTERS | FORUMS

FORUM_WORDS = 3
"""So many different words of forum software make a page a forum."""

LONGEST = 250
"""Size (code points) of the longest line whose words count: their sums must stay below 256. The
longest line that is furniture by its words has 177 in the 71 documents."""

FEW_HITS = 40
"""So few words are looked at one by one, whether any line is made of them, before all else."""

# Where the sums of a line lie in one number below 2**53: `np.bincount` adds up floats.
_FIELDS = ((0, 8), (8, 8), (16, 8), (24, 7), (31, 7), (38, 6))
_NAMED, _WORDS, _POSTS, _FACTS, _HEADS = (low for low, _ in _FIELDS[1:])


class Words(msgspec.Struct, frozen=True, eq=False):
    """Columns over lines: characters in controls and in any word of furniture, and numbers of words.

    `words` counts words of furniture, `posts` those of posts, `facts` labels of facts, `heads` what
    begins or ends a line as a heading over a list. `forum` tells a page of forum software. A line
    longer than `LONGEST` has none.
    """

    control: NDArray[np.int64]
    named: NDArray[np.int64]
    words: NDArray[np.int64]
    posts: NDArray[np.int64]
    facts: NDArray[np.int64]
    heads: NDArray[np.int64]
    forum: bool


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
            len(word) * control
            | len(word) * named << _NAMED
            | named << _WORDS
            | (group & POSTS != 0) << _POSTS
        )
    return scanner, np.array(list(groups.values())), np.array(sums)


def find_words(folded: str) -> Sequence[Hit] | None:
    """Where words of the vocabulary stand, the longest of those that overlap; `None` if no line of
    the text is, in a third of it, made of them."""
    hits: list[Hit] = _scanner()[0].find_matches_as_indexes(folded)
    return hits if hits and _may_be_made_of(folded, hits) else None


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


def sum_words(view: TextView, lines: Lines, hits: Sequence[Hit]) -> Words:
    """How much of each line the words take that `find_words` found."""
    _, groups, sums = _scanner()
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
    packed = sums.take(numbers) + (label << _FACTS) + (head << _HEADS)
    found = np.bincount(row, packed, len(lines)).astype(np.int64)
    found[lines.size > LONGEST] = 0
    forum = len(set(numbers[(group & FORUMS) != 0].tolist())) >= FORUM_WORDS
    fields = [(found >> low) & ((1 << width) - 1) for low, width in _FIELDS]
    control, named, words, posts, facts, heads = fields
    return Words(control, named, words, posts, facts, heads, forum)
