"""What must hold for every input: the invariants of the contract."""

from __future__ import annotations

import pickle
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zxclean
from strategies import any_text, page_text
from zxclean.view import HAN, TextView

OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "script": st.sampled_from(["hans", "hant", "tw", "hk", "dominant", "keep"]),
        "masks": st.sampled_from(["restore", "mark", "keep"]),
        "garbled": st.sampled_from(["restore", "mark", "keep"]),
        "chrome": st.sampled_from(["remove", "mark", "keep"]),
        "punctuation": st.sampled_from(["wide", "keep"]),
        "as_of": st.sampled_from([None, "2009-03", "2019-09-20"]),
    },
)

many = settings(max_examples=300, deadline=None)


@many
@given(page_text, OPTIONS)
def test_changes_rebuild_both_texts(text: str, options: dict[str, str]) -> None:
    doc = zxclean.clean(text, **options)  # type: ignore[arg-type]
    assert doc.source == text
    assert zxclean.replay(doc.source, doc.changes) == doc.text
    assert zxclean.undo(doc.text, doc.changes) == text
    edges = [(0, 0, 0, 0), *((c.source_start, c.source_end, c.start, c.end) for c in doc.changes)]
    edges.append((len(text), len(text), len(doc.text), len(doc.text)))
    for (_, s1, _, t1), (s0, _, t0, _) in pairwise(edges):
        assert s1 <= s0 and t1 <= t0
        assert text[s1:s0] == doc.text[t1:t0]
    for change in doc.changes:
        assert change.notes
        assert change.before == text[change.source_start : change.source_end]
        assert change.after == doc.text[change.start : change.end]
        assert change.before != change.after


@many
@given(page_text, OPTIONS)
def test_cleaning_twice_changes_nothing_more(text: str, options: dict[str, str]) -> None:
    once = zxclean.clean(text, **options).text  # type: ignore[arg-type]
    assert zxclean.clean(once, **options).text == once  # type: ignore[arg-type]


@many
@given(page_text)
def test_the_result_depends_on_the_input_alone(text: str) -> None:
    first = zxclean.clean(text)
    zxclean.clean("2022年1月10日,習近平總書記視察重慶。" + text[::-1])
    assert zxclean.clean(text) == first


@many
@given(page_text, OPTIONS)
def test_json_brings_back_an_equal_document(text: str, options: dict[str, str]) -> None:
    doc = zxclean.clean(text, **options)  # type: ignore[arg-type]
    written = doc.to_json()
    written.encode()  # no surrogate is left in it
    assert "\n" not in written
    back = zxclean.Document.from_json(written)
    assert back == doc and hash(back) == hash(doc)
    assert back.changes == doc.changes and back.notes == doc.notes
    assert back.to_json() == written
    assert pickle.loads(pickle.dumps(doc)) == doc


@many
@given(page_text, st.data())
def test_projections_cover_the_span_they_began_with(text: str, data: st.DataObject) -> None:
    doc = zxclean.clean(text)
    start = data.draw(st.integers(0, len(doc.text)))
    end = data.draw(st.integers(start, len(doc.text)))
    there = doc.to_source(start, end)
    back = doc.from_source(*there)
    assert back[0] <= start and end <= back[1]
    source_start = data.draw(st.integers(0, len(text)))
    source_end = data.draw(st.integers(source_start, len(text)))
    here = doc.from_source(source_start, source_end)
    assert 0 <= here[0] <= here[1] <= len(doc.text)
    again = doc.from_source(*doc.to_source(*here))
    assert again[0] <= here[0] and here[1] <= again[1]


@many
@given(page_text, OPTIONS)
def test_every_part_points_into_its_text(text: str, options: dict[str, str]) -> None:
    doc = zxclean.clean(text, **options)  # type: ignore[arg-type]
    position = 0
    for block in doc.blocks:
        assert position <= block.start < block.end <= len(doc.text)
        assert not doc.text[position : block.start].strip()
        position = block.end
    assert not doc.text[position:].strip()
    hidden_spots: list[zxclean.Mask | zxclean.Garble] = [*doc.masks, *doc.garbles]
    for hidden in hidden_spots:
        assert 0 <= hidden.start < hidden.end <= len(doc.text)
        assert hidden.raw in text
        if hidden.restored is not None:
            assert doc.text[hidden.start : hidden.end] == hidden.restored
    for cut in doc.truncations:
        assert 0 <= cut.start <= len(doc.text) and cut.marker in text
    for note in doc.notes:
        assert 0 <= note.source_span[0] <= note.source_span[1] <= len(text)
        assert 0 <= note.span[0] <= note.span[1] <= len(doc.text)
        assert note.normalizer and note.rule and 0 <= note.confidence <= 1 and note.message
    assert (doc.title or "") in doc.text and (doc.subtitle or "") in doc.text
    doc.to_markdown()


@many
@given(any_text.filter(lambda text: not TextView(text).has_chinese and "&" not in text))
def test_text_without_chinese_keeps_all_but_control_characters(text: str) -> None:
    def visible(piece: str) -> str:
        return "".join(c for c in piece if unicodedata.category(c) != "Cc")

    cleaned = zxclean.clean(text).text
    assert visible(cleaned) == visible(text)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\t\n" for c in cleaned)
    breaks = re.sub("\r\n?|[\x0b\x0c\x85]", "\n", text)
    assert [c for c in cleaned if c in "\t\n"] == [c for c in breaks if c in "\t\n"]


@many
@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    doc = zxclean.clean(data)
    assert zxclean.undo(doc.text, doc.changes) == doc.source
    assert doc.encoding
    assert zxclean.Document.from_json(doc.to_json()) == doc


@pytest.mark.parametrize(
    ("options", "error", "names"),
    [
        ({"colour": "red"}, TypeError, ["colour", "script", "masks", "as_of"]),
        ({"script": "latin"}, ValueError, ["latin", "hans", "dominant"]),
        ({"masks": True}, ValueError, ["True", "restore", "mark", "keep"]),
        ({"garbled": "fix"}, ValueError, ["fix", "restore", "mark", "keep"]),
        ({"chrome": "restore"}, ValueError, ["restore", "remove", "mark", "keep"]),
        ({"punctuation": ""}, ValueError, ["wide", "keep"]),
        ({"script": ["hans"]}, ValueError, ["hans"]),
        ({"encoding": "gbk-2"}, ValueError, ["gbk-2", "gb18030"]),
        ({"encoding": 8}, TypeError, ["8"]),
        ({"as_of": "2019-13"}, ValueError, ["2019-13"]),
        ({"as_of": "last year"}, ValueError, ["last year"]),
        ({"as_of": 2019}, TypeError, ["2019"]),
    ],
)
def test_unknown_options_are_refused(
    options: dict[str, object], error: type[Exception], names: list[str]
) -> None:
    for call in (
        lambda: zxclean.clean("", **options),  # type: ignore[arg-type]
        lambda: zxclean.default_pipeline(**options),  # type: ignore[arg-type]
        lambda: zxclean.clean_many([], **options),  # type: ignore[arg-type]
    ):
        with pytest.raises(error) as raised:
            call()
        for name in names:
            assert name in str(raised.value)


@pytest.mark.parametrize("data", [None, 3, ["text"]])
def test_other_data_is_refused(data: object) -> None:
    with pytest.raises(TypeError, match="str or bytes"):
        zxclean.clean(data)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="script"):
        zxclean.clean(HAN, script="x")  # type: ignore[arg-type]
