"""Reporters of a dateline or a line of their own: outlet, role, names, place and deed in any order.

Agencies and newspapers, those of Taiwan above all, sign so: `记者李一/台南报导`,
`(某社记者李一、王二台北6日电)`, `某网 李一/综合报导`, `本报记者 李一 通讯员 王二`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zxclean.steps.outlets import PROVINCES, is_outlet, is_press
from zxclean.structure.credits import has_form_of_name, is_person
from zxclean.structure.press import CORRESPONDENTS, RANKS, REPORTED, REPORTER

LONGEST = 120
"""Longest signature in code points, with the spaces of what else stands on its line."""

PEOPLE = 8
"""More names than these are a list of those present."""

_ROLE = re.compile(rf"{RANKS}(?:{REPORTER}|{CORRESPONDENTS}|编译|撰稿人|主笔|采访人员)")
_OTHER_ROLE = re.compile(r"实习生|(?:[\u4e00-\u9fff]{2})?编辑|摄影记者|责编|摄影?|图片?|美编|校对")
"""Those who did not write, or whose deed is another."""

_OTHERS = re.compile(r"(?:(?:摄影|视频|图片)记者|(?:摄影|摄像|视频|图片|制图|海报|剪辑):)")
"""Likewise, with the name right behind."""

_PICTURES = ("图", "摄", "图片", "摄影")
"""What those did, behind a stroke, who took pictures."""

_DEED = (
    r"(?:现场|[即及]时|综合|专访|采访|连线|外电|独家|特别|专题|深度|整理|摄影|图文|新闻){0,3}"
    rf"(?:{REPORTED}|外电|[专综]?电|特稿|撰文|讯)"
)
_PLACED_DEED = re.compile(
    rf"发自[\u4e00-\u9fff]{{2,8}}|(?P<place>[\u4e00-\u9fff]{{0,8}}?)(?:\d{{1,2}}日)?\s?{_DEED}"
)
_DEED_BEHIND = re.compile(rf"(?:\d{{1,2}}日)?{_DEED}$")

_WORD = re.compile(
    r"(?:(?![和及与](?<=[\u4e00-\u9fff].)[\u4e00-\u9fff]{2})[^\s()\[\]【】〔〕/|、,&\u2571\u4e28\u2500\u2014\u2015-])+"
)
"""What stands between the marks, spaces and conjunctions that part the words of a signature."""

_WROTE = re.compile(r"文字?|撰[文稿]|采写|整[合理]|综合|图文|文图")

_OUTLET = re.compile(r"[A-Za-z]{3}|[\u4e00-\u9fff](?:传媒|电视|时报|日报|晚报|新闻云?)$")

_ORGANISED = re.compile(
    r".*(?:中心|频道|编辑|团队|小组|网络?|新闻|社|报|台|局|部|处|组|院|会|公司|提供|翻摄|记者|编译|作者|综合)"
)
_DESK = re.compile(r"[\u4e00-\u9fff]{2}(?:中心|频道|组)")
"""The part of an outlet that reports, which is no outlet."""

_EDITED = re.compile(r"(?:[\u4e00-\u9fff]{2})?(?:编辑|责编):[\u4e00-\u9fff]{2,4}")
"""Who edited, behind a stroke: `记者李一报导/责任编辑:王二`."""

_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}[·.][\u4e00-\u9fff]{1,8}")

_PLACES = re.compile(
    rf"(?!.*[报电讯稿])(?:{PROVINCES}|台湾|[台臺][北中南东]|新北|桃园|新竹|苗栗|彰化|南投|云林|嘉[义县市]|屏东|宜兰|花莲|澎湖|金门|马祖|基隆|高[雄市]|竹[县市]"
    r"|中市|南市|北市|吉隆坡|槟城|新加坡|东京|大阪|名古屋|首尔|曼谷|河内|雅加达|马尼拉|新德里|莫斯科|伦敦|巴黎|柏林|布鲁塞尔|日内瓦"
    r"|维也纳|罗马|马德里|华盛顿|纽约|洛杉矶|旧金山|休[斯士]顿|芝加哥|波士顿|西雅图|多伦多|温哥华|渥太华|悉尼|墨尔本|堪培拉|加州|加拿大"
    r"|美国|英国|法国|德国|日本|韩国|瓜地马拉|广州|深圳|杭州|南京|武汉|成都|西安|沈阳|长春|哈尔滨|济南|青岛|厦门|福州|长沙|郑州|合肥|南昌"
    r"|昆明|贵阳|南宁|海口|兰州|西宁|银川|拉萨|乌鲁木齐|太原|石家庄|呼和浩特|大连|宁波|苏州)[\u4e00-\u9fff]{0,4}"
)
"""Where newspapers of Taiwan, agencies and overseas papers report from, to part it from a name."""


_ROLE_BEFORE = re.compile(rf"{_ROLE.pattern}站?:?\s?$")


class Reporters(NamedTuple):
    """Names with their places in the text, and that of the outlet if it stands apart."""

    names: tuple[tuple[int, int], ...]
    outlet: tuple[int, int] | None


def read_reporters(text: str, *, reported: bool = False) -> Reporters | None:
    """Who signs, by a folded text that is a signature from its first character to its last.

    Brackets around it are for the caller to take off. With `reported` what was done stands before
    them, as in a dateline: names need no surname that is known. A desk (`财经频道/综合报导`), a photographer
    and an editor are no reporters.

    >>> text = "某传媒记者李一、王明/台北报导"
    >>> [text[a:b] for a, b in read_reporters(text).names]
    ['李一', '王明']
    >>> read_reporters("记者李一今天表示"), read_reporters("财经频道/综合报导")
    (None, None)
    """
    if len(text) > LONGEST:
        return None
    return _Signature(text, reported).read()


def merged(text: str, names: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places of names, those as one that are parted by nothing but marks.

    >>> merged("李一、王二 通讯员张三", [(0, 2), (3, 5), (9, 11)])
    [(0, 5), (9, 11)]
    """
    found = [names[0]]
    for start, end in names[1:]:
        if text[found[-1][1] : start].strip("、, "):
            found.append((start, end))
        else:
            found[-1] = found[-1][0], end
    return found


class _Signature:
    def __init__(self, text: str, reported: bool) -> None:
        self.text, self.reported = text, reported
        self.names: list[tuple[int, int]] = []
        self.outlet: tuple[int, int] | None = None
        self.role = self.deed = self.placed = False
        self.sure = True
        """Whether every name has a surname that is known, or is borne out by what stands around it."""
        self.doubt = False
        """Whether the last name waits for something behind it that bears it out."""
        self.known = 0
        self.other = self.unnamed = False
        """Whether the names that follow are of those who did not write; whether none has yet."""

    def read(self) -> Reporters | None:
        words = self._tokens()
        if not all(self._take(start, end) for start, end in words):
            return None
        if len(words) == 1 and not (self.role or self.reported):
            return None
        signed = (
            self.deed
            or (self.reported and self.role)
            or (self.sure and not self.doubt and (self.role or (self.outlet and self.placed)))
        )
        if not (self.names and signed) or len(self.names) > PEOPLE:
            return None
        return Reporters(tuple(self.names), self.outlet)

    def _tokens(self) -> list[tuple[int, int]]:
        """The words of the signature; a name of two characters that stand apart is one."""
        tokens: list[tuple[int, int]] = []
        for match in _WORD.finditer(self.text):
            start, end = match.span()
            if end - start == 1 and tokens and self.text[tokens[-1][1] : start].isspace():
                first, last = tokens[-1]
                role = _ROLE.match(self.text, first, last)
                if last - (role.end() if role else first) == 1:
                    tokens[-1] = (first, end)
                    continue
            tokens.append((start, end))
        return tokens

    def _take(self, start: int, end: int) -> bool:
        token = self.text[start:end]
        behind_name = self.names and self.names[-1][1] == start - 1 and self.text[start - 1] == "/"
        if token in _PICTURES and behind_name:
            self.names.pop()
            return True
        if _OTHER_ROLE.fullmatch(token):
            self.other = self.unnamed = True
            return True
        others = _OTHERS.match(token)
        if others is not None and is_person(token[others.end() :]):
            self.other, self.unnamed = True, False
            return True
        if _WROTE.fullmatch(token):
            self.role, self.other, self.doubt = True, False, False
            return True
        if _EDITED.fullmatch(token):
            return bool(self.names)
        desk = _DESK.match(token)
        if desk is not None:
            rest = start + desk.end()
            return rest == end or (is_person(self.text[rest:end]) and self._add(rest, end))
        if token.endswith(("报道", "报导")) and is_press(token[:-2]):
            return not self.names
        role = _ROLE.search(token)
        if is_outlet(token) or (role is None and _OUTLET.search(token)):
            self.outlet = self.outlet or (start, end)
            return not self.names or token.isascii() or _ROLE.search(self.text, end) is not None
        if _PLACES.fullmatch(token):
            self.placed = True
            return True
        if role:
            return self._take_role(start, end, role)
        deed = _PLACED_DEED.fullmatch(token)
        place = (deed["place"] or "") if deed else ""
        is_place = len(place) < 3 or _PLACES.fullmatch(place) is not None
        if deed and is_place and (self.names or not is_person(place) or _PLACES.fullmatch(place)):
            self.deed = True
            return bool(self.names)
        if token[-1] in "导道电稿讯":
            return self._split(start, end) or (deed is not None and bool(self.names))
        return not self.deed and self._add(start, end)

    def _take_role(self, start: int, end: int, role: re.Match[str]) -> bool:
        before, behind = start + role.start(), start + role.end()
        if self.text[max(0, before - 2) : before] == "摄影":
            return False
        self.role = True
        self.other = self.other and self.unnamed
        if behind == end:
            prefix = self.text[start:before]
            return self._add(start, before) if is_person(prefix) else True
        return self._split(behind, end) or self._add(behind, end)

    def _add(self, start: int, end: int) -> bool:
        name = self.text[start:end].replace(" ", "")
        if is_person(name):
            self.known += 1
            self.doubt = False
        elif self.role and _NAME.fullmatch(name) and not _ORGANISED.fullmatch(name):
            self._bear_out(name, start)
        else:
            return False
        self.unnamed = False
        if not self.other:
            self.names.append((start, end))
        return True

    def _bear_out(self, name: str, start: int) -> None:
        """Judge a name without a surname of one character and one or two more behind it.

        It is one where it has the form of another people's or two surnames, right behind a role or
        a name; of any other form it needs names on both sides, or a deed behind.
        """
        behind_role = _ROLE_BEFORE.search(self.text, 0, start) is not None
        if self.doubt or not (behind_role or self.known):
            self.sure = False
        if has_form_of_name(name):
            return
        self.doubt = not (self.known and self.text[start - 1 : start] == "\u3001")

    def _split(self, start: int, end: int) -> bool:
        """Take a name with place and deed glued to it."""
        token = self.text[start:end]
        deed = _DEED_BEHIND.search(token)
        if deed is None or deed.start() < 2:
            return False
        stem = token[: deed.start()]
        sizes = (size for size in (2, 3, 4) if is_person(stem[:size]))
        placed = (size for size in sizes if size < len(stem) and _PLACES.fullmatch(stem, size))
        size = next(placed, 0) or _size_of_name(stem)
        if not self.role and not is_person(stem[:size]):
            return False
        self.deed = self._add(start, start + size)
        return self.deed


def _size_of_name(stem: str) -> int:
    """How many characters of a name with an unknown place behind it are the name's."""
    if len(stem) <= 3:
        return len(stem)
    return 3 if is_person(stem[:3]) else 2
