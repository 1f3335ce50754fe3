"""The pages of the site that are about the whole corpus: overview, guidelines and codebook."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.dataset.build import BuildError
from communique.dataset.decisions import NeedsAdjudicationError
from communique.dataset.facts import CorpusFacts
from communique.dataset.manifest import read_manifest, verify_files
from communique.dataset.names import MANIFEST, STANDOFF
from communique.dataset.read import NotADatasetError
from communique.dataset.splits import SplitError
from communique.schema.names import VERSION
from communique.site.frame import Frame
from communique.site.guide import guide_pages
from communique.site.overview import Changes, overview_page
from communique.site.page import Page, asset
from communique.versions.difference import difference
from communique.versions.summary import by_config
from communique.workflow.build import build_dataset
from communique.workflow.facts import facts_of
from communique.workspace import Corpus

STYLE: Final = "figures.css"
_RELEASES: Final = "releases"


def figure_pages(corpus: Corpus, frame: Frame) -> Iterator[Page]:
    """Yield the pages and their style sheet. Raises UnsoundCorpusError, OSError."""
    facts = facts_of(corpus, with_uncleaned=True)
    yield overview_page(frame, facts, changes_of(corpus, facts))
    yield from guide_pages(frame, facts, guidelines_of(corpus))
    yield asset(STYLE)


def guidelines_of(corpus: Corpus) -> dict[str, str]:
    """The guidelines by file name. Bytes that are not UTF-8 are replaced."""
    folder = corpus.folder
    paths = sorted(p for p in folder.guidelines.glob("*.md") if p.is_file() and folder.holds(p))
    return {p.name: p.read_bytes().decode("utf-8", "replace") for p in paths}


def changes_of(corpus: Corpus, facts: CorpusFacts) -> Changes:
    """The changes of the dataset since the newest version in `releases/`."""
    old = _newest(corpus.folder.root / _RELEASES)
    if old is None:
        return Changes(None)
    try:
        verify_files(old, read_manifest(old))
        with tempfile.TemporaryDirectory() as place:
            into = Path(place) / "dataset"
            into.mkdir()
            build_dataset(
                corpus,
                into,
                STANDOFF,
                assessed=facts.agreement,
                is_decided=not facts.open,
                is_restorable=False,
            )
            found = difference(old, into, None)
    except (BuildError, NeedsAdjudicationError, NotADatasetError, SplitError) as error:
        return Changes(old.name, reason=str(error).rstrip("."))
    return Changes(found.version, by_config(found.changes, found.known))


def _newest(releases: Path) -> Path | None:
    """The folder of the highest version that is a dataset."""
    found = (p for p in releases.glob("*") if (p / MANIFEST).is_file())
    numbered = [p for p in found if re.fullmatch(VERSION, p.name, flags=re.ASCII)]
    return max(numbered, key=lambda p: tuple(map(int, p.name.split("."))), default=None)
