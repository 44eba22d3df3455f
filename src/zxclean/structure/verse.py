"""An article without a sentence: verse or the words of a song, below a line with a day or who wrote."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from zxclean.structure.credits import is_byline
from zxclean.structure.lines import DAY

VERSES = 6
"""Fewest lines in a row that are verse."""

LONGEST, MEAN = 30, 16
"""Longest line of verse in code points, and the longest mean: headlines of a list have 18 to 25."""

ABOVE = 2
"""The day stands at most so many lines above the first."""

_VERSE = re.compile(
    r"[(\u201c\u2018\u300a\u2014]*[\u3400-\u9fff](?:[\u3400-\u9fff,\u3001\u3002;:!?\u2026\u2014\u00b7\u201c\u201d\u2018\u2019\u300a\u300b() ]*)"
)


def find_verse(
    lines: Sequence[tuple[int, str]], furniture: Container[str]
) -> tuple[int, int] | None:
    """First and last of the lines of verse, the longest run that stands below a day or a byline.

    Parameters: `lines`, number and folded text of those that stay; `furniture`, the words
    of menus. A list of headlines is none, nor is a menu.

    >>> poem = ["候鸟", "苇间 2017-11-09", "它们把整条江", "驮在背上", "飞得很低", "低到晾衣绳", "也弯了", "一下"]
    >>> find_verse(list(enumerate(poem)), {"首页"})
    (2, 7)
    """
    best: tuple[int, int] | None = None
    begin = 0
    for n in range(len(lines) + 1):
        text = lines[n][1] if n < len(lines) else ""
        if len(text) <= LONGEST and text not in furniture and _VERSE.fullmatch(text):
            continue
        run = lines[begin:n]
        over = lines[max(0, begin - ABOVE) : begin]
        begin = n + 1
        if len(run) < VERSES or (best is not None and len(run) <= best[1] - best[0] + 1):
            continue
        texts = [text for _, text in run]
        if sum(map(len, texts)) > MEAN * len(texts) or len(set(texts)) < len(texts) / 2:
            continue
        if any(DAY.search(text) or is_byline(text) for _, text in over):
            best = run[0][0], run[-1][0]
    return best
