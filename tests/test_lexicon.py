"""The word model: what it scores, and the file it is read from."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from zxclean import lexicon


def rows(*texts: str) -> NDArray[np.uint32]:
    width = max(map(len, texts))
    return np.array([[*map(ord, text), *[0] * (width - len(text))] for text in texts], np.uint32)


def test_words_score_better_than_what_they_are_made_of() -> None:
    good, mixed = lexicon.score(rows("\n全国人民代表大会", "\n国全民人表代会大"))
    assert good > mixed + 20


def test_traditional_text_scores_as_simplified() -> None:
    simplified, traditional = lexicon.score(rows("\n经济发展", "\n經濟發展"))
    assert simplified == traditional


def test_zeros_at_the_end_are_no_text() -> None:
    short = lexicon.score(rows("\n人民"))
    padded = lexicon.score(rows("\n人民", "\n人民政协委员"))
    assert short[0] == padded[0] > padded[1]


def test_a_row_of_one_character_scores_nothing() -> None:
    assert lexicon.score(rows("人", "民")).tolist() == [0, 0]


def test_rows_do_not_touch_one_another() -> None:
    texts = "\n人民政协", "\n嵋橹赋贸", "a, b."
    alone = [float(lexicon.score(rows(text))[0]) for text in texts]
    assert lexicon.score(rows(*texts)).tolist() == pytest.approx(alone)


def test_the_list_is_sorted_and_read_only() -> None:
    loaded = lexicon.load()
    assert (np.diff(loaded.hashes.astype(np.int64)) > 0).all()
    assert loaded.words.max() < 0 and len(loaded.words) == len(loaded.hashes)
    with pytest.raises(ValueError, match="read-only"):
        loaded.words[0] = 0


def test_another_file_is_refused() -> None:
    content = files("zxclean").joinpath("data", "lexicon.bin").read_bytes()
    with pytest.raises(ValueError, match="word list of this version"):
        lexicon.parse(b"ZXW0" + content[4:])


def test_hash_follows_the_characters() -> None:
    assert lexicon.hash_word("人") == ord("人")
    assert lexicon.hash_word("人民") != lexicon.hash_word("民人")
