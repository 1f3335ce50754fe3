"""Render what the schema gives."""

from communique.commands.refusal import CorpusOption, JsonOption, open_corpus, print_json


def run(corpus: CorpusOption = None, json: JsonOption = False) -> None:
    """Write schema/rendered: Label Studio pages, the JSON Schema of records, the list of checks."""
    from communique.quoted import quote_numbers
    from communique.rendered import write_rendered

    folder, schema = open_corpus(corpus)
    rendered = write_rendered(folder, schema)
    written = quote_numbers(folder) + rendered
    print_json(written) if json else print("\n".join(written))
