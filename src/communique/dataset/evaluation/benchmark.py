"""`eval.yaml`: the questions as tasks of a benchmark, in the format of the hub.

Inspect runs it: `inspect eval hf/OWNER/NAME/TASK`. The hub and Inspect know only scorers of their
own, so the figure is the share of right answers.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final

import yaml

from communique.dataset.evaluation.configs import asked_configs
from communique.schema import Schema

BENCHMARK: Final = "eval.yaml"
_FRAMEWORK: Final = "inspect-ai"
_TEST: Final = "test"
_FIELDS: Final = {"input": "input", "target": "target", "choices": "choices", "metadata": ["id"]}


def benchmark(schema: Schema, tables: Collection[tuple[str, str]]) -> bytes | None:
    """The file; None without a question. `tables`: config and split of each table.

    A task is about the split `test`, or about the last split that its config has.
    """
    tasks = [
        _task(asked.source, asked.config, [s for c, s in tables if c == asked.config])
        for asked in asked_configs(schema)
        if any(config == asked.config for config, _ in tables)
    ]
    if not tasks:
        return None
    head = {"name": schema.title or schema.name, "description": schema.description}
    whole = {**{k: v for k, v in head.items() if v}, "evaluation_framework": _FRAMEWORK}
    text: str = yaml.safe_dump({**whole, "tasks": tasks}, sort_keys=False, allow_unicode=True)
    return text.encode("utf-8")


def _task(name: str, config: str, splits: Iterable[str]) -> dict[str, Any]:
    listed = list(splits)
    return {
        "id": name,
        "config": config,
        "split": _TEST if _TEST in listed else listed[-1],
        "field_spec": {**_FIELDS, "metadata": list(_FIELDS["metadata"])},
        "solvers": [{"name": "generate"}],
        "scorers": [{"name": "match", "args": {"location": "exact"}}],
    }
