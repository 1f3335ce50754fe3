"""Paths of the files of a corpus."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SCHEMA_FILE = Path("schema/corpus.yaml")


class CorpusNotFoundError(FileNotFoundError):
    """No folder from the start upwards contains `schema/corpus.yaml`."""


@dataclass(frozen=True, slots=True)
class CorpusFolder:
    """The root of a corpus and the paths under it."""

    root: Path

    @classmethod
    def find(cls, start: str | Path | None = None) -> "CorpusFolder":
        """Find the nearest folder with a schema: the folder itself, or one above it.

        Raises CorpusNotFoundError.
        """
        here = Path(start or ".").resolve()
        for folder in (here, *here.parents):
            if (folder / SCHEMA_FILE).is_file():
                return cls(folder)
        raise CorpusNotFoundError(
            f"{here}: this folder and the folders above it have no {SCHEMA_FILE}"
        )

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
    def words(self) -> Path:
        """The word lists of computed attributes."""
        return self.root / "schema" / "words"

    @property
    def sources(self) -> Path:
        return self.root / "corpus" / "sources.yaml"

    @property
    def cleaning(self) -> Path:
        """This corpus's own rules and decisions by hand. The file may be missing."""
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
        """Whether a path, with links followed, is inside the corpus."""
        return path.resolve().is_relative_to(self.root)

    def state_dir(self) -> Path:
        """Create and return the directory for servers and temporary data; it is never committed."""
        path = self.root / ".label-studio"
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def all_exports(self) -> list[Path]:
        """Return the exports of annotators, then those of adjudicators."""
        return [*self.exports(), *self.adjudication_exports()]

    def adjudication_exports(self) -> list[Path]:
        """Return every `annotations/adjudicated/exports/<layer>/<adjudicator>.json`, sorted."""
        return self._inside(self.adjudications.glob("*/*.json"))

    def adjudicated_files(self) -> list[Path]:
        """Return every file of decisions `annotations/adjudicated/<layer>.json`, sorted."""
        return self._inside((self.annotations / "adjudicated").glob("*.json"))

    def adjudicated(self, layer: str) -> Path:
        """Return the path of the decisions of a layer."""
        return self.annotations / "adjudicated" / f"{layer}.json"

    def clean_files(self) -> list[Path]:
        """Return every clean file `corpus/clean/<doc_id>.json`, sorted, without histories."""
        paths = self._inside(self.clean.glob("*.json"))
        return [p for p in paths if not p.name.endswith(".history.json")]

    def leading_out(self) -> list[Path]:
        """Return links to exports, decisions and clean files that are broken or lead outside.

        A folder of such files may be the link.
        """
        folders = [self.clean.parent, self.clean, self.annotations, *self.annotations.glob("*")]
        folders += [self.adjudications, *self.adjudications.glob("*")]
        files = [*self.annotations.glob("*/*.json"), *self.adjudications.glob("*/*.json")]
        files += self.clean.glob("*.json")
        return sorted({p for p in (*folders, *files) if self.leads_out(p)})

    def leads_out(self, path: Path) -> bool:
        """Whether a path is a link that leaves the corpus or is broken."""
        return path.is_symlink() and not (self.holds(path) and path.exists())

    def _inside(self, paths: Iterable[Path]) -> list[Path]:
        return sorted(p for p in paths if p.is_file() and self.holds(p))

    def document(self, doc_id: str) -> Path:
        return self.clean / f"{doc_id}.json"

    def history(self, doc_id: str) -> Path:
        return self.clean / f"{doc_id}.history.json"

    def exports(self) -> list[Path]:
        """Return every export `annotations/<layer>/<annotator>[.<pass>].json`, sorted."""
        paths = self._inside(self.annotations.glob("*/*.json"))
        return [p for p in paths if p.parent.name != "adjudicated"]

    def export(
        self, layer: str, annotator: str, pass_: int = 1, *, adjudication: bool = False
    ) -> Path:
        """Return the path of one pass; with `adjudication`, of an adjudicator's export."""
        below = self.adjudications if adjudication else self.annotations
        return below / layer / (f"{annotator}.{pass_}.json" if pass_ > 1 else f"{annotator}.json")

    def relative(self, path: Path) -> str:
        """Return the path as reports show it: relative to the corpus, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()
