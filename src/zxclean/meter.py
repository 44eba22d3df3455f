"""Verse in equal clauses, as classical poems have them, told from prose."""

from __future__ import annotations

import re

SHORTEST, LONGEST = 4, 8
"""Size of a clause of verse in code points."""

AROUND = 40
"""How far before and behind a stretch (code points) its clauses are read: four of the longest."""

CLAUSES = 3
"""Fewest clauses of one size in a row. Of 8,000 places of news and rulings one in 330 is among them."""

_MARK = re.compile("[,.;:!?\u3001\u3002\uff0c\uff0e\uff1b\uff1a\uff01\uff1f\\s]+")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def is_in_verse(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` (code points) stands within clauses of one size, its own among them.

    >>> line = "松下问童子,言师采药去。只在此山中,云深不知处。"
    >>> is_in_verse(line, 8, 10), is_in_verse("他说,桥修好的那天,镇上放了鞭炮。", 3, 5)
    (True, False)
    """
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    run, reached, begin = 0, False, first
    sizes: list[tuple[int, bool]] = []
    for mark in [*_MARK.finditer(text, first, last), None]:
        stop = mark.start() if mark else last
        cut = (begin == first > 0) or (mark is None and last < len(text))
        if stop > begin and not cut:
            whole = SHORTEST <= stop - begin <= LONGEST and _HAN.fullmatch(text, begin, stop)
            sizes.append((stop - begin if whole else 0, begin < end and start < stop))
        begin = mark.end() if mark else last
    own = [size for size, touched in sizes if touched]
    if not own or not own[0] or len(set(own)) > 1:
        return False
    for size, touched in sizes:
        run = run + 1 if size == own[0] else 0
        reached = (reached and run > 0) or touched
        if reached and run >= CLAUSES:
            return True
    return False


def is_verse(line: str) -> bool:
    """Whether a line is at least two clauses of one size and nothing else.

    >>> is_verse("松下问童子,言师采药去。"), is_verse("桥修好那天,镇上放了鞭炮。")
    (True, False)
    """
    clauses = [clause for clause in _MARK.split(line) if clause]
    sizes = set(map(len, clauses))
    return (
        len(clauses) > 1
        and len(sizes) == 1
        and SHORTEST <= len(clauses[0]) <= LONGEST
        and all(map(_HAN.fullmatch, clauses))
    )
