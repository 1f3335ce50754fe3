"""Render what the schema gives."""

from typing import TYPE_CHECKING

from communique.commands.refusal import CorpusOption, JsonOption, open_corpus, print_json

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder


def run(corpus: CorpusOption = None, json: JsonOption = False) -> None:
    """Write schema/rendered: Label Studio pages, the JSON Schema of records, the list of checks."""
    from communique.corpus import write_atomic
    from communique.rendered import rendered_files

    folder, schema = open_corpus(corpus)
    wanted = rendered_files(schema)
    for path in folder.rendered.glob("*"):
        if path.is_file() and path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        write_atomic(folder.rendered / name, content)
    quoted = quote_numbers(folder)
    written = quoted + [folder.relative(folder.rendered / name) for name in wanted]
    print_json(written) if json else print("\n".join(written))


def quote_numbers(folder: "CorpusFolder") -> list[str]:
    """Bring the numbers in README and DATASHEET up to date; the names of what changed."""
    from communique.corpus import write_atomic
    from communique.dataset.decisions import NeedsAdjudicationError
    from communique.dataset.splits import SplitError
    from communique.quoted import quoting_files

    try:
        quoting = quoting_files(folder)
    except (OSError, ValueError, SplitError, NeedsAdjudicationError):
        return []  # `communique check` says what is wrong
    stale = {name: wanted for name, (text, wanted) in quoting.items() if text != wanted}
    for name, wanted in stale.items():
        write_atomic(folder.root / name, wanted)
    return sorted(stale)
