"""Reads a credit line beside a headline: days, labels, roles, and names without either."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.credit_fields import COUNTS, DATES
from zxclean.steps.credit_names import are_writers_and_outlet, settle_names
from zxclean.steps.credit_words import (
    BRACKETS,
    EDITORS,
    FROM,
    HANDS,
    PARTICULARS,
    TOKEN,
    UNKNOWN_FIELD,
    find_glued_label,
    may_be_name,
    words_of,
)
from zxclean.steps.credits import unbox_labels
from zxclean.steps.dates import find_date
from zxclean.steps.labels import places_before_colons
from zxclean.steps.noise import COUNT, blank_noise, is_noise
from zxclean.steps.outlets import is_outlet
from zxclean.steps.reporters import merged, read_reporters
from zxclean.steps.writers import (
    ACTS,
    DEED,
    REPORT,
    ROLE,
    SENT,
    STROKED,
    is_marked_original,
    split_people,
)
from zxclean.structure.credits import is_person

NAMES = 4
"""More unlabelled words than these on a line are a menu or a sentence."""

TAG = 6
"""Longest tag (code points) of a line that has more words than names could be."""

_DATE_LABEL = re.compile(
    r"(?:公文|信息|文件|稿件|文章|最后|最近|最新)?(?:(?P<other>更新|[Uu]pdated|修改|成文|截止)|发布|发表|发稿|上传|上架|创建|建立|刊出|张贴|公布|公告|添加|录入|编辑|提交|出版|刊登|刊发|生成|制发|印发|发文|发行"
    r"|访谈|直播|留言|提问|来信|咨询|发帖|[\u4e00-\u9fff]{2}(?=时间|日期))?(?:时间|日期|于|在)?\s?[:/|]?\s?[\[(]?$"
)

_ACCOUNT = re.compile(r"[\u4e00-\u9fff](?:发布|公布|出版)\s?$")
"""An account or a house whose name ends as a label does: `渡口发布 2021-05-06`."""

_PARTIAL = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/月]\d{1,2}日?\s?\d{1,2}:\d{2}(?::\d{2})?|[今昨前]天(?=\s|$|\d)\s?(?:\d{1,2}:\d{2})?"
    r"|\d{1,3}\s?(?:秒|分钟|小时)前|\d{1,3}\s?(?:天|个月|年)前(?=$|[\s|·,发更来编阅浏])|刚刚)(?!\d)"
)

_EMPTY = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,6}\s?:\s*$|[\d:\s.-]+$|[\[【]\s?[\u4e00-\u9fff] ?[\u4e00-\u9fff]\s?[\]】]\s*$)"
)
"""What stands behind a label without a value."""

_ISSUE = re.compile(
    r"\u300a?(?P<journal>[\u4e00-\u9fff]{2,14})\u300b?\s?[,(]?(?:19|20)\d\d\s?年,?\s?第?\s?\d{1,3}\s?期\)?"
)
"""The journal and its number in which an article stood."""

_DEED_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:摄影)?报[道导]:?$")

_WRITTEN_BY = re.compile(
    r"(?:^|[|/]\s*)(?:作者|撰文|文)\s+(?P<name>[\u4e00-\u9fff] ?[\u4e00-\u9fff]{1,3})(?=\s*(?:[|/]|$))"
)
"""A name whose parts may stand apart, up to a bar."""


_POSTED_BY = re.compile(
    r"由\s?(?P<name>[\u4e00-\u9fffA-Za-z\d_]{2,16}?)\s?(?:发[布表]|撰写|创建|提交|上传)(?:[于在]\s?(?:\D{1,8}$)?|(?=\s*$))"
)
"""Who posted a text, as content systems say it, and the column: `由 李一 发布于 综合`."""


class Credits(NamedTuple):
    """What a line says; `dated` if with the year, `strength` counts what only credits have."""

    facts: Facts
    dated: bool
    strength: int


class Reader:
    """Reads one line: `text` folded and without spaces around it, `original` as the page has it.

    Only its form is judged; whether it stands where credits do is for the caller to know.

    >>> Reader("石佳/中国青年报", "石佳/中国青年报").read().facts
    (('source', '中国青年报'), ('author', '石佳'))
    """

    def __init__(self, text: str, original: str) -> None:
        self.text, self.original = text, original
        self.facts: list[tuple[str, str]] = []
        body = unbox_labels(blank_noise(text))
        self.body = ACTS.sub(lambda match: "|" * len(match[0]), body)
        self.plain = body
        """The line with what those named did, for a signature needs it."""
        self.before: list[tuple[int, int]] = []
        self.behind: list[tuple[int, int]] = []
        self.date_at = self.day_end = -1
        self.strength = self.limits = 0
        self.acts = self.body != body
        for match in STROKED.finditer(self.body):
            if not is_person(match["name"]):
                continue
            field = "author" if match["author"] else "photographer"
            self.facts.append((field, original[slice(*match.span("name"))]))
            self.strength += 1
            self._blank(*match.span())
        self.labelled = False
        issue = _ISSUE.fullmatch(self.body)
        if issue is not None:
            self.facts.append(("source", original[slice(*issue.span("journal"))]))
            self.strength += 2
            self._blank(*issue.span())
        posted = _POSTED_BY.match(self.body)
        if posted is not None:
            field = "author" if is_person(posted["name"]) else "byline"
            self.facts.append((field, original[slice(*posted.span("name"))]))
            self.strength += 2
            self._blank(*posted.span())
        for match in _WRITTEN_BY.finditer(self.body):
            if is_person(match["name"].replace(" ", "")):
                self._add_author(*match.span("name"))
                self.strength += 2
                self._blank(*match.span())

    def read(self) -> Credits | None:
        """The facts of the line, `None` if it holds anything that is no credit."""
        dated = self._take_dates()
        places = places_before_colons(self.body)
        if any(
            place.label.rule.tag == "index" and place.label.field != "issuer" for place in places
        ):
            return None
        parts = [(0, places[0].start if places else len(self.body))]
        ends = [*(place.start for place in places), len(self.body)][1:]
        for place, end in zip(places, ends, strict=True):
            cut = self.body.find("|", place.end, end)
            stop = cut if cut >= 0 else end
            self._take_label(place.label.field, place.end, stop)
            parts.append((stop, end))
        if not all(self._take_free(start, end) for start, end in parts):
            return None
        if self.limits and not self.facts:
            return None  # until when a notice asks for something
        if len(self.before) + len(self.behind) > NAMES:
            outlet = self._find_outlet() if dated else None
            if outlet is None:
                return None
            # Tags, then whom the text is from.
            self.before, self.behind = [outlet], []
        if not (
            self.strength
            or is_marked_original(self.text)
            or are_writers_and_outlet([self.text[a:b] for a, b in self.before])
        ):
            return None
        self.facts += settle_names(
            self.text,
            self.original,
            self.before,
            self.behind,
            timed_behind=self.timed_behind,
            has_source=self.has("source"),
        )
        return Credits(split_people(tuple(dict.fromkeys(self.facts))), dated, self.strength)

    def _take_dates(self) -> bool:
        dated = False
        place = 0
        while (found := find_date(self.body, place)) is not None:
            label = _DATE_LABEL.search(self.body, 0, found.start)
            if label and _ACCOUNT.search(self.body, 0, label.end()):
                label = None
            start = label.start() if label else found.start
            self.labelled |= label is not None and label[0][:1] not in ("", "时", "日", ":", " ")
            if label and label["other"] == "截止":
                self.limits += 1
            elif label and label["other"]:
                self.facts.append(("updated_at", found.iso))
            elif not dated:
                self.facts.append(("published_at", found.iso))
                dated, self.date_at = True, start
            self._blank(start, found.end)
            if not found.timed:
                self.day_end = found.end
            self.strength += 2
            place = found.end
        for match in list(_PARTIAL.finditer(self.body)):
            label = _DATE_LABEL.search(self.body, 0, match.start())
            start = label.start() if label else match.start()
            self.date_at = start if self.date_at < 0 else self.date_at
            self._blank(start, match.end())
            self.strength += 1
        return dated

    def has(self, field: str) -> bool:
        return any(name == field for name, _ in self.facts)

    @property
    def timed_behind(self) -> bool:
        """Whether the only name stands behind a day and its hour."""
        return not self.before and len(self.behind) == 1 and self.day_end < 0 <= self.date_at

    def _blank(self, start: int, end: int) -> None:
        bars = "|" * (end - start)
        self.body = self.body[:start] + bars + self.body[end:]
        self.plain = self.plain[:start] + bars + self.plain[end:]

    def _take_label(self, field: str, start: int, end: int) -> None:
        value = self.body[start:end]
        solid = value.strip(" " + BRACKETS)
        if not solid or len(solid) > 40 or _EMPTY.match(value):
            return
        if field in DATES:  # one that can be read is gone by now
            self.strength += 1
            return
        first = start + value.index(solid)
        last = first + len(solid)
        if field == "author" and (signed := read_reporters(solid, reported=True)) is not None:
            for a, b in merged(solid, signed.names):
                self._add_author(first + a, first + b)
            self.strength += 2
            return
        for token in TOKEN.finditer(self.body, first, last):
            # What follows behind a space may be a counter, a button or a field of another kind.
            other = ":" in token[0] or is_noise(token[0])
            if other and token.start() > first:
                last = token.start()
                if token[0][0] in "条次人":  # a counter, whose number stands before
                    last = first + len(self.body[first:last].rstrip(" 0123456789"))
                break
        if field in COUNTS and not self.body[first:last][:1].isdigit():
            return
        solid = self.body[first:last].rstrip()
        if solid.endswith((")", "]", "】")) and not any(mark in solid for mark in "([【"):
            solid = solid[:-1].rstrip()
        if not solid:
            return
        self.facts.append((field, self.original[first : first + len(solid)]))
        self.strength += 2

    def _take_signature(self, start: int, end: int) -> bool:
        """Take the reporters of a part that is a signature and nothing else."""
        piece = self.plain[start:end]
        solid = piece.strip("| " + BRACKETS)
        if len(solid) < 4:
            return False
        first = start + piece.index(solid)
        signed = read_reporters(solid)
        if signed is None:
            return False
        for a, b in merged(solid, signed.names):
            self._add_author(first + a, first + b)
        if signed.outlet is not None and not self.has("source"):
            a, b = signed.outlet
            name = self.original[first + a : first + b]
            if not name.startswith("本"):
                self.facts.append(("source", name))
        self.strength += 2
        return True

    def _take_free(self, start: int, end: int) -> bool:
        if self._take_signature(start, end):
            return True
        role = other = whence = False
        hand = ""
        known = start
        for first, last, token in words_of(self.body, start, end):
            if UNKNOWN_FIELD.match(self.body, first, end):
                if PARTICULARS.match(token) and not self.labelled:
                    return False
                other, known = True, last  # its value, up to a bar, says nothing here
                continue
            if token in ("分类于", "收录于", "发布在", "分类"):
                other, known = True, last
                continue
            other = other and "|" not in self.body[known:first]
            known = last
            if other:
                continue
            count = COUNT.fullmatch(token)
            if count:
                views = count["views"] or count["views_2"]
                if views:
                    self.facts.append(("views", views))
                continue
            if HANDS.fullmatch(token):
                role, hand = False, token
                continue
            if hand and is_person(token):
                if hand.endswith(EDITORS):
                    self.facts.append(("editor", self.original[first:last]))
                continue
            hand = ""
            if token in FROM and not self.has("source"):
                whence = True
                continue
            if whence:
                whence = False
                self.facts.append(("source", self.original[first:last]))
                self.strength += 1
                continue
            if is_noise(token) or self.body[last:].lstrip()[:1] in (">", "\u203a"):
                continue  # a button, the name of a column
            if token[-1] == "讯" and is_outlet(token[:-1]):
                if not self.has("source"):
                    self.facts.append(("source", self.original[first : last - 1]))
                continue
            labelled = find_glued_label(token)
            if labelled is not None:
                field, value = labelled
                self.facts.append((field, self.original[first + value : last]))
                self.strength += 2
                continue
            named = ROLE.fullmatch(token)
            if named:
                role = True
                self.strength += 1
                if named["name"] and not DEED.fullmatch(named["name"]):
                    deed = _DEED_BEHIND.search(named["name"])
                    stop = last - (len(deed[0]) if deed else 0)
                    self._add_author(first + named.start("name"), stop)
                continue
            if (role or self.acts) and is_person(token):
                self._add_author(first, last)
                self.strength += 1
                continue
            if SENT.fullmatch(token):
                continue
            if REPORT.fullmatch(token) and (role or self._take_writers(first)):
                continue
            role = False
            if not may_be_name(token):
                return False
            if first == self.day_end and not (is_outlet(token) or is_person(token)):
                return False
            behind = 0 <= self.date_at < first
            (self.behind if behind else self.before).append((first, last))
        return True

    def _find_outlet(self) -> tuple[int, int] | None:
        """The one outlet among many short words, next to the day."""
        words = [*self.before, *self.behind]
        outlets = [span for span in words if is_outlet(self.text[slice(*span)])]
        if len(outlets) != 1 or max(b - a for a, b in words if (a, b) != outlets[0]) > TAG:
            return None
        return outlets[0] if outlets[0] in (self.before[-1:] + self.behind[:1]) else None

    def _take_writers(self, end: int) -> bool:
        """Whether the bare names right before what a writer did are people: the authors."""
        found = False
        for names in (self.behind, self.before):
            people: list[tuple[int, int]] = []
            while names and names[-1][1] <= end and is_person(self.text[slice(*names[-1])]):
                people.insert(0, names.pop())
            for person in people:
                self._add_author(*person)
            found = found or bool(people)
        self.strength += found
        return found

    def _add_author(self, start: int, end: int) -> None:
        name = self.original[start:end].strip(BRACKETS + " ")
        for place, (field, value) in enumerate(self.facts):
            if field == "author":
                self.facts[place] = ("author", f"{value} {name}")
                return
        self.facts.append(("author", name))
