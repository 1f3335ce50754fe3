"""The YAML at the head of a card, which the hub and the loader read."""

from collections.abc import Collection, Mapping
from typing import Any

from huggingface_hub import DatasetCardData

from communique.dataset.card.licence import licence_metadata
from communique.dataset.names import DOCUMENTS
from communique.dataset.shards import Shards
from communique.schema import Schema

Tables = Mapping[tuple[str, str], Shards]


def card_metadata(
    schema: Schema,
    tables: Tables,
    hashes: Mapping[str, str],
    flavour: str,
    files: Collection[str],
) -> DatasetCardData:
    """The metadata. `hashes`: content hash of each config; `files`: names of the dataset's files.

    Every config has its version and content hash. Without them, the loader's cache does not notice
    changes in a local folder and returns old rows.
    """
    return DatasetCardData(
        pretty_name=schema.title or schema.name,
        language=_languages(schema),
        **licence_metadata(schema, flavour, files),
        annotations_creators=_creators(schema),
        language_creators=["found"],
        multilinguality=["multilingual" if len(_languages(schema)) > 1 else "monolingual"],
        size_categories=[size_category(text_rows(schema, tables))],
        source_datasets=["original"],
        task_categories=task_categories(schema),
        task_ids=list(schema.card.task_ids) or None,
        tags=list(schema.card.tags) or None,
        configs=_configs(schema, tables, hashes),
    )


def _languages(schema: Schema) -> list[str]:
    """The languages without their regions, which the hub does not know."""
    return list(dict.fromkeys(x.split("-")[0] for x in schema.all_languages)) or ["und"]


def _creators(schema: Schema) -> list[str]:
    """Who made labels, in the hub's words; it has none for people who are not described."""
    types = {a.type for a in schema.annotators}
    models = ["machine-generated"] if types & {"model", "human+model"} else []
    people = ["other"] if types & {"human", "human+model"} else []
    return [*models, *people] or ["no-annotation"]


def text_rows(schema: Schema, tables: Tables) -> int:
    """The rows of the largest config whose rows are texts: documents, blocks or spans.

    Each text counts once: rows that repeat a text for each annotator or each value do not count.
    """
    configs = (DOCUMENTS, *(layer.name for layer in schema.layers))
    return max(sum(t.n_rows for (c, _), t in tables.items() if c == config) for config in configs)


def size_category(rows: int) -> str:
    """The hub's word for a number of rows."""
    bounds = [(10**n, m) for n, m in zip(range(3, 13), _NAMES, strict=True)]
    return next((name for bound, name in bounds if rows < bound), "n>1T")


_NAMES = (
    *("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M"),
    *("100M<n<1B", "1B<n<10B", "10B<n<100B", "100B<n<1T"),
)


def task_categories(schema: Schema) -> list[str]:
    """The hub's words for what the layers can train."""
    nested = any(x.unit == "span" and x.rows == "nested" for x in schema.layers)
    other = any(x.unit != "span" or x.rows == "flat" for x in schema.layers)
    return ["token-classification"] * nested + ["text-classification"] * other


def _configs(schema: Schema, tables: Tables, hashes: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "config_name": config,
            **({"default": True} if config == DOCUMENTS else {}),
            "version": schema.version,
            "description": f"sha256:{hashes[config]}",
            "data_files": [
                {"split": s, "path": f"data/{config}/{s}-*.parquet"}
                for c, s in tables
                if c == config
            ],
        }
        for config in hashes
    ]
