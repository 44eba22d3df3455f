"""Places where a page leaves out part of its article, and what it says about how much.

Cuts are told from the marks pages print there: paywalls, folds, page jumps. A text that just
stops without a mark is not reported; headings, verse and lists lack a full stop as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from zxclean.proposals import Edit, Facts, Mark, Proposal, Settling, Topic
from zxclean.steps.cuts import REACH, Cut, apart, find_cuts, says_complete, stated_counts
from zxclean.structure.notices import AROUND, AROUND_END
from zxclean.view import TextView

PROSE = 40
"""A line this long with a full stop in it is the article going on. On the 60 pages no title or
button is, but a disclaimer can be: a prompt to log in above one is left, not called a cut."""

CLAUSES = 20
"""A line this long with a comma in it and no stop at its end is a sentence that breaks off."""

NEAR = 40
"""How many code points may stand between two buttons of one paywall."""

SENTENCE = 15
"""Shortest line (code points) behind a hidden passage that tells that the post goes on."""

FLAT = 400
"""A line so long (code points) is a page that came as one line, with a marker in the midst."""

BEHIND = 6
"""How many lines behind a sentence of the article the links to its further pages may stand."""

SENTENCES = 500
"""How far behind a marker in the same line the next full stop of the article is looked for."""

_QUOTES = frozenset("\u201c\u2018\u300c\u300e")
_STOPS = frozenset("\u3002!?\u201d\u2019\u300d\u300f)")
_ENDS_OF_LIST = re.compile("[首末尾]页")
_SENTENCE_END = re.compile("[\u3002!?]")


@dataclass(frozen=True, slots=True)
class Truncations(Settling):
    """Removes the marks of left-out text, reports each cut with the numbers it states.

    An ellipsis before the marker stays as the sign of the gap; text behind it goes to a line
    of its own, so that the two sides of a gap never read as one sentence. Words of an article
    about paywalls stay, as do notes of editors (节选, 略, 未完待续) and ellipses of authors.

    `remove`: whether to take the markers out; else they are only reported.

    >>> from zxclean.pipeline import Pipeline
    >>> doc = Pipeline((Truncations(),))("推动了政 \u2026\u2026(省略1460字,会员可阅读)\u2026\u2026 深刻理解")
    >>> doc.text, doc.truncations[0].omitted_chars
    ('推动了政\u2026\u2026\\n深刻理解', 1460)
    """

    remove: bool = True
    name: ClassVar[str] = "truncation"

    def settle(self, rules: Iterable[str]) -> bool:
        """Only a line of links to further pages leaves the text around it as it was."""
        return all(rule == "truncation.pager" for rule in rules)

    def propose(self, view: TextView) -> Iterable[Proposal]:
        anchors = view.anchors["truncation"]
        if not anchors or not view.has_chinese:
            return
        page = _Page(view)
        done = 0
        found = [cut for cut in find_cuts(view.folded, anchors) if page.ends_line(cut)]
        for cut in page.judge(apart(found)):
            rule, facts = cut.rule, () if "silent" in cut.tags else page.facts(cut)
            if self.remove:
                for edit in page.edits(cut, facts, done):
                    done = max(done, edit.end)
                    yield edit
            elif facts:
                where = cut.start, cut.end, rule.id
                yield Mark(*where, rule.why, rule.confidence, "truncation", facts)


class _Page:
    """What stands around the markers of one page."""

    def __init__(self, view: TextView) -> None:
        self.text, self.folded = view.text, view.folded

    @cached_property
    def last_prose(self) -> int:
        """Where the last line of the article begins, -1 if no line is one."""
        end = len(self.folded)
        while end >= 0:
            start = self.folded.rfind("\n", 0, end) + 1
            if end - start >= PROSE and "。" in self.folded[start:end]:
                return start
            end = start - 1
        return -1

    @cached_property
    def first_stop(self) -> int:
        return self.folded.find("。")

    def judge(self, found: list[Cut]) -> list[Cut]:
        """The cuts among the matches, in order: neighbours are one, with the numbers of all."""
        judged: list[Cut] = []
        lead = -1
        times = Counter(cut.rule.id for cut in found)
        jumps = {cut.rule.id for cut in found if "continued_" in cut.rule.id}
        end = noticed = -1
        for cut in found:
            listed = "once" in cut.tags and times[cut.rule.id] > 1
            quoted = self.folded[cut.start - 1 : cut.start] in _QUOTES
            if listed or quoted or says_complete(cut.counts):
                continue
            gap = self.folded[end : min(cut.start, end + NEAR + 1)] if end >= 0 else "\u3002"
            attached = not gap.strip(AROUND + "\n")
            if not attached and not self._stands_right(cut):
                if not cut.alone and self.folded[cut.start] == "[":
                    judged.append(cut._replace(tags=cut.tags | {"silent"}))  # a button
                continue
            # Buttons of one paywall, with its price between them.
            attached |= len(gap) <= NEAR and not any(mark in gap for mark in _STOPS)
            # A page has its say above and below its buttons, but the article ends once.
            if noticed >= 0 and cut.rule.scope == "notice":
                attached |= noticed > self.last_prose
            # Both halves of a page jump are here, or the folded text is, or a cut reported before
            # has a second button.
            whole = len(jumps) == 2 or ("resume" in cut.tags and self.goes_on(cut))
            first = judged[lead] if lead >= 0 else None
            bare = "behind" in cut.tags and not cut.counts and self._turns_list(cut)
            if first is not None and "silent" in first.tags and any(stated_counts(cut.counts)):
                attached = attached and whole
            if attached and first is not None and "silent" not in cut.tags and _agree(first, cut):
                judged[lead] = first._replace(counts={**cut.counts, **first.counts})
                cut = cut._replace(tags=cut.tags | {"silent"})
            elif "silent" not in cut.tags:
                lead = len(judged)
            if whole or bare:
                cut = cut._replace(tags=cut.tags | {"silent"})
            end = cut.end
            noticed = cut.start if cut.rule.scope == "notice" else noticed
            judged.append(cut)
        return judged

    def goes_on(self, cut: Cut) -> bool:
        """Whether a line of the article follows, or the cut is in the middle of one."""
        if self.last_prose > cut.start:
            return True
        stop = self.folded.find("。", cut.end, cut.end + SENTENCES)
        return stop >= 0 and "\n" not in self.folded[cut.end : stop]

    def _stands_right(self, cut: Cut) -> bool:
        if "behind" in cut.tags:
            return self._is_behind(cut.start)
        if (cut.rule.scope == "stretch" and cut.rule.zone == "any") or "silent" in cut.tags:
            return True
        if "attached" in cut.tags:
            return True
        if "hidden" in cut.tags:
            return self.first_stop >= 0
        broken = self._breaks_off(cut.start)
        if not broken and ("cut" in cut.tags or not 0 <= self.first_stop < cut.start):
            return False
        return broken or cut.rule.zone != "end" or not self.goes_on(cut)

    def _turns_list(self, cut: Cut) -> bool:
        """Whether a pager leads to a first or last page, as those of lists and galleries do, and
        the text before is whole."""
        last = _ENDS_OF_LIST.search(self.folded, cut.start, cut.end)
        return last is not None and not self._breaks_off(cut.start)

    def _is_behind(self, place: int) -> bool:
        """Whether one of the lines just before ends a sentence, perhaps with a credit behind it."""
        lines = self.folded[max(0, place - 4 * REACH) : place].split("\n")
        near = [line.rstrip() for line in lines if line.strip()][-BEHIND:]
        return any(
            (line[-1] in _STOPS and line[-1] != ")") or (len(line) >= PROSE and "\u3002" in line)
            for line in near
        )

    def _breaks_off(self, place: int) -> bool:
        """Whether the line before ends in an ellipsis or within a sentence."""
        before = self._before(place, AROUND + "\n")
        line = before[before.rfind("\n") + 1 :]
        if len(line) < 15 or line[-1] in _STOPS:
            return False
        if len(line) >= PROSE or line.endswith(("\u2026", "...")):
            return True
        return len(line) >= CLAUSES and "," in line

    def _before(self, place: int, skipped: str) -> str:
        return self.folded[max(0, place - REACH) : place].rstrip(skipped)

    def ends_line(self, cut: Cut) -> bool:
        if "eol" not in cut.tags and "bol" not in cut.tags:
            return True
        if self._is_flat(cut):
            return self.folded[cut.end : cut.end + 1] in ("", " ", "\n")
        if "bol" in cut.tags and self._before(cut.start, AROUND)[-1:] not in ("", "\n"):
            return False
        if "eol" not in cut.tags:
            return True
        end = self._skip(cut.end, " ")
        return end == len(self.folded) or self.folded[end] == "\n"

    def _is_flat(self, cut: Cut) -> bool:
        """Whether the line of a marker is a whole page."""
        start = self.folded.rfind("\n", max(0, cut.start - FLAT), cut.start)
        return start < 0 and cut.start >= FLAT

    def facts(self, cut: Cut) -> Facts:
        """Where the cut is, and the numbers of the marker."""
        where = "middle" if "middle" in cut.tags else "end"
        if "hidden" in cut.tags:
            return (("where", self._where_hidden(cut)), *stated_counts(cut.counts))
        if not cut.tags & {"middle", "end"} and (
            self.goes_on(cut)
            or ("thread" in cut.tags and _SENTENCE_END.search(self.folded, cut.end))
        ):
            where = "middle"
        return (("where", where), *stated_counts(cut.counts))

    def _where_hidden(self, cut: Cut) -> str:
        """In the middle if a sentence stands on the next line: posts of others come behind more."""
        start = self._skip(cut.end, AROUND_END + "\n")
        end = self.folded.find("\n", start)
        line = self.folded[start : end if end >= 0 else len(self.folded)].rstrip()
        goes_on = len(line) >= SENTENCE and _SENTENCE_END.search(line) is not None
        return "middle" if goes_on else "end"

    def edits(self, cut: Cut, facts: Facts, done: int) -> Iterator[Edit]:
        """Take out the marker and the white space the cut left loose around it.

        `done` is where the edits of the cut before end.
        """
        if cut.alone:
            return self._line_edits(cut, facts, done)
        return self._stretch_edits(cut, facts, done)

    def _line_edits(self, cut: Cut, facts: Facts, done: int) -> Iterator[Edit]:
        start = max(done, self.text.rfind("\n", 0, cut.start) + 1)
        end = self.text.find("\n", cut.end)
        if end < 0:
            end = len(self.text)
        yield _marker(cut, start, end, "", facts)
        if (gap := self._skip(end, "\n ")) > end:
            yield _space(cut, end, gap, "")

    def _stretch_edits(self, cut: Cut, facts: Facts, done: int) -> Iterator[Edit]:
        text, keep = self.text, cut.keep
        start, end, after = cut.start, cut.end, ""
        lead = start
        while lead > done and self.folded[lead - 1] == " ":
            lead -= 1
        if lead < start:
            yield _space(cut, lead, start, "")
        if keep and keep[0] == start:
            start = keep[1]
        elif keep and keep[1] == end:
            end = keep[0]
        elif keep:
            after = text[slice(*keep)]
        elif lead > 0 and "middle" in cut.tags and self.folded[lead - 1] not in _STOPS | {"\n"}:
            after = "\u2026\u2026"
        gap = self._skip(cut.end, " ")
        at_start = lead == 0 or text[lead - 1] == "\n"
        if at_start and not after and not keep and text[gap : gap + 1] == "\n":
            gap = self._skip(gap, "\n ")
        loose = gap < len(text) and text[gap] != "\n" and bool(keep or not at_start)
        if gap > cut.end:
            yield _space(cut, cut.end, gap, "\n" if loose else "")
        elif loose:
            after += "\n"
        yield _marker(cut, start, end, after, facts)

    def _skip(self, place: int, skipped: str) -> int:
        while place < len(self.folded) and self.folded[place] in skipped:
            place += 1
        return place


def _agree(first: Cut, cut: Cut) -> bool:
    """Whether two markers say nothing that differs: one after the other they may be of one cut."""
    return all(first.counts.get(name, value) == value for name, value in cut.counts.items())


def _marker(cut: Cut, start: int, end: int, after: str, facts: Facts) -> Edit:
    rule = cut.rule
    topic: Topic = "truncation" if facts else ""
    return Edit(start, end, after, rule.id, "remove", rule.why, rule.confidence, topic, facts)


def _space(cut: Cut, start: int, end: int, after: str) -> Edit:
    message = "white space beside the marker of a cut"
    return Edit(start, end, after, cut.rule.id, "replace" if after else "remove", message)
