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
_BULLET = re.compile(r"[•·■◆▪]\s*(?=\S)")
_WHOLE_LINE = frozenset({"", "mast", "wechat", "listing"})


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


NAMED = frozenset({"chrome.neighbour", "chrome.edition_button"})
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
    return rule.zone == "any" and rule.tag in ("", "token")


@cache
def plans() -> tuple[list[Plan], list[int]]:
    """The plans of lines with one literal, and which of them each literal has, by its number."""
    places: dict[tuple[str, ...], int] = {}
    known: list[Plan] = []
    of_literal: list[int] = []
    for rules in rules_of_anchors("chrome"):
        names = tuple(rule.id for rule in rules)
        if names not in places:
            places[names] = len(known)
            known.append(_plan(rules))
        of_literal.append(places[names])
    return known, of_literal


@cache
def literals_anywhere() -> frozenset[int]:
    known, of_literal = plans()
    return frozenset(number for number, plan in enumerate(of_literal) if known[plan].anywhere)


@lru_cache(LINES_KNOWN)
def read_line(parts: tuple[int, ...], folded: str, original: str) -> Reading:
    """What rows of these plans say about a line; where it stands is not looked at here."""
    text = folded.strip(_SPACE)
    if text[0] in "•·■◆▪":
        bullet = _BULLET.match(text)
        if bullet:
            text = text[bullet.end() :]
    if text != folded:
        start = folded.rindex(text)
        original = original[start : start + len(text)]
    found: list[Finding] = []
    known = plans()[0]
    credit = token = byline = False
    tried: list[str] = []
    footers: dict[str, Rule] = {}
    for part in parts:
        plan = known[part]
        credit, token, byline = credit or plan.credit, token or plan.token, byline or plan.byline
        for rule in plan.footers:
            footers[rule.id] = rule
        for rule in plan.whole:
            if rule.id in tried:
                continue
            tried.append(rule.id)
            match = compiled(rule.pattern).fullmatch(text)
            if match:
                facts = match_facts(match, original) if match.re.groups else ()
                found.append(Finding(rule, rule.tag or rule.zone, facts, word=text))
    if credit and (finding := find_credits(text, original, token)):
        found.append(finding)
    if token and (finding := find_toolbar(text)):
        found.append(finding)
    if byline and (finding := find_byline(text, original)):
        found.append(finding)
    if footers and (finding := _find_footer(text, footers.values())):
        found.append(finding)
    if not found:
        return UNREAD
    kinds: dict[str, Finding] = {}
    for finding in found:
        kinds[finding.rule.tag] = finding
        if finding.rule.id in NAMED:
            kinds[finding.rule.id] = finding
    moving = [finding for finding in found if finding.zone in BY_LINE and not finding.stays]
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
