"""The site of a corpus: pages that open from disk and are readable without scripts."""

from communique.site.frame import Frame
from communique.site.page import Page

__all__ = ["Frame", "Page"]
