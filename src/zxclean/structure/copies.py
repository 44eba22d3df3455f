"""Copies of the title that a page prints below it."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.proposals import Edit
from zxclean.structure.lines import Lines
from zxclean.view import HAN

TITLE_SIZE = 60
"""Largest size (code points) of a headline; the longest of the seeds and 60 pages has 43."""

COPY_SIZE = 6
"""Titles shorter than this (code points) may be a refrain."""

COPY_REACH = 4
"""How many other lines, credits above all, may stand between the title and its copy."""

_SITE_TAIL = re.compile(
    r"[|\u4e28]|(?:(?:[_|\u4e28]|-{1,2})[^_|\u4e28-]{2,20})*(?:[_|\u4e28]|-{1,2})[^_|\u4e28-]{0,16}"
    r"(?:网|网站|报|在线|频道|新闻|政府|论坛|博客|百科|客户端|社|台|资讯|传媒|\.(?:com|cn|net|org))"
)
QUOTES = '\u201c\u2018\u300c\u300e"'


_FILE_TAIL = re.compile(r"\.(?:docx?|pdf|pptx?|xlsx?|txt|wps|DOCX?|PDF|PPTX?)")
"""How the name of a file ends: the site prints it above the title of the document."""


class Copies(NamedTuple):
    """Edits that take off copies of the title, and what they leave.

    `title` is the line of the copy that stays, `settled` the lines before which an edit already
    replaces the white space.
    """

    title: int
    edits: list[Edit]
    removed: set[int]
    settled: set[int]


def squeeze(line: str) -> str:
    """A line without its white space.

    >>> squeeze("a b")
    'ab'
    """
    return "".join(line.split())


def find_copies(lines: Lines, title: int) -> Copies:
    """Second copies of the title, with the name of the site or without.

    A copy is one of the next lines, or opens the body on the same line and is parted from it
    by white space. Of a copy with the site's name and one without the latter stays. Titles
    of fewer than six characters may be a refrain and stay, and so does a body that goes on
    with a number or a Latin word, for there a space is no seam.
    """
    copies = Copies(title, [], set(), set())
    wanted = squeeze(lines.folded(title))
    if title + 1 < len(lines):
        below = squeeze(lines.folded(title + 1))
        if wanted.startswith(below) and _FILE_TAIL.fullmatch(wanted, len(below)):
            start = int(lines.starts[title] if title == 0 else lines.first[title])
            copies.edits.append(_removal(start, int(lines.first[title + 1])))
            copies.removed.add(title)
            copies.settled.update((title, title + 1) if title == 0 else (title + 1,))
            return copies._replace(title=title + 1)
    if len(wanted) < COPY_SIZE:
        return copies
    between = 0
    for i in range(title + 1, len(lines)):
        size = int(lines.size[i])
        if size > 2 * TITLE_SIZE:
            end = _end_of_copy(lines, i, wanted)
            if end:
                copies.edits.append(_removal(int(lines.first[i]), end))
            break
        line = squeeze(lines.folded(i))
        if line == wanted or (line.startswith(wanted) and _SITE_TAIL.fullmatch(line, len(wanted))):
            copies.edits.append(_removal(int(lines.last[i - 1]), int(lines.last[i])))
            copies.removed.add(i)
            copies.settled.add(i)
        elif (
            i == title + 1
            and len(line) >= COPY_SIZE
            and wanted.startswith(line)
            and _SITE_TAIL.fullmatch(wanted, len(line))
        ):
            start = int(lines.starts[title] if title == 0 else lines.first[title])
            copies.edits.append(_removal(start, int(lines.first[i])))
            copies.removed.add(title)
            copies.settled.update((title, i) if title == 0 else (i,))
            copies = copies._replace(title=i)
            wanted = line
        else:
            between += 1
            if lines.prose[i] or between == COPY_REACH:
                break
    return copies


def _end_of_copy(lines: Lines, index: int, wanted: str) -> int:
    """Where the body begins on a line that opens with the title and white space; else 0."""
    folded, place = lines.view.folded, int(lines.first[index])
    for char in wanted:
        while folded[place] == " ":
            place += 1
        if folded[place] != char:
            return 0
        place += 1
    start = place
    while folded[place] == " ":
        place += 1
    parted = place > start and bool(lines.view.classes[place] & HAN or folded[place] in QUOTES)
    return place if parted and lines.last[index] - place > 2 * TITLE_SIZE else 0


def _removal(start: int, end: int) -> Edit:
    return Edit(start, end, "", "blocks.doubled_title", "remove", "a second copy of the title")
