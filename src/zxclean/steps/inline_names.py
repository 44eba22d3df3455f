"""Names of reporters inside the article: behind its dateline, or in brackets at its end."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.steps.closing_names import find_closing_names
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Page
from zxclean.steps.reporters import Reporters, read_reporters
from zxclean.steps.signatures import find_closing_outlet
from zxclean.structure.credits import is_caption, is_person

OPENING = 60
"""How far into the first sentence (code points) a dateline and its reporters reach."""

_DATELINE = re.compile(
    r"[^()\u3002]{0,30}?[(\u3014\[](?:[^()\u3014\u3015\[\]:;\u3002]{0,12}?(?:记者|通讯员))\s?:?\s?"
    r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:[\s、,]+(?:通讯员\s?)?[\u4e00-\u9fff·]{2,4}){0,4})"
    r"\s?(?:/[\u4e00-\u9fff]{2,8}|摄影报道|报道|文\s?/\s?图|图\s?/\s?文)?"
    r"[)\u3015\]]"
)
_AGENCY = re.compile(
    r"[(\u3014\[\u3010][\u4e00-\u9fff]{0,8}(?:记者|特派员)(?P<names>[\u4e00-\u9fff]{2,3}?)(?:/?[\u4e00-\u9fff]{2,4})"
    r"(?:\d{1,2}日)?(?:[专综外]?电|报道|报导|连线报道)[)\u3015\]\u3011]"
)
"""An agency's dateline, with nothing between name, place and day."""

_AGENCY_LONG = re.compile(_AGENCY.pattern.replace("{2,3}?", "{3}"))
_SPOKEN = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:讯|消息)\s?(?:[\u4e00-\u9fff]{0,6}记者)\s?"
    r"(?P<names>[\u4e00-\u9fff]{2,3}(?:[、\s][\u4e00-\u9fff]{2,3}){0,3})\s?(?:摄影)?报[道导](?=[\s,:])"
)
"""A dateline without brackets: `本网讯 记者李一报道 4月9日`."""

_DATELINES = (_SPOKEN, _DATELINE, _AGENCY_LONG, _AGENCY)
_REPORTER = re.compile(
    "记者|通讯员|特派员|编译|[\u4e00-\u9fff]报[导道][)/]|[/ ][\u4e00-\u9fff]{2,6}报[导道]|新闻[-\u2500\u2014]"
)
"""In every dateline with names."""

_BRACKETED = re.compile(
    r"[(\u3014\[\u3010]([^()\u3014\u3015\[\]\u3010\u3011\u3002!?]{4,70})[)\u3015\]\u3011]"
)
SIGNED = 80
"""How far before the end of a line (code points) the brackets of a signature open."""

_CLOSING = re.compile(r"(?<=[\u3002!?\u201d\u300d\u2026])\s?\(([^()\u3002!?]{4,70})\)$")
"""What stands in brackets behind the last sentence of a line."""

_REPORT = re.compile("报[道导]")
_LEAD = re.compile(
    r"(?:\s|[\u25b2\u25c6\u25a0\u25a1]|[(\u3014\[\u3010][^()\u3014\u3015\[\]\u3010\u3011\u3002]{2,30}[)\u3015\]\u3011]"
    r"|[\u4e00-\u9fff\d-]{2,24}(?:[专综]?电|讯|消息|报[道导]|[新日晚时][闻报]网?|电视台))*\s?"
)
"""What may stand before the brackets of a dateline."""

_END = re.compile(
    r"(?<=[\u3002!?\u201d\u2026])\s?\((?:[\u4e00-\u9fff]{0,16}(?:记者|通讯员|评论员)|作者|文字?|撰文"
    r"|文\s?[/、]?\s?图|图\s?[/、]?\s?文|供稿)?\s?[:/|]?\s?"
    r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:[\s、,]+[\u4e00-\u9fff·]{2,4}){0,4})\)$"
)
_CLOSED = re.compile(r"\)[^\S\n]*\n")
_AUTHOR_IS = re.compile(
    r"\s?\(作者(?:系|为|是|:)?[^()。]{2,40}?\s(?P<names>[\u4e00-\u9fff·]{2,4})\)$"
)
"""The author behind the office held: `(作者系省社科院研究员 龙志刚)`."""

_UNIT = re.compile(
    r"(?<=[\u3002!?\u201d\u2026])\s?\((?:供稿\s?:?\s?)?(?P<names>[\u4e00-\u9fff]{2,12}(?:[局委办部科室]|政协|支部|中心|大队|政府|学院|总工会))"
    r"(?:\s?供稿)?\)$"
)
"""The office that handed the text in, in brackets behind its last sentence."""

_TAKEN = re.compile(r"(?:记者|社发\s?\()\s?[\u4e00-\u9fff·]{2,4}\s?摄\)?$")
"""Who took a picture, at the end of a line."""

BARE_AFTER = 30
"""Fewest code points of a last line that ends with a bare name, as newspapers sign brief news."""

_BARE_END = re.compile(
    r"(?<=[\u3002!?\u201d])(?:\s+|\s?/\s?)(?!全文|未完|谢谢|祝|任|安|平)(?P<names>[\u4e00-\u9fff]{2,3}(?:[\s、]+[\u4e00-\u9fff]{2,3}){0,2})$"
)
"""Who wrote, behind the last sentence and a space or stroke."""

_PAIR_END = re.compile(
    r"(?<=[\u3002!?\u201d])(?P<names>[\u4e00-\u9fff]{2,3}(?:[\s、]+[\u4e00-\u9fff]{2,3}){1,2})$"
)
"""Several who wrote, right behind the last sentence."""

_UNIT_NAME = re.compile(
    r"(?<=[\u3002!?\u201d\u2026])\s?\([\u4e00-\u9fff]{2,20}?[局委办部科室所站队院校社镇乡县区市厅会处道心司协府]\s"
    r"(?P<names>[\u4e00-\u9fff]{2,3}(?:[\s、,]+[\u4e00-\u9fff]{2,3}){0,3})\s?(?:供稿|文\s?/?\s?图|图\s?/?\s?文|文|报道|撰稿)?\)$"
)
"""The unit and the name of who wrote, in brackets behind the last sentence."""

LAST = 80
"""How far before the end of a text (code points) a signature behind it is looked for."""

_SIGNED_LAST = re.compile(
    r"[\u3002!?\u201d\u2026]\s{0,8}[(/]?\s?[^()\u3002!?\u201d\u2026,:;]{2,50}\)?\s*$"
)

_ORGANISED = re.compile(r"[社报台网局部处办委会院校组站室司记者编摄图文稿]|中心|公司|综合|整理")
"""What stands in the names of offices and deeds, and in no name of a person."""

_ACT = re.compile(r"[\u4e00-\u9fff]{0,2}(?:报道|整合|综合|编译|整理|采写|摄影|摄)")
"""What the people named before it did."""

_BETWEEN = re.compile(r"[\s、,]+(?:通讯员\s?)?")


_DATED_LINE = re.compile(
    r"[(\[\u3010\u3014]?[\u4e00-\u9fff]{2,12}?(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)(?:[专综]?电|讯|消息)"
)


class InlineNames(NamedTuple):
    """Names and where they stand, as offsets of the text; `line` of the page."""

    line: int
    start: int
    end: int
    names: str


class InlineFacts(NamedTuple):
    """Facts inside the article and where they stand, as offsets of the text."""

    start: int
    end: int
    facts: Facts


def may_be_signed(folded: str) -> bool:
    """Whether something short stands behind the last sentence of a text, as those who wrote do.

    For texts without any sign of furniture.
    """
    return _SIGNED_LAST.search(folded, max(0, len(folded) - LAST)) is not None


def find_inline_facts(page: Page, title: int) -> InlineFacts | None:
    """The reporters that the article names, and the day of its dateline if that has its year."""
    named = find_inline_names(page, title)
    facts = (("author", named.names),) if named else ()
    closing = find_closing_outlet(page) if page.tail > title + 1 else None
    stated = closing[2] if closing is not None else ()
    signed = tuple(fact for fact in stated if fact[0] == "source" or named is None)
    for k in islice(page.staying(max(page.head, title + 1), 1), 2):
        match = _DATED_LINE.match(page.text(k))
        day = find_date(match["day"]) if match else None
        if match is not None and day is not None:
            start = page.start(k)
            span = (named.start, named.end) if named else (start, start + match.end())
            return InlineFacts(*span, (*facts, *signed, ("published_at", day.iso)))
    if named is not None:
        return InlineFacts(named.start, named.end, (*facts, *signed))
    return InlineFacts(*closing) if closing is not None else None


def find_inline_names(page: Page, title: int) -> InlineNames | None:
    """The reporters that the article's first line names in its dateline, or its last in brackets.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("本报讯(记者 李一)江边步道今天开放,全长三公里。"))
    >>> find_inline_names(page, -1).names
    '李一'
    """
    first = page.head
    while first <= title or first in page.chosen or _is_picture(page.text(first)):
        first += 1
        if first >= len(page):
            return None
    if first < len(page):
        opening = page.text(first)[: OPENING + 30]
        signed = _find_signed(page, first, opening)
        if signed is not None:
            return signed
        for pattern in _DATELINES if _REPORTER.search(opening) else ():
            found = pattern.match(opening)
            if found and (named := _named(page, first, found)):
                return named
    place = page.start(first)
    for closed in islice(_CLOSED.finditer(page.folded, place), 2):
        k = page.line_of(closed.start())
        if k not in page.chosen and (found := _END.search(page.text(k))):
            named = _named(page, k, found)
            if named:
                return named
        if k not in page.chosen and (signed := _find_closing(page, k)):
            return signed
    last = page.tail - 1
    if last >= first and last not in page.chosen and (named := _find_closing(page, last)):
        return named
    if last >= first and last not in page.chosen and page.text(last).endswith(")"):
        text = page.text(last)
        found = _END.search(text)
        if found and (named := _named(page, last, found)):
            return named
        found = _UNIT_NAME.search(text)
        if found and (named := _named(page, last, found)):
            return named
        found = _AUTHOR_IS.search(text)
        if found and (named := _named(page, last, found)):
            return named
        found = _UNIT.search(text)
        if found:
            start, end = found.span("names")
            own = page.original(last, start, end)
            return InlineNames(last, page.start(last) + start, page.start(last) + end, own)
    if last >= first and last not in page.chosen and len(page.text(last)) >= BARE_AFTER:
        found = _BARE_END.search(page.text(last)) or _PAIR_END.search(page.text(last))
        if found and (named := _named(page, last, found)):
            return named
    closing = find_closing_names(page, first)
    if closing is None:
        return None
    start = page.start(closing.line)
    return InlineNames(closing.line, start + closing.start, start + closing.end, closing.names)


def _is_picture(text: str) -> bool:
    """Whether a line is a caption, or a sentence on a picture with who took it behind."""
    return is_caption(text) or (text[-1] in "摄)" and _TAKEN.search(text) is not None)


def _find_signed(page: Page, k: int, opening: str) -> InlineNames | None:
    """The reporters in the brackets of a dateline."""
    if not _REPORTER.search(opening):
        return None
    for found in _BRACKETED.finditer(opening):
        if not _LEAD.fullmatch(opening, 0, found.start()):
            return None
        lead = opening[: found.start()].rstrip()
        signed = read_reporters(found[1], reported=lead.endswith(("讯", "电", "消息")))
        if signed is not None:
            return _signed_by(page, k, found.start(1), signed)
    return None


def _find_closing(page: Page, k: int) -> InlineNames | None:
    """The reporters in brackets behind the last sentence of a line: `(突发中心李一/台南报导)`."""
    text = page.text(k)
    if text[-1] != ")" or not _REPORTER.search(text, max(0, len(text) - SIGNED)):
        return None
    found = _CLOSING.search(text, max(0, len(text) - SIGNED))
    if found is None:
        return None
    signed = read_reporters(found[1], reported=_REPORT.search(found[1]) is not None)
    return _signed_by(page, k, found.start(1), signed) if signed is not None else None


def _signed_by(page: Page, k: int, place: int, signed: Reporters) -> InlineNames:
    """The names of a signature that begins at `place` of line `k`."""
    spans = [(place + a, place + b) for a, b in signed.names]
    names = " ".join(page.original(k, *span).replace(" ", "") for span in spans)
    start = page.start(k)
    return InlineNames(k, start + spans[0][0], start + spans[-1][1], names)


def _named(page: Page, k: int, found: re.Match[str]) -> InlineNames | None:
    start, end = found.span("names")
    own, folded = page.original(k, start, end), found["names"]
    names: list[str] = []
    rare = False
    place = 0
    for gap in [*_BETWEEN.finditer(folded), None]:
        stop = gap.start() if gap else len(folded)
        word = folded[place:stop]
        if gap is None and names and _ACT.fullmatch(word):
            end = start + place
            break
        if not is_person(word):
            # One of several may have a surname that is not known.
            if not names or rare or _ORGANISED.search(word):
                return None
            rare = True
        names.append(own[place:stop])
        place = gap.end() if gap else stop
    return InlineNames(k, page.start(k) + start, page.start(k) + end, " ".join(names))
