"""`communique render`: write the files that follow from the schema and the data."""

from typing import Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)


def run(
    corpus: CorpusOption = None,
    update_keys: Annotated[
        bool, typer.Option("--update-keys", help="First rename outdated keys in the schema.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Write schema/rendered, and update the numbers in README and DATASHEET.

    The folder schema/rendered holds the Label Studio pages, the JSON Schema of records and the
    list of checks.
    """
    from communique.dataset.decisions import NeedsAdjudicationError
    from communique.dataset.splits import SplitError
    from communique.workflow.render import quote_numbers, update_schema_keys, write_rendered

    opened = open_corpus(corpus)
    with refusing():
        updated = update_schema_keys(opened.folder) if update_keys else []
        written = updated + write_rendered(opened)
        try:
            written = quote_numbers(opened) + written
        except (NeedsAdjudicationError, SplitError) as error:
            _print(written, as_json=json)
            reason = f"the numbers in README and DATASHEET are not up to date: {error}"
            raise Refusal(
                reason, "Run `communique check` and `communique status` to see what is missing."
            ) from None
    _print(written, as_json=json)


def _print(written: list[str], *, as_json: bool) -> None:
    print_json(written) if as_json else print("\n".join(written))
