"""Bylines and dated lines without labels: what of them is a fact, and what stays."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from zxclean.rules import Rule
from zxclean.steps.credit_words import EDITORS, HANDS
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Finding, row, rows
from zxclean.steps.noise import COUNT
from zxclean.steps.outlets import is_outlet, name_outlet
from zxclean.steps.reporters import read_reporters
from zxclean.steps.toolbars import blank_buttons
from zxclean.steps.writers import read_done
from zxclean.structure.credits import has_form_of_name, is_person
from zxclean.structure.press import BOTH

LONGEST = 60
"""Longest byline and dated line in code points. The longest on the seeds and 60 pages has 32."""

LINES_KNOWN = 512
"""Lines whose reading is kept: the same ones are asked for again while lines are chosen."""

BARE = "bare"
"""Mark of a finding whose date has no label: labelled dates are believed before it."""

_ROLE = re.compile(r"\S{0,10}?(?:专栏作者|特约作者|记者|通讯员|评论员|作者)\s*(?=\S)")
_REPORTER = re.compile(
    r"(?:本版(?:撰文|文字)\s?)?(?:[\u4e00-\u9fff]{2,8}(?:特约|见习|实习)?|本报|本网|本刊)?(?:记者|通讯员)\s+"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、]+[\u4e00-\u9fff]{2,4}){0,5})"
)
"""A line of reporters' names. A caption (`记者 X 摄`) is none, for 摄 is no name."""

_BOTH = re.compile(
    rf"{BOTH}\s?[:\s]\s?(?P<names>[\u4e00-\u9fff]{{2,4}}(?:[\s、]+[\u4e00-\u9fff]{{2,4}}){{0,4}})"
)

_OF_PAPER = re.compile(
    r"\u300a(?P<source>[^\u300a\u300b]{2,12})\u300b(?:专栏|特约|本刊)?(?:作者|记者)\s*"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、]+[\u4e00-\u9fff]{2,4}){0,5})"
)
"""Who wrote, behind the name of the column or paper."""

_OF_PAPER_FACTS = (("author", "names"), ("source", "source"))

_NAMES = re.compile(
    r"[\u4e00-\u9fff·A-Za-z]{1,14}(?:(?:\s*[、,&]\s*|\s+)[\u4e00-\u9fff·A-Za-z]{1,14}){0,5}"
)
_DEEDS = frozenset("道导图文字")
"""How what those named did ends."""

_EDGES = " \t|/\u4e28·、,;:-—()[]【】"
_SENTENCE = re.compile("[。!?;,:《“]")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4}){0,3}")
_YEAR = re.compile(r"\d{3}|民国")
_DAY = re.compile(r"\d\s?年|\d[-/.]\d|\d{6}")
"""What every date has, looked for before the whole pattern."""

_COUNT_BEHIND = re.compile(r"\s?\d{1,5}$")
_EDITED = re.compile(r"\S{2,10}\[[\u4e00-\u9fff]{2,4}\](?:\s\d{1,5})?")


@cache
def _labels() -> re.Pattern[str]:
    one = rows("byline")[0].pattern
    return re.compile(rf"(?:{one})\s?[/\u4e28|]\s?")


def find_byline(text: str, original: str) -> Finding | None:
    """The finding for a byline such as `文/记者 李一图/区政协提供`, which stays in the text.

    The line (folded, no spaces around it) must begin with a label and hold names only; roles
    before a name (`本报记者`) are left out of the fact.

    >>> find_byline("文/记者 李一图/区政协提供", "文/记者 李一图/区政协提供").facts
    (('author', '李一'), ('photographer', '区政协提供'))
    """
    if len(text) > LONGEST:
        return None
    body = text.strip("()[]【】")
    shift = text.index(body)
    both = _BOTH.fullmatch(body)
    hands = any(map(HANDS.fullmatch, body.split()))
    signed = read_reporters(body) if _REPORTER.match(body) and not (both or hands) else None
    signers = signed.names if signed else ()
    if both:
        signers = (both.span("names"),)
    if signers:
        people = " ".join(original[shift + a : shift + b] for a, b in signers)
        return Finding(row("byline"), "any", (("author", people),), stays=True)
    reporter = _REPORTER.fullmatch(body)
    if reporter:
        at, end = reporter.span("names")
        facts = _name_hands(reporter["names"], original[shift + at : shift + end])
        return Finding(row("byline"), "any", facts, stays=True)
    done = read_done(body) if body[-1:] in _DEEDS else None
    if done is not None:
        names = " ".join(original[shift + a : shift + b].replace(" ", "") for a, b in done)
        return Finding(row("byline"), "any", (("author", names),), stays=True)
    of_paper = _OF_PAPER.fullmatch(body)
    if of_paper:
        spans = ((name, of_paper.span(group)) for name, group in _OF_PAPER_FACTS)
        found = tuple((name, original[shift + at : shift + end]) for name, (at, end) in spans)
        return Finding(row("byline"), "any", found, stays=True)
    matches = list(_labels().finditer(body))
    if not matches or matches[0].start() != 0:
        return None
    named: list[tuple[str, str]] = []
    ends = [match.start() for match in matches[1:]] + [len(body)]
    for match, end in zip(matches, ends, strict=True):
        start = match.end()
        role = _ROLE.match(body, start, end)
        if role:
            start = role.end()
        names = body[start:end].strip(_EDGES)
        if not _NAMES.fullmatch(names):
            return None
        at = shift + body.index(names, start)
        field = str(match.lastgroup)
        named.append((field.removesuffix("_2"), original[at : at + len(names)]))
    return Finding(row("byline"), "any", tuple(named), stays=True)


def _name_hands(names: str, original: str) -> tuple[tuple[str, str], ...]:
    """The facts of reporters' names, behind which those who edited may stand.

    >>> _name_hands("李一 本报编辑 王二", "李一 本报编辑 王二")
    (('author', '李一'), ('editor', '王二'))
    """
    field, start = "author", 0
    facts: list[tuple[str, str]] = []
    for word in [*re.finditer(r"\S+", names), None]:
        if word is not None and not HANDS.fullmatch(word[0]):
            continue
        stop = word.start() if word else len(names)
        stop = start + _end_of_people(names[start:stop]) if field == "author" else stop
        if field and (own := original[start:stop].strip()):
            facts.append((field, own))
        if word is not None:
            field, start = ("editor" if word[0].endswith(EDITORS) else ""), word.end()
    return tuple(facts)


def _end_of_people(names: str) -> int:
    """Where the names end behind a role, of which the first may be any: a column or an outlet may follow.

    >>> _end_of_people("李一 阿布都拉 渡口晚报"), _end_of_people("乜二 李一 城东水厂")
    (7, 5)
    """
    end = 0
    for word in re.finditer(r"[^\s、]+", names):
        if not end or is_person(word[0]) or has_form_of_name(word[0]):
            end = word.end()
    return end


class DatedLine(NamedTuple):
    """A line that is a date, and perhaps names; `timed` if it has a time of day."""

    finding: Finding
    timed: bool


@cache
def _date_row() -> Rule:
    return row("dated")


@lru_cache(LINES_KNOWN)
def find_dated_line(text: str, original: str) -> DatedLine | None:
    """The finding for a line that holds a date and, before or behind it, at most a name.

    `2019-11-25 18:57 参考消息`, `央视新闻 | 2026年10月04日 17:39`; an outlet is the source, people
    a byline. `今天是…` gives the day of the crawl: no fact.
    """
    if len(text) > LONGEST or not (_YEAR.search(text) and _DAY.search(text)):
        return None
    body = blank_buttons(text)
    found = find_date(body)
    if found is None:
        return None
    facts: list[tuple[str, str]] = [("published_at", found.iso)]
    before = body[: found.start].strip(_EDGES)
    behind = body[found.end :].strip(_EDGES)
    if behind[:1].isdigit() and COUNT.fullmatch(behind):
        behind = ""
    if before.startswith("今天"):
        return DatedLine(Finding(_date_row(), "linked", word=BARE), False) if not behind else None
    for name, is_first in ((before, True), (behind, False)):
        if not name:
            continue
        if not _is_name(name, is_first, body):
            return None
        field = name_outlet(name)
        if is_first and name.startswith("原创 "):
            # On WeChat and Toutiao the account follows this word.
            name = name[3:].lstrip()
            field = field if field == "source" else "author"
        name = _COUNT_BEHIND.sub("", name)
        if name:
            at = body.rindex(name) if not is_first else body.index(name)
            facts.append((field, original[at : at + len(name)]))
    zone = "dated" if found.timed else "linked"
    return DatedLine(Finding(_date_row(), zone, tuple(facts), word=BARE), found.timed)


def _is_name(name: str, is_first: bool, body: str) -> bool:
    if len(name) > 20 or _SENTENCE.search(name):
        return False
    if is_outlet(name) or name.isdigit():
        return True
    if is_first:
        return name.startswith("原创 ") or "|" in body
    return bool(_PERSON.fullmatch(name) or _EDITED.fullmatch(name))
