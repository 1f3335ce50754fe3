"""The list of all items on which annotators differ, in pages, to step through."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from communique.site.difference import Difference
from communique.site.differences import differences
from communique.site.listing import AT_ONCE, Listing, Values
from communique.site.page import Page, page
from communique.site.site import Site

FILTERS: Final = {
    "layer": "Layer",
    "annotators": "Annotator who differs",
    "kinds": "Kind",
    "doc": "Document",
    "outcome": "Outcome",
}


def disagreement_pages(site: Site) -> Iterator[Page]:
    """Yield `disagreements.html`, further pages where there are many items, and the filters."""
    every = sum(site.content.n_differing(source.doc_id) for source in site.content.shown)
    number_of_pages = max(1, -(-every // AT_ONCE))
    listing = Listing("disagreements", FILTERS, AT_ONCE)
    remaining = chain.from_iterable(differences(site, s.doc_id) for s in site.content.shown)
    for number in range(1, number_of_pages + 1):
        listed = list(islice(remaining, AT_ONCE))
        for difference in listed:
            listing.add(_values(difference))
        yield page(
            listing.path(number),
            "disagreements.html",
            frame=site.frame,
            listed=listed,
            every=every,
            number=number,
            first=(number - 1) * AT_ONCE + 1,
            before=listing.path(number - 1) if number > 1 else "",
            after=listing.path(number + 1) if number < number_of_pages else "",
        )
    yield listing.script()


def _values(difference: Difference) -> Values:
    return {
        "layer": [(difference.layer, difference.layer_title)],
        "annotators": [(a, a) for a in difference.annotators],
        "kinds": [(kind, kind) for kind in difference.kinds],
        "doc": [(difference.doc_id, difference.doc_id)],
        "outcome": [(difference.outcome, difference.outcome)],
    }
