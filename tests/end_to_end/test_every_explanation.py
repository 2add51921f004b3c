"""Every row of every kind of the examples can be explained, and each answer matches the published schema."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from jsonschema import Draft202012Validator

import merito
from merito import plain
from merito.testing import (
    Explanation,
    Record,
    explanation_data,
    explanation_text,
    explanations,
    installed_regulations,
    open_folder,
    run_folder,
)

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "explain.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
ASSOCIATED = ("borgo-lungo", "monte-chiaro", "pian-dei-larici", "rocca-alta", "selva-scura", "tre-ponti", "valfredda")
CASES = (
    ("bergamo", "bergamo", 2020, date(2021, 7, 5)),
    ("bergamo", "bergamo", 2021, date(2021, 2, 10)),
    ("brescia", "brescia", 2021, date(2022, 4, 30)),
    ("camera-di-prova", "camera-di-prova", 2021, date(2022, 7, 31)),
    ("camera-di-prova", "camera-di-prova", 2021, date(2022, 1, 31)),
    ("comune-di-prova", "comune-di-prova", 2025, date(2026, 7, 15)),
    *(("comunita-montane", ente, 2021, date(2022, 6, 1)) for ente in ASSOCIATED),
)
IDS = [f"{ente}-{year}-{as_of}" for _, ente, year, as_of in CASES]
GROUNDS = ("parameter", "reading", "phase", "tool", "rule", "act", "amendment", "not_computed")


@frozen
class Case:
    example: str
    record: Record
    told: Mapping[str, tuple[Explanation, ...]]


@cache
def case_of(example: str, ente: str, year: int, as_of: date) -> Case:
    root = ROOT / "examples" / example
    record = run_folder(root, ente, year=year, as_of=as_of)
    return Case(example, record, explanations(open_folder(root, ente, year=year, as_of=as_of)))


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


ROWS = {
    "grade": "grades",
    "cascade": "cascade",
    "monitoring": "monitoring",
    "position": "positions",
    "score": "scores",
    "placement": "placements",
    "band": "bands",
    "reward": "rewards",
    "fund_line": "fund_lines",
    "balance": "balances",
    "finding": "findings",
    "appointment": "appointments",
    "proceeding": "proceedings",
}


def test_every_row_of_every_kind_is_told(case: Case) -> None:
    results = case.record.results
    asked = {id(one): one for own in case.told.values() for one in own}
    kinds = Counter(one.kind for one in asked.values())
    assert all(kinds[kind] >= len(getattr(results, table)) for kind, table in ROWS.items())
    assert kinds["row"] == len(results.tables) + len(results.documents)
    assert (kinds["gate"], kinds["deadline"]) == (len(case.record.gates), len(case.record.deadlines))
    assert all(case.told.values())
    assert {"phase", "rule", "reading", "parameter", "tool"} <= set(kinds)


@pytest.mark.long
def test_the_data_of_every_explanation_hold_to_the_published_schema(case: Case) -> None:
    """Each is checked once: what it rests on is an explanation too, and is checked separately."""
    assert SCHEMA["properties"]["version"]["const"] == explanation_data(())["version"]
    for one in every(case):
        data = explanation_data((evolve(one, rests_on=()),))
        error = next(VALIDATOR.iter_errors(data), None)
        assert error is None, (
            f"{one.subject}: {error.json_path if error else ''} {plain(error.message)[:300] if error else ''}"
        )
        assert not any(isinstance(value, float) for value in values_in(data))


def test_the_data_of_a_figure_hold_to_the_schema_down_to_its_rows() -> None:
    case = case_of("camera-di-prova", "camera-di-prova", 2021, date(2022, 7, 31))
    data = explanation_data(case.told["person:E1"])
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
    """Whether it ends in rows of files or in parameters; for missing data, in the rule that needs them."""
    if one.kind in GROUNDS:
        return True
    told = bool(one.inputs or one.parameters or one.rests_on or one.others)
    if one.kind == "finding":
        return told or bool(one.rules) or one.subject.startswith("parameter:")
    if one.kind == "deadline":
        return told or bool(plain(one.reason))
    if one.kind == "gate":
        return told or any(name == "È chiusa perché" for name, _ in one.facts)
    return told


@pytest.mark.long
def test_the_chain_of_every_figure_ends_in_rows_or_parameters(case: Case) -> None:
    dangling = sorted({f"{one.kind} {one.subject}" for one in every(case) if not grounded(one)})
    assert dangling == []
    for one in every(case):
        assert all(row.source.file for row in one.inputs), one.subject


def of_the_engine(one: Explanation) -> bool:
    """A finding that no rule makes: a missing parameter, an amendment that waits for its own act."""
    return one.kind == "finding" and (
        one.subject.startswith("parameter:") or "non è applicata" in one.title + one.figure
    )


def test_every_figure_cites_a_rule_or_an_article(case: Case) -> None:
    of_results = [one for one in every(case) if one.kind not in GROUNDS and not of_the_engine(one)]
    silent = {one.subject for one in of_results if not one.rules and "Articolo" not in dict(one.facts)}
    assert silent == set()


CODED = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
IN_FILES = re.compile(r"\S+\.(?:csv|toml|xlsx|ods)\S*")
QUOTED = "  Da "
STATES = re.compile(r"\b(?:final|provisional|not_measured|withheld|refused|blocked|overdue|waiting|partial)\b")


def test_no_text_holds_a_coded_key(case: Case) -> None:
    """What the ente's files say is quoted, and parameters are named as there: nothing else is a code."""
    allowed = known_words(case)
    for one in every(case):
        lines = (line for line in explanation_text(one).splitlines() if not line.startswith(QUOTED))
        told = IN_FILES.sub("", "\n".join(lines))
        assert not set(CODED.findall(told)) - allowed, f"{one.subject}: {set(CODED.findall(told)) - allowed}"
        assert not STATES.search(told), one.subject


@pytest.mark.long
def test_every_quoted_cell_stands_so_in_the_file_in_that_row_under_that_head(case: Case) -> None:
    """Read again here, without the program: the whole row is quoted, and nothing that is not in it."""
    root = ROOT / "examples" / case.example
    quoted = {(row.source, tuple(row.values.items())): row for one in every(case) for row in one.inputs}
    assert quoted
    for row in quoted.values():
        assert row.note == "" and row.values, row
        path = root / row.source.file
        if path.suffix == ".toml":
            line = path.read_text(encoding="utf-8").splitlines()[row.source.row - 1]
            ((head, text),) = row.values.items()
            assert re.fullmatch(rf"{re.escape(head)}\s*=\s*{re.escape(text)}\s*(#.*)?", line), row
            continue
        with path.open(encoding="utf-8-sig", newline="") as lines:
            written = list(csv.reader(lines, delimiter=";"))
        cells = zip(written[0], written[row.source.row - 1], strict=True)
        assert dict(row.values) == {head: cell for head, cell in cells if cell}, row


def test_what_no_cell_says_is_told_apart_and_under_no_head_of_the_row(case: Case) -> None:
    for one in every(case):
        for row in one.inputs:
            assert not row.derived.keys() & row.values.keys(), row
            assert not [text for text in row.derived.values() if re.match(r"(person|position|indicator|unit):", text)]


def test_a_person_is_told_nothing_of_other_people(case: Case) -> None:
    """The evaluator is named in the row of the evaluation, which the evaluated person may read."""
    for subject, told in case.told.items():
        if not subject.startswith("person:"):
            continue
        own = subject.removeprefix("person:")
        for one in (each for top in told for each in top.chain()):
            assert one.subject == subject or not one.subject.startswith("person:"), one.subject
            told_of = {row.values["persona"].removeprefix("person:") for row in one.inputs if "persona" in row.values}
            assert told_of <= {own}
            assert {each.subject for each in one.supports if each.subject.startswith("person:")} <= {subject}


def known_words(case: Case) -> set[str]:
    """Names used by the ente's files or by the results: columns, coded cells, keys and values of parameters."""
    root, stack = ROOT / "examples" / case.example, installed_regulations().stack(case.record.dossier.ente.regulation)
    inputs, parameters, results = stack.inputs, stack.parameters, case.record.results
    columns = [column for table in inputs.tables.values() for column in table.columns.values()]
    added = (*results.tables, *results.documents)
    words = {column.label for column in columns} | {label for column in columns for label in column.values.values()}
    words |= {one.label for one in (*inputs.tables.values(), *inputs.tools.values(), *inputs.acts.values())}
    words |= {row.table for row in added} | {head for row in added for head, _ in row.columns}
    values = [str(dated.value) for one in parameters.values() for dated in one.values]
    choices = [str(one.ente_may_set.one_of) for one in parameters.values() if one.ente_may_set]
    own = [path.read_text(encoding="utf-8") for path in sorted(root.glob("enti/*/regole/*.toml"))]
    return (
        words
        | set(parameters)
        | {case.record.dossier.ente.regulation}
        | set(CODED.findall(" ".join((*values, *choices, *own))))
    )


Ask = Callable[[str], Any]
LARCH = ("comunita-montane", "pian-dei-larici", 2021, date(2022, 6, 1))


def test_a_tied_person_is_told_the_scores_at_the_borders_of_the_band() -> None:
    placed = next(one for one in case_of(*LARCH).told["person:UNI02"] if one.kind == "placement")
    assert placed.facts == (
        ("Parità", "2 persone hanno lo stesso punteggio, 94,6"),
        ("Punteggi della fascia «intermedia»", "da 84,6 a 94,6"),
        ("Confine sopra", "l'ultimo punteggio in fascia «alta» è 95"),
        ("Confine sotto", "il primo punteggio in fascia «bassa» è 82"),
    )


def test_whoever_is_in_no_band_is_told_the_last_score_that_enters_one() -> None:
    placed = next(one for one in case_of(*LARCH).told["person:UNI07"] if one.kind == "placement")
    assert placed.facts == (("Confine", "l'ultimo punteggio che entra in una fascia è 74,8"),)


def test_a_ranking_and_its_bands_count_people_and_name_the_first_that_rest_on_them() -> None:
    case = case_of(*LARCH)
    people = {person.id for person in case.record.dossier.people}
    text = explanation_text(*case.told["ranking:ente"], *case.told["band:ente/alta"])
    assert "Fuori dalle fasce: 2 persone: punteggio sotto il 70% del massimo: nessun premio" in text
    assert "Poggia su 1 valutazione individuale (si chiedono per persona, o con --json)" in text
    assert 0 < len(people.intersection(re.findall(r"[\w-]+", text))) < len(people)


def test_a_person_is_told_who_evaluates_and_which_gate_and_act_decide() -> None:
    score, _, reward = case_of(*LARCH).told["person:UNI02"]
    assert any(row.values.get("valutatore") == "person:PO-UNI" for row in score.inputs)
    assert [(one.subject, one.open, [act.id for act in one.acts]) for one in reward.conditions] == [
        ("gate:IT-14.6", True, ["VAL"])
    ]


def test_a_closed_gate_tells_what_is_needed_and_what_it_stops() -> None:
    gate = case_of("camera-di-prova", "camera-di-prova", 2021, date(2022, 1, 31)).told["gate:BG-39.2"][0]
    assert gate.figure == "non verificata"
    facts = dict(gate.facts)
    assert facts["Serve"].startswith("l'atto «Validazione della Relazione sulla Performance» (OIV), dopo «")
    assert facts["Finché manca"] == "la fase non si calcola, salvo ciò che paga una posizione"


def test_an_indicator_leads_up_to_the_dashboards_that_carry_it() -> None:
    told = case_of("camera-di-prova", "camera-di-prova", 2021, date(2022, 7, 31)).told["indicator:I3"]
    assert {"dashboard:strategico", "dashboard:promozione"} <= {one.subject for one in told[0].supports}


@pytest.fixture(scope="module")
def larch() -> Ask:
    example, ente, year, as_of = LARCH
    return merito.Workspace(ROOT / "examples" / example).run(ente, year=year, as_of=as_of).explain


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("UNI02", "person:UNI02"),
        ("persona:UNI02", "person:UNI02"),
        ("lettura I-BL-05", "reading:I-BL-05"),
        ("BL-17.Da", "rule:BL-17.Da"),
        ("graduatoria:ente", "ranking:ente"),
        ("strumento:premio_annuale", "tool:annual"),
        ("fondo:premi_annuali/fascia alta", "fund:annual/fascia alta"),
    ],
)
def test_a_subject_may_be_a_bare_id_or_words_of_the_tables(larch: Ask, asked: str, meant: str) -> None:
    assert larch(asked).data == larch(meant).data


@pytest.mark.parametrize("kind", ["ente", "fund:annual", "table:premi", "band:alta"])
def test_several_figures_may_be_asked_for_at_once(larch: Ask, kind: str) -> None:
    assert larch(kind).data["explanations"]


def test_no_text_names_a_subject_as_only_the_program_writes_it(case: Case) -> None:
    known = {subject.partition(":")[0] for subject in case.told} - {"ente", "area", "manager"}
    kinds = re.compile(rf"\b(?:{'|'.join(sorted(known))}):\S")
    for one in every(case):
        told = "\n".join(line for line in explanation_text(one).splitlines() if not line.startswith(QUOTED))
        assert not kinds.search(told), one.subject


def test_what_a_figure_rests_on_can_be_asked_for_in_its_turn(case: Case) -> None:
    for one in every(case):
        assert any(own.title == one.title for own in case.told[one.subject]), one.subject


def test_a_line_that_others_divide_is_told_alone_and_not_among_the_lines_of_its_fund(larch: Ask) -> None:
    (line,) = case_of(*LARCH).told["fund:annual/fondo"]
    assert (line.figure, line.inputs[0].source.file) == ("7.200,00 €", "enti/pian-dei-larici/2021/cycle.toml")
    assert [one.subject for one in line.supports if one.kind == "fund_line"] == [
        f"fund:annual/fascia {band}" for band in ("alta", "intermedia", "bassa")
    ]
    assert line.title not in [one["title"] for one in larch("fund:annual").data["explanations"]]


def test_an_id_with_zeros_left_out_is_answered_with_the_one_that_has_them(larch: Ask) -> None:
    with pytest.raises(merito.MeritoError, match=r"Si può chiedere per esempio di: dipendente:UNI02$"):
        larch("persona UNI2")


def test_a_bare_id_of_several_things_and_a_misspelt_one_name_what_may_be_meant(larch: Ask) -> None:
    with pytest.raises(merito.MeritoError, match=r"«annual» può dire più cose: fondo:annual, strumento:annual$"):
        larch("annual")
    with pytest.raises(merito.MeritoError, match=r"Si può chiedere per esempio di: dipendente:UNI(02|12)"):
        larch("persona:UNI022")
