"""Every row of every kind of the four examples can be asked for, and its answer holds to the schema that docs publish."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve, frozen
from jsonschema import Draft202012Validator

from merito.cycle import run
from merito.model.record import Record
from merito.model.results import RESULT_TABLES
from merito.regulations import Regulations, Stack
from merito.report.explain_data import as_data
from merito.report.explain_text import as_text
from merito.report.explanation import SCHEMA_VERSION, Explainer, Explanation
from merito.report.explanation.rows import result_rows
from merito.workspace.common import common_inputs
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "explain.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
REGULATIONS = Regulations(common_inputs())
ASSOCIATED = ("borgo-lungo", "monte-chiaro", "pian-dei-larici", "rocca-alta", "selva-scura", "tre-ponti", "valfredda")
CASES = (
    ("bergamo", "bergamo", 2020, date(2021, 7, 5)),
    ("bergamo", "bergamo", 2021, date(2021, 2, 10)),
    ("brescia", "brescia", 2021, date(2022, 4, 30)),
    ("camera-di-prova", "camera-di-prova", 2021, date(2022, 7, 31)),
    ("camera-di-prova", "camera-di-prova", 2021, date(2022, 1, 31)),
    *(("comunita-montane", ente, 2021, date(2022, 6, 1)) for ente in ASSOCIATED),
)
IDS = [f"{ente}-{year}-{as_of}" for _, ente, year, as_of in CASES]
GROUNDS = ("parameter", "reading", "phase", "tool", "rule", "act", "amendment", "not_computed")


@frozen
class Case:
    record: Record
    stack: Stack
    explainer: Explainer
    told: dict[str, tuple[Explanation, ...]]


@cache
def case_of(example: str, ente: str, year: int, as_of: date) -> Case:
    root = ROOT / "examples" / example
    opened = open_ente(root / "enti" / ente, open_workspace(root), REGULATIONS, year, as_of)
    record = run(opened.course)
    explainer = Explainer(record, opened.course.stack)
    told = {subject: explainer.explain(subject) for subject in explainer.index.subjects}
    return Case(record, opened.course.stack, explainer, told)


@pytest.fixture(params=CASES, ids=IDS)
def case(request: pytest.FixtureRequest) -> Case:
    return case_of(*request.param)


def every(case: Case) -> list[Explanation]:
    """Every explanation of a case and all that it rests on, each once."""
    found: dict[int, Explanation] = {}

    def walk(one: Explanation) -> None:
        if id(one) not in found:
            found[id(one)] = one
            for earlier in one.rests_on:
                walk(earlier)

    for told in case.told.values():
        for one in told:
            walk(one)
    return list(found.values())


def test_every_row_of_every_kind_is_told_under_its_own_subject(case: Case) -> None:
    asked = [one for own in case.told.values() for one in own]
    rows = list(result_rows(case.record))
    of_results = sum(len(getattr(case.record.results, name)) for name in RESULT_TABLES)
    declared = len(case.record.results.gates) + len(case.record.results.deadlines)
    assert len(rows) == of_results - declared + len(case.record.gates) + len(case.record.deadlines)
    for row in rows:
        own = case.explainer.index.own_subject(row)
        assert any(one == row for one in case.explainer.index.about(own))
        assert own in case.told
    assert all(case.told.values())
    kinds = {one.kind for one in asked}
    assert {"phase", "rule", "reading", "parameter", "tool", "gate", "deadline"} <= kinds


def test_the_data_of_every_explanation_hold_to_the_published_schema(case: Case) -> None:
    """Each is held once: what it rests on is an explanation in its turn, and is held as such."""
    assert SCHEMA["properties"]["version"]["const"] == SCHEMA_VERSION
    for one in every(case):
        data = as_data((evolve(one, rests_on=()),))
        error = next(VALIDATOR.iter_errors(data), None)
        assert error is None, (
            f"{one.subject}: {error.json_path if error else ''} {error.message[:300] if error else ''}"
        )
        assert not any(isinstance(value, float) for value in values_in(data))


def test_the_data_of_a_figure_hold_to_the_schema_down_to_its_rows() -> None:
    case = case_of("camera-di-prova", "camera-di-prova", 2021, date(2022, 7, 31))
    data = as_data(case.told["person:E1"])
    VALIDATOR.validate(data)
    assert data["explanations"][1]["rests_on"][0]["rests_on"]
    spoilt = json.loads(json.dumps(data))
    spoilt["explanations"][1]["rests_on"][0]["row"] = 1.5
    assert not VALIDATOR.is_valid(spoilt)


def values_in(data: object) -> Iterator[object]:
    if isinstance(data, dict):
        for value in data.values():
            yield from values_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from values_in(value)
    else:
        yield data


def grounded(one: Explanation) -> bool:
    """Whether it ends in rows of files or in parameters; of what is missing, in the rule that asks for it."""
    if one.kind in GROUNDS:
        return True
    told = bool(one.inputs or one.parameters or one.rests_on or one.others)
    if one.kind == "finding":
        return told or bool(one.rules) or one.subject.startswith("parameter:")
    if one.kind == "deadline":
        return told or bool(one.reason)
    if one.kind == "gate":
        return told or any(name == "Manca" for name, _ in one.facts)
    return told


def test_the_chain_of_every_figure_ends_in_rows_or_parameters(case: Case) -> None:
    dangling = sorted({f"{one.kind} {one.subject}" for one in every(case) if not grounded(one)})
    assert dangling == []
    for one in every(case):
        assert all(row.source.file for row in one.inputs), one.subject


def test_every_figure_cites_a_rule_or_an_article(case: Case) -> None:
    of_results = [one for one in every(case) if one.kind not in GROUNDS and not one.subject.startswith("parameter:")]
    silent = {one.subject for one in of_results if not one.rules and "Articolo" not in dict(one.facts)}
    assert silent == set()


CODED = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
IN_FILES = re.compile(r"\S+\.(?:csv|toml|xlsx|ods)\S*")
QUOTED = "  Da "
STATES = re.compile(r"\b(?:final|provisional|not_measured|withheld|refused|blocked|overdue|waiting|partial)\b")


def test_no_text_holds_a_coded_key(case: Case) -> None:
    """What the ente's files say is quoted, and what they call a parameter is named: nothing else is in code."""
    allowed = known_words(case)
    for one in every(case):
        lines = (line for line in as_text(one).splitlines() if not line.startswith(QUOTED))
        told = IN_FILES.sub("", "\n".join(lines))
        assert not set(CODED.findall(told)) - allowed, f"{one.subject}: {set(CODED.findall(told)) - allowed}"
        assert not STATES.search(told), one.subject


def known_words(case: Case) -> set[str]:
    """Names that the ente's files use, or the results' own: columns, coded cells, keys and values of parameters."""
    inputs, parameters, results = case.stack.inputs, case.stack.parameters, case.record.results
    columns = [column for table in inputs.tables.values() for column in table.columns.values()]
    added = (*results.tables, *results.documents)
    words = {column.label for column in columns} | {label for column in columns for label in column.values.values()}
    words |= {one.label for one in (*inputs.tables.values(), *inputs.tools.values(), *inputs.acts.values())}
    words |= {row.table for row in added} | {head for row in added for head, _ in row.columns}
    values = [str(dated.value) for one in parameters.values() for dated in one.values]
    choices = [str(one.ente_may_set.one_of) for one in parameters.values() if one.ente_may_set]
    return words | set(parameters) | {case.stack.regulation.name} | set(CODED.findall(" ".join((*values, *choices))))
