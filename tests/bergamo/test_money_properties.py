"""For all posts, holders, revocations, evaluations and readings: money is conserved, and nothing is paid too soon."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paid_enti import PaidEnte, decided_by_either, held_sound, paid

from merito import State, plain
from merito.testing import Record, run_tables
from merito.testing.conformance import beyond

pytestmark = pytest.mark.long

PARAMETERS = """
[parameters]
staff_factors = { a = 40, b = 30, c = 30 }
position_factors = { r = 100 }
manager_factors = { r = 100 }
secretary_factors = { r = 100 }
evaluation_levels = { ottimo = 90, buono = 60, insufficiente = 0 }
positive_threshold = 60
position_least = 5000
position_most = 16000
secretary_result_base = "equal"
secretary_result_formula = "score"
"""
FACTORS = {"staff": "abc", "po": "r", "manager": "r", "secretary_general": "r"}
READINGS = {
    "I-BG-16": ("whole_year", "time_after"),
    "I-BG-20": ("in_proportion", "whole"),
    "I-BG-21": ("saved", "to_others"),
    "I-BG-25": ("one_a_year", "of_those_days"),
    "I-BG-27": ("days_served", "days_held"),
}
ACTS = {
    "G1": "grading_approval,2021-01-10,,,",
    "O1": "managers_result_order,2022-06-10,,,",
    "R1": "performance_report,2022-05-01,,,",
    "V1": "report_validation,2022-06-01,,,",
}
FUNDS = {"positions": "60000", "managers": "10000.01", "secretary": "6000", "performance": "9000.01"}
days = st.integers(-60, 420).map(lambda offset: date(2021, 1, 1) + timedelta(days=offset))
PEOPLE = ("P1", "P2", "P3", "P4")


@st.composite
def enti(draw: st.DrawFn) -> dict[str, str]:
    """The tables of an ente of four people and up to three posts; everything optional may be missing."""
    roles = {person: draw(st.sampled_from(tuple(FACTORS))) for person in PEOPLE}
    people = "".join(f"{person},{role}\n" for person, role in roles.items())
    posts = [f"PO{number}" for number in range(draw(st.integers(0, 3)))]
    amounts = {post: draw(st.sampled_from(("5000", "10000", "16000", "4999.99", ""))) for post in posts}
    holders = {post: draw(st.sampled_from((*PEOPLE, ""))) for post in posts}
    managerial = {post: draw(st.booleans()) for post in posts}
    appointments, regradings, acts = "", "", dict(ACTS)
    for post in posts:
        if draw(st.booleans()):
            first = date(2021, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
            regradings += f"{post},{first},{draw(st.sampled_from(('5000', '12000.01', '16000')))},"
            regradings += f"{draw(st.sampled_from(('G1', 'R1')))}\n"
        if draw(st.booleans()):
            change = draw(days)
            begun = draw(st.sampled_from(("", "2016-05-01", "2018-09-01")))
            appointments += f"{holders[post] or 'P1'},{post},{begun},{'' if begun else change}\n"
            appointments += (
                f"{draw(st.sampled_from(PEOPLE))},{post},{change + timedelta(days=draw(st.integers(1, 30)))},\n"
            )
        if draw(st.booleans()):
            kind = "manager_revocation" if managerial[post] else "position_revocation"
            day = draw(days)
            acts[f"X{post}"] = f"{kind},{day},,position:{post},"
            if draw(st.booleans()):
                acts[f"F{post}"] = f"revocation_finding,{day},,position:{post},"
                acts[f"N{post}"] = f"revocation_notice,{day},,position:{post},"
                acts[f"S{post}"] = f"giunta_heard,{day},,position:{post},Giunta"
            if draw(st.booleans()):
                outcome = draw(st.sampled_from(("contrary", "favourable", "")))
                acts[f"K{post}"] = f"guarantors_opinion,{day},,position:{post},Comitato dei Garanti,{outcome}"
    changed = {person: draw(st.sampled_from(tuple(FACTORS))) for person in draw(st.sets(st.sampled_from(PEOPLE)))}
    service = "".join(
        f"{person},U1,2021-01-01,2021-06-30,{before}\n{person},U1,2021-07-01,2021-12-31,{roles[person]}\n"
        for person, before in changed.items()
    )
    ratings = ""
    for person in roles:
        for factor in "abcr":
            points = draw(st.one_of(st.none(), st.integers(0, 100)))
            ratings += "" if points is None else f"{person},{factor},{factor},{points},100\n"
    for missing in draw(st.sets(st.sampled_from(tuple(ACTS)), max_size=1)):
        del acts[missing]
    readings = "[readings]\n"
    for reading, choices in READINGS.items():
        if draw(st.booleans()):
            acts["L1"] = "reading_adoption,2021-01-31,,,Giunta"
            readings += f'"{reading}" = {{ choice = "{draw(st.sampled_from(choices))}", act = "L1" }}\n'
    formulas = "".join(
        f'{key} = "{draw(st.sampled_from(values))}"\n'
        for key, values in (
            ("position_result_base", ("position_pay", "equal")),
            ("position_result_formula", ("score", "redistributed")),
            ("managers_result_base", ("position_pay", "equal")),
            ("managers_result_formula", ("score", "redistributed")),
            ("performance_formula", ("score", "level")),
        )
    )
    funds = "[funds]\n" + "".join(f"{fund} = {amount}\n" for fund, amount in FUNDS.items())
    cycle = f"{PARAMETERS}{formulas}level_coefficients = {{ ottimo = 1.5, buono = 1, insufficiente = 0 }}\n{readings}{funds}"
    return {
        "people": f"id,role\n{people}",
        "positions": "id,holder,amount,type\n"
        + "".join(
            f"{post},{holders[post]},{amounts[post]},{'dirigenziale' if managerial[post] else ''}\n" for post in posts
        ),
        "service": f"person,unit,from,to,role\n{service}",
        "units": "id\nU1\n",
        "appointments": f"person,position,from,to\n{appointments}",
        "ratings": f"person,factor,section,points,max\n{ratings}",
        "regradings": f"position,from,amount,act\n{regradings if 'G1' in acts and 'R1' in acts else ''}",
        "acts": "id,kind,date,refers_to,subject,body,outcome\n"
        + "".join(f"{name},{act}{'' if act.endswith(',contrary') else ','}\n" for name, act in acts.items()),
        "cycle": cycle + "[figures]\npositions_result = 9000\n",
    }


def run_ente(tables: dict[str, str]) -> Record:
    of_ente = {name: text for name, text in tables.items() if name != "cycle"}
    return run_tables("bergamo", of_ente, tables["cycle"])


ROLES = ("staff", "staff", "staff", "po", "manager", "secretary_general")
WHOLE = """[figures]
positions_result = 9000
"""


@st.composite
def whole_enti(draw: st.DrawFn) -> PaidEnte:
    """An ente with nothing missing: four people, each rated on every factor."""
    roles = {person: draw(st.sampled_from(ROLES)) for person in PEOPLE}
    held = {f"PO{person}": person for person, role in roles.items() if role == "po"}
    points = st.integers(0, 100)
    rated = [(person, factor) for person, role in roles.items() for factor in FACTORS[role]]
    formulas = "".join(
        f'{key} = "{draw(st.sampled_from(values))}"\n'
        for key, values in (
            ("position_result_base", ("position_pay", "equal")),
            ("position_result_formula", ("score", "redistributed")),
            ("managers_result_base", ("equal",)),
            ("managers_result_formula", ("score", "redistributed")),
            ("performance_formula", ("score", "level")),
        )
    )
    readings = "".join(
        f'"{one}" = {{ choice = "{draw(st.sampled_from(READINGS[one]))}", act = "L1" }}\n' for one in READINGS
    )
    who_bears = draw(st.sampled_from(("held", "savings")))
    readings += f'"I-IT-32" = {{ choice = "{who_bears}", act = "L1" }}\n'
    funds = "[funds]\n" + "".join(f"{fund} = {amount}\n" for fund, amount in FUNDS.items())
    levels = "level_coefficients = { ottimo = 1.5, buono = 1, insufficiente = 0 }\n"
    acts = ACTS | {"L1": "reading_adoption,2021-01-31,,,Giunta"}
    tables = {
        "people": "id,role\n" + "".join(f"{person},{role}\n" for person, role in roles.items()),
        "positions": "id,holder,amount\n" + "".join(f"{post},{person},10000\n" for post, person in held.items()),
        "ratings": "person,factor,section,points,max\n"
        + "".join(f"{person},{factor},{factor},{draw(points)},100\n" for person, factor in rated),
        "acts": "id,kind,date,refers_to,subject,body\n" + "".join(f"{name},{act}\n" for name, act in acts.items()),
    }
    return PaidEnte("bergamo", tables, f"{PARAMETERS}{formulas}{levels}[readings]\n{readings}{funds}{WHOLE}")


@settings(max_examples=100, deadline=None)
@given(paid(whole_enti()))
def test_nobody_who_was_paid_finds_the_paid_sum_changed(ente: PaidEnte) -> None:
    held_sound(ente, bears="savings" in ente.cycle)


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(paid(whole_enti()))
def test_a_decision_on_an_appeal_gives_what_the_same_correction_gives(ente: PaidEnte) -> None:
    decided_by_either(ente)


def under(tables: dict[str, str], choices: tuple[str, ...]) -> Record:
    """The ente with a choice on each reading on which it has adopted none."""
    act = "" if "L1," in tables["acts"] else "L1,reading_adoption,2021-01-31,,,Giunta,\n"
    rows = "".join(
        f'"{reading}" = {{ choice = "{choice}", act = "L1" }}\n'
        for reading, choice in zip(READINGS, choices, strict=True)
        if reading not in tables["cycle"]
    )
    cycle = tables["cycle"].replace("[readings]\n", f"[readings]\n{rows}")
    return run_ente({**tables, "acts": tables["acts"] + act, "cycle": cycle})


@settings(max_examples=150, deadline=None)
@given(enti(), st.tuples(*map(st.sampled_from, READINGS.values())))
def test_money_is_conserved_and_never_paid_too_soon(tables: dict[str, str], choices: tuple[str, ...]) -> None:
    record = run_ente(tables)
    results = record.results
    assert [*map(plain, beyond(record, under(tables, choices)))] == []
    totals: Counter[str] = Counter()
    for line in results.fund_lines:
        assert line.amount == line.payable + line.withheld + line.savings
        totals[line.fund] += line.amount
    assert totals == Counter({fund: Decimal(amount) for fund, amount in FUNDS.items()})
    scores = {score.person: score for score in results.scores}
    of_posts = {reward.person for reward in results.rewards if reward.tool == "position_pay"}
    for reward in results.rewards:
        assert all(reward.payable <= (one.amount or 0) for one in reward.alternative if one.holds), reward
        two_roles = reward.person in tables["service"] or (reward.tool == "performance" and reward.person in of_posts)
        if reward.payable and reward.tool != "position_pay" and not two_roles:
            assert scores[reward.person].state is State.FINAL
    by_post = Counter({value.position: value.amount or Decimal(0) for value in results.positions})
    for reward in results.rewards:
        if reward.tool == "position_pay":
            by_post[reward.subject.removeprefix("position:")] -= reward.due
    assert min(by_post.values(), default=Decimal(0)) >= 0
