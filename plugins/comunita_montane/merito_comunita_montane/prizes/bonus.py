"""Candidates for the tools of arts. 16-20 (table candidati), and the bonus of excellence (art. 18).

The bonus is for people of the high band, at most 5% of them: decided in January of the reference year, and renounced
for other rewards. Nobody has to institute it: its deadline is that of a right. A reading says whether a decision later
in the year institutes it (I-BL-80); one after the year never does.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from attrs import evolve

import merito
from merito import (
    NOTHING,
    Act,
    ActNeed,
    Basis,
    Deadline,
    FundLine,
    Gate,
    Intermediate,
    Message,
    Money,
    Percent,
    Phase,
    Ref,
    ResultRows,
    Reward,
    State,
    Step,
    cited,
    first_of,
    kit,
    plain,
    rule,
    say,
)
from merito.numbers import HUNDRED, equal_cents, natural_key, product, whole_down
from merito_comunita_montane.bands.appeals import bands_won
from merito_comunita_montane.bands.decisions import scheme_of
from merito_comunita_montane.evaluation.scores import APPEAL, raised_later
from merito_comunita_montane.planning.units import WHERE, degree_of, short, why_short

PRIZES, ZERO = "group_prizes", Decimal("0.00")
FUNDS: Mapping[str, str] = {
    "annual": "premi_annuali",
    "collective": "premi_collettivi",
    "bonus": "bonus_eccellenze",
    "innovation": "premio_innovazione",
    "efficiency": "premio_efficienza",
    "progression": "progressioni_economiche",
    "result": "retribuzione_risultato",
    "savings": "quota_risparmi",
}
TOOL, FUND, WHOLE = "bonus", "bonus", "fondo"
OTHERS, TRAINING, HIGH = "other_rewards", "training", "high"
DECISION = "bonus_decision"
NO_AMOUNT = say(
    "manca il suo importo (colonna importo dei candidati): la somma resta sospesa, e con essa ciò che avanza"
)
FLOOR, EXCLUDED, EACH, LEFT, LATE = "I-BL-19", "I-BL-21", "I-BL-40", "I-BL-41", "I-BL-80"


def named(step: Step, tool: str) -> tuple[merito.Candidate, ...]:
    """The people named for a tool, in the order of their ids."""
    rows = step.dossier.candidates.of(tool=tool)
    return tuple(sorted(rows, key=lambda row: (natural_key(row.person), natural_key(row.group))))


def named_once(step: Step, tool: str) -> tuple[merito.Candidate, ...]:
    """The people named for a tool that rewards individuals: of several rows about one person, the first.

    Several rows are an error of that person (`one_by_one`), who is paid nothing.
    """
    first: dict[str, merito.Candidate] = {}
    for row in named(step, tool):
        first.setdefault(row.person, row)
    return tuple(first.values())


def in_use(step: Step, tool: str) -> bool:
    """Whether the ente uses a tool this year: it has its fund, names somebody for it, or gives a group a prize."""
    named_for = step.dossier.table(PRIZES).of(tool=tool) or step.dossier.candidates.of(tool=tool)
    return step.dossier.funds.get(tool) is not None or bool(named_for)


def one_by_one(step: Step, tool: str, rule_id: str) -> ResultRows:
    """Errors for groups, and for people named twice, under a tool that rewards individuals."""
    rows = step.dossier.candidates
    for person in sorted({row.person for row in rows.of(tool=tool) if row.group or rows.of(row.person, tool=tool)[1:]}):
        why = say("nei candidati ha un gruppo, o più righe, per uno strumento che premia le persone una per una")
        yield kit.told("error", rule_id, why, f"person:{person}", phase=Phase.REWARDS, tool=tool)


def placements(step: Step) -> Mapping[str, merito.Placement]:
    """The placement of everybody in a ranking, by person."""
    return {row.person: row for row in step.so_far.placements}


def outside(step: Step, person: str, bands: Sequence[str]) -> bool:
    """Whether somebody is in none of some bands, nor raised to one by an appeal after the payment (I-BL-38).

    False for people without an evaluation yet.
    """
    row = step.once(placements).get(person)
    stands = row is not None and (row.band in bands or row.state is State.NOT_MEASURED)
    return not stands and step.once(bands_won).get(person) not in bands


def leaving_out(line: FundLine, lacking: int, tool: str) -> tuple[FundLine, ...]:
    """The line of those whose sums are known, and beside it what waits for the sums that are not written yet.

    While one is missing nothing of the fund is saved: it may be theirs.
    """
    if not lacking:
        return (line,)
    why = say("manca l'importo di chi è indicato tra i candidati ({people})", people=lacking)
    item, amount = f"{line.item}, importi che mancano", line.savings
    waits = evolve(line, item=item, amount=amount, savings=ZERO, left_to=tool, reason=why)
    return (evolve(line, amount=line.amount - amount, savings=ZERO, reason=NOTHING), *((waits,) if amount else ()))


def _decided_by(step: Step, last: date) -> Act | None:
    """The first decision on the bonus that is adopted and published by a day."""
    acts = ((act, act.published) for act in step.acts_of(DECISION))
    return first_of(act for act, on in acts if on and max(act.date, on) <= last and on <= step.as_of)


def _january(step: Step) -> date:
    return step.parameters.day("bonus_decision_deadline", step.dossier.year).value


def _decided_late(step: Step) -> Act | None:
    """The decision that came after the deadline and within the reference year, if none came in time."""
    return None if _decided_by(step, _january(step)) else _decided_by(step, date(step.dossier.year, 12, 31))


def _instituted(step: Step) -> Act | None:
    """The decision that institutes the bonus: adopted and published by January, or later in the year (I-BL-80)."""
    late = _decided_late(step)
    if late is None:
        return _decided_by(step, _january(step))
    return late if step.readings[LATE].choice == "finding" else None


@rule("BL-18.1d", LATE, hook="merito_gates")
def decided_beforehand(step: Step) -> ResultRows:
    """The decision precedes the prizes that it promises: by January, or within the year as the ente reads the term.

    A decision after the reference year promises nothing to anybody in it, under either choice.
    """
    if not in_use(step, TOOL):
        return
    late = _decided_late(step)
    by_year = late is not None and step.readings[LATE].choice == "finding"
    until = date(step.dossier.year, 12, 31) if by_year else _january(step)
    rules = ("BL-18.1d", LATE) if late else ("BL-18.1d",)
    yield Gate(phase=Phase.REWARDS, tool=TOOL, needs=(ActNeed(DECISION, until=until, published=True),), rules=rules)


@rule("BL-18.1d", LATE, hook="merito_check_plan")
def decided_after_january(step: Step) -> ResultRows:
    """Tells that the decision which institutes the bonus came late, if the ente reads the term so."""
    act = _decided_late(step) if in_use(step, TOOL) else None
    if act is not None and _instituted(step) == act:
        why = say(
            "l'atto {act} che istituisce il bonus è del {day}: il termine era il {due}, e il bonus spetta lo stesso "
            "({reading})",
            act=Ref("act", act.id),
            day=act.date,
            due=_january(step),
            reading=Ref("reading", LATE),
        )
        if act.published:
            why = say(
                "l'atto {act} che istituisce il bonus è del {day}, reso pubblico il {published}: il termine era il "
                "{due}, e il bonus spetta lo stesso ({reading})",
                act=Ref("act", act.id),
                day=act.date,
                published=act.published,
                due=_january(step),
                reading=Ref("reading", LATE),
            )
        yield kit.told("warning", "BL-18.1d", why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


def renounced(step: Step, person: str) -> Act | None:
    """The act by which somebody has renounced the bonus, if there is one."""
    return next(iter(step.acts_of("bonus_renunciation", f"person:{person}")), None)


def _in_high_training(step: Step) -> set[str]:
    """People who are given a path of high training (art. 25); a path of unknown kind counts too."""
    rows = (row for row in step.dossier.tables.get(OTHERS, ()) if row["kind"] == TRAINING)
    return {str(row["person"]) for row in rows if row["path"] in (None, HIGH)}


def holding_back(step: Step) -> tuple[str, ...]:
    """People with the bonus who are also named for the innovation award or for high training (I-BL-21).

    People who are refused the bonus have none to renounce: named, but outside the high band or in a structure below
    70%.
    """
    if _instituted(step) is None:
        return ()
    other = {row.person for row in named(step, "innovation")} | _in_high_training(step)
    people, scheme = [row.person for row in named(step, TOOL) if row.person in other], step.once(scheme_of)
    if scheme is None or not step.so_far.bands:
        return tuple(people)
    high = scheme.names[:1]
    return tuple(one for one in people if not (outside(step, one, high) or short(step, degree_of(step, one))))


def waiting_for_renunciation(step: Step) -> Mapping[str, Message]:
    """People who receive no innovation award until they renounce the bonus, and why."""
    why = say(
        "ha il bonus delle eccellenze, e il premio per l'innovazione gli spetta solo se vi rinuncia: manca l'atto "
        "«Rinuncia al bonus delle eccellenze» ({reading})",
        reading=Ref("reading", EXCLUDED),
    )
    people = (person for person in holding_back(step) if renounced(step, person) is None)
    return dict.fromkeys(people, cited("BL-18.4", why))


@rule("BL-18.2p", hook="merito_deadlines")
def payment_of_the_bonus(step: Step) -> ResultRows:
    """Payment by March of the next year, if the bonus was instituted."""
    year, rules = step.dossier.year, ("BL-18.2p",)
    pay = step.parameters.day("bonus_payment_deadline", year + 1)
    if _instituted(step) is not None:
        what, basis = plain(say("Bonus delle eccellenze {year}: pagamento", year=year)), Basis(parameters=(pay,))
        yield Deadline(phase=Phase.REWARDS, what=what, due=pay.value, met_by="bonus_payment", rules=rules, basis=basis)


@rule("BL-18.1", hook="merito_check_plan")
def candidates_for_the_bonus(step: Step) -> ResultRows:
    """The bonus is for individuals: errors for candidates in a group, or named twice."""
    yield from one_by_one(step, TOOL, "BL-18.1")


@rule("BL-18.4", EXCLUDED, hook="merito_check_rewards")
def bonus_and_high_training(step: Step) -> ResultRows:
    """Warns of people with the bonus and a path of high training who have not renounced it."""
    training = _in_high_training(step)
    for person in holding_back(step):
        if person in training and renounced(step, person) is None:
            why = say(
                "ha il bonus delle eccellenze: può accedere all'alta formazione solo se vi rinuncia ({reading})",
                reading=Ref("reading", EXCLUDED),
            )
            yield kit.told("warning", "BL-18.4", why, f"person:{person}", phase=Phase.REWARDS)


@rule("BL-18.1", "BL-18.2", "BL-17.2p", "BL-16.2", FLOOR, EACH, LEFT, WHERE, APPEAL, tool=TOOL, hook="merito_rewards")
def bonus_of_excellence(step: Step) -> ResultRows:
    """Divides the fund among those named; people outside the high band, or in a structure below 70%, are refused."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return ()
    scheme = step.once(scheme_of)
    if scheme is None or not step.so_far.bands:
        return (kit.of_tool(step, "warning", say("non diviso: le fasce di merito non ci sono ancora")),)
    return _Bonus(step, line, scheme.names[0]).results()


class _Bonus:
    """The bonus of one year: who is named, how many may be, what each receives under the readings in force."""

    def __init__(self, step: Step, line: FundLine, high: str) -> None:
        self.step, self.line, self.high = step, line, high
        self.bands = [row for row in step.so_far.bands if row.band == high]
        self.heads = sum(row.people for row in self.bands)
        self.share = step.parameters.share("bonus_cap")
        self.most = whole_down(product(self.share.value, self.heads))
        self.named = named_once(step, TOOL)
        self.away = {row.person for row in self.named if renounced(step, row.person)}
        self.keeping = [row for row in self.named if row.person not in self.away]
        self.final = all(row.state is State.FINAL for row in self.bands)
        self.limit = say(
            "il {share} di {people} persone nella fascia {band} permette {most} bonus, per difetto",
            share=Percent(product(self.share.value, HUNDRED)),
            people=self.heads,
            band=high,
            most=self.most,
        )

    def results(self) -> ResultRows:
        """If nobody may have it, all is savings; if somebody may, the ente still has to say who."""
        if not self.named and (self.most or not self.final):
            why = say("non diviso: nessuno è indicato tra i candidati al bonus (al massimo {most})", most=self.most)
            return (kit.of_tool(self.step, "warning", why),)
        if not self.named:
            return (self._line(ZERO, say("nessun bonus: {limit}", limit=self.limit)),)
        dues = self.step.choose(EACH, equal=self._equal(), given=self._given())
        lacking = [row for row in self.named if row.person not in dues]
        if len(lacking) == len(self.named):
            why = say("non diviso: manca l'importo di chi ha il bonus (colonna importo dei candidati)")
            return (kit.of_tool(self.step, "warning", why),)
        total = sum(dues.values(), ZERO)
        if total > self.line.amount:
            why = say(
                "i bonus sommano a {total}: {over} oltre il fondo di {fund}",
                total=Money(total),
                over=Money(total - self.line.amount),
                fund=Money(self.line.amount),
            )
            return (kit.of_tool(self.step, "error", why, "BL-16.2"),)
        why = say("parte del fondo che i bonus non prendono")
        if self.away:
            why = say("bonus a cui si è rinunciato ({rule})", rule=Ref("rule", "BL-18.4"))
        line = self._line(total, why if total < self.line.amount else NOTHING)
        rewards = (self._reward(row, dues[row.person]) for row in self.named if row.person in dues)
        told = (kit.of_tool(self.step, "warning", NO_AMOUNT, subject=f"person:{row.person}") for row in lacking)
        return (*rewards, *leaving_out(line, len(lacking), TOOL), *told, *self._too_many(), *self._refused())

    def _given(self) -> Mapping[str, Decimal]:
        """The sums that the ente gives, without those that are missing."""
        amounts = {row.person: row.extra.get("amount") for row in self.keeping}
        known = {person: amount for person, amount in amounts.items() if isinstance(amount, Decimal)}
        return dict.fromkeys(self.away, ZERO) | known

    def _equal(self) -> Mapping[str, Decimal]:
        """The same sum for all who keep it; what the others renounce is saved, or goes to them (I-BL-41)."""
        heads = self._heads()
        each, _ = equal_cents(self.line.amount, heads) if heads else (ZERO, ZERO)
        return dict.fromkeys(self.away, ZERO) | {row.person: each for row in self.keeping}

    def _heads(self) -> int:
        return self.step.choose(LEFT, savings=len(self.named), others=len(self.keeping)) if self.keeping else 0

    def _line(self, total: Decimal, why: Message) -> FundLine:
        return FundLine(
            fund=FUND,
            item="bonus",
            of=WHOLE,
            amount=self.line.amount,
            savings=self.line.amount - total,
            reason=why,
            rules=("BL-18.2", FLOOR),
            rests_on=(self.line, *self.bands),
            basis=Basis(parameters=(self.share,)),
        )

    def _reward(self, row: merito.Candidate, due: Decimal) -> Reward:
        step, act = self.step, renounced(self.step, row.person)
        placement, grade = step.once(placements).get(row.person), degree_of(step, row.person)
        appeal = step.once(raised_later).get(row.person)
        band = step.once(bands_won).get(row.person, placement.band if placement else "")
        formula = NOTHING
        if due:
            share = say(
                "{fund} / {heads} = {due}, per difetto al centesimo",
                fund=Money(self.line.amount),
                heads=self._heads(),
                due=Money(due),
            )
            formula = step.choose(EACH, equal=share, given=say("importo scritto tra i candidati"))
        away = cited("BL-18.4", say("ha rinunciato al bonus (atto {act})", act=Ref("act", act.id))) if act else NOTHING
        return Reward(
            person=row.person,
            tool=TOOL,
            fund=FUND,
            item="bonus",
            due=due,
            band=band if band == self.high else "",
            reason=away,
            rules=("BL-18.1", "BL-18.2", *(("BL-18.4",) if act else ()), FLOOR),
            rests_on=(*self.bands, *(one for one in (placement, grade) if one)),
            basis=Basis(
                inputs=(row, *(one for one in (act, appeal) if one)),
                parameters=(self.share,),
                steps=(Intermediate("persone nella fascia", self.heads), Intermediate("bonus al massimo", self.most)),
                formula=formula,
            ),
        )

    def _too_many(self) -> ResultRows:
        """More winners than the share allows; only a warning while the number of places is not final."""
        counted = sum(not outside(self.step, row.person, (self.high,)) for row in self.keeping)
        if counted > self.most:
            why = say(
                "persone con il bonus: {people}, {over} di troppo: {limit} ({reading})",
                people=counted,
                over=counted - self.most,
                limit=self.limit,
                reading=Ref("reading", FLOOR),
            )
            yield kit.of_tool(self.step, "error" if self.final else "warning", why, "BL-18.2")

    def _refused(self) -> ResultRows:
        for row in self.keeping:
            grade, subject = degree_of(self.step, row.person), f"person:{row.person}"
            if outside(self.step, row.person, (self.high,)):
                why = say(
                    "al bonus concorre solo chi è nella fascia {band} della sua graduatoria",
                    band=self.high,
                )
                yield kit.of_tool(self.step, "error", why, "BL-18.1", subject=subject)
            elif grade is not None and short(self.step, grade):
                yield kit.of_tool(self.step, "error", why_short(self.step, grade.id), "BL-17.2p", subject=subject)
