"""Which encoding some bytes are in, by how likely they are as text in each."""

from __future__ import annotations

import codecs
import functools
import math
import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.likelihood import Kind, likelihood

SAMPLE = 32_768
"""Bytes scored of a long input: 0.5 ms a reading."""

CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
KANA_HANGUL = ("cp932", "euc_jp", "cp949")
# What browsers decode, in Python's names: legacy DOS, EBCDIC and 7-bit proposals are noise.
_SINGLE_BYTE = (
    *(f"cp125{n}" for n in range(9)),
    *(f"iso8859-{n}" for n in (2, 5, 6, 7, 8, 15)),
    *("cp866", "cp874", "koi8-r", "koi8-u", "mac-roman"),
)
# One or two for each script, to tell it from Chinese.
_SCRIPTS = (
    *("cp1252", "cp1250", "cp1251", "koi8-r", "cp866", "iso8859-5"),
    *("cp1253", "cp1255", "cp1256", "cp874"),
)

_LEAD = 20.0  # nats ahead of the next: no other encoding is tried
_PLAIN = -8.0  # mean of the characters beyond ASCII of plain Chinese
# Nats in favour of Chinese in Han, against UTF-16 without a mark, against a cut last character.
_PRIOR, _NO_MARK, _CUT = 4.0, -6.0, -6.0

# After a lost byte the rest of a line is no Chinese in any reading; what was before it is. Runs so
# good are 1 in 10,000 where other scripts are read as Chinese.
_RUN, _RUN_MEAN, _RUNS = 6, -7.0, 0.2

_HIGH = re.compile(rb"[\x80-\xff]")
# Never a second, third or fourth byte of a character in any multi-byte encoding here.
_BOUNDARY = re.compile(rb"[\x00-\x2f:-?]")
_NOT_BOUNDARY = bytes(b for b in range(256) if not _BOUNDARY.match(bytes([b])))
_KANA_HANGUL_CHARS = re.compile("[\u3041-\u30fe\uac00-\ud7a3]")
_LOST = "\N{REPLACEMENT CHARACTER}"


class Reading(NamedTuple):
    """One encoding tried on the sample.

    `nats` is the log probability of the sample, `mean` that of a character beyond ASCII, `damage`
    the share of those that is lost, `size` how many are not.
    """

    encoding: str
    nats: float
    mean: float
    damage: float
    size: int
    text: str


class Guess(NamedTuple):
    """The encoding found, how sure that is from 0 to 1, and why."""

    encoding: str
    confidence: float
    reason: str


def sample_of(raw: bytes) -> bytes:
    """What is scored of a long input: non-ASCII stretches of its head, middle and tail.

    Each is cut where no multi-byte character can be under way.
    """
    if len(raw) <= SAMPLE:
        return raw
    parts = []
    for third in range(3):
        start, size = third * len(raw) // 3, SAMPLE // 3
        if third:
            boundary = _BOUNDARY.search(raw, start, start + size)
            if boundary is None:
                continue
            start = boundary.end()
        high = _HIGH.search(raw, start)
        if high is not None:
            part = raw[high.start() : high.start() + size]
            parts.append(part.rstrip(_NOT_BOUNDARY) or part)
    return b"\n".join(parts)


def try_encoding(raw: bytes, sample: bytes, encoding: str) -> Reading:
    """Read the sample; UTF-16 and UTF-32, whose units it may cut, the head of the input."""
    size = len(sample)
    if encoding.startswith(("utf-16", "utf-32")):
        sample = raw[:SAMPLE]
    whole = sample.decode(encoding, "replace")
    text = whole.removesuffix(_LOST)  # a character cut by the end
    lost = text.count(_LOST)
    high = len(text) - len(text.encode("ascii", "ignore"))
    fitting = high - lost
    if encoding == "utf-8":  # U+FFFD that was in the page before
        lost = max(0, lost - sample.count(b"\xef\xbf\xbd"))
    scores = likelihood(text, kind_of(encoding))
    nats = float(scores.sum(dtype=np.float64)) * size / max(1, len(sample))
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    mean = float(scores[codes > 0x7F].mean()) if high else 0.0
    nats += _prior(encoding, codes) + (_CUT if len(whole) > len(text) else 0)
    return Reading(encoding, nats, mean, lost / max(1, lost + fitting), fitting, text)


def _prior(encoding: str, codes: NDArray[np.uint32]) -> float:
    """Nats for or against an encoding before what the text says."""
    if encoding.startswith("utf-16"):
        return _NO_MARK
    han, kana, hangul = (
        int(np.count_nonzero(codes - first < count))
        for first, count in ((0x4E00, 0x5200), (0x3041, 0xBE), (0xAC00, 0x2BA4))
    )
    japanese = kana * 3 > han
    if encoding in CHINESE:
        return 0.0 if japanese else min(_PRIOR, _PRIOR * han)
    if encoding in KANA_HANGUL:
        # Japanese is a quarter kana and more, Korean nearly all Hangul.
        return (
            _PRIOR if japanese and kana > hangul else 0.0 if hangul > 4 * (han + kana) else -_PRIOR
        )
    return 0.0


def guess(raw: bytes) -> Guess:
    """The most likely encoding of bytes that are no valid UTF-8.

    GB18030, Big5-HKSCS and UTF-16 are compared first; unless one of them is plain, Japanese,
    Korean and single-byte encodings as well. Which single-byte encoding, `charset_normalizer`
    says, whose guess is told by language.

    >>> guess("政协".encode("gbk")).encoding
    'gb18030'
    """
    sample = sample_of(raw)
    ranked = _ranked(try_encoding(raw, sample, name) for name in CHINESE)
    best = ranked[0]
    plain = best.nats - ranked[1].nats >= _LEAD and best.mean >= _PLAIN
    if not plain or _KANA_HANGUL_CHARS.search(best.text):
        others = [try_encoding(raw, sample, name) for name in (*KANA_HANGUL, *_SCRIPTS)]
        ranked = _ranked((*ranked, *others))
    best, second = ranked[:2]
    listed = ", ".join(f"{r.encoding} {r.nats - best.nats:.0f}" for r in ranked[1:4])
    confidence = 1 / (1 + math.exp(-min(50.0, (best.nats - second.nats) / 2)))
    confidence = min(0.99, confidence)
    if best.encoding in _SINGLE_BYTE:
        whole = max(ranked, key=_share_in_runs)
        if _share_in_runs(whole) >= _RUNS:
            reason = f"best of candidates: {whole.encoding} has runs of good Chinese"
            return Guess(whole.encoding, 0.6, f"{reason}; {best.encoding} leads otherwise")
        name = _single_byte(sample) or best.encoding
        if try_encoding(raw, sample, name).nats < best.nats - 1.0 * best.size:
            name = best.encoding
        reason = f"best of candidates: {name} guessed by charset_normalizer; {best.encoding} "
        return Guess(name, min(0.5, confidence), f"{reason}leads by nats: {listed}")
    reason = f"best of candidates: {best.encoding} leads by nats: {listed}"
    return Guess(best.encoding, confidence, reason)


def _share_in_runs(reading: Reading) -> float:
    """Share of the characters beyond ASCII that stand in a run of good Chinese."""
    if reading.encoding not in CHINESE or reading.size < _RUN:
        return 0.0
    codes = np.frombuffer(reading.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    high = codes > 0x7F
    scores = likelihood(reading.text)[high].astype(np.float64)
    if len(scores) < _RUN:
        return 0.0
    good = np.convolve(scores, np.ones(_RUN), "valid") >= _RUN * _RUN_MEAN
    return float(np.convolve(good, np.ones(_RUN)).astype(bool).mean())


def kind_of(encoding: str) -> Kind:
    """How text in an encoding is scored; see `likelihood`.

    >>> kind_of("gb18030"), kind_of("koi8-r")
    ('chinese', 'single_byte')
    """
    if is_single_byte(encoding):
        return "single_byte"
    return "eastern" if encoding in KANA_HANGUL else "chinese"


@functools.cache
def is_single_byte(encoding: str) -> bool:
    """Whether every byte is a character by itself.

    >>> is_single_byte("cp1252"), is_single_byte("utf-8")
    (True, False)
    """
    text = bytes(range(0x80, 0x100)).decode(encoding, "replace")
    return len(text) == 128 and text.count(_LOST) < 64


def _ranked(readings: Iterable[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda reading: -reading.nats)


def _single_byte(sample: bytes) -> str | None:
    """`charset_normalizer`'s best single-byte guess.

    Among guesses as clean as its first (it lists ties by name) windows-1252 wins, the encoding
    browsers fall back on.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=[*_SINGLE_BYTE])
    clean = [m for m in matches if m.chaos <= matches[0].chaos + 0.15]
    names = [name for m in clean for name in (m.encoding, *m.could_be_from_charset)]
    names = [name for name in (codecs.lookup(name).name for name in names) if name in _SINGLE_BYTE]
    found = "cp1252" if "cp1252" in names else names[0] if names else None
    return found
