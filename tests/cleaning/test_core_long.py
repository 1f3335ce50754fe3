"""The compiled core on many pages, and under the checks of the compiler for memory and overflow."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core_texts
from communique.cleaning import POLICIES, core
from paths import ROOT

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(core.core() is None, reason="the compiled core is not there"),
]
BENCH = os.environ.get("CLEANING_BENCH")
BUILD = ROOT / "core/build.py"
CHECKED = "-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g -O1"
FUZZED = "not version and not variable and not compiler and not sources"


@pytest.mark.skipif(BENCH is None, reason="CLEANING_BENCH does not name the folder of a bench")
@pytest.mark.parametrize("policy", POLICIES)
def test_pages_of_the_bench_are_cleaned_as_without_the_core(policy: str) -> None:
    files = sorted((Path(BENCH or "") / "pages").glob("*.jsonl.gz"))
    pages = 0
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        texts = ["\n".join(record["lines"]) for record in records if "lines" in record]
        for k in range(0, len(texts), 100):
            core_texts.assert_cleaned_alike(texts[k : k + 100], policy)
        pages += len(texts)
    assert pages > 1000


@given(st.lists(core_texts.TEXT, min_size=1, max_size=6), st.sampled_from(POLICIES))
@settings(max_examples=1500, deadline=None)
def test_many_texts_are_cleaned_as_without_the_core(texts: list[str], policy: str) -> None:
    core_texts.assert_cleaned_alike(texts, policy)


def _compiled(folder: Path, **environment: str) -> str:
    command = [sys.executable, BUILD, folder]
    env = core_texts.environment(environment)
    return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout


def test_a_second_build_does_nothing(tmp_path: Path) -> None:
    assert _compiled(tmp_path) == "compiled the cleaning core\n"
    library = next((tmp_path / "communique_core").glob("_core*"))
    made = library.stat().st_mtime_ns
    assert _compiled(tmp_path) == ""
    assert library.stat().st_mtime_ns == made


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs the sanitizers of gcc")
def test_no_access_outside_memory_and_no_overflow(tmp_path: Path) -> None:
    _compiled(tmp_path, CC="gcc", COMMUNIQUE_CORE_FLAGS=CHECKED)
    names = ("libasan.so", "libubsan.so")
    found = [subprocess.check_output(["gcc", f"-print-file-name={n}"], text=True) for n in names]
    env = core_texts.environment(
        {
            "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT / "src")]),
            "LD_PRELOAD": " ".join(map(str.strip, found)),
            "ASAN_OPTIONS": "detect_leaks=0",
            "PYTHONMALLOC": "malloc",
        }
    )
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-k", FUZZED, "-p", "no:xdist"]
    tests = [ROOT / "tests/cleaning/test_core.py", ROOT / "tests/cleaning/test_bad_input.py"]
    done = subprocess.run([*command, *tests], capture_output=True, text=True, env=env, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout
