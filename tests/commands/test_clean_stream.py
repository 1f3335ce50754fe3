"""`communique clean -`: what comes out of JSON lines."""

import json
import re
import subprocess
from collections.abc import Callable

Run = Callable[..., subprocess.CompletedProcess[str]]
LONG = (
    "The harbour wall at Port Town has stood for a hundred years, and the council said on Tuesday "
    "that it would have to be rebuilt before the winter storms come in from the north again."
)
TEXTS = [
    f"  Storm closes the harbour \nBy Ada Byron\n\n{LONG}\n"
    f"Share this article\n\t{LONG[:-1]}, all agreed.",
    "\r\n".join(("😀 Wall", LONG, "Advertisement", f"{LONG} 👩‍👩‍👧 More.", "© 2020 Port Gazette")),
    "\n".join(f"{LONG[k:]} {LONG}"[:70].strip() + "\n" + LONG[70:140].strip() for k in (0, 8, 20)),
    "",
]


def answers(done: subprocess.CompletedProcess[str]) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_offsets_of_blocks_fit_the_text_that_is_put_out(communique: Run) -> None:
    stdin = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(TEXTS))
    for policy in ("extracted", "page"):
        done = answers(communique("clean", "-", "--policy", policy, stdin=stdin))
        for source, answer in zip(TEXTS, done, strict=True):
            raw, text = source.replace("\r\n", "\n"), answer["text"]
            covered = [False] * len(text)
            for block in answer["blocks"]:
                words = raw[block["raw_start"] : block["raw_end"]].split()
                assert text[block["start"] : block["end"]].split() == words
                for start, raw_start, length in block["pieces"]:
                    assert text[start : start + length] == raw[raw_start : raw_start + length]
                    covered[start : start + length] = [True] * length
            assert all(c.isspace() for c, known in zip(text, covered, strict=True) if not known)


def test_other_keys_pass_through(communique: Run) -> None:
    record = {"url": "x", "n": 2**80, "deep": {"a": [None, 1.5]}, "odd": "\ud83d", "text": LONG}
    (answer,) = answers(communique("clean", "-", stdin=json.dumps(record) + "\n"))
    assert {key: answer[key] for key in record} == record
    assert answer["id"] is None
    stale = {"id": 1, "text": LONG, "blocks": "old", "removed": "old", "lines": "mine"}
    (answer,) = answers(communique("clean", "-", stdin=json.dumps(stale) + "\n"))
    assert (len(answer["blocks"]), answer["removed"], answer["lines"]) == (1, [], "mine")


def test_reasons_name_every_line_that_is_not_empty(communique: Run) -> None:
    record = json.dumps({"id": 1, "text": TEXTS[0]})
    (answer,) = answers(communique("clean", "-", "--reasons", stdin=record + "\n"))
    assert [line["line"] for line in answer["lines"]] == [1, 2, 4, 5, 6]
    assert [line["kept"] for line in answer["lines"]] == [True, True, True, False, True]
    assert answer["lines"][3] == {
        "line": 5,
        "kept": False,
        "reason": "share",
        "rule": "share-this",
    }
    (plain,) = answers(communique("clean", "-", stdin=record + "\n"))
    assert "lines" not in plain
    assert communique("clean", "--reasons").returncode == 2


def test_an_unusual_share_is_named_with_its_rule(communique: Run) -> None:
    notices = [f"© {year} Port Gazette. All rights reserved." for year in range(2001, 2021)]
    lines = [json.dumps({"id": 1, "text": t}) for t in (LONG, "\n".join((LONG, *notices)))]
    done = communique("clean", "-", stdin="\n".join(lines) + "\n")
    assert done.returncode == 0
    assert re.search(r"more than 30% of 1 text was removed: line 2: \d+% removed", done.stderr)
    assert "policy extracted, most of it by copyright-line" in done.stderr
    assert communique("clean", "-", stdin=lines[0] + "\n").stderr == ""
