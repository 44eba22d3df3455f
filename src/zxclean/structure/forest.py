"""Decision trees whose leaves add up to the logarithm of odds, over rows of numbers.

Boosted trees (Friedman, 2001), learned by scikit-learn's `HistGradientBoostingClassifier` in
`scripts/build_furniture.py`; here they are read and followed, for all rows and trees at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zxclean.once import once

AT_ONCE = 1024
"""So many rows are followed at once: a row takes some 10 kB on the way."""

NODE = np.dtype(
    [("sign", "u1"), ("level", "<f4"), ("low", "<u2"), ("high", "<u2"), ("worth", "<f4")]
)
"""A node as the file has it: the sign it asks for, and where a row goes on whose sign is at most
`level`, and any other. A leaf leads to itself; what it is worth is in nats."""


@dataclass(frozen=True, eq=False)
class Forest:
    """The nodes of all trees, where each tree begins, how deep the deepest is, what all rows have."""

    nodes: NDArray[np.void]
    roots: NDArray[np.int64]
    depth: int
    base: float

    @once
    def columns(self) -> Columns:
        """The nodes as they are followed."""
        nodes = self.nodes
        ways = np.stack([nodes["high"], nodes["low"]], axis=1).astype(np.int64).ravel()
        sign, worth = nodes["sign"].astype(np.int64), nodes["worth"].astype(np.float64)
        return Columns(sign, nodes["level"].copy(), ways, worth)


class Columns(NamedTuple):
    """For each node its sign, level and worth; `ways` has where it leads, high and low beside each
    other, so that one look-up tells where a row goes on."""

    sign: NDArray[np.int64]
    level: NDArray[np.float32]
    ways: NDArray[np.int64]
    worth: NDArray[np.float64]


def pack_forest(forest: Forest) -> bytes:
    """As `read_forest` reads it: three numbers (trees, depth, base), the roots, the nodes."""
    head = np.array([len(forest.roots), forest.depth, forest.base], "<f8")
    return head.tobytes() + forest.roots.astype("<u2").tobytes() + forest.nodes.tobytes()


@cache
def read_forest(name: str) -> Forest:
    """The trees of a file of `data`."""
    content = files("zxclean").joinpath("data", name).read_bytes()
    trees, depth, base = np.frombuffer(content, "<f8", 3).tolist()
    roots = np.frombuffer(content, "<u2", int(trees), 24).astype(np.int64)
    nodes = np.frombuffer(content, NODE, offset=24 + 2 * int(trees))
    return Forest(nodes, roots, int(depth), base)


def add_up(forest: Forest, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """The nats of each row of signs, `AT_ONCE` rows at a time."""
    parts = [rows[k : k + AT_ONCE] for k in range(0, len(rows), AT_ONCE)]
    return np.concatenate([_follow(forest, part) for part in parts] or [np.empty(0)])


def _follow(forest: Forest, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    sign, level, ways, worth = forest.columns
    values = rows.ravel()
    first = (np.arange(len(rows)) * rows.shape[1])[:, None]
    at = np.broadcast_to(forest.roots, (len(rows), len(forest.roots)))
    for _ in range(forest.depth):
        at = ways.take(2 * at + (values.take(first + sign.take(at)) <= level.take(at)))
    return np.asarray(forest.base + worth.take(at).sum(axis=1))
