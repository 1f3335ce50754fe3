"""Private to `import`: annotations of other tools, their map, and the options for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.commands._foreign_options import LABEL_STUDIO
from communique.commands._placing import Given
from communique.commands._shared import Refusal, known, print_json

if TYPE_CHECKING:
    from communique.formats.foreign import Reading
    from communique.formats.readers import ForeignFormat
    from communique.problems import Problem
    from communique.workspace import Corpus

_INSTALL: Final = "Install the extra: `pip install 'communique[formats]'`."
Keys = tuple[str | None, str | None]  # of the document and of the text, in rows of JSON Lines


def foreign_format(
    name: str,
    map_: Path | None,
    propose_map: bool,
    licence: str | None,
    annotators: Sequence[str],
) -> "ForeignFormat | None":
    """The format of another tool; None for Label Studio. Raises Refusal."""
    from communique.formats.readers import FOREIGN_FORMATS

    if name == LABEL_STUDIO:
        options = {
            "--map": map_,
            "--propose-map": propose_map,
            "--licence": licence,
            "--annotator": annotators,
        }
        if given := [option for option, value in options.items() if value]:
            raise Refusal(
                f"{given[0]} needs --format",
                f"Name the format of the files: --format {', '.join(FOREIGN_FORMATS)}.",
            )
        return None
    if name not in FOREIGN_FORMATS:
        known_names = ", ".join((LABEL_STUDIO, *FOREIGN_FORMATS))
        raise Refusal(f"{name!r} is not a format to import", f"Use one of: {known_names}")
    if len(annotators) > 1:
        raise Refusal(
            f"--annotator is given {len(annotators)} times",
            "Import the files of each annotator on their own.",
        )
    return FOREIGN_FORMATS[name]


@dataclass(slots=True)
class Bringing:
    """Brings in files of another tool. `problems`, `notes` and `losses` say what was done."""

    corpus: "Corpus"
    format: "ForeignFormat"
    accounts: dict[str, str]
    annotators: Sequence[str]
    map_file: Path | None
    licence: str | None
    allow_missing: bool
    problems: "list[Problem]" = field(default_factory=list["Problem"])
    notes: list[str] = field(default_factory=list[str])
    losses: dict[str, int] = field(default_factory=dict[str, int])
    documents: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether no annotation was left out that the map names."""
        return not any(p.level == "error" for p in self.problems)

    @property
    def provenance(self) -> Mapping[str, Any]:
        """What is recorded with the export. Names of files may be those of people."""
        licence = {"licence": self.licence} if self.licence else {}
        return {"format": self.format.name, "documents": self.documents, **licence}

    def exports(
        self, files: Sequence[Path], keys: Keys, beside: Path, layer: str | None
    ) -> list[Given]:
        """The exports to read for these files, each with its layer. Raises Refusal, OSError."""
        from communique.formats.label_map import read_map
        from communique.workflow.foreign_reading import ForeignImportError
        from communique.workflow.import_foreign import ForeignImport

        if layer is not None:
            raise Refusal("--layer is for exports of Label Studio", "Name the layer in the map.")
        annotator = known(self.corpus.schema, self.annotators[0]).id if self.annotators else None
        reading = read(self.corpus, self.format, files, keys)
        bringing = ForeignImport(
            self.corpus,
            reading,
            self.format.name,
            read_map(self.map_file) if self.map_file else None,
            annotator,
            self.accounts,
            self.allow_missing,
            self.licence,
        )
        try:
            brought = bringing.brought()
        except ForeignImportError as error:
            raise Refusal(str(error), error.fix) from None
        self.problems, self.notes = bringing.problems, bringing.notes
        self.losses, self.documents = dict(reading.losses), len(reading.documents)
        given: list[Given] = []
        for number, each in enumerate(brought):
            path = beside / f"{number}.json"
            each.write(path)
            given.append(Given(files[0], each.layer, path))
        return given


def read(
    corpus: "Corpus", format_: "ForeignFormat", files: Sequence[Path], keys: Keys
) -> "Reading":
    """Read the files. Raises Refusal, OSError."""
    from communique.workflow.foreign_reading import ForeignImportError, read_foreign

    try:
        return read_foreign(format_, files, corpus.schema, *keys)
    except ForeignImportError as error:
        raise Refusal(str(error), error.fix) from None
    except ImportError as error:
        raise Refusal(f"{format_.name} needs the package {error.name}", _INSTALL) from None


def print_proposal(
    corpus: "Corpus", format_: "ForeignFormat", files: Sequence[Path], keys: Keys, *, as_json: bool
) -> None:
    """Print a map for the files. Raises Refusal, OSError."""
    from communique.formats.propose_map import proposal
    from communique.formats.proposed_text import proposal_text

    layers = proposal(read(corpus, format_, files, keys).documents, corpus.schema)
    if as_json:
        print_json({"layers": [layer.to_json() for layer in layers]})
    else:
        print(proposal_text(layers), end="")
