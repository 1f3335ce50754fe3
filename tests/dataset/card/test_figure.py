"""The figure of agreement: readable in print, in grey, and by a screen reader."""

import json
import re
import xml.etree.ElementTree as ET

import packages
from communique.assessment.summary import Agreement, Interval, summary
from communique.dataset.card.figure import agreement_figure

NS = "{http://www.w3.org/2000/svg}"


def _row(alpha: float | None, **given: object) -> Agreement:
    values = {"layer": "names", "question": "label", "by_unit": None, "by_document": None, **given}
    return Agreement(
        values["layer"], values["question"], "nominal", "9 units", alpha, None,  # type: ignore[arg-type]
        values["by_unit"], values["by_document"], 0.9, 0.8, "",  # type: ignore[arg-type]
    )  # fmt: skip


def _texts(figure: bytes | None) -> list[str]:
    assert figure is not None
    return ["".join(t.itertext()) for t in ET.fromstring(figure).iter(f"{NS}text")]


def test_every_alpha_of_the_report_is_a_dot_with_its_name_and_value():
    files = packages.this_corpus("full")
    rows = summary(json.loads(files["agreement.json"]))
    svg = files["figures/agreement.svg"]
    texts = _texts(svg)
    with_alpha = [a for a in rows if a.alpha is not None]
    assert len(with_alpha) > 10
    for found in with_alpha:
        assert found.question in texts
        assert f"{found.alpha:.3f}" in texts
    dots = list(ET.fromstring(svg).iter(f"{NS}circle"))
    assert len(dots) == len(with_alpha) + 1  # and the one of the legend


def test_it_has_no_script_no_colour_and_no_address():
    svg = packages.this_corpus("full")["figures/agreement.svg"].decode()
    assert not re.search(r"<script|<style|<image|href|on\w+=|url\(", svg)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none"}
    assert all(re.fullmatch(r"#([0-9a-f])\1\1", c) for c in colours)
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert 'role="img"' in svg
    assert "<title" in svg


def test_both_flavours_have_the_same_bytes():
    assert (
        len({packages.this_corpus(f)["figures/agreement.svg"] for f in ("full", "standoff")}) == 1
    )


def test_without_an_alpha_there_is_no_figure():
    assert agreement_figure([]) is None
    assert agreement_figure([_row(None)]) is None


def _x(svg: bytes | None) -> list[float]:
    assert svg is not None
    return [float(c.attrib["cx"]) for c in ET.fromstring(svg).iter(f"{NS}circle")][1:]


def test_places_are_in_the_order_of_the_values_also_below_zero():
    figure = agreement_figure([_row(1.0), _row(0.5), _row(0.0), _row(-0.3)])
    places = _x(figure)
    assert places == sorted(places, reverse=True)
    assert len(set(places)) == 4
    assert "-0.4" in _texts(figure)
    assert "-0.2" not in _texts(agreement_figure([_row(0.5)]))


def test_intervals_hold_their_alpha_and_stay_on_the_page():
    interval = Interval(-1.5, 0.9)
    figure = agreement_figure([_row(0.2, by_unit=interval, by_document=interval)])
    assert figure is not None
    root = ET.fromstring(figure)
    bar = [r for r in root.iter(f"{NS}rect") if r.attrib.get("fill") == "#bbb"][1]
    low = float(bar.attrib["x"])
    assert low <= _x(figure)[0] <= low + float(bar.attrib["width"]) <= float(root.attrib["width"])


def test_names_are_escaped_and_have_room():
    figure = agreement_figure([_row(0.5, layer="a" * 40, question="<b> & c")])
    assert "<b> & c" in _texts(figure)
    assert figure is not None
    texts = {"".join(t.itertext()): t for t in ET.fromstring(figure).iter(f"{NS}text")}
    room = float(texts["<b> & c"].attrib["x"]) - float(texts["a" * 40].attrib["x"])
    assert room > 7 * (40 + 7)
