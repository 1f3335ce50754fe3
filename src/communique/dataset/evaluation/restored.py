"""Put the questions back into the tables of a standoff dataset."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from communique.dataset.arrays import Row
from communique.dataset.evaluation.configs import Evaluation
from communique.dataset.evaluation.definitions import codebook_of
from communique.dataset.evaluation.table import INPUT, question_id, question_text
from communique.dataset.manifest import NotADatasetError
from communique.dataset.names import CODEBOOK, EVALUATIONS, MANIFEST
from communique.util.json_values import Object, objects

Key = tuple[str, str]  # config, split


def with_questions(manifest: Object, tables: Mapping[Key, list[Row]]) -> dict[Key, list[Row]]:
    """The tables, of which the others have their texts already.

    The words of the questions are those of the manifest, so that a release does not depend on the
    version of the tool. Raises NotADatasetError.
    """
    definitions = [row for (c, _), rows in tables.items() if c == CODEBOOK for row in rows]
    book, filled = codebook_of(definitions), dict(tables)
    for own in read_evaluations(manifest):
        for config, split in tables:
            if config == own.config:
                pairs = _pairs(own, tables[config, split], tables.get((own.source, split), []))
                filled[config, split] = [
                    {**row, INPUT: question_text(own, book, asked)} for row, asked in pairs
                ]
    return filled


def read_evaluations(manifest: Object) -> list[Evaluation]:
    """The questions that a manifest names; older releases have none. Raises NotADatasetError."""
    try:
        return [msgspec.convert(x, Evaluation) for x in objects(manifest.get(EVALUATIONS))]
    except msgspec.ValidationError as error:
        raise NotADatasetError(f"{MANIFEST}, {EVALUATIONS}: {error}") from None


def _pairs(
    own: Evaluation, rows: Sequence[Row], source: Sequence[Row]
) -> Iterator[tuple[Row, Row]]:
    by_id = {question_id(own, row): row for row in source}
    for row in rows:
        if row["id"] not in by_id:
            message = f"{own.config}: the question {row['id']!r} has no row in {own.source}"
            raise NotADatasetError(message)
        yield row, by_id[row["id"]]
