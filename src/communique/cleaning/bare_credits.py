"""A credit "NAME AGENCY" below a caption, without any mark that says so."""

from typing import TYPE_CHECKING, Final

from communique.cleaning.rule import Rule
from communique.cleaning.verdict import Verdict, Verdicts

if TYPE_CHECKING:
    from communique.cleaning.page import Page

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


CREDIT_ENDS: Final = "".join({agency[-1] for agency in _AGENCIES})


def drop_bare_credits(page: "Page", verdicts: Verdicts) -> None:
    """Remove a credit "NAME AGENCY" directly below a sentence, with no empty line between."""
    for i in page.below_sentence:
        group = page.groups[i]
        if i not in verdicts and group.core.endswith(_AGENCIES) and BARE_CREDIT.matches(group):
            verdicts[i] = Verdict(BARE_CREDIT.reason, BARE_CREDIT.id)
