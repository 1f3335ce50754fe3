"""Links of a page to files outside docs/: the site shows their path in the repository.

On a forge such a link opens the file. The site has no copy of it, so the text of the link stays,
and the path follows: "the rules (`src/rules.md`)". A path to nothing is a warning.
"""

import os.path
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)


class OutsideLinks(SphinxTransform):
    """Replaces each link to a file or folder of the repository outside docs/ by text and path."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        kinds = (addnodes.pending_xref, addnodes.download_reference)
        for node in [n for kind in kinds for n in self.document.findall(kind)]:
            if (path := self._outside(node)) is not None:
                node.replace_self(self._shown(node, path))

    def _outside(self, node: nodes.Element) -> str | None:
        """The path from the top of the repository, or None if the target is in docs/."""
        if node.get("reftype") != "myst" or node["reftarget"].startswith("#"):
            return None
        docs = Path(self.env.srcdir)
        folder = docs if node.get("refdomain") == "doc" else docs / self.env.docname / ".."
        target = Path(os.path.normpath(folder / node["reftarget"].partition("#")[0]))
        if target.is_relative_to(docs):
            return None
        if node.get("refdomain") == "doc":  # without its suffix
            target = target.with_name(target.name + ".md")
        if not target.exists():
            LOGGER.warning("a link points to nothing: %s", target, location=node)
        return os.path.relpath(target, docs.parent)

    @staticmethod
    def _shown(node: nodes.Element, path: str) -> list[nodes.Node]:
        literal = nodes.literal(path, path)
        if node.astext() in (path, Path(path).name):
            return [literal]
        return [*node.children, nodes.Text(" ("), literal, nodes.Text(")")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the transform with Sphinx."""
    app.add_transform(OutsideLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
