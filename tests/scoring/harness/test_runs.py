"""Both evaluation programs run on the dataset of this corpus without a network.

They are in an environment of their own: `scripts/setup --harness`.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import hub
import panel
from absent import absent
from communique.dataset.parquet import read_rows
from communique.scoring import score
from communique.scoring.dataset import GoldDataset
from communique.scoring.harness import label_questions, right_answer, span_questions
from communique.scoring.sample import sample
from paths import ROOT

TEST = "test-00000-of-00001.parquet"
TASKS = ROOT / "evaluation/lm_eval"
PROGRAMS = ROOT / ".venv-harness/bin"
# A model that answers from a file; what it is asked is in the same file.
LM_EVAL = """
import json, sys
from lm_eval import simple_evaluate
from lm_eval.api.model import LM
from lm_eval.tasks import TaskManager

folder, dataset, answers, *tasks = sys.argv[1:]
stored = json.loads(open(answers, encoding="utf-8").read())

class Stored(LM):
    def generate_until(self, requests, disable_tqdm=False):
        return [stored[request.args[0]] for request in requests]
    def loglikelihood(self, requests, disable_tqdm=False): raise NotImplementedError
    def loglikelihood_rolling(self, requests, disable_tqdm=False): raise NotImplementedError

manager = TaskManager(include_path=folder, metadata={"dataset": dataset})
found = simple_evaluate(model=Stored(), tasks=tasks, task_manager=manager)
print(json.dumps({name: {k.split(",")[0]: v for k, v in figures.items() if "stderr" not in k}
                  for name, figures in found["results"].items()}))
"""

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = subprocess.run([ROOT / "scripts/setup", "--harness"], capture_output=True, text=True)
    if done.returncode:
        absent("long", f"the environment could not be made: {done.stderr[-300:]}")
    return panel.built(ROOT, tmp_path_factory.mktemp("harness") / "dataset")


def run(folder: Path, program: str, *args: object, **more: str) -> str:
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "hf"), "HOME": str(folder)}
    blocked = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(
        [PROGRAMS / program, *args],
        cwd=folder,
        env={**os.environ, **offline, **blocked, **more},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]
    return done.stdout


def figures_of(output: str) -> dict[str, float]:
    """The lines `NAME  VALUE` that Inspect prints."""
    found = re.findall(r"^(\w+) +(nan|[\d.]+) *$", output, re.M)
    return {name: float(value) for name, value in found}


def inspect(folder: Path, task: str, dataset: Path, layer: str, *args: object) -> dict[str, float]:
    given = ("-T", f"layer={layer}", "-T", f"dataset={dataset}", "--display", "plain")
    model = ("--model", "communique/replay", "--log-dir", folder / "logs")
    return figures_of(run(folder, "inspect", "eval", f"communique/{task}", *given, *model, *args))


def of_one_label(dataset: Path, label: str) -> dict[str, Any]:
    lines = [json.loads(x) for x in sample(GoldDataset(dataset), "stance", "test", given=True)][1:]
    given = [{"uid": line["uid"], "label": label} for line in lines]
    return score(lines, given, labels=["favor", "against", "neutral"])


def test_lm_eval_runs_with_its_dummy_model(dataset: Path, tmp_path: Path):
    names = sorted(path.stem for path in TASKS.glob("*.yaml"))
    where = json.dumps({"dataset": str(dataset)})
    args = ("--model", "dummy", "--tasks", ",".join(names), "--include_path", TASKS)
    out = run(tmp_path, "lm_eval", "run", *args, "--metadata", where)
    for name in names:
        assert re.search(rf"^\|{name} *\|", out, re.M), out
    assert "nan" not in out.lower()


def test_lm_eval_gives_the_figures_of_the_scorer(dataset: Path, tmp_path: Path):
    opened = GoldDataset(dataset)
    questions = list(label_questions(opened, "stance", "test"))
    frames = list(label_questions(opened, "framing", "test"))
    spans = [q for x in ("entities", "stance") for q in span_questions(opened, x, "test")]
    answers = {q.prompt: "favor" for q in questions}
    answers |= {q.prompt: right_answer(q) for q in (*frames, *spans)}
    stored = tmp_path / "answers.json"
    stored.write_text(json.dumps(answers), "utf-8")
    names = [f"communique_{x}" for x in ("stance", "primary_frame", "entities", "stance_spans")]
    out = run(tmp_path, "python", "-c", LM_EVAL, TASKS, dataset, stored, *names)
    found = json.loads(out.splitlines()[-1])
    wanted = of_one_label(dataset, "favor")
    assert found["communique_stance"]["micro_f1"] == wanted["scores"]["micro"]["f1"]
    assert found["communique_stance"]["macro_f1"] == wanted["scores"]["macro"]["f1"]
    f1 = wanted["by_label"]["favor"]["f1"]
    assert found["communique_stance"]["favor_against_f1"] == f1 / 2
    for name, metrics in (
        ("primary_frame", ("micro_f1", "macro_f1", "answered")),
        ("entities", ("exact_f1", "overlap_f1", "answered")),
        ("stance_spans", ("exact_f1", "overlap_f1", "tuple_f1", "answered")),
    ):
        assert {m: found[f"communique_{name}"][m] for m in metrics} == dict.fromkeys(metrics, 1.0)


def test_inspect_gives_the_figures_of_the_scorer(dataset: Path, tmp_path: Path):
    favor = ("-T", "macro_of=favor,against", "-M", "answer=favor")
    found = inspect(tmp_path, "labels", dataset, "stance", *favor)
    wanted = of_one_label(dataset, "favor")
    assert found["accuracy"] == round(wanted["scores"]["micro"]["recall"], 3)
    assert found["micro_f1"] == round(wanted["scores"]["micro"]["f1"], 3)
    assert found["macro_f1"] == round(wanted["scores"]["macro"]["f1"], 3)
    assert found["macro_f1_of"] == round(wanted["by_label"]["favor"]["f1"] / 2, 3)
    assert found["answered"] == 1.0


def test_inspect_reads_stored_answers(dataset: Path, tmp_path: Path):
    asked = span_questions(GoldDataset(dataset), "stance", "test")
    lines = [json.dumps({"prompt": q.prompt, "answer": right_answer(q)}) for q in asked]
    (tmp_path / "answers.jsonl").write_text("\n".join(lines), "utf-8")
    found = inspect(tmp_path, "spans", dataset, "stance", "-M", "answers=answers.jsonl")
    names = ("exact_f1", "boundary_f1", "overlap_f1", "tuple_f1", "answered")
    assert found == dict.fromkeys(names, 1.0)


def test_inspect_reads_a_dataset_that_was_built_again(dataset: Path, tmp_path: Path):
    """No cache keeps the rows of the dataset that was in the same folder before."""
    built = [
        panel.built(panel.corpus(tmp_path / f"corpus{n}", seed=n), tmp_path / f"{n}")
        for n in (0, 1)
    ]
    shares = [shares_of(folder) for folder in built]
    label = next(x for x in shares[0] if shares[0][x] != shares[1][x])
    folder = tmp_path / "dataset"
    for made, share in zip(built, shares, strict=True):
        if folder.exists():
            folder.rename(tmp_path / "former")
        made.rename(folder)
        more = ("-T", "split=all", "-M", f"answer={label}")
        found = inspect(tmp_path, "labels", folder, "frames", *more)
        assert found["accuracy"] == round(share[label], 3)


@pytest.fixture(scope="module")
def published(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """How to reach the dataset on a hub of this machine."""
    folder = tmp_path_factory.mktemp("hub")
    server, _ = hub.serve(folder)
    store = hub.Store(folder)
    store.create("somebody/data", private=False)
    files = {
        p.relative_to(dataset).as_posix(): p.read_bytes() for p in dataset.rglob("*") if p.is_file()
    }
    store.commit("somebody/data", store.sha("somebody/data", "main"), files, [], "data")
    address = f"http://127.0.0.1:{server.server_port}"
    yield {"HF_ENDPOINT": address, "HF_HUB_OFFLINE": "0", "NO_PROXY": "127.0.0.1"}
    server.shutdown()


@pytest.mark.parametrize("task", ["stance", "stance_detection", "framing"])
def test_inspect_runs_each_task_of_the_benchmark_file(
    dataset: Path, published: dict[str, str], tmp_path: Path, task: str
):
    """One label as the answer to all questions is right as often as the gold has this label."""
    targets = [row["target"] for row in read_rows(dataset / f"data/{task}_eval/{TEST}")]
    label = max(sorted(set(targets)), key=targets.count)
    given = (
        "--model",
        "communique/replay",
        "-M",
        f"answer= {label.upper()}.",
        "--display",
        "plain",
    )
    args = (f"hf/somebody/data/{task}", *given, "--log-dir", tmp_path / "logs")
    found = figures_of(run(tmp_path, "inspect", "eval", *args, **published))
    assert found["accuracy"] == round(targets.count(label) / len(targets), 3)
    assert 0 < found["accuracy"] < 1


def shares_of(folder: Path) -> dict[str, float]:
    given = [right_answer(q) for q in label_questions(GoldDataset(folder), "frames")]
    return {x: given.count(x) / len(given) for x in ("money", "people", "none")}
