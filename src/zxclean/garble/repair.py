"""What the finders of garbled text hand to the step `garbles`."""

from __future__ import annotations

import msgspec


class Repair(msgspec.Struct, frozen=True):
    """One garbled stretch `text[start:end]` (code points) and what it was.

    `restored` is `None` where that cannot be told. `confidence` is how sure the restored text
    is, or for an unrestored stretch how sure it is garbled. `rule` is `garbles.<mechanism>`;
    `message` names the mechanism in one English sentence; `candidates` are the best guesses for
    an unrestored stretch, the likeliest first.

    >>> Repair(0, 2, None, 0.9, "garbles.demo", "a demonstration").candidates
    ()
    """

    start: int
    end: int
    restored: str | None
    confidence: float
    rule: str
    message: str
    candidates: tuple[str, ...] = ()
