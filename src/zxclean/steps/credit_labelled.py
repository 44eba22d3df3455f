"""The fields of a credit line that a label names: where each value ends, and what it states."""

from __future__ import annotations

import re

from zxclean.steps.credit_draft import Draft
from zxclean.steps.credit_fields import COUNTS, DATES
from zxclean.steps.credit_values import cut_value, is_button
from zxclean.steps.credit_words import BRACKETS, TOKEN
from zxclean.steps.labels import PEOPLE, labels_known
from zxclean.steps.outlets import is_outlet
from zxclean.steps.reporters import merged, read_reporters
from zxclean.steps.source_people import close_names
from zxclean.steps.writers import is_workplace
from zxclean.structure.credits import is_person

LONGEST_VALUE = 40
"""Longest value of a label in code points."""

_EMPTY = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,6}\s?:\s*$|[\d:\s.-]+$|[\[【]\s?[\u4e00-\u9fff] ?[\u4e00-\u9fff]\s?[\]】]\s*$)"
)
"""What stands behind a label without a value."""


def take_label(draft: Draft, field: str, start: int, end: int) -> int:
    """Take the value of a label, and tell where what no label names begins behind it."""
    raw = draft.body[start:end]
    if field == "other" or not raw.strip(" " + BRACKETS) or _EMPTY.match(raw):
        draft.strength += field == "other"
        return end
    if field in DATES:  # one that can be read is gone by now
        name = raw.strip(" " + BRACKETS)
        if is_outlet(name) or is_workplace(name):  # who put the page up: `发布:水务局 2020-04-27`
            at = start + raw.index(name)
            draft.facts.append(("issuer", draft.original[at : at + len(name)]))
        draft.strength += 1
        return end
    raw = raw[: _end_of_value(raw)]
    if field in PEOPLE and (size := _end_of_people(raw)):
        raw, end = raw[:size], start + size
    value, at = cut_value(raw, is_source=field == "source", is_person=field in PEOPLE)
    solid = value.strip(" /" + BRACKETS) if field not in PEOPLE else value
    if not 0 < len(solid) <= LONGEST_VALUE or solid in labels_known():
        return end
    first = start + at + value.index(solid)
    if field == "author" and (signed := read_reporters(solid, reported=True)) is not None:
        for a, b in merged(solid, signed.names):
            draft.add_author(first + a, first + b)
        draft.strength += 2
        return end
    if field in COUNTS and not solid[:1].isdigit():
        return end
    own = draft.original[first : first + len(solid)]
    draft.facts.append((field, close_names(own) if field in PEOPLE else own))
    draft.strength += 2
    return end


def _end_of_value(raw: str) -> int:
    """Where the value behind a label ends: at a field of another kind, a button, a counter's word."""
    words = iter(TOKEN.finditer(raw))
    next(words, None)
    for token in words:
        # The word before a colon is a label that is not known.
        if ":" in token[0] or is_button(token[0].strip(BRACKETS)):
            end = token.start()
            if token[0][0] in "条次人":  # a counter, whose number stands before
                end = len(raw[:end].rstrip(" 0123456789"))
            return end
    return len(raw)


def _end_of_people(raw: str) -> int:
    """Where an outlet begins behind people's names, 0 if none does."""
    known = False
    for word in re.finditer(r"[^\s、,/]+", raw):
        if known and is_outlet(word[0]) and not is_person(word[0]):
            return word.start()
        known = is_person(word[0])
    return 0
