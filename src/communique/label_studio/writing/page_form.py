"""The form of a page: one control for each question, with its choices and their keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from communique.label_studio.controls import TEXT, Control, controls
from communique.label_studio.writing.gazetteer import surfaces_of
from communique.label_studio.writing.hotkeys import NO_HOTKEY, digit
from communique.schema import Attribute, Entry, Layer, Schema, Value


@dataclass(frozen=True, slots=True)
class Choice:
    """One label or choice as the page shows it. `alias` is what is stored, if it is not `value`."""

    value: str
    definition: str
    hotkey: str
    color: str = "#7f7f7f"
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class PageControl:
    """One form control as the template writes it.

    `heading` is the title of several controls, above the first of them. `short_lists` are the
    attributes and the conditions of the controls with fewer values that stand above it. `asked`
    says when a text must be written.
    """

    title: str
    kind: str
    attributes: Mapping[str, str]
    when: Mapping[str, str]
    choices: tuple[Choice, ...]
    heading: str = ""
    short_lists: tuple[Mapping[str, str], ...] = ()
    question: str = ""
    asked: str = "optional"

    @property
    def quiet(self) -> bool:
        """Whether no choice has a real hotkey."""
        return all(choice.hotkey == NO_HOTKEY for choice in self.choices)

    @property
    def has_one_value(self) -> bool:
        """Whether a second value would be one too many."""
        return self.attributes.get("maxUsages") == "1"


def form(
    schema: Schema, layer: Layer, level: str, *, short_lists: bool = True
) -> list[PageControl]:
    """The controls of a region or of the document, in the order of the page.

    The order is that of the schema, but in a block layer the set that holds the label comes first:
    then the label is chosen among fewer. `short_lists`: with those, which need the task's data.
    """
    known = controls(schema, layer)
    way_out = next((name for name, c in known.items() if c.skips_document), None)
    asked = [c for c in known.values() if c.attribute is not None and c.level == level]
    asked.sort(key=lambda c: not (c.attribute and c.attribute.contains_label))
    made: list[PageControl] = []
    for control in asked:
        if control.attribute is not None:
            heading = _heading(control, control.attribute, made)
            page = _control(schema, layer, control, control.attribute, way_out, heading)
            made.append(_with_short_lists(page) if short_lists else replace(page, short_lists=()))
    return made


def _heading(control: Control, attribute: Attribute, above: list[PageControl]) -> str:
    """The title of the controls of one attribute, above the first of them."""
    if control.key is None:
        return ""
    title = attribute.definition or _words(attribute.name)
    return "" if any(page.question == title for page in above) else title


def _control(
    schema: Schema,
    layer: Layer,
    control: Control,
    attribute: Attribute,
    way_out: str | None,
    heading: str,
) -> PageControl:
    when = _when(layer, attribute, way_out)
    title = _title(schema, layer, control, attribute)
    attributes = {"name": control.name, "toName": TEXT, **_how_many(attribute, control.kind)}
    attributes |= {"perRegion": "true", **when} if attribute.level == "region" else when
    if attribute.required is True and not _follows(layer, attribute):
        asked = f"{_words(attribute.name)}, {title}" if control.key else title
        attributes |= {"required": "true", "requiredMessage": f"{asked} is missing"}
    return PageControl(
        title,
        control.kind,
        attributes,
        when,
        tuple(_choices(schema, layer, attribute, control)),
        heading,
        tuple(_short_lists(control, attribute, when)),
        attribute.definition or _words(attribute.name),
        _asked(attribute),
    )


def _asked(attribute: Attribute) -> str:
    """For example `optional` or `if target is other`."""
    if not isinstance(attribute.required, Mapping):
        return "required" if attribute.required else "optional"
    facts = (f"{_words(k)} is {' or '.join(v)}" for k, v in attribute.required.items())
    return f"if {' and '.join(facts)}"


def _with_short_lists(page: PageControl) -> PageControl:
    """A value in a short list is enough, and the page cannot require a value in one of two lists.

    So it requires none, and `check` says what is missing.
    """
    if not page.short_lists:
        return page
    kept = {k: v for k, v in page.attributes.items() if not k.startswith("required")}
    return replace(page, attributes=kept)


def _title(schema: Schema, layer: Layer, control: Control, attribute: Attribute) -> str:
    if _follows(layer, attribute):
        return f"{_words(attribute.name)} (of several)"
    if control.key is None or attribute.for_each is None:
        return _words(attribute.name)
    entries = schema.entries(layer, attribute.for_each)
    names = {e.id: e.name for e in entries if isinstance(e, Entry)}
    return names.get(control.key) or _words(control.key)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _follows(layer: Layer, attribute: Attribute) -> bool:
    """Whether the reader can tell the label of a block from the set that must hold it."""
    return (
        layer.unit == "block"
        and attribute.name == layer.control
        and any(a.contains_label and a.required is True for a in layer.region_attributes)
    )


def _when(layer: Layer, attribute: Attribute, way_out: str | None) -> dict[str, str]:
    """The conditions under which the control is shown. A hidden control requires no value."""
    if attribute.level == "document":
        demands = attribute.required is True and way_out
        return {"visibleWhen": "choice-unselected", "whenTagName": way_out or ""} if demands else {}
    if layer.unit != "span":
        return {}
    when = {"visibleWhen": "region-selected", "whenTagName": layer.control}
    return {**when, "whenLabelValue": ",".join(attribute.labels)} if attribute.labels else when


def _how_many(attribute: Attribute, kind: str) -> dict[str, str]:
    if kind == "textarea":
        return {}
    if kind == "taxonomy":
        return {} if attribute.many else {"maxUsages": "1"}
    inline = "true" if attribute.level == "document" else "false"
    return {"choice": "multiple" if attribute.many else "single-radio", "showInline": inline}


def _short_lists(
    control: Control, attribute: Attribute, when: Mapping[str, str]
) -> Iterable[dict[str, str]]:
    """`single`, not `single-radio`: a second click takes the choice back."""
    many = "multiple" if attribute.many else "single"
    for short in control.short_lists:
        shown = {**when, "whenLabelValue": short.label} if short.label else when
        named = {"name": short.name, "toName": TEXT, "value": f"${short.data_key}"}
        yield {**named, "choice": many, "perRegion": "true", **shown}


def _choices(
    schema: Schema, layer: Layer, attribute: Attribute, control: Control
) -> Iterable[Choice]:
    has_keys = _has_hotkeys(layer, attribute)
    entries = schema.entries(layer, attribute)
    shown = _searchable(entries) if control.kind == "taxonomy" else [e.id for e in entries]
    for index, (value, text) in enumerate(zip(entries, shown, strict=True)):
        key = value.hotkey if has_keys else None
        if key is None and attribute.level == "region" and _has_digits(layer, attribute):
            key = digit(index)
        if key and key != NO_HOTKEY and layer.unit == "block" and control.name == layer.control:
            key = f"shift+{key}"
        is_named = text != value.id
        hint = value.definition if is_named else value.hint
        yield Choice(text, hint, key or NO_HOTKEY, alias=value.id if is_named else None)


def _searchable(entries: Iterable[Value]) -> list[str]:
    """What the search of a long list looks at: name and aliases, with the id where it is needed."""
    listed = list(entries)
    texts = [", ".join(surfaces_of(e)) if isinstance(e, Entry) else "" for e in listed]
    return [
        e.id if not text else f"{text} ({e.id})" if texts.count(text) > 1 else text
        for e, text in zip(listed, texts, strict=True)
    ]


def _has_hotkeys(layer: Layer, attribute: Attribute) -> bool:
    """A key has one meaning on a page: of the controls that offer the same list the first has its
    keys, and none where each entry of a list has a control.
    """
    if attribute.for_each is not None:
        return False
    if attribute.values:
        return True
    if attribute.source == "labels":
        return attribute.level == "region"
    return attribute is next(a for a in layer.attributes if a.source == attribute.source)


def _has_digits(layer: Layer, attribute: Attribute) -> bool:
    """Whether choices get digits: in a block layer the labels are choices of the form."""
    return layer.unit == "block" and attribute.source == "labels"
