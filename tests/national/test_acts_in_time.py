"""An act counts for a cycle if its date and its outcome allow it: rules "IT-4.2d" and "IT-14.6"."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from merito import plain
from merito.cli import app
from merito.testing import Record, Regulations

REGULATION = (
    "from merito import Edition, Regulation\nregulation = Regulation(name='prova', title='', acts=(), "
    "package='merito_prova', editions=(Edition(name='', since=2010),), modules=(), ente_kind='{kind}')\n"
)
ACTS = """
[acts.order]
label = "determinazione"
title = "Determinazione della retribuzione di risultato"
about = "person"
cites = "art. 1"
after_year = true

[acts.payment]
label = "pagamento"
title = "Pagamento dei premi"
cites = "art. 1"
after_year = true
pays = ["prize"]

[acts.opinion]
label = "parere"
title = "Parere non vincolante"
body = "OIV"
cites = "art. 1"

[tools.prize]
label = "premio"
title = "Premio"
cites = "art. 2"

[tools.result]
label = "risultato"
title = "Retribuzione di risultato"
cites = "art. 3"
pays = "result"
"""
HEAD = "id,kind,date,subject,outcome,body"
VALIDATED = "R,performance_report,2022-05-01,,\nV,report_validation,2022-05-20,,\n"
Ran = Callable[..., Record]


@pytest.fixture
def ran(install: Callable[..., Regulations], write_ente: Callable[..., Path], run_in: Ran) -> Ran:
    """The record of an ente with some acts, under a regulation without rules of its own."""

    def run_acts(
        acts: str, kind: str = "chamber_of_commerce", as_of: date = date(2022, 12, 31), **files: str
    ) -> Record:
        known = install("prova", regulation=REGULATION.format(kind=kind), files={"inputs.toml": ACTS})
        tables = {f"2021/{name}.csv": text for name, text in files.items() if name != "ente"}
        rows = [row + "," * (HEAD.count(",") - row.count(",")) for row in acts.splitlines()]
        table = "\n".join([HEAD, *rows, ""])
        return run_in(
            write_ente("prova", {"2021/acts.csv": table, **tables}, files.get("ente", "")), known, as_of=as_of
        )

    return run_acts


def of_rule(record: Record, rule: str) -> list[tuple[str, str]]:
    return [(one.severity, one.subject) for one in record.results.findings if one.rule == rule]


def test_a_validation_dated_in_the_year_itself_opens_nothing_and_is_told(ran: Ran) -> None:
    record = ran("R,performance_report,2022-05-01,,\nV,report_validation,2021-05-20,,\n")
    assert record.phase("e").state == "blocked"
    assert "è del 20/5/2021 e non può decidere sui risultati del 2021: conta se è del 1/1/2022 o dopo" in " ".join(
        map(plain, record.phase("e").missing)
    )
    assert of_rule(record, "IT-4.2d") == [("warning", "act:V")]


PEOPLE = "id,unit,to\nP1,A,2021-06-30\nP2,A,\n"
UNITS = "id,name\nA,Area\nB,Area\n"
SERVICE = "person,unit,from,to\nP1,A,2021-01-01,2021-06-30\nP1,B,2021-07-01,\n"


def test_about_somebody_who_left_a_decision_counts_from_the_last_day(ran: Ran) -> None:
    acts = "O1,order,2021-06-29,person:P1,\nO2,order,2021-06-30,person:P1,\nO3,order,2021-12-31,person:P2,\n"
    record = ran(acts, people=PEOPLE, units=UNITS)
    assert [subject for _, subject in of_rule(record, "IT-4.2d")] == ["act:O1", "act:O3"]


def test_about_somebody_who_changed_unit_a_decision_counts_from_the_end_of_the_first_period(ran: Ran) -> None:
    acts = "O1,order,2021-06-29,person:P1,\nO2,order,2021-09-01,person:P1,\n"
    record = ran(acts, people="id,unit\nP1,A\n", units=UNITS, service=SERVICE)
    assert [subject for _, subject in of_rule(record, "IT-4.2d")] == ["act:O1"]


OUTCOMES = {
    "a refused validation": ("V,report_validation,2022-05-20,,contrary\n", "blocked", "ha esito contrario"),
    "one that was not given": ("V,report_validation,2022-05-20,,not_given\n", "blocked", "risulta non reso"),
    "refused, then validated": (
        "V,report_validation,2022-05-20,,contrary\nW,report_validation,2022-06-20,,favourable\n",
        "checked",
        "",
    ),
    "validated and refused on one day": (
        "V,report_validation,2022-05-20,,\nW,report_validation,2022-05-20,,contrary\n",
        "blocked",
        "l'atto W",
    ),
    "validated, then taken back": (
        "V,report_validation,2022-05-20,,\nW,report_validation,2022-06-20,,contrary\n",
        "blocked",
        "l'atto W",
    ),
}


@pytest.mark.parametrize("acts", OUTCOMES)
def test_a_validation_opens_by_its_outcome(ran: Ran, acts: str) -> None:
    rows, state, why = OUTCOMES[acts]
    record = ran(f"R,performance_report,2022-05-01,,\n{rows}")
    assert record.phase("e").state == state
    assert why in " ".join(map(plain, record.phase("e").missing))


SAME = "person,unit,from,to\nP1,A,2021-01-01,2021-06-30\nP1,A,2021-07-01,\n"


def test_a_period_that_goes_on_in_the_same_unit_opens_no_exception(ran: Ran) -> None:
    record = ran("O1,order,2021-07-15,person:P1,\n", people="id,unit\nP1,A\n", units=UNITS, service=SAME)
    assert [subject for _, subject in of_rule(record, "IT-4.2d")] == ["act:O1"]


def test_a_plan_that_is_rejected_is_no_plan(ran: Ran) -> None:
    record = ran("P,performance_plan,2021-01-20,,contrary\n")
    plan = next(one for one in record.deadlines if one.deadline.met_by == "performance_plan")
    assert (plan.act, plan.state.value) == (None, "overdue")


def test_a_refusal_of_another_body_takes_nothing_back(ran: Ran) -> None:
    record = ran(f"{VALIDATED}G,report_validation,2022-06-10,,contrary,Giunta\n")
    assert record.phase("e").state == "checked"


def test_a_payment_that_was_lawful_on_its_day_stays_so(ran: Ran) -> None:
    later = "W,report_validation,2022-06-15,,contrary\nX,report_validation,2022-06-20,,\n"
    assert of_rule(ran(f"{VALIDATED}P,payment,2022-06-10,,\n{later}"), "IT-14.6") == []


def test_a_payment_within_the_year_itself_is_an_error_too(ran: Ran) -> None:
    assert of_rule(ran(f"{VALIDATED}P,payment,2021-12-15,,\n"), "IT-14.6") == [("error", "act:P")]


def test_the_adoption_that_pays_the_prizes_follows_the_validation(ran: Ran) -> None:
    assert of_rule(ran(f"{VALIDATED}Q,results_adoption,2022-04-01,,\n"), "IT-14.6") == [("error", "act:Q")]


def test_a_payment_before_the_validation_is_an_error_where_the_law_binds(ran: Ran) -> None:
    early = ran(f"{VALIDATED}P,payment,2022-03-28,,\n")
    assert of_rule(early, "IT-14.6") == [("error", "act:P")]
    message = next(plain(one.message) for one in early.results.findings if one.rule == "IT-14.6")
    assert "paga il 28/3/2022, mentre la condizione che apre il pagamento è soddisfatta solo dal 20/5/2022" in message


def test_a_payment_on_the_day_of_the_validation_is_not_remarked_on(ran: Ran) -> None:
    assert of_rule(ran(f"{VALIDATED}P,payment,2022-05-20,,\n"), "IT-14.6") == []


NOT_BINDING = '[readings]\n"I-IT-02" = { choice = "not_binding", act = "L" }\n'


EARLY = f"{VALIDATED}P,payment,2022-03-28,,\nL,reading_adoption,2021-01-10,,,Organo di indirizzo\n"


def test_in_a_municipality_the_error_says_by_which_reading_the_law_binds(ran: Ran) -> None:
    bound = ran(EARLY, "municipality")
    assert of_rule(bound, "IT-14.6") == [("error", "act:P")]
    assert "I-IT-02" in next(plain(one.message) for one in bound.results.findings if one.rule == "IT-14.6")


def test_in_a_municipality_where_the_law_does_not_bind_it_is_a_warning(ran: Ran) -> None:
    free = ran(EARLY, "municipality", ente='[readings]\n"I-IT-02" = { choice = "not_binding", act = "L" }\n')
    assert of_rule(free, "IT-14.6") == [("warning", "act:P")]
    assert free.phase("e").state == "empty"


def test_result_pay_waits_for_the_validation_as_the_other_rewards_do(ran: Ran) -> None:
    assert [(one.gate.tool, one.gate.rules) for one in ran("").gates] == [(None, ("IT-14.6",))]


def test_where_only_the_tools_of_titolo_iii_wait_result_pay_does_not(ran: Ran) -> None:
    ente = '[readings]\n"I-IT-06" = { choice = "titolo_iii", act = "L" }\n'
    record = ran("L,reading_adoption,2021-01-10,,,Organo di indirizzo\n", ente=ente)
    assert [(one.gate.tool, one.gate.rules) for one in record.gates] == [("prize", ("IT-14.6", "I-IT-06"))]


def test_the_term_of_a_payment_says_by_which_day_the_relazione_must_be_validated(
    install: Callable[..., Regulations], write_ente: Callable[..., Path], run_in: Ran
) -> None:
    deadline = """
@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> Results | None:
    due = Deadline(phase=Phase.REWARDS, what="Pagamento", due=date(2022, 3, 31), met_by="payment", rules=("X-1",))
    return Results(deadlines=(due,))
"""
    known = install("prova", f"from datetime import date\n{deadline}", files={"inputs.toml": ACTS})
    root = write_ente("prova", {"2021/acts.csv": "id,kind,date\n"})
    record = run_in(root, known, as_of=date(2022, 2, 1))
    assert [plain(one.waits_for) for one in record.deadlines if one.deadline.met_by == "payment"] == [
        "prima occorre «Validazione della Relazione sulla performance» (IT-14.6 I-IT-02), entro lo stesso 31/3/2022"
    ]
    told = CliRunner().invoke(app, ["status", str(root), "--as-of", "2022-02-01"]).output
    assert [line.strip() for line in told.splitlines() if "Pagamento" in line] == [
        "prova: 31/3/2022, tra 58 giorni: Pagamento (art. 1); prima occorre «Validazione della Relazione sulla performance» "
        "(IT-14.6 I-IT-02), entro lo stesso 31/3/2022"
    ]
