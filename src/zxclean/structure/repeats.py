"""Passages that a page prints twice: a paragraph right behind itself, or a whole article again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zxclean.structure.lines import Lines

PARAGRAPH_SIZE = 40
"""Least size (code points) of a paragraph that stands right behind itself; shorter ones may be slogans,
calls and refrains. Of 3,000,000 code points of news, laws and pages that are in order none is so long."""

GAP, HEAD = 2, 6
"""So many spaces between a passage and itself on one line; so many characters are compared first."""

PASSAGE_LINES, PASSAGE_SIZE = 3, 200
"""Fewest paragraphs of a passage that stands again elsewhere, and their least size (code points)."""


def find_repeats(lines: Lines) -> list[tuple[int, int]]:
    """First and last line of each passage that repeats one above, line by line.

    Only prose counts, so verse and its refrains, tables, forms and lists stay; so does what differs
    in one character.

    >>> from zxclean.structure.lines import read_lines
    >>> from zxclean.view import TextView
    >>> line = "\\u6e21\\u53e3\\u7684\\u8239\\u505c\\u4e86\\uff0c\\u6865\\u5df2\\u7ecf\\u4fee\\u597d\\u4e86\\u3002" * 3
    >>> find_repeats(read_lines(TextView(f"{line}\\n{line}")))
    [(1, 1)]
    """
    rows = (lines.prose & (lines.size >= PARAGRAPH_SIZE)).nonzero()[0]
    if len(rows) < 2:
        return []
    seen: dict[str, int] = {}
    first: dict[int, int] = {}
    for i, line in zip(rows.tolist(), lines.texts(rows), strict=True):
        before = seen.setdefault(line, i)
        if before != i:
            first[i] = before
    return list(_passages(lines, first)) if first else []


def find_doubled(lines: Lines) -> list[tuple[int, int]]:
    """Spans of lines that are one passage twice: the second half, and white space before it.

    >>> from zxclean.structure.lines import read_lines
    >>> from zxclean.view import TextView
    >>> line = "\\u6e21\\u53e3\\u7684\\u8239\\u505c\\u4e86\\uff0c" * 6 + "\\u706f\\u4eae\\u4e86\\u3002"
    >>> find_doubled(read_lines(TextView(line + line)))
    [(46, 92)]
    """
    folded = lines.view.folded
    found: list[tuple[int, int]] = []
    for i in (lines.prose & (lines.size >= 2 * PARAGRAPH_SIZE)).nonzero()[0].tolist():
        start, end = lines.first.item(i), lines.last.item(i)
        for gap in range((end - start) % 2, GAP + 1, 2):
            half = (end - start - gap) // 2
            again = end - half
            if folded[start : start + HEAD] != folded[again : again + HEAD]:
                continue
            if folded[start : start + half] + " " * gap == folded[start:again] and (
                folded[start : start + half] == folded[again:end]
            ):
                if not _is_litany(folded[again:end]):
                    found.append((start + half, end))
                break
    return found


def _is_litany(half: str) -> bool:
    """Whether a sentence stands in the half more than once, as in calls and litanies."""
    sentences = [each for each in half.split("\u3002") if each.strip()]
    return len(set(sentences)) < len(sentences)


def _passages(lines: Lines, first: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Runs of lines that repeat a run above, grown over the short lines between and around."""
    behind = 0
    for i in sorted(first):
        if i < behind:
            continue
        start, end = i, i + 1
        source = first[i]
        while start > max(behind, source + 1) and source > 0:
            if lines.folded(start - 1) != lines.folded(source - 1):
                break
            start, source = start - 1, source - 1
        origin = source
        while end < len(lines) and origin + end - start < start:
            if lines.folded(end) != lines.folded(origin + end - start):
                break
            end += 1
        prose = lines.prose[start:end]
        size = int(lines.size[start:end][prose].sum())
        long = np.count_nonzero(prose) >= PASSAGE_LINES and size >= PASSAGE_SIZE
        if long or (origin + end - start == start and size >= PARAGRAPH_SIZE):
            yield start, end - 1
            behind = end
