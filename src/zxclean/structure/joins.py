"""Sentences that a layout break cut in two: an image, a page or a column between them."""

from __future__ import annotations

import re
from collections.abc import Container

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.structure.headlines import NUMBERED
from zxclean.structure.lines import COMMA, MISPLACED, OPEN, STOP, Lines
from zxclean.view import HAN

CUT_SIZE = 40
"""Least size (code points) of the piece before the cut. Those of seed 001 have 46 to 125; lines
of 24 to 39 without an end mark are headlines and links, on nearly all of the 60 pages."""

PIECE = 10
"""Least size (code points) of the piece before a mark that may not begin a line."""

ENDED_FOR_EACH_CUT = 3
"""So many lines of prose must end with a mark for each that does not. Seed 001 has 7 for each;
a page whose author sets no marks at all (toutiao-toutiao of the 60) has 0."""

SEAM_SCORE = 2.5
"""Least score of a seam without another sign. Of 4,192 cuts inside 894 paragraphs of the 60 pages
and the seeds 55 % reach it, of 15,413 pairs of a paragraph's end, its full stop left out, and
another's start 1.2 %. At 2 it would be 60 % and 1.9 %, at 3 49 % and 0.7 %."""

_FULL_STOP = 0x3002
_STARTERS = re.compile("的(?![确士])|们|了(?![解结却然])")
# Particles begin 4 % of the second pieces, and 0.2 % of paragraphs (so far as they are 了解 and
# the like, they are left out).
_ITEM = re.compile(
    r"第?[一二三四五六七八九十百零\d]{1,4}[、.条章节款项是要]|[(①-⑳▲▼△]|注:|[图表] ?\d|图为"
    r"|首先|其次|再次|最后|此外|另外|同时"
)
_CREDIT = re.compile(r"\s\S{1,4}$")
_SCENE = re.compile(r"[^,;:!?。…]{4,40}。?")


def find_cuts(
    lines: Lines, labelled: Container[int], ended_inside: int = 0
) -> tuple[list[int], set[int]]:
    """Lines that go on with the sentence of the line before, and lines that may.

    The second set has those that only wide white space before them keeps apart: a caption
    below the image that cut the sentence. `labelled` are lines known to be no prose,
    `ended_inside` counts paragraphs that end inside a line that is being split.

    A cut needs evidence at the seam: a comma before it, a mark after it that begins no line,
    a particle that begins no sentence, or characters across it that go together far better
    than a sentence's end and another's start do.
    """
    unended = _unended(lines)
    hopeful: list[int] = []
    for i in reversed(unended):
        # A run of cuts ends with a line that has an end mark.
        if lines.ended.item(i + 1) or (hopeful and hopeful[-1] == i + 1):
            hopeful.append(i)
    going_on = _going_on(lines, [i for i in hopeful if _is_prose(lines, i)])
    if not any(lines.ended.item(i + 1) for i in going_on):
        return [], set()
    stops = (lines.size >= CUT_SIZE) & (lines.ending == STOP)
    ended = ended_inside + int(np.count_nonzero(stops))
    if ended < ENDED_FOR_EACH_CUT:
        return [], set()
    pieces = [i for i in unended if _is_prose(lines, i) and i not in labelled]
    if ended < ENDED_FOR_EACH_CUT * len(pieces):
        return [], set()
    cuts: list[int] = []
    apart: set[int] = set()
    for i in reversed(pieces):
        after = i + 1
        ends_well = lines.ended[after] or after + 1 in cuts
        if i not in going_on or not ends_well or after in labelled:
            continue
        if lines.gap[after] > 1 and _SCENE.fullmatch(lines.folded(after)):
            apart.add(after)
        else:
            cuts.append(after)
    return cuts[::-1], apart


def _unended(lines: Lines) -> list[int]:
    """Lines long enough for a piece of prose without an end mark, the last line aside."""
    rows = lines.open_rows
    rows = rows[lines.size.take(rows) >= CUT_SIZE]
    rows = rows[(lines.ending.take(rows) == COMMA) | ~lines.closed.take(rows)]
    after_mark = (lines.heads & MISPLACED).nonzero()[0]
    pieces: list[int] = rows.tolist()
    if len(after_mark):
        before = after_mark[after_mark > 0] - 1
        able = (lines.ending.take(before) == OPEN) & ~lines.closed.take(before)
        able &= lines.size.take(before) >= PIECE
        pieces = sorted({*pieces, *before[able].tolist()})
    if pieces and pieces[-1] == len(lines) - 1:
        pieces.pop()
    return pieces


def _is_prose(lines: Lines, index: int) -> bool:
    last = lines.last.item(index) - 1
    if lines.ending.item(index) != COMMA and not lines.view.classes.item(last) & HAN:
        return False
    line = lines.folded(index)
    marked = "," in line or "\u3002" in line or "\u3001" in line or ";" in line
    if not (marked or lines.heads.item(index + 1) & MISPLACED):
        return False
    if "\t" in line or _CREDIT.search(line, max(0, len(line) - 5)):
        return False
    return "\u3002" in line or not NUMBERED.match(line)


def _going_on(lines: Lines, pieces: list[int]) -> set[int]:
    """Pieces whose sentence goes on with the next line, by what stands at the seam."""
    view = lines.view
    found: set[int] = set()
    open_seams: list[int] = []
    for i in pieces:
        ending, start = lines.ending.item(i), lines.first.item(i + 1)
        if lines.heads.item(i + 1) & MISPLACED:
            if ending == OPEN:
                found.add(i)
        elif not view.classes.item(start) & HAN or _ITEM.match(view.folded, start):
            continue
        elif ending == COMMA or _STARTERS.match(view.folded, start):
            found.add(i)
        else:
            open_seams.append(i)
    if open_seams:
        last = view.codes.take(lines.last.take(open_seams) - 1)
        first = view.codes.take(lines.first.take(np.array(open_seams) + 1))
        scores = score_seams(last, first).tolist()
        found.update(i for i, score in zip(open_seams, scores, strict=True) if score >= SEAM_SCORE)
    return found


def score_seams(last: NDArray[np.uint32], first: NDArray[np.uint32]) -> NDArray[np.float32]:
    """How much better pairs of characters, each of a line's end and the next's start, go together.

    In nats, against the first ending a sentence and the second beginning a line. See `SEAM_SCORE`.

    >>> last, first = np.array([[ord(char) for char in line] for line in ("存效", "量会")])
    >>> [bool(score > SEAM_SCORE) for score in score_seams(last, first)]
    [True, False]
    """
    left = np.concatenate((last, np.full(len(last), ord("\n"), np.uint32), last))
    right = np.concatenate((first, first, np.full(len(last), _FULL_STOP, np.uint32)))
    together, begins, ends = model.pair_score(left, right).reshape(3, -1)
    scores: NDArray[np.float32] = together - begins - (ends - model.load().characters[_FULL_STOP])
    return scores
