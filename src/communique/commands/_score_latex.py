"""Scores as a table for LaTeX (package booktabs)."""

from collections.abc import Mapping
from typing import Any, Final

_SPECIAL: Final = {
    **{c: f"\\{c}" for c in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def latex_table(result: Mapping[str, Any]) -> str:
    """The figures of `scores`, and a caption that says what was scored and what each means."""
    rows = [
        f"{escaped(name)} & {_number(f['precision'])} & {_number(f['recall'])} &"
        f" {_number(f['f1'])} & {f['tp']} & {f['fp']} & {f['fn']} \\\\"
        for name, f in result["scores"].items()
    ]
    return "\n".join(
        [
            r"\begin{table}",
            r"\begin{tabular}{lrrrrrr}",
            r"\toprule",
            r"figure & P & R & F1 & tp & fp & fn \\",
            r"\midrule",
            *rows,
            r"\bottomrule",
            r"\end{tabular}",
            f"\\caption{{{escaped(_caption(result))}}}",
            r"\end{table}",
        ]
    )


def _caption(result: Mapping[str, Any]) -> str:
    details = result["details"]
    meaning = "; ".join(f"{name}: {shown}" for name, shown in details["meaning"].items())
    return (
        f"{details['system']} on {result['layer']}, data {result['data_version']}"
        f" (sha256 {str(result['content_sha256'])[:12]}), split {result['split']}:"
        f" {result['n_documents']} documents, {result['n_units']} units. {meaning}."
    )


def escaped(text: str) -> str:
    """The text with the special characters of LaTeX escaped."""
    return "".join(_SPECIAL.get(c, c) for c in text)


def _number(value: float | None) -> str:
    return "--" if value is None else f"{value:.3f}"
