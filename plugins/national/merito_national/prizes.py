"""Prizes under D.Lgs. 150/2009: validated first (art. 14), not alike for all (art. 18), those of arts. 21 and 22.

The other requirements of art. 18, checks and attestations on the system, are the gate on the Relazione. A regulation
with a test of its own names the tools that it tests (`implements`), and is not subject to the one of art. 18.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from merito import (
    ActNeed,
    Basis,
    Dossier,
    Finding,
    FundLine,
    Gate,
    Listed,
    Message,
    PersonScore,
    Phase,
    Ref,
    ResultRows,
    Reward,
    Severity,
    State,
    Step,
    TableRow,
    kit,
    rule,
    say,
)
from merito.numbers import fraction, quotient
from merito_national.people import is_municipality, roles

MERIT, POST, RESULT = "merit", "post", "result"
REPORT, VALIDATION = "performance_report", "report_validation"
VALIDATED, BINDS, RESULT_PAY = "IT-14.6", "I-IT-02", "I-IT-06"
BAN, EQUAL_PRIZES, EQUAL_SCORES = "IT-18.2", "I-IT-46", "I-IT-47"
CENT, NOTHING = Fraction(1, 100), Decimal("0.00")
SETTLED = (State.FINAL, State.REFUSED)
OF_DECREE: Mapping[str, str] = {"art. 21": "IT-21.1", "art. 22": "IT-22.1"}
WRITTEN_FOR = ("chamber_of_commerce", "state_body", "municipality")
MOST_TOLD = 10


@rule("IT-2.1", hook="merito_check_plan")
def written_for_others(step: Step) -> ResultRows:
    """Bodies for which the national layer has no rules: without this finding they would be paid unchecked, untold."""
    if step.dossier.ente.kind not in WRITTEN_FOR:
        why = say(
            "le norme nazionali del programma sono scritte per camere di commercio, enti dello Stato e comuni; a "
            "questo ente, di altro tipo, non si applicano: né la validazione della Relazione prima dei premi (art. 14 "
            "c. 6), né l'adozione del Piano (art. 10 c. 5), né le altre. Dove la legge le vuole, le deve contenere il "
            "regolamento dell'ente"
        )
        yield kit.told("warning", "IT-2.1", why, phase=Phase.REWARDS)


@rule(VALIDATED, BINDS, RESULT_PAY, hook="merito_gates")
def validation(step: Step) -> ResultRows:
    """The OIV's validation of the Relazione precedes every reward: one gate on all of them.

    In a municipality the law binds by a reading. Another decides whether result pay is a reward of Titolo III: if it is
    not, there is one gate on each tool of that Titolo. The pay of a post never waits.
    """
    if not _binds(step):
        return
    rules = (VALIDATED, BINDS) if is_municipality(step) else (VALIDATED,)
    needs = (ActNeed(VALIDATION, after=REPORT, any_order=True),)
    if step.readings[RESULT_PAY].choice == "included":
        yield Gate(phase=Phase.REWARDS, needs=needs, rules=rules)
        return
    tools = (tool.name for tool in step.tools.values() if tool.pays == MERIT)
    yield from (Gate(phase=Phase.REWARDS, tool=tool, needs=needs, rules=(*rules, RESULT_PAY)) for tool in tools)


@rule(VALIDATED, BINDS, hook="merito_check_plan")
def paid_before_validation(step: Step) -> ResultRows:
    """If the law does not bind, a payment before the validation is a warning; if it binds, the gate reports it."""
    if _binds(step):
        return
    valid = min((act.date for act in step.acts_of(VALIDATION)), default=None)
    for act in step.in_effect:
        pays = step.act_kinds[act.kind].pays
        of_prizes = any(tool == "rewards" or step.tools[tool].pays != POST for tool in pays)
        if of_prizes and (valid is None or act.date < valid):
            why = say(
                "l'atto {act} paga premi il {day}, prima che la Relazione sia validata: l'ente ha adottato la lettura "
                "per cui in un comune l'art. 14 c. 6 non vale ({reading})",
                act=Ref("act", act.id),
                day=act.date,
                reading=Ref("reading", BINDS),
            )
            yield kit.told("warning", VALIDATED, why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


def _binds(step: Step) -> bool:
    return not is_municipality(step) or step.readings[BINDS].choice == "binding"


@rule(BAN, EQUAL_PRIZES, EQUAL_SCORES, hook="merito_check_rewards")
def not_alike_for_all(step: Step) -> ResultRows:
    """Evaluations that are all paid alike: what the division compares, scores or levels, decides whether they wait.

    Every tool that pays merit or result is tested as a whole. People paid who were never evaluated, and a division that
    considers no evaluation, are a warning.
    """
    for tool in step.tools.values():
        rewards = [one for one in step.so_far.rewards if one.tool == tool.name]
        if tool.pays != POST and rewards:
            yield from _alike(step, tool.name, rewards, tool.pays == RESULT)
            yield from _automatic(step, tool.name, rewards)


def _alike(step: Step, tool: str, rewards: list[Reward], own: bool) -> Iterator[Finding]:
    """Compares the evaluated people whom the tool may pay; for result pay only those with a row (`own`)."""
    takes, scores = _takes(rewards), step.once(_evaluations)
    could = takes if own else _could_have(step, rewards)
    apart = {one.person for one in rewards if one.state not in SETTLED} | _in_groups(step, tool)
    apart -= {one.person for one in _known(step) if one.formal}
    people = [person for person in could if person in scores and person not in apart]
    parts = _parts([takes.get(person, (NOTHING, None)) for person in people])
    if any(part != parts[0] for part in parts):
        return
    levels = _levels(step, rewards)
    evaluated = [
        kit.Compared(score=scores[one], level=levels.get(one) or scores[one], part=part)
        for one, part in zip(people, parts, strict=True)
    ]
    ban = kit.Ban(
        rule=BAN,
        equal_prizes=EQUAL_PRIZES,
        equal_scores=EQUAL_SCORES,
        also={"unverified": bool(step.acts_of(VALIDATION))},
    )
    yield from kit.equal_prizes(step, ban, evaluated, tool=tool)


def _of_tool(severity: Severity, tool: str, why: Message) -> Finding:
    return kit.told(severity, BAN, why, phase=Phase.REWARDS, tool=tool)


def _parts(takes: list[tuple[Decimal, Decimal | None]]) -> list[Fraction]:
    """What each receives: as a share of the maximum if it is known for all, otherwise the sum.

    All within a cent of the same part receive the same: the odd cent of a division is no difference.
    """
    dues = [fraction(due) for due, _ in takes]
    whole = fraction(sum((due for due, _ in takes), NOTHING))
    if not all(most for _, most in takes):
        mean = whole / len(dues)
        close = all(dues) and max(dues) - mean < CENT and mean - min(dues) < CENT
        return [mean] * len(dues) if close else dues
    bases = [fraction(most or 1) for _, most in takes]
    mean = whole / sum(bases, Fraction(0)) if bases else Fraction(0)
    if all(due and abs(due - mean * base) < CENT for due, base in zip(dues, bases, strict=True)):
        return [mean] * len(takes)
    return [due / base for due, base in zip(dues, bases, strict=True)]


def _automatic(step: Step, tool: str, rewards: list[Reward]) -> Iterator[Finding]:
    """Who is paid without any individual evaluation.

    And a division without any criterion that considers the evaluations: an automatism, even with different sums.
    """
    evaluated = {one.person for one in step.so_far.scores if one.score is not None}
    final, in_groups = [one for one in rewards if one.state is State.FINAL], _in_groups(step, tool)
    paid = [person for person, (due, _) in _takes(final).items() if due and person not in in_groups]
    if unrated := [person for person in paid if person not in evaluated]:
        why = say(
            "premi a chi non ha una valutazione individuale: {n} su {paid} ({people}); un premio dato per automatismo "
            "è vietato",
            n=len(unrated),
            paid=len(paid),
            people=Listed((Ref("person", person) for person in unrated), most=MOST_TOLD),
        )
        yield _of_tool("warning", tool, why)
    lines = _lines(step, [one for one in rewards if one.due])
    if any(line.by_evaluation is False for line in lines.values()):
        why = say(
            "nessun criterio del riparto guarda alle valutazioni: un premio dato per automatismo, senza le verifiche "
            "sui sistemi di valutazione, è vietato; aggiungere ai criteri la valutazione"
        )
        yield _of_tool("warning", tool, why)


def _takes(rewards: list[Reward]) -> dict[str, tuple[Decimal, Decimal | None]]:
    """What is due to each through a tool over all subjects, and the maximum, if known."""
    sums: dict[str, tuple[Decimal, Decimal | None]] = {}
    for one in rewards:
        due, most = sums.get(one.person, (NOTHING, NOTHING))
        sums[one.person] = (due + one.due, None if most is None or one.most is None else most + one.most)
    return sums


def _in_groups(step: Step, tool: str) -> set[str]:
    """People whom a tool pays in a group: the prize is for the group's work, not for a personal score."""
    return {one.person for one in step.dossier.candidates.of(tool=tool) if one.group}


def _known(step: Step) -> list[PersonScore]:
    """Evaluations that are final, or lack only a formality: without them others would be compared among themselves."""
    return [one for one in step.so_far.scores if kit.counted_score(one) is not None]


def _evaluations(step: Step) -> dict[str, Fraction]:
    """The known score of everybody who has one, out of its maximum.

    If a maximum is not known for all, the scores are compared unchanged.
    """
    found = _known(step)
    known = all(one.maximum for one in found)
    scores: dict[str, Fraction] = {}
    for one in found:
        score = one.score or Fraction(0)
        scores[one.person] = quotient(score, one.maximum) if known and one.maximum else score
    return scores


def _levels(step: Step, rewards: list[Reward]) -> dict[str, str]:
    """The levels or bands by which the money of some rewards is divided; nothing for people of whom there is none.

    If a line does not say by which it is divided, those of the evaluations.
    """
    lines = _lines(step, rewards).values()
    by_evaluation = any(line.compared is None for line in lines) or not lines
    levels = {one.person: one.level for one in _known(step) if one.level} if by_evaluation else {}
    for line in lines:
        for person, level in (line.compared or {}).items():
            levels[person] = f"{levels[person]}, {level}" if person in levels else level
    return levels


def _could_have(step: Step, rewards: list[Reward]) -> list[str]:
    """Who could have received a tool, paid or not: those `among` whom its lines are divided, otherwise their roles."""
    among = {key: line.among for key, line in _lines(step, rewards).items() if line.among is not None}
    known, people = step.dossier.once(roles), step.dossier.once(_people_of_roles)
    paid = (one.person for one in rewards if (one.fund, one.item) not in among)
    of_paid = {role for person in paid for role in known.get(person, ())}
    of_roles = (person for role in sorted(of_paid) for person in people[role])
    return list(dict.fromkeys(chain((one.person for one in rewards), *among.values(), of_roles)))


def _lines(step: Step, rewards: list[Reward]) -> dict[tuple[str, str], FundLine]:
    """The lines of the funds that pay some rewards, by their keys."""
    keys = {(one.fund, one.item) for one in rewards}
    return {key: line for key in keys if (line := step.so_far.line(*key)) is not None}


def _people_of_roles(dossier: Dossier) -> Mapping[str, list[str]]:
    """Everybody of each role, in the order of the people."""
    found: dict[str, list[str]] = defaultdict(list)
    for person, own in dossier.once(roles).items():
        for role in own:
            found[role].append(person)
    return found


@rule("IT-21.1", "IT-22.1", hook="merito_check_rewards")
def not_opened_by_the_contract(step: Step) -> ResultRows:
    """A warning on every tool of arts. 21 and 22, which the contract has not activated, if it pays somebody.

    The sources are an answer of ARAN and a circular of the Dipartimento della funzione pubblica, known only from a
    review: nothing is held.
    """
    paying = {one.tool for one in step.so_far.rewards if one.due}
    for tool in step.tools.values():
        if tool.decree in OF_DECREE and tool.name in paying:
            why = say(
                "lo strumento {tool} attua l'{article} del D.Lgs. 150/2009, che il contratto collettivo nazionale non "
                "ha aperto: spetta al contratto l'ammontare del bonus delle eccellenze, a cui è pari il premio per "
                "l'innovazione, e non l'ha fissato (ARAN, orientamento RAL_1960 dell'1.3.2018; circolare DFP 7/2010). "
                "La somma è quella del regolamento dell'ente: chi la liquida la controlla prima su queste due fonti",
                tool=Ref("tool", tool.name),
                article=tool.decree,
            )
            yield kit.told("warning", OF_DECREE[tool.decree], why, phase=Phase.REWARDS, tool=tool.name)


@rule("IT-20.1", hook="merito_documents")
def liquidation(step: Step) -> ResultRows:
    """The figures of the act of payment: for each fund and tool, then in total, who is due something, and how much."""
    by_fund: dict[str, dict[str, list[Reward]]] = defaultdict(lambda: defaultdict(list))
    for one in step.so_far.rewards:
        by_fund[one.fund][one.tool].append(one)
    for name, by_tool in by_fund.items():
        fund = (step.funds[name].title if name in step.funds else "") or name
        for tool, own in by_tool.items():
            yield _paid_by(step, fund, step.tools[tool].title or tool, own)
        yield _paid_by(step, fund, "totale", list(chain.from_iterable(by_tool.values())))


def _paid_by(step: Step, fund: str, tool: str, rewards: list[Reward]) -> TableRow:
    """A row under the rules of the added sums; for merit or result also art. 20, which requires the publication."""
    merit = any(step.tools[one.tool].pays != POST for one in rewards)
    rules: Iterable[str] = chain(("IT-20.1",) if merit else (), *(one.rules for one in rewards))
    return TableRow(
        table="liquidazione",
        columns=(
            ("fondo", fund),
            ("strumento", tool),
            ("persone", len({one.person for one in rewards if one.due})),
            ("spettante", sum((one.due for one in rewards), NOTHING)),
            ("liquidabile", sum((one.payable for one in rewards), NOTHING)),
            ("sospeso", sum((one.withheld for one in rewards), NOTHING)),
            ("già versato", sum((one.net for one in rewards), NOTHING)),
            ("senza copertura", sum((one.uncovered for one in rewards), NOTHING)),
            ("oltre il dovuto", sum((one.credit for one in rewards), NOTHING)),
        ),
        rules=tuple(dict.fromkeys(rules)),
        rests_on=tuple(rewards),
        public=False,
        basis=Basis(formula=say("somma di ciò che spetta a ciascuno")),
    )
