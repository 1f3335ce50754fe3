"""The dataset card: metadata for the loader, and information for readers."""

from collections.abc import Mapping
from typing import Any

from huggingface_hub import DatasetCardData
from jinja2 import Environment, PackageLoader, StrictUndefined

from communique.dataset.content import CorpusData
from communique.dataset.names import DOCUMENTS
from communique.dataset.parquet import Table
from communique.dataset.statistics import statistics
from communique.schema import Schema


def render_card(
    content: CorpusData,
    tables: Mapping[tuple[str, str], Table],
    hashes: Mapping[str, str],
    flavour: str,
) -> str:
    """README.md of the dataset.

    Every config has its version and content hash. Without them, the loader's cache does not notice
    changes in a local folder and returns old rows.
    """
    schema = content.schema
    environment = Environment(
        loader=PackageLoader("communique", "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("card.md.j2").render(
        metadata=str(_metadata(content, tables, hashes)),
        schema=schema,
        flavour=flavour,
        configs=_by_config(tables),
        numbers=statistics(content),
        models=[a for a in schema.annotators if a.type == "model"],
        people=[a for a in schema.annotators if a.type != "model"],
        decisions=sorted({d.decision for d in content.decisions}),
    )


def _metadata(
    content: CorpusData, tables: Mapping[tuple[str, str], Table], hashes: Mapping[str, str]
) -> DatasetCardData:
    schema = content.schema
    return DatasetCardData(
        pretty_name=schema.title or schema.name,
        language=list(schema.all_languages) or ["und"],
        license="other",
        license_name="see-license-data",
        license_link="LICENSE-DATA.md",
        annotations_creators=[_creator(schema)],
        language_creators=["found"],
        multilinguality=["multilingual" if len(schema.all_languages) > 1 else "monolingual"],
        size_categories=[_size(max((t.n_rows for t in tables.values()), default=0))],
        source_datasets=["original"],
        task_categories=_tasks(schema),
        configs=_configs(schema, tables, hashes),
    )


def _configs(
    schema: Schema, tables: Mapping[tuple[str, str], Table], hashes: Mapping[str, str]
) -> list[dict[str, Any]]:
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


def _by_config(tables: Mapping[tuple[str, str], Table]) -> list[dict[str, Any]]:
    return [
        {
            "name": config,
            "rows": ", ".join(f"{s} {t.n_rows}" for (c, s), t in tables.items() if c == config),
            "columns": next(t.columns for (c, _), t in tables.items() if c == config),
        }
        for config in dict.fromkeys(c for c, _ in tables)
    ]


def _creator(schema: Schema) -> str:
    types = {a.type for a in schema.annotators}
    return "machine-generated" if types == {"model"} else "other" if types else "no-annotation"


def _size(rows: int) -> str:
    bounds = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))
    return next((name for bound, name in bounds if rows < bound), "100K<n<1M")


def _tasks(schema: Schema) -> list[str]:
    nested = any(x.unit == "span" and x.rows == "nested" for x in schema.layers)
    other = any(x.unit != "span" or x.rows == "flat" for x in schema.layers)
    return ["token-classification"] * nested + ["text-classification"] * other
