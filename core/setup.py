"""Build the wheel with setuptools; scripts/setup does without it."""

import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

sys.path.insert(0, str(Path(__file__).resolve().parent))
import build as core


class BuildWithTables(build_ext):
    """Write the tables before the sources are compiled."""

    def run(self) -> None:
        """Compile the extension."""
        folder = Path(self.build_temp)
        folder.mkdir(parents=True, exist_ok=True)
        core.write_tables(folder)
        for extension in self.extensions:
            extension.include_dirs.append(str(folder.resolve()))
        super().run()


here = Path(__file__).resolve().parent
setup(
    cmdclass={"build_ext": BuildWithTables},
    ext_modules=[
        Extension(
            "communique_core._core",
            [path.relative_to(here).as_posix() for path in core.sources()],
            include_dirs=["src"],
            extra_compile_args=core.FLAGS,
        )
    ],
)
