"""Python's codecs under the labels that pages use, and decoding that counts what it lost."""

from __future__ import annotations

import codecs
import re

# WHATWG labels that Python does not know, then Python's names of what is read as a superset.
_LABELS = (
    {"x-gbk": "gb18030", "gb_2312": "gb18030", "gb_2312-80": "gb18030", "cn-gb": "gb18030"}
    | {"x-euc-cn": "gb18030", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs"}
    | {"x-sjis": "cp932", "x-euc-jp": "euc_jp", "unicode-1-1-utf-8": "utf-8"}
)
_SUPERSETS = (
    {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
    | {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874"}
    | {"iso8859-11": "cp874", "shift_jis": "cp932", "euc_kr": "cp949", "utf-8-sig": "utf-8"}
)
# Codecs of Python's own use, or that depend on the machine they run on.
_NOT_TEXT = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}

_LOST = "\N{REPLACEMENT CHARACTER}"
_SURROGATE = re.compile("[\ud800-\udfff]")


class UnknownEncodingError(LookupError, ValueError):
    """The caller declared an encoding that Python does not know, or that holds no text."""


def find_codec(label: str) -> str:
    """Python's name of the encoding that browsers use for a label."""
    name = label.strip().lower()
    try:
        info = codecs.lookup(_LABELS.get(name, name))
        known = info._is_text_encoding and info.name not in _NOT_TEXT
    except (LookupError, ValueError):
        known = False
    if not known:
        raise UnknownEncodingError(
            f"unknown encoding {label!r}: give a label such as 'utf-8', 'gb18030', 'gbk', 'big5', "
            "'utf-16' or 'windows-1252', or None to have it found from the bytes"
        )
    return _SUPERSETS.get(info.name, info.name)


def _mark_lost(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: lone surrogates that add up to the number of bytes lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    length = error.end - error.start
    return "\udcff" * (length // 255) + chr(0xDC00 + length % 255), error.end


codecs.register_error("zxclean.mark_lost", _mark_lost)


# Marks that Python's Big5-HKSCS reads otherwise than browsers and code page 950 do.
_BIG5_MARKS = (
    ("\u2022", "\u2027"),
    ("\uff64", "\ufe51"),
    ("\u203e", "\u00af"),
    ("\u223c", "\uff5e"),
    ("\u2641", "\u2295"),
    ("\u2609", "\u2299"),
    ("\u00a5", "\uffe5"),
    ("\u00a2", "\uffe0"),
    ("\u00a3", "\uffe1"),
)


def read(raw: bytes, encoding: str) -> tuple[str, int]:
    r"""Text with U+FFFD for what cannot be decoded, and how many bytes that was.

    >>> read(b"\xa1\xe3\xff", "big5hkscs") == ("\uff5e\ufffd", 1)
    True
    """
    text, lost = _read(raw, encoding)
    if encoding == "big5hkscs":
        for found, meant in _BIG5_MARKS:
            text = text.replace(found, meant)
    return text, lost


def _read(raw: bytes, encoding: str) -> tuple[str, int]:
    try:
        text = raw.decode(encoding)
        if encoding != "utf-7":  # the one codec that lets lone surrogates through
            return text, 0
    except UnicodeDecodeError:
        text = raw.decode(encoding, "zxclean.mark_lost")
    lost = sum(max(1, ord(mark) - 0xDC00) for mark in _SURROGATE.findall(text))
    # UTF-7 can spell out a lone surrogate, which then looks like a mark.
    return _SURROGATE.sub(_LOST, text), min(lost, len(raw))
