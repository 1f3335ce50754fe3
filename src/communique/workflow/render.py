"""Writing the rendered files and the quoted numbers."""

from communique.checks.catalogue import KINDS
from communique.corpus import CorpusFolder, write_atomic
from communique.dataset.quoted_numbers import quoting_files
from communique.rendering.files import rendered_files
from communique.schema import read_schema
from communique.schema.former_keys import with_current_keys
from communique.util.atomic_write import write_together
from communique.workspace import Corpus


def update_schema_keys(folder: CorpusFolder) -> list[str]:
    """Rename outdated keys in the schema file. Returns its name if it changed.

    Raises YamlError, OSError.
    """
    former = read_schema(folder.schema)[1]
    if not former:
        return []
    text = folder.schema.read_bytes().decode("utf-8-sig")
    write_atomic(folder.schema, with_current_keys(text, former))
    return [folder.relative(folder.schema)]


def write_rendered(corpus: Corpus) -> list[str]:
    """Write `schema/rendered/`, and remove all other files there. Returns the names of the files.

    Raises UnsoundCorpusError, OSError.
    """
    folder, rendered = corpus.folder, rendered_files(corpus.schema, KINDS.values())
    write_together({folder.rendered / name: content for name, content in rendered.items()})
    for path in folder.rendered.glob("*"):
        if path.is_file() and path.name not in rendered:
            path.unlink()
    return [folder.relative(folder.rendered / name) for name in rendered]


def quote_numbers(corpus: Corpus) -> list[str]:
    """Update the numbers in README and DATASHEET. Returns the names of the files that changed.

    Raises the errors of `dataset_content`.
    """
    quoting = quoting_files(corpus)
    stale = {name: wanted for name, (text, wanted) in quoting.items() if text != wanted}
    write_together({corpus.folder.root / name: wanted for name, wanted in stale.items()})
    return sorted(stale)
