"""Where the parts of a corpus lie on disk."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SCHEMA_FILE = Path("schema/corpus.yaml")


class CorpusNotFoundError(FileNotFoundError):
    """No folder upwards holds `schema/corpus.yaml`."""


@dataclass(frozen=True, slots=True)
class CorpusFolder:
    """The root of a corpus and the paths under it."""

    root: Path

    @classmethod
    def find(cls, start: str | Path | None = None) -> "CorpusFolder":
        """The folder itself, or the nearest one above it, that holds a schema.

        Raises CorpusNotFoundError.
        """
        here = Path(start or ".").resolve()
        for folder in (here, *here.parents):
            if (folder / SCHEMA_FILE).is_file():
                return cls(folder)
        raise CorpusNotFoundError(f"{here}: no {SCHEMA_FILE} here or in any folder above")

    @property
    def schema(self) -> Path:
        return self.root / SCHEMA_FILE

    @property
    def rendered(self) -> Path:
        return self.root / "schema" / "rendered"

    @property
    def guidelines(self) -> Path:
        return self.root / "schema" / "guidelines"

    @property
    def sources(self) -> Path:
        return self.root / "corpus" / "sources.yaml"

    @property
    def cleaning(self) -> Path:
        """The corpus's own rules and decisions by hand; need not exist."""
        return self.root / "corpus" / "cleaning.yaml"

    @property
    def raw(self) -> Path:
        return self.root / "corpus" / "raw"

    @property
    def clean(self) -> Path:
        return self.root / "corpus" / "clean"

    @property
    def annotations(self) -> Path:
        return self.root / "annotations"

    @property
    def adjudications(self) -> Path:
        """The raw exports of adjudication projects."""
        return self.annotations / "adjudicated" / "exports"

    def holds(self, path: Path) -> bool:
        """Whether a path that may be a link ends inside the corpus."""
        return path.resolve().is_relative_to(self.root)

    def state_dir(self) -> Path:
        """The directory for servers and what is on its way; made if absent, never committed."""
        path = self.root / ".label-studio"
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def all_exports(self) -> list[Path]:
        """The annotators' exports, then the adjudicators'."""
        return [*self.exports(), *self.adjudication_exports()]

    def adjudication_exports(self) -> list[Path]:
        """Every export `annotations/adjudicated/exports/<layer>/<adjudicator>.json`, sorted."""
        return self._inside(self.adjudications.glob("*/*.json"))

    def adjudicated_files(self) -> list[Path]:
        """Every file of decisions `annotations/adjudicated/<layer>.json`, sorted."""
        return self._inside((self.annotations / "adjudicated").glob("*.json"))

    def adjudicated(self, layer: str) -> Path:
        """Where the decisions of a layer lie."""
        return self.annotations / "adjudicated" / f"{layer}.json"

    def clean_files(self) -> list[Path]:
        """Every cleaned document `corpus/clean/<doc_id>.json`, sorted; histories left out."""
        found = self._inside(self.clean.glob("*.json"))
        return [p for p in found if not p.name.endswith(".history.json")]

    def leading_out(self) -> list[Path]:
        """Links among exports, decisions and cleaned documents that end outside or nowhere."""
        found = [*self.annotations.glob("*/*.json"), *self.adjudications.glob("*/*.json")]
        found += self.clean.glob("*.json")
        return sorted(p for p in found if self.leads_out(p))

    def leads_out(self, path: Path) -> bool:
        """Whether a path is a link that ends outside the corpus, or nowhere."""
        return path.is_symlink() and not (self.holds(path) and path.exists())

    def _inside(self, paths: Iterable[Path]) -> list[Path]:
        return sorted(p for p in paths if p.is_file() and self.holds(p))

    def document(self, doc_id: str) -> Path:
        return self.clean / f"{doc_id}.json"

    def history(self, doc_id: str) -> Path:
        return self.clean / f"{doc_id}.history.json"

    def exports(self) -> list[Path]:
        """Every export `annotations/<layer>/<annotator>[.<pass>].json`, sorted."""
        found = self._inside(self.annotations.glob("*/*.json"))
        return [p for p in found if p.parent.name != "adjudicated"]

    def export(
        self, layer: str, annotator: str, pass_: int = 1, *, adjudication: bool = False
    ) -> Path:
        """Where an annotator's pass over a layer lies; an adjudicator's lie by themselves."""
        below = self.adjudications if adjudication else self.annotations
        return below / layer / (f"{annotator}.{pass_}.json" if pass_ > 1 else f"{annotator}.json")

    def relative(self, path: Path) -> str:
        """The path as reports give it: relative to the corpus, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()
