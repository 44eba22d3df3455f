"""Clean a text column of Arrow data; what a `Document` holds comes back as columns.

    import zxclean.arrow as za
    table = za.clean_table(table)                                  # pyarrow, Polars, DuckDB
    frame = polars.from_arrow(za.clean_table(frame))
    table = za.clean_table(duckdb.sql("from 'pages.parquet'"))
    dataset = dataset.map_batches(za.clean_table, batch_format="pyarrow")           # Ray
    frame = frame.mapInArrow(za.clean_batches, to_spark(za.clean_schema(schema)))   # Spark

The last two hand over one batch at a time. `clean_table` takes whatever offers the Arrow
PyCapsule interface. Needs the extra `arrow`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Unpack

from zxclean.options import OptionValues
from zxclean.pipeline import Pipeline
from zxclean.standard import default_pipeline
from zxclean.workers import map_in_processes

try:
    import pyarrow as pa
except ModuleNotFoundError as error:
    if error.name != "pyarrow":
        raise
    raise ModuleNotFoundError(
        'zxclean.arrow needs pyarrow: pip install "zxclean[arrow]"', name="pyarrow"
    ) from error

from zxclean.arrow_columns import TYPES, Columns
from zxclean.arrow_texts import check_text_type, cut_rows, plain_texts, read_texts

__all__ = ["CONTENT", "OUTPUTS", "clean_batches", "clean_schema", "clean_table"]

OUTPUTS = tuple(TYPES)
"""The columns that can be had, in their order; see `clean_schema` for their types."""

CONTENT = tuple(name for name in OUTPUTS if name not in ("changes", "notes"))
"""All columns but `changes` and `notes`, which are the larger half of the output."""

SLICE_BYTES = 1 << 28
"""A batch with more text than this comes back as several: offsets of Arrow strings have 31 bits,
and cleaning with all outputs writes two to three times the bytes it reads."""

CHUNK_BYTES = 600_000
"""Bytes of text that a worker process gets at a time, about 200,000 code points."""

CHUNK_ROWS = 256


def clean_table(
    data: pa.Table | pa.RecordBatch | object,
    column: str = "text",
    workers: int | None = None,
    *,
    outputs: Collection[str] = OUTPUTS,
    prefix: str = "",
    **options: Unpack[OptionValues],
) -> pa.Table | pa.RecordBatch:
    """The same rows with what cleaning `column` yields, as columns of Arrow types.

    `data` is a table, a record batch (then the result is one) or any object with
    `__arrow_c_stream__`. `column` holds strings of any Arrow type or bytes, which are decoded as
    `zxclean.clean` does; a null is null in every output. An output named like `column` takes its
    place, every other column is kept. `outputs` says which columns of `OUTPUTS` are made,
    `prefix` is put before their names. `workers` is the number of processes, `None` or 1 for
    this one. Lone surrogates, which Arrow strings cannot hold, become U+FFFD.

    Raises `ValueError` if there is no such column, an output would be named like another column,
    or an output is unknown, `TypeError` if the column is not text; the options are those of
    `zxclean.clean`.

    >>> table = pa.table({"text": ["\\u5340\\u59d4", None], "id": [7, 8]})
    >>> cleaned = clean_table(table, outputs=("text", "changes"))
    >>> cleaned["text"].to_pylist(), cleaned["id"].to_pylist()
    (['区委', None], [7, 8])
    >>> [(c["before"], c["after"]) for c in cleaned["changes"][0].as_py()]
    [('\u5340', '区')]
    """
    if isinstance(data, pa.RecordBatch):
        made = clean_batches([data], column, workers, outputs=outputs, prefix=prefix, **options)
        return _join(list(made))
    table = data if isinstance(data, pa.Table) else pa.table(data)
    schema = clean_schema(table.schema, column, outputs=outputs, prefix=prefix)
    batches = clean_batches(
        table.to_batches(), column, workers, outputs=outputs, prefix=prefix, **options
    )
    return pa.Table.from_batches(batches, schema)


def clean_batches(
    batches: Iterable[pa.RecordBatch],
    column: str = "text",
    workers: int | None = None,
    *,
    outputs: Collection[str] = OUTPUTS,
    prefix: str = "",
    **options: Unpack[OptionValues],
) -> Iterator[pa.RecordBatch]:
    """Like `clean_table`, lazily and in order, a batch at a time.

    A batch comes back as one, or as several if it holds more than `SLICE_BYTES` of text. Batches
    may also come from a `RecordBatchReader`. Options are checked at once, columns when the first
    batch is there.

    >>> batch = pa.record_batch({"page": ["\\u5340\\u59d4"]})
    >>> [made.column_names for made in clean_batches([batch], "page", outputs=("text",))]
    [['page', 'text']]
    """
    wanted = _check_outputs(outputs)
    if workers is not None and workers < 1:
        raise ValueError(f"workers={workers!r} must be 1 or more, or None for one")
    clean = _CleanColumn(default_pipeline(**options), wanted)
    return _clean_batches(batches, column, workers or 1, clean, prefix)


def clean_schema(
    schema: pa.Schema,
    column: str = "text",
    *,
    outputs: Collection[str] = OUTPUTS,
    prefix: str = "",
) -> pa.Schema:
    """The schema of what `clean_table` makes of a table with this one; it raises the same.

    Offsets are int32 code points. `metadata` is a struct with the fields of `zxclean.Metadata`,
    its `extra` a list of names and values; `blocks`, `changes`, `notes`, `truncations`, `masks`
    and `garbles` are lists of structs with the fields of the records, a span being a struct of
    start and end, the notes of a change their indices in `notes`.

    >>> clean_schema(pa.schema({"text": pa.string()}), outputs=("text", "title", "script")).names
    ['text', 'title', 'script']
    """
    return _plan(schema, column, _check_outputs(outputs), prefix).schema


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where each column of the result comes from: the name of an output, or `None` if kept."""

    schema: pa.Schema
    sources: tuple[str | None, ...]

    def fill(self, batch: pa.RecordBatch, made: pa.RecordBatch) -> pa.RecordBatch:
        arrays = [
            batch.column(name) if source is None else made.column(source)
            for name, source in zip(self.schema.names, self.sources, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


def _plan(schema: pa.Schema, column: str, outputs: Sequence[str], prefix: str) -> _Plan:
    found = schema.get_all_field_indices(column)
    if len(found) != 1:
        problem = "no column" if not found else f"{len(found)} columns"
        raise ValueError(f"{problem} named {column!r}; there are {', '.join(schema.names)}")
    check_text_type(schema.field(found[0]).type, column)
    made: dict[str, str] = {prefix + output: output for output in outputs}
    for name in schema.names:
        if name in made and name != column:
            raise ValueError(
                f"there is a column {name!r} already: rename it, leave it out of outputs=, or give "
                "prefix= to name the new columns otherwise"
            )
    fields = [(field, made.pop(field.name, None)) for field in schema]
    fields += [(pa.field(name, TYPES[output]), output) for name, output in made.items()]
    return _Plan(
        pa.schema(
            [pa.field(f.name, TYPES[source]) if source else f for f, source in fields],
            schema.metadata,
        ),
        tuple(source for _, source in fields),
    )


def _check_outputs(outputs: Collection[str]) -> tuple[str, ...]:
    unknown = [name for name in outputs if name not in OUTPUTS]
    if isinstance(outputs, str) or unknown:
        raise ValueError(f"outputs={outputs!r} must be some of {', '.join(OUTPUTS)}")
    return tuple(name for name in OUTPUTS if name in outputs)


@dataclass(frozen=True, slots=True)
class _CleanColumn:
    """Texts in, columns of documents out: what a worker process does."""

    pipeline: Pipeline
    outputs: tuple[str, ...]

    def __call__(self, stored: bytes) -> bytes:
        """The same as `make`, from and to the Arrow IPC format, which is copied as it is."""
        with pa.ipc.open_stream(stored) as reader:
            return _store(self.make(reader.read_next_batch().column(0)))

    def make(self, texts: pa.Array) -> pa.RecordBatch:
        columns = Columns(self.outputs)
        for text in read_texts(texts):
            columns.add(None if text is None else self.pipeline(text))
        return columns.finish()


def _clean_batches(
    batches: Iterable[pa.RecordBatch], column: str, workers: int, clean: _CleanColumn, prefix: str
) -> Generator[pa.RecordBatch, None, None]:
    plans: dict[pa.Schema, _Plan] = {}
    waiting: deque[tuple[_Plan, pa.RecordBatch, int]] = deque()

    def planned() -> Iterator[tuple[_Plan, pa.RecordBatch, pa.Array]]:
        for batch in batches:
            if batch.schema not in plans:
                plans[batch.schema] = _plan(batch.schema, column, clean.outputs, prefix)
            texts = plain_texts(batch.column(column))
            for start, end in cut_rows(texts, SLICE_BYTES):
                rows = batch.slice(start, end - start)
                yield plans[batch.schema], rows, texts.slice(start, end - start)

    def chunks() -> Iterator[bytes]:
        for plan, rows, texts in planned():
            cuts = list(cut_rows(texts, CHUNK_BYTES, CHUNK_ROWS))
            waiting.append((plan, rows, len(cuts)))
            for start, end in cuts:
                part = texts.slice(start, end - start)
                yield _store(pa.RecordBatch.from_arrays([part], ["text"]))

    if workers == 1:
        for plan, rows, texts in planned():
            yield plan.fill(rows, clean.make(texts))
        return
    answers = map_in_processes(clean, chunks(), workers, size=len)
    with closing(answers):
        parts: list[pa.RecordBatch] = []
        for answer in answers:
            with pa.ipc.open_stream(answer) as reader:
                parts.append(reader.read_next_batch())
            plan, rows, count = waiting[0]
            if len(parts) == count:
                waiting.popleft()
                yield plan.fill(rows, _join(parts))
                parts = []


def _join(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    whole = pa.Table.from_batches(batches).combine_chunks().to_batches()
    return whole[0] if whole else batches[0]


def _store(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    stored: bytes = sink.getvalue().to_pybytes()
    return stored
