"""Edits written into a text: sorted, checked, and where each text lies in the other."""

from __future__ import annotations

from collections.abc import Sequence
from operator import sub

import numpy as np
from numpy.typing import NDArray

from zxclean.alignment import Alignment, Offsets
from zxclean.proposals import Edit, EditColumns
from zxclean.view import TextView


class EditError(ValueError):
    """A normalizer proposed edits that cannot be applied: out of range or overlapping."""


FEW = 500
"""Up to so many edits lists are faster than some twenty array operations of 1 to 3 microseconds and
one list in the end: at 230 by a tenth, at 100,000 they are slower by a quarter."""

FEW_SWAPS = 48
"""The same of edits that give the code points they write, which takes half as many operations."""

LONG = 64
"""Of a text that is so many times longer what stays is cut out piece by piece, not picked."""


def removes(columns: Sequence[EditColumns]) -> bool:
    """Whether they take something out everywhere and write nothing."""
    return all(
        isinstance(column.after, str)
        and not column.after
        and np.count_nonzero(column.ends > column.starts) == len(column.starts)
        for column in columns
    )


def remove_many(
    normalizer: str, view: TextView, columns: Sequence[EditColumns]
) -> tuple[str, Alignment, Sequence[int] | None]:
    """What `apply_many` does, for edits that write nothing."""
    starts = np.concatenate([column.starts for column in columns])
    ends = np.concatenate([column.ends for column in columns])
    order = None
    if not _rises(starts):
        sorting = np.argsort(2 * starts + (ends > starts), kind="stable")
        starts, ends, order = starts[sorting], ends[sorting], sorting.tolist()
    _check(normalizer, len(view.text), starts, ends)
    steps = np.zeros(len(view.text) + 1, np.int8)
    steps[starts] = 1
    steps[ends] -= 1  # 0 where the next one begins
    kept = view.codes[steps[:-1].cumsum(dtype=np.int8) == 0]
    after = kept.tobytes().decode("utf-32-le", "surrogatepass")
    return after, Alignment.of_removals(starts, ends), order


def apply_many(
    normalizer: str, view: TextView, singles: Sequence[Edit], columns: Sequence[EditColumns]
) -> tuple[str, Alignment, Sequence[int] | None]:
    """The new text, its alignment, and the order of the edits; see `Layer`."""
    text = view.text
    swaps = _as_swaps(singles, columns)
    if swaps is not None:
        starts, ends, written = swaps
        order = None
        if not _rises(starts):
            sorting = np.argsort(starts, kind="stable")
            starts, ends, written = starts[sorting], ends[sorting], written[sorting]
            order = sorting.tolist()
        if starts[0] < 0 or ends[-1] > len(text) or (order is not None and not _rises(starts)):
            _check(normalizer, len(text), starts, ends)
        changed = view.codes.copy()
        differs = changed.take(starts) != written
        changed[starts] = written
        after = changed.tobytes().decode("utf-32-le", "surrogatepass")
        all_differ = np.count_nonzero(differs) == len(starts)
        return after, Alignment(starts, ends, starts, ends, swaps=all_differ), order
    starts = np.array([edit.start for edit in singles], np.int64)
    ends = np.array([edit.end for edit in singles], np.int64)
    if columns:
        starts = np.concatenate((starts, *(column.starts for column in columns)))
        ends = np.concatenate((ends, *(column.ends for column in columns)))
    # At one place an insertion stands before an edit that follows: odd numbers are characters.
    sorting = np.argsort(2 * starts + (ends > starts), kind="stable")
    starts, ends = starts[sorting], ends[sorting]
    _check(normalizer, len(text), starts, ends)
    proposed = replacements(singles, columns)
    afters = [proposed[row] for row in sorting.tolist()]
    after = splice(text, starts.tolist(), ends.tolist(), afters)
    lengths = np.array([len(after) for after in afters], np.int64)
    return after, Alignment.of_edits(starts, ends, lengths), sorting.tolist()


def _rises(starts: Offsets) -> bool:
    """Whether each is greater than the one before; `all` takes twice as long on few."""
    return int(np.count_nonzero(starts[1:] > starts[:-1])) == len(starts) - 1


def _as_swaps(
    singles: Sequence[Edit], columns: Sequence[EditColumns]
) -> tuple[Offsets, Offsets, NDArray[np.uint32]] | None:
    """Starts, ends and code points of edits that all put one character in the place of one."""
    if singles:
        return None
    written: list[NDArray[np.uint32]] = []
    for column in columns:
        if not isinstance(column.after, np.ndarray):
            return None
        if np.count_nonzero(column.ends - column.starts == 1) < len(column.starts):
            return None
        written.append(column.after)
    if len(columns) == 1:
        starts, ends = columns[0].starts, columns[0].ends
        return np.asarray(starts, np.int64), np.asarray(ends, np.int64), written[0]
    starts = np.concatenate([column.starts for column in columns])
    ends = np.concatenate([column.ends for column in columns])
    return starts, ends, np.concatenate(written)


def apply_few(
    normalizer: str, text: str, singles: Sequence[Edit], columns: Sequence[EditColumns]
) -> tuple[str, Alignment, Sequence[int] | None]:
    """What `apply_many` does, by lists."""
    starts = [edit.start for edit in singles]
    ends = [edit.end for edit in singles]
    for column in columns:
        starts += column.starts.tolist()
        ends += column.ends.tolist()
    afters = replacements(singles, columns)
    order = None
    if not _in_order(starts, ends, len(text)):
        # As `apply_many` does it.
        places = [2 * start + (end > start) for start, end in zip(starts, ends, strict=True)]
        order = sorted(range(len(starts)), key=places.__getitem__)
        starts, ends = [starts[row] for row in order], [ends[row] for row in order]
        afters = [afters[row] for row in order]
        if not _in_order(starts, ends, len(text)):
            _check(normalizer, len(text), np.array(starts, np.int64), np.array(ends, np.int64))
    after = splice(text, starts, ends, afters)
    old_start, old_end = np.array(starts, np.int64), np.array(ends, np.int64)
    lengths = list(map(len, afters))
    if not any(lengths):
        return after, Alignment.of_removals(old_start, old_end), order
    if lengths == list(map(sub, ends, starts)):
        return after, Alignment(old_start, old_end, old_start, old_end), order
    return after, Alignment.of_edits(old_start, old_end, np.array(lengths, np.int64)), order


def splice(text: str, starts: list[int], ends: list[int], afters: Sequence[str]) -> str:
    """The text with `afters` in place of sorted stretches of it."""
    kept = [text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True)]
    if not any(afters):
        return "".join(kept)
    pieces = [""] * (2 * len(starts) + 1)
    pieces[::2] = kept
    pieces[1::2] = afters
    return "".join(pieces)


def _in_order(starts: list[int], ends: list[int], length: int) -> bool:
    """Whether edits stand in the text, one after the other; no two begin at one place."""
    borders = [0] * (2 * len(starts) + 2)
    borders[1:-1:2], borders[2::2], borders[-1] = starts, ends, length
    # Sorting what is in order is one comparison for each, in C.
    return borders == sorted(borders) and len(set(starts)) == len(starts)


def replacements(singles: Sequence[Edit], columns: Sequence[EditColumns]) -> list[str]:
    """What each edit writes, in the order in which they were proposed."""
    out = [edit.after for edit in singles]
    for column in columns:
        if isinstance(column.after, str):
            out.extend([column.after] * len(column.starts))
        elif isinstance(column.after, np.ndarray):
            out.extend(column.after.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"))
        else:
            out.extend(column.after)
    return out


def _check(normalizer: str, length: int, starts: Offsets, ends: Offsets) -> None:
    """Refuse sorted edits that are out of range or overlap."""
    empty = starts == ends
    clash = 2 * starts[1:] - empty[1:] <= 2 * (ends[:-1] - 1) + empty[:-1]
    if starts[0] >= 0 and ends[-1] <= length and not clash.any() and bool((starts <= ends).all()):
        return
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if not 0 <= start <= end <= length:
            raise EditError(
                f"normalizer {normalizer!r} proposed an edit of [{start}, {end}), "
                f"outside the text of {length} code points"
            )
    row = int(np.flatnonzero(clash)[0])
    raise EditError(
        f"normalizer {normalizer!r} proposed edits that overlap: "
        f"[{starts[row]}, {ends[row]}) and [{starts[row + 1]}, {ends[row + 1]}); "
        "without_overlaps() keeps the leftmost"
    )
