"""What the scripts that learn weights share: labelled lines, the descent, and how their files are written."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zxclean.pipeline import Pipeline
from zxclean.proposals import Normalizer, Proposal
from zxclean.standard import default_pipeline
from zxclean.view import TextView

Floats = NDArray[np.float64]
ROOT = Path(__file__).resolve().parent.parent
LINES = Path(__file__).with_name("wording_lines.tsv")
FRAGMENTS = Path(__file__).with_name("headline_fragments.jsonl")
DATA = ROOT / "src" / "zxclean" / "data"
CASES = ROOT / "tests" / "cases"
ARTICLE, FURNITURE, NEITHER = range(3)
"""What a line of a labelled document is; the last are lines that may stay or go, or hold both."""

sys.path.insert(0, str(ROOT / "benchmarks"))

from documents_score import PAGE_FOLDERS, load  # noqa: E402
from documents_score import Row as Row  # noqa: E402


def labelled_lines() -> Iterator[tuple[bool, str, str]]:
    """Whether a line of `wording_lines.tsv` is furniture, where it is from, and the line folded."""
    for row in LINES.read_text("utf-8").splitlines():
        label, origin, line = row.split("\t", 2)
        yield label == "1", origin, TextView(line).folded.strip()


def labelled_documents(pages: Path | None) -> list[Row]:
    """The labelled documents that may be learned from, in their order; of real pages those that
    stand in `pages` or where the benchmarks put them."""
    folders = (pages, *PAGE_FOLDERS) if pages else PAGE_FOLDERS
    return [
        row
        for name in ("tune", "opened")
        for row in load(CASES / "documents" / f"{name}.jsonl", folders)
    ]


def labelled_heads() -> Iterator[Row]:
    """The upper parts of pages of `headline_fragments.jsonl`, each line with its role."""
    return read_rows(FRAGMENTS)


def read_rows(path: Path) -> Iterator[Row]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def origin_of(row: Row) -> str:
    """Whether a labelled document was written for this purpose, or is a page of a site."""
    return "document" if row["id"].startswith("written-") else "page"


@dataclass(frozen=True, slots=True)
class _Capture:
    """Stands in for a step, and keeps what the text is when its turn comes."""

    name: str
    views: list[TextView] = field(default_factory=list)

    def propose(self, view: TextView) -> Iterable[Proposal]:
        self.views.append(view)
        return ()


def steps_before(name: str) -> tuple[Normalizer, ...]:
    """The steps of the pipeline before the one of that name."""
    steps = default_pipeline().steps
    return steps[: [step.name for step in steps].index(name)]


def capture(text: str, steps: Sequence[Normalizer], name: str) -> TextView | None:
    """A text as it is behind some steps, when the turn of step `name` comes first."""
    kept = _Capture(name)
    Pipeline((*steps, kept))(text)
    return kept.views[0] if kept.views else None


def kinds_of(row: Row) -> list[int]:
    """What each line of a labelled document is; its title is the article's."""
    kinds = [FURNITURE] * (row["text"].count("\n") + 1)
    for kind, ranges in (
        (ARTICLE, row["body"]),
        (NEITHER, row["neutral"]),
        (ARTICLE, [(line, line) for line in row["title_lines"]]),
        (NEITHER, [(part["line"], part["line"]) for part in row["partial"]]),
    ):
        for first, last in ranges:
            kinds[first - 1 : last] = [kind] * (last - first + 1)
    return kinds


def descend(
    slope_of: Callable[[Floats], Floats], shape: tuple[int, ...], steps: int, rate: float
) -> Floats:
    """Weights of that shape after so many steps of Adam (Kingma and Ba, 2015) from 0.

    `slope_of` gives the slope of the loss at some weights, over all examples: nothing depends on an
    order or a seed.
    """
    weights, first, second = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for step in range(1, steps + 1):
        slope = slope_of(weights)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope * slope
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def descend_choice(
    signs: NDArray[np.int64],
    options: NDArray[np.int64],
    sizes: Sequence[int],
    right: NDArray[np.bool_],
    times: Sequence[float],
    penalty: float,
    steps: int,
    rate: float,
) -> Floats:
    """The weights of signs in a log-linear choice with an L2 penalty.

    `signs` are the numbers of signs, each one of an option; `options` says of which. The options
    stand in groups of `sizes` of which one is chosen, and any of the `right` ones may be; a group
    counts so many `times`.
    """
    number = len(right)
    counts = np.array(sizes, np.int64)
    begins = counts.cumsum() - counts
    of = np.repeat(np.arange(len(counts)), counts)
    each_times = np.array(times)[of]

    def shares(scores: Floats) -> Floats:
        each = np.exp(scores - np.maximum.reduceat(scores, begins)[of])
        return np.asarray(each / np.add.reduceat(each, begins)[of])

    def slope_of(weights: Floats) -> Floats:
        scores = np.asarray(np.bincount(options, weights[signs], number), np.float64)
        error = each_times * (shares(scores) - shares(np.where(right, scores, -50.0)))
        return np.asarray(np.bincount(signs, error[options], len(weights)) + penalty * weights)

    return descend(slope_of, (int(signs.max()) + 1,), steps, rate)


def pack(weights: NDArray[np.int8]) -> bytes:
    """The places of the weights that are not 0 (uint32, little-endian each), then these weights."""
    used = weights.nonzero()[0]
    return used.astype("<u4").tobytes() + weights[used].tobytes()


def write(files: Mapping[str, bytes], check: bool) -> int:
    """Write the files of `data` that differ, or with `check` only say which; how many they are."""
    wrong = 0
    for name, made in files.items():
        target = DATA / name
        if target.is_file() and target.read_bytes() == made:
            continue
        wrong += 1
        print(f"{name} {'differs' if check else 'written'}, {len(made)} bytes")
        if not check:
            target.write_bytes(made)
    return wrong
