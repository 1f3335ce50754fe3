"""Problems: a stable id, where it is, what is wrong, how to mend it."""

from communique.problems.problem import Level, Problem, has_errors, sorted_problems

__all__ = ["Level", "Problem", "has_errors", "sorted_problems"]
