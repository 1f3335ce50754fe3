"""Whose work files of another tool are: the names in them, accounts, and `--annotator`."""

import pytest

from communique.formats.foreign import ForeignDocument
from communique.workflow.foreign_authors import authors_of
from communique.workflow.foreign_reading import ForeignImportError

ACCOUNTS = {"bo": "ann-1", "ann-2": "ann-2"}


def authors(*names: str | None, annotator: str | None = None) -> dict[str | None, str]:
    documents = [ForeignDocument(None, "x", author=name) for name in names]
    return authors_of(documents, annotator, ACCOUNTS)


def test_names_have_accounts_and_the_rest_is_the_annotators():
    assert authors("bo", "ann-2", None, annotator="ann-3") == {
        "bo": "ann-1",
        "ann-2": "ann-2",
        None: "ann-3",
    }


def test_the_only_name_without_an_account_is_the_annotator():
    assert authors("al", annotator="ann-3") == {"al": "ann-3"}
    assert authors("bo") == {"bo": "ann-1"}


@pytest.mark.parametrize(
    ("names", "annotator", "message"),
    [
        (["al", "bo"], "ann-1", "the files have the work of several annotators: al, bo"),
        (["al"], None, "the files have the work of al"),
        ([None], None, "the files do not say who made the annotations"),
        (["bo"], "ann-2", "the files have the work of ann-1, and --annotator names ann-2"),
    ],
)
def test_what_is_not_clear_is_refused(names: list[str | None], annotator: str | None, message: str):
    with pytest.raises(ForeignImportError) as caught:
        authors(*names, annotator=annotator)
    assert str(caught.value) == message
