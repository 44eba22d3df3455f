"""How well the character model tells good text from garbled text: `model_quality.py FILE...`

Each file holds good Chinese text the model was not made from. For each the script prints bits per
character, quantiles of the mean score (nats a character) of windows of Chinese characters, clean
and garbled in five ways, and the equal error rate: the share of windows on the wrong side of the
threshold that errs equally often both ways. The first character of a window has no context.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zxclean import model
from zxclean.tables import char_table

WIDTHS = (2, 4, 6, 12)
CAP = 20_000
HAN = re.compile("[\u4e00-\u9fff]+")


def main(names: list[str]) -> int:
    if not names:
        print(__doc__, file=sys.stderr)
        return 2
    for name in names:
        text = Path(name).read_text("utf-8")
        scores = model.score(codes(text))
        print(f"\n{Path(name).name}: {len(scores):,} characters, {bits(scores):.2f} bits each")
        runs = HAN.findall(text)
        print("kind                    width     n   0.1 %     1 %    50 %    99 %  99.9 %  error")
        for width in WIDTHS:
            good = window_means(runs, width)
            row("clean", width, good, "")
            for kind, damage in KINDS.items():
                bad = window_means(list(damaged(runs, width, damage)), width)
                row(kind, width, bad, f"{100 * equal_error(good, bad):.2f} %")
    return 0


def row(kind: str, width: int, means: NDArray[np.float64], error: str) -> None:
    if len(means):
        shares = np.quantile(means, (0.001, 0.01, 0.5, 0.99, 0.999))
        figures = " ".join(f"{share:7.2f}" for share in shares)
        print(f"{kind:24}{width:5}{len(means):6} {figures}  {error}")


def window_means(runs: list[str], width: int) -> NDArray[np.float64]:
    """Mean scores of windows that lie end to end in the runs, at most `CAP`, evenly picked."""
    found = [run[at : at + width] for run in runs for at in range(0, len(run) - width + 1, width)]
    found = found[:: len(found) // CAP + 1]
    grid = codes("".join(found)).reshape(-1, width)
    first = model.load().characters[grid[:, :1]]
    scores = model.pair_score(grid[:, :-1], grid[:, 1:])
    return np.asarray((first.sum(1, dtype=float) + scores.sum(1, dtype=float)) / width)


def damaged(runs: list[str], width: int, damage: Callable[[str], str]) -> Iterator[str]:
    """What becomes of stretches of the runs, as far as Chinese characters come out."""
    for run in runs:
        for start in range(0, len(run) - width, width + 1):
            yield from HAN.findall(damage(run[start : start + width + 1]))


def lose_byte(text: str) -> str:
    return text.encode("gbk", "ignore")[1:-1].decode("gbk", "replace")


def traditional(text: str) -> str:
    converted: str = char_table("s2t")[codes(text)].astype("<u4").tobytes().decode("utf-32-le")
    return converted


KINDS: dict[str, Callable[[str], str]] = {
    "GBK, a byte lost": lose_byte,
    "GBK Traditional, a byte lost": lambda text: lose_byte(traditional(text)),
    "UTF-8 read as GBK": lambda text: text.encode().decode("gbk", "ignore"),
    "Big5 read as GBK": lambda text: (
        traditional(text).encode("big5", "ignore").decode("gbk", "ignore")
    ),
    "GBK read as Big5": lambda text: text.encode("gbk", "ignore").decode("big5", "ignore"),
}


def equal_error(good: NDArray[np.float64], bad: NDArray[np.float64]) -> float:
    cuts = np.unique(np.concatenate((good, bad)))
    missed = np.searchsorted(np.sort(good), cuts) / max(len(good), 1)
    passed = 1 - np.searchsorted(np.sort(bad), cuts) / max(len(bad), 1)
    best = int(np.argmin(np.abs(missed - passed)))
    return float(missed[best] + passed[best]) / 2


def bits(scores: NDArray[np.float32]) -> float:
    return float(-scores.mean(dtype=float) / np.log(2))


def codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
