"""Applies amendments to the plan, act by act: those whose act is in effect and whose gates are open."""

from collections.abc import Mapping
from datetime import date

from merito.cycle.amendments.drafts import DraftPlan
from merito.cycle.amendments.proceedings import subjects_of
from merito.cycle.gates import reason_of
from merito.kit.findings import told
from merito.model.acts import Act, GateState, Phase
from merito.model.amended import Amendment, AmendmentState
from merito.model.columns import Table
from merito.model.dossier import Dossier
from merito.model.messages import NOTHING, Message, Ref, say, several
from merito.model.results import Finding
from merito.numbers import natural_key

AMENDMENT, PERSON = "amendment:", "person:"
NO_ACT = say("nessun atto la adotta")
NOT_THERE_YET = say("la cella non contiene ancora il valore da cui parte, che è di un'altra variazione")


def amend(
    dossier: Dossier, gates: tuple[GateState, ...], as_of: date, tables: Mapping[str, Table]
) -> tuple[Dossier, tuple[AmendmentState, ...]]:
    """The dossier with its plan as amended at a date, and all amendments: the applied ones in order, then the others.

    An amendment is applied if the act that it names is in effect, every gate on it or on that act is open, and its cell
    contains the old value that it gives.
    """
    if not dossier.amendments:
        return dossier, ()
    draft, applied, waiting = DraftPlan(dossier, tables), list[AmendmentState](), dict[Amendment, Message]()
    for act, group in by_act(dossier):
        for one in group:
            if why := _why_not(one, act, dossier.year, as_of, gates):
                waiting[one] = why
            elif not draft.fits(one):
                waiting[one] = NOT_THERE_YET
        before = {one: draft.standing(one) for one in group}
        draft, left_out = draft.together(tuple(one for one in group if one not in waiting))
        waiting.update(left_out)
        applied += [_state(one, dossier, before[one], gates) for one in group if one not in waiting]
    waits = tuple(_state(one, dossier, draft.standing(one), gates, why) for one, why in waiting.items())
    return (draft.dossier if applied else dossier), (*applied, *waits)


def by_act(dossier: Dossier) -> tuple[tuple[Act | None, tuple[Amendment, ...]], ...]:
    """Amendments by act: by the date of the act, then its id with digits as numbers; those without an act last.

    Those of one act are in the order of their ids, so that the order of rows in a file does not matter.
    """
    groups: dict[Act | None, list[Amendment]] = {}
    for one in sorted(dossier.amendments, key=lambda one: natural_key(one.id)):
        groups.setdefault(dossier.acts.get(one.act) if one.act else None, []).append(one)
    acts = sorted((act for act in groups if act), key=lambda act: (act.date, natural_key(act.id)))
    in_order: list[Act | None] = [*acts, None] if None in groups else [*acts]
    return tuple((act, tuple(groups[act])) for act in in_order)


def waiting_findings(states: tuple[AmendmentState, ...]) -> tuple[Finding, ...]:
    """A note for every amendment that waits. It cites no rule: the engine itself waits, and the gate cites its own.

    A note about an amendment of a rating or an evaluation is about its person, and reserved.
    """
    return tuple(
        told(
            "info",
            "",
            say(
                "la variazione {amendment} non è applicata: {why}",
                amendment=Ref("amendment", state.amendment.id),
                why=state.waits_for,
            ),
            state.amendment.about or f"{AMENDMENT}{state.amendment.id}",
            phase=Phase.EVALUATION if state.amendment.corrects else Phase.OBJECTIVES,
            inputs=(state.amendment,),
        )
        for state in states
        if not state.applied
    )


def _why_not(amendment: Amendment, act: Act | None, year: int, as_of: date, gates: tuple[GateState, ...]) -> Message:
    closed = several(*(reason_of(state) for state in _gates_of(amendment, gates) if not state.open))
    if act is None:
        return several(NO_ACT, closed)
    about, named = act.subject or "", Ref("act", act.id)
    if about.startswith(AMENDMENT) and about != f"{AMENDMENT}{amendment.id}":
        return say("l'atto {act} riguarda la variazione {other}, non questa", act=named, other=Ref.to(about))
    if amendment.corrects and amendment.about and about.startswith(PERSON) and about != amendment.about:
        return say("l'atto {act} riguarda un'altra persona", act=named)
    if amendment.corrects and not act.opens:
        return say("l'atto {act} ha esito contrario", act=named)
    if not act.stands(year):
        return say("l'atto {act} del {day} non è del ciclo {year}", act=named, day=act.date, year=year)
    if not act.seen(year, as_of):
        day = act.takes_effect
        if day > act.date:
            return say("l'atto {act} ha efficacia dal {day}, dopo la data dell'esecuzione", act=named, day=day)
        return say("l'atto {act} è del {day}, dopo la data dell'esecuzione", act=named, day=day)
    return closed


def _gates_of(amendment: Amendment, gates: tuple[GateState, ...]) -> tuple[GateState, ...]:
    subjects = subjects_of(amendment)
    return tuple(state for state in gates if state.gate.subject in subjects)


def _state(
    amendment: Amendment, dossier: Dossier, before: object, gates: tuple[GateState, ...], waits_for: Message = NOTHING
) -> AmendmentState:
    return AmendmentState(
        amendment=amendment,
        before=before,
        act=dossier.acts.get(amendment.act) if amendment.act else None,
        waits_for=waits_for,
        rules=tuple(dict.fromkeys(rule for state in _gates_of(amendment, gates) for rule in state.gate.rules)),
    )
