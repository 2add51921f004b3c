"""The seven qualities of an objective (art. 8 c. 3): a check-list of the ente, and past years for comparison."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from merito import Basis, ExtraRow, Figure, Finding, ResultRows, Said, Step, TableRow, hookimpl, rule
from merito.kit import final_measure, listed, told
from merito.numbers import number_text
from merito_comunita_montane.plan_tree import of_people

TABLE, PAST = "objective_qualities", "past_results"
QUALITIES = {
    "relevant": "pertinente",
    "specific": "specifico",
    "improving": "migliorativo",
    "dated": "arco_temporale",
    "benchmarked": "valori_riferimento",
    "comparable": "confrontabile",
    "resourced": "correlato_risorse",
}


@hookimpl
@rule("BL-8.3")
def merito_check_plan(step: Step) -> ResultRows:
    """Objectives without a complete check-list, qualities that are denied, comparisons that are not possible."""
    if not step.dossier.objectives:
        return
    rows = {str(row["objective"]): row for row in step.dossier.tables.get(TABLE, ())}
    yield from (*_checked(step, rows), *_compared(step, rows))


def _checked(step: Step, rows: Mapping[str, ExtraRow]) -> Iterator[Finding]:
    without = [one.id for one in step.dossier.objectives if one.id not in rows]
    if without:
        yield told(
            "warning", "BL-8.3", f"obiettivi senza verifica delle 7 qualità (qualita_obiettivi): {listed(without)}"
        )
    blank = [name for name, row in rows.items() if any(row[column] is None for column in QUALITIES)]
    if blank:
        yield told("warning", "BL-8.3", f"obiettivi con qualità non verificate (qualita_obiettivi): {listed(blank)}")
    denied: dict[str, list[str]] = defaultdict(list)
    for name, row in rows.items():
        for column, label in QUALITIES.items():
            if row[column] is False and column != "comparable":
                denied[label].append(name)
    for label, names in denied.items():
        yield told("warning", "BL-8.3", f"obiettivi a cui manca una qualità ({label}): {listed(names)}")


def _compared(step: Step, rows: Mapping[str, ExtraRow]) -> Iterator[Finding]:
    """Checks the past years, if the ente says that a comparison is possible."""
    known = _past(step)
    years = _years(step)
    possible = {name for name, row in rows.items() if row["comparable"] is True}
    short = [
        one.id
        for one in step.dossier.indicators
        if one.objective in possible and not all((one.id, year) in known for year in years)
    ]
    if short:
        count = number_text(len(years))
        why = f"indicatori di obiettivi confrontabili senza i consuntivi dei {count} anni prima (consuntivi_precedenti)"
        yield told("warning", "BL-8.3", f"{why}: {listed(short)}")


def _years(step: Step) -> tuple[int, ...]:
    count = int(step.parameters.number("comparison_years").value)
    return tuple(range(step.dossier.year - count, step.dossier.year))


def _past(step: Step) -> dict[tuple[str, int], Figure]:
    found: dict[tuple[str, int], Figure] = {}
    for row in step.dossier.tables.get(PAST, ()):
        indicator, year, value = row["indicator"], row["year"], row["value"]
        if isinstance(value, Figure) and value.said is Said.VALUE:
            found[str(indicator), int(str(year))] = value
    return found


@hookimpl
@rule("BL-8.3")
def merito_transparency(step: Step) -> ResultRows:
    """Each indicator of ente and units with its results of past years."""
    known, years = _past(step), _years(step)
    if not known:
        return
    shown = [one.id for one in step.dossier.indicators if not of_people(step.dossier, one)]
    yield from (_line(step, name, known, years) for name in shown)


def _line(step: Step, indicator: str, known: Mapping[tuple[str, int], Figure], years: tuple[int, ...]) -> TableRow:
    measure = final_measure(step.dossier, indicator)
    earlier = step.dossier.table(PAST).of(indicator=indicator)
    basis = Basis(
        inputs=(step.dossier.indicators[indicator], *earlier, *((measure,) if measure else ())),
        parameters=(step.parameters.number("comparison_years"),),
    )
    past = ((str(year), known[indicator, year].text if (indicator, year) in known else "") for year in years)
    now = (str(step.dossier.year), measure.value.text if measure else "")
    columns = (("indicatore", indicator), *past, now)
    return TableRow(table="confronto_anni", columns=columns, rules=("BL-8.3",), basis=basis)
