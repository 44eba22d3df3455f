"""Passages that a page prints twice: a paragraph right behind itself, or a whole article again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zxclean.structure.lines import ONE_HAN, Lines

PARAGRAPH_SIZE = 40
"""Least size (code points) of a paragraph that stands right behind itself; shorter ones may be slogans,
calls and refrains. Of 3,000,000 code points of news, laws and pages that are in order none is so long."""

HEAD = 4
"""So many characters of the two halves of a line are compared before the rest."""

PASSAGE_LINES, PASSAGE_SIZE = 3, 200
"""Fewest paragraphs of a passage that stands again elsewhere, and their least size (code points)."""


def find_repeats(lines: Lines) -> list[tuple[int, int]]:
    """First and last line of each passage that repeats one above, line by line.

    Only prose counts, so verse and its refrains, tables, forms and lists stay; so does what differs
    in one character, and a line that says one sentence over and over.

    >>> from zxclean.structure.lines import read_lines
    >>> from zxclean.view import TextView
    >>> line = "\\u6e21\\u53e3\\u7684\\u8239\\u505c\\u4e86\\uff0c" * 6 + "\\u706f\\u4eae\\u4e86\\u3002"
    >>> find_repeats(read_lines(TextView(f"{line}\\n{line}")))
    [(1, 1)]
    """
    rows = (lines.prose & (lines.size >= PARAGRAPH_SIZE)).nonzero()[0]
    looks = lines.size.take(rows) * 0x110000 + lines.view.codes.take(lines.first.take(rows))
    if len(set(looks.tolist())) == len(rows):
        return []
    seen: dict[str, int] = {}
    first: dict[int, int] = {}
    for i, line in zip(rows.tolist(), lines.texts(rows), strict=True):
        before = seen.setdefault(line, i)
        if before != i and _is_told_once(line):
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
    rows = (lines.prose & (lines.size >= 2 * PARAGRAPH_SIZE)).nonzero()[0]
    spans = zip(lines.first.take(rows).tolist(), lines.last.take(rows).tolist(), strict=True)
    for start, end in spans:
        for gap in (1,) if (end - start) % 2 else (0, 2):
            half = (end - start - gap) // 2
            if not folded.startswith(folded[start : start + HEAD], end - half):
                continue
            first = folded[start : start + half]
            if first + " " * gap + first == folded[start:end] and _is_told_once(first):
                found.append((start + half, end))
    return found


def _is_told_once(text: str) -> bool:
    """Whether a text is Chinese prose, no code, and none of its sentences stands in it again, as in
    calls and litanies."""
    sentences = [each for each in text.split("\u3002") if each.strip()]
    return len(set(sentences)) == len(sentences) and 2 * len(ONE_HAN.findall(text)) > len(text)


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
