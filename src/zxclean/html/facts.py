"""Where the lines beside the article stand, and what elements named for facts say there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zxclean.html import hints
from zxclean.html.body import Body
from zxclean.html.head import is_name, is_outlet, iso_date, plain_name
from zxclean.html.lines import Page, is_linked
from zxclean.html.steps import Fact
from zxclean.view import TextView

ABOVE, BEHIND = 30, 12
"""How many lines above the title and behind the article its credits may stand."""

BEHIND_TIME = 3
"""How many lines behind the article an element named for its date still speaks of it."""

_FACT = re.compile(
    r"(?:来源|作者|编辑|责编|记者|时间|日期|发布|出处|撰稿|供稿|摄影|图|文|校对|审核|[字文]号|索\s?引\s?号|机[构关]|上传\S?"
    r"|浏览次数|阅读量?|点击数?|原标题)[^,。]{0,3}[:/|]"
    r"|(?<!\d)(?:\d{2}|\d{4})\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
)
"""A line of facts, in the folded text: a label, or a date."""

_NAMED = "an element named for it"
_OTHERS = hints.COMMENTS | hints.RELATED | hints.FOOTER


def beside(page: Page, body: Body, title: int | None) -> Iterator[int]:
    """The lines between title and article, and those close above and behind that are no links and
    in no part named for other things: there stand the credits."""
    last = body.last
    # A title may look like prose, and be the first line of it.
    first = next((k for k in (body.first, *body.prose) if title is None or k > title), last)
    top = first if title is None else min(title, first)
    high = min(len(page.lines), last + 1 + BEHIND)
    for k in (*range(max(0, top - ABOVE), first), *range(last + 1, high)):
        line = page.lines[k]
        linked, between = is_linked(line), top < k < first
        other = body.hinted[k] & (hints.NAVIGATION if between else _OTHERS)
        if k != title and line.text and not (other and linked if between else other or linked):
            yield k


def _named_fact(kind: int, text: str) -> tuple[str, str] | None:
    """The fact that the text of an element of this kind is."""
    name = plain_name(text)
    if kind == hints.TIME:
        date = iso_date(text)
        return ("published_at", date) if date else None
    if _FACT.search(TextView(name).folded):
        return None
    if is_outlet(name) or (kind == hints.SOURCE and is_name(name)):
        return "source", name
    return ("author", name) if kind == hints.AUTHOR and is_name(name) else None


def named_facts(page: Page, body: Body, title: int | None) -> Iterator[Fact]:
    """Facts in elements named for them, between the title and the article; dates behind it too.

    What sites name author behind an article is mostly its editor.
    """
    low = body.first - ABOVE if title is None else min(title, body.first - 3)
    for kind, k, text in page.fields:
        behind = kind == hints.TIME and body.last < k <= body.last + BEHIND_TIME
        beside = low <= k <= body.first or behind
        if not beside or k == title or body.hinted[k] & _OTHERS:
            continue
        fact = _named_fact(kind, text)
        if fact is not None:
            yield *fact, _NAMED
