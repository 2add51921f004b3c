"""The workbooks of the evaluators of one chamber, filled in and read back."""

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
from click.testing import Result

Merito = Callable[..., Result]
MANAGER = "D1_dirigente.xlsx"
AS_BEFORE = (
    "in bianco «motivazione»: PO1, E1, E2, E3, SG1, D1\n"
    "0 punteggi nuovi, 0 cambiati, 12 come prima: nulla è stato scritto\n"
)
"""What is said of workbooks that come back as they were handed out."""


def fill(book: Path, sheet: str = "scheda", **cells: object) -> None:
    opened = openpyxl.load_workbook(book)
    for cell, value in cells.items():
        opened[sheet][cell] = value
    opened.save(book)


def ratings(place: Path) -> Path:
    return place / "enti/camera-di-prova/2021/valutazioni_fattori.csv"


def returned(place: Path) -> Path:
    """The table of the ratings that came back."""
    return ratings(place).with_name("schede_restituite.csv")


def returned_rows(place: Path) -> list[dict[str, str]]:
    with returned(place).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def points_returned(place: Path) -> dict[tuple[str, str], str]:
    """The points that came back, by person and factor."""
    return {(row["persona"], row["fattore"]): row["punti"] for row in returned_rows(place)}


def without_ratings(place: Path) -> Path:
    """The chamber whose office has written no rating itself, and so none of its corrections."""
    ratings(place).unlink()
    amendments = ratings(place).with_name("variazioni.csv")
    kept = [line for line in amendments.read_text(encoding="utf-8").splitlines() if "valutazioni_fattori" not in line]
    amendments.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return place


def everything(place: Path) -> dict[Path, bytes]:
    """Every file of the ente's year."""
    return {path: path.read_bytes() for path in sorted(ratings(place).parent.iterdir())}


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
