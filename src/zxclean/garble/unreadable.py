"""Text of which no byte is left: what decoders and debuggers write in its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from zxclean import model, tables
from zxclean.garble.charsets import REPLACED, Tells
from zxclean.garble.firstlook import look
from zxclean.garble.remains import ill_before
from zxclean.garble.repair import Repair
from zxclean.view import HAN, TextView

# What U+FFFD in UTF-8 became: read as GBK (and once more), Latin-1, Big5, EUC-KR, Shift-JIS.
_RULES: tuple[tuple[str, str, re.Pattern[str], str, float], ...] = (
    (
        "锟",
        "garbles.replaced",
        re.compile("锟(?:[斤捷拷]+锟?)+"),
        "marks of loss (U+FFFD in UTF-8) read as GBK: the text is gone",
        0.99,
    ),
    (
        "閿熸枻",
        "garbles.replaced",
        re.compile("(?:閿熸枻鎷.?)+"),
        "marks of loss (U+FFFD in UTF-8) read as GBK twice: the text is gone",
        0.99,
    ),
    (
        "\u00ef\u00bf\u00bd",
        "garbles.replaced",
        re.compile("(?:\u00ef\u00bf\u00bd)+"),
        "marks of loss (U+FFFD in UTF-8) read as Latin-1: the text is gone",
        0.99,
    ),
    (
        "嚙",
        "garbles.replaced",
        re.compile("嚙(?:[踝蕭]+嚙?)+"),
        "marks of loss (U+FFFD in UTF-8) read as Big5: the text is gone",
        0.99,
    ),
    (
        "占쏙",
        "garbles.replaced",
        re.compile("(?:占쏙옙?)+"),
        "marks of loss (U+FFFD in UTF-8) read as EUC-KR: the text is gone",
        0.99,
    ),
    (
        "\uff7f\uff7d",
        "garbles.replaced",
        re.compile(".?(?:\uff7f\uff7d.?)+"),
        "marks of loss (U+FFFD in UTF-8) read as Shift-JIS: the text is gone",
        0.99,
    ),
    (
        "烫烫烫",
        "garbles.memory",
        re.compile("烫{3,}"),
        "memory never written (CC bytes) read as GBK: there was no text",
        0.9,
    ),
    (
        "屯屯屯",
        "garbles.memory",
        re.compile("屯{3,}"),
        "memory never written (CD bytes) read as GBK: there was no text",
        0.9,
    ),
    (
        "昍昍昍",
        "garbles.memory",
        re.compile("昍{3,}"),
        "memory never written (CC bytes) read as Big5: there was no text",
        0.9,
    ),
    (
        "迋迋迋",
        "garbles.memory",
        re.compile("迋{3,}"),
        "memory never written (CD bytes) read as Big5: there was no text",
        0.9,
    ),
)
_LOST = re.compile("\ufffd+")
_GROUPS = re.compile(r"\?[^?]+\?")
_QUESTIONED = "characters that the target character set did not have became question marks"
QUESTIONS = 6
"""So many `?` in two and more groups, with no letter beside them, are a line whose characters
were not in the target character set."""
_QUESTION_RUN = re.compile(r"(?<!\?)\?{3,}+(?=[\u3400-\u9fff])")
_IN_CLAUSE = re.compile(
    r"(?![吗呢么吧啊呀哪谁啥嘛哦噢哈何])[\u3400-\u9fff,;:\uff0c\u3001\uff1b\uff1a]"
)
"""So many `?` that a clause goes on behind, with no word of a question before: `会议由????主持`."""
_LAYERED = re.compile("[濞缁濠閹閺椤闁婵閻柛閸宕鏌梺闂缂濡]")
"""One character in ten of Chinese that was written as UTF-8 and read as GBK three times and more, and
one in 40,000 of news."""
LAYERED, NEAR = 4, 12
"""So many of them, each so near the next (code points), are such text: of one in ten six stand nearer."""
_SOLID = re.compile(r"[^\x00-\x7f\u3000-\u303f]+(?:[!-~]{1,2}[^\x00-\x7f\u3000-\u303f]+)*")
GUESSED = 50
"""So many lost characters of a text get candidates, at 60 microseconds each."""


def find_unreadable(view: TextView, tells: Tells | None = None) -> list[Repair]:
    """Stretches that tell nothing of the text they stand for; none is restored.

    Finds what U+FFFD became when it was decoded wrongly once more, memory that was never
    written, UTF-8 that was read as GBK again and again, lines of nothing but question marks in
    groups. Linear in the text.

    Parameters: `tells`, those of `look(view.codes)` if the caller has them.

    >>> find_unreadable(TextView("\u951f\u65a4\u62f7"))[0].message
    'marks of loss (U+FFFD in UTF-8) read as GBK: the text is gone'
    """
    text = view.text
    found: list[Repair] = []
    tells = look(view.codes).tells if tells is None else tells
    told = {text[place] for place in tells.of(REPLACED).tolist()}
    if told:
        found += [
            Repair(match.start(), match.end(), None, confidence, rule, message)
            for literal, rule, pattern, message, confidence in _RULES
            if not told.isdisjoint(literal) and literal in text
            for match in pattern.finditer(text)
        ]
    if "闁" in text or "閸" in text:
        found += _layered(text)
    if "??" in text:
        found += _question_lines(text)
        found += [
            Repair(start, end, None, 0.8, "garbles.questions", _QUESTIONED)
            for start, end in find_question_runs(text)
        ]
    return found


def _layered(text: str) -> Iterator[Repair]:
    """Text that lost bytes each time it was read wrongly, with the letters around it."""
    message = "UTF-8 read as GBK three times or more: bytes were lost each time"
    places = [found.start() for found in _LAYERED.finditer(text)]
    end = 0
    for first, last in zip(places, places[LAYERED - 1 :], strict=False):
        if last - first > (LAYERED - 1) * NEAR or last < end:
            continue
        start, end = text.rfind("\n", end, first) + 1 or end, text.find("\n", last)
        end = len(text) if end < 0 else end
        for match in _SOLID.finditer(text, start, end):
            near = places[bisect_left(places, match.start()) : bisect_left(places, match.end())]
            if any(
                behind - place <= (LAYERED - 1) * NEAR
                for place, behind in zip(near, near[LAYERED - 1 :], strict=False)
            ):
                yield Repair(*match.span(), None, 0.9, "garbles.layers", message)


def find_question_runs(text: str) -> list[tuple[int, int]]:
    """Runs of `?` in the midst of a clause: characters that a reader or a table did not know.

    >>> find_question_runs("会议由????主持"), find_question_runs("真的吗????太好了")
    ([(3, 7)], [])
    """
    if "???" not in text:
        return []
    return [
        match.span()
        for match in _QUESTION_RUN.finditer(text)
        if match.start() and _IN_CLAUSE.match(text, match.start() - 1)
    ]


def find_lost_marks(view: TextView, taken: Sequence[tuple[int, int]]) -> Iterator[Repair]:
    """U+FFFD outside of other repairs: a single one between Han with what it may have been.

    A character before it that hardly ever stands there is what is left of the lost one.
    """
    left, codes = GUESSED, view.codes
    spans = sorted(taken)
    starts = [start for start, _ in spans]
    lost = [match.span() for match in _LOST.finditer(view.text)]
    for (start, end), rest in zip(
        lost, ill_before(view, [start for start, _ in lost]), strict=True
    ):
        near = bisect_right(starts, start) - 1
        before = spans[near][1] if near >= 0 else 0
        if before > start:
            continue
        candidates: tuple[str, ...] = ()
        if rest and before < start:
            start -= 1
        elif left and end - start <= 2 and start and view.classes[start - 1] & HAN:
            after = int(codes[end]) if end < len(codes) else None
            candidates = _likely(int(codes[start - 1]), after)
            left -= 1
        yield Repair(
            start,
            end,
            None,
            0.99,
            "garbles.lost",
            "bytes that no decoder could read stood here: they are gone",
            candidates,
        )


def _question_lines(text: str) -> Iterator[Repair]:
    end, place = 0, text.find("??")
    while place >= 0:
        start = text.rfind("\n", end, place) + 1 or end
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        line = text[start:end]
        place = text.find("??", end)
        if line.count("?") < QUESTIONS or line.count("??") < 2:
            continue
        if any(map(str.isalpha, line)) or not _GROUPS.search(line):
            continue
        yield Repair(start, end, None, 0.9, "garbles.questions", _QUESTIONED)


@lru_cache(4096)
def _likely(before: int, after: int | None) -> tuple[str, ...]:
    """The three likeliest characters between two, the second of which may be the text's end."""
    codes, symbols, alone = _common()
    score = model.ratios_behind(before).take(symbols) + alone
    if after is not None:
        score += model.ratios_before(after).take(symbols) + model.alone(np.array([after]))
    best = []
    for _ in range(3):
        best.append(int(score.argmax()))
        score[best[-1]] = -np.inf
    return tuple(chr(codes[n]) for n in best)


@cache
def _common() -> tuple[NDArray[np.uint32], NDArray[np.intp], NDArray[np.float32]]:
    """Characters that may have been lost, their symbols in the model and their own scores."""
    codes = (tables.common_rank() > 0).nonzero()[0].astype(np.uint32)
    symbols = model.load().symbols.take(codes).astype(np.intp)
    columns = codes, symbols, model.alone(codes)
    for column in columns:
        column.setflags(write=False)
    return columns
