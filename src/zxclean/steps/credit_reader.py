"""Reads a credit line beside a headline: days, labels, roles, and names without either.

The line is a sequence of items. What its own form tells is taken first and leaves bars behind
(`credit_items`: boxes and strokes of labels, counters; `credit_forms`: days, `文/李一`), then what a
label names, up to the next item (`credit_labelled`), then the words in between (`credit_free`). What
the names among those are, all items together decide (`credit_names`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.credit_draft import Draft
from zxclean.steps.credit_forms import take_dates, take_people
from zxclean.steps.credit_free import take_free
from zxclean.steps.credit_labelled import take_label
from zxclean.steps.credit_names import are_writers_and_outlet, settle_names
from zxclean.steps.labels import places_before_colons
from zxclean.steps.outlets import PROVINCES, is_outlet
from zxclean.steps.writers import is_marked_original, split_people

NAMES = 4
"""More unlabelled words than these on a line are a menu or a sentence."""

TAG = 6
"""Longest tag (code points) of a line that has more words than names could be."""

_PLACED = re.compile(rf"\d日\s{{1,2}}\d{{1,2}}:\d\d (?:{PROVINCES})(?=\s|$)")
"""The province of an account on WeChat, behind the hour."""


class Credits(NamedTuple):
    """What a line says; `dated` if with the year, `strength` counts what only credits have."""

    facts: Facts
    dated: bool
    strength: int


def read_words(text: str, original: str) -> Credits | None:
    """The facts of a line, `None` if it holds anything that is no credit.

    `text` is folded and without spaces around it, `original` as the page has it. Only the form is
    judged; whether it stands where credits do is for the caller to know.

    >>> read_words("石佳/中国青年报", "石佳/中国青年报").facts
    (('source', '中国青年报'), ('author', '石佳'))
    """
    draft = Draft(text, original)
    take_people(draft)
    dated = take_dates(draft)
    places = places_before_colons(draft.body)
    if any(place.label.rule.tag == "index" and place.label.field != "issuer" for place in places):
        return None
    parts = [(0, places[0].start if places else len(draft.body))]
    ends = [*(place.start for place in places), len(draft.body)][1:]
    for place, end in zip(places, ends, strict=True):
        cut = draft.body.find("|", place.end, end)
        stop = cut if cut >= 0 else end
        parts.append((take_label(draft, place.label.field, place.end, stop), end))
    if not all(take_free(draft, start, end) for start, end in parts):
        return None
    if draft.limits and not draft.facts:
        return None  # until when a notice asks for something
    if len(draft.before) + len(draft.behind) > NAMES:
        outlet = _find_outlet(draft) if dated else None
        if outlet is None:
            return None
        # Tags, then whom the text is from.
        draft.before, draft.behind = [outlet], []
    if not (
        draft.strength
        or is_marked_original(draft.text)
        or are_writers_and_outlet([draft.text[a:b] for a, b in draft.before])
    ):
        return None
    draft.facts += settle_names(
        draft.text,
        draft.original,
        draft.before,
        draft.behind,
        timed_behind=draft.timed_behind,
        has_source=draft.has("source"),
        has_author=draft.has("author"),
        placed=draft.hour_end >= 0 and _PLACED.search(draft.text) is not None,
    )
    return Credits(split_people(tuple(dict.fromkeys(draft.facts))), dated, draft.strength)


def _find_outlet(draft: Draft) -> tuple[int, int] | None:
    """The one outlet among many short words, next to the day."""
    words = [*draft.before, *draft.behind]
    outlets = [span for span in words if is_outlet(draft.text[slice(*span)])]
    if len(outlets) != 1 or max(b - a for a, b in words if (a, b) != outlets[0]) > TAG:
        return None
    return outlets[0] if outlets[0] in (draft.before[-1:] + draft.behind[:1]) else None
