"""What a line of the head of a page is by itself: its kind, its size, the marks and words on it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from zxclean.steps.credit_lines import LONGEST as CREDIT_LINE
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import (
    DATED,
    HAN_RUN,
    SUBTITLE,
    credits_of,
    is_prose,
    line_text,
)
from zxclean.steps.headline_shape import headline_shape
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import is_outlet
from zxclean.structure.credits import is_caption, is_document_number, is_person

BEFORE, BEHIND, WITHOUT = 40, 8, 16
"""So many lines that stay are looked at up to the first sentence, behind it, and from the top of a page
without one."""

TEXT_LINES, TEXT_LINE = 2, 58
"""Behind the first sentence so many lines of so many code points are the text of an article."""

STATES = frozenset({"published_at", "updated_at", "source", "author", "views"})
"""What lines of credits state."""

_SIZES = (2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 46, 61, 81)
_WORDINGS = (-8, -5, -3, -2, -1, 0, 1, 2, 3, 5)
"""Bounds of classes: of sizes in code points, of `Page.wording` in nats."""

_ENDS = {
    "\u3002": "stop",
    ".": "stop",
    "!": "call",
    "?": "call",
    "\u2026": "dots",
    ":": "colon",
    ",": "comma",
    ";": "comma",
    "\u3001": "comma",
    ")": "bracket",
    "]": "bracket",
    "\u3011": "bracket",
    "\u3015": "bracket",
    "\u300b": "book",
    "\u201d": "quote",
    "\u300d": "quote",
    '"': "quote",
}
_SIGNS = {
    **dict.fromkeys("\u2014\u2013-\u2015\u2500", "dash first"),
    **dict.fromkeys('\u201c\u300c"\u2018', "quote first"),
    **dict.fromkeys("[(\u3010\u3014", "bracket first"),
}
_ITEM = re.compile(
    r"(?:\(?[一二三四五六七八九十]{1,3}[、.)]|\(?\d{1,2}[.、)]|第[一二三四五六七八九十百零\d]{1,4}[章节回条部分篇讲课集])"
)
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_OFFICE = re.compile(
    r"(?:主任|书记|主席|[院局厅部处科县市省区镇乡村校董事]长|代表|委员|总理|总裁|经理)\s?[\u4e00-\u9fff]{2,3}$"
)
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,6}\s?:")
_SPOKEN = re.compile("[我你他她它们了吗呢吧]")
_DIGIT = re.compile(r"\d")


def lines_of_head(page: Page) -> Iterator[int]:
    """The lines that stay, from some way above the first sentence to a few behind it."""
    if page.head or (len(page) and is_prose(page.text(0))):
        yield from [*islice(page.staying(page.head, -1), BEFORE)][::-1]
        told = 0
        for k in islice(page.staying(page.head + 1, 1), BEHIND):
            told += len(page.text(k)) >= TEXT_LINE
            if told == TEXT_LINES:
                return
            yield k
    else:
        yield from islice(page.staying(0, 1), WITHOUT)


def size_class(text: str) -> int:
    """Which class of sizes a line is of."""
    return bisect_right(_SIZES, len(text))


def form_signs(page: Page, k: int, kind: str) -> list[str]:
    """The signs that line `k` has by itself; `kind` is what `kind_of` calls it."""
    text = line_text(page, k)
    size, end = size_class(text), _end_of(text)
    han = sum(map(len, HAN_RUN.findall(text))) / len(text)
    signs = [
        f"size {size}",
        f"end {end}",
        f"size {size} end {end}",
        f"kind {kind}",
        f"kind {kind} size {size // 3}",
        f"han {int(han * 5)}",
        f"wording {bisect_right(_WORDINGS, page.wording(k))}",
        f"spaces {min(text.count(' '), 3)}",
    ]
    first = _SIGNS.get(text[0])
    if first:
        signs.append(first)
    inner, has_digit = text[:-1], _DIGIT.search(text)
    signs += [
        name
        for name, has in (
            ("comma", "," in text),
            ("colon", ":" in inner),
            ("book", "\u300a" in text),
            ("stop inside", "\u3002" in inner),
            ("bar", "|" in text or "_" in text),
            ("arrow", ">" in text or "\u00bb" in text),
            ("ask", "?" in text),
            ("bullet", len(page.text(k)) != len(text)),
            ("dated", has_digit and DATED.search(text)),
            ("digit", has_digit),
            ("item", _ITEM.match(text)),
            ("label", _LABEL.match(text)),
            ("spoken", _SPOKEN.search(text)),
            ("office", _OFFICE.search(text)),
            ("noise", len(text) <= 8 and is_noise(text)),
            ("outlet", len(text) <= 25 and is_outlet(text)),
            ("person", is_person(text)),
            ("number", has_digit and is_document_number(text)),
        )
        if has
    ]
    return signs


def _end_of(text: str) -> str:
    end = text[-1]
    known = _ENDS.get(end)
    if known is not None:
        return known
    if end.isdigit():
        return "digit"
    if "\u4e00" <= end <= "\u9fff":
        return "han"
    return "latin" if end.isalpha() else "sign"


def kind_of(page: Page, k: int) -> str:
    """What a line is, as those beside it see it."""
    if not 0 <= k < len(page):
        return "top" if k < 0 else "end"
    finding = page.chosen.get(k)
    if finding is not None:
        if any(name in STATES for name, _ in finding.facts):
            return "credit gone"
        if finding.facts:
            return "fact gone"
        return "crumb" if finding.rule.id.startswith("chrome.location") else "gone"
    text = page.text(k)
    if is_prose(text):
        return "prose"
    if len(text) <= CREDIT_LINE and credits_of(page, k) is not None:
        return "credit"
    if is_person(text):
        return "person"
    if SUBTITLE.match(text):
        return "dash"
    if is_caption(text):
        return "caption"
    shape = headline_shape(line_text(page, k))
    if shape is None:
        return "colon" if text[-1] == ":" else "small" if len(text) <= 6 else "other"
    return "shape -" if shape < 0 else "shape" if shape < 1.5 else "shape +"
