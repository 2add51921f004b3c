"""What every answer of a plugin must satisfy: known rules, unique keys, whole cents, known people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from merito.contract.faults import near
from merito.cycle.course import Course
from merito.model.acts import Deadline, Gate
from merito.model.results import Results
from merito.numbers import fraction
from merito.regulations import PluginFaultError

KEYED = ("grades", "cascade", "monitoring", "fund_lines", "positions", "scores", "placements", "bands", "rewards")
EXACT = {"grades": ("value", "attested", "if_zero"), "positions": ("score",), "scores": ("score", "maximum")}
MONEY = {"fund_lines": ("amount", "savings"), "rewards": ("due", "waits"), "positions": ("amount", "proportional")}
ExactOrNone = (int, Decimal, Fraction, type(None))
Cell = (str, int, Decimal, date)
CELL_TYPES = frozenset(Cell)
CELLS = '(("head", value), ...), each value a text, a whole number, a Decimal or a date'
PEOPLE = ("scores", "placements", "rewards")


def check_answer(results: Results, course: Course, layer: str, hook: str) -> None:
    """Raises PluginFaultError with the first violation."""
    fault = next(_faults(results, course), None)
    if fault is not None:
        raise PluginFaultError(layer, hook, fault)


def _faults(results: Results, course: Course) -> Iterator[str]:
    yield from _keys(results)
    yield from _rules(results, course)
    yield from _figures(results)
    yield from _people(results, course)
    yield from _tables(results)
    for line in results.fund_lines:
        if line.left_to is not None:
            yield from _tool(f"line {line.key} is left to", line.left_to, course)
    for gate in results.gates:
        yield from _gate(gate, course)
    for deadline in results.deadlines:
        yield from _deadline(deadline, course)


def _keys(results: Results) -> Iterator[str]:
    for name in KEYED:
        seen = set()
        for row in getattr(results, name):
            if row.key in seen:
                yield f"two rows of {name} with one key: {row.key}"
            seen.add(row.key)


def _rules(results: Results, course: Course) -> Iterator[str]:
    known = course.stack.rulebook.ids
    cited = [(name, row.key, row.rules) for name in KEYED for row in getattr(results, name)]
    cited += [("findings", finding.subject, (finding.rule,)) for finding in results.findings]
    cited += [("gates", gate.tool or gate.subject, gate.rules) for gate in results.gates]
    cited += [("deadlines", deadline.what, deadline.rules) for deadline in results.deadlines]
    sound: set[object] = set()
    for name, key, rules in cited:
        if isinstance(rules, tuple) and rules in sound:
            continue
        if isinstance(rules, str):
            yield f"{name}: {key}: rules is the text {rules!r}, not a tuple: ({rules!r},)"
            return
        if not rules or not all(rules):
            yield f"{name}: {key} bears no rule; every row says the ids of its rules"
        for rule in rules:
            if rule and rule not in known:
                yield f"{name}: {key} bears {rule!r}, which is no rule and no interpretation{near(rule, known)}"
        if rules and known.issuperset(rules):
            sound.add(rules)


def _figures(results: Results) -> Iterator[str]:
    for name, attributes in EXACT.items():
        for row in getattr(results, name):
            for attribute in attributes:
                if not isinstance(getattr(row, attribute), ExactOrNone):
                    yield f"{name}: {row.key}: {attribute} is {getattr(row, attribute)!r}, which is not exact"
    for name, attributes in MONEY.items():
        for row in getattr(results, name):
            for attribute in attributes:
                value = getattr(row, attribute)
                if not _is_money(value):
                    yield f"{name}: {row.key}: {attribute} is {value!r}, not a Decimal of whole cents, 0 or more"


def _is_money(value: object) -> bool:
    return value is None or (isinstance(value, Decimal) and _whole_cents(value))


@lru_cache(maxsize=65536)
def _whole_cents(value: Decimal) -> bool:
    return value >= 0 and (fraction(value) * 100).denominator == 1


def _people(results: Results, course: Course) -> Iterator[str]:
    people = course.dossier.people.by_id
    for name in PEOPLE:
        for row in getattr(results, name):
            if row.person not in people:
                yield f"{name}: {row.key}: there is no person {row.person!r}"


def _tables(results: Results) -> Iterator[str]:
    heads: dict[tuple[str, str], list[str]] = {}
    for name in ("tables", "documents"):
        for row in getattr(results, name):
            if not _are_cells(row.columns):
                what = f"{name}: a row of {row.table!r}"
                yield f"{what}: columns is {row.columns!r}, not a tuple of heads and values: {CELLS}"
                continue
            own = [head for head, _ in row.columns]
            first = heads.setdefault((name, row.table), own)
            if own != first:
                yield f"{name}: a row of {row.table!r} has the heads {', '.join(own)}, another one {', '.join(first)}"


def _are_cells(columns: object) -> bool:
    if not isinstance(columns, tuple):
        return False
    if set(map(type, columns)) == {tuple} and set(map(len, columns)) == {2}:
        heads, values = zip(*columns, strict=True)
        if set(map(type, heads)) == {str} and CELL_TYPES.issuperset(map(type, values)):
            return True
    return all(map(_is_cell, columns))


def _is_cell(one: object) -> bool:
    return isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) and isinstance(one[1], Cell)


def _tool(what: str, tool: str, course: Course) -> Iterator[str]:
    tools = course.stack.inputs.tools
    if tool not in tools:
        yield f"{what} tool {tool!r}, which no inputs.toml declares{near(tool, tools)}"


def _gate(gate: Gate, course: Course) -> Iterator[str]:
    inputs = course.stack.inputs
    if gate.tool is not None:
        yield from _tool("a gate on", gate.tool, course)
    for need in gate.needs:
        for kind in (need.kind, need.after):
            if kind is not None and kind not in inputs.acts:
                yield f"a gate needs an act of kind {kind!r}, which no inputs.toml declares{near(kind, inputs.acts)}"


def _deadline(deadline: Deadline, course: Course) -> Iterator[str]:
    acts = course.stack.inputs.acts
    if deadline.met_by not in acts:
        yield f"a deadline is met by {deadline.met_by!r}, which no inputs.toml declares{near(deadline.met_by, acts)}"
