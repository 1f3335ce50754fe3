"""Exports in batches: tasks of two documents, answered in different ways."""

from copy import deepcopy
from typing import Any

import broken
import mini

Task = dict[str, Any]


def one() -> Task:
    return mini.names_task()


def two(person: str = "ann-1") -> Task:
    return broken.second_task(person)


def relabelled(task: Task) -> Task:
    """The task with another answer."""
    task = deepcopy(task)
    mini.annotation(task)["result"][0]["value"]["labels"] = ["place"]
    return task
