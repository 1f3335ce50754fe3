"""Data in a page: it is parsed, and validated by the model that its comment names."""

import json
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator

from communique.corpus.cleaning_file import read_cleaning_file
from communique.formats.label_map import read_map
from communique.records.predictions import BlockText, Header, Places, Prediction, read_predictions
from communique.records.predictions.json_schema import predictions_schema
from communique.schema import YamlError, load_schema
from communique.workspace import Corpus
from page_blocks import Block, PageError
from paths import ROOT


def check_content(block: Block) -> None:
    """Raises PageError if a block of data is not valid."""
    parse = PARSERS.get(block.language)
    if parse is None:
        return
    try:
        parse(block.content)
    except (ValueError, yaml.YAMLError) as error:
        raise PageError(f"{block}: {error}") from None
    kind = block.notes.get("check")
    if kind is None:
        return
    if kind not in MODELS:
        raise PageError(f"{block}: check {kind!r}: expected one of {', '.join(MODELS)}")
    try:
        MODELS[kind](block.content)
    except (YamlError, ValueError) as error:
        raise PageError(f"{block}: {error}") from None


def _json(text: str) -> None:
    """One value, or one on each line."""
    try:
        json.loads(text)
    except ValueError:
        for line in text.splitlines():
            json.loads(line)


PARSERS: Final[Mapping[str, Callable[[str], object]]] = {
    "yaml": yaml.safe_load,
    "json": _json,
    "toml": tomllib.loads,
}


def _schema(text: str) -> None:
    """Keys of `schema/corpus.yaml`, laid over the schema of this repository."""
    whole = yaml.safe_load((ROOT / "schema/corpus.yaml").read_text(encoding="utf-8"))
    _read(load_schema, yaml.safe_dump(laid_over(whole, yaml.safe_load(text)), allow_unicode=True))


def laid_over(whole: Any, part: Any) -> Any:
    """`whole` with the keys of `part`. Entries of lists are the same if `name` or `id` is."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return whole | {k: laid_over(whole.get(k), v) for k, v in part.items()}
    if isinstance(whole, list) and isinstance(part, list) and _named(whole) and _named(part):
        entries = _named(whole)
        for key, value in _named(part).items():
            entries[key] = laid_over(entries.get(key), value)
        return list(entries.values())
    return part


def _named(entries: list[Any]) -> dict[Any, Any]:
    """The entries by `name` or `id`; empty if not all have one."""
    by_name = {e.get("name", e.get("id")): e for e in entries if isinstance(e, dict)}
    return by_name if len(by_name) == len(entries) and None not in by_name else {}


def _predictions(text: str) -> None:
    """Predictions for the corpus of this repository, by the reader and the JSON Schema."""
    corpus = Corpus.open(ROOT)
    validator = Draft202012Validator(predictions_schema(corpus.schema))
    for line in text.splitlines():
        for error in validator.iter_errors(json.loads(line)):
            raise ValueError(error.message)

    def blocks(doc_id: str) -> Mapping[str, BlockText]:
        document = corpus.documents[doc_id]
        return {
            b.block_id: BlockText(b.type, document.text[slice(*b.range)]) for b in document.body
        }

    for event in read_predictions(text.encode().splitlines(), corpus.schema, Places(blocks)):
        if not isinstance(event, (Header, Prediction)):
            raise ValueError(str(event))


def _read(read: Callable[[Path], object], text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "block.yaml"
        path.write_text(text, encoding="utf-8")
        read(path)


MODELS: Final[Mapping[str, Callable[[str], None]]] = {
    "schema": _schema,
    "predictions": _predictions,
    "cleaning": lambda text: _read(read_cleaning_file, text),
    "label map": lambda text: _read(read_map, text),
}
