"""Grades of objectives, areas, managers and the chamber, each from the parts of its node (par. 3.1 and 3.2.1)."""

from collections.abc import Iterator

from attrs import evolve

from merito import Basis, Grade, Objective, ResultRows, State, Step, hookimpl, rule
from merito.kit import refused, rolled
from merito.numbers import fraction
from merito_brescia.attestation import ENTE, attested, judged
from merito_brescia.branches import SPECIAL_AGENCY, STRATEGIC, STRATEGIC_AREA, Tree
from merito_brescia.nodes import Node

AREAS, MANAGERS = "areas", "managers"
DOUBLE, SAME, AGENCY, MISSING = "I-BS-24", "I-BS-25", "I-BS-26", "I-BS-28"
HELD = (State.REFUSED, State.BLOCKED)


@hookimpl
@rule("BS-SM-3.L", "BS-SM-3.1a", "BS-SM-3.1b", "BS-SM-3.1d", "BS-SM-3.2.1a", DOUBLE, SAME, AGENCY, MISSING)
def merito_roll_up(step: Step) -> ResultRows:
    """Two views of the same objectives: by strategic area, up to the chamber; and by manager.

    A node with invalid weights is refused, and what rests on it is not computed; everything else is.
    """
    tree = step.once(Tree)
    if tree.empty:
        return
    grades = {f"indicator:{one.id}": one for one in step.so_far.grades if one.scope == "indicator"}
    rows = [*_by_area(tree, grades), *_by_manager(tree, grades)]
    yield from (_with_attested(step, row) for row in rows)


def _with_attested(step: Step, row: Grade) -> Grade:
    """The measured grade of the ente, an area or a managerial area, with the OIV's attestation added."""
    if row.scope not in ("ente", "area", "manager"):
        return row
    given = attested(step, ENTE if row.scope == "ente" else row.id)
    if given is None:
        return row
    basis = evolve(row.basis, inputs=(*row.basis.inputs, given))
    grade = fraction(given["grade"])  # type: ignore[arg-type]
    told = judged(step, given, row.value)
    return evolve(row, attested=grade, attestation=told, rules=(*row.rules, "BS-SM-3.OIV2"), basis=basis)


def _by_area(tree: Tree, grades: dict[str, Grade]) -> Iterator[Grade]:
    """Objectives, areas and the chamber; each grade is kept under its reference for the nodes above it."""
    ente = tree.dossier.ente.id
    for one in tree.objectives:
        above = tree.above(one)
        parent = above.id if above else one.area or ""
        own_rule = "BS-SM-3.1b" if one.level == STRATEGIC else "BS-SM-3.1a"
        yield _kept(grades, _graded(tree, tree.objective(one), grades, AREAS, parent, (own_rule,)))
    for area in (*tree.areas(STRATEGIC_AREA), *tree.areas(SPECIAL_AGENCY)):
        apart = area.kind == SPECIAL_AGENCY
        rules = ("BS-SM-3.1f", AGENCY) if apart else ("BS-SM-3.L",)
        doubled = (DOUBLE,) if tree.rows[f"area:{area.id}"] else ()
        parent = "" if apart else ente
        yield _kept(grades, _graded(tree, tree.area(area), grades, AREAS, parent, (*rules, *doubled)))
    apart_rules = (AGENCY,) if tree.areas(SPECIAL_AGENCY) else ()
    yield _graded(tree, tree.ente(), grades, "", "", ("BS-SM-3.2.1a", "BS-SM-3.L", *apart_rules))


def _by_manager(tree: Tree, grades: dict[str, Grade]) -> Iterator[Grade]:
    """The objectives that managers answer for, with the grades of the first view, and each manager's total."""
    rules = ("BS-SM-3.1d", "BS-SM-3.L", SAME)
    units = {unit.id: tree.unit(unit) for unit in tree.managers}
    holders: dict[str, list[str]] = {}
    for identifier, node in units.items():
        for part in node.parts:
            holders.setdefault(part.ref, []).append(identifier)
    for one in tree.objectives:
        owners = holders.get(f"objective:{one.id}")
        if owners:
            yield _again(one, grades[f"objective:{one.id}"], owners)
    for node in units.values():
        yield _graded(tree, node, grades, MANAGERS, "", rules)


def _again(one: Objective, grade: Grade, owners: list[str]) -> Grade:
    """The grade of an objective in the second view: the same, whoever answers for it."""
    return evolve(
        grade,
        view=MANAGERS,
        parent=owners[0] if len(owners) == 1 else "",
        rules=("BS-SM-3.1d", SAME),
        rests_on=(grade,),
        basis=Basis(inputs=(one,), formula="lo stesso grado della vista per aree strategiche"),
    )


def _kept(grades: dict[str, Grade], grade: Grade) -> Grade:
    grades[f"{grade.scope}:{grade.id}"] = grade
    return grade


def _graded(tree: Tree, node: Node, grades: dict[str, Grade], view: str, parent: str, rules: tuple[str, ...]) -> Grade:
    scope, _, identifier = node.ref.partition(":")
    row = Grade(
        view=view,
        scope="manager" if scope == "unit" else scope,
        id=identifier,
        parent=parent,
        rules=(*rules, *((MISSING,) if node.equal else ())),
        basis=Basis(inputs=node.inputs, parameters=(tree.missing,) if node.equal else ()),
    )
    if node.problem:
        return refused(row, f"rifiutato: {node.problem}")
    parts = node.weighed(grades)
    held = [grade for grade, _ in parts if grade.state in HELD]
    if held:
        lacks = tuple(dict.fromkeys(one for grade in held for one in grade.lacks or (grade.id,)))
        why = f"non si calcola: poggia su ciò che è rifiutato ({', '.join(lacks)})"
        return evolve(row, state=State.BLOCKED, lacks=lacks, reason=why, rests_on=tuple(grade for grade, _ in parts))
    return rolled(row, parts)
