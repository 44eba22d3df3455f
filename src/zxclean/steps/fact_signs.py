"""What speaks for words of a page as its source, its author, its day, in words that weights are learned for.

Words tell by their own form, by what the tagger takes them for, by the line they stand on and where
that stands between the headline and the end of the prose, and by whether the page says them again.
None of these decides alone: `fact_choice.py` weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from zxclean.once import once
from zxclean.proposals import Facts
from zxclean.steps.credit_tagger import LONGEST, TAGS
from zxclean.steps.fact_places import RIGHTS, FactPlaces
from zxclean.steps.fact_words import DAY, Word, find_lines, find_words, may_name
from zxclean.steps.furniture import Page
from zxclean.steps.head_credits import Head
from zxclean.steps.outlets import is_outlet
from zxclean.structure.credits import is_person
from zxclean.view import TextView

WANTED = ("source", "author", "published_at")
"""Facts that every article may have."""

AGAIN = 20_000
"""So far (code points) a name is looked for again."""

MOST_RIGHTS = 8
"""So many times the page may say that somebody holds rights."""

_ODDS = (0.005, 0.02, 0.06, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)
"""Bounds of classes of likelihoods."""

_LATE = "1990"
"""Few pages have older days of their own."""

_WORDS = "\u2e80"
"""What sorts behind it are characters of words."""

_LABEL = re.compile(r"([\u4e00-\u9fffA-Za-z]{1,6})\s?[:/|=]?[\s\u3010\[(]*$")
_BEFORE = 12
_BESIDE = (*WANTED, "publication", "editor")


class Row(NamedTuple):
    """What may be the value of a field, the line it stands on, and its own signs; whether a reader
    of credits gave it: then the signs of its line are among them."""

    value: str
    line: int
    signs: list[str]
    is_read: bool


class FactSigns:
    """The words of a page that may be facts of its article, and the signs of each.

    `head` is the headline, if one was found; `facts_of` what readers of credits take the lines to
    state.
    """

    def __init__(self, page: Page, head: Head | None, facts_of: Mapping[int, Facts]) -> None:
        self._page = page
        self._places = FactPlaces(page, head, facts_of)
        self.of_line = self._places.of_line
        self.facts_of = facts_of
        self._words: dict[int, list[Word]] = {}
        self.read = {
            field: (k, str(value))
            for k, facts in facts_of.items()
            for field, value in facts
            if field in WANTED
        }
        self._values = {
            field: (k, TextView(value).folded) for field, (k, value) in self.read.items()
        }

    def lines_for(self, field: str) -> Iterator[int]:
        """The lines that may state a field."""
        return iter(self._days if field == "published_at" else self.lines)

    def rows(self, field: str, lines: Iterable[int]) -> Iterator[Row]:
        """What may be the value of a field: what a reader gave, and words of these lines."""
        if field in self.read:
            k, value = self.read[field]
            yield Row(value, k, self.of_read(field), True)
        for k in lines:
            words = self._words.get(k)
            if words is None:
                words = self._words[k] = [*find_words(self._page, k)]
            for word in words:
                if field in word.fields:
                    yield Row(word.value, k, self._of_word(field, k, word), False)

    @property
    def text(self) -> str:
        """The folded text of the page."""
        return self._page.folded

    @property
    def stated(self) -> Mapping[str, str | int]:
        """The facts that the page is known to state from elsewhere."""
        return self._page.view.facts

    def none(self, field: str) -> list[str]:
        """The signs that speak for a page without that fact."""
        known = {*self.read, *self._page.view.facts}
        known |= {name for facts in self.facts_of.values() for name, _ in facts}
        stated = sorted(name for name in _BESIDE if name != field and name in known)
        here = "untitled" if self._places.title < 0 else "bare" if self._places.bare else "titled"
        return [
            "none",
            f"none {here}",
            f"none with {' '.join(stated)}",
            *(f"none beside {name}" for name in stated),
            "none read" if field in self.read else "none open",
        ]

    @once
    def lines(self) -> list[int]:
        """The lines that are looked at, in order."""
        return find_lines(self._page, self._places.title)

    def of_read(self, field: str) -> list[str]:
        """The signs of what a reader of credits gave."""
        k, value = self._values[field]
        if k < 0:
            return ["read", "read inside"]
        page = self._page
        text = page.text(k)
        finding = page.chosen.get(k)
        line = self.of_line(k)
        signs = [
            "read",
            f"read by {finding.rule.id if finding else 'stays'}",
            *(f"read with {name}" for name, _ in self.facts_of[k] if name != field),
            *(f"read {sign}" for sign in line),
        ]
        if field == "published_at":
            return [*signs, f"read timed {'T' in value:d}"]
        form, names = _form_of(value), len(value.split())
        signs += (
            f"read form {form}",
            f"read form {form} {min(len(value), 9)}",
            f"read form {form} {line[0]}",
            f"read names {min(names, 3)}",
            f"read ending {value[-2:] if form == 'o' else value[-1]}",
            f"read noise {not may_name(value):d}",
            f"read digits {any(map(str.isdigit, value)):d}",
        )
        place = text.find(value)
        if place >= 0:
            signs.append(f"read label {_label_before(text, place)}")
            signs.append(f"read alone {len(text) == len(value):d} {line[0]}")
            if names == 1:
                signs += (f"read {sign}" for sign in self._again(k, value))
        return signs

    def _of_word(self, field: str, k: int, word: Word) -> list[str]:
        """The signs of a word for a field."""
        if not word.shares:
            return [f"all {min(word.value.count(' ') + 1, 4)}", "all"]
        text, zone = self._page.text(k), self.of_line(k)[0]
        start, end = word.start, word.end
        odds = bisect_right(_ODDS, word.shares[TAGS.index(field)])
        best = TAGS[max(range(len(TAGS)), key=word.shares.__getitem__)]
        before = text[start - 1 : start].strip() or ("_" if start else "^")
        behind = text[end : end + 1] or "$"
        marks = " ".join(mark if mark < _WORDS else "w" for mark in (before, behind))
        alone = f"{start == 0:d}{end == len(text):d}"
        own = text[start:end] if field != "published_at" else word.value
        signs = [
            f"odds {odds}",
            f"odds {odds} {zone}",
            f"alone {alone} {zone}",
            f"ends {alone}",
            f"marks {marks}",
            f"best {best}",
            f"best {best} {zone}",
            f"label {_label_before(text, start)}",
            f"after {text[end : end + 4].strip()[:3]}",
        ]
        read = self._values.get(field)
        if read is not None:
            same = "same" if read[1] == own else "in" if own in read[1] else "other"
            signs.append(f"of read {same} {read[0] == k:d}")
        else:
            signs += (
                f"of open {zone}",
                f"of open {zone} {self._places.taken}",
                f"of open odds {odds}",
            )
        signs += self._of_day(k, own, zone) if field == "published_at" else ()
        signs += self._of_name(field, k, own, odds, alone) if field != "published_at" else ()
        return signs

    def _of_day(self, k: int, day: str, zone: str) -> Iterator[str]:
        """The signs that only days have."""
        yield f"timed {'T' in day:d} {zone}"
        yield f"timed {'T' in day:d}"
        nth = f"nth {min(self._days.get(k, 9), 3)} of {min(len(self._days), 4)}"
        yield nth
        yield f"{nth} {zone}"
        if "星期" in self._page.text(k):
            yield f"weekday {'T' in day:d} {zone}"
        if day < _LATE:
            yield "early"

    def _of_name(self, field: str, k: int, name: str, odds: int, alone: str) -> Iterator[str]:
        """The signs that only names have."""
        form, zone = _form_of(name), self.of_line(k)[0]
        yield f"form {form}"
        yield f"form {form} {min(len(name), 9)}"
        yield f"form {form} {zone}"
        yield f"form {form} odds {odds}"
        yield f"form {form} alone {alone} {zone}"
        yield f"ending {name[-2:] if form == 'o' else name[-1]}"
        yield from self._again(k, name)
        if self._places.title >= 0 and name in self._page.text(self._places.title):
            yield "in title"
        for other, (_, value) in self._values.items():
            if other != field and value == name:
                yield f"is {other}"

    def _again(self, k: int, name: str) -> Iterator[str]:
        """Where else the page says a name."""
        page = self._page
        if len(name) < 2:
            return
        if name in self._rights:
            yield "again rights"
        if name in self._top:
            yield "again top" if k > 2 else "is top"
        times = min(page.folded.count(name, 0, AGAIN), 5)
        yield f"times {times}"
        place = page.folded.find(name, page.line_ends[k], AGAIN) if times > 1 else -1
        if place >= 0:
            j = page.line_of(place)
            yield "next head" if j < page.head else "next prose" if j < page.tail else "next behind"
            if page.text(j) == name:
                yield "next alone"

    @once
    def _days(self) -> dict[int, int]:
        """The lines looked at that have a day, each with how many are above."""
        dated = (k for k in self.lines if DAY.search(self._page.text(k)))
        return {k: i for i, k in enumerate(dated)}

    @once
    def _rights(self) -> str:
        """The lines that say who holds the rights."""
        page = self._page
        found = islice(RIGHTS.finditer(page.folded), MOST_RIGHTS)
        lines = (page.text(page.line_of(match.start())) for match in found)
        return "\n".join(line for line in lines if len(line) <= LONGEST)

    @once
    def _top(self) -> str:
        return "\n".join(map(self._page.text, range(min(3, len(self._page)))))


def _label_before(text: str, place: int) -> str:
    """The label right before a word, its last characters."""
    found = _LABEL.search(text[max(0, place - _BEFORE) : place])
    return found[1][-4:] if found else ""


def _form_of(name: str) -> str:
    """What a name looks like."""
    return "o" if is_outlet(name) else "p" if is_person(name) else "a" if name.isascii() else "?"
