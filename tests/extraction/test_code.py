"""Code of a page keeps its indentation in the raw text, in the cleaned text and in the dataset."""

import json
from pathlib import Path

import pytest

import mini
from communique.cleaning import clean
from communique.extraction.page import extract_text
from communique.text.conservation import broken_pieces, unaccounted
from webpages import STORY, page

CODE = 'seen = set()\nwhile True:\n    for name in names:\n\tprint("new:", name)'
SHAPES = {
    "pre": f"<pre>{CODE}</pre>",
    "code in pre": f'<pre class="x"><code class="python">{CODE}\n</code></pre>',
    "highlighted": "<div class=highlight><pre><span></span>"
    + CODE.replace("while", "<span class='k'>while</span>").replace("    for", "<i>    for</i>")
    + "\n</pre></div>",
    "line breaks": f"<pre><code>{CODE}</code></pre>".replace("\n", "<br>"),
    "a row a line": "<pre>" + "".join(f"<div>{x}</div>" for x in CODE.split("\n")) + "</pre>",
    "hard blanks": f"<pre>{CODE}</pre>".replace("    ", "&nbsp;" * 4),
    "in a list": f"<ul><li>First:<pre>{CODE}</pre></li></ul>",
    "CRLF": f"<pre>{CODE}</pre>".replace("\n", "\r\n"),
}


def with_code(code: str) -> str:
    return page(*STORY).replace("</article>", f"{code}<p>{STORY[0]} Twice.</p></article>")


@pytest.mark.parametrize("shape", SHAPES)
def test_code_keeps_its_indentation_and_every_character_is_accounted_for(shape: str):
    raw, code = extract_text(with_code(SHAPES[shape]))
    assert f"\n{CODE}\n" in raw
    made = clean(raw, code=code)
    assert f"\n{CODE}\n" in made.text
    assert not list(unaccounted(raw, made.blocks, made.removed))
    assert not list(broken_pieces(raw, made.text, made.blocks))
    assert [b.type for b in made.blocks][-5:] == ["paragraph"] * 5


def test_a_page_without_indented_code_has_no_code():
    raw, code = extract_text(with_code("<pre>one\ntwo</pre>"))
    assert "one\ntwo" in raw
    assert code == ()
    assert extract_text(page(*STORY)) == ("\n".join(["Harbour opens", *STORY]) + "\n", ())


def test_prose_that_is_indented_is_cleaned_as_before():
    text = f"A title\n\n    {STORY[0]}\n  {STORY[1]}\n"
    assert clean(text).text == f"A title\n{STORY[0]}\n{STORY[1]}"


def test_a_block_may_begin_with_the_indentation_of_its_line_alone():
    raw, code = extract_text(with_code(SHAPES["pre"]))
    made = clean(raw, code=code)
    start = raw.index("    for name") + 4
    (block,) = [b for b in made.blocks if b.raw_start == start - 4]
    assert raw[block.raw_start : block.raw_end] == "    for name in names:"
    assert block.block_id == f"b{block.raw_start:06d}"


def test_code_is_in_the_dataset_as_on_the_page(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path / "corpus")
    (tmp_path / "code.html").write_text(with_code(SHAPES["code in pre"]))
    for verb in (("add", tmp_path / "code.html"), ("clean",)):
        done = communique(*verb, "--corpus", root)
        assert done.returncode == 0, done.stderr
    problems = json.loads(communique("check", "--corpus", root, "--json").stdout)
    assert [p["id"] for p in problems if p["document"] == "code"] == []
    done = communique("build", "--corpus", root, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr + done.stdout
    import pyarrow.parquet

    tables = [pyarrow.parquet.read_table(p) for p in (tmp_path / "out/data/documents").glob("*")]
    rows = {row["doc_id"]: row for table in tables for row in table.to_pylist()}
    assert f"\n{CODE}\n" in rows["code"]["text"]
    assert rows["code"]["language"] is None
