"""Build the files of a dataset from a corpus, and write them to a new folder."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from datasets import Features

from communique.assessment.measures import Plain
from communique.assessment.summary import summary
from communique.dataset import tables as rows
from communique.dataset.card import CardFacts, render_card
from communique.dataset.card.figure import FIGURE, agreement_figure
from communique.dataset.codebook_page import CODEBOOK_PAGE, codebook_page
from communique.dataset.content import CorpusData
from communique.dataset.croissant import DATASHEET, croissant, rai_facts
from communique.dataset.derived import LEAN
from communique.dataset.encrypted_notes import key_of, seal
from communique.dataset.evaluation.benchmark import BENCHMARK, benchmark
from communique.dataset.evaluation.configs import Evaluation
from communique.dataset.evaluation.table import EvaluationTable
from communique.dataset.features import all_features, detection_config
from communique.dataset.layer_features import linked_columns
from communique.dataset.names import (
    AGREEMENT,
    CROISSANT,
    EVALUATIONS,
    FLAVOURED,
    FULL,
    MANIFEST,
    NOTES,
    ORIGINALS,
    STANDOFF,
)
from communique.dataset.shards import Shards, write_shards
from communique.dataset.standoff import Key, Stripped, notes_of, stripped
from communique.dataset.tables import all_tables, genres
from communique.schema import RELATIONS, Layer, Schema
from communique.text import sha256_bytes, sha256_file
from communique.text.sentences import SEGMENTER
from communique.util.json_values import Object
from communique.version import VERSION


class BuildError(ValueError):
    """No dataset can be built from the corpus."""


@dataclass(frozen=True, slots=True)
class Built:
    """Number of rows by config and split."""

    counts: Mapping[str, Mapping[str, int]]


def build(
    content: CorpusData,
    beside: Mapping[str, bytes],
    into: Path,
    flavour: str = FULL,
    baselines: Object | None = None,
    *,
    is_restorable: bool = True,
) -> Built:
    """Write the dataset: tables, card, manifest, and other files (`beside`, name to content).

    The flavour `standoff` has no article text; its folder `full/` has the files that are needed to
    restore the full dataset; they are empty if it need not be `is_restorable`, but only compared
    with another. The card shows `baselines`. Two builds of the same content give the
    same bytes. Tables are written in row groups, so memory use does not grow with them. Raises
    BuildError, OSError.
    """
    if not content.sources:
        raise BuildError("the corpus has no active document")
    tables = all_tables(content)
    if flavour == FULL:
        return _write(content, tables, beside, into, FULL, baselines)
    layers = layers_of(content.schema)
    bare = {key: stripped(layers, key[0], own) for key, own in tables.items()}
    notes = list(notes_of(layers, tables))
    if not is_restorable:
        kept = dict.fromkeys([f"{FULL}/{n}" for n in FLAVOURED] + [NOTES] * bool(notes), b"")
        return _write(content, bare, {**beside, **kept}, into, STANDOFF, baselines)
    with TemporaryDirectory(dir=into.parent, prefix=f".{into.name}.") as place:
        full = Path(place)
        _write(content, tables, beside, full, FULL, baselines)
        names = [n for n in FLAVOURED if (full / n).is_file()]
        kept = {f"{FULL}/{n}": (full / n).read_bytes() for n in names}
    if notes:
        kept[NOTES] = seal(notes, key_of(content.raws[s.doc_id] for s in content.sources))
    return _write(content, bare, {**beside, **kept}, into, STANDOFF, baselines)


def _write(
    content: CorpusData,
    whole: Mapping[Key, rows.Table | Stripped],
    beside: Mapping[str, bytes],
    into: Path,
    flavour: str,
    baselines: Object | None,
) -> Built:
    features = all_features(content.schema, genres(content))
    tables = {
        key: write_shards(own.parts(), features[key[0]], into, *key) for key, own in whole.items()
    }
    shards = _digests(into, tables)
    facts = rai_facts(beside.get(DATASHEET, b"").decode("utf-8", "replace"))
    small = {**beside, **_pages(content.schema, features, beside, whole)}
    small[CROISSANT] = croissant(content.schema, features, shards, facts)
    hashes = _config_hashes(tables)
    names = {*small, *(name for own in shards.values() for name in own), MANIFEST}
    own = CardFacts(features, tables, hashes, flavour, names, _agreement(beside), baselines)
    small["README.md"] = render_card(content, own).encode("utf-8")
    for name, data in small.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes(data)
    digests = {name: digest for own in shards.values() for name, digest in own.items()}
    digests |= {name: sha256_bytes(data) for name, data in small.items()}
    (into / MANIFEST).write_bytes(_manifest(content, tables, digests, flavour, _asked(whole)))
    counts: dict[str, dict[str, int]] = {}
    for (config, split), t in tables.items():
        counts.setdefault(config, {})[split] = t.n_rows
    return Built(counts)


def _pages(
    schema: Schema,
    features: Mapping[str, Features],
    beside: Mapping[str, bytes],
    tables: Collection[Key],
) -> dict[str, bytes]:
    """The codebook, the benchmark and the figure of agreement. They are the same in both
    flavours.
    """
    agreement = _agreement(beside)
    figure = agreement_figure(summary(agreement)) if agreement else None
    pages = {
        CODEBOOK_PAGE: codebook_page(schema, features),
        BENCHMARK: benchmark(schema, tables),
        FIGURE: figure,
    }
    return {name: data for name, data in pages.items() if data is not None}


def _asked(tables: Mapping[Key, object]) -> list[Evaluation]:
    """The questions of all configs, each once."""
    asked = (t.evaluation for t in tables.values() if isinstance(t, EvaluationTable))
    return list({own.config: own for own in asked}.values())


def _agreement(beside: Mapping[str, bytes]) -> Plain | None:
    """The agreement report, as it is published."""
    return json.loads(beside[AGREEMENT]) if AGREEMENT in beside else None


def _digests(into: Path, tables: Mapping[Key, Shards]) -> dict[Key, dict[str, str]]:
    """Config and split to the table's files and the sha256 of their bytes."""
    return {
        key: {name: sha256_file(into / name) for name, _ in table.files}
        for key, table in tables.items()
    }


def _config_hashes(tables: Mapping[Key, Shards]) -> dict[str, str]:
    """The content hash of each config, over its splits by name and their files in order."""
    hashes: dict[str, str] = {}
    for config in dict.fromkeys(config for config, _ in tables):
        splits = sorted(split for c, split in tables if c == config)
        parts = [f"{s} {t.content_sha256}" for s in splits for _, t in tables[config, s].files]
        hashes[config] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return hashes


def layers_of(schema: Schema) -> list[dict[str, object]]:
    """Facts about each layer's config, used to compare versions and to remove texts."""
    return [_layer(schema, layer) for layer in schema.layers]


def _layer(schema: Schema, layer: Layer) -> dict[str, object]:
    links = [column for a in layer.columns for column in linked_columns(schema, layer, a)]
    return {
        "name": layer.name,
        "unit": layer.unit,
        "rows": layer.rows,
        "label": layer.column,
        "uid": layer.uid_column,
        "identity": list(layer.identity),
        "free_text": [a.name for a in layer.columns if a.type == "text"],
        **({"entity_links": links} if links else {}),
        **(
            {"detect_by": layer.detect_by, "detection": detection_config(layer)}
            if layer.detecting
            else {}
        ),
        **({RELATIONS: [label.id for label in layer.relations]} if layer.relations else {}),
        "document_columns": {
            layer.column_name(a): {
                "key": a.key_column if a.for_each else None,
                "value": a.value_column if a.for_each else None,
            }
            for a in layer.document_columns
        }
        | {d.name: {"key": d.by, "value": LEAN} for d in layer.derive},
    }


def _originals(content: CorpusData) -> dict[str, object]:
    """By document, the HTML file or web archive from which its source file was extracted."""
    return {
        source.doc_id: source.original.model_dump(exclude_none=True)
        for source in content.sources
        if source.original
    }


def _manifest(
    content: CorpusData,
    tables: Mapping[Key, Shards],
    digests: Mapping[str, str],
    flavour: str,
    asked: Sequence[Evaluation],
) -> bytes:
    manifest = {
        "name": content.schema.name,
        "version": content.schema.version,
        "released": content.schema.released,
        "flavour": flavour,
        "communique": VERSION,
        "sentences": SEGMENTER,
        "layers": layers_of(content.schema),
        **({ORIGINALS: originals} if (originals := _originals(content)) else {}),
        **({EVALUATIONS: msgspec.to_builtins(asked)} if asked else {}),
        "registry": [entity.id for entity in content.schema.vocabulary("registry")],
        "tables": [
            {
                "config": c,
                "split": s,
                "file": name,
                "rows": table.n_rows,
                "content_sha256": table.content_sha256,
            }
            for (c, s), own in tables.items()
            for name, table in own.files
        ],
        "files": dict(sorted(digests.items())),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
