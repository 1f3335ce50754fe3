"""Compile the core: `python build.py FOLDER` puts the package communique_core into FOLDER.

This is quick if the core there is up to date. Without a compiler, it prints one line and stops.
"""

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import unicodedata
from hashlib import sha256
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "src"
FLAGS = ["-O3", "-std=c11", "-fPIC", "-ffp-contract=off", "-fno-math-errno", "-fvisibility=hidden"]
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


def sources() -> list[Path]:
    """Return the C sources in order."""
    return sorted((HERE / "src").glob("*.c"))


def main(folder: Path) -> None:
    """Compile the core into `folder`, unless it is up to date or cannot be compiled."""
    target, stamp = folder / "communique_core", _stamp()
    written = target / "stamp.txt"
    if written.is_file() and written.read_text() == stamp:
        return
    shutil.rmtree(target, ignore_errors=True)
    lacking = _lacking()
    if lacking:
        print(f"cleaning core: not compiled, because {lacking}; the cleaner uses numpy")
        return
    try:
        _compile(target)
    except subprocess.CalledProcessError as error:
        print(f"cleaning core: not compiled; the cleaner uses numpy\n{error.stderr or error}")
        return
    written.write_text(stamp)
    print("compiled the cleaning core")


def _compile(target: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        library = Path(name) / f"_core{SUFFIX}"
        write_tables(Path(name))
        command = [*_compiler(), *FLAGS, *extra_flags(), "-shared", *include(Path(name))]
        command += [*map(str, sources()), "-o", str(library), "-lm"]
        subprocess.run(command, capture_output=True, text=True, check=True)
        target.mkdir(parents=True)
        shutil.copy(HERE / "communique_core" / "__init__.py", target)
        shutil.copy(library, target)


def write_tables(folder: Path) -> None:
    """Write tables.h and rules.h into `folder`, in a process of its own."""
    command = [sys.executable, str(HERE / "generate.py"), str(PACKAGE), str(folder)]
    path = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": path})


def include(folder: Path) -> list[str]:
    """Return the options for the headers of the core and of Python."""
    return [f"-I{folder}", f"-I{HERE / 'src'}", f"-I{sysconfig.get_path('include')}"]


def extra_flags() -> list[str]:
    """Return the flags in COMMUNIQUE_CORE_FLAGS."""
    return shlex.split(os.environ.get("COMMUNIQUE_CORE_FLAGS", ""))


def _compiler() -> list[str]:
    return shlex.split(os.environ.get("CC", "cc"))


def _lacking() -> str | None:
    if not shutil.which(_compiler()[0]):
        return "there is no C compiler"
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return "the headers of Python are missing"
    return None


def _stamp() -> str:
    """Hash all that the core depends on."""
    made = sha256(f"{sys.version} {unicodedata.unidata_version} {np.__version__}".encode())
    made.update(" ".join([*_compiler(), *extra_flags()]).encode())
    files = [*HERE.glob("*.py"), *(HERE / "src").glob("*.[ch]"), *HERE.glob("communique_core/*.py")]
    for path in sorted(files):
        made.update(path.read_bytes())
    return f"{made.hexdigest()} {cleaning_sha256()}"


def cleaning_sha256() -> str:
    """Return the hash of the sources that the core follows, without importing the package."""
    path = PACKAGE / "communique" / "cleaning" / "core.py"
    spec = importlib.util.spec_from_file_location("communique_cleaning_core", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.sources_sha256()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
