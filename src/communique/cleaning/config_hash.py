"""The hash of all that decides: the configuration of the cleaner."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Final

from communique.cleaning.bare_credits import BARE_CREDIT
from communique.cleaning.by_hand import ByHand
from communique.cleaning.decision import rules_of
from communique.cleaning.learned import model_sha256
from communique.cleaning.phrase_families import PHRASE_FAMILIES
from communique.cleaning.phrases import phrases_sha256
from communique.cleaning.rule import Rule, policy_name

NAME: Final = "communique-lines"
VERSION: Final = "2"


def config_sha256(
    policy: str = "extracted", rules: Sequence[Rule] = (), by_hand: Sequence[ByHand] = ()
) -> str:
    """Hash everything but the code that decides: version, policy, rules, phrases, model,
    decisions."""
    policy = policy_name(policy)
    used = [asdict(rule) for rule in (*rules_of(policy, tuple(rules)), BARE_CREDIT)]
    content: dict[str, object] = {"name": NAME, "version": VERSION, "policy": policy}
    content |= {"rules": used, "model": model_sha256()}
    content |= {"phrases": phrases_sha256(), "families": [asdict(f) for f in PHRASE_FAMILIES]}
    if by_hand:
        content["by_hand"] = [asdict(decision) for decision in by_hand]
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
