"""Documents that came as one line: paragraphs and numbered headings run together by spaces."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from zxclean.proposals import Edit
from zxclean.records import Block
from zxclean.structure.copies import squeeze
from zxclean.structure.lines import Lines
from zxclean.view import DIGIT, HAN, TextView

FLAT_SIZE = 300
"""A line longer than this (code points) may be a whole document. Paragraphs of the seeds have up
to 910, so length alone decides nothing."""

FEW_LINES = 6
"""A flattened document has few lines: seed 003 has 3 when this step sees
it, one of the 60 pages 6, the others 14 and more."""

SEAMS = 3
"""So many seams at least; seed 003 has 4. Fewer may be stray spaces."""

UNIT_SIZE = 40
"""Least mean size (code points) of the pieces. In seed 003 it is 600; where every full stop has
a space after it, it is that of a sentence, whose median in the prose of the 60 pages is 35."""

HEADING_SIZE = 60
"""Largest size (code points) of a numbered heading inside a line; that of seed 003 has 22."""

_GAP = re.compile(r" +")
STOPS = "\u3002!?\u2026"
_CLOSERS = "\u201d\u2019\u300d\u300f)"
_OPENERS = "\u201c\u2018\u300c\u300e\u300a([\u3010"
_NUMBER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十百\d]{1,4}[章节编条]"
    r"|[①-⑳]"
)
_FIGURE = re.compile(r"\d{1,2}[.、](?!\d)|第[一二三四五六七八九十],")
NO_BORDER = re.compile(r"[,\u3001(\[\u201c\u2018\u300a] | [)\]\u201d\u2019\u300b,.;:\u3001\u3002]")
"""White space behind a mark that a paragraph does not end with, or before one that begins none."""
_DATELINE = "\u7535\u8baf"
"""How a dateline ends: the space behind it parts no paragraphs."""
_SALUTATION = re.compile(
    r"(?:^|[ \n])(?:各位|尊敬的|亲爱的|同志们|同学们|女士们|先生们|朋友们|乡亲们)[^\u3002:!?]{0,30}[:!]$"
)
_TWICE = re.compile(r"(\S{6,60}) ++\1 ++(?=[\u3400-\u9fff])")


SECTIONS = 3
"""So many numbered sections in a row that begin right behind a full stop are paragraphs; two may be
counted up inside one."""

_SECTION = re.compile(
    r"(?<=[\u3002!?])(?:(?P<part>[一二三四五六七八九十]{1,3})、|第(?P<article>[一二三四五六七八九十百]{1,5})条)"
)
"""The number of a section, or of an article of a law, behind a full stop without any space."""

HABIT = 0.8
"""Share of full stops with white space behind them from which it is a habit of the page, or
every sentence had a line of its own."""

OTHERS = 3
"""So many spaces between Chinese characters to each seam at most: lines that were wrapped and then
put together have a seam where a line happened to end with a sentence."""

COMMAS = 0.2
"""The same of commas: what puts a space behind each mark puts one there too."""

NUMBER_SIZE = 8
"""Largest size (code points) of the number of a section: 第一百二十三条 has seven."""

NAME_SIZE = 4
"""Shorter pieces (code points) between spaces are parts of a name, no headings."""

_FIGURES = {figure: n for n, figure in enumerate("一二三四五六七八九", 1)}

_NAMED = re.compile(
    r"(?P<name>[^\s\u3002,;:!?\u2026]{6,60}(?:通知|通告|公告|公示|方案|办法|规定|条例|细则|意见|决定|制度|规则|报告|总结|计划|讲话|致辞|发言|倡议书|启事)) +"
    r"(?=[\u4e00-\u9fff\d])"
)
"""What a document is called that opens a flattened line: its name ends with its kind."""


class Split(NamedTuple):
    """Edits that break a line up, labels of headings and title in it, and how many seams."""

    edits: list[Edit]
    blocks: list[Block]


def split_flattened(lines: Lines, has_title: bool) -> Split:
    """Break a flattened document up at its seams, each a white space that becomes a line feed.

    A seam stands between the end of a sentence and a new unit, before a numbered heading, or
    after one; without white space before numbered sections that count on by one. Enumerations inside a sentence have no white space and stay. A line is left alone
    if it is one of many, has fewer than three seams, or if white space follows so many of its
    full stops that it is a habit of the page.
    """
    split = Split([], [])
    if not len(lines) or len(lines) > FEW_LINES or lines.size.max() <= FLAT_SIZE:
        return split
    long = (lines.size >= 2 * UNIT_SIZE).nonzero()[0]
    if lines.size[long].sum() < 0.6 * lines.size.sum():
        return split
    spans = [(int(lines.first[i]), int(lines.last[i])) for i in long.tolist()]
    if long[0] == 0 and not has_title:
        start, end = spans[0]
        spans[0] = (_split_title(lines, split, start, end), end)
    _split_units(lines.view, split, spans)
    message = "a numbered section began here, right behind the full stop of the one before"
    split.edits.extend(
        Edit(place, place, "\n", "blocks.split", "insert", message, 0.9)
        for start, end in spans
        for place in _find_sections(lines.view.folded, start, end)
    )
    split.edits.sort(key=lambda edit: edit.start)
    return split


def _split_title(lines: Lines, split: Split, start: int, end: int) -> int:
    """Give the title that opens a flattened line a line of its own; where the body begins."""
    folded = lines.view.folded
    known = lines.view.facts.get("title")
    twice = _TWICE.match(folded, start, end)
    if twice:
        title_end, body = twice.end(1), twice.end()
    elif known:
        wanted = TextView(str(known)).folded.strip()
        title_end = start + len(wanted)
        gap = _GAP.match(folded, title_end, end)
        if not gap or squeeze(folded[start:title_end]) != squeeze(wanted):
            return start
        body = gap.end()
    elif (named := _NAMED.match(folded, start, end)) is not None:
        title_end, body = named.end("name"), named.end()
    else:
        return start
    split.blocks.append(Block("title", start, title_end))
    message = "the title stood on one line with the text"
    split.edits.append(Edit(title_end, body, "\n", "blocks.split", "replace", message, 0.9))
    return body


def _split_units(view: TextView, split: Split, spans: list[tuple[int, int]]) -> None:
    """Break up the lines at `spans` if their seams, taken together, are those of paragraphs."""
    seams: list[tuple[int, int]] = []
    headings: list[tuple[int, int]] = []
    habits = others = 0
    for start, end in spans:
        ends, inside = _find_seams(view, start, end, seams, headings)
        habits += ends
        others += inside
    size = sum(end - start for start, end in spans)
    if (
        len(seams) < SEAMS
        or size < UNIT_SIZE * (habits + len(spans))
        or others > OTHERS * len(seams)
    ):
        return
    stops, commas, spaced = (
        sum(view.folded.count(mark, *span) for mark in marks for span in spans)
        for marks in (STOPS, ",", (", ",))
    )
    if habits > HABIT * stops or spaced > COMMAS * commas:
        return
    message = "a paragraph began here, behind a space on one line with the one before"
    for left, right in seams:
        split.edits.append(Edit(left, right, "\n", "blocks.split", "replace", message, 0.9))
    split.blocks.extend(Block("heading", left, right) for left, right in headings)


def _find_sections(folded: str, start: int, end: int) -> list[int]:
    """Where numbered sections begin right behind a full stop: a row that counts on by one.

    >>> _find_sections("\u3002第二条船停。第三条船修。第四条船卖。", 0, 19)
    [1, 7, 13]
    """
    found: list[int] = []
    for group in ("part", "article"):
        row: list[int] = []
        last = 0
        for match in _SECTION.finditer(folded, start, end):
            if match[group] is None:
                continue
            number = _number(match[group])
            if row and number != last + 1:
                found += row if len(row) >= SECTIONS else []
                row = []
            row.append(match.start())
            last = number
        found += row if len(row) >= SECTIONS else []
    return sorted(found)


def _number(figures: str) -> int:
    """The value of a Chinese number below a thousand.

    >>> _number("十"), _number("二十三"), _number("一百零五"), _number("一百一十")
    (10, 23, 105, 110)
    """
    total = digit = 0
    for figure in figures:
        if figure in _FIGURES:
            digit = _FIGURES[figure]
        elif figure in "十百":
            total += (digit or 1) * (10 if figure == "十" else 100)
            digit = 0
    return total + digit


def _find_seams(
    view: TextView,
    start: int,
    end: int,
    seams: list[tuple[int, int]],
    headings: list[tuple[int, int]],
) -> tuple[int, int]:
    """Add the seams and headings of one line; how many seams have but a sentence's end, and how
    many spaces between Chinese characters are none."""
    folded, classes = view.folded, view.classes
    after_stop = others = 0
    heading_from = start if _NUMBER.match(folded, start, end) else -1
    border = start
    gaps = [gap.span() for gap in _GAP.finditer(folded, start, end)]
    gaps = [
        gap
        for gap in gaps
        if folded[gap[0] - 1] not in _DATELINE
        and not NO_BORDER.search(folded, gap[0] - 1, gap[1] + 1)
    ]
    for (left, right), (after, _) in pairwise([*gaps, (end, end)]):
        ended = (
            ends_sentence(folded, left)
            or _SALUTATION.search(folded, max(start - 1, left - 40, 0), left) is not None
        )
        pause = folded[left - 1] in ";:"
        number = folded[heading_from:left] if left - heading_from <= NUMBER_SIZE else ""
        if heading_from >= 0 and (_NUMBER.fullmatch(number) or _FIGURE.fullmatch(number)):
            continue  # "第一条 ...": white space behind a number is none before a paragraph
        if heading_from >= 0 and after - right == 1:
            continue  # "第一章 总 则"
        numbered = _NUMBER.match(folded, right, end) is not None or (
            (ended or pause) and _FIGURE.match(folded, right, end) is not None
        )
        opens = classes[right] & (HAN | DIGIT) or folded[right] in _OPENERS
        if heading_from >= 0 and _is_heading(folded, heading_from, left):
            headings.append((heading_from, left))
        elif numbered and (ended or pause or classes[left - 1] & HAN):
            pass
        elif ended and opens:
            after_stop += 1
        elif classes[left - 1] & classes[right] & HAN:
            # A heading without a number stands between two borders, over prose.
            over = after - right >= UNIT_SIZE and ends_sentence(folded, after)
            # "(记者 李小满 林大江)" is no heading.
            heads = NAME_SIZE <= left - border <= HEADING_SIZE and "(" not in folded[border:left]
            if not (over and heads and _is_heading(folded, border, left)):
                others += 1
                continue
        else:
            continue
        seams.append((left, right))
        border = right
        heading_from = right if numbered else -1
    return after_stop, others


def ends_sentence(folded: str, place: int, marks: str = STOPS) -> bool:
    """Whether a sentence ends before this place, closing quotation marks and brackets aside."""
    while place > 0 and folded[place - 1] in _CLOSERS:
        place -= 1
    return place > 0 and folded[place - 1] in marks


def _is_heading(folded: str, start: int, end: int) -> bool:
    return end - start <= HEADING_SIZE and not any(
        mark in folded[start:end] for mark in (*STOPS, ";")
    )
