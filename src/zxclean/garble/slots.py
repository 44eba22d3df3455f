"""Which character it was of which only some bytes are left: decided by its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.garble.charsets import GAP, LOST, pair_table
from zxclean.garble.readings import logsum

LEAST = 0.9
"""Share of the probability that the best candidate must have. Of 4,342 characters that UTF-8 read
as GBK or Windows-1252 and Big5 read as GBK lost a byte of, 4,261 (98 %) were then right."""
LONGEST = 8
"""Slots side by side that are decided together; a longer row is cut, so that cost stays linear."""
MOST = 256
"""Candidates of a slot that are looked at, the most frequent characters of all."""

_ANY = np.arange(0x80, 0xC0)
_LEADS = np.arange(0xE3, 0xEA)
# Bytes without a character in Windows-1252, dropped by tools that go by Python's table.
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


class Guess(NamedTuple):
    """The likeliest candidates of a slot, the best first, and the best one's probability."""

    codes: tuple[int, ...]
    share: float


def guess(
    codes: NDArray[np.uint32], slots: Sequence[tuple[int, NDArray[np.uint32]]]
) -> dict[int, Guess]:
    """Judge the candidates of each slot by the characters around it.

    Parameters: `codes`, the text, U+FFFD at the slots; `slots`, index into it and candidates, in
    order. Slots side by side are decided together; one without candidates gets no guess and
    tells its neighbours nothing.
    """
    found: dict[int, Guess] = {}
    seen: dict[bytes, list[Guess]] = {}
    for first, group in _groups(slots):
        last = first + len(group) - 1
        before = codes[first - 1] if first else np.uint32(10)
        after = codes[last + 1] if last + 1 < len(codes) else np.uint32(10)
        key = b"|".join((before.tobytes(), after.tobytes(), *(part.tobytes() for part in group)))
        if key not in seen:
            seen[key] = _choose(before, group, after)
        for offset, chosen in enumerate(seen[key]):
            found[first + offset] = chosen
    return found


def _groups(
    slots: Sequence[tuple[int, NDArray[np.uint32]]],
) -> Iterator[tuple[int, list[NDArray[np.uint32]]]]:
    group: list[NDArray[np.uint32]] = []
    end = -1
    for index, candidates in slots:
        if not len(candidates):
            continue
        if group and (index != end or len(group) == LONGEST):
            yield end - len(group), group
            group = []
        group.append(candidates)
        end = index + 1
    if group:
        yield end - len(group), group


def _choose(
    before: np.uint32, group: Sequence[NDArray[np.uint32]], after: np.uint32
) -> list[Guess]:
    """Best candidate of each slot and its share of the probability (forward-backward sums)."""
    group = [part if len(part) <= MOST else _most_frequent(part.tobytes()) for part in group]
    edge = np.array([before], np.uint32)
    forward = [model.pair_score(edge, group[0]).astype(np.float64)]
    steps = []
    for left, right in pairwise(group):
        steps.append(model.pair_score(left[:, None], right[None, :]).astype(np.float64))
        forward.append(logsum(forward[-1][:, None] + steps[-1], 0))
    end = np.array([after], np.uint32)
    known = after != LOST
    backward = model.pair_score(group[-1], end).astype(np.float64) if known else np.zeros(1)
    found = []
    for place in range(len(group) - 1, -1, -1):
        logs = forward[place] + backward
        best = np.argsort(-logs, kind="stable")[:3]
        share = float(np.exp(logs[best[0]] - logsum(logs, 0)))
        found.append(Guess(tuple(group[place][best].tolist()), share))
        if place:
            backward = logsum(steps[place - 1] + backward[None, :], 1)
    return found[::-1]


@lru_cache(256)
def _most_frequent(candidates: bytes) -> NDArray[np.uint32]:
    """The likeliest characters of many, by themselves: the same sets come again and again."""
    codes = np.frombuffer(candidates, np.uint32)
    return codes[np.argsort(-model.load().characters[codes], kind="stable")[:MOST]]


def dropped_bytes(data: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Bytes that may be missing from those a single-byte reader showed, without a trace.

    Those without a character in Windows-1252, or all of C1 if none of it is there; and the soft
    hyphen and the no-break space, which many tools take out, if they are not there.
    """
    control = (data >= 0x80) & (data < 0xA0)
    lost = set(_UNDEFINED) if control.any() else set(range(0x80, 0xA0))
    return np.array(sorted(lost | ({0xA0, 0xAD} - set(data.tolist()))))


def utf8_candidates(part: bytes, lost: NDArray[np.int64] | None) -> NDArray[np.uint32]:
    """Characters of three UTF-8 bytes of which these are left.

    Parameters: `part`, the bytes, `GAP` for lost ones, others may be missing; `lost`, the bytes
    that the reader cannot show, `None` if any may be lost. No candidates if the lead is lost
    together with another byte.

    >>> chr(utf8_candidates(bytes((0xE4, 0xB8, GAP)), None)[0])
    '一'
    """
    gone = _ANY if lost is None else lost
    rest = [np.array([byte]) for byte in part[1:] if byte != GAP]
    if not 0xE2 <= part[0] < 0xF0:
        known = part.replace(b"\xff", b"")
        if len(known) != 2 or lost is not None:
            return np.zeros(0, np.uint32)
        return _compose(_LEADS, np.array([known[0]]), np.array([known[1]]))
    lead = np.array([part[0]])
    if len(rest) == 1:
        if len(part) == 3:
            second, third = (gone if byte == GAP else np.array([byte]) for byte in part[1:])
            return _compose(lead, second, third)
        after = _compose(lead, rest[0], gone)
        return after if lost is None else np.append(after, _compose(lead, gone, rest[0]))
    return _compose(lead, gone, gone) if not rest else np.zeros(0, np.uint32)


def pair_candidates(part: bytes, writer: str, lost: NDArray[np.int64] | None) -> NDArray[np.uint32]:
    """Characters of GBK or Big5 of whose two bytes one is lost.

    Parameters: `part`, one known byte, or two of which one is `GAP`; `writer`, "gbk" or "big5";
    ``lost`, the bytes a single-byte reader cannot show, else `None`: a lone byte may have lost one.
    """
    table = pair_table(writer)
    if len(part) == 2 and part[0] != part[1]:
        lead, trail = part
        pairs = np.arange(0x81, 0xFF) << 8 | trail if lead == GAP else lead << 8 | np.arange(0xFF)
    elif len(part) == 1 and part[0] != GAP and lost is not None:
        pairs = np.append(part[0] << 8 | lost, lost << 8 | part[0])
    else:
        return np.zeros(0, np.uint32)
    codes = table[pairs]
    known: NDArray[np.uint32] = codes[codes != LOST]
    return known


def _compose(
    lead: NDArray[np.int64], second: NDArray[np.int64], third: NDArray[np.int64]
) -> NDArray[np.uint32]:
    codes: NDArray[np.int64] = (
        (lead[:, None, None] & 0x0F) << 12
        | (second[None, :, None] & 0x3F) << 6
        | (third[None, None, :] & 0x3F)
    )
    return codes.ravel().astype(np.uint32)
