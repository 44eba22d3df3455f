"""Script conversion beside OpenCC in C++, opencc-python-reimplemented and zhconv-rs.

    python benchmarks/script.py FOLDER                       # downloads what is absent into FOLDER
    python benchmarks/script.py FOLDER --opencc BIN/python   # a Python that has the opencc wheel
    python benchmarks/script.py FOLDER --quick               # fewer rounds and characters

FOLDER holds the pinned archives of `scripts/model_sources.py`: People's Daily of January 1998
(Simplified) and rulings of Taiwan's constitutional court (Traditional). Without `--opencc` an
environment for the official wheel is made in FOLDER. Contenders run on one core in interleaved
rounds; a figure is the median, in megabytes (10^6 bytes) of UTF-8 input a second of processor
time. Then follow the labelled sentences, OpenCC's own cases, parity, and the round trip with the
list of all that does not come back.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from script_quality import (
    compare_parity,
    convert_with_step,
    round_trip,
    score_labels,
    score_opencc_cases,
)
from speed import SEEDS, describe_machine, pin_to_one_core
from speed_report import Result, draw_svg, format_table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
import model_sources

from zxclean.conversion import convert_text
from zxclean.pipeline import Pipeline
from zxclean.steps.script import Script, Target

OUT = Path(__file__).resolve().parent / "out" / "script.json"
WHEEL = "opencc==1.4.2"
OWN = "zxclean, changes and to_source"
ZHCONV = {"t2s": "zh-hans", "s2t": "zh-hant", "s2tw": "zh-tw"}

Contender = Callable[[str], object]


def with_changes(target: Target) -> Contender:
    """The step in a pipeline of its own, with the alignment that `to_source` needs."""
    pipeline = Pipeline((Script(target),))

    def run(text: str) -> object:
        doc = pipeline(text)
        return doc.to_source(0, len(doc.text))

    return run


def load_reference() -> Callable[[str, str], str]:
    """opencc-python-reimplemented; exits if the official wheel stands in its place."""
    opencc = importlib.import_module("opencc")
    if hasattr(opencc, "clib") or not hasattr(opencc, "OpenCC"):
        sys.exit("this environment needs opencc-python-reimplemented, not the opencc wheel")
    converters: dict[str, Any] = {}

    def convert(text: str, config: str) -> str:
        if config not in converters:
            converters[config] = opencc.OpenCC(config)
        return str(converters[config].convert(text))

    return convert


def prepare_wheel(folder: Path, python: Path | None) -> Path:
    """A Python with the official wheel, in an environment of its own."""
    if python is not None:
        return python
    home = folder / "opencc-wheel"
    made = home / "bin" / "python"
    if not made.exists():
        venv.create(home, with_pip=True)
        subprocess.run([made, "-m", "pip", "install", "-q", WHEEL], check=True)
    return made


def time_wheel(python: Path, config: str, file: Path) -> float:
    script = Path(__file__).with_name("script_opencc.py")
    command = [str(python), str(script), config, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout)["seconds"])


def race(
    name: str,
    text: str,
    target: Target,
    config: str,
    rounds: int,
    wheel: tuple[Path, Path],
    slow: Callable[[str, str], str] | None,
) -> list[Result]:
    """All contenders over one text, in interleaved rounds after one that is not counted."""
    python, folder = wheel
    file = folder / "race.txt"
    file.write_bytes(text.encode())
    zhconv = importlib.import_module("zhconv_rs").zhconv
    runs: dict[str, Contender] = {
        OWN: with_changes(target),
        "zxclean, parity, text alone": lambda t: convert_text(t, config),
        "zhconv-rs": lambda t: zhconv(t, ZHCONV[config]),
    }
    if slow is not None:
        runs["opencc-python-reimplemented"] = lambda t: slow(t, config)
    taken: dict[str, list[float]] = {label: [] for label in (*runs, "OpenCC, C++")}
    for turn in range(rounds + 1):
        for label, run in runs.items():
            passes = 1 if label.startswith("opencc-python") else max(1, 300_000 // len(text))
            start = time.process_time()
            for _ in range(passes):
                run(text)
            spent = (time.process_time() - start) / passes
            if turn:
                taken[label].append(spent)
        if turn:
            taken["OpenCC, C++"].append(time_wheel(python, config, file))
    file.unlink()
    size = len(text.encode())
    base = median(taken["OpenCC, C++"])
    return [
        Result(name, label, tuple(s), size / median(s) / 1e6, base / median(s))
        for label, s in taken.items()
    ]


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Script conversion beside other tools.")
    parser.add_argument("folder", type=Path, help="where the pinned archives are, or go")
    parser.add_argument("--opencc", type=Path, help="a Python with the official opencc wheel")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds (default 5)")
    parser.add_argument("--quick", action="store_true", help="two rounds, 200,000 characters")
    parser.add_argument("--out", type=Path, default=OUT, help="JSON; the SVG lies beside")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> None:
    options = parse_arguments(argv)
    options.folder.mkdir(parents=True, exist_ok=True)
    model_sources.fetch(options.folder, ["news", "rulings"])
    model_sources.check(options.folder, ["news", "rulings"])
    python = prepare_wheel(options.folder, options.opencc)
    reference = load_reference()
    rounds, length = (2, 200_000) if options.quick else (options.rounds, 1_000_000)
    pinned = pin_to_one_core()
    news = model_sources.news(options.folder)
    rulings = model_sources.rulings(options.folder)[:length]
    seed = next(SEEDS.glob("004_*.txt")).read_bytes().decode()
    races: list[tuple[str, str, Target, str]] = [
        ("Traditional rulings to Simplified", rulings, "hans", "t2s"),
        ("seed 004 x 30 to Simplified", seed * 30, "hans", "t2s"),
        ("seed 004 to Simplified", seed, "hans", "t2s"),
        ("Simplified news, already so", news[:length], "hans", "t2s"),
        ("Simplified news to Taiwan's", news[:length], "tw", "s2tw"),
        ("Traditional rulings, already so", rulings, "hant", "s2t"),
    ]
    results = [
        result
        for name, text, target, config in races
        for result in race(name, text, target, config, rounds, (python, options.folder), reference)
    ]
    print(format_table(results).replace("x chain", "x C++  "))

    zhconv = importlib.import_module("zhconv_rs").zhconv
    others = {
        "opencc-python-reimplemented": reference,
        "zhconv-rs": lambda text, config: str(zhconv(text, ZHCONV[config])),
    }
    labels = score_labels(others)
    print("\nlabelled sentences, right of all")
    for name, score in labels.items():
        figures = ", ".join(f"{key} {right}/{total}" for key, (right, total) in score.items())
        print(f"  {name}: {figures}")
    cases = score_opencc_cases()
    print("OpenCC 1.4.2's own cases, by the dictionaries of 2023:", end=" ")
    print(", ".join(f"{config} {right}/{total}" for config, (right, total) in cases.items()))
    text = news[: length // 2 if options.quick else None]
    parity = {
        "s2t": compare_parity(text, "s2t", reference),
        "s2tw": compare_parity(text, "s2tw", reference),
        "t2s": compare_parity(rulings, "t2s", reference),
        "tw2s": compare_parity(rulings, "tw2s", reference),
    }
    print(f"parity with opencc-python-reimplemented: {parity}")
    trips = {
        "zxclean": round_trip(text, convert_with_step),
        "parity": round_trip(
            text, lambda t, target: convert_text(t, "s2t" if target == "hant" else "t2s")
        ),
    }
    for name, trip in trips.items():
        print(f"round trip, {name}: {trip['lost']} of {trip['characters']:,} lost, ", end="")
        print(f"{trip['returned']:.5%} return")
    for failure in trips["zxclean"]["failures"]:
        print(f"  {failure['characters']}  {failure['count']}  {failure['example']}")

    report = {
        "rounds": rounds,
        "machine": describe_machine(pinned, WHEEL),
        "speed": [{key: getattr(r, key) for key in Result.__slots__} for r in results],
        "labels": labels,
        "opencc_cases": cases,
        "parity": parity,
        "round_trip": trips,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    picture = options.out.with_suffix(".svg")
    picture.write_text(draw_svg(results, f"script conversion, median of {rounds} rounds"), "utf-8")
    print(f"\nwritten: {options.out} and {picture}")


if __name__ == "__main__":
    main()
