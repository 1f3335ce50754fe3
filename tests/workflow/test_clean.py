"""A document's own policy and rules in corpus/cleaning.yaml."""

import json
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.checks import run
from communique.corpus import write_atomic
from communique.workflow.clean import clean_corpus
from communique.workspace import Corpus, UnsoundCorpusError

RULE = "{id: waits, reason: promotion, pattern: 'rome replied .*'}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    mini.write_corpus(tmp_path)
    broken.add_second(tmp_path)
    return tmp_path


def rules(root: Path, text: str) -> None:
    write_atomic(root / "corpus/cleaning.yaml", text)


def cleaned(root: Path, policy: str = "extracted") -> dict[str, Any]:
    made, refused = clean_corpus(Corpus.open(root), policy)
    assert refused == []
    return {one.document.doc_id: one.document for one in made}


def hashes(documents: dict[str, Any]) -> dict[str, str]:
    return {doc_id: d.cleaner["config_sha256"] for doc_id, d in documents.items()}


def test_a_document_keeps_its_own_policy_whatever_the_default_is(root: Path):
    extracted, page = hashes(cleaned(root)), hashes(cleaned(root, "page"))
    assert extracted["one"] != page["one"]
    rules(root, "documents:\n  one: {policy: page}\n")
    assert hashes(cleaned(root)) == {"one": page["one"], "two": extracted["two"]}
    assert hashes(cleaned(root, "page")) == page
    rules(root, "documents:\n  one: {policy: conservative}\n")  # the former name
    assert hashes(cleaned(root, "page")) == {"one": extracted["one"], "two": page["two"]}


def test_a_rule_of_one_document_holds_there_alone(root: Path):
    (root / "corpus/raw/two.txt").write_text(broken.SECOND + "\nRome replied at once to that.\n")
    digest = broken.sha256((root / "corpus/raw/two.txt").read_bytes()).hexdigest()
    before = broken.sha256(broken.SECOND.encode()).hexdigest()
    broken.edit(root / "corpus/sources.yaml", before, digest)
    plain = cleaned(root)
    rules(root, f"documents:\n  two:\n    rules:\n    - {RULE}\n")
    found = cleaned(root)
    assert found["one"] == plain["one"]
    assert "Rome replied" in plain["two"].text
    assert "Rome replied" not in found["two"].text
    assert [r.rule for r in found["two"].removed] == ["waits"]
    assert hashes(found)["two"] != hashes(plain)["two"]


def test_rules_of_all_are_tried_before_those_of_one(root: Path):
    rules(
        root, f"rules: [{RULE}]\ndocuments:\n  one: {{rules: [{RULE.replace('waits', 'own')}]}}\n"
    )
    assert "waits" in {r.rule for r in cleaned(root)["one"].removed}


def test_explain_and_rebase_take_the_documents_own_policy(root: Path, communique: Any):
    rules(root, f"documents:\n  one: {{policy: page, rules: [{RULE}]}}\n")
    shown = communique("clean", "--explain", "one", "--corpus", root)
    assert "[promotion · waits] Rome replied" in shown.stdout
    done = communique("clean", "--rebase", "one", "--corpus", root, "--json")
    assert done.returncode == 0, done.stderr
    written = json.loads((root / "corpus/clean/one.json").read_text())
    assert written["cleaner"]["config_sha256"] == hashes(cleaned(root))["one"]
    assert "Rome replied" not in written["text"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("documents:\n  nine: {policy: page}\n", 2, "documents.nine: no document 'nine'"),
        (
            "\nby_hand:\n- {document: nine, line: x, keep: true, because: y}\n",
            3,
            "by_hand.0.document: no document 'nine'",
        ),
        ("documents:\n  one:\n    policy: pages\n", 3, "documents.one.policy: unknown policy"),
        ("documents:\n  one:\n    polic: page\n", 3, "documents.one.polic: unknown key"),
        (
            "documents:\n  one:\n    rules:\n    - {id: a, reason: promotion, pattern: '('}\n",
            4,
            "documents.one.rules.0: ",
        ),
        ("rules:\n- {id: a, reason: nonsense, pattern: a}\n", 2, "rules.0: "),
    ],
)
def test_what_is_wrong_in_the_file_is_named_with_its_line(
    root: Path, communique: Any, text: str, line: int, message: str
):
    rules(root, text)
    found = [p for p in run(root) if p.id == "cleaning-invalid"]
    assert [(p.file, p.at) for p in found] == [("corpus/cleaning.yaml", f"line {line}")]
    assert found[0].message.startswith(message)
    with pytest.raises(UnsoundCorpusError):
        clean_corpus(Corpus.open(root), "extracted")
    before = (root / "corpus/clean/one.json").read_bytes()
    for option in ((), ("--explain", "one"), ("--rebase", "one")):
        done = communique("clean", *option, "--corpus", root)
        assert done.returncode == 2
        assert f"line {line}" in done.stderr
        assert "Traceback" not in done.stderr
    assert (root / "corpus/clean/one.json").read_bytes() == before


def test_a_withdrawn_document_may_be_named(root: Path):
    rules(root, "documents:\n  two: {policy: page}\n")
    broken.edit(root / "corpus/sources.yaml", "file: two.txt,", "file: two.txt, status: withdrawn,")
    assert [p for p in run(root) if p.id == "cleaning-invalid"] == []
