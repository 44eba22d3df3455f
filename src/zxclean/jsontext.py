"""JSON for texts with surrogates, which no UTF-8 can hold.

JSON reads an escaped high and low surrogate as one character, and strict parsers refuse a lone
one; so they are written as U+0010 (data link escape) and four hex digits, U+0010 itself
doubled, and the key `escape` tells of it.
"""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPE = "\x10"
_MARKER = '{"escape":"\\u0010"'
_WRITE = re.compile("[\ud800-\udfff\x10]")
_READ = re.compile("\x10(?:\x10|([0-9a-f]{4}))")


def encode_surrogates(built: dict[str, Any]) -> str:
    """JSON of plain data whose strings may hold surrogates."""
    escaped = {"escape": _ESCAPE, **_walk(built, _escape)}
    return json.dumps(escaped, ensure_ascii=False, separators=(",", ":"))


def is_escaped(data: str | bytes) -> bool:
    """Whether `encode_surrogates` wrote the data."""
    return data.startswith(_MARKER) if isinstance(data, str) else data.startswith(_MARKER.encode())


def decode_surrogates(data: str | bytes) -> dict[str, Any]:
    """The plain data that `encode_surrogates` wrote."""
    built: dict[str, Any] = json.loads(data)
    del built["escape"]
    restored: dict[str, Any] = _walk(built, _unescape)
    return restored


def _walk(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(key): _walk(item, change) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_walk(item, change) for item in value]
    return value


def _escape(text: str) -> str:
    return _WRITE.sub(
        lambda m: _ESCAPE * 2 if m[0] == _ESCAPE else f"{_ESCAPE}{ord(m[0]):04x}", text
    )


def _unescape(text: str) -> str:
    return _READ.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPE, text)
