"""No equal prize for all (art. 18 c. 2 D.Lgs. 150/2009): every tool that pays merit or result, as a whole.

A regulation with a test of its own names the tools that it tests (`implements`), and is not subject to this one. The
further requirements of the law, checks and attestations on the system, are the gate on the Relazione (IT-14.6). The
ente decides whether equal prizes are forbidden even if they meet them (I-IT-17).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from merito import Dossier, Finding, FundLine, PersonScore, Phase, ResultRows, Reward, State, Step, hookimpl, rule
from merito.kit import told, undifferentiated
from merito.numbers import counted, fraction, quotient

POST, RESULT = "post", "result"
BAN, READING = "IT-18.2", "I-IT-17"
VALIDATION = "report_validation"
CENT, NOTHING = Fraction(1, 100), Decimal("0.00")
SETTLED = (State.FINAL, State.REFUSED)


@hookimpl
@rule(BAN, READING)
def merito_check_rewards(step: Step) -> ResultRows:
    """Different evaluations that are all paid alike refuse the tool, or are a warning under `unverified`; equal ones
    are a note.

    People paid who were never evaluated, and a division that considers no evaluation, are a warning.
    """
    for tool in step.tools.values():
        rewards = [one for one in step.so_far.rewards if one.tool == tool.name]
        if tool.pays != POST and rewards:
            yield from _alike(step, tool.name, rewards, tool.pays == RESULT)
            yield from _never_evaluated(step, tool.name, rewards)
            yield from _not_looked_at(step, tool.name, rewards)


def _alike(step: Step, tool: str, rewards: list[Reward], own: bool) -> Iterator[Finding]:
    """Compares the evaluated people whom the tool may pay; for result pay only those with a row (`own`)."""
    takes = _takes(rewards)
    open_yet = {one.person for one in rewards if one.state not in SETTLED}
    evaluated = step.once(_evaluated)
    could = takes if own else _could_have(step, rewards)
    apart = open_yet | _in_groups(step, tool)
    people = [person for person in could if person in evaluated and person not in apart]
    parts = _parts([takes.get(person, (NOTHING, None)) for person in people])
    if any(part != parts[0] for part in parts):
        return
    scores, levels = (undifferentiated([(by[one], parts[0]) for one in people]) for by in step.once(_evaluations))
    wrong = step.choose(READING, scores=scores, levels=levels, unverified=scores)
    if wrong == "different_paid_alike":
        verified = step.readings[READING].choice == "unverified" and bool(step.acts_of(VALIDATION))
        unless = " senza verifiche e attestazioni" if verified else ""
        why = (
            f"valutazioni diverse e a tutti lo stesso premio ({counted(len(people), 'persona', 'persone')}): la "
            f"distribuzione indifferenziata è vietata{unless} ({READING})"
        )
        yield told("warning" if verified else "error", BAN, why, phase=Phase.REWARDS, tool=tool)
    elif wrong == "all_alike":
        same = "la stessa valutazione" if scores == wrong else "lo stesso livello"
        why = f"tutti i valutati ({len(people)}) hanno {same} e lo stesso premio: non distingue nessuno"
        yield told("info", BAN, why, phase=Phase.REWARDS, tool=tool)


def _parts(takes: list[tuple[Decimal, Decimal | None]]) -> list[Fraction]:
    """What each receives: as a share of the maximum if it is known for all, otherwise the sum.

    All within a cent of the same part receive the same: the odd cent of a division is no difference.
    """
    known = all(most for _, most in takes)
    dues = [fraction(due) for due, _ in takes]
    whole = fraction(sum((due for due, _ in takes), NOTHING))
    if not known:
        mean = whole / len(dues) if dues else Fraction(0)
        close = all(dues) and bool(dues) and max(dues) - mean < CENT and mean - min(dues) < CENT
        return [mean] * len(dues) if close else dues
    bases = [fraction(most or 1) for _, most in takes]
    mean = whole / fraction(sum((most or 1 for _, most in takes), NOTHING)) if bases else Fraction(0)
    if all(due and abs(due - mean * base) < CENT for due, base in zip(dues, bases, strict=True)):
        return [mean] * len(takes)
    return [due / base for due, base in zip(dues, bases, strict=True)]


def _never_evaluated(step: Step, tool: str, rewards: list[Reward]) -> Iterator[Finding]:
    """How many are paid without any individual evaluation, without names, since the message is public."""
    evaluated = {one.person for one in step.so_far.scores if one.score is not None}
    final = [one for one in rewards if one.state is State.FINAL]
    in_groups = _in_groups(step, tool)
    paid = [person for person, (due, _) in _takes(final).items() if due and person not in in_groups]
    number = sum(person not in evaluated for person in paid)
    if number:
        why = (
            f"premi a chi non ha una valutazione individuale: {number} su {len(paid)}; un premio dato per automatismo "
            "è vietato"
        )
        yield told("warning", BAN, why, phase=Phase.REWARDS, tool=tool)


def _takes(rewards: list[Reward]) -> dict[str, tuple[Decimal, Decimal | None]]:
    """What is due to each through a tool over all subjects, and the maximum, if known."""
    sums: dict[str, tuple[Decimal, Decimal | None]] = {}
    for one in rewards:
        due, most = sums.get(one.person, (NOTHING, NOTHING))
        sums[one.person] = (due + one.due, None if most is None or one.most is None else most + one.most)
    return sums


def _in_groups(step: Step, tool: str) -> set[str]:
    """People whom a tool pays in a group: the prize is for the group's work, not for a personal score."""
    return {one.person for one in step.dossier.candidates if one.tool == tool and one.group}


def _evaluated(step: Step) -> frozenset[str]:
    """Everybody who has a final evaluation."""
    return frozenset(row.person for row in _final(step))


def _final(step: Step) -> list[PersonScore]:
    return [one for one in step.so_far.scores if one.score is not None and one.state is State.FINAL]


def _evaluations(step: Step) -> tuple[dict[str, Fraction], dict[str, Fraction | str]]:
    """The final evaluations: the score of everybody out of its maximum, and the level, if there is one.

    If a maximum is not known for all, the scores are compared unchanged.
    """
    final = _final(step)
    known = all(one.maximum for one in final)
    scores: dict[str, Fraction] = {}
    for one in final:
        score = one.score or Fraction(0)
        scores[one.person] = quotient(score, one.maximum) if known and one.maximum else score
    return scores, {one.person: one.level or scores[one.person] for one in final}


def _could_have(step: Step, rewards: list[Reward]) -> list[str]:
    """Who could have received a tool, paid or not: those `among` whom its lines are divided, otherwise their roles."""
    among = {key: line.among for key, line in _lines(step, rewards).items() if line.among is not None}
    by_role = [one.person for one in rewards if (one.fund, one.item) not in among]
    of_lines = chain.from_iterable(among.values())
    return list(dict.fromkeys([*(one.person for one in rewards), *of_lines, *_of_their_roles(step, by_role)]))


def _lines(step: Step, rewards: list[Reward]) -> dict[tuple[str, str], FundLine]:
    """The lines of the funds that pay some rewards, by their keys."""
    keys = {(one.fund, one.item) for one in rewards}
    return {key: line for key in keys if (line := step.so_far.line(*key)) is not None}


def _not_looked_at(step: Step, tool: str, rewards: list[Reward]) -> Iterator[Finding]:
    """A division without any criterion that considers the evaluations: an automatism, even with different sums."""
    paying = [one for one in rewards if one.due]
    if any(line.by_evaluation is False for line in _lines(step, paying).values()):
        why = (
            "nessun criterio del riparto guarda alle valutazioni: un premio dato per automatismo, senza le verifiche "
            "sui sistemi di valutazione, è vietato; aggiungere ai criteri la valutazione"
        )
        yield told("warning", BAN, why, phase=Phase.REWARDS, tool=tool)


def _of_their_roles(step: Step, paid: Iterable[str]) -> list[str]:
    """Everybody in the roles of those whom a tool pays."""
    roles, people = step.dossier.once(_roles), step.dossier.once(_people_of_roles)
    of_paid = {role for person in paid for role in roles.get(person, ())}
    return [person for role in sorted(of_paid) for person in people[role]]


def _people_of_roles(dossier: Dossier) -> Mapping[str, list[str]]:
    """Everybody of each role, in the order of the people."""
    found: dict[str, list[str]] = defaultdict(list)
    for person, roles in dossier.once(_roles).items():
        for role in roles:
            found[role].append(person)
    return found


def _roles(dossier: Dossier) -> Mapping[str, set[str]]:
    """The roles of everybody in the year."""
    return {
        one.id: {row.role or one.role for row in dossier.service_of(one.id)} or {one.role} for one in dossier.people
    }
