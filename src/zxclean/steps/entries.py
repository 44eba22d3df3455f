"""What encyclopaedias and forums print between the paragraphs: contents, floors."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.steps.candidates import Candidates
from zxclean.steps.furniture import Finding, Page, row

ITEMS = 2
"""Fewest entries of a list of contents: each heading stands again over its section."""

ENTRY = 60
"""Longest entry (code points) of a list of contents."""

MOST = 60
"""So many lines of a list are looked at."""

_OF_ENTRIES = ("词条", "秒懂百科", "播报", "维基百科", "[编辑")
"""Words that the page of an entry has."""

_CONTENTS = re.compile(r"(?:本文|文章|内容)?目\s{0,4}录(?:\[(?:隐藏|显示|收起|展开)\])?:?")
_NUMBER = re.compile(
    r"(?:[•·▪]\s*)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.、]?\s*|[一二三四五六七八九十]{1,3}、\s*|\([一二三四五六七八九十\d]{1,2}\)\s*|[•·▪]\s*)?"
)
_PARTED = re.compile(r"(?<!\S)\d{1,2}(?:\.\d{1,2}){0,2}\s+(?=\D)")
_MARK = re.compile(r"\s?\[?编辑\]?$")

LEADS, LEAD = 12, 20
"""Among so many lines from the top a lead is looked for, and its least size (code points)."""
_LEAD_FIRST, _LEAD_LAST = "[【导摘简", ".…"
"""What a lead begins with, or ends with where it has no label."""
_LEAD = re.compile(r"[\[【]?(?:导读|摘要|导语|简介)[\]】]?\s?[:\s]\s?")

_CAPTION = re.compile(r"图 ?\d{1,2}[ \t]*$", re.MULTILINE)
_NAMED = re.compile(r"(?P<title>[^\n。]{6,80}?)\s图\s?\d{1,2}")

_FLOOR = re.compile(r"沙发|板凳|地板|地下室|\d{1,4}\s?[楼#]")
FLOORS = ("沙发", "板凳")
"""Names of the first replies of a thread; alone on their lines both are there."""


def choose_contents(page: Page, _: Candidates) -> None:
    """Take out an encyclopaedia's list of contents, whose entries stand again over their sections.

    That of a law, a report or a blog belongs to it.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("收藏 词条统计\\n目录\\n1 由来\\n2 渡口\\n由来\\n桥修好了。\\n渡口\\n船走了。"))
    >>> choose_contents(page, None)
    >>> sorted(page.chosen)
    [1, 2, 3]
    """
    place = page.folded.find("录")
    while place >= 0:
        k = page.line_of(place)
        if k not in page.chosen and _CONTENTS.fullmatch(page.text(k)):
            if not any(word in page.folded for word in _OF_ENTRIES):
                return
            entries = _entries(page, k)
            if entries:
                for line in (k, *entries):
                    page.chosen[line] = Finding(row("contents"), "any")
            return
        place = page.folded.find("录", page.line_ends[k])


def _entries(page: Page, contents: int) -> list[int]:
    """The lines below the heading of a list of contents that are its entries; none if few."""
    heads = {
        _bare(page.text(k)): k
        for k in range(contents + 1, len(page))
        if page.end(k) - page.start(k) <= ENTRY
    }
    found: list[int] = []
    count = 0
    for k in islice(range(contents + 1, len(page)), MOST):
        names = [name.strip() for name in _PARTED.split(page.text(k)) if name.strip()]
        names = [_bare(name) for name in names] if len(names) > 1 else [_bare(page.text(k))]
        if not all(heads.get(name, -1) > k for name in names):
            break
        found.append(k)
        count += len(names)
    return found if count >= ITEMS else []


def _bare(text: str) -> str:
    """A heading without its number and the button behind it."""
    number = _NUMBER.match(text)
    return _MARK.sub("", text[number.end() if number else 0 :])


def choose_leads(page: Page, _: Candidates) -> None:
    """Take out a lead that is the beginning of the text below it, cut, or with a label.

    >>> from zxclean.view import TextView
    >>> text = "外公撑了五十年船,他的船不大,能坐十二个人,或者八个人。"
    >>> page = Page(TextView(f"导读 {text[:24]}...\\n{text}桥修好了。"))
    >>> choose_leads(page, None)
    >>> sorted(page.chosen)
    [0]
    """
    for k in range(min(len(page) - 1, LEADS)):
        text = page.text(k)
        if text[0] not in _LEAD_FIRST and text[-1] not in _LEAD_LAST:
            continue
        label = _LEAD.match(text)
        bare = text[label.end() if label else 0 :].rstrip(". …")
        if k in page.chosen or len(bare) < LEAD or not (label or text[-1] in _LEAD_LAST):
            continue
        below = next(page.staying(k + 1, 1), -1)
        if below >= 0 and page.text(below).startswith(bare) and len(page.text(below)) > len(bare):
            page.chosen[k] = Finding(row("cut_lead"), "any")
            return


def choose_captions(page: Page, _: Candidates) -> None:
    """Take out an earlier line printed again with the number of a picture.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道月底开放\\n步道建好了。\\n江边步道月底开放 图1"))
    >>> choose_captions(page, None)
    >>> sorted(page.chosen)
    [2]
    """
    for match in _CAPTION.finditer(page.folded):
        k = page.line_of(match.start())
        named = _NAMED.fullmatch(page.text(k))
        if k in page.chosen or named is None:
            continue
        if f"\n{named['title']}\n" in f"\n{page.folded[: page.start(k)]}\n":
            page.chosen[k] = Finding(row("caption_of_title"), "any")


def choose_floors(page: Page, _: Candidates) -> None:
    """Take out the names and numbers of the floors of a thread, each alone on its line.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("路修好了没有?\\n沙发\\n修好了。\\n板凳\\n看得我也想去了。"))
    >>> choose_floors(page, None)
    >>> sorted(page.chosen)
    [1, 3]
    """
    if any(f"\n{name}" not in page.folded for name in FLOORS):
        return
    floors = {k: text for k in range(len(page)) if _FLOOR.fullmatch(text := page.text(k))}
    if all(name in floors.values() for name in FLOORS):
        for k in floors:
            page.chosen.setdefault(k, Finding(row("floor"), "any"))
