"""A credit line while it is read: what of it is not read yet, and the facts so far."""

from __future__ import annotations

from zxclean.steps.credit_items import blank, open_labels, take_counts
from zxclean.steps.credit_words import BRACKETS
from zxclean.steps.noise import blank_noise
from zxclean.steps.writers import ACTS


class Draft:
    """One line: `text` folded and without spaces around it, `original` as the page has it.

    `body` has bars where something is read already, or is a button. `before` and `behind` are the
    unlabelled names on either side of the day, which begins at `date_at`; `day_end` is where a day
    without its hour ends, `hour_end` where one with it does. `strength` counts what only credits have, `limits` the days until which a
    notice asks for something; `labelled` tells that a day has its label, `acts` that the line says
    what those named did.
    """

    def __init__(self, text: str, original: str) -> None:
        self.text, self.original = text, original
        self.facts: list[tuple[str, str]] = []
        counted = take_counts(open_labels(blank_noise(text)))
        body = counted.body
        if counted.views is not None:
            self.facts.append(("views", original[slice(*counted.views)]))
        self.body = ACTS.sub(lambda match: "|" * len(match[0]), body)
        self.plain = body
        """The line with what those named did, for a signature needs it."""
        self.before: list[tuple[int, int]] = []
        self.behind: list[tuple[int, int]] = []
        self.date_at = self.day_end = self.hour_end = -1
        self.strength, self.limits = 2 * counted.labelled, 0
        self.acts = self.body != body
        self.labelled = False

    def has(self, field: str) -> bool:
        """Whether the line has stated that field."""
        return any(name == field for name, _ in self.facts)

    @property
    def timed_behind(self) -> bool:
        """Whether the only name stands behind a day and its hour."""
        return not self.before and len(self.behind) == 1 and self.day_end < 0 <= self.date_at

    def blank(self, start: int, end: int) -> None:
        """Set bars for what is read."""
        self.body = blank(self.body, start, end)
        self.plain = blank(self.plain, start, end)

    def add_author(self, start: int, end: int) -> None:
        """Name one more of the authors."""
        name = self.original[start:end].strip(BRACKETS + " ")
        for place, (field, value) in enumerate(self.facts):
            if field == "author":
                self.facts[place] = ("author", f"{value} {name}")
                return
        self.facts.append(("author", name))
