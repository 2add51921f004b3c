"""The folder to publish against a reader with an integer program, who knows the regulation and perhaps his own prize."""

from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from drawn_towns import CODE, INPUTS, PUBLISHED, Town, towns
from hypothesis import HealthCheck, given, settings
from small_plugins import Install, RunIn

from merito.model.publication import PublicationLimits
from merito.publication import Published, told
from merito.testing import Record, Regulations, installed_regulations, run_tables
from merito.testing.adversary import Solved, attack

EXAMPLES = Path(__file__).parents[2] / "examples"
TOWNS = ("borgo-lungo", "monte-chiaro", "pian-dei-larici", "rocca-alta", "selva-scura", "tre-ponti", "valfredda")
ENTI = [
    *(("comunita-montane", one, 2021, date(2022, 6, 1)) for one in TOWNS),
    ("brescia", "brescia", 2021, date(2022, 4, 30)),
    ("camera-di-prova", "camera-di-prova", 2021, date(2022, 7, 31)),
    ("camera-di-prova", "camera-di-prova", 2021, date(2022, 10, 31)),
    ("comune-di-prova", "comune-di-prova", 2025, date(2026, 7, 15)),
]


@pytest.fixture(scope="module")
def regulations() -> Regulations:
    return installed_regulations()


def town(run_in: RunIn, regulations: Regulations, ente: str) -> Record:
    return run_in(EXAMPLES / "comunita-montane", regulations, ente=ente, as_of=date(2022, 6, 1))


def leaks(record: Record, regulations: Regulations, *, readers: bool = True) -> list[Solved]:
    """What the folder lets a reader know that the totals named by the law do not."""
    inputs = regulations.stack(record.dossier.ente.regulation).inputs
    return [one for one in attack(record, inputs, readers=readers) if not one.by_law]


@pytest.mark.long
@pytest.mark.parametrize(("example", "ente", "year", "as_of"), ENTI, ids=[f"{one[1]} {one[3]}" for one in ENTI])
def test_no_reader_of_an_example_solves_a_hidden_figure(
    example: str, ente: str, year: int, as_of: date, run_in: RunIn, regulations: Regulations
) -> None:
    record = run_in(EXAMPLES / example, regulations, ente=ente, year=year, as_of=as_of)
    assert leaks(record, regulations) == []


def test_ten_people_and_their_sum_to_the_cent_are_one_solution(run_in: RunIn, regulations: Regulations) -> None:
    """Monte Chiaro as once published: 2, 4 and 4 people are the only way to 7.097,12 euro of the three pools."""
    record = town(run_in, regulations, "monte-chiaro")
    inputs = regulations.stack("comunita_montane").inputs
    bands = tuple(row for row in record.results.tables if row.table == "differenziazione_premi")
    columns = (("gruppo", "dipendenti"), ("premi", ""), ("fascia", "alta, intermedia e bassa"))
    people = evolve(bands[0], columns=(*columns, ("persone", 10), ("liquidabili", "")))
    found = attack(record, inputs, {**told(record, inputs), "once": [Published(people, bands)]}, readers=False)
    assert [(one.value, one.least, one.most) for one in found if not one.by_law] == [
        (2, 2, 2), (360000, 360000, 360000), (4, 4, 4), (288000, 288000, 288000), (4, 4, 4), (61712, 61712, 61712),
    ]  # fmt: skip
    assert leaks(record, regulations, readers=False) == []


def test_a_remainder_of_two_cents_tells_the_size_of_a_band(run_in: RunIn, regulations: Regulations) -> None:
    """Rocca Alta as once published: 11 people with 11.699,98 of 11.700 euro; only seven in the second band lose 0,02."""
    record = town(run_in, regulations, "rocca-alta")
    inputs = regulations.stack("comunita_montane").inputs
    first, second, *_ = (row for row in record.results.tables if row.table == "differenziazione_premi")
    columns = (*first.columns[:3], ("persone", 11), ("liquidabili", "11699.98"))
    joined = Published(evolve(first, columns=columns), (first, second))
    found = attack(record, inputs, {"once": [joined]}, readers=False)
    assert [(one.value, one.least, one.most) for one in found][:2] == [(4, 4, 4), (675000, 675000, 675000)]


def test_what_the_total_of_the_law_shows_is_told_apart_from_what_the_guard_lets_out(
    run_in: RunIn, regulations: Regulations
) -> None:
    """Pian dei Larici gives all 7.200 euro: each band has its whole pool, whoever knows the quotas."""
    record = town(run_in, regulations, "pian-dei-larici")
    found = attack(record, regulations.stack("comunita_montane").inputs, readers=False)
    assert {(one.value, one.by_law) for one in found} == {(360000, True), (72000, True)}


@pytest.fixture
def drawn(install: Install) -> Regulations:
    return install("prova", CODE, files={"inputs.toml": INPUTS, "published.toml": PUBLISHED})


@pytest.mark.long
@given(town=towns())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_reader_of_a_drawn_town_solves_a_hidden_figure(town: Town, drawn: Regulations) -> None:
    record = run_tables("prova", town.tables, town.cycle, regulations=drawn)
    limits: PublicationLimits = evolve(record.publication, fewest=town.fewest)
    assert leaks(evolve(record, publication=limits), drawn) == []
