"""Ctrl-C ends a command with exit code 130 and without a traceback, whenever it comes."""

import signal
from collections.abc import Iterator
from typing import NoReturn

import pytest

from communique.__main__ import main


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """The handler of this process, which the end of a command changes."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_outside_a_verb_it_has_the_same_exit_code(monkeypatch: pytest.MonkeyPatch):
    def stopped() -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("communique.commands.main", stopped)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def test_other_exit_codes_stay(monkeypatch: pytest.MonkeyPatch):
    def refused() -> NoReturn:
        raise SystemExit(2)

    monkeypatch.setattr("communique.commands.main", refused)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
