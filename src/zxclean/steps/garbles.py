"""Wrongly decoded text: restored where its bytes tell what it was, marked where they do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from zxclean.garble.firstlook import look
from zxclean.garble.lostbytes import find_lost
from zxclean.garble.remains import find_cut_marks, find_remains
from zxclean.garble.repair import Repair, outside
from zxclean.garble.unreadable import find_lost_marks, find_unreadable
from zxclean.garble.wholerun import find_runs
from zxclean.proposals import Edit, Mark, Proposal, Settling
from zxclean.view import TextView


@dataclass(frozen=True, slots=True)
class Garbles(Settling):
    """Restores text that was decoded in a wrong encoding or lost bytes, marks what is gone.

    A stretch is changed only if the character model finds what its bytes were far likelier than
    what is shown. Characters of which a byte is lost come back only where their neighbours
    decide; else what is shown stays and is marked, with the best candidates. Text of which no
    byte is left (锟斤拷, 烫烫烫, U+FFFD) is marked and left alone.

    `restore`: whether to put back what is certain; else every stretch is only marked.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Garbles(),))("精準建言資政;蒉r區作為工業基地").text
    '精準建言資政。惠農區作為工業基地'
    """

    name: ClassVar[str] = "garbles"
    needs_no_second_look: ClassVar[bool] = True
    unmoved_by: ClassVar[frozenset[str]] = frozenset({"body"})
    unsettling: ClassVar[tuple[str, ...]] = ("garbles.",)

    restore: bool = True

    def propose(self, view: TextView) -> Iterable[Proposal]:
        if view.text.isascii():
            return
        tells, unlikely, places = look(view.codes)
        found = find_runs(view, tells, unlikely)
        found += outside(find_unreadable(view, tells), _spans(found))
        found += find_lost(view, places, _spans(found))
        if "\ufffd" in view.text:
            found += find_lost_marks(view, _spans(found))
        if "?" in view.text:
            found += outside(find_cut_marks(view), _spans(found))
        found += outside(find_remains(view), _spans(found))
        for repair in found:
            yield self._proposal(repair)

    def _proposal(self, repair: Repair) -> Proposal:
        message = repair.message
        if repair.candidates:
            message += "; perhaps " + " or ".join(repair.candidates)
        if repair.restored is None or not self.restore:
            return Mark(
                repair.start,
                repair.end,
                repair.rule,
                message,
                repair.confidence,
                "garble" if repair.listed else "",
                untouched=True,
            )
        return Edit(
            repair.start,
            repair.end,
            repair.restored,
            repair.rule,
            "restore",
            message,
            repair.confidence,
            "garble",
        )


def _spans(repairs: Iterable[Repair]) -> list[tuple[int, int]]:
    return [(repair.start, repair.end) for repair in repairs]
