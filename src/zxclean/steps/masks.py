"""Names, places and numbers that a page hides behind `_`, `*`, `\u00d7`, `X`, an initial or a gap.

A name comes back only where a single reading is left: by the phrase it stands in, or by the
office and the date of the text. Everything else is listed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

import numpy as np

from zxclean import offices, tables
from zxclean.open_letters import other_letters
from zxclean.proposals import Edit, Mark, Proposal
from zxclean.rules import Anchor, Rule, compiled
from zxclean.stars import Stars, Use, hides_surname, read_stars
from zxclean.view import SIMPLIFIED, TRADITIONAL, TextView

BACK, REACH = 12, 24
"""Code points of a rule's match before and behind its anchor: masks have 12 at most, the longest
proof behind one, the years of a five-year plan, has 17."""

SENTENCE = 60
"""How far before a masked name its sentence is searched for another time or country."""

CONFIDENCE = {"caller": 0.98, "page": 0.95, "text": 0.9}
"""Whose word the date is, most to least to be relied on: an order, not a measured rate."""

_STOP = re.compile(r"[\u3002!?;\n]")
_ELSEWHEN = re.compile(
    "时任|原任|前任|当年|当时|世纪|年代|解放前|红军时期|长征途中|延安时期|抗战时期|抗日战争|解放战争|共产国际|民国|土地革命"
    "|建国初|第[一二三]代"
)
_ELSEWHERE = re.compile(
    "越[南共]|老挝|朝鲜|劳动党|古巴|苏[联共]|人民革命党|人革党|蒙古|法国共|德国共|英国共|美国共|日本共"
    "|意大利共|西班牙共|印度共"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)[年./-](?:(\d{1,2})[月./-](?:(\d{1,2})日?)?)?")
_CONGRESS_MET = re.compile("大(?:胜利|隆重)?(?:召开|开幕|闭幕)")
_SEPARATOR = re.compile(
    r"(?<![A-Za-z0-9_])_(?![A-Za-z0-9_]|总书记|新时代|同志|书记|主席|总理|委员长|[市县省区]长|会议|全会"
    r"|[省市县区镇乡村](?![级县区市委长])|$)"
)
_LEARN = re.compile(r"[学练复温研见修补演实]习$")
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]")
_STAR_RULE = "masks.star"
_STAR_WHY = "stars in place of a name, place or number"
_LETTER_RULE = "masks.letter"
_LETTER_WHY = "letters in place of a name or number, as elsewhere in this template"


class _Found(NamedTuple):
    rule: Rule
    start: int
    end: int
    match: re.Match[str]


class _Date(NamedTuple):
    span: offices.Span
    confidence: float
    whose: str


@dataclass(frozen=True, slots=True)
class Masks:
    """Restores hidden names that are certain, lists the other masks.

    A mask is a sign in place of a name, or the gap where a filter has cut one out. The name before 新时代中国特色社会主义思想 is certain. Who a national office means is told by
    the date of the text: `as_of`, else the date the page states, else phrases and past years
    in its prose. Where another year, country or time stands in the sentence, or dates
    disagree, nothing is filled in. Anonymised private names (某, 张**), numbers
    (138****1234), blanks of forms, footnote stars, Markdown, code and sums are left alone.

    `restore`: whether to put names back; else every mask is only listed. `as_of`: ISO date of
    the text in any precision. Raises `ValueError` if `as_of` is no such date.

    >>> from zxclean.pipeline import Pipeline
    >>> doc = Pipeline((Masks(as_of="2020"),))("贯彻_总书记视察*重要讲话精神")
    >>> doc.text, [mask.restored for mask in doc.masks]
    ('贯彻习近平总书记视察*重要讲话精神', ['习近平', None])
    """

    restore: bool = True
    as_of: str | None = None
    name: ClassVar[str] = "masks"

    def __post_init__(self) -> None:
        if self.as_of is not None and offices.parse_date(self.as_of) is None:
            raise ValueError(f"as_of={self.as_of!r} is not an ISO date such as '2019-09'")

    def propose(self, view: TextView) -> Iterable[Proposal]:
        anchors = view.anchors["masks"]
        has_stars = "*" in view.text or "\uff0a" in view.text
        if not (anchors or has_stars) or not view.has_chinese:
            return
        page = _Page(view, self.as_of)
        end = 0
        for start, proposal in sorted(page.proposals(anchors, self.restore), key=_by_place):
            if start >= end:
                end = proposal.end
                yield proposal


def _by_place(placed: tuple[int, Edit | Mark]) -> tuple[int, bool, int]:
    """Left to right; of masks at one place a restored one first, then the longest."""
    start, proposal = placed
    return start, isinstance(proposal, Mark), -proposal.end


def _find(folded: str, anchors: list[Anchor]) -> Iterator[_Found]:
    """Matches of the rules around their anchors; no stretch is searched twice for one rule."""
    windows: dict[str, tuple[Rule, list[list[int]]]] = {}
    for rule, start, end in anchors:
        spans = windows.setdefault(rule.id, (rule, []))[1]
        if spans and start - BACK <= spans[-1][1]:
            spans[-1][1] = end + REACH
        else:
            spans.append([max(0, start - BACK), end + REACH])
    for rule, spans in windows.values():
        search = compiled(rule.pattern).finditer
        for start, end in spans:
            for match in search(folded, start, end):
                yield _Found(rule, *_mask_span(match), match)


def _mask_span(match: re.Match[str]) -> tuple[int, int]:
    """Where the mask of a match is: the group `mask`, or in alternatives `mask_2` and so on."""
    names = (name for name in match.re.groupindex if name.startswith("mask"))
    return next(match.span(name) for name in names if match.start(name) >= 0)


class _Page:
    """The masks of one page, and what tells their readings."""

    def __init__(self, view: TextView, as_of: str | None) -> None:
        self.view, self.folded, self._as_of = view, view.folded, as_of
        self._offices: list[int] = []

    def proposals(self, anchors: list[Anchor], restore: bool) -> Iterator[tuple[int, Edit | Mark]]:
        found = list(_find(self.folded, anchors))
        runs: dict[int, Stars] = {}
        if "*" in self.folded:
            claimed = frozenset(f.start for f in found if f.rule.tag)
            runs = {run.start: run for run in read_stars(self.folded, claimed)}
        found = [f for f in found if self._is_mask(f, runs.get(f.start))]
        taken = {f.start for f in found}
        proven = [(f.start, f.end) for f in found if f.rule.scope == "open"]
        for start, end in other_letters(self.folded, proven):
            if start not in taken:
                yield start, Mark(start, end, _LETTER_RULE, _LETTER_WHY, 0.9, "mask")
        self._offices = sorted(f.start for f in found if f.rule.tag.startswith("office"))
        for start, end, use in runs.values():
            if use is Use.MASK and start not in taken:
                yield start, Mark(start, end, _STAR_RULE, _STAR_WHY, 0.9, "mask")
        for f in found:
            yield f.start, self._propose(f, restore)

    def _propose(self, found: _Found, restore: bool) -> Edit | Mark:
        rule, start, end = found.rule, found.start, found.end
        reading, confidence, why = self._read(found)
        if reading is None or not restore:
            if start == end:
                start, end = found.match.span("around")
            return Mark(start, end, rule.id, why, confidence, "mask")
        return Edit(start, end, reading, rule.id, "restore", why, confidence, "mask")

    def _is_mask(self, found: _Found, run: Stars | None) -> bool:
        folded, start = self.folded, found.start
        if run is not None and run.end == found.end:
            opens_line = not folded[max(0, start - 12) : start].rpartition("\n")[2].strip()
            bullet = opens_line and run.end - start < 3
            return run.use is not Use.EMPHASIS and not bullet
        if folded[start] == "_":
            return not self._separates(start, found.end)
        return bool(found.rule.tag) or not hides_surname(folded, start)

    def _separates(self, start: int, end: int) -> bool:
        """Whether the underscore stands in a row of them: 要闻_总书记的足迹_某某网 is a page title."""
        left = self.folded[max(0, start - SENTENCE) : start].rpartition("\n")[2]
        right = self.folded[end : end + SENTENCE].partition("\n")[0]
        return bool(_SEPARATOR.search(left) or _SEPARATOR.search(right))

    def _read(self, found: _Found) -> tuple[str | None, float, str]:
        """The reading of a mask, how certain it is, and why."""
        rule, start, end = found.rule, found.start, found.end
        kind, _, value = rule.tag.partition(":")
        reading: str | None = None
        if kind == "office":
            return self._holder(value, found)
        if kind == "part":
            reading = self._shown(start, end)
        elif kind == "fill" and not (
            value in offices.leaders() and self._beside_name(start, end, (value,))
        ):
            reading = self._in_script(value, start)
        elif kind == "join":
            reading = "".join(_HAN.findall(self.view.text, start, end))
        elif kind == "plan" and found.match["first"]:
            reading = offices.plan(int(found.match["first"]))
        elif kind == "congress" and _CONGRESS_MET.match(self.folded, end):
            years = _YEAR.findall(self._sentence(start)[-14:])
            reading = offices.congress(int(years[0][0])) if len(years) == 1 else None
        return reading, rule.confidence, rule.why

    def _holder(self, title: str, found: _Found) -> tuple[str | None, float, str]:
        """Who held an office at the date of the text, unless the sentence is about another."""
        confidence, why = found.rule.confidence, found.rule.why
        if self._date is None:
            return None, confidence, f"{why}; nothing tells the date of the text for certain"
        name = offices.holder(title, self._date.span)
        if name is None:
            return (
                None,
                confidence,
                f"{why}; {self._date.whose} leaves more than one holder, or none",
            )
        sentence = self._sentence(found.start)
        behind = _STOP.split(self.folded[found.end : found.end + REACH], maxsplit=1)[0]
        elsewhere = _ELSEWHEN.search(sentence) or _ELSEWHERE.search(sentence)
        if elsewhere or self._beside_name(found.start, found.end, offices.holders(title)):
            return None, confidence, f"{why}; someone else may be meant"
        for year in _YEAR.finditer(sentence + "\n" + behind):
            at = offices.span_of(*(int(part) if part else None for part in year.groups()))
            if offices.holder(title, at) != name:
                return None, confidence, f"{why}; another year is meant"
        why = f"{why}: who held the office at {self._date.whose}"
        return self._in_script(name, found.start), self._date.confidence, why

    def _shown(self, start: int, end: int) -> str | None:
        """The one leader whose name has the characters that the mask leaves where they stand.

        Of several the one who held the office named behind, at the date of the text.
        """
        shown = re.compile(re.sub(r"[^\u4e00-\u9fff]+", "..?", self.folded[start:end]))
        names = {name for name in offices.leaders() if shown.fullmatch(name)}
        for title in ("总书记", "总理") if len(names) > 1 and self._date else ():
            if self._date and self.folded.startswith(title, end):
                names &= {offices.holder(title, self._date.span) or ""}
        return self._in_script(names.pop(), start) if len(names) == 1 else None

    @cached_property
    def _date(self) -> _Date | None:
        """When the text was written, unless what tells it disagrees."""
        earliest = offices.earliest_day(self.folded, self._offices)
        stated = str(self.view.facts.get("published_at", ""))
        for iso, whose in ((self._as_of or "", "caller"), (stated, "page")):
            span = offices.parse_date(iso)
            if span is not None:
                if earliest is not None and span[1] is not None and earliest > span[1]:
                    return None
                return _Date(span, CONFIDENCE[whose], f"the date the {whose} gives")
        if earliest is None:
            return None
        return _Date((earliest, None), CONFIDENCE["text"], "the earliest date the text can have")

    def _sentence(self, start: int) -> str:
        return _STOP.split(self.folded[max(0, start - SENTENCE) : start])[-1]

    def _beside_name(self, start: int, end: int, names: Iterable[str]) -> bool:
        """Whether a name, or its surname, stands there already: 胡_总书记, 习近平_总书记."""
        before = self.folded[max(0, start - 3) : start]
        behind = self.folded[end : end + 3]
        return any(
            before.endswith(name)
            or (before.endswith(name[0]) and not _LEARN.search(before))
            or behind.startswith((name, name[1:] or name))
            for name in names
        )

    @cached_property
    def _has_traditional(self) -> bool:
        return bool((self.view.classes & TRADITIONAL).any())

    def _in_script(self, reading: str, start: int) -> str:
        """The reading in the script of the characters around it."""
        if not self._has_traditional:
            return reading
        for around in (slice(max(0, start - SENTENCE), start + SENTENCE), slice(None)):
            classes = self.view.classes[around]
            traditional = np.count_nonzero(classes & TRADITIONAL)
            simplified = np.count_nonzero(classes & SIMPLIFIED)
            if traditional != simplified:
                break
        if traditional <= simplified:
            return reading
        table = tables.char_table("s2t")
        return "".join(chr(table[ord(character)]) for character in reading)
