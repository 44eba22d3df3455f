"""An outlet and, behind it on the same field, who wrote for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from zxclean.steps.outlets import is_outlet
from zxclean.steps.reporters import read_reporters
from zxclean.steps.writers import read_done
from zxclean.structure.credits import is_person
from zxclean.structure.press import CORRESPONDENTS, RANKS, REPORTER

_COLUMN_APART = re.compile(r"[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,3}")
"""A column whose name is set wide: `要 闻`."""

_WIDE = re.compile(
    r"(?<![^\s\u3001,/])([\u4e00-\u9fff])[ \u3000]{1,2}([\u4e00-\u9fff])(?![^\s\u3001,/])"
)
"""A name of two characters that stand apart."""

_SIGNERS = 4
"""More names than these behind an outlet are a list."""

_ROLE_BEHIND = re.compile(
    rf"(?P<outlet>[\u4e00-\u9fff]{{2,12}}(?:网|报|社|台|新闻))(?:在线)?\s?(?={RANKS}(?:{REPORTER}|{CORRESPONDENTS}))"
)
"""An outlet before the word for those who wrote for it."""


def close_names(text: str) -> str:
    """A text with the names of two characters closed that stand apart."""
    return _WIDE.sub(r"\1\2", text)


def split_source(value: str, own: Callable[[int, int], str]) -> tuple[str, list[tuple[str, str]]]:
    """The outlet of a folded value, and the authors behind it; `own` gives the page's characters.

    >>> line = "渡口晚报 李一 周航"
    >>> split_source(line, lambda start, end: line[start:end])
    ('渡口晚报', [('author', '李一 周航')])
    """
    writers: list[tuple[str, str]] = []
    role = _ROLE_BEHIND.match(value)
    if role is not None and (signed := read_reporters(value[role.end() :])) is not None:
        names = (own(role.end() + a, role.end() + b) for a, b in signed.names)
        writers.append(("author", " ".join(name.replace(" ", "") for name in names)))
        value = role["outlet"]
    outlet, gap, rest = value.partition(" ")
    name = rest.lstrip()
    if not gap or not is_outlet(outlet):
        return value, writers
    at = len(value) - len(name)
    people = close_names(name).split()
    if len(people) <= _SIGNERS and all(map(is_person, people)):
        writers.append(("author", close_names(own(at, len(value)))))
    elif (signed := read_reporters(name)) is not None and signed.outlet is None:
        writers.append(("author", " ".join(own(at + a, at + b) for a, b in signed.names)))
    elif (done := read_done(name)) is not None:
        names = (own(at + a, at + b).replace(" ", "") for a, b in done)
        writers.append(("author", " ".join(names)))
    elif not _COLUMN_APART.fullmatch(name):
        return value, writers
    return outlet, writers
