"""The compiled core gives exactly the results of Python and numpy, whatever the text."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core_texts
from communique.cleaning import POLICIES, core
from communique.cleaning.answer import answer, answer_in_python
from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.clean import clean_text
from communique.cleaning.core import VARIABLE
from communique.cleaning.core_functions import core_with_functions
from communique.cleaning.decision import decide_many
from communique.cleaning.grouping import grouped
from communique.cleaning.language import is_english
from communique.cleaning.learned import KINDS, line_scores, load_model
from communique.cleaning.learned.columns import features
from communique.cleaning.learned.compiled import shipped_model
from communique.cleaning.learned.measure import measure
from communique.cleaning.learned.scores import sample
from communique.cleaning.lines import LineGroup
from communique.cleaning.phrase_match import LONGEST_LINE, match_phrase
from communique.cleaning.phrases import phrase_key
from communique.cleaning.rule import Rule
from communique.cleaning.stamps import read_stamp
from paths import ROOT

needs_core = pytest.mark.skipif(core.core() is None, reason="the compiled core is not there")
PROPERTIES = (
    *("start", "end", "text", "plain", "core", "width", "words", "ends_sentence", "is_prose"),
    *("is_visible", "after_blank", "is_code", "lines"),
)


@needs_core
@given(st.lists(core_texts.TEXT, min_size=1, max_size=4), st.sampled_from(POLICIES))
@settings(max_examples=60, deadline=None)
def test_texts_are_cleaned_as_without_the_core(texts: list[str], policy: str) -> None:
    core_texts.assert_cleaned_alike(texts, policy)


@needs_core
@pytest.mark.parametrize("policy", POLICIES)
def test_the_corpus_is_cleaned_as_without_the_core(policy: str) -> None:
    texts = [p.read_text("utf-8") for p in sorted((ROOT / "corpus/raw").glob("*.txt"))]
    assert texts
    core_texts.assert_cleaned_alike(texts, policy)


@needs_core
@pytest.mark.parametrize("policy", POLICIES)
def test_texts_that_no_one_would_write_are_cleaned_as_without_the_core(policy: str) -> None:
    core_texts.assert_cleaned_alike(core_texts.NASTY, policy)


@needs_core
@given(st.lists(st.lists(core_texts.LINE, min_size=1, max_size=12), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_columns_are_the_same_numbers(pages: list[list[str]]) -> None:
    model = shipped_model()
    assert model is not None
    lines = measure([[sample(line) for line in page] for page in pages])
    for kind in KINDS:
        columns = features(lines, load_model().word_evidence(kind))
        made = model.columns(pages, kind)
        expected = np.stack([np.asarray(c).astype(np.float32) for c in columns.values()])
        wrong = [name for name, a, b in zip(columns, made, expected, strict=True) if (a != b).any()]
        assert wrong == []
        by_core = line_scores(pages, kind)
        by_numpy = line_scores(pages, kind, load_model())
        for a, b in zip(by_core, by_numpy, strict=True):
            assert a.content.tolist() == b.content.tolist()
            assert a.ending.tolist() == b.ending.tolist()


@needs_core
@pytest.mark.parametrize("letter", ["x", "é", "ё", "語", "\U00010400"])
def test_words_of_every_length_at_every_place_are_the_same(letter: str) -> None:
    lines = ["é" + " ." * k + letter * n + "B" * (n % 3) for k in range(34) for n in range(20)]
    model = shipped_model()
    assert model is not None
    columns = features(measure([lines]), load_model().word_evidence("page"))
    made = model.columns([lines], "page")
    assert (made == np.stack([np.asarray(c).astype(np.float32) for c in columns.values()])).all()


@needs_core
def test_the_core_finds_the_lines_that_are_repeated() -> None:
    texts = ["Home", "harbour wall", "Home", "harbour walL", "Hom", "港の壁", "港の壁", "Home"]
    module = core_with_functions()
    assert module is not None
    (groups,) = grouped(["\n\n".join(texts)], [()])
    assert module.repeated(groups, list(range(8))) == [0, 2, 5, 6, 7]
    assert module.repeated(groups, [1, 2, 6]) == []
    with pytest.raises(TypeError):
        module.repeated(groups, [8])


@needs_core
@given(core_texts.TEXT)
@settings(max_examples=100, deadline=None)
def test_a_line_has_the_same_properties(text: str) -> None:
    (by_core,) = grouped([text], [()])
    (in_python,) = grouped([text], [()], compiled=False)
    assert [[getattr(g, name) for name in PROPERTIES] for g in by_core] == [
        [getattr(g, name) for name in PROPERTIES] for g in in_python
    ]
    assert is_english(by_core) == is_english(in_python)


@needs_core
def test_wrapped_text_is_left_to_python() -> None:
    wrapped = "\n".join(core_texts.wrapped(core_texts.SENTENCE * 8, 60))
    (groups,) = grouped([wrapped], [()])
    assert [type(group) for group in groups] == [LineGroup]


@needs_core
@given(st.one_of(core_texts.LINE, st.from_regex(r"[ -~]{0,60}", fullmatch=True)))
@settings(max_examples=150, deadline=None)
def test_the_key_of_a_phrase_is_the_same(line: str) -> None:
    module = core_with_functions()
    assert module is not None
    assert module.phrase_key(line) == phrase_key(line)


@needs_core
def test_the_key_of_a_phrase_is_the_same_in_every_script() -> None:
    module = core_with_functions()
    assert module is not None
    lines = [*core_texts.PHRASES, *(f"a{chr(p)}b 1{chr(p)}2" for p in range(0x11000))]
    assert [line for line in lines if module.phrase_key(line) != phrase_key(line)] == []


@needs_core
def test_a_phrase_of_the_catalogue_is_never_skipped() -> None:
    module = core_with_functions()
    (groups,) = grouped(["\n\n".join(core_texts.PHRASES)], [()])
    assert module is not None
    assert type(groups[0]) is module.Group
    may_be = {*module.may_be_phrases(groups, list(range(len(groups))))}
    assert [g.text for i, g in enumerate(groups) if match_phrase(g) and i not in may_be] == []


@needs_core
def test_the_core_answers_with_a_heading_of_two_lines() -> None:
    prose = core_texts.SENTENCE * 3
    heading = " \tWhat the winter means\t\nfor the harbour"
    text = "\n".join([prose, f"{prose} x", heading, f"{prose} y", f"{prose} z"])
    (decided,) = decide_many([text])
    made = answer(decided)
    assert b'"type":"heading"' in made.written
    assert json.loads(made.written)["blocks"][2]["pieces"][1][2] == len("for the harbour")
    core_texts.assert_same_answer(made, answer_in_python(decided))
    module = core_with_functions()
    assert module is not None
    assert module.answer(
        decided.groups, decided.types, decided.verdicts, decided.scores, decided.end_score
    )


@needs_core
@given(core_texts.BOILERPLATE)
@settings(max_examples=300, deadline=None)
def test_a_phrase_is_never_skipped(line: str) -> None:
    module = core_with_functions()
    (groups,) = grouped([line], [()])
    if groups and len(groups[0].text) <= LONGEST_LINE and match_phrase(groups[0]):
        assert module is not None
        assert module.may_be_phrases(groups, [0]) == [0]


@needs_core
@given(st.sampled_from(BOILERPLATE_RULES).flatmap(core_texts.matching))
@settings(max_examples=25, deadline=None)
def test_the_automaton_accepts_what_a_rule_matches(both: tuple[Rule, str]) -> None:
    rule, line = both
    (groups,) = grouped([line], [()])
    if len(groups) == 1 and rule.matches(groups[0]):
        module = core_with_functions()
        assert module is not None
        assert module.may_match(groups, [0]) == [0]


@needs_core
@given(core_texts.STAMPED)
@settings(max_examples=100, deadline=None)
def test_a_time_stamp_is_never_skipped(line: str) -> None:
    (groups,) = grouped([line], [()])
    if len(groups) == 1 and read_stamp(groups[0].text) is not None:
        module = core_with_functions()
        assert module is not None
        assert module.may_be_stamps(groups, [0]) == [0]


@needs_core
def test_a_number_alone_is_no_possible_time_stamp() -> None:
    lines = ["© 2024 Port Gazette", "12 comments", "In 2019 it was 3.5 m", "May 2024", "3 May 2024"]
    (groups,) = grouped(["\n\n".join(lines)], [()])
    module = core_with_functions()
    assert module is not None
    assert module.may_be_stamps(groups, [0, 1, 2, 3, 4]) == [4]


@needs_core
def test_the_automaton_accepts_hardly_anything_else() -> None:
    lines = [f"{core_texts.SENTENCE} {n}" for n in range(50)]
    (groups,) = grouped(["\n\n".join(lines)], [()])
    module = core_with_functions()
    assert module is not None
    assert module.may_match(groups, list(range(len(groups)))) == []


@needs_core
def test_answers_are_the_same_bytes() -> None:
    texts = [*core_texts.NASTY, "\n".join(["Home", f'"{core_texts.SENTENCE}" \t\x01\\'] * 9)]
    for wide in ("", "’", "\U00010400"):
        marks = (f"{core_texts.SENTENCE[:n]}{mark}" for n in range(34) for mark in '"\\\x01é’')
        texts.append("\n".join(f"{mark}{core_texts.SENTENCE}{wide}" for mark in marks))
    for policy in POLICIES:
        for decided in decide_many(texts, policy):
            if decided.text.isascii() or decided.text.encode("utf-8", "ignore"):
                core_texts.assert_same_answer(answer(decided), answer_in_python(decided))


@needs_core
def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"Home\nShare on Facebook\n\n{core_texts.SENTENCE} {n}" for n in range(40)]
    expected = [clean_text(decided) for decided in decide_many(texts, "page")]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: decide_many(texts, "page"), range(8)))
    assert all([clean_text(decided) for decided in one] == expected for one in made)


@needs_core
def test_wrong_arguments_are_refused() -> None:
    module = core_with_functions()
    assert module is not None
    for wrong in (lambda: module.split([1]), lambda: module.measure([[b""]])):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        module.may_match([], [0])
    (groups,) = grouped(["Home"], [()])
    for types, verdicts in ((b"", {}), (b"\x0f", {}), (b"\x10", {}), (b"\x03", {0: ("a", "b")})):
        with pytest.raises(ValueError, match="do not fit"):
            module.answer(groups, types, verdicts, np.zeros(1), 0.0)
    batch = module.measure([["a"]])
    with pytest.raises(ValueError, match="buffer of"):
        module.log_inputs(batch, np.empty(1, np.float32))


def _version(**environment: str) -> str:
    command = [sys.executable, "-m", "communique", "--version"]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, env=core_texts.environment(environment)
    ).stdout


def test_the_variable_turns_the_core_off() -> None:
    assert "(cleaning core: numpy)" in _version(**{VARIABLE: "numpy"})


@needs_core
def test_the_version_says_that_the_core_is_used() -> None:
    assert re.search(r"\(cleaning core: compiled \d", _version())


@needs_core
def test_a_core_of_other_sources_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert core.core.__wrapped__() is not None
    monkeypatch.setattr(core, "sources_sha256", lambda: "of other sources")
    assert core.core.__wrapped__() is None


def test_without_a_compiler_one_line_says_so_and_nothing_is_made(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "core/build.py", tmp_path],
        capture_output=True,
        text=True,
        env=core_texts.environment({"CC": "no-such-compiler"}),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert "there is no C compiler" in done.stdout
    assert list(tmp_path.iterdir()) == []
