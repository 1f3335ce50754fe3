"""The figures on the page of language models are those of the dataset."""

import re

import pytest

import communique
from paths import ROOT

PAGE = ROOT / "docs/evaluate-language-models.md"


def test_one_answer_to_all_questions_has_the_figures_of_the_page():
    newest = max((ROOT / "releases").iterdir(), key=lambda p: [int(n) for n in p.name.split(".")])
    with pytest.warns(UserWarning, match="texts"):
        stances = communique.load(str(newest), "stance", split="test")
    names = stances.features["stance"].names
    labels = [names[number] for number in stances["stance"]]
    accuracy = labels.count("favor") / len(labels)
    macro = 2 * accuracy / (1 + accuracy) / len(set(labels))  # F1 of favor; of the others, 0
    assert set(labels) == {"favor", "against"}
    rows = re.findall(r"^(\w+) +(0[.]\d{3})$", PAGE.read_text(encoding="utf-8"), re.M)
    assert dict(rows) == {
        "accuracy": f"{accuracy:.3f}",
        "micro_f1": f"{accuracy:.3f}",
        "macro_f1": f"{macro:.3f}",
        "macro_f1_of": f"{macro:.3f}",
    }
