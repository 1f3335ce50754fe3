"""The table of checks and its runner."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.checks.clean import clean_sound
from communique.checks.coverage import documents_covered, guideline_one
from communique.checks.decisions import decisions_founded
from communique.checks.exports import exports_sound, exports_untouched
from communique.checks.leakage import splits_apart
from communique.checks.pages import hotkeys_free
from communique.checks.paths import paths_inside
from communique.checks.quotations import quotations_short
from communique.checks.quoted import numbers_current, splits_fit, versions_agree
from communique.checks.rendered import rendered_current
from communique.checks.secrets import nothing_private
from communique.checks.sources import sources_sound
from communique.corpus import CorpusFolder
from communique.dataset.quoted_numbers import marked_files
from communique.problems import Problem, sorted_problems
from communique.problems.catalogue import CATALOGUE
from communique.workspace import Corpus, CorpusReading

Find = Callable[[CorpusReading], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A pure function of a corpus and the ids of the problems that it can find."""

    find: Find
    ids: frozenset[str]


def _check(find: Find, ids: str) -> Check:
    return Check(find, frozenset(ids.split()))


def _could_be_read(corpus: CorpusReading) -> Iterator[Problem]:
    yield from corpus.problems_of("schema")
    yield from corpus.problems_of("sources")


CHECKS: Final[tuple[Check, ...]] = (
    _check(_could_be_read, "schema-invalid outdated-key sources-invalid"),
    _check(paths_inside, "path-outside"),
    _check(hotkeys_free, "hotkey-conflict"),
    _check(rendered_current, "rendered-stale"),
    _check(nothing_private, "secret-found personal-data"),
    _check(sources_sound, "raw-missing raw-changed raw-unreadable raw-unlisted"),
    _check(
        clean_sound,
        "clean-missing clean-malformed clean-stale text-hash text-unaccounted pieces-broken",
    ),
    _check(
        exports_sound,
        """unreadable-file unknown-layer unknown-document unknown-annotator wrong-annotator
        malformed-annotation annotated-twice cancelled-with-regions draft-left-out updated-by-other
        ground-truth lead-time-impossible stale-text malformed-region unknown-control missing-label
        unknown-label duplicate-region region-without-id offset-not-integer offset-out-of-range
        offset-reversed text-mismatch mixed-offset-units offset-unit-assumed blank-at-edge
        span-crosses-blocks missing-attribute attribute-not-allowed unknown-value wrong-cardinality
        not-a-unit duplicate-unit unit-missing export-missing pull-log-unreadable duplicate-pass""",
    ),
    _check(exports_untouched, "export-edited"),
    _check(documents_covered, "coverage-incomplete"),
    _check(guideline_one, "guideline-mixed"),
    _check(
        decisions_founded,
        """decision-malformed decision-without-candidates decision-contradicts-votes
        decision-orphaned vote-missing""",
    ),
    _check(splits_apart, "split-leakage"),
    _check(quotations_short, "excessive-quotation"),
    _check(splits_fit, "splits-invalid"),
    _check(numbers_current, "numbers-stale"),
    _check(versions_agree, "version-mismatch"),
)


def run(
    corpus: str | Path | CorpusFolder | Corpus,
    *,
    only: Collection[str] = (),
    ignore: Collection[str] = (),
) -> list[Problem]:
    """Every problem of a corpus, sorted; [] if it is sound. What is absent is not checked.

    With `only` no other ids are looked for, those in `ignore` are left out. A `Corpus` is not read
    again. Raises CorpusNotFoundError where there is no `schema/corpus.yaml`, OSError.
    """
    if isinstance(corpus, Corpus):
        reading = corpus.reading
    else:
        folder = corpus if isinstance(corpus, CorpusFolder) else CorpusFolder.find(corpus)
        reading = CorpusReading(folder, keeps_records=needs_records(folder))
    reading.scans = True  # unless the exports were read already
    wanted = (frozenset(only) or frozenset(CATALOGUE)) - frozenset(ignore)
    found = (p for check in CHECKS if check.ids & wanted for p in check.find(reading))
    return sorted_problems(p for p in found if p.id in wanted)


def needs_records(folder: CorpusFolder) -> bool:
    """Whether a check compares records with something, so that they are worth the memory."""
    return bool(folder.adjudicated_files()) or bool(marked_files(folder))
