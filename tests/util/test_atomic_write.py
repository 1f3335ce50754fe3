"""Files are written together or not at all, and a fault names the file."""

from pathlib import Path

import pytest

from communique.label_studio.server.data_dir import write_private
from communique.util.atomic_write import new_folder, staged, write_together


def below(root: Path) -> dict[str, str | None]:
    names = sorted(root.rglob("*"))
    return {str(p.relative_to(root)): p.read_text() if p.is_file() else None for p in names}


def test_all_files_are_replaced(tmp_path: Path):
    (tmp_path / "a").write_text("old")
    write_together({tmp_path / "a": "new", tmp_path / "b/c": b"more"})
    assert below(tmp_path) == {"a": "new", "b": None, "b/c": "more"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_if_one_cannot_be_written_none_is_and_it_is_named(tmp_path: Path):
    (tmp_path / "a").write_text("old")
    (tmp_path / "file").write_text("no folder")
    before = below(tmp_path)
    with pytest.raises(OSError, match=r"file/b") as caught:
        write_together(
            {tmp_path / "a": "new", tmp_path / "x/y/z": "1", tmp_path / "file/b": "more"}
        )
    assert caught.value.filename == str(tmp_path / "file/b")
    assert below(tmp_path) == before


def test_what_is_staged_goes_if_the_rest_fails(tmp_path: Path):
    def fail() -> None:
        with staged({tmp_path / "new/log": "1"}):
            assert not (tmp_path / "new/log").exists()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert below(tmp_path) == {}


def test_a_folder_that_is_not_filled_leaves_nothing(tmp_path: Path):
    def fail(target: Path) -> None:
        with new_folder(target, "mark") as new:
            (new / "a").write_text("1")
            raise RuntimeError

    (tmp_path / "old").mkdir()
    before = below(tmp_path)
    for target in ("x/y/new", "old", "old/new"):
        with pytest.raises(RuntimeError):
            fail(tmp_path / target)
        assert below(tmp_path) == before


def test_a_new_folder_replaces_the_old_one(tmp_path: Path):
    for text in ("1", "2"):
        with new_folder(tmp_path / "x/made", "mark") as new:
            (new / "mark").write_text(text)
    assert below(tmp_path) == {"x": None, "x/made": None, "x/made/mark": "2"}


def test_private_json_is_whole_or_not_there(tmp_path: Path):
    path = tmp_path / "account.json"
    write_private(path, {"a": "1"})
    assert path.stat().st_mode & 0o777 == 0o600
    before = below(tmp_path)
    with pytest.raises(TypeError):
        write_private(path, {"a": "1", "b": object()})
    assert below(tmp_path) == before
    with pytest.raises(FileNotFoundError, match=r"away/account\.json"):
        write_private(tmp_path / "away/account.json", {})
