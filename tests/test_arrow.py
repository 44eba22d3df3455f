"""Arrow tables in and out: the same rows, and in them what the documents hold."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import zxclean
from zxclean.document import Document

pa = pytest.importorskip("pyarrow", reason="needs the extra arrow: pip install 'zxclean[arrow]'")

from zxclean import arrow  # noqa: E402
from zxclean.arrow_columns import Columns  # noqa: E402

DENSE = "\u5340(q\u016b)\u59d4\u653f\u5354(xi\u00e9)\u6703(hu\u00ec)\u8b70,\u6210\u7acb\u3002"
PAGE = (
    "\u8bb2\u8bdd\n\u6765\u6e90:\u91cd\u5e86\u6e1d\u4e2d \u53d1\u5e03\u65f6\u95f4:2019-10-10 14:31\n"
    "\u6253\u5370 \u6253\u5370\n\u8fd1\u5e74\u6765,\u533a\u59d4\u8d2f\u5f7b_\u603b\u4e66\u8bb0\u7684\u8bba\u8ff0,"
    "\u751f\u4ea7\u603b\u503c\u589e\u957f*%,\u63a8\u52a8\u653f \u2026\u2026"
    "(\u5feb\u6587\u7f51\u7701\u75651460\u5b57,\u6b63\u5f0f\u4f1a\u5458\u53ef\u5b8c\u6574\u9605\u8bfb)\u2026\u2026"
)
TEXTS = [DENSE, None, PAGE, "", "plain", "\u9352\u6a3a\u82ac\u6d93\ue160\u6d57", DENSE * 30]


def plain(value: Any) -> Any:
    """Tuples as lists, as Arrow gives them back."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def expected(text: Any) -> dict[str, Any]:
    """The row that a text should become, from its `to_dict`."""
    if text is None:
        return dict.fromkeys(arrow.OUTPUTS)
    document = zxclean.clean(text)
    row: dict[str, Any] = plain(document.to_dict())
    extra = row["metadata"]["extra"].items()
    row["metadata"]["extra"] = [{"name": name, "value": value} for name, value in extra]
    for note in row["notes"]:
        for span in ("source_span", "span"):
            note[span] = dict(zip(("start", "end"), note[span], strict=True))
    return {**row, "paragraphs": list(document.paragraphs)}


def test_rows_hold_what_documents_hold() -> None:
    table = pa.table({"id": range(len(TEXTS)), "text": TEXTS})
    cleaned = arrow.clean_table(table)
    cleaned.validate(full=True)
    assert cleaned.schema == arrow.clean_schema(table.schema)
    assert cleaned.column_names == ["id", *arrow.OUTPUTS]
    for number, (row, text) in enumerate(zip(cleaned.to_pylist(), TEXTS, strict=True)):
        assert row == {"id": number, **expected(text)}


def test_every_field_of_the_records_is_a_column() -> None:
    fields = set(zxclean.clean(PAGE).to_dict()) | {"paragraphs"}
    assert set(arrow.OUTPUTS) == fields
    assert {"paragraphs", "script"} < set(arrow.CONTENT)
    assert all(
        isinstance(getattr(Document, n, None), property) for n in fields - {"encoding", "text"}
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_batches_stay_apart_and_in_order(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "CHUNK_BYTES", 100)
    batches = [
        pa.record_batch({"page": TEXTS[:4]}),
        pa.record_batch({"page": pa.array([], pa.string())}),
        pa.record_batch({"page": TEXTS}).slice(2, 3),
    ]
    made = list(arrow.clean_batches(iter(batches), "page", workers))
    assert [batch.column("page") for batch in made] == [batch.column("page") for batch in batches]
    rows = [row for batch in made for row in batch.select(arrow.OUTPUTS).to_pylist()]
    assert rows == [expected(text) for text in (*TEXTS[:4], *TEXTS[2:5])]
    for batch in made:
        batch.validate(full=True)


def test_batches_are_read_lazily() -> None:
    taken: list[int] = []

    def source() -> Any:
        for number in range(5):
            taken.append(number)
            yield pa.record_batch({"text": [DENSE]})

    cleaned = arrow.clean_batches(source())
    next(cleaned)
    assert taken == [0]


def test_large_batches_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "SLICE_BYTES", 40)
    batch = pa.record_batch({"text": TEXTS})
    assert len(list(arrow.clean_batches([batch], outputs=("text",)))) > 2
    whole = arrow.clean_table(batch, outputs=("text",))
    assert isinstance(whole, pa.RecordBatch)
    assert whole.column("text").to_pylist() == [expected(text)["text"] for text in TEXTS]


@pytest.mark.parametrize(
    "kind",
    [
        pa.large_string(),
        pa.string_view(),
        pa.binary(),
        pa.large_binary(),
        pa.binary_view(),
        pa.dictionary(pa.int32(), pa.string()),
    ],
    ids=str,
)
def test_all_types_of_text(kind: Any) -> None:
    values: list[Any] = [*TEXTS]
    if "binary" in str(kind):
        values = [None if text is None else text.encode() for text in TEXTS]
    table = pa.table({"text": pa.array(values, kind)}).slice(1)
    cleaned = arrow.clean_table(table, outputs=("text", "encoding"))
    rows = [expected(value) for value in values[1:]]
    assert cleaned.to_pylist() == [{k: row[k] for k in ("text", "encoding")} for row in rows]


def test_nothing_but_nulls() -> None:
    for table in (pa.table({"text": pa.nulls(2)}), pa.table({"text": pa.array([], pa.string())})):
        cleaned = arrow.clean_table(table)
        assert cleaned.num_rows == table.num_rows
        assert cleaned["notes"].null_count == table.num_rows


def test_strings_that_are_no_utf8_are_decoded() -> None:
    raw = "\u533a\u59d4\u4f1a\u8bae\u5728\u5317\u4eac\u53ec\u5f00\u3002".encode("gbk")
    broken = pa.array([b"plain", None, raw]).view(pa.string())
    cleaned = arrow.clean_table(pa.table({"text": broken}), outputs=("text", "encoding"))
    assert cleaned["text"].to_pylist() == ["plain", None, raw.decode("gbk")]
    assert cleaned["encoding"].to_pylist()[0] is None


def test_surrogates_become_replacement_characters() -> None:
    columns = Columns(("text", "changes"))
    document = zxclean.clean("\u5340\ud83d\u59d4")
    columns.add(document)
    row = columns.finish().to_pylist()[0]
    assert row["text"] == document.text.replace("\ud83d", "\ufffd")


def test_other_columns_are_never_overwritten() -> None:
    table = pa.table({"title": ["kept"], "content": [DENSE]})
    with pytest.raises(ValueError, match=r"'title' already.*prefix="):
        arrow.clean_table(table, "content")
    cleaned = arrow.clean_table(table, "content", prefix="clean_")
    assert cleaned.column_names == ["title", "content", *(f"clean_{n}" for n in arrow.OUTPUTS)]
    assert cleaned["title"].to_pylist() == ["kept"]
    assert cleaned["content"].to_pylist() == [DENSE]


def test_options_and_outputs_are_checked_at_once() -> None:
    table = pa.table({"text": [DENSE], "id": [1]})
    with pytest.raises(ValueError, match=r"no column named 'page'; there are text, id"):
        arrow.clean_table(table, "page")
    with pytest.raises(TypeError, match="'id' holds int64"):
        arrow.clean_table(table, "id")
    with pytest.raises(ValueError, match="must be some of text, title"):
        arrow.clean_batches([], outputs=("texts",))
    with pytest.raises(ValueError, match="workers=0"):
        arrow.clean_batches([], workers=0)
    with pytest.raises(TypeError, match="unknown option"):
        arrow.clean_batches([], scripts="hans")  # type: ignore[call-arg]


def test_options_reach_the_pipeline() -> None:
    table = pa.table({"text": [DENSE]})
    kept = arrow.clean_table(table, outputs=("text",), script="keep")["text"][0].as_py()
    assert kept == zxclean.clean(DENSE, script="keep").text != zxclean.clean(DENSE).text


def test_anything_with_an_arrow_stream_is_taken() -> None:
    class Frame:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.table({"text": [DENSE]}).__arrow_c_stream__(requested_schema)

    cleaned = arrow.clean_table(Frame(), outputs=("text",))
    assert cleaned["text"].to_pylist() == [zxclean.clean(DENSE).text]


def test_missing_pyarrow_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name in ("zxclean.arrow", "zxclean.arrow_columns", "zxclean.arrow_texts"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr(zxclean, "arrow")
    with pytest.raises(ModuleNotFoundError, match=r'pip install "zxclean\[arrow\]"'):
        __import__("zxclean.arrow")
