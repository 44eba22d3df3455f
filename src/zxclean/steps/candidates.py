"""The lines of a page that look like furniture, and as what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType

from zxclean.literals import Hit
from zxclean.rules import Rule
from zxclean.steps.furniture import Finding, Page
from zxclean.steps.readings import LONGEST, UNREAD, Reading, literals, read_line
from zxclean.steps.stretches import HEAD_REACH, REACH
from zxclean.steps.toolbars import may_be_toolbar

_END = itemgetter(2)


class Candidates:
    """Findings by line, and by what kind of row they come from.

    Before and behind the prose every line with a literal is read; in the midst of it, where
    little can go out, only those whose literals matter there. `reach` reads more when prose
    turns out to be furniture, `at` any line.

    `lines`, and the lines of each kind, are in the order of the page. `moving` are the lines
    that may go out by themselves. `stretches` are the rows for parts of a line.
    """

    def __init__(self, page: Page, hits: Sequence[Hit]) -> None:
        self.page = page
        self.hits = hits
        self.lines: dict[int, Reading] = {}
        self.moving: dict[int, tuple[Finding, ...]] = {}
        self.kinds: dict[str, dict[int, Finding]] = {}
        self.stretches: dict[int, list[Rule]] = {}
        self._known: dict[str, Reading] = {}
        self._literals = literals()
        page.find_edges()
        self._first, self._last = self._bounds()
        self._take(range(self._first))
        anywhere = self._literals.anywhere
        middle = [x for x in range(self._first, self._last) if hits[x][0] in anywhere]
        votes = self._votes()
        self._take(sorted(middle + votes) if votes else middle)
        self._take(range(self._last, len(hits)))
        self._sort()

    def reach(self) -> None:
        """Read the lines that no longer stand between prose."""
        first, last = self._bounds()
        known = len(self.lines)
        self._take(range(self._first, first))
        self._take(range(last, self._last))
        self._first, self._last = first, last
        if len(self.lines) != known:
            self.lines = dict(sorted(self.lines.items()))
            self._sort()

    def at(self, k: int) -> tuple[Finding, ...]:
        """The findings for a line, wherever it stands."""
        reading = self.lines.get(k)
        if reading is None:
            reading = self._read(k, self._first_hit(k))
        return reading.findings

    def may_be(self, k: int) -> bool:
        """Whether a line may be furniture by itself, not only beside its own headline or date."""
        return bool(self.at(k))

    def is_token(self, k: int) -> bool:
        """Whether a line holds buttons only."""
        return any(finding.rule.tag == "token" for finding in self.at(k))

    def kind(self, name: str) -> Mapping[int, Finding]:
        """The lines read with a finding of that kind."""
        return self.kinds.get(name, _NOTHING)

    def tokens_between(self) -> list[int]:
        """The lines of buttons in the midst of the prose."""
        places = [place for _, place, _ in self.hits[self._first : self._last]]
        return [k for k in dict.fromkeys(map(self.page.line_of, places)) if self.is_token(k)]

    def _bounds(self) -> tuple[int, int]:
        """The first hit in the prose and the first behind it."""
        page, hits = self.page, self.hits
        first, last = 0, len(hits)
        if page.head:
            first = bisect_right(hits, page.line_starts[page.head], key=_END)
        if page.tail < len(page):
            last = bisect_right(hits, page.line_starts[page.tail], key=_END)
        return first, last

    def _votes(self) -> list[int]:
        """Hits on lines with the votes on a comment, which go out in the midst of prose too."""
        page = self.page
        if self._first == self._last:
            return []
        found: list[int] = []
        folded, start, end = page.folded, page.line_starts[page.head], page.line_ends[page.tail - 1]
        for mark in "踩赞顶":
            place = folded.find(mark, start, end)
            while place >= 0:
                if folded[place + 1 : place + 3].lstrip()[:1].isdigit():
                    k = page.line_of(place)
                    x = self._first_hit(k)
                    if x < self._last and self.hits[x][1] <= page.line_ends[k]:
                        found.append(x)
                place = folded.find(mark, place + 1, end)
        return found

    def _first_hit(self, k: int) -> int:
        """The first hit on a line or behind it."""
        return bisect_right(self.hits, self.page.line_starts[k], key=_END)

    def _take(self, places: Iterable[int]) -> None:
        """Read the lines of these hits, which are in their order."""
        hits, lines, text, known = self.hits, self.lines, self.page.view.text, self._known
        starts, ends = self.page.line_starts, self.page.line_ends
        plan_of = self._literals.plan_of
        k, end = 0, -1
        for x in places:
            number, place, _ = hits[x]
            if place <= end or plan_of[number] < 0:
                continue
            k = bisect_right(starts, place, k) - 1
            start, end = starts[k], ends[k]
            reading = known.get(text[start:end])
            if reading is None:
                while x and hits[x - 1][1] >= start:
                    x -= 1
                reading = self._read(k, x)
            if reading.kinds:
                lines[k] = reading

    def _read(self, k: int, first: int) -> Reading:
        """Read a line by the literals on it, of which `first` is the first."""
        page, hits = self.page, self.hits
        _, plan_of, _, of_stretches, of_buttons = self._literals
        start, end = page.line_starts[k], page.line_ends[k]
        parts: list[int] = []
        for x in range(first, len(hits)):
            number, place, _ = hits[x]
            if place > end:
                break
            part = plan_of[number]
            if part >= 0 and part not in parts:
                parts.append(part)
        if not parts:
            return UNREAD
        lone = len(parts) == 1 and parts[0] in of_buttons
        if lone and not may_be_toolbar(page.folded, start, end):
            return UNREAD
        line = page.view.text[start:end]
        reading = UNREAD
        if end - start <= LONGEST:
            reading = read_line(tuple(parts), page.folded[start:end], line)
        if of_stretches.isdisjoint(parts):
            self._known[line] = reading
        elif rules := self._stretches(k, first):
            self.stretches[k] = rules
        return reading

    def _stretches(self, k: int, first: int) -> list[Rule]:
        """Rules for parts of a line whose literals stand near its beginning or its end."""
        plans, plan_of, _, of_stretches, _ = self._literals
        start, end = self.page.line_starts[k], self.page.line_ends[k]
        rules: dict[str, Rule] = {}
        for x in range(first, len(self.hits)):
            number, place, _ = self.hits[x]
            if place > end:
                break
            if plan_of[number] in of_stretches:
                for rule in plans[plan_of[number]].stretches:
                    if end - place < REACH if rule.zone == "tail" else place - start < HEAD_REACH:
                        rules[rule.id] = rule
        return [*rules.values()]

    def _sort(self) -> None:
        kinds: dict[str, dict[int, Finding]] = {}
        moving: dict[int, tuple[Finding, ...]] = {}
        for k, (_, findings, of_kind) in self.lines.items():
            for name, finding in of_kind:
                if name in kinds:
                    kinds[name][k] = finding
                else:
                    kinds[name] = {k: finding}
            if findings:
                moving[k] = findings
        self.kinds, self.moving = kinds, moving


_NOTHING: Mapping[int, Finding] = MappingProxyType({})
