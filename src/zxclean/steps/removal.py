"""The edits and marks that take lines of a page out: their spans, their messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import msgspec

from zxclean.proposals import Edit, Facts, Mark, Proposal
from zxclean.rules import Rule, load_rules
from zxclean.steps.flat_head import FlatHead
from zxclean.steps.furniture import Page, row
from zxclean.steps.head_credits import Head
from zxclean.view import TextView


def spans_to_mark(page: Page) -> dict[int, tuple[int, int]]:
    """Spans of what is on the chosen lines, which stay."""
    return {k: (page.start(k), page.end(k)) for k in page.chosen}


def spans_to_remove(page: Page) -> dict[int, tuple[int, int]]:
    """Spans of the chosen lines that leave no hole and join nothing.

    A line takes its line feed with it, and the blank lines between it and the next one that
    goes. Where blank lines stand before and behind such a run, one behind goes too; at the edge
    of the text all that are next to the run.
    """
    text, starts, ends = page.view.text, page.line_starts, page.line_ends
    spans: dict[int, tuple[int, int]] = {}
    for first, last in _runs(sorted(page.chosen)):
        if last + 1 == len(starts):
            # The line feed before the run goes instead of one behind it.
            for k in range(first, last + 1):
                spans[k] = ends[k - 1], ends[k]
            continue
        for k in range(first, last + 1):
            spans[k] = starts[k], starts[k + 1]
        if first == 0:
            spans[0] = 0, starts[1]
        else:
            end = ends[last] + 1
            if ends[first - 1] + 1 < starts[first] and end < starts[last + 1]:
                end = text.index("\n", end) + 1
            spans[last] = starts[last], end
    return spans


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of following numbers."""
    first = last = -2
    for place in places:
        if place != last + 1:
            if first >= 0:
                yield first, last
            first = place
        last = place
    if first >= 0:
        yield first, last


@cache
def _messages() -> dict[str, str]:
    return {rule.id: _message(rule) for rule in load_rules("chrome")}


def _message(rule: Rule) -> str:
    if rule.tag == "headline" and rule.id.endswith(("headline", "_name", "_names", "_number")):
        return f"Part of the article that states facts and stays: {rule.why}."
    if rule.tag == "byline":
        return "Byline of the article: its names are facts, its text stays."
    return f"Page furniture: {rule.why}."


def make_edit(start: int, end: int, rule: Rule, facts: Facts) -> Edit:
    """The edit that takes a span out for a row of `data/chrome.toml`."""
    return Edit(
        start,
        end,
        "",
        rule.id,
        "remove",
        _messages()[rule.id],
        rule.confidence,
        "metadata" if facts else "",
        facts,
    )


def make_mark(start: int, end: int, rule: Rule, facts: Facts) -> Mark:
    """The mark of a span that stays."""
    return Mark(
        start,
        end,
        rule.id,
        _messages()[rule.id],
        rule.confidence,
        "metadata" if facts else "",
        facts,
    )


_Make = Callable[[int, int, Rule, Facts], Edit | Mark]


def headline_edits(page: Page, head: Head, make: _Make) -> Iterator[Proposal]:
    """The headline's mark; what stands around it on its line goes out."""
    k, start, end = head.title, page.start(head.title), page.end(head.title)
    if head.start:
        yield make(start, start + head.start, row("headline_prefix"), ())
    yield mark_headline(page, k, head.start, head.behind)
    if head.behind:
        yield make(end - head.behind, end, row("headline_suffix"), ())


def mark_headline(page: Page, k: int, start: int = 0, behind: int = 0) -> Mark:
    """The mark of line `k` as the headline, without so much at its start and at its end."""
    own = page.original(k, start, len(page.text(k)) - behind)
    first, last = page.start(k) + start, page.end(k) - behind
    return make_mark(first, last, row("headline"), (("title", own),))


def flat_head_edits(view: TextView, flat: FlatHead, remove: bool) -> Iterator[Proposal]:
    """The headline of a page on one line gets a line of its own; menu and credits go out."""
    rule, title = row("flat_head"), view.text[flat.title : flat.title_end]
    yield make_mark(flat.title, flat.title_end, row("headline"), (("title", title),))
    if not remove:
        yield make_mark(flat.title_end, flat.body, rule, flat.facts)
        return
    if flat.start < flat.title:
        yield make_edit(flat.start, flat.title, rule, ())
    credits = make_edit(flat.title_end, flat.body, rule, flat.facts)
    yield msgspec.structs.replace(credits, after="\n", kind="replace")
