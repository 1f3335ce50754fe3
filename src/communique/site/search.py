"""The index of the search: which blocks have a word or a label, in small files by beginning.

A page that is opened from disk cannot fetch data. Each file is a script that hands its data over.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from communique.corpus import Document
from communique.dataset.final_label import FinalLabel
from communique.dataset.standoff import NAMING
from communique.dataset.tokens import tokenize
from communique.site.index import document_title
from communique.site.page import Page, asset, page
from communique.site.site import Site
from communique.site.words import DECISIONS, readable, without_relations

_IDEOGRAPHS = 0x2E80  # from here on, a character is a word, and files hold 64 of them

Postings: TypeAlias = "defaultdict[str, array[int]]"


def search_pages(site: Site) -> Iterator[Page]:
    """Yield the page `search.html`, its script, and the index."""
    yield _form(site)
    yield asset("search.js")
    words: Postings = defaultdict(lambda: array("I"))
    facets: defaultdict[str, Postings] = defaultdict(lambda: defaultdict(lambda: array("I")))
    listed: list[object] = []
    number = 0
    for source in site.content.shown:
        document = site.content.documents[source.doc_id]
        blocks = document.body
        texts = [_text(site, document, n) for n in range(len(blocks))]
        for at, text in enumerate(texts):
            _add(words, _tokens(text), number + at)
        for label in site.content.labels_of.get(source.doc_id, ()):
            at = number + _block_of(document, label)
            _add(words, _label_tokens(site, label), at)
            _add(facets[f"{label.layer}/{label.label}"], [_facet(site, label)], at)
        ids = [block.block_id[1:] for block in blocks]
        listed.append([source.doc_id, document_title(document, source), ids])
        if site.content.has_texts:
            yield _script(f"search/t-{source.doc_id}.js", f"t-{source.doc_id}", texts)
        number += len(blocks)
    yield _script("search/documents.js", "documents", listed)
    yield from _shards(words)
    for at, name in enumerate(_labels(site)):
        rows = {key: _deltas(numbers) for key, numbers in sorted(facets[name].items())}
        yield _script(f"search/l-{at}.js", f"l-{at}", rows)


def _form(site: Site) -> Page:
    schema = site.content.schema
    return page(
        "search.html",
        "search.html",
        frame=site.frame,
        has_texts=site.content.has_texts,
        labels=[
            (
                look.title,
                [
                    (f"l-{at}", readable(name.partition("/")[2]))
                    for at, name in enumerate(_labels(site))
                    if name.partition("/")[0] == look.layer.name
                ],
            )
            for look in site.looks.by_name.values()
        ],
        annotators=[a.id for a in schema.annotators if a.role == "annotator"],
        decisions=[*DECISIONS.items(), ("rejected", "rejected")],
    )


def _labels(site: Site) -> list[str]:
    """Every label of the schema and every further value that decisions have, in order."""
    known = {
        f"{layer.name}/{label}": None
        for layer in site.content.schema.layers
        for label in layer.label_ids
    }
    used = sorted(
        {f"{x.layer}/{x.label}" for listed in site.content.labels_of.values() for x in listed}
    )
    return list(known | dict.fromkeys(used))


def _text(site: Site, document: Document, number: int) -> str:
    block = document.body[number]
    shown = site.content.has_texts or block.type in NAMING
    return document.text[slice(*block.range)] if shown else ""


def _block_of(document: Document, label: FinalLabel) -> int:
    """The number of the block where a label starts; the first for a value of the document."""
    starts = [block.range[0] for block in document.body]
    at = [n for n, start in enumerate(starts) if start <= (label.start or 0)]
    return at[-1] if at else 0


def _tokens(text: str) -> set[str]:
    pieces = tokenize(text.lower()).texts  # as the script lowers what is typed
    return {piece for piece in pieces if any(c.isalnum() for c in piece)}


def _label_tokens(site: Site, label: FinalLabel) -> set[str]:
    layer = site.content.schema.layer(label.layer)
    facts = site.words.facts(layer, without_relations(label.attributes), label.label)
    words = " ".join([readable(label.label), *(fact.value for fact in facts)])
    return _tokens(words)


def _facet(site: Site, label: FinalLabel) -> str:
    """How it was decided, and whose annotations it was decided on."""
    how = label.decision if label.outcome == "kept" else "rejected"
    names = sorted({site.content.annotator_of.get(c, "") for c in label.candidates} - {""})
    return "|".join([how, *names])


def _add(postings: Postings, keys: Iterable[str], number: int) -> None:
    for key in keys:
        numbers = postings[key]
        if not numbers or numbers[-1] != number:
            numbers.append(number)


def shard_of(word: str) -> str:
    """Return the name of the file that has a word: its first two characters in hex."""
    first = ord(word[0])
    if first >= _IDEOGRAPHS:
        return f"c{first >> 6:x}"
    return "-".join(f"{ord(c):x}" for c in word[:2])


def _shards(words: Mapping[str, "array[int]"]) -> Iterator[Page]:
    by_shard: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        by_shard[shard_of(word)].append(word)
    for shard, listed in sorted(by_shard.items()):
        rows = {word: _deltas(words[word]) for word in listed}
        yield _script(f"search/w-{shard}.js", f"w-{shard}", rows)
    names = sorted(by_shard)
    yield _script("search/shards.js", "shards", names)


def _deltas(numbers: Iterable[int]) -> list[int]:
    """Sorted numbers as steps from one to the next, which are shorter."""
    ordered = sorted(set(numbers))
    return [b - a for a, b in zip([0, *ordered], ordered, strict=False)]


def _script(path: str, name: str, data: object) -> Page:
    """A script that hands data over. Nothing in it can end the script or start a tag."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        plain = plain.replace(character, f"\\u{ord(character):04x}")
    return Page(path, f"communique({json.dumps(name)},{plain})\n".encode())
