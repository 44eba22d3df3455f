"""Dates whose parts stand on lines of their own: the day and its hour, or year, day and hour."""

from __future__ import annotations

import re

from zxclean.proposals import Facts
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Page

_CLOCK = re.compile(r":[0-5]\d[ \t]*\n")

_STACKED = re.compile(
    r"^[ \t]*(?P<year>(?:19|20)\d\d)[ \t]*\n\s*(?P<month>\d\d)[/-](?P<day>\d\d)[ \t]*\n"
    r"\s*(?P<clock>[0-2]\d:[0-5]\d)[ \t]*$",
    re.MULTILINE,
)

_DAY_AND_HOUR = re.compile(
    r"^[ \t]*(?:(?P<before>[0-2]?\d:[0-5]\d(?::[0-5]\d)?)[ \t]*\n(?:[ \t]*\n)?)?"
    r"[ \t]*(?P<day>(?:19|20)\d\d(?:[/.-]\d{1,2}[/.-]\d{1,2}|年\d{1,2}月\d{1,2}日))[ \t]*$"
    r"(?:\n(?:[ \t]*\n)?[ \t]*(?P<behind>[0-2]?\d:[0-5]\d(?::[0-5]\d)?)[ \t]*$)?",
    re.MULTILINE,
)
"""A day alone on its line, with its hour on the one before or behind."""


def find_stacked_dates(page: Page) -> dict[int, Facts]:
    """A date whose year, day and hour stand on lines of their own: facts on the first.

    The others have none.
    """
    found: dict[int, Facts] = {}
    end = page.line_ends[page.head] if page.head else 0
    # The pattern is tried at every line; the clock, which few pages have alone on one, is not.
    if _CLOCK.search(page.folded, 0, end) is None:
        return found
    for both in _DAY_AND_HOUR.finditer(page.folded, 0, end):
        hour = both["before"] or both["behind"]
        day = find_date(both["day"])
        if hour and day is not None and not (both["before"] and both["behind"]):
            k = page.line_of(both.start("before" if both["before"] else "day"))
            found[k] = (
                ("published_at", f"{day.iso}T{hour.zfill(5) if len(hour) < 6 else hour.zfill(8)}"),
            )
            found[k + 1] = ()
    match = _STACKED.search(page.folded, 0, end)
    if match:
        iso = f"{match['year']}-{match['month']}-{match['day']}T{match['clock']}"
        k = page.line_of(match.start("year"))
        found[k] = (("published_at", iso),)
        found[k + 1] = found[k + 2] = ()
    return found
