"""A corpus on disk to the files of its dataset."""

from pathlib import Path
from tempfile import TemporaryDirectory

from communique.corpus import CorpusFolder
from communique.corpus.write import json_text
from communique.dataset.build import Built, build
from communique.dataset.names import FULL
from communique.gather import assess_corpus, gather
from communique.schema import load_schema

BESIDE = ("DATASHEET.md", "CHANGELOG.md", "LICENSE-DATA.md")


def assemble(folder: CorpusFolder, into: Path, flavour: str = FULL) -> Built:
    """Write the dataset into a new folder. Raises what `gather` and `build` raise."""
    assessed = json_text(assess_corpus(folder, load_schema(folder.schema)))
    agreement = {"agreement.json": assessed.encode("utf-8")}
    return build(gather(folder), {**beside(folder), **agreement}, into, flavour)


def assembled(folder: CorpusFolder, flavour: str = FULL) -> dict[str, bytes]:
    """The files of the dataset as it would be written. Raises what `assemble` raises."""
    with TemporaryDirectory() as place:
        into = Path(place) / "dataset"
        into.mkdir()
        assemble(folder, into, flavour)
        paths = sorted(p for p in into.rglob("*") if p.is_file())
        return {p.relative_to(into).as_posix(): p.read_bytes() for p in paths}


def beside(folder: CorpusFolder) -> dict[str, bytes]:
    """The files that go along unchanged: datasheet, changelog, licence, guidelines."""
    files = {name: folder.root / name for name in BESIDE}
    files |= {f"guidelines/{p.name}": p for p in sorted(folder.guidelines.glob("*.md"))}
    inside = (p for p in files.items() if p[1].is_file() and folder.holds(p[1]))
    return {name: path.read_bytes() for name, path in inside}
