"""The word lists of computed attributes: reading them, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from typing import Final

from communique.corpus import CorpusFolder
from communique.problems import Problem, problem_kind
from communique.schema import Schema
from communique.text.word_list import WordList

WORDS_UNREADABLE: Final = problem_kind(
    "words-unreadable",
    level="error",
    stage="schema",
    what="A word list of a computed attribute cannot be read.",
    why="The values of the attribute follow from the list, so the dataset cannot be built.",
    fix=(
        "Write the file in schema/words, as UTF-8: one word or phrase a line, `*` only at its end, "
        "comments after `#`."
    ),
    example="schema/words/loaded.txt · line 2: not a word or phrase",
)
WORDS_EMPTY: Final = problem_kind(
    "words-empty",
    level="error",
    stage="schema",
    what="A word list of a computed attribute has no word.",
    why="Every span would get the same value.",
    fix="Add words to the list, or remove the attribute.",
    example="schema/words/loaded.txt: A word list of a computed attribute has no word.",
)
WORDS_REPEATED: Final = problem_kind(
    "words-repeated",
    level="warning",
    stage="schema",
    what="A word list has an entry that another entry already covers.",
    why="If you remove one of the two, its words still count because of the other.",
    fix="Remove one of the two lines.",
    example="schema/words/loaded.txt · line 2: 'thanked' is covered by line 1",
)


def read_word_lists(
    folder: CorpusFolder, schema: Schema
) -> tuple[Mapping[str, WordList], list[Problem]]:
    """The lists by file name, those that no attribute is computed from too, and all problems."""
    attributes = (a for layer in schema.layers for a in layer.attributes)
    names = {a.computed.words for a in attributes if a.computed}
    names |= {path.name for path in folder.words.glob("*.txt")}
    lists: dict[str, WordList] = {}
    problems: list[Problem] = []
    for name in sorted(names):
        path = folder.words / name
        file = folder.relative(path)
        try:
            if not folder.holds(path):
                raise OSError("it is outside the corpus")
            lists[name] = WordList.parse(path.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            message = f"not UTF-8, byte {error.start}"
            problems.append(WORDS_UNREADABLE.problem(message, file=file))
        except OSError as error:
            message = error.strerror or str(error)
            problems.append(WORDS_UNREADABLE.problem(message, file=file))
        else:
            problems += _faults(lists[name], file)
    return lists, problems


def _faults(words: WordList, file: str) -> Iterator[Problem]:
    for line in words.faults:
        yield WORDS_UNREADABLE.problem("not a word or phrase", file=file, at=f"line {line}")
    if not words.entries and not words.faults:
        yield WORDS_EMPTY.problem(file=file)
    for line, entry, other in words.repeated:
        message = f"{entry!r} is covered by line {other}"
        yield WORDS_REPEATED.problem(message, file=file, at=f"line {line}")
