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
from communique.dataset.card import CardFacts, render_card
from communique.dataset.card.figure import FIGURE, agreement_figure
from communique.dataset.codebook_page import CODEBOOK_PAGE, codebook_page
from communique.dataset.content import Dataset
from communique.dataset.croissant import DATASHEET, croissant, rai_facts
from communique.dataset.encrypted_notes import key_of, seal
from communique.dataset.evaluation.benchmark import BENCHMARK, benchmark
from communique.dataset.evaluation.configs import Evaluation, evaluations
from communique.dataset.layer_facts import layers_of
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
from communique.dataset.published_agreement import published_agreement
from communique.dataset.shards import Shards
from communique.dataset.tables import Key, TableForm
from communique.dataset.tally import CardContent
from communique.dataset.write_tables import Written, write_tables
from communique.schema import Schema
from communique.text import sha256_bytes, sha256_file
from communique.text.sentences import SEGMENTER
from communique.util.gc_pause import without_search
from communique.util.json_values import Object
from communique.version import VERSION


class BuildError(ValueError):
    """No dataset can be built from the corpus."""


@dataclass(frozen=True, slots=True)
class Built:
    """Number of rows by config and split."""

    counts: Mapping[str, Mapping[str, int]]


def build(
    dataset: Dataset,
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
    same bytes. Tables are made batch by batch, so memory use does not grow with them. Raises
    BuildError, OSError.
    """
    if not dataset.sources:
        raise BuildError("the corpus has no active document")
    with without_search():
        return _built(dataset, beside, into, flavour, baselines, is_restorable=is_restorable)


def _built(
    dataset: Dataset,
    beside: Mapping[str, bytes],
    into: Path,
    flavour: str,
    baselines: Object | None,
    *,
    is_restorable: bool,
) -> Built:
    form = TableForm.of(dataset)
    if flavour == FULL:
        written = write_tables(dataset, form, {FULL: into})
        return _finish(dataset, form, written, beside, into, FULL, baselines)
    if not is_restorable:
        written = write_tables(dataset, form, {STANDOFF: into})
        names = [f"{FULL}/{n}" for n in FLAVOURED] + [NOTES] * bool(written.notes)
        own = {**beside, **dict.fromkeys(names, b"")}
        return _finish(dataset, form, written, own, into, STANDOFF, baselines)
    with TemporaryDirectory(dir=into.parent, prefix=f".{into.name}.") as place:
        full = Path(place)
        written = write_tables(dataset, form, {FULL: full, STANDOFF: into})
        _finish(dataset, form, written, beside, full, FULL, baselines)
        names = [n for n in FLAVOURED if (full / n).is_file()]
        kept = {f"{FULL}/{n}": (full / n).read_bytes() for n in names}
    if written.notes:
        kept[NOTES] = seal(written.notes, key_of(dataset.raws[s.doc_id] for s in dataset.sources))
    own = {**beside, **kept}
    return _finish(dataset, form, written, own, into, STANDOFF, baselines)


def _finish(
    dataset: Dataset,
    form: TableForm,
    written: Written,
    beside: Mapping[str, bytes],
    into: Path,
    flavour: str,
    baselines: Object | None,
) -> Built:
    """Write everything but the tables."""
    schema, features, tables = dataset.schema, form.features, written.tables[flavour]
    shards = _digests(into, tables)
    small = dict(beside)
    facts = rai_facts(small.get(DATASHEET, b"").decode("utf-8", "replace"))
    agreement = published_agreement(small[AGREEMENT]) if AGREEMENT in small else None
    small |= _pages(schema, features, agreement, tables)
    small[CROISSANT] = croissant(schema, features, shards, facts)
    hashes = _config_hashes(tables)
    names = {*small, *(name for own in shards.values() for name in own), MANIFEST}
    own = CardFacts(features, tables, hashes, flavour, names, agreement, baselines)
    small["README.md"] = render_card(CardContent.of(dataset, written.tally), own).encode("utf-8")
    for name, data in small.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes(data)
    digests = {name: digest for own in shards.values() for name, digest in own.items()}
    digests |= {name: sha256_bytes(data) for name, data in small.items()}
    asked = [
        own
        for own in evaluations(schema, form.book)
        if own.config in {config for config, _ in tables}
    ]
    (into / MANIFEST).write_bytes(_manifest(dataset, tables, digests, flavour, asked))
    counts: dict[str, dict[str, int]] = {}
    for (config, split), t in tables.items():
        counts.setdefault(config, {})[split] = t.n_rows
    return Built(counts)


def _pages(
    schema: Schema,
    features: Mapping[str, Features],
    agreement: Plain | None,
    tables: Collection[Key],
) -> dict[str, bytes]:
    """The codebook, the benchmark and the figure of agreement. They are the same in both
    flavours.
    """
    figure = agreement_figure(summary(agreement)) if agreement else None
    pages = {
        CODEBOOK_PAGE: codebook_page(schema, features),
        BENCHMARK: benchmark(schema, tables),
        FIGURE: figure,
    }
    return {name: data for name, data in pages.items() if data is not None}


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


def _originals(dataset: Dataset) -> dict[str, object]:
    """By document, the HTML file or web archive from which its source file was extracted."""
    return {
        source.doc_id: source.original.model_dump(exclude_none=True)
        for source in dataset.sources
        if source.original
    }


def _manifest(
    dataset: Dataset,
    tables: Mapping[Key, Shards],
    digests: Mapping[str, str],
    flavour: str,
    asked: Sequence[Evaluation],
) -> bytes:
    manifest = {
        "name": dataset.schema.name,
        "version": dataset.schema.version,
        "released": dataset.schema.released,
        "flavour": flavour,
        "communique": VERSION,
        "sentences": SEGMENTER,
        "layers": layers_of(dataset.schema),
        **({ORIGINALS: originals} if (originals := _originals(dataset)) else {}),
        **({EVALUATIONS: msgspec.to_builtins(asked)} if asked else {}),
        "registry": [entity.id for entity in dataset.schema.vocabulary("registry")],
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
