"""What stands where an article is signed, in brackets or on a line of its own: who it names."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.steps.outlets import is_press
from zxclean.steps.reporters import Reporters, read_reporters
from zxclean.steps.writers import find_described
from zxclean.structure.credits import is_person, may_be_people
from zxclean.structure.press import BOTH, CORRESPONDENTS, RANKS, REPORTED, REPORTER

OFFICE = 24
"""Longest value (code points) of a field for those who had a hand in a text."""

_MARK = re.compile("[\u3002!?;:/|()]")

LONGEST = 70
"""Longest signature in code points, without its brackets."""

PEOPLE = 6
"""More names than these are a list of those present."""

_LABEL = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,16}}(?:记者|{CORRESPONDENTS})|作者|撰稿|供稿|撰文|{BOTH}|文字?)"
    r"(?:单位)?\s?(?P<mark>[:/|])?\s?"
)
_TAKEN_FROM = re.compile(
    r"(?:文章|稿件)?(?:来源|稿源|转自)\s?:\s?(?P<outlet>[\u4e00-\u9fffA-Za-z·\d]{2,16})(?=[\s、,/]|$)"
)
"""A label and the outlet a text was taken from."""

_OUTLET_BEFORE = re.compile(rf"[\u4e00-\u9fffA-Za-z·]{{3,20}}?(?={RANKS}{REPORTER})")
"""An outlet glued to the word for its reporters."""

_SENT_BY = re.compile(
    r"(?P<outlet>[\u4e00-\u9fff]{1,6}社)[\u4e00-\u9fff]{2,6}(?:\d{1,2}月)?\d{1,2}日[专综]?电\s+"
)
"""The agency, whence and when it sent a report, before its reporters."""

_TITLED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?:,\s?|系)[\u4e00-\u9fff·]{2,24}(?:教授|研究员|学者|博士|律师|主任|院长|会长|委员|代表|作家|讲师|评论员)"
)
"""Who wrote, and the office held behind a comma."""

_OUTLET_BEHIND = re.compile(
    rf"(?P<signed>(?:本[报网刊台])?{RANKS}(?:{REPORTER}|{CORRESPONDENTS}).{{2,24}}?)\s?\((?P<outlet>[\u4e00-\u9fffA-Za-z·]{{3,16}})\)"
)
"""Who signs with the role, and in brackets behind for which paper: `通讯员 李一(渡口日报)`."""

_HAND = re.compile(
    r"(?P<wrote>文字?|图文|文图|撰[文稿]|供稿|采写|作者|通讯员|记者)?(?(wrote)|(?:供?图片?|摄影?|摄像|视频|制图|海报|排版|美编|责任编辑|责编|编辑"
    r"|(?:责任)?校对|编审|监制|[审校][核校稿阅]|[初复终一二三][审校]|审))\s?[/:|]\s?"
)
"""The part somebody had in a text, before the name."""

_DEED = re.compile(
    rf"(?:(?<=\s)|(?<=[\u4e00-\u9fff]))(?:供稿|撰稿|(?:摄影)?{REPORTED}|{BOTH})$|(?:(?<=\s)|(?<=[\u4e00-\u9fff]{{3}}))文$"
    r"|(?<=[\s、,])(?:[\u4e00-\u9fff]{0,2}(?:报道|整合|综合|编译|整理|采写|摄影|摄))$"
)
"""What those named before it did."""

_UNIT = re.compile(
    r"[\u4e00-\u9fff·]{2,24}(?:[局委办部处科室所站队院校社网报台镇乡县区市村厅会府道心司协]|政协|支部|大学|综合|融媒|供稿)"
)
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:[局委办部科室]|政协|支部|中心|大队|政府|学院|总工会)"
)
"""Those whose own name is that of who handed a text in, with no person named."""

_AUTHOR_IS = re.compile(r"作者(?:系|为|是|:)?.{2,40}?\s(?=[\u4e00-\u9fff·]{2,4}$)")
"""The office held, before the author's name: `作者系省社科院研究员 龙志刚`."""

_OTHER_FIELD = re.compile(r"\s+[\u4e00-\u9fff]{2,4}\s?:")
"""What else is said of who wrote: `作者:李一 学校:北城小学`."""

_SIDES = re.compile(r"[\u4e00-\u9fff](?:图片?|摄影?|摄影)\s?[/:|]\s?[\u4e00-\u9fff]")
"""Text and pictures by different hands: `find_byline` knows them."""

_TAKEN = re.compile(r"[\u4e00-\u9fff]\s?摄$")
"""Who took a picture did not write."""

_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_WORD = re.compile(r"[\u4e00-\u9fff] {1,2}[\u4e00-\u9fff](?=[\s、,;/]|$)|[^\s、,;/]+")
"""A word, or a name of two characters that stand apart."""
_ROLE = ("通讯员", "记者")

Span = tuple[int, int]


class Signing(NamedTuple):
    """Where names and outlet stand in a text; `of_office` if one office signs and nobody else."""

    names: tuple[Span, ...]
    outlet: Span | None = None
    of_office: bool = False
    of_unit: bool = False
    """Whether names stand behind that of the place where people work."""


def read_signing(text: str, start: int, end: int, *, boxed: bool) -> Signing | None:
    """Who signs, by what stands from `start` to `end` of a folded line; `None` if it is nothing else.

    `boxed` says that brackets stand around it; without them a label or a deed has to be there.

    >>> def read(text, boxed=True):
    ...     found = read_signing(text, 0, len(text), boxed=boxed)
    ...     return found and [text[a:b] for a, b in found.names]
    >>> read("县水务局 李一"), read("文/图 李一 王二"), read("李一 王二", boxed=False)
    (['李一'], ['李一', '王二'], None)
    >>> read("作者系省社科院研究员 李一"), read("县水务局"), read("详见第三版")
    (['李一'], ['县水务局'], None)
    """
    inner = text[start:end]
    if len(inner) > LONGEST:
        return None
    hands = read_hands(text, start, end) if inner.count("/") + inner.count(":") > 1 else None
    if hands is not None:
        return Signing(hands)
    if inner[-1:] == ")" and (named_for := _OUTLET_BEHIND.fullmatch(inner)) is not None:
        named = read_reporters(named_for["signed"])
        outlet = named_for.span("outlet") if is_press(named_for["outlet"]) else None
        if named is None or not (outlet or _UNIT.fullmatch(named_for["outlet"])):
            return None
        names = tuple((start + a, start + b) for a, b in named.names)
        return Signing(names, (start + outlet[0], start + outlet[1]) if outlet else None)
    if _SIDES.search(inner) or _TAKEN.search(inner):
        return None
    taken = _TAKEN_FROM.match(text, start, end) if boxed else None
    if taken is not None:
        return _read_words(text, taken.start("outlet"), end, outlet=taken.span("outlet"))
    sent = _SENT_BY.match(text, start, end) if boxed else None
    if sent is not None and (named := read_reporters(text[sent.end() : end])) is not None:
        names = tuple((sent.end() + a, sent.end() + b) for a, b in named.names)
        return Signing(names, sent.span("outlet"))
    titled = _TITLED.fullmatch(text, start, end) if boxed else None
    if titled is not None and is_person(titled["name"]):
        return Signing((titled.span("name"),))
    reported = "报道" in inner or "报导" in inner
    reporters = read_reporters(inner, reported=boxed and reported)
    if reporters is not None:
        names = tuple((start + a, start + b) for a, b in reporters.names)
        return Signing(names, _outlet_of(reporters, inner, start) if boxed else None)
    author = _AUTHOR_IS.match(text, start, end) if boxed else None
    if author is not None and is_person(text[author.end() : end]):
        return Signing(((author.end(), end),))
    described = find_described(inner) if start == 0 and not boxed else None
    if described is not None:
        return Signing(tuple(described))
    deed = _DEED.search(text, start, end)
    stop = deed.start() if deed else end
    label = _LABEL.match(text, start, stop)
    marked = label is not None and label["mark"] is not None
    other = _OTHER_FIELD.search(text, label.end(), stop) if marked and label is not None else None
    stop = other.start() if other is not None else stop
    if not (boxed or marked or deed):
        return None
    if label is not None:
        found = _read_words(text, label.end(), stop, named=boxed and label[0].startswith("作者"))
        if found is not None:
            return found
    found = _read_words(text, start, stop)
    if found is None and boxed:
        behind = label.end() if marked and label is not None else start
        if _OFFICE.fullmatch(text[behind:stop].rstrip()):
            return Signing(((behind, behind + len(text[behind:stop].rstrip())),), None, True)
    return found


def read_hands(text: str, start: int, end: int) -> tuple[Span, ...] | None:
    """Who wrote, of fields that name each for the part they had, with or without spaces between.

    Who took the pictures and who checked the text may be an office; who wrote are people.

    >>> line = "文/李一、王二 图/北城易班 初审/张三终审/赵四"
    >>> [line[a:b] for a, b in read_hands(line, 0, len(line))]
    ['李一', '王二']
    >>> read_hands("文/图 李一", 0, 6)
    """
    fields = list(_HAND.finditer(text, start, end))
    if len(fields) < 2 or fields[0].start() != start:
        return None
    names: list[Span] = []
    for field, stop in zip(fields, [*(f.start() for f in fields[1:]), end], strict=True):
        words = [match.span() for match in _WORD.finditer(text, field.end(), stop)]
        value = text[field.end() : stop].strip()
        if not 2 <= len(value) <= OFFICE or _MARK.search(value):
            return None
        if field["wrote"]:
            if not may_be_people([text[a:b].replace(" ", "") for a, b in words], named=True):
                return None
            names += words
    return tuple(names) if 0 < len(names) <= PEOPLE else None


def _outlet_of(reporters: Reporters, inner: str, start: int) -> Span | None:
    """The paper or the agency that stands before its reporters, in a text that begins at `start`."""
    glued = _OUTLET_BEFORE.match(inner)
    first, last = reporters.outlet or (glued.span() if glued else (0, 0))
    outlet = inner[first:last]
    if first > reporters.names[0][0] or not is_press(outlet) or outlet[0] == "本":
        return None
    return start + first, start + last


def _without_role(text: str, start: int, end: int) -> Span:
    """A word without `通讯员` glued to the name."""
    role = next((role for role in _ROLE if text.startswith(role, start, end)), "")
    return (start + len(role), end) if is_person(text[start + len(role) : end]) else (start, end)


def _read_words(
    text: str, start: int, end: int, *, named: bool = False, outlet: Span | None = None
) -> Signing | None:
    """Names, behind an outlet or the unit of who wrote; an outlet alone too.

    With `named` a label says that names follow; `outlet` is one that a label names.
    """
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    words = [_without_role(text, *word) for word in words if text[slice(*word)] not in _ROLE]
    if not words:
        return None
    of_unit = False
    first = text[slice(*words[0])]
    if outlet is not None or is_press(first):
        outlet = words.pop(0)
    elif len(words) > 1 and not is_person(first) and _UNIT.fullmatch(first):
        words.pop(0)
        of_unit = True
    if len(words) > PEOPLE or not (words or outlet):
        return None
    names = [text[a:b].replace(" ", "") for a, b in words]
    if not may_be_people(names, named=named):
        return None
    if not all(is_person(name) or _NAME.fullmatch(name) for name in names):
        return None
    return Signing(tuple(words), outlet, of_unit=of_unit)
