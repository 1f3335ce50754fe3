"""The overview: the numbers on the page are those of the data, in every state of a corpus."""

import json
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import broken
import linked
import mini
import voters
from communique.commands import new
from communique.dataset.facts import CorpusFacts
from communique.dataset.from_corpus import dataset_content
from communique.dataset.label_counts import size_rows
from communique.dataset.names import STANDOFF
from communique.site.frame import Frame
from communique.site.overview import Changes, overview_page
from communique.site.overview.agreement import asked, confusions
from communique.site.overview.distributions import MOST, counts, crossed, fields
from communique.site.overview.progress import progress
from communique.site.overview.sizes import amounts
from communique.versions import compare
from communique.workflow.build import build_dataset
from communique.workflow.facts import facts_of
from communique.workflow.status import overview_of
from communique.workflow.view_figures import changes_of
from communique.workspace import Corpus
from paths import ROOT
from tables import Rows, tables

NONE = Changes(None)


@cache
def ours() -> CorpusFacts:
    return facts_of(Corpus.open(ROOT))


def page_of(facts: CorpusFacts, changes: Changes = NONE) -> str:
    return overview_page(Frame.of(facts.schema, "full"), facts, changes).content.decode("utf-8")


@cache
def our_tables() -> dict[str, Rows]:
    return tables(page_of(ours()))


def of(root: Path) -> CorpusFacts:
    return facts_of(Corpus.open(root))


def test_labels_by_split_are_those_of_the_card():
    stated = {(r[0], r[1]): r[2:] for r in size_rows(dataset_content(Corpus.open(ROOT)))}
    seen = 0
    for layer in ours().schema.layers:
        for field in fields(ours(), layer):
            cells = stated.get((layer.name, field.name))
            if cells is None:
                assert len(field.order) > MOST
                continue
            by_split = counts(ours(), field)
            listed = [
                ", ".join(f"{v} {n[v]}" for v in field.order if n[v]) or "none"
                for n in by_split.values()
            ]
            assert listed == cells
            rows = our_tables()[f"{field.name} (items)"]
            assert rows[0] == [field.name, *ours().splits, "all"]
            for value, *numbers, total in rows[1:]:
                assert numbers == [str(by_split[s][value]) for s in ours().splits]
                assert total == str(sum(map(int, numbers)))
            seen += 1
    assert seen >= 6


def test_values_that_are_put_together_are_counted_whole():
    for layer in ours().schema.layers:
        for field in fields(ours(), layer):
            rows = our_tables()[f"{field.name} (items)"]
            given = sum(len(values) for _, values in field.given)
            assert sum(int(row[-1]) for row in rows[1:]) == given
            assert len(rows) <= MOST + 2


def test_one_attribute_by_another_is_counted_from_the_files_of_decisions():
    layer = next(x for x in ours().schema.layers if x.detect_by)
    path = ROOT / f"annotations/adjudicated/{layer.name}.json"
    found = [
        d
        for d in json.loads(path.read_text(encoding="utf-8"))["decisions"]
        if d["outcome"] == "kept" and d["kind"] == "span"
    ]
    wanted = Counter((d["attributes"][layer.detect_by], d["label"]) for d in found)
    head, *rows = our_tables()[f"{layer.detect_by} by {layer.column} (items)"]
    assert sum(wanted.values()) == sum(int(row[-1]) for row in rows) == len(found)
    for value, *numbers, _ in rows:
        assert {
            label: int(n) for label, n in zip(head[1:-1], numbers, strict=True) if n != "0"
        } == {label: n for (v, label), n in wanted.items() if v == value}


def test_a_set_counts_once_for_each_of_its_values(tmp_path: Path):
    facts = of(mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]}))
    names = facts.schema.layers[0]
    label, holders = (
        next(f for f in fields(facts, names) if f.name == n) for n in ("type", "holders")
    )
    pairs = crossed(label, holders)
    assert pairs["person", "ann"] == pairs["person", "rome"] == 1
    assert pairs["person", "(none)"] == 1
    assert pairs["place", "(none)"] == 2


def test_agreement_by_question_and_pair_is_what_is_published():
    newest = sorted((ROOT / "releases").iterdir())[-1]
    published = json.loads((newest / "agreement.json").read_text())
    rows = {row[0]: row for row in our_tables()["Alpha of each question"]}
    for layer in published["layers"]:
        pairs = {
            r[0]: r for r in our_tables()[f"Alpha of each pair of annotators: {layer['layer']}"]
        }
        for q in layer["questions"]:
            row = rows[f"{layer['layer']}: {q['question']}"]
            by_unit, by_document = (q[f"interval_by_{k}"] for k in ("unit", "document"))
            if q["alpha"]["value"] is None:
                assert q["alpha"]["reason"].replace("_", " ") in row[1:4]
            else:
                value = f"{q['alpha']['value']:.3f}"
                assert row[1:4] == [value, shown(by_unit), shown(by_document)]
            for pair in q["pairs"]:
                row = pairs[f"{q['question']}: {' and '.join(pair['annotators'])}"]
                alpha = pair["alpha"]
                text = (alpha["reason"] or "").replace("_", " ")
                assert row[1] == (text if alpha["value"] is None else f"{alpha['value']:.3f}")
                assert row[4] == str(pair["compared"])


def shown(interval: dict[str, Any]) -> str:
    return f"{interval['low']:.3f} to {interval['high']:.3f}"


def test_confusions_are_the_differing_pairs_of_the_agreement_report():
    measured = {
        (layer["layer"], q["question"]): q["pairs"]
        for layer in ours().agreement["layers"]
        for q in layer["questions"]
    }
    for layer in ours().schema.layers:
        for question in asked(ours(), layer):
            pairs = measured[layer.name, question.name]
            found = confusions(question)
            differing = Counter[frozenset[str]]()
            for confusion in (c for p in pairs for c in p["confusions"]):
                differing[frozenset(confusion["values"])] += confusion["count"]
            assert {frozenset(k): n for k, n in found.items() if k[0] != k[1]} == differing
            assert sum(found.values()) == sum(p["compared"] for p in pairs)


def test_a_grid_of_the_page_has_these_confusions():
    layer = next(x for x in ours().schema.layers if x.unit == "block")
    question = next(q for q in asked(ours(), layer) if q.name == "label")
    found = confusions(question)
    head, *rows = our_tables()[f"{layer.name}: label"]
    values = [row[0].partition(" ")[2] for row in rows]
    assert head[1:] == [str(n + 1) for n in range(len(values))]
    for i, row in enumerate(rows):
        for j, cell in enumerate(row[1:]):
            a, b = values[j], values[i]
            assert cell == ("" if j > i else str(found[a, b] or found[b, a]))


def test_the_splits_together_are_the_whole():
    by_split = amounts(ours())
    whole = {k: sum(by_split[s][k] for s in by_split) for k in by_split["train"]}
    sizes = our_tables()["The corpus in numbers"]
    stated = {row[0]: int(row[1]) for row in sizes[1:]}
    assert whole == {k: stated[k] for k in whole}
    shares = our_tables()["Share of each split (per cent of the corpus)"]
    for name, *values, _ in shares[1:]:
        for split, value in zip(ours().splits, values, strict=True):
            assert float(value) == pytest.approx(
                100 * by_split[split][name] / whole[name], abs=0.01
            )


def test_progress_is_what_status_shows():
    for root in (ROOT, broken.CORPORA / "sound"):
        if not root.is_dir():
            continue
        corpus = Corpus.open(root)
        stated = {
            (c.layer, c.annotator, c.pass_): (Counter(c.documents.values()), c.lead_time)
            for c in overview_of(corpus).coverage
        }
        found = {(p.layer, p.annotator, p.number): p for p in progress(facts_of(corpus))}
        assert found.keys() == stated.keys()
        for key, (states, lead_time) in stated.items():
            assert found[key].states == states
            assert bool(found[key].lead_times) == (lead_time is not None)


def test_lead_times_are_shown_where_they_were_measured(tmp_path: Path):
    task = mini.names_task()
    mini.annotation(task)["lead_time"] = 90.0
    page = tables(page_of(of(mini.write_corpus(tmp_path, {"names/ann-1": [task]}))))
    assert page["Median time for a document (seconds)"][1:] == [["names: ann-1", "90"]]


def test_a_new_corpus_has_an_overview(tmp_path: Path, communique: Any):
    root = tmp_path / "fresh"
    new.run(root)
    assert communique("clean", "--corpus", root).returncode == 0
    page = page_of(of(root), changes_of(Corpus.open(root), of(root)))
    assert "No label is decided yet." in page
    assert "There is no release yet." in page
    (states,) = (p.states for p in progress(of(root)))
    assert states == {"missing": 1}


def test_every_state_of_a_corpus_has_an_overview(tmp_path: Path):
    states = {
        "bare": mini.write_corpus(tmp_path / "bare"),
        "open": mini.write_corpus(tmp_path / "open", voters.two_readings()),
        "linked": linked.corpus(tmp_path / "linked", [("r1", "r4", "praises")], []),
        "misfit": mini.write_corpus(tmp_path / "misfit", {"names/ann-1": [mini.names_task()]}),
    }
    broken.edit(
        states["misfit"] / "schema/corpus.yaml", "name: mini", "name: mini\nsplits: {train: [x]}"
    )
    pages = {name: page_of(of(root)) for name, root in states.items()}
    assert "names: 1 item waits for a decision and is in no figure below." in pages["open"]
    assert "names: some decisions are not written yet" in pages["open"]
    assert "The splits do not fit the documents" in pages["misfit"]
    assert "relations" in tables(pages["linked"])["Alpha of each question"][-1][0]
    for html in pages.values():
        assert tables(html)


def released(root: Path, version: str) -> None:
    into = root / "releases" / version
    into.mkdir(parents=True)
    build_dataset(Corpus.open(root), into, STANDOFF)


def test_changes_are_those_of_diff(tmp_path: Path):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    released(root, "0.1.0")
    assert "Nothing changed since version 0.1.0" in page_of(
        of(root), changes_of(Corpus.open(root), of(root))
    )
    broken.edit(root / "schema/corpus.yaml", "name: Ann Lee", "name: Ann A. Lee")
    task = mini.names_task()
    mini.rows_of(task, "r2")[0]["value"]["labels"] = ["person"]
    (root / "annotations/names/ann-1.json").write_text(json.dumps([task]))
    corpus = Corpus.open(root)
    rows = tables(page_of(facts_of(corpus), changes_of(corpus, facts_of(corpus))))[
        "Changes by kind"
    ]
    from communique.dataset.read import read_released

    into = tmp_path / "now"
    into.mkdir()
    build_dataset(corpus, into, STANDOFF)
    wanted = Counter(
        (c.config or "", c.kind)
        for c in compare(read_released(root / "releases/0.1.0"), read_released(into))
        if c.config
    )
    found = {
        (row[0], kind): int(n)
        for row in rows[1:]
        for kind, n in zip(rows[0][1:-1], row[1:-1], strict=True)
        if int(n) and row[0] != "files"
    }
    assert found == wanted
    assert ("names", "relabelled") in found


def test_the_newest_release_is_compared_and_an_open_corpus_says_why_not(tmp_path: Path):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    for version in ("0.9.0", "0.10.0"):
        released(root, version)
    (root / "releases/notes").mkdir()
    assert (
        changes_of(Corpus.open(root), of(root)).old == "0.1.0"
    )  # what the newest states of itself
    (root / "annotations/names/ann-2.json").write_text(
        json.dumps([broken.by("ann-2", voters.literal(mini.names_task()))])
    )
    changes = changes_of(Corpus.open(root), of(root))
    assert changes.old == "0.10.0"
    assert "cannot be compared" in page_of(of(root), changes)


HOSTILE = "</title><script>alert(1)</script> & \"'"
LABELS = ("<img src=x onerror=alert(1)>", "وسم طويل جدا", "標" * 90, "x" * 300)


def hostile(root: Path) -> Path:
    mini.write_corpus(root, {"names/ann-1": [mini.names_task()]})
    schema = root / "schema/corpus.yaml"
    labels = "".join(f", {json.dumps(x)}" for x in LABELS)
    broken.edit(schema, "labels: [person, place]", f"labels: [person, place{labels}]")
    broken.edit(schema, "name: mini", f"name: mini\ntitle: {json.dumps(HOSTILE)}")
    return root


def test_hostile_names_stay_text(tmp_path: Path):
    html = page_of(of(hostile(tmp_path)))
    assert "<script>" not in html
    assert "<img" not in html
    rows = [row[0] for row in tables(html)["type (items)"]]
    assert set(LABELS) <= set(rows)


def test_two_overviews_are_the_same_bytes(tmp_path: Path):
    root = mini.write_corpus(tmp_path, voters.two_readings())
    assert page_of(of(root)) == page_of(of(root))


def test_every_pair_of_annotators_is_there():
    for layer in ours().schema.layers:
        voted = next(x for x in ours().agreement["layers"] if x["layer"] == layer.name)
        rows = our_tables()[f"Alpha of each pair of annotators: {layer.name}"]
        for a, b in combinations(voted["annotators"], 2):
            assert any(row[0].endswith(f": {a} and {b}") for row in rows)
