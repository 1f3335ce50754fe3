"""`.zenodo.json` says what CITATION.cff says, in Zenodo's names."""

import json
from pathlib import Path

import mini
from communique.release.zenodo import zenodo_text
from communique.schema import load_schema

CITATION = {
    "title": "A corpus",
    "license": "CC-BY-4.0",
    "abstract": "What it is.",
    "keywords": ["ferries"],
    "authors": [
        {"family-names": "Lim", "given-names": "Ada", "orcid": "https://orcid.org/0000-0001-2345"},
        {"name": "The maintainers", "affiliation": "A house"},
    ],
}


def made(tmp_path: Path, citation: dict[str, object], kept: dict[str, object]) -> dict[str, object]:
    root = mini.write_corpus(tmp_path / "corpus")
    schema = load_schema(root / "schema/corpus.yaml")
    return json.loads(zenodo_text(citation, kept, schema, "1.2.0", "2026-03-04"))


def test_its_fields_come_from_the_citation(tmp_path: Path):
    assert made(tmp_path, CITATION, {}) == {
        "title": "A corpus",
        "upload_type": "dataset",
        "description": "What it is.",
        "creators": [
            {"name": "Lim, Ada", "orcid": "0000-0001-2345"},
            {"name": "The maintainers", "affiliation": "A house"},
        ],
        "access_right": "open",
        "license": "cc-by-4.0",
        "keywords": ["ferries"],
        "version": "1.2.0",
        "publication_date": "2026-03-04",
    }


def test_nobody_is_invented_and_what_a_person_wrote_stays(tmp_path: Path):
    kept = {"title": "Mine", "notes": "Kept.", "version": "0.1.0"}
    found = made(tmp_path, {"title": "A corpus"}, kept)
    assert "creators" not in found
    assert (found["title"], found["notes"], found["version"]) == ("Mine", "Kept.", "1.2.0")
