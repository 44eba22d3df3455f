"""Learned weights of signs that have names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from itertools import repeat
from typing import Any

from zxclean.structure.wording import UNIT


class Weigher(dict[str, int]):
    """Weights by the names of signs, in units; a sign that was not learned weighs nothing.

    >>> round(Weigher({"first": 48})(["first", "never seen"]), 1)
    1.5
    """

    def __call__(self, signs: Iterable[str]) -> float:
        """The nats that signs have together."""
        return UNIT * sum(map(self.get, signs, repeat(0)))


def read_named(name: str) -> Any:
    """The named weights of a file of `data`."""
    return json.loads(files("zxclean").joinpath("data", name).read_text("utf-8"))
