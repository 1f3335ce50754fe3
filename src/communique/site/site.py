"""A site in the making: what it shows, and how it says and colours it."""

from dataclasses import dataclass
from functools import cached_property

from communique.site.content import SiteContent
from communique.site.frame import Frame
from communique.site.looks import Looks
from communique.site.words import Words


@dataclass(frozen=True)
class Site:
    """What every page is made from."""

    content: SiteContent
    is_audited: bool = False

    @cached_property
    def frame(self) -> Frame:
        """What all pages share."""
        return Frame.of(self.content.schema, self.content.flavour, is_audited=self.is_audited)

    @cached_property
    def words(self) -> Words:
        """Names of ids."""
        return Words(self.content.schema, notes=self.content.has_texts)

    @cached_property
    def looks(self) -> Looks:
        """Kinds of marks and colours."""
        return Looks(self.content.schema)
