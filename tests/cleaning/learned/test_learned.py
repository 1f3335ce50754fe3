"""The line model: what it counts, that lines of other pages have no say, how it is kept."""

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.cleaning.learned import KINDS, line_scores, load_model, model_sha256
from communique.cleaning.learned.categories import CATEGORIES, category_odds
from communique.cleaning.learned.characters import CharacterClass, class_of
from communique.cleaning.learned.columns import features
from communique.cleaning.learned.measure import measure
from communique.cleaning.learned.model import WEIGHTS
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.trees import DEPTH, Forest, in_steps, predict
from communique.cleaning.learned.vectors import SIZE, WordVectors, line_vectors, subject
from communique.cleaning.learned.words import WordTable, find, tokens
from communique.cleaning.lines import Line, LineGroup

CHARACTERS = st.characters(
    max_codepoint=0x2FA1D, exclude_characters="\n", exclude_categories=["Cs", "Cn"]
)
LINE = st.text(CHARACTERS, max_size=40)
PAGE = st.lists(LINE, min_size=1, max_size=12)
NOTE = Path(WEIGHTS).with_name("MODEL.md")


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("A", CharacterClass.UPPER),
        ("é", CharacterClass.LOWER),
        ("語", CharacterClass.CASELESS),
        ("\u0301", CharacterClass.CASELESS),
        ("7", CharacterClass.DIGIT),
        ("।", CharacterClass.ENDER),
        ("。", CharacterClass.ENDER),
        ("»", CharacterClass.SEPARATOR),
        ("€", CharacterClass.SYMBOL),
        ("\u200b", CharacterClass.BLANK),
        ("\x00", CharacterClass.BLANK),
        ("👩", CharacterClass.OTHER),
    ],
)
def test_characters_have_the_class_a_reader_gives_them(
    character: str, kind: CharacterClass
) -> None:
    assert class_of(character) is kind


def test_counts_of_lines_worked_out_by_hand() -> None:
    found = measure([["The U.S. left, he said. “Why?”", ""], ["日本語は、 12 です。👩"]])
    assert found.sizes.tolist() == [2, 1]
    assert found.characters.tolist() == [30, 0, 13]
    assert found.width.tolist() == [30, 0, 22]
    assert found.counts[CharacterClass.UPPER].tolist() == [4, 0, 0]
    assert found.counts[CharacterClass.ENDER].tolist() == [4, 0, 1]
    assert found.counts[CharacterClass.COMMA].tolist() == [1, 0, 1]
    assert found.counts[CharacterClass.DIGIT].tolist() == [0, 0, 2]
    assert found.inner_ends.tolist() == [1, 0, 0]
    assert found.first.tolist() == [
        CharacterClass.UPPER,
        CharacterClass.BLANK,
        CharacterClass.CASELESS,
    ]
    assert found.last.tolist() == [CharacterClass.QUOTE, CharacterClass.BLANK, CharacterClass.OTHER]
    assert found.before_last.tolist()[::2] == [CharacterClass.ENDER, CharacterClass.ENDER]
    words = found.end_word - found.first_word
    assert words.tolist() == [7, 0, 3]


def test_words_are_the_same_whatever_their_case_and_digits() -> None:
    found = measure([["Harbour 12 harbour 97 HARBOUR", "antidisestablishmentarianism x"]])
    a, b, c, d, e, long, x = found.words.hash.tolist()
    assert a == c == e
    assert b == d
    assert len({a, b, long, x}) == 4


def test_a_token_is_found_where_it_is_known_and_nowhere_else() -> None:
    found = tokens(measure([["Harbour wall", "", "the harbour"]]))
    assert found.line[: found.words].tolist() == [0, 0, 2, 2]
    harbour, wall, the, again = found.key[: found.words].tolist()
    assert harbour == again
    keys = np.array(sorted({harbour, the}), np.uint32)
    table = WordTable(keys, np.ones(2, np.float32), np.zeros(1, np.float32))
    place = find(table, np.array([harbour, wall, the], np.uint32))
    assert place.tolist() == [keys.tolist().index(harbour), -1, keys.tolist().index(the)]


def test_a_line_is_near_what_shares_its_subject() -> None:
    lines = ["harbour wall", "", "harbour", "recipe", "recipe recipe"]
    pages = Pages(measure([lines, ["harbour"]]))
    found = tokens(pages.lines)
    key = found.key[: found.words]
    keys, place = np.unique(key, return_index=True)
    vectors = np.zeros((keys.size, SIZE), np.int8)
    wall_and_harbour = [k for k in range(keys.size) if found.line[place[k]] < 3]
    vectors[wall_and_harbour, 0] = 100
    vectors[[k for k in range(keys.size) if k not in wall_and_harbour], 1] = 100
    sums = line_vectors(found, WordVectors(keys, vectors))
    assert sums[:, :2].tolist() == [[200, 0], [0, 0], [100, 0], [0, 100], [0, 200], [100, 0]]
    score = np.array([9, 9, 9, -9, -9, 9], np.float32)
    out = subject(pages, sums, score)
    assert out["near_above"].tolist() == [0, 0, 0, 0, 1, 0]
    assert out["near_below"].tolist() == [0, 0, 0, 1, 0, 0]
    assert out["near_likely"][2] > out["near_likely"][3] > 0
    assert out["near_not_likely"][5] == out["near_likely"][5] == 0  # nothing else on its page
    unknown = line_vectors(found, WordVectors(keys[:0], vectors[:0]))
    assert not unknown.any()


def test_a_tree_ends_where_its_answers_lead_to() -> None:
    columns = np.array([[0, 1, 0, 1, 0, 1], [1, 0, 0, 0, 0, 0]])
    bounds = np.array([[0, 0.1, 0.2, 0.3, 0.4, 0.5], [0, *[np.inf] * 5]], np.float32)
    values = np.stack([np.arange(2**DEPTH), 100 * np.arange(2**DEPTH)]).astype(np.int16)
    forest = Forest(columns, bounds, values, step=0.5, bias=4)
    x = np.array([[-1, -1], [1, 1], [0.3, -1], [0.2, 1]], np.float32)
    ends = [0b000000, 0b111111, 0b000101, 0b101011]
    sums = [ends[0], ends[1] + 100, ends[2], ends[3] + 100]
    assert predict(forest, list(x.T)).tolist() == [(total + 4) / 2 for total in sums]
    many = list(np.tile(x, (5000, 1)).T)
    assert predict(forest, many).tolist() == 5000 * predict(forest, list(x.T)).tolist()


def test_leaf_values_in_steps_are_near_and_their_order_does_not_matter() -> None:
    rng = np.random.default_rng(0)
    wanted = rng.normal(0, 0.1, (500, 2**DEPTH))
    values, step, bias = in_steps(wanted, -0.25)
    assert (values.dtype, step, bias * step) == (np.int16, 2.0**-16, -0.25)
    assert np.abs(values * step - wanted).max() <= step / 2
    columns, bounds = np.zeros((500, DEPTH), np.int64), rng.normal(0, 1, (500, DEPTH))
    x = [rng.normal(0, 1, 50).astype(np.float32)]
    order = rng.permutation(500)
    one = Forest(columns, bounds.astype(np.float32), values, step, bias)
    other = Forest(columns, one.bounds[order], values[order], step, bias)
    assert np.array_equal(predict(one, x), predict(other, x))


@pytest.mark.parametrize("largest", [0.0, 1e-9, 0.49, 0.5, 32767 * 2.0**-14, 100.0])
def test_the_largest_leaf_value_fits_sixteen_bits(largest: float) -> None:
    values, step, _ = in_steps(np.array([[largest, -largest]]), 0.0)
    assert values.tolist() == [[round(largest / step), -round(largest / step)]]


def test_what_a_line_is_there_for_hangs_on_its_words() -> None:
    lines = ["Sign up for our newsletter", "The harbour wall was rebuilt.", "", "Leave a reply"]
    table = load_model().categories
    odds = category_odds(tokens(measure([lines])), table)
    assert odds.shape == (len(CATEGORIES), len(lines)) == (table.constants.size, 4)
    best = [CATEGORIES[k] for k in odds.argmax(axis=0)]
    assert (best[0], best[3]) == ("signup", "comment")
    assert odds[:, 0].max() > 0 > odds[:, 1].max()
    assert np.array_equal(odds[:, 2], table.constants)


def test_sides_are_means_within_the_page() -> None:
    pages = Pages(measure([["a", "b", "c"], ["d"]]))
    values = np.array([1, 2, 6, 5], np.float32)
    assert pages.rest(values).tolist() == [3, 4, 6, 5]
    assert pages.so_far(values).tolist() == [0, 1, 1.5, 0]


@given(st.lists(PAGE, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_columns_and_sizes_are_those_of_the_lines(pages: list[list[str]]) -> None:
    found = measure(pages)
    lines = [line for page in pages for line in page]
    assert found.characters.tolist() == [len(line) for line in lines]
    widths = [LineGroup((Line(0, len(line), line, 0, True),)).width for line in lines]
    assert found.width.tolist() == widths
    for kind in KINDS:
        columns = features(found, load_model().word_evidence(kind))
        assert {column.size for column in columns.values()} == {len(lines)}
        assert all(np.isfinite(column).all() for column in columns.values())


@given(PAGE, st.lists(PAGE, max_size=3), st.sampled_from(KINDS))
@settings(max_examples=60, deadline=None)
def test_a_page_is_scored_as_if_alone(page: list[str], others: list[list[str]], kind: str) -> None:
    alone = line_scores([page], kind)[0]
    among = line_scores([*others, page, []], kind)
    for own, beside in zip(alone, among[-2], strict=True):
        assert np.allclose(own, beside, atol=1e-3)
        assert np.isfinite(own).all()
    assert among[-1].content.size == among[-1].ending.size == 0
    assert alone.ending.size == (len(page) if kind == "extracted" else 0)


def test_a_sentence_in_its_article_is_likelier_than_a_menu() -> None:
    body = ["The council said on Tuesday that the harbour wall would have to be rebuilt."] * 6
    scores = line_scores([["Home", "Contact", "Log in", *body, "Privacy policy", "Log in"]], "page")
    found = scores[0].content.tolist()
    assert min(found[4:8]) > max(*found[:3], *found[-2:])


def test_the_file_holds_arrays_and_nothing_that_runs() -> None:
    with zipfile.ZipFile(WEIGHTS) as file:
        assert all(name.endswith(".npy") for name in file.namelist())
        assert all(info.compress_type == zipfile.ZIP_STORED for info in file.infolist())
    model = load_model()
    assert all(np.isfinite(t.weights).all() for t in model.tables.values())
    assert all((np.diff(t.keys.astype(np.int64)) > 0).all() for t in model.tables.values())
    assert all(np.isfinite(forest.values).all() for forest in model.forests.values())


def test_the_note_names_the_file_that_is_shipped() -> None:
    note = NOTE.read_text()
    assert re.findall(r"\b[0-9a-f]{64}\b", note) == [model_sha256()]
