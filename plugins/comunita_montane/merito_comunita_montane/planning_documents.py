"""The planning documents behind the plan: Linee di mandato, RPP and PEG (art. 5), and what the PEG contains."""

from collections.abc import Iterator
from datetime import date

from merito import Finding, Objective, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import add_years, day_text, number_text
from merito_comunita_montane.bodies import COUNCIL, GIUNTA, of_body
from merito_comunita_montane.peg_objectives import assigned_structure, in_peg
from merito_comunita_montane.people import structures
from merito_comunita_montane.plan_tree import PlanTree

MANDATE, FORECAST, PEG = "mandate_lines", "forecast_report", "peg"
LINE, PROGRAMME = "mandate_line", "programme"
DOCUMENTS = ((MANDATE, COUNCIL, "BL-5.1"), (FORECAST, COUNCIL, "BL-5.1"), (PEG, GIUNTA, "BL-5.1b"))
NAMES = {
    MANDATE: "le Linee programmatiche di mandato",
    FORECAST: "la Relazione previsionale e programmatica",
    PEG: "il PEG, o Piano risorse obiettivi",
}
CITED = {LINE: "linea programmatica di mandato (linea_mandato)", PROGRAMME: "programma della RPP (programma_rpp)"}


@hookimpl
@rule("BL-5.1", "BL-5.1b")
def merito_check_plan(step: Step) -> ResultRows:
    """The acts of the three documents, every objective traced to them, and objectives and resources by structure."""
    tree = PlanTree(step.dossier)
    if not tree.objectives:
        return
    yield from (*_acts(step), *_traced(tree), *_horizons(step, tree), *_peg(step, tree))


def _acts(step: Step) -> Iterator[Finding]:
    first, years = date(step.dossier.year, 1, 1), step.parameters.number("mandate_years").value
    absent: dict[str, list[str]] = {"BL-5.1": [], "BL-5.1b": []}
    for kind, body, rule_id in DOCUMENTS:
        acts = step.acts_of(kind)
        if not acts:
            absent[rule_id].append(NAMES[kind])
            continue
        last = acts[-1]
        about = {"subject": f"act:{last.id}", "inputs": (last,)}
        if not of_body(last, body):
            why = f"l'atto {last.id} risulta di «{last.body}»; {NAMES[kind]} è approvazione di: {body}"
            yield told("warning", rule_id, why, **about)  # type: ignore[arg-type]
        if kind == MANDATE and add_years(last.date, int(years)) <= first:
            why = f"l'atto {last.id} è del {day_text(last.date)}: {NAMES[kind]} valgono {number_text(years)} anni"
            yield told("warning", rule_id, f"{why} e non coprono il {first.year}", **about)  # type: ignore[arg-type]
    for rule_id, names in absent.items():
        if names:
            yield told("warning", rule_id, f"nessun atto approva: {', '.join(names)}")


def _traced(tree: PlanTree) -> Iterator[Finding]:
    """Every objective comes, directly or by one above it, from a line of mandate and from a programme of the RPP."""
    lacking: dict[tuple[str, ...], list[str]] = {}
    for column, name in CITED.items():
        ids = (one.id for one in tree.of_ente if not any(_cited(above, column) for above in tree.above(one)))
        lacking.setdefault(tuple(ids), []).append(name)
    for without, names in lacking.items():
        if without:
            why = f"obiettivi senza {' né '.join(names)}, neppure di un obiettivo superiore"
            yield told("warning", "BL-5.1", f"{why}: {listed(without)}")


def _cited(one: Objective, column: str) -> str:
    return str(one.extra.get(column) or "").strip()


def _horizons(step: Step, tree: PlanTree) -> Iterator[Finding]:
    """No objective lasts longer than the document that it comes from."""
    mandate, forecast = (step.parameters.number(key).value for key in ("mandate_years", "forecast_years"))
    longer = []
    for one in tree.of_ente:
        years = one.end.year - one.start.year + 1 if one.start and one.end else 0
        if years > (forecast if _cited(one, PROGRAMME) and not _cited(one, LINE) else mandate):
            longer.append(f"{one.id}: {years} anni")
    if longer:
        why = f"obiettivi oltre l'orizzonte del loro documento ({number_text(mandate)} anni le Linee di mandato,"
        yield told("warning", "BL-5.1", f"{why} {number_text(forecast)} la RPP): {listed(longer)}")


def _peg(step: Step, tree: PlanTree) -> Iterator[Finding]:
    """Objectives of the PEG have a structure and resources; every structure has objectives of the PEG."""
    dossier = step.dossier
    given = {row.objective for row in dossier.resources if row.is_of(dossier.year)}
    own = [one for one in tree.objectives if in_peg(one)]
    assigned = {assigned_structure(dossier, one) for one in own}
    assigned |= {row.node.removeprefix("unit:") for row in dossier.weights}
    lacking = {
        "obiettivi di PEG non assegnati a una struttura (colonna responsabile)": [
            one.id for one in own if not any(assigned_structure(dossier, above) for above in tree.above(one))
        ],
        "obiettivi di PEG senza risorse (tabella risorse), proprie o di un obiettivo superiore": [
            one.id for one in own if not any(above.id in given for above in tree.above(one))
        ],
        "strutture senza obiettivi di PEG": [
            unit.id for unit in structures(dossier) if unit.id not in assigned and unit.extra.get("peg_reached") is None
        ],
    }
    for what, ids in lacking.items():
        if ids:
            yield told("warning", "BL-5.1b", f"{what}: {listed(ids)}", phase=Phase.RESOURCES)
