"""Steps that need all documents of a run: repeated lines, and groups of near-duplicates.

They read the finished parts. What must be compared is written as pairs of numbers, sorted, in
files; then one range of these numbers after the other is joined. So the memory does not grow with
the documents, and the result is the same for any number of workers.
"""

from communique.engines.whole_run.groups import Groups, make_groups
from communique.engines.whole_run.repeated_lines import remove_repeated_lines

__all__ = ["Groups", "make_groups", "remove_repeated_lines"]
