"""The headline of a text, its subtitle, and second copies of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.structure.copies import COPY_SIZE, QUOTES, TITLE_SIZE, squeeze
from zxclean.structure.credits import (
    are_people,
    is_byline,
    is_caption,
    is_document_number,
    is_officer,
    is_school_of,
    is_signed_unit,
)
from zxclean.structure.layout import LONG
from zxclean.structure.lines import COMMA, ONE_HAN, OPEN, PAUSE, STOP, Lines
from zxclean.structure.page_title import share_words
from zxclean.structure.said_titles import find_said_title, is_part_of_text, is_said_twice
from zxclean.structure.set_off import SHARE, is_column, is_set_off_title
from zxclean.view import TextView

BODY_BELOW = 100
"""A paragraph so long (code points) is body text though no other follows within three lines."""

ABOVE_BODY = 8
"""How many lines above the first paragraphs a headline below menus is looked for."""

EXCLAIMED_SIZE = 12
"""Least size (code points) of a headline with an end mark, or below menus: three of the former in
the 60 pages have 17 to 23. The first cry of a story may be shorter, and so are menus."""

CRIED = 0.15
"""Least share of its pairs of characters that the text has of a headline with an exclamation mark."""

OFFER = 6
"""Longest word (code points) of a site above a headline of its own."""

CLAUSES_SIZE = 30
"""Longest first line of two clauses (code points) that is a headline without a blank line below."""

REPEATED, COPY_NEAR = 5, 3
"""Fewest code points of a line that is a headline for standing again among so many below the next."""

SAID_AGAIN = 0.4
"""Share of its pairs of characters that the text has too from which a longer one is."""

_REACH = 8
"""How many lines below a headline its first paragraph is looked for: minutes and notices put up
to four lines of particulars between."""

ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[.、)](?!\d)|[①-⑳]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.(?!\d)"
)
"""The number of an item of a list."""

NUMBERED = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[章节编篇部幕回集讲条款](?!大)|" + ITEM.pattern
)
_CHAPTER = re.compile(r"第[一二三四五六七八九十百千零〇两\d]{1,7}[章回集篇]\s?[: ]\s?\S{3,}")
_FIRST_ITEM = re.compile(r"一、|\(一\)|第一[章条节]|1[.、]\s?(?=[^\d\s])")
_ADDRESSEE = re.compile(
    r"[\u3400-\u9fff、,()]{2,28}(?:们|者|位|委|局|办|府|门|构|站|校|院|会|社|业|长|志|宾|工|学|师|民|司|属|部|区|县|市):"
)
"""Whom a notice, letter or speech is addressed to, on the line below its headline."""

_DECK = re.compile(
    r"[\[\u3010(]?(?:导语|导读|核心提示|内容提要|编者按|编者的话)[\]\u3011)]?\s?:?\s?\S"
)
"""The label of what stands between a headline and the first paragraph."""

_FROM = re.compile(
    r"[(\[\u3010]?(?:本文|文章|图片|题图|配图|封面图?|内容|资料)(?:摘自|选自|转自|转载自|来自|来源|出自|出处)\s?[:\u300a]"
)
"""Where what stands below a headline is from."""

_BAR = re.compile(r"[^|\s]{2,8}\s?\|\s?(?=[^|]{6,}$)")
"""A column before a headline, with a bar behind it."""

_DAY_FIRST = re.compile(r"\d{1,2}月\d{1,2}日")

_HAN = re.compile("[\u3400-\u9fff].*[\u3400-\u9fff]")
DATE = re.compile(
    r".*\d{4}-\d\d-\d\d|.*\d:\d\d$|.{0,10}(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d).{0,10}$|"
    r"\d{4}年\d{1,2}月\d{1,2}日起(?:施行|实施|生效|执行)(?:$|,)|"
    r"(?:\d{4}[年/.-])?\d{1,2}[月/.-]\d{1,2}日?\s?(?:$|[\s(]|\d{1,2}:|星期|周|[阴晴雨雪多])|\d{1,2}:\d\d"
    r"|[\d\s年月日一二三四五六七八九十〇零./:()-]+$"
)
# Field labels that open a text of fields, dialogues and couplets; a headline with a colon names
# its speaker in front of it.
_FIELD = re.compile(
    r"(?:来源|时间|日期|作者|编辑|责编|地点|地址|主持人|记录|联系人|电话|姓名|申请人|上联|问|答|记者|标签"
    r"|[QA]\d{0,2}|病情描述|朝代|年代|体裁|佳句|名句|译文|注释|赏析|原文|翻译|发布时间|第?[A-Z]{0,2}\d{1,3}版|附件|注|摘要|关键词|原创)\s*:|[\[\u3010](?:摘要|关键词|内容提要|提要)[\]\u3011]|(?:视频|图集|组图|图片)[-:]"
)
SITE = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:网|网站|百科|文库|论坛|资讯|平台|之家|在线|文学网|小说网|大全|频道)"
)
"""The name of a site, on a line of its own."""

_SECTION = re.compile(r"(?:作品|内容|剧情|作者)(?:简介|介绍|提要|概要)")
"""What heads a part of a page on a work, and not the whole."""

_NO_HEADLINE = re.compile(
    r"[{}=\\$\t|<>#@\u2192\u2193]|官方[账帐]号$|点击上方|https?:|[\u2022\u25cf\u25c6\u25a0\u25b2\u25bc]"
)
_GREETING = re.compile(
    "^(?:尊敬|敬爱|亲爱)的|(?:大家|各位\\S{0,8}|们|同志|朋友|来宾|老师|同学|领导)(?:早上|上午|中午|下午|晚上|新年|节日)?好[!\u3002]?$"
)
"""What opens a speech or a letter."""

_WORDS = re.compile(r"(?:[\u3400-\u9fff]{1,5}:? ){3}")
_PART = re.compile(r"(?P<name>.{6,40}?)(?:篇|第|之)?[一二三四五六七八九十\d]{1,2}(?:篇)?")
"""The name of a collection with the number of the part: `开学典礼致辞 篇1`."""

SECTIONS = 12
"""Among so many lines below the heading of a section another one is looked for."""

_SUBTITLE = re.compile(r"(?:(?:[\u2014\u2015\u2500]{1,2}|--)\s?){1,2}[^\s\u2014\u2015\u2500-].{2,}")
_DASHES = "\u2014\u2015\u2500-"


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
        if lines.view.text[start] in _DASHES and _is_subtitle(lines, i):
            return _with_subtitle(lines, i - 1) if _is_headline(lines, i - 1) else None
    if is_document_number(lines.folded(0)):
        # The name of the document stands below its number.
        title = 1 if _is_headline(lines, 1) else _find_above_body(lines)
    else:
        is_first = _is_headline(lines, 0) or is_set_off_title(lines)
        title = 0 if is_first else _find_above_body(lines)
        title = title if title >= 0 else find_said_title(lines)
        if title == 0 and (
            _is_said_below(lines) or _is_below_site(lines) or _is_set_off_below(lines)
        ):
            title = 1
    return _with_subtitle(lines, title) if title >= 0 else None


def _is_below_site(lines: Lines) -> bool:
    """Whether the first line is the name of a site, with a longer headline below it, and the text
    does not speak of it."""
    name = lines.folded(0)
    if not SITE.fullmatch(name) or lines.size[1] < EXCLAIMED_SIZE:
        return False
    if name in lines.view.folded[lines.first.item(1) :]:
        return False
    return _is_headline(lines, 1) and bool(lines.prose[2:4].any())


def _is_set_off_below(lines: Lines) -> bool:
    """Whether a longer line with blank ones around it says what the text says, and the first, a
    word or two, does not: what a site prints on top."""
    if len(lines) < 4 or lines.size[0] > OFFER or lines.size[1] <= lines.size[0]:
        return False
    if not (lines.gap[1] and lines.gap[2]) or not _has_shape(lines, 1):
        return False
    end = min(len(lines), 2 + _REACH)
    return not share_words(lines, 0, 2, end) and share_words(lines, 1, 2, end) > 0


def _is_said_below(lines: Lines) -> bool:
    """Whether the second line, and not the first, stands again behind the text: pages print their
    title below each picture, and the name of the site on top."""
    if lines.size[1] < COPY_SIZE or not _is_headline(lines, 1):
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
    for i in range(min(len(lines), 12)):
        if lines.size[i] <= 4 * TITLE_SIZE and squeeze(lines.folded(i)) == squeezed:
            return i
    return -1


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
            if lines.size[i] >= EXCLAIMED_SIZE and _has_shape(lines, i):
                if not _stands_out(lines, i) or _goes_on(lines, i):
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
    if not 0 < index < body <= DECK or lines.size[0] < EXCLAIMED_SIZE or not _has_shape(lines, 0):
        return False
    end = min(len(lines), body + _REACH)
    shared = share_words(lines, 0, body, end)
    return shared >= TOLD and shared > share_words(lines, index, body, end)


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
    if lines.view.folded[lines.first.item(index)] not in _DASHES:
        return False
    return _SUBTITLE.fullmatch(lines.folded(index)) is not None


def _has_shape(lines: Lines, index: int) -> bool:
    """Whether a line, for itself, may be a headline."""
    size, ending = lines.size.item(index), lines.ending.item(index)
    if not 2 <= size <= TITLE_SIZE or ending not in (OPEN, STOP):
        return False
    line = lines.folded(index)
    if "\u3002" in line or line[-1] == "." or not _HAN.search(line):
        return False
    if line[0] in "([\u3010" and lines.closed[index]:
        return False
    if line[0] == "\u3010" and index and lines.folded(index - 1)[0] == "\u3010":
        return False  # one of several fields with their labels in brackets
    return not (
        (NUMBERED.match(line) and not _is_chapter(lines, index, line))
        or _NO_HEADLINE.search(_BAR.sub("", line) if "|" in line and not index else line)
        or (line.count(" ") >= 3 and _WORDS.search(line))
        or _FIELD.match(line)
        or DATE.match(line)
        or line[0] in _DASHES
        or is_caption(line)
        or is_byline(line)
        or are_people(line)
        or is_officer(line)
        or is_column(line)
        or _GREETING.search(line)
        or _SECTION.fullmatch(line)
        or is_part_of_text(line)
    )


def _is_chapter(lines: Lines, index: int, line: str) -> bool:
    """Whether the first line is the number and the name of a chapter, and no other heading follows."""
    if index or _CHAPTER.match(line) is None:
        return False
    return not any(map(NUMBERED.match, map(lines.folded, range(1, len(lines)))))


def _is_headline(lines: Lines, index: int) -> bool:
    if not _has_shape(lines, index):
        return False
    line, size, ending = lines.folded(index), lines.size.item(index), lines.ending.item(index)
    below = slice(index + 1, index + 1 + _REACH)
    if _is_chapter(lines, index, line) and lines.prose[below].any():
        return True
    body = (lines.prose[below] & (lines.size[below] > size)).nonzero()[0]
    if not len(body) or (not index and _is_one_of_sections(lines)):
        return False
    nearest = body.item(0)
    if nearest and lines.gap[index + 1] == 0 and lines.size[index + 1] <= 30:
        # Short lines without a blank line between: verse, a list, an address.
        below_it = lines.folded(index + 1)
        if size >= COPY_SIZE and (_FIRST_ITEM.match(below_it) or _ADDRESSEE.fullmatch(below_it)):
            return "," not in line
        shorter, longer = sorted((squeeze(line), squeeze(below_it)), key=len)
        copied = len(shorter) >= COPY_SIZE and longer.startswith(shorter)
        part = _PART.fullmatch(squeeze(below_it))
        copied = copied or (part is not None and squeeze(line).startswith(part["name"]))
        copied = copied or is_said_twice(line, below_it) or _is_repeated(lines, index)
        return (
            copied
            or (nearest == 1 and _heads_section(lines, index + 1))
            or bool(
                _SUBTITLE.match(below_it)
                or DATE.match(below_it)
                or is_byline(below_it)
                or is_document_number(below_it)
                or _DECK.match(below_it)
                or _FROM.match(below_it)
                or (nearest == 1 and are_people(below_it))
                or (is_signed_unit(below_it) and not is_school_of(line, below_it))
            )
        )
    if ending == STOP:
        return _is_exclaimed_title(lines, index, line)
    if "," not in line or lines.gap[index + 1] > 0 or size < 20:
        return True
    if is_said_twice(line, lines.folded(index + 1)):
        return True
    # Two clauses over a paragraph, which a line that was broken has not below it.
    if nearest:
        return False
    if size < CLAUSES_SIZE and lines.size[index + 1] >= 2 * CLAUSES_SIZE:
        return True
    longer = lines.ending[index + 1] == STOP and 2 * lines.size[index + 1] >= 3 * size
    shared = share_words(lines, index, index + 1, min(len(lines), index + 1 + _REACH))
    return bool(longer and shared >= SAID_AGAIN)


def _is_repeated(lines: Lines, index: int) -> bool:
    """Whether a line stands again just below, with a picture's sign or a credit between."""
    if lines.size.item(index) < REPEATED:
        return False
    near = range(index + 2, min(len(lines), index + 2 + COPY_NEAR))
    return any(lines.folded(k) == lines.folded(index) for k in near)


def _is_one_of_sections(lines: Lines) -> bool:
    """Whether a later short line begins as the first does and is as long: days of a week, parts."""
    size = lines.size.item(0)
    if size > OFFER:
        return False
    text = lines.folded(0)
    last = min(len(lines) - 1, SECTIONS)
    return any(
        lines.size.item(k) == size
        and (other := lines.folded(k)) != text
        and other[0] == text[0]
        and lines.prose.item(k - 1)
        and lines.size.item(k + 1) > CLAUSES_SIZE
        for k in range(2, last)
    )


def _heads_section(lines: Lines, index: int) -> bool:
    """Whether a short line over a paragraph heads a section: so does another one further down."""
    if not _has_shape(lines, index):
        return False
    prose = lines.prose & (lines.size >= LONG)
    return any(
        prose[k - 1] and prose[k + 1] and lines.size[k] <= CLAUSES_SIZE and _has_shape(lines, k)
        for k in range(index + 2, min(len(lines) - 1, index + SECTIONS))
    )


def _is_exclaimed_title(lines: Lines, index: int, line: str) -> bool:
    """Whether a line that ends with ! or ? or an ellipsis is a headline, not dialogue or a cry."""
    below = lines.folded(index + 1)
    if is_caption(below) and index + 2 < len(lines):
        below = lines.folded(index + 2)
    if line.endswith("\u2026"):
        if below.startswith(line.rstrip("\u2026")) and len(below) > len(line):
            return True
        shared = share_words(lines, index, index + 1, min(len(lines), index + 1 + _REACH))
        return len(line) >= EXCLAIMED_SIZE and len(below) >= LONG and shared >= SHARE
    if line[-1] == "!" and share_words(lines, index, index + 1, len(lines)) < CRIED:
        return False  # what an account says of itself
    speaker, colon, _ = line.partition(":")
    if line[0] in QUOTES or (colon and f"\n{speaker}:" in lines.view.folded):
        return False
    return len(line) >= EXCLAIMED_SIZE and len(below) >= LONG
