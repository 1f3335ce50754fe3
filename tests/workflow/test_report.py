"""The methods section of a paper: its numbers are those of the data, in every state of a corpus."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
import voters
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.facts import facts_of
from communique.workflow.report import Report, report_of
from communique.workflow.report_format import as_latex, as_markdown
from communique.workspace import Corpus, UnsoundCorpusError
from paths import ROOT


@cache
def ours() -> Report:
    return report_of(Corpus.open(ROOT))


def words(report: Report) -> str:
    return " ".join(sentence for _, sentences in report.parts for sentence in sentences)


def of(root: Path) -> Report:
    return report_of(Corpus.open(root))


def adjudicated(layer: str) -> list[dict[str, Any]]:
    path = ROOT / f"annotations/adjudicated/{layer}.json"
    return json.loads(path.read_text(encoding="utf-8"))["decisions"]


def test_sizes_and_cleaning_are_those_of_the_clean_files():
    documents = [
        json.loads(p.read_text()) for p in sorted((ROOT / "corpus/clean").glob("???.json"))
    ]
    sizes = ours().figures.sizes
    assert sizes.documents == len(documents)
    assert sizes.characters == sum(len(d["text"]) for d in documents)
    blocks = [b["type"] for d in documents for b in d["blocks"]]
    assert sizes.paragraphs == blocks.count("paragraph")
    removed = [r for d in documents for r in d["removed"]]
    assert sizes.reasons == Counter(r["reason"] for r in removed)
    assert sizes.removed_characters == sum(r["raw_end"] - r["raw_start"] for r in removed)
    assert f"It removed {len(removed)} passages" in words(ours())


def test_adjudication_is_counted_from_the_files_of_decisions():
    for layer in ours().figures.layers:
        found = adjudicated(layer.layer)
        kept = [d["decision"] for d in found if d["outcome"] == "kept"]
        assert (layer.kept, layer.ways) == (len(kept), Counter(kept))
        assert layer.rejected == len(found) - len(kept)
        assert f"{layer.layer} has {len(kept)} labels" in words(ours())
    by = Counter(d["by"] for x in ours().figures.layers for d in adjudicated(x.layer) if d["by"])
    assert {a.id: a.decisions for a in ours().figures.annotators if a.decisions} == by


def test_the_table_has_the_agreement_that_is_published():
    newest = sorted((ROOT / "releases").iterdir())[-1]
    published = json.loads((newest / "agreement.json").read_text())
    alphas = {
        (layer["layer"], q["question"]): q["alpha"]["value"]
        for layer in published["layers"]
        for q in layer["questions"]
    }
    assert ours().table is not None
    rows = {(r[0], r[1]): r[4] for r in ours().table.rows}
    for key, alpha in alphas.items():
        assert rows[key] == ("none (no variation)" if alpha is None else f"{alpha:.3f}")


def test_models_are_named_as_models_and_people_as_people(tmp_path: Path):
    assert "No annotator is a person" in words(ours())
    people = of(mini.write_corpus(tmp_path, voters.two_readings()))
    assert "2 annotators (people) annotated: ann-1, ann-2." in words(people)
    assert "model" not in words(people)


def test_what_waits_for_a_decision_is_said_and_not_counted(tmp_path: Path):
    root = mini.write_corpus(tmp_path, voters.two_readings())
    report = of(root)
    state = AdjudicationState(Corpus.open(root))
    for layer, figures in zip(state.corpus.schema.layers, report.figures.layers, strict=True):
        outcome = state.resolve(layer)
        assert figures.open == len(outcome.open) > 0
    waiting = report.figures.layers[0].open
    assert f"{waiting} item waits for a decision and is not counted" in words(report)


def test_a_single_pass_is_a_label_and_needs_no_decision(tmp_path: Path):
    report = of(mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]}))
    names = report.figures.layers[0]
    assert (names.kept, names.ways, names.open) == (4, {"single": 4}, 0)
    assert report.table is None
    assert "agreement needs two" in words(report)


def test_a_corpus_without_annotations_or_splits_has_a_report(tmp_path: Path):
    report = of(mini.write_corpus(tmp_path))
    assert "No document is annotated yet." in words(report)
    assert "The corpus is not divided." in words(report)
    assert "no agreement to speak of" in words(report)
    assert "has 1 document with" in words(report)


def test_a_document_that_is_not_cleaned_is_no_part_of_a_report(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    (root / "corpus/clean/one.json").unlink()
    (root / "corpus/clean").rmdir()
    with pytest.raises(UnsoundCorpusError, match="clean-missing"):
        of(root)
    facts = facts_of(Corpus.open(root), with_uncleaned=True)
    assert (facts.sources, facts.n_uncleaned, facts.placements) == ([], 1, {})


def test_splits_that_do_not_fit_are_said(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    broken.edit(root / "schema/corpus.yaml", "name: mini", "name: mini\nsplits: {train: [two]}")
    assert "The splits do not fit the documents" in words(of(root))


def test_nothing_is_told_of_a_corpus_that_was_not_read_completely(tmp_path: Path):
    root = mini.write_corpus(tmp_path, voters.two_readings())
    (root / "annotations/names/ann-2.json").write_text("[")
    with pytest.raises(UnsoundCorpusError):
        of(root)


HOSTILE = r"50% of A_B & {C} #1 $x^2$ ~ \input{/etc/passwd} <script> | `rm` **b** [l](u) -- ''q''"


def hostile(tmp_path: Path) -> Report:
    root = mini.write_corpus(tmp_path, voters.two_readings())
    title = json.dumps(HOSTILE + "\u202e")
    broken.edit(root / "schema/corpus.yaml", "name: mini", f"name: mini\ntitle: {title}")
    return of(root)


def test_latex_means_every_character_as_itself(tmp_path: Path):
    for report in (ours(), hostile(tmp_path)):
        text = as_latex(report)
        assert "\u202e" not in text
        code = "\n".join(x for x in text.split("\n") if not x.startswith("%"))
        assert balanced(code)
        assert code.count(r"~\cite{") == 1
        assert not re.search(r"(?<!\\)[#$^_%~]", re.sub(r"~\\cite\{\w+\}", "", code))
        known = "paragraph cite begin end scriptsize setlength tabcolsep caption hline linewidth"
        known += " textbackslash textasciitilde textasciicircum textless textgreater textbar char"
        assert set(re.findall(r"\\([a-z]+)", code.replace(r"\\", ""))) <= set(known.split())
        begun, ended = (re.findall(rf"\\{w}{{(\w+)}}", code) for w in ("begin", "end"))
        assert begun == ["table", "tabular"]
        assert begun == ended[::-1]
        body = code[code.index(r"\begin{tabular}") :]
        n_columns = body.split("\n")[0].count("p{")
        rows = [x for x in body.split("\n") if " & " in x]
        assert {len(re.findall(r"(?<!\\)&", row)) for row in rows} == {n_columns - 1}


def balanced(code: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", code.replace(r"\\", "")):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def test_markdown_means_every_character_as_itself(tmp_path: Path):
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(as_markdown(hostile(tmp_path)))
    inline = [t for t in tokens if t.type == "inline"]
    assert HOSTILE in " ".join("".join(c.content for c in t.children or []) for t in inline)
    kinds = {c.type for t in inline for c in t.children or []}
    assert kinds == {"text", "strong_open", "strong_close"}
    assert [t.type for t in tokens if t.type == "fence"] == ["fence"]
    assert not any(t.type == "html_block" for t in tokens)


def test_every_sentence_and_every_row_is_in_all_formats(tmp_path: Path):
    report = ours()
    assert report.table is not None
    for text, escaped in ((as_markdown(report), r"\_"), (as_latex(report), r"\_")):
        for row in report.table.rows:
            assert all(cell.replace("_", escaped).replace("%", "") in text for cell in row)
        assert text.count("communique_2026") >= 1


def test_a_command_takes_one_format(communique: Any, tmp_path: Path):
    root = mini.write_corpus(tmp_path, voters.two_readings())
    done = communique("report", "--latex", "--json", "--corpus", root)
    assert (done.returncode, done.stdout) == (2, "")
    figures = json.loads(communique("report", "--json", "--corpus", root).stdout)
    assert figures["sizes"]["documents"] == 1
    assert communique("report", "--latex", "--corpus", root).stdout == as_latex(of(root))
