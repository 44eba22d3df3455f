"""The parser, and what keeps its cost linear for pages made to slow it down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zxclean.html.hints import names

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

FEW_TAGS = 2_000
"""Up to so many tags nothing a page nests can cost much: 2,000 unclosed ones take 0.05 s."""

DEPTH = 500
"""Deepest nesting (elements) that is kept; browsers stop at 512, and the deepest of 35 real pages
has 41. The tree building rules of HTML walk the open elements for every tag."""

FORMATS = 8
"""Most formatting elements left open at once that are kept: each of them is opened again in every
paragraph to come."""

ATTRIBUTES = 4_096
"""Longest run of attributes (code points) that is kept where a page is suspect."""

_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)"
    r"((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^>\s]*+))*+)>?"
)
_VOID = names(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dd dt tr td th thead tbody tfoot option optgroup colgroup rt rp head"
)
"""Void elements, and those that the next of their kind closes."""

_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
_ONCE = frozenset(("html", "body"))


class MissingExtraError(ImportError):
    """A package of an optional extra is not installed; the message has the command."""


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page.

    Raises `MissingExtraError` if selectolax is not installed.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise MissingExtraError(
            'clean_html needs the parser selectolax; install it with: pip install "zxclean[html]"'
        ) from error
    whole = html.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return LexborHTMLParser(tame(whole))


def tame(html: str) -> str:
    """The page without tags that would make tree building quadratic; others come back as is.

    Start tags below `DEPTH` open elements or `FORMATS` open formatting elements go, with their
    end tags, and so do attributes longer than `ATTRIBUTES` of a page that has such tags.

    >>> tame("<p><b>a</b>")
    '<p><b>a</b>'
    >>> tame("<div>" * 9_000).count("<div>") == DEPTH
    True
    """
    if html.count("<") <= FEW_TAGS and len(html) <= 16 * ATTRIBUTES:
        return html
    counter = _Counter()
    for tag in _TAG.finditer(html):
        if counter.drops(tag[1], tag[2].lower()) or len(tag[3]) > ATTRIBUTES:
            break
    else:
        return html
    counter = _Counter()

    def rewrite(tag: re.Match[str]) -> str:
        if counter.drops(tag[1], tag[2].lower()):
            return ""
        return f"<{tag[1]}{tag[2]}>" if len(tag[3]) > ATTRIBUTES else tag[0]

    return _TAG.sub(rewrite, html)


class _Counter:
    """Counts elements that are open, roughly, and those that were not let in."""

    def __init__(self) -> None:
        self._open = self._formats = self._refused = self._refused_formats = 0
        self._seen: set[str] = set()

    def drops(self, closing: str, name: str) -> bool:
        if name in _VOID:
            return False
        if name in _ONCE:
            known = name in self._seen
            self._seen.add(name)
            return known and not closing
        if name in _FORMATTING:
            self._formats, self._refused_formats, dropped = _count(
                closing, self._formats, self._refused_formats, FORMATS
            )
            return dropped
        self._open, self._refused, dropped = _count(closing, self._open, self._refused, DEPTH)
        return dropped


def _count(closing: str, inside: int, refused: int, most: int) -> tuple[int, int, bool]:
    if closing:
        return (inside, refused - 1, True) if refused else (max(0, inside - 1), 0, False)
    return (inside, refused + 1, True) if inside >= most else (inside + 1, 0, False)
