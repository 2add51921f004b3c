"""Who is evaluated, in which role, and by whom: the recorded evaluator is compared with the text's.

The role is that of the post held in the year, otherwise the one that the ente has given (par. 4.3; art. 6 c. 1 and 3).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, product

from attrs import evolve, frozen

from merito import Dossier, Evaluation, Finding, Listed, Message, Person, Rating, Ref, ResultRows, Step, kit, rule, say
from merito.numbers import apart_from, days_in_common
from merito_brescia import telling
from merito_brescia.posts import held_by

STAFF, POSITION, MANAGER, SECRETARY = "staff", "po", "manager", "secretary_general"
NAMES = kit.role_names()
SEPARATORS = re.compile(r"[,;\n]|\be\b")
GIUNTA, OIV, SECRETARY_OFFICE = "giunta", "oiv", "secretary_general"
PRESIDENT, DIRECTOR = "Presidente", "Segretario Generale"
"""Bodies as evaluators: by their titles, as the tables of evaluations name them."""
WITH_MANAGERS = "I-BS-12"
ALL_MANAGERS = dict.fromkeys(NAMES, NAMES[MANAGER])  # also of somebody who became one in the year


@frozen(kw_only=True)
class Evaluee:
    """Somebody evaluated in the year: the role that counts, the posts held, the ratings, the recorded evaluation.

    With `doubts` the posts are without the days in doubt: whoever did not hold them then served as staff.
    """

    person: Person
    role: str
    posts: tuple[kit.Holding, ...] = ()
    ratings: tuple[Rating, ...] = ()
    evaluation: Evaluation | None = None
    doubts: tuple[kit.Doubt, ...] = ()

    @property
    def subject(self) -> str:
        return f"person:{self.person.id}"

    @property
    def recorded(self) -> tuple[Evaluation, ...]:
        return (self.evaluation,) if self.evaluation else ()


def evaluees(step: Step, *roles: str) -> tuple[Evaluee, ...]:
    """Everybody in a role, or in any; who holds a post on some day of the year is its holder, once (art. 6 c. 1)."""
    return tuple(one for one in step.once(_everybody) if not roles or one.role in roles)


def without_doubtful_days(one: Evaluee) -> Evaluee:
    """Somebody as if no post were held on the days in doubt; those of two posts stay, since one of them is held."""
    doubts = tuple(
        doubt for post in one.posts for doubt in post.doubts if doubt.days and not (doubt.beside or doubt.among)
    )
    if not doubts:
        return one
    days = [period for doubt in doubts for period in doubt.days]
    firm = [period for post in one.posts for period in apart_from(post.periods, post.in_doubt)]
    unsure = apart_from(days, firm)
    return evolve(one, posts=tuple(post.without(unsure) for post in one.posts), doubts=doubts) if unsure else one


def _everybody(step: Step) -> tuple[Evaluee, ...]:
    dossier, posts = step.dossier, {person.id: held_by(step, person.id) for person in step.dossier.people}
    return tuple(
        Evaluee(
            person=person,
            role=_role(dossier, person, posts[person.id]),
            posts=posts[person.id],
            ratings=dossier.ratings.of(person.id),
            evaluation=dossier.evaluations.first(person.id),
        )
        for person in dossier.people
    )


def _role(dossier: Dossier, person: Person, posts: tuple[kit.Holding, ...]) -> str:
    """The role of a post held in the year, a managerial one too; otherwise, or if the service names it, the ente's."""
    written = {row.role for row in dossier.service.of(person=person.id)}
    served = {row.role for row in dossier.service_of(person.id)}
    by_post = MANAGER in served and MANAGER not in written and person.role not in (MANAGER, SECRETARY)
    return MANAGER if by_post and not posts else kit.role_by_post(person, posts)


def serving(dossier: Dossier, role: str, day: date) -> list[Person]:
    """Everybody who serves in a role on a day of the year."""
    served = ((one, kit.served_on(dossier, one.id, day)) for one in dossier.people)
    return [one for one, rows in served if any((row.role or one.role) == role for row in rows)]


def secretaries_of(dossier: Dossier) -> tuple[str, ...]:
    """Everybody who was Segretario Generale in the year, as `person:0123`; who is at its end comes first."""
    return dossier.once(_secretaries)


def _secretaries(dossier: Dossier) -> tuple[str, ...]:
    roles = {one.id: {one.role, *(row.role for row in dossier.service_of(one.id))} for one in dossier.people}
    found = (one for one in dossier.people if SECRETARY in roles[one.id])
    at_the_end = serving(dossier, SECRETARY, date(dossier.year, 12, 31))
    return tuple(dict.fromkeys(f"person:{one.id}" for one in (*at_the_end, *found)))


def named_by_id(dossier: Dossier, written: str) -> frozenset[str] | None:
    """The ids of a list of people (`M2, M3 e M4`), without the Segretario Generale; None if some are named in words."""
    names = (name.strip().removeprefix("person:") for name in SEPARATORS.split(written))
    named = frozenset(name for name in names if name and name.casefold() != DIRECTOR.casefold())
    return named if all(dossier.people.get(name) is not None for name in named) else None


def evaluator_of(step: Step, one: Evaluee) -> str:
    """Who evaluated somebody: as recorded, otherwise as the text says."""
    written = one.evaluation.evaluator if one.evaluation else ""
    return written or _expected(step, one).evaluators[0]


def _expected(step: Step, one: Evaluee) -> kit.ExpectedEvaluators:
    """Who evaluates a person by the text; for people in no manager's area, the Segretario Generale."""
    dossier, rules = step.dossier, ("BS-SM-4.3d",)
    secretary = next(iter(secretaries_of(dossier)), DIRECTOR)
    if one.role == SECRETARY or secretary == one.subject:
        return kit.ExpectedEvaluators(evaluators=(PRESIDENT,), rules=rules)
    if one.role == MANAGER:
        return kit.ExpectedEvaluators(evaluators=(secretary,), rules=rules)
    if one.role == POSITION:
        cited = (*rules, "BS-PO-6.3", WITH_MANAGERS)
        return kit.ExpectedEvaluators(evaluators=(secretary,), beside=_managers(step, one), rules=cited)
    heads = kit.heads_above(dossier, kit.unit_of(dossier, one.person, "last"), without=one.person.id)
    evaluator = next((f"person:{head.id}" for head in heads if _leads(dossier, head)), secretary)
    support = next((who for who in (f"person:{head.id}" for head in heads) if who != evaluator), "")
    return kit.ExpectedEvaluators(evaluators=(evaluator,), support=support, rules=rules)


def _leads(dossier: Dossier, head: Person) -> bool:
    """Whether the head of a unit is a manager, also if only since some day of the year."""
    served = dossier.service_of(head.id)
    at_the_end = (served[-1].role if served else "") or head.role
    return bool({head.role, at_the_end} & {MANAGER, SECRETARY})


def _managers(step: Step, one: Evaluee) -> tuple[str, ...]:
    """The managers who evaluate with the Segretario: without who has left, and never in the own evaluation."""
    last, row = date(step.dossier.year, 12, 31), one.evaluation
    day = max(last, (row.feedback or row.told or last) if row else last)
    everyone, ends = step.once(_managers_at_the_end)
    gone = {who for who, end in ends.items() if end < day} | {one.subject}
    return everyone if gone.isdisjoint(everyone) else tuple(who for who in everyone if who not in gone)


def _managers_at_the_end(step: Step) -> tuple[tuple[str, ...], Mapping[str, date]]:
    """Who is a manager on the last day of the year; and the last day in service of those who have left since."""
    managers = serving(step.dossier, MANAGER, date(step.dossier.year, 12, 31))
    ends = {f"person:{person.id}": person.end for person in managers if person.end is not None}
    return tuple(f"person:{person.id}" for person in managers), ends


def not_rated(step: Step, one: Evaluee) -> Iterator[Finding]:
    """A warning of whoever has no points, which names who evaluates them (par. 4.3)."""
    yield from kit.not_rated(step, _evaluated(step, one), NAMES)


def _evaluated(step: Step, one: Evaluee) -> kit.Evaluated:
    return kit.Evaluated(person=one.person, role=one.role, expected=_expected(step, one), row=one.evaluation)


@rule("BS-SM-4.3d", hook="merito_documents")
def list_of_evaluators(step: Step) -> ResultRows:
    """The list of who evaluates whom."""
    words = ("valuta", "partecipa", "aiuta")
    for one in evaluees(step):
        yield kit.evaluators_row(step.dossier, _evaluated(step, one), NAMES, heads=words)


@rule("BS-SM-4.3d", "BS-PO-6.3", "I-BS-12", hook="merito_check_plan")
def proper_evaluators(step: Step) -> ResultRows:
    """Warns of other evaluators than the text's, of managers who do not take part, and of two Segretari at once."""
    secretaries = evaluees(step, SECRETARY)
    days = {one.subject: [*map(kit.period_of, step.dossier.service_of(one.person.id))] for one in secretaries}
    for one, other in combinations(secretaries, 2):
        if any(days_in_common(*both) for both in product(days[one.subject], days[other.subject])):
            both = (Ref("person", one.person.id), Ref("person", other.person.id))
            why = say("due Segretari Generali negli stessi giorni: {people}", people=Listed(both))
            yield telling.evaluation("warning", "BS-SM-4.3d", why, other.subject, one.person, other.person)
    for one in evaluees(step):
        if one.evaluation:
            yield from _signed(step, one, one.evaluation)


def _signed(step: Step, one: Evaluee, row: Evaluation) -> Iterator[Finding]:
    """The Segretario may be recorded by the office; one who became Segretario may be evaluated by the one before."""
    dossier, held = step.dossier, _evaluated(step, one)
    yield from kit.of_oneself(dossier, held, NAMES)
    if held.by_oneself:
        return
    secretaries, due = secretaries_of(dossier), held.expected.evaluators[0]
    also = (*secretaries, DIRECTOR) if due in secretaries else ()
    if one.role == MANAGER:
        also = (*also, *(who for who in secretaries if who != one.subject))
    if one.role == STAFF:
        also = (*also, *_knowing(step, one, due))
    why = _another if held.evaluator else _nobody
    yield from kit.by_another(dossier, held, NAMES, also=also, nobody="nessuno", why=why, inputs=(row,))
    named = named_by_id(dossier, str(row.extra.get("participants") or ""))
    if named is None:
        return
    taking_part = {row.proposer, *(f"person:{who}" for who in named)}
    missing = kit.absent(dossier, ((who,) for who in held.expected.beside), taking_part, ALL_MANAGERS)
    if missing:
        told = say(
            "chi tiene una posizione organizzativa è valutato dal Segretario Generale insieme a tutti i dirigenti: non "
            "risulta che partecipi {missing} (colonne proponente e partecipanti; {reading})",
            missing=tuple(missing),
            reading=Ref("reading", WITH_MANAGERS),
        )
        yield telling.evaluation("warning", "BS-PO-6.3", told, one.subject, row)


def _another(found: Message, right: Message) -> Message:
    return say(
        "come valutatore risulta {found} (colonna valutatore); la valutazione spetta a {right}, che la dà di nuovo, o "
        "si corregge la colonna",
        found=found,
        right=right,
    )


def _nobody(_: Message, right: Message) -> Message:
    return say("il valutatore non è indicato (colonna valutatore); la valutazione spetta a {right}", right=right)


def _knowing(step: Step, one: Evaluee, due: str) -> Iterator[str]:
    """Who else may evaluate one of the staff: managers who know the work (par. 4.1); anyone, if the own one is gone."""
    dossier = step.dossier
    for row in dossier.service_of(one.person.id):
        heads = kit.heads_above(dossier, row.unit, without=one.person.id)
        yield from [f"person:{head.id}" for head in heads if _leads(dossier, head)][:1]
    there = (*_managers(step, one), *secretaries_of(dossier), DIRECTOR)
    if due not in there:
        yield from there
