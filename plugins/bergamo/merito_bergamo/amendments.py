"""Amendments of the Plan: made during the year they concern, by an act like the Plan's (arts. 37 and 38)."""

from collections import defaultdict

from merito import Act, Amendment, Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import after_year, enacted, only_in_year, told
from merito.numbers import counted

PLAN, GIUNTA = "performance_plan", "Giunta"


@hookimpl
@rule("BG-37.2")
def merito_gates(step: Step) -> ResultRows:
    """Corrections are made during the year: an act after it changes nothing in how the year is graded."""
    yield from (only_in_year(step, one, act) for one, act in after_year(step))


@hookimpl
@rule("BG-37.2", "BG-38.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of amendments by an act after the year, and of those by an act unlike the Plan's, which apply anyway.

    There is one finding per act, with the number of its amendments. The rows show which they are, since some may be
    about a person.
    """
    late = {one.amendment.id for one in step.amendments if not one.applied and "BG-37.2" in one.rules}
    waiting, standing = defaultdict[str, list[Amendment]](list), defaultdict[str, list[Amendment]](list)
    for one, act in enacted(step):
        (waiting if one.id in late else standing)[act.id].append(one)
    acts = step.dossier.acts
    yield from (_late(own, acts[act]) for act, own in waiting.items())
    yield from (_unlike(own, acts[act], why) for act, own in standing.items() if (why := _other(step, acts[act])))


def _other(step: Step, act: Act) -> str:
    """Why an act is not one that amends the Plan (Italian), or nothing."""
    if act.kind != PLAN:
        return f"è di tipo «{step.act_kinds[act.kind].title}»"
    if not act.of_body(GIUNTA):
        return f"è dell'organo {act.body}, mentre il Piano è della {GIUNTA}"
    if act.refers_to not in {one.id for one in step.dossier.acts if one.kind == PLAN}:
        return "non richiama l'atto che ha approvato il Piano (colonna riferito_a)"
    return ""


def _late(own: list[Amendment], act: Act) -> Finding:
    several = counted(len(own), "variazione del Piano non si applica", "variazioni del Piano non si applicano")
    why = (
        f"{several}: l'atto {act.id} è successivo al 31 dicembre dell'anno, e gli interventi correttivi si fanno in "
        "corso di esercizio (art. 37 c. 2 lett. c)"
    )
    return told("warning", "BG-37.2", why, f"act:{act.id}", phase=Phase.MONITORING, inputs=(*own, act))


def _unlike(own: list[Amendment], act: Act, why: str) -> Finding:
    several = counted(len(own), "variazione del Piano è applicata", "variazioni del Piano sono applicate")
    said = f"{several}, ma l'atto {act.id} {why}: il Piano si varia con un atto come il suo"
    return told("warning", "BG-38.1", said, f"act:{act.id}", phase=Phase.OBJECTIVES, inputs=(*own, act))
