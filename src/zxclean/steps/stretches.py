"""Furniture that shares a line with the article: before its first word or behind its last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.rules import Rule, compiled
from zxclean.steps.furniture import Page, match_facts

REACH = 900
"""How far from the end of a line (code points) a stretch may begin: two titles and a list of
columns. The longest seen, on seed 003, has 90."""

HEAD_REACH = 200
"""How far from its beginning a stretch may end: a location line, a title with its label."""


class Stretch(NamedTuple):
    """Part `[start, end)` of a line (code points of the text) that is furniture."""

    start: int
    end: int
    rule: Rule
    facts: Facts = ()


def find_stretches(page: Page, touched: Mapping[int, Sequence[Rule]]) -> list[Stretch]:
    """Stretches of the lines that stay. Nothing that would empty a line is one."""
    staying = [k for k in sorted(touched) if k not in page.chosen]
    found: list[Stretch] = []
    for k in staying:
        start, end = page.start(k), page.end(k)
        for rule in touched[k]:
            if found and found[-1].start >= start:
                break  # one at its beginning is enough
            if rule.zone == "first" and _is_outermost(page, k, -1):
                found += _find_title(page, k, rule)
            elif rule.zone == "head" and (k < page.head or _is_outermost(page, k, -1)):
                match = compiled(rule.pattern).match(
                    page.folded, start, min(end, start + HEAD_REACH)
                )
                if match and match.end() < end:
                    facts = match_facts(match, page.view.text)
                    found.append(Stretch(start, match.end(), rule, facts))
        found += _find_tails(page, k, [rule for rule in touched[k] if rule.zone == "tail"])
    return found


def _find_tails(page: Page, k: int, rules: Sequence[Rule]) -> list[Stretch]:
    """What ends a line, from its end inwards: each may uncover the next."""
    found: list[Stretch] = []
    line_start, end = page.start(k), page.end(k)
    left = [
        rule for rule in rules if rule.id != "chrome.flat_neighbours" or _is_outermost(page, k, 1)
    ]
    while left:
        for rule in left:
            first = max(line_start, end - REACH)
            match = compiled(rule.pattern).search(page.folded, first, end)
            if match is None:
                continue
            start = match.start()
            while start > line_start and page.folded[start - 1] in " \t":
                start -= 1
            if start == line_start:
                continue
            found.append(Stretch(start, match.end(), rule, match_facts(match, page.view.text)))
            left.remove(rule)
            if match.end() == end:
                end = start
            break
        else:
            break
    return found


def _find_title(page: Page, k: int, rule: Rule) -> list[Stretch]:
    """`标题:X |` on the first line: label and bar go, the title stays.

    Only where the bar shows that it is a browser title, or the next line begins with the title;
    of a breadcrumb the way to it goes and the word behind.
    """
    start, end = page.start(k), page.end(k)
    match = compiled(rule.pattern).fullmatch(page.folded, start, end)
    if match is None:
        return []
    title = match["title"]
    repeated = k + 1 < len(page) and page.folded.startswith(title, page.start(k + 1))
    behind = match["drop_2"].strip()
    if not behind and rule.id == "chrome.location_around":
        repeated = k + 1 in page.chosen  # its credits
    if not behind and not repeated:
        return []
    facts = (("title", page.view.text[match.start("title") : match.end("title")]),)
    found = [Stretch(start, match.end("drop"), rule, facts)]
    if match["drop_2"]:
        found.append(Stretch(match.start("drop_2"), end, rule))
    return found


def _is_outermost(page: Page, k: int, step: int) -> bool:
    """Whether no line stays before (`step` -1) or behind (1) line `k`."""
    k += step
    while 0 <= k < len(page):
        if k not in page.chosen:
            return False
        k += step
    return True
