"""Who evaluates whom: compares the evaluators named by the text with those recorded, and lists them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.kit.findings import either, told
from merito.kit.hearings import not_final
from merito.kit.merit import Merit, counted_score, most_until, why_not_final
from merito.kit.roles import STAFF, called, named, period_of
from merito.model.acts import Phase
from merito.model.basis import Basis
from merito.model.dossier import Dossier
from merito.model.measured import PersonScore
from merito.model.messages import Listed, Message, Ref, Sayable, as_message, say
from merito.model.people import Evaluation, Person
from merito.model.results import Finding, Severity, TableRow
from merito.numbers import HUNDRED, Period, apart_from, quotient

MOST_NAMED = 8  # number: of people that a sentence names
OF_ONESELF, WAIT, DEATH = "I-IT-40", "others_wait", "death"
NOBODY_ONESELF = say("nessuno valuta sé stesso (tabella valutazioni)")
NOT_YET = say(
    "si paga ciò che è certo: una valutazione non ancora fatta da chi deve può solo aggiungere ({reading})",
    reading=Ref("reading", OF_ONESELF),
)


def recorded_is_another(found: Message, right: Message) -> Message:
    """That the recorded evaluator is not the one whom the text names."""
    return say(
        "il valutatore registrato è {found}; la valutazione spetta a {right}, che la dà, o si corregge il valutatore "
        "(tabella valutazioni)",
        found=found,
        right=right,
    )


@frozen(kw_only=True)
class ExpectedEvaluators:
    """Who evaluates a person, who proposes, signs or takes part, who supports or is heard: bodies or `person:0123`.

    If there are several evaluators, each is correct. The first of the rules is the one that a finding cites.
    """

    evaluators: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    support: str = ""
    rules: tuple[str, ...]


@frozen(kw_only=True)
class Evaluated:
    """A person with their expected evaluators, and the evaluation as recorded.

    `otherwise` is the evaluator named by another table, if the row of the evaluation names none.
    """

    person: Person
    role: str
    expected: ExpectedEvaluators
    row: Evaluation | None = None
    otherwise: str = ""

    @property
    def evaluator(self) -> str:
        """The recorded evaluator."""
        return (self.row.evaluator if self.row else "") or self.otherwise

    @property
    def subject(self) -> str:
        return f"person:{self.person.id}"

    @property
    def by_oneself(self) -> bool:
        """Whether somebody is recorded as their own evaluator."""
        return self.subject == self.evaluator

    @property
    def proposed_by_oneself(self) -> bool:
        """Whether somebody is recorded as who proposes their own evaluation, which another makes."""
        return not self.by_oneself and self.row is not None and self.subject == self.row.proposer

    @property
    def inputs(self) -> tuple[object, ...]:
        """The rows that were read."""
        return (self.person, *((self.row,) if self.row else ()))


def by_another(
    dossier: Dossier,
    one: Evaluated,
    roles: Mapping[str, str],
    *,
    also: Collection[str] = (),
    nobody: Sayable = "",
    why: Callable[[Message, Message], Message] = recorded_is_another,
    rule_id: str = "",
    inputs: tuple[object, ...] = (),
) -> Iterator[Finding]:
    """A warning if the evaluator is none of those expected; nothing if none is expected.

    If all those expected have left the service, another has to evaluate: who is recorded is a note.

    `also` are correct too, but not named. A missing evaluator is reported under the name `nobody`, or not at all. `why`
    says it in the regulation's words, of who is recorded and who should be; `rule_id` and `inputs` replace the first
    rule and the rows of `one`.
    """
    right = one.expected.evaluators
    if not right or one.evaluator in (*right, *also) or not (one.evaluator or nobody):
        return
    found = called(dossier, one.evaluator, roles) if one.evaluator else as_message(nobody)
    message = why(found, _one_of(dossier, right, roles))
    cited = rule_id or one.expected.rules[0]
    succeeded = all(_left(dossier, who) for who in right) and _may_succeed(dossier, one.evaluator)
    severity: Severity = "info" if succeeded else "warning"
    yield told(severity, cited, message, one.subject, phase=Phase.EVALUATION, inputs=inputs or one.inputs)


def of_oneself(
    dossier: Dossier, one: Evaluated, roles: Mapping[str, str], *, rule_id: str = "", article: Sayable = ""
) -> Iterator[Finding]:
    """An error of whoever has evaluated themselves: it holds what that person is due for merit, and nothing of others.

    It says who has to evaluate, and cites `article` too, whose rule is `rule_id`. Who proposed their own
    evaluation is warned: who decides is the evaluator, and that evaluation stands.
    """
    if one.proposed_by_oneself:
        why = say(
            "risulta proponente della propria valutazione (tabella valutazioni, colonna proponente): la proposta non è "
            "la valutazione, che vale perché è del valutatore; scrivere lì chi l'ha proposta, o lasciarla vuota"
        )
        yield told("warning", one.expected.rules[0], why, one.subject, phase=Phase.EVALUATION, inputs=one.inputs)
    if one.by_oneself:
        found = say("risulta valutatore di sé stesso")
        if article:
            found = say("{found} ({article})", found=found, article=as_message(article))
        until = say("fino a quella")
        if one.expected.evaluators:
            right = _one_of(dossier, one.expected.evaluators, roles)
            until = say("fino a quella di chi deve ({right})", right=right)
        why = say(
            "{found}: non è una valutazione, e ciò che gli spetta per il merito è sospeso {until}; scriverla nella "
            "tabella valutazioni ({reading})",
            found=found,
            until=until,
            reading=Ref("reading", OF_ONESELF),
        )
        cited, rows = rule_id or one.expected.rules[0], one.inputs
        yield told("error", cited, why, one.subject, phase=Phase.EVALUATION, inputs=rows)


def not_rated(step: Step, one: Evaluated, roles: Mapping[str, str], *, rule_id: str = "") -> Iterator[Finding]:
    """A warning of whoever has no points at all, once the year is over and others have theirs: who evaluates them.

    Not of those of whom another rule tells it: points left blank (IT-PL.24), somebody who died, or whose evaluator has
    left (IT-PL.23). Nobody is asked about who served on no day, or was absent on each. `rule_id` replaces the first
    rule of those expected.
    """
    dossier, person = step.dossier, one.person
    if step.as_of <= date(dossier.year, 12, 31) or not dossier.ratings or dossier.ratings.of(person.id):
        return
    told_already = left_out(dossier, person.id) or person.ended_by == DEATH or _has_left(step, one.evaluator)
    if told_already or not _worked(dossier, person):
        return
    why = say(
        "non c'è alcun punteggio della sua valutazione: finché chi deve non lo valuta, e chi tiene i dati non ne "
        "scrive i punti (tabella valutazioni_fattori), ciò che è dovuto per il merito aspetta"
    )
    if one.expected.evaluators:
        why = say(
            "non c'è alcun punteggio della sua valutazione (chi valuta: {right}): finché non è data, e chi tiene i "
            "dati non ne scrive i punti (tabella valutazioni_fattori), ciò che è dovuto per il merito aspetta",
            right=_one_of(dossier, one.expected.evaluators, roles),
        )
    yield told("warning", rule_id or one.expected.rules[0], why, one.subject, phase=Phase.EVALUATION, inputs=one.inputs)


def left_out(dossier: Dossier, person: str) -> bool:
    """Whether the reading left out rows about somebody, as with points left blank: it says which (IT-PL.24)."""
    return f"person:{person}" in dossier.once(_subjects_left_out)


def _subjects_left_out(dossier: Dossier) -> frozenset[str]:
    return frozenset(remark.subject for remark in dossier.remarks if remark.held)


def not_by_oneself(step: Step, row: PersonScore, rule_id: str, evaluator: str = "") -> PersonScore:
    """The score of whoever has evaluated themselves: not final; the others may count on what it can be (I-IT-40).

    `evaluator` is who is recorded in another table than that of evaluations.
    """
    written = step.dossier.evaluations.first(row.person)
    if f"person:{row.person}" not in (evaluator, written.evaluator if written else ""):
        return row
    known = step.readings[OF_ONESELF].choice != WAIT
    row = not_final(row, NOBODY_ONESELF, rule_id, formal=known)
    return evolve(row, most=row.most_anew, rules=(*row.rules, OF_ONESELF))


def evaluated_by_oneself(dossier: Dossier, row: PersonScore | None) -> bool:
    """Whether the points of a score are of whoever has evaluated themselves: true ones may be more, or fewer."""
    written = dossier.evaluations.first(row.person) if row else None
    evaluator = written.evaluator if written else ""
    return row is not None and (OF_ONESELF in row.rules or f"person:{row.person}" == evaluator)


def at_most(dossier: Dossier, row: PersonScore) -> PersonScore:
    """The score that counts for what others are due.

    Of whoever is not evaluated yet, or has evaluated themselves, it is the most that it may be.
    """
    own, known = evaluated_by_oneself(dossier, row), counted_score(row) is not None
    if known and not own:
        return row
    most = row.most_anew if own else row.most
    return evolve(row, score=row.maximum or HUNDRED if most is None else most)


def most_by_another(
    dossier: Dossier, row: PersonScore, *, at_least: Fraction | None = None, said: Sayable = ""
) -> Merit:
    """What whoever has evaluated themselves may be due, held until another evaluates them: `said` as in `merit_of`.

    Measured factors stay as they are. If even the most were below `at_least`, all of the maximum is held.
    """
    best = at_most(dossier, row)
    most = most_until(why_not_final(row), said)
    score = best.score or Fraction(0)
    if at_least is not None and score < at_least:
        return most
    return evolve(most, part=quotient(score, best.maximum or HUNDRED))


def only_certain(missing: Collection[str] = ()) -> Message:
    """Why somebody is paid only what is certain: the evaluations of the people who are `missing` may add to it.

    If none are, somebody else has evaluated themselves (I-IT-40).
    """
    if not missing:
        return NOT_YET
    return say(
        "si paga ciò che è certo: la valutazione di {people}, che manca, può solo aggiungere",
        many="si paga ciò che è certo: le valutazioni di {people}, che mancano, possono solo aggiungere",
        number="count",
        count=len(missing),
        people=Listed((Ref("person", one) for one in missing), MOST_NAMED),
    )


def absent(
    dossier: Dossier, wanted: Iterable[tuple[str, ...]], there: Collection[str], roles: Mapping[str, str]
) -> list[Message]:
    """The required participants who are missing: of those listed together one is enough."""
    return [_one_of(dossier, those, roles) for those in wanted if those and not any(who in there for who in those)]


def evaluators_row(
    dossier: Dossier,
    one: Evaluated,
    roles: Mapping[str, str],
    *,
    heads: tuple[str, str, str] = ("valuta", "propone", "parere"),
    nobody: str = "",
    told_as: Callable[[tuple[str, ...]], str] | None = None,
) -> TableRow:
    """The evaluators of a person, as a row of the list of evaluators, which is not published.

    `heads` are the headers for the evaluators, the other participants and the support, in the regulation's words;
    `nobody` is printed if no evaluator is known. `told_as` joins several in another way than one after the other.
    """
    names = told_as or (lambda those: ", ".join(named(dossier, who, roles) for who in those))
    evaluates, beside, support = heads
    return TableRow(
        table="valutatori",
        columns=(
            ("persona", one.person.id),
            ("ruolo", roles.get(one.role, one.role)),
            (evaluates, names(one.expected.evaluators) or nobody),
            (beside, names(one.expected.beside)),
            (support, named(dossier, one.expected.support, roles)),
            ("valutatore registrato", named(dossier, one.evaluator, roles)),
        ),
        rules=one.expected.rules,
        public=False,
        basis=Basis(inputs=one.inputs),
    )


def _one_of(dossier: Dossier, those: tuple[str, ...], roles: Mapping[str, str]) -> Message:
    there = tuple(who for who in those if _left(dossier, who) is None)
    return either(_in_charge(dossier, who, roles) for who in there or those)


def _in_charge(dossier: Dossier, who: str, roles: Mapping[str, str]) -> Message:
    """Who has to evaluate; of a person who has left, the successor, whom no table names."""
    found, left = called(dossier, who, roles), _left(dossier, who)
    if left is None:
        return found
    return say("chi ha preso il posto di {person}, che ha lasciato il servizio il {day}", person=found, day=left)


def _may_succeed(dossier: Dossier, who: str) -> bool:
    """Whether somebody may have taken the place of who left: a body, or a person who is not of the staff."""
    person = dossier.people.get(who.removeprefix("person:")) if who.startswith("person:") else None
    return bool(who) and (person is None or person.role != STAFF)


def _has_left(step: Step, who: str) -> bool:
    """Whether somebody recorded as an evaluator has left the service, in the year or after it."""
    person = step.dossier.people.get(who.removeprefix("person:")) if who.startswith("person:") else None
    if person is None:
        return False
    return _left(step.dossier, who) is not None or (person.end is not None and person.end < step.as_of)


def _worked(dossier: Dossier, person: Person) -> bool:
    """Whether somebody served on some day of the year on which they were not absent."""
    served = [period_of(row) for row in dossier.service_of(person.id)]
    away = [Period(row.start, row.end) for row in dossier.absences.of(person.id)]
    return bool(apart_from(served, away))


def _left(dossier: Dossier, who: str) -> date | None:
    """The last day of service of a person who left within the year."""
    served = dossier.service_of(who.removeprefix("person:")) if who.startswith("person:") else ()
    last = max((period_of(row).end for row in served), default=None)
    return last if last is not None and last < date(dossier.year, 12, 31) else None
