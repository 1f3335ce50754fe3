"""The overview of a corpus: its figures as plots, each beside a table."""

from communique.site.overview.changes import Changes
from communique.site.overview.page import overview_page

__all__ = ["Changes", "overview_page"]
