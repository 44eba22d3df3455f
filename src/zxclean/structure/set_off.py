"""The title of a post: the first line, set off by a blank one, of whatever shape."""

from __future__ import annotations

import re

from zxclean.structure.credits import is_byline, is_caption, is_person
from zxclean.structure.lines import COMMA, ONE_HAN, STOP, Lines
from zxclean.structure.said_titles import is_part_of_text
from zxclean.structure.workplaces import is_officer

SIZE = 40
"""Longest such title (code points); of some 30 posts gathered from as many sites the longest has 27."""

REACH = 8
"""Among how many lines below it the body begins."""

BODY = 40
"""Fewest code points of a line, or of so many lines, that are a body."""

CRY = 12
"""An exclamation or question so short is a title though the body has none of its words."""

SHARE = 0.3
"""Share of its pairs of characters that the body has of a longer one: of the posts with such titles
the lowest has 0.33."""

TEXT = 1500
"""How much of the body (code points) they are looked for in."""

_QUOTES = '\u201c\u2018\u300c\u300e"'
_CLOSERS = '\u201d\u2019\u300d\u300f"'
PORTAL = "(?:全球|中文)资讯网$|入口网站?$|官方网站$|个人图书馆$"
"""What only the name of a site ends with."""

_NO_TITLE = re.compile(
    r"[{}\\$\t|<>]|https?:|www\.|^[\u2022\u25cf\u25c6\u25a0\u25b2\u25bc*=_-]|[:,;\u3001]$"
    r"|^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[、)]|第[一二三四五六七八九十百\d]{1,4}[条款])"
    r"|^第?\s?[A-Z]{0,2}\d{1,3}\s?版\s?[:/]|^[^:]{1,6}:\s?\S|^(?:亲爱|敬爱|尊敬)的|(?:们|你)好[!,]?$"
    rf"|{PORTAL}"
)
_DAY = re.compile(
    r"(?:\d{2,4}\s?[年/.-]\s?)?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?日?[\s,]*(?:\(?(?:星期|周)?[一二三四五六日天]?\)?)?[\s,]*[阴晴雨雪多云转]{0,6}[\s\d:]*"
)
_COLUMN = re.compile(
    r"[【\[][\u4e00-\u9fff]{2,6}[】\]]|[\u4e00-\u9fff]{2,4}(?:新闻|要闻|动态|资讯|快讯|公告|简讯)"
)
"""The name of a column: `【图片新闻】`, `传媒新闻`."""


def is_column(line: str) -> bool:
    """Whether a folded line is the name of a column of a site or newspaper.

    >>> is_column("【图片新闻】"), is_column("传媒新闻"), is_column("渡口通航")
    (True, True, False)
    """
    return _COLUMN.fullmatch(line) is not None


_WORD = re.compile(r"[\u3400-\u9fffA-Za-z]{2}")


def is_set_off_title(lines: Lines) -> bool:
    """Whether the first line is the title of a post: short, a blank line below it, then the body.

    It may end as a sentence does, hold one, or be in another script. One that ends so has to be
    short, or share words with the body: a story may begin with a cry.
    """
    if len(lines) < 2 or lines.gap.item(1) == 0 or not 2 <= lines.size.item(0) <= SIZE:
        return False
    line = lines.folded(0)
    if (
        lines.ending.item(0) == COMMA
        or line.endswith("\u3002")
        or line.count(",") > 1
        or _NO_TITLE.search(line)
        or not _WORD.search(line)
        or _DAY.fullmatch(line)
        or (line[0] in _QUOTES and line[-1] in _CLOSERS)
        or is_byline(line)
        or is_caption(line)
        or is_person(line)
        or is_officer(line)
        or is_column(line)
        or is_part_of_text(line)
    ):
        return False
    below = lines.size[1 : 1 + REACH]
    if not (below >= BODY).any() and below.sum() < 2 * BODY:
        return False
    if lines.size.item(1) <= lines.size.item(0) and lines.ending.item(0) == STOP:
        return False
    if not ONE_HAN.search(line):
        return lines.prose[1 : 1 + REACH].any().item() is True
    if lines.ending.item(0) != STOP and "\u3002" not in line:
        return True
    short = len(line) <= CRY and line[-1] != "\u2026" and "," not in line
    return _shares(lines, line) or (short and lines.size.item(1) >= 2 * CRY)


def _shares(lines: Lines, line: str) -> bool:
    """Whether the body has enough of the pairs of characters of a title."""
    pairs = {line[n : n + 2] for n in range(len(line) - 1) if _WORD.fullmatch(line, n, n + 2)}
    start = lines.first.item(1)
    body = lines.view.folded[start : start + TEXT]
    shared = sum(pair in body for pair in pairs)
    return shared > 0 and shared >= SHARE * len(pairs)
