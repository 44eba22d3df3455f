"""From lines and boxes to proposals: what of a page goes out, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate, groupby
from typing import NamedTuple

from zxclean.html import hints
from zxclean.html.blocks import name_blocks
from zxclean.html.body import Body, find_body
from zxclean.html.facts import beside, named_facts
from zxclean.html.head import Head
from zxclean.html.lines import Line, Page, is_linked
from zxclean.html.steps import Fact, HtmlLines
from zxclean.html.titles import badge_size, find_title, score_titles
from zxclean.proposals import Edit
from zxclean.steps.outside import Outside, words_of

_RULES = (
    (hints.COMMENTS, "html.comments", "a part named for comments"),
    (hints.FOOTER, "html.footer", "a part named as footer"),
    (hints.RELATED, "html.related", "a part named for related or popular articles"),
    (hints.NAVIGATION, "html.nav", "a part named for navigation"),
    (hints.SIDE, "html.side", "a part named as side column"),
    (hints.SHARING, "html.tools", "a part named for sharing and tools"),
    (hints.ADVERT, "html.advert", "a part named for advertising"),
)


class Reason(NamedTuple):
    """Why lines go out; runs of one reason are one edit."""

    rule: str
    message: str
    confidence: float


OUTSIDE = "html.outside"

_DECK = re.compile("[\u3002\uff01\uff1f]|^[\u2014\u2500-]")
"""What a deck has, and no other line between a title and its article: a sentence, or a dash before it."""


def judge(page: Page, head: Head, remove: bool = True) -> tuple[HtmlLines, Outside, list[Fact]]:
    """The findings of a page as a step of the pipeline, what lines it leaves to those that read
    credits though they are no part of the article, and facts in elements named for them."""
    scores = score_titles(page, head)
    best = max(scores.values(), default=0)
    body = find_body(page, [k for k, score in scores.items() if score == best])
    if body is None:
        return HtmlLines(page.text, remove=remove), {}, []
    title = find_title(page, scores, body)
    kept = list(body.kept)
    if title is not None:
        kept[title] = True
    starts = [0, *accumulate(len(line.text) + 1 for line in page.lines)]
    reasons = [
        None if keep or not line.text else _reason(line, body.hinted[k], k < body.first)
        for k, (line, keep) in enumerate(zip(page.lines, kept, strict=True))
    ]
    later, deck = _left_to_readers(page, body, title, reasons)
    for k in later | deck:
        reasons[k] = None
        kept[k] = k in deck
    edits = list(_edits(page.lines, reasons, starts))
    text = None
    if title is not None:
        badge = badge_size(page, head, title)
        text = page.lines[title].text[badge:]
        if badge:
            start = starts[title]
            message = "A mark of the site before the title, which the head has without it."
            edits.append(Edit(start, start + badge, "", "html.badge", "remove", message, 0.9))
    blocks = tuple(name_blocks(page, kept, body.first, title, starts))
    named = list(named_facts(page, body, title))
    lines = HtmlLines(page.text, text, tuple(edits), blocks, remove)
    return lines, _by_words(page.lines, reasons, later), named


def _left_to_readers(
    page: Page, body: Body, title: int | None, reasons: Sequence[Reason | None]
) -> tuple[set[int], set[int]]:
    """Lines beside the article that go when their facts are read; and those that stay if no other
    step takes them: a deck below the title that nothing but its place speaks against."""
    own = None if title is None else words_of(page.lines[title].text)
    near = {
        k
        for k in beside(page, body, title)
        if reasons[k] is not None and words_of(page.lines[k].text) != own
    }
    deck = {
        k
        for k in near
        if title is not None
        and title < k < body.last
        and (reason := reasons[k]) is not None
        and reason.rule == OUTSIDE
        and _DECK.search(page.lines[k].text)
    }
    return near - deck, deck


def _by_words(lines: Sequence[Line], reasons: Sequence[Reason | None], later: Set[int]) -> Outside:
    """The lines that go later, by their words, among all that are left."""
    found: dict[str, list[bool]] = {words_of(lines[k].text): [] for k in later}
    for k, line in enumerate(lines):
        if reasons[k] is None and line.text and (words := words_of(line.text)) in found:
            found[words].append(k in later)
    return found


def _reason(line: Line, flags: int, before: bool) -> Reason:
    for flag, rule, what in _RULES:
        if flags & flag:
            return Reason(rule, f"Not the article: {what}.", 0.9)
    if is_linked(line):
        rule = "html.nav" if before else "html.related"
        return Reason(rule, "Not the article: a line of links.", 0.9)
    message = "Not the article: outside of the element that holds its prose."
    return Reason(OUTSIDE, message, 0.8)


def _edits(
    lines: Sequence[Line], reasons: Sequence[Reason | None], starts: Sequence[int]
) -> Iterator[Edit]:
    """One edit for each run of lines that go for the same reason, with their line feeds.

    Blank lines go with those before them. Behind the last line that stays, the line feed before
    a run goes instead of the one behind it.
    """
    last = max((k for k, r in enumerate(reasons) if r is None and lines[k].text), default=-1)
    going: list[tuple[int, Reason]] = []
    pending = None
    for k, reason in enumerate(reasons):
        if reason is not None or lines[k].text:
            pending = reason
        if pending is not None:
            going.append((k, pending))
    runs = groupby(enumerate(going), key=lambda each: (each[0] - each[1][0], each[1][1]))
    for (_, reason), group in runs:
        run = [k for _, (k, _) in group]
        shift = run[0] > last >= 0
        start, stop = starts[run[0]] - shift, starts[run[-1] + 1] - shift
        yield Edit(
            start,
            min(stop, starts[-1] - 1),
            "",
            reason.rule,
            "remove",
            reason.message,
            reason.confidence,
        )
