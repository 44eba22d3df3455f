"""A file that is complete or not there, and whole documents in it when a run is broken off."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO


class Output:
    """Where documents are written; `None` and `-` are standard output.

    A file is written beside its place as `NAME.<6 hex digits>.partial` and takes its name when
    the `with` block ends without an exception, so a file of that name is always complete. After
    an exception the partial file stays, if anything is in it. What is no regular file (standard
    output, a pipe, `/dev/null`) is written directly.

    The first Ctrl-C waits until the document being written is complete.

    Raises `OSError` if the file cannot be made.
    """

    def __init__(self, target: str | None) -> None:
        self.written = 0
        """Documents written."""
        self.partial: Path | None = None
        """The file while it is incomplete."""
        self._target: Path | None = None
        self._stream: BinaryIO
        self._writing = self._interrupted = False
        self._former_handler: Any = None
        if target is None or target == "-":
            self._stream = sys.stdout.buffer
        elif _is_special(Path(target)):
            self._stream = Path(target).open("wb")  # noqa: SIM115
        else:
            self._target = Path(target).resolve()  # a link stays one
            name = f"{self._target.name}.{secrets.token_hex(3)}.partial"
            self.partial = self._target.with_name(name)
            self._stream = self.partial.open("xb")

    def __enter__(self) -> Output:
        # A shell has its background jobs ignore Ctrl-C, and that is to stay so.
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            with contextlib.suppress(ValueError):  # not the main thread
                self._former_handler = signal.signal(signal.SIGINT, self._on_interrupt)
        return self

    def write(self, document: bytes) -> None:
        """Write one document. Raises `KeyboardInterrupt` after it if Ctrl-C came meanwhile."""
        self._writing = True
        try:
            rest = memoryview(document)
            while rest:  # unbuffered standard output (python -u) may take a part only
                rest = rest[self._stream.write(rest) :]
            self.written += 1
        finally:
            self._writing = False
        if self._interrupted:
            raise KeyboardInterrupt

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writing = True
        try:
            self._stream.flush()
            if self._target is not None and self.partial is not None:
                os.fsync(self._stream.fileno())
                self._settle(self._target, self.partial, complete=error is None)
        except OSError:
            self._discard()
            raise
        finally:
            if self._stream is not sys.stdout.buffer:
                self._stream.close()
            if self._former_handler is not None:
                signal.signal(signal.SIGINT, self._former_handler)

    def _settle(self, target: Path, partial: Path, complete: bool) -> None:
        self._stream.close()  # Windows does not rename what is open
        if complete:
            if target.exists():
                shutil.copymode(target, partial)
            partial.replace(target)
            self.partial = None
        elif not self.written:
            partial.unlink()
            self.partial = None

    def _discard(self) -> None:
        """What waits in the buffer cannot be written: closing the stream must not try again."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def _on_interrupt(self, number: int, frame: object) -> None:
        if self._writing and not self._interrupted:
            self._interrupted = True
        else:
            raise KeyboardInterrupt


def overwritten_input(target: str, paths: Iterable[str], extensions: Sequence[str]) -> str | None:
    """The path among `paths` that writing `target` would write over or into, if there is one.

    A folder counts if the target would be read as one of its files, now or in a later run.
    """
    place = Path(target)
    if target == "-" or _is_special(place):
        return None
    endings = tuple(ending.lower() for ending in extensions)
    for path in paths:
        source = Path(path)
        if path == "-" or not source.exists():
            continue
        if place.exists() and source.samefile(place):
            return path
        inside = source.is_dir() and place.resolve().is_relative_to(source.resolve())
        if inside and place.name.lower().endswith(endings):
            return path
    return None


def _is_special(path: Path) -> bool:
    """Whether there is a device, pipe or folder of that name."""
    return path.exists() and not path.is_file()
