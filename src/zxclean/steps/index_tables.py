"""The index table over a document of a government: its fields one a line, or labels and values in turn."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zxclean.steps.candidates import Candidates
from zxclean.steps.credit_fields import DATES
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Finding, Page

INDEX_FIELDS = 3
"""Fewest fields of an index table: one or two such lines are ordinary text (a form, a letter)."""

TITLE_REACH = 2000
"""How far (code points) from the index table the title is looked for: the table of the longest
labels has some 300."""

_VALUE = re.compile(r"[^。!?:]{1,40}")


def choose_index(page: Page, candidates: Candidates) -> None:
    """Take out index tables that stand with a field, or a label and then its value, a line."""
    done = -1
    for k in sorted(candidates.kind("index")):
        if k <= done or k >= page.head:
            continue
        run: dict[int, Finding] = {}
        fields, j = 0, k
        while j < page.head:
            finding = _field(candidates, j)
            if finding is None and j in page.chosen:
                j += 1
                continue
            if finding is None:
                break
            run[j] = finding
            fields += finding.weight
            j += 1
            if not finding.facts and finding.weight == 1 and _is_value(page, candidates, j):
                name = finding.word
                value = page.original(j, 0, page.end(j) - page.start(j))
                run[j] = Finding(finding.rule, "index", ((name, value),))
                j += 1
        if fields >= INDEX_FIELDS:
            run.update(_columns(page, run, j))
            for place, finding in run.items():
                if _repeats_title(page, place, finding):
                    page.chosen.setdefault(place, finding)
        done = j - 1


def _columns(page: Page, run: Mapping[int, Finding], k: int) -> dict[int, Finding]:
    """The values of a table whose labels all stand before its values, line `k` the first of these.

    Only if there is one for each label, and days and numbers stand where their labels have them.
    """
    labels = [finding for finding in run.values() if not finding.facts and finding.weight == 1]
    places = range(k, k + len(labels))
    if len(labels) < len(run) or len(labels) < INDEX_FIELDS or k + len(labels) >= len(page):
        return {}
    found: dict[int, Finding] = {}
    for place, label in zip(places, labels, strict=True):
        text = page.text(place)
        date = find_date(text)
        is_day = date is not None and date.end - date.start == len(text)
        if place in page.chosen or not _VALUE.fullmatch(text) or is_day != (label.word in DATES):
            return {}
        if label.word == "document_number" and not text.endswith("号"):
            return {}
        value = date.iso if is_day and date else page.original(place, 0, len(text))
        found[place] = Finding(label.rule, "index", ((label.word, value),))
    return found


def _field(candidates: Candidates, k: int) -> Finding | None:
    return candidates.kind("index").get(k) or candidates.kind("label").get(k)


def _is_value(page: Page, candidates: Candidates, k: int) -> bool:
    """Whether a line is the value of the label before it: another label follows it."""
    if k + 1 >= page.head or candidates.may_be(k) or not _VALUE.fullmatch(page.text(k)):
        return False
    return _field(candidates, k + 1) is not None


def _repeats_title(page: Page, k: int, finding: Finding) -> bool:
    """Whether the title in a field is printed again near by, so that the text does not lose it."""
    near = slice(max(0, page.start(k) - TITLE_REACH), page.start(k) + TITLE_REACH)
    return all(
        name != "title" or page.view.text[near].count(str(value)) > 1
        for name, value in finding.facts
    )
