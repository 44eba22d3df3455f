"""Arrow arrays of texts read, and of what documents hold written, without a dict a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zxclean.document import Document
from zxclean.note_columns import NoteColumns, Reason, note_columns
from zxclean.records import Metadata

_SURROGATE = re.compile("[\ud800-\udfff]")
_STRING, _OFFSET, _SHARE = pa.string(), pa.int32(), pa.float64()
_SPAN = pa.struct({"start": _OFFSET, "end": _OFFSET})
_HIDDEN = {"start": _OFFSET, "end": _OFFSET, "raw": _STRING, "restored": _STRING}
_PLACES = {"source_start": _OFFSET, "source_end": _OFFSET, "start": _OFFSET, "end": _OFFSET}

TYPES: dict[str, pa.DataType] = {
    "text": _STRING,
    "title": _STRING,
    "subtitle": _STRING,
    "paragraphs": pa.list_(_STRING),
    "blocks": pa.list_(pa.struct({"kind": _STRING, "start": _OFFSET, "end": _OFFSET})),
    "metadata": pa.struct(
        {name: _STRING for name in Metadata.__struct_fields__ if name not in ("related", "extra")}
        | {
            "related": pa.list_(_STRING),
            "extra": pa.list_(pa.struct({"name": _STRING, "value": _STRING})),
        }
    ),
    "truncations": pa.list_(
        pa.struct(
            {"start": _OFFSET, "where": _STRING}
            | {"omitted_chars": pa.int64(), "total_chars": pa.int64(), "shown_chars": pa.int64()}
            | {"marker": _STRING}
        )
    ),
    "completeness": _SHARE,
    "masks": pa.list_(pa.struct({**_HIDDEN, "confidence": _SHARE})),
    "garbles": pa.list_(pa.struct({**_HIDDEN, "confidence": _SHARE})),
    "script": _STRING,
    "source_script": _STRING,
    "encoding": _STRING,
    "changes": pa.list_(
        pa.struct({**_PLACES, "before": _STRING, "after": _STRING, "notes": pa.list_(_OFFSET)})
    ),
    "notes": pa.list_(
        pa.struct(
            {"normalizer": _STRING, "rule": _STRING, "kind": _STRING}
            | {"source_span": _SPAN, "span": _SPAN, "before": _STRING, "after": _STRING}
            | {"confidence": _SHARE, "message": _STRING}
        )
    ),
}
"""The columns of documents, in their order, with their types."""


class _Maker(Protocol):
    def add(self, document: Document | None, columns: NoteColumns | None) -> None: ...

    def finish(self) -> pa.Array: ...


class Columns:
    """Columns that documents are added to, one after the other; each keeps only its own values."""

    def __init__(self, outputs: Sequence[str]) -> None:
        self._makers: dict[str, _Maker] = {
            name: _MAKERS.get(name, _Scalars)(name) for name in outputs
        }
        self._noted = not {"changes", "notes"}.isdisjoint(outputs)

    def add(self, document: Document | None) -> None:
        """Add a row: of nulls if there is no document."""
        columns = note_columns(document._trace) if self._noted and document is not None else None
        for maker in self._makers.values():
            maker.add(document, columns)

    def finish(self) -> pa.RecordBatch:
        """The rows added."""
        arrays = [maker.finish() for maker in self._makers.values()]
        return pa.RecordBatch.from_arrays(arrays, list(self._makers))


class _Scalars:
    """A column of strings or numbers."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._values: list[Any] = []

    def add(self, document: Document | None, columns: NoteColumns | None) -> None:
        self._values.append(None if document is None else getattr(document, self._name))

    def finish(self) -> pa.Array:
        return _array(self._values, TYPES[self._name])


class _Rows:
    """The ends of lists in a flat column; a row without a document is null."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.nulls: list[bool] = []

    def add(self, length: int | None) -> None:
        self.lengths.append(length or 0)
        self.nulls.append(length is None)

    def of(self, values: pa.Array, kind: pa.DataType) -> pa.Array:
        return _lists(self.lengths, values, kind, self.nulls)


class _Lists:
    """A column of lists: of strings, or of structs with the fields of a record."""

    def __init__(self, name: str) -> None:
        self._name, self._rows = name, _Rows()
        self._values: list[Any] = []

    def add(self, document: Document | None, columns: NoteColumns | None) -> None:
        values = () if document is None else getattr(document, self._name)
        self._rows.add(None if document is None else len(values))
        self._values.extend(values)

    def finish(self) -> pa.Array:
        kind = TYPES[self._name]
        item = kind.value_type
        if item == _STRING:
            return self._rows.of(_array(self._values, item), kind)
        arrays = [self._field(item.field(n)) for n in range(item.num_fields)]
        return self._rows.of(pa.StructArray.from_arrays(arrays, fields=list(item)), kind)

    def _field(self, field: pa.Field) -> pa.Array:
        return _array(list(map(attrgetter(field.name), self._values)), field.type)


class _Metadata:
    """The column of facts."""

    def __init__(self, name: str) -> None:
        self._kind = TYPES[name]
        self._facts: list[Metadata | None] = []

    def add(self, document: Document | None, columns: NoteColumns | None) -> None:
        self._facts.append(None if document is None else document.metadata)

    def finish(self) -> pa.Array:
        facts = [Metadata() if fact is None else fact for fact in self._facts]
        arrays = []
        for n in range(self._kind.num_fields):
            field = self._kind.field(n)
            values = [getattr(fact, field.name) for fact in facts]
            if field.type == _STRING:
                arrays.append(_array(values, _STRING))
                continue
            if field.name == "extra":
                keys = _array(list(chain.from_iterable(values)), _STRING)
                held = [value.values() for value in values]
                pairs = [keys, _array(list(chain.from_iterable(held)), _STRING)]
                flat = pa.StructArray.from_arrays(pairs, fields=list(field.type.value_type))
            else:
                flat = _array(list(chain.from_iterable(values)), _STRING)
            arrays.append(_lists(list(map(len, values)), flat, field.type))
        nulls = pa.array([fact is None for fact in self._facts], pa.bool_())
        return pa.StructArray.from_arrays(arrays, fields=list(self._kind), mask=nulls)


class _Changes:
    """The edit script, from the alignment's columns: no `Change` is made."""

    def __init__(self, name: str) -> None:
        self._kind, self._rows = TYPES[name], _Rows()
        self._places: list[NDArray[np.int64]] = [np.zeros((4, 0), np.int64)]
        self._texts: tuple[list[str], list[str]] = ([], [])
        self._notes = [np.zeros(0, np.int32)]
        self._counts = [np.zeros(0, np.int32)]

    def add(self, document: Document | None, columns: NoteColumns | None) -> None:
        if document is None or columns is None:
            self._rows.add(None)
            return
        a = document._trace.alignment
        self._rows.add(len(a))
        if not len(a):
            return
        self._places.append(np.stack((a.old_start, a.old_end, a.new_start, a.new_end)))
        befores, afters = self._texts
        befores.extend(map(document.source.__getitem__, a.old_slices()))
        news = map(slice, a.new_start.tolist(), a.new_end.tolist())
        afters.extend(map(document.text.__getitem__, news))
        self._notes.append(columns.of_change)
        self._counts.append(columns.counts)

    def finish(self) -> pa.Array:
        places = [pa.array(row) for row in np.concatenate(self._places, 1).astype(np.int32)]
        flat, counts = pa.array(np.concatenate(self._notes)), np.concatenate(self._counts)
        notes = _lists(counts.tolist(), flat, pa.list_(_OFFSET))
        befores, afters = (_array(texts, _STRING) for texts in self._texts)
        fields = list(self._kind.value_type)
        arrays = [*places, befores, afters, notes]
        return self._rows.of(pa.StructArray.from_arrays(arrays, fields=fields), self._kind)


class _Notes:
    """The reasons, from the layers' columns: no `Note` is made, and each reason kept once."""

    def __init__(self, name: str) -> None:
        self._kind, self._rows = TYPES[name], _Rows()
        self._numbers: dict[Reason, int] = {}
        self._reasons = [np.zeros(0, np.int32)]
        self._spans = [np.zeros((4, 0), np.int32)]
        self._texts: tuple[list[str], list[str]] = ([], [])

    def add(self, document: Document | None, columns: NoteColumns | None) -> None:
        if document is None or columns is None:
            self._rows.add(None)
            return
        self._rows.add(len(columns.reason))
        numbers = [self._numbers.setdefault(r, len(self._numbers)) for r in columns.reasons]
        self._reasons.append(np.array(numbers, np.int32)[columns.reason])
        self._spans.append(columns.spans)
        for held, texts in zip(self._texts, (columns.befores, columns.afters), strict=True):
            held.extend(texts)

    def finish(self) -> pa.Array:
        reason = pa.array(np.concatenate(self._reasons))
        parts = list(zip(*self._numbers, strict=True)) or [()] * 5
        kinds = (_STRING, _STRING, _STRING, _SHARE, _STRING)
        normalizer, rule, kind, confidence, message = (
            _array(list(part), kind).take(reason) for part, kind in zip(parts, kinds, strict=True)
        )
        ends = [pa.array(row) for row in np.concatenate(self._spans, 1)]
        fields = list(_SPAN)
        source_span, span = (
            pa.StructArray.from_arrays(pair, fields=fields) for pair in (ends[:2], ends[2:])
        )
        befores, afters = (_array(texts, _STRING) for texts in self._texts)
        arrays = [normalizer, rule, kind, source_span, span, befores, afters, confidence, message]
        fields = list(self._kind.value_type)
        return self._rows.of(pa.StructArray.from_arrays(arrays, fields=fields), self._kind)


_MAKERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("paragraphs", "blocks", "truncations", "masks", "garbles"), _Lists),
    "metadata": _Metadata,
    "changes": _Changes,
    "notes": _Notes,
}


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Like `pa.array`; a lone surrogate, which UTF-8 has no place for, becomes U+FFFD."""
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([value and _SURROGATE.sub("\ufffd", value) for value in values], kind)


def _lists(
    lengths: Sequence[int], values: pa.Array, kind: pa.DataType, nulls: Sequence[bool] = ()
) -> pa.Array:
    offsets = pa.array(np.fromiter(accumulate(lengths, initial=0), np.int32, len(lengths) + 1))
    mask = pa.array(nulls, pa.bool_()) if any(nulls) else None
    return pa.ListArray.from_arrays(offsets, values, type=kind, mask=mask)
