"""A field of a credit line: what its value can be, and the facts it states."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from zxclean.rules import Rule
from zxclean.steps.credit_values import CLOSE, EDGES, OPEN, before_buttons, cut_value, is_button
from zxclean.steps.dates import find_date, is_partial_date
from zxclean.steps.labels import PEOPLE
from zxclean.steps.outlets import is_outlet, is_press, name_outlet
from zxclean.steps.reporters import read_reporters
from zxclean.steps.source_people import close_names, split_source
from zxclean.structure.credits import is_person
from zxclean.structure.press import BOTH, CORRESPONDENTS

DATES = {
    "published_at",
    "updated_at",
    "written_on",
    "effective_on",
    "expires_on",
    "disclosed_on",
    "received_on",
    "revised_on",
    "accepted_on",
}
COUNTS = {"views", "comments"}
_LONG = {"original_title", "title", "summary", "keywords", "subject"}

_NAME = (
    r"(?:[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff]{1,8}[·.][\u4e00-\u9fff]{1,10}|[A-Za-z]{1,16}\d{0,8})"
)
_FOOTNOTE = re.compile(r"\s?\[\d{1,2}\]?$")

_PEOPLE = re.compile(
    rf"(?:[\[(][\u4e00-\u9fff]{{1,3}}[\])]\s?)?{_NAME}(?:_\w{{1,16}})?(?:\((?:实习|见习|整理|综合)\))?"
    rf"(?:[\s、,/&]+{_NAME}(?:_\w{{1,16}})?){{0,5}}"
)
_UNIT = re.compile(
    r"\S{2,18}(?:网|报|社|部|局|办|委|会|室|中心|组|科|处|院|校|台|站|公司|大学|支部|政协|政府|团|原创)"
)
_NO_NAME = re.compile(r"[大中小特超\s\[\]【】()]+$|\d|.*[。!?;:|《》“”\"]")
_UNIT_BEFORE = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:[乡镇村局办]|街道|社区|[中小]学)"
    r"(?P<name>[\u4e00-\u9fff]{1,2}[^\W\d_A-Za-z所院部局办会处科室站网社报台校组队])(?=[\s、]|$)"
)
"""Where who wrote is at home, glued to the first name."""

_COUNT = re.compile(r"[\d,.]*\s?(?:[万千kw])?\+?\s?(?:人次|次|人|条|℃)?|\?|-+")
_PLACEHOLDER = re.compile(r"[{\[$%]?[A-Za-z_.]{3,24}[}\]%]?")
"""What a script was to fill in: `[dynclicks]`."""
_URL = re.compile(r"https?://[^\s\u4e00-\u9fff]{4,300}")
_PAPER = re.compile(r"[报刊网志]》$|》\s?(?:\([^()]{1,6}\)\s?)?(?:19|20)\d\d年")

_SHORT_YEAR = re.compile(r"[0-3]\d-[01]\d-[0-3]\d(?:\s?[0-2]\d:\d\d(?::\d\d)?)?")
"""Year, month and day of two figures each, as feeds print them behind a label."""

_PAGE_BEHIND = re.compile(r".{0,2}|\s?第\s?[A-Z]?\d{1,3}\s?版.{0,6}")
"""What may stand behind the day of a source: the page of a newspaper."""

_ACTED = re.compile(
    rf"(?:{BOTH}|文|撰文|(?:本报)?记者|{CORRESPONDENTS})\s*[:/]?\s*"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、]+[\u4e00-\u9fff]{2,4}){0,4})"
)
"""Who wrote, behind a bar and the deed."""

_MARKED = re.compile("[。!?;,:]")

_EMPTY = re.compile(r"[\u4e00-\u9fff]{2,6}\s?:\s*$|[\d:\s.-]+$")
"""What stands behind a label without a value: the next label, an hour of nought."""

_JOINT = re.compile(r"\s(?:于|在)$")
"""What may stand between an outlet and the day."""

FIELDS = 2
"""Behind a bare `时间` a day without its year is the page's where more fields than these follow."""

_OF_DAY = ("时间", "日期")
"""How the labels of days end."""

_Own = Callable[[int, int], str]


class Field(NamedTuple):
    """A field of a credit line: its name, the row it was found by, `[start, end)` of the value."""

    name: str
    rule: Rule
    start: int
    end: int


def read_field(field: Field, body: str, original: str, total: int) -> list[tuple[str, str]] | None:
    """Facts of one field, none if its value is empty; `None` if the value cannot be one.

    `body` is the folded line with its labels, `original` what the page has for it, `total` how
    many fields there are: a name alone on a line is believed by its form only.

    >>> from zxclean.steps.labels import labels_known
    >>> line = "来源:渡口晚报"
    >>> read_field(Field("source", labels_known()["来源"].rule, 3, 7), line, line, 1)
    [('source', '渡口晚报')]
    """
    raw = body[field.start : field.end]
    # A bar ends the value, but that of a day and of key words.
    bar = raw.find("|", 1) if field.name not in DATES and field.name not in _LONG else -1
    behind = _read_behind(raw, bar, field.start, original) if bar >= 0 else []
    raw = raw[:bar] if bar >= 0 else raw
    value, at = cut_value(raw, is_source=field.name == "source", is_person=field.name in PEOPLE)
    if not value or (field.name == "other" and len(value) <= 24 and not _MARKED.search(value)):
        return behind
    start = field.start + at
    if (
        field.name == "source"
        and not behind
        and (day := find_date(raw, at + len(value))) is not None
    ):
        behind = [("published_at", day.iso)]  # behind a word that is no part of the name
    found = _read_value(field, value, start, original, total)
    return None if found is None else [*found, *behind]


def _read_behind(raw: str, bar: int, start: int, original: str) -> list[tuple[str, str]]:
    """What stands behind the bar of a field that begins at `start`: a day, an outlet, who wrote."""
    rest = raw[bar + 1 :]
    acted = _ACTED.match(rest.strip())
    if acted is not None and _PEOPLE.fullmatch(acted["names"]):
        at = raw.rindex(acted["names"]) + start
        return [("author", original[at : at + len(acted["names"])])]
    day = find_date(rest)
    found: list[tuple[str, str]] = []
    place = bar + 1
    for part in (rest[: day.start] if day is not None else rest).split("|"):
        name = part.strip(EDGES)
        if is_person(name) and (day is not None or len(name) > 2):
            found.append(("author", name))
        elif is_press(name):
            at = start + raw.index(name, place)
            found.append(("source", original[at : at + len(name)]))
        place += len(part) + 1
    return [*found, ("published_at", day.iso)] if day is not None else found


def _read_value(
    field: Field, value: str, start: int, original: str, total: int
) -> list[tuple[str, str]] | None:
    """Facts of a value that begins at `start`."""
    if not value:
        return []

    def own(first: int, last: int) -> str:
        return original[start + first : start + last]

    if field.name in DATES:
        return _read_date(field, value, own, total)
    if field.name == "published":  # a date without its year
        return [("published", own(0, len(value)))]
    if field.name in COUNTS:
        value = before_buttons(value).rstrip(EDGES)
        if not _COUNT.fullmatch(value):
            return [] if _PLACEHOLDER.fullmatch(value) else None
        return [(field.name, own(0, len(value)))] if value[0] not in "次人条" else []
    if field.name == "url":
        return [("url", own(0, len(value)))] if _URL.fullmatch(value) else None
    if field.name in _LONG:
        # The key words of a paper are parted by semicolons, and content.
        long = len(value) > 100 or "。" in value or (field.name == "keywords" and ";" in value)
        return None if long else [(field.name, own(0, len(value)))]
    dated: list[tuple[str, str]] = []
    if field.name == "source" or field.name in PEOPLE:
        found = find_date(value)
        if found is not None and found.start == 0 and len(value) - found.end <= 2:
            return [("published_at", found.iso)]  # behind an empty label
        if found is not None and found.start > 0 and _PAGE_BEHIND.fullmatch(value, found.end):
            dated = [("published_at", found.iso)]
            value = _JOINT.sub("", value[: found.start].rstrip(EDGES + OPEN)).rstrip()
            value = before_buttons(value).rstrip(EDGES) if field.name == "source" else value
            if value.endswith(_OF_DAY):
                return None  # a day of another kind
    if _EMPTY.match(value):
        return []
    unit = _UNIT_BEFORE.match(value) if field.name in PEOPLE else None
    if unit is not None and is_person(unit["name"]):
        start += unit.start("name")
        value = value[unit.start("name") :]
    if field.name in PEOPLE and "[" in value:
        value = _FOOTNOTE.sub("", value).rstrip()
    if not value:  # a day in brackets, a footnote
        return dated
    if field.name in PEOPLE:
        if not _is_people(value, total):
            return None
    elif len(value) > 40 or re.search("[。!?;,:]", value):
        return None
    elif total == 1 and value[0] == "\N{LEFT DOUBLE ANGLE BRACKET}" and not _PAPER.search(value):
        # A quotation ends with the book it is from.
        return None
    if field.name == "source":
        value, writers = split_source(value, own)
        dated += writers
    named = own(0, len(value))
    if field.name in PEOPLE:
        named = close_names(named)
    return [(field.name, named), *dated]


def _is_people(value: str, total: int) -> bool:
    """Whether a value names people or the body that wrote: alone on a line, only by its form."""
    if len(value) > 40 or _NO_NAME.match(value):
        return False
    if total > 1:
        return len(value) <= 24
    return bool(_PEOPLE.fullmatch(value) or _UNIT.fullmatch(value))


def _read_date(field: Field, value: str, own: _Own, total: int) -> list[tuple[str, str]] | None:
    found = find_date(value)
    if found is None and field.name == "published_at":
        short = _SHORT_YEAR.fullmatch(value)
        found = find_date(f"20{value}") if short else None
        if found is not None:
            return [("published_at", found.iso)]
    plain = field.rule.id == "chrome.date_label" and total <= FIELDS
    if found is None or found.start > 1:
        known = field.name if field.name != "published_at" else "published"
        if value in ("无", "长期", "暂无"):
            return []
        if plain or not (is_partial_date(value) or _has_partial_head(value)):
            return None
        return [(known, own(0, len(value)))]
    facts = [(field.name, found.iso)]
    rest = value[found.end :].rstrip("!").strip(EDGES + OPEN + CLOSE)
    if not rest:
        return facts
    signed = read_reporters(rest) if "/" not in rest else None
    if signed is not None and signed.outlet is None:
        at = value.rindex(rest)
        return [*facts, ("author", " ".join(own(at + a, at + b) for a, b in signed.names))]
    if len(rest) > 20 or re.search("[。!?;,:至到~/]", rest) or rest[0].isdigit():
        return None
    if is_button(rest):
        return facts
    name = before_buttons(rest).rstrip(EDGES)
    if name != rest and not is_outlet(name) and (len(name) == 2 or not is_person(name)):
        return facts  # a column of the site, before its buttons
    at = value.rindex(name)
    if at == found.end and found.timed and not (is_outlet(name) or is_person(name)):
        return facts  # a column, glued to the hour
    rest = name
    facts.append((name_outlet(rest), own(at, at + len(rest))))
    return facts


def _has_partial_head(value: str) -> bool:
    """`10-0812:00优质原创作者`: a date without a year, and a short name glued to it."""
    match = re.match(r"\d\d-\d\d\s?\d\d:\d\d(?!\d)", value)
    return match is not None and re.fullmatch(r"[^。!?;,:]{0,20}", value[match.end() :]) is not None
