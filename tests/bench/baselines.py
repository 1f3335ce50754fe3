"""Score simple systems and the annotators, and write `evaluation/baselines.json`.

`scripts/bench baselines`. The dataset of the corpus is built for it. The same data under the same
lock give the same file.
"""

import sys
import tempfile
import time
from pathlib import Path

from communique.dataset.baseline_table import BASELINES, inputs_sha256
from communique.scoring.baselines import baselines
from communique.scoring.dataset import GoldDataset
from communique.util.atomic_write import write_json
from communique.workflow.build import build_dataset
from communique.workspace import Corpus


def main() -> None:
    corpus = Corpus.open(None)
    with tempfile.TemporaryDirectory() as folder:
        build_dataset(corpus, Path(folder))
        begin = time.process_time()
        found = baselines(GoldDataset(Path(folder)), tell=lambda name: print(name, file=sys.stderr))
        seconds = time.process_time() - begin
    inputs = inputs_sha256(corpus.folder, corpus.documents)
    write_json(corpus.folder.root / BASELINES, {"inputs_sha256": inputs, **found})
    for layer in found["layers"]:
        print(f"\n{layer['layer']}")
        for system in layer["systems"]:
            figures = "  ".join(f"{name} {f1:.3f}" for name, f1 in system["f1"].items())
            print(f"  {system['system']} ({system['kind']}): {figures}")
    print(f"\n{seconds:.0f} CPU seconds; {BASELINES} is written")


if __name__ == "__main__":
    main()
