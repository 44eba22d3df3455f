"""Dates as pages print them, read into ISO 8601 in the precision they are printed in."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

_CLOCK = (
    r"(?P<half>上午|下午|晚上|早上|中午|凌晨|清晨|傍晚|晚间|AM|PM)?\s?(?P<hour>\d{1,2})\s?(?:[:时点]\s?(?P<minute>\d{2})"
    r"(?!\d)(?:\s?[:分]\s?(?P<second>\d{2})(?!\d)(?:\.\d{1,6}(?!\d))?秒?|分)?|[时点](?P<thirty>半)?(?![\d分整许间钟左前后起至到-]))"
    r"(?:\s?(?P<noon>[AaPp]\.?[Mm])(?![A-Za-z]))?"
    r"(?:(?:(?<=:\d\d:\d\d)|(?<=T\d\d:\d\d)|(?<=\.\d\d\d))(?:Z|[+-]\d\d:?\d\d)(?!\d))?"
)
_WEEKDAY = r"(?:\s{0,2}(?:[(\[]?(?:星期|周)[一二三四五六日天][)\]]?|[(\[](?:[一二三四五六日]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})[)\]]))?"
DATE = re.compile(
    rf"""(?:(?<![\d.])|(?<=\d:[0-5]\d))(?:
    (?P<apart>(?:19|20)\d\d)\s(?P<apart_month>\d\d)[-/](?P<apart_day>\d\d)(?=\s\d\d:)
    |(?P<split>(?:19|20)\d\d)\s(?P<split_month>\d{{1,2}})月(?P<split_day>\d{{1,2}})日(?=\s?星期)
    |(?P<short>[0-3]\d)-(?P<short_month>[01]\d)-(?P<short_day>[0-3]\d)(?=\s\d\d:\d\d)
    |(?:(?P<roc>(?:中华)?民国)\s?)?(?P<year>\d{{2,4}})
    (?:\s?年\s?(?P<month>\d{{1,2}}|元)\s?月(?:\s?(?P<day>\d{{1,2}})\s?[日号])?
      |(?P<mark>[-/.])(?P<month2>\d{{1,2}})(?P=mark)(?P<day2>\d{{1,2}}))
    |(?P<packed>(?:19|20)\d{{4}})/?(?P<packed_day>\d\d)(?=\D|\d\d:|$)
    ){_WEEKDAY}(?P<gap>-(?=\d\d:\d\d)|\s?[,\u00b7\u30fb]\s{{0,2}}(?=(?:[上下]午\s?)?\d{{1,2}}:\d\d)|[\sT]{{0,4}}(?:(?:HKT|CST|GMT|\|)\s)?)(?:{_CLOCK})?""",
    re.VERBOSE,
)
"""A date, and the time of day behind it. Matched on folded text."""

_CLOCK_BEFORE = re.compile(r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)\s{0,3}$")
CLOCK_SIZE = 8
"""How far before a day (code points) its hour begins."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_FOREIGN = re.compile(
    rf"""(?<![A-Za-z\d/.])(?:
    (?P<name>{_MONTH}|{_MONTH.upper()})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<year>(?:19|20)\d\d)
    |(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?P<name2>{_MONTH}|{_MONTH.upper()})\.?,?[\s-](?P<year2>(?:19|20)\d\d)
    |(?P<one>\d{{1,2}})(?P<stroke>[/-])(?P<other>\d{{1,2}})(?P=stroke)(?P<year3>(?:19|20)\d\d)
    |(?P<dotted>[0-3]?\d)\.(?P<dotted_month>[01]?\d)\.(?P<year4>(?:19|20)\d\d)(?!\.\d)
    )(?!\d)(?P<gap>,?\s{{0,3}}(?:(?:at|\||-)\s)?)(?:{_CLOCK})?""",
    re.VERBOSE,
)
_THIS_CENTURY = re.compile(r"[ /.-](?:19|20)\d\d(?!\d)")
"""In every date of the kind, and quick to look for."""

_HINT = re.compile(r"\d(?:\s?年|[-/.]\d|\d{5})")
"""In every date, and quick to look for: most of what is asked about is a name."""

BEFORE_HINT = 12
"""How far before its hint (code points) a date may begin: an era, a space and three figures."""

_PARTIAL = re.compile(
    r"\d{1,2}(?:-|月)\d{1,2}日?\s?(?:\d{1,2}:\d{2}(?::\d{2})?)?|\d\d-\d\d-\d\d\s?\d{1,2}:\d{2}"
    r"|\d{1,4}\D\d{1,2}\D\d{1,2}日?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|[今昨前]天\s?(?:\d{1,2}:\d{2})?|\d{1,3}\s?(?:秒|分钟|小时|天|个月|年)前|刚刚|\d{4}年?"
)

MODERN = range(1900, 2100)
"""Years a page of news can name; others are misread numbers."""

ROC_ERA = 1911
"""Years of the Republic of China count from 1912 as the first."""


class FoundDate(NamedTuple):
    """A date in a text: ISO 8601, where it stands, and whether a time of day belongs to it."""

    iso: str
    start: int
    end: int
    timed: bool


def find_date(text: str, start: int = 0) -> FoundDate | None:
    """The first date in a folded text from `start` on (code points), `None` if there is none.

    Reads `2019-06-15`, `2019年06月15日08:18`, `2019年6月`, `2019-09-3007:42` (nothing between
    day and hour), `201909/0719:02`, `2024 02/16 20:11`, `22-05-15 10:26` with its hour, years of
    the Republic of China with their name in front or of three digits. What is no day of the calendar is no date; nothing is completed or guessed.

    >>> find_date("2019年06月15日08:18").iso, find_date("民国91年3月19日").iso
    ('2019-06-15T08:18', '2002-03-19')
    >>> find_date("2022-13-10") is None
    True
    """
    hint = _HINT.search(text, start)
    found = None
    if hint is not None:
        dates = map(_read, DATE.finditer(text, max(start, hint.start() - BEFORE_HINT)))
        found = next((date for date in dates if date is not None), None)
        if found is not None and not found.timed:
            found = _with_clock_before(text, found, start)
    return found or _find_foreign(text, start)


def _with_clock_before(text: str, found: FoundDate, start: int) -> FoundDate:
    """A day with the hour that stands right before it: `20:15 2023-03-05`, `20:152023-03-05`."""
    clock = _CLOCK_BEFORE.search(text, max(start, found.start - CLOCK_SIZE), found.start)
    if clock is None or len(found.iso) < 10 or int(clock["hour"]) > 23:
        return found
    iso = f"{found.iso}T{int(clock['hour']):02}:{clock['minute']}"
    return FoundDate(iso, clock.start(), found.end, True)


def _find_foreign(text: str, start: int) -> FoundDate | None:
    """A date as English pages print it: `May 5, 2020`, `5 May 2020 10:30 AM`, `25/12/2020`, `25.12.2020`.

    Of `05/12/2020` nobody knows which is the month: it is none, but with an hour as American servers
    print it. With dots the day comes first.
    """
    if _THIS_CENTURY.search(text, start) is None:
        return None
    for match in _FOREIGN.finditer(text, start):
        year = int(match["year"] or match["year2"] or match["year3"] or match["year4"])
        if match["dotted"]:
            day, month = int(match["dotted"]), int(match["dotted_month"])
        elif match["name"] or match["name2"]:
            month = _MONTHS.index((match["name"] or match["name2"])[:3].lower()) + 1
            day = int(match["day"] or match["day2"])
        else:
            day, month = int(match["one"]), int(match["other"])
            if day <= 12 and month > 12:
                day, month = month, day
            elif day <= 12 and day != month and not _is_american(match):
                continue
            if _is_american(match):
                day, month = int(match["other"]), int(match["one"])
        try:
            dt.date(year, month, day)
        except ValueError:
            continue
        iso = f"{year:04}-{month:02}-{day:02}"
        clock = _clock(match)
        if clock is None:
            return FoundDate(iso, match.start(), match.start("gap"), False)
        return FoundDate(iso + clock, match.start(), match.end(), True)
    return None


def _is_american(match: re.Match[str]) -> bool:
    """Whether a day has the form that servers set to American English print: `3/7/2013 11:54:41 AM`.

    Other English has the day first, with the month in two figures.
    """
    one, other = match["one"], match["other"]
    return bool(
        one
        and match["noon"]
        and match["second"]
        and "0" not in (one[0], other[0])
        and int(one) <= 12
    )


def is_partial_date(text: str) -> bool:
    """Whether a folded text is a date without its year, or relative to the day of the crawl.

    >>> is_partial_date("09-3022:46"), is_partial_date("3小时前"), is_partial_date("另行通知")
    (True, True, False)
    """
    return _PARTIAL.fullmatch(text) is not None


def _read(match: re.Match[str]) -> FoundDate | None:
    year, month, day = _day_parts(match)
    if year not in MODERN or _is_run_together(match):
        return None
    try:
        dt.date(year, month, day or 1)
    except ValueError:
        return None
    iso = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
    clock = _clock(match) if day else None
    if clock is None:
        end = match.start("gap")
        return FoundDate(iso, match.start(), end, False)
    return FoundDate(iso + clock, match.start(), match.end(), True)


def _day_parts(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day as numbers, 0 where they are not given; year 0 if it has no era."""
    for form, century in (("apart", 0), ("split", 0), ("short", 2000)):
        if match[form]:
            day = match[f"{form}_month"], match[f"{form}_day"]
            return century + int(match[form]), int(day[0]), int(day[1])
    if match["packed"]:
        return int(match["packed"][:4]), int(match["packed"][4:]), int(match["packed_day"])
    year = int(match["year"])
    if match["roc"] or (len(match["year"]) == 3 and (match["mark"] or match["day"])):
        year += ROC_ERA
    return year, _month(match), int(match["day"] or match["day2"] or 0)


def _month(match: re.Match[str]) -> int:
    return 1 if match["month"] == "元" else int(match["month"] or match["month2"])


def _is_run_together(match: re.Match[str]) -> bool:
    """Whether day and hour cannot be told apart: in 2019-9-307:42 the day may be 3 or 30."""
    if match["hour"] is None or match["gap"] or match["half"] or match["day"]:
        return False
    return len(match["hour"]) != 2 or len(match["day2"] or match["packed_day"] or "") != 2


def _clock(match: re.Match[str]) -> str | None:
    if match["hour"] is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or (30 if match["thirty"] else 0))
    if (
        match["half"] in ("下午", "晚上", "傍晚", "晚间", "PM")
        or (match["noon"] or "")[:1] in ("P", "p")
    ) and (hour < 12):
        hour += 12
    elif hour == 12 and (match["half"] == "AM" or (match["noon"] or "")[:1] in ("A", "a")):
        hour = 0
    second = match["second"]
    if hour > 23 or minute > 59 or (second and int(second) > 59):
        return None
    return f"T{hour:02}:{minute:02}" + (f":{second}" if second else "")
