"""Sentences that a layout break cut in two: an image, a page or a column between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zxclean import lexicon, model
from zxclean.structure.lines import COMMA, MISPLACED, NUMBER, OPEN, SIGN, STOP, Lines
from zxclean.structure.page_marks import is_page_mark
from zxclean.structure.title_lines import NUMBERED
from zxclean.view import HAN

CUT_SIZE = 40
"""Least size (code points) of the piece before the cut. Those of seed 001 have 46 to 125; lines
of 24 to 39 without an end mark are headlines and links, on nearly all of the 60 pages."""

PIECE = 10
"""Least size (code points) of the piece before a mark that may not begin a line."""

ENDED_FOR_EACH_CUT = 3
"""So many lines of prose must end with a mark for each that does not; one for each that goes
on, if one of them does beyond doubt; one if all go on. Seed 001 has 7 for each;
a page whose author sets no marks at all (toutiao-toutiao of the 60) has 0."""

SEAM_SCORE, SURE_SCORE, NEXT_SCORE = 6.4, 7.6, 5.7
"""Least score of a seam without another sign; that of one behind a piece of `SHORT_SIZE` to
`CUT_SIZE`; and that of one in a text that has another cut beyond doubt. Of 3,802 cuts inside 867
paragraphs of 250 pages 60 %, 51 % and 72 % reach them; of 7,845 pairs of a paragraph's end, its full
stop left out, and another's start 1.2 %, 0.2 % and 5 %. By pairs of characters alone it would be
52 %, 38 % and 70 %."""

SHORT_SIZE = 30
"""Least size (code points) of a piece before a seam beyond doubt: of lines this short nearly all
without an end mark are headlines and links."""

CAPTION_SIZE = 80
"""Largest size (code points) of a caption between two halves of a sentence."""

PAGE_SCORE = 2.0
"""The same where the number of a page stands between, and those of other pages count on from it: what
a page cuts has 10 on average, and of headings and last lines few stand at the end of one."""

PAGE_MARK_SIZE = 16
"""Largest size (code points) of the number of a page on its line."""

PAIR_SCORE = 0.0
"""Least score of a seam by the two characters at it: of the 60 % of cuts it loses 0.4, and 78 % of
the borders need not be read as words, which takes ten times as long."""

NEAR = 5
"""So many characters on each side of a seam are read as words; with 3 or 7 it is the same."""

_FULL_STOP = 0x3002
_MARK = re.compile("[,;:\u3001\u3002]")
_STARTERS = re.compile("的(?![确士])|们|了(?![解结却然])")
# Particles begin 4 % of the second pieces, and 0.2 % of paragraphs (so far as they are 了解 and
# the like, they are left out).
_ITEM = re.compile(
    r"第?[一二三四五六七八九十百零\d]{1,4}[、.条章节款项是要]|[(①-⑳▲▼△]|注:|[图表] ?\d|图为"
    r"|首先|其次|再次|最后|此外|另外|同时"
)
_CREDIT = re.compile(r"\s\S{1,4}$")
_SCENE = re.compile(r"[^,;:!?。…]{4,40}。?")


def find_joins(
    lines: Lines, labelled: Container[int], ended_inside: int = 0
) -> tuple[list[tuple[int, int]], set[int]]:
    """Pairs of lines, the second of which goes on with the first one's sentence, and lines that may.

    The second set has those that only wide white space before them keeps apart: a caption
    below the image that cut the sentence. `labelled` are lines known to be no prose,
    `ended_inside` counts paragraphs that end inside a line that is being split. The number of a
    page may stand between two lines of a pair.

    A cut needs evidence at the seam: a comma before it, a mark after it that begins no line,
    a particle that begins no sentence, or words across it that go together far better than a
    sentence's end and another's start do.
    """
    stops = (lines.size >= CUT_SIZE) & (lines.ending == STOP)
    ended = ended_inside + int(np.count_nonzero(stops))
    unended = _unended(lines) if ended else []
    after = {i: _next(lines, i) for i in unended}
    after = {i: k for i, k in after.items() if _is_prose(lines, i, k)}
    seams = _going_on(lines, after)
    for i, sure in _going_on(lines, _over_captions(lines, after, seams)).items():
        if sure or i + 1 in labelled:
            after[i], seams[i] = i + 2, sure
    for i, k in _cut_by_pages(lines) if ended else ():
        after[i], seams[i] = k, True
    hopeful: set[int] = set()
    for i in sorted(seams, reverse=True):
        # A run of cuts ends with a line that has an end mark.
        if lines.ended.item(after[i]) or after[i] in hopeful:
            hopeful.add(i)
    if not any(lines.ended.item(after[i]) for i in hopeful):
        return [], set()
    pieces = [i for i in sorted(after) if lines.size.item(i) >= CUT_SIZE or i in seams]
    pieces = [i for i in pieces if i not in labelled]
    told = len(seams.keys() & set(pieces)) if any(seams.values()) else 0
    untold = len(pieces) - told
    if ended < (max(ENDED_FOR_EACH_CUT, ENDED_FOR_EACH_CUT * untold + told) if untold else 1):
        return [], set()
    cuts: list[tuple[int, int]] = []
    apart: set[int] = set()
    for i in reversed(pieces):
        k = after[i]
        if i not in hopeful or k in labelled:
            continue
        if not (lines.ended.item(k) or (cuts and cuts[-1][0] == k)):
            continue
        if lines.gap[k] > 1 and k == i + 1 and _SCENE.fullmatch(lines.folded(k)):
            apart.add(k)
        elif not cuts or k <= cuts[-1][0]:
            cuts.append((i, k))
    return cuts[::-1], apart


def _cut_by_pages(lines: Lines) -> list[tuple[int, int]]:
    """Lines that end with a page, in the midst of a sentence, and where it goes on.

    The numbers of the pages count on by one, in one form; a running head may stand below each.
    """
    short = (lines.size <= PAGE_MARK_SIZE) & (lines.heads & (NUMBER | SIGN) != 0)
    rows = short.nonzero()[0]
    if len(rows) < 2:
        return []
    forms: dict[str, list[tuple[int, int]]] = {}
    for row, line in zip(rows.tolist(), lines.texts(rows), strict=True):
        if is_page_mark(line):
            number = re.search(r"\d+", line)
            if number is not None:
                form = line[: number.start()] + "\0" + line[number.end() :]
                forms.setdefault(form, []).append((row, int(number[0])))
    cuts: list[tuple[int, int]] = []
    for marks in forms.values():
        counted = [b[1] == a[1] + 1 and b[0] > a[0] + 1 for a, b in pairwise(marks)]
        if len(marks) < 2 or not all(counted):
            continue
        inner = [row for row, _ in marks if 0 < row < len(lines) - 2]
        below = Counter(lines.folded(row + 1) for row in inner if lines.size[row + 1] <= CUT_SIZE)
        for row in inner:
            k = row + 2 if below[lines.folded(row + 1)] > 1 else row + 1
            if _is_cut(lines, row - 1, k):
                cuts.append((row - 1, k))
    return sorted(cuts)


def _is_cut(lines: Lines, index: int, after: int) -> bool:
    """Whether a line that ends with a page goes on with the first of the next."""
    if lines.ended.item(index) or lines.closed.item(index):
        return False
    line, below = lines.folded(index), lines.folded(after)
    if lines.heads.item(after) & MISPLACED:
        return True
    if _ITEM.match(below) or NUMBERED.match(below):
        return False
    if lines.ending.item(index) == COMMA:
        return True
    heading = len(line) < SHORT_SIZE and not _MARK.search(line)
    score = score_seams([line[-NEAR:]], [below[:NEAR]]).item()
    return score >= (SEAM_SCORE if heading else PAGE_SCORE)


def _over_captions(
    lines: Lines, after: Mapping[int, int], seams: Collection[int]
) -> dict[int, int]:
    """The line but one of each that does not go on with the next, where that may be a caption."""
    over: dict[int, int] = {}
    for i, k in after.items():
        if i in seams or k > i + 1 or k in after or k + 1 == len(lines):
            continue
        if lines.size.item(k) > CAPTION_SIZE:
            continue
        caption = lines.folded(k)
        if "  " in caption or caption.count("\u3002") > 1:
            continue  # what has paragraphs inside, or several sentences, is no caption
        if _is_prose(lines, i, k + 1):
            over[i] = k + 1
    return over


def _next(lines: Lines, index: int) -> int:
    """The line that the sentence of a line may go on with: behind the number of a page."""
    below = index + 1
    if below + 1 < len(lines) and is_page_mark(lines.folded(below)):
        return below + 1
    return below


def _unended(lines: Lines) -> list[int]:
    """Lines long enough for a piece of prose without an end mark, the last line aside."""
    rows = lines.open_rows
    rows = rows[lines.size.take(rows) >= SHORT_SIZE]
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


def _is_prose(lines: Lines, index: int, after: int) -> bool:
    last = lines.last.item(index) - 1
    if lines.ending.item(index) != COMMA and not lines.view.classes.item(last) & HAN:
        return False
    line = lines.folded(index)
    marked = "," in line or "\u3002" in line or "\u3001" in line or ";" in line
    if not (marked or lines.heads.item(after) & MISPLACED):
        return False
    if "\t" in line or _CREDIT.search(line, max(0, len(line) - 5)):
        return False
    return "\u3002" in line or not NUMBERED.match(line)


def _going_on(lines: Lines, after: Mapping[int, int]) -> dict[int, bool]:
    """Pieces whose sentence goes on with the line `after` has for them, by what stands at the seam,
    and whether that is beyond doubt."""
    view = lines.view
    found: dict[int, bool] = {}
    open_seams: list[int] = []
    for i, k in after.items():
        ending, start = lines.ending.item(i), lines.first.item(k)
        long = lines.size.item(i) >= CUT_SIZE
        if lines.heads.item(k) & MISPLACED:
            if ending == OPEN:
                found[i] = True
        elif not view.classes.item(start) & HAN or _ITEM.match(view.folded, start):
            continue
        elif long and _STARTERS.match(view.folded, start):
            found[i] = True
        elif long and ending == COMMA:
            found[i] = False
        elif ending != COMMA:
            open_seams.append(i)
    if not open_seams:
        return found
    last = view.codes.take(lines.last.take(open_seams) - 1)
    first = view.codes.take(lines.first.take([after[i] for i in open_seams]))
    likely = (_score_pairs(last, first) >= PAIR_SCORE).nonzero()[0].tolist()
    open_seams = [open_seams[k] for k in likely]
    if not open_seams:
        return found
    scores = score_seams(
        [lines.folded(i)[-NEAR:] for i in open_seams],
        [lines.folded(after[i])[:NEAR] for i in open_seams],
    ).tolist()
    least = NEXT_SCORE if any(found.values()) or max(scores) >= SURE_SCORE else SEAM_SCORE
    for i, score in zip(open_seams, scores, strict=True):
        if score >= (least if lines.size.item(i) >= CUT_SIZE else SURE_SCORE):
            found[i] = score >= SURE_SCORE
    return found


def _score_pairs(last: NDArray[np.uint32], first: NDArray[np.uint32]) -> NDArray[np.float32]:
    """`score_seams` by the last character and the first alone."""
    left = np.concatenate((last, np.full(len(last), ord("\n"), np.uint32), last))
    right = np.concatenate((first, first, np.full(len(last), _FULL_STOP, np.uint32)))
    together, begins, ends = model.pair_score(left, right).reshape(3, -1)
    scores: NDArray[np.float32] = together - begins - (ends - model.load().characters[_FULL_STOP])
    return scores


def score_seams(ends: Sequence[str], starts: Sequence[str]) -> NDArray[np.float32]:
    """How much better ends and starts of lines read as one than as a sentence's end and another's
    start, in nats, with the words across the seam. See `SEAM_SCORE`.

    >>> scores = score_seams(["工作成效稳", "制定了方案"], ["步提升", "张三说"])
    >>> [bool(score > SEAM_SCORE) for score in scores]
    [True, False]
    """
    joint = _score([end + start for end, start in zip(ends, starts, strict=True)])
    apart = _score([end + "\u3002" for end in ends]) + _score(["\n" + each for each in starts])
    scores: NDArray[np.float32] = joint - apart
    return scores


def _score(texts: Sequence[str]) -> NDArray[np.float32]:
    size = max(map(len, texts))
    rows = np.zeros((len(texts), size), np.uint32)
    for row, text in zip(rows, texts, strict=True):
        row[: len(text)] = list(map(ord, text))
    return lexicon.score(rows)
