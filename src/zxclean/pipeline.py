"""An ordered list of normalizers, run until the text no longer changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from zxclean.alignment import EMPTY
from zxclean.decode import Decoded, decode
from zxclean.document import Document
from zxclean.engine import Layer, apply
from zxclean.guards import NONE, Guards
from zxclean.proposals import Normalizer, Settling
from zxclean.records import Note
from zxclean.trace import Trace
from zxclean.view import TextView

ROUNDS = 6
"""A step can uncover work for an earlier one. Over the seeds and 60 real pages the text stands
still after one round, some after two; the last one only confirms it."""

SHORT = 500
"""Up to so many code points every step looks again after any edit. There the evidence hangs on
few characters, so that each edit can tip it: of 140,000 random pages put together of lines and
scraps, 23 were edited by a second cleaning, none of which had more than 310."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Normalizers in order; call it with a text or bytes to get a `Document`.

    The steps run again until the text stands still, so that cleaning a clean text changes
    nothing; after edits that are known to settle a text (`Settling`) the costly ones of them
    need not. A text that does not settle in `ROUNDS` rounds comes back as it was, with a note.

    `encoding` is the declared encoding of bytes, if the caller knows one.

    >>> import zxclean
    >>> zxclean.default_pipeline().without("script")("\\u5340\\u59d4").text == "\\u5340\\u59d4"
    True
    """

    steps: tuple[Normalizer, ...]
    encoding: str | None = None

    def __call__(self, data: str | bytes | bytearray | memoryview) -> Document:
        """Clean a text, or bytes after decoding them. Never raises for any content."""
        if isinstance(data, str):
            return Document(self._run(data, ()))
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"clean takes str or bytes, not {type(data).__name__}")
        found = decode(data, self.encoding)
        return self.run(found.text, tuple(_decode_notes(found)), found.encoding)

    def run(self, source: str, notes: tuple[Note, ...], encoding: str) -> Document:
        """Clean a text that was decoded; `notes` say how, on spans of it."""
        return Document(self._run(source, notes), encoding)

    def without(self, name: str) -> Pipeline:
        """The pipeline without the step of that name. Raises `ValueError` if there is none."""
        place = self._place(name)
        return Pipeline(self.steps[:place] + self.steps[place + 1 :], self.encoding)

    def replacing(self, name: str, step: Normalizer) -> Pipeline:
        """The pipeline with another step in place of the named one."""
        place = self._place(name)
        return Pipeline((*self.steps[:place], step, *self.steps[place + 1 :]), self.encoding)

    def with_step(
        self, step: Normalizer, *, after: str | None = None, before: str | None = None
    ) -> Pipeline:
        """The pipeline with one more step: after or before the named one, else at the end."""
        if after is not None and before is not None:
            raise TypeError("with_step takes after= or before=, not both")
        place = len(self.steps)
        if after is not None:
            place = self._place(after) + 1
        elif before is not None:
            place = self._place(before)
        return Pipeline((*self.steps[:place], step, *self.steps[place:]), self.encoding)

    def _place(self, name: str) -> int:
        names = [step.name for step in self.steps]
        if name not in names:
            raise ValueError(f"no step {name!r} in the pipeline; it has {', '.join(names)}")
        return names.index(name)

    def _run(self, source: str, head: tuple[Note, ...]) -> Trace:
        layers: list[Layer] = []
        view = TextView(source)
        before: _Round | None = None
        for _ in range(ROUNDS):
            made, after, before = self._round(view, before)
            if not layers or after is not view:
                layers += made
            if after is view:
                after.release()
                return Trace(source, after.text, layers, head)
            view = after
        note = Note(
            "pipeline",
            "pipeline.unsettled",
            "mark",
            (0, len(source)),
            (0, len(source)),
            "",
            "",
            1.0,
            f"the text still changed after {ROUNDS} rounds, so it was left as it came",
        )
        return Trace(source, source, (), (*head, note))

    def _round(self, view: TextView, before: _Round | None) -> tuple[list[Layer], TextView, _Round]:
        """One pass of all steps: the layers that edit or report, and the view of the outcome.

        It is the view that came in if nothing was edited. Last comes what it was made of, so that
        the next pass, which is given it as `before`, can leave steps out.
        """
        layers: list[Layer] = []
        facts: dict[str, str | int] = {}
        known = MappingProxyType(facts)
        first = view
        view = view.following(view.text, known, EMPTY)
        made: list[_Made] = []
        told: dict[int, _Told] = {}
        guards, guarded = NONE, before.guards if before is not None else NONE
        guarding: set[int] = set()
        for place, step in enumerate(self.steps):
            if isinstance(step, Settling) and step.reads:
                told[place] = tuple(map(facts.get, step.reads))
            if before is not None and not (
                place in before.guarding
                or _must_look(step, place, before, made, told, facts, len(view.text) <= SHORT)
                or (guarded and not guards.cover(guarded))
            ):
                continue
            proposals = list(step.propose(view))
            if not proposals:
                continue
            layer, text = apply(view, step.name, proposals, guards)
            layers.append(layer)
            joined = guards.joined(layer.labels)
            if joined is not guards:
                guards = joined
                guarding.add(place)
            for reason in layer.early_reasons():
                for name, value in reason.facts:
                    facts.setdefault(name, value)
            if len(layer.alignment):
                settles = isinstance(step, Settling) and step.settle(layer.rules())
                made.append(_Made(place, step.name, settles))
                view = view.following(text, known, layer.alignment)
                if guards or guarded:
                    guards, guarded = (each.carried(layer.alignment) for each in (guards, guarded))
        outcome = _Round(tuple(made), bool(facts), told, guards, guarding)
        return layers, view if made else first, outcome


_Told: TypeAlias = tuple[str | int | None, ...]


class _Made(NamedTuple):
    """That a step edited in a round: its place in the pipeline, and whether the edits settle."""

    place: int
    name: str
    settles: bool


class _Round(NamedTuple):
    """Which steps edited in a round, and whether any stated facts, which may be gone since.

    `told` are those that steps had read when they looked, by their places. `guards` are the
    stretches that were marked to be left untouched, and `guarding` the places of steps that did.
    """

    made: tuple[_Made, ...]
    facts: bool
    told: Mapping[int, _Told]
    guards: Guards
    guarding: Set[int]


def _must_look(
    step: Normalizer,
    place: int,
    before: _Round,
    now: Sequence[_Made],
    told: Mapping[int, _Told],
    facts: Mapping[str, str | int],
    short: bool,
) -> bool:
    """Whether what a step saw in the round before has changed so that it may propose again.

    What stood behind it in that round, itself included, edited after it looked, and what stands
    before it in this one just did; or it was told facts of lines that were taken out, or is told
    `facts` now. Edits that settle the text, and those of steps by which it is not moved, count only
    if they were made just now; its own always do if it `looks_again`. Facts that it reads have to be
    the same. In a `short` text all edits count.
    """
    later = [made for made in before.made if made.place >= place]
    if short or not isinstance(step, Settling) or not step.needs_no_second_look:
        return bool(later or now or facts) or before.facts
    moved = any(
        (step.looks_again and made.place == place)
        or (not made.settles and made.name not in step.unmoved_by)
        for made in later
    )
    if moved or told.get(place) != before.told.get(place):
        return True
    return any(made.name not in step.unmoved_by for made in now)


def decode_note(found: Decoded, size: int) -> Note:
    """How bytes were decoded, on a whole source of `size` code points."""
    return _decode_note(
        found, found.encoding, (0, size), f"read as {found.encoding}: {found.reason}"
    )


def _decode_notes(found: Decoded) -> Iterator[Note]:
    """What the text was decoded from, as a whole and, if lines differ, stretch by stretch."""
    yield decode_note(found, len(found.text))
    for s in found.stretches:
        lines = f"lines {s.first_line} to {s.last_line}"
        yield _decode_note(found, s.encoding, (s.start, s.end), f"{lines} read as {s.encoding}")


def _decode_note(found: Decoded, encoding: str, span: tuple[int, int], message: str) -> Note:
    rule = f"decode.{encoding}"
    return Note("decode", rule, "decode", span, span, "", "", found.confidence, message)
