"""The options of `clean`, checked once."""

from __future__ import annotations

import codecs
import datetime as dt
from typing import Literal, TypedDict, get_args

import msgspec

Script = Literal["hans", "hant", "tw", "hk", "dominant", "keep"]
Repair = Literal["restore", "mark", "keep"]
Chrome = Literal["remove", "mark", "keep"]
Punctuation = Literal["wide", "keep"]


class OptionValues(TypedDict, total=False):
    """Keyword arguments of `clean`, as callers write them."""

    script: Script
    masks: Repair
    garbled: Repair
    chrome: Chrome
    punctuation: Punctuation
    encoding: str | None
    as_of: str | dt.date | None


class Options(msgspec.Struct, frozen=True):
    """Checked options with their defaults.

    `as_of` is an ISO date in any precision (`2019`, `2019-09`, `2019-09-20`).
    """

    script: Script = "hans"
    masks: Repair = "restore"
    garbled: Repair = "restore"
    chrome: Chrome = "remove"
    punctuation: Punctuation = "wide"
    encoding: str | None = None
    as_of: str | None = None


_ALLOWED: dict[str, tuple[str, ...]] = {
    "script": get_args(Script),
    "masks": get_args(Repair),
    "garbled": get_args(Repair),
    "chrome": get_args(Chrome),
    "punctuation": get_args(Punctuation),
}


def make_options(values: OptionValues) -> Options:
    """Check option values.

    Raises `TypeError` for an unknown option or a value of the wrong type, `ValueError` for an
    unknown value; both name the allowed ones.

    >>> make_options({"script": "tw"}).script
    'tw'
    """
    given: dict[str, object] = dict(values)
    for name, value in given.items():
        if name not in Options.__struct_fields__:
            raise TypeError(
                f"unknown option {name!r}; the options are " + ", ".join(Options.__struct_fields__)
            )
        allowed = _ALLOWED.get(name)
        if allowed and value not in allowed:
            raise ValueError(f"{name}={value!r} is not one of {', '.join(map(repr, allowed))}")
    given["as_of"] = _iso_date(given.get("as_of"))
    encoding = given.get("encoding")
    if encoding is not None:
        if not isinstance(encoding, str):
            raise TypeError(f"encoding must be the name of a codec or None, not {encoding!r}")
        try:
            codecs.lookup(encoding)
        except (LookupError, ValueError):
            raise ValueError(
                f"encoding={encoding!r} is not a codec Python knows; "
                "try 'utf-8', 'gb18030', 'big5hkscs' or 'utf-16'"
            ) from None
    return msgspec.convert(given, Options)


def _iso_date(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        raise TypeError(f"as_of must be an ISO date, a datetime.date or None, not {value!r}")
    parts = value.split("-")
    if len(parts) <= 3 and len(parts[0]) == 4 and all(len(p) == 2 for p in parts[1:]):
        try:
            dt.date(*(int(p) for p in (*parts, "01", "01")[:3]))
        except ValueError:
            pass
        else:
            return value
    raise ValueError(f"as_of={value!r} is not an ISO date such as '2019', '2019-09', '2019-09-20'")
