"""Agile work: how many people may work so, on which days, and the table of the POLA (ch. 5, Allegato 1)."""

from datetime import date
from decimal import Decimal
from typing import cast

from merito import Basis, ExtraRow, Percent, Ref, ResultRows, Step, TableRow, kit, rule, say
from merito.numbers import HUNDRED, add_months, half_up, product, quotient
from merito_bergamo.planning.plan import years_without

TABLE = "agile_work"
POLA, ROUNDED = "I-BP-08", "I-BP-09"


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
            why = say(
                "dimensione «{found}»: nella tabella del POLA sono {known}",
                found=one.dimension,
                known=tuple(sorted(known)),
            )
            yield kit.told("warning", "BP-5.4", why, f"indicator:{one.id}", inputs=(one,))
    reading = Ref("reading", POLA)
    if without := [one.id for one in rows if not one.dimension]:
        ids = kit.listed(without)
        why = say(
            "POLA, da stabilire: dimensione di {indicators} ({reading}); la stabilisce chi fa il Piano",
            indicators=ids,
            reading=reading,
        )
        yield kit.told("info", "BP-5.4", why)
    if not dossier.targets:
        return
    if unstarted := [one.id for one in rows if not one.baseline.text]:
        ids = kit.listed(unstarted)
        why = say(
            "POLA, da stabilire: stato di partenza di {indicators} ({reading}); lo stabilisce chi fa il Piano",
            indicators=ids,
            reading=reading,
        )
        yield kit.told("info", "BP-5.4", why)
    given = {(row.indicator, row.year) for row in dossier.targets if row.value.value is not None}
    for year, lacking in years_without(step, rows, given).items():
        why = say(
            "POLA, da stabilire: risultato atteso {year} di {indicators} ({reading}); lo stabilisce chi fa il Piano",
            year=year,
            indicators=kit.listed(lacking, "indicator"),
            reading=reading,
        )
        yield kit.told("info", "BP-5.4", why)


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
            why = say("lavoro agile prima della fine della prova di {months} mesi dall'assunzione", months=months)
            yield kit.told("warning", "BP-A.3", why, subject, inputs=(person,))
        if since is not None and subject not in holders:
            why = say("lavoro agile senza una scheda di obiettivi individuali")
            yield kit.told("warning", "BP-A.13", why, subject, inputs=(person,))


@rule("BP-5.1", "BP-A.3", "BP-A.4", "I-BP-09", hook="merito_check_plan")
def years_of_agile_work(step: Step) -> ResultRows:
    """What each year of the programme says about people and days: reported, never refused."""
    for row in step.dossier.tables.get(TABLE, ()):
        yield from (*_planned(row), *_limits(step, row), *_at_odds(row))


def _planned(row: ExtraRow) -> ResultRows:
    """Compares the printed share of agile workers of a year with its numbers of people (BP-5.1)."""
    people, able, printed = _numbers(row, "planned", "remote", "planned_share")
    year = cast(int, row["year"])
    if people is None:
        why = say(
            "lavoro agile {year}: non è indicato quante persone saranno agili: chi fa il Piano lo scrive",
            year=year,
        )
        yield kit.told("info", "BP-5.1", why, inputs=(row,))
        return
    if not able:
        why = say(
            "lavoro agile {year}: non è indicato quanti possono lavorare da remoto: chi fa il Piano lo scrive",
            year=year,
        )
        yield kit.told("info", "BP-5.1", why, inputs=(row,))
        return
    exact = quotient(people, able) * HUNDRED
    found = Percent(exact)
    if printed is None:
        why = say(
            "lavoro agile {year}: manca la quota programmata; le persone sono {people} su {able}, {found}",
            year=year,
            people=people,
            able=able,
            found=found,
        )
        yield kit.told("info", "BP-5.1", why)
    elif half_up(exact, 0) == half_up(printed, 0):
        why = say(
            "lavoro agile {year}: quota programmata {share}, cioè {people} su {able}, {found} ({reading})",
            year=year,
            share=Percent(printed),
            people=people,
            able=able,
            found=found,
            reading=Ref("reading", ROUNDED),
        )
        yield kit.told("info", "BP-5.1", why, inputs=(row,))
    else:
        why = say(
            "lavoro agile {year}: la quota programmata è {share}, le persone sono {people} su {able}, {found}",
            year=year,
            share=Percent(printed),
            people=people,
            able=able,
            found=found,
        )
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
            why = say(
                "lavoro agile {year}: possono avvalersene {allowed} su {able}, {found}, meno del {least} ({reading})",
                year=row["year"],
                allowed=allowed,
                able=able,
                found=Percent(exact),
                least=Percent(least),
                reading=Ref("reading", ROUNDED),
            )
            yield kit.told("warning", "BP-A.3", why, inputs=(row,))
    low, high = (step.parameters.number(key).value for key in ("agile_days_least", "agile_days_most"))
    for days in _numbers(row, "days_least", "days_most"):
        if days is not None and (not low <= days <= high or days != days.to_integral_value()):
            why = say(
                "lavoro agile {year}: {days} giorni a settimana; sono giornate intere, da {low} a {high}",
                year=row["year"],
                days=days,
                low=low,
                high=high,
            )
            yield kit.told("warning", "BP-A.4", why, inputs=(row,))


def _at_odds(row: ExtraRow) -> ResultRows:
    """Warns of more people in a part than in the whole, and of a minimum of days above the maximum."""
    able, allowed, planned = _numbers(row, "remote", "allowed", "planned")
    least, most = _numbers(row, "days_least", "days_most")
    year = row["year"]
    if _above(allowed, able):
        why = say(
            "lavoro agile {year}: le persone ammesse ({allowed}) sono più di quelle che possono lavorare da remoto "
            "({able})",
            year=year,
            allowed=allowed,
            able=able,
        )
        yield kit.told("warning", "BP-A.3", why, inputs=(row,))
    if _above(planned, allowed):
        why = say(
            "lavoro agile {year}: le persone agili programmate ({planned}) sono più di quelle ammesse ({allowed})",
            year=year,
            planned=planned,
            allowed=allowed,
        )
        yield kit.told("warning", "BP-A.3", why, inputs=(row,))
    if _above(planned, able):
        why = say(
            "lavoro agile {year}: le persone agili programmate ({planned}) sono più di quelle che possono lavorare da "
            "remoto ({able})",
            year=year,
            planned=planned,
            able=able,
        )
        yield kit.told("warning", "BP-5.1", why, inputs=(row,))
    if _above(least, most):
        why = say(
            "lavoro agile {year}: le giornate minime a settimana ({least}) sono più delle massime ({most})",
            year=year,
            least=least,
            most=most,
        )
        yield kit.told("warning", "BP-A.4", why, inputs=(row,))


def _above(part: Decimal | None, whole: Decimal | None) -> bool:
    return part is not None and whole is not None and part > whole
