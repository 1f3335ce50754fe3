"""The rules as a Markdown table: `python -m communique.cleaning.table > BOILERPLATE_RULES.md`."""

from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.examples import EXAMPLES
from communique.cleaning.matching import BARE_CREDIT
from communique.cleaning.rule import Rule

_HEAD = """# Boilerplate rules

Written by `python -m communique.cleaning.table`; do not edit. A rule must match a whole line.

- `edge`: before the first paragraph or after the last.
- `near`: within three lines of a line that was removed for one of these reasons.
- `defer`: in an extracted text, a line that the line model takes for content stays.

The cleaner also writes these names into `removed`: `no-visible-character` (reason `invisible`),
`line-repeated` (`duplicate`), `line-model:SCORE` (`boilerplate`; the line model's log odds, see
`learned/MODEL.md`), `ending-model:SCORE` (`boilerplate`; the log odds that no content follows
from this line on) and `by-hand` (`corpus/cleaning.yaml`).

| reason | rule | family | for example | where | policies |
|---|---|---|---|---|---|
"""


def rules_table() -> str:
    """Return all rules, sorted by reason and id, as a Markdown page."""
    rules = sorted((*BOILERPLATE_RULES, BARE_CREDIT), key=lambda rule: (rule.reason, rule.id))
    return _HEAD + "".join(_row(rule) for rule in rules)


def _row(rule: Rule) -> str:
    where = f"near {', '.join(rule.near)}" if rule.near else rule.place
    where += "; defer" if rule.defer_to_model else ""
    cells = [rule.reason, f"`{rule.id}`", rule.family, EXAMPLES[rule.id], where]
    row = " | ".join(cell.replace("|", r"\|") for cell in (*cells, ", ".join(rule.policies)))
    return f"| {row} |\n"


if __name__ == "__main__":
    print(rules_table(), end="")
