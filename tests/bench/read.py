"""Reading an export into records, against the SDK's JSON_MIN converter.

`scripts/bench read [TASKS [ROUNDS]]`
"""

from collections.abc import Callable
from pathlib import Path

from turns import EXPORT, SCHEMA_FILE, ijson_alone, main


def records(folder: Path) -> Callable[[], None]:
    from communique.label_studio import read_export
    from communique.schema import load_schema

    schema = load_schema(folder / SCHEMA_FILE)

    def run() -> None:
        for found in read_export(folder / EXPORT, schema):
            if type(found).__name__ != "Record":
                raise SystemExit(found)

    return run


def converter(folder: Path) -> Callable[[], None]:
    from exports import CONFIG
    from label_studio_sdk.converter import Converter

    made = Converter(CONFIG, project_dir=str(folder), download_resources=False)
    export, out = str(folder / EXPORT), str(folder / "min")
    return lambda: made.convert_to_json_min(export, out, is_dir=False)


if __name__ == "__main__":
    readers = (records, ijson_alone, converter)
    main({f.__name__: f for f in readers}, ["converter"])
