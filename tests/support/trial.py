"""This repository's corpus for annotators of the tests, with the old or the present questions."""

from pathlib import Path

from copies import TEXTS, copy_corpus


def trial_corpus(root: Path, *, more_questions: bool) -> Path:
    """This repository's corpus before anybody has annotated; the author's stance is not asked for.

    With `more_questions` it has the present guideline: a stance has a modality, and stances and
    paragraphs have a confidence. Without, it has guideline 1.0.
    """
    copy_corpus(root, TEXTS)
    path = root / "schema/corpus.yaml"
    text = path.read_text()
    if not more_questions:
        text = text.replace('guideline_version: "2.2"', 'guideline_version: "1.0"')
        derived = text.index("    derive:\n")
        text = text[:derived] + text[text.index("    labels:\n", derived) :]
        grid = text.index("      - name: author_stance\n")
        text = text[:grid] + text[grid:].replace("required: always", "required: never", 1)
    path.write_text(text)
    return root
