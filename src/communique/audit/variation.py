"""The same words with several values: variation n-grams.

Dickinson and Meurers (2003), Detecting Errors in Part-of-Speech Annotation, EACL: words that recur
with different labels are suspicious, the more so if the words around them recur too.
"""

from collections.abc import Callable, Mapping

from communique.audit.item import AuditItem, Text

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
