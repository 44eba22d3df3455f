"""Reads a credit line beside a headline: days, labels, roles, and names without either."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.credit_draft import Draft
from zxclean.steps.credit_fields import COUNTS, DATES
from zxclean.steps.credit_forms import take_dates, take_people
from zxclean.steps.credit_names import are_writers_and_outlet, settle_names
from zxclean.steps.credit_values import cut_value, is_button
from zxclean.steps.credit_words import (
    ADDRESS,
    BRACKETS,
    EDITORS,
    FROM,
    HANDS,
    PARTICULARS,
    TOKEN,
    UNKNOWN_FIELD,
    find_glued_label,
    may_be_name,
    words_of,
)
from zxclean.steps.labels import PEOPLE, labels_known, places_before_colons
from zxclean.steps.noise import COUNT
from zxclean.steps.outlets import PROVINCES, is_outlet, is_press
from zxclean.steps.reporters import merged, read_reporters
from zxclean.steps.source_people import close_names
from zxclean.steps.writers import (
    DEED,
    REPORT,
    ROLE,
    SENT,
    is_marked_original,
    is_workplace,
    split_people,
)
from zxclean.structure.credits import is_person

NAMES = 4
"""More unlabelled words than these on a line are a menu or a sentence."""

TAG = 6
"""Longest tag (code points) of a line that has more words than names could be."""

LONGEST_VALUE = 40
"""Longest value of a label in code points."""

_EMPTY = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,6}\s?:\s*$|[\d:\s.-]+$|[\[【]\s?[\u4e00-\u9fff] ?[\u4e00-\u9fff]\s?[\]】]\s*$)"
)
"""What stands behind a label without a value."""

_OFFICIAL = re.compile(r"(?P<name>\S{2,14})官方[账帐]号")
"""The account of an outlet, as apps mark it."""

_OWN_REPORT = re.compile(r"(?:专?讯|报[道导]|消息)$")
"""What stands behind an outlet that says whose report it is: `渡口晚报讯`."""

_DEVICE = re.compile(r"安卓|苹果|手机|电脑|网页|iP|Android|iOS|PC")
"""What a post was written on."""

_PLACED = re.compile(rf"\d日\s{{1,2}}\d{{1,2}}:\d\d (?:{PROVINCES})(?=\s|$)")
"""The province of an account on WeChat, behind the hour."""

_DEED_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:摄影)?报[道导]:?$")


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
        parts.append((_take_label(draft, place.label.field, place.end, stop), end))
    if not all(_take_free(draft, start, end) for start, end in parts):
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


def _take_label(draft: Draft, field: str, start: int, end: int) -> int:
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


def _take_signature(draft: Draft, start: int, end: int) -> bool:
    """Take the reporters of a part that is a signature and nothing else."""
    piece = draft.plain[start:end]
    solid = piece.strip("| " + BRACKETS)
    if len(solid) < 4:
        return False
    first = start + piece.index(solid)
    signed = read_reporters(solid)
    if signed is None:
        return False
    for a, b in merged(solid, signed.names):
        draft.add_author(first + a, first + b)
    if signed.outlet is not None and not draft.has("source"):
        a, b = signed.outlet
        name = draft.original[first + a : first + b]
        if not name.startswith("本"):
            draft.facts.append(("source", name))
    draft.strength += 2
    return True


def _first_hand(draft: Draft, start: int, end: int) -> int:
    """Where the word for one who had a hand in the text stands, `end` if nowhere: `记者 李一 编辑 王二`."""
    words = words_of(draft.plain, start, end)
    return next((first for first, _, token in words if HANDS.fullmatch(token)), end)


def _take_free(draft: Draft, start: int, end: int) -> bool:
    """Take the words of a part that no label names, and tell whether each may stand there."""
    hands = _first_hand(draft, start, end)
    if _take_signature(draft, start, hands):
        start = hands
    role = other = whence = False
    hand = ""
    known = start
    for first, last, token in words_of(draft.body, start, end):
        if UNKNOWN_FIELD.match(draft.body, first, end):
            if PARTICULARS.match(token) and not draft.labelled:
                return False
            other, known = True, last  # its value, up to a bar, says nothing here
            continue
        if token in ("分类于", "收录于", "发布在", "分类"):
            other, known = True, last
            continue
        other = other and "|" not in draft.body[known:first]
        known = last
        if other:
            continue
        count = COUNT.fullmatch(token)
        if count:
            views = count["views"] or count["views_2"]
            if views:
                draft.facts.append(("views", views))
            continue
        if HANDS.fullmatch(token):
            role, hand = False, token
            continue
        if hand and is_person(token):
            if hand.endswith(EDITORS):
                draft.facts.append(("editor", draft.original[first:last]))
            continue
        hand = ""
        official = _OFFICIAL.fullmatch(token)
        if official is not None and is_press(official["name"]) and not draft.has("source"):
            draft.facts.append(("source", draft.original[first : first + official.end("name")]))
            continue
        if token in FROM and not draft.has("source"):
            whence = True
            continue
        if whence:
            whence = False
            if _DEVICE.match(token):
                continue
            draft.facts.append(("source", draft.original[first:last]))
            draft.strength += 1
            continue
        if draft.body[last:].lstrip()[:1] == ">" and is_press(token) and not draft.has("source"):
            draft.facts.append(("source", draft.original[first:last]))
            continue
        if (
            not any(map(str.isalnum, token))
            or is_button(token)
            or ADDRESS.fullmatch(token)
            or draft.body[last:].lstrip()[:1] in (">", "\u203a")
        ):
            continue  # a button, the name of a column
        said = _OWN_REPORT.search(token)
        if said is not None and is_outlet(token[: said.start()]):
            if not draft.has("source"):
                draft.facts.append(("source", draft.original[first : first + said.start()]))
            continue
        labelled = find_glued_label(token)
        if labelled is not None:
            field, value = labelled
            draft.facts.append((field, draft.original[first + value : last]))
            draft.strength += 2
            continue
        named = ROLE.fullmatch(token)
        if named:
            role = True
            draft.strength += 1
            if named["name"] and not DEED.fullmatch(named["name"]):
                deed = _DEED_BEHIND.search(named["name"])
                stop = last - (len(deed[0]) if deed else 0)
                draft.add_author(first + named.start("name"), stop)
            continue
        if (role or draft.acts) and is_person(token):
            draft.add_author(first, last)
            draft.strength += 1
            continue
        if SENT.fullmatch(token):
            continue
        if REPORT.fullmatch(token) and (role or _take_writers(draft, first)):
            continue
        if not may_be_name(token):
            return False
        if role and not (draft.before or draft.behind or is_outlet(token)):
            continue  # behind those who wrote: one of them, or what they wrote it for
        role = False
        if first == draft.day_end and not (is_outlet(token) or is_person(token)):
            return False
        if first == draft.hour_end and not (is_outlet(token) or is_person(token)):
            continue  # a column
        if draft.text[first - 1] == "(" and draft.text[last : last + 1] == ")" and draft.before:
            continue  # another name of the one before it
        behind = 0 <= draft.date_at < first
        (draft.behind if behind else draft.before).append((first, last))
    return True


def _find_outlet(draft: Draft) -> tuple[int, int] | None:
    """The one outlet among many short words, next to the day."""
    words = [*draft.before, *draft.behind]
    outlets = [span for span in words if is_outlet(draft.text[slice(*span)])]
    if len(outlets) != 1 or max(b - a for a, b in words if (a, b) != outlets[0]) > TAG:
        return None
    return outlets[0] if outlets[0] in (draft.before[-1:] + draft.behind[:1]) else None


def _take_writers(draft: Draft, end: int) -> bool:
    """Whether the bare names right before what a writer did are people: the authors."""
    found = False
    for names in (draft.behind, draft.before):
        people: list[tuple[int, int]] = []
        while names and names[-1][1] <= end and is_person(draft.text[slice(*names[-1])]):
            people.insert(0, names.pop())
        for person in people:
            draft.add_author(*person)
        found = found or bool(people)
    draft.strength += found
    return found
