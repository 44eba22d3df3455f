"""Rule rows: patterns as data, tried where their literals stand (`literals`).

A row is written in Simplified characters and narrow marks and holds its own test: a line it
must hit and a look-alike it must miss. `anchors` are literals one of which is in every match;
only where one stands is the pattern tried, so rules that do not apply cost nothing.

What several rows share has a name in the file's tables: `<<name>>` in a pattern is the pattern
`classes.name`, in an anchor each character of `signs.name` in turn.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import msgspec

MODULES = ("chrome", "truncation", "masks")
"""Rule files in `data/`, one for each step that has rules."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of a rule file.

    `zone` says where on the page the row applies; `scope` whether it must match a whole line
    or a stretch of one. Named groups of the pattern are facts of that name. Further meaning of
    `tag` is the module's own. If not `scanned`, the module looks for the anchors itself, where
    the row applies: they are too common to be looked for everywhere.
    """

    id: str
    anchors: list[str]
    pattern: str
    why: str
    hit: str
    miss: str
    scope: str = "line"
    zone: str = "any"
    tag: str = ""
    confidence: float = 1.0
    scanned: bool = True


Anchor: TypeAlias = tuple[Rule, int, int]
"""A literal of a rule and where it stands, `[start, end)` of the folded text."""


class RuleError(ValueError):
    """A rule file does not hold what it must."""


@cache
def _read(module: str) -> dict[str, Any]:
    text = files("zxclean").joinpath("data", f"{module}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def load_rules(module: str) -> tuple[Rule, ...]:
    """The rows of `data/<module>.toml`, in their order.

    Raises `RuleError` for a row that is incomplete or stands in the wrong file.
    """
    data = _read(module)
    classes, signs = data.get("classes", {}), data.get("signs", {})
    rules = tuple(
        msgspec.structs.replace(
            rule,
            anchors=[each for anchor in rule.anchors for each in _spelled(anchor, signs)],
            pattern=_filled(rule.pattern, classes),
        )
        for rule in (msgspec.convert(row, Rule) for row in data.get("rule", []))
    )
    for rule in rules:
        if not rule.id.startswith(module + "."):
            raise RuleError(f"rule {rule.id!r} in {module}.toml: its id must begin {module!r}")
        if not rule.anchors or not all(rule.anchors):
            raise RuleError(f"rule {rule.id!r} has no anchors, or an empty one")
        if any("\n" in anchor[:-1] or anchor == "\n" for anchor in rule.anchors):
            raise RuleError(f"rule {rule.id!r} has an anchor that a line feed does not end")
        if not (rule.pattern and rule.why and rule.hit and rule.miss):
            raise RuleError(f"rule {rule.id!r} needs pattern, why, hit and miss")
    return rules


_NAMED = re.compile("<<([a-z_]+)>>")


def _filled(pattern: str, classes: Mapping[str, str]) -> str:
    """A pattern with its classes, which may have classes themselves.

    >>> _filled("<<place>>长", {"place": "<<town>>|县", "town": "镇|乡"})
    '(?:(?:镇|乡)|县)长'
    """
    while _NAMED.search(pattern):
        pattern = _NAMED.sub(lambda name: f"(?:{classes[name[1]]})", pattern)
    return pattern


def _spelled(anchor: str, signs: Mapping[str, str]) -> Iterator[str]:
    """The anchors that an anchor with the name of signs stands for.

    >>> list(_spelled("<<x>>年", {"x": "xX"}))
    ['x年', 'X年']
    """
    name = _NAMED.search(anchor)
    if name is None:
        yield anchor
    else:
        for sign in signs[name[1]]:
            yield from _spelled(anchor.replace(name[0], sign, 1), signs)


@cache
def class_pattern(module: str, name: str) -> re.Pattern[str]:
    """The class of a rule file, compiled."""
    return re.compile(_filled(f"<<{name}>>", _read(module)["classes"]))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a rule, compiled when it is first tried."""
    return re.compile(pattern)
