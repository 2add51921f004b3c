"""What every answer of a plugin must satisfy: known rules, unique keys, whole cents, known people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from merito.cycle.course import Course
from merito.model.acts import Deadline, Gate
from merito.model.messages import Code, Message, nearly, say
from merito.model.results import Results
from merito.numbers import fraction
from merito.regulations import PluginFaultError

KEYED = ("grades", "cascade", "monitoring", "fund_lines", "positions", "scores", "placements", "bands", "rewards")
EXACT = {"grades": ("value", "attested", "if_zero"), "positions": ("score",), "scores": ("score", "maximum")}
MONEY = {"fund_lines": ("amount", "savings"), "rewards": ("due", "waits"), "positions": ("amount", "proportional")}
ExactOrNone = (int, Decimal, Fraction, type(None))
Cell = (str, int, Decimal, date)
CELL_TYPES = frozenset(Cell)
CELLS = say('(("head", value), ...), ogni valore un testo, un intero, un Decimal o una data')
PEOPLE = ("scores", "placements", "rewards")


def check_answer(results: Results, course: Course, layer: str, hook: str) -> None:
    """Raises PluginFaultError with the first violation."""
    fault = next(_faults(results, course), None)
    if fault is not None:
        raise PluginFaultError(layer, hook, fault)


def _faults(results: Results, course: Course) -> Iterator[Message]:
    yield from _keys(results)
    yield from _rules(results, course)
    yield from _figures(results)
    yield from _people(results, course)
    yield from _tables(results)
    for line in results.fund_lines:
        if line.left_to is not None:
            for tool in _unknown_tool(line.left_to, course):
                what = say(
                    "la voce {line} è lasciata allo strumento {tool}, che nessun inputs.toml dichiara",
                    line=str(line.key),
                    tool=Code(tool),
                )
                yield nearly(what, tool, course.stack.inputs.tools)
    for gate in results.gates:
        yield from _gate(gate, course)
    for deadline in results.deadlines:
        yield from _deadline(deadline, course)


def _keys(results: Results) -> Iterator[Message]:
    for name in KEYED:
        seen = set()
        for row in getattr(results, name):
            if row.key in seen:
                yield say("due righe di {name} con la stessa chiave: {key}", name=name, key=str(row.key))
            seen.add(row.key)


def _rules(results: Results, course: Course) -> Iterator[Message]:
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
            yield say(
                "{name}: {key}: «rules» è il testo {rules}, non una tupla: {right}",
                name=name,
                key=str(key),
                rules=Code(rules),
                right=f"({rules!r},)",
            )
            return
        if not rules or not all(rules):
            yield say(
                "{name}: {key} non dice di quale regola è: ogni riga porta i codici delle sue regole",
                name=name,
                key=str(key),
            )
        for rule in rules:
            if rule and rule not in known:
                yield nearly(
                    say(
                        "{name}: {key} porta {rule}, che non è né una regola né una lettura",
                        name=name,
                        key=str(key),
                        rule=Code(rule),
                    ),
                    rule,
                    known,
                )
        if rules and known.issuperset(rules):
            sound.add(rules)


def _figures(results: Results) -> Iterator[Message]:
    for name, attributes in EXACT.items():
        for row in getattr(results, name):
            for attribute in attributes:
                if not isinstance(getattr(row, attribute), ExactOrNone):
                    yield say(
                        "{name}: {key}: {attribute} è {row}, che non è esatto",
                        name=name,
                        key=str(row.key),
                        attribute=attribute,
                        row=repr(getattr(row, attribute)),
                    )
    for name, attributes in MONEY.items():
        for row in getattr(results, name):
            for attribute in attributes:
                value = getattr(row, attribute)
                if not _is_money(value):
                    yield say(
                        "{name}: {key}: {attribute} è {value}, atteso un Decimal di centesimi interi, da 0 in su",
                        name=name,
                        key=str(row.key),
                        attribute=attribute,
                        value=repr(value),
                    )


def _is_money(value: object) -> bool:
    return value is None or (isinstance(value, Decimal) and _whole_cents(value))


@lru_cache(maxsize=65536)
def _whole_cents(value: Decimal) -> bool:
    return value >= 0 and (fraction(value) * 100).denominator == 1


def _people(results: Results, course: Course) -> Iterator[Message]:
    people = course.dossier.people.by_id
    for name in PEOPLE:
        for row in getattr(results, name):
            if row.person not in people:
                yield say(
                    "{name}: {key}: non c'è una persona {person}", name=name, key=str(row.key), person=Code(row.person)
                )


def _tables(results: Results) -> Iterator[Message]:
    heads: dict[tuple[str, str], list[str]] = {}
    for name in ("tables", "documents"):
        for row in getattr(results, name):
            if not _are_cells(row.columns):
                yield say(
                    "{name}: una riga di {table}: «columns» è {columns}, attesa una tupla di nomi e valori: {cells}",
                    name=name,
                    table=Code(row.table),
                    columns=repr(row.columns),
                    cells=CELLS,
                )
                continue
            own = [head for head, _ in row.columns]
            first = heads.setdefault((name, row.table), own)
            if own != first:
                yield say(
                    "{name}: una riga di {table} ha le colonne {own}, un'altra {first}",
                    name=name,
                    table=Code(row.table),
                    own=tuple(own),
                    first=tuple(first),
                )


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


def _unknown_tool(tool: str, course: Course) -> list[str]:
    return [tool] if tool not in course.stack.inputs.tools else []


def _gate(gate: Gate, course: Course) -> Iterator[Message]:
    inputs = course.stack.inputs
    if gate.tool is not None:
        for tool in _unknown_tool(gate.tool, course):
            what = say("una condizione sullo strumento {tool}, che nessun inputs.toml dichiara", tool=Code(tool))
            yield nearly(what, tool, inputs.tools)
    for need in gate.needs:
        for kind in (need.kind, need.after):
            if kind is not None and kind not in inputs.acts:
                yield nearly(
                    say(
                        "una condizione vuole un atto di tipo {kind}, che nessun inputs.toml dichiara", kind=Code(kind)
                    ),
                    kind,
                    inputs.acts,
                )


def _deadline(deadline: Deadline, course: Course) -> Iterator[Message]:
    acts = course.stack.inputs.acts
    if deadline.met_by not in acts:
        yield nearly(
            say("un termine si rispetta con {met_by}, che nessun inputs.toml dichiara", met_by=Code(deadline.met_by)),
            deadline.met_by,
            acts,
        )
