"""Lines and elements beside the article that state facts about it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from zxclean.html import hints
from zxclean.html.body import Body
from zxclean.html.head import is_name, is_outlet, iso_date, plain_name
from zxclean.html.lines import Page, is_linked
from zxclean.html.steps import Fact
from zxclean.proposals import Facts
from zxclean.steps.article_facts import STAND_INS
from zxclean.steps.candidates import Candidates
from zxclean.steps.credit_tagger import SURE, facts_of, tag_credits
from zxclean.steps.dates import find_date
from zxclean.steps.furniture import Finding
from zxclean.steps.furniture import Page as ChromePage
from zxclean.steps.tagged_credits import WANTED, may_name
from zxclean.view import TextView

FACT_LINES = 12
"""How many lines before and behind the article a line of facts about it is looked for."""

TABLE_REACH = 30
"""How many lines above the article a table of facts is looked for: rows of an index table."""

LABEL_SIZE = 12
"""Longest label (code points) in such a table."""

BEHIND = 3
"""How many lines behind the article an element named for its date still speaks of it."""

FACT_SIZE = 120
"""Longest line of facts (code points)."""

_FACT = re.compile(
    r"(?:来源|作者|编辑|责编|记者|时间|日期|发布|出处|撰稿|供稿|摄影|图|文|校对|审核|[字文]号|索\s?引\s?号|机[构关]|上传\S?"
    r"|浏览次数|阅读量?|点击数?|原标题)[^,。]{0,3}[:/|]"
    r"|(?<!\d)(?:\d{2}|\d{4})\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
)
"""A line of facts, in the folded text: a label, or a date."""

_LABELS = (
    ("source", re.compile(r"(?:来源|稿源|出处)\s?[:|]?\s?(?P<value>[^\s|,:;()\[\]]{2,20})")),
    ("author", re.compile(r"作者\s?[:|]?\s?(?P<value>[^\s|,:;()\[\]\d]{2,20})")),
)

_NAMED = "an element named for it"
_OTHERS = hints.COMMENTS | hints.RELATED | hints.FOOTER


def fact_lines(page: Page, body: Body, title: int | None) -> Iterator[int]:
    """Lines beside the article that may state its facts; what reads them may remove them."""
    first, last = body.first, body.last
    low = (first if title is None else min(title, first)) - FACT_LINES
    high = min(len(page.lines), last + 1 + FACT_LINES)
    for k in (*range(max(0, low), first), *range(last + 1, high)):
        line = page.lines[k]
        if (
            k != title
            and line.text
            and len(line.text) <= FACT_SIZE
            and not is_linked(line)
            and not body.hinted[k] & _OTHERS
            and _FACT.search(TextView(line.text).folded)
        ):
            yield k


class Credits(NamedTuple):
    """What a line states, by which rule, and how sure that is."""

    rule: str
    why: str
    confidence: float
    facts: Facts


def read_credits(page: Page, lines: Sequence[int], first: int) -> Iterator[tuple[int, Credits]]:
    """Lines that state facts and are no part of the article, with those facts.

    The rules for page furniture ask for more of it beside such a line; here its place in the
    tree, between title and article or behind it, is the evidence. Before the article (`first`) a
    line of labels that no rule knows is read as well. Bylines of the article are left alone.
    """
    rows = [k for k in range(max(0, first - TABLE_REACH), first) if page.lines[k].joined]
    if not lines and not rows:
        return
    pairs = [(k, pair) for k in rows for pair in _pairs(page.lines[k].text)]
    parts = [(k, page.lines[k].text.strip()) for k in lines if k not in rows] + pairs
    found: dict[int, list[Finding]] = {}
    for (k, _), findings in zip(parts, _known([text for _, text in parts]), strict=True):
        found.setdefault(k, []).extend(findings)
    for k in sorted({*lines, *rows}):
        stated = [f for f in found.get(k, ()) if f.facts and not f.stays]
        if stated and (k not in rows or len(stated) * 4 >= page.lines[k].text.count("\t") + 1):
            rule = stated[0].rule
            facts = tuple(dict.fromkeys(fact for f in stated for fact in f.facts))
            yield k, Credits(rule.id, rule.why, rule.confidence, facts)
        elif not found.get(k) and k < first and k not in rows:
            facts = _labelled(page.lines[k].text)
            if facts:
                yield k, Credits("html.facts", "labelled facts beside the title", 0.9, facts)
            elif facts := _side_by_side(page, k):
                yield k, Credits("html.facts", "elements named for facts, side by side", 0.9, facts)


def complete(
    page: Page, credits: Sequence[tuple[int, Credits]], elsewhere: Collection[str]
) -> Iterator[tuple[int, Credits]]:
    """The same lines with what nothing else states: by the tagger of credit lines, then what stands
    in for a fact, as who issued a document does for its source. `elsewhere` are fields that the
    page's head or its named elements state.
    """
    known = {field for _, each in credits for field, _ in each.facts} | {*elsewhere}
    added: list[Facts] = []
    for k, _ in credits:
        if known.issuperset(WANTED):
            added.append(())
            continue
        line = page.lines[k].text
        text = TextView(line).folded
        tags = (tag for tag in tag_credits(text) if tag.odds >= SURE and tag.field in WANTED)
        facts = facts_of(text, line, tags)
        new = (fact for fact in facts if fact[0] not in known and may_name(fact[0], str(fact[1])))
        added.append(tuple(new))
        known.update(field for field, _ in added[-1])
    for (k, each), more in zip(credits, added, strict=True):
        stand_ins: list[tuple[str, str | int]] = []
        for field, others in STAND_INS.items():
            values = [value for other in others for name, value in each.facts if name == other]
            if values and field not in known:
                stand_ins.append((field, values[0]))
                known.add(field)
        yield k, each._replace(facts=(*each.facts, *more, *stand_ins))


def _pairs(row: str) -> Iterator[str]:
    """Label and value of each two cells, as a line that the rules know."""
    cells = [" ".join(cell.split()) for cell in row.split("\t")]
    for label, value in zip(cells[::2], cells[1::2], strict=False):
        label = label.rstrip(": \uff1a")
        if label and value and len(label) <= LABEL_SIZE:
            yield f"{label}:{value}"


def _known(texts: Sequence[str]) -> Iterator[tuple[Finding, ...]]:
    """What the rules for page furniture find on each of some lines: the first that has facts."""
    page = ChromePage(TextView("\n".join(texts)))
    candidates = Candidates(page, page.view.hits)
    for k in range(len(texts)):
        findings = candidates.at(k)
        yield next(((f,) for f in findings if f.facts and not f.stays), findings[:1])


def _labelled(line: str) -> Facts:
    """Source, author and date on a line of such facts, in the line's own characters."""
    folded = TextView(line).folded
    if "\u3002" in folded:
        return ()
    facts: list[tuple[str, str]] = []
    for name, label in _LABELS:
        match = label.search(folded)
        if match and not _FACT.search(match["value"]):
            facts.append((name, line[match.start("value") : match.end("value")]))
    date = find_date(folded) if facts else None
    return (*facts, *([("published_at", date.iso)] if date else []))


def _side_by_side(page: Page, k: int) -> Facts:
    """The facts of a line that is elements named for facts and nothing else, two or more.

    Nothing parts their texts but the style sheet, so that only the tree can.
    """
    fields = [(kind, text) for kind, line, text in page.fields if line == k]
    if len(fields) < 2 or "".join(page.lines[k].text.split()) != "".join(
        "".join(text.split()) for _, text in fields
    ):
        return ()
    return tuple(fact for kind, text in fields if (fact := _named_fact(kind, text)))


def _named_fact(kind: int, text: str) -> tuple[str, str] | None:
    """The fact that the text of an element of this kind is."""
    name = plain_name(text)
    if kind == hints.TIME:
        date = iso_date(text)
        return ("published_at", date) if date else None
    if _FACT.search(TextView(name).folded):
        return None
    if is_outlet(name) or (kind == hints.SOURCE and is_name(name)):
        return "source", name
    return ("author", name) if kind == hints.AUTHOR and is_name(name) else None


def named_facts(page: Page, body: Body, title: int | None) -> Iterator[Fact]:
    """Facts in elements named for them, between the title and the article; dates behind it too.

    What sites name author behind an article is mostly its editor.
    """
    low = body.first - FACT_LINES if title is None else min(title, body.first - 3)
    for kind, k, text in page.fields:
        behind = kind == hints.TIME and body.last < k <= body.last + BEHIND
        beside = low <= k <= body.first or behind
        if not beside or k == title or body.hinted[k] & _OTHERS:
            continue
        fact = _named_fact(kind, text)
        if fact is not None:
            yield *fact, _NAMED
