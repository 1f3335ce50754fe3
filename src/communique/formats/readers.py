"""The formats that can be brought in: their files, and the modules that read them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from communique.formats.cas_types import types_of
from communique.formats.foreign import ForeignFile, Reading, ReadOptions
from communique.schema import Schema

Reader = Callable[[Sequence[ForeignFile], ReadOptions], Reading]


@dataclass(frozen=True, slots=True)
class ForeignFormat:
    """A format. `suffixes` are those of the files that are taken from a folder.

    `beside`: files that belong to a given one, by their suffix or name. `needs` names a package of
    the extra `formats`.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    beside: tuple[str, ...] = ()
    needs: str | None = None

    def reader(self) -> Reader:
        """Import the reader. Raises ImportError if its package is not installed."""
        if self.needs:
            import_module(self.needs)
        return import_module(f"communique.formats.{self.name}_reader").read


FOREIGN_FORMATS: Final = {
    f.name: f
    for f in (
        ForeignFormat("brat", "brat standoff", (".ann", ".txt"), (".ann", ".txt")),
        ForeignFormat(
            "cas",
            "UIMA CAS JSON and XMI",
            (".json", ".xmi", ".xml"),
            ("TypeSystem.xml",),
            needs="cassis",
        ),
        ForeignFormat("conll", "CoNLL columns", (".conll", ".iob", ".bio", ".txt")),
        ForeignFormat("doccano", "doccano JSON Lines", (".jsonl", ".json")),
        ForeignFormat("prodigy", "Prodigy JSON Lines", (".jsonl", ".json")),
        ForeignFormat("webanno", "WebAnno TSV 3", (".tsv",)),
    )
}


def files_of(format_: ForeignFormat, paths: Sequence[Path]) -> list[ForeignFile]:
    """The files of these paths, with those of folders and those that belong to a given one.

    Raises OSError.
    """
    chosen: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file())
            chosen |= dict.fromkeys(p for p in inside if p.suffix in format_.suffixes)
            continue
        chosen[path] = None
        for name in format_.beside:
            other = path.with_suffix(name) if name.startswith(".") else path.with_name(name)
            if other.is_file():
                chosen[other] = None
    return [ForeignFile(path.as_posix(), path.read_bytes()) for path in chosen]


def own_types(schema: Schema) -> dict[str, tuple[str, dict[str, str]]]:
    """The UIMA types of our own export: the layer, and the attribute of each feature."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for layer in schema.layers:
        names = types_of(layer)
        features = {feature: attribute for attribute, feature in names.features.items()}
        found[names.region] = (layer.name, features)
        found[names.value] = (layer.name, {})
    return found
