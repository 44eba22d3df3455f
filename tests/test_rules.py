"""The rule files, and the literal scan that finds where their rows may apply."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zxclean.engine import apply
from zxclean.literals import find_hits, literals, word_lists
from zxclean.proposals import Edit
from zxclean.rules import MODULES, load_rules
from zxclean.tables import fold_table
from zxclean.view import TextView

ROWS = [rule for module in MODULES for rule in load_rules(module)]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in ROWS])
def test_rows_are_folded_and_their_anchors_needed(rule: object) -> None:
    row = next(r for r in ROWS if r is rule)
    re.compile(row.pattern)
    folded = TextView(row.hit).folded
    # Lines beside a headline are found by their place, not by a literal.
    assert row.tag == "headline" or any(anchor in folded for anchor in row.anchors)
    for anchor in row.anchors:
        codes = np.array([ord(c) for c in anchor])
        assert (fold_table()[codes] == codes).all(), f"{anchor!r} is not folded"


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in ROWS]
    assert len(set(ids)) == len(ids)


LITERALS = [
    "登录后阅读全文",
    "省略",
    "总书记",
    "习近平",
    "*",
    "_",
    "打印",
    "全文",
    "第A01版",
    "第1版 ",
    "\n版",
    "首页>",
    "\n",
    "区",
    " ",
]


FOLDED = st.lists(st.sampled_from([*LITERALS, "\U0001f4f1", "\ud83d", "文", "章"]), max_size=40)


@given(FOLDED.map("".join))
def test_hits_are_all_literals_in_the_text(text: str) -> None:
    found = find_hits(text).T.tolist()
    texts = literals().texts
    expected = [
        [number, start, start + len(texts[number])]
        for number in map(texts.index, {*LITERALS, "全", "版"} & {*texts})
        for start in range(len(text))
        if text.startswith(texts[number], start)
    ]
    known = {number for number, _, _ in expected}
    assert sorted(hit for hit in found if hit[0] in known) == sorted(expected)
    assert all(text[start:end] == texts[number] for number, start, end in found)
    assert [hit[:0:-1] for hit in found] == sorted(hit[:0:-1] for hit in found)


@given(FOLDED.map("".join), st.data())
def test_carried_hits_are_those_of_a_new_scan(text: str, data: st.DataObject) -> None:
    text += "。" * 200 * data.draw(st.integers(0, 3))  # many edits to a text are not carried
    edits = []
    position = 0
    for start in data.draw(st.lists(st.integers(0, len(text)), max_size=6).map(sorted)):
        if start >= position:
            end = data.draw(st.integers(start, min(len(text), start + 9)))
            edits.append(Edit(start, end, data.draw(st.sampled_from(["", *LITERALS])), "test.edit"))
            position = end + (start == end)
    view = TextView(text)
    _ = view.literals
    layer, text = apply(view, "test", edits)
    if len(layer.alignment):
        after = TextView(text)
        following = view.following(text, {}, layer.alignment)
        assert following.folded == after.folded
        assert following.literals.tolist() == after.literals.tolist()
        assert following.anchors == after.anchors and following.hits == after.hits


def test_literals_are_numbered_by_what_they_are_of() -> None:
    known = literals()
    for number, text in enumerate(known.texts):
        rules = known.rules_of[number] if number < known.words else ()
        assert all(text in rule.anchors for _, rule in rules)
        assert (number < known.chrome) == any(module != "chrome" for module, _ in rules)
        groups = [words for words in word_lists().values() if text in words]
        assert int(known.groups[number]).bit_count() == len(groups)
        assert rules or groups
