"""Repairs of a stretch that lost bytes: what is sure enough of it is restored, its ends are marked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.garble.parts import SURE_BESIDE, SURE_EDGE, unsure
from zxclean.garble.readings import NO_HOLE, Edge, Readings, Stretch
from zxclean.garble.repair import Repair
from zxclean.view import SIMPLIFIED, TRADITIONAL, class_table

LEAST = 0.3
"""Least confidence of a stretch that is restored."""
DOUBT, MOST, MOST_RID = 1.6, 0.985, 0.965
"""The model's doubts times this are the measured ones, and there is always some, more on a page that may
be rid of private characters. Of 2,100 stretches on pages that show they are not and 2,000 on
others, in steps from 0.6 to 1.0, the share of right ones was never more than 0.03 off."""
DOUBT_PIECE = 1.25
"""The same of the doubt whether characters of a piece are what is left of two."""
NEAR = 20
"""Positions around a stretch that tell the script the page shows."""
Notes = dict[int, tuple[str, int]]
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Page(NamedTuple):
    """What is the same for all stretches: offsets into the text, notes, its width of marks.

    `more` is how much more evidence is asked for than elsewhere, in nats; `text` is the page's.
    """

    offsets: NDArray[np.int64]
    notes: Notes
    narrowed: bool
    more: float = 0.0
    text: str = ""


def write(
    page: Page,
    readings: Readings,
    stretch: Stretch,
    left: Edge | None,
    right: Edge | None,
    sure: float,
) -> Iterator[Repair]:
    """Edits for what is sure, piece by piece, marks for the edges that are not."""
    again = _converter(readings, stretch)
    begun = _lifted(stretch.begun, left)
    over = _lifted(stretch.over, right)
    from_left, from_right = unsure(begun), unsure(over)
    restored = [chr(int(again[code])) for code in stretch.inner]
    restored = restored[from_left : len(restored) - from_right]
    whole = stretch.first - stretch.headed, stretch.last + 1 + stretch.tailed
    begin, end = stretch.first + from_left + 1, stretch.last - from_right
    at_left = left.probability * begun[0] if left is not None and not from_left else 0.0
    first, last = begun[from_left + 1], over[from_right + 1]
    moved = -from_left
    if left is not None and at_left >= _least(stretch.left):
        restored.insert(0, chr(int(again[ord(left.char)])))
        first *= at_left
        begin, moved = whole[0], 1
    at_right = right.probability * over[0] if right is not None and not from_right else 0.0
    if stretch.resynced:
        end = stretch.last + 1
    elif right is not None and at_right >= _least(stretch.right):
        restored.append(chr(int(again[ord(right.char)])))
        last *= at_right
        end = whole[1]
    message = _message(readings, stretch)
    most = MOST if readings.hole >= NO_HOLE else MOST_RID
    pieces = _pieces(stretch, begin, end, moved)
    bounds = [sure] * len(pieces)
    bounds[0] *= first
    bounds[-1] *= last
    confidences = [
        min(most, (1 - DOUBT * (1 - bound)) * (1 - DOUBT_PIECE * (1 - piece.share)))
        for bound, piece in zip(bounds, pieces, strict=True)
    ]
    if begin > end or not restored or min(confidences) < LEAST:
        start, stop = _offsets(page, *whole)
        yield Repair(start, stop, None, sure, "garbles.lost-bytes", message)
        return
    if begin > whole[0]:
        yield _edge_mark(page, whole[0], begin, left)
    if end < whole[1]:
        yield _edge_mark(page, end, whole[1], right)
    stops = [*((piece.number, piece.shown) for piece in pieces[1:]), (len(restored), end)]
    for piece, (number, shown), confidence in zip(pieces, stops, confidences, strict=True):
        text = "".join(restored[piece.number : number])
        start, stop = _offsets(page, piece.shown, shown)
        yield Repair(
            start,
            stop,
            text.translate(_NARROW) if page.narrowed else text,
            confidence,
            "garbles.lost-bytes",
            message,
        )


class _Piece(NamedTuple):
    """Where a piece begins, in what is restored and as shown, and how likely it is by itself."""

    number: int
    shown: int
    share: float


def _pieces(stretch: Stretch, begin: int, end: int, moved: int) -> list[_Piece]:
    """The pieces of a stretch shown from `begin` to `end`: those that nothing is shown of are joined.

    `moved` is by how much what is restored is longer than `inner` at the left.
    """
    pieces = [_Piece(0, begin, stretch.sure[0])]
    for (number, shown), share in zip(stretch.splits, stretch.sure[1:], strict=True):
        last = pieces[-1]
        if last.shown < shown < end:
            pieces.append(_Piece(number + moved, shown, share))
        else:
            pieces[-1] = last._replace(share=last.share * share)
    return pieces


def _lifted(shares: tuple[float, ...], edge: Edge | None) -> tuple[float, ...]:
    """Where a stretch begins or ends, when the edge there is likelier than its neighbours tell."""
    if edge is None or edge.lift == 1.0:
        return shares
    more = shares[0] * (edge.lift - 1)
    return tuple((share + more) / (1 + more) for share in shares)


def _least(beside: Edge | None) -> float:
    """Least probability of an edge that is restored, by whether another stretch is behind it."""
    return SURE_EDGE if beside is None else SURE_BESIDE


def _converter(readings: Readings, stretch: Stretch) -> NDArray[np.uint32]:
    """What the page does with true characters: nothing where it shows no converted one."""
    layer = readings.layer
    if layer.conversion is None:
        return layer.again
    near = readings.codes[max(0, stretch.first - NEAR) : stretch.last + 1 + NEAR]
    classes = class_table().take(near)
    if layer.conversion == "s2t":
        kept, made = SIMPLIFIED, TRADITIONAL
    else:
        kept, made = TRADITIONAL, SIMPLIFIED
    if np.count_nonzero(classes & kept) > np.count_nonzero(classes & made):
        return _same()
    return layer.again


@cache
def _same() -> NDArray[np.uint32]:
    return np.arange(0x110000, dtype=np.uint32)


def _offsets(page: Page, begin: int, end: int) -> tuple[int, int]:
    """The stretch of text of positions `begin` to `end`, with the note behind the last one."""
    start = int(page.offsets[begin])
    if begin == end:
        return start, start
    _, stop = page.notes.get(end - 1, ("", int(page.offsets[end - 1]) + 1))
    return start, stop


def _edge_mark(page: Page, begin: int, end: int, edge: Edge | None) -> Repair:
    start, stop = int(page.offsets[begin]), int(page.offsets[end - 1]) + 1
    candidates = edge.candidates if edge is not None else ()
    message = "the end of a stretch that lost bytes: of this character one byte is left"
    return Repair(start, stop, None, 0.95, "garbles.lost-byte-edge", message, candidates)


def _message(readings: Readings, stretch: Stretch) -> str:
    codec = "Big5" if readings.layer.codec == "big5" else "GBK"
    bytes_before = "a byte"
    if readings.seam[stretch.first]:
        bytes_before = "the byte A1"
    later = {
        None: "",
        "s2t": ", before it was converted to Traditional",
        "t2s": ", before it was converted to Simplified",
    }[readings.layer.conversion]
    return f"{codec} text that lost {bytes_before} before it{later}: read one byte on"
