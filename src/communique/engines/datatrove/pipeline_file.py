"""Write the pipeline as a Python file that a person can edit."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from communique.engines.settings import Settings

_TEXT: Final = '''"""Clean documents with datatrove. Edit this file, then run it with Python.

Run it again to go on. If you edit it after the first run, name another folder.
"""

from pathlib import Path

from communique.engines import Settings
from communique.engines.datatrove import (
    CleanDocuments,
    {executor},
    ReadShard,
    WriteShard,
    running,
)

INPUTS = {inputs!r}
OUT = Path({out!r})
SETTINGS = {settings!r}

if __name__ == "__main__":
    with running(INPUTS, OUT, SETTINGS, Path(__file__)) as job:
        pipeline = [
            ReadShard(job),
            CleanDocuments(job),
            # Put filters of datatrove here. The report counts what they drop as `filtered`.
            WriteShard(job),
        ]
        {executor}(pipeline, job{workers}).run()
'''
_EXECUTORS: Final = {"local": "LocalShards", "slurm": "SlurmShards", "ray": "RayShards"}


def pipeline_file(
    inputs: Sequence[str], out: Path, settings: Settings, executor: str, workers: int | None
) -> str:
    """Return the text of a pipeline file that does what the command would do."""
    return _TEXT.format(
        executor=_EXECUTORS[executor],
        inputs=[str(Path(name).resolve()) for name in inputs],
        out=str(out.resolve()),
        settings=settings,
        workers="" if workers is None else f", workers={workers}",
    )
