"""Problems of a corpus, and the kinds of problems that declare their ids."""

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
