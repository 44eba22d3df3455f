"""The unlabelled names on a credit line beside a headline: which is the writer's, which the outlet's.

What a name is that has no label, the line as a whole tells: how many stand there, and on which side
of the day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zxclean.steps.outlets import is_outlet
from zxclean.steps.writers import is_marked_original, is_workplace
from zxclean.structure.credits import is_latin_person, is_person

_PARTED = re.compile(r"\s[-\u2013\u2014]\s")

_PORTAL = re.compile(r"[\u4e00-\u9fff]{2,6}(?:之家|家园|部落|观察|评论|日记|在线|论坛|社区)")
"""A site, right behind the day."""


_TOPIC = re.compile(r"[\u4e00-\u9fff]{2}")


def _is_topic(text: str, start: int, end: int, posted: bool) -> bool:
    """Whether a word is the column or the place: two characters that name no person and no outlet,
    behind the day that an outlet stands before (`posted`), or parted from it by a bar or a stroke."""
    word = text[start:end]
    if not _TOPIC.fullmatch(word) or is_person(word) or is_outlet(word):
        return False
    return (
        posted or text[:start].rstrip()[-1:] in ("|", "/") or text[end:].lstrip()[:1] in ("|", "/")
    )


def _is_place_of_work(text: str, spans: Sequence[tuple[int, int]], n: int) -> bool:
    """Whether the word is a unit and the next one a person, who works there."""
    following = text[slice(*spans[n + 1])] if n + 1 < len(spans) else ""
    return is_person(following) and is_workplace(text[slice(*spans[n])])


def are_writers_and_outlet(names: Sequence[str]) -> bool:
    """Whether folded names are those of people and of one outlet: `石佳/中国青年报`.

    >>> are_writers_and_outlet(["石佳", "中国青年报"]), are_writers_and_outlet(["石佳", "王二"])
    (True, False)
    """
    people = sum(map(is_person, names))
    outlets = sum(is_outlet(name) for name in names)
    return bool(people) and outlets == 1 and len(names) == people + 1


def settle_names(
    text: str,
    original: str,
    before: Sequence[tuple[int, int]],
    behind: Sequence[tuple[int, int]],
    *,
    timed_behind: bool,
    has_source: bool,
    has_author: bool = False,
    placed: bool = False,
) -> list[tuple[str, str]]:
    """The facts of unlabelled names, which stand at `[start, end)` before and behind the day.

    `text` is the folded line, `original` what the page has for it. `timed_behind` says that the
    only name stands behind a day and its hour, `has_source` that the line names its source, `placed`
    that a province stands behind the hour.

    >>> line = "石佳/中国青年报"
    >>> settle_names(line, line, [(0, 2), (3, 8)], [], timed_behind=False, has_source=False)
    [('source', '中国青年报'), ('author', '石佳')]
    """
    spans = [*before, *behind]
    posted = any(is_outlet(text[a:b]) for a, b in before)
    topics = {span for span in spans if _is_topic(text, *span, posted and span in behind)}
    if topics:
        before = [span for span in before if span not in topics]
        behind = [span for span in behind if span not in topics]
        spans = [*before, *behind]
    if len(spans) > 2:
        spans = [span for n, span in enumerate(spans) if not _is_place_of_work(text, spans, n)]
    names = [(text[a:b], original[a:b]) for a, b in spans]
    outlets = [own for name, own in names if is_outlet(name)]
    people = [own for name, own in names if is_person(name) or is_latin_person(name)]
    others = [own for _, own in names if own not in outlets and own not in people]
    if has_author and len(others) == len(names) == 1:
        return [("column", others[0])]  # the book or the column that one who is named wrote for
    if placed and len(names) == 1 == len(before) and not has_source:
        return [("source", names[0][1])]  # an account, with the province it is at home in
    if len(others) == len(names) == 1 and timed_behind and not has_source:
        if text[behind[0][0] - 1] == "·":
            return [("byline", others[0])]  # an account, as apps print it
        # Portals print day and hour, then whom they have the text from.
        return [("source", others[0])]
    if len(others) == len(names) == len(behind) == 1 and not has_source:
        start, end = behind[0]
        if _PORTAL.fullmatch(text[start:end]) and text[start - 1 : start].isspace():
            # So do mirrors, with a day alone; an account may have a dot or a bar before it.
            return [("source", others[0])]
    listed = len(names) == 2 and re.search("[,、&]", text[spans[0][1] : spans[1][0]])
    own_text = is_marked_original(text) and len(names) > 2 and len(before) == len(names)
    if own_text and not listed and not is_person(names[-1][0]):
        # Who wrote, several of them, then whose account it is.
        return [("author", " ".join(own for _, own in names[:-1])), ("source", names[-1][1])]
    if len(names) == 2 and names[0] == names[1]:
        # An account that signs for itself.
        return [] if has_source else [("source", names[0][1])]
    if len(names) == 2 == len(before) and not has_source:
        parted = _PARTED.fullmatch(text[spans[0][1] : spans[1][0]])
        if parted and not is_person(names[0][0]) and not is_outlet(names[1][0]):
            # A site, and its column.
            return [("source", names[0][1])]
    if len(names) == 2 == len(before) and people == [names[1][1]] and is_workplace(names[0][0]):
        return [("author", people[0])]  # who wrote, behind the place of work
    if len(names) == 2 and len(before) == 2 and not outlets and not listed:
        # An account on WeChat: who wrote, then whose account it is.
        return [("author", names[0][1]), ("source", names[1][1])]
    facts: list[tuple[str, str]] = []
    if outlets and not has_source:
        facts.append(("source", outlets[0]))
    if people and (len(others) == 0 or len(names) <= 2):
        facts.append(("author", " ".join(people)))
        facts += [("byline", own) for own in others]
    elif len(before) == len(behind) == 1 and not people and not outlets:
        pass  # a column before the day and a place behind it
    elif others or people:
        facts.append(("byline", " ".join(own for _, own in names if own not in outlets)))
    return facts
