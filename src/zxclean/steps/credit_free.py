"""The words of a credit line that no label names: roles before names, counters, outlets, names alone."""

from __future__ import annotations

import re

from zxclean.steps.credit_draft import Draft
from zxclean.steps.credit_values import is_button
from zxclean.steps.credit_words import (
    ADDRESS,
    BRACKETS,
    EDITORS,
    FROM,
    HANDS,
    PARTICULARS,
    UNKNOWN_FIELD,
    find_glued_label,
    may_be_name,
    words_of,
)
from zxclean.steps.noise import COUNT
from zxclean.steps.outlets import is_outlet, is_press
from zxclean.steps.reporters import merged, read_reporters
from zxclean.steps.writers import DEED, REPORT, ROLE, SENT, is_workplace
from zxclean.structure.credits import is_person

_OFFICIAL = re.compile(r"(?P<name>\S{2,14})官方[账帐]号")
"""The account of an outlet, as apps mark it."""

_OWN_REPORT = re.compile(r"(?:专?讯|报[道导]|消息)$")
"""What stands behind an outlet that says whose report it is: `渡口晚报讯`."""

_DEVICE = re.compile(r"安卓|苹果|手机|电脑|网页|iP|Android|iOS|PC")
"""What a post was written on."""

_HAN = re.compile(r"[\u4e00-\u9fff]+")

_DEED_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:摄影)?报[道导]:?$")


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


def _may_be_called(token: str) -> bool:
    """Whether a word behind the role of one who had a hand in the text may be a name whose surname is rare."""
    other = is_button(token) or is_outlet(token) or is_workplace(token) or HANDS.fullmatch(token)
    return len(token) in (2, 3) and not other and _HAN.fullmatch(token) is not None


def _first_hand(draft: Draft, start: int, end: int) -> int:
    """Where the word for one who had a hand in the text stands, `end` if nowhere: `记者 李一 编辑 王二`."""
    words = words_of(draft.plain, start, end)
    return next((first for first, _, token in words if HANDS.fullmatch(token)), end)


def _outlet_in(draft: Draft, token: str, last: int) -> str:
    """The outlet a word names: by its official account, by what is its own report, over its column."""
    official = _OFFICIAL.fullmatch(token)
    if official is not None and is_press(official["name"]):
        return official["name"]
    said = _OWN_REPORT.search(token)
    if said is not None and is_outlet(token[: said.start()]) and not is_button(token):
        return token[: said.start()]
    over = draft.body[last:].lstrip()[:1] == ">" and is_press(token)
    return token if over else ""


def take_free(draft: Draft, start: int, end: int) -> bool:
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
        if COUNT.fullmatch(token):
            continue  # a figure; those of readers are taken by now
        if HANDS.fullmatch(token):
            role, hand = False, token
            continue
        if hand and (is_person(token) or (draft.strength and _may_be_called(token))):
            if hand.endswith(EDITORS):
                draft.facts.append(("editor", draft.original[first:last]))
            continue
        hand = ""
        outlet = _outlet_in(draft, token, last)
        if outlet:
            if not draft.has("source"):
                draft.facts.append(("source", draft.original[first : first + len(outlet)]))
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
        if (
            not any(map(str.isalnum, token))
            or is_button(token)
            or ADDRESS.fullmatch(token)
            or draft.body[last:].lstrip()[:1] in (">", "\u203a")
        ):
            continue  # a button, the name of a column
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
