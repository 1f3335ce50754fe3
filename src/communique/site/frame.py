"""What all pages of a site share: the name of the corpus, its version, and the navigation."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from communique.schema import Schema


class Link(NamedTuple):
    """An entry of the navigation: a path below the site's folder, and its words."""

    path: str
    words: str


AUDIT: Final = "audit.html"
# In the order of the navigation.
NAVIGATION: Final = (
    Link("index.html", "Documents"),
    Link("overview.html", "Overview"),
    Link("disagreements.html", "Disagreements"),
    Link(AUDIT, "Audit"),
    Link("search.html", "Search"),
    Link("guidelines.html", "Guidelines"),
    Link("codebook.html", "Codebook"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The name, title, version and language of a corpus, its flavour, and the navigation.

    `made_by` says who made the labels.
    """

    name: str
    title: str
    version: str
    language: str
    flavour: str
    made_by: str
    navigation: tuple[Link, ...]

    @classmethod
    def of(cls, schema: Schema, flavour: str, *, is_audited: bool = False) -> "Frame":
        """Return the frame of a corpus. The page of the audit is there if it `is_audited`."""
        languages = schema.all_languages
        return cls(
            name=schema.name,
            title=schema.title or schema.name,
            version=str(schema.version),
            language=languages[0] if len(languages) == 1 else "",
            flavour=flavour,
            made_by=_made_by(schema),
            navigation=tuple(x for x in NAVIGATION if is_audited or x.path != AUDIT),
        )


def _made_by(schema: Schema) -> str:
    """Who gave the labels: people, models, or both. Empty if the schema does not say it."""
    voting = [a for a in schema.annotators if a.role != "pilot"] or schema.annotators
    kinds = {a.type for a in voting}
    if not kinds:
        return ""
    if kinds == {"model"}:
        return "labels by models, no person checked them"
    return "labels by people" if kinds == {"human"} else "labels by people and models"
