"""Links to other pages that a site sets in the midst of an article."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zxclean.structure.credits import is_byline
from zxclean.structure.lines import ONE_HAN, STOP, Lines
from zxclean.structure.title_lines import ITEM

LINKED = 0.8
"""Share of a heading's letters in its words below which it holds a link as well."""

MOST, NAME = 3, 4
"""Most lines of links below a heading between two paragraphs, and how many code points of such
headings are the same."""

REPEATED, MOST_REPEATED = 3, 12
"""So often a heading below paragraphs stands between them, whatever follows within so many lines."""

PARAGRAPH = 100
"""Size (code points) from which one sentence below such a link is a paragraph, no teaser."""

TOLD = 40
"""Size (code points) from which the line above such a heading is a paragraph without marks too, and
the one below it may be one where its words are none of the links'."""

LINK, SAID_AGAIN = 4, 3
"""Fewest Chinese characters of a link's title, and how many pairs of them a teaser has too."""

TITLE = 12
"""Size (code points) from which a line below such a heading is a title, and no heading of the
article that goes on there."""

ABOVE = 3
"""So many lines up the paragraph above may stand, behind buttons and the like."""


HEAD = 24
"""Longest heading over links to more (code points)."""

_FIRST = "想看更相其同阅0123456789\u95b1\u95dc【[\u25a0\u25cf\u25ce"
"""What such a heading begins with."""
_MORE = re.compile(
    r"[\u25a0\u25cf\u25ce【\[]?\s?(?:(?:看|阅读)?更多[^,。!?:]{0,14}(?:报导|报道|新闻|文章|内容|影音|视频|消息|资讯|故事)"
    r"|相关[「\"“][^」\"”]{1,10}[」\"”](?:新闻|报导|报道|文章)|其他(?:相关)?(?:新闻|报导|报道|文章)|同场加映[^,。]{0,16}|\d{1,4}\s?(?:则|条|个|篇)?\s?(?:意见|留言|评论|回应|回复)|想(?:知道|看|了解)更多[^。\n]{0,14})[】\]]?\s?[:>+]?"
)
"""Headings that name the site or the topic: 更多青山新闻报导."""

_PROMPT = re.compile("点[击我此]|下载|扫码|关注|打开|加入")
"""What a prompt between two paragraphs has, and a heading has not."""

OF_READERS = re.compile("[评跟留回]")
"""What a heading over comments has, and none over links."""


def head_links(lines: Lines) -> NDArray[np.int64]:
    """The short lines that head links to more of a site or on a topic, by the words around it.

    >>> from zxclean.structure.lines import read_lines
    >>> from zxclean.view import TextView
    >>> head_links(read_lines(TextView("更多青山新闻报导\\n老街\\n更多的人走了"))).tolist()
    [0]
    """
    able = (lines.size <= HEAD) & ~lines.ended
    rows = able.nonzero()[0]
    codes = lines.view.codes.take(lines.first.take(rows))
    rows = rows[_begins().take(codes, mode="clip")]
    found = [k for k in rows.tolist() if _MORE.fullmatch(lines.folded(k))]
    if _REST in lines.view.folded:
        found += [k - 1 for k in rows.tolist() if k and _heads_rest(lines, k - 1)]
    return np.array(sorted(found), np.int64)


RAIL = 8
"""Longest name of a list (code points) of which there is more behind a button."""

_REST = "\n更多"
_REST_LINE = re.compile(r"更多\s?[>\u00bb\u203a]{0,2}")


def _heads_rest(lines: Lines, k: int) -> bool:
    """Whether a line is the name of a list: a few characters, and `更多` alone below."""
    if lines.size[k] > RAIL or lines.ended[k] or not _REST_LINE.fullmatch(lines.folded(k + 1)):
        return False
    name = lines.folded(k)
    return name.isalnum() and not is_byline(name)


@cache
def _begins() -> NDArray[np.bool_]:
    table = np.zeros(0x10000, np.bool_)
    table[list(map(ord, _FIRST))] = True
    table.setflags(write=False)
    return table


def find_inserts(
    lines: Lines,
    heading: NDArray[np.bool_],
    marked: NDArray[np.bool_],
    spoken: NDArray[np.bool_],
    share: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Headings over links set between two paragraphs of an article, and those links.

    Such a heading stands below a paragraph. After few links two paragraphs come in a row, which
    teasers below their titles do not, or one that says nothing of the links; or the heading is
    there more than once. `marked` are the lines with marks, `spoken` the sentences, `share` how
    much of each line its words of furniture take.
    """
    said = spoken.nonzero()[0]
    rows = heading.nonzero()[0]
    rows = rows[(rows > 0) & (rows < len(spoken) - 1)]
    above = marked | (lines.size >= TOLD)
    for _ in range(ABOVE - 1):
        above[1:] |= above[:-1] & (lines.size[1:] < TOLD)
    rows = rows[above[rows - 1]]
    place = said.searchsorted(rows)
    rows = rows[place < len(said)]
    following = said[place[place < len(said)]]
    links = following - rows - 1
    # A heading with more than its words is a link itself.
    full = share[rows] < LINKED
    near = (links <= MOST) & ((links > 0) | full)
    behind = np.minimum(following + 1, len(spoken) - 1)
    sure = spoken[behind] & (behind > following) | heading[behind]
    stops = lines.ending[following] == STOP
    sure |= (lines.size[following] >= PARAGRAPH) & stops
    sure &= near
    if not sure.all():
        texts = lines.texts(rows)
        names = [name[:NAME] for name in texts]
        often = Counter(names)
        number = np.array([often[name] for name in names])
        sure |= near & (number > 1)
        sure |= (number >= REPEATED) & (links <= MOST_REPEATED)
        maybe = (links <= MOST) & ~sure & stops & (lines.size[following] >= TOLD)
        for n in maybe.nonzero()[0].tolist():
            if not OF_READERS.search(texts[n]) and (near[n] or _PROMPT.search(texts[n])):
                sure[n] = _is_no_teaser(lines, rows.item(n), following.item(n))
    found: set[int] = set()
    inserts = zip(rows[sure].tolist(), following[sure].tolist(), full[sure].tolist(), strict=True)
    for row, paragraph, holds_link in inserts:
        k = row + 1
        while k < paragraph and (lines.size.item(k) >= TITLE or (k == row + 1 and not holds_link)):
            if ITEM.match(lines.folded(k)):
                break  # the next section of the article
            found.add(k)
            k += 1
    return rows[sure], np.array(sorted(found), np.int64)


def _is_no_teaser(lines: Lines, heading: int, paragraph: int) -> bool:
    """Whether what stands below the links of a heading is none of their teasers.

    A teaser stands below one title, with a date between at most, and says its words again.
    """
    titles = [lines.folded(k) for k in range(heading + 1, paragraph)]
    pairs = {a + b for a, b in pairwise(lines.folded(paragraph))}
    return all(
        len(ONE_HAN.findall(title)) >= LINK
        and sum(a + b in pairs for a, b in pairwise(title)) < SAID_AGAIN
        for title in titles
    )
