"""The folder to publish, as one system of equations, reveals nothing about few people; whole tables would."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from drawn_towns import CODE, INPUTS, PUBLISHED, VALIDATED, Town, towns
from hypothesis import HealthCheck, given, settings
from keyhole import Equations, Keyhole, Seen, through_the_keyhole
from small_plugins import Install, RunIn

import merito
from merito.testing import Regulations, installed_regulations, published, run_tables

EXAMPLES = Path(__file__).parents[2] / "examples"
TOWNS = ("borgo-lungo", "monte-chiaro", "pian-dei-larici", "rocca-alta", "selva-scura", "tre-ponti", "valfredda")
EURO, NUMBER = re.compile(r"\d[\d.]*,\d\d(?!\d)"), re.compile(r"\d[\d.]*(?:,\d+)?")
ENTI = [
    *(("comunita-montane", one, date(2022, 6, 1)) for one in TOWNS),
    ("brescia", "brescia", date(2022, 4, 30)),
    ("camera-di-prova", "camera-di-prova", date(2022, 7, 31)),
]


@pytest.fixture(scope="module")
def regulations() -> Regulations:
    return installed_regulations()


@pytest.mark.long
@pytest.mark.parametrize("fewest", [3, 5, 10])
@pytest.mark.parametrize(("example", "ente", "as_of"), ENTI, ids=[one[1] for one in ENTI])
def test_the_files_of_an_example_tell_nothing_of_a_few_people(
    example: str, ente: str, as_of: date, fewest: int, run_in: RunIn, regulations: Regulations
) -> None:
    record = run_in(EXAMPLES / example, regulations, ente=ente, as_of=as_of)
    assert through_the_keyhole(record, published(record, fewest=fewest), fewest) == []


@pytest.mark.long
@pytest.mark.parametrize(("example", "ente", "as_of"), ENTI, ids=[one[1] for one in ENTI])
def test_the_fragment_for_the_site_has_no_sum_of_its_own(example: str, ente: str, as_of: date, tmp_path: Path) -> None:
    folder = merito.Workspace(EXAMPLES / example).run(ente, as_of=as_of).write(tmp_path)
    (public,) = (folder / "pubblicazione").iterdir()
    tables = "\n".join(path.read_text(encoding="utf-8") for path in public.glob("*.csv"))
    page = (public / "frammento.html").read_text(encoding="utf-8")
    told, known = ({_number(one) for one in found} for found in (EURO.findall(page), NUMBER.findall(tables)))
    assert told
    assert told <= known


def _number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def test_what_a_hidden_band_takes_comes_out_of_the_total_and_of_the_others() -> None:
    """The prizes of an ente as once published: the single person in the high band was blank, the total was not."""
    told = Equations()
    high, middle, low = ("high",), ("middle",), ("low",)
    told.add({high: 1, middle: 1, low: 1}, Decimal("7200.00"))
    assert told.value([high]) is None
    told.add({middle: 1}, Decimal("2880.00"))
    assert told.value([high]) is None
    assert told.value([high, low]) == 4320
    told.add({low: 1}, Decimal("720.00"))
    assert told.value([high]) == 3600


def test_a_figure_comes_out_of_two_that_overlap() -> None:
    told = Equations()
    told.add({("a",): 1, ("b",): 1}, 10)
    told.add({("b",): 1, ("c",): 1}, 12)
    told.add({("a",): 1, ("b",): 2, ("c",): 1}, 22)
    assert told.value([("b",)]) is None
    told.add({("a",): 1, ("c",): -1}, Fraction(-2))
    assert told.value([("b",)]) is None
    told.add({("a",): 1, ("c",): 1}, 8)
    assert [told.value([(name,)]) for name in "abc"] == [3, 7, 5]


@pytest.mark.parametrize(
    ("ente", "seen"),
    [
        ("pian-dei-larici", ("band ente/alta", 1, 1)),
        ("pian-dei-larici", ("released: line annual, fascia alta", 1, 3600)),
        ("valfredda", ("released: line annual, fascia intermedia", 1, 720)),
        ("tre-ponti", ("released: line annual, graduatoria SOC, fascia alta", 1, Fraction("3069.77"))),
        ("borgo-lungo", ("released: fund bonus", 1, 1500)),
    ],
)
def test_the_whole_tables_of_the_office_would_be_seen_through(
    ente: str, seen: tuple[str, int, int], run_in: RunIn, regulations: Regulations
) -> None:
    record = run_in(EXAMPLES / "comunita-montane", regulations, ente=ente, as_of=date(2022, 6, 1))
    keyhole = Keyhole(record)
    keyhole.read_whole()
    assert seen in [(one.what, one.people, one.value) for one in keyhole.seen()]


def test_one_prize_more_that_is_told_opens_the_keyhole(run_in: RunIn, regulations: Regulations) -> None:
    """Twenty of twenty-one prizes published next to the total: the rest is one person's."""
    record = run_in(EXAMPLES / "comunita-montane", regulations, ente="borgo-lungo", as_of=date(2022, 6, 1))
    keyhole = Keyhole(record)
    keyhole.read(published(record))
    assert keyhole.seen() == []
    own = [one for one in keyhole.rewards if one.band == "prima" and one.tool == "annual"][:-1]
    keyhole.paid(own, sum((one.released for one in own), Decimal(0)))
    found = {(one.people, one.value) for one in keyhole.seen() if one.what.startswith("released: person")}
    assert found == {(1, Fraction("1334.55"))}


@pytest.fixture
def drawn(install: Install) -> Regulations:
    return install("prova", CODE, files={"inputs.toml": INPUTS, "published.toml": PUBLISHED})


def seen_in(town: Town, drawn: Regulations, published_from: int) -> list[Seen]:
    """What can be deduced about fewer people than the town allows, if it publishes from this number on."""
    record = run_tables("prova", town.tables, town.cycle, regulations=drawn)
    told = published(record, fewest=published_from, regulations=drawn)
    return through_the_keyhole(record, told, town.fewest, drawn)


@pytest.mark.long
@given(town=towns())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_files_of_a_drawn_town_tell_nothing_of_a_few_people(town: Town, drawn: Regulations) -> None:
    assert seen_in(town, drawn, town.fewest) == []


SMALL = ("94", "94", "93", "82", "82", "78", "78", "72", "71", "71")


def test_a_guard_that_counts_two_people_as_many_is_seen_through(drawn: Regulations) -> None:
    """Ten people: published from two people on, bands and their sums are revealed."""
    people = "".join(f"staff{number},A,staff\n" for number, _ in enumerate(SMALL, 1))
    ratings = "".join(f"staff{number},totale,{points},100\n" for number, points in enumerate(SMALL, 1))
    tables = {
        "units": "id,kind\nA,office",
        "people": f"id,unit,role\n{people}",
        "ratings": f"person,factor,points,max\n{ratings}",
        "acts": VALIDATED,
    }
    town = Town(tables, "[funds]\nannual = 1000\nheads = 60000\nextra = 100\n", 5)
    assert seen_in(town, drawn, 5) == []
    seen = {(one.what, one.people): one.value for one in seen_in(town, drawn, 2)}
    assert seen["band A/media", 2] == 2
    assert seen["paid annual/media", 2] == 2
