"""The note that our own export writes for each span: its uid, layer, label and attributes.

What was changed in brat counts: another label, or another value of an attribute.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from communique.formats.foreign import ForeignAnnotation
from communique.formats.json_rows import has_half_characters
from communique.util.json_values import Object, as_object, as_string, parse_object, strings


def with_note(annotation: ForeignAnnotation, note: str | None) -> ForeignAnnotation:
    """The annotation with what its note says; unchanged without a note of ours."""
    try:
        data = parse_object(note or "")
    except (ValueError, RecursionError):
        return annotation
    if has_half_characters(note or "", data):
        return annotation
    uid, layer, label = (as_string(data.get(key)) for key in ("uid", "layer", "label"))
    if not uid or not layer or not label:
        return annotation
    is_same = _is_name_of(annotation.label, label) or _is_name_of(
        annotation.label, f"{layer}.{label}"
    )
    values = _values(data)
    for name, shown in annotation.attributes.items():
        own = name if name in values else name.removeprefix(f"{layer}_")
        known = values.get(own, ())
        kept = [v for v in known if any(_is_name_of(s, v) for s in shown)]
        new = [s for s in shown if not any(_is_name_of(s, v) for v in known)]
        values[own] = (*kept, *new)
    label = label if is_same else annotation.label
    return replace(annotation, id=uid, layer=layer, label=label, attributes=values)


def _values(data: Object) -> dict[str, tuple[str, ...]]:
    given: Mapping[str, object] = as_object(data.get("attributes")) or {}
    values = {k: (v,) if isinstance(v, str) else tuple(strings(v)) for k, v in given.items()}
    return {k: v for k, v in values.items() if v}


def _is_name_of(shown: str, name: str) -> bool:
    """Whether brat shows a name so. A name that came twice got a number."""
    safe = re.sub("[^A-Za-z0-9_-]", "_", name)
    return shown == safe or re.sub(r"_\d+$", "", shown) == safe
