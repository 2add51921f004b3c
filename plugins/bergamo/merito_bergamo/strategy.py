"""Checks of the strategic map and of what a plan must contain (ch. 3.1 and 3.2, arts. 38 and 40)."""

from collections.abc import Iterator
from fractions import Fraction

from merito import Finding, Indicator, Objective, ResultRows, Said, Step, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import counted
from merito_bergamo.plan import STRATEGIC

PERSPECTIVE = "perspective"


@hookimpl
@rule("BP-0.1", "BP-3.2a", "BP-3.2f", "BG-38.1c", "BG-40.1", "I-BP-11")
def merito_check_plan(step: Step) -> ResultRows:
    """Reports what the plan lacks by the text; nothing is refused."""
    yield from (*_map(step), *_parts(step), *_measurable(step), *_years(step), *_areas_of_measurement(step))


def _objectives(step: Step) -> list[Objective]:
    return [one for one in step.dossier.objectives if one.level == STRATEGIC]


def _map(step: Step) -> Iterator[Finding]:
    """Each strategic objective is in one perspective and coded perspective.number; their numbers match the map."""
    areas = [area for area in step.dossier.areas if area.kind == PERSPECTIVE]
    objectives = _objectives(step)
    planned = step.parameters.list("strategy_map").value
    counts = [sum(one.area == area.id for one in objectives) for area in areas]
    if counts != list(planned):
        found = ", ".join(f"{area.id}: {count}" for area, count in zip(areas, counts, strict=True)) or "nessuna"
        expected = ", ".join(str(count) for count in planned)
        message = (
            f"la mappa strategica ha {len(planned)} prospettive con {expected} obiettivi; nei dati le prospettive "
            f"e i loro obiettivi strategici sono: {found}. Se la mappa dell'ente è un'altra, stabilire strategy_map"
        )
        yield told("warning", "BP-0.1", message)
    for one in objectives:
        if one.area not in {area.id for area in areas}:
            why = f"l'obiettivo strategico {one.id} non sta in alcuna prospettiva"
            yield told("warning", "BP-0.1", why, f"objective:{one.id}", inputs=(one,))
        elif not _coded(one):
            why = f"il codice dell'obiettivo {one.id} non è {one.area}.numero, dove {one.area} è la sua prospettiva"
            yield told("warning", "BP-0.1", why, f"objective:{one.id}", inputs=(one,))


def _coded(objective: Objective) -> bool:
    area, _, number = objective.id.rpartition(".")
    return area == objective.area and number.isdecimal()


def _parts(step: Step) -> Iterator[Finding]:
    """A plan has objectives, indicators, expected results and the resources given to them."""
    dossier = step.dossier
    expected = [one for one in dossier.indicators if one.target.said is Said.VALUE] or dossier.targets
    parts = {
        "gli obiettivi": dossier.objectives,
        "gli indicatori": dossier.indicators,
        "i risultati attesi": expected,
        "le risorse dedicate (tabella risorse)": dossier.resources,
    }
    missing = [name for name, rows in parts.items() if not rows]
    if missing:
        yield told("warning", "BG-38.1c", f"il Piano non contiene {'; '.join(missing)}")


def _measurable(step: Step) -> Iterator[Finding]:
    """An objective is measured by an indicator, an indicator by an expected result in some year of the plan."""
    dossier = step.dossier
    measured = {one.objective for one in dossier.indicators} | {one.parent for one in dossier.objectives}
    for objective in dossier.objectives:
        if objective.id not in measured:
            why = f"l'obiettivo {objective.id} non ha alcun indicatore: non è misurabile"
            yield told("warning", "BG-40.1", why, f"objective:{objective.id}", inputs=(objective,))
    planned = {row.indicator for row in dossier.targets if _expects(row.value.said)}
    planned |= {row.indicator for row in dossier.activities if _expects(row.target.said)}
    without = [
        one.id
        for one in dossier.indicators
        if one.id not in planned and not one.monitoring and not _expects(one.target.said)
    ]
    if without:
        why = f"indicatori senza risultato atteso in nessuno degli anni inseriti: {listed(without)}"
        yield told("info", "BG-40.1", why)


def _expects(said: Said) -> bool:
    return said in (Said.VALUE, Said.MONITORING, Said.TO_BE_SET)


def _years(step: Step) -> Iterator[Finding]:
    """A strategic objective has an action with an indicator, which has yearly targets, a last actual and a source."""
    dossier = step.dossier
    strategic = [board for board in dossier.dashboards if board.kind == STRATEGIC]
    rows = [row for board in strategic for row in dossier.dashboard_rows.of(dashboard=board.id)]
    carried = [dossier.indicators[row.indicator] for row in rows]
    with_action = {one.objective for one, row in zip(carried, rows, strict=True) if one.action or row.action}
    for objective in _objectives(step):
        if strategic and objective.id not in with_action:
            why = (
                f"l'obiettivo strategico {objective.id} non ha un'azione con il suo indicatore nel cruscotto strategico"
            )
            yield told("warning", "BP-3.2a", why, f"objective:{objective.id}", inputs=(objective,))
    lacking = {
        "azione": [row.indicator for one, row in zip(carried, rows, strict=True) if not (one.action or row.action)],
        "fonte del dato": [one.id for one in carried if not one.origin],
    }
    lacking |= {"ultimo consuntivo": [one.id for one in carried if not one.baseline.text]}
    if dossier.targets:
        lacking |= _missing_years(step, carried)
    elif carried:
        yield told("info", "BP-3.2a", f"sono inseriti i risultati attesi del solo {dossier.year}")
    for what, ids in lacking.items():
        if ids:
            yield told("info", "BP-3.2a", f"indicatori strategici senza {what}: {listed(ids)}")


def _missing_years(step: Step, carried: list[Indicator]) -> dict[str, list[str]]:
    first, years = step.dossier.year, int(step.parameters.number("plan_years").value)
    given = {(row.indicator, row.year) for row in step.dossier.targets}
    return {
        f"risultato atteso {year}": [
            one.id for one in carried if (one.id, year) not in given and not (year == first and one.target.text)
        ]
        for year in range(first, first + years)
    }


def _areas_of_measurement(step: Step) -> Iterator[Finding]:
    """Most indicators belong to an area a-g of art. 8: "a good part" is read as more than half."""
    known = {str(letter) for letter in step.parameters.list("measurement_areas").value}
    indicators = step.dossier.indicators
    tagged = [one for one in indicators if _letters(one) & known]
    for one in indicators:
        wrong = sorted(_letters(one) - known)
        if wrong:
            why = f"ambito «{', '.join(wrong)}»: sono ammesse le lettere da a) a g) dell'art. 8 D.Lgs. 150/2009"
            yield told("warning", "BP-3.2f", why, f"indicator:{one.id}", inputs=(one,))
    if indicators and Fraction(len(tagged), len(indicators)) <= Fraction(1, 2):
        verb = "è ricondotto" if len(tagged) == 1 else "sono ricondotti"
        some = f"{counted(len(tagged), 'indicatore', 'indicatori')} su {len(indicators)} {verb}"
        alone = len(indicators) == 1
        none = (
            "l'unico indicatore non è ricondotto" if alone else f"nessuno dei {len(indicators)} indicatori è ricondotto"
        )
        why = (
            f"{some if tagged else none} agli ambiti dell'art. 8 D.Lgs. 150/2009: il Piano lo chiede per «buona "
            "parte», cioè per più della metà (I-BP-11)"
        )
        yield told("warning", "BP-3.2f", why)


def _letters(indicator: Indicator) -> set[str]:
    parts = (part.strip().strip(")").casefold() for part in indicator.aspect.replace(";", ",").split(","))
    return {part for part in parts if part}
