"""Train the line model on the pages of a bench, or cross-validate it by domain.

scripts/train BENCH --extra      write src/communique/cleaning/learned/weights.npz
scripts/train BENCH --extra --check      train again, and compare the weights byte by byte
scripts/train BENCH --extra --folds 4    cross-validate, print the figures, keep the models
scripts/train BENCH --folds 4 --again    print the figures for the kept models, without training

With --html, the same for the model of markup, src/communique/cleaning/markup/weights.npz. Its table
of words always uses the bench's extra pages; the line model uses them with --extra, for whole
pages. Its figures also need the kept line models of the same folds, so cross-validate those first.
"""

import argparse
import sys
from pathlib import Path

from communique.cleaning.learned.model import WEIGHTS, Model, load_model
from communique.cleaning.markup.model import WEIGHTS as MARKUP_WEIGHTS
from communique.cleaning.markup.model import MarkupModel, load_markup_model
from communique.cleaning.markup.page_scores import PageModels
from training.figures import show_figures
from training.fit import train
from training.html import read_html
from training.html_figures import show_html_figures
from training.markup import train_markup
from training.pages import fold_of, read_pages
from training.weights import to_bytes

KEPT = Path("dist/folds")


def main() -> int:
    """Run the command. The exit code is 1 if `--check` finds other weights."""
    given = _arguments()
    extra = given.extra or given.html
    if given.folds:
        if not given.again:
            cross_validate(given.bench, given.folds, html=given.html, extra=extra)
        _show(given.bench, given.folds, html=given.html)
        return 0
    path = MARKUP_WEIGHTS if given.html else WEIGHTS
    content = to_bytes(_trained(given.bench, html=given.html, extra=extra))
    if given.check:
        same = content == path.read_bytes()
        print("The weights are the same." if same else "The weights are different.")
        return 0 if same else 1
    path.write_bytes(content)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/train", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("bench", type=Path, help="folder with pages/, score.py and labels.py")
    parser.add_argument("--html", action="store_true", help="the model of markup")
    parser.add_argument("--extra", action="store_true", help="use the extra pages, too")
    parser.add_argument("--check", action="store_true", help="compare new weights with the old")
    parser.add_argument("--folds", type=int, default=0, help="folds of the cross-validation")
    parser.add_argument("--again", action="store_true", help="use the kept models of the folds")
    return parser.parse_args()


def _trained(bench: Path, *, html: bool, extra: bool) -> Model | MarkupModel:
    pages = read_pages(bench / "pages", extra=extra)
    return train_markup(read_html(bench), pages) if html else train(pages)


def cross_validate(bench: Path, folds: int, *, html: bool, extra: bool) -> None:
    """For each fold of domains, train a model on the others and keep it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    pages = read_pages(bench / "pages", extra=extra)
    dumped = read_html(bench) if html else []
    for k in range(folds):
        texts = [page for page in pages if fold_of(page.domain, folds) != k]
        own = [page for page in dumped if fold_of(page.page.domain, folds) != k]
        kept(k, html=html).write_bytes(to_bytes(train_markup(own, texts) if html else train(texts)))


def _show(bench: Path, folds: int, *, html: bool) -> None:
    paths = {k: kept(k, html=html) for k in range(folds) if kept(k, html=html).exists()}
    if html:
        models = {
            k: PageModels(load_markup_model(path), load_model(kept(k))) for k, path in paths.items()
        }
        show_html_figures(read_html(bench), models, folds, bench)
    else:
        show_figures(bench, {k: load_model(path) for k, path in paths.items()}, folds)


def kept(fold: int, *, html: bool = False) -> Path:
    """Return the path of the kept model of a fold."""
    return KEPT / f"{'html-' if html else ''}{fold}.npz"


if __name__ == "__main__":
    sys.exit(main())
