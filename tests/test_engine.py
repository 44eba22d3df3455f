"""The engine and its alignment: exact offsets, rejected edits, composition."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import edits_of, page_text
from zxclean.alignment import EMPTY, compose
from zxclean.document import Document
from zxclean.engine import apply
from zxclean.proposals import Edit, EditColumns, Late, Mark, Proposal, without_overlaps
from zxclean.rewriting import replay, undo
from zxclean.splicing import EditError
from zxclean.trace import Trace
from zxclean.view import LONG, RARE, TextView


def run(source: str, *steps: Iterable[Proposal]) -> Document:
    """The document after each step's proposals, applied one after the other."""
    layers = []
    text = source
    for number, proposals in enumerate(steps):
        layer, text = apply(TextView(text), f"step{number}", proposals)
        layers.append(layer)
    return Document(Trace(source, text, layers))


def edit(start: int, end: int, after: str) -> Edit:
    return Edit(start, end, after, rule="test.edit")


def shape(doc: Document) -> list[tuple[int, int, int, int, str, str, int]]:
    return [
        (c.source_start, c.source_end, c.start, c.end, c.before, c.after, len(c.notes))
        for c in doc.changes
    ]


@pytest.mark.parametrize(
    ("source", "steps", "text", "changes"),
    [
        pytest.param(
            "abcdef", [[edit(1, 3, "")]], "adef", [(1, 3, 1, 1, "bc", "", 1)], id="deletion"
        ),
        pytest.param(
            "abc", [[edit(1, 1, "xy")]], "axybc", [(1, 1, 1, 3, "", "xy", 1)], id="insertion"
        ),
        pytest.param(
            "abc",
            [[edit(0, 0, "x"), edit(3, 3, "y")]],
            "xabcy",
            [(0, 0, 0, 1, "", "x", 1), (3, 3, 4, 5, "", "y", 1)],
            id="insertions-at-both-ends",
        ),
        pytest.param("abc", [[edit(0, 3, "")]], "", [(0, 3, 0, 0, "abc", "", 1)], id="all-deleted"),
        pytest.param(
            "abcdef",
            [[edit(1, 4, "XYZ")], [edit(2, 3, "q")]],
            "aXqZef",
            [(1, 4, 1, 4, "bcd", "XqZ", 2)],
            id="edit-inside-an-earlier-edit",
        ),
        pytest.param(
            "abcdef",
            [[edit(1, 2, "X")], [edit(1, 2, "b")]],
            "abcdef",
            [],
            id="cancelled",
        ),
        pytest.param(
            "abcdef",
            [[edit(2, 3, "")], [edit(2, 2, "c")]],
            "abcdef",
            [],
            id="deletion-put-back",
        ),
        pytest.param(
            "abcdef",
            [[edit(2, 2, "xx")], [edit(2, 4, "")]],
            "abcdef",
            [],
            id="insertion-taken-out",
        ),
        pytest.param(
            "abcdefgh",
            [[edit(1, 2, "B"), edit(3, 4, ""), edit(5, 5, "+")], [edit(0, 6, "-")]],
            "-gh",
            [(0, 6, 0, 1, "abcdef", "-", 4)],
            id="edit-across-several-earlier-ones",
        ),
        pytest.param(
            "abcd",
            [[edit(1, 2, "")], [edit(1, 2, "")]],
            "ad",
            [(1, 2, 1, 1, "b", "", 1), (2, 3, 1, 1, "c", "", 1)],
            id="deletions-that-touch",
        ),
        pytest.param(
            "abcd",
            [[edit(1, 2, "")], [edit(0, 1, "A"), edit(1, 2, "C")]],
            "ACd",
            [(0, 1, 0, 1, "a", "A", 1), (1, 2, 1, 1, "b", "", 1), (2, 3, 1, 2, "c", "C", 1)],
            id="edits-on-both-sides-of-a-deletion",
        ),
        pytest.param(
            "abcd",
            [[edit(1, 3, "")], [edit(0, 2, "z")]],
            "z",
            [(0, 4, 0, 1, "abcd", "z", 2)],
            id="edit-over-a-deletion",
        ),
        pytest.param(
            "abcd",
            [[edit(1, 3, "bX")]],
            "abXd",
            [(2, 3, 2, 3, "c", "X", 1)],
            id="common-prefix-is-no-change",
        ),
        pytest.param(
            "a\r\nb", [[edit(1, 3, "\n")]], "a\nb", [(1, 2, 1, 1, "\r", "", 1)], id="line-end"
        ),
        pytest.param("", [[edit(0, 0, "x")]], "x", [(0, 0, 0, 1, "", "x", 1)], id="empty-source"),
    ],
)
def test_changes(
    source: str,
    steps: list[list[Edit]],
    text: str,
    changes: list[tuple[int, int, int, int, str, str, int]],
) -> None:
    doc = run(source, *steps)
    assert doc.text == text
    assert shape(doc) == changes
    assert replay(source, doc.changes) == text
    assert undo(text, doc.changes) == source


def test_notes_keep_what_each_step_saw() -> None:
    doc = run("abcdef", [edit(1, 4, "XYZ")], [edit(2, 3, "q")], [Mark(0, 6, "test.mark")])
    assert [(n.normalizer, n.before, n.after, n.source_span, n.span) for n in doc.notes] == [
        ("step0", "bcd", "XYZ", (1, 4), (1, 4)),
        ("step1", "Y", "q", (1, 4), (2, 3)),
        ("step2", "aXqZef", "aXqZef", (0, 6), (0, 6)),
    ]
    assert doc.changes[0].notes == doc.notes[:2]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 1), (0, 1)),  # up to the deletion, which stays out
        ((1, 1), (1, 3)),  # the place of the deletion: what was deleted
        ((1, 2), (3, 4)),  # from the deletion on
        ((0, 2), (0, 4)),  # across it
        ((2, 4), (4, 4)),  # inserted text has no source
        ((3, 3), (4, 4)),  # a point inside it
        ((1, 3), (3, 4)),
        ((3, 5), (4, 5)),
        ((5, 7), (5, 7)),  # each replaced character by itself
        ((0, 8), (0, 8)),
        ((8, 8), (8, 8)),
    ],
)
def test_to_source(span: tuple[int, int], expected: tuple[int, int]) -> None:
    # abcdefgh -> a[bc]d{xx}eFGh
    doc = run("abcdefgh", [edit(1, 3, ""), edit(4, 4, "xx"), edit(5, 6, "F"), edit(6, 7, "G")])
    assert doc.text == "adxxeFGh"
    assert doc.to_source(*span) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 1), (0, 1)),
        ((1, 3), (1, 1)),  # deleted
        ((2, 2), (1, 1)),  # inside the deletion
        ((0, 4), (0, 4)),  # text inserted at the edge belongs to it
        ((4, 4), (2, 4)),  # the place of an insertion
        ((4, 5), (2, 5)),
        ((5, 6), (5, 6)),
        ((0, 8), (0, 8)),
    ],
)
def test_from_source(span: tuple[int, int], expected: tuple[int, int]) -> None:
    doc = run("abcdefgh", [edit(1, 3, ""), edit(4, 4, "xx"), edit(5, 6, "F"), edit(6, 7, "G")])
    assert doc.from_source(*span) == expected


@pytest.mark.parametrize("span", [(-1, 0), (2, 1), (0, 4)])
def test_spans_outside_are_refused(span: tuple[int, int]) -> None:
    doc = run("abc")
    with pytest.raises(IndexError, match="not inside the text of 3"):
        doc.to_source(*span)
    with pytest.raises(IndexError, match="not inside the source of 3"):
        doc.from_source(*span)


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([edit(2, 5, "")], "outside the text of 4"),
        ([edit(-1, 1, "")], "outside the text of 4"),
        ([edit(3, 2, "")], "outside the text of 4"),
        ([edit(0, 2, "x"), edit(1, 3, "y")], r"\[0, 2\) and \[1, 3\)"),
        ([edit(0, 3, "x"), edit(1, 1, "y")], r"\[0, 3\) and \[1, 1\)"),
        ([edit(1, 1, "x"), edit(1, 1, "y")], r"\[1, 1\) and \[1, 1\)"),
    ],
)
def test_bad_edits_are_refused(edits: list[Edit], message: str) -> None:
    with pytest.raises(EditError, match=message):
        apply(TextView("abcd"), "bad", edits)


def test_an_edit_that_writes_what_is_there_is_a_mark() -> None:
    doc = run("abc", [edit(1, 2, "b")])
    assert doc.changes == ()
    assert [n.rule for n in doc.notes] == ["test.edit"]


def test_columns_equal_single_edits() -> None:
    starts = np.array([0, 2, 3])
    dense = EditColumns(starts, starts + 1, np.array([120, 121, 122], np.uint32), "test.edit")
    shared = EditColumns(starts, starts + 1, "", "test.edit")
    listed = EditColumns(starts, starts + 1, ["xx", "", "z"], "test.edit")
    wide = EditColumns(starts[:2], starts[:2] + 2, np.array([120, 121], np.uint32), "test.edit")
    assert run("abcd", [wide]).text == "xy"
    assert run("abcd", [dense]) == run("abcd", [edit(0, 1, "x"), edit(2, 3, "y"), edit(3, 4, "z")])
    assert run("abcd", [shared]).text == "b"
    assert run("abcd", [listed, edit(1, 2, "-")]).text == "xx-z"


@pytest.mark.parametrize("count", [3, 400])
def test_few_and_many_edits_give_the_same(count: int) -> None:
    source = "abcd" * count
    places = np.arange(count) * 4
    kinds = [
        EditColumns(places, places, "+", "test.edit"),
        EditColumns(places + 1, places + 3, "", "test.edit"),
        EditColumns(places + 3, places + 4, np.full(count, 120, np.uint32), "test.edit"),
    ]
    doc = run(source, kinds)
    assert doc.text == "+ax" * count
    assert undo(doc.text, doc.changes) == source
    assert doc.to_source(4, 6) == (4, 8) and doc.from_source(5, 7) == (5, 5)
    assert run(source, kinds[2:]).text == "abcx" * count
    for bad in (edit(4 * count, 4 * count + 1, ""), edit(2, 5, ""), edit(4, 4, "-")):
        with pytest.raises(EditError):
            run(source, [*kinds, bad])


def test_without_overlaps_keeps_what_the_engine_takes() -> None:
    kept = without_overlaps([edit(3, 5, ""), edit(0, 4, ""), edit(0, 2, ""), edit(4, 6, "")])
    assert [(e.start, e.end) for e in kept] == [(0, 4), (4, 6)]


@given(st.text("abc\ud800", max_size=12), st.data())
def test_any_edits_replay_undo_and_cover(source: str, data: st.DataObject) -> None:
    steps = []
    text = source
    for _ in range(data.draw(st.integers(0, 4))):
        edits = data.draw(edits_of(len(text)))
        steps.append([edit(*e) for e in edits])
        for start, end, after in reversed(edits):
            text = text[:start] + after + text[end:]
    doc = run(source, *steps)
    assert doc.text == text
    assert replay(source, doc.changes) == text
    assert undo(text, doc.changes) == source
    assert Document.from_json(doc.to_json()) == doc
    edges = [(0, 0, 0, 0), *((c.source_start, c.source_end, c.start, c.end) for c in doc.changes)]
    for (_, s1, _, t1), (s0, _, t0, _) in pairwise(edges):
        assert s1 <= s0 and t1 <= t0
        assert source[s1:s0] == text[t1:t0]
    for change in doc.changes:
        assert change.notes and change.before != change.after
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            there = doc.to_source(start, end)
            assert 0 <= there[0] <= there[1] <= len(source)
            back = doc.from_source(*there)
            assert back[0] <= start and back[1] >= end
    for note in doc.notes:
        assert 0 <= note.source_span[0] <= note.source_span[1] <= len(source)
        assert 0 <= note.span[0] <= note.span[1] <= len(text)


def test_composing_with_nothing_is_nothing() -> None:
    layer, _ = apply(TextView("abc"), "x", [edit(1, 2, "")])
    for first, second in ((EMPTY, layer.alignment), (layer.alignment, EMPTY)):
        whole, _, _ = compose(first, second)
        assert whole.old_start.tolist() == [1] and whole.new_end.tolist() == [1]


@given(page_text, st.booleans(), st.data())
def test_a_view_takes_over_what_a_new_one_would_find(
    text: str, swaps: bool, data: st.DataObject
) -> None:
    text += "话。" * 200
    places = data.draw(st.sets(st.integers(0, len(text) - 1), min_size=1, max_size=5))
    written = st.sampled_from([" ", "\n", "\u00a0", "後", "a", "\uff0c"])
    edits = [Edit(i, i + 1, data.draw(written) if swaps else "", "test.edit") for i in places]
    view = TextView(text)
    _ = view.classes, view.flags, view.folded, view.newlines
    layer, after = apply(view, "test", edits)
    if not len(layer.alignment):
        return
    carried, new = view.following(after, {}, layer.alignment), TextView(after)
    assert carried.folded == new.folded
    assert carried.newlines.tolist() == new.newlines.tolist()
    assert carried.flags & RARE == new.flags & RARE
    assert carried.classes.tolist() == new.classes.tolist()


@pytest.mark.parametrize("number", [10, 60])
def test_many_removals(number: int) -> None:
    text = "\u4e2dab" * 70
    starts = np.arange(number)[::-1] * 3 + 1
    layer, after = apply(TextView(text), "t", [EditColumns(starts, starts + 2, "", "t.drop")])
    assert layer.write(text) == after == "\u4e2d" * number + text[3 * number :]
    assert layer.order == [*range(number)][::-1]
    assert layer.alignment.new_start.tolist() == [*range(1, number + 1)]


def test_notes_of_a_long_text_are_those_of_a_short_one() -> None:
    steps: list[list[Proposal]] = [
        [edit(1, 2, ""), edit(5, 5, "xy")],
        [EditColumns(np.array([0, 3]), np.array([1, 4]), "z", "test.columns"), Mark(2, 6, "t.m")],
        [Late(lambda: [Mark(0, 4, "test.late", topic="mask")]), edit(2, 3, "")],
    ]
    short, long = (run("abcdefghij" * times, *steps) for times in (1, 1 + LONG // 10))
    assert long.notes == short.notes
    assert undo(long.text, long.changes) == long.source
    assert [mask.raw for mask in long.masks] == [mask.raw for mask in short.masks] != []
