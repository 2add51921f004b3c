"""Agile work: how many people may work so, on which days, and the table of the POLA (ch. 5, Allegato 1)."""

from datetime import date
from decimal import Decimal
from typing import cast

from merito import Basis, ExtraRow, ResultRows, Step, TableRow, kit, rule
from merito.numbers import HUNDRED, add_months, decimal_text, half_up, percent_text, product, quotient
from merito_bergamo.planning.plan import years_without

TABLE = "agile_work"
ROUNDED = "I-BP-09"


@rule("BP-5.2d", hook="merito_monitor")
def days_of_agile_work(step: Step) -> ResultRows:
    """The fewest and the most days of agile work that follow from each year's programme."""
    weeks = step.parameters.number("agile_weeks")
    for row in step.dossier.tables.get(TABLE, ()):
        people, least, most = _numbers(row, "planned", "days_least", "days_most")
        if people is not None and least is not None and most is not None:
            columns = (
                ("anno", cast(int, row["year"])),
                ("persone", people),
                ("settimane", half_up(weeks.value, 0)),
                ("giornate, minimo", half_up(product(people, weeks.value, least), 0)),
                ("giornate, massimo", half_up(product(people, weeks.value, most), 0)),
            )
            basis = Basis(inputs=(row,), parameters=(weeks,))
            yield TableRow(table="giornate_agili", columns=columns, rules=("BP-5.2d",), basis=basis)


def _numbers(row: ExtraRow, *columns: str) -> list[Decimal | None]:
    return [cast("Decimal | None", row[column]) for column in columns]


@rule("BP-5.4", "I-BP-08", hook="merito_check_plan")
def table_of_the_pola(step: Step) -> ResultRows:
    """Every row of the POLA's table has a dimension, a baseline and a target for each year of the plan."""
    dossier = step.dossier
    boards = [board.id for board in dossier.dashboards if board.kind == "pola"]
    rows = [dossier.indicators[row.indicator] for board in boards for row in dossier.dashboard_rows.of(dashboard=board)]
    known = {str(name) for name in step.parameters.list("agile_dimensions").value}
    for one in rows:
        if one.dimension and one.dimension.casefold() not in known:
            why = f"dimensione «{one.dimension}»: nella tabella del POLA sono {', '.join(sorted(known))}"
            yield kit.told("warning", "BP-5.4", why, f"indicator:{one.id}", inputs=(one,))
    lacking = {"dimensione": [one.id for one in rows if not one.dimension]}
    if dossier.targets:
        given = {(row.indicator, row.year) for row in dossier.targets if row.value.value is not None}
        lacking["stato di partenza"] = [one.id for one in rows if not one.baseline.text]
        lacking |= years_without(step, rows, given)
    for what, ids in lacking.items():
        if ids:
            yield kit.told("info", "BP-5.4", f"POLA, da stabilire: {what} di {kit.listed(ids)} (I-BP-08)")


@rule("BP-A.3", "BP-A.13", hook="merito_check_plan")
def agile_people(step: Step) -> ResultRows:
    """Warns of agile work during the trial period, and of agile workers without a form of individual objectives."""
    months = int(step.parameters.number("agile_trial_months").value)
    holders = {board.holder for board in step.dossier.dashboards if board.kind == "individual"}
    for person in step.dossier.people:
        subject = f"person:{person.id}"
        since = cast("date | None", person.extra.get("agile_from"))
        hired = cast("date | None", person.extra.get("hired"))
        if since is not None and hired is not None and since <= add_months(hired, months):
            why = f"lavoro agile prima della fine della prova di {months} mesi dall'assunzione"
            yield kit.told("warning", "BP-A.3", why, subject, inputs=(person,))
        if since is not None and subject not in holders:
            why = "lavoro agile senza una scheda di obiettivi individuali"
            yield kit.told("warning", "BP-A.13", why, subject, inputs=(person,))


@rule("BP-5.1", "BP-A.3", "BP-A.4", "I-BP-09", hook="merito_check_plan")
def years_of_agile_work(step: Step) -> ResultRows:
    """What each year of the programme says about people and days: reported, never refused."""
    for row in step.dossier.tables.get(TABLE, ()):
        yield from (*_planned(row), *_limits(step, row), *_at_odds(row))


def _planned(row: ExtraRow) -> ResultRows:
    """Compares the printed share of agile workers of a year with its numbers of people (BP-5.1)."""
    people, able, printed = _numbers(row, "planned", "remote", "planned_share")
    year = f"lavoro agile {row['year']}"
    if people is None or not able:
        missing = "quanti possono lavorare da remoto" if people is not None else "quante persone saranno agili"
        yield kit.told("info", "BP-5.1", f"{year}: non è indicato {missing}", inputs=(row,))
        return
    exact = quotient(people, able) * HUNDRED
    found = f"{decimal_text(people)} su {decimal_text(able)}, {percent_text(exact)}"
    if printed is None:
        yield kit.told("info", "BP-5.1", f"{year}: manca la quota programmata; le persone sono {found}")
        return
    share = f"{decimal_text(printed)}%"
    if half_up(exact, 0) == half_up(printed, 0):
        yield kit.told("info", "BP-5.1", f"{year}: quota programmata {share}, cioè {found} ({ROUNDED})", inputs=(row,))
    else:
        why = f"{year}: la quota programmata è {share}, le persone sono {found}"
        yield kit.told("warning", "BP-5.1", why, inputs=(row,))


def _limits(step: Step, row: ExtraRow) -> ResultRows:
    """Warns if too few of those who can work remotely may do so, or unless the days per week are whole and allowed.

    By default the share is tested in whole points.
    """
    allowed, able = _numbers(row, "allowed", "remote")
    if allowed is not None and able:
        least = step.parameters.share("agile_least_share").value * HUNDRED
        exact = quotient(allowed, able) * HUNDRED
        tested = exact if step.readings[ROUNDED].choice == "exact" else half_up(exact, 0)
        if tested < least:
            found = f"{decimal_text(allowed)} su {decimal_text(able)}, {percent_text(exact)}"
            why = f"lavoro agile {row['year']}: possono avvalersene {found}, meno del {percent_text(least)} ({ROUNDED})"
            yield kit.told("warning", "BP-A.3", why, inputs=(row,))
    low, high = (step.parameters.number(key).value for key in ("agile_days_least", "agile_days_most"))
    for days in _numbers(row, "days_least", "days_most"):
        if days is not None and (not low <= days <= high or days != days.to_integral_value()):
            found = f"{decimal_text(days)} giorni a settimana"
            why = f"lavoro agile {row['year']}: {found}; sono giornate intere, da {low} a {high}"
            yield kit.told("warning", "BP-A.4", why, inputs=(row,))


def _at_odds(row: ExtraRow) -> ResultRows:
    """Warns of more people in a part than in the whole, and of a minimum of days above the maximum."""
    able, allowed, planned = _numbers(row, "remote", "allowed", "planned")
    least, most = _numbers(row, "days_least", "days_most")
    pairs = (
        ("BP-A.3", "le persone ammesse", allowed, "di quelle che possono lavorare da remoto", able),
        ("BP-A.3", "le persone agili programmate", planned, "di quelle ammesse", allowed),
        ("BP-5.1", "le persone agili programmate", planned, "di quelle che possono lavorare da remoto", able),
        ("BP-A.4", "le giornate minime a settimana", least, "delle massime", most),
    )
    for rule_id, part, few, whole, many in pairs:
        if few is not None and many is not None and few > many:
            why = f"lavoro agile {row['year']}: {part} ({decimal_text(few)}) sono più {whole} ({decimal_text(many)})"
            yield kit.told("warning", rule_id, why, inputs=(row,))
