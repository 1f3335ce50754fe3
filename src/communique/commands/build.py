"""Build the dataset."""

import shutil
import tempfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands.refusal import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
    show_problems,
)

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder
    from communique.dataset.build import Built
    from communique.schema import Schema

BESIDE = ("DATASHEET.md", "CHANGELOG.md", "LICENSE-DATA.md")


class Flavour(StrEnum):
    """With the texts, or without."""

    full = "full"
    standoff = "standoff"


def run(
    corpus: CorpusOption = None,
    out: Annotated[Path | None, typer.Option(help="Where to (default: below dist).")] = None,
    flavour: Annotated[
        Flavour, typer.Option(help="With the texts, or without any (to be restored).")
    ] = Flavour.full,
    json: JsonOption = False,
) -> None:
    """Build the dataset that `load_dataset` reads. Refuses a corpus with errors."""
    from communique.checks import run as run_checks
    from communique.problems import has_errors

    folder, schema = open_corpus(corpus)
    problems = run_checks(folder)
    if has_errors(problems):
        show_problems(problems, as_json=json)
        raise typer.Exit(1)
    target = (out or folder.root / "dist" / _name(schema, flavour)).resolve()
    built = _build(folder, schema, flavour)
    with refusing():
        write_files(target, built.files)
    _show(target, built, as_json=json)


def _name(schema: "Schema", flavour: Flavour) -> str:
    return schema.name if flavour is Flavour.full else f"{schema.name}-{flavour.value}"


def _build(folder: "CorpusFolder", schema: "Schema", flavour: Flavour) -> "Built":
    from communique.dataset.build import BuildError, build
    from communique.dataset.decisions import NeedsAdjudicationError
    from communique.dataset.splits import SplitError
    from communique.gather import gather

    try:
        with refusing():
            return build(
                gather(folder), {**beside(folder), **_agreement(folder, schema)}, flavour.value
            )
    except SplitError as error:
        raise Refusal(
            str(error), "Mend `splits` in the schema or split_group in sources.yaml."
        ) from None
    except NeedsAdjudicationError as error:
        raise Refusal(
            str(error), "Several passes need adjudication before they can be built."
        ) from None
    except BuildError as error:
        raise Refusal(
            str(error), "Add documents with corpus/sources.yaml and `communique clean`."
        ) from None


def _agreement(folder: "CorpusFolder", schema: "Schema") -> dict[str, bytes]:
    """What the passes agreed on before anybody decided."""
    from communique.corpus.write import json_text
    from communique.gather import assess_corpus

    text = json_text(assess_corpus(folder, schema))
    return {"agreement.json": text.encode("utf-8")}


def beside(folder: "CorpusFolder") -> dict[str, bytes]:
    """The files that go along unchanged: datasheet, changelog, licence, guidelines."""
    files = {name: folder.root / name for name in BESIDE}
    files |= {f"guidelines/{p.name}": p for p in sorted(folder.guidelines.glob("*.md"))}
    inside = (p for p in files.items() if p[1].is_file() and folder.holds(p[1]))
    return {name: path.read_bytes() for name, path in inside}


def write_files(target: Path, files: Mapping[str, bytes]) -> None:
    """Write beside, then swap in; an older build of ours is replaced, nothing else is.

    Raises Refusal if the folder holds something that is no build.
    """
    if target.exists() and any(target.iterdir()) and not (target / "manifest.json").is_file():
        raise Refusal(f"{target} is not empty and no build of ours", "Choose another --out.")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside_it = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    old = beside_it / "old"
    try:
        new = beside_it / "new"
        for name, data in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(data)
        if target.exists():
            target.rename(old)
        new.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(beside_it, ignore_errors=True)


def _show(target: Path, built: "Built", *, as_json: bool) -> None:
    if as_json:
        print_json({"out": str(target), "rows": built.counts})
        return
    for config, splits in built.counts.items():
        print(f"{config:12} " + "  ".join(f"{split} {n}" for split, n in splits.items()))
    first = next(iter(built.counts))
    print(f'\nload_dataset("{target}", "{first}")')
