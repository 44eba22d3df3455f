"""Reads a credit line beside a headline word by word: days, labels, roles, and names without either.

What a name is that has no label, the line as a whole tells: how many stand there, and on which side
of the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.credits import unbox_labels
from zxclean.steps.dates import find_date
from zxclean.steps.labels import PEOPLE, places_before_colons
from zxclean.steps.noise import COUNT, is_noise
from zxclean.steps.outlets import is_outlet
from zxclean.steps.reporters import merged, read_reporters
from zxclean.steps.toolbars import blank_buttons
from zxclean.steps.writers import ACTS, REPORT, ROLE, STROKED, is_marked_original, split_people
from zxclean.structure.credits import is_latin_person, is_person

NAME = 16
"""Longest unlabelled name in code points: an account or an outlet."""

NAMES = 4
"""More unlabelled words than these on a line are a menu or a sentence."""

_LABELLED = re.compile(
    r"(?P<source>来源|稿源|来自)(?P<a>\S.{1,19})|(?P<author>作者|原作者)(?P<b>\S.{1,19})"
    r"|(?P<editor>责任编辑|责编|编辑)(?P<c>[^部室]\S{1,9})"
)

_UNKNOWN_FIELD = re.compile(r"[\u4e00-\u9fff]{2,6}\s?:")

_PARTICULARS = re.compile(
    r"地[点址]|主[持讲办]|出席|列席|缺席|记录|承办|协办|联系|电话|参[加会]|议题|会议|活动|讲座|对象|人员|内容|费用|附件|报名"
)
"""Fields of a notice's own text, which no credit line has."""

_DATE_LABEL = re.compile(
    r"(?:公文|信息|文件|稿件|文章|最后|最近|最新)?(?:(?P<other>更新|[Uu]pdated|修改|成文|截止)|发布|发表|发稿|上传|上架|创建|建立|刊出|张贴|公布|公告|添加|录入|编辑|提交|出版|刊登|刊发|生成|制发|印发|发文|发行"
    r"|访谈|直播|留言|提问|来信|咨询|发帖)?(?:时间|日期|于|在)?\s?[:/|]?\s?[\[(]?$"
)

_PARTIAL = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/月]\d{1,2}日?\s?\d{1,2}:\d{2}(?::\d{2})?|[今昨前]天(?=\s|$|\d)\s?(?:\d{1,2}:\d{2})?"
    r"|\d{1,3}\s?(?:秒|分钟|小时|天|个月|年)前|刚刚)(?!\d)"
)

_TOKEN = re.compile(
    r"[A-Z][A-Za-z.'\u2019-]*(?: (?:[a-z]{2,3} )?[A-Z][A-Za-z.'\u2019-]+){1,3}|(?:[^\s|/,\u2571\u4e28\u3010\u3011]|(?<=\d),(?=\d))+"
)
"""A word, or a name of Latin words."""

_BRACKETS = "()[]【】<>{}〔〕·•-—,、:~_@\N{COPYRIGHT SIGN}"

_VERBAL = re.compile(
    r"[从在了是将已被把向着过让]|第[\d一二三四五六七八九十]{1,4}[届次期号条回轮批个名位]"
)
"""What a clause has and the name of an account or outlet hardly ever."""

HAN_OR_LATIN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
"""Of which every name has one: figures and marks alone name nobody."""


_EMPTY = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,6}\s?:\s*$|[\d:\s.-]+$|[\[【]\s?[\u4e00-\u9fff] ?[\u4e00-\u9fff]\s?[\]】]\s*$)"
)
"""What stands behind a label without a value."""

_FROM = ("来自", "转自", "源自", "摘自", "选自")
"""Words before the outlet."""

_EDITORS = ("编辑", "责编", "责任编辑")
_HANDS = re.compile(
    r"(?:责任|值班|本期|执行|网络)?编辑|责编|校对|校审|审[核校稿]|监制|美编|制图|设计|统筹|策划|编审|签发"
    r"|值班(?:主任|总编)|[主总]编|[一二三终复初]审"
)
"""Others who had a hand in a text, each before a name."""


_ADDRESS = re.compile(r"https?://[!-~]{4,200}|www\.[!-~]{4,200}")

_SPACED_BUTTON = re.compile(r"[\[【]\s*[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){0,3}\s*[\]】]|【\s*】")


def _blank_spaced(match: re.Match[str]) -> str:
    """A button in brackets whose characters stand apart, as bars."""
    word = "".join(match[0].split())[1:-1]
    return "|" * len(match[0]) if not word or is_noise(word) else match[0]


_WRITTEN_BY = re.compile(
    r"(?:^|[|/]\s*)(?:作者|撰文|文)\s+(?P<name>[\u4e00-\u9fff] ?[\u4e00-\u9fff]{1,3})(?=\s*(?:[|/]|$))"
)
"""A name whose parts may stand apart, up to a bar."""


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
        if "www." in text or "http" in text:
            text = _ADDRESS.sub(lambda match: "|" * len(match[0]), text)
        body = unbox_labels(_SPACED_BUTTON.sub(_blank_spaced, blank_buttons(text)))
        self.body = ACTS.sub(lambda match: "|" * len(match[0]), body)
        self.plain = body
        """The line with what those named did, for a signature needs it."""
        self.before: list[tuple[int, int]] = []
        self.behind: list[tuple[int, int]] = []
        self.date_at = self.day_end = -1
        self.strength = 0
        self.acts = self.body != body
        for match in STROKED.finditer(self.body):
            if not is_person(match["name"]):
                continue
            field = "author" if match["author"] else "photographer"
            self.facts.append((field, original[slice(*match.span("name"))]))
            self.strength += 1
            self._blank(*match.span())
        self.labelled = False
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
        if len(self.before) + len(self.behind) > NAMES:
            return None
        if not (self.strength or is_marked_original(self.text) or self._names_writer_and_outlet()):
            return None
        self._settle_names()
        return Credits(split_people(tuple(dict.fromkeys(self.facts))), dated, self.strength)

    def _names_writer_and_outlet(self) -> bool:
        """`石佳/中国青年报`: people and one outlet, with nothing else on the line."""
        names = [self.text[a:b] for a, b in self.before]
        people = sum(map(is_person, names))
        outlets = sum(is_outlet(name) for name in names)
        return bool(people) and outlets == 1 and len(names) == people + 1

    def _take_dates(self) -> bool:
        dated = False
        place = 0
        while (found := find_date(self.body, place)) is not None:
            label = _DATE_LABEL.search(self.body, 0, found.start)
            start = label.start() if label else found.start
            self.labelled |= label is not None and label[0][:1] not in ("", "时", "日", ":", " ")
            if label and label["other"]:
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
        solid = value.strip(" " + _BRACKETS)
        if not solid or len(solid) > 40 or _EMPTY.match(value):
            return
        first = start + value.index(solid)
        last = first + len(solid)
        for token in _TOKEN.finditer(self.body, first, last):
            # What follows behind a space may be a counter, a button or a field of another kind.
            other = ":" in token[0] or (field not in PEOPLE and is_noise(token[0]))
            if other and token.start() > first:
                last = token.start()
                break
        self.facts.append((field, self.original[first:last].strip()))
        self.strength += 2

    def _take_signature(self, start: int, end: int) -> bool:
        """Take the reporters of a part that is a signature and nothing else."""
        piece = self.plain[start:end]
        solid = piece.strip("| " + _BRACKETS)
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
        for first, last, token in self._tokens(start, end):
            if _UNKNOWN_FIELD.match(self.body, first, end):
                if _PARTICULARS.match(token) and not self.labelled:
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
            if _HANDS.fullmatch(token):
                role, hand = False, token
                continue
            if hand and is_person(token):
                if hand in _EDITORS:
                    self.facts.append(("editor", self.original[first:last]))
                continue
            hand = ""
            if token in _FROM and not self.has("source"):
                whence = True
                continue
            if whence:
                whence = False
                self.facts.append(("source", self.original[first:last]))
                self.strength += 1
                continue
            if is_noise(token):
                continue
            labelled = _LABELLED.fullmatch(token)
            if labelled and token.startswith("来自") and not is_outlet(token[2:]):
                labelled = None  # 来自泥土的芬芳 is a title
            if labelled:
                group = next(g for g in "abc" if labelled[g])
                field = next(f for f in ("source", "author", "editor") if labelled[f])
                self.facts.append((field, self.original[first + labelled.start(group) : last]))
                self.strength += 2
                continue
            named = ROLE.fullmatch(token)
            if named:
                role = True
                self.strength += 1
                if named["name"]:
                    self._add_author(first + named.start("name"), last)
                continue
            if (role or self.acts) and is_person(token):
                self._add_author(first, last)
                self.strength += 1
                continue
            if REPORT.fullmatch(token) and (role or self._take_writers(first)):
                continue
            role = False
            if (len(token) > NAME and not is_latin_person(token)) or not HAN_OR_LATIN.search(token):
                return False
            if ":" in token or _VERBAL.search(token):
                return False
            if first == self.day_end and not (is_outlet(token) or is_person(token)):
                return False
            behind = 0 <= self.date_at < first
            (self.behind if behind else self.before).append((first, last))
        return True

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

    def _tokens(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        for match in _TOKEN.finditer(self.body, start, end):
            token = (
                match[0].strip(_BRACKETS) if match[0][-1] not in "])" else match[0].lstrip("([【")
            )
            if not token:
                continue
            if token[-1] in "])" and not any(mark in token for mark in "[("):
                token = token.rstrip("])")
            if not token:
                continue
            first = match.start() + match[0].index(token)
            yield first, first + len(token), token

    def _add_author(self, start: int, end: int) -> None:
        name = self.original[start:end].strip(_BRACKETS + " ")
        for place, (field, value) in enumerate(self.facts):
            if field == "author":
                self.facts[place] = ("author", f"{value} {name}")
                return
        self.facts.append(("author", name))

    def _settle_names(self) -> None:
        """Give the unlabelled names their fields."""
        spans = [*self.before, *self.behind]
        names = [(self.text[a:b], self.original[a:b]) for a, b in spans]
        outlets = [own for name, own in names if is_outlet(name)]
        people = [own for name, own in names if is_person(name) or is_latin_person(name)]
        others = [own for _, own in names if own not in outlets and own not in people]
        if len(others) == len(names) == 1 and self.timed_behind and not self.has("source"):
            # Portals print day and hour, then whom they have the text from.
            self.facts.append(("source", others[0]))
            return
        listed = len(names) == 2 and re.search("[,、&]", self.text[spans[0][1] : spans[1][0]])
        own_text = (
            is_marked_original(self.text) and len(names) > 2 and len(self.before) == len(names)
        )
        if own_text and not listed and not is_person(names[-1][0]):
            # Who wrote, several of them, then whose account it is.
            self.facts.append(("author", " ".join(own for _, own in names[:-1])))
            self.facts.append(("source", names[-1][1]))
            return
        if len(names) == 2 and len(self.before) == 2 and not outlets and not listed:
            # An account on WeChat: who wrote, then whose account it is.
            self.facts += [("author", names[0][1]), ("source", names[1][1])]
            return
        if outlets and not self.has("source"):
            self.facts.append(("source", outlets[0]))
        if people and (len(others) == 0 or len(names) <= 2):
            self.facts.append(("author", " ".join(people)))
            self.facts += [("byline", own) for own in others]
        elif others or people:
            self.facts.append(("byline", " ".join(own for _, own in names if own not in outlets)))
