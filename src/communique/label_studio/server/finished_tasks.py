"""Finished tasks of an annotator's earlier export, in the form in which a server imports them."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from communique.util.json_values import Object, as_object, as_string, objects

_KEPT: Final = ("result", "was_cancelled", "lead_time")


def finished_tasks(exported: Iterable[object], documents: Collection[str]) -> dict[str, Object]:
    """By document, the tasks of an export that have an annotation, with their data unchanged.

    Only these `documents`. The data say under which text and guideline the work was done, so the
    next export is read as this one. Tasks that a server could not find again are left out.
    """
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
                "annotations": [_annotation(a) for a in made],
                "predictions": [_prediction(p) for p in objects(task.get("predictions"))],
            }
    return found


def _annotation(annotation: Object) -> dict[str, Any]:
    """The answers. The server marks what is imported as ground truth if it is not told."""
    kept = {key: annotation[key] for key in _KEPT if annotation.get(key) is not None}
    return {**kept, "ground_truth": False}


def _prediction(prediction: Object) -> dict[str, Any]:
    version = as_string(prediction.get("model_version")) or "pre-annotation"
    return {"model_version": version, "result": prediction.get("result") or []}
