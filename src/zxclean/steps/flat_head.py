"""Heads that came in other forms: a page on one line, the header lines of a bulletin board."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.proposals import Facts
from zxclean.rules import compiled
from zxclean.steps.credit_fields import COUNTS, DATES
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Page, row
from zxclean.steps.head_credits import Head
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.labels import labels_known
from zxclean.steps.noise import is_noise
from zxclean.steps.writers import split_people

FLAT = 250
"""A first line so long (code points) may be a whole page; credit lines have up to 200."""

BOARD = 400
"""How far into a text (code points) a post on a bulletin board begins."""

REACH = 400
"""How far into a flattened page (code points) its headline and credits reach: menus before them
take up to 60 on the labelled documents."""

VALUE = 24
"""Longest value (code points) of a field on a flattened page, where a space ends it."""

DAY_BEFORE, CLOCK_BEHIND = 200, 20
"""How far (code points) from the name of its time zone the day of a release begins, spaces
included, and its hour ends: of themselves they take 20 and 12."""

_FIRST = re.compile(
    r"(?<=\s)(?:来源|文章来源|信息来源|作者|时间|日期|发布时间|发布日期|发表时间)\s?:|(?<=\s)(?:19|20)\d\d\s?[-/年.]\s?\d"
)
_CRUMB_END = re.compile(r"(?:>|\u00bb|\u203a)\s?[\u4e00-\u9fff]{2,8}\s+(?=\S)")
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,6})\s?:\s?")
_VALUE = re.compile(rf"[^\s|]{{1,{VALUE}}}(?=[\s|]|$)")
_COUNT = re.compile(r"[\d,.]+(?:万|w)?\s?(?:人次|次|人|条)?(?=[\s|]|$)")
_TOKEN = re.compile(r"[^\s|]+")
_SHARE = re.compile(
    r"分享(?:到|至)?:?\S{0,8}|[TA大中小+-]{1,4}|[【\[]?字[体号级]:?\S{0,4}|[大中小][】\]]"
)
_BOARD = re.compile(
    r"[ \t]*发信人\s?:\s?(?P<author>[^,\n]{1,40}?)\s?,\s?信区\s?:\s?(?P<board>[^\n]{1,40})\n"
    r"[ \t]*(?P<label>标 {0,4}题\s?:\s?)(?P<title>\S[^\n]{0,100})\n"
    r"[ \t]*发信站\s?:\s?[^\n(]{0,40}\((?P<date>[^()\n]{10,40})\)[^\n]{0,20}(?:\n|$)"
)
_POST = re.compile(
    r"[ \t]*作者:?[ \t]+(?P<author>[A-Za-z]\w{2,11} \([^()\n]{0,30}\))[^\n]{0,60}\n"
    r"[ \t]*(?P<label>标题:?[ \t]+(?:(?:Re|Fw|R): ?)?(?:\[[^\[\]\n]{1,8}\][ \t]*)?)(?P<title>\S[^\n]{0,80})\n"
    r"[ \t]*时间:?[ \t]+(?P<date>[A-Z][a-z]{2} [^\n]{10,30})(?:\n|$)"
)
"""The head of a post on boards of Taiwan: account and nickname, title behind its kind, time."""

_ENGLISH_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? (?P<month>[A-Z][a-z]{2})[a-z]* {1,2}(?P<day>\d{1,2}) "
    r"(?P<clock>\d\d:\d\d:\d\d) (?P<year>\d{4})"
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class FlatHead(NamedTuple):
    """Headline and credits at the start of a page on one line, as offsets of the text."""

    start: int
    title: int
    title_end: int
    body: int
    facts: Facts


def find_flat_head(page: Page) -> FlatHead | None:
    """The head of a page that came as one line: menu, breadcrumb, headline, credits, body."""
    if not len(page) or 0 in page.chosen or page.line_ends[0] - page.line_starts[0] < FLAT:
        return None
    text = page.text(0)[:REACH]
    first = _FIRST.search(text)
    if first is None:
        return None
    start = 0
    for crumb in _CRUMB_END.finditer(text, 0, first.start()):
        start = crumb.end()
    for token in _TOKEN.finditer(text, start, first.start()):
        start = token.start()
        if not is_noise(token[0]):
            break
    title = text[start : first.start()].rstrip(" |")
    shape = headline_shape(title)
    if len(title) < 4 or shape is None or shape < -1:
        return None
    facts, body = _fields(page, text, first.start())
    if not facts or body >= REACH - VALUE:
        return None
    line = page.start(0)
    return FlatHead(line, line + start, line + start + len(title), line + body, facts)


def _fields(page: Page, text: str, place: int) -> tuple[Facts, int]:
    """The fields from `place` on, and where the first word stands that is none."""
    facts: list[tuple[str, str]] = []
    while place < len(text):
        if text[place] in " \t|":
            place += 1
            continue
        found = find_date(text, place)
        if found is not None and found.start == place:
            if not any(name == "published_at" for name, _ in facts):
                facts.append(("published_at", found.iso))
            place = found.end
            continue
        label = _LABEL.match(text, place)
        known = labels_known().get(label[1]) if label else None
        if label and known and known.rule.tag == "label":
            place = label.end()
            if known.field in DATES:
                if found is None or found.start > place:
                    break
                facts.append((known.field, found.iso))
                place = found.end
                continue
            value = (_COUNT if known.field in COUNTS else _VALUE).match(text, place)
            if value:
                facts.append((known.field, page.original(0, *value.span())))
                place = value.end()
            continue
        token = _TOKEN.match(text, place)
        if token is None or not (is_noise(token[0]) or _SHARE.fullmatch(token[0])):
            break
        place = token.end()
    return split_people(tuple(facts)), place


def find_board_head(page: Page) -> Head | None:
    """The head of a post on a bulletin board: sender and board, title, station and time."""
    top = page.folded[:BOARD]
    if "作者" in top and "\n时间" in top.replace(" ", ""):
        post = _POST.search(page.folded, 0, 2 * BOARD)
        if post is not None:
            return _post_head(page, post)
    if not page.folded.startswith("发信人") and "\n发信人" not in page.folded[:BOARD]:
        return None
    match = _BOARD.search(page.folded, 0, 2 * BOARD)
    if match is None:
        return None
    sender, title, station = (page.line_of(match.start(g)) for g in ("author", "title", "date"))
    own = page.view.text[match.start("author") : match.end("author")]
    board = page.view.text[match.start("board") : match.end("board")].strip()
    dated = _english_date(match["date"])
    credits: dict[int, Facts] = {
        sender: (("author", own), ("board", board)),
        station: (("published_at", dated),) if dated else (),
    }
    return Head(title, match.start("title") - page.start(title), 0, credits, {})


def _post_head(page: Page, match: re.Match[str]) -> Head:
    sender, title, time = (page.line_of(match.start(g)) for g in ("author", "title", "date"))
    own = page.view.text[match.start("author") : match.end("author")]
    dated = _english_date(match["date"])
    credits: dict[int, Facts] = {
        sender: (("author", own),),
        time: (("published_at", dated),) if dated else (),
    }
    return Head(title, match.start("title") - page.start(title), 0, credits, {})


def find_release_time(page: Page) -> dict[int, Facts]:
    """Day and hour of a press release, on two lines behind its text; facts on the first."""
    rule, folded = row("release_time"), page.folded
    zones = tuple(rule.anchors)
    start = page.line_ends[page.tail - 1]
    place = folded.find("时间", start)
    while place >= 0:
        if folded.startswith(zones, place - 2):
            near = max(start, place - DAY_BEFORE), place + CLOCK_BEHIND
            match = compiled(rule.pattern).search(folded, *near)
            if match:
                return _release_time(page, match)
        place = folded.find("时间", place + 2)
    return {}


def _release_time(page: Page, match: re.Match[str]) -> dict[int, Facts]:
    found = find_date(f"{match['day']} {match['hour']}:{match['minute']}")
    if (
        found is None
        or not found.timed
        or page.folded[match.end() : match.end() + 1] not in ("", "\n")
    ):
        return {}
    return {page.line_of(match.start()): (("published_at", found.iso),)}


def _english_date(text: str) -> str | None:
    match = _ENGLISH_DATE.search(text)
    if match is None or match["month"] not in _MONTHS:
        found = find_date(text)
        return found.iso if found else None
    month = _MONTHS.index(match["month"]) + 1
    found = find_date(f"{match['year']}-{month}-{match['day']} {match['clock']}")
    return found.iso if found else None
