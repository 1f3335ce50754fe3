"""Finished tasks of an annotator's earlier export, in the form in which a server imports them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from communique.label_studio.controls import Control
from communique.util.json_values import Object, as_list, as_object, as_string, objects

_KEPT: Final = ("result", "was_cancelled", "lead_time")


def finished_tasks(
    exported: Iterable[object], documents: Collection[str], known: Mapping[str, Control]
) -> dict[str, Object]:
    """By document, the tasks of an export that have an annotation, with their data unchanged.

    Only these `documents`. The data say under which text and guideline the work was done, so the
    next export is read as this one. Tasks that a server could not find again are left out. `known`
    are the controls of the current page: it would spoil rows of a control that it shows in
    another form.
    """
    by_name = {name: c for c in known.values() for name in (*c.formerly, c.name)}
    found: dict[str, Object] = {}
    for task in filter(None, map(as_object, exported)):
        data = as_object(task.get("data")) or {}
        doc_id, made = as_string(data.get("doc_id")), objects(task.get("annotations"))
        if (
            made
            and doc_id
            and doc_id in documents
            and data.get("text_sha256")
            and doc_id not in found
        ):
            found[doc_id] = {
                "data": data,
                "annotations": [_annotation(a, by_name) for a in made],
                "predictions": [_prediction(p) for p in objects(task.get("predictions"))],
            }
    return found


def _annotation(annotation: Object, known: Mapping[str, Control]) -> dict[str, Any]:
    """The answers. The server marks what is imported as ground truth if it is not told."""
    kept = {key: annotation[key] for key in _KEPT if annotation.get(key) is not None}
    if "result" in kept:
        kept["result"] = [_for_page(row, known) for row in objects(kept["result"])]
    return {**kept, "ground_truth": False}


def _for_page(row: Object, known: Mapping[str, Control]) -> Object:
    """The row as the current page writes it: a list of choices or a tree, of the same values."""
    control, value = known.get(as_string(row.get("from_name")) or ""), as_object(row.get("value"))
    if control is None or value is None:
        return row
    named = {**row, "from_name": control.name}
    given = as_list(value.get(str(row.get("type")))) or []
    if {row.get("type"), control.kind} != {"choices", "taxonomy"} or not given:
        return named
    paths = [as_list(v) or [v] for v in given]
    values = [path[-1:] if control.kind == "taxonomy" else path[-1] for path in paths]
    place = {k: v for k, v in value.items() if k != row["type"]}
    return {**named, "type": control.kind, "value": {**place, control.kind: values}}


def _prediction(prediction: Object) -> dict[str, Any]:
    version = as_string(prediction.get("model_version")) or "pre-annotation"
    return {"model_version": version, "result": prediction.get("result") or []}
