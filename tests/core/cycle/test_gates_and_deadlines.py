"""Gates and deadlines at a date: which acts exist, by the right body, in the right order."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from distributions import importable, write_distribution

from merito import Act, Dossier, Ente, Rows, plain
from merito.testing import Record, Regulations, installed_regulations, run_tables

KINDS = """
[acts.plan]
label = "piano"
title = "Piano"
body = "giunta"
cites = "art. 1"
[acts.validation]
label = "validazione"
title = "Validazione"
body = "oiv"
cites = "art. 2"
[acts.opinion]
label = "parere"
title = "Parere"
body = ["auditors", "oiv"]
cites = "art. 3"
[acts.appointment]
label = "nomina"
title = "Nomina"
body = ["giunta", "council"]
cites = "art. 4"
[acts.notice]
label = "consegna"
title = "Consegna"
cites = "art. 3"
[acts.proposal]
label = "proposta"
title = "Proposta"
about = "person"
body = "oiv"
cites = "art. 2"
[acts.evaluation]
label = "valutazione"
title = "Valutazione"
about = "person"
body = "oiv"
cites = "art. 2"
"""
GATES = {
    "PLAN": 'needs=(ActNeed("plan"),)',
    "VALIDATION": 'needs=(ActNeed("validation"),)',
    "OPINION": 'needs=(ActNeed("opinion"),)',
    "APPOINTMENT": 'needs=(ActNeed("appointment"),)',
    "NOTICE": 'needs=(ActNeed("notice"),)',
    "BY-COUNCIL": 'needs=(ActNeed("plan", by="council"),)',
    "AFTER": 'needs=(ActNeed("validation", after="plan"),)',
    "POST": 'needs=(ActNeed("plan"),), subject="position:PO1"',
    "PERSON": 'needs=(ActNeed("evaluation", after="proposal"),), subject="person:P1"',
}
TERMS = {
    "TERM": "due=date(2021, 1, 31)",
    "NO-DAY": "due=None",
    "SECOND": "due=date(2021, 9, 1), after=date(2020, 9, 1)",
    "PUBLISHED": "due=date(2021, 1, 31), published=True",
}
NAMES = {name: f"X-{number}" for number, name in enumerate((*GATES, *TERMS), start=1)}
RULE = '["{}"]\narticle = "art. 9"\nphase = "e"\nkind = "gate"\ntext = "t"\nstatus = "checked"\n'
GATE = "    yield Gate(phase=Phase.REWARDS, {}, rules=({!r},))\n"
TERM = "    yield Deadline(phase=Phase.OBJECTIVES, what='Piano', met_by='plan', {}, rules=({!r},))\n"
HOOK = "@rule({}, hook={!r})\ndef {}(step: Step) -> ResultRows:\n{}"
HEADS = ("id", "kind", "date", "body", "subject", "refers_to", "published")
Day = date | str


def hook(name: str, rows: dict[str, str], form: str) -> str:
    marks = ", ".join(repr(NAMES[one]) for one in rows)
    return HOOK.format(marks, f"merito_{name}", name, "".join(form.format(rows[one], NAMES[one]) for one in rows))


@pytest.fixture(scope="module")
def regulations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Regulations]:
    site = tmp_path_factory.mktemp("site")
    code = "from datetime import date\n" + hook("gates", GATES, GATE) + "\n" + hook("deadlines", TERMS, TERM)
    rules = "".join(map(RULE.format, NAMES.values()))
    write_distribution(site, "prova", code, rules=rules, files={"inputs.toml": KINDS})
    with importable(site):
        known = installed_regulations()
        known.stack("prova")
        yield known


Row = tuple[str, ...]


def act(identifier: str, kind: str, day: Day, body: str = "", **more: str) -> Row:
    cells = {"id": identifier, "kind": kind, "date": str(day), "body": body, "year": "2021", **more}
    return tuple(cells.get(head, "") for head in HEADS)


def ran(regulations: Regulations, *acts: Row, as_of: date = date(2022, 12, 31)) -> Record:
    written = "\n".join(",".join(row) for row in (HEADS, *acts))
    tables = {"acts": written, "people": "id\nP1\nP2", "positions": "id\nPO1\nPO2"}
    return run_tables("prova", tables, as_of=as_of, regulations=regulations)


@pytest.fixture
def reasons(regulations: Regulations) -> Any:
    """Why a gate is closed with some acts."""

    def closed(gate: str, *acts: Row) -> tuple[str, ...]:
        (state,) = (one for one in ran(regulations, *acts).gates if one.gate.rules == (NAMES[gate],))
        assert state.articles == (("art. 9",) if state.reasons else ())
        return tuple(map(plain, state.reasons))

    return closed


@pytest.fixture
def term(regulations: Regulations) -> Any:
    """How a deadline stands with some acts at a day."""

    def stands(name: str, as_of: date, *acts: Row) -> tuple[str, str | None]:
        record = ran(regulations, *acts, as_of=as_of)
        (one,) = (one for one in record.deadlines if one.deadline.rules == (NAMES[name],))
        return one.state.value, one.act.id if one.act else None

    return stands


@pytest.mark.parametrize("body", ["", " giunta "])
def test_an_act_by_its_body_opens_the_gate(reasons: Any, body: str) -> None:
    assert reasons("PLAN", act("A", "plan", "2021-01-01", body)) == ()


@pytest.mark.parametrize(
    ("written", "opens"), [("O.I.V.", True), (" o.i.v ", True), ("OIV", True), ("Revisore dell'altro ente", False)]
)
def test_the_name_of_a_body_is_read_without_dots_and_repeated_spaces(reasons: Any, written: str, opens: bool) -> None:
    assert (reasons("VALIDATION", act("A", "validation", "2021-01-01", written)) == ()) is opens
    assert reasons("OPINION", act("A", "opinion", "2021-01-01", "Collegio  dei Revisori")) == ()
    assert (reasons("OPINION", act("B", "opinion", "2021-01-01", written)) == ()) is opens


def test_of_a_body_or_another_an_act_of_either_opens_the_gate(reasons: Any) -> None:
    assert reasons("APPOINTMENT", act("A", "appointment", "2021-01-01", "Giunta")) == ()
    assert reasons("APPOINTMENT", act("A", "appointment", "2021-01-01", "consiglio ")) == ()
    found = reasons("APPOINTMENT", act("A", "appointment", "2021-01-01", "Sindaco"))
    assert found == ("l'atto A risulta di «Sindaco», mentre l'organo è: Giunta o Consiglio",)


def test_a_missing_act_is_told_with_who_gives_it_and_the_article(reasons: Any) -> None:
    assert reasons("VALIDATION") == ("manca l'atto «Validazione», che spetta all'organo: OIV",)


def test_an_act_of_another_body_does_not_open_the_gate(reasons: Any) -> None:
    found = reasons("PLAN", act("A", "plan", "2021-01-01", "Sindaco"))
    assert found == ("l'atto A risulta di «Sindaco», mentre l'organo è: Giunta",)


def test_the_body_of_the_need_goes_before_the_one_of_the_kind(reasons: Any) -> None:
    assert reasons("BY-COUNCIL", act("A", "plan", "2021-01-01", "Consiglio")) == ()
    assert reasons("BY-COUNCIL", act("A", "plan", "2021-01-01", "Giunta")) != ()


@pytest.mark.parametrize(("plan", "opens"), [("2021-01-09", True), ("2021-01-10", True), ("2021-01-11", False)])
def test_an_act_must_follow_the_one_that_comes_before_it(reasons: Any, plan: str, opens: bool) -> None:
    acts = (act("V", "validation", "2021-01-10"), act("P", "plan", plan))
    assert (reasons("AFTER", *acts) == ()) is opens


def test_a_gate_on_a_subject_wants_the_act_about_that_subject(reasons: Any) -> None:
    about_another = act("A", "plan", "2021-01-01", subject="position:PO2")
    about_it = act("B", "plan", "2021-01-01", subject="position:PO1")
    assert reasons("POST", about_another) != ()
    assert reasons("POST", about_another, about_it) == ()


@pytest.mark.parametrize(("day", "opens"), [("2021-01-01", True), ("2021-01-03", False)])
def test_an_act_about_somebody_follows_the_one_about_the_same_person_alone(reasons: Any, day: str, opens: bool) -> None:
    of_another = act("Q", "proposal", "2021-01-01", subject="person:P2")
    evaluated = act("E", "evaluation", "2021-01-02", subject="person:P1")
    proposed = act("P", "proposal", day, subject="person:P1")
    assert (reasons("PERSON", of_another, evaluated, proposed) == ()) is opens


STATES = {
    "met on the day": (date(2021, 1, 31), date(2021, 6, 1), "met"),
    "late by a day": (date(2021, 2, 1), date(2021, 6, 1), "late"),
    "open on the day": (None, date(2021, 1, 31), "open"),
    "overdue the day after": (None, date(2021, 2, 1), "overdue"),
}


@pytest.mark.parametrize("case", STATES)
def test_a_term_is(term: Any, case: str) -> None:
    done, as_of, expected = STATES[case]
    assert term("TERM", as_of, *([act("A", "plan", done)] if done else []))[0] == expected


def test_an_act_of_another_body_does_not_meet_a_term(term: Any) -> None:
    assert term("TERM", date(2021, 1, 6), act("A", "plan", "2021-01-05", "OIV"))[0] == "open"


def test_an_act_that_refers_to_another_one_follows_that_one_alone(reasons: Any) -> None:
    plans = (act("P", "plan", "2021-01-01"), act("Q", "plan", "2021-01-04"))
    of_another = act("V", "validation", "2021-01-02", refers_to="Q")
    of_it = act("W", "validation", "2021-01-02", refers_to="P")
    assert reasons("AFTER", *plans, of_another) != ()
    assert reasons("AFTER", *plans, of_another, of_it) == ()


def test_a_gate_says_whether_the_act_before_is_missing_or_later(reasons: Any) -> None:
    validation = act("V", "validation", "2021-01-02")
    assert "c'è, ma manca prima «Piano»" in reasons("AFTER", validation)[0]
    assert "deve riguardare e seguire «Piano»" in reasons("AFTER", validation, act("P", "plan", "2021-01-03"))[0]


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


def test_a_term_counted_from_an_act_that_is_not_there_is_open(term: Any) -> None:
    assert term("NO-DAY", date(2030, 1, 1)) == ("open", None)


def test_an_act_whose_body_the_text_does_not_name_may_be_anybody_s(reasons: Any) -> None:
    assert reasons("NOTICE", act("A", "notice", "2021-01-01", "Segretario")) == ()
    assert reasons("NOTICE") == ("manca l'atto «Consegna»",)


def test_a_deadline_counted_from_an_act_is_met_only_by_a_later_one(term: Any) -> None:
    first, second = act("A", "plan", "2020-09-01"), act("B", "plan", "2021-08-01")
    assert term("SECOND", date(2021, 10, 1), first, second) == ("met", "B")
    assert term("SECOND", date(2021, 10, 1), first)[0] == "overdue"


PUBLISHED = {
    "adopted and published in time": ("2021-01-31", "met"),
    "published a day late": ("2021-02-01", "late"),
    "not published yet": ("2021-07-01", "overdue"),
    "never published": ("", "overdue"),
}


@pytest.mark.parametrize("case", PUBLISHED)
def test_a_term_for_an_act_that_must_be_public_is_met_when_it_is_published(term: Any, case: str) -> None:
    published, expected = PUBLISHED[case]
    assert term("PUBLISHED", date(2021, 6, 1), act("A", "plan", "2021-01-05", published=published))[0] == expected
