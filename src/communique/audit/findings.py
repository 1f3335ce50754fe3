"""Suspicions of all layers as one list of findings."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from communique.audit.finding import AuditFinding
from communique.audit.item import BORDER, Text, shown
from communique.audit.ranking import Suspicion
from communique.audit.unmarked import Unmarked

_LONGEST: Final = 120  # characters of a value that is shown


def ranked(
    suspected: Iterable[Suspicion],
    missing: Iterable[tuple[str, Unmarked]],
    texts: Mapping[str, Text],
) -> list[AuditFinding]:
    """One list, the highest score first; `rank` counts from 1."""
    findings = [_decided(s, texts[s.item.doc_id]) for s in suspected]
    findings += [_missing(layer, u) for layer, u in missing]
    findings.sort(key=lambda f: (-f.score, f.layer, f.doc_id, f.uid or "", f.now, f.suggestion))
    return [replace(f, rank=i) for i, f in enumerate(findings, 1)]


def _decided(s: Suspicion, text: Text) -> AuditFinding:
    surface = _cut(s.item.surface(text))
    if s.question == BORDER:
        now, suggestion = surface, s.evidence.suggestion
    else:
        now = f"{s.question}: {shown(s.item.values[s.question])}"
        suggestion = f"{s.question}: {s.evidence.suggestion}" if s.evidence.suggestion else ""
    why = f"'{surface}': {s.evidence.why}" if surface else s.evidence.why
    return AuditFinding(
        0,
        s.item.layer,
        s.item.doc_id,
        s.item.uid,
        s.evidence.kind,
        why,
        now,
        _cut(suggestion),
        round(s.score, 6),
        s.question,
    )


def _missing(layer: str, u: Unmarked) -> AuditFinding:
    label = f"label: {u.label}" if u.label else ""
    return AuditFinding(
        0,
        layer,
        u.doc_id,
        None,
        "unmarked",
        u.why,
        f"unmarked: {u.words}",
        label,
        round(u.probability, 6),
    )


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
