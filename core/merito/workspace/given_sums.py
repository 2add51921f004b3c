"""The funds and the single figures that an ente gives in its `cycle.toml`."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from merito.contract.inputs import Named
from merito.declarations.values import read_value
from merito.model.dossier import Given
from merito.model.messages import Sayable
from merito.model.source import Source
from merito.workspace.cell_numbers import read_money, read_number, read_percent
from merito.workspace.cells import CellError
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problem, Problems
from merito.workspace.toml_files import as_toml


def named(name: str, known: Mapping[str, Named]) -> Named | None:
    """The declaration under a name or its Italian label."""
    return known.get(name) or next((one for one in known.values() if one.label == name), None)


def read_given(
    shown: str, section: str, raw: Mapping[str, object], known: Mapping[str, Named], problems: Problems
) -> list[Given]:
    """Funds or single figures in `cycle.toml`; undeclared ones are problems."""
    given: list[Given] = []
    source = Source(shown, 0)
    for name, value in raw.items():
        where = f"[{section}] {name}"
        declared = named(name, known)
        if declared is None:
            words = (*(one.label for one in known.values()), *known)
            every = ", ".join(f"{one.label} ({one.name})" for one in known.values())
            told = f"Ammessi per questo regolamento: {every or 'nessuno'}."
            remedy = f"{suggestion(name, words)} {told}".lstrip()
            problems.tell(source, f"{where}: voce sconosciuta", remedy=remedy)
            continue
        if any(one.id == declared.name for one in given):
            problems.tell(source, f"{where}: la voce è già data, col nome o con l'etichetta")
            continue
        try:
            read = _as_a_cell(declared.kind, value) if isinstance(value, str) else _given_value(declared.kind, value)
        except CellError as error:
            problems.add(_wrong(source, where, value, declared, error.expected, error.remedy))
            continue
        if read is None:
            problems.add(_wrong(source, where, value, declared, _GIVEN_EXPECTED[declared.kind]))
            continue
        given.append(Given(id=declared.name, value=read, source=source))
    return given


def _wrong(
    source: Source, where: str, value: object, declared: Named, expected: Sayable, remedy: Sayable = ""
) -> Problem:
    return Problem(
        source=source,
        message=where,
        found=as_toml(value),
        expected=expected,
        article=declared.cites,
        remedy=remedy,
    )


def _as_a_cell(kind: str, written: str) -> object:
    """A text between quotes, parsed like a table cell: `"9.000,50"`. Raises CellError."""
    readers = {"money": read_money, "number": read_number, "percent": read_percent}
    return readers[kind](written.strip(), "it") if kind in readers else _given_value(kind, written)


_GIVEN_EXPECTED = {
    "money": (
        "un importo in euro, non negativo, con al massimo due decimali (novemila si scrive 9000, non 9.000; oppure, "
        'tra virgolette, come in una tabella: "9.000,00")'
    ),
    "number": "un numero",
    "percent": "punti percentuali (60, non 0.6)",
    "date": "una data AAAA-MM-GG",
    "text": "un testo",
    "yes_no": "true o false",
}


def _given_value(kind: str, raw: object) -> object:
    if kind == "text":
        return raw if isinstance(raw, str) else None
    if kind == "yes_no":
        return raw if isinstance(raw, bool) else None
    try:
        value = read_value("number" if kind == "percent" else kind, raw)
    except ValueError:
        return None
    if kind == "percent" and isinstance(value, Fraction) and 0 < value < 1:
        return None
    return None if kind == "money" and isinstance(value, Decimal) and value < 0 else value
