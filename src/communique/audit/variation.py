"""The same words with several values: variation n-grams.

Dickinson and Meurers (2003), Detecting Errors in Part-of-Speech Annotation, EACL: words that recur
with different labels are suspicious, the more so if the words around them recur too.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import log

from communique.audit.evidence import Evidence, limited
from communique.audit.item import LABEL, AuditItem, Text, shown

Key = Callable[[AuditItem, Text], str]


def surface_key(item: AuditItem, text: Text) -> str:
    """The words without case."""
    words = item.words(text)
    return " ".join(text.lower[words.start : words.stop])


def left_key(item: AuditItem, text: Text) -> str:
    """The words and the word before."""
    words = item.words(text)
    return " ".join(text.lower[max(words.start - 1, 0) : words.stop])


def right_key(item: AuditItem, text: Text) -> str:
    """The words and the word after."""
    words = item.words(text)
    return " ".join(text.lower[words.start : words.stop + 1])


def head_key(item: AuditItem, text: Text) -> str:
    """The last word."""
    words = item.words(text)
    return text.lower[words.stop - 1] if words else ""


KEYS: Mapping[str, tuple[Key, str]] = {
    "variation": (surface_key, "the same words"),
    "left": (left_key, "the same words after the same word"),
    "right": (right_key, "the same words before the same word"),
    "head": (head_key, "the same last word"),
}


def variation(
    question: str, items: Sequence[AuditItem], texts: Mapping[str, Text]
) -> list[list[Evidence]]:
    """For each item one piece of evidence a key: how others with the same key are decided."""
    found: list[list[Evidence]] = [[] for _ in items]
    for key, words in KEYS.values():
        keys = [_key(question, item, key(item, texts[item.doc_id])) for item in items]
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for k, item in zip(keys, items, strict=True):
            counts[k][shown(item.values[question])] += 1
        for i, (k, item) in enumerate(zip(keys, items, strict=True)):
            found[i].append(_evidence(shown(item.values[question]), counts[k], words))
    return found


def _key(question: str, item: AuditItem, words: str) -> tuple[str, str]:
    """Attributes are compared with those of items of the same label."""
    return words, "" if question == LABEL else shown(item.values.get(LABEL))


def _evidence(now: str, counts: Counter[str], words: str) -> Evidence:
    same = counts[now] - 1
    others = sorted(((n, v) for v, n in counts.items() if v != now), reverse=True)
    most, other = others[0] if others else (0, "")
    total = sum(counts.values()) - 1
    strength = limited(log((most + 0.5) / (same + 0.5)))
    why = f"{words}: {most} of {total} others have {other}, {same} have {now}" if most else ""
    return Evidence("variation", strength, why, other)
