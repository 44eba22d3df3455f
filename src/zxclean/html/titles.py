"""Which line of a page is the title of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zxclean.html import hints
from zxclean.html.body import Body
from zxclean.html.head import Head
from zxclean.html.lines import HEADINGS, Page, is_linked
from zxclean.view import TextView

TITLE_SIZE = 120
"""Longest title (code points)."""

LEAST_HEADING = 8
"""Shortest heading (code points) that is the title by its place alone."""

LEAST_MAIN = 5
"""Shortest main heading (code points) that is the title though the head does not have it."""

ABOVE = 12
"""How many lines above the article that heading is looked for."""

BADGE = 4
"""Longest mark of a site before a title (code points), such as 原创."""

_SEPARATOR = re.compile(r"\s*[_|\u2014\u2013-]+\s*")


def score_titles(page: Page, head: Head) -> dict[int, int]:
    """Lines that are like a title of the head, or the main heading, with how well they fit."""
    known = {_plain(title) for title in head.titles}
    browser = _plain(head.browser_title)
    given = [title for title in (*known, *_without_site(browser)) if title]
    scores: dict[int, int] = {}
    for k, line in enumerate(page.lines):
        box = page.boxes[line.box]
        # Blogs link the heading over a post to the post itself.
        if not 3 <= len(line.text) <= TITLE_SIZE or (is_linked(line) and box.tag not in HEADINGS):
            continue
        text = _plain(line.text)
        score = 0
        if text in known or (browser.startswith(text) and 3 * len(text) >= len(browser)):
            score = 4
        elif any(_is_badged(title, text) or _is_cut(title, text) for title in given):
            score = 3
        if box.tag == "h1":
            score += 2 if text in browser or not browser else 0
        elif box.tag in HEADINGS or box.hints & hints.TITLE:
            score += 1
        if score >= 3:
            scores[k] = score
    return scores or dict.fromkeys(_only_heading(page), 3)


def _only_heading(page: Page) -> list[int]:
    """The main heading, if the head names no line and there is one such heading."""
    found = [k for k, line in enumerate(page.lines) if page.boxes[line.box].tag == "h1"]
    if len(found) > 1 or not found:
        return []
    line = page.lines[found[0]]
    return found if LEAST_MAIN <= len(line.text) <= TITLE_SIZE and not is_linked(line) else []


def find_title(page: Page, scores: Mapping[int, int], body: Body) -> int | None:
    """The best line above the article's prose, of equal ones the nearest, or a heading there."""
    above = {k: score - 2 * bool(body.hinted[k]) for k, score in scores.items() if k <= body.first}
    if above:
        return max(above, key=lambda k: (above[k], k))
    return _heading_above(page, body)


def _without_site(browser: str) -> Iterator[str]:
    """A browser's title, whole and up to each of its marks that may part off the site's name."""
    yield browser
    for mark in _SEPARATOR.finditer(browser):
        yield browser[: mark.start()]


def _is_badged(title: str, text: str) -> bool:
    """Whether a line is a title behind a mark of the site."""
    size = len(text) - len(title)
    return 0 < size <= BADGE and len(title) >= 2 * BADGE and text.endswith(title)


def _heading_above(page: Page, body: Body) -> int | None:
    """The heading next above the article, where the head does not know its title."""
    for k in range(body.first - 1, max(-1, body.first - 1 - ABOVE), -1):
        line = page.lines[k]
        if page.boxes[line.box].tag in HEADINGS:
            free = not is_linked(line) and not body.hinted[k]
            return k if free and LEAST_HEADING <= len(line.text) <= TITLE_SIZE else None
    return None


def badge_size(page: Page, head: Head, title: int) -> int:
    """Size of what stands on the title's line before the title that the head has."""
    line = page.lines[title]
    for known in (*head.titles, head.browser_title):
        size = len(line.text) - len(known)
        if known and 0 < size <= BADGE and line.text.endswith(known) and len(known) >= 2 * BADGE:
            return size
    return 0


def _is_cut(title: str, text: str) -> bool:
    """Whether a line is a title that the head gives with the name of a site, or shortened."""
    if len(text) < 6:
        return False
    if (
        len(title) >= 6
        and text.startswith(title.rstrip("\u2026."))
        and len(title) * 3 >= len(text) * 2
    ):
        return True
    return title.startswith(text) and bool(_SEPARATOR.match(title, len(text)))


def _plain(text: str) -> str:
    return "".join(TextView(text).folded.split())
