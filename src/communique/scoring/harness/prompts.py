"""The text of a question. It depends on its arguments alone."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

_LABEL_TASK: Final = "{}: choose one label for the {}."
_SPAN_TASK: Final = "{}: find all spans in the text that have one of these labels."
_LABEL_ANSWER: Final = "Answer with one label and nothing else: {}."
_SPAN_ANSWER: Final = """Answer with a JSON list and nothing else. Each span is an object with the \
keys {}. `text` is copied from the text exactly. `start` and `end` are its offsets: they count \
characters from 0, and `end` is not included. If there is no span, answer []."""


def label_prompt(
    about: str,
    labels: Sequence[str],
    definitions: str,
    facts: Mapping[str, str],
    *,
    text: str,
    context: str = "",
) -> str:
    """Ask for the label of one unit. `facts` are given with it, and `context` is around it."""
    name = "span" if context else "text"
    parts = [_LABEL_TASK.format(about, name), f"Labels:\n{definitions}"]
    parts += [f"`{fact}` of the {name}:\n{values}" for fact, values in facts.items()]
    if context:
        parts.append(_quoted("context", context))
    parts.append(_quoted(name, text))
    parts.append(_LABEL_ANSWER.format(", ".join(labels)))
    return "\n\n".join(parts)


def span_prompt(
    about: str,
    definitions: str,
    attributes: Mapping[str, str],
    *,
    text: str,
    many: Collection[str] = (),
) -> str:
    """Ask for all spans of one block. `attributes` has the listed values of each; those in `many`
    are lists.
    """
    keys = ", ".join(f"`{key}`" for key in ("start", "end", "text", "label", *attributes))
    parts = [_SPAN_TASK.format(about), f"Labels:\n{definitions}"]
    for name, values in attributes.items():
        form = " (a list of one or more)" if name in many else ""
        parts.append(f"Values of `{name}`{form}:\n{values}")
    return "\n\n".join([*parts, _quoted("text", text), _SPAN_ANSWER.format(keys)])


def _quoted(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>"
