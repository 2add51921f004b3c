"""Makes rows of the tables of art. 20 under the headers of `published.toml`, with the state of their figures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from attrs import fields

from merito import Basis, FundLine, Made, Reward, Step, TableRow, Tells

Value = str | int | Decimal | date
Values = dict[str, Value]
POST, VALIDATION = "post", "report_validation"
PENDING, PROVISIONAL, FINAL = "in attesa", "provvisorio", "definitivo"
NOTHING = Decimal("0.00")


def row(
    step: Step,
    table: str,
    values: Mapping[str, Value],
    rests_on: tuple[Made, ...] = (),
    basis: Basis | None = None,
    tells: Tells | None = None,
) -> TableRow:
    """A row, its values by the English names of the columns, also in `tells`. Values not given are blank."""
    declared = step.published[table]
    known = {"year": step.dossier.year, **values}
    columns = tuple((one.head, known.get(name, "")) for name, one in declared.columns.items())
    return TableRow(
        table=table,
        columns=columns,
        rules=step.bears,
        rests_on=rests_on,
        basis=basis or Basis(inputs=tuple(step.dossier.funds)),
        tells=tells and _under_heads(step, table, tells),
    )


def merit_rewards(step: Step) -> tuple[Reward, ...]:
    """The rewards of tools that pay merit or result."""
    return tuple(one for one in step.so_far.rewards if step.tools[one.tool].pays != POST)


def pending(step: Step) -> bool:
    """Whether the figures wait for the validation of the Relazione, under the national gate or the regulation's."""
    lacking = (need.kind for state in step.gates if not state.open for need in state.missing)
    return VALIDATION in lacking


def state_of(step: Step, lines: Sequence[FundLine] | None = None) -> str:
    """The state of some lines, or of all prizes: pending, provisional while something is held, final."""
    if pending(step):
        return PENDING
    return PROVISIONAL if any(one.withheld for one in lines or merit_lines(step)) else FINAL


def merit_lines(step: Step) -> tuple[FundLine, ...]:
    """The lines of funds that pay merit or result."""
    return step.once(_all_merit_lines)


def _under_heads(step: Step, table: str, tells: Tells) -> Tells:
    declared = step.published[table]
    given = {one.name: getattr(tells, one.name) for one in fields(Tells)}
    named = {name: declared.head(value) for name, value in given.items() if isinstance(value, str)}
    return Tells(**{**given, **named, "among": tuple(map(declared.head, tells.among))})


def _merit_lines(step: Step) -> Iterator[FundLine]:
    """The lines that pay prizes: by what draws on them, otherwise by the tool that divides them or may."""
    drawing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in step.so_far.rewards:
        drawing[one.fund, one.item].add(one.tool)
    for line in step.so_far.fund_lines:
        named = {name for name in (line.tool, line.left_to) if name}
        tools = drawing.get((line.fund, line.item)) or named or _dividing(step, line.fund)
        if any(step.tools[name].pays != POST for name in tools if name in step.tools):
            yield line


def _dividing(step: Step, fund: str) -> set[str]:
    return {tool.name for tool in step.tools.values() if not tool.funds or fund in tool.funds}


def _all_merit_lines(step: Step) -> tuple[FundLine, ...]:
    return tuple(_merit_lines(step))
