"""Where the literals of all rules and word lists stand in a text: one scan for all of them.

The scan is an Aho-Corasick automaton over UTF-16 units, for a unit is a character wherever all are
below U+10000. The automaton has to be small: between the other steps it is no longer in the cache,
and a double array of 180 KB takes half the time there of a table of states (7 MB), though alone
both are as fast. What was found is carried over edits; only what stands around them is looked at
again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.alignment import Alignment
from zxclean.rules import MODULES, Anchor, Rule, load_rules

if TYPE_CHECKING:
    import daachorse

Hit: TypeAlias = tuple[int, int, int]
"""Number of a literal and where it stands, `[start, end)` of the folded text."""

Hits: TypeAlias = NDArray[np.int64]
"""Hits as columns, shape `(3, n)`: numbers, starts and ends, in the order of ends, then starts."""

WORD_GROUPS = ("buttons", "lists", "posts", "footers", "forums", "columns", "facts", "notices")
"""The groups of words in `data/body.toml`."""

_AT_ONCE = 1 << 14
"""So many code points are scanned at once: hits are objects first, and 10 MB of `_` has 10 million."""

_APART = "\0"
"""Stands between pieces that are scanned together: in no literal."""

_FAR = np.array([np.iinfo(np.int64).max])
_TRUE = np.ones(1, np.bool_)


class Literals(msgspec.Struct, frozen=True, eq=False):
    """All literals by number, and what each is of.

    First come anchors of rules of modules other than chrome, then anchors of chrome alone from
    `chrome` on, then from `words` on those that are only in word lists. `rules_of` has the rules of
    each anchor with their modules, `groups` the bits of each literal's groups in `WORD_GROUPS`, 0
    if it is no word. `reach` is the size (code points) of the longest, less one.
    """

    texts: tuple[str, ...]
    rules_of: tuple[tuple[tuple[str, Rule], ...], ...]
    chrome: int
    words: int
    groups: NDArray[np.int64]
    reach: int


@cache
def _body_words() -> Mapping[str, Any]:
    return tomllib.loads(files("zxclean").joinpath("data", "body.toml").read_text("utf-8"))


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """The words of `data/body.toml` by group."""
    return {name: tuple(_body_words()[name].split()) for name in WORD_GROUPS}


@cache
def own_words() -> Mapping[str, tuple[str, ...]]:
    """The words of its table `own`, which are looked for on short lines only, by group."""
    return {name: tuple(words.split()) for name, words in _body_words()["own"].items()}


@cache
def furniture_words() -> frozenset[str]:
    """Words of menus, buttons and footers, which name nobody."""
    words = word_lists()
    return frozenset(chain.from_iterable(words[name] for name in words if name != "facts"))


@cache
def literals() -> Literals:
    """The anchors of all rules that are scanned for, and all words."""
    of_anchor: dict[str, list[tuple[str, Rule]]] = {}
    others = 0
    for module in (*(name for name in MODULES if name != "chrome"), "chrome"):
        others = others if module != "chrome" else len(of_anchor)
        for rule in load_rules(module):
            for anchor in rule.anchors if rule.scanned else ():
                of_anchor.setdefault(anchor, []).append((module, rule))
    groups: dict[str, int] = dict.fromkeys(of_anchor, 0)
    for bit, words in enumerate(word_lists().values()):
        for word in words:
            groups[word] = groups.get(word, 0) | 1 << bit
    return Literals(
        tuple(groups),
        tuple(map(tuple, of_anchor.values())),
        others,
        len(of_anchor),
        np.array(list(groups.values())),
        max(map(len, groups)) - 1,
    )


@cache
def _scanner() -> daachorse.DoubleArrayAhoCorasick:
    import daachorse

    # The states of frequent characters side by side: a fifth less time, measured between other steps.
    frequent = files("zxclean").joinpath("data", "common_rank.txt").read_text("utf-8")
    return daachorse.DoubleArrayAhoCorasick(
        [text.encode("utf-16-le") for text in literals().texts],
        corpus=[frequent.encode("utf-16-le")],
        use_prefilter=True,
    )


def find_hits(folded: str) -> Hits:
    """All literals in a folded text, also those that overlap."""
    if len(folded) <= _AT_ONCE:
        return _scan(folded)
    parts: list[Hits] = []
    for start in range(0, len(folded), _AT_ONCE):
        low = max(0, start - literals().reach)
        hits = _scan(folded[low : start + _AT_ONCE])
        hits[1:] += low
        parts.append(hits[:, hits[2].searchsorted(start, "right") :])  # in the order of their ends
    return np.concatenate(parts, axis=1)


def _scan(folded: str) -> Hits:
    units = folded.encode("utf-16-le", "surrogatepass")
    found: list[Hit] = _scanner().find_overlapping(units)
    flat = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found))
    hits = np.array((flat[2::3], flat[::3] >> 1, flat[1::3] >> 1))
    if not len(found):
        return hits
    across = flat[::3] & 1  # begins between two units
    if np.count_nonzero(across):
        hits = hits.compress(across == 0, axis=1)
    if len(units) > 2 * len(folded):
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), "<u4")
        wide = (codes > 0xFFFF).nonzero()[0]
        hits[1:] -= (wide + np.arange(len(wide))).searchsorted(hits[1:])
    return hits


def carry_hits(hits: Hits, folded: str, edits: Alignment) -> Hits | None:
    """The hits in what the edits made of a text, as `find_hits` would find them.

    `hits` are those before, `folded` is the folded text after the edits. `None` if there are so
    many edits that the text had better be scanned.
    """
    reach, size = literals().reach, len(folded)
    whole_lines = edits.only_removes and _only_whole_lines_met(folded, edits)
    if not whole_lines and 4 * reach * len(edits) >= size:
        return None
    # Out go those that an edit touches.
    row = edits.old_end.searchsorted(hits[1], "right")
    kept = hits[:, np.concatenate((edits.old_start, _FAR)).take(row) >= hits[2]]
    carried = np.array((kept[0], *edits.to_new(kept[1], kept[2])))
    if whole_lines:
        return carried
    lows = np.maximum(edits.new_start - reach, 0)
    highs = np.minimum(edits.new_end + reach, size)
    apart = lows[1:] > highs[:-1]
    lows = lows[np.concatenate((_TRUE, apart))]
    highs = highs[np.concatenate((apart, _TRUE))]
    pieces = _APART.join(map(folded.__getitem__, map(slice, lows.tolist(), highs.tolist())))
    new = find_hits(pieces)
    if not new.shape[1]:
        return carried
    offsets = (highs - lows + len(_APART)).cumsum()
    piece = offsets.searchsorted(new[1], "right")
    new[1:] += (highs + len(_APART) - offsets).take(piece)
    at = edits.new_end.searchsorted(new[1], "right")
    across = np.concatenate((edits.new_start, _FAR)).take(at) < new[2]
    if not across.any():
        return carried
    both = np.concatenate((carried, new[:, across]), axis=1)
    return both[:, np.lexsort((both[1], both[2]))]


def _only_whole_lines_met(folded: str, edits: Alignment) -> bool:
    """Whether at no place where something was taken out a literal can stand across it.

    None begins with a line feed or has one inside, and few end with one.
    """
    ends = _before_line_feed()
    return all(
        folded[place - 1] == "\n" or (folded[place] == "\n" and folded[place - 1] not in ends)
        for place in edits.new_start.tolist()
        if 0 < place < len(folded)
    )


@cache
def _before_line_feed() -> str:
    """The characters that stand before a line feed in a literal."""
    return "".join({text[-2] for text in literals().texts if text.endswith("\n")})


def rules_of_anchors(module: str) -> list[tuple[Rule, ...]]:
    """The rules of a module that each literal is an anchor of, by the number of the literal."""
    return [tuple(r for owner, r in pairs if owner == module) for pairs in literals().rules_of]


def group_by_module(hits: Hits) -> dict[str, list[Anchor]]:
    """The anchors of each module but chrome, whose lines are read from the hits themselves."""
    found: dict[str, list[Anchor]] = {module: [] for module in MODULES if module != "chrome"}
    rules_of = literals().rules_of
    for number, start, end in hits[:, hits[0] < literals().chrome].T.tolist():
        for module, rule in rules_of[number]:
            if module != "chrome":
                found[module].append((rule, start, end))
    return found
