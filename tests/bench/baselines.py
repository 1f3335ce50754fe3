"""Score simple systems and the annotators on the dataset, and write `evaluation/baselines.json`.

`scripts/bench baselines [DATASET]`. Without DATASET, the dataset is built for it. The same data
under the same lock give the same file.
"""

import sys
import tempfile
import time
from pathlib import Path

from communique.scoring.baselines import FILE, baselines
from communique.scoring.dataset import GoldDataset
from communique.util.atomic_write import write_json
from communique.workflow.build import build_dataset
from communique.workspace import Corpus


def main() -> None:
    corpus = Corpus.open(None)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary) / "dataset"
        if len(sys.argv) < 2:
            folder.mkdir()
            build_dataset(corpus, folder)
        begin = time.process_time()
        found = baselines(GoldDataset(folder), tell=lambda name: print(name, file=sys.stderr))
        seconds = time.process_time() - begin
    write_json(corpus.folder.root / FILE, found)
    for layer in found["layers"]:
        print(f"\n{layer['layer']}")
        for system in layer["systems"]:
            figures = "  ".join(f"{name} {f1:.3f}" for name, f1 in system["f1"].items())
            print(f"  {system['system']} ({system['kind']}): {figures}")
    print(f"\n{seconds:.0f} CPU seconds; {FILE} is written")


if __name__ == "__main__":
    main()
