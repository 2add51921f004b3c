"""Worked cases, one file per subject: an ente of a few rows, and what its regulation makes of it.

A case has a `title`, the `rules` that it is about, `tables` (CSV, over those of `[common]`), what else `ente.toml`
and `cycle.toml` hold, and `expect`: rows that must be among the results, `no_<name>` that must not, `whole` where they
must be all.
"""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli

from merito.model.record import Record
from merito.numbers import exact_text


def cases_in(folder: Path) -> Iterator[Any]:
    """The cases of every file of a folder, as parameters of a test."""
    for path in sorted(folder.glob("*.toml")):
        known = tomli.loads(path.read_text(encoding="utf-8"))
        for case in known["case"]:
            merged = {**known.get("common", {}), **case}
            merged["tables"] = {**known.get("common", {}).get("tables", {}), **case.get("tables", {})}
            yield pytest.param(merged, id=f"{path.stem}: {case['title']}")


def exact(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value)


def found(record: Record) -> dict[str, list[list[str]]]:
    """What a case may expect, as texts."""
    results = record.results
    return {
        "grades": [
            [one.view, one.scope, one.id, exact(one.value), one.state.value]
            for one in results.grades
            if one.scope in ("indicator", "dashboard", "ente")
        ],
        "tree": [
            [one.view, one.scope, one.id, exact(one.value), exact(one.attested), one.state.value]
            for one in results.grades
            if one.scope != "indicator"
        ],
        "zeros": [
            [one.id, exact(one.if_zero), " ".join(one.lacks)] for one in results.grades if one.if_zero is not None
        ],
        "cascade": [[one.dashboard, one.indicator, one.kind, one.link] for one in results.cascade],
        "scores": [[one.person, exact(one.score), one.level, one.state.value] for one in results.scores],
        "tried": [[one.person, each.rule, each.why] for one in results.scores for each in one.basis.tried],
        "placements": [[one.person, str(one.place or ""), one.band, one.state.value] for one in results.placements],
        "bands": [
            [one.ranking, one.band, *map(str, (one.places, one.people, one.pool, one.per_head, one.savings))]
            for one in results.bands
        ],
        "positions": [[one.position, str(one.amount or ""), one.state.value] for one in results.positions],
        "values": [
            [one.position, exact(one.score), *map(str, (one.amount, one.proportional, one.bound))]
            for one in results.positions
        ],
        "payments": [[one.position, str(one.monthly), str(one.thirteenth)] for one in results.positions],
        "funds": [
            [one.item, *map(str, (one.amount, one.paid, one.withheld, one.savings))] for one in results.fund_lines
        ],
        "fund_reasons": [[one.item, one.reason] for one in results.fund_lines if one.reason],
        "rewards": [
            [one.person, one.tool, *map(str, (one.due, one.paid, one.withheld)), one.state.value]
            for one in results.rewards
        ],
        "alternatives": [[one.person, *map(str, one.alternative)] for one in results.rewards if one.alternative],
        "line_alternatives": [[one.item, *map(str, one.alternative)] for one in results.fund_lines if one.alternative],
        "findings": [[one.severity, one.rule, one.subject] for one in results.findings],
        "gates": [[" ".join(one.gate.rules), one.gate.subject or "", str(one.open)] for one in record.gates],
        "deadlines": [
            [one.deadline.rules[0], str(one.deadline.due or ""), one.state.value] for one in record.deadlines
        ],
        "missing": [[one.phase.value, why] for one in record.phases for why in one.missing],
        "documents": [[one.table, *map(str, dict(one.columns).values())] for one in results.documents],
        "tables": [[one.table, *map(str, dict(one.columns).values())] for one in results.tables],
        "monitoring": [
            [one.indicator, one.target, one.measured, exact(one.deviation), one.forecast] for one in results.monitoring
        ],
        "reasons": [[one.person, one.reason] for one in (*results.scores, *results.rewards) if one.reason],
        "messages": [[one.rule, one.message] for one in results.findings],
    }


def check(
    regulation: str, case: dict[str, Any], write_ente: Callable[..., Path], run_in: Callable[..., Record]
) -> None:
    """Runs the ente of a case and holds what comes out against what the case expects."""
    files = {f"2021/{name}.csv": text.strip() + "\n" for name, text in case["tables"].items()}
    cycle = (
        f"{case.get('cycle', '')}\n[parameters]\n{case.get('parameters', '')}\n[readings]\n{case.get('readings', '')}\n"
    )
    root = write_ente(regulation, {**files, "2021/cycle.toml": cycle})
    record = run_in(root, as_of=date.fromisoformat(case.get("as_of", "2022-12-31")))
    told = found(record)
    rules = {rule for row in (*record.results.findings,) for rule in (row.rule,)}
    for name, rows in case["expect"].items():
        if name.startswith("no_"):
            missing = [row for row in told[name.removeprefix("no_")] if any(set(one) <= set(row) for one in rows)]
            assert missing == []
        else:
            assert [row for row in rows if not any(matches(row, one) for one in told[name])] == [], told[name]
    for name in case.get("whole", ()):
        assert len(told[name]) == len(case["expect"][name]), told[name]
    cited = rules | {rule for name in TABLES for row in getattr(record.results, name) for rule in row.rules}
    cited |= {rule for state in record.gates for rule in state.gate.rules}
    cited |= {rule for at in record.deadlines for rule in at.deadline.rules}
    cited |= {rule for row in (*record.results.documents, *record.results.tables) for rule in row.rules}
    assert set(case["rules"]) <= cited


TABLES = ("grades", "cascade", "scores", "placements", "bands", "positions", "fund_lines", "rewards", "monitoring")


def matches(expected: list[str], row: list[str]) -> bool:
    """A row as expected: `*` stands for anything, `~text` for whatever holds that text."""
    return len(expected) == len(row) and all(
        one == "*" or one == other or (one.startswith("~") and one[1:] in other)
        for one, other in zip(expected, row, strict=True)
    )
