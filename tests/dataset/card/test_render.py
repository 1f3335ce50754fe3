"""The card: what it says is in the package, in the data, or in the schema, and nowhere twice."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import DatasetCard

import mini
import packages
from communique.agreement import (
    alpha,
    alpha_interval,
    cohen_kappa,
    gwet_ac1,
    masi_distance,
    unitizing_alpha,
)
from communique.commands.new import scaffold
from communique.corpus import read_document
from communique.dataset.card.measures import MEASURES
from communique.dataset.features import all_features
from communique.dataset.statistics import BEGIN, END
from communique.schema import load_schema
from communique.text.overlap import words
from communique.workflow.build import dataset_files
from communique.workflow.clean import clean_corpus, write_cleaned
from communique.workspace import Corpus
from paths import ROOT

FLAVOURS = ("full", "standoff")
# What the hub offers for the two categories that a card can have (huggingface.js, pipelines.ts).
TASK_IDS = {
    *("named-entity-recognition", "part-of-speech", "parsing", "lemmatization", "word-sense"),
    *("coreference-resolution", "acceptability-classification", "entity-linking-classification"),
    *("fact-checking", "intent-classification", "language-identification", "multi-class"),
    *("multi-label-classification", "multi-class-classification", "natural-language-inference"),
    *("semantic-similarity-classification", "sentiment-classification", "topic-classification"),
    *("semantic-similarity-scoring", "sentiment-scoring", "sentiment-analysis"),
    *("hate-speech-detection", "text-scoring", "word-sense-disambiguation"),
}


@pytest.fixture(scope="module")
def scaffolded(tmp_path_factory: pytest.TempPathFactory) -> packages.Files:
    """The dataset of a new corpus: no card texts, no annotations, no files beside."""
    root = tmp_path_factory.mktemp("new") / "corpus"
    scaffold(root, "fresh")
    corpus = Corpus.open(root)
    write_cleaned(corpus, clean_corpus(corpus, "extracted")[0])
    return dataset_files(Corpus.open(root))


def _edited(tmp_path: Path, old: str, new: str) -> packages.Files:
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [mini.names_task()]})
    path = root / "schema/corpus.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    return dataset_files(Corpus.open(root))


def _paths(card: str) -> set[str]:
    """Relative links, and code marks that look like a path."""
    text = re.sub(r"^```.*?^```", "", card, flags=re.M | re.S)
    links = {x for x in re.findall(r"\]\(([^)]+)\)", text) if "://" not in x and x[0] != "#"}
    marks = {x for x in re.findall(r"`([^`\n]+)`", text) if re.fullmatch(r"[\w./-]+/[\w./-]*", x)}
    named = {
        x for x in re.findall(r"`([^`\n]+)`", text) if re.fullmatch(r"[\w-]+\.(md|json|svg)", x)
    }
    return links | marks | named


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_path_of_the_card_is_in_the_package(flavour: str):
    there = packages.this_corpus(flavour)
    card = packages.card_of(there)
    assert {"figures/agreement.svg", "CODEBOOK.md", "LICENSE-DATA.md", "guidelines/"} <= _paths(
        card
    )
    folders = {f"{p}/" for name in there for p in map(str, Path(name).parents)}
    assert _paths(card) <= {*there, *folders}


def test_a_new_corpus_has_a_card_that_names_nothing_that_is_missing(scaffolded: packages.Files):
    card = packages.card_of(scaffolded)
    assert _paths(card) <= {*scaffolded, "guidelines/"}
    for heading in ("Uses", "Limits and bias", "Agreement", "Shortcuts", "Contact"):
        assert f"\n## {heading}\n" not in card
    assert "None" not in card
    assert "figures/agreement.svg" not in scaffolded


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_anchors_lead_to_headings(flavour: str):
    card = packages.card_of(packages.this_corpus(flavour))
    anchors = re.findall(r"\]\(#([^)]+)\)", card)
    headings = {h.lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", card, re.M)}
    assert anchors
    assert set(anchors) <= headings


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_hub_accepts_the_metadata(flavour: str):
    there = packages.this_corpus(flavour)
    data = DatasetCard(there["README.md"].decode()).data.to_dict()
    names = ("creators", "languages", "multilingualities", "size_categories")
    lists = {
        n: json.loads(files("datasets.utils.resources").joinpath(f"{n}.json").read_text())
        for n in names
    }
    assert set(data["language"]) <= set(lists["languages"])
    assert set(data["annotations_creators"]) <= set(lists["creators"]["annotations"])
    assert set(data["language_creators"]) <= set(lists["creators"]["language"])
    assert set(data["multilinguality"]) <= set(lists["multilingualities"])
    assert set(data["size_categories"]) <= set(lists["size_categories"])
    assert set(data["task_categories"]) <= {"token-classification", "text-classification"}
    assert data["task_ids"]
    assert set(data["task_ids"]) <= TASK_IDS
    assert all(re.fullmatch(r"[a-z0-9-]+", tag) for tag in data["tags"])
    assert data["license"] == {"full": "other", "standoff": "cc-by-4.0"}[flavour]


def test_the_size_counts_rows_with_text_not_rows_of_annotators():
    there = packages.this_corpus("full")
    assert len(packages.rows_of(there, "annotations")) > 1000
    assert packages.metadata_of(there)["size_categories"] == ["n<1K"]


def test_licences_stand_as_in_the_schema():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    for flavour in FLAVOURS:
        said = packages.section(packages.card_of(packages.this_corpus(flavour)), "Licences")
        for what, licence in schema.licenses.items():
            assert f"- {what}: {licence}\n" in said


def test_what_only_maintainers_know_comes_from_the_schema(tmp_path: Path):
    texts = (
        "card:\n  uses: [Count rivers]\n  not_for: [Do not count seas]\n  limits: [One river]\n"
        "  access: [Ask the mill]\n  contact: the miller\n  homepage: https://mill.example\n"
        "  authors: [A & B, C_D]\n  tags: [rivers]\n"
    )
    there = _edited(tmp_path, "name: mini\n", f"name: mini\n{texts}")
    card = packages.card_of(there)
    assert "- Count rivers\n" in packages.section(card, "Uses")
    assert "- Do not count seas\n" in packages.section(card, "Uses")
    assert "- One river\n" in packages.section(card, "Limits and bias")
    assert "- Ask the mill\n" in packages.section(card, "Texts")
    assert "- Contact: the miller\n- Homepage: https://mill.example" in card
    assert "author = {{A \\& B} and {C\\_D}}" in card
    assert "url = {https://mill.example}" in card
    assert packages.metadata_of(there)["tags"] == ["rivers"]
    assert "task_ids" not in packages.metadata_of(there)


def test_regions_of_languages_are_left_out(tmp_path: Path):
    there = _edited(tmp_path, "language: [en]", "language: [en-US, de, en-GB]")
    data = packages.metadata_of(there)
    assert data["language"] == ["en", "de"]
    assert data["multilinguality"] == ["multilingual"]


def test_no_licence_is_said_to_be_none(tmp_path: Path):
    there = _edited(tmp_path, "name: mini", "name: mini")
    assert packages.metadata_of(there)["license"] == "unknown"
    assert "No licence is stated." in packages.card_of(there)


def test_every_config_has_its_fields_and_an_example_of_its_columns():
    there = packages.this_corpus("full")
    schema = load_schema(ROOT / "schema/corpus.yaml")
    features = all_features(schema, [g.id for g in schema.genres])
    card = packages.card_of(there)
    for config, columns in features.items():
        part = card.split(f"\n### {config}\n", 1)[1].split("\n### ", 1)[0].split("\n## ", 1)[0]
        fields = next(packages.tables(part))[1:]
        assert {row[0].split(".")[0] for row in fields} == set(columns)
        example = json.loads(re.findall(r"^```json\n(.*?)^```", part, re.M | re.S)[0])
        assert list(example) == list(columns), config


def _examples(card: str) -> list[dict[str, Any]]:
    return [json.loads(x) for x in re.findall(r"^```json\n(.*?)^```", card, re.M | re.S)]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_nothing_on_the_card_is_from_an_article(flavour: str):
    """No run of six words, and no span of an example, although its labels are of this corpus."""
    there = packages.this_corpus(flavour)
    said = {
        tuple(run)
        for name in ("README.md", "croissant.json", "CODEBOOK.md", "figures/agreement.svg")
        for text in [words(there[name].decode())]
        for run in zip(*(text[i:] for i in range(6)), strict=False)
    }
    for path in sorted((ROOT / "corpus/clean").glob("*.json")):
        document = read_document(path)
        text = words("\n".join(document.text[b.start : b.end] for b in document.body))
        runs = {tuple(run) for run in zip(*(text[i:] for i in range(6)), strict=False)}
        assert runs & said == set(), document.doc_id
    for example in _examples(packages.card_of(there)):
        assert example.get("doc_id", "sample") == "sample"


def test_both_flavours_show_the_same_examples_and_figures():
    full, standoff = (packages.card_of(packages.this_corpus(f)) for f in FLAVOURS)
    assert _examples(full) == _examples(standoff)
    assert len(_examples(full)) == 12
    for heading in ("Sizes", "Shortcuts", "Agreement"):
        assert packages.section(full, heading) == packages.section(standoff, heading)


def _names(there: packages.Files, config: str, column: str) -> list[str]:
    rows = packages.rows_of(there, "codebook")
    layers = [x.name for x in load_schema(ROOT / "schema/corpus.yaml").layers]
    own = [None if r["layer"] is None else layers[r["layer"]] for r in rows]
    return [
        r["value"]
        for r, layer in zip(rows, own, strict=True)
        if r["attribute"] == column and layer in (config, None)
    ]


def test_the_sizes_are_those_of_the_tables():
    there = packages.this_corpus("full")
    ways = _names(there, "", "decision")
    decided = packages.rows_of(there, "decisions")
    layers = [x.name for x in load_schema(ROOT / "schema/corpus.yaml").layers]
    table = next(packages.tables(packages.section(packages.card_of(there), "Sizes")))
    assert len(table) == 1 + len({(r["layer"], r["kind"]) for r in decided})
    for layer, what, kept, *cells in table[1:]:
        kinds = {"spans": "span", "blocks": "block", "values of documents": "document"}
        own = [r for r in decided if (layers[r["layer"]], r["kind"]) == (layer, kinds[what])]
        stay = [r for r in own if r["outcome"] == 0]
        counts = [sum(ways[r["decision"]] == way for r in stay) for way in ways]
        assert [kept, *cells] == [str(n) for n in (len(stay), *counts, len(own) - len(stay))]


def test_labels_by_target_are_those_of_the_table():
    there = packages.this_corpus("full")
    rows = packages.rows_of(there, "stance")
    targets, labels = _names(there, "stance", "target"), _names(there, "stance", "label")
    sizes = packages.section(packages.card_of(there), "Sizes")
    table = next(packages.tables(sizes.split("Labels of `stance` by `target`:")[1]))
    assert table[0] == ["target", *labels, "all"]
    for value, *cells in table[1:]:
        own = [r for r in rows if value in ("all", targets[r["target"]])]
        counts = [sum(labels[r["stance"]] == label for r in own) for label in labels]
        assert cells == [str(n) for n in (*counts, len(own))], value


def test_shortcuts_can_be_computed_from_the_table_of_a_layer():
    there = packages.this_corpus("full")
    rows = packages.rows_of(there, "stance")
    table = next(packages.tables(packages.section(packages.card_of(there), "Shortcuts")))
    shown = {(r[0], r[1]): r[2:] for r in table}
    right = 0
    for row in rows:
        others = [r for r in rows if r["group"] != row["group"]]
        same = [r["stance"] for r in others if r["target"] == row["target"]]
        pool = same or [r["stance"] for r in others]
        right += max(sorted(set(pool)), key=pool.count) == row["stance"]
    accuracy = f"{right / len(rows):.3f}"
    assert shown["stance", "label of the same target"][:2] == [str(len(rows)), accuracy]


def test_the_table_of_agreement_has_the_figures_of_the_report():
    there = packages.this_corpus("full")
    report = json.loads(there["agreement.json"])
    card = packages.section(packages.card_of(there), "Agreement")
    assert f"rounds with seed {report['seed']}." in card
    table = next(packages.tables(card))
    rows = {(r[0], r[1]): r[2:] for r in table[1:]}
    for layer in report["layers"]:
        for question in layer["questions"]:
            row = rows.pop((layer["layer"], question["question"]))
            if question["alpha"]["value"] is None:
                assert question["alpha"]["reason"] in " ".join(row)
                continue
            low, high = (question["interval_by_document"][x] for x in ("low", "high"))
            assert row[:2] == [question["metric"], f"{question['compared']} units"]
            assert row[2] == f"{question['alpha']['value']:.3f}"
            assert row[4] == f"{low:.3f} to {high:.3f}"
            assert row[5] == f"{question['observed']:.3f}"
        if "spans" in layer:
            spans = rows.pop((layer["layer"], "spans"))
            assert spans[2] == f"{layer['spans']['unitizing']['value']:.3f}"
    assert rows == {}


def test_measures_have_the_sources_that_their_functions_name():
    functions = {
        "alpha": alpha,
        "masi": masi_distance,
        "unitizing": unitizing_alpha,
        "interval": alpha_interval,
        "ac1": gwet_ac1,
        "kappa": cohen_kappa,
    }
    for name, function in functions.items():
        told = " ".join((function.__doc__ or "").split())
        source = re.search(r"Source: (.*?)\.( Raises|$| )", told)
        assert source, name
        assert source[1] in MEASURES[name].source, name
    card = packages.section(packages.card_of(packages.this_corpus("full")), "Agreement")
    assert all(measure.source in card for measure in MEASURES.values())


def test_every_document_says_how_its_text_can_be_had():
    there = packages.this_corpus("standoff")
    table = next(packages.tables(packages.section(packages.card_of(there), "Texts")))
    rows = {r[0]: r for r in table[1:]}
    documents = packages.rows_of(there, "documents")
    assert set(rows) == {d["doc_id"] for d in documents}
    for document in documents:
        row = rows[document["doc_id"]]
        assert row[4] == document["source_sha256"]
        assert row[1] == document["publisher"] or row[1] == "not stated in the text"
        assert ("no address" in row[3]) == (document["url"] is None)


def test_an_address_is_shown_where_the_text_states_one(tmp_path: Path):
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [mini.names_task()]})
    path = root / "corpus/sources.yaml"
    path.write_text(
        path.read_text().replace("language: en", "language: en, url: 'https://a.example'")
    )
    card = packages.card_of(dataset_files(Corpus.open(root)))
    assert "| one | not stated in the text | not stated in the text | https://a.example |" in card


def test_no_number_stands_in_two_places():
    """README, datasheet and card share no row of a table; the summary is short."""
    readme, datasheet = (
        (ROOT / n).read_text().split(BEGIN)[1].split(END)[0] for n in ("README.md", "DATASHEET.md")
    )
    card = packages.card_of(packages.this_corpus("full"))
    rows = [
        {line for line in text.splitlines() if re.search(r"\d", line)}
        for text in (readme, datasheet, card)
    ]
    assert rows[0] & rows[1] == rows[1] & rows[2] == rows[0] & rows[2] == set()
    assert len(readme.strip().splitlines()) <= 10


def test_a_build_gives_the_same_card_figure_and_codebook_again():
    again = dataset_files(Corpus.open(ROOT))
    for name in ("README.md", "CODEBOOK.md", "figures/agreement.svg", "croissant.json"):
        assert again[name] == packages.this_corpus("full")[name]
