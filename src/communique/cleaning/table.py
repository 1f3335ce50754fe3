"""The catalogue as a table in Markdown: `python -m communique.cleaning.table > FAMILIES.md`."""

from communique.cleaning.examples import EXAMPLES
from communique.cleaning.families import CATALOGUE
from communique.cleaning.matching import BARE_CREDIT
from communique.cleaning.rule import Rule

_HEAD = """# Families of boilerplate

Written by `python -m communique.cleaning.table`, never edited. A rule must match the whole of a
line. `edge`: before the first or after the last paragraph; `near`: within three lines of something
that was removed for one of these reasons; `unsure`: in an extracted text not what the line model
takes for content. Beside the rules: `no-visible-character` (reason
`invisible`), `line-repeated` (`duplicate`), `line-model:SCORE` (`boilerplate`; the line model's log
odds, see `learned/MODEL.md`), `ending-model:SCORE` (`boilerplate`; the log odds that
from a line on nothing is content any more), and `by-hand` (`corpus/cleaning.yaml`).

| reason | rule | family | for example | where | policies |
|---|---|---|---|---|---|
"""


def families_table() -> str:
    """All rules by reason and id."""
    rules = sorted((*CATALOGUE, BARE_CREDIT), key=lambda rule: (rule.reason, rule.id))
    return _HEAD + "".join(_row(rule) for rule in rules)


def _row(rule: Rule) -> str:
    where = f"near {', '.join(rule.near)}" if rule.near else rule.place
    where += "; unsure" if rule.unsure else ""
    cells = [rule.reason, f"`{rule.id}`", rule.family, EXAMPLES[rule.id], where]
    row = " | ".join(cell.replace("|", r"\|") for cell in (*cells, ", ".join(rule.policies)))
    return f"| {row} |\n"


if __name__ == "__main__":
    print(families_table(), end="")
