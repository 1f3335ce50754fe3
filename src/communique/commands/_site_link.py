"""The line that leads from the output of a command to the site, where there is one."""

from pathlib import Path
from typing import Final

SITE: Final = Path("dist", "site")


def show_site(root: Path, page: str) -> None:
    """Print the address of a page of the site in `dist/site`; nothing if there is no such page."""
    file = root / SITE / page
    if file.is_file():
        print(f"\nSite: {file.resolve().as_uri()}")
