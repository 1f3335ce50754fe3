"""The answer of `communique clean -` to a text, as JSON."""

from collections.abc import Sequence

import orjson

from communique.cleaning.clean import Decided, clean_text, decide_many, kept_lines
from communique.cleaning.core import core
from communique.text.blocks import BODY_TYPES


def answers(texts: Sequence[str], policy: str) -> list[bytes]:
    """Clean texts, and return `{"text", "blocks", "removed"}` of each as JSON.

    "text" has all kept lines, as they were. The texts have no lone surrogates.
    """
    return [answer(decided) for decided in decide_many(texts, policy)]


def answer(decided: Decided) -> bytes:
    """Write one answer, in the compiled core if it can: it leaves joined lines to Python."""
    module = core()
    if module is not None:
        order = sorted(decided.verdicts)
        written: bytes | None = module.answer(
            [item.group for item in decided.items],
            [item.type for item in decided.items],
            BODY_TYPES,
            [decided.groups[i] for i in order],
            [decided.verdicts[i] for i in order],
        )
        if written is not None:
            return written
    return answer_in_python(decided)


def answer_in_python(decided: Decided) -> bytes:
    """Write one answer without the core."""
    cleaned = clean_text(decided)
    text = kept_lines(decided.text, cleaned)
    payload = {"text": text, "blocks": cleaned.blocks, "removed": cleaned.removed}
    return orjson.dumps(payload, default=_as_list)


def _as_list(value: object) -> list[object]:
    if isinstance(value, tuple):
        return [*value]
    raise TypeError(type(value).__name__)
