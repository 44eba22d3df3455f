"""Tables, goals and the picture of a run over the crawl."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from crawl_corpus import Row
from crawl_probes import growth
from crawl_race import REST, Costs, ratio
from speed import CHAIN
from speed_report import Result, draw_svg, format_figure


class Goal(NamedTuple):
    """A figure and the bound it must keep: at least `floor`, or at most `ceiling`."""

    name: str
    value: float
    floor: float | None = None
    ceiling: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the figure is within its bound."""
        low = self.floor is None or self.value >= self.floor
        return low and (self.ceiling is None or self.value <= self.ceiling)


def goals_of_race(
    results: Sequence[Result], own: str, with_json: str, nfkc: str, parts: tuple[str, str, str, str]
) -> list[Goal]:
    """What must hold between contenders; `parts` are the mixed, clean, dense ones and a seed."""
    mixed, clean, dense, seed = parts
    return [
        Goal("mixed crawl: times the chain (aim 20)", ratio(results, mixed, own, CHAIN), 12),
        Goal("mixed crawl: times NFKC (aim 1)", ratio(results, mixed, own, nfkc), 0.5),
        Goal("clean Simplified: times the chain", ratio(results, clean, own, CHAIN), 25),
        Goal("dense pages: times the chain", ratio(results, dense, own, CHAIN), 5),
        Goal("seed 003: times the chain", ratio(results, seed, own, CHAIN), 5),
        Goal(
            "mixed crawl, notes and JSON: times the chain",
            ratio(results, mixed, with_json, CHAIN),
            6,
        ),
    ]


def goals_of_sizes(
    sizes: Mapping[str, Mapping[int, Sequence[float]]],
    memory: Mapping[str, float],
    documents: Mapping[str, Mapping[str, float]],
    workers: Mapping[str, Mapping[str, float]],
) -> list[Goal]:
    """What must hold within zxclean."""
    plain = [name for name in sizes if not name.startswith("hostile")]
    hostile = [name for name in sizes if name.startswith("hostile")]
    grown = {name: growth(figures) for name, figures in sizes.items()}
    worst = max(hostile, key=grown.__getitem__)
    one, two = workers["one worker"], workers["two workers"]
    work = two["workers' processor seconds"] + two["own processor seconds"]
    whole = workers["no workers"]["own processor seconds"]
    peak = max(memory["peak"], *(w["workers' peak MB"] for w in workers.values()))
    goals = [
        *(Goal(f"{name}: largest to 10 kB, a character", grown[name], None, 1.3) for name in plain),
        Goal(f"{worst} (the worst): largest to 10 kB", grown[worst], None, 1.3),
        Goal("peak memory of a worker, MB", peak, None, 300),
    ]
    for name in next(iter(documents.values())):
        times = max(found[name] for found in documents.values())
        goals.append(Goal(f"memory of a document, times its size: {name}", times, None, 20))
    goals.append(Goal("two workers: times one, by the clock", one["seconds"] / two["seconds"], 1.8))
    # What idle cores would make of it: the same work, spread over two.
    goals.append(Goal("two workers: times a loop, by processor time", 2 * whole / work, 1.8))
    return goals


def format_goals(goals: Sequence[Goal]) -> str:
    """A line for each goal: the figure, its bound, and whether it holds."""
    width = max(len(goal.name) for goal in goals)
    lines = ["what must hold"]
    for goal in goals:
        bound = f"at least {goal.floor}" if goal.floor is not None else f"at most {goal.ceiling}"
        verdict = "holds" if goal.kept else "MISSED"
        lines.append(f"{goal.name:<{width}}  {goal.value:>8.2f}  {bound:<13}  {verdict}")
    return "\n".join(lines)


def format_mix(kinds: Sequence[Mapping[str, str | int]], pages: bool) -> str:
    """What the crawl is made of."""
    whole = sum(int(kind["bytes"]) for kind in kinds)
    lines = [f"crawl of {whole:,} bytes"]
    for kind in kinds:
        size = int(kind["bytes"])
        name, count = kind["kind"], int(kind["documents"])
        lines.append(f"  {name:<14}{count:>8,} documents {size:>13,} bytes  {size / whole:>6.1%}")
    if not pages:
        lines.append("  no real pages: --pages FOLDER adds them")
    return "\n".join(lines)


def format_costs(costs: Costs, rows: Sequence[Row]) -> str:
    """Milliseconds of each step for each kind of document, and what share of the whole that is."""
    kinds = list(dict.fromkeys(kind for kind, _ in costs))
    steps = list(dict.fromkeys(step for _, step in costs))
    taken = {key: median(values) * 1e3 for key, values in costs.items()}
    whole = sum(taken.values())
    lines = ["step, ms".ljust(len(REST)) + "".join(f"{k:>15}" for k in [*kinds, "all", "share"])]
    for step in steps:
        cells = [taken[kind, step] for kind in kinds]
        cells.append(sum(cells))
        figures = "".join(f"{cell:>15.1f}" for cell in cells)
        lines.append(f"{step:<{len(REST)}}{figures}{cells[-1] / whole:>15.1%}")
    size = {kind: sum(len(r.text.encode()) for r in rows if r.kind == kind) for kind in kinds}
    speeds = [size[k] / 1e3 / sum(taken[k, step] for step in steps) for k in kinds]
    speeds.append(sum(size.values()) / 1e3 / whole)
    lines.append("MB/s".ljust(len(REST)) + "".join(f"{speed:>15.2f}" for speed in speeds))
    return "\n".join(lines)


def format_sizes(sizes: Mapping[str, Mapping[int, Sequence[float]]]) -> str:
    """Nanoseconds a code point for each size."""
    columns = sorted({kb for figures in sizes.values() for kb in figures})
    width = max(map(len, sizes)) + 2
    head = "".join(f"{f'{kb:,} kB':>11}" for kb in columns)
    lines = ["ns a code point".ljust(width) + head + "  largest to 10 kB"]
    for name, figures in sizes.items():
        cells = "".join(f"{format_figure(median(figures[kb])):>11}" for kb in columns)
        lines.append(f"{name:<{width}}{cells}{growth(figures):>18.2f}")
    return "\n".join(lines)


def format_numbers(title: str, numbers: Mapping[str, float]) -> str:
    """One line: a title and named figures."""
    return f"{title}: " + ", ".join(f"{k} {format_figure(v)}" for k, v in numbers.items())


def draw(results: Sequence[Result], rounds: int) -> str:
    """Bars of megabytes a second, a group for each part."""
    chain = next(r.mb_per_s for r in results if r.contender == CHAIN)
    return draw_svg(results, f"median of {rounds} rounds; the chain does {chain:.2f} MB/s")
