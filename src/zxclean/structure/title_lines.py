"""Which lines read like a headline: their words, their marks, and what stands below them."""

from __future__ import annotations

import re

from zxclean.structure.copies import COPY_SIZE, QUOTES, TITLE_SIZE, squeeze
from zxclean.structure.credits import are_people, is_byline, is_caption, is_document_number
from zxclean.structure.layout import LONG
from zxclean.structure.lines import OPEN, STOP, Lines
from zxclean.structure.page_title import share_words
from zxclean.structure.said_titles import is_part_of_text, is_said_twice
from zxclean.structure.set_off import PORTAL, SHARE, is_column
from zxclean.structure.workplaces import is_officer, is_school_of, is_signed_unit

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

REACH = 8
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
    r"[\u3400-\u9fff、,()]{2,28}(?:们|者|位|委|局|办|府|门|构|站|校|院|会|社|业|长|志|宾|工|学|师|民|司|属|部|区|县|市|户|友|人|亲|家|队):"
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
PARTICULARS = (
    r"(?:主持|记录|出席|列席|缺席|甲方|乙方|丙方|议题|人物|办理结果|承办单位|经办)\s?:.*"
    r"|\d{1,5}\s?个回答\b.*"
)
"""A field of minutes, contracts and plays with its value; answers counted."""

_FIELDS = re.compile(
    rf"(?:[\u3400-\u9fff]{{2,6}}\s?:\s?[^\s:,\u3002]{{1,16}}(?:\s+|$)){{2,}}|{PARTICULARS}"
)
"""Labels with their values, two or more, or one of `PARTICULARS`."""

_SECTION = re.compile(r"(?:作品|内容|剧情|作者)(?:简介|介绍|提要|概要)")
"""What heads a part of a page on a work, and not the whole."""

_NO_HEADLINE = re.compile(
    r"[{}=\\$\t|<>#@\u2192\u2193]|官方[账帐]号$|点击上方|https?:|[\u2022\u25cf\u25c6\u25a0\u25b2\u25bc]"
    rf"|{PORTAL}"
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

SUBTITLE = re.compile(r"(?:(?:[\u2014\u2015\u2500]{1,2}|--)\s?){1,2}[^\s\u2014\u2015\u2500-].{2,}")
DASHES = "\u2014\u2015\u2500-"


def has_shape(lines: Lines, index: int) -> bool:
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
        or _FIELDS.fullmatch(line)
        or DATE.match(line)
        or line[0] in DASHES
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


_PARTICULAR = re.compile(r"[\u3400-\u9fff]{2,6}\s?(?:\((?:签字|盖章)\))?\s?:\s?\S")


def _is_over_fields(lines: Lines) -> bool:
    """Whether two of the next three lines are labels with their values, and the next is one: what
    stands over the particulars of minutes, contracts and plays is their title."""
    if lines.size.item(0) < 4 or lines.ending.item(0) != OPEN:
        return False
    line = lines.folded(0)
    if ":" in line or "," in line or line.endswith(("\u7f51", "\u62a5", "\u53f0")):
        return False
    below = [_PARTICULAR.match(lines.folded(k)) is not None for k in range(1, min(4, len(lines)))]
    return sum(below) >= 2 and below[0] and bool(lines.prose[1 : 1 + 2 * REACH].any())


def is_headline(lines: Lines, index: int) -> bool:
    """Whether a line reads like a headline, and what stands below it like its text."""
    if not has_shape(lines, index):
        return False
    line, size, ending = lines.folded(index), lines.size.item(index), lines.ending.item(index)
    below = slice(index + 1, index + 1 + REACH)
    if _is_chapter(lines, index, line) and lines.prose[below].any():
        return True
    if not index and _is_over_fields(lines):
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
            or (nearest <= 2 and not index and _is_over_paragraphs(lines))
            or bool(
                SUBTITLE.match(below_it)
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
    shared = share_words(lines, index, index + 1, min(len(lines), index + 1 + REACH))
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


_NAME_OR_CALL = re.compile("[\u3400-\u9fff]{2,3}|.{2,30}:")
"""Who wrote a text, by a name that may be any, or whom it speaks to."""


def _is_over_paragraphs(lines: Lines) -> bool:
    """Whether only the first two lines are short, a headline and who wrote it or whom it speaks to.

    Verse, lists and addresses go on as they begin.
    """
    rest = slice(2, 2 + REACH)
    if lines.ending.item(0) != OPEN or "," in lines.folded(0) or len(lines) < 5:
        return False
    below = _NAME_OR_CALL.fullmatch(lines.folded(1))
    return below is not None and 4 * int(lines.prose[rest].sum()) >= 3 * len(lines.prose[rest])


def _heads_section(lines: Lines, index: int) -> bool:
    """Whether a short line over a paragraph heads a section: so does another one further down."""
    if not has_shape(lines, index):
        return False
    prose = lines.prose & (lines.size >= LONG)
    return any(
        prose[k - 1] and prose[k + 1] and lines.size[k] <= CLAUSES_SIZE and has_shape(lines, k)
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
        shared = share_words(lines, index, index + 1, min(len(lines), index + 1 + REACH))
        return len(line) >= EXCLAIMED_SIZE and len(below) >= LONG and shared >= SHARE
    if line[-1] == "!" and share_words(lines, index, index + 1, len(lines)) < CRIED:
        return False  # what an account says of itself
    speaker, colon, _ = line.partition(":")
    if line[0] in QUOTES or (colon and f"\n{speaker}:" in lines.view.folded):
        return False
    return len(line) >= EXCLAIMED_SIZE and len(below) >= LONG
