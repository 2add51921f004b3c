"""Gates and deadlines at a date: which acts exist, by the right body, in the right order."""

from datetime import date

import pytest

from merito import Act, ActKind, ActNeed, Deadline, Dossier, Ente, Gate, Phase, Rows
from merito.contract.bodies import BodyNames
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rule, Rulebook
from merito.cycle.deadlines import at
from merito.cycle.gates import evaluate
from merito.testing import installed_regulations

BODIES = installed_regulations().stack("national").inputs.bodies
NAMES = BodyNames(BODIES)
EITHER = ("auditors", "oiv")
KINDS = {
    "plan": ActKind(kind="plan", label="piano", title="Piano", by=("giunta",), body="Giunta", cites="art. 1"),
    "validation": ActKind(
        kind="validation", label="validazione", title="Validazione", by=("oiv",), body="OIV", cites="art. 2"
    ),
    "opinion": ActKind(kind="opinion", label="parere", title="Parere", by=EITHER, cites="art. 3"),
    "appointment": ActKind(
        kind="appointment", label="nomina", title="Nomina", by=("giunta", "council"), cites="art. 4"
    ),
}
RULEBOOK = Rulebook({"X-1": Rule(id="X-1", article="art. 9", text="t", phase="e", kind="gate", status="checked")})


def act(identifier: str, kind: str, day: date, body: str = "", subject: str | None = None) -> Act:
    return NAMES.of(Act(id=identifier, kind=kind, date=day, body=body, subject=subject))


def reasons(need: ActNeed, *acts: Act, subject: str | None = None) -> tuple[str, ...]:
    gate = Gate(phase=Phase.REWARDS, needs=(need,), rules=("X-1",), subject=subject)
    return evaluate((gate,), acts, KINDS, RULEBOOK, bodies=BODIES)[0].reasons


def test_an_act_by_its_body_opens_the_gate() -> None:
    assert reasons(ActNeed("plan"), act("A", "plan", date(2021, 1, 1))) == ()
    assert reasons(ActNeed("plan"), act("A", "plan", date(2021, 1, 1), " giunta ")) == ()


@pytest.mark.parametrize(
    ("written", "opens"), [("O.I.V.", True), (" o.i.v ", True), ("OIV", True), ("Revisore dell'altro ente", False)]
)
def test_the_name_of_a_body_is_read_without_dots_and_repeated_spaces(written: str, opens: bool) -> None:
    assert (reasons(ActNeed("validation"), act("A", "validation", date(2021, 1, 1), written)) == ()) is opens
    assert reasons(ActNeed("opinion"), act("A", "opinion", date(2021, 1, 1), "Collegio  dei Revisori")) == ()
    assert (reasons(ActNeed("opinion"), act("B", "opinion", date(2021, 1, 1), written)) == ()) is opens


def test_of_a_body_or_another_an_act_of_either_opens_the_gate() -> None:
    need = ActNeed("appointment")
    assert reasons(need, act("A", "appointment", date(2021, 1, 1), "Giunta")) == ()
    assert reasons(need, act("A", "appointment", date(2021, 1, 1), "consiglio ")) == ()
    found = reasons(need, act("A", "appointment", date(2021, 1, 1), "Sindaco"))
    assert found == ("l'atto A («Nomina») risulta di «Sindaco», mentre l'organo è: Giunta o Consiglio (art. 9)",)


def test_a_missing_act_is_told_with_who_gives_it_and_the_article() -> None:
    assert reasons(ActNeed("validation")) == ("manca l'atto «Validazione», che spetta all'organo: OIV (art. 9)",)


def test_an_act_of_another_body_does_not_open_the_gate() -> None:
    found = reasons(ActNeed("plan"), act("A", "plan", date(2021, 1, 1), "Sindaco"))
    assert found == ("l'atto A («Piano») risulta di «Sindaco», mentre l'organo è: Giunta (art. 9)",)


def test_the_body_of_the_need_goes_before_the_one_of_the_kind() -> None:
    assert reasons(ActNeed("plan", by="council"), act("A", "plan", date(2021, 1, 1), "Consiglio")) == ()
    assert reasons(ActNeed("plan", by="council"), act("A", "plan", date(2021, 1, 1), "Giunta")) != ()


@pytest.mark.parametrize(
    ("plan", "opens"), [(date(2021, 1, 9), True), (date(2021, 1, 10), True), (date(2021, 1, 11), False)]
)
def test_an_act_must_follow_the_one_that_comes_before_it(plan: date, opens: bool) -> None:
    acts = (act("V", "validation", date(2021, 1, 10)), act("P", "plan", plan))
    assert (reasons(ActNeed("validation", after="plan"), *acts) == ()) is opens


def test_a_gate_on_a_subject_wants_the_act_about_that_subject() -> None:
    about_another = act("A", "plan", date(2021, 1, 1), subject="position:PO2")
    about_it = act("B", "plan", date(2021, 1, 1), subject="position:PO1")
    assert reasons(ActNeed("plan"), about_another, subject="position:PO1") != ()
    assert reasons(ActNeed("plan"), about_another, about_it, subject="position:PO1") == ()


def test_an_act_about_somebody_follows_the_one_about_the_same_person_alone() -> None:
    about = {"about": "person", "body": "OIV", "cites": "art. 2"}
    kinds = {
        "proposal": ActKind(kind="proposal", label="proposta", title="Proposta", **about),
        "evaluation": ActKind(kind="evaluation", label="valutazione", title="Valutazione", **about),
    }
    of_another = act("Q", "proposal", date(2021, 1, 1), subject="person:P2")
    evaluated = act("E", "evaluation", date(2021, 1, 2), subject="person:P1")
    before, later = (act("P", "proposal", date(2021, 1, day), subject="person:P1") for day in (1, 3))
    need = ActNeed("evaluation", after="proposal")
    gate = Gate(phase=Phase.EVALUATION, needs=(need,), rules=("X-1",), subject="person:P1")
    states = [evaluate((gate,), (of_another, evaluated, one), kinds, RULEBOOK)[0] for one in (before, later)]
    assert [state.open for state in states] == [True, False]


DUE = date(2021, 1, 31)
STATES = {
    "met on the day": (date(2021, 1, 31), date(2021, 6, 1), "met"),
    "late by a day": (date(2021, 2, 1), date(2021, 6, 1), "late"),
    "open on the day": (None, date(2021, 1, 31), "open"),
    "overdue the day after": (None, date(2021, 2, 1), "overdue"),
}


@pytest.mark.parametrize("case", STATES)
def test_a_term_is(case: str) -> None:
    done, as_of, expected = STATES[case]
    acts = () if done is None else (act("A", "plan", done),)
    deadline = Deadline(phase=Phase.OBJECTIVES, what="Piano", due=DUE, met_by="plan", rules=("X-1",))
    assert at((deadline,), acts, Inputs(acts=KINDS), as_of)[0].state.value == expected


def test_an_act_of_another_body_does_not_meet_a_term() -> None:
    deadline = Deadline(phase=Phase.OBJECTIVES, what="Piano", due=DUE, met_by="plan", rules=("X-1",))
    by_another = act("A", "plan", date(2021, 1, 5), "OIV")
    assert at((deadline,), (by_another,), Inputs(acts=KINDS), date(2021, 1, 6))[0].state.value == "open"


def test_an_act_that_refers_to_another_one_follows_that_one_alone() -> None:
    plan = act("P", "plan", date(2021, 1, 1))
    of_another = Act(id="V", kind="validation", date=date(2021, 1, 2), refers_to="Q")
    of_it = Act(id="W", kind="validation", date=date(2021, 1, 2), refers_to="P")
    need = ActNeed("validation", after="plan")
    assert reasons(need, plan, of_another) != ()
    assert reasons(need, plan, of_another, of_it) == ()


def test_a_gate_says_whether_the_act_before_is_missing_or_later() -> None:
    need, validation = ActNeed("validation", after="plan"), act("V", "validation", date(2021, 1, 2))
    assert "c'è, ma manca prima «Piano»" in reasons(need, validation)[0]
    assert "deve riguardare e seguire «Piano»" in reasons(need, validation, act("P", "plan", date(2021, 1, 3)))[0]


SEEN = {
    "of the cycle": ({"year": 2021}, True),
    "of another cycle": ({"year": 2020}, False),
    "that lasts": ({}, True),
    "in effect later": ({"effective": date(2022, 1, 1)}, False),
    "that ended before the year": ({"until": date(2020, 12, 31)}, False),
    "that ends in the year": ({"until": date(2021, 1, 31)}, True),
}


@pytest.mark.parametrize("case", SEEN)
def test_an_act_is_seen(case: str) -> None:
    dates, seen = SEEN[case]
    one = Act(id="A", kind="plan", date=date(2021, 1, 1), **dates)
    dossier = Dossier(ente=Ente(id="e", name="E", regulation="r"), year=2021, acts=Rows([one]))
    assert (dossier.acts_seen(date(2021, 6, 1)) == (one,)) is seen


def test_a_term_counted_from_an_act_that_is_not_there_is_open() -> None:
    deadline = Deadline(phase=Phase.OBJECTIVES, what="Piano", due=None, met_by="plan", rules=("X-1",))
    assert at((deadline,), (), Inputs(acts=KINDS), date(2030, 1, 1))[0].state.value == "open"


def test_an_act_whose_body_the_text_does_not_name_may_be_anybody_s() -> None:
    kinds = {**KINDS, "notice": ActKind(kind="notice", label="consegna", title="Consegna", cites="art. 3")}
    gate = Gate(phase=Phase.REWARDS, needs=(ActNeed("notice"),), rules=("X-1",))
    given = evaluate((gate,), (act("A", "notice", date(2021, 1, 1), "Segretario"),), kinds, RULEBOOK)[0]
    missing = evaluate((gate,), (), kinds, RULEBOOK)[0]
    assert (given.open, missing.reasons) == (True, ("manca l'atto «Consegna» (art. 9)",))


def test_a_deadline_counted_from_an_act_is_met_only_by_a_later_one() -> None:
    due = Deadline(
        phase=Phase.REPORTING, what="x", due=date(2021, 9, 1), met_by="plan", rules=("X-1",), after=date(2020, 9, 1)
    )
    first, second = act("A", "plan", date(2020, 9, 1)), act("B", "plan", date(2021, 8, 1))
    found = at((due, due), (first, second), Inputs(acts=KINDS), date(2021, 10, 1))[0]
    alone = at((due,), (first,), Inputs(acts=KINDS), date(2021, 10, 1))[0]
    assert (found.state.value, found.act, alone.state.value) == ("met", second, "overdue")


PUBLISHED = {
    "adopted and published in time": (date(2021, 1, 31), "met"),
    "published a day late": (date(2021, 2, 1), "late"),
    "not published yet": (date(2021, 7, 1), "overdue"),
    "never published": (None, "overdue"),
}


@pytest.mark.parametrize("case", PUBLISHED)
def test_a_term_for_an_act_that_must_be_public_is_met_when_it_is_published(case: str) -> None:
    published, expected = PUBLISHED[case]
    done = Act(id="A", kind="plan", date=date(2021, 1, 5), published=published)
    due = Deadline(phase=Phase.OBJECTIVES, what="Piano", due=DUE, met_by="plan", rules=("X-1",), published=True)
    assert at((due,), (done,), Inputs(acts=KINDS), date(2021, 6, 1))[0].state.value == expected
