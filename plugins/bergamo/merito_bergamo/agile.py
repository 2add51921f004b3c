"""The organisational plan of agile work: its yearly programme (ch. 5.2.4) and the rules of annex 1."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import cast

from merito import Basis, ExtraRow, Finding, Indicator, InForce, ResultRows, Step, TableRow, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import HUNDRED, add_months, decimal_text, half_up, percent_text, product, quotient

TABLE, POLA = "agile_work", "pola"
ROUNDED = "I-BP-09"


@hookimpl
@rule("BP-5.1", "BP-A.3", "BP-A.4", "BP-A.13", "BP-5.4", "I-BP-08", "I-BP-09")
def merito_check_plan(step: Step) -> ResultRows:
    """Reports programmes, days and people that do not follow the rules; nothing is refused."""
    findings = [*_table_of_pola(step), *_people(step)]
    for row in step.dossier.tables.get(TABLE, ()):
        findings += [*_planned(row), *_allowed(step, row), *_days(step, row), *_at_odds(row)]
    yield from findings


@hookimpl
@rule("BP-5.2d")
def merito_monitor(step: Step) -> ResultRows:
    """The fewest and the most days of agile work that follow from each year's programme."""
    weeks = step.parameters.number("agile_weeks")
    rows = [_year_of_days(row, weeks) for row in step.dossier.tables.get(TABLE, ())]
    yield from (row for row in rows if row is not None)


def _year_of_days(row: ExtraRow, given: InForce[Fraction]) -> TableRow | None:
    people, least, most = _number(row, "planned"), _number(row, "days_least"), _number(row, "days_most")
    if people is None or least is None or most is None:
        return None
    weeks = given.value
    days = [half_up(product(people, weeks, number), 0) for number in (least, most)]
    return TableRow(
        table="giornate_agili",
        columns=(
            ("anno", cast(int, row["year"])),
            ("persone", people),
            ("settimane", half_up(weeks, 0)),
            ("giornate, minimo", days[0]),
            ("giornate, massimo", days[1]),
        ),
        rules=("BP-5.2d",),
        basis=Basis(inputs=(row,), parameters=(given,)),
    )


def _number(row: ExtraRow, column: str) -> Decimal | None:
    return cast("Decimal | None", row[column])


def _planned(row: ExtraRow) -> Iterator[Finding]:
    """Compares the printed share of agile workers of a year with its numbers of people (BP-5.1)."""
    people, able, printed = _number(row, "planned"), _number(row, "remote"), _number(row, "planned_share")
    year = row["year"]
    if people is None or not able:
        missing = "quanti possono lavorare da remoto" if people is not None else "quante persone saranno agili"
        yield told("info", "BP-5.1", f"lavoro agile {year}: non è indicato {missing}", inputs=(row,))
        return
    exact = quotient(people, able) * HUNDRED
    found = f"{decimal_text(people)} su {decimal_text(able)}, {percent_text(exact)}"
    if printed is None:
        yield told("info", "BP-5.1", f"lavoro agile {year}: manca la quota programmata; le persone sono {found}")
    elif half_up(exact, 0) != half_up(printed, 0):
        why = f"lavoro agile {year}: la quota programmata è {decimal_text(printed)}%, le persone sono {found}"
        yield told("warning", "BP-5.1", why, inputs=(row,))
    else:
        why = f"lavoro agile {year}: quota programmata {decimal_text(printed)}%, cioè {found} ({ROUNDED})"
        yield told("info", "BP-5.1", why, inputs=(row,))


def _allowed(step: Step, row: ExtraRow) -> Iterator[Finding]:
    """Warns if too few of those who can work remotely may do so; by default tests the share in whole points."""
    allowed, able = _number(row, "allowed"), _number(row, "remote")
    if allowed is None or not able:
        return
    least = step.parameters.share("agile_least_share").value * HUNDRED
    exact = quotient(allowed, able) * HUNDRED
    tested = exact if step.readings[ROUNDED].choice == "exact" else half_up(exact, 0)
    if tested < least:
        why = (
            f"lavoro agile {row['year']}: possono avvalersene {decimal_text(allowed)} su {decimal_text(able)}, "
            f"{percent_text(exact)}, meno del {percent_text(least)} ({ROUNDED})"
        )
        yield told("warning", "BP-A.3", why, inputs=(row,))


def _days(step: Step, row: ExtraRow) -> Iterator[Finding]:
    """Warns unless the days per week are whole and from one to three, or as the parameters say."""
    low, high = (step.parameters.number(key).value for key in ("agile_days_least", "agile_days_most"))
    for column in ("days_least", "days_most"):
        days = _number(row, column)
        if days is not None and (not low <= days <= high or days != days.to_integral_value()):
            found = f"{decimal_text(days)} giorni a settimana"
            why = f"lavoro agile {row['year']}: {found}; sono giornate intere, da {low} a {high}"
            yield told("warning", "BP-A.4", why, inputs=(row,))


def _at_odds(row: ExtraRow) -> Iterator[Finding]:
    """Warns of more people in a part than in the whole, and of a minimum of days above the maximum."""
    able, allowed, planned = (_number(row, column) for column in ("remote", "allowed", "planned"))
    least, most = _number(row, "days_least"), _number(row, "days_most")
    pairs = (
        ("BP-A.3", "le persone ammesse", allowed, "di quelle che possono lavorare da remoto", able),
        ("BP-A.3", "le persone agili programmate", planned, "di quelle ammesse", allowed),
        ("BP-5.1", "le persone agili programmate", planned, "di quelle che possono lavorare da remoto", able),
        ("BP-A.4", "le giornate minime a settimana", least, "delle massime", most),
    )
    for rule_id, part, few, whole, many in pairs:
        if few is not None and many is not None and few > many:
            why = f"lavoro agile {row['year']}: {part} ({decimal_text(few)}) sono più {whole} ({decimal_text(many)})"
            yield told("warning", rule_id, why, inputs=(row,))


def _people(step: Step) -> Iterator[Finding]:
    """Warns of agile work during the trial period, and of agile workers without a form of individual objectives."""
    dossier = step.dossier
    months = int(step.parameters.number("agile_trial_months").value)
    holders = {board.holder for board in dossier.dashboards if board.kind == "individual"}
    for person in dossier.people:
        since, hired = person.extra.get("agile_from"), person.extra.get("hired")
        if since is None:
            continue
        subject = f"person:{person.id}"
        if hired is not None and since <= add_months(hired, months):  # type: ignore[operator,arg-type]
            why = f"lavoro agile prima della fine della prova di {months} mesi dall'assunzione"
            yield told("warning", "BP-A.3", why, subject, inputs=(person,))
        if subject not in holders:
            why = "lavoro agile senza una scheda di obiettivi individuali"
            yield told("warning", "BP-A.13", why, subject, inputs=(person,))


def _table_of_pola(step: Step) -> Iterator[Finding]:
    """Every row of the POLA's table has a dimension, a baseline and a target for each year of the plan."""
    dossier = step.dossier
    boards = [board for board in dossier.dashboards if board.kind == POLA]
    carried = (row.indicator for board in boards for row in dossier.dashboard_rows.of(dashboard=board.id))
    rows = [dossier.indicators[indicator] for indicator in carried]
    known = {str(name) for name in step.parameters.list("agile_dimensions").value}
    strange = [one for one in rows if one.dimension and one.dimension.casefold() not in known]
    for one in strange:
        why = f"dimensione «{one.dimension}»: nella tabella del POLA sono {', '.join(sorted(known))}"
        yield told("warning", "BP-5.4", why, f"indicator:{one.id}", inputs=(one,))
    lacking = {"dimensione": [one.id for one in rows if not one.dimension]}
    if dossier.targets:
        lacking |= {"stato di partenza": [one.id for one in rows if not one.baseline.text]} | _unset(step, rows)
    for what, ids in lacking.items():
        if ids:
            yield told("info", "BP-5.4", f"POLA, da stabilire: {what} di {listed(ids)} (I-BP-08)")


def _unset(step: Step, rows: list[Indicator]) -> dict[str, list[str]]:
    first, years = step.dossier.year, int(step.parameters.number("plan_years").value)
    given = {(row.indicator, row.year) for row in step.dossier.targets if row.value.value is not None}
    return {
        f"risultato atteso {year}": [one.id for one in rows if (one.id, year) not in given]
        for year in range(first, first + years)
    }
