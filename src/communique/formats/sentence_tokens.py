"""The tokens of a document, sentence by sentence."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from communique.formats.document import ExportedDocument


@dataclass(frozen=True, slots=True)
class TokenSentence:
    """A sentence: its id, its range in the document's text, and the indices of its tokens."""

    sentence_id: str
    start: int
    end: int
    tokens: range


def token_sentences(document: ExportedDocument) -> Iterator[TokenSentence]:
    """Every token is in exactly one sentence.

    Tokens outside all sentences (of blocks that are not divided) form one without an id.
    """
    starts = document.tokens.starts
    done = 0
    for sentence_id, start, end in document.sentences:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        yield from _between(document, range(done, first))
        if first < last:
            yield TokenSentence(sentence_id, start, end, range(first, last))
        done = max(done, last)
    yield from _between(document, range(done, len(starts)))


def _between(document: ExportedDocument, tokens: range) -> Iterator[TokenSentence]:
    if tokens:
        all_tokens = document.tokens
        end = all_tokens.starts[tokens[-1]] + len(all_tokens.texts[tokens[-1]])
        yield TokenSentence("", all_tokens.starts[tokens[0]], end, tokens)
