"""`communique report`: write the methods section of a paper."""

from dataclasses import asdict
from typing import Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
    working,
)


def run(
    corpus: CorpusOption = None,
    latex: Annotated[bool, typer.Option("--latex", help="Print LaTeX, for \\input.")] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown. This is the default.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Print the methods section of a paper, with the numbers of this corpus.

    It states sizes, splits, cleaning, annotators, agreement, adjudication and the citation. It
    says plainly which annotators are language models, and what still waits for a decision.
    """
    from communique.commands._screen import escape_unknown
    from communique.workflow.report import report_of
    from communique.workflow.report_format import as_latex, as_markdown

    if latex + markdown + json > 1:
        raise Refusal("more than one format is named", "Choose --latex, --markdown or --json.")
    with refusing(), working("Counting"):
        report = report_of(open_corpus(corpus))
    escape_unknown()
    if json:
        print_json(asdict(report.figures))
    else:
        print(as_latex(report) if latex else as_markdown(report), end="")
