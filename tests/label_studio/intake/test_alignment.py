"""Texts of other tools are placed by their visible characters, exactly or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mini
from communique.label_studio.intake.alignment import TextAligner
from communique.label_studio.intake.known_texts import KnownTexts
from communique.label_studio.intake.placement import NoPlaceError
from communique.workflow.clean import make_document

DOCUMENT = make_document(mini.SOURCE, mini.RAW.encode(), "extracted")
ALIGNER = TextAligner(KnownTexts({"one": DOCUMENT}, lambda: {"one": mini.RAW}))
BLANKS = st.text(st.sampled_from(" \n\r\t\u3000\ufeff"), max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([mini.TEXT, mini.RAW]))
def test_other_white_space_moves_no_span(data: st.DataObject, text: str):
    """A span of visible characters has the same characters in the cleaned text."""
    gaps = [data.draw(BLANKS) if c.isspace() else "" for c in text]
    theirs = "".join(g if c.isspace() else c for g, c in zip(gaps, text, strict=True))
    visible = [n for n, c in enumerate(theirs) if c not in " \n\r\t\u3000\ufeff"]
    alignment = ALIGNER.align(theirs, None)
    first = data.draw(st.integers(0, len(visible) - 1))
    last = data.draw(st.integers(first, len(visible) - 1))
    start, end = visible[first], visible[last] + 1
    moved = alignment.move(start, end)
    if isinstance(moved, str):
        assert text == mini.RAW  # some of it was removed: the last line
        assert last >= len("".join(mini.TEXT.split()))
    else:
        words = "".join(DOCUMENT.text[slice(*moved)].split())
        assert words == "".join(theirs[n] for n in visible[first : last + 1])


def test_several_texts_in_one_are_divided():
    second = make_document(
        mini.SOURCE, b"Other words\n\nThey are here and they stay.\n", "extracted"
    )
    both = TextAligner(KnownTexts({"one": DOCUMENT, "two": second}))
    joined = f"{second.text}\n{mini.TEXT}"
    ranges = both.consecutive(joined)
    assert [joined[a:b] for a, b in ranges] == [second.text, mini.TEXT]
    assert both.consecutive(joined + " more") == []
    with pytest.raises(NoPlaceError, match="document one comes twice"):
        both.consecutive(f"{mini.TEXT}\n{mini.TEXT}")


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (" \n", None, "its text is empty"),
        ("Something else", None, 'its text is that of no document: "Something else"'),
        ("Ann Lee", None, 'its text occurs more than once: "Ann Lee"'),
        (
            "A short headline\nAnn Lee met nobody",
            "one",
            "document one: its text is another one; first difference at character 29: "
            '"nobody" in the file, "the team in Paris on Mon…" in the cleaned text',
        ),
    ],
)
def test_a_text_without_a_place_is_refused(text: str, name: str | None, message: str):
    with pytest.raises(NoPlaceError) as caught:
        ALIGNER.align(text, name)
    assert str(caught.value) == message


def test_a_number_names_a_document_only_if_its_text_fits():
    numbered = TextAligner(KnownTexts({"001": DOCUMENT}))
    assert numbered.align(mini.TEXT, "7").document is DOCUMENT
    with pytest.raises(NoPlaceError, match="document 001"):
        numbered.align("Something else", "1")
