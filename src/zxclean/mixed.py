"""Files whose lines are in different encodings, as `cat` makes them of UTF-8 and GBK files.

Every line is scored in UTF-8, GB18030 and Big5; the cheapest path through the lines (Viterbi)
pays for each change of the encoding. A stretch in another encoding than most of the file must
read as Chinese there, without a byte lost, or it stays with the rest as damage.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.codec import read
from zxclean.guess import kind_of
from zxclean.likelihood import likelihood

ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
"""What lines of one file are told apart by."""

# Measured on 160 mixed files of 3 to 60 lines and 4,000 files in one encoding, 3,000 of them with
# broken bytes; `benchmarks/bytes.py` does so again.
_CHANGE = 12.0  # nats a change costs: one line in another encoding needs twice as much
_DOUBTFUL = -9.0  # mean of a line's characters beyond ASCII: it may be in another encoding
_GOOD = -5.5  # likewise beside a change
_DOUBTFUL_LEAST = 3  # such characters in all doubtful lines
_CHINESE = -8.5  # least mean of what stands in another encoding than most
_CLEAN = -10.5  # or, if no byte of it is lost
_CHINESE_LEAST = 3  # and its characters beyond ASCII
_SEAMS = 100  # lines that are looked at for a border inside
_CUTS = 4  # characters by which the border of two encodings within a line may be off

_WIDTHS = {"utf-8": 3, "gb18030": 2, "big5hkscs": 2}
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")  # two Han, hardly ever so in GBK
_LOST = "\N{REPLACEMENT CHARACTER}"


class Stretch(msgspec.Struct, frozen=True):
    """Lines `first_line` to `last_line` (counted from 1), `text[start:end]`, and their encoding."""

    encoding: str
    start: int
    end: int
    first_line: int
    last_line: int


class Mixture(msgspec.Struct, frozen=True):
    """The text of all stretches and how many bytes stand as U+FFFD in it."""

    text: str
    stretches: tuple[Stretch, ...]
    undecodable: int


class _Lines(NamedTuple):
    """A reading line by line: its nats, those beyond ASCII, the characters there, U+FFFD in them."""

    nats: NDArray[np.float64]
    high_nats: NDArray[np.float64]
    high: NDArray[np.float64]
    lost: NDArray[np.float64]


class _Part(NamedTuple):
    """A byte range in one encoding; of its characters beyond ASCII the nats, number and loss."""

    encoding: str
    start: int
    end: int
    nats: float
    high: float
    lost: float


def separate(raw: bytes, encoding: str, text: str) -> Mixture | None:
    r"""The stretches of a file in several encodings, or `None` if one will do.

    Time is linear in the length. A file in one encoding costs one pass of the character model,
    unless some of its lines are no Chinese.

    Args:
        raw: the bytes, without a byte order mark at the start.
        encoding: the one found for all of them.
        text: the bytes read in it.

    >>> both = "今天上午的会议\n".encode() + "推迟到明天下午\n".encode("gbk")
    >>> [s.encoding for s in separate(both, "utf-8", both.decode("utf-8", "replace")).stretches]
    ['utf-8', 'gb18030']
    """
    own = _score_lines(text, encoding)
    doubtful = own.high_nats < _DOUBTFUL * own.high
    names: tuple[str, ...] = ENCODINGS
    if encoding not in ENCODINGS:
        names, doubtful = (*ENCODINGS, encoding), own.high > 0
    if int(own.high[doubtful].sum()) < _DOUBTFUL_LEAST or not _promises(raw, names, own, doubtful):
        return None
    found = []
    for name in names:
        lines = own if name == encoding else _score_lines(raw.decode(name, "replace"), name)
        if len(lines.nats) != len(own.nats):
            return None
        found.append(lines)
    parts = _cut_seams(raw, _parts(raw, names, found))
    parts = _merged(_plausible(_merged(parts)))
    if not parts or (len(parts) == 1 and encoding in ENCODINGS):
        return None
    return _mixture(raw, parts)


def _promises(raw: bytes, names: tuple[str, ...], own: _Lines, doubtful: NDArray[np.bool_]) -> bool:
    """Whether a doubtful line is far likelier in another encoding, or UTF-8 stands in it.

    Real pages have doubtful lines (menus, names, ornaments); this spares them the rest.
    """
    lines = raw.split(b"\n")
    rows = doubtful.nonzero()[0]
    if len(lines) != len(own.nats):
        return False
    some = b"\n".join([lines[row] for row in rows.tolist()])
    if _UTF8_RUN.search(some):
        return True
    for name in names:
        nats = _score_lines(some.decode(name, "replace"), name).nats
        if len(nats) == len(rows) and (nats - own.nats[rows]).max() > _CHANGE - 3:
            return True
    return False


def _score_lines(text: str, encoding: str) -> _Lines:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    nats = likelihood(text, kind_of(encoding)).astype(np.float64)
    high = codes > 0x7F
    starts = np.concatenate(([0], (codes == 0x0A).nonzero()[0] + 1))

    def by_line(values: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = np.concatenate(([0.0], values.cumsum()))
        return np.diff(np.concatenate((sums[starts], [sums[-1]])))

    return _Lines(
        by_line(nats),
        by_line(np.where(high, nats, 0.0)),
        by_line(high.astype(np.float64)),
        by_line((codes == 0xFFFD).astype(np.float64)),
    )


def _cheapest(nats: NDArray[np.float64]) -> list[int]:
    """For each line the encoding on the best path (Viterbi); of equal paths the latest change."""
    best = nats[:, 0].tolist()
    origins = []
    for line in nats[:, 1:].T.tolist():
        top = max(range(len(best)), key=best.__getitem__)
        change = best[top] - _CHANGE
        origins.append([n if own > change + 1e-6 else top for n, own in enumerate(best)])
        best = [max(own, change) + gain for own, gain in zip(best, line, strict=True)]
    state = max(range(len(best)), key=best.__getitem__)
    path = [state]
    for origin in reversed(origins):
        state = origin[state]
        path.append(state)
    return path[::-1]


def _parts(raw: bytes, names: tuple[str, ...], found: list[_Lines]) -> list[_Part]:
    """The lines, each in the encoding on the best path."""
    path = _cheapest(np.stack([lines.nats for lines in found]))
    states, rows = np.array(path), np.arange(len(path))
    columns = (np.stack([lines[n] for lines in found])[states, rows].tolist() for n in range(1, 4))
    ends = np.cumsum([len(line) + 1 for line in raw.split(b"\n")])
    ends[-1] = len(raw)
    starts = np.concatenate(([0], ends[:-1]))
    chosen = [names[state] for state in path]
    return list(map(_Part, chosen, starts.tolist(), ends.tolist(), *columns))


def _cut_seams(raw: bytes, parts: list[_Part]) -> list[_Part]:
    """Cut lines that begin in one encoding and end in another, as where a file lacked its end."""
    out: list[_Part] = []
    left = _SEAMS
    for n, part in enumerate(parts):
        changes = any(near.encoding != part.encoding for near in parts[max(0, n - 1) : n + 2])
        least = _GOOD if changes else _DOUBTFUL
        if left and (part.lost or part.nats < least * part.high):
            left -= 1
            out.extend(_cut(raw, part))
        else:
            out.append(part)
    return out


def _cut(raw: bytes, part: _Part) -> list[_Part]:
    """The line whole, or as UTF-8 and another encoding, whichever is likelier."""
    line = raw[part.start : part.end]
    if not _UTF8_RUN.search(line):
        return [part]
    text = line.decode("utf-8", "replace")
    first, last = text.find(_LOST), text.rfind(_LOST)
    if first < 0:
        return [part]
    best = _nats(line, part.encoding) + _CHANGE
    found = [part]
    tail = len(line) - len(text[last + 1 :].encode())
    # A legacy character may pass for UTF-8 at the border: try some characters earlier and later.
    heads = {len(text[: max(0, first - n)].encode()) for n in range(_CUTS)}
    tails = {tail + len(text[last + 1 : last + 1 + n].encode()) for n in range(_CUTS)}
    for places, utf8_first in ((heads, True), (tails, False)):
        for place in places - {0, len(line)}:
            for other in ENCODINGS[1:]:
                one, two = ("utf-8", other) if utf8_first else (other, "utf-8")
                halves = line[:place].decode(one, "replace"), line[place:].decode(two, "replace")
                if _LOST in halves[0] + halves[1]:
                    continue
                nats = _nats(line[:place], one) + _nats(line[place:], two)
                if nats > best:
                    best = nats
                    middle = part.start + place
                    found = [
                        _part(raw, one, part.start, middle),
                        _part(raw, two, middle, part.end),
                    ]
    return found


def _nats(raw: bytes, encoding: str) -> float:
    text = raw.decode(encoding, "replace")
    return float(likelihood(text, kind_of(encoding)).sum(dtype=np.float64))


def _part(raw: bytes, encoding: str, start: int, end: int) -> _Part:
    lines = _score_lines(raw[start:end].decode(encoding, "replace"), encoding)
    return _Part(encoding, start, end, *(float(column.sum()) for column in lines[1:]))


def _merged(parts: list[_Part]) -> list[_Part]:
    """Neighbours in one encoding as one; ASCII goes with what is before it, at the start after."""
    out: list[_Part] = []
    for part in parts:
        before = out[-1] if out else None
        if before and (not part.high or not before.high or before.encoding == part.encoding):
            encoding = before.encoding if before.high else part.encoding
            sums = (old + new for old, new in zip(before[3:], part[3:], strict=True))
            out[-1] = _Part(encoding, before.start, part.end, *sums)
        else:
            out.append(part)
    return out


def _plausible(parts: list[_Part]) -> list[_Part]:
    """The parts; those that are no clean Chinese are given the commonest encoding.

    None at all if the greater part of the file is in an encoding not of `ENCODINGS`.
    """
    sizes: Counter[str] = Counter()
    for part in parts:
        sizes[part.encoding] += int(part.high - part.lost) * _WIDTHS.get(part.encoding, 1)
    own = {name: sizes[name] for name in ENCODINGS}
    main = max(own, key=own.__getitem__)
    if 2 * sum(own.values()) < sizes.total():
        return []
    return [
        part if part.encoding == main or _is_chinese(part) else part._replace(encoding=main)
        for part in parts
    ]


def _is_chinese(part: _Part) -> bool:
    least = _CHINESE if part.lost else _CLEAN
    fits = part.high >= _CHINESE_LEAST and part.nats >= least * part.high
    return part.encoding in ENCODINGS and fits and 20 * part.lost <= part.high


def _mixture(raw: bytes, parts: list[_Part]) -> Mixture:
    texts: list[str] = []
    stretches: list[Stretch] = []
    position, line, undecodable = 0, 1, 0
    for part in parts:
        text, lost = read(raw[part.start : part.end], part.encoding)
        undecodable += lost
        end = position + len(text)
        breaks = text.count("\n")
        last_line = line + breaks - text.endswith("\n")
        stretches.append(Stretch(part.encoding, position, end, line, max(line, last_line)))
        texts.append(text)
        position, line = end, line + breaks
    return Mixture("".join(texts), tuple(stretches), undecodable)
