"""Relations on an adjudicator's page: the real page keeps all labels and both directions."""

import json
from pathlib import Path

import pytest

import linked
from communique.label_studio import read_export
from communique.records import Record
from communique.records.relation import relations_of
from communique.schema import load_schema
from person import Person

pytestmark = [pytest.mark.server, pytest.mark.browser]


def test_relations_are_shown_and_submitted_as_they_are(tmp_path: Path, studio, browser):
    root = linked.corpus(
        tmp_path, [("r1", "r4", "praises"), ("r4", "r1", "denies")], [("r1", "r4", "denies")]
    )
    run = studio(root)
    assert run("annotate", "judge").returncode == 0
    person = Person(browser, root, "judge")
    person.open(1)
    person.submit()
    person.close()
    assert run("pull", "judge").returncode == 0
    path = root / "annotations/adjudicated/exports/names/judge.json"
    schema = load_schema(root / "schema/corpus.yaml")
    records = [r for r in read_export(path, schema) if isinstance(r, Record)]
    assert sorted(x.label for r in records for x in relations_of(r)) == [
        "denies",
        "denies",
        "praises",
    ]
    done = run("adjudicate", "--layer", "names", "--json")
    (counts,) = json.loads(done.stdout)
    assert counts["relations"]["open"] == 0
    assert ("kept", "adjudicated") in {x[3:] for x in linked.relations(root)}
