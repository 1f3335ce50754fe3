"""The page `overview.html`."""

from collections.abc import Iterator

from communique.dataset.facts import CorpusFacts
from communique.dataset.figures import figures_of
from communique.site.frame import Frame
from communique.site.overview.agreement import agreement_section, confusion_section
from communique.site.overview.changes import Changes, changes_section
from communique.site.overview.distributions import distribution_sections
from communique.site.overview.progress import progress_section
from communique.site.overview.section import Section
from communique.site.overview.sizes import balance_section, sizes_section
from communique.site.page import Page, page
from communique.site.plots import figure, tabled

OVERVIEW = "overview.html"


def sections(facts: CorpusFacts, changes: Changes) -> Iterator[Section]:
    """The parts of the overview, in their order."""
    figures = figures_of(facts)
    yield sizes_section(figures)
    yield from distribution_sections(facts)
    yield agreement_section(facts, figures)
    yield confusion_section(facts)
    yield balance_section(facts)
    yield progress_section(facts)
    yield changes_section(changes)


def overview_page(frame: Frame, facts: CorpusFacts, changes: Changes) -> Page:
    """Return the page. It has no word of a text, only names of the schema and numbers."""
    shown = [
        {
            "key": section.key,
            "title": section.title,
            "notes": section.notes,
            "plots": [
                {
                    "title": plot.title,
                    "further": plot.further,
                    "html": tabled(plot.table, key)
                    if (drawing := plot.drawing) is None
                    else figure(drawing, plot.table, key),
                }
                for n, plot in enumerate(section.plots)
                for key in [f"{section.key}-{n}"]
            ],
        }
        for section in sections(facts, changes)
    ]
    return page(OVERVIEW, "overview.html", frame=frame, sections=shown)
