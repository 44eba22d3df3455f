"""Measure what comes out of whole documents: body, title, facts, cuts, furniture.

    python benchmarks/held_out_pages.py            # fetches real pages from packages, once
    python benchmarks/documents.py                 # the labelled set, all parts
    python benchmarks/documents.py --show 5        # also the worst documents of the open parts
    python benchmarks/documents.py --only wechat

Documents are those of `tests/cases/documents`: `tune.jsonl` was looked at while rules were made,
`opened.jsonl` once it had been held out long enough, `held_out.jsonl` was not. Beside zxclean stand
the raw text and a heuristic of a few lines, which keeps lines of 25 characters and more with a full
stop or comma. Real pages are measured where their texts are (`--pages`), and apart from written
documents.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

from documents_score import FACTS, PAGE_FOLDERS, ROOT, Row, Verdict, judge, labelled, load

import zxclean

CASES = ROOT / "tests" / "cases" / "documents"
DEFAULT_OUT = ROOT / "benchmarks" / "out" / "documents.json"
PARTS = ("tune", "opened", "held_out")


def summary(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Means over documents, shares of all facts, slots and strings."""
    facts = {name: [v.facts[name] for v in verdicts if name in v.facts] for name in FACTS}
    absent = [given for v in verdicts for given in v.invented.values()]
    absent += [v.title_invented for v in verdicts if v.title_invented is not None]
    titles = [v.title for v in verdicts if v.title is not None]
    slots = [each for v in verdicts for each in v.slots]
    strings = sum(v.furniture for v in verdicts)
    bare = [v.recall for v in verdicts if "-bare-" in v.id]
    cut = [v.paragraphs for v in verdicts if v.paragraphs]
    return {
        "documents": len(verdicts),
        "body_f1": mean(v.f1 for v in verdicts),
        "body_precision": mean(v.precision for v in verdicts),
        "body_recall": mean(v.recall for v in verdicts),
        "bare_recall": mean(bare) if bare else 1.0,
        "title": _share(titles),
        **{name: _share(values) for name, values in facts.items()},
        "not_invented": 1 - _share(absent) if absent else 1.0,
        "slots": _share(slots) if slots else 1.0,
        "slots_invented": sum(v.slots_invented for v in verdicts),
        "furniture_left": sum(len(v.furniture_left) for v in verdicts) / max(1, strings),
        "paragraphs": sum(a for a, _ in cut) / sum(b for _, b in cut) if cut else 1.0,
    }


def is_real(row: Row) -> bool:
    """Whether a row is a real page: its text is not kept with the label."""
    return not row["id"].startswith("written-")


def heuristic_f1(rows: Sequence[Row], keep: Callable[[str], bool]) -> float:
    """Mean F1 of a rule that keeps or drops lines by themselves."""
    found = []
    for row in rows:
        body, neutral = labelled(row)
        kept: set[int] = set()
        at = 0
        for line in row["text"].split("\n"):
            if keep(line):
                kept.update(k for k in range(at, at + len(line)) if not row["text"][k].isspace())
            at += len(line) + 1
        truth = {k for k in body if not row["text"][k].isspace()} - neutral
        right = len((kept - neutral) & truth)
        found.append(2 * right / max(1, len(kept - neutral) + len(truth)))
    return mean(found)


def _is_prose(line: str) -> bool:
    return len(line) >= 25 and any(mark in line for mark in "\u3002\uff0c,")


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 1.0


def _show(verdicts: Sequence[Verdict], number: int) -> None:
    for verdict in sorted(verdicts, key=lambda each: each.f1)[:number]:
        wrong = [name for name, right in verdict.facts.items() if not right]
        print(
            f"{verdict.id}: F1 {verdict.f1:.3f} precision {verdict.precision:.3f} "
            f"recall {verdict.recall:.3f}; title {verdict.title}; wrong {wrong}; "
            f"invented {[n for n, given in verdict.invented.items() if given]}; "
            f"left {list(verdict.furniture_left)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality on whole documents.")
    parser.add_argument("--pages", type=Path, nargs="+", help="folders of real pages")
    parser.add_argument("--only", default="", help="documents whose id has this in it")
    parser.add_argument("--show", type=int, default=0, help="worst documents of the open parts")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="JSON")
    args = parser.parse_args()
    table: dict[str, dict[str, float]] = {}
    for part in PARTS:
        path = CASES / f"{part}.jsonl"
        rows = load(path, args.pages or PAGE_FOLDERS) if path.exists() else []
        rows = [row for row in rows if args.only in row["id"]]
        for kind in ("real", "written"):
            chosen = [row for row in rows if is_real(row) == (kind == "real")]
            if not chosen:
                continue
            verdicts = [judge(row, zxclean.clean(row["text"])) for row in chosen]
            figures = summary(verdicts)
            figures["raw_f1"] = heuristic_f1(chosen, bool)
            figures["heuristic_f1"] = heuristic_f1(chosen, _is_prose)
            table[f"{part} {kind}"] = figures
            if part != "held_out":
                _show(verdicts, args.show)
    print(f"{'':16}" + "".join(f"{part:>18}" for part in table))
    for name in next(iter(table.values()), {}):
        print(f"{name:16}" + "".join(f"{table[part][name]:18.3f}" for part in table))
    args.out.parent.mkdir(exist_ok=True)
    args.out.write_text(json.dumps(table, indent=2) + "\n", "utf-8")
    print(f"written: {args.out}")


if __name__ == "__main__":
    main()
