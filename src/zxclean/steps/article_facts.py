"""Which of the facts on a page are those of its article: what stands nearest to the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zxclean.proposals import Facts
from zxclean.steps.head_credits import Head
from zxclean.steps.labels import PEOPLE
from zxclean.steps.outlets import is_account_of_body
from zxclean.steps.source_people import close_names
from zxclean.steps.writers import split_people
from zxclean.view import TextView

_UNKNOWN = frozenset(
    {
        "未知",
        "不详",
        "无",
        "匿名",
        "匿名用户",
        "匿名网友",
        "热心网友",
        "游客",
        "暂无",
        "不明",
        "admin",
        "Admin",
        "管理员",
        "系统",
        "系统管理员",
        "网站管理员",
        "创始人",
        "站长",
    }
)
_MASKED = re.compile("[*\uff0a]|\u00d7$")
"""Who wrote, with the name left out."""

STAND_INS = {
    "author": ("narrator", "contributor", "byline"),
    "source": ("issuer", "byline"),
    "published_at": ("written_on", "updated_at"),
}
"""What counts where a page names no author, no source or no day: who handed the text in or put it on
the page, who issued the document, the account it stands under, the day of its last change."""

BEFORE, BEHIND = 3, 60
"""Lines above the headline that may state facts of it, and how far a line of credits behind it is
nearer than any above (lines that are not blank)."""


def settle_facts(
    lines: Iterable[tuple[int, Facts, bool]],
    head: Head | None,
    tail: int,
    inline: Facts = (),
) -> dict[int, Facts]:
    """The facts of each line, of which each field is left to one line only.

    `lines` are number, facts and whether its date stands bare; `tail` is the first line behind
    the prose. Author and source that no line names are taken from the next best field: the
    author from `inline`, names inside the article, whose facts are those of line -1.
    """
    title = head.title if head is not None else -1
    named: list[tuple[tuple[int, int, int], int, Facts]] = []
    for order, (k, facts, bare) in enumerate(lines):
        if facts:
            named.append((_rank(k, title, tail, bare, order), k, split_people(facts)))
    if head is not None:
        for source in (head.credits, head.loose):
            for k, facts in source.items():
                above = k < title
                named.append(((int(above), abs(k - title), 0), k, split_people(facts)))
    named.sort(key=lambda each: each[0])
    settled: dict[int, list[tuple[str, str | int]]] = {k: [] for _, k, _ in named}
    winners: dict[str, int] = {}
    unnamed = False
    for _, k, facts in named:
        for field, given in facts:
            value = close_names(given) if field in PEOPLE and isinstance(given, str) else given
            if field == "editor" and (str(value) in _UNKNOWN or value == "佚名"):
                continue
            if field in ("author", "source") and str(value) in _UNKNOWN:
                unnamed = unnamed or field == "author"
                continue
            if field == "title" and head is not None:
                continue
            if field not in ("related", "title"):
                if field in winners and winners[field] != k:
                    continue
                if field in winners and any(name == field for name, _ in settled[k]):
                    continue
                winners[field] = k
            settled[k].append((field, value))
    settled[-1] = []
    for field, value in inline:
        if field not in winners:
            settled[-1].append((field, value))
            winners[field] = -1
    _fill(settled, winners, unnamed)
    return {k: tuple(facts) for k, facts in settled.items()}


def _rank(k: int, title: int, tail: int, bare: bool, order: int) -> tuple[int, int, int]:
    """Smaller is nearer to the headline: below it, just above it, behind the prose, elsewhere."""
    if title < 0:
        return (1, int(bare), order)
    if k >= title and k < tail:
        return (0, k - title, 0)
    if title - BEFORE <= k < title:
        return (1, title - k, 0)
    if k >= tail:
        return (2, int(bare), order)
    return (3, int(bare), order)


def _fill(
    settled: Mapping[int, list[tuple[str, str | int]]], winners: Mapping[str, int], unnamed: bool
) -> None:
    """Give author and source what stands in for them; not if the page says `作者:未知`."""
    used: set[str] = set()
    for field, others in STAND_INS.items():
        if field in winners or (field == "author" and unnamed):
            continue
        for other in others:
            if other in winners and other not in used:
                k = winners[other]
                value = str(next(value for name, value in settled[k] if name == other))
                if value in _UNKNOWN or (other == "byline" and _MASKED.search(value)):
                    continue
                if field == "source" and other == "byline" and " " in value:
                    continue  # people, who are no source
                of_body = other == "byline" and is_account_of_body(TextView(value).folded)
                if field == "author" and any(
                    name == "source" and named == value
                    for facts in settled.values()
                    for name, named in facts
                ):
                    continue  # an account that signs its own text
                if field == "author" and of_body and "source" not in winners:
                    continue
                settled[k].append((field, value))
                used.add(other)
                break
