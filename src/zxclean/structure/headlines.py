"""The headline of a text, its subtitle, and second copies of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.structure.copies import COPY_SIZE, QUOTES, TITLE_SIZE, squeeze
from zxclean.structure.credits import is_document_number
from zxclean.structure.layout import LONG
from zxclean.structure.lines import COMMA, ONE_HAN, PAUSE, STOP, Lines
from zxclean.structure.page_title import share_words
from zxclean.structure.said_titles import find_said_title
from zxclean.structure.set_off import is_set_off_title
from zxclean.structure.title_lines import (
    DASHES,
    EXCLAIMED_SIZE,
    OFFER,
    REACH,
    SUBTITLE,
    has_shape,
    is_headline,
)
from zxclean.view import TextView

BODY_BELOW = 100
"""A paragraph so long (code points) is body text though no other follows within three lines."""

ABOVE_BODY = 8
"""How many lines above the first paragraphs a headline below menus is looked for."""

_DAY_FIRST = re.compile(r"\d{1,2}月\d{1,2}日")

SITE = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:网|网站|百科|文库|论坛|资讯|平台|之家|在线|文学网|小说网|大全|频道)"
)
"""The name of a site, on a line of its own."""

SITE_ADDRESS = r"[\u4e00-\u9fffA-Za-z\d]{2,16}\s+(?:https?://|www\.)[!-~]{4,80}"
"""The name of a site with its address, as a pattern."""

_COLUMN = re.compile(
    r"新闻(?:公报|稿|发布|通稿|快讯|资讯|动态)|(?:最新|活动|重要)(?:消息|公告|新闻)|公告栏?|图片新闻"
)
"""The name of a column that any site may have."""


class Headline(NamedTuple):
    """Index of the title line, and of the subtitle line or -1."""

    title: int
    subtitle: int


def find_headline(lines: Lines) -> Headline | None:
    """The title line, if the text by itself clearly has one.

    The line over a subtitle with a leading dash, or the first line, is taken if
    it reads like a headline and body text longer than it follows. A text of one line, verse,
    lists and code have none.
    """
    if len(lines) < 2:
        return None
    for i, start in enumerate(lines.first[1:6].tolist(), 1):
        if lines.view.text[start] in DASHES and _is_subtitle(lines, i):
            return _with_subtitle(lines, i - 1) if is_headline(lines, i - 1) else None
    if is_document_number(lines.folded(0)):
        # The name of the document stands below its number.
        title = 1 if is_headline(lines, 1) else _find_above_body(lines)
    else:
        is_first = is_headline(lines, 0) or is_set_off_title(lines)
        title = 0 if is_first else _find_above_body(lines)
        title = title if title >= 0 else find_said_title(lines)
        if title == 0 and (
            _is_said_below(lines) or _is_below_site(lines) or _is_set_off_below(lines)
        ):
            title = 1
    return _with_subtitle(lines, title) if title >= 0 else None


def _is_below_site(lines: Lines) -> bool:
    """Whether the first line is the name of a site or a column, with a longer headline below it, and
    the text does not speak of it."""
    name = lines.folded(0)
    if not (SITE.fullmatch(name) or _COLUMN.fullmatch(name)) or lines.size[1] < EXCLAIMED_SIZE:
        return False
    if name in lines.view.folded[lines.first.item(1) :]:
        return False
    return is_headline(lines, 1) and bool(lines.prose[2:4].any())


def _is_set_off_below(lines: Lines) -> bool:
    """Whether a longer line with blank ones around it says what the text says, and the first, a
    word or two, does not: what a site prints on top."""
    if len(lines) < 4 or lines.size[0] > OFFER or lines.size[1] <= lines.size[0]:
        return False
    if not (lines.gap[1] and lines.gap[2]) or not has_shape(lines, 1):
        return False
    end = min(len(lines), 2 + REACH)
    return not share_words(lines, 0, 2, end) and share_words(lines, 1, 2, end) > 0


def _is_said_below(lines: Lines) -> bool:
    """Whether the second line, and not the first, stands again behind the text: pages print their
    title below each picture, and the name of the site on top."""
    if lines.size[1] < COPY_SIZE or not is_headline(lines, 1):
        return False
    if len(lines) < 4:
        return False
    name, title = lines.folded(0), lines.folded(1)
    behind = lines.view.folded[lines.last.item(2) :]
    if title not in behind or name in behind:
        return False
    return any(lines.folded(i) == title for i in range(3, len(lines)))


def find_told_headline(lines: Lines) -> Headline | None:
    """The line that says the title an earlier step has found (`view.facts["title"]`)."""
    known = lines.view.facts.get("title")
    found = _find_known(lines, str(known)) if known and len(lines) > 1 else -1
    return _with_subtitle(lines, found) if found >= 0 else None


def _find_known(lines: Lines, title: str) -> int:
    """The line that is a title and nothing else, or -1; white space may have changed."""
    wanted, text = TextView(title).folded, lines.view.folded
    place = text.find(wanted)
    while place >= 0:
        i = int(lines.first.searchsorted(place, "right")) - 1
        if lines.first[i] == place and lines.last[i] == place + len(wanted):
            return i
        place = text.find(wanted, place + len(wanted))
    squeezed = squeeze(wanted)
    near = [i for i in range(min(len(lines), 12)) if lines.size[i] <= 4 * TITLE_SIZE]
    for i in near:
        if squeeze(lines.folded(i)) == squeezed:
            return i
    return next((i for i in near if _is_without_mark(wanted, lines.folded(i))), -1)


def _is_without_mark(title: str, line: str) -> bool:
    """Whether a line is a title without what stood in brackets or behind a dot at its end, or without
    a word before it."""
    if 2 * len(line) <= len(title):
        return False
    if title.startswith(line):
        return title[len(line) :].lstrip()[:1] in ("(", "[", ".")
    return title.endswith(line) and 3 * len(line) >= 2 * len(title)


def _find_above_body(lines: Lines) -> int:
    """The headline between the menus of a page and its first paragraphs, or -1.

    It is the last line above them that is long enough for a headline; dates, credits and
    names of columns between are shorter.
    """
    bodies: list[int] = (lines.prose & (lines.size >= LONG)).nonzero()[0].tolist()
    for body, after in zip(bodies, [*bodies[1:], len(lines) + 3], strict=False):
        if after - body > 3 and lines.size[body] < BODY_BELOW:
            continue
        if lines.prose[max(0, body - 2 * ABOVE_BODY) : body].any():
            return -1
        for i in range(body - 1, max(0, body - 1 - ABOVE_BODY), -1):
            if lines.size[i] >= EXCLAIMED_SIZE and has_shape(lines, i):
                if not _stands_out(lines, i) or _goes_on(lines, i) or _ends_list(lines, i, body):
                    return -1
                return 0 if _has_deck(lines, i, body) else i
        return -1
    return -1


TOLD = 0.25
"""Share of its pairs of characters that the text has too from which a first line is over a deck."""

DECK = 3
"""So many lines at most stand between the first line and the text, if that is the headline over a
deck and captions."""


def _has_deck(lines: Lines, index: int, body: int) -> bool:
    """Whether a line that could be the headline is what stands below it: the text has more of the
    words of the first line."""
    if not 0 < index < body <= DECK or lines.size[0] < EXCLAIMED_SIZE or not has_shape(lines, 0):
        return False
    end = min(len(lines), body + REACH)
    shared = share_words(lines, 0, body, end)
    return shared >= TOLD and shared > share_words(lines, index, body, end)


LISTED = 3
"""So many lines above one that look like headlines, with nothing else between, are a list."""


def _ends_list(lines: Lines, index: int, body: int) -> bool:
    """Whether a line is the last of a list of headlines that the body says nothing of."""
    above = range(index - LISTED, index)
    if index < LISTED or share_words(lines, index, body, min(len(lines), body + REACH)) > 0:
        return False
    return all(lines.size.item(k) >= EXCLAIMED_SIZE and has_shape(lines, k) for k in above)


def _goes_on(lines: Lines, index: int) -> bool:
    """Whether a line goes on with the sentence of the line above."""
    return index > 0 and lines.ending.item(index - 1) in (COMMA, PAUSE)


def _stands_out(lines: Lines, index: int) -> bool:
    """Whether a line that is not the first may be the headline: not one of a list of them."""
    line = lines.folded(index)
    if index and _DAY_FIRST.match(line) and _DAY_FIRST.match(lines.folded(index - 1)):
        return False  # entries or captions, each with its day
    if line[0] in QUOTES or 2 * len(ONE_HAN.findall(line)) < len(line):
        return False
    if line[0] != "\u3010":
        return True
    folded = lines.view.folded
    siblings = [folded[start] for start in lines.first[index : index + ABOVE_BODY].tolist()]
    return siblings.count("\u3010") < 2


def _with_subtitle(lines: Lines, title: int) -> Headline:
    below = title + 1
    return Headline(title, below if below < len(lines) and _is_subtitle(lines, below) else -1)


def _is_subtitle(lines: Lines, index: int) -> bool:
    if lines.size[index] > 80 or lines.ending[index] == STOP:
        return False
    if lines.view.folded[lines.first.item(index)] not in DASHES:
        return False
    return SUBTITLE.fullmatch(lines.folded(index)) is not None
