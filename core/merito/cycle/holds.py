"""What holds money: closed gates, refusals, open readings, figures that are not final."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from merito.contract.rulebook import Rulebook
from merito.cycle.course import Course
from merito.cycle.gates import opened_apart, reason_of
from merito.cycle.provisional import NOT_YET, why_held
from merito.cycle.shared_holds import SharedHolds
from merito.cycle.stakes import LINE, REWARD, Stakes
from merito.model.acts import Gate, GateState, Phase
from merito.model.basis import Made
from merito.model.measured import Grade, PersonScore, Placement
from merito.model.messages import NOTHING, Aside, Listed, Message, Ref, cited, reasons_of, say, several
from merito.model.money import CENT_ZERO, FundLine, Outcome, Reward
from merito.model.results import Finding
from merito.model.states import State
from merito.numbers import cents_up, product
from merito.regulations.competence import deciding

NOT_FINAL = (State.PROVISIONAL, State.NOT_MEASURED, State.BLOCKED)
PERSON, POST = "person:", "position:"
MOST_NAMED, MOST_REASONS = 8, 3
UNTRIED = say(
    "letture non ancora adottate, di cui non tutte le combinazioni sono state provate: l'ente ne adotta con un atto, e "
    "la somma di chi non ne dipende si libera"
)
REFUSED = say("premi rifiutati")
FORFEITED = say("premi che non spettano")
UNSAID = say("la sua regola non la dà per definitiva e non dice che cosa manca: chi liquida lo accerta prima")
RESTS_ON_REFUSED = say("premi che poggiano su figure rifiutate")
NOT_SETTLED = say("premi non definitivi")
RESTS_ON_NOT_FINAL = say("premi che poggiano su figure non definitive")


class Hold(NamedTuple):
    """Why a row of money is held, citing its gate, rule or reading, and the state that it gets.

    `counted` is the category under which such rewards are counted in the reason of their line. With
    `may_give`, something may be due though nothing is now: an open reading, doubtful data. `gate` is the closed one
    that holds it, on its tool, person or post.
    """

    why: Message
    state: State = State.WITHHELD
    counted: Message = NOTHING
    may_give: bool = False
    gate: Gate | None = None


def of_people(category: Message, people: Sequence[str], why: Iterable[Message] = ()) -> Message:
    """How many rewards of a line fall into a category; for the office, whose and why."""
    named = say("{people}", people=Listed((Ref("person", one) for one in dict.fromkeys(people)), MOST_NAMED))
    if whys := tuple(dict.fromkeys(why)):
        named = say("{people}: {why}", people=named, why=several(*whys[:MOST_REASONS]))
    return say("{category}: {people}{who}", category=category, people=len(people), who=Aside(named))


class Holds:
    """Finds what holds a row of money.

    `posts` are the tools that pay posts. Of a fund in `shaken`, past payments exceed what is certain, or were corrected
    since: there a row that an open reading decides is held whole. In the funds `by_account` no reading holds anything
    yet: their accounts under each choice say what waits.
    """

    def __init__(
        self,
        course: Course,
        stakes: Stakes,
        gates: tuple[GateState, ...],
        phase_gates: tuple[GateState, ...],
        posts: frozenset[str],
        findings: tuple[Finding, ...],
        rulebook: Rulebook,
        shared: SharedHolds | None = None,
        shaken: Collection[str] = (),
        by_account: Collection[str] = (),
    ) -> None:
        self._rulebook = rulebook
        self._course, self._readings, self._stakes = course, course.readings, stakes
        self._closed = tuple(gate for gate in gates if not gate.open and (gate.gate.tool or gate.gate.subject))
        self._apart = {id(one): opened_apart(gates, one) for one in self._closed}
        self._whole_phase = tuple(Hold(reason_of(gate)) for gate in phase_gates)
        self.posts = posts
        errors = tuple(one for one in findings if one.holds and (one.tool or one.subject))
        self._errors = tuple(one for one in errors if not one.forfeits and one.part is None)
        self._partial = tuple(one for one in errors if one.part is not None)
        self._forfeits = tuple(one for one in errors if one.forfeits)
        self._shared, self._shaken, self._by_account = shared, shaken, by_account

    def outcomes(self, row: FundLine | Reward) -> tuple[Outcome, ...]:
        """The other outcomes of a row of money, under other choices on open readings."""
        found = self._stakes.rewards if isinstance(row, Reward) else self._stakes.lines
        return found.get(row.key, ())

    def readings_of(self, row: FundLine | Reward) -> tuple[str, ...]:
        """The open readings that decide a row of money."""
        told = {reading for one in self.outcomes(row) if one.holds for reading in one.readings}
        return tuple(sorted(told.union(self._stakes.untried)))

    def firm(self, reward: Reward, besides: Collection[Gate]) -> bool:
        """Whether what is due would be certain if the gates `besides` were open and all readings adopted."""
        refused = any(self._about(one, reward) for one in self._errors)
        closed = any(self._holds(one, reward) for one in self._closed if one.gate not in besides)
        return not (refused or closed or _is_weak(reward))

    def firm_line(self, line: FundLine, besides: Collection[Gate]) -> bool:
        """The same for a whole line of a fund."""
        refused = line.tool is not None and any(one.tool == line.tool and not one.subject for one in self._errors)
        closed = any(self._holds_all(one, line) for one in self._closed if one.gate not in besides)
        return not (refused or closed) and line.state not in (*NOT_FINAL, State.REFUSED)

    def on_line(self, line: FundLine) -> tuple[Hold, ...]:
        """What holds a whole line of a fund."""
        if line.tool is None:
            return ()
        gates = [Hold(reason_of(state)) for state in self._closed if self._holds_all(state, line)]
        errors = [_refusal(one) for one in self._errors if one.tool == line.tool and not one.subject]
        own = (Hold(line.reason or _what_is_weak(line)),) if line.state in NOT_FINAL else ()
        return (*self._phase(line.tool), *gates, *errors, *own)

    def on_reward(self, reward: Reward) -> tuple[Hold, ...]:
        """What holds one person's reward whole, besides open readings.

        Errors in an evaluation do not hold the pay of a post.
        """
        gates = [Hold(reason_of(state), gate=state.gate) for state in self._closed if self._holds(state, reward)]
        errors = [_refusal(one) for one in self._errors if self._about(one, reward)]
        shared = [Hold(reason, may_give=True) for reason in self._shared.on(reward)] if self._shared else []
        return (*self._phase(reward.tool), *gates, *errors, *shared, *_not_final(reward))

    def certain(self, row: FundLine | Reward) -> Decimal | None:
        """What a reward gives, or a line saves, whichever choice is adopted; None if that is not known."""
        if row.fund in self._shaken:
            return None
        return self._stakes.certain.get((REWARD if isinstance(row, Reward) else LINE, row.key))

    def may_lose(self, fund: str, lines: Collection[FundLine], *, whole: bool) -> Decimal | None:
        """How much less some lines of a fund may save together, whichever choice is adopted; None if that is not known.

        If they are the `whole` fund, what a line that it lacks would save makes up for it.
        """
        if fund in self._shaken or self._stakes.moved is None:
            return None
        own = {line.key for line in lines}
        changes = (
            sum((by for key, by in walk.items() if key in own or (whole and key[0] == fund)), CENT_ZERO)
            for walk in self._stakes.moved
        )
        return max(-min(changes, default=CENT_ZERO), CENT_ZERO)

    def in_part(self, reward: Reward) -> tuple[Hold, ...]:
        """What holds only a part of a reward."""
        told = tuple(_refusal(one) for one in self._partial if self._about(one, reward)) if reward.due else ()
        return (*told, Hold(reward.reason, counted=NOT_SETTLED)) if reward.waits else told

    def waiting(self, reward: Reward) -> Decimal:
        """How much is held of a reward that nothing holds whole: what is uncertain, then a part of the rest."""
        uncertain = min(reward.waits, reward.covered)
        part = max((one.part or 0 for one in self._partial if self._about(one, reward)), default=0)
        return uncertain + cents_up(product(reward.covered - uncertain, part))

    def on_savings(self, line: FundLine, beside: Collection[Reward]) -> tuple[Hold, ...]:
        """What holds all savings of a line, besides open readings.

        `beside` are the rewards of this line and its sister lines.
        """
        found = self._shared.on_savings(line, beside) if self._shared and line.savings else ()
        gates = [Hold(reason_of(one)) for one in self._closed if line.savings and self._holds_some(one, line, beside)]
        return (*gates, *(Hold(reason, may_give=True) for reason in found))

    def forfeiting(self, reward: Reward) -> tuple[Hold, ...]:
        """Why a reward is not due at all to its person: what would be due becomes savings of its line."""
        found = (one for one in self._forfeits if self._about(one, reward))
        return tuple(
            Hold(cited(one.rule, say("non spetta: {why}", why=one.message)), State.REFUSED, FORFEITED) for one in found
        )

    def _holds(self, closed: GateState, reward: Reward) -> bool:
        """Whether a closed gate holds a reward: not if acts about its own person or post open it."""
        apart = self._apart[id(closed)].isdisjoint((reward.subject, f"{PERSON}{reward.person}"))
        return apart and self._about(closed.gate, reward)

    def _holds_all(self, closed: GateState, line: FundLine) -> bool:
        """Whether a closed gate holds a whole line: not if it is open for somebody."""
        return closed.gate.tool == line.tool and not closed.gate.subject and not self._apart[id(closed)]

    def _holds_some(self, closed: GateState, line: FundLine, beside: Collection[Reward]) -> bool:
        """Whether a closed gate that is open for somebody still holds another reward of these lines."""
        apart = closed.gate.tool == line.tool and bool(self._apart[id(closed)])
        return apart and any(self._holds(closed, one) for one in beside)

    def _about(self, one: Gate | Finding, reward: Reward) -> bool:
        of_merit = one.phase is Phase.EVALUATION and one.tool is None
        if of_merit and reward.tool in self.posts:
            return False
        subjects = (reward.subject, f"{PERSON}{reward.person}")
        about = one.tool in (None, reward.tool) and (not one.subject or one.subject in subjects)
        return about and reward.of_posts(one.posts)

    def _phase(self, tool: str) -> tuple[Hold, ...]:
        """A gate on the whole phase holds every reward of merit, but not the pay of a post."""
        return () if tool in self.posts else self._whole_phase

    def left_open(self, row: FundLine | Reward) -> tuple[Hold, ...]:
        """The open readings and provisional values that hold a row, as far as another choice would change it."""
        if row.fund in self._by_account:
            return ()
        told = sorted({reading for one in self.outcomes(row) if one.holds for reading in one.readings})
        untried = self._stakes.untried
        more = (Hold(cited(untried, UNTRIED), may_give=True),) if untried else ()
        return (*more, *(Hold(self.not_adopted(reading), may_give=True) for reading in told), *self._not_decided(row))

    def _not_decided(self, row: FundLine | Reward) -> tuple[Hold, ...]:
        """The holds of a row that rests on provisional values; each reason says who has to decide them."""
        found = self._stakes.of_values.get((REWARD if isinstance(row, Reward) else LINE, row.key), ())
        keys = dict.fromkeys((*found, *(self._course.parameters.provisional if self._stakes.values_untried else ())))
        more = (NOT_YET,) if self._stakes.values_untried else ()
        return tuple(Hold(reason, may_give=True) for reason in (*more, *why_held(keys, self._course)))

    def not_adopted(self, identifier: str) -> Message:
        """What is said of an open reading: its present choice, and what its act lacks."""
        reading = self._readings[identifier]
        standing = say("«{choice}»", choice=self._rulebook.interpretations[identifier].shortly(reading.choice))
        known = several(standing, reading.lacking)
        return cited(
            identifier,
            say(
                "lettura non ancora adottata dall'ente (scelta provvisoria: {known}), che spetta con un atto a: {who}",
                known=known,
                who=self._who_decides(identifier),
            ),
        )

    def _who_decides(self, identifier: str) -> str:
        competence = self._rulebook.interpretations[identifier].competence
        return deciding(competence, self._course.stack.inputs.acts) or "chi adotta il testo"


def _refusal(finding: Finding) -> Hold:
    """In the reason of a line, refusals about persons, and about a paid post, are counted."""
    of_holder = finding.subject.startswith(POST) and finding.phase in (Phase.EVALUATION, Phase.REWARDS)
    counted = REFUSED if of_holder or finding.subject.startswith(PERSON) else NOTHING
    if finding.waits:
        why = cited(finding.rule, finding.message)
        return Hold(why, counted=NOT_SETTLED if counted else NOTHING, may_give=finding.shared)
    told = finding.to_person or say("rifiutato: {why}", why=finding.message)
    return Hold(cited(finding.rule, told), State.REFUSED, counted, may_give=finding.shared)


def _is_weak(reward: Reward) -> bool:
    """Whether its rule calls it not final, or it rests on a result that is not final."""
    return reward.state in NOT_FINAL or bool(_weak(reward))


def _weak(row: Made) -> list[Made]:
    """The results that a row rests on and that are not final."""
    return [one for one in row.rests_on if getattr(one, "state", State.FINAL) in NOT_FINAL]


def _what_is_weak(row: Made) -> Message:
    """What is missing in a row that its rule calls not final without saying why: what the rows beneath it lack."""
    beneath = several(*(getattr(one, "reason", NOTHING) or _missing_in(one) for one in _weak(row)))
    return beneath or cited(row.rules, UNSAID)


def _missing_in(row: Made) -> Message:
    """What is missing in a result that is not final and does not say why, and who gives it."""
    match row:
        case PersonScore():
            what = say("la valutazione di {whose} non è definitiva", whose=Ref("person", row.person))
            who = say("chi valuta la completa e la comunica")
        case Grade():
            what = say("il risultato di {whose} non è definitivo", whose=Ref(row.scope, row.id))
            who = say("chi rileva le misure le scrive")
        case Placement():
            what = say("il posto di {whose} in graduatoria non è definitivo", whose=Ref("person", row.person))
            who = say("chi tiene la graduatoria la chiude")
        case _:
            return _what_is_weak(row)
    if lacks := tuple(getattr(row, "lacks", ())):
        of = "indicator" if isinstance(row, Grade) else ""
        named = Listed((Ref(of, one) if of else one for one in lacks), MOST_NAMED)
        what = say("{what}: manca {lacks}", what=what, lacks=named)
    return cited(row.rules, say("{what}; {who} prima che si liquidi", what=what, who=who))


def _not_final(reward: Reward) -> tuple[Hold, ...]:
    """The holds of a reward that its rule calls not final, or that rests on a result that is not final."""
    if reward.state in NOT_FINAL:
        refused = any(getattr(row, "state", State.FINAL) is State.REFUSED for row in reward.rests_on)
        return (Hold(reward.reason or _what_is_weak(reward), counted=RESTS_ON_REFUSED if refused else NOT_SETTLED),)
    said = several(*(getattr(row, "reason", NOTHING) or _missing_in(row) for row in _weak(reward)))
    return tuple(Hold(reason, counted=RESTS_ON_NOT_FINAL) for reason in reasons_of(said))
