"""Print the figures of the bench; each page is cleaned by a model not trained on its domain.

Each slice has two rows: the model alone at its threshold, and the whole cleaner (rules, model,
policy) as `communique clean -` runs it.
"""

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import numpy as np

from communique.cleaning import clean_many, kept_lines
from communique.cleaning.learned import Model, Scores, line_scores
from communique.cleaning.lines import Line, single_groups
from communique.cleaning.page_scoring import THRESHOLD
from communique.cleaning.scoring import choose, end_of_content
from training.pages import fold_of

POLICIES = {"full": "page", "residual": "extracted", "residual_rp": "extracted"}
_HEADLINE = "HEADLINE(aeb+wcxb article,en)"
_NOT_ENGLISH = "non-en(gold)"
_SLICES = (_HEADLINE, "all:aeb", _NOT_ENGLISH, "all:traf-snip")
_COLUMNS = ("pages", "mLineF1", "mBpF1", "tokF1", "bpTokRemoved", "contentTokLost")
_GROUP = 32

Keeps = list[list[bool]]


def show_figures(bench: Path, models: Mapping[int, Model], folds: int) -> None:
    """Print the slices; `models[k]` has been trained without the domains of fold k.

    Pages of folds without a model are left out.
    """
    score = _scorer(bench)
    print("variant      what     slice       " + "".join(f"{c[:9]:>10}" for c in _COLUMNS))
    for variant, policy in POLICIES.items():
        every = score.load([str(bench / "pages" / f"dev.{variant}.jsonl.gz")])
        records = [r for r in every if fold_of(r["domain"], folds) in models]
        for what, decide in (("model", _model_alone), ("cleaner", _cleaner)):
            keeps = _by_fold(
                records, models, folds, lambda r, m, d=decide, p=policy: d(r, m, p, score)
            )
            for name, row in _rows(score, records, keeps):
                shown = "".join(f"{row[c]:10.4f}" for c in _COLUMNS)
                print(f"{variant:12} {what:8} {name[:12]:12}{shown}", flush=True)


def _by_fold(records: list[dict], models: Mapping[int, Model], folds: int, decide) -> Keeps:  # noqa: ANN001
    """Decisions in the order of the records, each fold's by its own model."""
    keeps: Keeps = [[] for _ in records]
    for k, model in models.items():
        own = [i for i, r in enumerate(records) if fold_of(r["domain"], folds) == k]
        for a in range(0, len(own), _GROUP):
            group = own[a : a + _GROUP]
            for i, keep in zip(group, decide([records[i] for i in group], model), strict=True):
                keeps[i] = keep
    return keeps


def _model_alone(records: list[dict], model: Model, policy: str, _: ModuleType) -> Keeps:
    scores = line_scores([r["lines"] for r in records], policy, model)
    if policy == "page":
        return [(own.content >= THRESHOLD).tolist() for own in scores]
    return [_chosen(r["lines"], own) for r, own in zip(records, scores, strict=True)]


def _chosen(lines: list[str], scores: Scores) -> list[bool]:
    groups = single_groups([Line(0, len(line), line, 0, False) for line in lines])
    widths = np.array([group.width for group in groups])
    gone = set(choose(scores.content.astype(np.float64), widths).tolist())
    is_prose = (group.is_prose for group in groups)
    end, _ = end_of_content(scores.ending.tolist(), is_prose) or (len(lines), 0)
    return [i not in gone and i < end for i in range(len(lines))]


def _cleaner(records: list[dict], model: Model, policy: str, score: ModuleType) -> Keeps:
    texts = ["\n".join(r["lines"]) for r in records]
    made = clean_many(texts, policy, model=model)
    kept = [kept_lines(text, one) for text, one in zip(texts, made, strict=True)]
    return [score.keep_from_text(r["lines"], k) for r, k in zip(records, kept, strict=True)]


def _rows(score: ModuleType, records: list[dict], keeps: Keeps) -> Iterator[tuple[str, dict]]:
    """The bench's slices, and two parts of them.

    `clean pages`: headline pages on which nothing is boilerplate. `named language`: those not in
    English whose language the bench names; the others are mostly lists of shops, many in English.
    """
    found = score.evaluate(records, keeps)
    yield from ((name, found[name]) for name in _SLICES if name in found)
    parts = {
        "clean pages": (_HEADLINE, _is_clean),
        "named language": (_NOT_ENGLISH, lambda record: record["lang"] != "xx"),
    }
    for name, (of, is_part) in parts.items():
        own = [
            (record, keep)
            for record, keep in zip(records, keeps, strict=True)
            if of in score.slices(record) and is_part(record)
        ]
        if own:
            yield name, score.evaluate(*map(list, zip(*own, strict=True)))[of]


def _is_clean(record: dict) -> bool:
    return bool(np.all(np.array(record["labels"])[np.array(record["mask"]) == 1]))


def _scorer(bench: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(bench / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
