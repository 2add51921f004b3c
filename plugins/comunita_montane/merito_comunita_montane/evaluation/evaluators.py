"""Who evaluates whom, by which acts, after which guidelines (arts. 11 c. 3-4, 12 c. 2-3, 13, 29 c. 1 d).

The Sindaco evaluates the Segretario, the dirigenti and the posizioni organizzative. One act of the OIV is both opinion
and proposal, and comes first (I-BL-18). If there are dirigenti, a posizione organizzativa also needs the evaluation
that its dirigente proposes (art. 12 c. 3; I-BL-17). Somebody who holds a post and has another role for most of the
year, or in the table of people, needs these acts for the result pay of the post.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from merito import (
    NOTHING,
    ActNeed,
    Gate,
    Message,
    Percent,
    Person,
    Phase,
    Ref,
    ResultRows,
    Step,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, days_in_common, fraction
from merito_comunita_montane import organisation

OIV_PROPOSAL, MANAGER_PROPOSAL, EVALUATION = "oiv_proposal", "manager_proposal", "mayor_evaluation"
TWO_EVALUATORS, ONE_ACT = "I-BL-17", "I-BL-18"
OF_SINDACO = (organisation.SECRETARY, organisation.MANAGER, organisation.POSITION)
OIV = organisation.ORGANISMO
BY_SINDACO, LEADING = (organisation.SINDACO,), (organisation.MANAGER, organisation.POSITION)


class Chart:
    """Who is responsible for whom in one ente, and the role of everybody who served in the year."""

    def __init__(self, step: Step) -> None:
        dossier = self.dossier = step.dossier
        people = organisation.served(dossier)
        self.roles = {one.id: organisation.role_of(dossier, one) for one in people}
        self._managers = [one.id for one in people if self.roles[one.id] == organisation.MANAGER]
        leading = {unit.head for unit in dossier.units} | {one.holder for one in dossier.positions}
        self._over_all = [one for one in self._managers if one not in leading and len(self._managers) == 1]
        self._over: dict[str, Mapping[str, str]] = {}
        self._known: dict[tuple[str, str, str], kit.ExpectedEvaluators] = {}
        self.evaluated = tuple(self._evaluated(one) for one in people)

    def _evaluated(self, person: Person) -> kit.Evaluated:
        """With the evaluators that all of a role in a unit have, except those who are responsible for it themselves."""
        role, unit = self.roles[person.id], organisation.unit_of(self.dossier, person)
        if unit not in self._over:
            self._over[unit] = self._responsible(unit)
        situation = (role, unit, person.id if person.id in self._over[unit] else "")
        if situation not in self._known:
            self._known[situation] = self._expected(*situation)
        expected, row = self._known[situation], self.dossier.evaluations.first(person.id)
        otherwise = organisation.evaluator_of(self.dossier, person, row)
        return kit.Evaluated(person=person, role=role, expected=expected, row=row, otherwise=otherwise)

    def _responsible(self, unit: str) -> Mapping[str, str]:
        """Those who are responsible for a unit, the nearest first, with their roles.

        The ente's only dirigente is over all units, if they head no unit and hold no post (I-BL-17).
        """
        heads = (one.id for one in kit.heads_above(self.dossier, unit, holders=True))
        return {one: self.roles.get(one, "") for one in (*heads, *self._over_all)}

    def _expected(self, role: str, unit: str, own: str) -> kit.ExpectedEvaluators:
        """The Sindaco for Segretario, dirigenti and PO; for the staff, the person responsible for their unit.

        If both a PO and, above, a dirigente are responsible for it, the PO proposes and the dirigente evaluates. Nobody
        (`own`) is responsible for themselves.
        """
        others = [(f"person:{one}", known) for one, known in self._over[unit].items() if one != own]
        manager, head = (tuple(one for one, known in others if known == leading)[:1] for leading in LEADING)
        if role == organisation.POSITION:
            rules: tuple[str, ...] = ("BL-11.4", "BL-12.3", TWO_EVALUATORS) if self._managers else ("BL-11.4",)
            return kit.ExpectedEvaluators(evaluators=BY_SINDACO, beside=manager, support=OIV, rules=rules)
        if role in OF_SINDACO:
            return kit.ExpectedEvaluators(evaluators=BY_SINDACO, support=OIV, rules=("BL-11.3",))
        if manager and head:
            return kit.ExpectedEvaluators(evaluators=manager, beside=head, rules=("BL-12.2", "BL-12.3"))
        return kit.ExpectedEvaluators(evaluators=manager or head, rules=("BL-12.2",))


@rule("BL-11.3", "BL-11.4", "BL-12.2", "BL-12.3", TWO_EVALUATORS, "I-IT-40", hook="merito_check_plan")
def signed_by_their_evaluators(step: Step) -> ResultRows:
    """Nobody evaluates themselves; warns of evaluations signed by others than the text says.

    People with the same evaluators, as expected and as recorded, are judged once if nothing is wrong.
    """
    chart, sound = step.once(Chart), set[tuple[object, ...]]()
    unled: dict[str, None] = {}
    for one in chart.evaluated:
        if not one.expected.evaluators:
            unled.setdefault(organisation.unit_of(step.dossier, one.person) or "senza unità")
        signers = (one.evaluator, one.row.proposer if one.row else None)
        if (one.expected, signers) in sound and one.subject not in signers:
            continue
        found = tuple(_signed(chart, one))
        if not found:
            sound.add((one.expected, signers))
        yield from found
    if unled:
        why = say(
            "unità di cui non risulta il dirigente o il titolare di posizione organizzativa: {units}",
            units=kit.listed(unled, "unit"),
        )
        yield kit.told("warning", "BL-12.2", why, phase=Phase.EVALUATION)


def not_rated(step: Step, person: str) -> ResultRows:
    """A warning of whoever has no points, which names who evaluates them (arts. 11 c. 3-4, 12 c. 2)."""
    yield from kit.not_rated(step, step.once(_by_person)[person], organisation.NAMES)


def _by_person(step: Step) -> Mapping[str, kit.Evaluated]:
    return {one.person.id: one for one in step.once(Chart).evaluated}


def _signed(chart: Chart, one: kit.Evaluated) -> ResultRows:
    dossier, expected, evaluator = chart.dossier, one.expected, one.evaluator
    proposer = one.row.proposer if one.row else ""
    yield from kit.of_oneself(dossier, one, organisation.NAMES)
    if one.by_oneself:
        return
    if evaluator in expected.beside:
        yield from kit.by_another(dossier, one, organisation.NAMES, why=_proposer_evaluated, rule_id="BL-12.3")
    else:
        yield from kit.by_another(dossier, one, organisation.NAMES)
    leads = chart.roles.get(evaluator.removeprefix("person:"), "") in LEADING
    if evaluator and not expected.evaluators and not leads:
        why = say(
            "il valutatore registrato è {evaluator}, non un dirigente né una posizione organizzativa",
            evaluator=kit.called(dossier, evaluator, organisation.NAMES),
        )
        yield kit.told("warning", "BL-12.2", why, one.subject, phase=Phase.EVALUATION, inputs=one.inputs)
    for right in kit.absent(dossier, (expected.beside,), (proposer, evaluator), organisation.NAMES) if one.row else ():
        why = say("non risulta chi ha proposto la valutazione; la proposta spetta a {right}", right=right)
        if proposer:
            found = kit.called(dossier, proposer, organisation.NAMES)
            why = say("come proponente risulta {found}; la proposta spetta a {right}", found=found, right=right)
        yield kit.told("warning", "BL-12.3", why, one.subject, phase=Phase.EVALUATION, inputs=one.inputs)


def _proposer_evaluated(found: Message, right: Message) -> Message:
    return say(
        "il valutatore registrato è {found}, che propone; la valutazione spetta a {right}, che la dà, o si corregge il "
        "valutatore (tabella valutazioni)",
        found=found,
        right=right,
    )


@rule("BL-11.3", "BL-11.4", "BL-12.2", "BL-12.3", hook="merito_documents")
def list_of_evaluators(step: Step) -> ResultRows:
    every = step.once(Chart).evaluated
    yield from (kit.evaluators_row(step.dossier, one, organisation.NAMES, nobody="non indicato") for one in every)


@rule("BL-11.3", hook="merito_check_plan")
def secretary_of_several(step: Step) -> ResultRows:
    """A Segretario for a part of the time: each Sindaco evaluates, and each ente pays, for its share."""
    for person in organisation.served(step.dossier):
        rows = [row for row in step.dossier.service_of(person.id) if row.fte is not None and row.fte < HUNDRED]
        if rows and organisation.role_of(step.dossier, person) == organisation.SECRETARY:
            why = say(
                "il Segretario serve qui per il {share}: se è in convenzione, il Sindaco di ogni ente lo valuta per la "
                "sua parte, e ciascuno paga la quota che la convenzione gli dà. Chi tiene il personale controlla che "
                "il tempo sia quella quota (tabella servizio), e ne scrive l'atto di valutazione di questo Sindaco",
                share=Percent(fraction(rows[-1].fte or 0)),
            )
            yield kit.told("info", "BL-11.3", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=(*rows,))


@rule("BL-11.3", "BL-11.4", hook="merito_check_plan")
def posts_in_other_roles(step: Step) -> ResultRows:
    """Warns of posts held on days on which the holder has none of the roles that the Sindaco evaluates."""
    for person, posts in step.once(_holders_beside):
        rows = (row for row in step.dossier.service_of(person.id) if (row.role or person.role) in OF_SINDACO)
        days, held = [kit.period_of(row) for row in rows], [period for one in posts for period in one.periods]
        if not any(days_in_common(one, other) for one in days for other in held):
            why = say(
                "ha l'incarico {positions}, ma in quei giorni il suo ruolo non è di posizione organizzativa né di "
                "dirigente: la retribuzione di risultato attende comunque la valutazione del Sindaco (art. 11 c. "
                "3-4); correggere il ruolo, nel personale o nei servizi, o l'incarico",
                positions=tuple(dict.fromkeys(Ref("position", one.position.id) for one in posts)),
            )
            yield kit.told("warning", "BL-11.4", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=(person,))


def _holders_beside(step: Step) -> tuple[tuple[Person, tuple[kit.Holding, ...]], ...]:
    """People who hold posts on some days, and have another role for most of the year, or on paper."""
    posts: dict[str, list[kit.Holding]] = {}
    for one in (one for position in step.dossier.positions for one in kit.held(step, position) if one.days):
        posts.setdefault(one.person, []).append(one)
    people = ((step.dossier.people[person], tuple(own)) for person, own in posts.items())
    return tuple((one, own) for one, own in people if organisation.role_of(step.dossier, one) not in OF_SINDACO)


@rule("BL-11.3", "BL-11.4", "BL-12.3", "BL-29.1d", TWO_EVALUATORS, ONE_ACT, hook="merito_gates")
def evaluated_by_the_sindaco(step: Step) -> ResultRows:
    """For each of them the acts in their order; without these everything due to that person is withheld."""
    found = [(one, organisation.role_of(step.dossier, one)) for one in organisation.served(step.dossier)]
    managers = any(role == organisation.MANAGER for _, role in found)
    yield from (_gate(one, role, managers) for one, role in found if role in OF_SINDACO)
    for person, posts in step.once(_holders_beside):
        role = organisation.MANAGER if any(kit.managerial(one.position) for one in posts) else organisation.POSITION
        yield _gate(person, role, managers, tool="result")


def _gate(person: Person, role: str, managers: bool, tool: str | None = None) -> Gate:
    needs: tuple[ActNeed, ...] = (ActNeed(OIV_PROPOSAL), ActNeed(EVALUATION, after=OIV_PROPOSAL))
    rules: tuple[str, ...] = ("BL-11.4" if role == organisation.POSITION else "BL-11.3", "BL-29.1d", ONE_ACT)
    if role == organisation.POSITION and managers:
        needs = (ActNeed(MANAGER_PROPOSAL), *needs, ActNeed(EVALUATION, after=MANAGER_PROPOSAL))
        rules = (*rules, "BL-12.3", TWO_EVALUATORS)
    return Gate(phase=Phase.EVALUATION, subject=f"person:{person.id}", tool=tool, needs=needs, rules=rules)


@rule("BL-13.1", hook="merito_check_plan")
def guidelines(step: Step) -> ResultRows:
    """The guidelines on behaviours: known, explained to all and published before anybody is evaluated.

    Each by the day of the first evaluation that was communicated or discussed. The text sets a duty without a sanction:
    what is missing is reported, and stops nothing.
    """
    if not (step.dossier.ratings or step.dossier.evaluations):
        return
    days = [day for row in step.dossier.evaluations for day in (row.feedback, row.told) if day]
    first = min(days, default=None)
    known, explained = step.acts_of("guidelines"), step.acts_of("guidelines_briefing")
    by = first or step.as_of
    lacking = several(
        _not_by(by, say("portate a conoscenza dei dipendenti"), [act.date for act in known]),
        _not_by(by, say("illustrate a tutti"), [act.date for act in explained]),
        _not_by(by, say("pubblicate sul sito"), [act.published for act in known if act.published]),
    )
    if lacking:
        why = say(
            "prima della valutazione (di nessuna è scritto il giorno) le linee guida sui comportamenti non risultano: "
            "{lacking}",
            lacking=lacking,
        )
        if first:
            why = say(
                "prima della valutazione ({day}) le linee guida sui comportamenti non risultano: {lacking}",
                day=first,
                lacking=lacking,
            )
        yield kit.told("warning", "BL-13.1", why, phase=Phase.EVALUATION, inputs=(*known, *explained))


def _not_by(last: date, what: Message, days: Sequence[date]) -> Message:
    """What was done on none of some days up to a last one, with the first of them; nothing if it was done by then."""
    if any(day <= last for day in days):
        return NOTHING
    return say("{what} (lo sono dal {day})", what=what, day=min(days)) if days else what
