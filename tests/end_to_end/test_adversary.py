"""The folder to publish against a reader with an integer program, who knows the regulation and perhaps his own prize."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from drawn_towns import CODE, INPUTS, PUBLISHED, VALIDATED, Town, towns
from hypothesis import HealthCheck, given, settings
from small_plugins import Install, RunIn

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

FOR_HOURS = {"tre-ponti"}
"""Three rankings of 43 people, whose colleagues take the solver more than half an hour: only who has read asks here."""


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
    assert leaks(record, regulations, readers=ente not in FOR_HOURS) == []


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


def test_the_bands_of_three_rankings_are_hidden_if_one_has_a_single_person(
    run_in: RunIn, regulations: Regulations
) -> None:
    """Tre Ponti: 15, 17 and 11 people, and the pools to the cent, leave one person in the first band of SOC."""
    record = town(run_in, regulations, "tre-ponti")
    assert [(one.ranking, one.people) for one in record.results.bands if one.band == "alta"] == [
        ("AMM", 2), ("SOC", 1), ("TEC", 2),
    ]  # fmt: skip
    public = told(record, regulations.stack("comunita_montane").inputs)
    assert [dict(one.row.columns)["liquidabili"] for one in public.get("differenziazione_premi", ())] == []
    assert [dict(one.row.columns)["distribuito"] for one in public["art20_premi"]] == [Decimal("23999.85")]


@pytest.mark.long
def test_the_adversary_tells_the_bands_of_three_rankings_from_those_of_the_ente(
    run_in: RunIn, regulations: Regulations
) -> None:
    """Tre Ponti as once published: 11.999,99 euro for five people of the first band are 2, 1 and 2 in the rankings."""
    record = town(run_in, regulations, "tre-ponti")
    inputs = regulations.stack("comunita_montane").inputs
    bands = [row for row in record.results.tables if row.table == "differenziazione_premi" and row.tells]
    once = [Published(row, (row,)) for row in bands]
    found = attack(record, inputs, {"once": once}, readers=False)
    assert {(one.what, one.value) for one in found if not one.by_law} >= {
        ("AMM, alta (persone)", 2), ("SOC, alta (persone)", 1), ("TEC, alta (persone)", 2),
    }  # fmt: skip


def test_the_numbers_of_a_table_are_all_told_or_none(run_in: RunIn, regulations: Regulations) -> None:
    """Comune di prova, with no prize held: which numbers were blank told that one operatore has none; the sums stay."""
    record = run_in(EXAMPLES / "comune-di-prova", regulations, ente="comune-di-prova", as_of=date(2026, 7, 15))
    settled = tuple(evolve(one, withheld=Decimal("0.00")) for one in record.results.rewards)
    record = evolve(record, results=record.results.replacing(rewards=settled))
    rows = told(record, regulations.stack(record.dossier.ente.regulation).inputs)["art20_distribuzione"]
    shown = [dict(one.row.columns) for one in rows]
    assert {(one["persone"], one["medio"], one["conseguibile_medio"]) for one in shown} == {("", "", "")}
    assert [str(one["importo"]) for one in shown] == ["8523.11", "4238.62", "10371.59", "4599.69", "27733.01"]


def test_after_a_correction_of_few_only_the_total_of_the_law_is_published(
    run_in: RunIn, regulations: Regulations
) -> None:
    """Camera di prova: sums by category before and after would tell what E1 had by the decision on the appeal."""
    record = run_in(EXAMPLES / "camera-di-prova", regulations, ente="camera-di-prova", as_of=date(2022, 10, 31))
    assert [one.amendment.about for one in record.amendments if one.applied and one.amendment.corrects] == ["person:E1"]
    public = told(record, regulations.stack(record.dossier.ente.regulation).inputs)
    of_people = [(name, dict(one.row.columns)) for name, own in public.items() for one in own if one.row.tells]
    assert [(name, one["fondo"], str(one["distribuito"])) for name, one in of_people] == [
        ("art20_premi", "totale", "27685.00")
    ]


@pytest.fixture
def drawn(install: Install) -> Regulations:
    return install("prova", CODE, files={"inputs.toml": INPUTS, "published.toml": PUBLISHED})


@pytest.mark.long
@given(town=towns())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_reader_of_a_drawn_town_solves_a_hidden_figure(town: Town, drawn: Regulations) -> None:
    record = run_tables("prova", town.tables, town.cycle, regulations=drawn)
    limits = evolve(record.publication, fewest=town.fewest)
    assert leaks(evolve(record, publication=limits), drawn) == []


def classes_told(record: Record, regulations: Regulations) -> dict[tuple[str, ...], object]:
    """The people of each class of a publication, by table and names."""
    inputs = regulations.stack(record.dossier.ente.regulation).inputs
    return {
        (name, *(str(value) for head, value in one.row.columns if head in (tells.of, *tells.among))): dict(
            one.row.columns
        )[tells.people]
        for name, own in told(record, inputs).items()
        for one in own
        if (tells := one.row.tells) and tells.qualities
    }


TEN = ("96", "96", "95", "93", "92", "82", "82", "81", "82", "80")


def ten_people(drawn: Regulations, first: str) -> Record:
    """Ten people; `first` are the points of one of them, in the better or in the worse half."""
    points = (first, *TEN[1:])
    people = "".join(f"staff{number},A,staff\n" for number, _ in enumerate(points, 1))
    ratings = "".join(f"staff{number},totale,{each},100\n" for number, each in enumerate(points, 1))
    tables = {
        "units": "id,kind\nA,office",
        "people": f"id,unit,role\n{people}",
        "ratings": f"person,factor,points,max\n{ratings}",
        "acts": VALIDATED,
    }
    return run_tables("prova", tables, "[funds]\nannual = 1000\nheads = 60000\nextra = 100\n", regulations=drawn)


def test_the_classes_wait_while_one_person_is_refused(drawn: Regulations) -> None:
    """Otherwise the second publication, with that prize, would show by one person more in which band it is.

    Only the classes of heads, of whom there is none, are told.
    """
    before, after = ten_people(drawn, "99"), ten_people(drawn, "96")
    assert {one.released for one in before.results.rewards if one.person == "staff1"} == {0}
    assert set(classes_told(before, drawn).values()) <= {0}
    bands = {names[3]: people for names, people in classes_told(after, drawn).items() if names[0] == "fasce"}
    assert {"alta": 5, "media": 5}.items() <= bands.items()


def test_the_classes_wait_after_a_correction_of_few_who_were_paid(run_in: RunIn, regulations: Regulations) -> None:
    """Camera di prova: three prizes were corrected after they were paid; in July nobody had been paid."""
    july, october = (
        run_in(EXAMPLES / "camera-di-prova", regulations, ente="camera-di-prova", as_of=day)
        for day in (date(2022, 7, 31), date(2022, 10, 31))
    )
    assert len({one.person for one in october.results.rewards if one.net and one.net != one.due}) == 3
    assert list(classes_told(july, regulations).values()) == [6]
    assert classes_told(october, regulations) == {}


@pytest.mark.long
@given(town=towns())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_publications_of_a_drawn_town_differ_by_nobody_or_by_enough(town: Town, drawn: Regulations) -> None:
    """Before and after whoever was refused is settled: a class does not grow by fewer people than may be told."""
    settled = {**town.tables, "ratings": town.tables["ratings"].replace(",99,100", ",97,100")}
    before, after = (run_tables("prova", tables, town.cycle, regulations=drawn) for tables in (town.tables, settled))
    first, second = (
        classes_told(evolve(one, publication=evolve(one.publication, fewest=town.fewest)), drawn)
        for one in (before, after)
    )
    for names in first.keys() & second.keys():
        if isinstance(first[names], int) and isinstance(second[names], int):
            change = abs(first[names] - second[names])  # type: ignore[operator]
            assert change == 0 or change >= town.fewest, names


def test_bands_are_hidden_whose_sums_would_leave_the_bonus_of_two(drawn: Regulations) -> None:
    """Five and five people tell that the bands have 900 of 1.000 euro: two have the other 100."""
    points = ("97", "97", *TEN[2:])
    people = "".join(f"staff{number},A,staff\n" for number, _ in enumerate(points, 1))
    ratings = "".join(f"staff{number},totale,{each},100\n" for number, each in enumerate(points, 1))
    tables = {
        "units": "id,kind\nA,office",
        "people": f"id,unit,role\n{people}",
        "ratings": f"person,factor,points,max\n{ratings}",
        "acts": VALIDATED,
    }
    cycle = "[funds]\nannual = 1000\nheads = 60000\nextra = 100\n"
    record = run_tables("prova", tables, cycle, regulations=drawn)
    assert sum(one.released for one in record.results.rewards if one.tool == "extra") == 100
    assert not [names for names in classes_told(record, drawn) if names[0] == "fasce"]
    assert leaks(record, drawn) == []
