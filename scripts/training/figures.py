"""The bench's own figures for models, each on pages that it has not seen."""

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np

from communique.cleaning.learned.measure import Floats
from communique.cleaning.learned.model import Model, line_scores
from training.pages import VARIANTS, Page

CROSS_VALIDATED = Path("dist/cross-validated.npz")
_SLICES = ("HEADLINE(aeb+wcxb article,en)", "all:aeb", "non-en(gold)")
_COLUMNS = ("mLineF1", "mBpF1", "tokF1", "contentTokLost")
_THRESHOLDS = (0.0, -0.5, -1.0, -1.5, -2.0)


def show_figures(
    bench: Path, pages: Sequence[Page], folds: Sequence[tuple[Model, list[Page]]]
) -> None:
    """Print slices and thresholds; the model alone, without rules."""
    score = _scorer(bench)
    scores = {
        (page.id, page.variant): own
        for model, held_out in folds
        for variant, kind in VARIANTS.items()
        for page, own in _scored([p for p in held_out if p.variant == variant], kind, model)
    }
    np.savez(CROSS_VALIDATED, **{f"{variant}/{doc}": own for (doc, variant), own in scores.items()})
    for variant in VARIANTS:
        records = list(score.load([str(bench / "pages" / f"dev.{variant}.jsonl.gz")]))
        for threshold in _THRESHOLDS:
            kept = [(scores[r["id"], variant] > threshold).tolist() for r in records]
            found = score.evaluate(records, kept)
            for name in _SLICES:
                if name in found:
                    shown = " ".join(f"{c} {found[name][c]:.4f}" for c in _COLUMNS)
                    print(f"{variant:12} {threshold:5} {name[:12]:12} {shown}")


def _scored(pages: Sequence[Page], kind: str, model: Model) -> Iterator[tuple[Page, Floats]]:
    return zip(pages, line_scores([page.lines for page in pages], kind, model), strict=True)


def _scorer(bench: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(bench / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
