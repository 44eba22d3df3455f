"""What speaks for a line and against it as the headline of a page, in words that weights are learned for.

A line tells by its own form, by what stands around it, and by how much of it the article says again.
None of these decides alone: `headline_choice.py` weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from zxclean.once import once
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import is_menu, is_prose, line_text
from zxclean.steps.headline_form import HEADING, form_signs, kind_of, lines_of_head, size_class
from zxclean.steps.headline_overlap import find_pairs
from zxclean.steps.sharing import find_leaf

LONGEST, LONGEST_PROSE = 110, 46
"""Longest line (code points) that may be a headline, and longest sentence that may."""

SHARED = 61
"""Longest line (code points) among which that with most of the article's words is looked for."""

OPENING = 600
"""So much of the article (code points) is looked at for what a line says."""

AGAIN = 20_000
"""So far (code points) a line is looked for again."""

BELOW, ABOVE = 13, 7
"""So many lines below and above credits are looked for."""

CRUMB = 12
"""So many lines above a breadcrumb that ends with the headline is looked for."""

_SHARES, _FEW_SHARES = (0.01, 0.15, 0.25, 0.35, 0.5, 0.7, 0.9), (0.01, 0.25, 0.5)
"""Bounds of the classes of shares of pairs of characters."""

WORDED = 8.0
"""Wording (nats) from which a line is no headline."""

_NONE = ("credit", "dash", "caption")
_CREDITS = ("credit", "credit gone")
_ARROW = re.compile("[>\u00bb]")

_BEHIND_TITLE = frozenset(" _-|\u2014\u00b7(\u2013")
"""What stands behind the headline in the title of a browser's window."""


class HeadlineSigns:
    """The lines of a page that may be its headline, in order, and the signs of each.

    `none` are those that the page has no headline at all.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self.lines = [*lines_of_head(page)]
        self._texts = [line_text(page, k) for k in self.lines]
        self._kinds: dict[int, str] = {}

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Each line that may be the headline, with all its signs."""
        for i in self.rows:
            yield self.lines[i], [*self.form(i), *self.around(i)]

    @once
    def rows(self) -> list[int]:
        """Which of `lines` may be the headline."""
        return [
            i
            for i, (k, text) in enumerate(zip(self.lines, self._texts, strict=True))
            if len(text) <= LONGEST and not self._is_other(k, text)
        ]

    def form(self, i: int) -> list[str]:
        """The signs that a line has by itself."""
        k = self.lines[i]
        return form_signs(self._page, k, self._kind(k))

    def around(self, i: int) -> Iterator[str]:
        """The signs that it has by where it stands, and by what says the same."""
        k, text = self.lines[i], self._texts[i]
        kind, size = self._kind(k), size_class(text)
        yield from self._place(i, k, kind, size)
        yield from self._beside(i, size)
        yield from self._said(i, k, text, kind, size)

    def _is_other(self, k: int, text: str) -> bool:
        """Whether a line is no headline: a sentence, the first of numbered headings, a salutation,
        credits, a menu, what is worded as furniture.

        Of 1,968 headlines of labelled heads 8 are on such lines.
        """
        kind = self._kind(k)
        if kind == "prose":
            return k > self._page.head or len(text) > LONGEST_PROSE
        if kind in _NONE or HEADING.match(text):
            return True
        if text[-1] == ":" and self._kind(k + 1) == "prose":
            return True
        return (" " in text and is_menu(text)) or self._page.wording(k) >= WORDED

    @once
    def none(self) -> list[str]:
        """The signs that speak for no headline at all."""
        page = self._page
        above = [k for k in self.lines if k < page.head]
        last = min(len(page), page.head + 3)
        credited = any(self._kind(k) in _CREDITS for k in range(max(0, last - 12), last))
        prose = len(page) > 0 and is_prose(page.text(page.head))
        shaped = sum(self._is_shaped(k) for k in above)
        return [
            "none",
            f"none of {min(len(self.lines), 8)}",
            f"none above {min(len(above), 4)}",
            f"none shaped {min(shaped, 4)}",
            f"none shares {bisect_right((0.15, 0.35, 0.6), self._best)}",
            "none over prose" if prose else "none without prose",
            "none with credits" if credited else "none without credits",
        ]

    def _place(self, i: int, k: int, kind: str, size: int) -> list[str]:
        """Where a line stands: how far from the top and the prose, between what, below which credits."""
        page = self._page
        above = k < page.head
        to = min(bisect_right(self.lines, page.head) - i - 1, 8) if above else -1
        up, up2, down, down2 = map(self._kind, (k - 1, k - 2, k + 1, k + 2))
        credit = self._to_credits(range(k + 1, min(len(page), k + 1 + BELOW)), 4)
        signs = [
            f"row {min(i, 6)}",
            f"to {to}",
            f"to {min(to, 4)} size {size // 3}",
            f"up {up}",
            f"down {down}",
            f"up {up} down {down}",
            f"up {up} {up2}",
            f"down {down} {down2}",
            f"kind {kind} down {down}",
            f"credit {credit}",
            f"credit {credit} size {size // 3}",
            f"credit {credit} kind {kind}",
            f"credit above {self._to_credits(range(k - 1, max(-1, k - 1 - ABOVE), -1), 3)}",
            f"crumb {self._from_crumb(k)}",
            f"run {self._run(i, -1)} {self._run(i, 1)}",
            f"gap {self._is_parted(k - 1, k):d}{self._is_parted(k, k + 1):d}",
        ]
        if not above:
            signs.append("head" if k == page.head else "behind")
        if page.is_first(k):
            signs += ("first", f"first size {size // 2}")
        return signs

    def _beside(self, i: int, size: int) -> Iterator[str]:
        """How a line differs from those next to it that stay."""
        for name, j in (("next", i + 1), ("last", i - 1)):
            if 0 <= j < len(self.lines):
                text, other = self._texts[i], self._texts[j]
                yield f"{name} longer" if len(other) > len(text) else f"{name} shorter"
                yield f"{name} kind {self._kind(self.lines[j])}"
                yield f"{name} size {size // 2} {size_class(other) // 2}"
                if other == text:
                    yield f"{name} same"
                if self._shares[j] > self._shares[i] + 0.1:
                    yield f"{name} shares more"

    def _said(self, i: int, k: int, text: str, kind: str, size: int) -> Iterator[str]:
        """What says the same as a line: the article, other lines, what the page states."""
        page, share = self._page, self._shares[i]
        yield f"share {bisect_right(_SHARES, share)}"
        yield f"share {bisect_right(_FEW_SHARES, share)} size {size // 3}"
        if share >= self._best > 0:
            yield "shares most"
        elif self._best - share > 0.3:
            yield "shares less"
        again = page.folded.count(text, 0, AGAIN) - 1
        yield f"again {min(max(again, 0), 3)} {len(text) >= 6:d}"
        if text in self._opening:
            yield f"said {size // 3}"
        if len(text) == self._longest and k < page.head and self._is_shaped(k):
            yield "longest"
        first = page.text(0)
        if (
            k
            and len(text) >= 3
            and first.startswith(text)
            and first[len(text) :][:1] in _BEHIND_TITLE
        ):
            yield "in first"
        if any(k - CRUMB <= j < k and _ends_with(page.text(j), text) for j in self._arrowed):
            yield "ends crumb"
        if k == self._leaf:
            yield "leaf"
        if self._stated and page.original(k, 0, len(page.text(k))) in self._stated:
            yield "stated"

    def _kind(self, k: int) -> str:
        kind = self._kinds.get(k)
        if kind is None:
            kind = self._kinds[k] = kind_of(self._page, k)
        return kind

    def _is_shaped(self, k: int) -> bool:
        return self._kind(k).startswith("shape")

    @once
    def _shares(self) -> list[float]:
        """Share of each line's pairs of characters that the article has too; none of sentences."""
        return [*map(self._share, self.lines, self._texts)]

    @once
    def _best(self) -> float:
        """The highest of these, of lines that are no paragraphs."""
        rows = zip(self._shares, self._texts, strict=True)
        return max((share for share, text in rows if len(text) <= SHARED), default=0.0)

    def _share(self, k: int, text: str) -> float:
        page = self._page
        if len(text) > LONGEST or self._kind(k) == "prose":
            return 0.0
        pairs = find_pairs(text)
        if not pairs:
            return 0.0
        start = page.line_ends[k]
        body = self._opening if k < page.head else page.folded[start : start + OPENING]
        return sum(pair in body for pair in pairs) / len(pairs)

    @once
    def _opening(self) -> str:
        page = self._page
        start = page.line_starts[page.head] if len(page) else 0
        return page.folded[start : start + OPENING]

    @once
    def _longest(self) -> int:
        """The size of the longest line above the prose that has the shape of a headline."""
        page = self._page
        rows = zip(self.lines, self._texts, strict=True)
        return max((len(t) for k, t in rows if k < page.head and self._is_shaped(k)), default=0)

    @once
    def _leaf(self) -> int | None:
        return find_leaf(self._page)

    @once
    def _stated(self) -> frozenset[str]:
        """The titles that lines which go out state."""
        return frozenset(
            str(value)
            for finding in self._page.chosen.values()
            for name, value in finding.facts
            if name == "title"
        )

    @once
    def _arrowed(self) -> list[int]:
        """The lines with arrows between names, up to the last line looked at."""
        page = self._page
        if not self.lines or _ARROW.search(page.folded, 0, page.line_ends[self.lines[-1]]) is None:
            return []
        first = max(0, self.lines[0] - CRUMB)
        return [k for k in range(first, self.lines[-1]) if _ARROW.search(page.text(k))]

    @once
    def _crumbs(self) -> list[int]:
        return [k for k in sorted(self._page.chosen) if self._kind(k) == "crumb"]

    def _from_crumb(self, k: int) -> int:
        """How many lines stay between a line and the breadcrumb above it."""
        place = bisect_right(self._crumbs, k)
        if not place:
            return 9
        between = range(self._crumbs[place - 1] + 1, k)
        return min(sum(j not in self._page.chosen for j in islice(between, ABOVE)), 3)

    def _to_credits(self, lines: range, most: int) -> int:
        """How many lines stay before the first of `lines` with credits; 9 if prose comes first."""
        staying, kinds = 0, self._kinds
        for k in lines:
            kind = kinds.get(k) or self._kind(k)
            if kind in _CREDITS:
                return min(staying, most)
            if kind == "prose":
                break
            staying += k not in self._page.chosen
        return 9

    def _run(self, i: int, step: int) -> int:
        """How many lines right above or below have the shape of a headline too."""
        k, count = self.lines[i], 0
        while count < 3:
            i += step
            k += step
            if not (0 <= i < len(self.lines) and self.lines[i] == k and self._is_shaped(k)):
                break
            count += 1
        return count

    def _is_parted(self, upper: int, lower: int) -> bool:
        """Whether a blank line or the edge of the page stands between two lines."""
        page = self._page
        if upper < 0 or lower >= len(page):
            return True
        return page.folded.count("\n", page.line_ends[upper], page.line_starts[lower]) > 1


def _ends_with(line: str, text: str) -> bool:
    """Whether the last of the names on a line with arrows is a headline."""
    return 2 <= len(text) < len(line) and line.endswith(text)
