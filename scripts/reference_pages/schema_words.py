"""Sentences of docs/reference/schema.md, and schemas that cannot be read."""

from typing import Final

INTRODUCTION: Final = """# The schema

`schema/corpus.yaml` describes the whole corpus: its layers, labels, annotators and lists. Every
command reads it. `communique render` makes the annotation pages from it, and `communique check`
names every wrong line in it ([`schema-invalid`](problems.md#schema-invalid)).
[Tables of a dataset](tables.md) begins with a small schema.

Each key has its type, what it means, an example, and a wrong value with the message that it gives.
`layers[].name` is the key `name` of an entry of the list `layers`.

## How the file is read

- The file is YAML in UTF-8. A value stays as you typed it: `no`, `007` and `2021-03` are texts.
- Tags (`!x`), anchors and aliases (`&x`, `*x`) are refused.
"""
_START: Final = "name: harbour\nlayers: [{name: tone, unit: document, labels: [warm, cold]}]\n"
UNREADABLE: Final[dict[str, str]] = {
    "An unknown key": f"{_START}colour: blue\n",
    "A key that is missing": "name: harbour\n",
    "A key that is given twice": f"{_START}name: port\n",
    "A tag": f"{_START}title: !x harbour\n",
    "An alias": f"{_START}title: &x harbour\ndescription: *x\n",
    "A file that is not YAML": "name: [harbour\n",
}
FORMER: Final = """
## Former keys

These names still work. `communique check` warns of them
([`outdated-key`](problems.md#outdated-key)), and `communique render --update-keys` replaces them in
the file; comments stay. `signal: unsure` becomes `about: annotation`, and `signal: cannot_judge`
becomes `about: annotation` with `skips_document: true`.
"""
