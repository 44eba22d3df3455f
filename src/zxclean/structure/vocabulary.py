"""Words that pages print around articles, and how much of each line they take."""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.literals import Hits, literals
from zxclean.structure.lines import Lines
from zxclean.view import DIGIT, HAN, LATIN, TextView

BUTTONS, LISTS, POSTS, FOOTERS, FORUMS, COLUMNS, FACTS, NOTICES = (1 << k for k in range(8))
"""Bits of the groups of words, in the order of `literals.WORD_GROUPS`."""
CONTROLS = BUTTONS | LISTS | POSTS | FOOTERS | FORUMS

FORUM_LINE = 40
"""Longest line (code points) with a control of a forum: a sentence may speak of sofas and floors."""

FORUM_WORDS = 3
"""So many different words of forum software make a page a forum."""

LONGEST = 250
"""Size (code points) of the longest line whose words count: their sums must stay below 256. The
longest line that is furniture by its words has 177 in the 71 documents."""

THIRD = 150
"""Longest line (code points) that is furniture by words that take a third of it."""

HEAD = 4
"""Size (code points) of the shortest word that heads a list of other pages."""

FEW_HITS = 40
"""So few words are looked at one by one, whether any line is made of them, before all else."""

# Where the sums of a line lie in one number below 2**53: `np.bincount` adds up floats.
_FIELDS = ((0, 8), (8, 8), (16, 8), (24, 7), (31, 7), (38, 6), (44, 6))
_NAMED, _WORDS, _POSTS, _FACTS, _HEADS, _NOTICES = (low for low, _ in _FIELDS[1:])


class Words(msgspec.Struct, frozen=True, eq=False):
    """Columns over lines: characters in controls and in any word of furniture, and numbers of words.

    `words` counts words of furniture, `posts` those of posts, `facts` labels of facts, `heads` what
    begins or ends a line as a heading over a list, `notices` phrases of notices on rights and liabilities. `forum` tells a page of forum software. A line
    longer than `LONGEST` has none.
    """

    control: NDArray[np.int64]
    named: NDArray[np.int64]
    words: NDArray[np.int64]
    posts: NDArray[np.int64]
    facts: NDArray[np.int64]
    heads: NDArray[np.int64]
    notices: NDArray[np.int64]
    forum: bool


@cache
def _sums() -> NDArray[np.int64]:
    """What each literal adds to the sums of a line, by its number."""
    sums: list[int] = []
    for text, group in zip(literals().texts, literals().groups.tolist(), strict=True):
        control, named = group & CONTROLS != 0, group & (CONTROLS | COLUMNS) != 0
        sums.append(
            len(text) * control
            | len(text) * named << _NAMED
            | named << _WORDS
            | (group & POSTS != 0) << _POSTS
            | (group & NOTICES != 0) << _NOTICES
        )
    return np.array(sums)


def find_words(view: TextView) -> Hits | None:
    """Where words of the vocabulary stand, the longest of those that overlap; `None` if no line of
    the text is, in a third of it, made of them."""
    found = view.literals
    groups = literals().groups.take(found[0])
    named = found[1:, (groups & (CONTROLS | COLUMNS)) != 0]
    if not _may_be_made_of(view.folded, named):
        return None
    return _leftmost_longest(found[:, groups != 0])


def _leftmost_longest(hits: Hits) -> Hits:
    """Of hits that overlap the one that begins first, and of those the longest."""
    hits = hits[:, np.lexsort((-hits[2], hits[1]))]
    kept = np.ones(hits.shape[1], np.bool_)
    kept[1:] = hits[1, 1:] >= np.maximum.accumulate(hits[2])[:-1]
    last = behind = -1
    for k in (~kept).nonzero()[0].tolist():
        if last != k - 1:
            behind = hits[2].item(k - 1)
        start, end = hits[1].item(k), hits[2].item(k)
        if start >= behind:
            kept[k], behind = True, end
        last = k
    return hits[:, kept]


def _may_be_made_of(folded: str, spans: NDArray[np.int64]) -> bool:
    """Whether a line of up to `THIRD` code points is, in a third of it, words of furniture."""
    if spans.shape[1] > FEW_HITS:
        return True
    covered, last, behind, least = 0, -1, 0, 0
    for start, end in spans.T.tolist():
        if start > last:
            first = folded.rfind("\n", 0, start) + 1
            last = folded.find("\n", end)
            last = len(folded) if last < 0 else last
            covered, least = 0, last - first if last - first <= THIRD else 3 * len(folded) + 1
        if start >= behind:
            covered += end - start
        elif end > behind:
            covered += end - behind
        behind = end
        if 3 * covered >= least:
            return True
    return False


def sum_words(view: TextView, lines: Lines, hits: Hits) -> Words:
    """How much of each line the words take that `find_words` found."""
    numbers, begin, end = hits
    row = lines.first.searchsorted(begin, "right") - 1
    group, length = literals().groups.take(numbers), end - begin
    # A label of a fact opens a line or a part of it, and no Chinese character follows.
    before = view.classes.take(begin - 1, mode="wrap")
    after = view.classes.take(end, mode="clip")
    lead = begin - lines.first[row]
    opens = (lead <= 1) | ((before & (HAN | LATIN | DIGIT)) == 0)
    label = ((group & FACTS) != 0) & opens & (((after & HAN) == 0) | (length >= 4))
    at_edge = np.minimum(lead, lines.last[row] - end) <= 2
    head = ((group & LISTS) != 0) & at_edge & (length >= HEAD)
    packed = _sums().take(numbers) + (label << _FACTS) + (head << _HEADS)
    found = np.bincount(row, packed, len(lines)).astype(np.int64)
    found[lines.size > LONGEST] = 0
    controls = ((group & FORUMS) != 0) & (lines.size[row] <= FORUM_LINE)
    forum = len(set(numbers[controls].tolist())) >= FORUM_WORDS
    fields = [(found >> low) & ((1 << width) - 1) for low, width in _FIELDS]
    control, named, words, posts, facts, heads, notices = fields
    return Words(control, named, words, posts, facts, heads, notices, forum)
