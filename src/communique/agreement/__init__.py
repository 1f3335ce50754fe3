"""Measures of agreement. Each returns its value, or the reason why there is none."""

from communique.agreement.alpha import alpha
from communique.agreement.bootstrap import Interval, alpha_interval
from communique.agreement.coefficient import Coefficient
from communique.agreement.dawid_skene import dawid_skene
from communique.agreement.distances import jaccard_distance, masi_distance
from communique.agreement.kappa import cohen_kappa, fleiss_kappa, gwet_ac1, gwet_ac2, scott_pi
from communique.agreement.span_scores import boundary_table, most_pairs, span_f1
from communique.agreement.unitizing import unitizing_alpha

__all__ = [
    "Coefficient",
    "Interval",
    "alpha",
    "alpha_interval",
    "boundary_table",
    "cohen_kappa",
    "dawid_skene",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "jaccard_distance",
    "masi_distance",
    "most_pairs",
    "scott_pi",
    "span_f1",
    "unitizing_alpha",
]
