"""A model for Inspect that gives stored answers. It needs no network.

    inspect eval communique/labels -T layer=NAME --model communique/replay -M answers=FILE
    inspect eval communique/labels -T layer=NAME --model communique/replay -M answer=TEXT

A line of FILE is a JSON object with the keys `prompt` and `answer`.
"""

# inspect-ai is large, so it is not in the environment in which types are checked.
# pyright: reportMissingImports=false, reportUnknownVariableType=false
# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false
# pyright: reportUntypedBaseClass=false, reportUntypedClassDecorator=false

import json
from pathlib import Path
from typing import Any

from inspect_ai.model import ModelAPI, ModelOutput, modelapi


@modelapi(name="communique")
class ReplayModel(ModelAPI):
    """Gives the stored answer to a prompt, or `answer` for each prompt without one."""

    def __init__(
        self, model_name: str, answers: str | None = None, answer: str = "", **options: Any
    ) -> None:
        """Raises OSError, ValueError if `answers` cannot be read."""
        known = {"base_url", "api_key", "api_key_vars", "config"}
        super().__init__(model_name, **{k: v for k, v in options.items() if k in known})
        lines = Path(answers).read_text("utf-8").splitlines() if answers else []
        rows = [json.loads(line) for line in lines]
        self._stored = {str(row["prompt"]): str(row["answer"]) for row in rows}
        self._default = str(answer)

    async def generate(self, input: list[Any], *_: Any, **__: Any) -> Any:
        """The answer to the last message."""
        answer = self._stored.get(str(input[-1].text), self._default)
        return ModelOutput.from_content(self.model_name, answer)

    async def count_text_tokens(self, text: str) -> int:
        """About four characters a token. The usual count loads a table from the network."""
        return len(text) // 4
