"""The numbers of pages and how many there are, on lines of their own.

A form that tells a page number in one place is text in another, so each place asks for its own:
above the headline a bare figure may number a chapter and only signs around it tell; behind the
prose a span of figures is one of pages beside furniture only; between the text and what is cut off
below it one figure is what is left of a pager. Between the halves of a sentence a bare number can
be nothing else.
"""

from __future__ import annotations

import re

_SIGNED = re.compile(r"@{1,2}\s?\d{1,4}|[(\[]\s?\d{1,3}\s?/\s?\d{1,3}\s?[)\]]|-\s\d{1,4}\s-")
_EXTENT = re.compile(
    r"第\s?\d{1,4}\s?页\s?[/,]?\s?共\s?\d{1,4}\s?页|共\s?\d{1,4}\s?页|(?:P{1,2}\.?\s?)?\d{1,4}\s?[-\u2013\u2014/]\s?\d{1,4}"
)
_PAGER = re.compile(
    r"共 ?\d{1,3} ?页|\d ?/ ?\d{1,3} ?下一页|余下全文|(?:剩余|还剩|还有) ?\d{1,4} ?页"
)
_PAGE_MARK = re.compile(
    r"[-\u2013\u2014(\u00b7 ]{0,3}(?:第 ?)?\d{1,4} ?(?:页|/ ?\d{1,4}(?: ?页)?)?(?:[,/ ]{0,2}共 ?\d{1,4} ?页)?"
    r"[-\u2013\u2014)\u00b7 ]{0,3}|Page \d{1,4}(?: of \d{1,4})?"
)
"""The number of a page on a line of its own, between two pages of a document."""


def is_signed_page(line: str) -> bool:
    """Whether a folded line is the number of a page with signs or brackets around it.

    >>> is_signed_page("- 12 -"), is_signed_page("(1/3)"), is_signed_page("12")
    (True, True, False)
    """
    return _SIGNED.fullmatch(line) is not None


def is_extent(line: str) -> bool:
    """Whether a folded line says how many pages there are, or from which to which.

    >>> is_extent("共8页"), is_extent("PP. 12-18"), is_extent("12")
    (True, True, False)
    """
    return _EXTENT.fullmatch(line) is not None


def is_figure_of_pager(line: str) -> bool:
    """Whether a line is one figure of a row of pages.

    >>> is_figure_of_pager("3"), is_figure_of_pager("2019")
    (True, False)
    """
    return len(line) <= 2 and line.isdecimal()


def counts_own_pages(line: str) -> bool:
    """Whether a row of pages counts those of the article: it stands below a list of others too,
    where a bare `上一页 1 2 3 下一页` turns over the list.

    >>> counts_own_pages("共 3 页 1 2 3 下一页"), counts_own_pages("上一页 1 2 3 下一页")
    (True, False)
    """
    return _PAGER.search(line) is not None


def is_page_mark(line: str) -> bool:
    """Whether a folded line is the number of a page.

    >>> is_page_mark("- 12 -"), is_page_mark("第3页 共8页"), is_page_mark("12人")
    (True, True, False)
    """
    return _PAGE_MARK.fullmatch(line) is not None
