"""Building the dataset of a corpus."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from communique.assessment.measures import Plain
from communique.dataset.baseline_table import BASELINES, inputs_sha256, read_baselines
from communique.dataset.build import Built, build
from communique.dataset.decisions import NeedsAdjudicationError
from communique.dataset.from_corpus import dataset_of
from communique.dataset.names import AGREEMENT, FULL
from communique.util.json_values import Object
from communique.util.kept_json import KeptJson
from communique.util.plural import counted
from communique.workflow.adjudicate import open_work
from communique.workflow.agree import assess_corpus
from communique.workspace import Corpus

COPIED = ("DATASHEET.md", "CHANGELOG.md", "LICENSE-DATA.md")


def build_dataset(
    corpus: Corpus,
    into: Path,
    flavour: str = FULL,
    *,
    assessed: Plain | KeptJson | None = None,
    is_decided: bool = False,
    is_restorable: bool = True,
) -> Built:
    """Write the dataset into a new folder.

    `assessed` is the result of `assess_corpus`, if it was computed before.
    `is_decided`: it is known that no item is open. `is_restorable` is as in `build`. Raises
    NeedsAdjudicationError while an item is open, also an item that was decided and is open again.
    Raises the errors of `dataset_of` and `build`.
    """
    if not is_decided:
        require_decided(corpus)
    report = assess_corpus(corpus) if assessed is None else assessed
    agreement = report if isinstance(report, KeptJson) else KeptJson(report)
    del report
    other_files = _FilesBeside(files_beside(corpus), agreement)
    dataset, baselines = dataset_of(corpus), _baselines(corpus)
    return build(dataset, other_files, into, flavour, baselines, is_restorable=is_restorable)


class _FilesBeside(Mapping[str, bytes]):
    """The files of `files_beside`, and agreement, which is read when it is asked for."""

    def __init__(self, files: Mapping[str, bytes], agreement: KeptJson) -> None:
        self._files, self._agreement = files, agreement

    def __getitem__(self, name: str) -> bytes:
        return self._agreement.read() if name == AGREEMENT else self._files[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._files
        yield AGREEMENT

    def __len__(self) -> int:
        return len(self._files) + 1


def dataset_files(
    corpus: Corpus,
    flavour: str = FULL,
    *,
    assessed: Plain | None = None,
    is_decided: bool = False,
) -> dict[str, bytes]:
    """Return the files of the dataset: path to content. As `build_dataset`, with its errors."""
    with TemporaryDirectory() as temporary:
        into = Path(temporary) / "dataset"
        into.mkdir()
        build_dataset(corpus, into, flavour, assessed=assessed, is_decided=is_decided)
        paths = sorted(p for p in into.rglob("*") if p.is_file())
        return {p.relative_to(into).as_posix(): p.read_bytes() for p in paths}


def _baselines(corpus: Corpus) -> Object | None:
    """The baselines, if they belong to the current labels and texts."""
    path = corpus.folder.root / BASELINES
    if not path.is_file() or not corpus.folder.holds(path):
        return None
    data = read_baselines(path)
    wanted = inputs_sha256(corpus.folder, corpus.documents)
    return data if data and data.get("inputs_sha256") == wanted else None


def require_decided(corpus: Corpus) -> None:
    """Raise NeedsAdjudicationError while an item is open."""
    named = [
        f"{name}: {counted(len(found), 'undecided item')} in {', '.join(sorted(set(found)))}"
        for name, found in open_work(corpus).documents.items()
        if found
    ]
    if named:
        raise NeedsAdjudicationError("; ".join(named))


def files_beside(corpus: Corpus) -> dict[str, bytes]:
    """Return the files that are copied unchanged: datasheet, changelog, licence, guidelines, and
    the word lists.
    """
    folder = corpus.folder
    files = {name: folder.root / name for name in COPIED}
    files |= {f"guidelines/{p.name}": p for p in sorted(folder.guidelines.glob("*.md"))}
    files |= {f"words/{p.name}": p for p in sorted(folder.words.glob("*.txt"))}
    inside = (p for p in files.items() if p[1].is_file() and folder.holds(p[1]))
    return {name: path.read_bytes() for name, path in inside}
