"""Keys of a layer's page: each does one thing, and none that Label Studio uses itself."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from communique.label_studio.writing.labeling_config import page_hotkeys
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.workspace.reading import CorpusReading

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


def hotkeys_free(corpus: CorpusReading) -> Iterator[Problem]:
    """`hotkey-conflict`. Without a schema: silent."""
    if corpus.schema is None:
        return
    for layer in corpus.schema.layers:
        keys = Counter(key.lower() for key in page_hotkeys(corpus.schema, layer))
        for key, count in sorted(keys.items()):
            if key in BUILT_IN or count > 1:
                own = key in BUILT_IN
                what = "is one of Label Studio's own" if own else f"is given {count} times"
                file = corpus.folder.relative(corpus.folder.schema)
                yield problem("hotkey-conflict", f"{key!r} {what}", layer=layer.name, file=file)
