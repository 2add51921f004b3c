"""The Sindaco evaluates the Segretario, the dirigenti and the posizioni organizzative (arts. 11 c. 3-4, 29 c. 1 d).

One act of the OIV is both opinion and proposal, and comes first (I-BL-18). If there are dirigenti, a posizione
organizzativa also needs the evaluation that its dirigente proposes (art. 12 c. 3; I-BL-17). Somebody who holds a post
and has another role for most of the year, or in the table of people, needs these acts for the result pay of the post.
"""

from collections.abc import Iterable, Iterator

from merito import ActNeed, Finding, Gate, Person, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import Holding, held, managerial, told
from merito_comunita_montane.people import MANAGER, POSITION, SECRETARY, in_roles_on, role_of

OIV_PROPOSAL, MANAGER_PROPOSAL, EVALUATION = "oiv_proposal", "manager_proposal", "mayor_evaluation"
TWO_EVALUATORS, ONE_ACT = "I-BL-17", "I-BL-18"
OF_SINDACO = (SECRETARY, MANAGER, POSITION)
RESULT = "result"


@hookimpl
@rule("BL-11.3", "BL-11.4", "BL-12.3", "BL-29.1d", TWO_EVALUATORS, ONE_ACT)
def merito_gates(step: Step) -> ResultRows:
    """For each of them the acts in their order; without these everything due to that person is withheld."""
    people = [one for one in step.dossier.people if step.dossier.service_of(one.id)]
    found = [(one, role_of(step.dossier, one)) for one in people]
    managers = any(role == MANAGER for _, role in found)
    yield from (_gate(one, role, managers) for one, role in found if role in OF_SINDACO)
    for person, posts in holders_beside(step):
        role = MANAGER if any(managerial(one.position) for one in posts) else POSITION
        yield _gate(person, role, managers, tool=RESULT)


@hookimpl
@rule("BL-11.3", "BL-11.4")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of posts held on days on which the holder has none of the roles that the Sindaco evaluates."""
    for person, posts in holders_beside(step):
        days = [period for one in posts for period in one.periods]
        if not in_roles_on(step.dossier, person, OF_SINDACO, days):
            yield _other_role(person, posts)


def holders_beside(step: Step) -> Iterator[tuple[Person, tuple[Holding, ...]]]:
    """People who hold posts on some days, and have another role for most of the year, or on paper."""
    return iter(step.once(_holders_beside))


def _holders_beside(step: Step) -> tuple[tuple[Person, tuple[Holding, ...]], ...]:
    posts: dict[str, list[Holding]] = {}
    for one in (one for position in step.dossier.positions for one in held(step, position) if one.days):
        posts.setdefault(one.person, []).append(one)
    people = ((step.dossier.people[person], tuple(own)) for person, own in posts.items())
    return tuple((one, own) for one, own in people if role_of(step.dossier, one) not in OF_SINDACO)


def _other_role(person: Person, posts: Iterable[Holding]) -> Finding:
    which = ", ".join(dict.fromkeys(one.position.id for one in posts))
    why = (
        f"ha l'incarico {which}, ma in quei giorni il suo ruolo non è di posizione organizzativa né di dirigente: la "
        "retribuzione di risultato attende comunque la valutazione del Sindaco (art. 11 c. 3-4); correggere il ruolo, "
        "nel personale o nei servizi, o l'incarico"
    )
    return told("warning", "BL-11.4", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=(person,))


def _gate(person: Person, role: str, managers: bool, tool: str | None = None) -> Gate:
    evaluation = ActNeed(EVALUATION, after=OIV_PROPOSAL)
    needs: tuple[ActNeed, ...] = (ActNeed(OIV_PROPOSAL), evaluation)
    rules: tuple[str, ...] = ("BL-11.4" if role == POSITION else "BL-11.3", "BL-29.1d", ONE_ACT)
    if role == POSITION and managers:
        needs = (ActNeed(MANAGER_PROPOSAL), *needs, ActNeed(EVALUATION, after=MANAGER_PROPOSAL))
        rules = (*rules, "BL-12.3", TWO_EVALUATORS)
    return Gate(phase=Phase.EVALUATION, subject=f"person:{person.id}", tool=tool, needs=needs, rules=rules)
