"""Decision trees whose leaves add up to the logarithm of odds, over rows of numbers.

Boosted trees (Friedman, 2001), learned by scikit-learn's `HistGradientBoostingClassifier` in
`scripts/build_furniture.py`; here they are read and followed, for all rows and trees at once.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 1024
"""So many rows are followed at once: a row takes some 10 kB on the way."""

NODE = np.dtype(
    [("sign", "u1"), ("level", "<f4"), ("low", "<u2"), ("high", "<u2"), ("worth", "<f4")]
)
"""A node as the file has it: the sign it asks for, and where a row goes on whose sign is at most
`level`, and any other. A leaf leads to itself; what it is worth is in nats."""


class Forest(NamedTuple):
    """The nodes of all trees, where each tree begins, how deep the deepest is, what all rows have."""

    nodes: NDArray[np.void]
    roots: NDArray[np.int64]
    depth: int
    base: float


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
    nodes = forest.nodes
    sign, level = nodes["sign"].astype(np.int64), nodes["level"].copy()
    # Beside each other, so that one look-up tells where a row goes on.
    ways = np.stack([nodes["high"], nodes["low"]], axis=1).astype(np.int64).ravel()
    values = rows.ravel()
    first = (np.arange(len(rows)) * rows.shape[1])[:, None]
    at = np.broadcast_to(forest.roots, (len(rows), len(forest.roots)))
    for _ in range(forest.depth):
        at = ways.take(2 * at + (values.take(first + sign.take(at)) <= level.take(at)))
    return np.asarray(forest.base + nodes["worth"].astype(np.float64).take(at).sum(axis=1))
