"""Art. 20 D.Lgs. 33/2013: the publication about prizes, for every regulation, in aggregate form, without names.

Rows stand under the headers of `published.toml`, with the state of their figures. The groups of c. 2 are dirigenti,
holders of a post, the rest of the staff. One with too few people is merged with the next before any class is made: a
blank could be recovered from the total.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil

from attrs import fields, frozen

from merito import Basis, FundLine, Made, Person, Reward, Step, TableRow, Tells, kit
from merito.numbers import together_text
from merito_national.people import HOLDER, MANAGER, SECRETARY, STAFF

Value = str | int | Decimal | date
ROLES = (MANAGER, HOLDER, STAFF)
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
    declared, known = step.published[table], {"year": step.dossier.year, **values}
    if tells:
        given = {one.name: getattr(tells, one.name) for one in fields(Tells)}
        heads = {
            name: declared.head(value) for name, value in given.items() if isinstance(value, str) and name != "by_law"
        }
        tells = Tells(**{**given, **heads, "among": tuple(map(declared.head, tells.among))})
    return TableRow(
        table=table,
        columns=tuple((one.head, known.get(name, "")) for name, one in declared.columns.items()),
        rules=step.bears,
        rests_on=rests_on,
        basis=basis or Basis(inputs=tuple(step.dossier.funds)),
        tells=tells,
    )


def merit_rewards(step: Step) -> tuple[Reward, ...]:
    """The rewards of tools that pay merit or result."""
    return tuple(one for one in step.so_far.rewards if step.tools[one.tool].pays != POST)


def pending(step: Step) -> bool:
    """Whether the figures wait for the validation of the Relazione, under the national gate or the regulation's."""
    return any(need.kind == VALIDATION for state in step.gates if not state.open for need in state.missing)


def state_of(step: Step, lines: Sequence[FundLine] | None = None) -> str:
    """The state of some lines, or of all prizes: pending, provisional while something is held, final."""
    if pending(step):
        return PENDING
    return PROVISIONAL if any(one.withheld for one in lines or step.once(merit_lines)) else FINAL


def merit_lines(step: Step) -> tuple[FundLine, ...]:
    """The lines of funds that pay merit or result: by what draws on them, otherwise by the tool that divides or may."""
    drawing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in step.so_far.rewards:
        drawing[one.fund, one.item].add(one.tool)

    def tools_of(line: FundLine) -> set[str]:
        named = {name for name in (line.tool, line.left_to) if name}
        may = (tool.name for tool in step.tools.values() if not tool.funds or line.fund in tool.funds)
        return drawing.get((line.fund, line.item)) or named or set(may)

    def of_merit(line: FundLine) -> bool:
        return any(step.tools[name].pays != POST for name in tools_of(line) if name in step.tools)

    return tuple(filter(of_merit, step.so_far.fund_lines))


@frozen
class Group:
    """One or several roles: their name, the role of most of them, and the people."""

    name: str
    role: str
    people: frozenset[str]


def groups(step: Step) -> tuple[Group, ...]:
    """The groups of the year, of people evaluated or eligible for a prize; none is too small, except a single one."""
    known = {one.id: _role(step, one) for one in step.dossier.people}
    told = {one.person for rows in (merit_rewards(step), step.so_far.scores, step.so_far.placements) for one in rows}
    people = {role: frozenset(person for person in told if known.get(person) == role) for role in ROLES}
    names: Mapping[str, object] = step.parameters.table("art20_groups").value
    return tuple(
        Group(
            name=together_text([str(names.get(role, role)) for role in cell]),
            role=max(cell, key=lambda role: len(people[role])),
            people=frozenset().union(*(people[role] for role in cell)),
        )
        for cell in _joined(people, ceil(step.parameters.number("fewest_published").value))
    )


def _joined(people: Mapping[str, frozenset[str]], fewest: int) -> list[list[str]]:
    """Merged roles until each cell has enough people: a small one with the next, the last with the one before."""

    def few(cell: list[str]) -> bool:
        return sum(len(people[role]) for role in cell) < fewest

    cells: list[list[str]] = []
    for role in (role for role in ROLES if people[role]):
        if cells and few(cells[-1]):
            cells[-1].append(role)
        else:
            cells.append([role])
    if len(cells) > 1 and few(cells[-1]):
        last = cells.pop()
        cells[-1] += last
    return cells


def _role(step: Step, person: Person) -> str:
    """The role of most days of the year; a member of the staff who holds a post is a holder."""
    days = Counter[str]()
    for period in step.dossier.service_of(person.id):
        days[period.role or person.role] += kit.period_of(period).days
    most = max(days, key=lambda role: days[role], default=person.role)
    if most == STAFF and person.role == STAFF:
        most = kit.role_by_post(person, kit.staff_posts_of(step, person.id))
    return MANAGER if most == SECRETARY else most
