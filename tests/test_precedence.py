"""Edits that overlap within one normalizer: what is trusted most stays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import zxclean
from zxclean.engine import apply
from zxclean.precedence import first_come
from zxclean.proposals import Edit, EditColumns, Mark, Proposal
from zxclean.view import TextView

spans = st.tuples(st.integers(0, 12), st.integers(0, 4))
single = spans.map(lambda s: Edit(s[0], s[0] + s[1], "x" * 5, "demo.single", facts=(("n", s[0]),)))


@st.composite
def column(draw: st.DrawFn) -> EditColumns:
    starts = np.array(sorted(draw(st.sets(st.integers(0, 15), max_size=6))), np.int64)
    kind = draw(st.integers(0, 2))
    afters = ("-", ["-"] * len(starts), np.full(len(starts), 45, np.uint32))
    return EditColumns(starts, starts + 1, afters[kind], "demo.column")


def flat(proposals: list[Proposal]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for each in proposals:
        if isinstance(each, Edit):
            out.append((each.start, each.end))
        elif isinstance(each, EditColumns):
            out += zip(each.starts.tolist(), each.ends.tolist(), strict=True)
    return out


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one == other or (one[0] < other[1] and other[0] < one[1])


@given(st.lists(st.one_of(single, column()), max_size=6))
def test_what_stays_can_be_applied_and_came_first(proposals: list[Proposal]) -> None:
    kept = first_come(proposals)
    apply(TextView("0123456789abcdefg"), "demo", kept)
    given_spans, stay = flat(proposals), flat(kept)
    for n, span in enumerate(given_spans):
        rivals = [m for m, other in enumerate(given_spans) if m != n and overlap(span, other)]
        if all(m > n for m in rivals):
            assert span in stay
    if len(stay) == len(given_spans):
        assert kept == proposals
    facts = [each.facts for each in proposals if isinstance(each, Edit)]
    assert [each.facts for each in kept if isinstance(each, (Edit, Mark))] == facts


def test_a_label_is_taken_off_once_where_two_finders_see_it() -> None:
    # The label before a headline, which also is a stretch of furniture at the head of its line.
    page = (
        "\u6a19\u984c:000000000\u4e00\u8a5e\u4e00\u8b69|\r\u4e00\u4e00\u4e00\u4e00\u2e81\u2e81"
        "\u3400\u3400\u3400\u3400\u3400\u3400\u2e81\u3400\u3400\u3400\u3400\u3400\u3400\u9886\x0c"
        "\u6765\u6e90:\u53d1\u5e03\u65f6\u95f4:0000"
    )
    doc = zxclean.clean(page)
    assert doc.text.startswith("000000000\u4e00\u8bcd\u4e00")
    assert zxclean.undo(doc.text, doc.changes) == page
