"""The command line: what it reads, writes, says and exits with."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import zxclean
from strategies import SEEDS
from zxclean import Document, batch
from zxclean.cli import NEEDS, main
from zxclean.pipeline import Pipeline
from zxclean.proposals import Edit, Mark, Proposal
from zxclean.view import TextView

SEED_FOLDER = str(SEEDS[0].parent)


class Done(NamedTuple):
    status: int
    out: bytes
    err: str

    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command line in this process."""

    def run(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        status = ended.value.code
        return Done(status if isinstance(status, int) else 0, out, err.decode())

    return run


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with three pages and a file that is none."""
    folder = tmp_path / "pages"
    (folder / "b").mkdir(parents=True)
    (folder / "c.txt").write_text("\u5340\u59d4\u3002", encoding="gb18030")
    (folder / "a.TXT").write_text("\u4eca\u5929,\u6674\u3002", encoding="utf-8")
    (folder / "b" / "d.txt").write_text("\u65b0\u534e\u793e\u3002", encoding="utf-16")
    (folder / "e.html").write_text("<p>\u4e0d\u8bfb</p>", encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Stub:
    """Fails on `raise`, waits on `wait`, and hides or restores what is asked for."""

    name: str = "stub"

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if view.text == "raise":
            raise LookupError("asked to")
        if view.text == "exit":
            os._exit(7)
        if view.text == "hidden":
            yield Mark(0, 1, "stub.mask", topic="mask")
            yield Mark(1, 2, "stub.garble", topic="garble")
            yield Edit(2, 3, "D", rule="stub.mask", kind="restore", topic="mask")
            yield Edit(6, 6, "!", rule="stub.cut", kind="insert", topic="truncation")


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zxclean, "default_pipeline", lambda **options: Pipeline((Stub(),)))


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Reading


def test_folders_are_read_recursively_and_sorted(run: Run, pages: Path) -> None:
    done = run("clean", pages)
    documents = done.documents()
    assert [d["path"] for d in documents] == [
        str(pages / "a.TXT"),
        str(pages / "c.txt"),
        str(pages / "b" / "d.txt"),
    ]
    assert [d["text"] for d in documents] == [
        "\u4eca\u5929\uff0c\u6674\u3002",
        "\u533a\u59d4\u3002",
        "\u65b0\u534e\u793e\u3002",
    ]
    assert [d["encoding"] for d in documents] == ["utf-8", "gb18030", "utf-16-le"]
    assert done.status == 0


def test_a_named_file_is_read_whatever_its_ending(run: Run, pages: Path) -> None:
    done = run("clean", pages / "e.html", pages / "c.txt")
    assert [Path(d["path"]).name for d in done.documents()] == ["e.html", "c.txt"]


def test_endings_can_be_chosen(run: Run, pages: Path) -> None:
    done = run("clean", pages, "--ext", "html", "--ext", ".TXT")
    assert [Path(d["path"]).name for d in done.documents()] == [
        "a.TXT",
        "c.txt",
        "e.html",
        "d.txt",
    ]


def test_standard_input_is_one_document(run: Run) -> None:
    done = run("clean", "-", stdin="\u5340\u59d4\n\u5340\u59d4".encode())
    [document] = done.documents()
    assert (document["path"], document["text"]) == ("-", "\u533a\u59d4\n\u533a\u59d4")


def test_unreadable_inputs_are_named_and_the_rest_goes_on(run: Run, pages: Path) -> None:
    empty = pages.parent / "empty"
    empty.mkdir()
    gone = pages / "gone.txt"
    done = run("clean", gone, pages / "c.txt", empty, "--quiet")
    assert len(done.documents()) == 1
    assert done.err.splitlines() == [
        f"zxclean: cannot read {gone}: No such file or directory",
        f"zxclean: cannot read {empty}: no file in this folder ends in .txt",
    ]
    assert done.status == 1


@pytest.mark.usefixtures("stubbed")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_a_step_fails_on_is_named(run: Run, tmp_path: Path, workers: int) -> None:
    for name, text in [("a", "raise"), ("b", "fine")]:
        (tmp_path / f"{name}.txt").write_text(text)
    done = run("clean", tmp_path, "--workers", workers)
    assert [d["text"] for d in done.documents()] == ["fine"]
    assert f"cannot clean {tmp_path / 'a.txt'}: LookupError: asked to\n" in done.err
    assert "0 unreadable, 1 failed" in done.err
    assert done.status == 1


# JSON lines


def test_lines_are_documents_for_from_json(run: Run) -> None:
    done = run("clean", SEED_FOLDER, "--quiet")
    lines = done.out.decode().splitlines()
    assert [Document.from_json(line) for line in lines] == [
        zxclean.clean(path.read_bytes()) for path in SEEDS
    ]
    assert [line.startswith('{"path":"') for line in lines] == [True] * len(SEEDS)
    assert done.err == ""


@pytest.mark.parametrize(
    ("source", "path"),
    [
        pytest.param("\u4e2d\u6587", 'a "b"\\\n\u4e2d\x10.txt', id="path-with-odd-characters"),
        pytest.param("\u4e2d\x10\u6587", "\udcff\x10.txt", id="path-that-is-not-utf-8"),
        pytest.param("\ud800\u4e2d\x10", "\x10.txt", id="text-with-surrogate"),
        pytest.param("\ud800", "\udcff.txt", id="both"),
    ],
)
def test_a_line_holds_any_path_and_text(source: str, path: str) -> None:
    from zxclean import jsontext

    document = Pipeline(())(source)
    line = batch.json_line(document, path)
    line.encode()
    assert "\n" not in line
    assert Document.from_json(line) == document
    if jsontext.is_escaped(line):
        assert list(json.loads(line))[:2] == ["escape", "path"]
        assert jsontext.decode_surrogates(line)["path"] == path
    else:
        assert next(iter(json.loads(line).items())) == ("path", path)


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_file_name_that_is_not_utf_8(run: Run, tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"\xd6\xd0.txt")  # noqa: PTH118
    with open(name, "wb") as file:  # noqa: PTH123
        file.write("\u4e2d\u6587".encode())
    done = run("clean", tmp_path, "--format", "jsonl")
    assert Document.from_json(done.out).text == "\u4e2d\u6587"
    assert done.status == 0


# The other formats


def test_text_has_a_form_feed_between_documents(run: Run, pages: Path) -> None:
    done = run("clean", pages, "--format", "text")
    assert done.out.decode() == (
        "\u4eca\u5929\uff0c\u6674\u3002\n\f\n\u533a\u59d4\u3002\n\f\n\u65b0\u534e\u793e\u3002\n"
    )


def test_markdown(run: Run) -> None:
    done = run("clean", SEEDS[0], "--format", "markdown")
    assert done.out.decode() == zxclean.clean(SEEDS[0].read_bytes()).to_markdown()


def test_what_text_cannot_hold_is_replaced() -> None:
    document = Pipeline(())("a\fb\ud800c")
    assert batch.render(document, "x", "text") == "a b\ufffdc\n".encode()
    assert batch.render(Pipeline(())(""), "x", "markdown") == b"\n"


# Options


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param(["--script", "keep"], "\u5340\u59d4\uff0c\u6703\u8b70\u3002", id="script"),
        pytest.param(
            ["--punctuation", "keep"], "\u533a\u59d4,\u4f1a\u8bae\u3002", id="punctuation"
        ),
        pytest.param(
            ["--encoding", "utf-8"], "\u533a\u59d4\uff0c\u4f1a\u8bae\u3002", id="encoding"
        ),
    ],
)
def test_options_reach_the_library(run: Run, arguments: list[str], text: str) -> None:
    done = run("clean", "-", *arguments, stdin="\u5340\u59d4,\u6703\u8b70\u3002".encode())
    assert [d["text"] for d in done.documents()] == [text]


PAGE = """<nav><a href="/">首页</a><a href="/b">新闻</a></nav>
<h1>今天开港</h1><p>港口今天上午开了\u3002</p>"""
ARTICLE = "今天开港\n港口今天上午开了\u3002"


@pytest.mark.parametrize("workers", [1, 2])
def test_html_is_told_by_the_name(run: Run, tmp_path: Path, workers: int) -> None:
    for name in ("a.html", "b.HTM", "c.txt"):
        (tmp_path / name).write_text(PAGE, "utf-8")
    found = run("clean", tmp_path, "--ext", ".html", "--ext", "htm", "--workers", workers)
    assert [d["text"] for d in found.documents()] == [ARTICLE] * 2
    as_text = run("clean", tmp_path / "a.html", tmp_path / "c.txt", "--html", "never").documents()
    assert [("<h1>" in d["text"]) for d in as_text] == [True, True]


def test_html_from_standard_input(run: Run) -> None:
    done = run("clean", "-", "--html", "always", "--chrome", "keep", stdin=PAGE.encode())
    assert [d["text"] for d in done.documents()] == ["首页新闻\n" + ARTICLE]


def test_html_without_its_extra_is_wrong_usage(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    done = run("clean", tmp_path / "a.html")
    assert (done.status, done.out) == (2, b"")
    assert 'pip install "zxclean[html]"' in done.err


def test_every_option_of_the_library_can_be_given(run: Run) -> None:
    help_text = run("clean", "--help").out.decode()
    for name in zxclean.Options.__struct_fields__:
        assert f"--{name.replace('_', '-')} " in help_text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--script", "simplified"], "--script: script='simplified' is not one of 'hans', 'hant'"),
        (["--masks", "x"], "--masks: masks='x' is not one of 'restore', 'mark', 'keep'"),
        (["--format", "xml"], "--format: 'xml' is not one of 'jsonl', 'text', 'markdown'"),
        (["--html", "yes"], "--html: 'yes' is not one of 'auto', 'always', 'never'"),
        (["--encoding", "x"], "--encoding: encoding='x' is not a codec Python knows"),
        (["--as-of", "1/2/2019"], "--as-of: as_of='1/2/2019' is not an ISO date"),
        (["--workers", "-1"], "--workers"),
        (["--workers", "two"], "--workers"),
        (["--colour"], "No such option"),
        (["-"], "can be read only once"),
        (["-o", "no/such/folder/x.jsonl"], "there is no folder no/such/folder"),
        (["-o", "."], "cannot write .: Is a directory"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], message: str) -> None:
    done = run("clean", "-", *arguments)
    assert message in " ".join(done.err.split())
    assert (done.status, done.out) == (2, b"")


# Output


@pytest.mark.parametrize("workers", [1, 2])
def test_an_output_file_is_what_standard_output_gets(
    run: Run, tmp_path: Path, workers: int
) -> None:
    expected = run("clean", SEED_FOLDER).out
    target = tmp_path / "out.jsonl"
    target.write_text("former")
    target.chmod(0o600)
    done = run("clean", SEED_FOLDER, "-o", target, "--workers", workers)
    assert (done.status, done.out) == (0, b"")
    assert target.read_bytes() == expected
    assert files_in(tmp_path) == ["out.jsonl"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_stays_a_link_and_a_device_a_device(run: Run, pages: Path) -> None:
    link = pages.parent / "link.jsonl"
    link.symlink_to(pages.parent / "real.jsonl")
    assert run("clean", pages, "-o", link).status == 0
    assert link.is_symlink() and link.read_bytes().count(b"\n") == 3
    assert run("clean", pages, "-o", os.devnull).status == 0
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("option", ["--output", "--summary"])
@pytest.mark.parametrize("target", ["c.txt", "link.jsonl", "hard.jsonl", "new.txt", "b/new.Txt"])
def test_refuses_to_write_over_an_input(run: Run, pages: Path, option: str, target: str) -> None:
    (pages / "link.jsonl").symlink_to(pages / "c.txt")
    (pages / "hard.jsonl").hardlink_to(pages / "c.txt")
    before = (pages / "c.txt").read_bytes()
    done = run("clean", pages, pages / "c.txt", option, pages / target)
    assert "would be written over what is read from" in " ".join(done.err.split())
    assert done.status == 2
    assert (pages / "c.txt").read_bytes() == before


def test_the_output_may_lie_beside_the_inputs(run: Run, pages: Path) -> None:
    assert run("clean", pages, "-o", pages / "out.jsonl").status == 0
    assert "out.jsonl" in files_in(pages)


@pytest.mark.usefixtures("stubbed")
def test_broken_off_keeps_the_partial_file(run: Run, tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number:03}.txt").write_text("exit" if number == 80 else "fine")
    done = run("clean", tmp_path, "-o", tmp_path / "out.jsonl", "--workers", 2)
    assert done.status == 3
    assert "broken off: a worker process ended with status 7" in done.err
    [partial] = tmp_path.glob("out.jsonl.*.partial")
    assert f"; 64 complete documents are in {partial}" in done.err
    assert len([json.loads(line) for line in partial.read_bytes().splitlines()]) == 64
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_breaks_off(run: Run, pages: Path) -> None:
    done = run("clean", pages, "-o", "/dev/full")
    assert done.status == 3
    assert "broken off: [Errno 28] No space left on device" in done.err
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        process = start("clean", pages, "--quiet", stdout=full)
        _, errors = process.communicate(timeout=60)
    assert errors == b"zxclean: broken off: [Errno 28] No space left on device\n"
    assert process.returncode == 3


# Summary


@pytest.mark.usefixtures("stubbed")
@pytest.mark.parametrize("workers", [1, 2])
def test_summary(run: Run, tmp_path: Path, workers: int) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text("hidden")
    (folder / "b.txt").write_text("\u4e2d", encoding="utf-8")
    gone = tmp_path / "gone.txt"
    target = tmp_path / "summary.json"
    done = run("clean", folder, gone, "--summary", target, "--workers", workers)
    summary = json.loads(target.read_text())
    assert summary.pop("seconds") > 0 and summary.pop("mb_per_second") >= 0
    assert summary == {
        "documents": 2,
        "bytes_in": 9,
        "characters_in": 7,
        "characters_out": 8,
        "truncated": 1,
        "masks": {"restored": 1, "listed": 1},
        "garbles": {"restored": 0, "listed": 1},
        "notes": {"decode": {"decode": 2}, "stub": {"insert": 1, "mark": 2, "restore": 1}},
        "unreadable": [{"path": str(gone), "reason": "No such file or directory"}],
        "failed": [],
    }
    assert done.err.splitlines()[1:-1] == [
        "documents  2, of them 1 truncated; 1 unreadable, 0 failed",
        "characters 7 in, 8 out",
        "  decode      2 decode",
        "  stub        1 insert, 2 mark, 1 restore",
        "masks      1 restored, 1 listed",
        "garbles    0 restored, 1 listed",
    ]


def test_summary_and_output_must_differ(run: Run, pages: Path) -> None:
    target = pages.parent / "out.json"
    done = run("clean", pages, "-o", target, "--summary", target)
    assert done.status == 2 and not target.exists()


# The process: start, end, signals


def start(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "zxclean.cli", *map(str, arguments)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heed_ctrl_c, **options)


def heed_ctrl_c() -> None:
    """For a child: shells have the programs they run in the background ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_version(run: Run) -> None:
    assert run("--version").out.decode() == f"zxclean {version('zxclean')}\n"


def test_help_has_an_example(run: Run) -> None:
    assert "  zxclean clean pages/ more.txt -o clean.jsonl" in run("clean", "--help").out.decode()


def test_without_typer_a_plain_message() -> None:
    script = "import sys; sys.modules['typer'] = None; from zxclean.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", NEEDS + "\n")


def test_importing_the_library_does_not_import_typer() -> None:
    script = "import sys, zxclean; zxclean.Options; print({'typer', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_pipe_ends_quietly(pages: Path, workers: int) -> None:
    for number in range(100):
        (pages / f"z{number}.txt").write_bytes(SEEDS[0].read_bytes())
    process = start("clean", pages, "--workers", workers, stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline().startswith(b'{"path":')
    process.stdout.close()
    assert (process.stderr.read(), process.wait(timeout=60)) == (b"", 0)
    process.stderr.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_complete_documents(tmp_path: Path, workers: int) -> None:
    # The named pipe after the page is never written to, so the run waits there.
    page, pipe = tmp_path / "a.txt", tmp_path / "b.txt"
    page.write_bytes(SEEDS[0].read_bytes())
    os.mkfifo(pipe)
    many = [page] * 200
    process = start("clean", *many, pipe, "-o", tmp_path / "out.jsonl", "--workers", workers)
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size for path in tmp_path.glob("*.partial")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    [partial] = tmp_path.glob("out.jsonl.*.partial")
    lines = partial.read_bytes().splitlines()
    assert process.returncode == 130
    assert errors.decode() == (
        f"zxclean: interrupted; {len(lines)} complete documents are in {partial}\n"
    )
    assert [json.loads(line)["path"] for line in lines] == [str(page)] * len(lines)
    assert not (tmp_path / "out.jsonl").exists()


def test_ctrl_c_waits_for_the_document_being_written(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("\u4e2d\u6587\u3002" * 200_000, encoding="utf-8")
    process = start("clean", page, page, stdout=subprocess.PIPE)
    assert process.stdout is not None
    head = os.read(process.stdout.fileno(), 10)  # the rest does not fit into the pipe
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == b"zxclean: interrupted\n"
    [line] = (head + out).splitlines()
    assert json.loads(line)["path"] == str(page)


def test_progress_shows_on_a_terminal_only(pages: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "zxclean.cli", "clean", str(pages), "-o", os.devnull],
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    while b"MB/s" not in shown:
        shown += os.read(ours, 65536)
    assert process.wait(timeout=60) == 0
    os.close(ours)
    assert b"/3" in shown
