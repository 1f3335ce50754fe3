"""Check that each hotkey has one meaning, and that Label Studio does not use it itself."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.label_studio.writing.labeling_config import page_hotkeys
from communique.problems import Problem, problem_kind
from communique.workspace.reading import CorpusReading

HOTKEY_CONFLICT: Final = problem_kind(
    "hotkey-conflict",
    level="warning",
    stage="schema",
    what="A hotkey on a layer's page has two meanings, or Label Studio uses it itself.",
    why=(
        "An annotator who presses it gets another label than the one they meant, and "
        "nothing shows this later."
    ),
    fix="Choose another `hotkey` in the schema.",
    example="schema/corpus.yaml: 'u' is a hotkey of Label Studio itself",
)

BUILT_IN: Final = frozenset(
    {
        "u",
        "esc",
        "escape",
        "enter",
        "tab",
        "backspace",
        "delete",
        "ctrl+enter",
        "ctrl+space",
        "alt+r",
        "alt+.",
        "ctrl+backspace",
        "ctrl+z",
        "ctrl+shift+z",
        "shift+z",
        "alt+h",
        "ctrl+h",
        "ctrl+d",
        "alt+enter",
        "alt+u",
    }
)


@check(HOTKEY_CONFLICT)
def hotkeys_free(corpus: CorpusReading) -> Iterator[Problem]:
    """Check the hotkeys of each layer. Reports nothing without a schema."""
    if corpus.schema is None:
        return
    for layer in corpus.schema.layers:
        keys = Counter(key.lower() for key in page_hotkeys(corpus.schema, layer))
        for key, count in sorted(keys.items()):
            if key in BUILT_IN or count > 1:
                is_built_in = key in BUILT_IN
                what = (
                    "is a hotkey of Label Studio itself"
                    if is_built_in
                    else f"is used {count} times"
                )
                file = corpus.folder.relative(corpus.folder.schema)
                yield HOTKEY_CONFLICT.problem(f"{key!r} {what}", layer=layer.name, file=file)
