"""All checks, in the order in which they run, and all kinds of problems."""

from collections.abc import Mapping
from typing import Final

from communique.checks.baselines import baselines_current
from communique.checks.check import Check
from communique.checks.clean import clean_sound
from communique.checks.coverage import documents_covered, guideline_one, guideline_present
from communique.checks.decisions import decisions_founded
from communique.checks.entity_ids import entities_stated
from communique.checks.exports import (
    adjudications_single,
    exports_sound,
    exports_untouched,
    predictions_sound,
)
from communique.checks.guidelines import guidelines_exist, guidelines_in_own_words
from communique.checks.leakage import splits_apart
from communique.checks.licences import licences_agree
from communique.checks.pages import hotkeys_free
from communique.checks.paths import paths_inside
from communique.checks.quotations import quotations_short
from communique.checks.quoted import numbers_current, splits_fit, versions_agree
from communique.checks.readable import schema_and_sources_valid
from communique.checks.rendered import rendered_current
from communique.checks.secrets import nothing_private
from communique.checks.sources import source_values_known, sources_sound
from communique.checks.standing import decisions_current
from communique.checks.words import word_lists_sound
from communique.label_studio.intake.moved_task import REGION_NOT_MOVED
from communique.label_studio.intake.parts import PARTS_MISSING
from communique.label_studio.intake.store import ON_IMPORT
from communique.problems import ProblemKind
from communique.problems.kind import STAGES

CHECKS: Final[tuple[Check, ...]] = (
    schema_and_sources_valid,
    paths_inside,
    guidelines_exist,
    word_lists_sound,
    hotkeys_free,
    entities_stated,
    rendered_current,
    nothing_private,
    sources_sound,
    source_values_known,
    clean_sound,
    exports_sound,
    exports_untouched,
    adjudications_single,
    predictions_sound,
    documents_covered,
    guideline_one,
    guideline_present,
    decisions_current,
    decisions_founded,
    splits_apart,
    quotations_short,
    guidelines_in_own_words,
    splits_fit,
    numbers_current,
    versions_agree,
    licences_agree,
    baselines_current,
)


def _by_stage() -> Mapping[str, ProblemKind]:
    checked = (kind for check in CHECKS for kind in check.kinds)
    kinds = [*checked, *ON_IMPORT, REGION_NOT_MOVED, PARTS_MISSING]
    return {kind.id: kind for stage in STAGES for kind in kinds if kind.stage == stage}


# By id, sorted by stage, and within a stage by the check that finds them.
KINDS: Final[Mapping[str, ProblemKind]] = _by_stage()
