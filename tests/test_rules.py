"""The rule files, and the literal scan that finds where their rows may apply."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zxclean.engine import apply
from zxclean.proposals import Edit
from zxclean.rules import MODULES, carry_hits, find_hits, load_rules
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


@given(st.lists(st.sampled_from(LITERALS), max_size=16), st.data())
def test_carried_hits_are_those_of_a_new_scan(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    edits = []
    position = 0
    for start in range(len(text)):
        if start >= position and data.draw(st.booleans()):
            end = data.draw(st.integers(start + 1, min(len(text), start + 9)))
            edits.append(Edit(start, end, "", "test.drop"))
            position = end
    view = TextView(text)
    layer = apply(view, "test", edits)
    carried = carry_hits(text, find_hits(view.folded), layer.alignment)
    if carried is not None:
        after = TextView(layer.after)
        assert carried == find_hits(after.folded)
        following = view.following(layer.after, {}, layer.alignment)
        assert following.folded == after.folded and following.hits == carried
        _ = view.rare_hits
        following = view.following(layer.after, {}, layer.alignment)
        assert following.anchors == after.anchors
