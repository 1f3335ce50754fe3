"""Rendered files are what the schema gives."""

from collections.abc import Iterator

from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.rendering.files import rendered_files
from communique.workspace.reading import CorpusReading


def rendered_current(corpus: CorpusReading) -> Iterator[Problem]:
    """`rendered-stale`: a file differs, is missing, or is of no layer. Absent folder: silent."""
    folder = corpus.folder.rendered
    if corpus.schema is None or not folder.is_dir():
        return
    wanted = rendered_files(corpus.schema)
    present = {p.name for p in folder.iterdir() if p.is_file()}
    for name in sorted(present | set(wanted)):
        path = folder / name
        if name not in wanted:
            message = "belongs to no layer of the schema"
        elif name not in present:
            message = "is missing"
        elif path.read_bytes() != wanted[name].encode("utf-8"):
            message = "is not what the schema gives"
        else:
            continue
        yield problem("rendered-stale", message, file=corpus.folder.relative(path))
