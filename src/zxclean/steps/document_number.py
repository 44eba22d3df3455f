"""The number of an official document that stands on a line of its own above the text."""

from __future__ import annotations

from zxclean.proposals import Facts
from zxclean.steps.furniture import Page
from zxclean.structure.credits import is_document_number

LONGEST = 30
"""Longest such line in code points: `国务院办公厅函〔2022〕101号` has 17."""


def find_document_number(page: Page) -> dict[int, Facts]:
    """The line before the prose that is a document's number, if only one is.

    Several are a list of documents, or the one that repeals another.

    >>> from zxclean.view import TextView
    >>> page = Page(TextView("春耕通知\\n青政办发〔2022〕1号\\n各乡镇要把春耕放在首位,抓紧备足种子、农药和化肥。"))
    >>> _ = page.find_edges()
    >>> find_document_number(page)
    {1: (('document_number', '青政办发〔2022〕1号'),)}
    """
    if not page.head:
        return {}
    end = page.line_ends[page.head - 1] + 1
    found: dict[int, Facts] = {}
    place = page.folded.find("号", 0, end)
    while place >= 0:
        k = page.line_of(place)
        text = page.text(k) if page.end(k) == place + 1 else ""
        if k not in page.chosen and len(text) <= LONGEST and is_document_number(text):
            found[k] = (("document_number", page.original(k, 0, len(text))),)
        place = page.folded.find("号", place + 1, end)
    return found if len(found) == 1 else {}
