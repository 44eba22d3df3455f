"""The data tables: right on known characters, rebuilt to the same bytes, like OpenCC's output."""

from __future__ import annotations

import importlib.util
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from zxclean import tables
from zxclean.tables import Stage

ROOT = Path(__file__).parents[1]
SOURCES = {"opencc-python-reimplemented": "0.1.7", "pypinyin": "0.55.0", "jieba": "0.42.1"}
CONFIGS = ("hk2s", "s2hk", "s2t", "s2tw", "t2hk", "t2s", "t2tw", "tw2s")


def fold(text: str) -> str:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    folded: str = tables.fold_table()[codes].tobytes().decode("utf-32-le")
    return folded


def require(*names: str) -> None:
    for name in names:
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "absent"
        if installed != SOURCES[name]:
            pytest.skip(f"needs {name}=={SOURCES[name]} of the [test] extra, which is {installed}")


# The files


def test_tables_are_those_listed_in_sources() -> None:
    data = files("zxclean").joinpath("data")
    listed = re.findall(
        r"^\| `(\S+)` \| (\d+) \| `(\w{64})` \|$",
        data.joinpath("SOURCES.md").read_text("utf-8"),
        re.M,
    )
    assert len(listed) == 19
    for name, size, digest in listed:
        content = data.joinpath(name).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (int(size), digest), name


def test_rebuild_gives_the_same_bytes() -> None:
    require(*SOURCES)
    script = ROOT / "scripts" / "build_tables.py"
    run = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_altered_source_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    require("jieba")
    spec = importlib.util.spec_from_file_location(
        "table_sources", ROOT / "scripts" / "table_sources.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    jieba = module.PACKAGES[2]
    altered = jieba._replace(files={"jieba/dict.txt": "0" * 64, "jieba/none.txt": "1" * 64})
    unknown = jieba._replace(name="no-such-distribution")
    with pytest.raises(module.SourceError) as caught:
        module.read_sources([altered, unknown])
    message = str(caught.value)
    assert "jieba/dict.txt has sha256 7197c3211ddd" in message and "expected 0000" in message
    assert "jieba/none.txt is absent" in message
    assert "pip install no-such-distribution==0.42.1" in message


def test_importing_loads_no_table() -> None:
    code = (
        "from zxclean import tables as t;"
        "print([f.cache_info().currsize for f in vars(t).values() if hasattr(f, 'cache_info')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.strip("[]\n").split(", ")) == {"0"}


@pytest.mark.parametrize(
    "load",
    [
        tables.fold_table,
        tables.traditional_only,
        tables.simplified_only,
        tables.common_rank,
        lambda: tables.char_table("tw2s"),
        lambda: tables.conversion("t2hk")[0].chars,
    ],
)
def test_tables_cover_all_code_points_and_are_read_only(
    load: Callable[[], np.ndarray[tuple[int, ...], np.dtype[np.generic]]],
) -> None:
    table = load()
    assert table.shape == (0x110000,)
    with pytest.raises(ValueError, match="read-only"):
        table[0x4E00] = table[0x4E01]


# Folding


def test_folding_twice_changes_nothing_more() -> None:
    table = tables.fold_table()
    assert np.array_equal(table[table], table)
    assert table.max() < 0x110000
    assert not ((table >= 0xD800) & (table < 0xE000)).any()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("區委政協會議", "区委政协会议"),
        ("為爲 裡裏 衞衛 説說 臺台 羣群 着著", "为为 里里 卫卫 说说 台台 群群 着著"),
        ("経済発展の対応", "经济发展の对应"),
        ("沙家浜 芸 弁 欠 予", "沙家浜 芸 弁 欠 予"),
        ("乾隆 瞭望 慰藉 覆盖", "干隆 瞭望 慰藉 覆盖"),
        ("\u2f42\u2f8f\u2fa8 \u2ed3\u2ea0\u2ec5", "文行门 长民见"),
        ("\uf900\ufa0e\U0002f800", "岂\ufa0e丽"),
        ("\uff21\uff0c\uff1a\uff08\uff5e\uff5e\u3002\u3001\u201c", "A,:(~~\u3002\u3001\u201c"),
        ("\u3000\u00a0\u2003\u202f\u205f|\u200b\u1680\t\n", "     |\u200b\u1680\t\n"),
        ("\ud800\udfff\ufffd", "\ufffd\ufffd\ufffd"),
        ("abc é ① ㎡ … 한 \uff76 😀", "abc é ① ㎡ … 한 \uff76 😀"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_leaves_simplified_text_alone() -> None:
    keys = "".join(tables.phrase_table("s2t"))
    changed = sum(a != b for a, b in zip(keys, fold(keys), strict=True))
    # 455 of 150,883: 乾 of 乾隆, and the Traditional characters in OpenCC's own keys (內 査 淨).
    assert changed / len(keys) < 0.004


# Script of a character


def test_script_tables_are_disjoint_and_leave_out_shared_characters() -> None:
    traditional, simplified = tables.traditional_only(), tables.simplified_only()
    assert not (traditional & simplified).any()
    for char in "著乾瞭於徵夥藉覆台后里余于并群恒床峰只面干系霉么":
        assert not traditional[ord(char)] and not simplified[ord(char)], char
    for char in "後裡裏臺為爲衞説綫羣麼這個們來區會":
        assert traditional[ord(char)], char
    for char in "国会学体听坏儿这个们来区为义":
        assert simplified[ord(char)], char


@pytest.mark.parametrize(("seed", "script"), [(0, "s"), (1, "s"), (2, "s"), (3, "t"), (4, "t")])
def test_script_tables_tell_the_script_of_the_seeds(seed: int, script: str) -> None:
    (path,) = (ROOT / "seeds").glob(f"{seed:03}_*.txt")
    codes = np.array([ord(char) for char in path.read_text("utf-8", "replace")])
    traditional = int(tables.traditional_only()[codes].sum())
    simplified = int(tables.simplified_only()[codes].sum())
    if script == "s":
        assert simplified > 500 and traditional == 0
    else:
        # What is left in Simplified there are quotations and garbled stretches.
        assert traditional > 500 and simplified < 20


# Readings and ranks


def test_readings() -> None:
    readings = tables.readings()
    assert {"xié"} == readings["協"] == readings["协"]
    assert {"qū", "ōu"} <= readings["区"]
    assert "lǜ" in readings["率"] and "nǚ" in readings["女"] and "de" in readings["的"]
    assert readings["〇"] and readings["\u3400"] == {"qiū"} and readings["\U00020005"] == {"hài"}
    assert "a" not in readings and "" not in readings and "区委" not in readings
    assert len(list(readings)) == len(readings) == 41_233
    with pytest.raises(KeyError):
        readings["x"]


def test_readings_are_plain_letters_and_tone_marked_vowels() -> None:
    letters = {letter for found in tables.readings().values() for one in found for letter in one}
    assert letters - set("abcdefghijklmnopqrstuvwxyzü") == set("āáǎàēéěèīíǐìōóǒòūúǔùǘǚǜḿńňǹ")
    assert all(unicodedata.is_normalized("NFC", letter) for letter in letters)


def test_the_most_frequent_reading_is_listed_first() -> None:
    listed = tables.readings().listed
    assert [listed(char)[0] for char in "行不的吗"] == ["xíng", "bù", "de", "ma"]
    assert listed("a") == listed("") == listed("中国") == []
    assert all(set(listed(char)) == tables.readings()[char] for char in "率行中")


def test_common_rank() -> None:
    ranks = tables.common_rank()
    known = np.sort(ranks[ranks > 0])
    assert np.array_equal(known, np.arange(1, len(known) + 1)) and len(known) == 5_749
    assert all(0 < ranks[ord(char)] <= 200 for char in "的一是不了在人有我他")
    assert ranks[ord("澄")] > 2_000
    assert ranks[ord("發")] == 0 and ranks[ord(fold("發"))] > 0
    # UTF-8 read as GBK: common in jieba's list, not in Chinese.
    assert all(not 0 < ranks[ord(char)] < 4_000 for char in "锛涓浣浜鐨勬槸銆杩")


# Script conversion


def convert(text: str, stages: tuple[Stage, ...]) -> str:
    """The plain converter that the docstring of `conversion` describes."""
    for stage in stages:
        out = list(map(chr, stage.chars[[ord(char) for char in text]]))
        taken = [False] * len(text)
        for length in sorted({len(phrase) for phrase in stage.phrases}, reverse=True):
            for start in range(len(text) - length + 1):
                span = slice(start, start + length)
                if text[span] in stage.phrases and not any(taken[span]):
                    out[span] = stage.phrases[text[span]]
                    taken[span] = [True] * length
        text = "".join(out)
    return text


def sample_texts(config: str, count: int) -> list[str]:
    """Phrases that overlap, phrases side by side, Han at random, separators in between.

    In the texts for s2t, 102 of 800 come out differently when phrases are matched from left to
    right instead of longest first.
    """
    chance = random.Random(config)
    own = sorted(tables.phrase_table(config))
    # As many of the few phrases of tw2s as of the many of s2t, or they would hardly be drawn.
    phrases = sorted(tables.phrase_table("s2t")) + own * (49_000 // max(len(own), 1))
    starting: dict[str, list[str]] = {}
    for phrase in phrases:
        starting.setdefault(phrase[0], []).append(phrase)
    changing = np.flatnonzero(tables.char_table(config) != np.arange(0x110000)).tolist()
    separators = " \t\n-,.?!*\u3000\uff0c\u3002\u3001\u201c\u2026\uff0e\u00b7aA1\U0001f600"
    texts = []
    for _ in range(count):
        text = ""
        while len(text) < 30:
            kind = chance.randrange(4)
            if kind == 0 and text and text[-1] in starting:
                text += chance.choice(starting[text[-1]])[1:]
            elif kind == 1:
                text += chr(chance.choice(changing)) + chr(chance.randrange(0x4E00, 0x9FFF))
            elif kind == 2 and chance.random() < 0.3:
                text += chance.choice(separators)
            else:
                text += chance.choice(phrases)
        texts.append(text)
    return texts


@pytest.fixture(scope="module")
def opencc() -> Callable[[str], Callable[[str], str]]:
    require("opencc-python-reimplemented")
    # By file: the official opencc wheel would be imported under the same name.
    path = distribution("opencc-python-reimplemented").locate_file("opencc/opencc.py")
    spec = importlib.util.spec_from_file_location("opencc_python_reimplemented", str(path))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def converter(config: str) -> Callable[[str], str]:
        convert: Callable[[str], str] = module.OpenCC(config).convert
        return convert

    return converter


@pytest.mark.parametrize("config", CONFIGS)
def test_conversion_gives_the_output_of_opencc(
    config: str, opencc: Callable[[str], Callable[[str], str]]
) -> None:
    expected, stages = opencc(config), tables.conversion(config)
    for text in sample_texts(config, 800):
        assert convert(text, stages) == expected(text)


@pytest.mark.parametrize("config", CONFIGS)
def test_every_character_converts_like_opencc(
    config: str, opencc: Callable[[str], Callable[[str], str]]
) -> None:
    expected = opencc(config)
    table = tables.char_table(config)
    # One separator after each character, so that none stands in a phrase.
    changing = np.flatnonzero(table != np.arange(0x110000)).tolist()
    codes = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *changing]
    for start in range(0, len(codes), 500):
        part = codes[start : start + 500]
        assert expected(",".join(map(chr, part))) == ",".join(map(chr, table[part])), hex(part[0])


@pytest.mark.parametrize("config", CONFIGS)
def test_phrases_keep_their_length_and_hold_no_separator(config: str) -> None:
    for stage in tables.conversion(config):
        for phrase, value in stage.phrases.items():
            assert len(phrase) == len(value) >= 2
            assert not re.search(r"[\s\-,.?!*\u3000-\u3003\uff00-\uff0f\u2014\u2026]", phrase)


def test_conversion_by_config() -> None:
    assert convert("头发发展和皇后后面", tables.conversion("s2t")) == "頭髮發展和皇后後面"
    assert convert("這裡的臺灣", tables.conversion("tw2s")) == "这里的台湾"
    assert convert("著作和藉口", tables.conversion("t2s")) == "著作和借口"
    assert convert("着力为群众", tables.conversion("s2tw")) == "著力為群眾"
    assert convert("着力为群众", tables.conversion("s2hk")) == "着力為羣眾"
    assert tables.phrase_table("t2tw") == {}
    assert len(tables.phrase_table("tw2s")) == 68 + 277


def test_unknown_conversion_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'s2twp'.*hk2s, s2hk, s2t, s2tw, t2hk, t2s, t2tw, tw2s"):
        tables.conversion("s2twp")
