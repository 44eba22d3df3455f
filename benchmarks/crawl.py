"""Build a crawl of Chinese pages and run zxclean and its peers over it, in one command.

    python benchmarks/crawl.py                    # 100 MB, five rounds: about ten minutes
    python benchmarks/crawl.py --size 20 --rounds 7
    python benchmarks/crawl.py --quick            # 5 MB, two rounds: checks that it runs

Peers that are not installed are named in the output with the reason; the others run over the
same documents in the same process, on one core, in interleaved rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from crawl_corpus import Crawl, Row, build, dense_document, news_documents
from crawl_peers import NFKC, OWN, OWN_WITH_JSON, load_peers
from crawl_probes import HOSTILE, in_fresh_process, measure_startup, repeat_to, time_sizes
from crawl_race import Part, race, time_steps
from crawl_report import (
    Goal,
    draw,
    format_costs,
    format_goals,
    format_mix,
    format_numbers,
    format_sizes,
    goals_of_race,
    goals_of_sizes,
)
from speed import DEFAULT_PAGES, ROOT, describe_machine, pin_to_one_core
from speed_report import Result, format_table

MIXED, CLEAN, DENSE, SEED = "mixed crawl", "clean Simplified", "dense pages", "seed 003"
STEP_BLOCKS = 2
"""Blocks of the crawl over which steps are timed."""


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="zxclean and its peers over a crawl, one core.")
    parser.add_argument("--size", type=float, default=100, help="MB of the crawl (default 100)")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds (default 5)")
    parser.add_argument("--quick", action="store_true", help="5 MB and two rounds; rough figures")
    parser.add_argument("--pages", type=Path, help="folder with real pages, one .txt each")
    parser.add_argument("--only", choices=("race", "probes"), help="one half of the work")
    out = ROOT / "benchmarks" / "out"
    parser.add_argument("--cache", type=Path, default=out / "crawl", help="where the crawl lies")
    parser.add_argument("--out", type=Path, default=out / "crawl.json", help="JSON; SVG beside it")
    options = parser.parse_args(argv)
    if options.rounds < 1 or options.size <= 0:
        parser.error("--rounds must be 1 or more and --size more than 0")
    if options.pages is None and DEFAULT_PAGES.is_dir():
        options.pages = DEFAULT_PAGES
    if options.quick:
        options.size, options.rounds = 5, 2
    return options


def parts_of(crawl: Crawl, news: Sequence[str]) -> list[Part]:
    """The crawl, clean text, dense pages, and the densest seed for itself."""
    seeds = sorted((ROOT / "seeds").glob("003*.txt"))
    clean = [news[at::20] for at in range(4)]
    dense = [dense_document(text) for text in news[10::40]]
    return [
        Part(MIXED, [[row.text for row in block] for block in crawl.blocks]),
        Part(CLEAN, clean),
        Part(DENSE, [dense]),
        Part(SEED, [[path.read_bytes().decode() for path in seeds]]),
    ]


def run_race(
    crawl: Crawl, news: Sequence[str], rounds: int
) -> tuple[list[Goal], dict[str, object]]:
    """Every contender over every part, and what each step takes; prints as it goes."""
    peers = load_peers()
    for name, peer in peers.found.items():
        sample = "all of it" if peer.megabytes is None else f"{peer.megabytes:g} MB of the crawl"
        print(f"{name}: {peer.versions}; {sample}")
    for name, reason in peers.missing.items():
        print(f"{name}: not run, {reason}")
    print()
    results: list[Result] = []
    for part in parts_of(crawl, news):
        results += race(part, peers.found, rounds, lambda line: print(line, flush=True))
    print(f"\n{format_table(results)}\n")
    rows: list[Row] = [row for block in crawl.blocks[:STEP_BLOCKS] for row in block]
    costs = time_steps(rows, rounds)
    print(format_costs(costs, rows), "\n")
    goals = goals_of_race(
        results, own=OWN, with_json=OWN_WITH_JSON, nfkc=NFKC, parts=(MIXED, CLEAN, DENSE, SEED)
    )
    report: dict[str, object] = {
        "contenders": {name: peer.versions for name, peer in peers.found.items()},
        "missing": peers.missing,
        "results": [{name: getattr(r, name) for name in Result.__slots__} for r in results],
        "steps": [{"kind": k, "step": s, "seconds": v} for (k, s), v in costs.items()],
        "picture": draw(results, rounds),
    }
    return goals, report


def run_probes(
    crawl: Crawl, news: Sequence[str], rounds: int, quick: bool, cores: set[int]
) -> tuple[list[Goal], dict[str, object]]:
    """Cost by size, memory, start-up and workers; prints as it goes."""
    import zxclean

    largest = 1_000_000 if quick else 10_000_000
    rows = [row for block in crawl.blocks for row in block]
    texts = {
        "clean news": repeat_to(news, largest),
        "mixed crawl": repeat_to((row.text for row in rows if row.kind != "garbled"), largest),
        **{name: repeat_to([unit * 1000], largest) for name, unit in HOSTILE.items()},
    }
    sizes = time_sizes(texts, rounds if quick else 3, zxclean.clean)
    print(format_sizes(sizes), "\n")

    memory = in_fresh_process("corpus", crawl.file)
    documents = {
        f"{kb / 1000:g} MB document, times its size": in_fresh_process("document", crawl.file, kb)
        for kb in ((1000,) if quick else (1000, 3000, 10_000))
    }
    startup = {name: median(taken) for name, taken in measure_startup(rounds).items()}
    print(format_numbers("memory of a fresh process over the crawl, MB", memory))
    for title, found in documents.items():
        print(format_numbers(f"peak memory of a {title}", found))
    print(format_numbers("start-up, processor seconds", startup), "\n")

    workers = measure_workers(crawl, rounds, 2 if quick else 10, cores)
    for title, values in workers.items():
        print(format_numbers(title, values))
    goals = goals_of_sizes(sizes, memory, documents, workers)
    report: dict[str, object] = {
        "nanoseconds_a_character": sizes,
        "memory": memory,
        "documents": documents,
        "startup": startup,
        "workers": workers,
    }
    return goals, report


def measure_workers(
    crawl: Crawl, rounds: int, megabytes: float, cores: set[int]
) -> dict[str, dict[str, float]]:
    """A plain loop, one worker and two, in interleaved rounds; medians of each figure."""
    pinned = sched_setaffinity(cores)
    names = {0: "no workers", 1: "one worker", 2: "two workers"}
    found: dict[int, list[dict[str, float]]] = {count: [] for count in names}
    for _ in range(rounds):
        for count in names:
            found[count].append(in_fresh_process("workers", crawl.file, count, megabytes))
    if pinned:
        pin_to_one_core()
    return {
        names[count]: {key: median(run[key] for run in runs) for key in runs[0]}
        for count, runs in found.items()
    }


def sched_setaffinity(cores: set[int]) -> bool:
    """Let the process, and those it starts, use these cores; whether that can be told."""
    if sys.platform != "linux" or not cores:
        return False
    os.sched_setaffinity(0, cores)
    return True


def main(argv: Sequence[str] | None = None) -> None:
    """Build the crawl, measure, print the tables, write the JSON and the picture."""
    options = parse_arguments(argv)
    cores = available_cores()
    crawl = build(round(options.size * 1e6), options.cache, options.pages)
    news = news_documents(options.cache)
    machine = describe_machine(pin_to_one_core(), "named with the contenders")
    print(format_mix(crawl.describe(), pages=options.pages is not None))
    print(*(f"{k} {v}" for k, v in machine.items()), f"rounds {options.rounds}\n", sep=", ")

    goals: list[Goal] = []
    report: dict[str, object] = {
        "rounds": options.rounds,
        "machine": machine,
        "crawl": {"sha256": crawl.sha256, "mix": crawl.describe()},
    }
    picture: object = None
    if options.only != "probes":
        found, half = run_race(crawl, news, options.rounds)
        picture = half.pop("picture")
        goals += found
        report |= half
    if options.only != "race":
        found, half = run_probes(crawl, news, options.rounds, options.quick, cores)
        goals += found
        report |= half
    print(f"\n{format_goals(goals)}")

    report["goals"] = [goal._asdict() for goal in goals]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"\nwritten: {options.out}")
    if isinstance(picture, str):
        options.out.with_suffix(".svg").write_text(picture, "utf-8")
        print(f"written: {options.out.with_suffix('.svg')}")


def available_cores() -> set[int]:
    """The cores this process may use, before it is pinned to one."""
    return os.sched_getaffinity(0) if sys.platform == "linux" else set()


if __name__ == "__main__":
    main()
