"""Snapshots lose every account and nothing else."""

import mini
from communique.label_studio.pseudonyms import people, pseudonymise


def test_accounts_become_pseudonyms_and_strangers_stay_strangers():
    me = {"id": 4, "email": "someone@example.org", "first_name": "S"}
    snapshot = [
        {
            "id": 1,
            "updated_by": [{"user_id": 4}],
            "drafts": [{"user": "someone@example.org", "result": [1]}],
            "comment_authors": [4],
            "annotations": [
                {"id": 1, "completed_by": me, "updated_by": 5, "result": [], "prediction": {}}
            ],
        }
    ]
    kept = pseudonymise(snapshot[0], people(snapshot, {"someone@example.org": "ann-1"}))
    assert kept["drafts"] == []
    assert "@" not in mini.dump(kept)
    assert kept["updated_by"] == "ann-1"
    assert kept["annotations"][0]["completed_by"] == "ann-1"
    assert kept["annotations"][0]["updated_by"] == "other-5"
