"""Render what the schema gives."""

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)


def run(corpus: CorpusOption = None, json: JsonOption = False) -> None:
    """Write schema/rendered: Label Studio pages, the JSON Schema of records, the list of checks;
    bring the numbers in README and DATASHEET up to date.
    """
    from communique.dataset.decisions import NeedsAdjudicationError
    from communique.dataset.splits import SplitError
    from communique.workflow.render import quote_numbers, write_rendered

    opened = open_corpus(corpus)
    with refusing():
        written = write_rendered(opened)
        try:
            written = quote_numbers(opened) + written
        except (NeedsAdjudicationError, SplitError) as error:
            _print(written, as_json=json)
            reason = f"the numbers in README and DATASHEET are not up to date: {error}"
            raise Refusal(reason, "See `communique check` and `communique status`.") from None
    _print(written, as_json=json)


def _print(written: list[str], *, as_json: bool) -> None:
    print_json(written) if as_json else print("\n".join(written))
