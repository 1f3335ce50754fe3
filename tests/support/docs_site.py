"""The site of docs/, built with the options of scripts/docs."""

import re
import subprocess
import sys
from pathlib import Path

from paths import ROOT


def build(docs: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Build the pages below `docs` into `out`. The finished process has the warnings."""
    script = (ROOT / "scripts/docs").read_text()
    options = re.findall(r"-m sphinx (-W .*) -d ", script)[0].split()
    program = [sys.executable, "-P", "-m", "sphinx", *options, "-d", f"{out}.cache", docs, out]
    return subprocess.run(list(map(str, program)), capture_output=True, text=True)
