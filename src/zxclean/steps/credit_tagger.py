"""Which words of a credit line are its source, its authors, its day: learned, for lines of any form.

The readers beside this one know the forms that were met; pages print others. A multinomial
logistic regression over what a word is, what label it stands behind and what stands beside it was
learned from fragments of credits by `scripts/build_credits.py` (`data/CREDITS.md` says from what and
how well). It fills what the readers leave open, and only where credits stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from zxclean.proposals import Facts
from zxclean.steps.credit_reader import Credits
from zxclean.steps.credit_tokens import LINES_KNOWN, Token, tokens_of
from zxclean.steps.dates import find_date
from zxclean.steps.noise import is_noise
from zxclean.steps.outlets import is_outlet
from zxclean.structure.credits import is_person

TAGS = ("", "source", "author", "editor", "photographer", "published_at", "views")
ALLOWED = {"word": (0, 1, 2, 3, 4), "day": (0, 5), "count": (0, 6)}
"""What a word of each kind can be, by its place in `TAGS`."""

BITS = 18
"""The signs of a word are hashed into `2 ** BITS` places."""

UNIT = 1 / 32
"""Nats that a weight counts in."""

LIKELY, SURE = 0.6, 0.8
"""How likely a word has to be what it is taken for, and how likely where nothing else says so."""

LONGEST_OTHER = 4
"""Longest word (code points) that states nothing on a line that no reader knows the form of."""

LONGEST = 120
"""Longest line (code points) that is read."""


class Tag(NamedTuple):
    """The field that `[start, end)` of a line states, and how likely that is."""

    field: str
    start: int
    end: int
    odds: float


@lru_cache(LINES_KNOWN)
def tag_credits(text: str) -> tuple[Tag, ...]:
    """The words of a folded line that state a fact, in order.

    >>> line = "数码老韩 · 2023-12-19 · 1.2万阅读"
    >>> [(tag.field, line[tag.start : tag.end]) for tag in tag_credits(line)]
    [('author', '数码老韩'), ('published_at', '2023-12-19'), ('views', '1.2万')]
    """
    found: list[Tag] = []
    for token, shares in odds_of(text):
        best = max(ALLOWED[token.kind], key=shares.__getitem__)
        if best:
            found.append(Tag(TAGS[best], token.start, token.end, shares[best]))
    return tuple(found)


@lru_cache(LINES_KNOWN)
def odds_of(text: str) -> tuple[tuple[Token, tuple[float, ...]], ...]:
    """The words of a folded line that can state a fact, each with how likely it is each of `TAGS`."""
    if len(text) > LONGEST:
        return ()
    words = [*signs_of(text)]
    if not words:
        return ()
    rows, weights = _weights()
    ends = list(accumulate(len(signs) for _, signs in words))
    at = rows.take([sign for _, signs in words for sign in signs])
    scores = np.add.reduceat(weights.take(at, axis=0), [0, *ends[:-1]], axis=0) * UNIT
    scores += _barred([token.kind for token, _ in words])
    each = np.exp(scores - scores.max(axis=1, keepdims=True))
    each /= each.sum(axis=1, keepdims=True)
    return tuple(zip((token for token, _ in words), map(tuple, each.tolist()), strict=True))


def _barred(kinds: Sequence[str]) -> NDArray[np.float64]:
    """`-inf` for what words of these kinds cannot be."""
    return np.array([_BARS[kind] for kind in kinds])


_BARS = {
    kind: [0.0 if k in can else -np.inf for k in range(len(TAGS))] for kind, can in ALLOWED.items()
}


def read_tagged(text: str, original: str) -> Credits | None:
    """The facts of a line that no reader knows the form of, `None` if it may be something else.

    It has a day or a label with its value, both likely, and more words that state facts than others.
    `text` is the folded line, `original` as the page has it.

    >>> line = "有线新闻 陈江河 2023-10-27"
    >>> found = read_tagged(line, line)
    >>> (found.facts, found.dated) if found else None
    ((('source', '有线新闻'), ('author', '陈江河'), ('published_at', '2023-10-27')), True)
    """
    tags = [tag for tag in tag_credits(text) if tag.odds >= LIKELY]
    tokens = tokens_of(text) if tags else ()
    sure = [tag for tag in tags if tag.odds >= SURE]
    days = [tag for tag in sure if tag.field == "published_at"]
    if not (days or any(is_labelled(text, tokens, tag) for tag in sure)):
        return None
    starts = {tag.start for tag in tags}
    words = [
        text[token.start : token.end]
        for token in tokens
        if token.kind == "word" and token.start not in starts
    ]
    others = [word for word in words if not is_noise(word)]
    if others and (len(others) >= len(tags) or max(map(len, others)) > LONGEST_OTHER):
        return None
    return Credits(facts_of(text, original, tags), bool(days), 2 * len(sure))


def is_labelled(text: str, tokens: Sequence[Token], tag: Tag) -> bool:
    """Whether a label or role stands right before a tagged word."""
    before = (token.end for token in tokens if token.kind == "key" and token.end <= tag.start)
    return any(not text[end : tag.start].strip(" :/|=_]\u3011") for end in before)


def facts_of(text: str, original: str, tags: Iterable[Tag]) -> Facts:
    """The facts of tagged words: of several names of one field all, of several days the first."""
    facts: dict[str, str] = {}
    for field, start, end, _ in tags:
        value = original[start:end]
        if field == "published_at":
            day = find_date(text, start)
            if day is not None:
                facts.setdefault(field, day.iso)
        elif field in ("author", "editor", "photographer") and field in facts:
            if value not in facts[field].split():
                facts[field] += f" {value}"
        else:
            facts.setdefault(field, value)
    return tuple(facts.items())


@cache
def _weights() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For each place the row of its weights, and the rows, one number a tag; the first has none."""
    content = files("zxclean").joinpath("data", "credits.bin").read_bytes()
    width = len(TAGS)
    count = len(content) // (4 + width)
    rows = np.zeros(2**BITS, np.int32)
    rows[np.frombuffer(content, "<u4", count)] = np.arange(1, count + 1)
    weights = np.zeros((count + 1, width), np.int32)
    weights[1:] = np.frombuffer(content, np.int8, count * width, 4 * count).reshape(count, width)
    rows.setflags(write=False)
    weights.setflags(write=False)
    return rows, weights


def signs_of(text: str) -> Iterator[tuple[Token, list[int]]]:
    """The words of a line that can state a fact, each with the places of its signs."""
    tokens = tokens_of(text)
    kinds = [_kind_of(text, tokens, k) for k in range(len(tokens))]
    keyed = "K" if "key" in {token.kind for token in tokens} else "k"
    dated = "D" if "day" in {token.kind for token in tokens} else "d"
    label, far, days = "^", 0, 0
    for k, token in enumerate(tokens):
        if token.kind == "key" or kinds[k][0] == "L":
            label, far = kinds[k], 0
            continue
        if token.kind in ALLOWED:
            around = _Around(
                kinds[k - 2] if k > 1 else "^",
                kinds[k - 1] if k else "^",
                kinds[k],
                kinds[k + 1] if k + 1 < len(kinds) else "$",
                kinds[k + 2] if k + 2 < len(kinds) else "$",
            )
            behind = tokens[k + 1].before if k + 1 < len(tokens) else text[token.end :] or "$"
            marks = (_marks(token.before if k else token.before or "^"), _marks(behind))
            place = f"{min(k, 4)}{min(len(tokens) - k, 4)}"
            line = f"{keyed}{dated}{days}"
            word = _shape(text[token.start : token.end].lower())
            signs = [
                *_signs_beside(token.kind[0], around, marks, f"{label}{min(far, 3)}", place, line),
                *_signs_of_word(token.kind[0], word, around, marks),
            ]
            yield token, [_place(sign) for sign in signs]
        far += 1
        days += token.kind == "day" and not days


class _Around(NamedTuple):
    """What a word is, and the two before and behind it."""

    farther: str
    before: str
    own: str
    behind: str
    beyond: str


def _kind_of(text: str, tokens: Sequence[Token], k: int) -> str:
    """What a word is for those beside it: a label by its last characters, any other by its form."""
    token = tokens[k]
    word = text[token.start : token.end]
    if token.kind == "key":
        return "K" + "".join(word.split())[-4:]
    if token.kind != "word":
        return token.kind[0].upper()
    if text[token.end : token.end + 1] in (":", "="):
        return "L" + word[-4:]
    form = "?"
    if is_outlet(word):
        form = "o"
    elif is_person(word):
        form = "p"
    elif is_noise(word):
        form = "z"
    elif word.isascii():
        form = "a"
    return f"W{form}{min(len(word), 6)}"


def _signs_beside(
    kind: str, around: _Around, marks: tuple[str, str], label: str, place: str, line: str
) -> list[str]:
    """Signs of where a word stands."""
    return [
        kind,
        f"{kind}<{around.before}",
        f"{kind}>{around.behind}",
        f"{kind}<<{around.farther}{around.before}",
        f"{kind}>>{around.behind}{around.beyond}",
        f"{kind}<>{around.before} {around.behind}",
        f"{kind}l{label}",
        f"{kind}m{label[:-1]}",
        f"{kind}[{marks[0]}",
        f"{kind}]{marks[1]}",
        f"{kind}q{place[0]}",
        f"{kind}e{place[1]}",
        f"{kind}h{line}",
        f"{kind}ol{around.own}{label}",
        f"{kind}o<{around.own}{around.before}",
        f"{kind}o>{around.own}{around.behind}",
        f"{kind}o[{around.own}{marks[0]}_{marks[1]}",
        f"{kind}oq{around.own}{place}",
        f"{kind}oh{around.own}{line}",
    ]


def _signs_of_word(kind: str, word: str, around: _Around, marks: tuple[str, str]) -> list[str]:
    """Signs of the word itself."""
    if kind == "d":
        return [f"d.{':' in word}{around.before}", f"dw{word[:8]}"]
    if kind == "c":
        return [f"cn{around.before}{marks[0]}{around.behind}{marks[1]}", f"cw{word}"]
    return [
        around.own,
        f"w{word}",
        *(f"a{word[:n]}" for n in (1, 2)),
        *(f"z{word[-n:]}" for n in (1, 2, 3)),
        *(f"c{char}" for char in {*word}),
        *(f"b{word[n : n + 2]}" for n in range(len(word) - 1)),
    ]


def _shape(word: str) -> str:
    """A word with its figures alike."""
    return "".join("0" if char.isdigit() else char for char in word)


def _marks(gap: str) -> str:
    """The marks between two words, white space as one space."""
    return " ".join(gap.split()) if gap.strip() else " " * bool(gap)


def _place(sign: str) -> int:
    """Where the weights of a sign lie: CRC-32, spread by multiplicative hashing."""
    return (crc32(sign.encode("utf-8", "surrogatepass")) * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - BITS)
