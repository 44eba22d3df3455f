"""What the lines of a page state that go out or stay, and what remains of it: each fact once."""

from __future__ import annotations

from collections.abc import Mapping

from zxclean.proposals import Facts
from zxclean.steps.article_facts import settle_facts
from zxclean.steps.bylines import BARE
from zxclean.steps.credit_lines import read_credits
from zxclean.steps.furniture import Finding, Page, Stated
from zxclean.steps.head_credits import Head
from zxclean.steps.other_dates import find_of_others, is_of_list
from zxclean.steps.tail_credits import join_reporters

_DAYS = ("published_at", "updated_at")


def settle(
    page: Page, head: Head | None, staying: Mapping[int, Finding], inline: Stated | None
) -> dict[int, Facts]:
    """The facts that each line gives in the end, of those it states."""
    if not (page.chosen or staying or head or inline):
        return {}
    stating = _stating(page, head)
    listed = find_of_others(page, stating)
    if head is not None:
        listed |= {
            k for k, each in stating if k < head.title and _is_bare(each) and is_of_list(page, k)
        }
    stating = [line for line in stating if line[0] not in listed]
    lines = [(k, finding.facts, _is_bare(finding)) for k, finding in join_reporters(stating)]
    lines += [(k, finding.facts, False) for k, finding in staying.items()]
    return settle_facts(lines, head, page.tail, inline.facts if inline else ())


def _stating(page: Page, head: Head | None) -> list[tuple[int, Finding]]:
    """The lines that go out and state facts.

    Labelled dates are believed before dates that stand alone: the first value counts. Of several
    counters none is known to be the page's.
    """
    lines = [line for line in page.chosen.items() if line[1].facts or line[1].word == BARE]
    others = [line for line in lines if not _is_counter(line[1])]
    if len(others) + 1 < len(lines):
        lines = others
    if head is not None:
        lines = [(k, _reread(page, k, each) if each.word == BARE else each) for k, each in lines]
    lines.sort(key=lambda line: _is_bare(line[1]))
    return lines


def _reread(page: Page, k: int, finding: Finding) -> Finding:
    """A dated line beside a headline, with its names where they can be told apart."""
    text = page.text(k)
    found = read_credits(text, page.original(k, 0, len(text)))
    dated = found is not None and any(field in _DAYS for field, _ in found.facts)
    return finding._replace(facts=found.facts) if found is not None and dated else finding


def _is_bare(finding: Finding) -> bool:
    return finding.zone == "mast" or finding.word == BARE


def _is_counter(finding: Finding) -> bool:
    return [name for name, _ in finding.facts] == ["views"]
