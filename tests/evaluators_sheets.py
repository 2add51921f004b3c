"""The workbooks of the evaluators of one chamber, filled in and read back."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from click.testing import Result

Merito = Callable[..., Result]
MANAGER = "D1_dirigente.xlsx"


def fill(book: Path, **cells: object) -> None:
    opened = openpyxl.load_workbook(book)
    for cell, value in cells.items():
        opened["scheda"][cell] = value
    opened.save(book)


def ratings(place: Path) -> Path:
    return place / "enti/camera-di-prova/2021/valutazioni_fattori.csv"


def evaluated_by(place: Path, person: str, evaluator: str) -> None:
    """Writes who evaluates somebody."""
    path = place / "enti/camera-di-prova/2021/valutazioni.csv"
    heads, *rows = (line.split(";") for line in path.read_text(encoding="utf-8").splitlines())
    who = heads.index("valutatore")
    for row in rows:
        if row[heads.index("persona")] == person:
            row[who] = evaluator
    path.write_text("\n".join(map(";".join, (heads, *rows))) + "\n", encoding="utf-8")


def points_of(book: Path) -> dict[tuple[object, object], object]:
    rows = openpyxl.load_workbook(book)["scheda"].iter_rows(min_row=2, values_only=True)
    return {(row[0], row[6]): row[12] for row in rows}
