"""Train the line model on the dev pages of a bench, or cross-validate it by domain.

scripts/train BENCH              write src/communique/cleaning/learned/weights.npz
scripts/train BENCH --check      train again, and compare the weights byte by byte
scripts/train BENCH --folds 4    cross-validate, print the figures of the bench, keep the models
scripts/train BENCH --folds 4 --again    print the figures for the kept models, without training
"""

import argparse
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from communique.cleaning.learned.model import WEIGHTS, Model, load_model
from training.figures import show_figures
from training.fit import train
from training.pages import Page, fold_of, read_pages

KEPT = Path("dist/folds")


def main() -> int:
    """Run the command. The exit code is 1 if `--check` finds other weights."""
    parser = argparse.ArgumentParser(prog="scripts/train", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("bench", type=Path, help="folder with pages/ and score.py")
    parser.add_argument("--check", action="store_true", help="compare new weights with the old")
    parser.add_argument("--folds", type=int, default=0, help="folds of the cross-validation")
    parser.add_argument("--again", action="store_true", help="use the kept models of the folds")
    given = parser.parse_args()
    if given.again:
        show_figures(given.bench, kept_models(given.folds), given.folds)
        return 0
    pages = read_pages(given.bench / "pages")
    if given.folds:
        cross_validate(pages, given.folds)
        show_figures(given.bench, kept_models(given.folds), given.folds)
        return 0
    content = to_bytes(train(pages))
    if given.check:
        same = content == WEIGHTS.read_bytes()
        print("The weights are the same." if same else "The weights are different.")
        return 0 if same else 1
    WEIGHTS.write_bytes(content)
    return 0


def cross_validate(pages: Sequence[Page], folds: int) -> None:
    """For each fold of domains, train a model on the others and keep it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for k in range(folds):
        model = train([p for p in pages if fold_of(p.domain, folds) != k])
        kept(k).write_bytes(to_bytes(model))


def kept_models(folds: int) -> dict[int, Model]:
    """Return the kept models by fold, read from their files."""
    return {k: load_model(kept(k)) for k in range(folds) if kept(k).exists()}


def kept(fold: int) -> Path:
    """Return the path of the kept model of a fold."""
    return KEPT / f"{fold}.npz"


def to_bytes(model: Model) -> bytes:
    """Return a model as uncompressed arrays; equal models give equal bytes."""
    arrays: dict[str, np.ndarray] = {}
    for kind, table in model.tables.items():
        arrays[f"{kind}/keys"] = table.keys
        arrays[f"{kind}/weights"] = table.weights.astype(np.float16)
        arrays[f"{kind}/constant"] = table.constant
    arrays |= {"vectors/keys": model.vectors.keys, "vectors/vectors": model.vectors.vectors}
    arrays["purposes/keys"] = model.categories.keys
    arrays["purposes/weights"] = model.categories.weights.astype(np.float16)
    arrays["purposes/constants"] = model.categories.constants
    for name, forest in model.forests.items():
        arrays[f"{name}/columns"] = forest.columns.astype(np.int16)
        arrays |= {f"{name}/bounds": forest.bounds, f"{name}/values": forest.values}
        arrays[f"{name}/step"] = np.array(forest.step, np.float32)
        arrays[f"{name}/bias"] = np.array(forest.bias, np.int32)
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
