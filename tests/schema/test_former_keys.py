"""Former names of schema keys: read with a warning, renamed in the file on request."""

from pathlib import Path

import pytest

import broken
from communique.checks import run
from communique.schema import YamlError, load_schema, read_schema
from communique.schema.former_keys import with_current_keys

FORMER = """\
# a comment that stays
name: mini
annotators: [{id: ann-1, type: human}]
shared_phrases: [the harbour of Port Town]  # another
targets: [tax, trade]
layers:
  - name: names
    unit: span
    uid: name_uid
    preannotate: [gazetteer, {"pass": ann-1}]
    labels: [person, place]
    attributes:
      - {name: reading, values: [a, b], only: [place], agree: false}
      - name: unsure
        values: [unsure]
        signal: unsure
      - {name: lost, level: document, values: [x], signal: cannot_judge, required: never}
      - name: gone
        level: document
        values: [x]
        signal: cannot_judge
      - {name: lean, level: document, per: targets, values: [for, against]}
"""
CURRENT = """\
# a comment that stays
name: mini
annotators: [{id: ann-1, type: human}]
allowed_overlap: [the harbour of Port Town]  # another
targets: [tax, trade]
layers:
  - name: names
    unit: span
    uid_column: name_uid
    preannotate: [gazetteer, {annotator: ann-1}]
    labels: [person, place]
    attributes:
      - {name: reading, values: [a, b], labels: [place], counts_for_agreement: false}
      - name: unsure
        values: [unsure]
        about: annotation
      - {name: lost, level: document, values: [x], about: annotation, skips_document: true, required: never}
      - name: gone
        level: document
        values: [x]
        about: annotation
        skips_document: true
      - {name: lean, level: document, for_each: targets, values: [for, against]}
"""  # noqa: E501


def written(folder: Path, text: str) -> Path:
    path = folder / "corpus.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_former_keys_mean_what_the_current_ones_mean(tmp_path: Path):
    schema, former = read_schema(written(tmp_path, FORMER))
    assert schema == load_schema(written(tmp_path, CURRENT))
    assert [(key.line, key.former, key.current) for key in former] == [
        (4, "shared_phrases", "allowed_overlap"),
        (9, "uid", "uid_column"),
        (10, "pass", "annotator"),
        (13, "only", "labels"),
        (13, "agree", "counts_for_agreement"),
        (16, "signal", "about"),
        (17, "signal", "about"),
        (21, "signal", "about"),
        (22, "per", "for_each"),
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_renaming_keeps_comments_and_layout(tmp_path: Path, mark: str):
    former = read_schema(written(tmp_path, mark + FORMER))[1]
    assert with_current_keys(FORMER, former) == CURRENT
    assert read_schema(written(tmp_path, CURRENT))[1] == []


def test_both_names_of_a_key_are_refused(tmp_path: Path):
    text = FORMER.replace("only: [place]", "only: [place], labels: [person]")
    with pytest.raises(YamlError, match=r"line 13, .*labels: key given twice"):
        load_schema(written(tmp_path, text))


def test_the_command_renames_the_keys(tmp_path: Path, communique):
    root = tmp_path / "corpus"
    broken.write(root, "outdated-key")
    assert [p.id for p in run(root)] == ["outdated-key"]
    before = (root / "schema/corpus.yaml").read_text()
    done = communique("render", "--update-keys", "--corpus", root)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "schema/corpus.yaml")
    now = before.replace("agree: false", "counts_for_agreement: false")
    assert (root / "schema/corpus.yaml").read_text() == now
    assert run(root) == []
