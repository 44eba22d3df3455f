"""Lines that the tree of a page holds to be none of its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from zxclean.steps.furniture import BLANK, Page
from zxclean.view import TextView

Outside: TypeAlias = Mapping[str, Sequence[bool]]
"""For the words of such lines whether each line of the page that says them, in its order, is one."""


def words_of(line: str) -> str:
    """What a line is found again by when other steps have edited the text: folded, without margins."""
    return TextView(line).folded.strip(BLANK)


def find_outside(page: Page, outside: Outside) -> Iterator[int]:
    """The lines of a page that are outside of its article.

    Of several with the same words each by its number if there are as many as there were, else all
    if all are outside.

    >>> page = Page(TextView("打印\\n按键:\\n打印"))
    >>> list(find_outside(page, {"打印": (True, False)}))
    [0]
    """
    texts = [page.text(k) for k in range(len(page))]
    counts = Counter(text for text in texts if text in outside)
    seen: Counter[str] = Counter()
    for k, text in enumerate(texts):
        if text in counts:
            places = outside[text]
            if places[seen[text]] if len(places) == counts[text] else all(places):
                yield k
            seen[text] += 1
