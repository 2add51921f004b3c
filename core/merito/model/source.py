"""Where a row was read, so that every figure can be followed back to it."""

from typing import NamedTuple


class Source(NamedTuple):
    """A file (path as the reader was given it, relative to the workspace), its sheet if it has sheets, and the
    row, counted from 1 with the heading."""

    file: str
    row: int
    sheet: str = ""

    def __str__(self) -> str:
        place = f"{self.file}[{self.sheet}]" if self.sheet else self.file
        return f"{place}, riga {self.row}" if self.row else place


NOWHERE = Source("", 0)
