"""The CSV files of the folder to publish, read as an Italian spreadsheet does."""

import csv
from collections.abc import Mapping
from pathlib import Path


def rows_of(path: Path) -> list[Mapping[str, str]]:
    """The rows of a file, with their cells as written."""
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
