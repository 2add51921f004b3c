"""The sealed list: what was handed out to each evaluator, and the hash of the workbook as it was sent.

What comes back is compared with it. It is in the folder of the ente's year, readable by its owner alone: a workbook has
a code of its own, which only its evaluator and this list know.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from secrets import token_hex

from attrs import frozen

from merito.collection.about_people import Value, cells_about
from merito.collection.forms import Asked, Item
from merito.outputs.written import FILE
from merito.workspace.files import content_of
from merito.workspace.in_place import write_whole
from merito.workspace.sheets_out import SEALED_LIST

CODE_BYTES = 16
PEOPLE, FACTORS, WEIGHTS, NAMES = "persone", "fattori", "pesi", "nomi"
NOT_READ = (
    f"{SEALED_LIST}: non è l'elenco che merito collect ha scritto, e senza non si sa che cosa è stato consegnato: "
    f"rimettere una copia di quel file, oppure toglierlo e consegnare di nuovo le schede"
)


class SealError(Exception):
    """A sealed list that cannot be read (Italian)."""


@frozen(kw_only=True)
class SealedRow:
    """A row as it was sent: the person, the item, and the points that stood there."""

    person: str
    item: Item
    points: Decimal | None = None

    @property
    def key(self) -> tuple[str, str, str, date | None]:
        return (self.person, *self.item.key)


@frozen(kw_only=True)
class Sealed:
    """A workbook as it was sent: its code, its evaluator, its file and hash, the day, the rows.

    `about` are the cells about each person as they were sent, by person and label; None if it has no such sheet.
    `names` are those that stood beside the people; None if the list does not say.
    """

    code: str
    evaluator: str
    file: str
    digest: str
    day: date
    rows: tuple[SealedRow, ...]
    about: Mapping[str, Mapping[str, Value]] | None = None
    names: Mapping[str, str] | None = None

    def asks(self, rows: Iterable[Asked]) -> bool:
        """Whether it asks for exactly these rows, whatever points they have."""
        return {one.key: one.item for one in self.rows} == {one.key: one.item for one in rows}

    def named(self, name: Callable[[str], str]) -> bool:
        """Whether its people are called so now."""
        return self.names is None or all(name(person) == own for person, own in self.names.items())

    def changed(self, rows: Iterable[Asked], name: Callable[[str], str]) -> tuple[str, ...]:
        """What is no longer as it was sent: PEOPLE, FACTORS, WEIGHTS (also maxima and periods), NAMES."""
        sent, now = {one.key: one.item for one in self.rows}, {one.key: one.item for one in rows}
        people = {key[0] for key in sent} == {key[0] for key in now}
        both = [(sent[key], now[key]) for key in sent.keys() & now.keys()]
        told = {
            PEOPLE: not people,
            FACTORS: people and sent.keys() != now.keys(),
            WEIGHTS: any(one != other for one, other in both),
            NAMES: not self.named(name),
        }
        return tuple(what for what, so in told.items() if so)


def new_code() -> str:
    """The code of a workbook, which nobody can guess."""
    return token_hex(CODE_BYTES)


def sealed_rows(rows: Iterable[Asked]) -> tuple[SealedRow, ...]:
    """Rows to be sent, as the list keeps them."""
    return tuple(SealedRow(person=one.person.id, item=one.item, points=one.points) for one in rows)


def read_sealed(folder: Path) -> Mapping[str, Sealed]:
    """The workbooks handed out for the year of a folder, by their codes. Raises SealError, FileError and OSError."""
    path = folder / SEALED_LIST
    if not path.exists():
        return {}
    try:
        listed = [_sealed(one) for one in json.loads(content_of(path).decode("utf-8"))]
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise SealError(f"{folder.name}/{NOT_READ}") from error
    return {one.code: one for one in listed}


def write_sealed(folder: Path, listed: Iterable[Sealed]) -> None:
    """Writes the list, readable by its owner alone. Raises OSError."""
    text = json.dumps([_written(one) for one in listed], ensure_ascii=False, indent=1)
    write_whole(folder / SEALED_LIST, f"{text}\n", FILE)


def _written(one: Sealed) -> dict[str, object]:
    return {
        "codice": one.code,
        "valutatore": one.evaluator,
        "scheda": one.file,
        "impronta": one.digest,
        "consegnata": one.day.isoformat(),
        "righe": [
            {
                "persona": row.person,
                "fattore": row.item.factor,
                "sezione": row.item.section,
                "dal": _day_text(row.item.start),
                "al": _day_text(row.item.end),
                "massimo": _text(row.item.maximum),
                "peso": _text(row.item.weight),
                "punti": _text(row.points),
            }
            for row in one.rows
        ],
        **({} if one.about is None else {PEOPLE: [_written_about(*person) for person in one.about.items()]}),
        **({} if one.names is None else {NAMES: dict(one.names)}),
    }


def _written_about(person: str, cells: Mapping[str, Value]) -> dict[str, str]:
    told = {label: value.isoformat() if isinstance(value, date) else value or "" for label, value in cells.items()}
    return {"persona": person, **told}


def _sealed(one: Mapping[str, object]) -> Sealed:
    rows = one["righe"]
    if not isinstance(rows, list):
        raise TypeError("righe")
    return Sealed(
        code=str(one["codice"]),
        evaluator=str(one["valutatore"]),
        file=str(one["scheda"]),
        digest=str(one["impronta"]),
        day=date.fromisoformat(str(one["consegnata"])),
        rows=tuple(map(_row, rows)),
        about=_about(one[PEOPLE]) if PEOPLE in one else None,
        names=_names(one[NAMES]) if NAMES in one else None,
    )


def _about(listed: object) -> Mapping[str, Mapping[str, Value]]:
    if not isinstance(listed, list):
        raise TypeError(PEOPLE)
    days = {column.label for column in cells_about() if column.kind == "date"}
    return {
        str(one["persona"]): {
            label: _day(text) if label in days else text or None for label, text in one.items() if label != "persona"
        }
        for one in listed
    }


def _names(listed: object) -> Mapping[str, str]:
    if not isinstance(listed, dict):
        raise TypeError(NAMES)
    return {str(person): str(name) for person, name in listed.items()}


def _row(row: Mapping[str, str]) -> SealedRow:
    item = Item(
        factor=row["fattore"],
        section=row["sezione"],
        maximum=_number(row["massimo"]),
        weight=_number(row["peso"]),
        start=_day(row["dal"]),
        end=_day(row["al"]),
    )
    return SealedRow(person=row["persona"], item=item, points=_number(row["punti"]))


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _day_text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
