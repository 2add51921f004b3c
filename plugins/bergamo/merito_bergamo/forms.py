"""Objective forms of people and groups, drawn from the dashboard of their service (ch. 3.3; art. 40 c. 2)."""

from collections.abc import Iterator
from datetime import date

from merito import Basis, Dashboard, DashboardRow, Dossier, Finding, ResultRows, Step, TableRow, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import day_text, exact_text
from merito_bergamo.plan import FORMS, SERVICES

UNKNOWN = "I-BG-23"


def forms(dossier: Dossier) -> list[Dashboard]:
    """Individual and group forms, in the order of the plan."""
    return [board for board in dossier.dashboards if board.kind in FORMS]


def counts(step: Step, form: Dashboard) -> bool:
    """Whether the objectives of a form count: delivered within the year, or otherwise by the ente's choice."""
    known = _known_since(step, form)
    in_time = known is not None and known.year <= step.dossier.year
    return in_time or step.readings[UNKNOWN].choice == "counts"


def _known_since(step: Step, form: Dashboard) -> date | None:
    state = step.gate("BG-40.2e", f"dashboard:{form.id}")
    return state.since if state else None


@hookimpl
@rule("BP-3.3e", "BG-40.2b", "BG-40.2c", "BG-40.2e", "I-BG-18")
def merito_check_plan(step: Step) -> ResultRows:
    """A form needs a holder, weights, and indicators of a service; its objectives last from January to December."""
    for form in forms(step.dossier):
        rows = step.dossier.dashboard_rows.of(dashboard=form.id)
        yield from (*_holder(form), *_weights(form, rows), *_drawn(step.dossier, form, rows))
        yield from (*_spans(step.dossier, form, rows), *_late(step, form))


def _holder(form: Dashboard) -> Iterator[Finding]:
    wanted = "una persona" if form.kind == "individual" else "una struttura"
    prefix = "person:" if form.kind == "individual" else "unit:"
    if not (form.holder or "").startswith(prefix):
        why = f"la scheda «{form.id}» non ha per titolare {wanted}: non entra in alcuna valutazione"
        yield told("warning", "BP-3.3e", why, f"dashboard:{form.id}", inputs=(form,))


def _weights(form: Dashboard, rows: tuple[DashboardRow, ...]) -> Iterator[Finding]:
    if len(rows) > 1 and all(row.weight is None for row in rows):
        why = f"gli obiettivi della scheda «{form.id}» non sono pesati: contano tutti allo stesso modo (I-BG-18)"
        yield told("warning", "BG-40.2b", why, f"dashboard:{form.id}", inputs=(form,))


def _drawn(dossier: Dossier, form: Dashboard, rows: tuple[DashboardRow, ...]) -> Iterator[Finding]:
    alone = [row.indicator for row in rows if not _of_a_service(dossier, row.indicator)]
    if alone:
        why = f"la scheda «{form.id}» porta indicatori che non sono nel cruscotto di alcun servizio: {listed(alone)}"
        yield told("warning", "BP-3.3e", why, f"dashboard:{form.id}", inputs=(form,))


def _of_a_service(dossier: Dossier, indicator: str) -> bool:
    boards = (dossier.dashboards[row.dashboard] for row in dossier.dashboard_rows.of(indicator=indicator))
    return any(board.kind in SERVICES for board in boards)


def _late(step: Step, form: Dashboard) -> Iterator[Finding]:
    state = step.gate("BG-40.2e", f"dashboard:{form.id}")
    if state and state.since and state.since.year > step.dossier.year:
        why = f"la scheda «{form.id}» è stata consegnata il {day_text(state.since)}, a ciclo finito"
        yield told("warning", "BG-40.2e", why, f"dashboard:{form.id}", inputs=state.acts)


def _spans(dossier: Dossier, form: Dashboard, rows: tuple[DashboardRow, ...]) -> Iterator[Finding]:
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    ids = dict.fromkeys(dossier.indicators[row.indicator].objective for row in rows)
    for objective in (dossier.objectives[identifier] for identifier in ids if identifier):
        start, end = objective.start or first, objective.end or last
        if (start, end) != (first, last):
            why = (
                f"l'obiettivo {objective.id} va dal {day_text(start)} al {day_text(end)}: di norma va da gennaio a "
                "dicembre, e il risultato atteso è proporzionato al tempo"
            )
            yield told("info", "BG-40.2c", why, f"dashboard:{form.id}", inputs=(objective,))


@hookimpl
@rule("BP-3.3e")
def merito_documents(step: Step) -> ResultRows:
    """All forms: indicators, expected results, weights and grades."""
    carried = step.dossier.dashboard_rows
    yield from (_line(step, form, row) for form in forms(step.dossier) for row in carried.of(dashboard=form.id))


def _line(step: Step, form: Dashboard, row: DashboardRow) -> TableRow:
    indicator = step.dossier.indicators[row.indicator]
    grade = step.so_far.grade("indicator", indicator.id)
    return TableRow(
        table="schede_obiettivi",
        columns=(
            ("scheda", form.id),
            ("titolare", form.holder or ""),
            ("indicatore", indicator.id),
            ("titolo", indicator.title),
            ("atteso", indicator.target.text),
            ("peso", "" if row.weight is None else row.weight),
            ("grado", exact_text(grade.value) if grade and grade.value is not None else ""),
            ("motivo", grade.reason if grade else ""),
        ),
        rules=("BP-3.3e",),
        public=False,
        basis=Basis(inputs=(form, row, indicator)),
    )
