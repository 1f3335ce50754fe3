"""Running the command line as a person would."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import quick
from absent import absent
from paths import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]
Load = Callable[[Path, str], dict[str, list[dict[str, object]]]]
SLOW = ("server", "browser", "scale")


@pytest.hookimpl(trylast=True)  # after -m has left out what does not run
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first, so that no worker is left alone with them at the end."""
    slow = {i.path for i in items if any(i.get_closest_marker(name) for name in SLOW)}
    items.sort(key=lambda i: i.path not in slow)


@pytest.fixture(scope="session")
def starter() -> Iterator[quick.Starter]:
    """Starts commands in the environment of the session."""
    made = quick.Starter(os.environ)
    yield made
    made.close()


@pytest.fixture
def communique(starter: quick.Starter) -> Run:
    """`communique(*args, cwd=…, stdin=…)`: the finished process, its output as text."""

    def run(
        *args: str | Path, cwd: Path | None = None, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return starter.run([*map(str, args)], os.environ, cwd, stdin)

    return run


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """`load(folder, config)`: rows by split as `datasets` gives them offline, class names read."""
    import datasets

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)

    def rows(folder: Path, config: str) -> dict[str, list[dict[str, object]]]:
        loaded = datasets.load_dataset(str(folder), config, cache_dir=str(tmp_path / "hf"))
        return json.loads(json.dumps({s: [dict(r) for r in d] for s, d in loaded.items()}))

    return rows


@pytest.fixture(scope="session")
def executable() -> Path:
    """The Label Studio server."""
    named = os.environ.get("COMMUNIQUE_LABEL_STUDIO")
    path = Path(named) if named else ROOT / ".venv-label-studio/bin/label-studio"
    if not path.is_file():
        absent("server", f"no Label Studio at {path}: run scripts/setup --label-studio")
    return path


@pytest.fixture(scope="session")
def template(executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, made once a session: it takes most of a minute."""
    from communique.label_studio.server.lifecycle import migrated

    return migrated(executable, tmp_path_factory.mktemp("template"))


@pytest.fixture
def studio(
    executable: Path, template: Path, communique: Run, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], Run]:
    """`studio(root)`: the command line for a corpus that may start servers; they end with it."""
    roots: list[Path] = []
    monkeypatch.setenv("COMMUNIQUE_LABEL_STUDIO", str(executable))

    def at(root: Path) -> Run:
        (root / ".label-studio/template").mkdir(parents=True, mode=0o700)
        shutil.copy(template, root / ".label-studio/template")
        roots.append(root)
        return lambda *args, **kwargs: communique(*args, "--corpus", root, **kwargs)

    yield at
    for root in roots:
        communique("annotate", "--stop", "--corpus", root)


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven as a person would."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        absent("browser", "no Chromium on PATH: on Debian, apt-get install chromium")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()
