"""Render what the schema gives."""

from communique.commands.refusal import CorpusOption, JsonOption, open_corpus, print_json


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
    written = [folder.relative(folder.rendered / name) for name in wanted]
    print_json(written) if json else print("\n".join(written))
