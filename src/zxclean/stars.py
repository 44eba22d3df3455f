"""Which runs of `*` in Chinese text hide something, and which are Markdown, notes, code or sums."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from zxclean.rules import class_pattern

LONGEST = 12
"""Longer runs are lines drawn with stars; the longest mask seen has six."""

CROWD = 400
"""So many runs, more than one for ten characters, are a pattern and no page with masks: seed 003
has 22 in 5,327."""


class Use(Enum):
    """What a run of stars is there for."""

    MASK = "mask"
    EMPHASIS = "emphasis"
    OTHER = "other"


class Stars(NamedTuple):
    """A run of stars `[start, end)` in code points, and its use."""

    start: int
    end: int
    use: Use


_RUN = re.compile(r"\*+")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_IS_HAN = re.compile(f"[{_HAN}]")
_CODE = frozenset("/\\.=<>{}$&^`|~#@+-_'0123456789" + "abcdefghijklmnopqrstuvwxyz")
_SPACE = frozenset(" \t")
_OPENING = _SPACE | frozenset("\u3002!?")
_RATED = re.compile(rf"\*+[{_HAN}]{{2,8}}:")
_OPEN_FOOTNOTE = re.compile(rf"(?m)^[ \t]{{0,8}}\*{{1,3}}[ \t]{{0,3}}[{_HAN}]")

# What a star key, a wildcard, a marked item or a private number reads like.
_NAMED_BEFORE = re.compile(
    r"(?:星号|符号|乘号|通配符|[按拨带标打加凡]|标[有注明]|注有|输入|字符|后缀|前缀|指针|"
    r"尾号|[卡账帐]号|手机号?|电话|身份证号?码?|车牌号?|号码|编号|密码|ip|QQ|qq|微信号?|评分|指数|"
    r"星级|难度)[为是:]?$"
)
_NAMED_BEHIND = re.compile(r"[键号]|代表|表示|的为|为必填|必填|标记|标注|标示|符号|字符|注:|通配")
# Swear words with a star keep their star: the author put it there.
_SWEAR = re.compile(r"[他你它尼]\*+[的妈娘]?|[傻牛装操草日肏妈]\*|\*+[你他][妈娘]|\*+蛋|[滚去]\*")
_SIDES = frozenset("长宽高深厚径边底周面")
_SUM = re.compile(r"[=÷≈]")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚"
)
_PERSON_BEFORE = frozenset("人告者员民生士犯名叫友户主")
# A content that begins so is cut from a masked place or number, not set in bold.
_UNIT = frozenset("市县区省镇乡村州个名万亿元年月日天次届同书人%")


def hides_surname(folded: str, start: int) -> bool:
    """Whether what stands before `start` is a surname: 张**, 被告人李×× name a private person.

    >>> hides_surname("被告人张**", 4), hides_surname("提高**", 2)
    (True, False)
    """
    if start < 1 or folded[start - 1] not in _SURNAMES:
        return False
    before = folded[start - 2 : start - 1]
    return not before or not _IS_HAN.match(before) or before in _PERSON_BEFORE


def read_stars(folded: str, claimed: frozenset[int] = frozenset()) -> list[Stars]:
    """All runs of stars with their use.

    `claimed` are starts of runs that stand where a hidden word must stand; two of them are
    never a pair.

    A mask touches a Han character, or a per cent sign behind it, on the left or the right. A run
    is none in code, sums, wildcards, numbers and file names, at the start of a line (bullets,
    required fields, footnotes) and, alone, at its end; nor beside a star key, in swear words,
    in private numbers and names; nor as a pair around emphasised words.

    >>> [run.use.value for run in read_stars("增长*%,**重点**,5*3")]
    ['mask', 'emphasis', 'emphasis', 'other']
    """
    runs = list(_runs(folded))
    if len(runs) > CROWD and len(runs) * 10 > len(folded):
        return [Stars(start, end, Use.OTHER) for start, end in runs]
    paired = _pairs(folded, runs, claimed)
    opened = folded[:1] in "* \t" or any(start in folded for start in ("\n*", "\n ", "\n\t"))
    footnotes = opened and bool(_OPEN_FOOTNOTE.search(folded))
    return [
        Stars(
            start,
            end,
            Use.EMPHASIS
            if start in paired
            else Use.MASK
            if _is_mask(folded, start, end, footnotes)
            else Use.OTHER,
        )
        for start, end in runs
    ]


def _runs(folded: str) -> Iterator[tuple[int, int]]:
    start = folded.find("*")
    while start >= 0:
        match = _RUN.match(folded, start)
        end = match.end() if match else start + 1
        yield start, end
        start = folded.find("*", end)


def _is_mask(folded: str, start: int, end: int, footnotes: bool) -> bool:
    before, behind = folded[start - 1 : start], folded[end : end + 1]
    han_before = bool(before and _IS_HAN.match(before))
    han_behind = bool(behind and _IS_HAN.match(behind))
    if end - start > LONGEST or not (han_before or han_behind or behind == "%"):
        return False
    if before.lower() in _CODE or behind.lower() in _CODE:
        return False
    left = folded[max(0, start - 12) : start]
    right = folded[end : end + 12]
    alone = end - start == 1
    if not left.rpartition("\n")[2].strip() and (start < 12 or "\n" in left):
        return not alone and bool(class_pattern("masks", "place").match(folded, end))
    if alone and before in _OPENING and behind != "%":
        return False
    if not right.partition("\n")[0].strip() and alone:
        return False
    if alone and footnotes and not han_behind and behind != "%":
        return False
    if alone and ((before in _SIDES and behind in _SIDES) or _SUM.search(left + right)):
        return False
    if (not han_before or end - start > 3) and _RATED.match(folded, start):
        return False
    if _is_screen_name(folded, start, end):
        return False
    if _SWEAR.search(folded, max(0, start - 1), end + 2) or hides_surname(folded, start):
        return False
    return not (_NAMED_BEFORE.search(left) or _NAMED_BEHIND.match(right))


def _is_screen_name(folded: str, start: int, end: int) -> bool:
    """Whether the run is in the name of a user: all of a line to its end, or quoted behind 网友."""
    first = folded.rfind("\n", 0, start) + 1
    if end - start > 1 and _ENDED.match(folded, end) and _USER.fullmatch(folded, first, start):
        return True
    return bool(_USER_BEFORE.search(folded, max(0, start - 12), start))


_USER = re.compile(rf"[ \t]*[\w{_HAN}]{{1,10}}")
_USER_BEFORE = re.compile(r"(?:网友|用户|昵称|网名|买家|店主|博主|群友|粉丝)[“\"「@:]{0,2}\w{1,6}$")
_ENDED = re.compile(r"[ \t]*(?:\n|$)")


def _pairs(folded: str, runs: list[tuple[int, int]], claimed: frozenset[int]) -> set[int]:
    """Starts of the runs that open or close emphasis in Markdown."""
    paired: set[int] = set()
    for (start, end), (next_start, next_end) in _neighbours(folded, runs):
        if start in paired or (start in claimed and next_start in claimed):
            continue
        # Two stars around words are Markdown's most common sign, one or three are not: a run
        # before a word like 总书记 is emphasis only if it closes right behind the word.
        doubtful = end - start != 2 and (start in claimed or next_start in claimed)
        if doubtful and not _WORD.fullmatch(folded, end, next_start):
            continue
        if _emphasises(folded, start, end, next_start, next_end):
            paired |= {start, next_start}
    return paired


def _neighbours(
    folded: str, runs: list[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Runs of one to three stars and the next run, where it is as long and in the same line."""
    for run, following in itertools.pairwise(runs):
        length = run[1] - run[0]
        if (
            length <= 3
            and following[1] - following[0] == length
            and following[0] - run[1] <= 80
            and "\n" not in folded[run[1] : following[0]]
        ):
            yield run, following


_WORD = re.compile("总书记|新时代中国特色社会主义思想")
_MARK = re.compile(r"[^\w%]")


def _emphasises(folded: str, start: int, end: int, next_start: int, next_end: int) -> bool:
    content = folded[end:next_start]
    if content[0] in _SPACE or content[-1] in _SPACE or "\u3002" in content[:-1]:
        return False
    before, behind = folded[start - 1 : start], folded[next_end : next_end + 1]
    open_side = not before or bool(_MARK.match(before))
    close_side = not behind or bool(_MARK.match(behind))
    if content[0] in _UNIT and (behind in _UNIT or behind == ""):
        return False
    if end - start == 1:
        if (open_side and close_side) or _WORD.fullmatch(content):
            return True
        return len(content) <= 8 and content[0] not in _UNIT and not _NOT_HAN.search(content)
    if _MARK.match(content[0]) and not open_side:
        return False
    return not (_MARK.match(content[-1]) and not close_side) and content not in _UNIT


_NOT_HAN = re.compile(f"[^{_HAN}]")
