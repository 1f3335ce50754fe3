"""The review of a change of the corpus: exact pages, and what they must not quote."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import broken
import mini
import panel
from communique.problems import Problem
from communique.workflow.review import Review, difference_of, review_corpus
from communique.workflow.review_format import ReviewPage
from communique.workflow.review_words import who
from communique.workflow.withdraw import withdraw
from communique.workspace import Corpus

Tasks = dict[str, list[dict[str, Any]]]
PAGE = """\
## Review of mini

**0 errors, 0 warnings.** 5 annotations changed (1 moved, 1 relabelled, 1 added, 1 attribute, 1 removed).

### Changed annotations

| layer | document | who | words | change |
| --- | --- | --- | --- | --- |
| names | one (A short headline) | ann-1 | “Ann Lee” → “Lee” | person; moved |
| names | one (A short headline) | ann-1 | “Paris” | place → person |
| names | one (A short headline) | ann-1 | “Monday” | added: place |
| names | one (A short headline) | ann-1 | “Ann Lee” | person; holders: rome, ann → rome |
| names | one (A short headline) | ann-1 | “Rome” | removed: place |

### Finished or undone

| layer | document | who | change |
| --- | --- | --- | --- |
| names | one (A short headline) | ann-2 | not annotated → 4 annotations |

### Agreement before adjudication

| layer | question | alpha before | alpha now | compared |
| --- | --- | --- | --- | --- |
| names | spans |  | 0.502 | 1 pair of annotators |
| names | label |  | 0.000 | 3 units |
| names | entity\\_id |  | too few units | 1 unit |
| names | holders |  | too few units | 1 unit |

"""  # noqa: E501 - as it is printed


def reviewed(root: Path, before: Tasks, after: Tasks) -> Review:
    base = mini.write_corpus(root / "base", before)
    return review_corpus(mini.write_corpus(root / "now", after), base)


def page(review: Review, rows: int = 50) -> str:
    return ReviewPage(review, rows=rows, findings=10).markdown()


def section(text: str, heading: str) -> str:
    return text.partition(f"### {heading}\n\n")[2].partition("\n\n###")[0].rstrip()


def changed() -> dict[str, Any]:
    """The sound task with one label, border and attribute changed, a span more, one less."""
    task = mini.names_task()
    mini.rows_of(task, "r2")[0]["value"]["labels"] = ["person"]
    for row in mini.rows_of(task, "r1"):
        start = row["value"]["start"] + len("Ann ")
        row["value"] |= {"start": start, "text": "Lee"}
    holders = next(r for r in mini.rows_of(task, "r3") if r["from_name"] == "holder")
    holders["value"]["choices"] = ["rome"]
    result = mini.annotation(task)["result"]
    result[:] = [r for r in result if r["id"] != "r4"]
    result.append(mini.row("entity", "labels", "Monday", ["place"], "r5"))
    return task


def test_the_page_says_in_words_what_changed(tmp_path: Path):
    other = broken.by("ann-2", mini.names_task())
    review = reviewed(
        tmp_path,
        {"names/ann-1": [mini.names_task()]},
        {"names/ann-1": [changed()], "names/ann-2": [other]},
    )
    head, _, audit = page(review).partition("### Look at these first\n\n")
    assert head == PAGE
    assert audit.splitlines()[2] == "| score | layer | document | now | suggestion | why |"
    assert (
        "| names | one (A short headline) | label: person | label: place | 'Paris': ann-2: place |"
        in audit
    )
    assert not re.search(
        r"\br[1-5]\b|\ba[0-9a-f]{20}\b", head + audit
    )  # ids of regions and records


def test_json_has_ids_places_and_values(tmp_path: Path):
    task = mini.names_task()
    mini.rows_of(task, "r2")[0]["value"]["labels"] = ["person"]
    review = reviewed(tmp_path, {"names/ann-1": [mini.names_task()]}, {"names/ann-1": [task]})
    data = review.to_json()
    place = [mini.RAW.index("Paris"), mini.RAW.index("Paris") + len("Paris")]
    (change,) = data["annotations"]
    uid = change["before"]["uid"]
    entry = {"uid": uid, "place": place, "attributes": {}, "by": None}
    assert change == {
        "layer": "names",
        "document": "one",
        "annotator": "ann-1",
        "pass": 1,
        "kinds": ["relabelled"],
        "before": {**entry, "label": "place"},
        "after": {**entry, "label": "person"},
    }
    assert (data["problems"], data["passes"], data["unread_in_base"]) == ([], [], [])
    assert [finding["layer"] for finding in data["audit"]] == ["names"] * len(data["audit"])


def test_a_region_that_was_drawn_again_at_its_place_is_no_change(tmp_path: Path):
    task = mini.names_task()
    for row in mini.rows_of(task, "r2"):
        row["id"] = "again"
    review = reviewed(tmp_path, {"names/ann-1": [mini.names_task()]}, {"names/ann-1": [task]})
    assert section(page(review), "Changed annotations") == "No annotation differs."


def test_a_paragraph_is_quoted_by_five_words_and_a_value_by_its_question(tmp_path: Path):
    task = mini.frames_task()
    for row in mini.annotation(task)["result"]:
        if row["from_name"] == "tone":
            row["value"]["choices"] = ["cold"]
        if row["from_name"] == "primary":
            row["value"]["choices"] = ["money"]
    text = page(
        reviewed(tmp_path, {"frames/ann-1": [mini.frames_task()]}, {"frames/ann-1": [task]})
    )
    assert section(text, "Changed annotations").splitlines()[2:] == [
        "| frames | one (A short headline) | ann-1 | tone | warm → cold |",
        "| frames | one (A short headline) | ann-1 | “Ann Lee met the team…” | people → money |",
    ]
    words = re.findall(r"\w+", mini.TEXT.partition("\n")[2])
    assert not [w for n in range(len(words) - 5) if (w := " ".join(words[n : n + 6])) in text]


def test_decisions_that_changed_name_who_decided(tmp_path: Path):
    base = panel.corpus(tmp_path / "base")
    shutil.copytree(base, tmp_path / "now")
    path = tmp_path / "now/annotations/adjudicated/names.json"
    stored = json.loads(path.read_text())
    kept = [d for d in stored["decisions"] if d["outcome"] == "kept"]
    first, second = kept[0], kept[-1]  # of two documents
    first["label"] = "place" if first["label"] == "person" else "person"
    first["by"], second["outcome"] = "judge", "rejected"
    path.write_text(json.dumps(stored))
    difference = difference_of(Corpus.open(base), Corpus.open(tmp_path / "now"))
    assert [(who(c.key, c), c.kinds) for c in difference.annotations] == [
        ("decision of judge", ("relabelled",)),
        ("decision of judge" if second["by"] else "decision", ("removed",)),
    ]
    assert difference.passes == ()


def test_another_name_of_a_label_or_value_is_no_change(tmp_path: Path):
    base = mini.write_corpus(tmp_path / "base", {"names/ann-1": [mini.names_task()]})
    now = mini.write_corpus(tmp_path / "now", {"names/ann-1": [mini.names_task()]})
    schema = mini.SCHEMA.replace("[person, place]", "[person, {id: town, formerly: place}]")
    schema = schema.replace("[literal, metonymic]", "[literal, {id: other, formerly: metonymic}]")
    schema = schema.replace("labels: [place]", "labels: [town]").replace(
        "type: place", "type: town"
    )
    (now / "schema/corpus.yaml").write_text(schema)
    difference = difference_of(Corpus.open(base), Corpus.open(now))
    assert (difference.annotations, difference.passes) == ((), ())
    back = difference_of(Corpus.open(now), Corpus.open(base))  # the present schema rules
    assert [c.kinds for c in back.annotations] == [("relabelled",), ("relabelled", "attribute")]


def test_a_withdrawn_document_is_called_so(tmp_path: Path):
    base = mini.write_corpus(tmp_path / "base", {"names/ann-1": [mini.names_task()]})
    now = mini.write_corpus(tmp_path / "now", {"names/ann-1": [mini.names_task()]})
    withdraw(Corpus.open(now), "one")
    text = section(page(review_corpus(now, base)), "Finished or undone")
    assert text.splitlines()[2:] == ["| names | one | ann-1 | 4 annotations → withdrawn |"]


def test_without_a_base_nothing_is_compared(tmp_path: Path):
    root = mini.write_corpus(tmp_path / "now", {"names/ann-1": [mini.names_task()]})
    text = page(review_corpus(root, None))
    assert re.findall("### (.*)", text) == ["Agreement before adjudication", "Look at these first"]
    assert text.startswith("## Review of mini\n\n**0 errors, 0 warnings.**\n\n###")


def test_no_figure_is_printed_of_a_corpus_that_cannot_be_read(tmp_path: Path):
    task = mini.names_task()
    mini.rows_of(task, "r2")[0]["value"]["labels"] = ["animal"]
    text = page(reviewed(tmp_path, {"names/ann-1": [mini.names_task()]}, {"names/ann-1": [task]}))
    for heading in ("Changed annotations", "Agreement before adjudication", "Look at these first"):
        assert section(text, heading) == (
            "Not shown: the corpus cannot be read completely. See the problems."
        )
    assert section(text, "Problems").splitlines()[2:] == [
        "| error | unknown-label | annotations/names/ann-1.json · one (A short headline)"
        " | “Paris” | label 'animal' is not in the schema |",
        "",
        "- To fix unknown-label: Choose another label, or add this one to the schema.",
    ]


def test_a_base_that_cannot_be_read_is_named_and_compared_with_nothing(tmp_path: Path):
    root = mini.write_corpus(tmp_path / "now", {"names/ann-1": [mini.names_task()]})
    base = mini.write_corpus(tmp_path / "base", {"names/ann-1": [mini.names_task()]})
    (base / "annotations/names/ann-1.json").write_text("<<<<<<< ours")
    review = review_corpus(root, base)
    lines = section(page(review), "Changed annotations").splitlines()
    assert lines[0] == "The base cannot be read completely, so nothing is compared with it:"
    assert lines[2].startswith("- unreadable-file: annotations/names/ann-1.json · ann-1: ")
    assert (review.difference, review.has_errors) == (None, False)
    assert review.findings is not None


def test_a_long_table_says_how_many_rows_it_leaves_out(tmp_path: Path):
    review = reviewed(tmp_path, {"names/ann-1": [mini.names_task()]}, {"names/ann-1": [changed()]})
    text = section(page(review, rows=2), "Changed annotations")
    assert len(text.splitlines()) == 6
    assert text.endswith("\n\n3 more rows are not shown.")


def test_only_the_rows_that_are_shown_ask_for_words(tmp_path: Path):
    task = mini.names_task()
    for region in ("r1", "r2", "r4"):
        mini.rows_of(task, region)[0]["value"]["labels"] = ["animal"]
    review = review_corpus(mini.write_corpus(tmp_path, {"names/ann-1": [task]}), None)
    asked: list[Problem] = []
    review = replace(review, words_of=lambda problem: asked.append(problem) or "words")
    text = section(page(review, rows=2), "Problems")
    assert [*asked] == [*review.problems[:2]]
    assert f"{len(review.problems) - 2} more rows are not shown." in text


def test_marks_of_markdown_in_a_corpus_mean_nothing(tmp_path: Path):
    schema = mini.SCHEMA.replace("name: mini", "name: mini\ntitle: '[x](y) <b> | `c`'")
    root = mini.write_corpus(tmp_path / "now")
    (root / "schema/corpus.yaml").write_text(schema)
    text = page(review_corpus(root, None))
    assert text.startswith("## Review of \\[x\\](y) \\<b\\> \\| \\`c\\`\n")
