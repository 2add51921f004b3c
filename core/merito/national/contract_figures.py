"""The figures of what a contract asks for, as a reserved table: in public the notes on them are told without sums."""

from fractions import Fraction

from merito import Basis, ResultRows, Step, TableRow, hookimpl, rule
from merito.numbers import half_up

TABLE = "minimi_contratto"
TOLD = ("IT-EQ.15", "IT-PREMIO.30", "IT-DIR.30")


@hookimpl
@rule(*TOLD)
def merito_documents(step: Step) -> ResultRows:
    """The steps of each note, once, as they were when it was made: later the lines of the funds are divided."""
    told = {}
    for finding in step.so_far.findings:
        for one in finding.basis.steps if finding.rule in TOLD else ():
            told[finding.rule, one.name] = (finding, one)
    for (rule_id, name), (finding, one) in told.items():
        value = half_up(one.value, 2) if isinstance(one.value, Fraction) else one.value
        columns = (("regola", rule_id), ("articolo", step.rules[rule_id].article), ("voce", name), ("valore", value))
        basis = Basis(parameters=finding.basis.parameters)
        yield TableRow(table=TABLE, columns=columns, rules=(rule_id,), public=False, basis=basis)
