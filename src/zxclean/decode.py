"""Bytes of a crawled page or text file to text, with the reason for the encoding chosen.

Evidence is taken in this order; the first that holds decides:

1. a byte order mark;
2. the encoding the caller declared, unless the bytes say otherwise (see `decode`);
3. valid UTF-8, or UTF-8 with a cut last character or a few damaged bytes;
4. UTF-16 or UTF-32 without a mark, told by where the NUL bytes stand;
5. the encoding an HTML or XML head declares, unless the bytes say otherwise;
6. the likeliest reading by the character model (`zxclean.guess`).

A file whose lines are in different encodings is read stretch by stretch (`zxclean.mixed`).


Labels mean what they mean to browsers (WHATWG Encoding Standard): `gb2312` and `gbk` are read
as GB18030, `big5` as Big5-HKSCS, `iso-8859-1` as windows-1252.
"""

from __future__ import annotations

import re

import msgspec
import numpy as np

from zxclean.codec import UnknownEncodingError, find_codec, read
from zxclean.guess import CHINESE, SAMPLE, guess, is_single_byte, sample_of, try_encoding
from zxclean.mixed import ENCODINGS, Stretch, separate

# Measured on cuts of pages, essays and reviews in GBK and Big5; benchmarks/bytes.py does so again.
_LEAD = 20.0  # nats by which a rival overrules a label
_CHINESE = -8.5  # least mean of its characters beyond ASCII
_DAMAGE = 0.4  # most lost in what is still UTF-8 or still as labelled: UTF-8 of 200 characters
# with each twentieth byte lost has up to 0.3; GBK read as UTF-8 0.66 and more (of 20: 0.56)
_WIDE_MIN = 64  # bytes; shorter valid UTF-8 is never taken for UTF-16 on account of its NULs

_LISTED = 20  # stretches named in the reason

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BOM_BYTES = tuple(mark for mark, _ in _BOMS)

_META = re.compile(rb"<meta\b[^<>]*?\bcharset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^<>]*?\bencoding\s*=\s*[\"']\s*([\w.:+-]{2,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")


class Decoded(msgspec.Struct, frozen=True):
    """Text of some bytes, and why it was read that way.

    `text` has no byte order mark; `encoding` is the codec's name in Python (ASCII is reported as
    `utf-8`), or several joined by `+` if the lines are in different ones, in the order they come;
    `reason` is an English phrase; `confidence` runs from 0 to 1; `undecodable` counts the bytes
    that stand as U+FFFD in `text`; `stretches` say which lines were in which encoding, and are
    empty if all were in one.
    """

    text: str
    encoding: str
    reason: str
    confidence: float
    undecodable: int
    stretches: tuple[Stretch, ...] = ()


def decode(data: bytes | bytearray | memoryview, declared: str | None = None) -> Decoded:
    r"""Decode bytes of a Chinese page or text file, and say why so.

    Removes byte order marks at the start and nothing else; what cannot be decoded becomes U+FFFD
    and is counted. Private-use characters, controls and line ends stay as they are. With nothing
    declared, valid UTF-8 comes back unchanged, but for 64 bytes and more with NULs in at least
    half of every second byte and hardly any others: that is UTF-16 (UTF-32 likewise).

    A declared encoding is overruled by a byte order mark; by valid UTF-8 with characters it could
    not have by chance; by a reading that scores far better; and when two fifths of the text
    cannot be decoded. `reason` then says so. HZ and ISO-2022 are read only if declared.

    Where lines of one file are in UTF-8, others in GB18030 or Big5, each is read in its own:
    `stretches` say which. Time is linear in the length of the bytes.

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
    >>> decode(b"\xef\xbb\xbf" + "政协".encode()).reason
    'byte order mark'
    >>> decode("上午的会议\n".encode() + "推迟到下午\n".encode("gbk")).encoding
    'utf-8+gb18030'
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
        best = guess(raw)
        found = _decoded(raw, best.encoding, best.reason, best.confidence)
        found = _apart(raw, found)
    elif found.encoding in ENCODINGS:
        found = _apart(raw, found)
    if note:
        found = msgspec.structs.replace(found, reason=f"{found.reason}; {note}")
    return _unmarked(found)


def _apart(raw: bytes, found: Decoded) -> Decoded:
    """What was found, or its stretches in different encodings."""
    mixture = separate(raw, found.encoding, found.text)
    if mixture is None:
        return found
    names = "+".join(dict.fromkeys(stretch.encoding for stretch in mixture.stretches))
    mixed = len(mixture.stretches) > 1
    reason = f"lines in different encodings: {_list(mixture.stretches)}"
    if not mixed:
        reason = f"{found.reason}; most lines are {names}"
    if mixture.undecodable:
        reason += f"; {mixture.undecodable} bytes could not be decoded"
    stretches = mixture.stretches if mixed else ()
    return Decoded(mixture.text, names, reason, 0.9, mixture.undecodable, stretches)


def _list(stretches: tuple[Stretch, ...]) -> str:
    """The first stretches, as `1 to 3 utf-8, 4 gb18030`."""
    listed = []
    for stretch in stretches[:_LISTED]:
        lines = f"{stretch.first_line} to {stretch.last_line}"
        if stretch.first_line == stretch.last_line:
            lines = f"{stretch.first_line}"
        listed.append(f"{lines} {stretch.encoding}")
    more = len(stretches) - _LISTED
    return ", ".join(listed) + (f" and {more} more stretches" if more > 0 else "")


def _unmarked(found: Decoded) -> Decoded:
    """Without byte order marks at the start."""
    text = found.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    cut = len(found.text) - len(text)
    if not cut:
        return found
    moved = tuple(
        msgspec.structs.replace(stretch, start=max(0, stretch.start - cut), end=stretch.end - cut)
        for stretch in found.stretches
    )
    return msgspec.structs.replace(found, text=text, stretches=moved)


def _decoded(raw: bytes, encoding: str, reason: str, confidence: float) -> Decoded:
    text, lost = read(raw, encoding)
    if lost:
        reason += f"; {lost} bytes could not be decoded"
        confidence *= 1 - min(0.5, lost / len(raw))
    return Decoded(text, encoding, reason, round(confidence, 3), lost)


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
        and try_encoding(body, sample_of(body), encoding).damage > _DAMAGE
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
    sample = sample_of(raw)
    reading = try_encoding(raw, sample, "utf-8")
    if reading.damage > _DAMAGE or (reading.size < 10 and not _THREE_BYTES.search(sample)):
        return None
    return _decoded(raw, "utf-8", "UTF-8 with some damaged bytes", 0.9)


def _as_wide(raw: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 that is mostly ASCII, by the NULs: half and more of the high bytes."""
    head = raw[: min(SAMPLE, len(raw) // 4 * 4)]
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
    sample = sample_of(raw)
    names = (f"{label}-le", f"{label}-be") if label in ("utf-16", "utf-32") else (label,)
    mine = max((try_encoding(raw, sample, name) for name in names), key=lambda r: r.nats)
    against = ""
    if mine.damage > _DAMAGE:
        against = f"{mine.damage:.0%} of it cannot be decoded"
    elif label != "utf-8":
        rivals = [try_encoding(raw, sample, name) for name in (*CHINESE, "utf-8")]
        rivals = [r for r in rivals if r.encoding not in names and r.damage <= mine.damage]
        best = max(rivals, key=lambda r: r.nats, default=mine)
        if best.nats - mine.nats >= _LEAD and best.mean >= _CHINESE:
            against = f"{best.encoding} leads it by {best.nats - mine.nats:.0f} nats"
        elif (
            not raw.isascii()
            and _as_utf8(raw)
            and (mine.damage or is_single_byte(label) or len(_THREE_BYTES.findall(sample)) >= 3)
        ):
            against = "the bytes are valid UTF-8"
    notes = [note] if note else []
    if against:
        return None, "; ".join([*notes, f"{why} as {label}, overruled: {against}"])
    return _decoded(raw, mine.encoding, why, 0.98 if mine.mean >= _CHINESE else 0.9), note
