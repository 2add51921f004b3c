"""What the evaluation as a whole must contain: three levels of measurement, and care of users as a factor."""

from collections import defaultdict

from merito import Person, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito_bergamo.factors import FACTORS_OF
from merito_bergamo.plan import SERVICES, STRATEGIC
from merito_bergamo.roles import role_of


@hookimpl(specname="merito_check_plan")
@rule("BG-35.1")
def three_levels(step: Step) -> ResultRows:
    """Notes which levels of measurement are missing from the data."""
    dossier = step.dossier
    kinds = {board.kind for board in dossier.dashboards}
    rated = {row.person for row in dossier.ratings}
    rated |= {(board.holder or "").removeprefix("person:") for board in dossier.dashboards}
    people = _in_service(step)
    without = [person.id for person in people if person.id not in rated]
    staff = "il personale (valutazioni individuali)"
    if without:
        staff = f"il personale, in parte ({len(without)} su {len(people)} senza valutazioni né schede proprie)"
    there = {
        "l'ente (cruscotto strategico)": STRATEGIC in kinds,
        "le unità organizzative (cruscotti dei servizi)": bool(kinds & set(SERVICES)),
        staff: bool(people) and not without,
    }
    missing = [name for name, found in there.items() if not found]
    if missing:
        why = f"il sistema di misurazione ha tre livelli; nei dati mancano: {'; '.join(missing)}"
        yield told("info", "BG-35.1", why, phase=Phase.EVALUATION)


@hookimpl(specname="merito_check_plan")
@rule("BG-6.2")
def care_of_users(step: Step) -> ResultRows:
    """Managers and staff alike must be rated on the care of users too, under a factor that has a weight."""
    if not step.dossier.ratings:
        return
    cared: dict[str, set[str]] = defaultdict(set)
    for row in step.dossier.ratings:
        if row.extra.get("user_care"):
            cared[row.person].add(row.section or row.factor)
    for person in _in_service(step):
        weighing = _weighing(step, person)
        if not (cared[person.id] if weighing is None else cared[person.id] & weighing):
            why = "nessun fattore riguarda la cura degli utenti (tabella valutazioni_fattori, colonna cura_utenti)"
            why += ", con un peso nella valutazione" if cared[person.id] else ""
            yield told("warning", "BG-6.2", why, f"person:{person.id}", phase=Phase.EVALUATION)


def _weighing(step: Step, person: Person) -> set[str] | None:
    """The factors with a weight in an evaluation; None while the ente has not given those of the person's role."""
    if not step.parameters.has(FACTORS_OF[role_of(step, person)]):
        return None
    given = (step.parameters.table(key).value for key in FACTORS_OF.values() if step.parameters.has(key))
    return {name for table in given for name, weight in table.items() if weight}


def _in_service(step: Step) -> list[Person]:
    """The people who served on some day of the year: who left before it is not evaluated in it."""
    return [one for one in step.dossier.people if step.dossier.service_of(one.id)]
