"""Who wrote and photographed: roles before a name, what was done behind it, the name alone."""

from __future__ import annotations

import re

from zxclean.proposals import Facts
from zxclean.steps.outlets import is_press
from zxclean.structure.credits import LATIN_PERSON, is_person
from zxclean.structure.press import BOTH, CORRESPONDENTS, RANKS, REPORTED, REPORTER

ROLE = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,8}}?{RANKS}(?:摄影)?(?:{REPORTER}|{CORRESPONDENTS}|撰稿人?|实习生))"
    r"(?:站)?:?\s?(?P<name>.*)"
)
"""An office of the press, and the name behind it."""

ACTS = re.compile(
    r"(?:文字?\s?[/、]\s?(?:图片?|摄影?)|图片?\s?[/、]\s?文字?|文图|图文"
    r"|(?<=[\u4e00-\u9fff])\s?/\s?(?:文|摄影?|图)|(?<![\u4e00-\u9fff])(?:摄影报道|采访报道|报道|报导|综合整理|编译整理))(?=$|[\s|)\]】]|/(?=\S{0,6}记者))"
)
"""What those named on a line did, behind their names; the stroke in it parts no names."""

STROKED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?P<author>文字?(?:[·、&+]?图片?)?|图片?[·、&+]?文字?|(?:采访)?(?:撰文|撰稿|整理)|采写|采访|编译)|图片?|摄影?)\s?/\s?(?P<name>[\u4e00-\u9fff·]{2,4})(?=$|[\s|,、])"
)
"""`文/李晓 图/周航` on a line with a day."""

REPORT = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:报道|报导|电|讯)|报[道导]|(?:采访|综合|编译)?整理|编译|撰[文稿]"
)
"""What a writer did and where, behind the name: `台南即时报导`, `整理`."""

DEED = re.compile(r"(?:摄影|图文|采访|综合|现场|联合)?报[道导]|摄影|整理|撰文|采写")
"""What was done, with nobody named."""

SENT = re.compile(r"[\u4e00-\u9fff]{2,8}\d{1,2}日[专综]?电")
"""Whence and on which day an agency sent a report."""

_DEED = re.compile(
    rf"\s?/\s?[\u4e00-\u9fff]{{1,4}}[县市镇乡区省](?:\s?报[道导])?$|[\s/](?:摄影|采访|文字|图文|综合)?(?:报[道导]|摄影)$|\s{BOTH}$|\s发自\S{{2,12}}$"
)
"""What those named did, at the end of an author's field."""

_DEED_BEFORE = re.compile(r"^(?:图文|文图|文字?|撰文)\s?[/|]\s?")
"""What those named did, at the beginning of it."""

_UNIT = re.compile(
    r"\S+(?:院|所|系|部|处|科|室|办|局|委|会|社|网|台|站|中心|大学|学校|公司|[一二三四五六七八九十]中|[中小]学)"
)


_DESCRIBED = re.compile(r"[(\[【]?(?:本文)?作者(?:简介)?\s?[:,/|]?\s?(?=\S)")
_DESCRIPTION = re.compile(r"\s?\([^()]{2,80}\)")
_HELD = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3})\s?\([^()]{2,40}(?:委员|代表|主任|书记|主席|局长|院长|会长|教授|研究员|作者|记者|评论员|学者|博士|律师|校长|教师)\)"
)
"""A name and the office held: `李一(市政协委员)`."""

_LATIN = re.compile(r"[A-Z][A-Za-z.'\u2019 -]{1,30}")
_BY_HAN = re.compile(
    r"(?:[Bb][Yy]\s|文\s?[\u30fb\u00b7\u2022\u2027\ufe31\u2502])\s?(?P<name>[\u4e00-\u9fff]{2,4})"
)
_BY = re.compile(
    rf"[Bb][Yy] (?P<names>{LATIN_PERSON.pattern}(?:(?:,? and |, | & ){LATIN_PERSON.pattern}){{0,4}})"
)
_NAME_APART = re.compile(r"[\u4e00-\u9fff] ?[\u4e00-\u9fff·]{1,8}")


def find_described(text: str) -> list[tuple[int, int]] | None:
    """Where the authors of a folded line stand that says in brackets, or behind, what they are.

    >>> line = "作者:李一(省社科院研究员);王二(省社科院副院长)"
    >>> [line[a:b] for a, b in find_described(line)]
    ['李一', '王二']
    """
    named = _BY_HAN.fullmatch(text)
    if named is not None and is_person(named["name"]):
        return [named.span("name")]
    if text[:3] in ("By ", "BY ", "by ") and (by := _BY.fullmatch(text)):
        return [match.span() for match in LATIN_PERSON.finditer(text, by.start("names"))]
    if text[-1:] == ")" and (held := _HELD.fullmatch(text)) and is_person(held["name"]):
        return [held.span("name")]
    if "作者" not in text[:6]:
        return None
    label = _DESCRIBED.match(text)
    if label is None:
        return None
    names: list[tuple[int, int]] = []
    start = label.end()
    if _LATIN.fullmatch(text, start):
        return [(start, len(text))]
    while True:
        name = _NAME_APART.match(text, start)
        if name is None or not is_person(name[0].replace(" ", "")):
            break
        description = _DESCRIPTION.match(text, name.end())
        if description is None:
            unit = text[name.end() :].strip()
            if not names and text[name.end() : name.end() + 1] == " " and _UNIT.fullmatch(unit):
                return [name.span()]
            if not names and not unit:
                return [name.span()]
            return None
        names.append(name.span())
        start = description.end()
        while start < len(text) and text[start] in ";、, ":
            start += 1
        if start == len(text) or text[start] in ")]】":
            return names
    return None


_DONE = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,3}?(?:[\s、]+[\u4e00-\u9fff]{2,3}?|[\s、]+[\u4e00-\u9fff] [\u4e00-\u9fff])*|[\u4e00-\u9fff] [\u4e00-\u9fff])"
    rf"\s?(?:(?:摄影|图文)?{REPORTED}|{BOTH}|摄影\s文字)"
)
_ONE = re.compile(r"[\u4e00-\u9fff] [\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff]{2,3}")


def read_done(text: str) -> list[tuple[int, int]] | None:
    """Where the names stand of a folded line that is names and what those did, and nothing else.

    >>> line = "王明峰 万 军摄影报道"
    >>> [line[a:b] for a, b in read_done(line)], read_done("两名记者报道")
    (['王明峰', '万 军'], None)
    """
    done = _DONE.fullmatch(text)
    if done is None:
        return None
    spans = [match.span() for match in _ONE.finditer(text, *done.span("names"))]
    return spans if all(is_person(text[a:b]) for a, b in spans) else None


def is_workplace(text: str) -> bool:
    """Whether a folded text names a unit where people work."""
    return _UNIT.fullmatch(text) is not None


def is_marked_original(text: str) -> bool:
    """Whether a folded line opens with the mark of a text by the account itself.

    >>> is_marked_original("原创 石佳 北城"), is_marked_original("原创作品")
    (True, False)
    """
    return text.startswith(("原创 ", "原创:"))


_OF_PEOPLE = ("author", "contributor", "image_source")


def split_people(facts: Facts) -> Facts:
    """Facts whose authors are names alone: without role or unit before, or a photo credit behind.

    >>> split_people((("author", "土木学院 李青 图/王山"),))
    (('photographer', '王山'), ('author', '李青'))
    """
    if not any(field in _OF_PEOPLE for field, _ in facts):
        return facts
    settled: list[tuple[str, str | int]] = []
    for field, given in facts:
        if field == "image_source" and is_person(str(given)):
            settled.append(("photographer", given))
            continue
        if field not in ("author", "contributor"):
            settled.append((field, given))
            continue
        value = str(given)
        photo = re.search(r"[\s,、;](?:图片?|摄影?|摄影)\s?[/:|]\s?(\S{2,20})$", value)
        if photo:
            settled.append(("photographer", photo[1]))
            value = value[: photo.start()]
        role = ROLE.fullmatch(value)
        if role and role["name"].strip(" /:"):
            value = role["name"].strip(" /:")
        value = _DEED.sub("", value) or value
        value = _DEED_BEFORE.sub("", value) or value
        words = value.split()
        if (
            len(words) > 1
            and is_press(words[0])
            and all(map(is_person, words[1:]))
            and not any(name == "source" for name, _ in facts)
        ):
            settled.append(("source", words.pop(0)))
            value = " ".join(words)
        if len(words) == 2 and _UNIT.fullmatch(words[0]) and 2 <= len(words[1]) <= 4:
            value = words[1]
        elif len(words) == 2 and is_person(words[0]) and _UNIT.fullmatch(words[1]):
            value = words[0]
        known = next((n for n, fact in enumerate(settled) if fact[0] == field), -1)
        if "*" in value or "\uff0a" in value or value[-1:] == "×":
            continue
        if value and known < 0:
            settled.append((field, value))
        elif value and value != settled[known][1]:
            settled[known] = (field, f"{settled[known][1]} {value}")
    return tuple(settled)
