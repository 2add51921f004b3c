"""Who and what a cycle that is over still lacks: people not evaluated, sheets not returned, acts not written.

Each by name, with who has to act and since when. Nothing is said before the year's end, except of whoever left.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from merito.contract.inputs import Inputs
from merito.kit.roles import heads_above
from merito.model.acts import DeadlineState, GateState
from merito.model.dossier import Dossier
from merito.model.messages import Listed, Message, Ref, say
from merito.model.people import Person
from merito.model.record import DeadlineAt, Record
from merito.model.results import Results
from merito.model.states import State
from merito.wording.evaluators import expected_evaluators
from merito.wording.subjects import about

ONE_DAY, PERSON = timedelta(days=1), "person:"
UNNAMED = say("chi deve valutare")


def not_evaluated(dossier: Dossier, as_of: date, inputs: Inputs, results: Results | None = None) -> Iterator[Message]:
    """The people who are not evaluated, by who has to do it and since when.

    With `results`, those whose evaluation is not known; without, those of an evaluated role with no rating at all.
    """
    people: dict[tuple[Message | Ref | str, date], list[Ref]] = defaultdict(list)
    for person in dossier.people:
        since = _since(dossier, person)
        if since is not None and since <= as_of and _lacks(dossier, person, inputs, results):
            people[_evaluator(dossier, person, results), since].append(Ref("person", person.id))
    for (who, since), those in people.items():
        yield say(
            "non è valutato, dal {since}, {people}: lo valuta {who}",
            many="non sono valutati, dal {since}, {people}: li valuta {who}",
            number="count",
            count=len(those),
            since=since,
            people=Listed(those),
            who=who,
        )


def not_returned(dossier: Dossier, as_of: date) -> Iterator[Message]:
    """The workbooks that were handed out and of which somebody's points are not in the data."""
    rated = {row.person for row in dossier.ratings} | {
        row.person for row in dossier.returned_ratings if row.points is not None
    }
    for sheet in dossier.sheets_out:
        waiting = [Ref("person", one) for one in sheet.people if one not in rated]
        if waiting and sheet.day <= as_of:
            yield say(
                "non è tornata la scheda consegnata a {who} il {day} ({file}), su {people}",
                who=_called(sheet.evaluator),
                day=sheet.day,
                file=sheet.file,
                people=Listed(waiting),
            )


def not_written(
    dossier: Dossier, as_of: date, gates: Iterable[GateState], deadlines: Iterable[DeadlineAt], inputs: Inputs
) -> Iterator[Message]:
    """The acts that closed gates wait for once the year is over, each once, then those whose day has passed."""
    if as_of > date(dossier.year, 12, 31):
        wanted: dict[tuple[str, tuple[str, ...]], dict[str, None]] = defaultdict(dict)
        for state in gates:
            for need in state.missing:
                kind = inputs.acts.get(need.kind)
                bodies = need.by or (kind.by if kind else ())
                wanted[need.kind, bodies].update({state.gate.subject: None} if state.gate.subject else {})
        for (name, by), subjects in wanted.items():
            title = inputs.acts[name].title if name in inputs.acts else name
            whose = Listed(inputs.bodies[one].title if one in inputs.bodies else one for one in by)
            what = say("manca l'atto «{title}» ({kind})", title=title, kind=name)
            if subjects:
                what = say("manca l'atto «{title}» ({kind}), {whom}", title=title, kind=name, whom=about([*subjects]))
            yield say("{what}: spetta a {whose}", what=what, whose=whose) if by else what
    for one in deadlines:
        if one.state is DeadlineState.OVERDUE and one.deadline.due is not None:
            what = one.deadline.what
            if one.deadline.subject:
                what = say("{what}, {whom}", what=what, whom=about([one.deadline.subject]))
            yield say("manca, dal {due}: {what}", due=one.deadline.due, what=what)


def missing(record: Record, inputs: Inputs) -> tuple[Message, ...]:
    """People, then sheets, of a record; the acts that it lacks are among its gates and deadlines."""
    dossier, as_of = record.dossier, record.as_of
    return (*not_evaluated(dossier, as_of, inputs, record.results), *not_returned(dossier, as_of))


def _since(dossier: Dossier, person: Person) -> date | None:
    """The first day on which somebody's year can be evaluated; None if they did not serve."""
    served = dossier.service_of(person.id)
    last = max(((row.end or row.start) for row in served), default=None)
    return None if last is None else last + ONE_DAY


def _lacks(dossier: Dossier, person: Person, inputs: Inputs, results: Results | None) -> bool:
    if _away(dossier, person):
        return False
    if results is not None:
        score = results.score(person.id)
        return score is not None and score.score is None and score.state in (State.PROVISIONAL, State.NOT_MEASURED)
    if dossier.ratings.of(person.id) or dossier.returned_ratings.of(person.id):
        return False
    paid = {role for tool in inputs.tools.values() for role in tool.roles}
    own = _roles(dossier, person)
    by_points = own & dossier.once(_rated_roles)
    return bool(own & paid) and (bool(by_points) or not dossier.evaluations.of(person.id))


def _rated_roles(dossier: Dossier) -> frozenset[str]:
    """The roles of whoever has points: others of these roles are evaluated by points too."""
    people = (dossier.people[row.person] for row in dossier.ratings)
    return frozenset(role for person in people for role in _roles(dossier, person))


def _roles(dossier: Dossier, person: Person) -> set[str]:
    return {row.role or person.role for row in dossier.service_of(person.id)}


def _away(dossier: Dossier, person: Person) -> bool:
    """Whether one absence covers all of somebody's service in the year."""
    served = dossier.service_of(person.id)
    first, last = min(row.start for row in served), max((row.end or row.start) for row in served)
    return any(row.start <= first and row.end >= last for row in dossier.absences.of(person.id))


def _evaluator(dossier: Dossier, person: Person, results: Results | None) -> Message | Ref | str:
    """Who evaluates somebody: as recorded, as the text says, or who leads the unit."""
    row = dossier.evaluations.first(person.id)
    recorded = [row.evaluator] if row is not None and row.evaluator else []
    recorded += [one.evaluator for one in reversed(dossier.service_of(person.id)) if one.evaluator]
    if recorded:
        return _called(recorded[0])
    if results is not None and (expected := expected_evaluators(results.documents).get(person.id)):
        return expected
    served = dossier.service_of(person.id)
    heads = heads_above(dossier, served[-1].unit, holders=True, without=person.id)
    return Ref("person", heads[0].id) if heads else UNNAMED


def _called(who: str) -> Ref | str:
    return Ref.to(who) if who.startswith(PERSON) else who
