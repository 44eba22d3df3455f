"""What script conversion gets right: labelled sentences, OpenCC's cases, parity, a round trip."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from zxclean.conversion import convert_text
from zxclean.pipeline import Pipeline
from zxclean.steps.script import Script, Target

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
CONFIGS = {"hans": "t2s", "tw": "s2tw"}

Convert = Callable[[str, str], str]
"""Text and configuration of OpenCC to text."""


def convert_with_step(text: str, target: Target) -> str:
    return Pipeline((Script(target),))(text).text


def score_labels(others: Mapping[str, Convert]) -> dict[str, dict[str, tuple[int, int]]]:
    """Right and all sentences, by contender and by kind and part of the labelled set."""
    rows = [json.loads(line) for line in (CASES / "script_labels.jsonl").read_text().splitlines()]
    scores: dict[str, dict[str, tuple[int, int]]] = {}
    for name in ("zxclean", *others):
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for row in rows:
            if name == "zxclean":
                came = convert_with_step(row["before"], row["target"])
            else:
                came = others[name](row["before"], CONFIGS[row["target"]])
            for key in (f"{row['label'][:2]} {row['part']}", "all"):
                total[key] += 1
                right[key] += came in row["after"]
        scores[name] = {key: (right[key], total[key]) for key in sorted(total)}
    return scores


def score_opencc_cases() -> dict[str, tuple[int, int]]:
    """How many of OpenCC's own cases parity gives, by configuration."""
    rows = [json.loads(line) for line in (CASES / "opencc.jsonl").read_text().splitlines()]
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        total[row["config"]] += 1
        right[row["config"]] += convert_text(row["before"], row["config"]) == row["after"]
    return {config: (right[config], total[config]) for config in sorted(total)}


def compare_parity(text: str, config: str, reference: Convert) -> dict[str, int]:
    """Characters that differ from the reference on a long text."""
    ours, theirs = convert_text(text, config), reference(text, config)
    differ = sum(a != b for a, b in zip(ours, theirs, strict=True))
    return {"characters": len(text), "differ": differ}


def round_trip(text: str, way: Callable[[str, Target], str]) -> dict[str, Any]:
    """Simplified to Traditional and back: what does not return, with its neighbours."""
    traditional = way(text, "hant")
    back = way(traditional, "hans")
    if len(back) != len(text):
        raise ValueError("the round trip changed the length of the text")
    failures: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for place, (before, after) in enumerate(zip(text, back, strict=True)):
        if before != after:
            key = f"{before} {traditional[place]} {after}"
            failures[key] += 1
            examples.setdefault(key, text[max(0, place - 5) : place + 6].replace("\n", " "))
    lost = sum(failures.values())
    return {
        "characters": len(text),
        "lost": lost,
        "returned": 1 - lost / len(text),
        "failures": [
            {"characters": key, "count": count, "example": examples[key]}
            for key, count in failures.most_common()
        ],
    }
