"""Work in forked processes: its order, and that a process does not live for ever."""

import os
from pathlib import Path

import pytest

from communique.dataset import processes


def test_results_are_in_order_and_workers_are_replaced(monkeypatch: pytest.MonkeyPatch):
    """Each worker copies the memory that it uses, so one that stays would copy all of it."""
    monkeypatch.setattr(processes, "_RESULTS", 2)

    def made(_: Path, number: int) -> tuple[int, int]:
        return number, os.getpid()

    found = list(processes.in_processes(made, 9, 2, lambda: None))
    assert [number for number, _ in found] == list(range(9))
    by_pool = [{pid for _, pid in found[first : first + 4]} for first in range(0, 9, 4)]
    assert len(set().union(*by_pool)) == sum(map(len, by_pool))
