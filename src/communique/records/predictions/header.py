"""The first line of a file of predictions, compared with the schema."""

from collections.abc import Iterator

from communique.records.predictions.json_line import as_type, parse_line, shown
from communique.records.predictions.model import FORMAT, Header
from communique.records.predictions.values import ALL_SPLITS, LayerValues
from communique.schema import Schema, layer_as_of


class HeaderError(ValueError):
    """The header cannot be used. The message says why."""


def read_header(
    line: bytes, schema: Schema, expected: str | None = None
) -> tuple[Header, LayerValues]:
    """The header, and what the units of its layer can say. Raises HeaderError.

    `expected` is the only layer that the caller takes.
    """
    try:
        header = as_type(parse_line(line), Header)
    except ValueError as error:
        raise HeaderError(str(error)) from None
    if faults := list(_faults(header, schema, expected)):
        raise HeaderError("; ".join(faults))
    return header, _known(schema)[header.layer]


def _faults(header: Header, schema: Schema, expected: str | None) -> Iterator[str]:
    if header.communique != FORMAT:
        yield f"communique: expected {FORMAT!r}, found {shown(header.communique)}"
    known = _known(schema)
    documents = [layer.name for layer in schema.layers if layer.unit == "document"]
    if header.layer in documents:
        yield f"layer: {header.layer!r} labels whole documents, and {FORMAT} has no such unit"
    elif header.layer not in known:
        yield f"layer: no layer {shown(header.layer)}; expected {', '.join(known)}"
    elif expected is not None and header.layer != expected:
        yield f"layer: expected {expected!r}, found {header.layer!r}"
    splits = (*(schema.splits or ("train",)), ALL_SPLITS)
    if header.split not in splits:
        yield f"split: no split {shown(header.split)}; expected {', '.join(splits)}"
    for key in ("data_version", "system"):
        if not getattr(header, key).strip():
            yield f"{key}: is empty"


def _known(schema: Schema) -> dict[str, LayerValues]:
    return {values.name: values for values in layers_with_predictions(schema)}


def layers_with_predictions(schema: Schema) -> Iterator[LayerValues]:
    """Every layer that the header can name, in the order of the schema."""
    for layer in schema.layers:
        if layer.unit == "document":
            continue
        present = layer_as_of(schema, layer)
        yield LayerValues(*present)
        if layer.detecting is not None:
            yield LayerValues(*present, detects=True)
