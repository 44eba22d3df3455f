"""Who held a national office at the date of a text, and what a text tells about its date.

A date is a span of days `(first, last)`, each written as the number `yyyymmdd`; `last` is
`None` where only the earliest day is known. `data/offices.toml` holds the record.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple, TypeAlias

import msgspec

Span: TypeAlias = tuple[int, int | None]

PROSE = 20
"""A line shorter than this, or without a full stop, is a title or button: it dates nothing,
for the titles of other articles beside an old text are newer than it."""

CLAUSE = 40
"""Code points behind a year that say whether it is past."""


class _Holder(msgspec.Struct, frozen=True, rename={"first": "from"}):
    name: str
    first: str
    until: str = ""


class _Office(msgspec.Struct, frozen=True):
    title: str
    holders: tuple[_Holder, ...]


class _Table(msgspec.Struct, frozen=True):
    earlier: tuple[str, ...]
    office: tuple[_Office, ...]
    congresses: dict[int, str]
    plans: dict[int, str]
    signs: dict[str, str]


class _Term(NamedTuple):
    name: str
    first: int
    last: int


@cache
def _table() -> _Table:
    raw = tomllib.loads(files("zxclean").joinpath("data", "offices.toml").read_text("utf-8"))
    return msgspec.convert(raw, _Table, strict=False)


@cache
def _terms() -> Mapping[str, tuple[_Term, ...]]:
    return {
        office.title: tuple(
            _Term(
                holder.name,
                _day(holder.first),
                _day(holder.until) if holder.until else _day(following.first) - 1,
            )
            for holder, following in zip(
                office.holders, (*office.holders[1:], office.holders[-1]), strict=True
            )
        )
        for office in _table().office
    }


def _day(iso: str) -> int:
    return int(iso.replace("-", ""))


def holder(title: str, date: Span) -> str | None:
    """Who held the office on every day of `date`; `None` where that is no single person.

    `title` is one of `总书记`, `为总书记`, `核心`, `国家主席`, `军委主席`, `总理`, `政协主席`,
    `委员长`. A date without a last day reaches to the end of the record.

    >>> holder("总书记", (20190920, 20190920)), holder("总书记", (20030101, None))
    ('习近平', None)
    """
    first, last = date
    for term in _terms()[title]:
        if term.first <= first <= term.last:
            end = _terms()[title][-1].last if last is None else last
            return term.name if end <= term.last else None
    return None


def holders(title: str) -> tuple[str, ...]:
    """The names of all holders of an office.

    >>> holders("核心")
    ('江泽民', '习近平')
    """
    return tuple(term.name for term in _terms()[title])


@cache
def leaders() -> tuple[str, ...]:
    """The names of all holders of all offices, and of those before the first."""
    names = chain.from_iterable(map(holders, _terms()))
    return tuple(dict.fromkeys((*_table().earlier, *names)))


def congress(year: int) -> str | None:
    """Ordinal of the party's national congress that met in that year.

    >>> congress(2017), congress(2018)
    ('十九', None)
    """
    return _table().congresses.get(year)


def plan(first_year: int) -> str | None:
    """Name of the five-year plan that began in that year.

    >>> plan(2016), plan(2017)
    ('十三五', None)
    """
    return _table().plans.get(first_year)


_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


def parse_date(iso: str) -> Span | None:
    """The days an ISO date of any precision means, `None` if it is none.

    >>> parse_date("2012-11"), parse_date("2022-01-10T14:31")
    ((20121101, 20121131), (20220110, 20220110))
    """
    match = _ISO.fullmatch(iso)
    if match is None:
        return None
    return span_of(*(int(part) if part else None for part in match.groups()))


def span_of(year: int | None, month: int | None = None, day: int | None = None) -> Span:
    """The days of a year, a month or a day."""
    first = (year or 0) * 10000
    if month is None:
        return first + 101, first + 1231
    first += month * 100
    return (first + 1, first + 31) if day is None else (first + day, first + day)


_YEAR = re.compile(r"(?<!\d)(?:19[89]|20\d)\d")
_PLANNED_BEFORE = re.compile(r"到|(?<!截)至|力争|预计|争取|将|拟|计划|展望|迎接|明年")
_PLANNED = re.compile(
    r"将|力争|预计|[底末]?前[完实基建达]|建成|计划|目标|规划|远景|展望|争取|届时|拟"
)
_PAST_BEFORE = re.compile(r"(?:继|早在|自从?|截[至止]|始于|成立于)$")
_PAST = re.compile(
    r"以来|了|过|指出|强调|召开|成立|荣获|被评|视察|考察|调研|同比|发表|[开闭]幕|当选"
)


def earliest_day(folded: str, places: Sequence[int] = ()) -> int | None:
    """The earliest day a text can be of, by its phrases and by past years it names.

    Only lines of prose count, and the lines that the offsets `places` (ascending) lie in. A
    year counts if its clause tells of something done (继2016年, 2018年以来, 2019年9月20日…召开了)
    and neither plans nor foretells it (到2035年, 力争2025年): the text is of that year or later.

    >>> line = "中央政协工作会议召开后,全区上下认真学习贯彻会议精神,推动协商民主走深走实。"
    >>> earliest_day(line), earliest_day("中央政协工作会议")
    (20190920, None)
    """
    prose = "\n".join(_prose(folded, places))
    days = [_day(iso) for phrase, iso in _table().signs.items() if phrase in prose]
    for sign in re.finditer("年", prose):
        match = _YEAR.match(prose, max(0, sign.start() - 4), sign.start())
        if match is None or match.end() < sign.start():
            continue
        before = prose[max(0, match.start() - 8) : match.start()]
        before = re.split("[。;,、\n]", before)[-1]
        after = re.split("[。;\n]", prose[sign.end() : sign.end() + CLAUSE])[0]
        if _PLANNED_BEFORE.search(before) or _PLANNED.search(after):
            continue
        if _PAST_BEFORE.search(before) or _PAST.search(after):
            days.append(int(match[0]) * 10000 + 101)
    return max(days, default=None)


def _prose(folded: str, places: Sequence[int]) -> Iterator[str]:
    start = 0
    for line in folded.split("\n"):
        if len(line) >= PROSE and "。" in line:
            yield line
        elif places:
            place = bisect_left(places, start)
            if place < len(places) and places[place] <= start + len(line):
                yield line
        start += len(line) + 1
