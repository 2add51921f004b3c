"""Who is responsible for an Area and for a Servizio (art. 10 c. 1, art. 11 c. 6)."""

from collections.abc import Iterator

from merito import Finding, Person, ResultRows, Service, Step, Unit, hookimpl, rule
from merito.kit import is_of_category, told
from merito_bergamo.roles import MANAGER, SECRETARY

AREA, SERVICE, CATEGORY = "area", "service", "D"
LEADING = (MANAGER, SECRETARY)


@hookimpl(specname="merito_check_plan")
@rule("BG-10.1")
def areas(step: Step) -> ResultRows:
    """An Area has a manager who is responsible for it; the Segretario Generale may head one (art. 16 c. 2)."""
    for unit in step.dossier.units:
        if unit.kind == AREA:
            head = _head(step, unit)
            if head is None:
                yield _told(step, unit, "non ha un dirigente che ne risponde")
            elif role_at(step, head) not in LEADING:
                yield _told(step, unit, f"ha come responsabile {head.id}, che non è un dirigente")


@hookimpl(specname="merito_check_plan")
@rule("BG-11.6")
def services(step: Step) -> ResultRows:
    """The head of a Servizio is of category D; a missing category is not reported."""
    for unit in step.dossier.units:
        head = _head(step, unit) if unit.kind == SERVICE else None
        if head is not None:
            yield from _of_category(step, unit, head)


def _of_category(step: Step, unit: Unit, head: Person) -> Iterator[Finding]:
    served = _latest(step, head)
    category = (served.category if served else "") or head.category
    if role_at(step, head) not in LEADING and category and not is_of_category(step, category, CATEGORY):
        yield _told(step, unit, f"ha come responsabile {head.id}, di categoria {category} e non {CATEGORY}")


def role_at(step: Step, person: Person) -> str:
    """Somebody's role at the date of the run, by the service; in the cycle's year."""
    served = _latest(step, person)
    return (served.role if served else "") or person.role


def _latest(step: Step, person: Person) -> Service | None:
    """The last period of service begun by the date of the run: who heads a unit is written without a date."""
    begun = [row for row in step.dossier.service_of(person.id) if row.start <= step.as_of]
    return begun[-1] if begun else None


def _head(step: Step, unit: Unit) -> Person | None:
    return step.dossier.people.get(unit.head) if unit.head else None


def _told(step: Step, unit: Unit, what: str) -> Finding:
    """A finding about the head, if there is one: findings about a person are reserved. Otherwise about the unit."""
    subject = f"person:{unit.head}" if unit.head else f"unit:{unit.id}"
    return told("warning", step.rule, f"l'unità {unit.id} {what}", subject, inputs=(unit,))
