"""Freed memory is given back where the C library has a call for it."""

from types import SimpleNamespace

import pytest

from communique.util import free_memory


def test_the_call_of_glibc_is_used(monkeypatch: pytest.MonkeyPatch):
    kept: list[int] = []
    library = SimpleNamespace(malloc_trim=kept.append)
    monkeypatch.setattr(free_memory, "_c_library", lambda: library)
    free_memory.give_back()
    assert kept == [0]


@pytest.mark.parametrize("library", [None, SimpleNamespace()])
def test_nothing_is_done_without_such_a_call(monkeypatch: pytest.MonkeyPatch, library: object):
    monkeypatch.setattr(free_memory, "_c_library", lambda: library)
    free_memory.give_back()


def test_it_runs_on_this_system():
    free_memory.give_back()
