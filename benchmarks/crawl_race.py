"""Contenders over the same blocks of documents, in interleaved rounds, on one core."""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from crawl_corpus import Row
from crawl_peers import OWN, Peer
from speed import CHAIN, Contender, time_passes
from speed_report import Result

from zxclean import Normalizer, Pipeline, TextView, default_pipeline
from zxclean.proposals import Proposal

LEAST_SECONDS = 0.05
"""Passes over a small part are repeated until a sample lasts this long."""

Block = Sequence[str]


class Part(NamedTuple):
    """A named share of the corpus, in blocks that are run one after the other."""

    name: str
    blocks: Sequence[Block]

    @property
    def sizes(self) -> list[int]:
        """Bytes of UTF-8 of each block."""
        return [sum(len(text.encode()) for text in block) for block in self.blocks]


def race(
    part: Part,
    peers: Mapping[str, Peer],
    rounds: int,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Result]:
    """Time every contender, a block at a time in turn (A B C, next block, A B C, ...).

    A contender that runs over part of the blocks only is compared with what the others took for
    the same ones. Seconds are of processor time.
    """
    sizes = part.sizes
    reach = {name: _reach(sizes, peer.megabytes) for name, peer in peers.items()}
    passes = {name: _passes(peer.run, part.blocks[0]) for name, peer in peers.items()}
    taken = {name: [[0.0] * len(sizes) for _ in range(rounds)] for name in peers}
    for number in range(rounds):
        for at, block in enumerate(part.blocks):
            for name, peer in peers.items():
                if at < reach[name]:
                    taken[name][number][at] = time_passes(peer.run, block, passes[name])
        own = sum(sizes) / sum(taken[OWN][number]) / 1e6
        tell(f"{part.name}: round {number + 1} of {rounds}, zxclean {own:.1f} MB/s")
    results = []
    for name in peers:
        common = min(reach[name], reach[CHAIN])
        seconds = tuple(sum(row) for row in taken[name])
        ratios = [
            sum(chain[:common]) / sum(row[:common])
            for row, chain in zip(taken[name], taken[CHAIN], strict=True)
        ]
        rate = sum(sizes[: reach[name]]) / median(seconds) / 1e6
        results.append(Result(part.name, name, seconds, rate, median(ratios)))
    return results


def ratio(results: Sequence[Result], part: str, one: str, other: str) -> float:
    """How many times faster `one` is than `other` on a part, by their ratios to the chain."""
    of = {r.contender: r.ratio_to_chain for r in results if r.part == part}
    return of[one] / of[other]


Costs = dict[tuple[str, str], list[float]]
"""Seconds a round by kind of document and normalizer."""

REST = "engine, views, document"


def time_steps(rows: Sequence[Row], rounds: int) -> Costs:
    """What each normalizer takes for each kind of document, and what lies around them.

    What several steps share and the first of them to ask for makes (code points, folding, the
    scan for literals of rules) counts for that one. Provenance is not asked for.
    """
    spent: dict[str, float] = {}
    pipeline = default_pipeline()
    timed = Pipeline(tuple(_timed(step, spent) for step in pipeline.steps))
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.text)
    costs: Costs = {}
    time_passes(timed, [row.text for row in rows[:20]], 1)
    for _ in range(rounds):
        for kind, texts in by_kind.items():
            spent.clear()
            whole = time_passes(timed, texts, 1)
            rest = whole - sum(spent.values())
            for name in (*(step.name for step in pipeline.steps), REST):
                taken = rest if name == REST else spent.get(name, 0.0)
                costs.setdefault((kind, name), []).append(taken)
    return costs


def _timed(step: Normalizer, spent: dict[str, float]) -> Normalizer:
    """The step as one of a subclass made on the spot, so that it is all the pipeline asks for."""
    kind: Any = type(step)
    name = step.name

    def propose(self: Normalizer, view: TextView) -> list[Proposal]:
        start = time.process_time()
        proposals = list(kind.propose(self, view))
        spent[name] = spent.get(name, 0.0) + time.process_time() - start
        return proposals

    timed = type(kind.__name__, (kind,), {"propose": propose, "__module__": kind.__module__})
    fields = [field.name for field in dataclasses.fields(kind) if field.init]
    made: Normalizer = timed(**{field: getattr(step, field) for field in fields})
    return made


def _reach(sizes: Sequence[int], megabytes: float | None) -> int:
    """How many blocks from the first make up so many megabytes."""
    if megabytes is None:
        return len(sizes)
    total = 0
    for count, size in enumerate(sizes, 1):
        total += size
        if total >= megabytes * 1e6:
            return count
    return len(sizes)


def _passes(run: Contender, block: Block) -> int:
    """Passes that make a sample long enough; running it once before loads dictionaries."""
    for text in block[:3]:
        run(text)
    once = time_passes(run, block, 1)
    return max(1, math.ceil(LEAST_SECONDS / max(once, 1e-6)))
