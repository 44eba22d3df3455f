"""What a mark holds untouched no later step edits, in one round or in many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zxclean
from strategies import SEED_TEXTS, as_alignment, edits_of
from zxclean import Edit, EditColumns, Mark, TextView
from zxclean.guards import NONE, Guards
from zxclean.steps.garbles import Garbles


def guards_of(*spans: tuple[int, int]) -> Guards:
    return NONE.joined([Mark(*span, "test.mark", untouched=True) for span in spans])


def spans_of(guards: Guards) -> list[tuple[int, int]]:
    return list(zip(guards.starts.tolist(), guards.ends.tolist(), strict=True))


def test_marks_that_overlap_hold_one_stretch() -> None:
    guards = guards_of((4, 6), (0, 2), (5, 9), (2, 3), (7, 7))
    assert spans_of(guards) == [(0, 2), (2, 3), (4, 9)]
    assert guards.joined([Mark(1, 4, "test.mark")]) is guards
    assert guards.cover(guards_of((0, 1), (5, 8))) and not guards.cover(guards_of((0, 3)))
    assert guards.cover(NONE) and not NONE.cover(guards)


@pytest.mark.parametrize(
    ("start", "end", "after", "allowed"),
    [
        (0, 3, "x", True),  # up to it
        (6, 7, "", True),  # from its end on
        (3, 3, "x", True),  # at its borders
        (6, 6, "x", True),
        (4, 4, "x", False),  # into it
        (3, 4, "x", False),
        (5, 7, "", False),  # across its border
        (4, 5, "", False),
        (3, 6, "", False),  # it alone
        (2, 6, "", True),  # with text around it
        (2, 9, "", True),  # two of them
        (2, 8, "", False),  # one and a half
        (2, 7, "x", False),
    ],
)
def test_edits_are_kept_out(start: int, end: int, after: str, allowed: bool) -> None:
    guards = guards_of((3, 6), (7, 9))
    assert bool([*guards.allow([Edit(start, end, after, "test.edit")])]) == allowed
    others, mark = Edit(0, 1, "y", "test.edit"), Mark(4, 5, "test.other")
    for column in (after, [after]):
        columns = EditColumns(np.array([start]), np.array([end]), column, "test.edit")
        kept_mark, left, kept_edit = guards.allow([mark, columns, others])
        assert (kept_mark, kept_edit) == (mark, others)
        assert isinstance(left, EditColumns) and len(left.starts) == len(left.ends) == allowed


def test_columns_of_code_points_are_kept_out() -> None:
    places = np.arange(6)
    columns = EditColumns(places, places + 1, places.astype(np.uint32) + 97, "test.edit")
    (left,) = guards_of((1, 3), (4, 5)).allow([columns])
    assert isinstance(left, EditColumns) and isinstance(left.after, np.ndarray)
    assert left.starts.tolist() == [0, 3, 5] and left.after.tolist() == [97, 100, 102]
    assert [*guards_of((7, 9)).allow([columns])] == [columns]


@given(st.data())
def test_stretches_are_carried_over_edits(data: st.DataObject) -> None:
    text = "abcdefghijkl"
    start = data.draw(st.integers(0, 10))
    guards = guards_of((start, data.draw(st.integers(start + 1, 12))))
    proposed = [Edit(s, e, a, "test.edit") for s, e, a in data.draw(edits_of(12))]
    allowed = [e for e in guards.allow(proposed) if isinstance(e, Edit)]
    assert all(e in proposed for e in allowed)
    after = list(text)
    for edit in reversed(allowed):
        after[edit.start : edit.end] = edit.after
    edits = as_alignment([(e.start, e.end, e.after) for e in allowed])
    ((first, last),) = spans_of(guards)
    left = spans_of(guards.carried(edits))
    if any(e.start <= first and last <= e.end for e in allowed):
        assert left == []
    else:
        ((one, two),) = left
        assert "".join(after)[one:two] == text[first:last]


@dataclass(frozen=True)
class Quotes:
    """Leaves what stands between corner brackets as it is."""

    name: str = "quotes"

    def propose(self, view: TextView) -> Iterable[Mark]:
        start = view.text.find("\u300c")
        end = view.text.find("\u300d") + 1
        if 0 <= start < end:
            yield Mark(start, end, "quotes.corner", "a quotation", untouched=True)


def test_a_step_of_ones_own_holds_text_untouched() -> None:
    pipe = zxclean.default_pipeline().with_step(Quotes(), before="glosses")
    quoted = "\u300c區(q\u016b)委,\u300d"
    doc = pipe(f"區(q\u016b)委說{quoted},政協(xi\u00e9)同意。")
    assert doc.text == f"区委说{quoted}\uff0c政协同意。"
    assert pipe(doc.text).text == doc.text


@dataclass(frozen=True)
class Signed:
    """Leaves every character alone where an x stands; takes the x away at the `end`."""

    end: bool
    name: str = "signed"

    def propose(self, view: TextView) -> Iterable[Edit | Mark]:
        place = view.text.find("x")
        if place >= 0 and self.end:
            yield Edit(place, place + 1, "", "signed.end")
        elif place >= 0:
            yield Mark(0, place, "signed.before", "signed", untouched=True)


def test_what_a_later_round_no_longer_marks_is_edited() -> None:
    pipe = zxclean.default_pipeline().with_step(Signed(False), before="glosses")
    assert pipe("區委x委員").text == "區委x委员"
    pipe = pipe.with_step(Signed(True))
    doc = pipe("區委x委員")
    assert doc.text == "区委委员"
    assert pipe(doc.text).text == doc.text


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("他說過鍥\ufffd的話,很好。區委會議", "鍥\ufffd"),
        ("在区会议上\u3002涓\ufffd鍥戒汉姘戞斂娌诲崗鍟嗕細璁\ufffd绗\ufffd\u3002", "绗\ufffd"),
        ("委员知情明政渠道\u9286?要引领各民主党派", "\u9286?"),
    ],
)
def test_what_stays_garbled_stays_as_it_came(text: str, raw: str) -> None:
    doc = zxclean.clean(text)
    marked = [garble for garble in doc.garbles if garble.restored is None]
    assert [garble.raw for garble in marked] == [raw]
    assert doc.text[marked[0].start : marked[0].end] == raw
    assert zxclean.clean(doc.text).text == doc.text


def test_a_stray_that_may_be_left_of_a_garbled_one_stays() -> None:
    text = "张祎上\u6aa3申辩\uff0c说刘覃父子谋反\uff0c朝廷派人查问"
    doc = zxclean.clean(text)
    assert doc.text == text and doc.garbles == ()
    assert [note.rule for note in doc.notes] == ["garbles.remains"]


damages = st.sampled_from(
    [
        lambda text: text.encode().decode("gbk", "replace"),
        lambda text: text.encode("gbk", "ignore")[1:].decode("gbk", "ignore"),
        lambda text: text.encode("gbk", "ignore")[:-1].decode("gbk", "replace"),
        lambda text: text.encode().decode("latin-1"),
        lambda text: text,
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_is_found_garbled_twice_is_untouched(data: st.DataObject) -> None:
    pieces = []
    for _ in range(data.draw(st.integers(1, 4))):
        seed = data.draw(st.sampled_from(SEED_TEXTS))
        start = data.draw(st.integers(0, len(seed) - 1))
        pieces.append(data.draw(damages)(seed[start : start + data.draw(st.integers(1, 60))]))
    restore = data.draw(st.booleans())
    pipe = zxclean.default_pipeline(garbled="restore" if restore else "mark")
    doc = pipe("".join(pieces))
    again = pipe(doc.text)
    assert again.text == doc.text
    at_once = zxclean.Pipeline((Garbles(restore),))(doc.source)
    first = {at_once.to_source(g.start, g.end) for g in at_once.garbles if g.restored is None}
    last = {(garble.start, garble.end) for garble in again.garbles}
    for garble in doc.garbles:
        place = garble.start, garble.end
        if place in last and doc.to_source(*place) in first:
            shown = doc.text[garble.start : garble.end]
            # A later round may find other bounds: then what it does not hold is good text.
            kept = doc.text[: garble.start] + garble.raw + doc.text[garble.end :]
            found = zxclean.Pipeline((Garbles(restore),))(kept).garbles
            assert shown == garble.raw or place not in {(g.start, g.end) for g in found}
