"""How far annotators agree on a corpus, computed from their passes before adjudication."""

from communique.assessment.assess import assess

__all__ = ["assess"]
