"""The planning forms of the appendix: what they require of the indicators of strategic and operational objectives."""

from collections.abc import Iterable, Iterator

from merito import Finding, Indicator, Objective, ResultRows, Said, Step, hookimpl, rule
from merito.kit import listed, told
from merito_brescia.branches import STRATEGIC, Tree, watched


@hookimpl
@rule("BS-SM-3.1e", "BS-SM-Ap1", "BS-SM-Ap2")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of what a form leaves blank; weights that do not sum to 100 are reported with their node."""
    tree = step.once(Tree)
    strategic = [one for one in tree.tops if one.level == STRATEGIC]
    years = int(step.parameters.number("strategic_years").value)
    yield from (
        *(one for objective in strategic for one in _own_indicators(tree, objective, years)),
        *_blanks(_of(tree, strategic), "BS-SM-Ap1", "strategici"),
        *_operational(tree, [one for one in tree.objectives if one not in strategic]),
    )


def _of(tree: Tree, objectives: Iterable[Objective]) -> list[Indicator]:
    return [row for one in objectives for row in tree.indicators(one) if not watched(row)]


def _own_indicators(tree: Tree, objective: Objective, years: int) -> Iterator[Finding]:
    """A strategic objective has indicators of its own, with target and weight for this year and its later years."""
    own, this = _of(tree, [objective]), tree.dossier.year
    if not own:
        why = f"l'obiettivo strategico {objective.id} non ha indicatori propri"
        yield told("warning", "BS-SM-3.1e", why, f"objective:{objective.id}", inputs=(objective,))
    first = objective.start.year if objective.start else this
    for year in range(max(first, this), first + years):
        if year == this:
            lacking = [one.id for one in own if one.target.said is not Said.VALUE or one.weight is None]
        else:
            lacking = [one.id for one in own if not _planned(tree, one, year)]
        if lacking:
            why = f"indicatori dell'obiettivo strategico {objective.id} senza risultato atteso o peso {year}"
            yield told("warning", "BS-SM-3.1e", f"{why}: {listed(lacking)}", f"objective:{objective.id}")


def _planned(tree: Tree, one: Indicator, year: int) -> bool:
    """Whether an indicator has a target and a weight at the end of a year."""
    row = tree.dossier.targets.first(indicator=one.id, year=year, at="final")
    return row is not None and row.value.said is Said.VALUE and row.weight is not None


def _blanks(indicators: list[Indicator], rule_id: str, of: str) -> Iterator[Finding]:
    """Warns of indicators without past values, or without documents to show to the OIV."""
    lacking = {
        "il dato storico": [one.id for one in indicators if not one.baseline.text],
        "la documentazione da presentare all'OIV": [
            one.id for one in indicators if not (one.origin or one.extra.get("evidence_kind"))
        ],
    }
    for what, ids in lacking.items():
        if ids:
            yield told("warning", rule_id, f"indicatori di obiettivi {of} senza {what}: {listed(ids)}")


def _operational(tree: Tree, objectives: list[Objective]) -> Iterator[Finding]:
    """Expected results at 30 June and 31 December, and the account of the budget."""
    indicators = _of(tree, objectives)
    yield from _blanks(indicators, "BS-SM-Ap2", "operativi")
    lacking = {
        "risultato atteso al 30/6": [one.id for one in indicators if one.target_interim.said is not Said.VALUE],
        "risultato atteso al 31/12": [one.id for one in indicators if one.target.said is not Said.VALUE],
    }
    for what, ids in lacking.items():
        if ids:
            yield told("warning", "BS-SM-Ap2", f"indicatori di obiettivi operativi senza {what}: {listed(ids)}")
    year = tree.dossier.year
    with_account = {row.objective for row in tree.dossier.resources if row.account and row.is_of(year)}
    without = [one.id for one in objectives if one.id not in with_account]
    if without:
        yield told("warning", "BS-SM-Ap2", f"obiettivi operativi senza conto di bilancio: {listed(without)}")
