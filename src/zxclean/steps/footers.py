"""The footer of a page: who runs it and where, its filing, its copyright."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page

FOOTER_WORDS = 3
"""Fewest words of a footer on a page's last lines that tell it by themselves: a notice ends with its
date instead."""

_OWN_CONTACT = re.compile("联系人|报名|咨询|投稿|邮寄|来稿")

_DEEP = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}[. ]")
"""The number of a section below another."""


def choose_footers(page: Page, candidates: Candidates) -> None:
    """Take out the page's footer: lines that name its filing or copyright, and what is beside.

    Organiser and address lines go only beside such a line, or where both stand on one line: a
    notice gives its organiser, address and telephone too.
    """
    lines = candidates.kind("footer")
    if not lines:
        return
    for k, finding in lines.items():
        proof = finding.word == "proof" and (k >= page.tail or finding.weight > 1)
        if _DEEP.match(page.text(k)) or (k < page.tail and _is_listed(page, k, lines)):
            continue
        if proof or (k >= page.tail and finding.word == "host and address"):
            page.chosen.setdefault(k, finding)
    _choose_last_lines(page, lines)
    for k in lines:
        if k >= page.tail and _is_footer(page, k - 1):
            page.chosen.setdefault(k, lines[k])
    for k in sorted(lines, reverse=True):
        finding = lines[k]
        beside = k + 1 < len(page) and page.line_starts[k + 1] == page.line_ends[k] + 1
        if k < page.tail or not beside or not _is_footer(page, k + 1):
            continue
        own = finding.weight < FOOTER_WORDS and _OWN_CONTACT.search(page.text(k)) is not None
        if finding.word == "host" or (finding.weight > 1 and not own):
            page.chosen.setdefault(k, finding)


def _is_listed(page: Page, k: int, lines: Mapping[int, Finding]) -> bool:
    """Whether a line is one of a list that a line with a colon opens."""
    while k > 0 and k - 1 in lines:
        k -= 1
    return page.opens_list(k - 1)


def _choose_last_lines(page: Page, lines: Mapping[int, Finding]) -> None:
    """Take out a footer without any proof of one: its lines end the page, who runs it and where."""
    run: list[int] = []
    for k in range(len(page) - 1, page.tail - 1, -1):
        if k not in lines and k not in page.chosen:
            break
        run.append(k)
    own = [k for k in run if k in lines and not _OWN_CONTACT.search(page.text(k))]
    words = {lines[k].word for k in own}
    if (
        sum(lines[k].weight for k in own) >= FOOTER_WORDS
        and words & {"host", "host and address"}
        and len(words) > 1
    ):
        for k in own:
            page.chosen.setdefault(k, lines[k])


def _is_footer(page: Page, k: int) -> bool:
    return k in page.chosen and page.chosen[k].zone == "footer"
