"""The file of baselines: whether it fits the corpus, and its tables for the card."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from communique.corpus import CorpusFolder, Document
from communique.util.json_values import Object, as_object, as_string, objects
from communique.util.markdown import table

BASELINES: Final = "evaluation/baselines.json"


def inputs_sha256(folder: CorpusFolder, documents: Mapping[str, Document]) -> str:
    """A hash of what the figures depend on: the decisions and the texts. Raises OSError."""
    whole = hashlib.sha256()
    for path in folder.adjudicated_files():
        whole.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for doc_id in sorted(documents):
        whole.update(f"{doc_id} {documents[doc_id].text_sha256}\n".encode())
    return whole.hexdigest()


def read_baselines(path: Path) -> Object | None:
    """The content of the file; None if it is not what `scripts/bench baselines` writes.

    Raises OSError.
    """
    try:
        data = as_object(json.loads(path.read_bytes()))
    except (ValueError, RecursionError):
        return None
    is_whole = data is not None and all(map(_is_layer, objects(data.get("layers"))))
    return data if is_whole and data is not None and as_string(data.get("inputs_sha256")) else None


def _is_layer(layer: Object) -> bool:
    systems = objects(layer.get("systems"))
    return as_string(layer.get("layer")) is not None and all(
        isinstance(own.get("system"), str)
        and isinstance(own.get("kind"), str)
        and all(isinstance(f1, int | float) for f1 in (as_object(own.get("f1")) or {}).values())
        for own in systems
    )


def baseline_tables(data: Object | None) -> Iterator[tuple[str, str]]:
    """Each layer with its tables in Markdown: F1 of every system. Systems of other units and other
    figures are in a table of their own.
    """
    for layer in objects((data or {}).get("layers")):
        by_figures: dict[tuple[str, ...], list[Object]] = {}
        for system in objects(layer.get("systems")):
            figures = tuple(as_object(system.get("f1")) or {})
            known = next((k for k in by_figures if set(figures) <= set(k)), figures)
            by_figures.setdefault(known, []).append(system)
        for figures, systems in by_figures.items():
            rows = [_row(system, figures) for system in systems]
            yield str(layer["layer"]), table(["system", "what it is", *figures], rows)


def _row(system: Object, figures: tuple[str, ...]) -> list[Any]:
    values: Mapping[str, Any] = as_object(system.get("f1")) or {}
    shown = [f"{values[name]:.3f}" if name in values else "" for name in figures]
    return [system["system"], system["kind"], *shown]
