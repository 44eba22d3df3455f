"""Headlines of official documents that a page set over two or three lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from zxclean.proposals import Edit, Proposal, Settling
from zxclean.view import TextView

LONGEST = 100
"""Longest headline in code points; the longest of the labelled documents has 63."""

LINES = 3
"""Lines of one headline below the body that issued the document."""

_ABOUT = re.compile(r"[ \t]*(关于[^\n\u3002,;:!?]{1,60}?)[ \t]*\n")
_NEXT = re.compile(r"[ \t]*([^\n\u3002,;:!?]{2,60}?)[ \t]*(?:\n|$)")
_TOLD = re.compile("[了过着吗呢吧啊我你他她它]|大家|记得")
"""What sentences have, and names of documents do not."""

_GAP = re.compile(r"[ \t]*\n")
_LISTED = re.compile(r"[ \t]*\n\s*关于")
_WHOLE = re.compile(
    r"的(?:[\u4e00-\u9fff]{0,4}(?:通知|公告|通告|意见|决定|决议|办法|报告|函|批复|方案|规定|细则|条例|通报|请示|建议|提案|答复|说明"
    r"|规划|命令|公报|纲要|要点|计划|预案|讲话))(?:\([^()]{1,16}\))?$"
)
"""How the name of a document ends."""

_ISSUER = re.compile(
    r"(?:^|\n)[ \t]*([\u4e00-\u9fff\u3001() ]{3,40}(?:政府|委员会|常委会|办公室|办公厅|[局厅部委院署会]|公司|大学|学院))[ \t]*\n$"
)
_BEGINS = re.compile(
    r"关于|[\d(\[\u3010\u300a\u2022\u25cf\u25a0\u00b7-]|第[一二三四五六七八九十\d]|[一二三四五六七八九十]、"
)
"""What begins a line of its own: the next name of a list, an item, a number."""


@dataclass(frozen=True, slots=True)
class Headlines(Settling):
    """Makes one line of the name of an official document that stands on several.

    `关于` opens it, `的通知` or another kind of document ends it, and the body that issued it may stand
    on the line above. Only before the first full stop of a text, and never where each line is a
    name by itself, as in a list.

    >>> from zxclean.pipeline import Pipeline
    >>> Pipeline((Headlines(),))("县水务局\\n关于老渡口汛期\\n停航的通知\\n各乡镇:").text
    '县水务局关于老渡口汛期停航的通知\\n各乡镇:'
    >>> Pipeline((Headlines(),))("关于停航的通知\\n关于复航的通知").text
    '关于停航的通知\\n关于复航的通知'
    """

    name: ClassVar[str] = "headlines"
    needs_no_second_look: ClassVar[bool] = True

    def propose(self, view: TextView) -> Iterable[Proposal]:
        folded = view.folded
        stop = folded.find("\u3002")
        head = folded if stop < 0 else folded[: stop + 1]
        place = head.find("关于")
        while place >= 0:
            start = head.rfind("\n", 0, place) + 1
            about = _ABOUT.match(head, start)
            if about is not None:
                yield from _joined(head, about)
            place = head.find("关于", place + 2)


def _joined(head: str, about: re.Match[str]) -> Iterator[Edit]:
    """The line breaks that go, if the lines from `about` on are one name."""
    parts = [about.span(1)]
    while not _WHOLE.search(head[slice(*parts[-1])]):
        gap = _GAP.match(head, parts[-1][1])
        following = _NEXT.match(head, gap.end()) if gap else None
        if following is None or len(parts) == LINES or _BEGINS.match(following[1]):
            return
        parts.append(following.span(1))
    if sum(end - start for start, end in parts) > LONGEST:
        return
    if any(_TOLD.search(head, *part) for part in parts):
        return
    issuer = _ISSUER.search(head, max(0, about.start() - LONGEST), about.start())
    if issuer is not None and not _is_listed(head, parts[-1][1]):
        parts.insert(0, issuer.span(1))
    message = "a headline that was set over several lines"
    for (_, end), (start, _) in pairwise(parts):
        yield Edit(end, start, "", "headlines.join", "remove", message, 0.95)


def _is_listed(head: str, end: int) -> bool:
    """Whether another name follows: then what stands above heads a list of them."""
    return _LISTED.match(head, end) is not None
