"""Texts that no one would write: nothing fails, nothing is lost, memory stays flat."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from communique.cleaning import POLICIES, clean, kept_lines

Run = Callable[..., subprocess.CompletedProcess[str]]
SENTENCE = "The council said on Tuesday that the harbour wall would have to be rebuilt at last."
CJK = "港の壁は百年の間町を守ってきたが、町議会は火曜日に建て直すと発表した。" * 6
PROGRAM = """
import io, os, sys
from communique.workflow.clean_stream import filter_lines
out = open(os.devnull, "wb")
code = filter_lines(0, out, "page")
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(code, peak.split()[1])
"""


def answers(done: subprocess.CompletedProcess[str]) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n\u00a0",
        "\x00",
        f"a\x00b\n{SENTENCE}\x00",
        f"\u202e{SENTENCE}\u202c\n\u2066x\u2069\n\u200b\u200d\ufeff\n{SENTENCE}",
        CJK,
        f"{CJK}\n\n{CJK[::-1]}",
        "\n" * 10_000,
        "\ud800",
        "👩‍👩‍👧‍👦" * 3000,
    ],
)
def test_what_is_neither_removed_nor_kept_is_white_space(text: str, policy: str) -> None:
    made = clean(text, policy)
    left = list(text)
    for removed in made.removed:
        left[removed.raw_start : removed.raw_end] = " " * (removed.raw_end - removed.raw_start)
    for piece in (p for block in made.blocks for p in block.pieces):
        left[piece.raw_start : piece.raw_start + piece.length] = " " * piece.length
    assert "".join(left).strip() == ""


@pytest.mark.parametrize("policy", POLICIES)
def test_prose_without_blanks_is_kept(policy: str) -> None:
    raw = "\n".join((CJK, CJK[5:], CJK[9:]))
    assert kept_lines(raw, clean(raw, policy)) == raw


def test_mixed_newlines_are_all_newlines(communique: Run) -> None:
    text = f"{SENTENCE} One.\r\n{SENTENCE} Two.\r{SENTENCE} Three.\n{SENTENCE} Four."
    done = communique("clean", "-", stdin=json.dumps({"id": 1, "text": text}) + "\n")
    (answer,) = answers(done)
    assert answer["text"].split("\n") == text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def test_a_text_that_is_all_boilerplate_comes_out_empty_and_reported(communique: Run) -> None:
    text = "Post new comment\nShare on Facebook\nCopyright 2020 Port Gazette. All rights reserved."
    lines = [json.dumps({"id": n, "text": t}) for n, t in enumerate((text, "", SENTENCE))]
    done = communique("clean", "-", stdin="\n".join(lines) + "\n")
    assert done.returncode == 0
    found = answers(done)
    assert [a["text"] for a in found] == ["", "", SENTENCE]
    assert [len(a["removed"]) for a in found] == [3, 0, 0]


@pytest.mark.parametrize("policy", POLICIES)
def test_one_line_of_50_megabytes(policy: str) -> None:
    raw = (SENTENCE + " ") * (50_000_000 // (len(SENTENCE) + 1))
    made = clean(raw, policy)
    assert kept_lines(raw, made) == raw


@pytest.mark.scale
def test_a_million_lines() -> None:
    raw = "\n".join(f"{SENTENCE} {n}." for n in range(1_000_000))
    assert clean(raw).text == raw


@pytest.mark.scale
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_does_not_grow_with_the_stream() -> None:
    page = "\n".join(["Home", "Contact", "Log in", *([SENTENCE] * 40), "Privacy policy"])
    line = (json.dumps({"id": 1, "text": page}) + "\n").encode()
    peaks: list[int] = []
    for times in (500, 5000):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], input=line * times, capture_output=True, check=True
        )
        code, peak = map(int, done.stdout.split())
        assert code == 0
        peaks.append(peak)
    assert peaks[1] < 1.15 * peaks[0]


@pytest.mark.parametrize(
    "value",
    ["18446744073709551617", "[123456789012345678901234567890]", '{"a": -0.0, "b": [1e30]}'],
)
def test_numbers_pass_through_whatever_their_size(communique: Run, value: str) -> None:
    line = f'{{"id": {value}, "text": "{SENTENCE}", "more": {value}}}\n'
    (made,) = answers(communique("clean", "-", stdin=line))
    assert [json.dumps(made[key]) for key in ("id", "more")] == [json.dumps(json.loads(value))] * 2


def test_a_text_with_half_a_character_is_named(communique: Run) -> None:
    lines = ['{"text": "\\ud800"}', json.dumps({"text": SENTENCE}), '{"text": "é\\udfff"}']
    done = communique("clean", "-", stdin="\n".join(lines))
    assert done.returncode == 1
    assert [answer["text"] for answer in answers(done)] == [SENTENCE]
    assert [line.split(":")[1] for line in done.stderr.splitlines()[:2]] == [" line 1", " line 3"]
