"""Every figure of `agreement.json`, from the tables `annotations` and `documents` of a dataset.

Only measures of `communique.agreement` are used. The codebook gives the order of class names. The
order of units matters for intervals: by document, then spans before other units, by place.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, combinations
from math import fsum
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from communique.agreement import (
    alpha,
    alpha_interval,
    boundary_table,
    cohen_kappa,
    gwet_ac1,
    masi_distance,
    span_f1,
    unitizing_alpha,
)

Row = dict[str, Any]
Values = list[Any]  # of one unit: one for each annotator, None where there is none


def rows_of(folder: Path, config: str) -> list[Row]:
    """All rows of a config as they are in the files, with class numbers."""
    files = sorted((folder / "data" / config).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def tables_of(folder: Path) -> tuple[list[Row], list[Row], list[Row]]:
    """Annotations, documents and codebook, with class numbers replaced by the codebook's names."""
    configs = ("annotations", "documents", "codebook")
    annotations, documents, codebook = (rows_of(folder, config) for config in configs)
    names: dict[str, dict[int, str]] = defaultdict(dict)
    for row in codebook:
        if row["layer"] is None:
            names[row["attribute"]][row["number"]] = row["value"]
    passes = [p for d in documents for p in d["passes"]]
    for row in (*annotations, *codebook, *passes):
        for column in ("layer", "role", "status"):
            if row.get(column) is not None:
                row[column] = names[column][row[column]]
    return annotations, documents, codebook


class Recomputed:
    """The figures of one layer."""

    def __init__(
        self,
        layer: str,
        annotations: list[Row],
        documents: list[Row],
        codebook: list[Row],
        published: Row,
    ):
        self.layer = layer
        self.seed, self.rounds = published["seed"], published["rounds"]
        self.voters: dict[str, list[str]] = {}
        for d in sorted(documents, key=lambda d: d["doc_id"]):
            own = (p for p in d["passes"] if p["layer"] == layer and p["is_vote"])
            if names := sorted({p["annotator"] for p in own}):
                self.voters[d["doc_id"]] = names
        self.lengths = {d["doc_id"]: d["n_characters"] for d in documents}
        self.records = [r for r in annotations if r["layer"] == layer]
        self.codes = {
            name: [r["value"] for r in codebook if (r["layer"], r["attribute"]) == (layer, name)]
            for name in {r["attribute"] for r in codebook if r["layer"] == layer}
        }
        self.counted = [x for x in self.codes.get("disagreement", []) if x not in ("span", "label")]
        units: dict[str, list[Row]] = defaultdict(list)
        for r in self.records:
            if r["is_vote"]:
                units[r["unit_id"]].append(r)
        listed = [sorted(own, key=_raw_place) for own in units.values()]
        self.units = sorted(listed, key=lambda own: _unit_place(own[0]))

    def figures(self, published: Row) -> Row:
        """The figures of a layer; `published` tells which questions there are, with metrics."""
        asked = {q["question"] for q in published["questions"]}
        found: Row = {
            "annotators": sorted(set(chain.from_iterable(self.voters.values()))),
            "documents": self.voters,
            "items": self._items(asked),
            "questions": [self._question(q) for q in published["questions"]],
        }
        if "spans" in published:
            found["spans"] = self._spans()
        if "relations" in published:
            found["relations"] = self._relations()
        found["lowest"] = {q["question"]: _lowest(q) for q in found["questions"]}
        return found

    def _key(self, record: Row) -> tuple[Any, ...]:
        """What is compared of a record."""
        counted = tuple(tuple(sorted(_given(record, name))) for name in self.counted)
        return record["start"], record["end"], record["label"], counted

    def _items(self, asked: set[str]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for own in self.units:
            voters = self.voters[own[0]["doc_id"]]
            question = next(iter(_given(own[0], "attribute")), None)
            counts_not = question is not None and question not in asked
            alike = counts_not or len({self._key(r) for r in own}) == 1
            unanimous = alike and len(own) == len(voters)
            counts["single" if len(voters) < 2 else "unanimous" if unanimous else "open"] += 1
        return dict(counts)

    # Questions

    def _question(self, published: Row) -> Row:
        name, metric = published["question"], published["metric"]
        # The label of a document layer is a question by the name of its control.
        order = (self.codes.get(name) or self.codes["label"]) if metric == "ordinal" else None
        names = sorted({v for own in self.units for v in self.voters[own[0]["doc_id"]]})
        if name == "relations":
            names, units = self._links()
        else:
            units = list(self._rated(name, metric, names))
        documents = [doc_id for doc_id, _ in units]
        rows = [values for _, values in units]
        shown = sorted({m for row in rows for v in row if v is not None for m in _members(v)})
        pairs = list(combinations(range(len(names)), 2))

        def measured(some: Sequence[Values]) -> Row:
            return _plain(alpha(some, metric, order))

        def interval(of: Sequence[str] | None) -> Row:
            found = alpha_interval(
                rows, metric, of, order=order, rounds=self.rounds, seed=self.seed
            )
            return {k: getattr(found, k) for k in found.__dataclass_fields__}

        return {
            "question": name,
            "metric": metric,
            "units": len(rows),
            "compared": sum(_n(row) > 1 for row in rows),
            "alpha": measured(rows),
            "interval_by_unit": interval(None),
            "interval_by_document": interval(documents),
            "observed": _observed(rows),
            "values": [_of_value(v, rows, pairs, published.get("fewest_units", 0)) for v in shown],
            "pairs": [
                _of_pair([names[i], names[j]], [(r[i], r[j]) for r in rows], metric, order)
                for i, j in pairs
            ],
            "documents": {
                d: {
                    "compared": sum(_n(row) > 1 for row in own),
                    "observed": _observed(own),
                    "alpha": measured(own),
                }
                for d in dict.fromkeys(documents)
                for own in [[row for doc_id, row in units if doc_id == d]]
            },
            "without": {
                name: measured([[v for n, v in enumerate(row) if n != i] for row in rows])
                for i, name in enumerate(names)
                if len(names) > 2
            },
        }

    def _rated(self, name: str, metric: str, names: list[str]) -> Iterable[tuple[str, Values]]:
        of_documents = [u for u in self.units if _given(u[0], "attribute") == [name]]
        if of_documents and metric == "masi":
            yield from self._sets(of_documents, names)
            return
        regions = [u for u in self.units if u[0]["kind"] != "document"]
        label = bool(of_documents) or name == "label"
        for own in of_documents or regions:
            answers = {r["annotator"]: _answer(r, None if label else name, metric) for r in own}
            if not all(v in (frozenset(), "(none)", None) for v in answers.values()):
                yield own[0]["doc_id"], [answers.get(who) for who in names]

    def _sets(self, units: list[list[Row]], names: list[str]) -> Iterable[tuple[str, Values]]:
        grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for own in units:
            grouped[own[0]["doc_id"], _asked(own[0])] += own
        for (doc_id, _), own in sorted(grouped.items()):
            given = {
                who: frozenset(r["label"] for r in own if r["annotator"] == who)
                for who in self.voters[doc_id]
            }
            yield doc_id, [given.get(who) for who in names]

    def _linked(self) -> dict[tuple[int, int], dict[str, set[str]]]:
        unit = {r["annotation_id"]: n for n, own in enumerate(self.units) for r in own}
        found: dict[tuple[int, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for r in (r for own in self.units for r in own):
            for link in _given(r, "relations"):
                label, _, to = link.rpartition(" ")
                if to in unit:
                    pair = unit[r["annotation_id"]], unit[to]
                    found[pair][r["annotator"]].add(label)
        return dict(sorted(found.items()))

    def _links(self) -> tuple[list[str], list[tuple[str, Values]]]:
        order = self.codes["relations"]
        linked = [(self.units[a][0]["doc_id"], by) for (a, _), by in self._linked().items()]
        names = sorted({v for d, _ in linked for v in self.voters[d]})
        answers = [
            (d, {v: "+".join(sorted(by.get(v, {"absent"}), key=[*order, "absent"].index))
                 for v in self.voters[d]})
            for d, by in linked
        ]  # fmt: skip
        return names, [(d, [given.get(v) for v in names]) for d, given in answers]

    # Spans and relations

    def _spans(self) -> Row:
        names = sorted(set(chain.from_iterable(self.voters.values())))
        spans: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
        for r in self.records:
            if r["is_vote"] and r["kind"] == "span":
                spans[r["annotator"], r["doc_id"]].append((r["start"], r["end"], r["label"]))
        return {
            "pairs": [self._of_two(spans, a, b) for a, b in combinations(names, 2)],
            "documents": {
                d: {"f1": _mean(known), "pairs": len(known)}
                for d, voters in self.voters.items()
                for scores in [
                    [span_f1(spans[a, d], spans[b, d]).value for a, b in combinations(voters, 2)]
                ]
                for known in [[s for s in scores if s is not None]]
            },
            "unitizing": self._unitizing(spans, names),
        }

    def _of_two(self, spans: dict[Any, Any], a: str, b: str) -> Row:
        documents = [d for d, voters in self.voters.items() if {a, b} <= set(voters)]
        found: Row = {"annotators": [a, b], "documents": len(documents)}
        for mode in ("exact", "boundary", "overlap"):
            scores = [span_f1(spans[a, d], spans[b, d], mode).ingredients for d in documents]
            matched, *sides = (sum(s[k] for s in scores) for k in ("matched", "gold", "predicted"))
            f1 = 2 * matched / sum(sides) if sum(sides) else None
            found[mode] = {"f1": f1, "matched": matched, "spans": sides}
        borders: Counter[tuple[int, int]] = Counter()
        for d in documents:
            borders.update(boundary_table(spans[a, d], spans[b, d]))
        ranked = sorted(borders.items(), key=lambda x: (-x[1], x[0]))
        found["borders"] = [{"start": s, "end": e, "count": n} for (s, e), n in ranked]
        return found

    def _unitizing(self, spans: dict[Any, Any], names: list[str]) -> Row:
        common = [d for d, voters in self.voters.items() if voters == names]
        ends = list(accumulate(self.lengths[d] + 1 for d in common))
        begins = dict(zip(common, [0, *ends], strict=False))
        listed = [
            [(begins[d] + s, begins[d] + e, x) for d in common for s, e, x in spans[who, d]]
            for who in names
        ]
        length = ends[-1] if ends else 0
        found, left_out = unitizing_alpha(listed, length), 0
        if found.reason == "overlapping_units":
            apart = [_outermost(own) for own in listed]
            found = unitizing_alpha(apart, length)
            left_out = sum(map(len, listed)) - sum(map(len, apart))
        inner = found.ingredients
        return {
            **_plain(found),
            "left_out": left_out,
            "documents": len(common),
            **{name: _plain(inner[name]) for name in ("binary", "coding") if name in inner},
            "by_label": {k: _plain(v) for k, v in inner.get("by_label", {}).items()},
        }

    def _relations(self) -> Row:
        linked = self._linked()
        counts: Counter[str] = Counter()
        for (a, _), by in linked.items():
            voters = self.voters[self.units[a][0]["doc_id"]]
            alike = len(by) == len(voters) and len(set(map(frozenset, by.values()))) == 1
            counts["open" if not alike else "unanimous" if len(voters) > 1 else "single"] += 1
        names = sorted(set(chain.from_iterable(self.voters.values())))
        return {
            "items": dict(counts),
            "pairs": [self._links_of_two(linked, a, b) for a, b in combinations(names, 2)],
        }

    def _links_of_two(self, linked: dict[Any, Any], a: str, b: str) -> Row:
        documents = {d for d, voters in self.voters.items() if {a, b} <= set(voters)}
        own = {k: by for k, by in linked.items() if self.units[k[0]][0]["doc_id"] in documents}
        labelled = [{(k, x) for k, by in own.items() for x in by.get(w, ())} for w in (a, b)]
        unlabelled = [{k for k, by in own.items() if w in by} for w in (a, b)]
        found: Row = {"annotators": [a, b], "documents": len(documents)}
        for name, (x, y) in (("labelled", labelled), ("unlabelled", unlabelled)):
            total = len(x) + len(y)
            f1 = 2 * len(x & y) / total if total else None
            found[name] = {"f1": f1, "matched": len(x & y), "relations": [len(x), len(y)]}
        return found

    # One annotator, twice

    def again(self, annotator: str, number: int, documents: list[Row]) -> Row:
        """A later pass of an annotator against the first."""
        done = [
            {
                d["doc_id"]
                for d in documents
                for p in d["passes"]
                if (p["layer"], p["annotator"], p["pass_number"]) == (self.layer, annotator, n)
                if p["status"] in ("done", "empty")
            }
            for n in (1, number)
        ]
        both = done[0] & done[1]
        sides = [
            [r for r in self.records if (r["annotator"], r["pass_number"]) == (annotator, n)
             and r["doc_id"] in both]
            for n in (1, number)
        ]  # fmt: skip
        spans = [
            [(r["doc_id"], r["start"], r["end"], r["label"]) for r in side if r["kind"] == "span"]
            for side in sides
        ]
        whole = [[(r["doc_id"], _asked(r), self._key(r)) for r in side] for side in sides]
        found = {"spans_exact_f1": _f1(*spans), "everything_f1": _f1(*whole)}
        who = {"layer": self.layer, "annotator": annotator, "pass": number}
        return {**who, "documents": sorted(both), **found}


def recomputed(folder: Path, published: Row) -> Row:
    """All figures of the agreement of a dataset; `published` names layers, questions, metrics."""
    annotations, documents, codebook = tables_of(folder)
    names = list(dict.fromkeys(p["layer"] for d in documents for p in d["passes"]))
    layers = {name: Recomputed(name, annotations, documents, codebook, published) for name in names}
    passes = [p for d in documents for p in d["passes"]]
    later = sorted(
        {
            (p["layer"], p["annotator"], p["pass_number"])
            for p in passes
            if p["pass_number"] > 1 and p["status"] in ("done", "empty")
        }
    )
    return {
        "annotators": [
            {"id": a["id"], **_offered([p for p in passes if p["annotator"] == a["id"]])}
            for a in published["annotators"]
        ],
        "layers": [
            {"layer": x["layer"], **layers[x["layer"]].figures(x)} for x in published["layers"]
        ],
        "self_consistency": [layers[a].again(b, n, documents) for a, b, n in later],
    }


def narrowed(published: Any, found: Any) -> Any:
    """The published figures without keys that are no figures, values sorted by name."""
    if isinstance(found, dict):
        assert set(found) <= set(published)
        return {key: narrowed(published[key], found[key]) for key in found}
    if isinstance(found, list) and found and isinstance(found[0], dict):
        assert len(found) == len(published)
        if "prevalence" in found[0]:
            published = sorted(published, key=lambda row: row["value"])
        return [narrowed(a, b) for a, b in zip(published, found, strict=True)]
    return published


def _offered(passes: list[Row]) -> Row:
    offered, kept = (sum(p[k] or 0 for p in passes) for k in ("offered", "unchanged"))
    return {"offered": offered, "accepted_unchanged": kept / offered if offered else None}


def _given(record: Row, name: str) -> list[str]:
    return [a["value"] for a in record["attributes"] if a["name"] == name]


def _asked(record: Row) -> str:
    """Which document value a record is; empty for a region."""
    if record["kind"] != "document":
        return ""
    return ", ".join(sorted(f"{a['name']} {a['value']}" for a in record["attributes"]))


def _answer(record: Row, name: str | None, metric: str) -> Any:
    if name is None:
        return record["label"]
    given = _given(record, name)
    if metric == "masi":
        return frozenset(given)
    return given[0] if given else None if metric == "ordinal" else "(none)"


def _raw_place(r: Row) -> tuple[Any, ...]:
    if r["raw_start"] is None:
        return 0, 0, r["label"], r["annotation_id"]
    return r["raw_start"], r["raw_end"], r["label"], r["annotation_id"]


def _unit_place(first: Row) -> tuple[Any, ...]:
    """By document; spans by their first range in the raw text, blocks by place, then questions."""
    if first["kind"] == "document":
        asked = [f"{a['name']}={a['value']}" for a in first["attributes"]]
        return first["doc_id"], 1, sorted(asked), first["label"]
    return first["doc_id"], 0, _raw_place(first)


def _members(value: Any) -> Iterable[str]:
    return value if isinstance(value, frozenset) else (value,)


def _n(row: Values) -> int:
    return sum(v is not None for v in row)


def _alike(a: Any, b: Any) -> float:
    return 1 - masi_distance(a, b) if isinstance(a, frozenset) else float(a == b)


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def _observed(rows: Sequence[Values]) -> float | None:
    given = ([v for v in row if v is not None] for row in rows)
    means = (_mean([_alike(a, b) for a, b in combinations(g, 2)]) for g in given)
    return _mean([m for m in means if m is not None])


def _plain(found: Any) -> Row:
    return {"value": found.value, "reason": found.reason}


def _of_value(value: str, rows: list[Values], pairs: list[tuple[int, int]], fewest: int = 0) -> Row:
    has = [[None if v is None else value in _members(v) for v in row] for row in rows]
    given = [v for row in has for v in row if v is not None]
    if sum(True in row for row in has) < fewest:
        none = {"value": None, "reason": "too_few_units"}
        shares = {"value": value, "count": sum(given), "prevalence": _mean(given)}
        return {**shares, "observed": None, "alpha": none, "ac1": None}
    ac1 = (
        gwet_ac1([r[i] for r in has], [r[j] for r in has], labels=[False, True]).value
        for i, j in pairs
    )
    return {
        "value": value,
        "count": sum(given),
        "prevalence": _mean(given),
        "observed": _observed(has),
        "alpha": _plain(alpha(has)),
        "ac1": _mean([v for v in ac1 if v is not None]),
    }


def _of_pair(names: list[str], rows: list[Any], metric: str, order: list[str] | None) -> Row:
    both = [(a, b) for a, b in rows if a is not None and b is not None]
    a, b = [x for x, _ in both], [y for _, y in both]
    found: Row = {
        "annotators": names,
        "compared": len(both),
        "observed": _mean([_alike(x, y) for x, y in both]),
        "alpha": _plain(alpha(both, metric, order)),
    }
    if metric != "masi":
        found |= {"kappa": _plain(cohen_kappa(a, b)), "ac1": _plain(gwet_ac1(a, b))}
    if order:
        found["weighted_kappa"] = _plain(cohen_kappa(a, b, "linear", order))
    shown = Counter((_shown(x), _shown(y)) for x, y in both if x != y)
    ranked = sorted(shown.items(), key=lambda c: (-c[1], c[0]))
    found["confusions"] = [{"values": list(v), "count": n} for v, n in ranked]
    return found


def _shown(value: Any) -> str:
    return "+".join(sorted(_members(value))) or "(empty)"


def _lowest(question: Row) -> Row:
    def least(rows: Iterable[Row], name: str) -> Row | None:
        known = [r for r in rows if r["observed"] is not None]
        row = min(known, key=lambda r: (r["observed"], str(r[name])), default=None)
        return row and {name: row[name], "observed": row["observed"]}

    documents = [{"document": d, **found} for d, found in question["documents"].items()]
    return {
        "value": least([v for v in question["values"] if v["count"] >= 5], "value"),
        "document": least(documents, "document"),
        "pair": least(question["pairs"], "annotators"),
    }


def _outermost(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for span in sorted(set(spans), key=lambda s: (s[0], -s[1], s[2])):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def _f1(first: list[Any], again: list[Any]) -> float | None:
    return span_f1([(0, 1, x) for x in first], [(0, 1, x) for x in again]).value
