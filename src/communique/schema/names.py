"""The forms that ids take (regular expressions)."""

from typing import Final

CORPUS_NAME: Final = r"^[a-z0-9][a-z0-9_-]*$"
DOC_ID: Final = r"^[a-z0-9][a-z0-9-]{0,63}$"
ANNOTATOR_ID: Final = r"^[a-z0-9][a-z0-9_-]{0,63}$"
LAYER_NAME: Final = r"^[a-z][a-z0-9_]*$"
CONTROL: Final = r"^[A-Za-z][A-Za-z0-9_-]*$"
COLUMN: Final = r"^[A-Za-z][A-Za-z0-9_]*$"
VERSION: Final = r"^\d+\.\d+\.\d+$"
# A language tag of BCP 47 (RFC 5646, 2.1): language, script, region, variants, extensions. Match it
# with re.ASCII and re.IGNORECASE.
LANGUAGE: Final = (
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?|x(-[a-z0-9]{1,8})+"
)
DATE: Final = r"^\d{4}(-\d{2}(-\d{2})?)?$"
GUIDELINE_VERSION: Final = r"^\d+(\.\d+)*$"
HEX_COLOR: Final = r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"
SHA256: Final = r"^[0-9a-f]{64}$"
WORD_LIST: Final = r"^[a-z0-9][a-z0-9_-]*\.txt$"

CONFIGS: Final = frozenset({"documents", "decisions", "annotations", "codebook", "registry"})
DETECTION: Final = "_detection"  # behind a layer's name: the config of its sentences
EVALUATION: Final = "_eval"  # behind a config's name: its questions for language models
DETECTION_COLUMNS: Final = frozenset(
    {
        *("doc_id", "block_id", "block_type", "sentence_id", "text", "start", "end", "label"),
        *("author_label", "votes_against_none", "group"),
    }
)
MIXED: Final = "mixed"  # the label of a sentence with spans of several labels
