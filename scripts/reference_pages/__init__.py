"""The pages of docs/reference, made from the code: `scripts/docs --reference` writes them."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from reference_pages.api import api_page
from reference_pages.cli import cli_page
from reference_pages.problems import problems_page
from reference_pages.schema import schema_page
from reference_pages.tables import tables_page

FOLDER: Final = Path(__file__).parents[2] / "docs/reference"
PAGES: Final[dict[str, Callable[[], str]]] = {
    "api.md": api_page,
    "cli.md": cli_page,
    "problems.md": problems_page,
    "schema.md": schema_page,
    "tables.md": tables_page,
}
