"""A corpus to the files of a dataset, all in memory: the command writes them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.dataset.card import render_card
from communique.dataset.croissant import DATASHEET, croissant, rai_facts
from communique.dataset.features import all_features
from communique.dataset.names import FLAVOURED, FULL, NOTES, STANDOFF
from communique.dataset.parquet import Row, Table, write_table
from communique.dataset.rows import Content, all_rows
from communique.dataset.sealed import key_of, seal
from communique.dataset.standoff import Key, strip
from communique.schema import Layer, Schema
from communique.version import VERSION


class BuildError(ValueError):
    """The corpus cannot become a dataset."""


@dataclass(frozen=True, slots=True)
class Built:
    """File name to bytes, and rows by config and split."""

    files: Mapping[str, bytes]
    counts: Mapping[str, Mapping[str, int]]


def build(content: Content, beside: Mapping[str, bytes], flavour: str = FULL) -> Built:
    """The dataset: tables, card, manifest, and the files that go along (`beside`).

    `standoff` has no article text, and under `full/` what is needed to make the full one again.
    Two builds of the same content are the same bytes. Raises BuildError.
    """
    if not content.sources:
        raise BuildError("the corpus has no active document")
    rows = _rows_by_split(content)
    full = _files(content, rows, beside, FULL)
    if flavour == FULL:
        return full
    stripped, notes = strip(layers_of(content.schema), rows)
    kept = {f"full/{name}": full.files[name] for name in FLAVOURED if name in full.files}
    if notes:
        kept[NOTES] = seal(notes, key_of(content.raws[s.doc_id] for s in content.sources))
    return _files(content, stripped, {**beside, **kept}, STANDOFF)


def _files(
    content: Content, rows: Mapping[Key, Sequence[Row]], beside: Mapping[str, bytes], flavour: str
) -> Built:
    features = all_features(content.schema, genres(content))
    tables = {key: write_table(list(own), features[key[0]]) for key, own in rows.items()}
    files = {table_file(*key): t.parquet for key, t in tables.items()}
    hashes = {key: t.content_sha256 for key, t in tables.items()}
    files |= beside
    named = {key: (table_file(*key), _sha256(t.parquet)) for key, t in tables.items()}
    facts = rai_facts(beside.get(DATASHEET, b"").decode("utf-8", "replace"))
    files["croissant.json"] = croissant(content.schema, features, named, facts)
    card = render_card(content, tables, _config_hashes(hashes), flavour)
    files["README.md"] = card.encode("utf-8")
    files["manifest.json"] = _manifest(content, tables, hashes, files, flavour)
    counts: dict[str, dict[str, int]] = {}
    for (config, split), t in tables.items():
        counts.setdefault(config, {})[split] = t.n_rows
    return Built(files, counts)


def genres(content: Content) -> list[str]:
    """The genre names in schema order, else those that the sources use."""
    named = [g.id for g in content.schema.genres]
    return named or sorted({s.genre for s in content.sources if s.genre})


def _rows_by_split(content: Content) -> dict[Key, list[Row]]:
    rows = all_rows(content)
    splits = list(dict.fromkeys([*content.schema.splits, *_splits(content)]))
    found: dict[Key, list[Row]] = {}
    for config in all_features(content.schema, genres(content)):
        for split in splits:
            own = [r for r in rows[config] if content.placements[r["doc_id"]].split == split]
            if own:  # an empty split breaks the loader, so it is left out
                found[config, split] = own
    return found


def _splits(content: Content) -> list[str]:
    return sorted({content.placements[s.doc_id].split for s in content.sources})


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def table_file(config: str, split: str) -> str:
    """Where a table lies in a dataset."""
    return f"data/{config}/{split}-00000-of-00001.parquet"


def _config_hashes(hashes: Mapping[tuple[str, str], str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for config in dict.fromkeys(config for config, _ in hashes):
        parts = sorted(f"{s} {h}" for (c, s), h in hashes.items() if c == config)
        found[config] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return found


def layers_of(schema: Schema) -> list[dict[str, object]]:
    """What must be known of each layer's config to compare versions and to take text out."""
    return [_layer(layer) for layer in schema.layers]


def _layer(layer: Layer) -> dict[str, object]:
    return {
        "name": layer.name,
        "unit": layer.unit,
        "rows": layer.rows,
        "label": layer.column,
        "uid": layer.uid,
        "identity": list(layer.identity),
        "free_text": [a.name for a in layer.columns if a.type == "text"],
        "document_columns": {
            layer.column_name(a): {
                "key": a.key_column if a.per else None,
                "value": a.value_column if a.per else None,
            }
            for a in layer.document_columns
        },
    }


def _manifest(
    content: Content,
    tables: Mapping[tuple[str, str], Table],
    hashes: Mapping[tuple[str, str], str],
    files: Mapping[str, bytes],
    flavour: str,
) -> bytes:
    manifest = {
        "name": content.schema.name,
        "version": content.schema.version,
        "released": content.schema.released,
        "flavour": flavour,
        "communique": VERSION,
        "layers": layers_of(content.schema),
        "registry": [entity.id for entity in content.schema.registry],
        "tables": [
            {
                "config": c,
                "split": s,
                "file": table_file(c, s),
                "rows": t.n_rows,
                "content_sha256": hashes[c, s],
            }
            for (c, s), t in tables.items()
        ],
        "files": {name: _sha256(files[name]) for name in sorted(files)},
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
