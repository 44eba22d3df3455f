"""A trace as bytes: what a document is pickled to on its way from a worker process.

What the steps proposed is enough. It is applied again, by the same engine, when somebody asks for
changes or notes, so neither process makes records that nobody wants: a converted page has a note
for one character in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np

from zxclean.assemble import Parts, assemble
from zxclean.engine import Layer, apply
from zxclean.proposals import Edit, EditColumns, Mark
from zxclean.records import Block, Note
from zxclean.trace import RecordedTrace, Trace
from zxclean.view import TextView

Packed = tuple[bytes, bytes]
"""The parts of the document and the proposals of the steps, each to be unpacked by itself."""

_PARTS = msgspec.msgpack.Decoder(Parts)
_astuple = msgspec.structs.astuple


class PackedTrace(Trace):
    """A trace whose layers are made from the packed proposals when they are first needed."""

    def __init__(self, source: str, text: str, packed: Packed) -> None:
        self.source = source
        self.text = text
        self.packed = packed

    def __getattr__(self, name: str) -> Any:
        if name not in ("_layers", "_head"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        layers, head = _unpack_layers(self.source, self.packed[1])
        super().__init__(self.source, self.text, layers, head)
        return self.__dict__[name]

    @cached_property
    def parts(self) -> Parts:
        """The parts of the document."""
        return _PARTS.decode(self.packed[0])


def pack(trace: Trace, parts: Parts) -> Packed | None:
    """The trace and its parts as bytes; `None` if they hold what MessagePack cannot.

    That are lone surrogates, and what a step of one's own may put into its proposals.
    """
    if isinstance(trace, PackedTrace):
        return trace.packed
    if isinstance(trace, RecordedTrace):
        return None
    rows = [_pack_layer(layer) for layer in trace._layers]
    try:
        stored = msgspec.msgpack.encode((rows, [_astuple(note) for note in trace._head]))
        return msgspec.msgpack.encode(parts), stored
    except (TypeError, UnicodeEncodeError, OverflowError):
        return None


def parts_of(trace: Trace) -> Parts:
    """The parts of the document that `trace` led to."""
    return trace.parts if isinstance(trace, PackedTrace) else assemble(trace)


def _pack_layer(layer: Layer) -> tuple[object, ...]:
    return (
        layer.normalizer,
        [_astuple(edit) for edit in layer.singles],
        [_pack_columns(columns) for columns in layer.columns],
        [_astuple(mark) for mark in layer.marks],
        [_astuple(block) for block in layer.blocks],
    )


def _pack_columns(columns: EditColumns) -> tuple[object, ...]:
    after: object = columns.after
    if isinstance(after, np.ndarray):
        after = after.astype("<u4").tobytes()
    elif not isinstance(after, str):
        after = list(columns.after)
    return (
        columns.starts.astype("<i4").tobytes(),
        columns.ends.astype("<i4").tobytes(),
        after,
        *(getattr(columns, name) for name in _REASON),
    )


_REASON = EditColumns.__struct_fields__[3:]


def _unpack_layers(source: str, stored: bytes) -> tuple[list[Layer], tuple[Note, ...]]:
    rows, head = msgspec.msgpack.decode(stored)
    layers: list[Layer] = []
    text = source
    for name, edits, columns, marks, blocks in rows:
        proposals = [
            *(_with_facts(Edit, row) for row in edits),
            *map(_unpack_columns, columns),
            *(_with_facts(Mark, row) for row in marks),
            *(Block(*row) for row in blocks),
        ]
        layer, text = apply(TextView(text), name, proposals)
        layers.append(layer)
    return layers, tuple(_unpack_note(row) for row in head)


def _with_facts(record: Any, row: list[Any]) -> Any:
    at = record.__struct_fields__.index("facts")
    row[at] = tuple(map(tuple, row[at]))
    return record(*row)


def _unpack_columns(row: Sequence[Any]) -> EditColumns:
    starts, ends = (np.frombuffer(column, "<i4").astype(np.int64) for column in row[:2])
    after = np.frombuffer(row[2], "<u4") if isinstance(row[2], bytes) else row[2]
    return EditColumns(starts, ends, after, *row[3:])


def _unpack_note(row: Sequence[Any]) -> Note:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Note(*values)
