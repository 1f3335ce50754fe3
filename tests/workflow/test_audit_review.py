"""A review of an audit: who may read, what is recorded, and what is counted."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import panel
from communique.corpus import write_json
from communique.schema import Annotator
from communique.workflow.audit import audit_corpus
from communique.workflow.audit_review import (
    ReviewError,
    begin_review,
    record_review,
    review_results,
)
from communique.workspace import Corpus

PILOT = "  - {id: fresh, type: human, role: pilot}\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = panel.corpus(tmp_path_factory.mktemp("review") / "corpus")
    schema = root / "schema/corpus.yaml"
    schema.write_text(schema.read_text().replace("  - {id: judge", f"{PILOT}  - {{id: judge"))
    corpus = Corpus.open(root)
    findings = [f for f in audit_corpus(corpus) if f.layer == "names"][:20]
    record_review(corpus, begin_review(corpus, reader(corpus, "fresh"), findings))
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "corpus")


def reader(corpus: Corpus, name: str) -> Annotator:
    return next(a for a in corpus.schema.annotators if a.id == name)


def read_by_fresh(root: Path, as_: str | None) -> None:
    """The answers of the reader: those of another pass, or nothing at all."""
    tasks: list[dict[str, Any]] = json.loads((root / "annotations/names/ann-1.json").read_text())
    if as_:
        tasks = json.loads((root / f"annotations/names/{as_}.json").read_text())
    for task in tasks:
        for made in task["annotations"]:
            made |= {"completed_by": "fresh", "updated_by": "fresh"}
            if as_ is None:
                made["result"] = []
    write_json(root / "annotations/names/fresh.json", tasks)


def test_before_the_reading_every_finding_is_open(root: Path):
    (result,) = review_results(Corpus.open(root))
    assert (result.reader, result.counts.read, result.counts.precision) == ("fresh", 0, None)


def test_a_reader_who_marks_nothing_decides_every_span_in_another_way(root: Path):
    read_by_fresh(root, None)
    (result,) = review_results(Corpus.open(root))
    spans = [v for v in result.verdicts if v.finding.uid]
    assert spans
    assert {v.outcome for v in spans} == {"differs"}
    assert {v.outcome for v in result.verdicts if not v.finding.uid} <= {"agrees"}
    assert result.counts.precision == len(spans) / 20


def test_the_share_is_that_of_the_findings_that_were_read(root: Path, communique: Any):
    read_by_fresh(root, "test")
    (result,) = review_results(Corpus.open(root))
    differ = result.counts.differ
    agree = result.counts.read - differ
    assert differ
    assert agree
    assert result.counts.precision == differ / (differ + agree)
    done = communique("audit", "--reviewed", "--corpus", root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        f"fresh: {differ + agree} of 20 findings read, {differ} decided in another way (precision"
    )
    listed = json.loads(communique("audit", "--reviewed", "--json", "--corpus", root).stdout)
    assert listed[0]["precision"] == result.counts.precision
    assert len(listed[0]["verdicts"]) == 20


def test_a_review_that_has_begun_keeps_its_findings(root: Path):
    corpus = Corpus.open(root)
    findings = audit_corpus(corpus)[:5]
    assert len(begin_review(corpus, reader(corpus, "fresh"), findings).findings) == 20


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ann-1", "has the role annotator"),
        ("judge", "has the role adjudicator"),
        ("test", "has read names of one, names of two before"),
    ],
)
def test_only_a_reader_without_a_vote_who_has_read_nothing_may_review(
    root: Path, communique: Any, name: str, message: str
):
    args = ("--layer", "names", "--top", "500", "--corpus", root)
    done = communique("audit", "--annotate", name, *args)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert message in done.stderr
    assert not (root / f"evaluation/audit/{name}.json").exists()


def test_a_broken_file_of_a_review_is_named(root: Path, communique: Any):
    (root / "evaluation/audit/fresh.json").write_text("{")
    done = communique("audit", "--reviewed", "--corpus", root)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "evaluation/audit/fresh.json cannot be read" in done.stderr
    with pytest.raises(ReviewError):
        list(review_results(Corpus.open(root)))


def test_the_file_of_a_review_is_no_problem_of_the_corpus(root: Path, communique: Any):
    before = communique("check", "--corpus", root).stdout
    shutil.rmtree(root / "evaluation")
    assert communique("check", "--corpus", root).stdout == before
