"""The Sindaco evaluates the Segretario, the dirigenti and the posizioni organizzative (arts. 11 c. 3-4, 29 c. 1 d).

One act of the OIV counts as opinion and as proposal, and comes before (I-BL-18). Where there are dirigenti, a posizione
organizzativa also needs the evaluation that its dirigente proposes (art. 12 c. 3; I-BL-17).
"""

from merito import ActNeed, Gate, Person, Phase, ResultRows, Step, hookimpl, rule
from merito_comunita_montane.people import MANAGER, POSITION, SECRETARY, role_of

OIV_PROPOSAL, MANAGER_PROPOSAL, EVALUATION = "oiv_proposal", "manager_proposal", "mayor_evaluation"
TWO_EVALUATORS, ONE_ACT = "I-BL-17", "I-BL-18"
OF_SINDACO = (SECRETARY, MANAGER, POSITION)


@hookimpl
@rule("BL-11.3", "BL-11.4", "BL-12.3", "BL-29.1d", TWO_EVALUATORS, ONE_ACT)
def merito_gates(step: Step) -> ResultRows:
    """For each of them the acts in their order; without these whatever is due to that person is withheld."""
    people = [one for one in step.dossier.people if step.dossier.service_of(one.id)]
    found = [(one, role_of(step.dossier, one)) for one in people]
    managers = any(role == MANAGER for _, role in found)
    yield from (_gate(one, role, managers) for one, role in found if role in OF_SINDACO)


def _gate(person: Person, role: str, managers: bool) -> Gate:
    evaluation = ActNeed(EVALUATION, after=OIV_PROPOSAL)
    needs: tuple[ActNeed, ...] = (ActNeed(OIV_PROPOSAL), evaluation)
    rules: tuple[str, ...] = ("BL-11.4" if role == POSITION else "BL-11.3", "BL-29.1d", ONE_ACT)
    if role == POSITION and managers:
        needs = (ActNeed(MANAGER_PROPOSAL), *needs, ActNeed(EVALUATION, after=MANAGER_PROPOSAL))
        rules = (*rules, "BL-12.3", TWO_EVALUATORS)
    return Gate(phase=Phase.EVALUATION, subject=f"person:{person.id}", needs=needs, rules=rules)
