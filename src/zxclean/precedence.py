"""Which of a normalizer's edits stay where two of its finders want the same stretch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.proposals import Edit, EditColumns, Proposal, as_mark


def first_come(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals in their order, without edits that overlap one that came before.

    For a normalizer whose edits come from several finders: what it trusts most comes first. Of
    an edit that is left out the facts stay, as a mark. Where three edits lie in a chain, one
    that only overlapped an edit left out itself may be left out too.

    >>> found = [Edit(2, 4, "", "a.line"), Edit(0, 3, "", "a.part"), Edit(4, 5, "", "a.part")]
    >>> [(each.start, each.end) for each in first_come(found)]
    [(2, 4), (4, 5)]
    """
    given = list(proposals)
    edits = [each for each in given if isinstance(each, (Edit, EditColumns))]
    if not edits or (len(edits) == 1 and isinstance(edits[0], Edit)):
        return given
    low, high = _spans(edits)
    order = np.argsort(low, kind="stable")
    if not (low[order][1:] <= high[order][:-1]).any():
        return given
    stays = _disjoint(low.tolist(), high.tolist(), order.tolist())
    return _filtered(given, stays)


def _spans(edits: Sequence[Edit | EditColumns]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last place each edit takes, in half places: insertions stand between two."""
    starts: list[int] = []
    ends: list[int] = []
    for edit in edits:
        starts += edit.starts.tolist() if isinstance(edit, EditColumns) else (edit.start,)
        ends += edit.ends.tolist() if isinstance(edit, EditColumns) else (edit.end,)
    start, end = np.array(starts, np.int64), np.array(ends, np.int64)
    empty = start == end
    return 2 * start - empty, 2 * end - 2 + empty


def _disjoint(low: list[int], high: list[int], order: list[int]) -> NDArray[np.bool_]:
    """Which spans stay; the number of a span is its precedence."""
    stays = np.ones(len(low), np.bool_)
    kept: list[int] = []
    for row in order:
        while kept and low[row] <= high[kept[-1]]:
            if kept[-1] < row:
                stays[row] = False
                break
            stays[kept.pop()] = False
        else:
            kept.append(row)
    return stays


def _filtered(given: Sequence[Proposal], stays: NDArray[np.bool_]) -> list[Proposal]:
    out: list[Proposal] = []
    row = 0
    for each in given:
        if isinstance(each, EditColumns):
            mask = stays[row : row + len(each.starts)]
            row += len(mask)
            out.append(_column(each, mask))
            continue
        if isinstance(each, Edit):
            row += 1
            if not stays[row - 1]:
                out += [as_mark(each)] if each.facts else []
                continue
        out.append(each)
    return out


def _column(column: EditColumns, mask: NDArray[np.bool_]) -> EditColumns:
    after = column.after
    if isinstance(after, np.ndarray):
        after = after[mask]
    elif not isinstance(after, str):
        after = [text for text, stays in zip(after, mask.tolist(), strict=True) if stays]
    return msgspec.structs.replace(
        column, starts=column.starts[mask], ends=column.ends[mask], after=after
    )
