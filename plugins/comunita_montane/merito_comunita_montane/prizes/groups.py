"""Prizes of groups by their shares (table premi_gruppo): collective, for innovation, for efficiency (arts. 14, 16, 19).

The text gives no measure for what a collective prize rests on, and the ente writes the sum: findings are reported, and
the prize remains.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

import merito
from merito import (
    NOTHING,
    Basis,
    FundLine,
    Intermediate,
    Message,
    Money,
    Percent,
    Phase,
    Ref,
    ResultRows,
    Reward,
    Rows,
    State,
    Step,
    cited,
    first_of,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, fraction, natural_key, split
from merito_comunita_montane.evaluation.factors import NOT_RATEABLE, poor_performance
from merito_comunita_montane.organisation import OIV, POLITICAL
from merito_comunita_montane.planning.units import WHERE, degree_of, short, threshold, unmeasured
from merito_comunita_montane.prizes.bonus import EXCLUDED, PRIZES, WHOLE, ZERO, named, waiting_for_renunciation

COLLECTIVE, INNOVATION, EFFICIENCY, SAVINGS = "collective", "innovation", "efficiency", "savings"
AWARD, AGREED = "innovation_award", "individual_criteria"
GROUP, INDIVIDUAL = "efficiency_group_share", "efficiency_individual_share"
STRUCTURE, FOR_GROUP, SIGNIFICANT, POOR = "I-BL-43", "I-BL-42", "I-BL-36", "I-BL-60"
LEFT, STAFF = "non assegnato", "quota per il personale coinvolto"
NO_GROUP = say("dato a nessun gruppo")
GROWS = say("accresce le somme della contrattazione integrativa")
NO_GROUP_GROWS = say("dato a nessun gruppo: accresce le somme della contrattazione integrativa (art. 26 c. 3)")
CENT = Decimal("0.01")  # number: a hundredth of a point, the precision of shares
SHOWN = {
    "title": say("l'idea (iniziativa)"),
    "change": say("il cambiamento"),
    "impact": say("l'impatto sulla performance"),
}
POORLY = say("parte di chi ha una valutazione di insufficiente rendimento")


@frozen(kw_only=True)
class Prize:
    """A prize (euro) with the members of its group, in the order of their ids."""

    row: merito.ExtraRow
    members: tuple[merito.Candidate, ...]

    @property
    def group(self) -> str:
        return str(self.row["group"])

    @property
    def subject(self) -> str:
        return f"group:{self.group}"

    @property
    def amount(self) -> Decimal:
        return Decimal(str(self.row["amount"]))

    @property
    def shares(self) -> dict[str, Fraction]:
        """The share of each member, in percent points; a single member has all of it."""
        if len(self.members) == 1 and self.members[0].share is None:
            return {self.members[0].person: HUNDRED}
        return {one.person: fraction(one.share or 0) for one in self.members}

    @property
    def problem(self) -> Message:
        """Why it cannot be divided, or nothing."""
        shares = self.shares
        total = sum(shares.values(), Fraction(0))
        if not self.members:
            return say("nessun candidato è del gruppo")
        if len(self.members) > 1 and any(one.share is None for one in self.members):
            return say("manca la quota di qualcuno del gruppo")
        if any(share <= 0 for share in shares.values()):
            return say("ogni quota del gruppo è maggiore di zero")
        if total == HUNDRED:
            return NOTHING
        return say("le quote del gruppo sommano a {total}, non a 100", total=total)

    def told(
        self, severity: merito.Severity, rule_id: str, why: Message, about: str = "", *rows: object
    ) -> merito.Finding:
        """A finding about it; `about` if that is somebody of the group."""
        tool, inputs = str(self.row["tool"]), (*rows, self.row)
        said = why if about else say("premio al gruppo {group}: {why}", group=self.group, why=why)
        return kit.told(severity, rule_id, said, about or self.subject, phase=Phase.REWARDS, tool=tool, inputs=inputs)


@frozen(kw_only=True)
class Shared:
    """What each member of a group is due (euro), by which formula, and what that rests on; the rest is saved.

    `waits` says, by person, why what is due is not known yet; `waits_by` are the rules behind that.
    """

    dues: Mapping[str, Decimal]
    formulas: Mapping[str, Message]
    saved: Message = NOTHING
    waits: Mapping[str, Message] = {}
    waits_by: tuple[str, ...] = ()
    rests_on: tuple[merito.Made, ...] = ()
    parameters: tuple[merito.InForce[object], ...] = ()
    steps: tuple[Intermediate, ...] = ()


def prizes(step: Step, tool: str) -> tuple[Prize, ...]:
    """The prizes of a tool, in the order of their groups."""
    everybody = Rows(named(step, tool))
    rows = sorted(step.dossier.table(PRIZES).of(tool=tool), key=lambda row: natural_key(str(row["group"])))
    return tuple(Prize(row=row, members=everybody.of(group=row["group"])) for row in rows)


def _checked(step: Step, tool: str, rule_id: str) -> ResultRows:
    """Shares that do not sum to 100 refuse the prize of their group; a candidate without group or prize is an error."""
    found = prizes(step, tool)
    for one in found:
        if one.problem:
            why = say("premio al gruppo {group}: {why}", group=one.group, why=one.problem)
            inputs = (one.row, *one.members)
            yield kit.told("error", rule_id, why, one.subject, phase=Phase.REWARDS, tool=tool, inputs=inputs)
    groups = {one.group for one in found}
    for row in named(step, tool):
        if row.group not in groups:
            why = say("non ha un gruppo che sia nella tabella dei premi di gruppo: non gli spetta nulla")
            if row.group:
                why = say(
                    "il gruppo {group} non è nella tabella dei premi di gruppo: non gli spetta nulla", group=row.group
                )
            who = f"person:{row.person}"
            yield kit.told("error", rule_id, why, who, phase=Phase.REWARDS, tool=tool, inputs=(row,))


def _by_shares(prize: Prize) -> Shared:
    """A whole prize divided by the shares of its group."""
    shares, money = prize.shares, Money(prize.amount)
    formulas = {who: say("{prize} × {share}", prize=money, share=Percent(share)) for who, share in shares.items()}
    return Shared(dues=split(prize.amount, shares), formulas=formulas)


def _give(
    step: Step,
    line: FundLine,
    own: Sequence[Prize],
    rule_id: str,
    by: Callable[[Prize], Shared],
    rest: Message = NO_GROUP,
) -> ResultRows:
    """Every prize from a line, each on a line of its own; what no group receives is saved, with the reason `rest`.

    Prizes beyond the line are refused, with the excess; without any prize the line waits.
    """
    total = sum((one.amount for one in own), ZERO)
    if not own:
        why = say("non diviso: nessun premio di gruppo è indicato per {fund}", fund=Ref("fund", line.fund))
        yield kit.of_tool(step, "warning", why, rule_id)
        return
    if total > line.amount:
        why = say(
            "i premi sommano a {total}: {over} oltre i {available} disponibili",
            total=Money(total),
            over=Money(total - line.amount),
            available=Money(line.amount),
        )
        yield kit.of_tool(step, "error", why, "BL-16.2")
        return
    for one in own:
        yield from _given(line, one, rule_id, Shared(dues={}, formulas={}) if one.problem else by(one))
    if line.amount > total:
        item = f"{line.item}, {LEFT}"
        yield kit.saved(line, item, line.amount - total, line.reason or rest, (rule_id,), (line,), line.state)


def _given(line: FundLine, one: Prize, rule_id: str, shared: Shared) -> ResultRows:
    total = sum(shared.dues.values(), ZERO)
    own = FundLine(
        fund=line.fund,
        item=f"gruppo {one.group}",
        of=line.item,
        amount=one.amount,
        savings=one.amount - total,
        state=State.BLOCKED if one.problem else line.state,
        reason=one.problem or line.reason or (shared.saved if total < one.amount else NOTHING),
        rules=(rule_id,),
        rests_on=(line,),
        basis=Basis(inputs=(one.row,)),
    )
    for row in one.members if shared.dues else ():
        waits = shared.waits.get(row.person, NOTHING)
        share = Intermediate("quota nel gruppo", one.shares[row.person], "%")
        yield Reward(
            person=row.person,
            tool=str(one.row["tool"]),
            fund=own.fund,
            item=own.item,
            due=shared.dues[row.person],
            subject=one.subject,
            state=State.PROVISIONAL if waits else State.FINAL,
            reason=waits,
            rules=(rule_id, *(shared.waits_by if waits else ())),
            rests_on=(line, *shared.rests_on),
            basis=Basis(
                inputs=(one.row, row),
                parameters=shared.parameters,
                steps=(share, *shared.steps),
                formula=shared.formulas[row.person],
            ),
        )
    yield own


@rule("BL-16.1a", hook="merito_check_plan")
def shares_of_collective_prizes(step: Step) -> ResultRows:
    yield from _checked(step, COLLECTIVE, "BL-16.1a")


@rule("BL-16.1a", "BL-16.2", "BL-14.2", "BL-17.2c", STRUCTURE, WHERE, POOR, tool=COLLECTIVE, hook="merito_rewards")
def collective_prizes(step: Step) -> ResultRows:
    """Every group's prize by its shares (art. 16 c. 1 a), with findings on the results that it should rest on."""
    line = step.so_far.line(COLLECTIVE, WHOLE)
    if line is None:
        return
    own = prizes(step, COLLECTIVE)
    yield from _give(step, line, own, "BL-16.1a", lambda one: _of_results(step, one))
    for one in own:
        yield from (*_resting_on(step, one), *_poorly(step, one, "art. 16 c. 1 lett. a"))


def _of_results(step: Step, one: Prize) -> Shared:
    """A prize by its shares; readings decide whether people of a structure below 70%, or of insufficient performance,
    lose theirs, if there are any.

    If the former do, people of a structure that is not measured yet wait.
    """
    grades = {row.person: degree_of(step, row.person) for row in one.members}
    below = {person for person, grade in grades.items() if short(step, grade)}
    doubts = {person: unmeasured(grade.id, grade) for person, grade in grades.items() if grade}
    waits = {person: cited("BL-17.2p", doubt) for person, doubt in doubts.items() if doubt}
    goal = one.row["objective"]
    reached = step.so_far.grade("objective", str(goal)) if goal else None
    shared = evolve(_by_shares(one), rests_on=(reached,) if reached and reached.state is State.FINAL else ())
    lost: dict[str, Message] = {}
    if poor := [row.person for row in one.members if poor_performance(step, row.person)]:
        lost = step.choose(POOR, given={}, group_only={}, nothing=dict.fromkeys(poor, POORLY))
    if (below or waits) and step.readings[STRUCTURE].choice == "collective_too":
        unreached = say("struttura sotto il {threshold} dei suoi obiettivi di PEG", threshold=threshold(step))
        lost = {**lost, **dict.fromkeys(below, unreached)}
        shared = evolve(shared, waits={who: why for who, why in waits.items() if who not in lost})
    dues = {who: ZERO if who in lost else due for who, due in shared.dues.items()}
    formulas = {who: lost.get(who, formula) for who, formula in shared.formulas.items()}
    return evolve(shared, dues=dues, formulas=formulas, saved=several(*lost.values()))


def _resting_on(step: Step, one: Prize) -> ResultRows:
    """Objectives not reached, equal shares for people with different scores, people without results.

    Shares are equal to a hundredth of a point, like 33.33, 33.33 and 33.34. Somebody away for long who has a score has
    a result of the evaluation, whatever the bands of art. 17 make of it.
    """
    goal = one.row["objective"]
    grade = step.so_far.grade("objective", str(goal)) if goal else None
    if goal and not (grade and grade.value is not None and grade.value >= HUNDRED):
        reached = grade.value if grade is not None and grade.state is State.FINAL else None
        why = say(
            "l'obiettivo {objective} non è misurato, e il premio collettivo si distribuisce sulla base dei risultati "
            "dell'anno (art. 16 c. 1 lett. a): controllare l'importo",
            objective=Ref("objective", str(goal)),
        )
        if reached is not None:
            why = say(
                "il raggiungimento dell'obiettivo {objective} è {reached}, e il premio collettivo si distribuisce "
                "sulla base dei risultati dell'anno (art. 16 c. 1 lett. a): controllare l'importo",
                objective=Ref("objective", str(goal)),
                reached=Percent(reached),
            )
        yield one.told("info" if reached else "warning", "BL-16.1a", why)
    shares = one.shares.values()
    scores = {kit.final_score(step.so_far.score(row.person)) for row in one.members}
    if len(scores - {None}) > 1 and max(shares) - min(shares) <= CENT:
        why = say(
            "quote uguali a chi ha punteggi diversi, mentre la distribuzione non può essere indifferenziata (art. 14 "
            "c. 2): scrivere quote secondo i risultati, o perché sono uguali"
        )
        yield one.told("warning", "BL-14.2", why)
    for row in one.members:
        score = step.so_far.score(row.person)
        if score is not None and score.level == NOT_RATEABLE and score.score is None:
            why = say(
                "ha una quota del premio al gruppo {group}, ma la sua prestazione è non valutabile per le assenze "
                "dell'anno: il premio collettivo si distribuisce sulla base dei risultati della valutazione (art. 16 "
                "c. 1 lett. a): controllare le quote",
                group=one.group,
            )
            yield one.told("warning", "BL-16.1a", why, f"person:{row.person}", row)


@rule("BL-19.2", "BL-19.4", hook="merito_check_plan")
def ideas_put_up(step: Step) -> ResultRows:
    """An idea without proof of its change and impact gets no award; the report comes before the award."""
    yield from _checked(step, INNOVATION, "BL-19.2")
    for one in prizes(step, INNOVATION):
        missing = tuple(what for column, what in SHOWN.items() if not str(one.row[column] or "").strip())
        if missing:
            yield one.told("error", "BL-19.2", say("di ciò che va mostrato manca {what}", what=missing))
    yield from (*_out_of_order(step), *_put_up(step))


def _out_of_order(step: Step) -> ResultRows:
    """Awards of the OIV before the report on which they rest: an error if none comes after it, otherwise a warning.

    What another body awards opens nothing, and stands for none of them.
    """
    report = first_of(step.acts_of("innovation_report"))
    awards = [act for act in step.acts_of(AWARD) if act.of_body(OIV)]
    early = [act for act in awards if report and report.date > act.date]
    every = len(early) == len(awards)
    for award in early if report else ():
        assert report is not None
        why = say(
            "la relazione {report} ({day}) segue l'assegnazione {award}, che vi si fonda; vale quella che la segue",
            report=Ref("act", report.id),
            day=report.date,
            award=Ref("act", award.id),
        )
        if every:
            why = say(
                "la relazione {report} ({day}) segue l'assegnazione {award}, che vi si fonda",
                report=Ref("act", report.id),
                day=report.date,
                award=Ref("act", award.id),
            )
        inputs = (report, award)
        yield kit.told(_severity(every), "BL-19.4", why, phase=Phase.REWARDS, tool=INNOVATION, inputs=inputs)


def _severity(every: bool) -> merito.Severity:
    """An error if something is true of all acts; otherwise a warning."""
    return "error" if every else "warning"


def _put_up(step: Step) -> ResultRows:
    """Dirigenti and posizioni organizzative propose candidates, never a political body or the OIV."""
    candidacies = step.acts_of("innovation_candidacy")
    others = tuple(act for act in candidacies if act.body and act.of_body(*POLITICAL, OIV))
    if others:
        of_others = (say("l'atto {act} è di «{body}»", act=Ref("act", act.id), body=act.body) for act in others)
        why = say(
            "{acts}, mentre le candidature le presentano i dirigenti e i titolari di posizione organizzativa",
            acts=several(*of_others),
        )
        severity = _severity(len(others) == len(candidacies))
        yield kit.told(severity, "BL-19.4", why, phase=Phase.REWARDS, tool=INNOVATION, inputs=others)


@rule("BL-19.2", "BL-16.2", "BL-18.4", EXCLUDED, tool=INNOVATION, hook="merito_rewards")
def innovation_awards(step: Step) -> ResultRows:
    """Every award by the shares of those who worked on the idea (art. 19 c. 2, 4); a single person receives all of it.

    People with the bonus of excellence wait for their renunciation (art. 18 c. 4).
    """
    line = step.so_far.line(INNOVATION, WHOLE)
    if line is None:
        return
    waiting = waiting_for_renunciation(step)

    def shared(one: Prize) -> Shared:
        mine = {row.person: waiting[row.person] for row in one.members if row.person in waiting}
        return evolve(_by_shares(one), waits=mine, waits_by=("BL-18.4", EXCLUDED))

    yield from _give(step, line, prizes(step, INNOVATION), "BL-19.2", shared)


@rule("BL-19.3", SIGNIFICANT, hook="merito_check_parameters")
def shares_of_efficiency(step: Step) -> ResultRows:
    """Both shares are above zero and sum to the whole."""
    if not step.parameters.has(GROUP) or not step.parameters.has(INDIVIDUAL):
        return
    group, individual = (step.parameters.share(key).value for key in (GROUP, INDIVIDUAL))
    if not (group > 0 and individual > 0 and group + individual == 1):
        why = say(
            "le quote del premio per l'efficienza, di gruppo {group} e individuale {individual}, devono essere "
            "entrambe maggiori di zero e sommare a {whole}",
            group=Percent(group * HUNDRED),
            individual=Percent(individual * HUNDRED),
            whole=Percent(HUNDRED),
        )
        yield kit.told("error", "BL-19.3", why, phase=Phase.REWARDS, tool=EFFICIENCY)


@rule("BL-19.3", "BL-19.3p", "BL-19.5", hook="merito_check_plan")
def projects_and_criteria(step: Step) -> ResultRows:
    """A project that shows neither improvement nor savings gets no award; criteria agreed too late do not count.

    Of projects chosen, or criteria agreed, after the year it only warns, since the text names no day.
    """
    yield from _checked(step, EFFICIENCY, "BL-19.3")
    for one in prizes(step, EFFICIENCY):
        if not str(one.row["improvement"] or "").strip() and not one.row["saved"]:
            yield one.told("error", "BL-19.3p", say("non risulta né un miglioramento né un risparmio"))
    every, account = step.acts_of(AGREED), first_of(step.acts_of("efficiency_account"))
    late = tuple(act for act in every if account and act.date > account.date)
    if late and account:
        acts = tuple(say("{act} ({day})", act=Ref("act", act.id), day=act.date) for act in late)
        why = say(
            "i criteri {acts} seguono il rendiconto {account}: si fissano prima; se sono di un altro progetto, prima "
            "del suo rendiconto",
            acts=acts,
            account=Ref("act", account.id),
        )
        if len(late) == len(every):
            why = say(
                "i criteri {acts} seguono il rendiconto {account}: si fissano prima",
                acts=acts,
                account=Ref("act", account.id),
            )
        severity, inputs = _severity(len(late) == len(every)), (*late, account)
        yield kit.told(severity, "BL-19.3", why, phase=Phase.REWARDS, tool=EFFICIENCY, inputs=inputs)
    for kind, rule_id, what in (
        ("efficiency_choice", "BL-19.5", say("la scelta dei progetti")),
        (AGREED, "BL-19.3", say("la determinazione dei criteri")),
    ):
        first = first_of(step.acts_of(kind))
        if first and first.date.year > step.dossier.year:
            why = say(
                "{what} (atto {act}) è del {day}, ad anno finito, mentre si fa a preventivo: chi sceglie a risultati "
                "noti sa chi premia (art. 19 c. 3 e c. 5)",
                what=what,
                act=Ref("act", first.id),
                day=first.date,
            )
            yield kit.told("warning", rule_id, why, phase=Phase.REWARDS, tool=EFFICIENCY, inputs=(first,))


@rule("BL-19.3", "BL-19.5", "BL-16.2", "BL-17.2c", FOR_GROUP, POOR, tool=EFFICIENCY, hook="merito_rewards")
def efficiency_awards(step: Step) -> ResultRows:
    """Every project's prize, from the fund of the award or from the staff's part of the savings (art. 26 c. 3)."""
    own, saved = step.so_far.line(EFFICIENCY, WHOLE), step.so_far.line(SAVINGS, STAFF)
    if own is None and saved is None:
        return
    step.parameters.need(GROUP, INDIVIDUAL)
    found, rule_id = prizes(step, EFFICIENCY), "BL-19.3"
    for line, of_savings, rest in ((own, False, NO_GROUP), (saved, True, NO_GROUP_GROWS)):
        if line is not None:
            of_line = [one for one in found if bool(one.row["from_savings"]) == of_savings]
            yield from _give(step, line, of_line, rule_id, lambda one: _of_work(step, one), rest)
            for one in of_line:
                yield from _poorly(step, one, "art. 19 c. 3")


def _of_work(step: Step, one: Prize) -> Shared:
    """The group's part equally or by the shares (I-BL-42), the part for each member's work by the shares."""
    group, individual = step.parameters.share(GROUP), step.parameters.share(INDIVIDUAL)
    parts = split(one.amount, {"1": group.value, "2": individual.value})
    alike, by_shares = split(parts["1"], dict.fromkeys(one.shares, 1)), split(parts["1"], one.shares)
    taken, work = step.choose(FOR_GROUP, equal=alike, shares=by_shares), split(parts["2"], one.shares)
    poor = {who for who in one.shares if poor_performance(step, who)}
    if poor:
        none = dict.fromkeys(poor, ZERO)
        work = {**work, **step.choose(POOR, given={}, group_only=none, nothing=none)}
        taken = {**taken, **step.choose(POOR, given={}, group_only={}, nothing=none)}
    return Shared(
        saved=POORLY,
        dues={who: taken[who] + work[who] for who in one.shares},
        formulas={
            who: say(
                "{group} (quota di gruppo) + {work} (apporto individuale)",
                group=Money(taken[who]),
                work=Money(work[who]),
            )
            for who in one.shares
        },
        parameters=(group, individual),
        steps=(
            Intermediate("quota di gruppo del premio", parts["1"]),
            Intermediate("quota dell'apporto individuale", parts["2"]),
        ),
    )


def _poorly(step: Step, one: Prize, article: str) -> ResultRows:
    """Tells of members whose performance an act calls insufficient: whether the prize is theirs is a reading."""
    for row in one.members:
        for act in poor_performance(step, row.person)[:1]:
            why = say(
                "ha una quota del premio al gruppo {group}, e l'atto {act} lo valuta di insufficiente rendimento: se "
                "il premio gli spetti lo dice la lettura {reading}, che l'ente adotta ({article})",
                group=one.group,
                act=Ref("act", act.id),
                reading=Ref("reading", POOR),
                article=article,
            )
            yield one.told("warning", "BL-17.2c", why, f"person:{row.person}", act, row)
