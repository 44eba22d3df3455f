"""HTML escapes and surrogate pairs: decoded where they are damage, left where they are meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zxclean
from checks import GOOD_TEXT, assert_case, assert_linear, labelled
from strategies import SEED_TEXTS, page_text
from zxclean.pipeline import Pipeline
from zxclean.steps.entities import Entities

clean = Pipeline((Entities(),))

PIECES = (
    *'&;=?#中文a1 \n"\u201c\u201d{<>',
    "&amp;",
    "amp;",
    "nbsp;",
    "&nbsp;",
    "&nbsp",
    "&ldquo",
    "&ldquo;",
    "&lt;",
    "&#20013;",
    "&#x4e2d;",
    "&#146;",
    "&#55357;",
    "&#56832;",
    "#38;",
    "lt;",
    "quot",
    "空格",
    "HTML",
    "http://",
    "<a b=1>",
    "\ud83d",
    "\ude00",
)
mixed_text = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize("row", labelled("entities.jsonl"))
def test_cases(row: dict[str, str]) -> None:
    assert_case(clean, row)


@pytest.mark.parametrize("row", GOOD_TEXT)
def test_good_text_stays(row: dict[str, str]) -> None:
    assert clean(row["text"]).changes == ()


@pytest.mark.parametrize("layers", range(6))
@pytest.mark.parametrize(
    ("name", "after"), [("ldquo", "\u201c"), ("nbsp", "\xa0"), ("#20013", "中")]
)
def test_layers_come_off_in_one_edit(layers: int, name: str, after: str) -> None:
    doc = clean("甲&" + "amp;" * layers + name + ";乙")
    assert doc.text == f"甲{after}乙"
    assert len(doc.notes) == 1
    assert doc.notes[0].before == "&" + "amp;" * layers + name + ";"


# A test file cannot hold two surrogates as such: JSON reads them as one character.
def test_surrogate_pairs_are_joined() -> None:
    doc = clean("笑\ud83d\ude00\ude00哈\ud83d")
    assert doc.text == "笑\U0001f600\ude00哈\ud83d"
    marks = [(n.source_span, n.rule) for n in doc.notes if n.kind == "mark"]
    assert marks == [((3, 4), "entities.lone_surrogate"), ((5, 6), "entities.lone_surrogate")]


def test_a_run_of_lone_surrogates_is_one_mark() -> None:
    doc = clean("笑\ude00\ude00\ud83d哈")
    assert doc.changes == ()
    assert [n.source_span for n in doc.notes] == [(1, 4)]


def test_surrogates_without_chinese_stay() -> None:
    assert clean("a\ud83d\ude00\ud83d").notes == ()


def test_talk_counts_only_nearby() -> None:
    far = "HTML" + "中" * 60 + "甲&nbsp;乙"
    assert clean(far).text == far.replace("&nbsp;", "\xa0")
    near = "HTML" + "中" * 10 + "甲&nbsp;乙"
    assert clean(near).changes == ()


@pytest.mark.parametrize("seed", range(5))
def test_seeds_hold_no_escapes(seed: int) -> None:
    assert clean(SEED_TEXTS[seed]).notes == ()


@given(st.one_of(page_text, mixed_text))
def test_a_second_pass_changes_nothing(text: str) -> None:
    doc = clean(text)
    assert zxclean.undo(doc.text, doc.changes) == text
    assert clean(doc.text).changes == ()


@given(
    st.text(st.characters(codec=None, exclude_categories=(), exclude_characters="&;"), max_size=60)
)
def test_text_without_escapes_keeps_its_characters(text: str) -> None:
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    assert clean(text).text in (text, joined)


@pytest.mark.parametrize(
    "unit",
    [
        "&",
        "&amp;",
        "amp;",
        "nbsp;",
        "amp;nbsp;",
        "中&nbsp",
        "&#",
        "&#55357;",
        "http://&nbsp",
        "<a ",
        "\ud83d",
    ],
)
def test_hostile_input_is_linear(unit: str) -> None:
    assert_linear(clean, unit)
