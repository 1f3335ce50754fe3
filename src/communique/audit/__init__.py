"""Find decisions that are likely wrong, without a new annotator.

`audit(items, contexts, ...)` ranks every decision of a corpus by the estimated probability that it
is wrong. Only plain values go in and out.
"""

from communique.audit.finding import AuditFinding

__all__ = ["AuditFinding"]
