"""The BibTeX entry of a dataset."""

import re
from typing import Final

from communique.schema import Schema, is_address

_SPECIAL: Final = re.compile(r"[&%$#_{}]")


def bibtex(schema: Schema) -> str:
    """The entry, with what the schema states: authors and address only if it names them."""
    year = (schema.released or "")[:4]
    fields = {
        "author": " and ".join(f"{{{_plain(a)}}}" for a in schema.card.authors),
        "title": f"{{{_plain(schema.title or schema.name)}}}",
        "year": year,
        "version": schema.version,
        "note": "Dataset",
        "url": schema.card.homepage if is_address(schema.card.homepage) else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    key = f"{schema.name}{f'_{year}' if year else ''}"
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _plain(text: str) -> str:
    """The text with the characters escaped that mean something in BibTeX."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)
