"""What the card says of each config: a row's meaning, sizes, an example row, and the fields."""

from collections.abc import Mapping
from typing import Any

from datasets import Features

from communique.dataset.card.invented import example_rows
from communique.dataset.card.json_row import json_row
from communique.dataset.configs import row_meanings
from communique.dataset.fields import Field, all_fields
from communique.dataset.shards import Shards
from communique.schema import Schema
from communique.util.markdown import table


def configs_of(
    schema: Schema, features: Mapping[str, Features], tables: Mapping[tuple[str, str], Shards]
) -> list[dict[str, Any]]:
    """The configs that have a table, in the order of the dataset."""
    examples, fields = example_rows(schema, features), all_fields(schema, features)
    meanings = row_meanings(schema)
    return [
        {
            "name": config,
            "row": meanings[config],
            "sizes": {s: t.n_rows for (c, s), t in tables.items() if c == config},
            "example": json_row(examples[config]) if config in examples else "",
            "fields": _fields_table(fields[config]),
        }
        for config in dict.fromkeys(config for config, _ in tables)
    ]


def _fields_table(fields: list[Field]) -> str:
    head = ["field", "type", "meaning", "unit", "null"]
    return table(head, [[f"`{f.name}`", f.type, f.meaning, f.unit or "", f.null] for f in fields])
