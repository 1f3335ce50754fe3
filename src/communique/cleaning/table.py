"""The rules as a Markdown table: `python -m communique.cleaning.table > BOILERPLATE_RULES.md`."""

from typing import Final

from communique.cleaning.bare_credits import BARE_CREDIT
from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.examples import EXAMPLES
from communique.cleaning.phrase_families import PHRASE_FAMILIES, PhraseFamily
from communique.cleaning.rule import Rule

_HEAD = """# Boilerplate rules

Written by `python -m communique.cleaning.table`; do not edit. A rule must match a whole line.

- `edge`: before the first paragraph or after the last.
- `near`: within three lines of a line that was removed for one of these reasons.
- `defer`: the rule takes any words, so a line that the line model takes for content stays, unless a
  neighbour has gone.

The cleaner also looks up each line in the catalogue of phrases (`phrases.tsv`); see below. It
writes these names into `removed` as well: `no-visible-character` (reason `invisible`),
`line-repeated` (`duplicate`), `line-model:SCORE` (`boilerplate`; the line model's log odds, see
`learned/MODEL.md`), `ending-model:SCORE` (`boilerplate`; the log odds that no content follows
from this line on), `under-heading` (`teaser`; a title below a heading such as "Related articles"),
`comment-thread` (`comment_widget`; readers' comments, known by their heads with a name and a time)
and `by-hand` (`corpus/cleaning.yaml`).

| reason | rule | family | for example | where | policies |
|---|---|---|---|---|---|
"""


_PHRASES: Final = """
## Phrases

`phrases.tsv` has whole lines in twenty-four languages, each with its language and its source. A
source is a catalogue under a free licence, or the project's own words ("own"). A line that is
such a phrase goes. Its rule is `FAMILY-phrase`, or `FAMILY-opening` if the line only begins with
a phrase.

- `edge`: outside the body, near a line that went for a related reason, or in a run of three.
- `near`: only near a line that went for a related reason.
- `heads`: "PHRASE: WORDS" goes too. `opens`: a line that begins with a long phrase goes too.
  Neither goes if it ends like a sentence, or if the line model takes it for content.

| reason | family | what it is | where | also |
|---|---|---|---|---|
"""


def rules_table() -> str:
    """Return all rules, sorted by reason and id, as a Markdown page."""
    rules = sorted((*BOILERPLATE_RULES, BARE_CREDIT), key=lambda rule: (rule.reason, rule.id))
    families = sorted(PHRASE_FAMILIES, key=lambda family: (family.reason, family.id))
    return _HEAD + "".join(map(_row, rules)) + _PHRASES + "".join(map(_family_row, families))


def _row(rule: Rule) -> str:
    where = f"near {', '.join(rule.near)}" if rule.near else rule.place
    where += "; defer" if rule.is_open else ""
    cells = [rule.reason, f"`{rule.id}`", rule.family, EXAMPLES[rule.id], where]
    row = " | ".join(cell.replace("|", r"\|") for cell in (*cells, ", ".join(rule.policies)))
    return f"| {row} |\n"


def _family_row(family: PhraseFamily) -> str:
    also = ["heads"] * family.heads + ["opens"] * family.opens
    where = "-" if family.place == "never" else family.place
    cells = [family.reason, f"`{family.id}`", family.about, where, ", ".join(also)]
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    print(rules_table(), end="")
