"""First lines that are titles for what the text right below them says, whatever their shape.

Each kind has its own evidence below: the words of the line open the prose, a question is answered,
a name and verse follow, a chapter's number stands below the names of its site and book.
"""

from __future__ import annotations

import re

from zxclean.structure.credits import is_byline, is_person
from zxclean.structure.lines import COMMA, OPEN, STOP, Lines, han_pairs

TOP = 4
"""At most so many lines with names of site and book stand above the number of a chapter."""

NAME = 14
"""Longest name of a site or book (code points) above a chapter."""

ASKED = 30
"""Longest question (code points) that is a title, and the shortest paragraph that answers it."""

ANSWERED = 0.25
"""Share of its pairs of characters that the answer has of a question. Of 82 questions over paragraphs
amid some 500 texts 10 have more, all of interviews and lists of questions, where others follow."""

ADDRESSED = 0.4
"""The same where a question speaks to someone, as those of a story do."""

VARIED = 0.6
"""Share of the pairs of two neighbouring lines that makes them one title said twice. Of 5,012 short
neighbours on some 500 texts 95 have as much: titles, captions and menus said again."""

VERSES, VERSE = 4, 24
"""Fewest lines of verse below a title and a name, and the longest of them (code points)."""

HEADWORD = 12
"""Longest words (code points) behind a number that open the prose."""

_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[.、])\s?"
)
_CHAPTER = re.compile(r"第[一二三四五六七八九十百千零〇两\d]{1,7}[章回集]\s?[: ]\s?\S{2,}")
_OPENS = re.compile(r"\s?(?:\([^()\n]{1,60}\)\s?)?[,:是为乃即指又字名也系]")
_SPOKEN = re.compile("[你我您咱]")
_QUOTES = "\u201c\u2018\u300c\u300e\"'"
_PLAIN = re.compile(r"[\u3400-\u9fffA-Za-z][^\u3002:;{}<>|=]{0,30}")
_WRITER = re.compile(
    r"[\[(\u3014\u3010](?:先秦|[两东西]?汉|魏|[西东]?晋|南北朝|[隋唐宋元明清]|五代|[南北]宋|近?现代|当代|民国)[\])\u3015\u3011]\s?[\u4e00-\u9fff]{2,4}"
)

_PART = re.compile(
    r"(?:引言|前言|导言|导语|绪论|绪言|摘\s?要|内容[提摘]要|提要|概述|概要|研究背景|背景介绍)(?:\s?:.{0,40})?"
)
_OFFICE = re.compile(
    r"\S{0,6}(?:医师|教授|主任|院长|律师|研究员|讲师|老师|工程师|专家)\s+\S{2,20}(?:医院|大学|学院|研究[院所]|事务所|公司|中心|科)"
)


def is_part_of_text(line: str) -> bool:
    """Whether a folded line is what opens a part of a text, or who speaks: never its title.

    >>> is_part_of_text("引言:看懂天气"), is_part_of_text("前言不搭后语")
    (True, False)
    >>> is_part_of_text("主任医师 江城市儿童医院"), is_part_of_text("老师 你好")
    (True, False)
    """
    return _PART.fullmatch(line) is not None or _OFFICE.fullmatch(line) is not None


def find_said_title(lines: Lines) -> int:
    """The title that only the text below shows to be one, or -1."""
    if len(lines) < 2:
        return -1
    chapter = _find_chapter(lines)
    if chapter >= 0:
        return chapter
    told = _opens_below(lines) or _is_answered(lines) or _is_over_verse(lines)
    return 0 if told else -1


def is_said_twice(line: str, below: str) -> bool:
    """Whether two neighbouring folded lines are one title, said in two ways.

    >>> is_said_twice("告别冲动购物,从记好每一笔账开始(更新中)", "第一步:告别冲动购物,从记好账开始")
    True
    """
    first, second = han_pairs(line), han_pairs(below)
    fewer = min(len(first), len(second))
    return fewer >= TOP and len(first & second) >= VARIED * fewer


def _find_chapter(lines: Lines) -> int:
    """The only chapter's number near the top, with nothing but names above it."""
    for i in range(min(TOP + 1, len(lines) - 1)):
        line = lines.folded(i)
        if _CHAPTER.fullmatch(line) and lines.ending.item(i) in (OPEN, STOP):
            others = (lines.folded(k) for k in range(i + 1, len(lines)))
            alone = not any(other[0] == "第" and _CHAPTER.fullmatch(other) for other in others)
            return i if i and alone and lines.prose[i + 1 : i + 1 + TOP].any() else -1
        if lines.size.item(i) > NAME or lines.ending.item(i) != OPEN or line[0] in _QUOTES:
            return -1
    return -1


def _opens_below(lines: Lines) -> bool:
    """Whether the words behind a number open the paragraph below, and no other number follows."""
    line = lines.folded(0)
    number = _NUMBER.match(line)
    if number is None or not lines.prose.item(1):
        return False
    word, below = line[number.end() :], lines.folded(1)
    if not 2 <= len(word) <= HEADWORD or not below.startswith(word):
        return False
    if _OPENS.match(below, len(word)) is None:
        return False
    return not any(_NUMBER.match(lines.folded(k)) for k in range(1, len(lines)))


def _is_answered(lines: Lines) -> bool:
    """Whether the first line is a question or a cry that the paragraph below takes up, and no other."""
    line, size = lines.folded(0), lines.size.item(0)
    if line[-1] not in "?!" or not 4 <= size <= ASKED or lines.size.item(1) < ASKED:
        return False
    if not lines.prose.item(1) or line[0] in _QUOTES or not _PLAIN.fullmatch(line):
        return False
    for k in range(2, len(lines)):
        if lines.size.item(k) <= ASKED and lines.folded(k)[-1] == line[-1]:
            return False  # one of several questions
    pairs = han_pairs(line)
    shared = len(pairs & han_pairs("\n".join(map(lines.folded, range(1, min(3, len(lines)))))))
    least = ADDRESSED if _SPOKEN.search(line) else ANSWERED
    return shared > 0 and shared >= least * len(pairs)


def _is_over_verse(lines: Lines) -> bool:
    """Whether a person's name stands below the first line, and verse below that."""
    if len(lines) < VERSES + 2 or not 2 <= lines.size.item(0) <= NAME:
        return False
    line, name = lines.folded(0), lines.folded(1)
    if lines.ending.item(0) in (STOP, COMMA) or not _PLAIN.fullmatch(line) or is_person(line):
        return False
    if not (is_person(name) or is_byline(name) or _WRITER.fullmatch(name)):
        return False
    if is_person(lines.folded(2)):
        return False  # a list of those present
    below = lines.size[2:]
    if below[:VERSES].max() > VERSE or lines.prose.any():
        return False
    return any(han_pairs(line) & han_pairs(lines.folded(k)) for k in range(2, len(lines))) or bool(
        (below <= VERSE).all()
    )
