"""For all projects, funds and areas: the parts sum to the value to the cent, and the range is exact."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from merito.numbers import fraction
from merito.testing import Record, run_tables
from merito_brescia.resources.areas import bases, interval
from merito_brescia.resources.projects import Both, Range, unit_values, worth

SHARES = Both(Fraction(2, 100), Fraction(1, 100))
HALF_CENT = Fraction(1, 200)
COEFFICIENTS = st.sampled_from((1, 3, 5))


def euro(most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(lambda cents: Decimal(cents).scaleb(-2))


@given(euro(10**9), euro(10**9), euro(10**9), st.integers(0, 200), st.booleans())
@example(Decimal(100000), Decimal(200000), Decimal(12000), 26, True)  # 104,000 is a third of 312,000
@example(Decimal(100000), Decimal(0), Decimal(0), 50, True)  # 100,000 is half of 200,000
@example(Decimal(100000), Decimal(200000), Decimal(116000), 26, False)  # 104,000 is a quarter of 416,000
@example(Decimal("0.01"), Decimal("0.03"), Decimal("0.05"), 90, True)  # a point is worth less than a cent
def test_the_points_admitted_are_those_whose_value_lies_in_the_range(
    managers: Decimal, staff: Decimal, other: Decimal, points: int, with_projects: bool
) -> None:
    unit, rest = unit_values(Both(managers, staff), SHARES), managers + staff + other
    found = Range(Fraction(1, 4), Fraction(1, 2), with_projects).admitted(unit.total, rest)
    for number in {points, *(near for border in found or () for near in (border - 1, border, border + 1))}:
        value = number * (fraction(managers) / 50 + fraction(staff) / 100)
        total = fraction(rest) + (value if with_projects else 0)
        inside = rest > 0 and total <= 4 * value and 2 * value <= total
        assert inside is (found is not None and found[0] <= number <= found[1]), (number, found)


@given(euro(10**9), euro(10**9), st.integers(0, 500))
def test_each_funds_value_is_the_exact_one_to_the_nearest_cent_a_half_upwards(
    managers: Decimal, staff: Decimal, points: int
) -> None:
    value = worth(points, unit_values(Both(managers, staff), SHARES))
    for part, exact in (
        (value.managers, fraction(managers) * points / 50),
        (value.staff, fraction(staff) * points / 100),
    ):
        assert -HALF_CENT < fraction(part) - exact <= HALF_CENT or fraction(part) == exact
    assert value.total == value.managers + value.staff


@given(st.lists(COEFFICIENTS, min_size=1, max_size=12))
def test_relevances_sum_to_100_and_their_own_weights_are_always_admitted(coefficients: list[int]) -> None:
    found = bases({f"O{number}": Fraction(one) for number, one in enumerate(coefficients)})
    assert sum(found.values()) == 100
    for base in found.values():
        low, high = interval(base, Fraction(20))
        assert 0 <= low <= base <= high <= 100
        assert (base - low == 20 or low == 0) and (high - base == 20 or high == 100)


@st.composite
def enti(draw: st.DrawFn) -> dict[str, str]:
    """The tables of an ente with some areas, posts, people and projects, and figures that may be missing."""
    areas = [f"A{number}" for number in range(draw(st.integers(1, 4)))]
    places = st.sampled_from((*areas, "ST", "AZ"))
    posts = draw(st.lists(st.tuples(places, euro(10**7)), max_size=4))
    people = draw(st.lists(places, max_size=9))
    projects = draw(st.lists(COEFFICIENTS, min_size=1, max_size=14))
    figures = {"stable_managers": draw(euro(10**8)), "stable_staff": draw(euro(10**8))}
    if draw(st.booleans()):
        figures["other_variable"] = draw(euro(10**7))
    secretary = draw(st.sampled_from((*areas, "")))
    return {
        "units": "id,kind,head\nST,staff,\nAZ,special_agency,\n"
        + "".join(f"{one},area,{'SG' if one == secretary else ''}\n" for one in areas),
        "people": "id,role,unit\nSG,secretary_general,ST\n"
        + "".join(f"D{number},staff,{unit}\n" for number, unit in enumerate(people)),
        "positions": "id,type,unit,amount\n"
        + "".join(f"P{number},dirigenziale,{unit},{amount}\n" for number, (unit, amount) in enumerate(posts)),
        "projects": "id,coefficient,reason\n" + "".join(f"R{number},{one},r\n" for number, one in enumerate(projects)),
        "cycle": "[figures]\n" + "".join(f"{name} = {amount:f}\n" for name, amount in figures.items()),
    }


def run_ente(tables: dict[str, str]) -> Record:
    of_ente = {name: text for name, text in tables.items() if name != "cycle"}
    return run_tables("brescia", of_ente, tables["cycle"])


def rows_of(record: Record, table: str) -> list[dict[str, object]]:
    return [dict(row.columns) for row in record.results.tables if row.table == table]


def total_of(rows: list[dict[str, object]], column: str) -> Decimal:
    return sum((row[column] for row in rows if isinstance(row[column], Decimal)), Decimal("0.00"))


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(enti())
def test_projects_and_areas_sum_to_the_value_to_the_cent_and_a_refusal_divides_nothing(tables: dict[str, str]) -> None:
    record = run_ente(tables)
    (whole,) = rows_of(record, "risorse_variabili")
    projects, areas = rows_of(record, "risorse_progetti"), rows_of(record, "risorse_aree")
    errors = [one for one in record.results.findings if one.rule == "BS-SM-5.2r" and one.severity == "error"]
    assert bool(errors) is str(whole["stato"]).startswith("rifiutata")
    if errors:
        assert (projects, areas) == ([], [])
        return
    for column in ("dirigenti", "dipendenti"):
        value = whole[f"valore {column}"]
        assert total_of(projects, column) == value
        divided = [row for row in areas if row[column] != ""]
        assert len(divided) in (0, len(areas))
        assert not divided or total_of(areas, column) == value
    assert bool([row for row in areas if row["dipendenti"] != ""]) is any(row["persone"] for row in areas)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(enti())
def test_the_range_is_refused_exactly_where_the_share_of_the_total_is_outside(tables: dict[str, str]) -> None:
    record = run_ente(tables)
    (row,) = rows_of(record, "risorse_variabili")
    found = {(one.severity, one.subject) for one in record.results.findings if one.rule == "BS-SM-5.2r"}
    managers, staff, points = (fraction(row[name]) for name in ("stabili dirigenti", "stabili dipendenti", "punti"))  # type: ignore[arg-type]
    value, other = points * (managers / 50 + staff / 100), row["altre variabili"]
    if not isinstance(other, Decimal):
        assert found == {("warning", "resources:progetti")}
        assert str(row["stato"]).startswith("da verificare")
        return
    total = managers + staff + fraction(other) + value
    outside = not total or not Fraction(1, 4) <= value / total <= Fraction(1, 2)
    assert (("error", "resources:progetti") in found) is outside
    assert all(phase.state != "blocked" for phase in record.phases if phase.phase == "b")
