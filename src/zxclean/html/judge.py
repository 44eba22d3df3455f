"""From lines and boxes to proposals: what goes out, which line is the title, what blocks are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from zxclean.html import hints
from zxclean.html.body import Body, find_body, is_linked
from zxclean.html.head import Head, is_name, is_outlet, iso_date, plain_name
from zxclean.html.steps import Fact, HtmlLines
from zxclean.html.visible import Line, Page
from zxclean.proposals import Edit
from zxclean.records import Block, BlockKind
from zxclean.view import TextView

FACT_LINES = 12
"""How many lines before and behind the article a line of facts about it is looked for."""

FACT_SIZE = 120
"""Longest line of facts (code points)."""

TITLE_SIZE = 120
"""Longest title (code points)."""

_FACT = re.compile(
    r"(?:来源|作者|编辑|责编|记者|时间|日期|发布|出处|撰稿|供稿|摄影|校对|审核|文号|索引号|浏览|阅读)"
    r"|\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|原标题"
)
_SEPARATOR = re.compile(r"\s*[_|\u2014\u2013-]+\s*")
_RULES = (
    (hints.COMMENTS, "html.comments", "a part named for comments"),
    (hints.FOOTER, "html.footer", "a part named as footer"),
    (hints.RELATED, "html.related", "a part named for related or popular articles"),
    (hints.NAVIGATION, "html.nav", "a part named for navigation"),
    (hints.SIDE, "html.side", "a part named as side column"),
    (hints.SHARING, "html.tools", "a part named for sharing and tools"),
    (hints.ADVERT, "html.advert", "a part named for advertising"),
)
_NAMED = "an element named for it"
BADGE = 4
"""Longest mark of a site before a title (code points), such as 原创."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def judge(page: Page, head: Head, remove: bool = True) -> tuple[HtmlLines, list[Fact]]:
    """The findings of a page as a step of the pipeline, and facts in elements named for them."""
    body = find_body(page)
    if body is None:
        return HtmlLines(page.text, None, remove=remove), []
    title = _find_title(page, head, body)
    kept = list(body.kept)
    if title is not None:
        kept[title] = True
    for k in _fact_lines(page.lines, body, title):
        kept[k] = True
    starts = [0, *accumulate(len(line.text) + 1 for line in page.lines)]
    reasons = [
        None if keep or not line.text else _reason(line, body.hinted[k], k < body.first)
        for k, (line, keep) in enumerate(zip(page.lines, kept, strict=True))
    ]
    edits = tuple(_edits(page.lines, reasons, starts))
    badge = 0 if title is None else _badge(page, head, title)
    if title is not None and badge:
        start = starts[title]
        message = "A mark of the site before the title, which the head has without it."
        edits = (*edits, Edit(start, start + badge, "", "html.badge", "remove", message, 0.9))
    blocks = tuple(_blocks(page, kept, body.first, title, starts))
    text = None if title is None else page.lines[title].text[badge:]
    return HtmlLines(page.text, text, edits, blocks, remove), list(_facts(page, body, title))


def _facts(page: Page, body: Body, title: int | None) -> Iterator[Fact]:
    """Facts in elements named for them, between the title and the article."""
    low = body.first - FACT_LINES if title is None else min(title, body.first - 3)
    for kind, k, text in page.fields:
        if not low <= k <= body.first or k == title:
            continue
        name = plain_name(text)
        if kind == hints.TIME:
            date = iso_date(text)
            if date:
                yield "published_at", date, _NAMED
        elif _FACT.search(name):
            continue
        elif is_outlet(name) or (kind == hints.SOURCE and is_name(name)):
            yield "source", name, _NAMED
        elif kind == hints.AUTHOR and is_name(name):
            yield "author", name, _NAMED


def _reason(line: Line, flags: int, before: bool) -> tuple[str, str, float]:
    for flag, rule, message in _RULES:
        if flags & flag:
            return rule, message, 0.9
    if is_linked(line):
        return ("html.nav" if before else "html.related"), "a line of links", 0.9
    return "html.outside", "outside of the element that holds the article", 0.8


def _edits(
    lines: Sequence[Line], reasons: Sequence[tuple[str, str, float] | None], starts: Sequence[int]
) -> Iterator[Edit]:
    """One edit for each run of lines that go for the same reason, with their line feeds."""
    end = len(lines)
    last = max((k for k, r in enumerate(reasons) if r is None and lines[k].text), default=-1)
    going: list[tuple[int, tuple[str, str, float]]] = []
    pending = None
    for k, reason in enumerate(reasons):
        if reason is not None:
            pending = reason
        elif lines[k].text:
            pending = None
        if pending is not None:
            going.append((k, pending))
    for _, group in groupby(enumerate(going), key=lambda each: (each[0] - each[1][0], each[1][1])):
        run = [row for _, row in group]
        first, final = run[0][0], run[-1][0]
        rule, message, confidence = run[0][1]
        start, stop = starts[first], starts[final + 1]
        if first > last:
            start -= 1
            stop -= 1
        if final == end - 1:
            stop = starts[end] - 1
        yield Edit(
            max(0, start), stop, "", rule, "remove", f"Not the article: {message}.", confidence
        )


def _fact_lines(lines: Sequence[Line], body: Body, title: int | None) -> Iterator[int]:
    """Lines beside the article that may state its facts; other steps read and remove them."""
    inside = [k for k, keep in enumerate(body.kept) if keep and lines[k].text]
    if not inside:
        return
    first, last = inside[0], inside[-1]
    low = first - FACT_LINES if title is None else min(title, first - FACT_LINES)
    for k in (*range(max(0, low), first), *range(last + 1, min(len(lines), last + 1 + FACT_LINES))):
        line = lines[k]
        if (
            line.text
            and len(line.text) <= FACT_SIZE
            and not is_linked(line)
            and not body.hinted[k] & (hints.COMMENTS | hints.RELATED | hints.FOOTER)
            and _FACT.search(line.text)
        ):
            yield k


def _find_title(page: Page, head: Head, body: Body) -> int | None:
    """The line of the title: like a title of the head, or the main heading."""
    known = {_plain(title) for title in head.titles}
    browser = _plain(head.browser_title)
    best, best_score = None, 0
    for k, line in enumerate(page.lines[: body.last + 1]):
        if not 3 <= len(line.text) <= TITLE_SIZE or (is_linked(line) and k != body.first):
            continue
        text = _plain(line.text)
        box = page.boxes[line.box]
        score = 0
        if text in known or (
            browser and browser.startswith(text) and 3 * len(text) >= len(browser)
        ):
            score += 4
        elif any(
            0 < len(text) - len(t) <= BADGE and text.endswith(t)
            for t in (*known, browser)
            if len(t) >= 2 * BADGE
        ) or (len(text) >= 6 and any(_is_cut(title, text) for title in (*known, browser))):
            score += 3
        if box.tag == "h1":
            score += 2 if text in browser or not browser else 0
        elif box.tag in _HEADINGS or box.hints & hints.TITLE:
            score += 1
        score -= 2 * bool(body.hinted[k])
        if score >= max(3, best_score) and (score > best_score or k <= body.first):
            best, best_score = k, score
    if best is None:
        best = _heading_above(page, body)
    return best


def _heading_above(page: Page, body: Body) -> int | None:
    """The heading next above the article, where the head does not know its title."""
    for k in range(body.first - 1, max(-1, body.first - 1 - FACT_LINES), -1):
        line = page.lines[k]
        if page.boxes[line.box].tag in _HEADINGS:
            free = not is_linked(line) and not body.hinted[k]
            return k if free and 8 <= len(line.text) <= TITLE_SIZE else None
    return None


def _badge(page: Page, head: Head, title: int) -> int:
    """Size of what stands on the title's line before the title that the head has."""
    line = page.lines[title]
    for known in (*head.titles, head.browser_title):
        size = len(line.text) - len(known)
        if known and 0 < size <= BADGE and line.text.endswith(known) and len(known) >= 2 * BADGE:
            return size
    return 0


def _is_cut(title: str, text: str) -> bool:
    """Whether a line is a title that the head gives with the name of a site, or shortened."""
    if (
        len(title) >= 6
        and text.startswith(title.rstrip("\u2026."))
        and len(title) * 3 >= len(text) * 2
    ):
        return True
    return title.startswith(text) and bool(_SEPARATOR.match(title, len(text)))


def _plain(text: str) -> str:
    return "".join(TextView(text).folded.split())


def _blocks(
    page: Page, kept: Sequence[bool], first: int, title: int | None, starts: Sequence[int]
) -> Iterator[Block]:
    table: tuple[int, int, int] | None = None
    for k, line in enumerate(page.lines):
        if not kept[k] or not line.text or k == title:
            continue
        start, end = starts[k], starts[k] + len(line.text)
        if line.joined:
            around = page.boxes[line.row].table
            if table and table[0] == around:
                table = (around, table[1], end)
            else:
                if table:
                    yield Block("table", table[1], table[2])
                table = (around, start, end)
            continue
        if table:
            yield Block("table", table[1], table[2])
            table = None
        kind = _kind(page, line)
        if kind and (kind != "heading" or k > first):
            yield Block(kind, start, end)
    if table:
        yield Block("table", table[1], table[2])


def _kind(page: Page, line: Line) -> BlockKind | None:
    box = page.boxes[line.box]
    tag = box.tag
    if tag in ("p", "div", "section") and box.parent >= 0:
        parent = page.boxes[box.parent].tag
        tag = parent if parent in ("li", "figcaption") else tag
    if tag in _HEADINGS:
        return "heading"
    if tag in ("figcaption", "caption"):
        return "caption"
    return "list" if tag == "li" else None
