"""What stands around HTML escapes and tells whether they are meant: words about them, code, addresses."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from zxclean.steps.escapes import Escape
from zxclean.verbatim import is_code
from zxclean.view import TextView

# Who writes about escapes names them. The sure words settle it; the others are words of everyday
# too, and count where the escape stands alone between spaces. Every alternative begins with a
# literal, so the search looks at first characters only.
_SURE = "HTML|XML|html|xml|实体|转义|實體|轉義|Escap|escap|Entit|entit|Markup|markup"

_TALK = re.compile(
    rf"{_SURE}|空格|字符|字元|符号|符號|引号|引號|小于|大于|小於|大於|写成|要写|寫成|尖括号|源码"
    r"|标签(?![:\uff1a0-9])|標籤(?![:\uff1a0-9])|代码(?![:\uff1a0-9])|代碼(?![:\uff1a0-9])"
    r"|ampersand|character|symbol| tag"
)

_IS_SURE = re.compile(_SURE)

_REACH = 40
"""Code points before and behind an escape in which such a word counts: in the sentences about
escapes of the tests the nearest stands 1 to 8 away, and long sentences hold several."""

_LONGEST = 12
"""Code points of such a word and what is looked at behind it, at most."""

_TAG = re.compile(r"<[A-Za-z][\w-]*\s+[\w:-]+\s*=")

_ASCII = re.compile(r"[!-~]*")

_OPENING = "\"'`\u201c\u2018\u300c\u300e"

_CLOSING = "\"'`\u201d\u2019\u300d\u300f"

_CHINESE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u3001-\u3011\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e]"
)


class Context:
    """What stands around escapes: words about escapes, lines of code, addresses."""

    def __init__(self, view: TextView, runs: list[list[Escape]], is_chinese: bool) -> None:
        self.is_chinese = is_chinese
        self.text = view.text
        self._newlines = view.newlines.tolist()
        self._verbatim: dict[int, bool] = {}
        # Behind these no address goes on, decoded or not.
        self._cuts = [
            escape.end
            for run in runs
            for escape in run
            if escape.after and not escape.after.isascii()
        ]
        sure: list[int] = []
        unsure: list[int] = []
        for found in _talk_around(view.text, runs):
            (sure if _IS_SURE.match(found[0]) else unsure).append(found.start())
        sure += [run[0].start for run in runs if self._is_mention(run, unsure)]
        self._talk = sorted(sure)

    def _is_mention(self, run: list[Escape], words: list[int]) -> bool:
        text, start, end = self.text, run[0].start, run[-1].end
        before, after = text[start - 1 : start], text[end : end + 1]
        if before and after and before in _OPENING and after in _CLOSING:
            return True
        alone = (not before or before.isspace()) and (not after or after.isspace())
        return (alone or not self.is_chinese) and _is_near(words, start, end)

    def is_kept(self, run: list[Escape]) -> bool:
        """Whether the text around is about escapes, mentions one, or is code."""
        start, end = run[0].start, run[-1].end
        return _is_near(self._talk, start, end) or self._in_verbatim_line(start)

    def touches_chinese(self, run: list[Escape]) -> bool:
        """Whether a Chinese character or mark stands right beside escapes, or is one of them."""
        text, start, end = self.text, run[0].start, run[-1].end
        if _CHINESE.match(text, end) or (start and _CHINESE.match(text, start - 1)):
            return True
        return any(e.closed and e.after and _CHINESE.match(e.after) for e in run)

    def in_address(self, offset: int) -> bool:
        """Whether `offset` is in an address or its query."""
        cut = bisect_right(self._cuts, offset)
        first = max(0, offset - 200, self._cuts[cut - 1] if cut else 0)
        found = _ASCII.match(self.text[first:offset][::-1])
        word = found[0][::-1] if found else ""
        return "//" in word or ("?" in word and "=" in word)

    def _in_verbatim_line(self, offset: int) -> bool:
        number = bisect_left(self._newlines, offset)
        if number not in self._verbatim:
            first = self._newlines[number - 1] + 1 if number else 0
            last = self._newlines[number] if number < len(self._newlines) else len(self.text)
            line = self.text[first:last]
            self._verbatim[number] = bool(_TAG.search(line)) or is_code(line)
        return self._verbatim[number]


def _talk_around(text: str, runs: list[list[Escape]]) -> Iterator[re.Match[str]]:
    """The words about escapes that are near one; close windows are one."""
    windows: list[list[int]] = []
    for run in runs:
        first, last = run[0].start - _REACH - _LONGEST, run[-1].end + _REACH + _LONGEST
        if windows and first <= windows[-1][1]:
            windows[-1][1] = last
        else:
            windows.append([max(0, first), last])
    for first, last in windows:
        yield from _TALK.finditer(text, first, last)


def _is_near(places: list[int], start: int, end: int) -> bool:
    found = bisect_left(places, start - _REACH)
    return found < len(places) and places[found] < end + _REACH
