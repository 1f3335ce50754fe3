"""Load UIMA CAS files: JSON, or XMI with the type system that lies beside it."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from communique.formats.cas_offsets import offset_faults
from communique.formats.cas_types import METADATA, SENTENCE, TOKEN
from communique.formats.foreign import ForeignFile, Reading

if TYPE_CHECKING:
    from cassis import Cas

DKPRO: Final = "de.tudarmstadt.ukp.dkpro.core.api."
_IGNORED: Final = (
    *("uima.", "de.tudarmstadt.ukp.clarin.webanno.api.type.", METADATA, SENTENCE, TOKEN),
    *(f"{DKPRO}segmentation.", f"{DKPRO}metadata.", "org.dkpro.core.api.xml."),
)


def loaded_files(
    files: Sequence[ForeignFile], reading: Reading
) -> Iterator[tuple[ForeignFile, "Cas"]]:
    """Each CAS with its file. An XMI beside a JSON file of the same name is not read.

    Raises ImportError if the package of the format is not installed.
    """
    stems = {_stem(f.name) for f in files if f.name.endswith(".json")}
    systems = {f.name: f for f in files if f.name.endswith(".xml")}
    for file in files:
        cas = None
        if file.name.endswith(".json"):
            cas = _loaded(file, None, reading)
        elif file.name.endswith(".xmi") and _stem(file.name) not in stems:
            system = _system_of(file, systems, reading)
            cas = _loaded(file, system, reading) if system else None
        elif not file.name.endswith((".xmi", ".xml")):
            reading.fault(file.name, None, "not a CAS; expected NAME.json or NAME.xmi")
        if cas is not None:
            yield file, cas


def _stem(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(""))


def _system_of(
    file: ForeignFile, systems: Mapping[str, ForeignFile], reading: Reading
) -> ForeignFile | None:
    """The type system beside an XMI file; the only one, if there is one."""
    folder = PurePosixPath(file.name).parent
    beside = [f for name, f in systems.items() if PurePosixPath(name).parent == folder]
    listed = beside or list(systems.values())
    if len(listed) != 1:
        message = "needs its type system: give TypeSystem.xml in the same folder"
        reading.fault(file.name, None, message)
        return None
    return listed[0]


def _loaded(file: ForeignFile, system: ForeignFile | None, reading: Reading) -> "Cas | None":
    """A CAS whose offsets are ranges of its text; None with faults."""
    import cassis

    package: Any = cassis  # its readers have no complete types
    if not all(_is_plain(f, reading) for f in (file, system) if f):
        return None
    faults = offset_faults(file.data, ignored, is_json=system is None)
    for message in faults:
        reading.fault(file.name, None, message)
    if faults:
        return None
    try:
        with warnings.catch_warnings(action="ignore"):  # what it warns of was checked
            if system is None:
                return package.load_cas_from_json(BytesIO(file.data))
            types = package.load_typesystem(BytesIO(system.data))
            return package.load_cas_from_xmi(BytesIO(file.data), typesystem=types)
    except ImportError:
        raise
    except Exception as error:  # the package raises many kinds for a broken file
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        reading.fault(file.name, None, f"not a CAS that can be read: {reason:.200}")
        return None


def _is_plain(file: ForeignFile, reading: Reading) -> bool:
    is_xml = file.name.endswith((".xmi", ".xml"))
    if is_xml and b"<!DOCTYPE" in file.data.upper():
        reading.fault(file.name, None, "declares a document type, which is not allowed")
        return False
    return True


def ignored(type_: str) -> bool:
    """Whether a type is no annotation of a person: sentences, tokens, metadata."""
    return type_.startswith(_IGNORED)
