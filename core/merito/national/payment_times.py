"""Objectives on payment times (art. 4-bis c. 2 D.L. 13/2023): whether there is one, and its weight.

The ente names these objectives (`payment_objectives`). No table says to which managers they apply, those responsible
for payments and the apical ones. The share of result pay that depends on a missed objective is only reported: a hold
would affect whole rows of a tool, but the law holds a part.
"""

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from merito import Basis, Dashboard, Finding, Objective, Phase, ResultRows, Reward, Said, Step, hookimpl, rule
from merito.kit import told
from merito.national.answering import PERSON, answering
from merito.national.managers import bound_as_managers
from merito.national.named import unknown_named
from merito.numbers import (
    HUNDRED,
    cents_up,
    euro_text,
    fraction,
    least_percent_text,
    percent_text,
    product,
    together_text,
)

RULE, LEAST, NAMED = "IT-PAG.30", "payment_objective_least", "payment_objectives"
RESULT, OBJECTIVE = "result", "objective"


@hookimpl
@rule(RULE)
def merito_check_plan(step: Step) -> ResultRows:
    """A plan without such objectives, those of nobody whom the law names, and those that together weigh too little."""
    if not step.dossier.objectives:
        return
    yield from unknown_named(step, NAMED, step.dossier.objectives.by_id, "un obiettivo")
    marked = _marked(step)
    if not marked:
        why = (
            "nessun obiettivo è indicato tra quelli sui tempi di pagamento (parametro payment_objectives): ai "
            "dirigenti che pagano le fatture e a quelli apicali se ne assegna uno ogni anno"
        )
        yield told("info", RULE, why)
    of_managers = [one for one in marked if not _people(step, one) or _liable(step, one)]
    yield from (_of_others(one) for one in marked if one not in of_managers)
    yield from _light_on_boards(step, of_managers)
    yield from _light_alone(step, of_managers)


@hookimpl
@rule(RULE)
def merito_check_rewards(step: Step) -> ResultRows:
    """The share of a result pay that may not be paid, if an objective is missed on a dashboard of its owner.

    If it is on none of their dashboards, all its grades count.
    """
    marked = _marked(step)
    missed = {one.id for one in marked if _missed(step, one)}
    for reward in step.so_far.rewards if missed else ():
        if step.tools[reward.tool].pays == RESULT and reward.due:
            own = [one for one in marked if f"{PERSON}{reward.person}" in _liable(step, one)]
            if any(one.id in missed for one in own):
                yield _struck(step, reward, own, [one for one in own if one.id in missed])


def _missed(step: Step, one: Objective) -> bool:
    own = {board.id for board in _boards(step, one)}
    grades = [row for row in step.so_far.grades if (row.scope, row.id) == (OBJECTIVE, one.id)]
    of_them = [row for row in grades if row.view in own] or grades
    return any(row.value is not None and row.value < HUNDRED for row in of_them)


def _liable(step: Step, one: Objective) -> frozenset[str]:
    """Who is responsible for an objective, of those whom the law names: managers, or heads where there are none."""
    bound = step.once(bound_as_managers)
    return frozenset(who for who in _people(step, one) if who.removeprefix(PERSON) in bound)


def _people(step: Step, one: Objective) -> frozenset[str]:
    return frozenset(who for who in answering(step, one.responsible) if who.startswith(PERSON))


def _of_others(one: Objective) -> Finding:
    why = (
        "l'obiettivo è tra quelli sui tempi di pagamento, e chi ne risponde non è un dirigente: dove ci sono dirigenti "
        "la legge lo assegna a loro"
    )
    return evolve(told("info", RULE, why, f"objective:{one.id}"), basis=Basis(inputs=(one,)))


def _light_on_boards(step: Step, marked: list[Objective]) -> Iterator[Finding]:
    """Objectives that together weigh too little on a dashboard of somebody responsible for them."""
    least = step.parameters.share(LEAST)
    on_board: dict[str, list[Objective]] = {}
    for one in marked:
        for board in _boards(step, one):
            on_board.setdefault(board.id, []).append(one)
    for board_id, own in on_board.items():
        board = step.dossier.dashboards[board_id]
        weight = sum((_weight_on(step, board, one) for one in own), Fraction(0))
        if weight < HUNDRED * least.value:
            where = f"{_named(own)} sui tempi di pagamento, nel cruscotto {board.id} di chi ne risponde,"
            found = told("warning", RULE, _too_light(where, own, weight, least.value), board.holder or "")
            yield evolve(found, basis=Basis(inputs=(*own, board), parameters=(least,)))


def _light_alone(step: Step, marked: list[Objective]) -> Iterator[Finding]:
    """Objectives of the same people, on none of their dashboards, that together weigh too little."""
    least = step.parameters.share(LEAST)
    together: dict[object, list[Objective]] = {}
    for one in marked:
        if not any(_boards(step, one)):
            together.setdefault(_liable(step, one) or one.id, []).append(one)
    for own in together.values():
        weights = [fraction(one.weight) for one in own if one.weight is not None]
        whole = _whole(step, own)
        weight = HUNDRED * sum(weights, Fraction(0)) / whole
        if len(weights) == len(own) and weight < HUNDRED * least.value:
            named = _named(own) if len(own) > 1 else "l'obiettivo"
            among = "" if whole == HUNDRED else ", tra quelli di chi ne risponde,"
            why = _too_light(f"{named} sui tempi di pagamento{among}", own, weight, least.value)
            found = told("warning", RULE, why, f"objective:{own[0].id}")
            yield evolve(found, basis=Basis(inputs=tuple(own), parameters=(least,)))


def _whole(step: Step, own: list[Objective]) -> Fraction:
    """What the objectives of those responsible weigh in all: 100, unless several people share 100."""
    liable, places = _liable(step, own[0]), {(one.area, one.parent) for one in own}
    beside = [one for one in step.dossier.objectives if (one.area, one.parent) in places and one.weight is not None]
    others = [one for one in beside if _people(step, one) and not _people(step, one) & liable]
    whole, theirs = (sum((fraction(one.weight or 0) for one in some), Fraction(0)) for some in (beside, others))
    return whole - theirs if theirs and whole == HUNDRED and whole > theirs else HUNDRED


def _too_light(where: str, own: list[Objective], weight: Fraction, least: Fraction) -> str:
    wanted = f"almeno il {least_percent_text(HUNDRED * least)} della retribuzione di risultato ne dipende"
    return f"{where} {'pesano insieme' if len(own) > 1 else 'pesa'} {percent_text(weight)}: {wanted}"


def _named(some: list[Objective]) -> str:
    """Some objectives by their ids (Italian)."""
    ids = together_text([one.id for one in some])
    return f"gli obiettivi {ids}" if len(some) > 1 else f"l'obiettivo {ids}"


def _boards(step: Step, one: Objective) -> Iterator[Dashboard]:
    """The dashboards of the people responsible for an objective on which its indicators have a weight."""
    liable = _liable(step, one)
    for board in step.dossier.dashboards:
        if (board.holder or "").startswith(PERSON) and board.holder in liable:
            weights = _weights(step, board)
            if any(of == one.id for of, _ in weights) and sum(weight for _, weight in weights) > 0:
                yield board


def _weight_on(step: Step, board: Dashboard, one: Objective) -> Fraction:
    """The weight of an objective's indicators on a dashboard (percent)."""
    weights = _weights(step, board)
    whole, of_it = sum(weight for _, weight in weights), [weight for of, weight in weights if of == one.id]
    return HUNDRED * sum(of_it) / whole


def _weights(step: Step, board: Dashboard) -> list[tuple[str | None, Fraction]]:
    """Objective and weight of what counts on a dashboard: equal if none has a weight, empty if only some have."""
    rows = [(row, step.dossier.indicators[row.indicator]) for row in step.dossier.dashboard_rows.of(dashboard=board.id)]
    counting = [(row, of) for row, of in rows if not of.monitoring and of.target.said is not Said.MONITORING]
    given = [row.weight for row, _ in counting if row.weight is not None]
    if given and len(given) < len(counting):
        return []
    return [(of.objective, Fraction(1) if row.weight is None else fraction(row.weight)) for row, of in counting]


def _struck(step: Step, reward: Reward, own: list[Objective], lost: list[Objective]) -> Finding:
    """What the law does not pay to a person: for one of several objectives, the share is of all of them together."""
    least = step.parameters.share(LEAST)
    reached = "non sono raggiunti" if len(lost) > 1 else "non è raggiunto"
    all_of_them = f"; dei {len(own)} obiettivi insieme è" if len(own) > len(lost) else ","
    why = (
        f"{_named(lost)} sui tempi di pagamento {reached}: della retribuzione di risultato non si paga la parte che ne "
        f"dipende{all_of_them} almeno il {least_percent_text(HUNDRED * least.value)} ({_part(reward, least.value)}): "
        "controllare che il calcolo ne tenga conto"
    )
    found = told("warning", RULE, why, f"{PERSON}{reward.person}", phase=Phase.REWARDS, tool=reward.tool)
    return evolve(found, basis=Basis(inputs=tuple(own), parameters=(least,)))


def _part(reward: Reward, least: Fraction) -> str:
    """The share of a result pay that depends on the objective: of the maximum, or of what is due, as stated."""
    if reward.most:
        return euro_text(cents_up(product(fraction(reward.most), least)))
    part = euro_text(cents_up(product(fraction(reward.due), least)))
    return f"{part} di {euro_text(reward.due)}; del massimo, che il calcolo non dice, la stessa parte può essere di più"


def _marked(step: Step) -> list[Objective]:
    named = step.parameters.list(NAMED).value
    return [one for one in step.dossier.objectives if one.id in named]
