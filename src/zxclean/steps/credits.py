"""The credit line of an article: `label:value` fields in any spelling, order and separator."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from zxclean.literals import word_lists
from zxclean.rules import Rule
from zxclean.steps.dates import find_date, is_partial_date
from zxclean.steps.furniture import Finding
from zxclean.steps.labels import (
    PEOPLE,
    labels_known,
    places_before_colons,
    places_before_spaces,
    places_of_cells,
)
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import PLACE_BEHIND, is_outlet, name_outlet
from zxclean.steps.toolbars import blank_buttons
from zxclean.structure.credits import is_person

LONGEST = 200
"""Longest credit line in code points. The longest on 60 real pages has 44, but the cells of an
index table flattened to one line are more."""

DATES = {
    "published_at",
    "updated_at",
    "written_on",
    "effective_on",
    "expires_on",
    "disclosed_on",
}
COUNTS = {"views", "comments"}
LONG = {"original_title", "title", "summary", "keywords", "subject"}

OF_PAGE = {"published_at", "updated_at", "views", "editor"}
"""Fields that only a page's credit line has, never a table or a list of readings."""

_EDGES = " \t|/\u4e28·、,;:_-—"
_OPEN, _CLOSE = "([{【〔<", ")]}】〕>"
_NAME = (
    r"(?:[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff]{1,8}[·.][\u4e00-\u9fff]{1,10}|[A-Za-z]{1,16}\d{0,8})"
)
_PEOPLE = re.compile(
    rf"(?:[\[(][\u4e00-\u9fff]{{1,3}}[\])]\s?)?{_NAME}(?:_\w{{1,16}})?(?:\((?:实习|见习|整理|综合)\))?"
    rf"(?:[\s、,/&]+{_NAME}(?:_\w{{1,16}})?){{0,5}}"
)
_UNIT = re.compile(
    r"\S{2,18}(?:网|报|社|部|局|办|委|会|室|中心|组|科|处|院|校|台|站|公司|大学|支部|政协|政府|团|原创)"
)
_NO_NAME = re.compile(r"\d|.*[。!?;:|《》“”\"]")
_COUNT = re.compile(r"[\d,.]*\s?(?:万|k|w)?\s?(?:人次|次|人|条|℃)?|\?|-+")
_URL = re.compile(r"https?://[^\s\u4e00-\u9fff]{4,300}")
_PAPER = re.compile("[报刊网志]》$")


_UNKNOWN_LABEL = re.compile(r"(?<=\S)\s+[\u4e00-\u9fff]{2,6}\s?:(?!\d)")

_BOXED = re.compile(r"[\[【]([\u4e00-\u9fff]{2,5})[\]】] ?: ?")
"""A label in brackets before its colon."""

_BOXED_ALONE = re.compile(r"(?<!\S)[\[【]\s?([\u4e00-\u9fff]{2,6})\s?[\]】](?=\s?[^\s:\[【])")

_BUTTON_BEHIND = re.compile(
    r"(?<=\S)\s*(?:参与互动|我要评论|我有话说|打印本页|字[号体].*|\s(?:评论|阅读|浏览|点击|参与|跟[贴帖])\s?\(?\d.{0,9})$"
)
"""Buttons and counters behind the name of a source, which are no part of any."""

_BOXED_FIELD = re.compile(r"[\[【]\s?([^\[\]【】:]{2,6}:[^\[\]【】]*)[\]】]")
"""A field in brackets of its own."""


_SHORT_YEAR = re.compile(r"[0-3]\d-[01]\d-[0-3]\d\s?[0-2]\d:\d\d(?::\d\d)?")
"""Year, month and day of two figures each, as feeds print them behind a label."""

_BARS = str.maketrans("|\N{CJK UNIFIED IDEOGRAPH-4E28}", "::")
"""Bars that stand for the colon (`编辑|X`), the second drawn by a character."""

_GAP = re.compile(r"\s+")
_WORD = re.compile(r"[^\s\[【(]+")

_STROKE = re.compile(r"((?:文章|本文|消息|新闻|稿件|资料)?来源|作者|转自)/(?=\S)")
"""A label with a stroke for its colon."""

_ACTED = re.compile(
    r"(?:文\s?/\s?图|图\s?/\s?文|图文|文|撰文|本报记者|记者|通讯员)\s*[:/]?\s*(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、]+[\u4e00-\u9fff]{2,4}){0,4})"
)
"""Who wrote, behind a bar and the deed."""

_EMPTY = re.compile(r"[\u4e00-\u9fff]{2,6}\s?:\s*$|[\d:\s.-]+$")
"""What stands behind a label without a value: the next label, an hour of nought."""

_JOINT = re.compile(r"\s(?:于|在)$")
"""What may stand between an outlet and the day."""

_Own = Callable[[int, int], str]


class Field(NamedTuple):
    """A field of a credit line: its name, the row it was found by, `[start, end)` of the value."""

    name: str
    rule: Rule
    start: int
    end: int


def find_credits(text: str, original: str, has_buttons: bool = True) -> Finding | None:
    """The finding for a line that is a credit line from its first character to its last.

    `text` is the line folded and without spaces around it, `original` the same stretch as the
    page has it: values are taken from there, dates as ISO 8601. A line with anything that is no
    field, or with a value that cannot be one (a sentence behind `编辑:`), is none.

    >>> found = find_credits("来源:重庆渝中 发布时间:2022-01-10 14:31", "来源:重庆渝中 发布时间:2022-01-10 14:31")
    >>> found.facts
    (('source', '重庆渝中'), ('published_at', '2022-01-10T14:31'))
    """
    if len(text) > LONGEST:
        return None
    body = blank_buttons(text) if has_buttons else text
    body = unbox_labels(body)
    bracketed = body[:1] in _OPEN and body[-1:] in _CLOSE and len(body) > 2
    if bracketed:
        body = f" {body[1:-1]} "
    if ":" not in body:
        body = body.translate(_BARS).replace(" / ", " : ")
        stroke = _STROKE.match(body)
        if stroke is not None and stroke[1] in labels_known():
            body = body[: stroke.end(1)] + ":" + body[stroke.end(1) + 1 :]
    fields = _split(body, bracketed)
    if fields is None:
        return _lone_label(body)
    facts: list[tuple[str, str]] = []
    for field in fields:
        found = _read(field, body, original, len(fields))
        if found is None:
            return None
        facts += found
    return Finding(
        fields[0].rule,
        _zone(fields, bracketed, bool(facts)),
        _without_doubles(facts),
        word=fields[0].name,
        weight=len(fields),
    )


def unbox_labels(body: str) -> str:
    """A folded line of the same length with `[label]:` written ` label: `.

    Of a label that is known the colon may be missing.

    >>> unbox_labels("[发布日期]:2019-09-07"), unbox_labels("[来源] 渡口网")
    (' 发布日期: 2019-09-07', ' 来源: 渡口网')
    """
    if "]" not in body and "】" not in body:
        return body
    if body.count("[") + body.count("【") > 1 or body[-1] not in _CLOSE:
        body = _BOXED_FIELD.sub(lambda match: f" {match[1]}|", body)
    body = _BOXED.sub(_as_label, body)
    known = labels_known()
    return _BOXED_ALONE.sub(lambda m: _as_label(m) if m[1] in known else m[0], body)


def _as_label(match: re.Match[str]) -> str:
    return f" {match[1]}:".ljust(len(match[0]))


def _lone_label(body: str) -> Finding | None:
    """A line with a label of the index table and no colon: its value is the next line."""
    label = labels_known().get(body.replace(" ", ""))
    if label is None or label.rule.tag != "index":
        return None
    return Finding(label.rule, "index", word=label.field)


def _split(body: str, bracketed: bool) -> list[Field] | None:
    """The fields of a line, `None` if something before the first label is no date."""
    places = places_before_colons(body)
    if not places:
        places = places_of_cells(body) or places_before_spaces(body)
        if not places or (len(places) < 2 and not bracketed):
            return None
    fields: list[Field] = []
    before = body[: places[0].start]
    start = len(before) - len(before.lstrip(_EDGES + "【[("))
    if before[start:].strip(_EDGES) and before[start:].strip(_EDGES) not in _buttons():
        found = find_date(before, start)
        if found is None and is_partial_date(before[start:].strip(_EDGES + "】])")):
            fields.append(Field("published", labels_known()["时间"].rule, start, len(before)))
        elif found is None or found.start > start + 1:
            return None
        else:
            published = labels_known()["时间"].rule
            fields.append(Field("published_at", published, start, len(before)))
    ends = [place.start for place in places[1:]] + [len(body)]
    for place, end in zip(places, ends, strict=True):
        if len(places) > 2:
            # A table has fields of its own besides those that are known.
            unknown = _UNKNOWN_LABEL.search(body, place.end, end)
            end = unknown.start() if unknown else end
        fields.append(Field(place.label.field, place.label.rule, place.end, end))
    return fields


@cache
def _buttons() -> frozenset[str]:
    """Words of buttons and footers, which may stand before a credit on its line."""
    return frozenset((*word_lists()["buttons"], *word_lists()["footers"]))


def _zone(fields: list[Field], bracketed: bool, has_value: bool) -> str:
    index = sum(field.rule.tag == "index" for field in fields)
    if index:
        return "head" if len(fields) >= 3 else "index"
    zones = {field.rule.zone for field in fields}
    if "any" in zones:
        return "any"
    if not has_value and not any(field.name in COUNTS for field in fields):
        return "edge" if len(fields) > 1 else "linked"
    if len(fields) > 1:
        of_page = any(field.name in OF_PAGE for field in fields)
        return "any" if of_page and "edge" in zones else "edge"
    return "any" if bracketed and fields[0].name == "editor" else fields[0].rule.zone


def _read(field: Field, body: str, original: str, total: int) -> list[tuple[str, str]] | None:
    """Facts of one field, none if its value is empty; `None` if the value cannot be one."""
    raw = body[field.start : field.end]
    if raw.lstrip()[:1] == "|":  # the end of its box
        return []
    value = raw.strip(_EDGES)
    if not value:
        return []
    start = field.start + raw.index(value)
    if field.name == "source":
        value = _before_buttons(_BUTTON_BEHIND.sub("", value)).rstrip(_EDGES)
        value = PLACE_BEHIND.sub("", value)

    if value[-1] in _CLOSE and not any(mark in value for mark in _OPEN):
        value = value.rstrip(_CLOSE + _EDGES)
        if not value:
            return []
    if field.name not in DATES and "|" in value:
        value, _, rest = value.partition("|")
        value = value.rstrip(_EDGES)
        acted = _ACTED.match(rest.strip())
        if acted is not None and _PEOPLE.fullmatch(acted["names"]):
            at = raw.rindex(acted["names"]) + field.start
            more = [("author", original[at : at + len(acted["names"])])]
            found_now = _read_value(field, value, start, body, original, total)
            return None if found_now is None else [*found_now, *more]
        day = find_date(rest)
        if day is not None:
            found_now = _read_value(field, value, start, body, original, total)
            name = rest[: day.start].strip(_EDGES)
            named = [("author", name)] if is_person(name) else []
            return None if found_now is None else [*found_now, *named, ("published_at", day.iso)]
    return _read_value(field, value, start, body, original, total)


def _read_value(
    field: Field, value: str, start: int, body: str, original: str, total: int
) -> list[tuple[str, str]] | None:
    """Facts of a value that begins at `start`."""
    if not value:
        return []

    def own(first: int, last: int) -> str:
        return original[start + first : start + last]

    if field.name in DATES:
        return _read_date(field, value, own)
    if field.name == "published":  # a date without its year
        return [("published", own(0, len(value)))]
    if field.name in COUNTS:
        if not _COUNT.fullmatch(value):
            return None
        return [(field.name, own(0, len(value)))] if value[0] not in "次人条" else []
    if field.name == "url":
        return [("url", own(0, len(value)))] if _URL.fullmatch(value) else None
    if field.name in LONG:
        # The key words of a paper are parted by semicolons, and content.
        long = len(value) > 100 or "。" in value or (field.name == "keywords" and ";" in value)
        return None if long else [(field.name, own(0, len(value)))]
    dated: list[tuple[str, str]] = []
    if field.name == "source" or field.name in PEOPLE:
        found = find_date(value)
        if found is not None and found.start > 0 and len(value) - found.end <= 2:
            dated = [("published_at", found.iso)]
            value = _JOINT.sub("", value[: found.start].rstrip(_EDGES)).rstrip()
    if _EMPTY.match(value):
        return []
    if field.name in PEOPLE:
        if not _is_people(value, total):
            return None
    elif len(value) > 40 or re.search("[。!?;,:]", value):
        return None
    elif total == 1 and value[0] == "\N{LEFT DOUBLE ANGLE BRACKET}" and not _PAPER.search(value):
        # A quotation ends with the book it is from.
        return None
    if field.name == "source":
        outlet, gap, rest = value.partition(" ")
        name = rest.lstrip()
        if gap and is_person(name) and is_outlet(outlet):
            dated.append(("author", own(len(value) - len(name), len(value))))
            value = outlet
    return [(field.name, own(0, len(value))), *dated]


def _before_buttons(value: str) -> str:
    """A value without the buttons that stand behind it, behind a space."""
    for gap in _GAP.finditer(value):
        word = _WORD.match(value, gap.end())
        if word is None or is_noise(word[0].strip(_OPEN + _CLOSE)):
            return value[: gap.start()]
    return value


def _is_people(value: str, total: int) -> bool:
    """Whether a value names people or the body that wrote: alone on a line, only by its form."""
    if len(value) > 40 or _NO_NAME.match(value):
        return False
    if total > 1:
        return len(value) <= 24
    return bool(_PEOPLE.fullmatch(value) or _UNIT.fullmatch(value))


def _read_date(field: Field, value: str, own: _Own) -> list[tuple[str, str]] | None:
    found = find_date(value)
    if found is None and field.name == "published_at":
        short = _SHORT_YEAR.fullmatch(value)
        found = find_date(f"20{value}") if short else None
        if found is not None:
            return [("published_at", found.iso)]
    plain = field.rule.id == "chrome.date_label"
    if found is None or found.start > 1:
        known = field.name if field.name != "published_at" else "published"
        if value in ("无", "长期", "暂无"):
            return []
        if plain or not (is_partial_date(value) or _has_partial_head(value)):
            return None
        return [(known, own(0, len(value)))]
    facts = [(field.name, found.iso)]
    rest = value[found.end :].strip(_EDGES + _OPEN + _CLOSE)
    if not rest:
        return facts
    if len(rest) > 20 or re.search("[。!?;,:至到~]", rest) or rest[0].isdigit():
        return None
    if is_noise(rest):
        return facts
    at = value.rindex(rest)
    facts.append((name_outlet(rest), own(at, at + len(rest))))
    return facts


def _has_partial_head(value: str) -> bool:
    """`10-0812:00优质原创作者`: a date without a year, and a short name glued to it."""
    match = re.match(r"\d\d-\d\d\s?\d\d:\d\d(?!\d)", value)
    return match is not None and re.fullmatch(r"[^。!?;,:]{0,20}", value[match.end() :]) is not None


def _without_doubles(facts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(facts))
