"""A credit "NAME AGENCY" below a caption, without any mark that says so."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.rule import Rule
from communique.cleaning.verdict import Verdict, Verdicts

BARE_CREDIT: Final = Rule(
    "name-agency-under-caption",
    "credit",
    r"[A-Z][A-Za-z.'\-]*(?: [A-Z][A-Za-z.'\-]*){0,3} (?:AP|AFP|Reuters|EPA|EFE|ANSA|Bloomberg|"
    r"Xinhua|Kyodo|Yonhap|Getty Images|Pool)(?: via (?:AP|AFP|Reuters|Getty Images))?",
    "photographer and agency, without a mark between them",
    cased=True,
    limit=80,
)
_AGENCIES: Final = (
    *("AP", "AFP", "Reuters", "EPA", "EFE", "ANSA", "Bloomberg", "Xinhua", "Kyodo", "Yonhap"),
    *("Getty Images", "Pool"),
)


def drop_bare_credits(groups: Sequence[LineGroup], verdicts: Verdicts) -> None:
    """Remove a credit "NAME AGENCY" directly below a sentence, with no empty line between."""
    for i, (above, group) in enumerate(pairwise(groups), 1):
        if i in verdicts or group.after_blank or not group.core.endswith(_AGENCIES):
            continue
        if above.ends_sentence and BARE_CREDIT.matches(group):
            verdicts[i] = Verdict(BARE_CREDIT.reason, BARE_CREDIT.id)
