"""A new annotator in the schema file: one entry more, everything else as it was."""

import re
import tempfile
from pathlib import Path
from typing import Final

import yaml

from communique.corpus import CorpusFolder
from communique.schema import Annotator, Schema, load_schema
from communique.schema.names import ANNOTATOR_ID
from communique.schema.yaml_edit import end_of
from communique.schema.yaml_file import compose_yaml
from communique.util.atomic_write import write_atomic

_PLAIN: Final = re.compile(r"[a-z][a-z0-9_-]*")
_WORDS: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_KEY: Final = "annotators"


class AnnotatorError(ValueError):
    """An annotator cannot be added; nothing was written. `fix` says what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


def add_annotator(folder: CorpusFolder, schema: Schema, id_: str, type_: str, role: str) -> None:
    """Add the entry to `annotators` in the schema file, as text: comments and layout stay.

    Raises AnnotatorError, OSError.
    """
    if re.fullmatch(ANNOTATOR_ID, id_) is None or id_.endswith("\n"):
        raise AnnotatorError(
            f"{id_!r} cannot be the id of an annotator",
            "Use a pseudonym of small letters, digits, - and _, for example ann-4."
            " Never use a name or an address.",
        )
    if schema.annotator(id_):
        raise AnnotatorError(
            f"the schema has an annotator {id_} already", f"Run `communique annotate {id_}`."
        )
    entry = f"{{id: {_scalar(id_)}, type: {type_}, role: {role}}}"
    changed = with_entry(folder.schema.read_bytes().decode("utf-8"), entry)
    added = Annotator.model_validate({"id": id_, "type": type_, "role": role})
    if changed is None or not _adds(changed, schema, added):
        raise AnnotatorError(
            f"the list `{_KEY}` in {folder.relative(folder.schema)} cannot be edited",
            f"Add this entry to it: {entry}",
        )
    write_atomic(folder.schema, changed.encode("utf-8"))


def with_entry(text: str, entry: str) -> str | None:
    r"""The text of a schema file with one more entry in `annotators`; None if it has no place.

    >>> with_entry("annotators:\n  - {id: a}  # first\nlayers: []\n", "{id: b}")
    'annotators:\n  - {id: a}  # first\n  - {id: b}\nlayers: []\n'
    """
    root = compose_yaml(text)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    for key, value in root.value:
        if key.value == _KEY:
            is_list = isinstance(value, yaml.SequenceNode)
            return _in_list(text, value, entry, end) if is_list else None
    return f"{text.rstrip()}{end}{_KEY}:{end}  - {entry}{end}"


def _in_list(text: str, entries: yaml.SequenceNode, entry: str, end: str) -> str:
    if entries.flow_style:
        listed = entries.value
        at = listed[-1].end_mark.index if listed else entries.start_mark.index + 1
        return f"{text[:at]}{', ' if listed else ''}{entry}{text[at:]}"
    indent = " " * entries.start_mark.column
    return _after_line(text, end_of(entries) - 1, f"{indent}- {entry}", end)


def _after_line(text: str, at: int, line: str, end: str) -> str:
    stop = text.find("\n", at)
    if stop < 0:
        return f"{text}{end}{line}{end}"
    return f"{text[: stop + 1]}{line}{end}{text[stop + 1 :]}"


def _scalar(id_: str) -> str:
    """The id as YAML; in quotes where a reader could take it for something else than a word."""
    return id_ if _PLAIN.fullmatch(id_) and id_ not in _WORDS else f'"{id_}"'


def _adds(text: str, before: Schema, added: Annotator) -> bool:
    """Whether the text says the same as before, with this annotator at the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.yaml"
        path.write_bytes(text.encode("utf-8"))
        try:
            after = load_schema(path)
        except ValueError:
            return False
    return after == before.model_copy(update={"annotators": (*before.annotators, added)})
