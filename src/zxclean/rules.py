"""Rule rows: patterns as data, found through one literal scan of the folded text.

A row is written in Simplified characters and narrow marks and holds its own test: a line it
must hit and a look-alike it must miss. `anchors` are literals one of which is in every match;
only where one stands is the pattern tried, so rules that do not apply cost nothing.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from zxclean.tables import fold_table

if TYPE_CHECKING:
    import ahocorasick_rs

    from zxclean.alignment import Alignment

MODULES = ("chrome", "truncation", "masks")
"""Rule files in `data/`, one for each step that has rules."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of a rule file.

    `zone` says where on the page the row applies; `scope` whether it must match a whole line
    or a stretch of one. Named groups of the pattern are facts of that name. Further meaning of
    `tag` is the module's own. If not `scanned`, the module looks for the anchors itself, where
    the row applies: they are too common to be looked for everywhere.
    """

    id: str
    anchors: list[str]
    pattern: str
    why: str
    hit: str
    miss: str
    scope: str = "line"
    zone: str = "any"
    tag: str = ""
    confidence: float = 1.0
    scanned: bool = True


Anchor: TypeAlias = tuple[Rule, int, int]
"""A literal of a rule and where it stands, `[start, end)` of the folded text."""


class RuleError(ValueError):
    """A rule file does not hold what it must."""


@cache
def load_rules(module: str) -> tuple[Rule, ...]:
    """The rows of `data/<module>.toml`, in their order.

    Raises `RuleError` for a row that is incomplete or stands in the wrong file.
    """
    raw = files("zxclean").joinpath("data", f"{module}.toml").read_text("utf-8")
    rows = tomllib.loads(raw).get("rule", [])
    rules = tuple(msgspec.convert(row, Rule) for row in rows)
    for rule in rules:
        if not rule.id.startswith(module + "."):
            raise RuleError(f"rule {rule.id!r} in {module}.toml: its id must begin {module!r}")
        if not rule.anchors or not all(rule.anchors):
            raise RuleError(f"rule {rule.id!r} has no anchors, or an empty one")
        if any("\n" in anchor[:-1] or anchor == "\n" for anchor in rule.anchors):
            raise RuleError(f"rule {rule.id!r} has an anchor that a line feed does not end")
        if not (rule.pattern and rule.why and rule.hit and rule.miss):
            raise RuleError(f"rule {rule.id!r} needs pattern, why, hit and miss")
    return rules


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a rule, compiled when it is first tried."""
    return re.compile(pattern)


Hit: TypeAlias = tuple[int, int, int]
"""Number of a literal and where it stands, `[start, end)` of the folded text."""


@cache
def _scanner() -> tuple[ahocorasick_rs.AhoCorasick, Sequence[Sequence[tuple[str, Rule]]], int]:
    """One automaton over the anchors of all modules, the rules of each anchor, by its number,
    and how many anchors rules of modules other than chrome have: their numbers come first."""
    import ahocorasick_rs

    of_anchor: dict[str, list[tuple[str, Rule]]] = {}
    others = 0
    for module in (*(name for name in MODULES if name != "chrome"), "chrome"):
        others = others if module != "chrome" else len(of_anchor)
        for rule in load_rules(module):
            for anchor in rule.anchors if rule.scanned else ():
                of_anchor.setdefault(anchor, []).append((module, rule))
    # 7 MB as a DFA, and twice as fast on pages as the smaller automata.
    scanner = ahocorasick_rs.AhoCorasick(
        list(of_anchor), implementation=ahocorasick_rs.Implementation.DFA
    )
    return scanner, list(of_anchor.values()), others


def rules_of_anchors(module: str) -> list[tuple[Rule, ...]]:
    """The rules of a module that each literal is an anchor of, by the number of the literal."""
    return [tuple(rule for owner, rule in pairs if owner == module) for pairs in _scanner()[1]]


def find_hits(folded: str) -> list[Hit]:
    """All anchors in a folded text, in the order of their ends."""
    return _scanner()[0].find_matches_as_indexes(folded, overlapping=True)


@cache
def _before_line_feed() -> str:
    """The characters that stand before a line feed in an anchor."""
    anchors = (a for module in MODULES for rule in load_rules(module) for a in rule.anchors)
    return "".join({anchor[-2] for anchor in anchors if anchor.endswith("\n")})


def carry_hits(text: str, hits: Sequence[Hit], edits: Alignment) -> list[Hit] | None:
    """The hits in what the edits made of a text, as `find_hits` would find them when folded.

    `None` if there may be new ones: if an edit writes text, or brings together characters
    neither of which is a line feed. Few anchors hold one, and none begins with it.
    """
    if not edits.only_removes:
        return None
    starts, ends = edits.old_start.tolist(), edits.old_end.tolist()
    spans: Iterable[tuple[int, int]] = zip(starts, ends, strict=True)
    if not set(starts).isdisjoint(ends):
        spans = _merge(spans)
    for before, after in {(text[start - 1 : start], text[end : end + 1]) for start, end in spans}:
        if after == "\n":
            if before and chr(fold_table()[ord(before)]) in _before_line_feed():
                return None
        elif before and after and before != "\n":
            return None
    if not hits:
        return []
    gone = list(accumulate(map(sub, ends, starts), initial=0))
    carried: list[Hit] = []
    for number, start, end in hits:
        row = bisect_right(ends, start)
        if row == len(starts) or starts[row] >= end:
            carried.append((number, start - gone[row], end - gone[row]))
    return carried


def _merge(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sorted spans, those that touch put together."""
    first = last = -1
    for start, end in spans:
        if start != last:
            if last >= 0:
                yield first, last
            first = start
        last = end
    if last >= 0:
        yield first, last


def without_chrome(hits: Sequence[Hit]) -> list[Hit]:
    """The hits of literals that rules of other modules have."""
    others = _scanner()[2]
    return [hit for hit in hits if hit[0] < others]


def group_by_module(hits: Sequence[Hit]) -> dict[str, list[Anchor]]:
    """The hits of each module but chrome, whose lines are read from the hits themselves."""
    rules_of = _scanner()[1]
    found: dict[str, list[Anchor]] = {module: [] for module in MODULES if module != "chrome"}
    for number, start, end in hits:
        for module, rule in rules_of[number]:
            if module != "chrome":
                found[module].append((rule, start, end))
    return found
