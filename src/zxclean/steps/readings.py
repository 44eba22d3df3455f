"""What a line says of itself: the rows that hold it to be page furniture, by its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from zxclean.literals import rules_of_anchors
from zxclean.rules import Rule, compiled
from zxclean.steps.bylines import find_byline
from zxclean.steps.credits import find_credits
from zxclean.steps.furniture import Finding, match_facts
from zxclean.steps.toolbars import find_toolbar

LONGEST = 600
"""Longest line (code points) that can be furniture as a whole: a disclaimer of some sentences.
The longest on 60 real pages has 98."""

LINES_KNOWN = 2048
"""Lines whose reading is kept: menus come again on the pages of a site, and every line that
stays in the second round of the pipeline. 2,048 lines of 40 code points are some 400 KB."""

BY_LINE = frozenset({"any", "head", "tail", "edge", "linked", "behind", "button", "lone"})
"""Zones that a line can be judged by alone; `steps/regions.py` and `steps/masthead.py` know the
others."""

_SPACE = " \t\r"
_BULLET = re.compile(r"(?:[•·■◆▪▍▎▌]|-(?=\s.*[^-]$))\s*(?=\S)")
_WHOLE_LINE = frozenset({"", "mast", "wechat", "listing", "leaf", "terms", "crumb"})


class Plan(NamedTuple):
    """What to try on a line with certain literals.

    `anywhere`: whether one of them may take a line out, or be a fact, in the midst of prose.
    """

    whole: tuple[Rule, ...] = ()
    credit: bool = False
    token: bool = False
    byline: bool = False
    footers: tuple[Rule, ...] = ()
    stretches: tuple[Rule, ...] = ()
    anywhere: bool = False


class Reading(NamedTuple):
    """What rows say about a line.

    `moving` are the findings that may take it out by themselves, `kinds` the last finding of
    each kind: by the tag of its row, and by its name for rows that `NAMED` lists.
    """

    findings: tuple[Finding, ...] = ()
    moving: tuple[Finding, ...] = ()
    kinds: tuple[tuple[str, Finding], ...] = ()


SIZE_LABELS = ("chrome.font_size_label", "chrome.font_size")
NAMED = frozenset({"chrome.neighbour", "chrome.edition_button", "chrome.tags", *SIZE_LABELS})
UNREAD = Reading()


def _plan(rules: tuple[Rule, ...]) -> Plan:
    lines = [rule for rule in rules if rule.scope == "line"]
    tags = {rule.tag for rule in lines}
    return Plan(
        tuple(rule for rule in lines if rule.tag in _WHOLE_LINE),
        "label" in tags or "index" in tags,
        "token" in tags,
        "byline" in tags,
        tuple(rule for rule in lines if rule.tag == "footer"),
        tuple(rule for rule in rules if rule.scope != "line"),
        any(_is_anywhere(rule) for rule in rules),
    )


def _is_anywhere(rule: Rule) -> bool:
    if rule.scope != "line" or rule.tag in ("label", "byline"):
        return True
    if rule.tag == "footer":
        return rule.zone != "linked"
    return rule.zone == "any" and rule.tag in ("", "token", "terms")


class Literals(NamedTuple):
    """What the rules make of a literal, by its number.

    `plan_of` is the place of its plan in `plans`, -1 for literals of other modules. `anywhere`
    are the literals whose plan is one, `of_stretches` the plans with rules for parts of a line,
    `of_buttons` those of buttons and nothing else.
    """

    plans: list[Plan]
    plan_of: list[int]
    anywhere: frozenset[int]
    of_stretches: frozenset[int]
    of_buttons: frozenset[int]


@cache
def literals() -> Literals:
    """The plans of lines with one literal, and which of them each literal has."""
    places: dict[object, int] = {}
    known: list[Plan] = []
    plan_of: list[int] = []
    for rules in rules_of_anchors("chrome"):
        plan = _plan(rules)
        ids = [
            tuple(rule.id for rule in rows) for rows in (plan.whole, plan.footers, plan.stretches)
        ]
        key = (*ids, plan.credit, plan.token, plan.byline, plan.anywhere)
        if rules and key not in places:
            places[key] = len(known)
            known.append(plan)
        plan_of.append(places.get(key, -1))
    anywhere = (
        number for number, place in enumerate(plan_of) if place >= 0 and known[place].anywhere
    )
    stretches = (place for place, plan in enumerate(known) if plan.stretches)
    buttons = (
        place
        for place, plan in enumerate(known)
        if plan._replace(anywhere=False) == Plan(token=True)
    )
    return Literals(known, plan_of, frozenset(anywhere), frozenset(stretches), frozenset(buttons))


def _join(parts: tuple[int, ...]) -> Plan:
    """The plan of a line with literals of several."""
    whole: dict[str, Rule] = {}
    footers: dict[str, Rule] = {}
    credit = token = byline = False
    known = literals().plans
    for part in parts:
        plan = known[part]
        credit, token, byline = credit or plan.credit, token or plan.token, byline or plan.byline
        for rule in plan.whole:
            whole[rule.id] = rule
        for rule in plan.footers:
            footers[rule.id] = rule
    return Plan(tuple(whole.values()), credit, token, byline, tuple(footers.values()))


@lru_cache(LINES_KNOWN)
def read_line(parts: tuple[int, ...], folded: str, original: str) -> Reading:
    """What rows of these plans say about a line; where it stands is not looked at here."""
    text = folded.strip(_SPACE)
    if text[0] in "•·■◆▪▍▎▌-":
        bullet = _BULLET.match(text)
        if bullet:
            text = text[bullet.end() :]
    if text != folded:
        start = folded.rindex(text)
        original = original[start : start + len(text)]
    plan = literals().plans[parts[0]] if len(parts) == 1 else _join(parts)
    found: list[Finding] = []
    for rule in plan.whole:
        match = compiled(rule.pattern).fullmatch(text)
        if match:
            facts = match_facts(match, original) if match.re.groups else ()
            found.append(Finding(rule, rule.tag or rule.zone, facts, False, text))
    if plan.credit and (finding := find_credits(text, original, plan.token)):
        found.append(finding)
    if plan.token and (finding := find_toolbar(text)):
        found.append(finding)
    if plan.byline and (finding := find_byline(text, original)):
        found.append(finding)
    if plan.footers and (finding := _find_footer(text, plan.footers)):
        found.append(finding)
    return _reading(found) if found else UNREAD


def _reading(found: list[Finding]) -> Reading:
    kinds: dict[str, Finding] = {}
    moving: list[Finding] = []
    for finding in found:
        rule = finding.rule
        kinds[rule.tag] = finding
        if rule.id in NAMED:
            kinds[rule.id] = finding
        if finding.zone in BY_LINE and not finding.stays:
            moving.append(finding)
    return Reading(tuple(found), tuple(moving), tuple(kinds.items()))


_POSTCODE = re.compile(r"邮\s?编|邮政编码")
FOOTER_LINE = 300
"""Longest line of a footer (code points). The longest on 60 real pages has 127."""


def _find_footer(text: str, rules: Iterable[Rule]) -> Finding | None:
    """The finding for a line with words of a footer and no sentence.

    Its `word` tells whether it is proof of a footer, an organiser with an address, or only one
    of them.
    """
    if len(text) > FOOTER_LINE or "。" in text:
        return None
    found: dict[str, int] = {}
    first: Rule | None = None
    for rule in rules:
        count = len(compiled(rule.pattern).findall(text))
        if count:
            found[rule.id] = count
            if first is None or rule.zone != "linked":
                first = rule
    if first is None:
        return None
    host, address = "chrome.footer_host" in found, "chrome.footer_contact" in found
    if first.zone != "linked":
        word = "proof"
    elif host and address and _POSTCODE.search(text):
        word = "host and address"
    else:
        word = "host" if host else "address"
    return Finding(first, "footer", word=word, weight=sum(found.values()))
