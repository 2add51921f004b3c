"""Gates and deadlines declared as data: the rows made from them, and their errors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from merito.contract.declared_parameters import Parameter
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rule
from merito.contract.step import Step, first_of
from merito.kit.amended import of_sheets
from merito.kit.written import staff_positions
from merito.model.acts import ActNeed, Deadline, Gate
from merito.model.amended import Amendment
from merito.model.basis import Basis
from merito.model.conditions import EACH, DeclaredDeadline, DeclaredGate, DeclaredNeed
from merito.model.messages import Code, Message, nearly, say
from merito.numbers import number_text


def gates_of(rule: Rule, step: Step) -> Iterator[Gate]:
    """The gates of a rule: one for each tool that it names, and for each row that it is about."""
    asked = rule.gate
    if asked is None:
        return
    rules = (rule.id, *asked.bears)
    needs = tuple(_need(one, step) for one in asked.needs)
    for tool in asked.tools or (None,):
        for subject in _subjects(asked, step) if _stands(asked, tool, step) else ():
            yield Gate(phase=asked.phase, tool=tool, subject=subject, needs=needs, rules=rules)


def _need(asked: DeclaredNeed, step: Step) -> ActNeed:
    until = step.parameters.day(asked.until, step.dossier.year + asked.year).value if asked.until else None
    return ActNeed(
        asked.act,
        by=asked.by,
        after=asked.after or None,
        any_order=asked.any_order,
        until=until,
        published=asked.published,
        adopts=asked.adopts,
    )


def deadlines_of(rule: Rule, step: Step) -> Iterator[Deadline]:
    """The deadline of a rule: on the day of a parameter, or a number of days after an act."""
    if rule.deadline is not None:
        make = _on_a_day if rule.deadline.day else _after_an_act
        yield make(rule.id, rule.deadline, step)


AS_DATA: Mapping[str, Callable[[Rule, Step], Iterator[Gate | Deadline]]] = {
    "merito_gates": gates_of,
    "merito_deadlines": deadlines_of,
}


def _stands(asked: DeclaredGate, tool: str | None, step: Step) -> bool:
    if not asked.funds and not asked.tables:
        return True
    given = any(fund in step.dossier.funds.by_id for fund in asked.funds)
    return given or any(_of_tool(table, tool, step) for table in asked.tables)


def _of_tool(table: str, tool: str | None, step: Step) -> bool:
    rows = step.dossier.table(table)
    if tool is None or "tool" not in step.declared[table].columns:
        return bool(rows)
    return any((row["tool"] if table in step.dossier.tables else row.tool) == tool for row in rows)


def _subjects(asked: DeclaredGate, step: Step) -> Iterator[str | None]:
    if not asked.each:
        yield None
        return
    posts = asked.each == "staff_positions"
    rows: Iterable[Any] = staff_positions(step.dossier) if posts else step.dossier.table(asked.each)
    if asked.each == "amendments":
        rows = [one for one in rows if not one.corrects and _of(asked, one, step)]
    for row in rows:
        if not asked.kinds or row.kind in asked.kinds:
            yield f"{EACH[asked.each]}:{row.id}"


def _of(asked: DeclaredGate, one: Amendment, step: Step) -> bool:
    """Whether an amendment is of the rows, of the plan or of sheets, that the gate is about."""
    return not asked.of or of_sheets(step, one) is (asked.of == "sheets")


def _on_a_day(rule: str, asked: DeclaredDeadline, step: Step) -> Deadline:
    """A deadline cites the rule of its parameter, so that a regulation that sets it is cited."""
    day = step.parameters.day(asked.day, step.dossier.year + asked.year)
    return Deadline(
        phase=asked.phase,
        what=asked.what.format(year=step.dossier.year),
        due=day.value,
        met_by=asked.met_by,
        published=asked.published,
        optional=asked.optional,
        rules=(day.rule or rule, *asked.bears),
        basis=Basis(parameters=(day,)),
    )


def _after_an_act(rule: str, asked: DeclaredDeadline, step: Step) -> Deadline:
    """The first day is not counted; without days, the deadline is the day of the act, by the body of its kind."""
    days = step.parameters.number(asked.days) if asked.days else None
    codes = step.act_kinds[asked.after].by
    act = first_of(act for act in step.acts_of(asked.after) if act.of_body(*codes))
    return Deadline(
        phase=asked.phase,
        what=asked.what.format(year=step.dossier.year, days=number_text(days.value) if days else ""),
        due=act.date + timedelta(days=int(days.value) if days else 0) if act else None,
        met_by=asked.met_by,
        published=asked.published,
        optional=asked.optional,
        rules=(rule, *asked.bears),
        reason="" if act else asked.until_then,
        basis=Basis(inputs=(act,) if act else (), parameters=(days,) if days else ()),
    )


def condition_problems(rule: Rule, inputs: Inputs, parameters: Mapping[str, Parameter]) -> Iterator[Message]:
    """Acts, tools, funds, tables and parameters that a rule's gate or deadline names and no layer declares."""
    gate, deadline = rule.gate, rule.deadline
    if gate is not None:
        needed = [kind for need in gate.needs for kind in (need.act, need.after)]
        days = {name: one for name, one in parameters.items() if one.kind == "day"}
        for name in _unknown([need.until for need in gate.needs], days):
            yield nearly(say("«gate»: non c'è un parametro di tipo day: {name}", name=Code(name)), name, days)
        for name in _unknown(needed, inputs.acts):
            yield nearly(say("«gate»: non c'è un tipo di atto {name}", name=Code(name)), name, inputs.acts)
        for name in _unknown(gate.tools, inputs.tools):
            yield nearly(say("«gate»: non c'è uno strumento {name}", name=Code(name)), name, inputs.tools)
        for name in _unknown(gate.funds, inputs.funds):
            yield nearly(say("«gate»: non c'è un fondo {name}", name=Code(name)), name, inputs.funds)
        for name in _unknown(gate.tables, inputs.tables):
            yield nearly(say("«gate»: non c'è una tabella {name}", name=Code(name)), name, inputs.tables)
    if deadline is not None:
        for name in _unknown([deadline.met_by, deadline.after], inputs.acts):
            yield nearly(say("«deadline»: non c'è un tipo di atto {name}", name=Code(name)), name, inputs.acts)
        for kind, key in (("day", deadline.day), ("number", deadline.days)):
            of_kind = {name: one for name, one in parameters.items() if one.kind == kind}
            for name in _unknown([key], of_kind):
                what = say("«deadline»: non c'è un parametro di tipo {kind}: {name}", kind=kind, name=Code(name))
                yield nearly(what, name, of_kind)


def _unknown(names: Iterable[str | None], known: Mapping[str, object]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name and name not in known]
