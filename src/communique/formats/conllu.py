"""CoNLL-U with mentions in the column MISC (`Entity=`), as in CorefUD.

Every span layer is in the same files; the fields of a mention hold its layer, its uid and its
attributes, with other characters as `%XX`. `TokenRange` gives the place of a token in the document.
No syntax is made up: HEAD and DEPREL are `_`.
Source: https://universaldependencies.org/format.html and https://universaldependencies.org/misc.html
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from communique.formats.document import Annotation, Chunk, Export, ExportedDocument, entity_of
from communique.formats.flat_spans import count_other_kinds, count_token_borders, spans_within
from communique.formats.sentence_tokens import TokenSentence, token_sentences

_GLOBAL: Final = "# global.Entity = eid-etype-other"
_UNUSED: Final = "\t".join("_" * 7)  # LEMMA to DEPS


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the sentences of each document."""
    begun: set[str] = set()
    entities = _EntityIds(export)
    for document in documents:
        name = f"{document.split}.conllu"
        head = [] if name in begun else [_GLOBAL]
        begun.add(name)
        lines = [*head, *_lines(document, entities, export)]
        yield name, "".join(f"{line}\n" for line in lines).encode("utf-8")


class _EntityIds:
    """Ids of entities. Mentions of one registry entry share an id, unless they overlap."""

    def __init__(self, export: Export) -> None:
        self._layers = {layer.name: layer for layer in export.layers}
        self._known: dict[str, str] = {}
        self._count = 0

    def of(self, mentions: Iterable[Annotation]) -> dict[str, str]:
        """The entity id of each mention, by uid."""
        ids: dict[str, str] = {}
        ends: dict[str, int] = {}
        for mention in mentions:
            entity = entity_of(self._layers[mention.layer], mention)
            if entity is None or mention.range[0] < ends.get(entity, 0):
                ids[mention.uid] = self._next()
                continue
            ends[entity] = mention.range[1]
            if entity not in self._known:
                self._known[entity] = self._next()
            ids[mention.uid] = self._known[entity]
        return ids

    def _next(self) -> str:
        self._count += 1
        return f"e{self._count}"


def _lines(document: ExportedDocument, entities: _EntityIds, export: Export) -> Iterator[str]:
    sentences = list(token_sentences(document))
    spans = [a for layer in export.span_layers for a in document.spans(layer)]
    count_other_kinds(document.annotations, export.losses)
    kept = spans_within(spans, [(s.start, s.end) for s in sentences], export.losses)
    kept.sort(key=lambda a: (a.range[0], -a.range[1]))
    count_token_borders(document, kept, export.losses)
    export.losses.add("relation", sum(len(a.relations) for a in kept))
    brackets = _brackets(document, kept, entities.of(kept))
    starts = {block.range[0]: block.block_id for block in document.blocks}
    yield f"# newdoc id = {document.doc_id}"
    for number, sentence in enumerate(sentences, 1):
        block_id = starts.get(document.tokens.starts[sentence.tokens[0]])
        if block_id:
            yield f"# newpar id = {document.doc_id}-{block_id}"
        name = sentence.sentence_id or f"s{number}"
        yield f"# sent_id = {document.doc_id}-{name}"
        yield from _sentence(document, sentence, brackets)


def _sentence(
    document: ExportedDocument, sentence: TokenSentence, brackets: dict[int, str]
) -> Iterator[str]:
    """The text, then one line a token, then an empty line."""
    tokens = document.tokens
    ends = [tokens.starts[i] + len(tokens.texts[i]) for i in sentence.tokens]
    joined = [
        i + 1 in sentence.tokens and tokens.starts[i + 1] == end
        for i, end in zip(sentence.tokens, ends, strict=True)
    ]
    shown = (
        t + ("" if j else " ") for t, j in zip(_words(document, sentence), joined, strict=True)
    )
    yield f"# text = {''.join(shown).rstrip()}"
    for n, (i, end) in enumerate(zip(sentence.tokens, ends, strict=True)):
        misc = [f"Entity={brackets[i]}"] if i in brackets else []
        misc += ["SpaceAfter=No"] if joined[n] else []
        misc.append(f"TokenRange={tokens.starts[i]}:{end}")
        yield f"{n + 1}\t{tokens.texts[i]}\t{_UNUSED}\t{'|'.join(misc)}"
    yield ""


def _words(document: ExportedDocument, sentence: TokenSentence) -> Sequence[str]:
    return document.tokens.texts[sentence.tokens.start : sentence.tokens.stop]


def _brackets(
    document: ExportedDocument, mentions: Sequence[Annotation], ids: dict[str, str]
) -> dict[int, str]:
    """The value of `Entity` at each token: what closes (the inner first), then what opens."""
    closing: defaultdict[int, list[str]] = defaultdict(list)
    opening: defaultdict[int, list[str]] = defaultdict(list)
    for mention in mentions:
        covered = document.tokens.overlapping(*mention.range)
        if not covered:
            continue
        eid = ids[mention.uid]
        is_single = len(covered) == 1
        fields = f"({eid}-{_field(mention.label)}-{_other(mention)}"
        opening[covered[0]].append(fields + (")" if is_single else ""))
        if not is_single:
            closing[covered[-1]].insert(0, f"{eid})")
    return {i: "".join(closing[i] + opening[i]) for i in sorted({*closing, *opening})}


def _other(mention: Annotation) -> str:
    """The layer, the uid and every value of every attribute; a set has its key more than once."""
    pairs = [("layer", mention.layer), ("uid", mention.uid)]
    for name, values in mention.attributes.items():
        pairs += [(name, v) for v in ((values,) if isinstance(values, str) else values)]
    return ",".join(f"{_field(name)}:{_field(value)}" for name, value in pairs if value)


def _field(value: str) -> str:
    return quote(value, safe="").replace("-", "%2D")
