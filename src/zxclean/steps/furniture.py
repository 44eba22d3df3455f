"""A page's lines as the chrome step looks at them: what stands where, and what goes out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.literals import furniture_words
from zxclean.proposals import Facts
from zxclean.rules import Rule, load_rules
from zxclean.steps.dates import find_date
from zxclean.structure.lines import read_lines
from zxclean.structure.verse import find_verse
from zxclean.structure.wording import places_of, sum_places, weigh_line
from zxclean.view import HAN, TextView

PROSE = 15
"""Fewest code points of a line of prose. Ads and captions with a full stop are often shorter."""

BLANK = "\t\n \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}" + "".join(map(chr, range(0x2000, 0x200B)))
"""What `SPACE` of `view.py` is, for `str.strip`."""

BODY_HAN = 20
"""A line of that many Chinese characters is a body even without a full stop."""

TRAILING = 40
"""Longest line (code points) whose full stops may be an ellipsis."""

_MOTTO = re.compile(
    r"[\u3002!?\u201d]\s?(?:[Bb][Yy]\s|[\u2014\u2013-]{1,2}\s?)[\u4e00-\u9fff\u00b7]{2,10}$"
)
"""Whose saying stands on top of a page."""

_COMMA = re.compile(r"(?<=[\u4e00-\u9fff]),")


def trails_off(text: str) -> bool:
    """Whether a folded line has full stops for an ellipsis and no other: some headlines do.

    >>> trails_off("看完我只想说,收下膝盖。。。"), trails_off("看完了。收下膝盖。。。")
    (True, False)
    """
    return text.endswith("。。") and len(text) <= TRAILING and "。" not in text.rstrip("。")


class Finding(NamedTuple):
    """A line that a row holds to be furniture, if it stands where `zone` says.

    `word` is the button of a `lone` line. With `stays` the line is part of the article and only
    its facts are taken. `weight` is the number of fields or words it was found by.
    """

    rule: Rule
    zone: str
    facts: Facts = ()
    stays: bool = False
    word: str = ""
    weight: int = 1


class Stated(NamedTuple):
    """Facts that stand inside the article, and where: offsets of the text."""

    start: int
    end: int
    facts: Facts


class Page:
    """The lines of a text that are not blank, in order, and which of them go out.

    `line_starts` and `line_ends` are the offsets (code points) of each line without its line
    feed, `start(k)` and `end(k)` those of what is on it, without the spaces around it.
    """

    def __init__(self, view: TextView) -> None:
        self.view = view
        self.folded = view.folded
        self._lines = read_lines(view)
        self.line_starts: list[int] = self._lines.starts.tolist()
        self.line_ends: list[int] = self._lines.ends.tolist()
        self._texts: list[str | None] = [None] * len(self.line_starts)
        self.known_wording: dict[int, float] = {}
        """What `wording` has found."""
        self._signs: dict[int, list[int]] = {}
        self.chosen: dict[int, Finding] = {}
        self.head = 0
        """Lines before this one stand before the prose."""
        self.tail = len(self)
        """Lines from this one on stand behind the prose."""
        self._edges: tuple[int, ...] | None = None
        self._verse = False

    def __len__(self) -> int:
        return len(self.line_starts)

    def start(self, k: int) -> int:
        """Where the first character of a line that is no space stands."""
        start, end = self.line_starts[k], self.line_ends[k]
        if self.folded[start] > " ":
            return start
        return end - len(self.view.text[start:end].lstrip(BLANK))

    def end(self, k: int) -> int:
        """Where the last character of a line that is no space ends."""
        start, end = self.line_starts[k], self.line_ends[k]
        if self.folded[end - 1] > " ":
            return end
        return start + len(self.view.text[start:end].rstrip(BLANK))

    def text(self, k: int) -> str:
        """The folded text of a line, without the spaces around it."""
        text = self._texts[k]
        if text is None:
            start, end = self.line_starts[k], self.line_ends[k]
            text = self.folded[start:end]
            if not (text[0] > " " and text[-1] > " "):
                own = self.view.text[start:end]
                text = text[len(text) - len(own.lstrip(BLANK)) : len(own.rstrip(BLANK))]
            self._texts[k] = text
        return text

    def original(self, k: int, start: int, end: int) -> str:
        """What stands at `[start, end)` of `text(k)`, in the page's own characters."""
        first = self.start(k)
        return self.view.text[first + start : first + end]

    def line_of(self, offset: int) -> int:
        """The line with the character at `offset`, which must not be a space."""
        return bisect_right(self.line_starts, offset) - 1

    def wording(self, k: int) -> float:
        """What the wording of a line speaks for: `wording.weigh_line`."""
        odds = self.known_wording.get(k)
        if odds is None:
            odds = self.known_wording[k] = weigh_line(self._lines, k, self._places(k))
        return odds

    def weigh_words(self, k: int, table: NDArray[np.int8]) -> float:
        """The nats that the characters and pairs of a line have in a table of weights."""
        return sum_places(table, self._places(k))

    def _places(self, k: int) -> list[int]:
        places = self._signs.get(k)
        if places is None:
            places = self._signs[k] = places_of(self._lines, k)
        return places

    def is_linked(self, k: int) -> bool:
        """Whether a line next to this one, blank ones aside, goes out."""
        return k - 1 in self.chosen or k + 1 in self.chosen

    def is_first(self, k: int) -> bool:
        """Whether every line before this one goes out."""
        return all(j in self.chosen for j in range(k - 1, -1, -1))

    def staying(self, k: int, step: int) -> Iterator[int]:
        """The lines that stay from line `k` on, downwards or (`step` -1) upwards."""
        size, chosen = len(self.line_starts), self.chosen
        while 0 <= k < size:
            if k not in chosen:
                yield k
            k += step

    def opens_list(self, k: int) -> bool:
        """Whether a line ends in a colon: what follows belongs to it."""
        return k >= 0 and self.text(k)[-1] == ":"

    def prose_without(self, lines: Iterable[int]) -> str:
        """The folded text from the first line of prose to the last, of what stays.

        `lines` are left out too.
        """
        if not self.head < self.tail <= len(self):
            return ""
        pieces: list[str] = []
        start = self.start(self.head)
        for k in sorted({k for k in (*self.chosen, *lines) if self.head < k < self.tail}):
            pieces.append(self.folded[start : self.start(k)])
            start = self.end(k)
        return "\n".join((*pieces, self.folded[start : self.end(self.tail - 1)]))

    def find_edges(self) -> bool:
        """Set `head` and `tail` by the first and the last line of prose that stays.

        Prose is a line with a full stop; on a page without one a long line with another mark, or
        one of clauses; where there is none of these, verse below a day. As the zones are bounded by what stays, they are the same once the
        furniture is gone.
        A page without prose has neither head nor tail. Tells whether they have moved.
        """
        if self._edges is not None and self.chosen.keys().isdisjoint(self._edges):
            return False
        before = self.head, self.tail
        self.head, self.tail, self._edges = 0, len(self), ()
        for marks, is_prose in (
            ("。", self._is_sentence),
            ("!?", self._is_long_sentence),
            (",", self._is_clauses),
        ):
            found = [lines for mark in marks if (lines := self._prose(mark, is_prose))]
            if found:
                first, last = min(found)[0], max(last for _, last in found)
                self.head, self.tail, self._edges = first, last + 1, (first, last)
                break
        else:
            verse = find_verse([(k, self.text(k)) for k in self.staying(0, 1)], furniture_words())
            if verse is not None:
                self.head, self.tail, self._edges = verse[0], verse[1] + 1, verse
                self._verse = True
        return before != (self.head, self.tail)

    def has_body(self) -> bool:
        """Whether a line stays that is a sentence or has `BODY_HAN` Chinese characters."""
        if self._verse or (self.head < len(self) and self._is_prose(self.head)):
            return True
        han = self.view.classes & HAN
        for k in range(len(self)):
            if k not in self.chosen and (
                re.search("[。!?]", self.text(k))
                or np.count_nonzero(han[self.start(k) : self.end(k)]) >= BODY_HAN
            ):
                return True
        return False

    def _is_prose(self, k: int) -> bool:
        return k not in self.chosen and "。" in self.text(k)

    def _is_sentence(self, k: int) -> bool:
        text = self.text(k)
        if k == 0 and text[-1] != "\u3002" and _MOTTO.search(text):
            return False
        return len(text) >= PROSE and not trails_off(text)

    def _is_long_sentence(self, k: int) -> bool:
        return len(self.text(k)) >= 2 * PROSE

    def _is_clauses(self, k: int) -> bool:
        """Whether a line is as long as a body and has commas: a body that is cut off.

        Of the lines with two commas and no other mark on 60 real pages, some 40 are headlines of
        up to 29 characters; of the 28 with more all but one are prose.
        """
        text = self.text(k)
        cut = text.endswith("…")
        if len(_COMMA.findall(text)) < (1 if cut else 2):
            return False
        han = self.view.classes[self.line_starts[k] : self.line_ends[k]] & HAN
        return bool(np.count_nonzero(han) >= (BODY_HAN if cut else 2 * PROSE))

    def _prose(self, mark: str, is_prose: Callable[[int], bool]) -> tuple[int, int] | None:
        """The first and the last line with a mark that stays and is prose."""
        place = self.folded.find(mark)
        while place >= 0:
            first = self.line_of(place)
            if first not in self.chosen and is_prose(first):
                break
            place = self.folded.find(mark, self.line_ends[first])
        else:
            return None
        last = self.line_of(self.folded.rfind(mark))
        while last in self.chosen or not is_prose(last):
            last = self.line_of(self.folded.rfind(mark, 0, self.line_starts[last]))
        return first, last


@cache
def rows(tag: str) -> tuple[Rule, ...]:
    """The rows of `data/chrome.toml` with that tag, in their order."""
    return tuple(rule for rule in load_rules("chrome") if rule.tag == tag)


@cache
def row(name: str) -> Rule:
    """The row `chrome.<name>`."""
    return next(rule for rule in load_rules("chrome") if rule.id == f"chrome.{name}")


def match_facts(match: re.Match[str], original: str) -> Facts:
    """The named groups of a match as facts, in the characters of `original`.

    `original` is what the folded text that matched was folded from. Dates become ISO 8601, or
    are left out; of `related` what says that there is none is left out.
    """
    facts: list[tuple[str, str]] = []
    for group, folded in match.groupdict().items():
        if folded is None or group.startswith("drop"):
            continue
        name = group.removesuffix("_2").removesuffix("_3")
        start, end = match.span(group)
        value = original[start:end].strip(" \t|>/\N{IDEOGRAPHIC SPACE}")
        if name == "published_at":
            found = find_date(folded)
            value = found.iso if found else ""
        elif name == "related" and _NONE.fullmatch(folded.strip()):
            value = ""
        if value:
            facts.append((name, value))
    return tuple(dict.fromkeys(facts))


_NONE = re.compile(r"(?:很抱歉,?)?(?:没有了?|无|暂无|已经?是(?:第一|最后一?)[篇条页个]|没有)[!。]?")
