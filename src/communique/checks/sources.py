"""Check that raw files exist, can be read, and match their recorded hashes."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from communique.checks.check import check
from communique.corpus import Source
from communique.corpus.raw import RAW_MISSING, RAW_UNREADABLE
from communique.corpus.sources import LIST_KEY
from communique.problems import Problem, problem_kind
from communique.schema import line_of, read_yaml
from communique.schema.names import LANGUAGE
from communique.text import sha256_file
from communique.workspace.reading import CorpusReading

RAW_CHANGED: Final = problem_kind(
    "raw-changed",
    level="error",
    stage="text",
    what="A raw file does not match its recorded hash.",
    why=(
        "Offsets into another text point at other words, so a silent edit would move every label."
    ),
    fix="Restore the file. If the text is new, add it as a new document.",
    example=(
        "corpus/raw/one.txt · one: sha256 is "
        "d75725f03d6b4a931c9b1e5a06aa009b5a45da372f9158c3a56dbb4a83c32906"
    ),
)
RAW_UNLISTED: Final = problem_kind(
    "raw-unlisted",
    level="warning",
    stage="text",
    what="A file in corpus/raw is not listed in sources.yaml.",
    why="The file is kept, but nobody cleans, annotates or credits it.",
    fix="Add it with `communique add`, or remove it.",
    example="corpus/raw/more.txt: A file in corpus/raw is not listed in sources.yaml.",
)
SOURCE_VALUE_UNKNOWN: Final = problem_kind(
    "source-value-unknown",
    level="error",
    stage="text",
    what="A genre or a language in sources.yaml is not in the schema, or a date is in the future.",
    why="They are columns of the dataset, and readers choose documents by them.",
    fix="Correct the value, or add a genre or language to `genres` or `languages` in the schema.",
    example=(
        "corpus/sources.yaml · one · line 1: language: 'english' is not a language tag; "
        "expected one like en or pt-BR"
    ),
)

_LANGUAGE: Final = re.compile(LANGUAGE, re.ASCII | re.IGNORECASE)


@check(SOURCE_VALUE_UNKNOWN)
def source_values_known(corpus: CorpusReading) -> Iterator[Problem]:
    """Check genres, languages and dates.

    Genres and languages are in the schema, if it lists any. A language is a well-formed tag; it may
    be finer (`en-GB` if the schema has `en`). No date is in the future.
    """
    if corpus.sources is None or corpus.schema is None:
        return
    genres = [genre.id for genre in corpus.schema.genres]
    faults = [
        (i, source.doc_id, key, why)
        for i, source in enumerate(corpus.sources)
        for key, why in (
            ("genre", _genre_fault(source.genre, genres)),
            ("language", _language_fault(source.language, corpus.schema.all_languages)),
            ("published", _date_fault(source.published)),
        )
        if why
    ]
    lines = read_yaml(corpus.folder.sources, list_key=LIST_KEY)[1] if faults else {}
    file = corpus.folder.relative(corpus.folder.sources)
    for i, doc_id, key, why in faults:
        at = f"line {line_of(lines, LIST_KEY, i, key)}"
        yield SOURCE_VALUE_UNKNOWN.problem(f"{key}: {why}", document=doc_id, file=file, at=at)


def _date_fault(published: str | None) -> str:
    """A date after today. Today is the same day everywhere in this check (UTC+14)."""
    today = (datetime.now(UTC) + timedelta(hours=14)).date().isoformat()
    if published is None or published <= today[: len(published)]:
        return ""
    return f"{published} is in the future"


def _genre_fault(genre: str | None, known: Sequence[str]) -> str:
    if genre is None or not known or genre in known:
        return ""
    return f"{genre!r} is not in the schema; expected {', '.join(known)}"


def _language_fault(language: str | None, known: Sequence[str]) -> str:
    if language is None:
        return ""
    if not _LANGUAGE.fullmatch(language):
        return f"{language!r} is not a language tag; expected one like en or pt-BR"
    listed = [tag.lower() for tag in known]
    if not listed or any(f"{language.lower()}-".startswith(f"{tag}-") for tag in listed):
        return ""
    return f"{language!r} is not in the schema; expected {', '.join(known)}"


@check(RAW_MISSING, RAW_CHANGED, RAW_UNREADABLE, RAW_UNLISTED)
def sources_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that every raw file exists, can be read, is unchanged, and is listed.

    Reports nothing without a list of sources or without corpus/raw.
    """
    if corpus.sources is None or not corpus.folder.raw.is_dir():
        return
    yield from corpus.problems_of("raws")
    for source in corpus.active:
        yield from _source(corpus, source)
    listed = {corpus.folder.raw / s.file for s in corpus.sources}
    for path in sorted(p for p in corpus.folder.raw.rglob("*") if p.is_file()):
        if path not in listed and not path.name.startswith("."):
            yield RAW_UNLISTED.problem(file=corpus.folder.relative(path))
    for source in corpus.sources:
        path = corpus.folder.raw / source.file
        if source.status == "withdrawn" and path.is_file():
            yield RAW_UNLISTED.problem(
                "the document is withdrawn",
                document=source.doc_id,
                file=corpus.folder.relative(path),
                fix=f"Run `communique withdraw {source.doc_id}`, or delete the file.",
            )


def _source(corpus: CorpusReading, source: Source) -> Iterator[Problem]:
    path = corpus.folder.raw / source.file
    where = {"document": source.doc_id, "file": corpus.folder.relative(path)}
    if path.is_file() and corpus.folder.holds(path):
        sha256 = sha256_file(path)
        if sha256 != source.sha256:
            yield RAW_CHANGED.problem(f"sha256 is {sha256}", **where)
