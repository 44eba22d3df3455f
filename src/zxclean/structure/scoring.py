"""How much each line of a page speaks for furniture, and how much for an article.

Furniture is known by its words (`data/body.toml`: buttons, menus, headings of lists of other pages,
comments, footers), by how much of a line they take, and by what stands around. An article is known
by its sentences. All of it is array work over the lines; nothing looks at single characters.

A character model was tried as one more column (mean log probability of a line) and left out: it
told headlines, menus and paragraphs apart no better than their marks do (mean F1 over 71 documents,
five folds, three times: 0.945 with it, 0.942 without, and 0.005 from one division to another).
"""

from __future__ import annotations

import re
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from zxclean.literals import word_lists
from zxclean.structure.counting import count_marks, share_around
from zxclean.structure.inserts import OF_READERS, find_inserts, head_links
from zxclean.structure.lines import BULLET, COMMA, PAUSE, STOP, Lines, read_lines
from zxclean.structure.own_headings import find_own_headings
from zxclean.structure.vocabulary import Words, find_words, sum_words
from zxclean.view import DIGIT, HAN, LATIN, TextView

# Weights, in the units of a logistic regression of body against furniture lines over the 71 tuned
# documents (a control line -3.3, a menu -2.9 to -3.1, a bullet -2.2 alone and -3.3 among others, a
# line of figures -1.3, a full stop 1.3 and what its length adds). They are rounded, and the rest is
# capped, because sums over lines decide: with each of them from two thirds to one and a half of its
# value F1 stays within 0.005, and recall does not move. With two words in five left out of
# `data/body.toml` at random it falls by 0.02.
CONTROL, EACH_WORD, MOST_WORDS = 1.5, 0.75, 4
"""A line made of controls, for each word or two characters of furniture on it, and for so many at
most."""
COLUMN = 1.5
"""A line that is the name of a column."""
HEADING = 4.0
"""A line that heads a list of other pages or comments."""
LINK = 0.75
"""A bullet among bullets beside furniture."""
FIGURE = 1.0
"""A line of figures beside furniture: counters, dates of comments."""
SENTENCE, EACH_SIZE, MOST_SIZE = 3.0, 1 / 15, 6.0
"""A line with a full stop, for each code point over `SHORT`, and at most."""
SOLID = 5.5
"""What each of three sentences in a row weighs (58 code points) from which the one between counts
in full behind such headings too: teasers and comments stand between titles, names and dates."""
FAINT = 0.4
"""A short line with other marks: a headline, a line of verse."""
REPLY = 8.0
"""What a sentence weighs more in a forum, where replies are the text."""
ABOVE, ABOVE_BULLET = 0.2, 0.5
"""A short line among short lines, a short bullet: menus, if they stand above the article."""

LEAST = 2.5
"""Least evidence, less the prose against it, to take out what stands above or below: one button by
itself has 2.25, two on one line have 3, a heading over a list 4."""

ALONE = 0.8
"""Share from which a long word counts for more than one."""
LED_SHARE = 0.9
"""The same of a line that ends with a colon or comma: with more on it than words of furniture it
leads over to what somebody said."""

TOLD = 40
"""Size (code points) from which a sentence below a list of links that was taken out is a paragraph,
no comment on a title."""

SHARE, SHORT_SHARE = 0.6, 0.5
"""Share of a line's letters in words of furniture from which it is made of them, and that of a line
of up to 40 code points. Of the 1,262 body lines of the 71 documents 4 have."""
HALF, BESIDE, AMONG = 5, 0.2, 0.6
"""Size (code points) of the longest line that is a control by half of it (`适当帮助`) only outside
lists of short lines; share of controls and of other short lines around it that make such a list."""
INVITATION, LEFT = 60, 0.25
"""Size (code points) up to which words of furniture take off what a sentence weighs, for invitations
to follow, to scan and to download are sentences too, and what is left of it at least."""
CLAUSE = 50
"""Headlines that run together have fewer marks than one in so many code points."""
NOTICE = 40
"""Size (code points) up to which one phrase of a notice on rights and liabilities makes a sentence
one; longer ones have two."""
TAG = 20
"""Size (code points) of the longest line that is a tag."""
ASKED = 0.3
"""Share of two words of furniture or more that makes a line an invitation, if furniture follows."""
SHORT, LONG = 20, 2000
"""Size (code points) of a line of prose to which length adds nothing, and from which a line is
prose whatever is on it."""

_EDITOR = ("责任编辑", "责编", "编辑:", "编辑 ")
_AROUND = " :()[]\u3010\u3011|>\u00b7\u2022"
_SEE = [ord(char) for char in "见見阅閱考"]
_REFERS = re.compile("(?:参[见阅考]|[详请]见)$")
"""How a sentence ends that goes on with what it refers to."""
_NO_PAGES = (0x300A, ord("/"))
"""What a list of books or of files begins with."""


class Evidence(msgspec.Struct, frozen=True, eq=False):
    """Columns over the lines of `lines`.

    `furniture` is what speaks against a line and `prose` what speaks for it, 0 for most; lines with
    neither go or stay with their neighbours. `above` is what speaks against a line only where it
    stands before the article. `heading` tells lines that head a list of other pages, `others` those
    from which on a page is about other pages or its readers. `title` tells lines of the shape of a
    headline, `fact` those that may state the article's source, author or date, `signs` those of
    figures and signs alone, `tail` what goes with the furniture below it: notices, tags,
    invitations; `notice` the notices. `gap` is the evidence of the furniture that an earlier step
    took out right before a line. `insert` tells headings over links in the midst of the article, and those links.
    """

    lines: Lines
    furniture: NDArray[np.float64]
    prose: NDArray[np.float64]
    above: NDArray[np.float64]
    heading: NDArray[np.bool_]
    others: NDArray[np.bool_]
    title: NDArray[np.bool_]
    fact: NDArray[np.bool_]
    signs: NDArray[np.bool_]
    gap: NDArray[np.float64]
    tail: NDArray[np.bool_]
    notice: NDArray[np.bool_]
    insert: NDArray[np.bool_]

    def part(self, first: int, behind: int) -> Evidence:
        """What was found of the lines from `first` to the one before `behind`."""
        columns = msgspec.structs.asdict(self)
        lines = columns.pop("lines").part(first, behind)
        return Evidence(lines, **{name: each[first:behind] for name, each in columns.items()})


def weigh_lines(view: TextView) -> Evidence | None:
    """The evidence of every line of a text, or `None` if there is too little to take anything out.

    >>> page = weigh_lines(TextView("登录 注册\\n渡口\\n桥修好的那天,镇上放了鞭炮。\\n相关阅读\\n盐道"))
    >>> [] if page is None else page.furniture.tolist()
    [3.0, 0.0, 0.0, 4.0, 0.0]
    """
    hits = find_words(view)
    if hits is None and view.taken:
        hits = view.literals[:, :0]
    if hits is None:
        return None
    lines = read_lines(view)
    if len(lines) < 2:
        return None
    return _weigh(view, lines, sum_words(view, lines, hits))


def _weigh(view: TextView, lines: Lines, found: Words) -> Evidence | None:
    size, words = lines.size, found.words
    letters, digits, full, stops, commas, gaps = count_marks(view, lines)
    least = np.maximum(letters, 1)
    share, menu = found.control / least, found.named / least
    fact = (found.facts > 0) & (size <= 80)
    ended = lines.ending == STOP
    bullet = (lines.heads & BULLET) != 0
    marks = full + stops + commas
    sentence = (full > 0) & ended

    furniture = np.zeros(len(lines))
    led = (lines.ending == PAUSE) | (lines.ending == COMMA)
    least_share = np.where(led, LED_SHARE, np.where(size <= 40, SHORT_SHARE, SHARE))
    made_of = (share >= least_share) & (size <= 60)
    listed = (menu >= SHARE) & (words >= 3) & (size <= 150) & ~ended
    tokens = (gaps >= 4) & (letters <= 6 * (gaps + 1)) & (marks == 0) & (digits == 0)
    listed |= tokens & (menu >= 0.25) & (words >= 2)
    listed |= found.posts >= 3
    column = (menu >= 0.9) & (size <= 12)
    heading = (found.heads > 0) & (size <= 24) & ~ended
    heading[:-1] &= ~np.isin(view.codes.take(lines.first[1:]), _NO_PAGES)
    for k in heading.nonzero()[0].tolist() if "\t" in view.text else ():
        heading[k] = "\t" not in lines.folded(k)
    more = head_links(lines)
    heading[more] = True
    told = np.where(share >= ALONE, np.maximum(words, found.control // 2), words)
    worth = CONTROL + EACH_WORD * np.minimum(told, MOST_WORDS)
    furniture[column] = COLUMN
    short = (size <= 12) & (marks == 0)
    half = made_of & ~listed & (size <= HALF) & (menu <= SHORT_SHARE)
    if half.any():
        sure = (made_of & ~half) | listed | column
        half &= (share_around(sure, 4) < BESIDE) & (share_around(short & ~sure, 4) >= AMONG)
    furniture = np.where((made_of | listed) & ~half, worth, furniture)
    furniture[heading] = HEADING
    furniture[(fact & (share < 0.8) & ~listed) | (ended & (share < 0.9))] = 0
    furniture[more] = HEADING
    sections = find_own_headings(lines)
    furniture[sections] = 0
    see = (furniture > 0) & np.isin(view.codes.take(lines.last - 1), _SEE)
    for k in see.nonzero()[0].tolist():
        furniture[k] *= _REFERS.search(lines.folded(k)) is None
    heading &= furniture > 0

    some = furniture > 0
    figures = (letters <= 2) & (digits > 0) & (size <= 20)
    # With facts known of the page, single controls go too.
    gap, headed, linking = _gaps(view, lines)
    if (
        not (some.any() and view.facts)
        and gap.sum() + _most(furniture, short, bullet, figures) < LEAST
    ):
        return None
    near = share_around(some, 4)
    beside = near >= 0.2
    linked = bullet & (size <= 60) & ~ended & beside & (share_around(bullet, 3) >= 0.5)
    furniture[linked & ~some] = LINK
    furniture[figures & beside & ~some] = FIGURE
    furniture[sections] = 0

    long = size > LONG
    spoken = (
        sentence
        | ((full > 0) & ~bullet)
        | ((marks * CLAUSE >= size) & (size >= 40) & ~bullet)
        | long
    )
    prose = np.where(
        spoken,
        SENTENCE + np.minimum(np.maximum(size - SHORT, 0) * EACH_SIZE, MOST_SIZE),
        FAINT * ((marks > 0) & ~bullet),
    )
    if found.forum:
        prose[prose > 0] += REPLY
    invited = np.where(size <= INVITATION, np.minimum(2 * share, 1 - LEFT), 0)
    prose *= 1 - invited
    notice = (found.notices >= np.where(size <= NOTICE, 1, 2)) & ~fact
    prose[notice] = 0
    prose[furniture > 0] = 0

    # The first long paragraph is the article's: what was taken out above says nothing of below.
    own = int(np.argmax(prose)) + 1
    gap[:own] = 0
    headed[:own] = False
    within = headed.nonzero()[0]
    if len(within):
        told = np.concatenate((prose >= SENTENCE, [False]))
        # Links between two paragraphs, as below.
        full = (size[within] >= TOLD) & ended[within] & linking[within]
        within = within[told[within - 1] & told[within] & (told[within + 1] | full)]
        headed[within] = False
        gap[within] = 0

    above = np.where(short & (share_around(short, 6) >= 0.7) & (len(lines) > 12), ABOVE, 0.0)
    above[short & bullet] = ABOVE_BULLET
    # The posts of a forum are its text.
    others = heading | headed | ((furniture >= 2) & (found.posts > 0) & (not found.forum))
    insert = np.zeros(len(lines), np.bool_)
    if heading.any():
        spoken = (prose >= SENTENCE) | ((prose > 0) & ended)
        within, links = find_inserts(lines, heading, prose > 0, spoken, share)
        others[within] = False
        furniture[links] = LINK
        insert[within] = insert[links] = True
    # A headline may be about buttons; a bar of them has gaps.
    title = ((share < 0.5) & (menu < 0.8) & (letters >= 4)) | ((gaps == 0) & (letters >= 8))
    title &= (size <= 80) & (gaps * 4 < letters) & ~fact & ~sentence
    signs = figures | ((letters <= 1) & (size <= 8))
    signs[sections] = False
    asked = (share >= ASKED) & (words >= 2) & (size <= INVITATION) & (prose < SENTENCE) & ~fact
    tail = notice | asked | _are_tags(view, lines)
    tail[sections] = notice[sections] = False
    return Evidence(
        lines,
        furniture,
        prose,
        above,
        heading,
        others,
        title,
        fact,
        signs,
        gap,
        tail,
        notice,
        insert,
    )


def _gaps(
    view: TextView, lines: Lines
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """The evidence of what was taken out right before each line, whether it headed a list, and
    whether that list was one of links."""
    count = len(lines)
    headed, linking = np.zeros((2, count), np.bool_)
    if not view.taken:
        return np.zeros(count), headed, linking
    rows = lines.first.searchsorted([place for place, _ in view.taken])
    taken = np.bincount(rows, minlength=count)[:count]
    heads = np.array([line.strip(_AROUND) in _heads() for _, line in view.taken])
    ends = np.array([line.strip(_AROUND).startswith(_EDITOR) for _, line in view.taken])
    headed[rows[heads & (rows < count)]] = True
    linking[:] = headed
    theirs = np.array([OF_READERS.search(line) is not None for _, line in view.taken])
    linking[rows[theirs & (rows < count)]] = False
    gap = CONTROL + EACH_WORD * np.minimum(taken, MOST_WORDS)
    gap = np.where(headed, HEADING, np.where(taken > 0, gap, 0.0))
    # Where its editor is named an article is over.
    headed[rows[ends & (rows < count)]] = True
    linking[rows[ends & (rows < count)]] = False
    return gap, headed, linking


@cache
def _heads() -> frozenset[str]:
    return frozenset(word_lists()["lists"])


def _are_tags(view: TextView, lines: Lines) -> NDArray[np.bool_]:
    """Lines of one tag: `#` with a word right behind it, as no heading of Markdown has."""
    tags: NDArray[np.bool_] = view.codes.take(lines.first) == ord("#")
    rows = tags.nonzero()[0]
    if len(rows):
        word = view.classes.take(lines.first.take(rows) + 1, mode="clip") & (HAN | LATIN | DIGIT)
        tags[rows] = (word != 0) & (lines.size.take(rows) <= TAG)
    return tags


def _most(
    furniture: NDArray[np.float64],
    short: NDArray[np.bool_],
    bullet: NDArray[np.bool_],
    figures: NDArray[np.bool_],
) -> float:
    """More evidence than all lines together can get."""
    marked = np.count_nonzero(short & bullet)
    most = ABOVE * np.count_nonzero(short) + (ABOVE_BULLET - ABOVE) * marked
    known = float(furniture.sum())
    if known:
        most += LINK * np.count_nonzero(bullet) + FIGURE * np.count_nonzero(figures)
    return most + known
