"""The clean document: text, structure and facts, with the reason of every change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NoReturn

import msgspec

from zxclean import jsontext
from zxclean.assemble import Parts
from zxclean.packed import Packed, PackedTrace, pack, parts_of
from zxclean.records import Block, Change, Garble, Mask, Metadata, Note, Truncation
from zxclean.rewriting import undo
from zxclean.trace import RecordedTrace, Trace


class _ChangeRecord(msgspec.Struct, frozen=True, gc=False):
    source_start: int
    source_end: int
    start: int
    end: int
    before: str
    after: str
    notes: tuple[int, ...]


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """A document as JSON has it; `escape` tells that surrogates are written with it."""

    text: str
    title: str | None
    subtitle: str | None
    blocks: tuple[Block, ...]
    metadata: Metadata
    truncations: tuple[Truncation, ...]
    completeness: float | None
    masks: tuple[Mask, ...]
    garbles: tuple[Garble, ...]
    script: str | None
    source_script: str | None
    encoding: str | None
    changes: tuple[_ChangeRecord, ...]
    notes: tuple[Note, ...]


class Document:
    """A cleaned page. Frozen; made by `zxclean.clean`, not by hand.

    Every part but `text` and `source` is made when it is first asked for. Documents compare
    by everything they hold, and hash by source and text.

    >>> import zxclean
    >>> doc = zxclean.clean("\\u4eca\\u5929,\\u6674\\u3002")
    >>> doc.text == "\\u4eca\\u5929\\uff0c\\u6674\\u3002", doc.to_source(2, 3)
    (True, (2, 3))
    """

    __slots__ = ("__dict__", "_trace", "encoding", "source", "text")

    text: str
    source: str
    encoding: str | None
    _trace: Trace

    def __init__(self, trace: Trace, encoding: str | None = None) -> None:
        put = object.__setattr__
        put(self, "_trace", trace)
        put(self, "source", trace.source)
        put(self, "text", trace.text)
        put(self, "encoding", encoding)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Document is frozen: {name!r} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a Document is frozen: {name!r} cannot be deleted")

    @cached_property
    def _parts(self) -> Parts:
        return parts_of(self._trace)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What every stretch of the text is, in order."""
        return self._parts.blocks

    @property
    def title(self) -> str | None:
        """The title, or `None` where the page has none."""
        return self._first("title")

    @property
    def subtitle(self) -> str | None:
        """The subtitle, or `None`."""
        return self._first("subtitle")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Every block but title and subtitle."""
        return tuple(
            self.text[b.start : b.end] for b in self.blocks if b.kind not in ("title", "subtitle")
        )

    @property
    def metadata(self) -> Metadata:
        """Facts the page states about its article."""
        return self._parts.metadata

    @property
    def truncations(self) -> tuple[Truncation, ...]:
        """Where the page leaves out part of the article."""
        return self._parts.truncations

    @property
    def completeness(self) -> float | None:
        """Share of the article at hand, 0 to 1, where the page tells it."""
        return self._parts.completeness

    @property
    def masks(self) -> tuple[Mask, ...]:
        """Hidden names and numbers, restored or not."""
        return self._parts.masks

    @property
    def garbles(self) -> tuple[Garble, ...]:
        """Wrongly decoded stretches, restored or not."""
        return self._parts.garbles

    @property
    def script(self) -> str | None:
        """Script of `text`: `hans`, `hant`, `mixed`, or `None` where no character tells."""
        return self._parts.script

    @property
    def source_script(self) -> str | None:
        """Script of `source`, likewise."""
        return self._parts.source_script

    @property
    def changes(self) -> tuple[Change, ...]:
        """The minimal edit script from `source` to `text`, sorted, not overlapping."""
        return self._trace.changes

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every step's reasons, in the order of the steps."""
        return self._trace.notes

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of `source` that `text[start:end]` came from, in code points.

        Text deleted beside the span is left out, inside it counts. A border inside a changed
        stretch moves to that stretch's border. An empty span where text was deleted gives the
        deleted text. Raises `IndexError` for a span outside the text.
        """
        import numpy as np

        self._check_span(start, end, self.text, "text")
        starts, ends = self._trace.alignment.to_old(np.array([start]), np.array([end]))
        return int(starts[0]), int(ends[0])

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of `text` that `source[start:end]` became, in code points.

        Text inserted at the span's edges is included, so that `from_source(*to_source(a, b))`
        always covers `(a, b)`. Raises `IndexError` for a span outside the source.
        """
        self._check_span(start, end, self.source, "source")
        return self._trace.alignment.covering_new(start, end)

    def to_dict(self) -> dict[str, Any]:
        """The document as plain dicts and lists, as `to_json` holds it.

        `changes` name their notes by index in `notes`. The source is not in it: `undo` of
        text and changes gives it back.
        """
        built: dict[str, Any] = msgspec.to_builtins(self._record())
        return built

    def to_json(self) -> str:
        """The document as one line of JSON; `Document.from_json` gives back an equal one."""
        record = self._record()
        try:
            return msgspec.json.encode(record).decode()
        except UnicodeEncodeError:
            return jsontext.encode_surrogates(msgspec.to_builtins(record))

    @classmethod
    def from_json(cls, data: str | bytes) -> Document:
        """The document that `to_json` wrote.

        Raises `ValueError` if the data is not such JSON or its changes do not fit its text.
        """
        try:
            if jsontext.is_escaped(data):
                record = msgspec.convert(jsontext.decode_surrogates(data), _Record)
            else:
                record = msgspec.json.decode(data, type=_Record)
        except (msgspec.DecodeError, json.JSONDecodeError, KeyError) as error:
            raise ValueError(f"not the JSON of a zxclean document: {error}") from error
        return _from_record(record)

    def to_markdown(self) -> str:
        """The document as Markdown: title, headings, lists, tables, captions in italics.

        Characters that Markdown would read as markup are escaped in prose.
        """
        from zxclean.markdown import render

        return render(self.text, self.blocks)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return (
            self.text == other.text
            and self.source == other.source
            and self.encoding == other.encoding
            and self._parts == other._parts
            and self._trace.rows() == other._trace.rows()
            and self.notes == other.notes
            and self._trace.notes_of_changes == other._trace.notes_of_changes
        )

    def __hash__(self) -> int:
        return hash((self.source, self.text))

    def __repr__(self) -> str:
        return (
            f"<Document {self.title or self.text[:20]!r}: {len(self.text)} code points, "
            f"{len(self._trace.rows())} changes>"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        packed = pack(self._trace, self._parts)
        if packed is None:
            return _from_record, (self._record(), self.source)
        return _from_packed, (self.source, self.text, self.encoding, packed)

    def _first(self, kind: str) -> str | None:
        for block in self.blocks:
            if block.kind == kind:
                return self.text[block.start : block.end]
        return None

    @staticmethod
    def _check_span(start: int, end: int, text: str, name: str) -> None:
        if not 0 <= start <= end <= len(text):
            raise IndexError(
                f"span ({start}, {end}) is not inside the {name} of {len(text)} code points"
            )

    def _record(self) -> _Record:
        edits = self._trace.alignment
        changes = map(
            _ChangeRecord,
            edits.old_start.tolist(),
            edits.old_end.tolist(),
            edits.new_start.tolist(),
            edits.new_end.tolist(),
            map(self.source.__getitem__, edits.old_slices()),
            map(self.text.__getitem__, edits.new_slices()),
            self._trace.notes_of_changes,
        )
        return _Record(
            text=self.text,
            title=self.title,
            subtitle=self.subtitle,
            **msgspec.structs.asdict(self._parts),
            encoding=self.encoding,
            changes=tuple(changes),
            notes=self.notes,
        )


def _from_packed(source: str, text: str, encoding: str | None, packed: Packed) -> Document:
    return Document(PackedTrace(source, text, packed), encoding)


def _from_record(record: _Record, source: str | None = None) -> Document:
    if source is None:
        source = undo(record.text, [_as_change(c) for c in record.changes])
    rows: Sequence[tuple[int, int, int, int]] = [
        (c.source_start, c.source_end, c.start, c.end) for c in record.changes
    ]
    trace = RecordedTrace(
        source, record.text, rows, record.notes, [c.notes for c in record.changes]
    )
    document = Document(trace, record.encoding)
    parts = {name: getattr(record, name) for name in Parts.__struct_fields__}
    document.__dict__["_parts"] = Parts(**parts)
    return document


def _as_change(record: _ChangeRecord) -> Change:
    return Change(
        record.source_start,
        record.source_end,
        record.start,
        record.end,
        record.before,
        record.after,
    )
