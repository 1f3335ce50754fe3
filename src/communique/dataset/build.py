"""A corpus to the files of a dataset, all in memory: the command writes them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from communique.dataset.card import render_card
from communique.dataset.features import all_features
from communique.dataset.parquet import Table, write_table
from communique.dataset.rows import Content, all_rows
from communique.schema import Layer
from communique.version import VERSION


class BuildError(ValueError):
    """The corpus cannot become a dataset."""


@dataclass(frozen=True, slots=True)
class Built:
    """File name to bytes, and rows by config and split."""

    files: Mapping[str, bytes]
    counts: Mapping[str, Mapping[str, int]]


def build(content: Content, beside: Mapping[str, bytes]) -> Built:
    """The full dataset: tables, card, manifest, and the files that go along (`beside`).

    Two builds of the same content are the same bytes. Raises BuildError.
    """
    if not content.sources:
        raise BuildError("the corpus has no active document")
    tables = _tables(content)
    files = {_file(config, split): t.parquet for (config, split), t in tables.items()}
    hashes = {key: t.content_sha256 for key, t in tables.items()}
    files |= beside
    files["README.md"] = render_card(content, tables, _config_hashes(hashes)).encode("utf-8")
    files["manifest.json"] = _manifest(content, tables, hashes, files)
    counts: dict[str, dict[str, int]] = {}
    for (config, split), t in tables.items():
        counts.setdefault(config, {})[split] = t.n_rows
    return Built(files, counts)


def genres(content: Content) -> list[str]:
    """The genre names in schema order, else those that the sources use."""
    named = [g.id for g in content.schema.genres]
    return named or sorted({s.genre for s in content.sources if s.genre})


def _tables(content: Content) -> dict[tuple[str, str], Table]:
    rows = all_rows(content)
    splits = list(dict.fromkeys([*content.schema.splits, *_splits(content)]))
    found: dict[tuple[str, str], Table] = {}
    for config, features in all_features(content.schema, genres(content)).items():
        for split in splits:
            own = [r for r in rows[config] if content.placements[r["doc_id"]].split == split]
            if own:  # an empty split breaks the loader, so it is left out
                found[config, split] = write_table(own, features)
    return found


def _splits(content: Content) -> list[str]:
    return sorted({content.placements[s.doc_id].split for s in content.sources})


def _file(config: str, split: str) -> str:
    return f"data/{config}/{split}-00000-of-00001.parquet"


def _config_hashes(hashes: Mapping[tuple[str, str], str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for config in dict.fromkeys(config for config, _ in hashes):
        parts = sorted(f"{s} {h}" for (c, s), h in hashes.items() if c == config)
        found[config] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return found


def _layer(layer: Layer) -> dict[str, object]:
    """What a comparison of two versions must know of a layer's config."""
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
) -> bytes:
    manifest = {
        "name": content.schema.name,
        "version": content.schema.version,
        "released": content.schema.released,
        "flavour": "full",
        "communique": VERSION,
        "layers": [_layer(layer) for layer in content.schema.layers],
        "registry": [entity.id for entity in content.schema.registry],
        "tables": [
            {
                "config": c,
                "split": s,
                "file": _file(c, s),
                "rows": t.n_rows,
                "content_sha256": hashes[c, s],
            }
            for (c, s), t in tables.items()
        ],
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
