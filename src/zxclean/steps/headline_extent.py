"""What of its line is the headline: no label, box or prefix before it, no hour, column or button behind."""

from __future__ import annotations

import re

from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import line_text
from zxclean.steps.noise import is_noise
from zxclean.steps.sharing import page_suffix
from zxclean.structure.copies import COPY_SIZE

_BOXED = re.compile(r"[\[【][^\[\]【】]{2,12}[\]】]\s?(?=\S{8})")
"""What may be put before a headline that stands elsewhere without it."""

_SUFFIX = re.compile(r"\s?[\[【(]([\u4e00-\u9fff]{2,6})[\]】)]$")
"""What may be a button behind the headline."""

_CLOCK_BEHIND = re.compile(r"\s?\((?:[01]\d|2[0-3]):[0-5]\d\)$")
"""The hour of the report, behind its headline."""

_COLUMN_BEHIND = re.compile(r"_[\u4e00-\u9fff]{2,6}$")
"""What a browser's title has behind the headline: the column or the site."""

_FILE_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff)\d])\.(?:docx?|pdf|pptx?|xlsx?|txt|wps|caj)$", re.IGNORECASE
)
"""What kind of file a document is, behind its name."""

FILE_SIZE = 2
"""Least size (code points) of the name of a file before what kind of file it is."""

_PAGE_BEHIND = re.compile(r"\s?\(第?\d{1,3}页?\s?/\s?共?\d{1,3}页?\)$")
"""Which page of how many."""

_TITLE_LABEL = re.compile(
    r"[\[【]?(?:标\s{0,4}题|题\s{0,4}名|[\u4e00-\u9fff]{0,2}名称)\s?(?:[\]】]\s?:?|:)\s?(?=\S{4})"
)
"""The label of a headline that stands in a field."""

_BEHIND = (_CLOCK_BEHIND, _COLUMN_BEHIND, _FILE_BEHIND, _PAGE_BEHIND)

_PREFIX = re.compile(r"原创(?=\S{8})|\[[\u4e00-\u9fff]{2,4}\]\s?(?=\S{4})")


def find_extent(page: Page, title: int, is_account: bool) -> tuple[int, int]:
    """Where in the text of its line the headline begins, and how many characters behind it are none
    of its; `is_account` says that the page is an account's."""
    text = page.text(title)
    start = len(text) - len(line_text(page, title))
    prefix = _PREFIX.match(text, start)
    if prefix and (text[start] == "[" or is_account):
        start = prefix.end()
    label = _TITLE_LABEL.match(text, start)
    start = label.end() if label else start
    boxed = _BOXED.match(text, start)
    if boxed and page.folded.count(text[boxed.end() :]) > page.folded.count(text[start:]):
        start = boxed.end()
    button = _SUFFIX.search(text, start + COPY_SIZE)
    behind = len(text) - button.start() if button and is_noise(button[1]) else 0
    for pattern in () if behind else _BEHIND:
        cut = pattern.search(text, start + (FILE_SIZE if pattern is _FILE_BEHIND else COPY_SIZE))
        behind = len(text) - cut.start() if cut else behind
    if any(finding.rule.tag == "leaf" for finding in page.chosen.values()):
        behind = behind or page_suffix(text)
    return start, behind
