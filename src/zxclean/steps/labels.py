"""Labels of the credit line and the index table, and where they stand on a line."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from zxclean.rules import Rule
from zxclean.steps.furniture import rows
from zxclean.steps.outlets import is_outlet
from zxclean.structure.credits import is_person

PEOPLE = {
    "author",
    "editor",
    "narrator",
    "translator",
    "contributor",
    "reviewer",
    "proofreader",
    "first_reviewer",
    "second_reviewer",
    "final_reviewer",
    "producer",
    "approver",
    "photographer",
    "image_source",
}


class Label(NamedTuple):
    """A label of the credit line or the index table: the field it names and its row."""

    field: str
    rule: Rule


_FIELD = re.compile(r"\(\?P<(\w+)>([^)]+)\)")
_WORD = re.compile(r"\S+")


@cache
def labels_known() -> dict[str, Label]:
    """Every label, without spaces."""
    return {
        text: Label(_field_name(field), rule)
        for rule in (*rows("label"), *rows("index"))
        for field, texts in _FIELD.findall(rule.pattern)
        for text in texts.split("|")
    }


@cache
def last_characters() -> frozenset[str]:
    """The last character of every label."""
    return frozenset(label[-1] for label in labels_known())


LABEL = 8
"""Longest label in characters, spaces left out."""


def _field_name(group: str) -> str:
    """Rows may give a field again under a name of its own: `editor_2` is `editor`."""
    return group[:-2] if group[-2:] == "_2" else group


class Place(NamedTuple):
    """Where a label begins, where its value does, and which it is."""

    start: int
    end: int
    label: Label


def places_before_colons(body: str) -> list[Place]:
    """The labels of a folded line that stand before a colon, with spaces in them or without."""
    labels, lasts = labels_known(), last_characters()
    places: list[Place] = []
    colon = body.find(":")
    while colon >= 0:
        first = max(places[-1].end if places else 0, colon - 3 * LABEL)
        squeezed = body[first:colon].replace(" ", "")
        longest = min(LABEL, len(squeezed)) if squeezed[-1:] in lasts else 0
        for length in range(longest, 0, -1):
            label = labels.get(squeezed[-length:])
            if label is not None:
                start = _start_of(body, colon, length)
                if squeezed[-length:] in _OF_OUTLET:
                    start = _outlet_before(body, start)
                if _is_of_two(body, start, colon):
                    continue
                if _may_begin(body, start, length, label):
                    end = colon + 1
                    places.append(Place(start, end, label))
                break
        colon = body.find(":", colon + 1)
    return places


def _is_of_two(body: str, start: int, colon: int) -> bool:
    """Whether a label is the end of one word and another behind a space: `本站原创 作者:`."""
    glued = start > 0 and "\u4e00" <= body[start - 1] <= "\u9fff"
    return glued and " " in body[start:colon].rstrip()


def _start_of(body: str, end: int, length: int) -> int:
    """Where the last `length` characters before `end` begin, spaces not counted."""
    while length:
        end -= 1
        length -= body[end] != " "
    return end


_OF_OUTLET = ("记者", "编辑")
"""Labels before which an outlet may name itself: `某经记者:`."""


def _outlet_before(body: str, start: int) -> int:
    """Where a label begins with the name of an outlet before it, of up to four characters."""
    first = start
    while first > 0 and "\u4e00" <= body[first - 1] <= "\u9fff":
        first -= 1
    is_value = body[first - 1 : first] == ":"  # of the label before
    return first if start - first <= 4 and not is_value else start


def _may_begin(body: str, start: int, length: int, label: Label) -> bool:
    """Whether a label stands apart, or is glued to a value (`证券时报网作者:`).

    Short and common ones must stand apart; and what a label is glued to must go back to a colon
    or a figure, or it is part of a longer word (`污染来源:`).
    """
    if start == 0 or not "\u4e00" <= body[start - 1] <= "\u9fff":
        return True
    if length > 1 and body.find(":", 0, start) >= 0 and _is_value_before(body, start):
        return True
    if length == 1 or label.rule.zone in ("linked", "behind"):
        return False
    while start > 0 and body[start - 1] not in " \t:" and not body[start - 1].isdigit():
        start -= 1
    return start > 0 and body[start - 1] not in " \t"


def _is_value_before(body: str, start: int) -> bool:
    """Whether the word before a label, right where it begins, is a name: the value of the field before."""
    word = _HAN_BEFORE.search(body, 0, start)
    return word is not None and (is_person(word[0]) or is_outlet(word[0]))


_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,12}$")


@cache
def _cells() -> re.Pattern[str]:
    """The labels of an index table with spaces in them, as cells without a colon."""
    labels = labels_known()
    words = sorted(
        (text for text, label in labels.items() if label.rule.tag == "index" or len(text) > 3),
        key=len,
        reverse=True,
    )
    spaced = "|".join(r"\s+".join(map(re.escape, text)) for text in words)
    return re.compile(rf"(?<!\S)(?:{spaced})(?=\s|$)")


def places_of_cells(body: str) -> list[Place]:
    """The labels of a line of cells, whose characters stand apart: `文  号 某发1号  发 文 日 期 2022-01-05`."""
    if body[1:2] != " ":
        return []
    labels = labels_known()
    places = [
        Place(match.start(), match.end(), labels["".join(match[0].split())])
        for match in _cells().finditer(body)
    ]
    return places if len(places) > 1 and places[0].start == 0 else []


def places_of_row(body: str) -> list[tuple[Place, int]]:
    """The labels of a row of a table, cell after cell label and value, and where each value ends.

    Half of the labels have to be known, the first among them. A row with a label for a value heads a
    table of other things.

    >>> body = "发布机构\\t水务局\\t体裁\\t通知"
    >>> [(body[a:b], end) for (a, b, _), end in places_of_row(body)]
    [('发布机构', 8)]
    """
    labels = labels_known()
    cells = list(_CELL.finditer(body))
    names = ["".join(cell[0].split()).rstrip(":") for cell in cells]
    if not names or names[0] not in labels or any(name in labels for name in names[1::2]):
        return []
    found = [
        (Place(label.start(), label.end(), labels[name]), value.end())
        for label, value, name in zip(cells[::2], cells[1::2], names[::2], strict=False)
        if name in labels
    ]
    return found if 2 * len(found) >= len(names) // 2 else []


_CELL = re.compile(r"(?:^|(?<=\t))[^\t]*")
_BEFORE_SPACES = {*PEOPLE, "source"}
"""What may be named with nothing but a space behind the label."""


def places_before_spaces(body: str) -> list[Place]:
    """The labels of a line that has no colons and begins with one: `编辑 X 校对 Y`.

    Only people are named like that; two labels without a name between are a list of words.
    """
    labels = labels_known()
    words = list(_WORD.finditer(body))
    if not words or words[0][0] not in labels or words[-1][0] in labels:
        return []
    places = [
        Place(word.start(), word.end(), labels[word[0]]) for word in words if word[0] in labels
    ]
    if any(a[0] in labels and b[0] in labels for a, b in pairwise(words)):
        return []
    named = all(place.label.field in _BEFORE_SPACES for place in places)
    return places if named else []
