"""Who signs on a line of its own behind the article: reporters, or the unit and a name in brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import is_prose
from zxclean.steps.reporters import read_reporters
from zxclean.structure.credits import is_caption, is_person

REACH = 3
"""How many lines behind the last sentence it may stand."""

LONGEST = 50
"""Its longest line in code points, with the brackets."""

_HINT = re.compile(r"[)\]】〕]$|记者|通讯员|作者|稿|文|图|报[道导]")
"""In every such line."""

_BRACKETED = re.compile(r"[(\[【〔](?P<inner>[^()\[\]【】〔〕]{2,46})[)\]】〕]")
_LABEL = re.compile(r"(?:作者|撰稿|供稿|文字?|文\s?/\s?图|图\s?/\s?文)(?:单位)?\s?[:/]\s?")
_DEED = re.compile(r"\s?(?:供稿|供图|撰稿|报道|摄影报道|文\s?/?\s?图|图\s?/?\s?文|文)$")
_UNIT = re.compile(
    r"[\u4e00-\u9fff·]{2,24}(?:[局委办部处科室所站队院校社网报台镇乡县区市村厅会]|街道|中心|公司|政协|支部|政府|大学|综合)"
)
_WORD = re.compile(r"[^\s、,;/]+")


class Signed(NamedTuple):
    """The line of a signature, where the names stand in it, and the names."""

    line: int
    start: int
    end: int
    names: str


def find_closing_names(page: Page, first: int) -> Signed | None:
    """The signature behind the last sentence, of an article whose text begins at line `first`.

    Of names alone on a line `find_signers` judges: those present at a meeting are named so too.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("江边步道今天开放,全长三公里,沿途有五处平台。\\n(县水务局 李一)"))
    >>> _ = page.find_edges()
    >>> find_closing_names(page, 0).names
    '李一'
    """
    last = page.tail - 1
    while last > first and (last in page.chosen or not is_prose(page.text(last))):
        last -= 1
    if last < first or not is_prose(page.text(last)):
        return None
    for k in range(last + 1, min(len(page), last + 1 + REACH)):
        text = page.text(k)
        if k in page.chosen or not _HINT.search(text) or is_caption(text):
            if len(text) > LONGEST:
                return None
            continue
        if len(text) > LONGEST or "。" in text:
            return None
        spans = _read(text)
        if spans:
            names = " ".join(page.original(k, *span).replace(" ", "") for span in spans)
            return Signed(k, spans[0][0], spans[-1][1], names)
    return None


def _read(text: str) -> list[tuple[int, int]]:
    """Where the names of a signature stand, none if the line is not one."""
    boxed = _BRACKETED.fullmatch(text)
    start, end = boxed.span("inner") if boxed else (0, len(text))
    signed = read_reporters(text[start:end])
    if signed is not None:
        return [(start + a, start + b) for a, b in signed.names]
    label = _LABEL.match(text, start, end)
    deed = _DEED.search(text, start, end)
    start = label.end() if label else start
    end = deed.start() if deed else end
    if boxed is None and label is None and deed is None:
        return []
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    if (
        len(words) > 1
        and not is_person(text[slice(*words[0])])
        and _UNIT.fullmatch(text, *words[0])
    ):
        words = words[1:]
    people = all(is_person(text[a:b]) for a, b in words)
    return words if words and people and len(words) <= 6 else []
