"""Systems that learn: TF-IDF with logistic regression, and a CRF on tags. The same input gives the
same result.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

from communique.records.predictions import PredictedSpan
from communique.scoring.baselines.counting import Answers, most_frequent, tagged
from communique.scoring.baselines.items import Block, Item
from communique.scoring.labels import as_set

_CRF: Final = {"c1": 0.1, "c2": 0.01, "max_iterations": 100, "feature.possible_transitions": True}


def regression(train: Sequence[Item], test: Sequence[Item]) -> Answers:
    """Logistic regression on words and pairs of words, and on what is given beside the text."""
    import sklearn.linear_model

    if len({item.unit.label for item in train}) < 2:
        return most_frequent(train, test)
    known, asked = _features(train, test)
    model = cast("Any", sklearn.linear_model).LogisticRegression(
        C=10.0, class_weight="balanced", max_iter=2000
    )
    model.fit(known, [item.unit.label for item in train])
    return [[str(label)] for label in model.predict(asked)]


def several_regressions(name: str, train: Sequence[Item], test: Sequence[Item]) -> Answers:
    """As `regression`, and a yes-or-no model for every further label of a set."""
    import sklearn.linear_model

    main = [answer[0] for answer in regression(train, test)]
    answers = [[label] for label in main]
    known, asked = _features(train, test)
    sets = [set(as_set(getattr(item.unit, "attributes", {}).get(name))) for item in train]
    for label in sorted(set[str]().union(*sets)):
        truth = [label in own for own in sets]
        if all(truth):
            continue
        model = cast("Any", sklearn.linear_model).LogisticRegression(
            C=10.0, class_weight="balanced", max_iter=2000
        )
        for answer, is_there in zip(answers, model.fit(known, truth).predict(asked), strict=True):
            if is_there and label not in answer:
                answer.append(label)
    return answers


def _features(train: Sequence[Item], test: Sequence[Item]) -> tuple[Any, Any]:
    import scipy.sparse
    import sklearn.feature_extraction

    extraction = cast("Any", sklearn.feature_extraction)
    parts: list[tuple[Any, Any]] = []
    for name in ("text", "context"):
        sides = [[getattr(item, name) for item in side] for side in (train, test)]
        if any(sides[0]):
            words = extraction.text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
            parts.append((words.fit_transform(sides[0]), words.transform(sides[1])))
    if any(item.facts for item in train):
        facts = extraction.DictVectorizer()
        known = facts.fit_transform([dict(item.facts) for item in train])
        parts.append((known, facts.transform([dict(item.facts) for item in test])))
    stack = cast("Any", scipy.sparse).hstack
    return stack([p[0] for p in parts]).tocsr(), stack([p[1] for p in parts]).tocsr()


def crf(train: Sequence[Block], test: Sequence[Block]) -> list[list[PredictedSpan]]:
    """A linear-chain CRF on words, their forms and their neighbours."""
    import pycrfsuite

    trainer = cast("Any", pycrfsuite).Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(_CRF)
    for block in train:
        if block.tokens:
            trainer.append(list(_described(block)), list(block.tags))
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = cast("Any", pycrfsuite).Tagger()
        tagger.open(path)
        tagged_blocks = [tagged(block, tagger.tag(list(_described(block)))) for block in test]
        tagger.close()
    return [[PredictedSpan(*span) for span in spans] for spans in tagged_blocks]


def _described(block: Block) -> Iterator[list[str]]:
    words = block.tokens
    for i, word in enumerate(words):
        own = [f"low={word.lower()}", f"form={_form(word)}"]
        own += [f"end={word[-3:]}", f"begin={word[:3]}"]
        for step in (-2, -1, 1, 2):
            other = words[i + step] if 0 <= i + step < len(words) else ""
            own += [f"{step}:low={other.lower()}", f"{step}:form={_form(other)}"]
        yield own


def _form(word: str) -> str:
    """`Xx` for a capitalised word, `X` for capitals, `d` for digits, and so on."""
    marks = [_mark(c) for c in word]
    return "".join(c for i, c in enumerate(marks) if i == 0 or c != marks[i - 1])


def _mark(c: str) -> str:
    return "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c
