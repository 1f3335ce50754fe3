"""The entries of configs that have a row for what is derived or listed."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from communique.dataset.arrays import Row
from communique.dataset.evaluation.configs import Evaluation
from communique.dataset.evaluation.restored import read_evaluations
from communique.dataset.evaluation.table import question_id
from communique.dataset.names import CODEBOOK, DECISIONS, REGISTRY
from communique.dataset.read import Released
from communique.text import OffsetMap
from communique.util.json_values import as_string
from communique.versions.entry import Entry, support_of

_OF_SENTENCES: Final = ("author_label", "votes_against_none")


def derived_entries(release: Released, maps: Mapping[str, OffsetMap]) -> dict[str, list[Entry]]:
    """The entries of decisions, of the sentences of each layer, of codebook and registry, and of
    the questions for language models.
    """
    found = {
        DECISIONS: [_decision(row, maps) for row in _rows(release, DECISIONS)],
        CODEBOOK: [_definition(row) for row in _rows(release, CODEBOOK)],
        REGISTRY: [_entity(row) for row in _rows(release, REGISTRY)],
    }
    for layer in release.layers:
        config = as_string(layer.get("detection"))
        if config is not None:
            value = str(layer["detect_by"])
            found[config] = [_sentence(config, value, row) for row in _rows(release, config)]
    for asked in read_evaluations(release.manifest):
        found[asked.config] = list(_questions(release, asked))
    return {config: listed for config, listed in found.items() if config in release.tables}


def _rows(release: Released, config: str) -> Iterator[Row]:
    for rows in release.tables.get(config, {}).values():
        yield from rows


def _decision(row: Row, maps: Mapping[str, OffsetMap]) -> Entry:
    place = None
    if row["start"] is not None:
        place = maps[row["doc_id"]].to_raw(row["start"], row["end"]) or (row["start"], row["end"])
    kept = ("reason", "candidates", "label")
    support: dict[str, Any] = {**support_of(row), **{name: row[name] for name in kept}}
    support["attributes"] = sorted(f"{a['name']} {a['value']}" for a in row["attributes"])
    identity = (row["layer"], row["kind"])
    return Entry(
        DECISIONS,
        row["doc_id"],
        row["decision_uid"],
        row["kind"],
        place,
        row["outcome"],
        {},
        support,
        identity,
    )


def _sentence(config: str, value: str, row: Row) -> Entry:
    uid = f"{row['sentence_id']} {row[value]}"
    support = {name: row[name] for name in _OF_SENTENCES}
    return Entry(config, row["doc_id"], uid, "block", None, row["label"], {}, support)


def _questions(release: Released, asked: Evaluation) -> Iterator[Entry]:
    """The right answers. The words of a question are in the manifest."""
    documents = {question_id(asked, row): row["doc_id"] for row in _rows(release, asked.source)}
    for row in _rows(release, asked.config):
        doc_id, support = documents.get(row["id"], ""), {"choices": row["choices"]}
        yield Entry(asked.config, doc_id, row["id"], "block", None, row["target"], {}, support)


def _definition(row: Row) -> Entry:
    layer = f"{row['layer']}." if row["layer"] else ""
    uid = f"{layer}{row['attribute']}={row['value']}"
    support = {k: v for k, v in row.items() if k not in ("layer", "attribute", "value")}
    return Entry(CODEBOOK, "", uid, "block", None, row["value"], {}, support)


def _entity(row: Row) -> Entry:
    support = {k: v for k, v in row.items() if k != "entity_id"}
    return Entry(REGISTRY, "", row["entity_id"], "block", None, row["entity_id"], {}, support)
