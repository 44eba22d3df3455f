"""Markers of left-out text: where the rules find one, and the numbers it states."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from zxclean.rules import Anchor, Rule, compiled
from zxclean.structure.notices import AROUND, AROUND_END, find_notice, find_set_off

BACK, REACH = 150, 300
"""Code points of a marker before and behind its anchor; the longest, of seed 003, has 58."""

LINE = 100
"""A line that is nothing but a marker is shorter than this; the rules take up to about 80."""

_CHARS = ("omitted_chars", "total_chars", "shown_chars")


class Cut(NamedTuple):
    """A marker: where it stands, what of it stays, and the numbers it states.

    With `alone` it is all of its line.
    """

    rule: Rule
    start: int
    end: int
    alone: bool
    keep: tuple[int, int] | None
    counts: Mapping[str, str]
    tags: frozenset[str]


def find_cuts(folded: str, anchors: list[Anchor]) -> list[Cut]:
    """Matches of the rules around their anchors."""
    found: list[Cut] = []
    tried: dict[str, int] = {}
    windows: dict[str, tuple[Rule, list[list[int]]]] = {}
    for rule, start, end in anchors:
        if rule.scope == "line":
            if start < tried.get(rule.id, 0):
                continue
            first, last = _line(folded, start, end)
            tried[rule.id] = last
            match = compiled(rule.pattern).fullmatch(folded, first, last) if last else None
            if match is not None:
                found.append(_cut_of(rule, match))
            continue
        if rule.scope == "notice":
            if start >= tried.get(rule.id, 0):
                tried[rule.id], cut = _notice(rule, folded, start, end)
                found += [cut] if cut is not None else []
            continue
        spans = windows.setdefault(rule.id, (rule, []))[1]
        if spans and start - BACK <= spans[-1][1]:
            spans[-1][1] = end + REACH
        else:
            spans.append([max(0, start - BACK), end + REACH])
    for rule, spans in windows.values():
        # Overlapping windows are one: no stretch is searched twice for one rule.
        for first, last in spans:
            for match in compiled(rule.pattern).finditer(folded, first, last):
                found.append(_cut_of(rule, match))
    return found


def apart(found: list[Cut]) -> list[Cut]:
    """The leftmost and longest, none overlapping, and of notices those that no other rule's marker is
    part of."""
    # What hides a passage says more than that readers have to pay.
    found.sort(
        key=lambda cut: (
            cut.rule.scope == "notice",
            cut.start,
            -cut.end,
            "hidden" not in cut.tags,
        )
    )
    kept: list[Cut] = []
    starts: list[int] = []
    for cut in found:
        place = bisect_left(starts, cut.start)
        if (place and kept[place - 1].end > cut.start) or (
            place < len(kept) and kept[place].start < cut.end
        ):
            continue
        starts.insert(place, cut.start)
        kept.insert(place, cut)
    return kept


def _cut_of(rule: Rule, match: re.Match[str]) -> Cut:
    counts = _named(match.groupdict())
    keep = match.span("keep") if counts.pop("keep", None) is not None else None
    alone = rule.scope == "line"
    return Cut(rule, match.start(), match.end(), alone, keep, counts, _tags(rule.tag))


def _notice(rule: Rule, folded: str, start: int, end: int) -> tuple[int, Cut | None]:
    """The notice around an anchor, and how far the text has been looked at for one."""
    first, last = _line(folded, start, end)
    if last and folded[first] not in "\u2026." and "boxed" not in _tags(rule.tag):
        notice = find_notice(rule, folded[first:last])
        if notice is not None:
            return last, Cut(rule, first, last, True, None, notice.counts, _tags(rule.tag))
    placed = find_set_off(rule, folded, start, end)
    if placed is None:
        return end, None
    tags = _tags(rule.tag) | ({"middle"} if placed.amid else frozenset())
    if placed.keep or placed.amid or "cut" not in tags:
        tags |= {"attached"}
    return placed.end, Cut(
        rule, placed.start, placed.end, False, placed.keep, placed.notice.counts, tags
    )


@cache
def _tags(rule_tag: str) -> frozenset[str]:
    return frozenset(rule_tag.split())


def _line(folded: str, start: int, end: int) -> tuple[int, int]:
    """The line around an anchor without the marks around it, `(0, 0)` if it is a long one."""
    first = folded.rfind("\n", max(0, start - LINE), start) + 1
    if not first and start >= LINE:
        return 0, 0
    last = folded.find("\n", end, end + LINE)
    if last < 0:
        last = len(folded)
    if last - first > LINE:
        return 0, 0
    while first < start and folded[first] in AROUND:
        first += 1
    while last > end and folded[last - 1] in AROUND_END:
        last -= 1
    return first, last


def says_complete(groups: Mapping[str, str | None]) -> bool:
    """Whether a marker counts pages, and this is the last, or folds 0 per cent."""
    counts = _named(groups)
    if counts.get("left_percent") == "0":
        return True
    page, pages = map(counts.get, ("page", "pages"))
    return bool(page and pages and int(page) >= int(pages))


def _named(groups: Mapping[str, str | None]) -> dict[str, str]:
    """The counts that were found; the names of those of alternatives differ by a number."""
    return {name.rstrip("_23"): value for name, value in groups.items() if value is not None}


def stated_counts(counts: Mapping[str, str]) -> Iterator[tuple[str, str | int]]:
    """The counts of a marker as facts; a count of 0 means that the page never counted."""
    for name, value in counts.items():
        if name.startswith("left_percent"):
            yield "shown_percent", 100 - round(float(value))
        elif name in _CHARS or value.isdecimal():
            number = round(
                float(value.replace(",", "").rstrip("万")) * (10000 if value[-1] == "万" else 1)
            )
            if number:
                yield name, number
        else:
            yield name, value
