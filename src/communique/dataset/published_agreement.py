"""The agreement report as it is published: without the measures of single documents.

These are most of a large report, so they are left out before they become objects.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from communique.assessment.measures import Plain

_members: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_elements: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode
_decoded: Final = msgspec.json.decode


def published_agreement(report: bytes) -> Plain:
    """The report of its JSON, without the `documents` of layers, spans and questions."""
    parts = _members(report)
    whole = {name: _decoded(part) for name, part in parts.items() if name != "layers"}
    layers = [_layer(layer) for layer in _elements(parts["layers"])]
    return {name: layers if name == "layers" else whole[name] for name in parts}


def _layer(data: msgspec.Raw) -> Plain:
    parts = _without_documents(data)
    return {name: _measures(name, part) for name, part in parts.items()}


def _measures(name: str, data: msgspec.Raw) -> Any:
    if name == "questions":
        return [_plain(question) for question in _elements(data)]
    return _plain(data) if name == "spans" else _decoded(data)


def _plain(data: msgspec.Raw) -> Plain:
    return {name: _decoded(part) for name, part in _without_documents(data).items()}


def _without_documents(data: msgspec.Raw) -> Mapping[str, msgspec.Raw]:
    return {name: part for name, part in _members(data).items() if name != "documents"}
