"""Lines that only their place next to the headline makes credits: a name, an office, an account."""

from __future__ import annotations

import re
from itertools import islice

from zxclean.proposals import Facts
from zxclean.steps.account_cards import ACCOUNT
from zxclean.steps.credit_lines import read_credits
from zxclean.steps.credit_words import HAN_OR_LATIN
from zxclean.steps.dates import find_date, is_partial_date
from zxclean.steps.furniture import Page
from zxclean.steps.head_lines import DYNASTY, FOLLOW, MARKS, TALK, is_prose, is_small, own_text
from zxclean.steps.headline_overlap import measure_overlap
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import is_outlet, is_press, name_outlet
from zxclean.structure.credits import are_people, find_listed_people, is_document_number, is_person
from zxclean.structure.title_lines import ITEM
from zxclean.structure.workplaces import is_signed_unit

OVER = 3
"""How many lines above the headline state facts of it, and how far below it an outlet's name, with
credits behind, does."""

SAID, SHARED = 6, 0.5
"""From so many code points on a line that has so large a share of its pairs in the article is said by
it, not the name of an account."""

HEADLINE = 8
"""So many characters in a row that name no outlet are a headline rather than an account."""

BUTTONS = 8
"""So many lines between a name and the prose are looked at: buttons for the size of the letters."""

_ENACTED = re.compile(r"\s?[^,。;]{0,40}?(?:公布|发布|颁布)")

_SIGNED = re.compile(r"[\u25a1\u25a0\u25ce\u2609\u25cf\u25cb\u25b3\u25b2\u25c7\u25c6]\s?(?=\S)")

_APART = re.compile(r"[\u4e00-\u9fff] {1,3}[\u4e00-\u9fff]")
"""A name of two characters set as wide as one of three."""

_COLUMN = re.compile(r".*(?:版|频道|栏目|专栏|专题|专区|要闻|动态|公告|资讯)")
"""The name of a column, which may stand between a headline and its day."""

_DOCTOR = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4}?)\s?(?:副?主任|主治|住院|执业)(?:中医|中西医)?(?:医|药|护|技)师"
)
"""The doctor who answers, with the rank."""

_WORKPLACE = re.compile(
    r"[(\[][^()\[\]。]{0,60}(?:大学|学院|研究|医院|公司|中心|党校|中学|小学|[局厅院所部])[^()\[\]。]{0,40}[)\]]"
)
"""Where those named are at home, in brackets below their names."""

_JOURNAL = re.compile(r"[;,\d*\u25b3\u2606]|述 ?评|综 ?述|审 ?校")
"""What parts the names below a title in journals, or stands behind them."""

_CLAUSE = re.compile(r".[了着过]|.[在从是将被把].")
"""What an account says of itself, and no name."""


def read_loose_credit(
    page: Page, k: int, text: str, title: int, credit: int, follows: bool
) -> Facts:
    """Facts of a line that only its place next to the headline makes a credit.

    `text` is line `k` folded, without a bullet, `title` the headline's line, `credit` the last line
    known to hold credits; `follows` says that nothing but credits and sub-headlines stands between.
    """
    own = own_text(page, k, text)
    post = _post_below(page, k)
    if post == "reply":
        return ()
    if (
        post == "first"
        and len(text) <= ACCOUNT
        and HAN_OR_LATIN.search(text)
        and not is_noise(text)
    ):
        return (("author", own),)
    signed = _SIGNED.match(text)
    if signed:
        return _signed(text[signed.end() :], own[signed.end() :])
    if text[0] == "(" and text[-1] == ")" and (dated := _enacted(text)):
        return (("published_at", dated),)
    poet = DYNASTY.fullmatch(text)
    if poet:
        return (("author", own[poet.start("author") : poet.end("author")]),)
    talk = TALK.fullmatch(text)
    if talk and k <= title + 2:
        return (("author", own[talk.start("name") : talk.end("name")]),)
    doctor = _DOCTOR.fullmatch(text)
    if doctor and is_person(doctor["name"]) and k <= title + OVER:
        return (("author", own[: doctor.end("name")]),)
    while " " in text and (
        is_noise(text.rpartition(" ")[2].strip("()[]【】")) or text.endswith("楼主")
    ):
        text = text.rpartition(" ")[0].rstrip()
        own = own[: len(text)]
    if k + 1 < len(page) and _is_cited(text, page.text(k + 1)):
        return (("author", own),)
    text = text.rstrip(" -\u2013\u2014\N{COPYRIGHT SIGN}")
    own = own[: len(text)]
    buttons = islice(page.staying(k + 1, 1), BUTTONS)
    below = next((j for j in buttons if not _is_between(page.text(j))), -1)
    over_prose = below >= 0 and is_prose(page.text(below)) and (k == title + 1 or follows)
    if over_prose and are_people(text):
        return (("author", own),)
    if len(text) > ACCOUNT or not HAN_OR_LATIN.search(text):
        return ()
    if (
        ITEM.match(text)
        or re.search("[。!?;:,>]", text)
        or is_noise(text)
        or is_partial_date(text)
        or is_document_number(text)
        or text[0] in "[\u3010("
        or FOLLOW.fullmatch(text)
        or _COLUMN.fullmatch(text)
        or ("/" in text and _is_desk(text))
        or (_CLAUSE.search(text) and not is_person(text))
    ):
        return ()
    house, dot, name = text.partition("·")
    if follows and dot and is_press(house) and is_person(name):
        return (("source", own[: len(house)]), ("author", own[-len(name) :]))
    if follows and is_press(text):
        return (("source", own),)
    if over_prose:
        if k > title + 1 and _APART.fullmatch(text):
            return (("author", own[0] + own[-1]),)
        if is_outlet(text):
            return (("source", own),)
        if _are_people(text):
            return (("author", own),)
    if follows and is_signed_unit(text):
        return (("author", own.split()[-1]),)
    outlet, gap, name = text.partition(" ")
    if follows and gap and is_outlet(outlet) and is_person(name.strip()):
        return (("source", own[: len(outlet)]), ("author", own[len(outlet) :].strip()))
    followed = any(
        FOLLOW.fullmatch(page.text(j)) is not None
        and all(is_partial_date(page.text(between)) for between in range(k + 1, j))
        for j in range(k + 1, min(len(page), k + 3))
    )
    near = title + (OVER if is_outlet(text) else 1)
    sandwiched = title < k < credit and k <= near and not MARKS.search(text)
    if not (followed or sandwiched):
        return ()
    if is_person(text):
        return (("author", own),)
    field = name_outlet(text)
    if field == "byline" and HEADLINE <= len(text) == len(re.findall("[\u4e00-\u9fff]", text)):
        return ()
    if field == "byline" and len(text) >= SAID and measure_overlap(page, text, k) >= SHARED:
        return ()  # a line of the headline
    return ((field, own),)


def _post_below(page: Page, k: int) -> str:
    """Whether what the board prints below a name, with a button between, says that it is of the first
    post or of a reply; nothing where it says neither. The day of a post below its poster's card says
    it above the prose, where only the first one stands."""
    below = k + 1
    while below in page.chosen and page.chosen[below].rule.id == "chrome.poster_card":
        below += 1
    if k + 1 < below < len(page) and page.text(below).startswith("发表于"):
        return "first"
    for j in range(k + 1, min(len(page), k + 3)):
        if page.text(j) == "楼主" or _CARD.fullmatch(page.text(j)):
            return "first"
        if _REPLY.fullmatch(page.text(j)):
            return "reply"
        if not is_noise(page.text(j)):
            break
    return ""


_CARD = re.compile(r"(?:(?:主题|帖子|积分|回帖|精华|听众|好友|粉丝)\s?[\d,.]+\s?[万wk]?\s*){2,}")
"""The counts of a poster, below the name."""

_REPLY = re.compile(r"沙发|板凳|地板|地下室|(?:[2-9]|\d{2,4})\s?[楼#]")
"""What boards print beside the name of one who replies."""


def _is_desk(text: str) -> bool:
    """Whether a column or a desk stands before a stroke: `地方 / 彰化`, `生活中心/综合报导`."""
    first = text.partition("/")[0].rstrip()
    return is_noise(first) or _DESK.fullmatch(first) is not None


_DESK = re.compile(r"[\u4e00-\u9fff]{2,4}(?:中心|频道|组)")


def _is_cited(text: str, below: str) -> bool:
    """Whether the line below is how a paper is cited, which names its authors first."""
    if "[J]" not in below:
        return False
    return below.replace(" ", "").startswith(f"{text.replace(' ', '')}.")


def _is_between(text: str) -> bool:
    """Whether a line may stand between a name and the prose: a button, a place of work."""
    return is_small(text) or _WORKPLACE.fullmatch(text) is not None


def read_listed_people(text: str, own: str) -> Facts:
    """The authors of a folded line below a title of a journal, in the page's own characters.

    >>> read_listed_people("李一1, 王 二2, 赵小四3", "李一1, 王 二2, 赵小四3")
    (('author', '李一 王二 赵小四'),)
    """
    names = find_listed_people(text) if _JOURNAL.search(text) else []
    if not names:
        return ()
    found: list[str] = []
    place = 0
    for name in names:
        gap = re.compile(r"\s*".join(name)).search(text, place)
        if gap is None:
            continue
        found.append("".join(own[gap.start() : gap.end()].split()))
        place = gap.end()
    return (("author", " ".join(found)),)


def _are_people(text: str) -> bool:
    """Whether a line is the names of people, of which one may have an unknown surname."""
    if are_people(text):
        return True
    names = re.split(r"[\s、,]+", text)
    known = sum(map(is_person, names))
    return known == len(names) or (
        known > 1 and known + 1 == len(names) and all(2 <= len(name) <= 4 for name in names)
    )


def _enacted(text: str) -> str | None:
    """The day on which a law was made public, of the note below its name."""
    found = find_date(text)
    while found is not None:
        after = _ENACTED.match(text, found.end)
        if after and find_date(after[0]) is None:
            return found.iso
        found = find_date(text, found.end)
    return None


def _signed(text: str, own: str) -> Facts:
    """The author of a line that begins with a mark, as newspapers sign."""
    if all(is_person(word) for word in text.split()):
        return (("author", own),)
    found = read_credits(text, own)
    return found.facts if found is not None and found.strength else ()
