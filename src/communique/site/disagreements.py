"""The list of all items on which annotators differ, in pages, to step through."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from communique.site.differences import Difference, differences
from communique.site.page import Page, page
from communique.site.site import Site

AT_ONCE = 200  # on a page


def disagreement_pages(site: Site) -> Iterator[Page]:
    """Yield `disagreements.html`, and further pages where there are many items."""
    every = sum(
        item.is_shared and not item.unanimous
        for source in site.content.shown
        for item in site.content.items_of.get(source.doc_id, ())
    )
    number_of_pages = max(1, -(-every // AT_ONCE))
    found = chain.from_iterable(differences(site, s.doc_id) for s in site.content.shown)
    for number in range(1, number_of_pages + 1):
        listed = list(islice(found, AT_ONCE))
        yield page(
            _path(number),
            "disagreements.html",
            frame=site.frame,
            listed=listed,
            every=every,
            first=(number - 1) * AT_ONCE + 1,
            before=_path(number - 1) if number > 1 else "",
            after=_path(number + 1) if number < number_of_pages else "",
            filters=_filters(listed),
        )


def _path(number: int) -> str:
    return "disagreements.html" if number == 1 else f"disagreements-{number}.html"


def _filters(listed: Sequence[Difference]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters of a page: name, words, and the values with their words."""
    layers = dict(sorted({(d.layer, d.layer_title) for d in listed}))
    annotators = sorted({a for d in listed for a in d.annotators})
    kinds = sorted({k for d in listed for k in d.kinds})
    documents = sorted({d.doc_id for d in listed})
    return [
        ("layer", "Layer", list(layers.items())),
        ("annotators", "Annotator who differs", [(a, a) for a in annotators]),
        ("kinds", "Kind", [(k, k) for k in kinds]),
        ("doc", "Document", [(d, d) for d in documents]),
        ("outcome", "Outcome", [(o, o) for o in sorted({d.outcome for d in listed})]),
    ]
