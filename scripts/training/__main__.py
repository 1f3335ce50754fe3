"""Train the line model from the bench's dev pages, or cross-validate it by domain.

scripts/train BENCH              writes src/communique/cleaning/learned/weights.npz
scripts/train BENCH --check      trains again and compares, byte by byte
scripts/train BENCH --folds 4    cross-validates, prints the bench's own figures, keeps the models
scripts/train BENCH --folds 4 --again    the same with the models kept, without training
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
    """Run the command; exit code 1 if a check finds other weights."""
    parser = argparse.ArgumentParser(prog="scripts/train", description=__doc__)
    parser.add_argument("bench", type=Path, help="folder with pages/ and score.py")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--again", action="store_true")
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
        print("the same" if same else "different")
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
    """The models kept, by fold; as read back from their files."""
    return {k: load_model(kept(k)) for k in range(folds) if kept(k).exists()}


def kept(fold: int) -> Path:
    """Where the model of a fold is kept."""
    return KEPT / f"{fold}.npz"


def to_bytes(model: Model) -> bytes:
    """A model as uncompressed arrays; equal models give equal bytes."""
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
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
