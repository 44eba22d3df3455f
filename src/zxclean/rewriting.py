"""A document's changes applied to its source, and taken back."""

from __future__ import annotations

from collections.abc import Iterable

from zxclean.records import Change


def replay(source: str, changes: Iterable[Change]) -> str:
    """The text that `changes` make of `source`.

    Raises `ValueError` if a change does not fit: out of order, or another text stands there.

    >>> replay("abc", [Change(1, 2, 1, 1, "b", "")])
    'ac'
    """
    return _rewrite(source, ((c.source_start, c.source_end, c.before, c.after) for c in changes))


def undo(text: str, changes: Iterable[Change]) -> str:
    """The source that `changes` made into `text`.

    Raises `ValueError` if a change does not fit: out of order, or another text stands there.

    >>> undo("ac", [Change(1, 2, 1, 1, "b", "")])
    'abc'
    """
    return _rewrite(text, ((c.start, c.end, c.after, c.before) for c in changes))


def _rewrite(text: str, edits: Iterable[tuple[int, int, str, str]]) -> str:
    out: list[str] = []
    position = 0
    for start, end, there, instead in edits:
        if start < position or text[start:end] != there or end < start:
            raise ValueError(
                f"change at [{start}, {end}) does not fit: expected {there!r}, "
                f"found {text[start:end]!r}; use the changes of the document the text is from, "
                "in their order"
            )
        out.append(text[position:start])
        out.append(instead)
        position = end
    out.append(text[position:])
    return "".join(out)
