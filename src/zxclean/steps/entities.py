"""HTML escapes left in the text, and surrogate pairs written as two characters."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from zxclean.proposals import EditColumns, Mark, Proposal
from zxclean.verbatim import is_code
from zxclean.view import SURROGATE, TextView

# Without a semicolon only what no query of an address has: names of signs, and numbers of three
# digits or more.
_OPEN_NAMES = (
    "nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|quot|hellip|mdash|ndash|middot|bull|laquo|raquo"
    "|times|#[0-9]{3,5}|#[xX][0-9A-Fa-f]{2,4}"
)
_ESCAPE = re.compile(
    r"&(?P<layers>(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);)*)"
    r"(?:(?P<name>#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    rf"|(?P<open>{_OPEN_NAMES})(?![0-9A-Za-z=;_]))"
)
_SPACE = re.compile("nbsp;")
_SHORT_NAMES = frozenset(("lt", "gt", "LT", "GT", "le", "ge", "ne", "mu", "pi", "xi", "nu"))
"""Two-letter names that are read; others of HTML 5 (`&in;`, `&or;`, `&it;`) are words."""

_PLAIN_NAMES = re.compile(
    "nbsp|amp|lt|gt|quot|apos|[lrsb]dquo|[lrs]squo|[lr]aquo|[mn]dash|hellip|middot|bull|copy|reg"
    "|trade|times|deg|euro|pound|yen|[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring|lig)"
)
"""Names that are read in text without Chinese characters: those of signs and letters only."""

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
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CHINESE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u3001-\u3011\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e]"
)


@dataclass(frozen=True, slots=True)
class Entities:
    """Decodes HTML escapes that were left in the text, and joins surrogate pairs.

    Escapes are named or numbered, in any number of layers (`&amp;amp;ldquo;`); each becomes its
    character in one edit. Numbers of C1 controls are read as Windows-1252, as browsers do. Next
    to Chinese characters the semicolon may be missing, and in Chinese text the ampersand of
    `&nbsp;`. Names are those of HTML 5, in text without a Chinese character the usual ones.

    Left alone are ampersands of addresses (`?a=1&lt=2`), escapes in quotation marks or near
    words about escapes, lines of code, lines that hold real tags with attributes, and numbers
    of no character. Quotation marks keep their form.

    In text with Chinese characters two surrogates that are one character become it; lone ones
    are marked.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Entities(),))("区委&amp;amp;nbsp;常委&#20250;").text
    '区委\\xa0常委会'
    """

    name: ClassVar[str] = "entities"

    def propose(self, view: TextView) -> Iterable[Proposal]:
        text = view.text
        # A search for one character is many times faster than one for a word.
        runs = _find_runs(text) if "&" in text or (";" in text and "nbsp;" in text) else []
        surrogates = view.flags & SURROGATE
        if not runs and not surrogates:
            return
        is_chinese = view.has_chinese or _brings_chinese(runs)
        if runs:
            yield from _escapes(view, runs, is_chinese)
        if is_chinese and surrogates:
            yield from _surrogates(view)


def _surrogates(view: TextView) -> Iterator[Proposal]:
    places = (view.classes & SURROGATE).nonzero()[0]
    codes = np.append(view.codes, 0)
    high = places[codes[places] < 0xDC00]
    first = high[codes[high + 1] >> 10 == 0xDC00 >> 10]
    joined = 0x10000 + ((codes[first] & 0x3FF) << 10) + (codes[first + 1] & 0x3FF)
    yield EditColumns(
        first,
        first + 2,
        [chr(code) for code in joined.tolist()],
        "entities.surrogate_pair",
        message="two surrogates are one character",
    )
    alone = places[~np.isin(places, np.concatenate((first, first + 1)))]
    for run in np.split(alone, np.flatnonzero(np.diff(alone) > 1) + 1):
        if len(run):
            yield Mark(
                int(run[0]),
                int(run[-1]) + 1,
                "entities.lone_surrogate",
                "half a character: the other half is lost",
            )


class _Escape(NamedTuple):
    """An escape at `[start, end)`.

    `after` is what it stands for, `None` if that is no character, one half of a pair for the
    number of a surrogate; `closed` says whether it has its semicolon, `layers` is the length of
    its extra layers of `amp;`.
    """

    start: int
    end: int
    name: str
    after: str | None
    closed: bool = False
    layers: int = 0


def _brings_chinese(runs: list[list[_Escape]]) -> bool:
    """Whether one of the escapes is a Chinese character."""
    return any(escape.after and _HAN.match(escape.after) for run in runs for escape in run)


def _escapes(view: TextView, runs: list[list[_Escape]], is_chinese: bool) -> Iterator[Proposal]:
    context = _Context(view, runs, is_chinese)
    reads: list[tuple[int, int, str]] = []
    for run in runs:
        if not context.is_kept(run):
            touches = is_chinese and context.touches_chinese(run)
            reads += [read for escape in run if (read := _read(escape, context, touches))]
    rows = list(_join_halves(reads))
    yield EditColumns(
        np.array([start for start, _, _ in rows], np.int64),
        np.array([end for _, end, _ in rows], np.int64),
        [after for _, _, after in rows],
        "entities.escape",
        message="an HTML escape left in the text",
    )


def _find_runs(text: str) -> list[list[_Escape]]:
    """All escapes; those that follow each other without a gap stand together."""
    meanings: dict[str, str | None] = {}
    found: list[_Escape] = []
    for match in _ESCAPE.finditer(text, max(0, text.find("&"))):
        layers, name, open_name = match.groups()
        key = name or open_name
        if key not in meanings:
            meanings[key] = _character(key)
        start, end = match.span()
        found.append(_Escape(start, end, key, meanings[key], bool(name), len(layers)))
    ends = {escape.end for escape in found}
    bare = [escape for escape in _bare_spaces(text) if escape.end not in ends]
    if bare:
        found = sorted(found + bare)
    runs: list[list[_Escape]] = []
    last = -1
    for escape in found:
        if escape.start == last:
            runs[-1].append(escape)
        else:
            runs.append([escape])
        last = escape.end
    return runs


def _bare_spaces(text: str) -> Iterator[_Escape]:
    """Every `nbsp;` or `amp;nbsp;` that has lost its ampersand."""
    for match in _SPACE.finditer(text) if ";" in text else ():
        start = match.start()
        while text.endswith("amp;", 0, start):
            start -= 4
        before = text[start - 1 : start]
        if before != "&" and not (before.isascii() and before.isalnum()):
            yield _Escape(start, match.end(), "nbsp", "\xa0")


def _read(escape: _Escape, context: _Context, touches_chinese: bool) -> tuple[int, int, str] | None:
    """The edit for an escape, `None` where it is to be left alone."""
    start, end, name, after, closed, layers = escape
    if not closed:
        if not touches_chinese or (name != "nbsp" and context.in_address(start)):
            return None
    elif context.text.startswith("=", end) and context.in_address(start):
        return None
    if after is not None and (name[0] == "#" or context.is_chinese or _PLAIN_NAMES.fullmatch(name)):
        return start, end, after
    return (start, start + 1 + layers, "&") if layers else None


def _character(name: str) -> str | None:
    """What a name or number stands for; `None` if it is none, or the number of no character."""
    import html
    from html.entities import html5

    if name[0] != "#":
        known = len(name) > 2 or name in _SHORT_NAMES
        return html5.get(f"{name};") if known else None
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if 0xD800 <= number <= 0xDFFF:
        return chr(number)
    after = html.unescape(f"&{name};")
    return None if "\ufffd" in after else after


def _join_halves(reads: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The reads, with the two halves of a surrogate pair joined and single halves left out."""
    high, first, last = "", 0, -1
    for start, end, after in reads:
        if not "\ud800" <= after <= "\udfff":
            yield start, end, after
        elif after < "\udc00":
            high, first, last = after, start, end
        elif last == start:
            pair = (high + after).encode("utf-16-le", "surrogatepass")
            yield first, end, pair.decode("utf-16-le")


class _Context:
    """What stands around escapes: words about escapes, lines of code, addresses."""

    def __init__(self, view: TextView, runs: list[list[_Escape]], is_chinese: bool) -> None:
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

    def _is_mention(self, run: list[_Escape], words: list[int]) -> bool:
        text, start, end = self.text, run[0].start, run[-1].end
        before, after = text[start - 1 : start], text[end : end + 1]
        if before and after and before in _OPENING and after in _CLOSING:
            return True
        alone = (not before or before.isspace()) and (not after or after.isspace())
        return (alone or not self.is_chinese) and _is_near(words, start, end)

    def is_kept(self, run: list[_Escape]) -> bool:
        """Whether the text around is about escapes, mentions one, or is code."""
        start, end = run[0].start, run[-1].end
        return _is_near(self._talk, start, end) or self._in_verbatim_line(start)

    def touches_chinese(self, run: list[_Escape]) -> bool:
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


def _talk_around(text: str, runs: list[list[_Escape]]) -> Iterator[re.Match[str]]:
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
