"""The records of the public contract: what a clean document is made of.

All offsets count code points; `start` is inclusive, `end` exclusive.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["remove", "insert", "replace", "restore", "convert", "mark", "decode"]
"""What a note says was done; `mark` and `decode` report without a change."""

BlockKind: TypeAlias = Literal[
    "title", "subtitle", "heading", "paragraph", "caption", "byline", "list", "table"
]


class Note(msgspec.Struct, frozen=True, gc=False):
    """One step's reason for a change, or a report on something left as it was.

    `before` and `after` are what the step itself saw and wrote; `source_span` and `span` say
    where that lies in the source and in the clean text.

    >>> import zxclean
    >>> zxclean.clean("\\u5340(q\\u016b)\\u59d4").notes[0].rule
    'glosses.pinyin'
    """

    normalizer: str
    rule: str
    kind: Kind
    source_span: tuple[int, int]
    span: tuple[int, int]
    before: str
    after: str
    confidence: float
    message: str


class Change(msgspec.Struct, frozen=True, gc=False):
    """One step of the minimal edit script from the source to the clean text."""

    source_start: int
    source_end: int
    start: int
    end: int
    before: str
    after: str
    notes: tuple[Note, ...] = ()


class Mask(msgspec.Struct, frozen=True, gc=False):
    """A name or number the page hides; `restored` is `None` where it cannot be known."""

    start: int
    end: int
    raw: str
    restored: str | None
    confidence: float


class Garble(msgspec.Struct, frozen=True, gc=False):
    """A wrongly decoded stretch; `restored` is `None` where its bytes are gone."""

    start: int
    end: int
    raw: str
    restored: str | None
    confidence: float


class Truncation(msgspec.Struct, frozen=True, gc=False):
    """A place where the page leaves out part of the article.

    Counts are characters as the page states them, `None` where it does not; sites count in
    ways of their own (the seed's 3797 shown were 3555), so take them as the page's word.
    """

    start: int
    where: Literal["middle", "end"]
    omitted_chars: int | None
    total_chars: int | None
    shown_chars: int | None
    marker: str


class Block(msgspec.Struct, frozen=True, gc=False):
    """A stretch of text and what it is. Normalizers may yield blocks: the first that do win."""

    kind: BlockKind
    start: int
    end: int


class Metadata(msgspec.Struct, frozen=True):
    """Facts the page states about its article, in the page's own words.

    `published_at` is ISO 8601 in the page's own precision; `related` holds the titles of
    previous, next and related articles; `extra` every further field under its own name.
    """

    source: str | None = None
    author: str | None = None
    editor: str | None = None
    publication: str | None = None
    published_at: str | None = None
    document_number: str | None = None
    url: str | None = None
    related: tuple[str, ...] = ()
    extra: dict[str, str] = {}
