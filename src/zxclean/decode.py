"""Bytes of a crawled page or text file to text, with the reason for the encoding chosen.

Evidence is taken in this order; the first that holds decides:

1. a byte order mark;
2. the encoding the caller declared, unless the bytes say otherwise (see `decode`);
3. valid UTF-8, or UTF-8 with a cut last character or a few damaged bytes;
4. UTF-16 or UTF-32 without a mark, told by where the NUL bytes stand;
5. the encoding an HTML or XML head declares, unless the bytes say otherwise;
6. the best reading among GB18030, Big5-HKSCS, UTF-16 and what `charset_normalizer` proposes.

Labels mean what they mean to browsers (WHATWG Encoding Standard): `gb2312` and `gbk` are read
as GB18030, `big5` as Big5-HKSCS, `iso-8859-1` as windows-1252.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import msgspec
import numpy as np

from zxclean.codec import UnknownEncodingError, find_codec, read
from zxclean.plausibility import score

# Measured on cuts of 70 news pages, encyclopaedia articles and reviews, in GBK and Big5.
_SAMPLE = 32_768  # bytes scored of a long input: 0.3 ms a reading
_CHINESE = 0.15  # least score of Chinese: 99.9 % of 3,600 cuts of 10 characters have 0.20 or more;
# Russian, Greek and Latin sentences read as GB18030 or Big5 at most 0.12 (Thai 0.36)
_SURE = 0.6  # with _MARGIN to the next, no other proposals are asked for (1.3 ms)
_MARGIN = 0.5  # lead of a rival that overrules a label: of 7,200 cuts of 10 to 40 characters none
# lost its right label, and 98 % of those of 10 characters (99.5 % of 20) lost a wrong one
_DAMAGE = 0.4  # most lost in what is still UTF-8 or still as labelled: UTF-8 of 200 characters
# with each twentieth byte lost has up to 0.3; GBK read as UTF-8 0.66 and more (of 20: 0.56)
_WIDE_MIN = 64  # bytes; shorter valid UTF-8 is never taken for UTF-16 on account of its NULs

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BOM_BYTES = tuple(mark for mark, _ in _BOMS)

_OWN = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# What browsers decode, in Python's names: legacy DOS, EBCDIC and 7-bit proposals are noise.
_SINGLE_BYTE = (
    *(f"cp125{n}" for n in range(9)),
    *(f"iso8859_{n}" for n in (2, 5, 6, 7, 8, 15)),
    *("cp866", "cp874", "koi8_r", "koi8_u", "mac_roman"),
)
_KANA_HANGUL_LEAST = {"euc_jp": 1, "cp932": 1, "cp949": 20}  # ten Big5 bytes may be all Hangul

_META = re.compile(rb"<meta\b[^<>]*?\bcharset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^<>]*?\bencoding\s*=\s*[\"']\s*([\w.:+-]{2,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# A high byte alone inside a Latin word ("caf\xe9"). Chinese bytes mostly come two and more.
_LONE_HIGH = re.compile(
    rb"(?<=[A-Za-z])[\x80-\xff](?![\x80-\xff])|(?<![\x80-\xff])[\x80-\xff](?=[A-Za-z])"
)
# Never a second, third or fourth byte of a character in any multi-byte encoding here.
_BOUNDARY = re.compile(rb"[\x00-\x2f:-?]")
_NOT_BOUNDARY = bytes(b for b in range(256) if not _BOUNDARY.match(bytes([b])))
_THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_LOST = "\N{REPLACEMENT CHARACTER}"
_KANA_HANGUL = re.compile("[\u3041-\u30fe\uac00-\ud7a3]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")


class Decoded(msgspec.Struct, frozen=True):
    """Text of some bytes, and why it was read that way.

    `text` has no byte order mark; `encoding` is the codec's name in Python (ASCII is reported as
    `utf-8`); `reason` is an English phrase; `confidence` runs from 0 to 1; `undecodable` counts
    the bytes that stand as U+FFFD in `text`.
    """

    text: str
    encoding: str
    reason: str
    confidence: float
    undecodable: int


class _Reading(NamedTuple):
    """One encoding tried on the sample."""

    encoding: str
    score: float
    damage: float
    size: int
    text: str


def decode(data: bytes | bytearray | memoryview, declared: str | None = None) -> Decoded:
    r"""Decode bytes of a Chinese page or text file, and say why so.

    Removes byte order marks at the start and nothing else; what cannot be decoded becomes U+FFFD
    and is counted. Private-use characters, controls and line ends stay as they are. With nothing
    declared, valid UTF-8 comes back unchanged, but for 64 bytes and more with NULs in at least
    half of every second byte and hardly any others: that is UTF-16 (UTF-32 likewise).

    A declared encoding is overruled by a byte order mark; by valid UTF-8 with characters it could
    not have by chance; by a reading that scores far better; and when two fifths of the text
    cannot be decoded. `reason` then says so. HZ and ISO-2022 are read only if declared.

    Args:
        data: the bytes.
        declared: encoding label known from outside, as in an HTTP header, in any spelling;
            `None` or a blank string if there is none.

    Raises:
        UnknownEncodingError: (a `LookupError` and `ValueError`) `declared` names no text encoding.

    >>> decode("重庆政协报".encode("gbk")).encoding
    'gb18030'
    >>> decode("重慶政協報".encode("big5"), declared="gb2312").encoding
    'big5hkscs'
    >>> decode(b"\xef\xbb\xbf" + "政协".encode())
    Decoded(text='政协', encoding='utf-8', reason='byte order mark', confidence=1.0, undecodable=0)
    """
    raw = data if isinstance(data, bytes) else bytes(data)
    wanted = find_codec(declared) if declared is not None and declared.strip() else None
    marked = raw.startswith(_BOM_BYTES)
    if wanted in (None, "utf-8") and not marked:
        found = _as_utf8(raw)
        if found is not None and wanted is None:
            return found
        if found is not None and found.encoding == wanted:
            return msgspec.structs.replace(found, reason="declared by the caller")
    found, note = None, ""
    if marked:
        found, raw, note = _by_bom(raw, wanted)
    if found is None and wanted is not None:
        found, note = _by_label(raw, wanted, "declared by the caller", note)
    if found is None:
        found = _as_utf8(raw) or _as_damaged_utf8(raw) or _as_wide(raw)
    if found is None:
        label = _head_label(raw)
        if label is not None:
            found, note = _by_label(raw, label, "HTML meta declaration", note)
    if found is None:
        found = _by_candidates(raw)
    text = found.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    reason = f"{found.reason}; {note}" if note else found.reason
    return msgspec.structs.replace(found, text=text, reason=reason)


def _decoded(raw: bytes, encoding: str, reason: str, confidence: float) -> Decoded:
    text, lost = read(raw, encoding)
    if lost:
        reason += f"; {lost} bytes could not be decoded"
        confidence *= 1 - min(0.5, lost / len(raw))
    return Decoded(text, encoding, reason, round(confidence, 3), lost)


def _try(raw: bytes, sample: bytes, encoding: str) -> _Reading:
    if encoding.startswith(("utf-16", "utf-32")):
        sample = raw[:_SAMPLE]
    text = sample.decode(encoding, "replace").removesuffix(_LOST)  # a character cut by the end
    lost = text.count(_LOST)
    fitting = len(text) - len(text.encode("ascii", "ignore")) - lost
    if encoding == "utf-8":  # U+FFFD that was in the page before
        lost = max(0, lost - sample.count(b"\xef\xbf\xbd"))
    return _Reading(encoding, score(text), lost / max(1, lost + fitting), fitting, text)


def _sample(raw: bytes) -> bytes:
    """What is scored of a long input: non-ASCII stretches of its head, middle and tail.

    Each is cut where no multi-byte character can be under way.
    """
    if len(raw) <= _SAMPLE:
        return raw
    parts = []
    for third in range(3):
        start, size = third * len(raw) // 3, _SAMPLE // 3
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


def _by_bom(raw: bytes, wanted: str | None) -> tuple[Decoded | None, bytes, str]:
    """The text after a byte order mark, or the bytes after a mark that does not fit them."""
    fits = [(mark, encoding) for mark, encoding in _BOMS if raw.startswith(mark)]
    mark, encoding = fits[0]
    if encoding == "utf-32-le" and read(raw, encoding)[1]:
        mark, encoding = fits[1]  # UTF-16 that starts with a NUL
    body = raw[len(mark) :]
    if (
        encoding == "utf-8"
        and _as_utf8(body) is None
        and _try(body, _sample(body), encoding).damage > _DAMAGE
    ):
        return None, body, "the byte order mark of UTF-8 stands before other bytes"
    note = f"{wanted} declared by the caller is overruled" if wanted not in (None, encoding) else ""
    if wanted and encoding.startswith(wanted):  # "utf-16" names no byte order
        note = ""
    return _decoded(body, encoding, "byte order mark", 1.0), body, note


def _as_utf8(raw: bytes) -> Decoded | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if b"\x00" in raw and len(raw) >= _WIDE_MIN:
        wide = _as_wide(raw)
        if wide is not None:
            return wide
    if text.isascii():
        return Decoded(text, "utf-8", "plain ASCII", 1.0, 0)
    return Decoded(text, "utf-8", "valid UTF-8", 0.99 if len(raw) > 12 else 0.9, 0)


def _as_damaged_utf8(raw: bytes) -> Decoded | None:
    """UTF-8 whose last character is cut, or with few enough bad bytes."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.start if error.reason == "unexpected end of data" else 0
    # Two-byte sequences alone prove little: many a character of GBK text is one.
    if _THREE_BYTES.search(raw, 0, cut):
        return _decoded(raw, "utf-8", "valid UTF-8 but for a last character cut off", 0.98)
    sample = _sample(raw)
    reading = _try(raw, sample, "utf-8")
    if reading.damage > _DAMAGE or (reading.size < 10 and not _THREE_BYTES.search(sample)):
        return None
    return _decoded(raw, "utf-8", "UTF-8 with some damaged bytes", 0.9)


def _as_wide(raw: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 that is mostly ASCII, by the NULs: half and more of the high bytes."""
    head = raw[: min(_SAMPLE, len(raw) // 4 * 4)]
    if not head:
        return None
    nul = np.frombuffer(head, dtype=np.uint8).reshape(-1, 4) == 0
    if not nul.any():
        return None
    share = nul.mean(axis=0)
    found = None
    if share[3] == 1 and share[2] > 0.9 and share[0] < 0.5:
        found = "utf-32-le"
    elif share[0] == 1 and share[1] > 0.9 and share[3] < 0.5:
        found = "utf-32-be"
    elif share[1] + share[3] >= 1 and share[0] + share[2] <= 0.1:
        found = "utf-16-le"
    elif share[0] + share[2] >= 1 and share[1] + share[3] <= 0.1:
        found = "utf-16-be"
    if found is None or _CONTROL.search(read(head, found)[0][:-1]):
        return None
    return _decoded(raw, found, "NUL bytes stand as in this encoding", 0.97)


def _head_label(raw: bytes) -> str | None:
    """Encoding that the first 4,096 bytes declare as HTML or XML, if Python knows it."""
    head = _COMMENT.sub(b"", raw[:4096])
    match = _XML.match(head) or _META.search(head)
    try:
        label = find_codec(match[1].decode("ascii")) if match else None
    except UnknownEncodingError:
        return None
    # Whoever can read this label as ASCII does not read UTF-16 (WHATWG says so too).
    return "utf-8" if label and label.startswith(("utf-16", "utf-32")) else label


def _by_label(raw: bytes, label: str, why: str, note: str) -> tuple[Decoded | None, str]:
    """The text in the encoding of a label, or why the bytes speak against it."""
    sample = _sample(raw)
    names = (f"{label}-le", f"{label}-be") if label in ("utf-16", "utf-32") else (label,)
    mine = max((_try(raw, sample, name) for name in names), key=lambda reading: reading.score)
    against = ""
    if mine.damage > _DAMAGE:
        against = f"{mine.damage:.0%} of it cannot be decoded"
    elif label != "utf-8":
        rivals = [_try(raw, sample, name) for name in (*_OWN, "utf-8") if name not in names]
        best = max(
            (r for r in rivals if r.damage <= mine.damage), key=lambda r: r.score, default=mine
        )
        bar = _CHINESE if mine.damage > best.damage else _MARGIN
        if best.score >= max(bar, mine.score + _MARGIN):
            against = f"it scores {mine.score:.2f}, {best.encoding} {best.score:.2f}"
        elif (
            not raw.isascii()
            and _as_utf8(raw)
            and (mine.damage or _is_single_byte(label) or len(_THREE_BYTES.findall(sample)) >= 3)
        ):
            against = "the bytes are valid UTF-8"
    notes = [note] if note else []
    if against:
        return None, "; ".join([*notes, f"{why} as {label}, overruled: {against}"])
    return _decoded(raw, mine.encoding, why, 0.98 if mine.score >= _CHINESE else 0.9), note


def _is_single_byte(encoding: str) -> bool:
    return len(bytes(range(0x80, 0x100)).decode(encoding, "replace")) == 128


def _by_candidates(raw: bytes) -> Decoded:
    """The best reading by score; single-byte text by `charset_normalizer`'s guess."""
    sample = _sample(raw)
    ranked = sorted((_try(raw, sample, name) for name in _OWN), key=lambda r: -r.score)
    # One accented letter and the next ("coll\xe9gien") may be a frequent Han; five in a row not.
    latin = len(_LONE_HIGH.findall(sample)) >= 0.8 * len(_HIGH_RUN.findall(sample))
    clear = ranked[0].score >= max(_SURE, ranked[1].score + _MARGIN)
    guess = None
    if latin or not clear or _KANA_HANGUL.search(ranked[0].text):
        guess, others = _propose(sample)
        for reading in (_try(raw, sample, name) for name in others):
            if len(_KANA_HANGUL.findall(reading.text)) >= _KANA_HANGUL_LEAST[reading.encoding]:
                ranked.append(reading)
        guess = guess or ("cp1252" if latin else None)
    best, *rest = sorted(ranked, key=lambda r: -r.score)
    if not latin or best.encoding.startswith("utf-16"):
        least = _CHINESE
    else:
        least = 2 * _CHINESE if best.size >= 5 else 2.0
    chinese = best.score >= least and best.damage <= _DAMAGE
    listed = ", ".join(f"{r.encoding} {r.score:.2f}" for r in rest[:3])
    if chinese or guess is None:
        # Share of right choices among 5,000 cuts of 3 to 10 characters, by lead: 0.6 of those
        # below 0.1, 0.92 of 0.1 to 0.3, 0.96 of 0.3 to 0.5, all from 0.6 on.
        confidence = 1 - 0.4 * 10 ** (-4 * (best.score - rest[0].score)) if chinese else 0.2
        confidence = min(0.99, confidence)
        reason = f"best of candidates: {best.encoding} scores {best.score:.2f}, {listed}"
        return _decoded(raw, best.encoding, reason, confidence)
    reason = f"best of candidates: {guess} guessed by charset_normalizer; as Chinese text "
    return _decoded(raw, guess, f"{reason}{best.encoding} scores {best.score:.2f}, {listed}", 0.5)


def _propose(sample: bytes) -> tuple[str | None, list[str]]:
    """`charset_normalizer`'s best single-byte guess, and the Japanese and Korean it proposes.

    Among guesses as clean as its first (it lists ties by name) windows-1252 wins, the encoding
    browsers fall back on.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=[*_SINGLE_BYTE, *_KANA_HANGUL_LEAST])
    single = [m for m in matches if m.encoding in _SINGLE_BYTE]
    clean = [m for m in single if m.chaos <= single[0].chaos + 0.15]
    names = [name for m in clean for name in (m.encoding, *m.could_be_from_charset)]
    guess = "cp1252" if "cp1252" in names else names[0] if names else None
    others = [m.encoding for m in matches if m.encoding in _KANA_HANGUL_LEAST]
    return guess and codecs.lookup(guess).name, others
