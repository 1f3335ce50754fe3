"""Problems: an id, where it is, what is wrong, how to fix it; and the kinds that declare ids."""

from communique.problems.kind import Fault, ProblemKind, drops, kinds_of, problem_kind
from communique.problems.problem import Level, Problem, has_errors, sorted_problems

__all__ = [
    "Fault",
    "Level",
    "Problem",
    "ProblemKind",
    "drops",
    "has_errors",
    "kinds_of",
    "problem_kind",
    "sorted_problems",
]
