"""What the lines of a page are that may state its facts: where each stands, what is on it, between what.

Read by `fact_signs.py`, for the words of these lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from zxclean.proposals import Facts
from zxclean.steps.fact_words import DAY, POSTED
from zxclean.steps.furniture import Page
from zxclean.steps.head_credits import Head
from zxclean.steps.head_lines import DATED, is_prose
from zxclean.steps.noise import is_noise
from zxclean.steps.other_dates import is_calendar, is_of_list
from zxclean.structure.credits import is_person

LAST = 2
"""So many lines at the end of the prose are its last: they may be its signature."""

RIGHTS = re.compile(r"\u00a9|版权|著作权|[Cc]opyright")
"""Who holds the rights of a page."""

_SIZES = (2, 3, 4, 5, 7, 10, 16, 30, 60)
_NEAR = (1, 2, 3, 4, 6, 9, 14, 30)
_WORDINGS = (-4, -1, 0, 1, 2, 4, 8)
"""Bounds of classes: of sizes in code points, of distances in lines, of `Page.wording`."""

_BOX = "([\u3010\u3014\u2014-/\u25cf\u25a0"
_SHORT = 6
"""Longest line (code points) that is a sign of those beside it."""

_STATES = frozenset({"published_at", "updated_at", "source", "author", "views", "editor"})


class FactPlaces:
    """The lines of a page and the signs of each, for a headline and what readers found so far."""

    def __init__(self, page: Page, head: Head | None, facts_of: Mapping[int, Facts]) -> None:
        self._page = page
        self._facts_of = facts_of
        self._lines: dict[int, list[str]] = {}
        self._kinds: dict[int, str] = {}
        self.title = head.title if head is not None else -1
        self.bare = "b" if head is not None and head.bare else ""
        self.taken = "taken" if page.chosen else "untaken"

    def of_line(self, k: int) -> list[str]:
        """The signs of a line, the first of which says where it stands."""
        signs = self._lines.get(k)
        if signs is None:
            signs = self._lines[k] = self._make_line(k)
        return signs

    def _make_line(self, k: int) -> list[str]:
        page, title = self._page, self.title
        text, finding = page.text(k), page.chosen.get(k)
        zone, near = self._zone(k)
        up, own, down = self._kind(k - 1), self._kind(k), self._kind(k + 1)
        words, dated = min(text.count(" "), 3), DAY.search(text) is not None
        posted = POSTED.search(text)
        signs = [
            f"at {zone}{self.bare}",
            f"at {zone} {bisect_right(_NEAR, near)}",
            f"at {zone} {self.taken}",
            f"up {up}",
            f"down {down}",
            f"{zone} {up} {down}",
            f"{zone} own {own} {down}",
            f"{zone} own {own}",
            f"{zone} words {words} {dated:d}",
            f"{zone} size {bisect_right(_SIZES, len(text))}",
            f"wording {bisect_right(_WORDINGS, page.wording(k))}",
            f"posted {'not' if posted is None else 'first' if not posted.start() else 'in'} {zone}",
        ]
        if finding is not None:
            signs.append(f"gone {finding.rule.id}")
        for way, j in (("up", k - 1), ("down", k + 1)):
            if 0 <= j < len(page) and j != title and len(page.text(j)) <= _SHORT:
                signs.append(f"{way} is {page.text(j)}")
        if zone == "below":
            signs.append(f"head {min(page.head - k, 4)}")
        if RIGHTS.search(text):
            signs.append(f"rights {zone}")
        if dated and is_of_list(page, k):
            signs.append(f"of list {zone}")
        if dated and is_calendar(page, k):
            signs.append(f"calendar {zone}")
        if text[0] in _BOX:
            signs.append(f"box {zone}")
        facts = self._facts_of.get(k, ())
        signs += (f"states {name}" for name, _ in facts if name in _STATES)
        return signs

    def _zone(self, k: int) -> tuple[str, int]:
        """Where a line stands, and how far from what bounds that."""
        page, title = self._page, self.title
        top = title if title >= 0 else page.head
        if k < top:
            return "above" if title >= 0 else "over", top - k
        if k < page.head:
            return "below", k - title
        if k < page.tail - LAST:
            return "within", k - page.head
        return ("last", page.tail - k) if k < page.tail else ("behind", k - page.tail + 1)

    def _kind(self, k: int) -> str:
        kind = self._kinds.get(k)
        if kind is None:
            kind = self._kinds[k] = self._kind_of(k)
        return kind

    def _kind_of(self, k: int) -> str:
        """What a line is, as those beside it see it."""
        page = self._page
        if not 0 <= k < len(page):
            return "top" if k < 0 else "end"
        if k == self.title:
            return "title"
        finding = page.chosen.get(k)
        if finding is not None:
            stating = any(name in _STATES for name, _ in finding.facts)
            return "credit" if stating else "gone"
        text = page.text(k)
        size = len(text)
        if is_prose(text):
            return "prose"
        if DATED.search(text):
            return "day"
        if text[-1] == ":":
            return "colon"
        if text.isdigit():
            return "figure"
        if is_person(text):
            return "person"
        if size <= 8 and is_noise(text):
            return "noise"
        return "s" if size <= 6 else "m" if size <= 20 else "l"
