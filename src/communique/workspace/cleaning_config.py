"""What `corpus/cleaning.yaml` makes of the cleaning of each document."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from communique.cleaning import ByHand, Rule, policy_name
from communique.corpus import CleaningFile
from communique.corpus.cleaning_file import OwnRule
from communique.schema import Fault, line_of
from communique.schema.yaml_file import Key, Lines


@dataclass(frozen=True, slots=True)
class CleaningConfig:
    """How one document is cleaned: policy, rules of the corpus and of the document, lines that
    were decided by hand.
    """

    policy: str
    rules: tuple[Rule, ...] = ()
    by_hand: tuple[ByHand, ...] = ()


def cleaning_config(own: CleaningFile, doc_id: str, policy: str) -> CleaningConfig:
    """How a document is cleaned; `policy` holds unless the document has one of its own.

    Raises ValueError for an unknown policy or an invalid rule.
    """
    document = own.documents.get(doc_id)
    rules = (*own.rules, *(document.rules if document else ()))
    chosen = (document.policy if document else None) or policy
    decided = tuple(ByHand(d.line, d.reason) for d in own.by_hand if d.document == doc_id)
    return CleaningConfig(policy_name(chosen), tuple(map(_rule, rules)), decided)


def cleaning_faults(own: CleaningFile, known: Collection[str], lines: Lines) -> Iterator[Fault]:
    """What is wrong with the values of a cleaning file: rules and policies that are none, and
    documents that are not `known`.
    """
    for path, why in (*_rule_faults(own), *_unknown(own, known)):
        dotted = ".".join(map(str, path))
        yield Fault(line_of(lines, *path), dotted, why)


def _rule_faults(own: CleaningFile) -> Iterator[tuple[tuple[Key, ...], str]]:
    rules: list[tuple[tuple[Key, ...], OwnRule]] = [
        (("rules", i), rule) for i, rule in enumerate(own.rules)
    ]
    for doc_id, document in own.documents.items():
        rules += [(("documents", doc_id, "rules", i), r) for i, r in enumerate(document.rules)]
        try:
            policy_name(document.policy or "extracted")
        except ValueError as error:
            yield ("documents", doc_id, "policy"), str(error)
    for path, rule in rules:
        try:
            _rule(rule)
        except ValueError as error:
            yield path, str(error)


def _unknown(own: CleaningFile, known: Collection[str]) -> Iterator[tuple[tuple[Key, ...], str]]:
    for doc_id in own.documents:
        if doc_id not in known:
            yield ("documents", doc_id), f"no document {doc_id!r} in sources.yaml"
    for i, decision in enumerate(own.by_hand):
        if decision.document not in known:
            yield ("by_hand", i, "document"), f"no document {decision.document!r} in sources.yaml"


def _rule(own: OwnRule) -> Rule:
    policies = tuple(map(policy_name, own.policies))
    return Rule(**own.model_copy(update={"policies": policies}).model_dump())
