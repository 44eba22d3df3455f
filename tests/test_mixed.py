"""Files whose lines are in different encodings, and files in one that must not be split."""

from __future__ import annotations

import random
import time

import pytest

import zxclean
from test_decode import LOST, SIMPLIFIED, TRADITIONAL
from zxclean.decode import decode

NAMES = {"gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8"}
PAIRS = [
    ("utf-8", "gbk"),
    ("gbk", "utf-8"),
    ("utf-8", "big5"),
    ("big5", "utf-8"),
    ("gbk", "big5"),
    ("big5", "gbk"),
]


def lines_for(codec: str) -> list[str]:
    return TRADITIONAL if codec == "big5" else SIMPLIFIED


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize(("before", "after"), [(1, 1), (3, 9), (20, 2)])
def test_one_file_appended_to_another(first: str, second: str, before: int, after: int) -> None:
    head = "\n".join(lines_for(first)[:before]) + "\n"
    tail = "\n".join(lines_for(second)[-after:]) + "\n"
    found = decode(head.encode(first) + tail.encode(second))
    assert found.text == head + tail, found.reason
    assert found.encoding == f"{NAMES[first]}+{NAMES[second]}"
    assert [(s.encoding, s.start, s.end, s.first_line, s.last_line) for s in found.stretches] == [
        (NAMES[first], 0, len(head), 1, before),
        (NAMES[second], len(head), len(head + tail), before + 1, before + after),
    ]
    assert found.undecodable == 0
    assert "lines in different encodings: 1" in found.reason


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_alternating_lines(first: str, second: str) -> None:
    pairs = list(zip(lines_for(first), lines_for(second), strict=True))
    raw = b"".join(f"{a}\n".encode(first) + f"{b}\r\n".encode(second) for a, b in pairs)
    found = decode(raw)
    assert found.text == "".join(f"{a}\n{b}\r\n" for a, b in pairs), found.reason
    assert [s.encoding for s in found.stretches] == [NAMES[first], NAMES[second]] * len(pairs)


@pytest.mark.parametrize(("first", "second"), PAIRS[:4])
def test_the_border_may_be_inside_a_line(first: str, second: str) -> None:
    for n in range(0, 20, 3):
        head = "\n".join(lines_for(first)[n : n + 3])
        tail = "\n".join(lines_for(second)[n : n + 3])
        found = decode(head.encode(first) + tail.encode(second))
        assert found.text == head + tail, found.reason
        assert [(s.first_line, s.last_line) for s in found.stretches] == [(1, 3), (3, 5)]


def test_ascii_lines_go_with_what_is_before_them() -> None:
    text = ["<html>\n", SIMPLIFIED[0] + "\n", "plain\n", SIMPLIFIED[1] + "\n", "end\n"]
    found = decode("".join(text[:3]).encode() + "".join(text[3:]).encode("gbk"))
    assert [found.text[s.start : s.end] for s in found.stretches] == [
        "".join(text[:3]),
        "".join(text[3:]),
    ]


@pytest.mark.parametrize("declared", ["gbk", "utf-8"])
def test_a_label_that_fits_one_part_does_not_spoil_the_other(declared: str) -> None:
    head, tail = "\n".join(SIMPLIFIED[:9]) + "\n", "\n".join(SIMPLIFIED[9:])
    found = decode(head.encode() + tail.encode("gbk"), declared)
    assert found.text == head + tail
    assert found.encoding == "utf-8+gb18030"


def test_a_mark_at_the_start_is_removed_and_offsets_move() -> None:
    head, tail = SIMPLIFIED[0] + "\n", SIMPLIFIED[1]
    found = decode(b"\xef\xbb\xbf" + head.encode() + tail.encode("gbk"))
    assert found.text == head + tail
    assert [(s.start, s.end) for s in found.stretches] == [
        (0, len(head)),
        (len(head), len(head + tail)),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "big5"])
@pytest.mark.parametrize("damage", [0, 1, 5, 20])
def test_files_in_one_encoding_stay_whole(codec: str, damage: int) -> None:
    choice = random.Random(damage)
    for start in range(0, 20, 4):
        raw = bytearray("\n".join(lines_for(codec)[start:]).encode(codec))
        for _ in range(damage * len(raw) // 1000 + bool(damage)):
            place = choice.randrange(len(raw))
            raw[place : place + choice.randrange(2)] = bytes(choice.choices(range(256), k=1))
        found = decode(bytes(raw))
        assert found.stretches == ()
        assert found.encoding == NAMES[codec], found.reason


def test_bytes_that_are_no_text_do_not_split_a_file() -> None:
    choice = random.Random(1)
    good = "\n".join(SIMPLIFIED).encode()
    for size in (8, 40, 400):
        noise = bytes(choice.choices(range(0x80, 0x100), k=size))
        found = decode(good + b"\n" + noise + b"\n" + good)
        assert found.encoding == "utf-8"
        assert found.text.startswith("\n".join(SIMPLIFIED))
        assert found.text.endswith("\n".join(SIMPLIFIED))


def test_the_document_says_which_lines_were_what() -> None:
    head = "重慶市區\u0028q\u016b\u0029政協開會\n第二行是說明\n"
    tail = "全体委员参加了会议\u3002"
    doc = zxclean.clean(head.encode() + tail.encode("gbk"))
    assert doc.encoding == "utf-8+gb18030"
    assert doc.source == head + tail
    assert zxclean.undo(doc.text, doc.changes) == doc.source
    assert zxclean.Document.from_json(doc.to_json()) == doc
    notes = [note for note in doc.notes if note.normalizer == "decode"]
    assert [note.rule for note in notes] == [
        "decode.utf-8+gb18030",
        "decode.utf-8",
        "decode.gb18030",
    ]
    assert "1 to 2 utf-8, 3 gb18030" in notes[0].message
    assert [doc.source[slice(*note.source_span)] for note in notes[1:]] == [head, tail]
    assert doc.text[slice(*notes[0].span)] == doc.text
    assert doc.text[slice(*notes[2].span)] == tail


def test_many_stretches_take_linear_time() -> None:
    unit = f"{SIMPLIFIED[0]}\n".encode() + f"{SIMPLIFIED[1]}\n".encode("gbk")
    times = []
    for count in (1_000, 4_000):
        start = time.process_time()
        found = decode(unit * count)
        times.append(time.process_time() - start)
        assert len(found.stretches) == 2 * count
        assert LOST not in found.text
        assert f"{2 * count - 20} more stretches" in found.reason
    assert times[1] < 12 * times[0] + 0.1
