"""Lines around an article's text that go by their wording alone, where no word of them is known."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.evidence import SENTENCE, Evidence
from zxclean.structure.lines import DAY, ONE_HAN
from zxclean.structure.taken import knows_page

HEAD, TAIL, INSIDE = 1.0, 1.5, 4.0
"""Least `Evidence.wording` (nats) to go before the first sentence, behind the last, and in between,
where lists and tables of the article are worded as furniture is. With one nat more or less in any of
them F1 of the 241 labelled documents stays within 0.001 and furniture left within 0.01."""

TITLE = 2.0
"""What more it takes before the first sentence if a line has the shape of a headline."""

CLAUSE = 1.5
"""What more it takes if it has marks of clauses."""

LONGEST = 60
"""Longest line (code points) that goes so: notices without a full stop."""

CHINESE = 0.15
"""Least share of Chinese characters inside the text: of code and words of other languages the
weights know too little."""

_CONTENTS = ("目录", "目次")
"""What stands over a table of contents, which is the article's where it stays."""

_NO_SIGN = re.compile(r"[A-Za-z\d]")


def take_worded(page: Evidence, gone: NDArray[np.bool_], title: int, spoken: int, end: int) -> None:
    """Add to what goes lines worded as furniture is, outside the text and, if clearly, in it.

    Only of a page of which other furniture goes: an article by itself may be about buttons.
    """
    if not (gone.any() or page.gap.any() or knows_page(page.lines.view)):
        return
    sentences = page.prose >= SENTENCE
    last = end - 1 - int(np.argmax(sentences[:end][::-1]))
    least = np.full(len(gone), np.inf)
    least[:spoken] = HEAD + TITLE * page.title[:spoken]
    least[title] = np.inf
    least[spoken : last + 1] = INSIDE
    least[last + 1 : end] = TAIL
    least += CLAUSE * (page.prose > 0)
    worded = (page.wording >= least) & (page.lines.size <= LONGEST)
    worded &= ~(sentences | page.fact | gone)
    for k in worded.nonzero()[0].tolist():
        gone[k] = _may_go(page.lines.folded(k), CHINESE if spoken <= k <= last else 0)


def _may_go(text: str, chinese: float) -> bool:
    """Whether a line can be told by its wording: no row of a table, no day or address, Chinese to
    that share, and without spaces between all of its characters, whose pairs are no words'."""
    if (
        "\t" in text
        or "\N{BOX DRAWINGS LIGHT VERTICAL}" in text
        or "://" in text
        or text in _CONTENTS
        or DAY.search(text)
        or 2 * text.count(" ") >= len(text) - 2 > 0
    ):
        return False
    found = len(ONE_HAN.findall(text))
    return found >= chinese * len(text) if found else not (chinese or _NO_SIGN.search(text))
