"""What only the maintainers know about a dataset, for its card."""

from typing import Annotated

from pydantic import BeforeValidator

from communique.schema.attribute import Strict, as_strings

Sentences = Annotated[tuple[str, ...], BeforeValidator(as_strings)]


def is_address(text: str) -> bool:
    """Whether a text is an address on the web."""
    return text.startswith(("https://", "http://"))


class CardTexts(Strict):
    """The key `card` of the schema. Everything is optional; the card leaves out what is not given.

    `uses` and `not_for`: what the data can and cannot be used for; `limits`: limits and bias;
    `access`: how somebody who has no texts can get them; `contact` and `homepage`: an address, or
    a sentence. `authors`: names for the citation. `task_ids` and `tags`: words of the hub.
    """

    uses: Sentences = ()
    not_for: Sentences = ()
    limits: Sentences = ()
    access: Sentences = ()
    contact: str = ""
    homepage: str = ""
    authors: Sentences = ()
    task_ids: Sentences = ()
    tags: Sentences = ()
