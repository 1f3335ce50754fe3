"""Work in forked processes: results in order, workers that are replaced, and one end for all when
the user stops it.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from communique.dataset import processes
from communique.dataset.processes import in_processes
from paths import SRC
from terminal import heed_ctrl_c

PROGRAM = """\
import time
from communique.dataset.processes import in_processes

def make(place, number):
    return number

try:
    for number in in_processes(make, 9, 2):
        print(number, flush=True)
        time.sleep(30)
except KeyboardInterrupt:
    print("stopped")
"""


def made(place: Path, number: int) -> tuple[int, int]:
    (place / str(number)).touch()
    return number, os.getpid()


def test_results_come_in_order_from_other_processes():
    results = list(in_processes(made, 9, 2))
    assert [number for number, _ in results] == list(range(9))
    assert os.getpid() not in {pid for _, pid in results}


def test_workers_are_replaced(monkeypatch: pytest.MonkeyPatch):
    """Each worker copies the memory that it uses, so one that stays would copy all of it."""
    monkeypatch.setattr(processes, "_RESULTS", 2)
    results = list(in_processes(made, 9, 2))
    assert [number for number, _ in results] == list(range(9))
    by_pool = [{pid for _, pid in results[first : first + 4]} for first in range(0, 9, 4)]
    assert len(set().union(*by_pool)) == sum(map(len, by_pool))


def test_ctrl_c_ends_workers_that_wait_without_a_traceback():
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "0\n"
    time.sleep(0.5)  # the workers make what may be made, and wait
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (out, err) == ("stopped\n", "")
