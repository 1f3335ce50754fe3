"""docs/reference/tables.md: every column of every config, for a small made-up schema."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from communique.dataset.configs import row_meanings
from communique.dataset.features import all_features, detection_config
from communique.dataset.fields import Field, all_fields
from communique.dataset.layer_features import items_column, links_column
from communique.dataset.mentions import mentions_column
from communique.dataset.names import DOCUMENTS
from communique.schema import Layer, Schema, load_schema
from communique.schema.names import EVALUATION
from communique.util.markdown import sentence, table
from reference_pages.markdown import NOTE, code

EXAMPLE: Final = Path(__file__).with_name("example.yaml")
INTRODUCTION: Final = """# Tables of a dataset

`communique build` writes a folder of Parquet files, one *config* for each section of this page.
`load_dataset(FOLDER, CONFIG)` and `communique.load` read them. Some configs and columns are in
every dataset. The others come from your schema, so this page shows them for a small schema:

```yaml
{schema}```

- Your schema chooses each name with a star. [The last table](#names-with-a-star) says which key.
- A dotted name is a field inside a column: `blocks.start` is the key `start` of each entry of
  `blocks`.
- A *class label* is stored as a number. `load_dataset` knows its name; the config `codebook` has
  the names of all numbers. See [Reading the tables without `datasets`](../reading-the-tables.md).
- Offsets are half-open and count Unicode code points: in Python, `text[start:end]` are the words.
- The *standoff flavour* is the dataset without texts. The [glossary](../glossary.md) explains the
  terms.
- The card of your dataset (its `README.md`) has this list for your own schema.
"""


def tables_page() -> str:
    """The page."""
    schema = load_schema(EXAMPLE)
    fields = all_fields(schema, all_features(schema, [genre.id for genre in schema.genres]))
    shown = {field.name.rpartition(".")[2] for own in fields.values() for field in own} | {*fields}
    chosen = {name: key for name, key in _chosen(schema) if name in shown}
    lines = [INTRODUCTION.replace("{schema}", EXAMPLE.read_text(encoding="utf-8")), NOTE]
    first = next(config for config in fields if config.endswith(EVALUATION))
    for config, own in fields.items():
        lines += ["", f"## {config}{_star(config, chosen)}", ""]
        lines += [f"A row is {row_meanings(schema)[config]}.", ""]
        if config.endswith(EVALUATION) and config != first:
            lines.append(f"The columns are those of `{first}`.")
        else:
            lines.append(_columns(config, own, chosen))
    rows = [[code(name), key] for name, key in sorted(chosen.items())]
    lines += ["", "## Names with a star", "", table(["name here", "chosen by"], rows)]
    return "\n".join(lines) + "\n"


def _star(name: str, chosen: Iterable[str]) -> str:
    return " ★" if name in chosen else ""


def _columns(config: str, fields: list[Field], chosen: dict[str, str]) -> str:
    """The table of a config. Only `documents` and the configs of layers have chosen columns."""
    names = chosen if config == DOCUMENTS or config in chosen else {}
    names = {} if config.endswith(EVALUATION) else names
    return table(["column", "type", "meaning", "null"], [_row(field, names) for field in fields])


def _row(field: Field, chosen: dict[str, str]) -> list[str]:
    name = code(field.name) + _star(field.name.rpartition(".")[2], chosen)
    unit = f" Unit: {field.unit}." if field.unit else ""
    return [name, field.type, field.meaning + unit, sentence(field.null)]


def _chosen(schema: Schema) -> Iterator[tuple[str, str]]:
    """The names that come from the schema, and the key that chooses each."""
    for layer in schema.layers:
        yield from _of_layer(schema, layer)


def _of_layer(schema: Schema, layer: Layer) -> Iterator[tuple[str, str]]:
    yield layer.name, "`layers[].name`"
    yield layer.column, "`layers[].column`"
    yield layer.uid_column, "`layers[].uid_column`"
    for config in (layer.name, detection_config(layer)):
        yield f"{config}{EVALUATION}", "`layers[].name`"
    yield detection_config(layer), "`layers[].name`, if there is `detect_by`"
    yield items_column(layer), "`layers[].column`, if there is `detect_by`"
    for attribute in layer.attributes:
        yield attribute.name, "`layers[].attributes[].name`"
        linked = (links_column(attribute), mentions_column(schema, layer, attribute))
        yield from ((name, "`layers[].attributes[].name`") for name in linked if name)
    for derived in layer.derive:
        yield derived.name, "`layers[].derive[].name`"
        yield from ((label.id, "`layers[].labels[].id`") for label in layer.labels)
