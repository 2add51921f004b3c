"""Rows whose keys differ only in capitals, accents and spaces are refused when read, in every table."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from plugins_here import REGULATIONS

from merito import BadDataError, Table, plain
from merito.testing import check_folder, installed_regulations

YEAR = 2021
KNOWN = installed_regulations()
GOVERNING = [one for one in REGULATIONS if one in KNOWN.names() and one != "national"]
FACTORS = {
    "bergamo": ("a", "A"),
    "brescia": ("autonomia", "Autonomia"),
    "comunita_montane": ("b", "B"),
}
WRITTEN = {
    "id": "X1",
    "ref": "X1",
    "text": "testo",
    "number": "1",
    "points": "1",
    "weight": "10",
    "money": "1",
    "date": "2020-01-01",
    "yes_no": "SI",
    "figure": "1",
    "moment": "final",
    "year": "2020",
    "who": "X1",
    "amended": "X1",
}
OF_THE_REGULATION = {
    ("bodies", "body"): lambda inputs: [name for name, one in inputs.bodies.items() if one.rule],
    ("texts", "field"): lambda inputs: inputs.printed.texts,
}  # an undeclared name is reported separately
TOLD_APART_BY_TEXT = [
    pytest.param(regulation, table, name, id=f"{regulation}: {table.name}.{name}")
    for regulation in GOVERNING
    for table in KNOWN.stack(regulation).inputs.tables.values()
    if table.name != "bodies" or any(one.rule for one in KNOWN.stack(regulation).inputs.bodies.values())
    for name in table.key
    if table.columns[name].kind in ("id", "text") and (table.name, name) not in OF_THE_REGULATION
]


def problems(place: Any, regulation: str) -> Sequence[Any]:
    """The problems of the same tables in a year, under a regulation that governs it."""
    place.write("enti/alfa/ente.toml", f'id = "alfa"\nname = "Ente Alfa"\nregulation = "{regulation}"\n')
    place.year.rename(place.ente / str(YEAR))
    with pytest.raises(BadDataError) as refused:
        check_folder(place.root, "alfa", year=YEAR, as_of=date(YEAR, 12, 31), regulations=KNOWN)
    return refused.value.problems


def test_there_is_such_a_table_under_every_regulation() -> None:
    assert set(FACTORS) == set(GOVERNING) == {one.values[0] for one in TOLD_APART_BY_TEXT}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("regulation", FACTORS)
def test_a_factor_in_two_ways_of_writing_is_no_mean_of_two(bare: Any, regulation: str, form: str) -> None:
    once, again = FACTORS[regulation]
    head = ["person", "factor", "points", "max"]
    bare.build({"ratings": [head, ["P1", once, "89", "100"], ["P1", again, "10", "100"]]}, form=form)
    (problem,) = problems(bare, regulation)
    assert (problem.source.row, problem.found) == (3, f"P1, {again}")
    assert f"riga 2, dove è scritto «P1, {once}»" in plain(problem.message)


@pytest.mark.parametrize(("regulation", "table", "name"), TOLD_APART_BY_TEXT)
def test_rows_apart_by_a_capital_alone_are_one_in_every_table(
    bare: Any, regulation: str, table: Table, name: str
) -> None:
    rows = [
        dict(_cells(table, regulation)),
        dict(_cells(table, regulation)) | {name: WRITTEN[table.columns[name].kind].swapcase()},
    ]
    bare.build({table.name: [list(rows[0]), *(list(row.values()) for row in rows)]}, locale="en")
    told = [one for one in problems(bare, regulation) if one.column == " + ".join(table.key)]
    assert [
        (one.source.row, "riga 2, dove è scritto «" in plain(one.message))
        for one in told
        if "è già in" in plain(one.message)
    ] == [(3, True)]


def test_rows_apart_by_a_digit_or_a_letter_are_two(bare: Any) -> None:
    head = ["person", "section", "factor", "points"]
    bare.build({"ratings": [head, ["P1", "a", "voce 1", "9"], ["P1", "a", "voce 2", "9"], ["P1", "b", "voce 1", "9"]]})
    assert [(row.section, row.factor) for row in bare.dossier.ratings] == [
        ("a", "voce 1"),
        ("a", "voce 2"),
        ("b", "voce 1"),
    ]


def _cells(table: Table, regulation: str) -> Iterator[tuple[str, str]]:
    for column in table.columns.values():
        coded = {"choice": column.values, "tool": KNOWN.stack(regulation).inputs.tools}.get(column.kind)
        if declared := OF_THE_REGULATION.get((table.name, column.name)):
            coded = declared(KNOWN.stack(regulation).inputs)
        yield column.name, next(iter(coded)) if coded else WRITTEN[column.kind]
