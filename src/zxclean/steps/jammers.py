"""Random signs that forum software puts between the lines of a post, unseen on its page.

Discuz adds to a line end, or as a line of its own, five to fifteen pairs of a sign from `space` to
`;` and one from `?` to `~` with a space between, so that a copied post is spoilt.
"""

from __future__ import annotations

import re

from zxclean.steps.furniture import Finding, Page, row
from zxclean.steps.stretches import Stretch

LEAST = 3
"""Fewest such runs on a page: one may be a formula or a drawing."""

SIGNS = 3
"""Fewest different first signs in a run: `A B C D E F` has none, a list of choices one or two."""

_RUN = re.compile(r" [?-~](?:[!-;]? [?-~]){3,14}")


def has_jammer(folded: str) -> bool:
    """Whether a text has a run of such signs; a search for a space, which Chinese seldom has."""
    return _RUN.search(folded) is not None


def choose_jammers(page: Page) -> list[Stretch]:
    """Take out lines of such signs, and give the runs that begin or end other lines.

    >>> bool(_RUN.search("8 H) l- y* X6 s b' n+ F")), bool(_RUN.search("A B 1 C D 2 E F"))
    (True, False)
    """
    folded = page.folded
    if not has_jammer(folded):
        return []
    lines: list[int] = []
    stretches: list[Stretch] = []
    rule = row("jammer")
    for match in _RUN.finditer(folded):
        k = page.line_of(match.start() + 1)
        start, end = page.start(k), page.end(k)
        first = match.start() - (match.start() > start and "!" <= folded[match.start() - 1] <= ";")
        if len(set(re.findall(r"[!-;](?= )", folded[first : match.end()]))) < SIGNS:
            continue
        if first <= start and match.end() == end:
            lines.append(k)
        elif first <= start or match.end() == end:
            while first > start and folded[first - 1] == " ":
                first -= 1
            behind = match.end()
            while behind < end and folded[behind] == " ":
                behind += 1
            stretches.append(Stretch(max(first, start), behind, rule))
    lines = [k for k in lines if k not in page.chosen]
    if len(lines) + len(stretches) < LEAST:
        return []
    page.chosen.update({k: Finding(rule, "any") for k in lines})
    return [each for each in stretches if page.line_of(each.start) not in page.chosen]
