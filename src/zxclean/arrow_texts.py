"""Texts of an Arrow column, whatever its type, for `zxclean.arrow`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_VIEWS = {
    getattr(pa, view)(): getattr(pa, plain)()
    for view, plain in (("string_view", "large_string"), ("binary_view", "large_binary"))
    if hasattr(pa, view)  # since pyarrow 16
}

READ_ROWS = 256
"""Rows that are Python strings at a time."""


def check_text_type(kind: pa.DataType, column: str) -> None:
    """Raise `TypeError` if a column of that type holds neither strings nor bytes."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = [pa.types.is_string, pa.types.is_large_string, pa.types.is_null]
    tests += [pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary]
    if kind not in _VIEWS and not any(test(kind) for test in tests):
        raise TypeError(f"column {column!r} holds {kind}, not strings or bytes")


def plain_texts(texts: pa.Array) -> pa.Array:
    """The same values as strings or bytes with offsets, which views and dictionaries are not."""
    if pa.types.is_dictionary(texts.type):
        texts = texts.dictionary_decode()
    if pa.types.is_null(texts.type):
        return texts.cast(pa.string())
    if pa.types.is_fixed_size_binary(texts.type):
        return texts.cast(pa.large_binary())
    if texts.type not in _VIEWS:
        return texts
    try:
        return texts.cast(_VIEWS[texts.type])
    except pa.ArrowNotImplementedError:  # views of old releases, 17 for one, cannot be cast
        return pa.array(texts.to_pylist(), _VIEWS[texts.type])


def cut_rows(texts: pa.Array, size: int, rows: int | None = None) -> Iterator[tuple[int, int]]:
    """Ranges of at most so many rows and bytes, but of one row at least; one if there is none."""
    lengths = pc.fill_null(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    ends = lengths.cumsum(dtype=np.int64)
    start, before = 0, 0
    while True:
        end = int(np.searchsorted(ends, before + size, "right"))
        end = min(max(end, start + 1), len(ends))
        if rows is not None:
            end = min(end, start + rows)
        yield start, end
        if end == len(ends):
            return
        start, before = end, int(ends[end - 1])


def read_texts(texts: pa.Array) -> Iterator[str | bytes | None]:
    """The values; bytes for a string that is not the UTF-8 it should be."""
    for at in range(0, len(texts), READ_ROWS):
        part = texts.slice(at, READ_ROWS)
        try:
            yield from part.to_pylist()
        except UnicodeDecodeError:
            large = pa.types.is_large_string(part.type)
            stored = part.view(pa.large_binary() if large else pa.binary())
            yield from map(_decode, stored.to_pylist())


def _decode(raw: bytes | None) -> str | bytes | None:
    try:
        return None if raw is None else raw.decode()
    except UnicodeDecodeError:
        return raw
