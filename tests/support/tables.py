"""The tables of a page of the site, read as a browser would."""

from html.parser import HTMLParser

Rows = list[list[str]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Rows] = {}
        self.rows: Rows = []
        self.caption = ""
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.rows, self.caption = [], ""
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self.inside = tag
        elif tag == "caption":
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.caption:
            assert self.caption not in self.tables, self.caption
            self.tables[self.caption] = self.rows
        if tag in ("th", "td", "caption"):
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.caption += data
        elif self.inside:
            self.rows[-1][-1] += data


def tables(html: str) -> dict[str, Rows]:
    """The rows of each table, its head first, by caption; every row has as many cells."""
    reader = _Reader()
    reader.feed(html)
    for rows in reader.tables.values():
        assert len({len(row) for row in rows}) <= 1
    return reader.tables
