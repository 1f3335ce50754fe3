"""What a row says of how its label was decided."""

from communique.versions.entry import support_of


def row(begin: int) -> dict:
    """The same item in a text that begins elsewhere."""
    span = f"{begin}:{begin + 5}"
    votes = [
        ("span", span, 2),
        ("span", "absent", 1),
        ("label", "place", 2),
        ("label", "absent", 1),
    ]
    named = [{"question": q, "value": v, "count": n} for q, v, n in votes]
    return {"start": begin, "decision": "majority", "n_annotators": 3, "votes": named}


def test_text_that_moves_changes_no_votes():
    assert support_of(row(10)) == support_of(row(300))
    longer = row(10)
    longer["votes"][0]["value"] = "9:15"
    assert support_of(longer) != support_of(row(10))


def test_votes_on_the_label_are_those_of_releases_without_questions():
    old = {"decision": "majority", "n_annotators": 3, "votes": [{"label": "place", "count": 2}]}
    new = support_of(row(10))
    assert {"label": "place", "count": 2} in new["votes"]
    assert "all_votes" not in support_of(old)
    assert support_of(old)["votes"] == [{"label": "place", "count": 2}]
