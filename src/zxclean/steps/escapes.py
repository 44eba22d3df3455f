"""HTML escapes: where they stand in a text, and what each stands for."""

from __future__ import annotations

import re
from typing import NamedTuple

# Without a semicolon only what no query of an address has: names of signs, and numbers of three
# digits or more.
_OPEN_NAMES = (
    "nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|quot|hellip|mdash|ndash|middot|bull|laquo|raquo"
    "|times|#[0-9]{3,5}|#[xX][0-9A-Fa-f]{2,4}"
)

_ESCAPE = re.compile(
    r"&(?P<layers>(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);)*)"
    r"(?:(?P<name>#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    rf"|(?P<open>{_OPEN_NAMES})(?![0-9A-Za-z=;_]))"
)

_BARE = re.compile("(nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|hellip|mdash|middot);")
_ENDINGS = ("nbsp;", "dquo;", "squo;", "dash;", "llip;", "ddot;", "nsp;", "msp;")

_JOINED = frozenset("&_-./$%@#=+\\")
"""Behind these such a name is part of another one."""

PAIR = 2
"""So few names of signs without an ampersand are damage: one alone may be what the text is about.
A space is damage by itself, as it was on all pages seen."""

_SHORT_NAMES = frozenset(("lt", "gt", "LT", "GT", "le", "ge", "ne", "mu", "pi", "xi", "nu"))
"""Two-letter names that are read; others of HTML 5 (`&in;`, `&or;`, `&it;`) are words."""


class Escape(NamedTuple):
    """An escape at `[start, end)`.

    `after` is what it stands for, `None` if that is no character, one half of a pair for the
    number of a surrogate; `closed` says whether it has its semicolon, `layers` is the length of
    its extra layers of `amp;`.
    """

    start: int
    end: int
    name: str
    after: str | None
    closed: bool = False
    layers: int = 0


def find_runs(text: str) -> list[list[Escape]]:
    """All escapes; those that follow each other without a gap stand together."""
    meanings: dict[str, str | None] = {}
    found: list[Escape] = []
    for match in _ESCAPE.finditer(text, max(0, text.find("&"))):
        layers, name, open_name = match.groups()
        key = name or open_name
        if key not in meanings:
            meanings[key] = _character(key)
        start, end = match.span()
        found.append(Escape(start, end, key, meanings[key], bool(name), len(layers)))
    ends = {escape.end for escape in found}
    bare = [escape for escape in _bare(text) if escape.end not in ends]
    if bare:
        found = sorted(found + bare)
    runs: list[list[Escape]] = []
    last = -1
    for escape in found:
        if escape.start == last:
            runs[-1].append(escape)
        else:
            runs.append([escape])
        last = escape.end
    return runs


def has_bare(text: str) -> bool:
    """Whether the text may have an escape that lost its ampersand."""
    # A search for one character is many times faster than one for a word.
    return ";" in text and any(ending in text for ending in _ENDINGS)


def _bare(text: str) -> list[Escape]:
    """Every `nbsp;`, `amp;nbsp;` or `ldquo;` that has lost its ampersand."""
    found: list[Escape] = []
    for match in _BARE.finditer(text) if has_bare(text) else ():
        start = match.start()
        while text.endswith("amp;", 0, start):
            start -= 4
        before = text[start - 1 : start]
        if before not in _JOINED and not (before.isascii() and before.isalnum()):
            found.append(Escape(start, match.end(), match[1], _character(match[1])))
    signs = sum(escape.name != "nbsp" for escape in found)
    return found if signs >= PAIR else [escape for escape in found if escape.name == "nbsp"]


def _character(name: str) -> str | None:
    """What a name or number stands for; `None` if it is none, or the number of no character."""
    import html
    from html.entities import html5

    if name[0] != "#":
        known = len(name) > 2 or name in _SHORT_NAMES
        return html5.get(f"{name};") if known else None
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if 0xD800 <= number <= 0xDFFF:
        return chr(number)
    after = html.unescape(f"&{name};")
    return None if "\ufffd" in after else after
