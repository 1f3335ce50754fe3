"""Communiqué: raw articles in, a versioned annotated dataset out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.version import VERSION as __version__

if TYPE_CHECKING:
    from communique.notebook import NotebookCorpus

__all__ = ["__version__", "load", "open"]


def open(path: str | Path = ".") -> "NotebookCorpus":
    """Open the corpus at a path, or the nearest corpus above it (a folder with
    `schema/corpus.yaml`).

    Each part is read once and completely, when it is first used. If a file, a document, a record or
    a decision were left out of it, UnsoundCorpusError is raised, with the problems.

    Raises CorpusNotFoundError.

    >>> import communique
    >>> corpus = communique.open(corpus_folder)
    >>> document = corpus.documents["one"]
    >>> document.text[:16]
    'A short headline'
    >>> document.offsets.to_raw(17, 24)
    (18, 25)
    >>> names = corpus.annotations("names")
    >>> names[names.is_vote].groupby("label").size().to_dict()
    {'person': 3, 'place': 2}
    >>> corpus.decisions("names")[["text", "label", "outcome"]].iloc[0].to_list()
    ['Ann Lee', 'person', 'kept']
    >>> corpus.problems()
    []
    >>> report = corpus.agreement("names")
    >>> report.to_frame().question.to_list()
    ['spans', 'label', 'reading', 'entity_id', 'holders']
    """
    from communique.corpus import CorpusFolder
    from communique.notebook import NotebookCorpus

    return NotebookCorpus(CorpusFolder.find(path))


def load(
    source: str | Path,
    config: str,
    version: str | None = None,
    *,
    split: str | None = None,
    streaming: bool = False,
    verify: bool = True,
) -> Any:
    """Load one config of a built dataset: from a folder, an archive (.tar.gz, .tgz, .tar) or a hub
    id `OWNER/NAME`.

    Returns a `DatasetDict`; with `split` the `Dataset` of this split; with `streaming` the iterable
    forms of them. `version` is three numbers, for example `1.0.0`. It is compared with the version
    of the dataset, and for a hub id it selects the tag `v<version>`.

    Before anything is read, all files are compared with the hashes in `manifest.json`, and no other
    file may be in `data/`. `verify=False` skips this.

    Warns TextsAbsentWarning for a standoff dataset: its texts are null.

    Raises LoadError (nothing is there, or there is no such config or split), VersionError,
    NotADatasetError (a file is missing, different or not listed), OSError.
    """
    from communique.dataset.load import load as load_config

    return load_config(source, config, version, split=split, streaming=streaming, verify=verify)
