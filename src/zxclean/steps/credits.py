"""The credit line of an article: `label:value` fields in any spelling, order and separator."""

from __future__ import annotations

import re
from functools import cache

from zxclean.literals import word_lists
from zxclean.steps.credit_fields import COUNTS, Field, read_field
from zxclean.steps.credit_items import open_labels, take_counts
from zxclean.steps.credit_values import CLOSE, EDGES, OPEN, PERMIT_BEHIND
from zxclean.steps.dates import find_date, is_partial_date
from zxclean.steps.furniture import Finding
from zxclean.steps.labels import (
    Place,
    labels_known,
    places_before_colons,
    places_before_spaces,
    places_of_cells,
    places_of_row,
)
from zxclean.steps.outlets import is_outlet
from zxclean.steps.toolbars import blank_buttons
from zxclean.structure.credits import has_form_of_name, is_person

LONGEST = 200
"""Longest credit line in code points. The longest on 60 real pages has 44, but the cells of an
index table flattened to one line are more."""

OF_PAGE = {"published_at", "updated_at", "views", "editor"}
"""Fields that only a page's credit line has, never a table or a list of readings."""

_UNKNOWN_LABEL = re.compile(r"(?<=\S)\s+[\u4e00-\u9fff]{2,6}\s?:(?!\d)")

_TO_EDIT = re.compile(
    "文[章字本件档]|章[节程]|段落|单[词元]|封面|路[径线]|项目|商[品店]|关[系键].?|程序|房[源屋]|高[度清]|常.{1,2}|石.|白.|明.|时.{1,2}|平.|方.|公."
)
"""What may be edited and begins as a name does: `编辑 文章` is a button."""


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
    body, views, _ = take_counts(open_labels(body, joined=":" not in body), labelled=False)
    bracketed = body[:1] in OPEN and body[-1:] in CLOSE and len(body) > 2
    if bracketed:
        body = f" {body[1:-1]} "
    fields = _split(body, bracketed)
    if fields is None:
        return _lone_label(body)
    facts: list[tuple[str, str]] = []
    for field in fields:
        found = read_field(field, body, original, len(fields))
        if found is None:
            return None
        facts += found
    if views is not None and not any(name == "views" for name, _ in facts):
        facts.append(("views", original[slice(*views)]))
    return Finding(
        fields[0].rule,
        "any" if _is_permitted(body, facts) else _zone(fields, bracketed, bool(facts)),
        _without_doubles(facts),
        word=fields[0].name,
        weight=len(fields),
    )


def _lone_label(body: str) -> Finding | None:
    """A line with a label of the index table and no colon: its value is the next line."""
    label = labels_known().get(body.replace(" ", ""))
    if label is None or label.rule.tag != "index":
        return None
    return Finding(label.rule, "index", word=label.field)


def _names_editor(body: str, place: Place) -> bool:
    """Whether a line is the word for an editor, a space and a name: `责编 李一`, `编辑 李一`."""
    name = body[place.end :].strip()
    if place.label.field != "editor" or not (is_person(name) or has_form_of_name(name)):
        return False
    return place.label.rule.id == "chrome.editor" or _TO_EDIT.fullmatch(name) is None


def _names_outlet(body: str, place: Place) -> bool:
    """Whether a line is the word for the source, a space and an outlet: `来源 渡口晚报`."""
    name = body[place.end :].strip()
    return place.label.field == "source" and " " not in name and is_outlet(name)


def _split(body: str, bracketed: bool) -> list[Field] | None:
    """The fields of a line, `None` if something before the first label is no date."""
    row = places_of_row(body) if "\t" in body else []
    if len(row) > 1 or any(at.label.rule.tag == "index" for at, _ in row):
        return [Field(at.label.field, at.label.rule, at.end, end) for at, end in row]
    places = places_before_colons(body)
    if not places:
        places = places_of_cells(body) or places_before_spaces(body)
        if not places or (
            len(places) < 2
            and not (bracketed or _names_editor(body, places[0]) or _names_outlet(body, places[0]))
        ):
            return None
    fields: list[Field] = []
    before = body[: places[0].start]
    start = len(before) - len(before.lstrip(EDGES + "【[("))
    if before[start:].strip(EDGES) and before[start:].strip(EDGES) not in _buttons():
        found = find_date(before, start)
        if found is None and is_partial_date(before[start:].strip(EDGES + "】])")):
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


def _is_permitted(body: str, facts: list[tuple[str, str]]) -> bool:
    """Whether the author has given leave to print the text: none of its sentences."""
    return bool(facts) and facts[-1][0] == "author" and PERMIT_BEHIND.search(body) is not None


def _without_doubles(facts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(facts))
