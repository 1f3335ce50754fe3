"""Exports lose every account and nothing that is needed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mini
from communique.label_studio.people import people
from communique.label_studio.pseudonyms import pseudonymise

ME = {"id": 4, "email": "someone@example.org", "first_name": "Some", "last_name": "One"}
RITA = {"id": 9, "email": "rita@uni.example", "first_name": "Rita", "last_name": "Rev"}
SECRETS = ("someone@example.org", "rita@uni.example", "Rita", "Some One", "lone@uni.example")


def stored(task: dict[str, Any], **accounts: str) -> dict[str, Any]:
    """The task as it is stored; the author of `names_task` has user id 4."""
    return pseudonymise(task, people([task], accounts or {"4": "ann-1"}))


def by_me() -> dict[str, Any]:
    task = mini.names_task()
    mini.annotation(task).update(completed_by=ME, updated_by=4)
    return task


def test_accounts_become_pseudonyms_and_strangers_stay_strangers():
    snapshot = {
        "id": 1,
        "updated_by": [{"user_id": 4}],
        "drafts": [{"user": "someone@example.org", "result": [1]}],
        "comment_authors": [4],
        "annotations": [
            {"id": 1, "completed_by": ME, "updated_by": 5, "result": [], "prediction": {}}
        ],
    }
    kept = stored(snapshot, **{"someone@example.org": "ann-1"})
    assert kept["drafts"] == []
    assert "@" not in mini.dump(kept)
    assert kept["updated_by"] == "ann-1"
    assert kept["annotations"][0]["completed_by"] == "ann-1"
    assert kept["annotations"][0]["updated_by"] == "other-5"


ABOUT_PEOPLE: dict[str, Any] = {
    "reviews": [{"id": 1, "accepted": True, "created_by": RITA, "comment": "Rita Rev: no"}],
    "comments": [{"text": "ask rita@uni.example", "author": 9}],
    "history": [{"action": "submitted", "user": RITA, "deep": {"deeper": [RITA]}}],
    "reviewers": [RITA, 9, "rita@uni.example"],
    "updated_by": RITA,
    "assigned_to": "Rita Rev",
    "created_username": "Rita Rev, 9",
    "reviewer": "Rita",
    "lastEditor": {"who": "rita@uni.example"},
    "draft": {"user": "rita@uni.example"},
    "a field of the next server": {"x": [["Rita", {"mail": "rita@uni.example"}]]},
}


@pytest.mark.parametrize("field", ABOUT_PEOPLE)
@pytest.mark.parametrize("where", ["task", "annotation", "prediction", "row", "meta", "row meta"])
def test_no_person_is_left_anywhere_in_an_export(field: str, where: str):
    task = by_me()
    task["predictions"] = [{"id": 1, "model_version": "v1", "result": []}]
    row = mini.annotation(task)["result"][0]
    row["meta"], task["meta"] = {"text": ["a note"]}, {"batch": 3}
    place = {
        "task": task,
        "annotation": mini.annotation(task),
        "prediction": task["predictions"][0],
        "row": row,
        "meta": task["meta"],
        "row meta": row["meta"],
    }[where]
    # words of free notes that are no known name are the annotators' own
    value = ABOUT_PEOPLE[field]
    place[field] = value if "meta" not in where or isinstance(value, list | dict) else RITA
    kept = mini.dump(stored(task))
    assert "rita@" not in kept
    if "meta" not in where or field != "a field of the next server":
        assert "Rita" not in kept
    assert [r["value"] for r in mini.annotation(stored(task))["result"]] == [
        r["value"] for r in mini.annotation(by_me())["result"]
    ]


def test_what_the_reader_needs_is_kept():
    task = by_me()
    task["predictions"] = [{"id": 1, "model_version": "v1", "result": [], "score": 0.5}]
    link = {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right"}
    mini.annotation(task)["result"].append({**link, "labels": ["x"]})
    times = {"created_at": "2026-01-02T03:04:05.678901Z", "updated_at": "2026-01-02T03:04:05Z"}
    unique = {"unique_id": "0b6f0ab5-7f4e-4a45-9d1c-3f6d6a1c9a11", "import_id": 3}
    mini.annotation(task).update(**times, **unique, parent_prediction=1)
    kept = stored(task)
    assert {k: kept[k] for k in ("id", "data", "predictions")} == {
        k: task[k] for k in ("id", "data", "predictions")
    }
    before, after = mini.annotation(task), mini.annotation(kept)
    assert {k: v for k, v in after.items() if k not in ("completed_by", "last_created_by")} == {
        **{k: v for k, v in before.items() if k != "completed_by"},
        "updated_by": "ann-1",
    }


def test_the_annotated_text_and_the_words_of_regions_stay_as_they_are():
    """The text may hold the address of an annotator; offsets and words must still agree."""
    text = "Write to someone@example.org or Some One."
    task = by_me()
    task["data"] = {"doc_id": "one", "text": text, "by": "someone@example.org"}
    value = {"start": 9, "end": 28, "text": "someone@example.org", "labels": ["person"]}
    mini.annotation(task)["result"] = [
        {"id": "a", "from_name": "entity", "type": "labels", "value": value},
        {
            "id": "a",
            "from_name": "note",
            "type": "textarea",
            "value": {"start": 9, "end": 28, "text": ["Some One <SOMEONE@example.org> wrote it"]},
        },
    ]
    kept = stored(task)
    assert kept["data"] == {"doc_id": "one", "text": text, "by": "ann-1"}
    rows = mini.annotation(kept)["result"]
    assert rows[0]["value"] == value
    assert rows[1]["value"]["text"] == ["ann-1 <ann-1> wrote it"]


@pytest.mark.parametrize("person", ["lone@uni.example", {"email": "lone@uni.example"}])
def test_an_address_that_only_stands_beside_work_is_replaced_in_data_and_notes(person: Any):
    task = by_me()
    task["data"] |= {"by": "lone@uni.example"}
    task["meta"] = {"note": "by Lone@Uni.example", "lone@uni.example": 1}
    task["lone@uni.example"] = 1
    mini.annotation(task).update(completed_by=person)
    note = {"id": "n", "type": "textarea", "value": {"text": ["lone@uni.example"]}}
    mini.annotation(task)["result"].append(note)
    kept = stored(task, **{"lone@uni.example": "ann-1"})
    assert "lone" not in mini.dump(kept).lower()
    assert kept["data"]["by"] == "ann-1"
    assert mini.annotation(kept)["result"][-1]["value"]["text"] == ["ann-1"]


def test_data_that_look_like_a_person_are_data():
    task = by_me()
    task["data"] |= {
        "username": "poet",
        "first_name": "Ada",
        "last_name": "L",
        "email": "p@q.de",
    }
    assert stored(task)["data"] == task["data"]


@pytest.mark.parametrize(
    ("person", "account"),
    [
        (4, "4"),
        ("4", "4"),
        ("someone@example.org", "someone@example.org"),
        ("Someone@Example.org", "someone@example.org"),
        ({"id": 4}, "4"),
        ({"email": "someone@example.org"}, "SOMEONE@example.org"),
        ({"id": None, "email": "someone@example.org"}, "someone@example.org"),
        (ME, "4"),
        (ME, "someone@example.org"),
    ],
)
def test_an_author_is_known_in_every_form(person: Any, account: str):
    task = by_me()
    mini.annotation(task)["completed_by"] = person
    assert mini.annotation(stored(task, **{account: "ann-1"}))["completed_by"] == "ann-1"


def test_an_id_and_an_address_of_one_person_are_one_person():
    task = by_me()
    mini.annotation(task)["completed_by"] = "someone@example.org"
    mini.annotation(task)["updated_by"] = 4
    mini.annotation(task)["last_created_by"] = ME
    for account in ("4", "someone@example.org"):
        kept = mini.annotation(stored(task, **{account: "ann-1"}))
        assert {kept[k] for k in ("completed_by", "updated_by", "last_created_by")} == {"ann-1"}


def test_strangers_without_an_id_stay_distinct_and_unnamed():
    task = by_me()
    mini.annotation(task).update(updated_by="lone@uni.example", last_created_by="Rita")
    kept = mini.annotation(stored(task))
    assert kept["updated_by"] != kept["last_created_by"]
    assert not any(secret in mini.dump(kept) for secret in SECRETS)
    again = mini.annotation(stored({**task, "annotations": [kept]}, **{"ann-1": "ann-1"}))
    assert again == kept  # a stored export is not changed again


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("aé@. ") | st.sampled_from(SECRETS[:2]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "user", "email", "id", "text", "result"]), inner)
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["task", "annotation", "row", "value", "result", "predictions"]))
def test_no_address_is_left_whatever_the_fields_hold(value: Any, where: str):
    task = by_me()
    annotation = mini.annotation(task)
    holder, key = {
        "task": (task, "x"),
        "annotation": (annotation, "x"),
        "row": (annotation["result"][0], "x"),
        "value": (annotation["result"][0]["value"], "x"),
        "result": (annotation["result"][0], "meta"),
        "predictions": (task, "predictions"),
    }[where]
    holder[key] = value
    kept = mini.dump(stored(task))
    assert not any(secret in kept for secret in SECRETS[:2])
