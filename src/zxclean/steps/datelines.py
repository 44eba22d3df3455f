"""What the first sentence of an article states: its dateline's reporters and day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Page, Stated
from zxclean.steps.outlets import is_outlet, is_press
from zxclean.steps.reporters import Reporters, read_reporters
from zxclean.structure.credits import is_caption, may_be_people
from zxclean.structure.press import BOTH, REPORTED

OPENING = 60
"""How far into the first sentence (code points) a dateline and its reporters reach."""

_DATELINE = re.compile(
    r"[^()\u3002]{0,30}?[(\u3014\[](?:[^()\u3014\u3015\[\]:;\u3002]{0,12}?(?:记者|通讯员))\s?:?\s?"
    r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:[\s、,]+(?:通讯员\s?)?[\u4e00-\u9fff·]{2,4}){0,4})"
    rf"\s?(?:/[\u4e00-\u9fff]{{2,8}}|(?:摄影)?{REPORTED}|{BOTH})?"
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

_DATED_NAMES = re.compile(
    r"[^()\u3002]{2,24}\d{1,2}日(?:[专综]?电|讯|消息)\s?"
    r"\((?P<names>(?!高清|组图|图文|视频)[\u4e00-\u9fff]{2,3}(?:[\s、][\u4e00-\u9fff]{2,3}){0,3})\)"
)
"""An agency's dateline with its day, and names alone in brackets behind."""

_DATELINES = (_SPOKEN, _DATELINE, _AGENCY_LONG, _AGENCY, _DATED_NAMES)
_REPORTER = re.compile(
    "记者|通讯员|特派员|编译|报[导道](?<=[\u4e00-\u9fff]报.)[)/]|/[\u4e00-\u9fff]{2,6}报[导道]| [\u4e00-\u9fff]{2,6}报[导道]|新闻[-\u2500\u2014]"
    "|日(?:[专综]?电|讯|消息)\\s?\\("
)
"""In every dateline with names. Each alternative begins with a character: a search skips to those."""

_BRACKETED = re.compile(
    r"[(\u3014\[\u3010]([^()\u3014\u3015\[\]\u3010\u3011\u3002!?]{4,70})[)\u3015\]\u3011]"
)
_LEAD = re.compile(
    r"(?:\s|[\u25b2\u25c6\u25a0\u25a1]|[(\u3014\[\u3010][^()\u3014\u3015\[\]\u3010\u3011\u3002]{2,30}[)\u3015\]\u3011]"
    r"|[\u4e00-\u9fff\d-]{2,24}(?:[专综]?电|讯|消息|报[道导]|[新日晚时][闻报]网?|电视台))*\s?"
)
"""What may stand before the brackets of a dateline."""

_TAKEN = re.compile(r"(?:记者|社发\s?\(|(?<=[\u3002!?]))\s?[\u4e00-\u9fff·]{2,4}\s?摄\)?$")
"""Who took a picture, at the end of a line."""

_ACT = re.compile(r"[\u4e00-\u9fff]{0,2}(?:报道|整合|综合|编译|整理|采写|摄影|摄)")
"""What the people named before it did."""

_LOST_SPACES = re.compile(r"^\?+(?= )|\?(?= [\u4e00-\u9fff]{2,4}[)\s、])")
"""Question marks for the spaces that an encoding does not have, before the line and a name."""

_NAMED_FIRST = re.compile(
    r"[(\u3014\[\u3010](?P<names>[\u4e00-\u9fff]{2,3}(?:[\s、][\u4e00-\u9fff]{2,3}){0,2})[)\u3015\]\u3011](?=\S{20})"
)
"""Names in brackets, right before the first sentence."""

_BETWEEN = re.compile(r"[\s、,]+(?:通讯员\s?)?")


_DATED_LINE = re.compile(
    r"[(\[\u3010\u3014]?[\u4e00-\u9fff]{2,12}?(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)(?:[专综]?电|讯|消息)"
)


_FROM_AGENCY = re.compile(
    r"[(\[\u3010\u3014]?(?P<agency>新华社|中新社|中央社|中评社|中国新闻社)[^\u3002,:]{0,25}(?<!来)[电讯](?![视话影台])"
)

_FROM_PAPER = re.compile(
    r"(?P<outlet>(?!本)(?:(?![据从由该在对])[\u4e00-\u9fffA-Za-z·]){3,16}?)(?:讯|消息)(?:\s|[:(【\u3014]|(?=\d{1,2}月))"
)
"""A paper whose own news it is: `渡口晚报讯 江边步道今天开放`."""

_HEADED = re.compile(
    r"(?P<outlet>[\u4e00-\u9fffA-Za-z·]{3,14}?)\s?(?P<day>\d{1,4}(?:[/.-]\d{1,2}[/.-]|年\d{1,2}月)\d{1,4}日?)\s?"
    r"[(\[\u3010\u3014][\u4e00-\u9fff]{2,6}(?:[专综]?电|讯|消息|报[道导])[)\]\u3011\u3015]"
)
"""The outlet, the day and in brackets the place, glued to the first sentence."""

_FROM_STATION = re.compile(
    r"[(\[\u3010\u3014](?P<agency>[\u4e00-\u9fff]{2,6}(?:电台|电视台|[日晚早时]报))(?:消息|专讯|讯)[)\]\u3011\u3015]"
)
"""A paper or a station in brackets, whose news it is: `(澳门电台消息)`."""


def find_first_lines(page: Page, title: int) -> list[int]:
    """The first two lines of the article below a title at line `title`, without captions."""
    lines = page.staying(max(page.head, title + 1), 1)
    return list(islice((k for k in lines if not _is_picture_of(page, k)), 2))


def _is_picture_of(page: Page, k: int) -> bool:
    """Whether line `k` is a caption, or says again without a name what the one above it does."""
    text = page.text(k)
    if _is_picture(text):
        return True
    above = page.text(k - 1) if k else ""
    return len(above) > len(text) and above.startswith(text) and _is_picture(above)


def _opening_lines(page: Page, title: int) -> Iterator[int]:
    """The first two lines of the article, captions among them."""
    return islice(page.staying(max(page.head, title + 1), 1), 2)


def find_agency(page: Page, title: int) -> Stated | None:
    """The news agency whose dateline opens the article.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("新华社北京1月10日电(记者 李一)江边步道今天开放,全长三公里。"))
    >>> find_agency(page, -1).facts
    (('source', '新华社'),)
    """
    for k in _opening_lines(page, title):
        text = page.text(k)
        found = _FROM_AGENCY.match(text) or _FROM_STATION.match(text)
        a, b = found.span("agency") if found is not None else _find_paper(text)
        if b > a:
            start = page.start(k)
            return Stated(start + a, start + b, (("source", page.original(k, a, b)),))
    return None


def _find_paper(text: str) -> tuple[int, int]:
    """Where the outlet stands that opens a folded line with its own news, nowhere if none does."""
    opening = text[:OPENING]
    paper = _FROM_PAPER.match(text) if "讯" in opening or "消息" in opening else None
    if paper is not None and is_press(paper["outlet"]):
        return paper.span("outlet")
    headed = _HEADED.match(text)
    if headed is not None and is_outlet(headed["outlet"]):
        return headed.span("outlet")
    return 0, 0


def find_day(page: Page, title: int) -> Stated | None:
    """The day of the dateline, if its year stands there."""
    for k in _opening_lines(page, title):
        match = _DATED_LINE.match(page.text(k)) or _HEADED.match(page.text(k))
        day = find_date(match["day"]) if match else None
        if match is not None and day is not None:
            start = page.start(k)
            return Stated(start, start + match.end(), (("published_at", day.iso),))
    return None


def find_reporters(page: Page, k: int) -> Stated | None:
    """The reporters that the dateline of line `k` names.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("本报讯(记者 李一)江边步道今天开放,全长三公里。"))
    >>> find_reporters(page, 0).facts
    (('author', '李一'),)
    """
    opening = page.text(k)[: OPENING + 30]
    if "?" in opening:
        opening = _LOST_SPACES.sub(lambda match: " " * len(match[0]), opening)
    if not _REPORTER.search(opening):
        named_first = _NAMED_FIRST.match(opening)
        return _named(page, k, named_first) if named_first else None
    signed = _find_signed(page, k, opening)
    if signed is not None:
        return signed
    for pattern in _DATELINES:
        found = pattern.match(opening)
        if found and (named := _named(page, k, found)):
            return named
    return None


def _is_picture(text: str) -> bool:
    """Whether a line is a caption, or a sentence on a picture with who took it behind."""
    return is_caption(text) or (text[-1] in "摄)" and _TAKEN.search(text) is not None)


def _find_signed(page: Page, k: int, opening: str) -> Stated | None:
    """The reporters in the brackets of a dateline."""
    for found in _BRACKETED.finditer(opening):
        if not _LEAD.fullmatch(opening, 0, found.start()):
            return None
        lead = opening[: found.start()].rstrip()
        signed = read_reporters(found[1], reported=lead.endswith(("讯", "电", "消息")))
        if signed is not None:
            return _signed_by(page, k, found.start(1), signed)
    return None


def _signed_by(page: Page, k: int, place: int, signed: Reporters) -> Stated:
    """The names of a signature that begins at `place` of line `k`."""
    spans = [(place + a, place + b) for a, b in signed.names]
    names = " ".join(page.original(k, *span).replace(" ", "") for span in spans)
    start = page.start(k)
    return Stated(start + spans[0][0], start + spans[-1][1], (("author", names),))


def _named(page: Page, k: int, found: re.Match[str]) -> Stated | None:
    start, end = found.span("names")
    own, folded = page.original(k, start, end), found["names"]
    names: list[str] = []
    words: list[str] = []
    place = 0
    for gap in [*_BETWEEN.finditer(folded), None]:
        stop = gap.start() if gap else len(folded)
        word = folded[place:stop]
        if gap is None and names and _ACT.fullmatch(word):
            end = start + place
            break
        words.append(word)
        names.append(own[place:stop])
        place = gap.end() if gap else stop
    if not may_be_people(words):
        return None
    place = page.start(k)
    return Stated(place + start, place + end, (("author", " ".join(names)),))
