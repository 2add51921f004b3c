"""Checks of the plan by par. 2, 3, 3.1 and 6.1: measurable objectives, with a proper horizon and resources."""

from collections import defaultdict
from collections.abc import Iterator

from merito import Finding, Objective, Phase, ResultRows, Said, Step, hookimpl, rule
from merito.kit import listed, told
from merito_brescia.branches import STRATEGIC, Tree


@hookimpl
@rule("BS-SM-2.2", "BS-SM-2.3", "BS-SM-3.I", "BS-SM-6.3", "BS-SM-Au", "I-BS-50")
def merito_check_plan(step: Step) -> ResultRows:
    """An objective that nothing measures is an error of its own; the rest is a warning."""
    tree = step.once(Tree)
    if tree.empty:
        return
    findings = (*_measured(tree), *_horizon(step, tree), *_resources(tree), *_kinds(step, tree))
    yield from (*findings, *_titles(tree), *_anticorruption(tree))


def _measured(tree: Tree) -> Iterator[Finding]:
    """Every objective has an indicator, and every indicator of this year an expected result."""
    for one in tree.objectives:
        counted = tree.counted(one)
        without = [row.id for row in counted if row.target.said is not Said.VALUE]
        if not counted and not tree.under(one):
            why = f"l'obiettivo {one.id} è senza grado: nessun indicatore lo misura quest'anno"
            yield told("error", "BS-SM-2.2", why, f"objective:{one.id}", phase=Phase.EVALUATION, inputs=(one,))
        if without:
            why = f"l'obiettivo {one.id} ha indicatori senza risultato atteso {tree.dossier.year}: {listed(without)}"
            yield told("warning", "BS-SM-2.2", why, f"objective:{one.id}", inputs=(one,))


def _horizon(step: Step, tree: Tree) -> Iterator[Finding]:
    """Normally three years for a strategic objective and one for an operational one, if the dates are given."""
    years = {True: "strategic_years", False: "operational_years"}
    for one in tree.objectives:
        expected = step.parameters.number(years[one.level == STRATEGIC]).value
        if one.start and one.end and one.end.year - one.start.year + 1 != expected:
            kind = "strategico" if one.level == STRATEGIC else "operativo"
            found = f"dal {one.start.year} al {one.end.year}"
            why = f"l'obiettivo {kind} {one.id} va {found}; l'orizzonte è, di norma, di anni: {expected}"
            yield told("warning", "BS-SM-2.2", why, f"objective:{one.id}", inputs=(one,))


def _resources(tree: Tree) -> Iterator[Finding]:
    given = {row.objective for row in tree.dossier.resources if row.is_of(tree.dossier.year)}
    without = [one.id for one in tree.objectives if one.id not in given]
    if without:
        why = f"obiettivi senza risorse umane, finanziarie o strumentali (tabella risorse): {listed(without)}"
        yield told("warning", "BS-SM-2.3", why, phase=Phase.RESOURCES)


def _kinds(step: Step, tree: Tree) -> Iterator[Finding]:
    """The type and the dimension of an indicator are among those of par. 3 and 3.1."""
    aspects = [str(one) for one in step.parameters.list("indicator_aspects").value]
    dimensions = [str(one) for one in step.parameters.list("indicator_dimensions").value]
    lacking: dict[str, list[str]] = {"tipo (ambito)": [], "dimensione": []}
    for row in (row for one in tree.objectives for row in tree.indicators(one)):
        found = (("tipo (ambito)", row.aspect, aspects), ("dimensione", row.dimension, dimensions))
        for what, written, allowed in found:
            if not written:
                lacking[what].append(row.id)
            elif _code(written) not in allowed:
                why = f"l'indicatore {row.id} ha {what} «{written}»; sono ammessi: {', '.join(allowed)}"
                yield told("warning", "BS-SM-3.I", why, f"indicator:{row.id}", inputs=(row,))
    for what, ids in lacking.items():
        if ids:
            yield told("warning", "BS-SM-3.I", f"indicatori senza {what}: {listed(ids)}")


def _code(written: str) -> str:
    """A type or a dimension as the parameters write it, without capitals, accent and spaces."""
    return "_".join(written.casefold().replace("à", "a").split())


def _titles(tree: Tree) -> Iterator[Finding]:
    """A code has one title, in both views, and a title has one code."""
    codes: dict[str, list[Objective]] = defaultdict(list)
    for one in tree.objectives:
        codes[_plain(one.title)].append(one)
    for same in codes.values():
        if len(same) > 1:
            why = f"«{same[0].title}» è il titolo di più codici: {', '.join(sorted(one.id for one in same))}"
            yield told("warning", "BS-SM-Au", why, f"objective:{same[-1].id}", inputs=tuple(same))
    for row in tree.dossier.weights:
        printed = str(row.extra.get("title") or "")
        objective = tree.dossier.objectives.get(row.child.removeprefix("objective:"))
        if printed and objective and _plain(printed) != _plain(objective.title):
            why = f"il codice {objective.id} ha due titoli: «{objective.title}» e, in {row.node}, «{printed}»"
            yield told("warning", "BS-SM-Au", why, f"objective:{objective.id}", inputs=(objective, row))


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _anticorruption(tree: Tree) -> Iterator[Finding]:
    if not any(one.extra.get("anticorruption") is True for one in tree.dossier.objectives):
        why = "nessun obiettivo è segnato come adempimento del Piano di prevenzione della corruzione"
        yield told("warning", "BS-SM-6.3", why)
