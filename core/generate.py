"""Write tables.h and rules.h: what the core takes from the Python package, the one source.

Run by build.py: `python generate.py SRC FOLDER`, where SRC holds the package `communique`.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from automaton import Automaton

_SLOT_BITS = 10
_NOT_SIMPLE, _DELETED = 2**31 - 1, 2**31 - 2
_FACTOR = 0x9E3779B97F4A7C15


def main(out: Path) -> None:
    """Write the headers tables.h and rules.h into a folder."""
    head = "/* Written by generate.py; do not edit. */\n#include <stdint.h>\n"
    parts = [
        *_identity(),
        *_kinds(),
        *_properties(),
        *_phrase_steps(),
        *_shapes(),
        *_english(),
        *_columns(),
    ]
    (out / "tables.h").write_text("".join([head, *parts]))
    (out / "rules.h").write_text("".join([head, *_rules()]))


def _identity() -> list[str]:
    import tomllib

    from communique.cleaning.core import sources_sha256

    project = tomllib.loads(Path(__file__).with_name("pyproject.toml").read_text())["project"]
    texts = {
        "SOURCES": sources_sha256(),
        "UNICODE": unicodedata.unidata_version,
        "VERSION": project["version"],
    }
    return [f'#define {name} "{text}"\n' for name, text in texts.items()]


def _kinds() -> list[str]:
    from communique.cleaning.learned import characters as ch
    from communique.cleaning.learned.measure import COUNTED

    points = np.arange(ch.LAST_POINT + 1)
    kinds, wide = ch.point_kinds(points)
    both = (kinds + 16 * wide).astype(np.uint8)
    beyond = [ch.point_kinds(np.array([p])) for p in (ch.IDEOGRAPH, ch.PRIVATE)]
    ideograph, private = (int(k[0] + 16 * w[0]) for k, w in beyond)
    byte_kinds = np.frombuffer(ch.byte_kinds(), np.uint8)[:128]
    if not (byte_kinds == kinds[:128]).all():
        raise ValueError("the tables by byte and by code point differ")
    names = [f"KIND_{kind.name} = {kind.value}" for kind in ch.CharacterClass]
    counted = [int(kind in COUNTED) for kind in ch.CharacterClass]
    return [
        f"enum {{ {', '.join(names)}, KINDS = {len(names)} }};\n",
        f"enum {{ KIND_OF_IDEOGRAPH = {ideograph}, KIND_OF_PRIVATE = {private}, "
        f"BEYOND_IDEOGRAPHS = {ch.BEYOND_IDEOGRAPHS} }};\n",
        _array("uint8_t", "counted_kinds", counted),
        _array("uint8_t", "folded_bytes", ch.folded_bytes()),
        *_two_stages("uint8_t", "kinds", both, 128),
    ]


def _properties() -> list[str]:
    """Return a bit for each property of a code point that `lines.py` asks for."""
    from communique.cleaning import lines, phrase_match, phrases

    typographic = {mark for mark, _ in lines._TYPOGRAPHY}
    closers = set(lines._CLOSERS + " \u00a0")
    properties: dict[str, Callable[[str], bool]] = {
        "IS_SPACE": str.isspace,
        "IS_ALNUM": str.isalnum,
        "IS_PRINTABLE": str.isprintable,
        "IS_WIDE": lambda c: unicodedata.east_asian_width(c) in "WF",
        "MAY_BE_WIDE": lambda c: lines._MAY_BE_WIDE.match(c) is not None,
        "IS_INVISIBLE": lambda c: unicodedata.category(c) in "CcCf",
        "IS_CLOSER": closers.__contains__,
        "IS_ENDER": lines._ENDERS.__contains__,
        "IS_DECORATION": set(lines.DECORATION).__contains__,
        "IS_TYPOGRAPHIC": typographic.__contains__,
        "IS_PHRASE_MARK": set(phrases._MARKS).__contains__,
        "SPLITS_BAR": lambda c: c not in "-–—" and _splits(phrase_match._SPLIT, c),
        "SPLITS_SENTENCES": lambda c: _splits(phrase_match._SENTENCES, c),
        "SPLITS_HEAD": lambda c: _splits(phrase_match._HEAD, c),
        "IS_PHRASE_BRACKET": set(phrase_match._BRACKETS).__contains__,
        "IS_DECIMAL": str.isdecimal,
        "IS_DASH": lambda c: _splits(phrase_match._SPLIT, c, " "),
        "LOWERS_TO_ASCII": lambda c: not c.isascii() and c.lower().isascii(),
    }
    characters = list(map(chr, range(sys.maxunicode + 1)))
    values = np.zeros(len(characters), np.uint32)
    for k, has in enumerate(properties.values()):
        values |= np.fromiter(map(has, characters), np.bool_, values.size).astype(np.uint32) << k
    names = (f"{name} = {1 << k}" for k, name in enumerate(properties))
    if any(len(mark) != 1 or len(plain) > 1 for mark, plain in lines._TYPOGRAPHY):
        raise ValueError("the core replaces single characters only")
    cases = (
        f"case {ord(mark)}: return {ord(plain) if plain else 0};"
        for mark, plain in lines._TYPOGRAPHY
    )
    return [
        "static inline uint32_t plain_mark(uint32_t point) { switch (point) { "
        f"{' '.join(cases)} default: return point; }} }}\n",
        f"enum {{ LONGEST_PHRASE_LINE = {phrase_match.LONGEST_LINE}, "
        f"LONGEST_PHRASE = {phrases.LONGEST_PHRASE}, "
        f"SHORTEST_OPENING = {phrases._LONG_ENOUGH}, "
        f"SHORTEST_WIDE_OPENING = {phrases._WIDE_ENOUGH}, "
        f"FEWEST_WORDS = {phrase_match._FEWEST_WORDS}, "
        f"MOST_WORDS = {phrase_match._MOST_WORDS} }};\n",
        f"enum {{ {', '.join(names)} }};\n",
        *_two_stages("uint32_t", "properties", values, 128),
    ]


def _phrase_steps() -> list[str]:
    """Return for each code point how far away its character in a key is (see `phrase_key`).

    A character is simple if its case folds to one character that no other one can change: in a
    text of such characters, NFC changes nothing.
    """
    from communique.cleaning.phrases import _SAME

    characters = list(map(chr, range(sys.maxunicode + 1)))
    parts = (unicodedata.decomposition(c).split() for c in characters)
    joins = {chr(int(part[1], 16)) for part in parts if len(part) == 2 and part[0][0] != "<"}
    joins |= {*map(chr, range(0x1161, 0x1176)), *map(chr, range(0x11A8, 0x11C3))}
    steps = np.full(len(characters), _NOT_SIMPLE, np.int32)
    for point, character in enumerate(characters):
        key = character.casefold()
        if len(key) > 1 or key in joins or unicodedata.combining(key):
            continue
        if unicodedata.normalize("NFC", key) == key:
            same = _SAME.get(ord(key), key)
            steps[point] = _DELETED if same is None else ord(same) - point
    steps[0] = _NOT_SIMPLE  # zero stands for a character that is left out
    return [
        f"enum {{ PHRASE_NOT_SIMPLE = {_NOT_SIMPLE}, PHRASE_DELETED = {_DELETED} }};\n",
        *_two_stages("int32_t", "phrase_steps", steps, 128),
    ]


def _shapes() -> list[str]:
    """Return the flags of a group, and the types of kept groups."""
    from communique.cleaning import kept
    from communique.cleaning.shapes import SHORT, Shape
    from communique.cleaning.stamps import WIDEST

    flags = ", ".join(f"SHAPE_{shape.name} = {shape.value}" for shape in Shape)
    names = ", ".join(f'"{name}"' for name in kept.TYPES)
    return [
        f"enum {{ {flags}, SHORT = {SHORT}, WIDEST_STAMP = {WIDEST} }};\n",
        f"enum {{ TYPES = {len(kept.TYPES)}, TYPE_GONE = {kept.GONE}, "
        f"TYPE_JOINED = {kept.JOINED} }};\n",
        f"static const char *const type_names[] = {{{names}}};\n",
    ]


def _splits(pattern: "re.Pattern[str]", character: str, around: str = "") -> bool:
    """Whether a character splits a text, with blanks around it or without."""
    matched = pattern.fullmatch(f"{around}{character}{around}")
    return matched is not None and not character.isspace()


def _english() -> list[str]:
    from communique.cleaning.language import _ENGLISH

    lowered = {chr(p).lower() for p in range(128, sys.maxunicode + 1)}
    if lowered & set("".join(_ENGLISH)) or max(map(len, _ENGLISH)) > 8:
        raise ValueError("the core cannot compare these English words")
    keys = [int.from_bytes(word.encode(), "little") for word in _ENGLISH]
    factor = _FACTOR
    while len({_slot(key, factor) for key in keys}) < len(keys):
        factor = factor * _FACTOR % 2**64
    slots = [0] * 2**_SLOT_BITS
    for key in keys:
        slots[_slot(key, factor)] = key
    numbers = [f"UINT64_C({slot})" for slot in slots]
    return [
        f"#define ENGLISH_FACTOR UINT64_C({factor})\n",
        f"enum {{ ENGLISH_BITS = {_SLOT_BITS} }};\n",
        _array("uint64_t", "english_slots", numbers),
    ]


def _slot(key: int, factor: int) -> int:
    return key * factor % 2**64 >> (64 - _SLOT_BITS)


def _columns() -> list[str]:
    from communique.cleaning.learned import before_after, categories, surroundings
    from communique.cleaning.learned.columns import features
    from communique.cleaning.learned.measure import measure
    from communique.cleaning.learned.model import KINDS, load_model

    lines = measure([["Home", "A sentence.", "x" * 300]])
    by_kind = {kind: list(features(lines, load_model().word_evidence(kind))) for kind in KINDS}
    place: dict[str, int] = {}
    for names in by_kind.values():
        for k, name in enumerate(names):
            if place.setdefault(name, k) != k:
                raise ValueError(f"column {name} has two places")
    enum = [f"COLUMN_{_word(name)} = {k}" for name, k in place.items()]
    numbers = [f"{kind.upper()}_COLUMNS = {len(names)}" for kind, names in by_kind.items()]
    shifted = [
        (place[name], place[f"{name}{d:+}"], d)
        for name, reach in surroundings._BY_DISTANCE.items()
        for d in surroundings._NEAR
        if abs(d) <= reach
    ]
    compared = [(place[name], place[f"{name}_rest"]) for name in before_after._COMPARED]
    all_categories = [*categories.CATEGORIES, "highest", "any"]
    moved = "struct { int from, to, by; }"
    return [
        f"enum {{ {', '.join(enum)} }};\nenum {{ {', '.join(numbers)} }};\n",
        f"enum {{ CATEGORIES = {len(categories.CATEGORIES)} }};\n",
        _array(moved, "shifted_columns", (f"{{{a}, {b}, {d}}}" for a, b, d in shifted)),
        _array(
            "struct { int from, to; }", "compared_columns", (f"{{{a}, {b}}}" for a, b in compared)
        ),
        _array("int", "category_columns", (place[name] for name in all_categories)),
        _array(
            "int",
            "category_has_means",
            (int(name in categories._LOOKED_AROUND) for name in all_categories),
        ),
    ]


def _rules() -> list[str]:
    from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
    from communique.cleaning.stamps import STAMPS

    automaton = Automaton()
    starts = [automaton.add(r.pattern, 0 if r.cased else re.IGNORECASE) for r in BOILERPLATE_RULES]
    stamp_starts = [
        automaton.add_search(stamp.pattern, stamp.flags & re.IGNORECASE) for stamp, _ in STAMPS
    ]
    classes, atoms = automaton.classes()
    number = int(classes.max()) + 1
    rows = ("{" + ",".join(map(str, row)) + "}" for row in atoms.astype(int).tolist())
    states = (f"{{{kind}, {a}, {b}}}" for kind, a, b in automaton.states)
    numbers = {
        "STATES": len(automaton.states),
        "CLASSES": number,
        "LIMIT": max(rule.limit for rule in BOILERPLATE_RULES),
    }
    names = ("CHARACTER", "SPLIT", "BOUNDARY", "NO_BOUNDARY", "ACCEPT")
    return [
        f"enum {{ {', '.join(f'RULE_{name} = {k}' for k, name in enumerate(names))} }};\n",
        f"enum {{ {', '.join(f'RULE_{name} = {n}' for name, n in numbers.items())} }};\n",
        f"enum {{ RULES = {len(starts)}, STAMPS = {len(stamp_starts)} }};\n",
        _array("struct { int32_t kind, a, b; }", "rule_states", states),
        _array("int32_t", "rule_starts", sorted(starts)),
        _array("int32_t", "stamp_starts", sorted(stamp_starts)),
        f"static const uint8_t rule_atoms[][{number}] = {{{','.join(rows)}}};\n",
        *_two_stages("uint16_t", "rule_classes", classes, 128),
    ]


def _word(name: str) -> str:
    return name.replace("-", "_m").replace("+", "_p")


def _two_stages(kind: str, name: str, values: np.ndarray, size: int) -> list[str]:
    """Return an index of blocks of `size` values, and the distinct blocks."""
    blocks, index = np.unique(values.reshape(-1, size), axis=0, return_inverse=True)
    rows = ("{" + ",".join(map(str, row)) + "}" for row in blocks.tolist())
    number = "uint8_t" if len(blocks) <= 256 else "uint16_t"
    return [
        _array(number, f"{name}_index", index.ravel().tolist()),
        f"static const {kind} {name}_blocks[{len(blocks)}][{size}] = {{{','.join(rows)}}};\n",
    ]


def _array(kind: str, name: str, values: Iterable[object]) -> str:
    return f"static const {kind} {name}[] = {{{','.join(map(str, values))}}};\n"


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main(Path(sys.argv[2]))
