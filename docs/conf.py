"""How Sphinx makes the site of docs/: `scripts/docs` runs it. Nothing here needs a network."""

import logging
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent / "_ext")]

from communique.version import VERSION  # noqa: E402

project = "Communiqué"
version = release = VERSION
language = "en"
extensions = ["myst_parser", "notebooks", "outside_links"]
exclude_patterns = ["_ext", "_static", "**/.ipynb_checkpoints"]
nitpicky = True
smartquotes = False  # `--out` stays as it is typed

myst_heading_anchors = 4
highlight_language = "text"  # a fence without a language is no Python
pygments_style = "default"

html_theme = "furo"
html_title = f"{project} {VERSION}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = html_show_sourcelink = False
html_show_copyright = html_show_sphinx = False

# A folder of pages may be empty. Sphinx 9.0 gives this warning no type, so `suppress_warnings`
# misses it.
logging.getLogger("sphinx.sphinx.directives.other").addFilter(
    lambda record: getattr(record, "subtype", None) != "empty_glob"
)
