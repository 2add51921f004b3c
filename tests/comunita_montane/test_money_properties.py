"""For all scores, absences, structures, bands and readings: money is conserved, and merit is never paid less."""

import random
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st
from paid_enti import PaidEnte, appealed, as_paid, decided_by_either, held_sound, money_of, paid

from merito import Results, State, plain
from merito.testing import Record, shorthand
from merito.testing.conformance import beyond

scored = shorthand(Path(__file__).parent / "cases")
DRAWN = random.randrange(2**32)  # the same enti are drawn for every property, and each runs once
RAN: dict[str, Record] = {}

CHOICES = {
    "02": ("admitted", "everyone"),
    "03": ("cumulative_floor", "half_up", "largest_remainder"),
    "04": ("savings", "occupied_bands"),
    "05": ("last", "first", "mean"),
    "06": ("people", "places"),
    "07": ("realised", "decided"),
    "11": ("score", "absence"),
    "13": ("stays_unpaid", "leaves_ranking"),
    "15": ("assigned", "ranked"),
    "34": ("heads", "pro_rata"),
    "38": ("appellant_only", "rank_again"),
}
BANDS = {
    "none": "",
    "three": "D1,1,a,20,45,\nD1,2,b,30,33,\nD1,3,c,50,22,\n",
    "coefficients": "D1,1,a,20,,4\nD1,2,b,30,,2\nD1,3,c,50,,1\n",
    "five": "D1,1,a,10,,81\nD1,2,b,10,,54\nD1,3,c,30,,36\nD1,4,d,25,,24\nD1,5,e,25,,16\n",
}
UNPAID = "non ha raggiunto il 70%"
PARAMETERS = """
staff_factors = { a = 40, b = 20, c = 40 }
manager_factors = { a = 25, b = 25, c = 25, d = 25 }
"""
ACTS = {
    "L1": "reading_adoption,2021-01-15,Giunta",
    "D1": "bands_decision,2020-12-10,Conferenza",
    "R1": "performance_report,2022-05-20,Giunta",
    "V1": "report_validation,2022-06-01,OIV",
}


@st.composite
def enti(draw: st.DrawFn) -> dict[str, object]:
    """An ente of up to 25 people in up to three structures; half the scores come from few values, to produce ties."""
    people = [f"P{number}" for number in range(1, draw(st.integers(1, 25)) + 1)]
    points = st.one_of(st.sampled_from((60, 70, 80, 90)), st.integers(50, 100), st.just("-"))
    likely = st.one_of(st.sampled_from((60, 70, 80, 90)), st.integers(50, 100))
    missing = draw(st.booleans())
    structures = draw(st.integers(1, 3))
    units = "id,peg_reached\n" + "".join(
        f"{name},{draw(st.sampled_from(('100', '70', '69.9', '')))}\n" for name in "ABC"
    )
    absences = "person,from,to,counts\n" + "".join(
        f"{one},2021-01-01,2021-07-31,yes\n" for one in people[:2] if draw(st.booleans())
    )
    service = "person,unit,from,fte\n"
    if draw(st.booleans()):
        service += f"{people[0]},A,2021-03-01,50\n"
    acts = {name: row for name, row in ACTS.items() if name == "L1" or draw(st.integers(0, 9))}
    bands = draw(st.sampled_from(tuple(BANDS))) if "D1" in acts else "none"
    if bands == "none":
        acts.pop("D1", None)
    return {
        "scores": {one: draw(points if missing else likely) for one in people},
        "where": {one: "ABC"[draw(st.integers(0, structures - 1))] for one in people},
        "evaluator": {people[-1]: "P1"} if draw(st.integers(0, 9)) == 0 else {},
        "choices": {name: draw(st.sampled_from(options)) for name, options in CHOICES.items() if draw(st.booleans())},
        "adopted": draw(st.sampled_from(("all", ()))),
        "tables": {
            "units": units,
            "absences": absences,
            "service": service,
            "acts": "id,kind,date,body\n" + "".join(f"{name},{row}\n" for name, row in acts.items()),
            "merit_bands": "decision,order,band,people,pool,coefficient\n" + BANDS[bands],
            "more_ratings": "M,a,90,100\nM,b,90,100\nM,c,90,100\nM,d,90,100",
        },
        "fund": draw(st.integers(0, 1_000_000)),
        "rankings": draw(st.sampled_from(("ente", "structures"))),
    }


def run_ente(ente: dict[str, object], *, backwards: bool = False) -> Record:
    key = f"{backwards} {ente}"
    if key not in RAN:
        RAN[key] = _run(ente, backwards)
    return RAN[key]


def _run(ente: dict[str, object], backwards: bool) -> Record:
    spelled = _spelled(ente)
    if backwards:
        spelled = evolve(spelled, tables={name: _backwards(text) for name, text in spelled.tables.items()})
    return spelled.run()


def _spelled(ente: dict[str, object]) -> PaidEnte:
    """The ente with its tables and its `cycle.toml`."""
    case = scored(ente)
    parameters = f'{PARAMETERS}\nrankings = "{ente["rankings"]}"'
    fund = Decimal(str(ente["fund"])) / 100
    cycle = f"[funds]\nannual = {fund:.2f}\n[parameters]\n{parameters}\n[readings]\n{case['readings']}\n"
    return PaidEnte("comunita_montane", case["tables"], cycle)


def _backwards(text: str) -> str:
    head, *rows = text.strip().splitlines()
    return "\n".join([head, *reversed(rows)])


@pytest.mark.long
@seed(DRAWN)
@settings(max_examples=60, deadline=None)
@given(enti())
def test_the_fund_is_paid_withheld_and_saved_to_the_cent(ente: dict[str, object]) -> None:
    record = run_ente(ente)
    results = record.results
    assert [*map(plain, beyond(record, _under(ente, record)))] == []
    for line in results.fund_lines:
        assert line.amount == line.payable + line.withheld + line.savings
    assert sum(line.amount for line in results.fund_lines) == Decimal(str(ente["fund"])) / 100
    paid = Counter[str]()
    for reward in results.rewards:
        other = [one.amount for one in reward.alternative if one.holds]
        assert all(reward.payable <= (amount or 0) for amount in other), reward
        assert reward.due == reward.payable + reward.withheld
        paid[reward.item] += reward.payable
    for line in results.fund_lines:
        assert line.payable == paid[line.item]


def _under(ente: dict[str, object], record: Record) -> Record:
    """The ente with another choice on each reading of the draw that is open."""
    mine = {one.id.removeprefix("I-BL-"): one.choice for one in record.readings if one.open}
    others = {name: next(one for one in CHOICES[name] if one != mine[name]) for name in CHOICES if name in mine}
    return run_ente({**ente, "choices": {**ente["choices"], **others}, "adopted": "all"})  # type: ignore[dict-item]


@pytest.mark.long
@seed(DRAWN)
@settings(max_examples=60, deadline=None)
@given(enti())
def test_a_better_score_has_no_lower_band_and_is_never_paid_less(ente: dict[str, object]) -> None:
    """Among those entitled to pay, in one ranking and without anybody counted by part of the year."""
    record = run_ente(ente)
    results = record.results
    bands: dict[str, list[str]] = {}
    for band in results.bands:
        bands.setdefault(band.ranking, []).append(band.band)
    rewards = {row.person: row for row in results.rewards}
    by_part = any((one.id, one.choice) == ("I-BL-34", "pro_rata") for one in record.readings)
    for ranking, names in bands.items():
        rows = [row for row in results.placements if row.ranking == ranking and row.person in rewards]
        order = sorted(rows, key=lambda row: row.score or 0, reverse=True)
        for better, worse in pairwise(order):
            assert names.index(better.band) <= names.index(worse.band)
            if better.score == worse.score:
                assert better.band == worse.band
        entitled = [row for row in order if UNPAID not in plain(rewards[row.person].reason)]
        if by_part:
            continue
        for better, worse in pairwise(entitled):
            if rewards[better.person].state is rewards[worse.person].state is State.FINAL:
                assert rewards[better.person].payable >= rewards[worse.person].payable
            if better.score == worse.score:
                assert rewards[better.person].due == rewards[worse.person].due


@seed(DRAWN)
@settings(max_examples=60, deadline=None)
@given(enti())
def test_first_bands_stay_inside_the_cap_or_nothing_is_paid(ente: dict[str, object]) -> None:
    record = run_ente(ente)
    five = len({band.band for band in record.results.bands}) == 5
    names = {"alta", "a", "b"} if five else {"alta", "a"}
    first = sum(band.people for band in record.results.bands if band.band in names)
    in_service = len(ente["scores"]) + 1  # type: ignore[arg-type]
    if first > in_service * 3 // 10:
        assert not any(reward.payable for reward in record.results.rewards)


@pytest.mark.long
@seed(DRAWN)
@settings(max_examples=60, deadline=None)
@given(enti())
def test_the_order_of_the_rows_changes_nothing(ente: dict[str, object]) -> None:
    one, other = run_ente(ente).results, run_ente(ente, backwards=True).results
    assert {row.key: row for row in one.rewards} == {row.key: row for row in other.rewards}
    assert {row.key: row for row in one.fund_lines} == {row.key: row for row in other.fund_lines}
    assert {row.key: row for row in one.placements} == {row.key: row for row in other.placements}


@st.composite
def paying(draw: st.DrawFn) -> PaidEnte:
    """An ente of few people in which nothing is missing, so that it pays."""
    people = [f"P{number}" for number in range(1, draw(st.integers(2, 8)) + 1)]
    points = st.sampled_from((60, 70, 75, 80, 90, 100))
    return _spelled(
        {
            **draw(enti()),
            "scores": {one: draw(points) for one in people},
            "where": {one: draw(st.sampled_from("AB")) for one in people},
            "evaluator": {},
            "adopted": "all",
            "fund": draw(st.sampled_from((1_000_000, 999_999, 100_001))),
            "tables": {
                "units": "id,name,kind,peg_reached\nA,A,area,100\nB,B,area,100\n",
                "acts": "id,kind,date,body\n"
                + "".join(f"{name},{row}\n" for name, row in ACTS.items() if name != "D1"),
                "more_ratings": "M,a,90,100\nM,b,90,100\nM,c,90,100\nM,d,90,100",
            },
        }
    )


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(paid(paying()))
def test_nobody_who_was_paid_finds_the_paid_sum_changed(ente: PaidEnte) -> None:
    alone = '"I-BL-38" = { choice = "appellant_only"' in ente.cycle
    held_sound(ente, bears=True, only_corrected=alone)


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(paid(paying()))
def test_an_open_choice_on_who_bears_a_correction_holds_what_it_changes(ente: PaidEnte) -> None:
    """What is payable or saved, not adopted, is payable or saved under each choice; nothing more waits."""
    after = as_paid(evolve(ente, cycle=_choosing(ente.cycle, "appellant_only")))
    chosen = [evolve(after, cycle=_choosing(after.cycle, one)).run().results for one in CHOICES["38"]]
    still_open = evolve(after, cycle=_choosing(after.cycle, "")).run().results
    for owed in {(one.person, one.tool) for one in still_open.rewards}:
        assert _payable(still_open, owed) == min(_payable(results, owed) for results in chosen), owed
    for fund in {line.fund for line in still_open.fund_lines}:
        saved = [sum(line.savings for line in one.fund_lines if line.fund == fund) for one in (still_open, *chosen)]
        assert saved[0] == min(saved[1:]), fund


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(paid(paying()))
def test_a_decision_on_an_appeal_gives_what_the_same_correction_gives(ente: PaidEnte) -> None:
    decided_by_either(ente)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(
    paid(paying()),
    st.dictionaries(st.sampled_from(("P1", "P2", "P3")), st.sampled_from((75, 80, 95, 100)), min_size=1),
    st.sampled_from(("rank_again", "appellant_only", "")),
    st.sampled_from(("takes_band", "next_band", "")),
)
def test_an_appeal_gives_what_the_same_correction_gives(
    ente: PaidEnte, scores: dict[str, int], choice: str, beyond_cap: str
) -> None:
    """Whatever the ente has adopted, after a payment and without any."""
    cycle = _choosing(ente.cycle, choice)
    if beyond_cap:
        cycle = cycle.replace("[readings]", f'[readings]\n"I-BL-51" = {{ choice = "{beyond_cap}", act = "L1" }}')
    corrected, upheld = appealed(evolve(ente, cycle=cycle), scores)
    assert money_of(corrected.run()) == money_of(upheld.run())


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(
    paid(paying()), st.dictionaries(st.sampled_from(("P1", "P2", "P3")), st.sampled_from((75, 80, 95, 100)), min_size=1)
)
def test_an_open_choice_on_an_appeal_pays_nothing_that_it_may_take(ente: PaidEnte, scores: dict[str, int]) -> None:
    """What is payable to a person, or saved of a fund, is so under each choice."""
    _, upheld = appealed(evolve(ente, cycle=_choosing(ente.cycle, "appellant_only")), scores)
    assume(len(upheld.tables["payments"].splitlines()) > 1)
    chosen = [money_of(evolve(upheld, cycle=_choosing(upheld.cycle, one)).run()) for one in CHOICES["38"]]
    people, saved = money_of(evolve(upheld, cycle=_choosing(upheld.cycle, "")).run())
    nothing = (Decimal(0),) * 4
    for owed, (_, payable, *_) in people.items():
        assert payable <= min(sums.get(owed, nothing)[1] for sums, _ in chosen), owed
    for fund in {fund for _, funds in chosen for fund in funds}:
        assert saved.get(fund, 0) <= min(funds.get(fund, 0) for _, funds in chosen), fund


@st.composite
def missing_some(draw: st.DrawFn) -> tuple[PaidEnte, PaidEnte]:
    """An ente that pays what is certain while one or two of the ratings are missing, and the same with all of them."""
    ente = draw(paying())
    people = [row.split(",")[0] for row in ente.tables["people"].splitlines() if row.endswith(",staff")]
    without = draw(st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True))
    rows = ente.tables["ratings"].splitlines()
    kept = [row for row in rows if row.split(",")[0] not in without or draw(st.integers(0, 3)) == 0]
    cycle = ente.cycle.replace("[readings]", '[readings]\n"I-IT-58" = { choice = "certain" }')
    complete = evolve(ente, cycle=cycle)
    return evolve(complete, tables={**ente.tables, "ratings": "\n".join(kept)}), complete


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(missing_some())
def test_what_is_paid_while_ratings_are_missing_is_due_with_them(enti: tuple[PaidEnte, PaidEnte]) -> None:
    """No missing rating takes from anybody what was payable without it, nor from a fund what was saved."""
    before, complete = (ente.run().results for ente in enti)
    for reward in before.rewards:
        assert reward.payable <= sum((one.due for one in complete.rewards if one.key[:2] == reward.key[:2]), Decimal(0))
    saved = [sum((line.savings for line in one.fund_lines), Decimal(0)) for one in (before, complete)]
    held = sum((line.withheld for line in complete.fund_lines), Decimal(0))
    assert saved[0] <= saved[1] + held


def _choosing(cycle: str, choice: str) -> str:
    """The text of `cycle.toml` with a choice of I-BL-38 adopted; a blank one is not adopted."""
    rows = [row for row in cycle.splitlines() if not row.startswith('"I-BL-38"')]
    named = [f'"I-BL-38" = {{ choice = "{choice}", act = "L1" }}'] if choice else []
    at = rows.index("[readings]") + 1
    return "\n".join([*rows[:at], *named, *rows[at:]])


def _payable(results: Results, owed: tuple[str, str]) -> Decimal:
    """What is payable to a person through a tool: a raise after a correction may be a reward of its own."""
    return sum((one.payable for one in results.rewards if (one.person, one.tool) == owed), Decimal(0))
