"""The text of a question. It depends on its arguments alone.

A standoff dataset has its questions without the texts, and `restore` makes them again. So the words
here must stay as they are: `Wording` has the rest of the words, and the manifest keeps it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_LABEL_TASK: Final = "{}: choose one label for the {}."
_SPAN_TASK: Final = "{}: find all spans in the text that have one of these labels."
_LABEL_ANSWER: Final = "Answer with one label and nothing else: {}."
_SPAN_ANSWER: Final = """Answer with a JSON list and nothing else. Each span is an object with the \
keys {}. `text` is copied from the text exactly. `start` and `end` are its offsets: they count \
characters from 0, and `end` is not included. If there is no span, answer []."""
SPAN: Final = "span"
TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class Wording:
    """What all questions about the labels of one config share.

    `unit`: what the text is called, `span` (with its context) or `text`. `before` and `after` stand
    around the texts and what is given with them.
    """

    unit: str
    before: str
    after: str


def label_wording(about: str, labels: Sequence[str], definitions: str, unit: str) -> Wording:
    """The words of the question for the label of one unit."""
    before = f"{_LABEL_TASK.format(about, unit)}\n\nLabels:\n{definitions}"
    return Wording(unit, before, _LABEL_ANSWER.format(", ".join(labels)))


def label_prompt(
    wording: Wording, facts: Mapping[str, str], *, text: str, context: str = ""
) -> str:
    """Ask for the label of one unit. `facts` are given with it, and `context` is around it."""
    parts = [wording.before]
    parts += [f"`{fact}` of the {wording.unit}:\n{values}" for fact, values in facts.items()]
    if wording.unit == SPAN:
        parts.append(_quoted("context", context))
    return "\n\n".join([*parts, _quoted(wording.unit, text), wording.after])


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
