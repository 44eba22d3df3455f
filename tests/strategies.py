"""Random texts and edits for the property tests."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from zxclean.alignment import Alignment

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
SEED_TEXTS = [path.read_bytes().decode("utf-8") for path in SEEDS]

CASES = Path(__file__).parent / "cases"
CASE_LINES = sorted(
    {
        line.strip()
        for path in CASES.glob("*.jsonl")
        for row in path.read_text("utf-8").splitlines()
        for value in json.loads(row).values()
        if isinstance(value, str)
        for line in value.splitlines()
        if 0 < len(line.strip()) < 200
    }
)
"""Lines of furniture, credits, cuts and prose: what the rules were written for."""

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=120)
"""All of Unicode, lone surrogates included."""

HOSTILE = [
    "\n",
    "\r\n",
    " ",
    "\u3000",
    "\u00a0",
    "\ufeff",
    "\u200b",
    "\ud800",
    "\udc00",
    "\ufffd",
    "\x00",
    "&nbsp;",
    "&amp;",
    "&#",
    "(",
    ")",
    "_",
    "*",
    "**",
    "?",
    ",",
    ";",
    ":",
    "\u2026\u2026",
    "(q\u016b)",
    "区(q\u016b)",
    "_总书记",
    "省略1460字,正式会员可完整阅读",
    "打印",
    "来源:",
    "上一篇:",
    "标题:",
    "http://a.cn/?b=1,2",
    "3.14",
    "14:31",
]


@st.composite
def seed_fragments(draw: st.DrawFn) -> str:
    """Pieces of the seeds, cut anywhere, mixed with what breaks cleaners."""
    pieces: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        if draw(st.booleans()):
            text = draw(st.sampled_from(SEED_TEXTS))
            start = draw(st.integers(0, len(text) - 1))
            pieces.append(text[start : start + draw(st.integers(1, 160))])
        else:
            pieces.append(draw(st.sampled_from(HOSTILE)))
        if draw(st.booleans()):
            pieces.append(draw(st.sampled_from(["\n", "\n\n", "\n\n\n", " ", ""])))
    return "".join(pieces)


SEPARATORS = ["\n", "\n", "\n\n", " ", "", "|", "\u3000", "\r", "\x0c", "\t"]


@st.composite
def case_lines(draw: st.DrawFn) -> str:
    """Pages put together of lines that rules look for, whole or in part."""
    pieces: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        line = draw(st.sampled_from(CASE_LINES))
        start = draw(st.integers(0, len(line) - 1)) if draw(st.booleans()) else 0
        pieces += [line[start:], draw(st.sampled_from(SEPARATORS))]
    return "".join(pieces)


chinese_text = st.text(
    st.sampled_from("区區委会會,.;:()?!\u3002\u201c\u201d_* \n1a\u016b%"), max_size=60
)

page_text = st.one_of(any_text, seed_fragments(), chinese_text, case_lines())


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[tuple[int, int, str]]:
    """Sorted edits of a text of `length` code points that do not overlap."""
    edits: list[tuple[int, int, str]] = []
    position = 0
    while position <= length and draw(st.booleans()):
        start = draw(st.integers(position, length))
        end = draw(st.integers(start, min(length, start + 4)))
        after = draw(st.text("xyz", max_size=3))
        if start == end and edits and edits[-1][:2] == (start, end):
            continue
        edits.append((start, end, after))
        position = end
    return edits


def as_alignment(edits: list[tuple[int, int, str]]) -> Alignment:
    """The alignment of sorted edits."""
    columns = np.array([(s, e, len(a)) for s, e, a in edits], np.int64).reshape(-1, 3)
    return Alignment.of_edits(columns[:, 0], columns[:, 1], columns[:, 2])
