"""The figures of what a contract asks for, as a reserved table: in public the notes on them are told without sums."""

from fractions import Fraction

from merito import Basis, Finding, Intermediate, ResultRows, Step, TableRow, hookimpl, rule
from merito.numbers import Number, down, fraction, half_up, number_text

TABLE = "minimi_contratto"
TOLD = ("IT-CCNL.cap", "IT-EQ.cap", "IT-EQ.15", "IT-PREMIO.30", "IT-DIR.30")
FILE = f"riservato/documents/{TABLE}.csv"


def with_figures(why: str) -> str:
    """What a note says, and where its sums stand, which in public it leaves out (Italian)."""
    return f"{why}; gli importi sono in {FILE}"


def under_text(value: Number, least: Number, places: int) -> str:
    """A figure under a minimum, rounded; cut where rounding would reach the minimum, so that it reads as under it."""
    rounded = half_up(value, places)
    return number_text(rounded if fraction(rounded) < fraction(least) else down(value, places))


@hookimpl
@rule(*TOLD)
def merito_documents(step: Step) -> ResultRows:
    """The steps of each note, once, as they were when it was made: later the lines of the funds are divided."""
    told: dict[tuple[str, str, str], tuple[Finding, Intermediate]] = {}
    for finding in step.so_far.findings:
        for one in finding.basis.steps if finding.rule in TOLD else ():
            told[finding.rule, finding.subject.partition(":")[2], one.name] = (finding, one)
    for (rule_id, about, name), (finding, one) in told.items():
        value = half_up(one.value, 2) if isinstance(one.value, Fraction) else one.value
        article = step.rules[rule_id].article
        columns = (
            ("regola", rule_id),
            ("articolo", article),
            ("riguarda", about),
            ("voce", name),
            ("valore", value),
        )
        basis = Basis(parameters=finding.basis.parameters)
        yield TableRow(table=TABLE, columns=columns, rules=(rule_id,), public=False, basis=basis)
