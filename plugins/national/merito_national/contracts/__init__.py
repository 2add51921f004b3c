"""Minimums and caps of the national contracts (CCNL Funzioni locali): notes with their figures, lines of the funds.

The contracts after 2018 are known from reviews, so what they ask for is only noted. A table has the figures of the
notes.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from merito import Basis, Finding, FundLine, Intermediate, Ref, ResultRows, Reward, Step, TableRow, rule
from merito.numbers import Number, down, fraction, half_up

TABLE = "minimi_contratto"
TOLD = ("IT-CCNL.cap", "IT-EQ.cap", "IT-EQ.15", "IT-PREMIO.30", "IT-DIR.30")
Key = tuple[str, str]
"""The fund of a line, and its name."""


def under(value: Number, least: Number, places: int) -> Decimal:
    """A figure under a minimum, rounded; cut where rounding would reach the minimum, so that it reads as under it."""
    rounded = half_up(value, places)
    return rounded if fraction(rounded) < fraction(least) else down(value, places)


@rule(*TOLD, hook="merito_documents")
def figures_of_notes(step: Step) -> ResultRows:
    """The steps of each note, once, as they were when it was made: later the lines of the funds are divided."""
    told: dict[tuple[str, str, str], tuple[Finding, Intermediate]] = {}
    for finding in step.so_far.findings:
        for one in finding.basis.steps if finding.rule in TOLD else ():
            told[finding.rule, finding.subject.partition(":")[2], one.name] = (finding, one)
    for (rule_id, about, name), (finding, one) in told.items():
        columns = (
            ("regola", rule_id),
            ("articolo", step.rules[rule_id].article),
            ("riguarda", about),
            ("voce", name),
            ("valore", half_up(one.value, 2) if isinstance(one.value, Fraction) else one.value),
        )
        basis = Basis(parameters=finding.basis.parameters)
        yield TableRow(table=TABLE, columns=columns, rules=(rule_id,), public=False, basis=basis)


def whole_lines(step: Step) -> Mapping[Key, FundLine]:
    """For every line the top line of which it is a part: itself if it is part of none. For `step.once`.

    What was set aside are the lines of the funds as given, before any tool divided them.
    """
    lines = {(line.fund, line.item): line for line in step.so_far.fund_lines}
    found = {}
    for key, line in lines.items():
        top = line
        while top.of is not None and (top.fund, top.of) in lines:
            top = lines[top.fund, top.of]
        found[key] = top
    return found


def lines_of(step: Step, rows: Iterable[Reward | FundLine]) -> dict[Key, FundLine]:
    """The top lines from which some rewards are paid, or of which some lines are part, by their keys."""
    known = step.once(whole_lines)
    found = (known[one.fund, one.item] for one in rows if (one.fund, one.item) in known)
    return {(line.fund, line.item): line for line in found}


def also_for_others(step: Step, rewards: Iterable[Reward], people: Collection[str]) -> list[FundLine]:
    """The top lines from which some rewards of these people are paid, and something to somebody else."""
    own = lines_of(step, (one for one in rewards if one.person in people))
    others = lines_of(step, (one for one in step.so_far.rewards if one.person not in people))
    return [line for key, line in own.items() if key in others]


def funds_of(lines: Iterable[FundLine]) -> tuple[Ref, ...]:
    """The funds of some lines, each once."""
    return tuple(Ref("fund", name) for name in dict.fromkeys(line.fund for line in lines))
