"""The Plan never adopted (art. 10 c. 5): whose result pay waits, whom an act strikes, and where the money goes."""

from collections.abc import Callable
from datetime import date

import pytest
from held_money import READINGS
from small_plugins import Install, RunIn, WriteEnte

from merito.model.record import Record
from merito.testing.enti import run_tables

REGULATION = """from merito import Edition, Regulation
regulation = Regulation(
    name="prova", title="Prova", package="merito_prova", acts=("Atto",),
    editions=(Edition(name="prova", since=2010),), modules=("merito_prova.only",), ente_kind="{kind}",
)
"""
INPUTS = """
[funds.risultato]
label = "risultato"
title = "Risultato"
cites = "art. 1"
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[tools.result]
label = "retribuzione_risultato"
title = "Retribuzione di risultato"
cites = "art. 1"
fund = "risultato"
pays = "result"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 1"
fund = "premi"
"""
PAYS_EVERY_HOLDER = """
@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    if step.tool == "annual":
        return Results(rewards=(Reward(
            person="S1", tool="annual", fund="premi", item="fondo", due=Decimal("100.00"), rules=("X-1",), rests_on=()),))
    line = step.so_far.line("risultato", "fondo")
    rewards = tuple(
        Reward(person=post.holder, tool="result", fund="risultato", item="fondo", subject=f"position:{post.id}",
               due=Decimal("300.00") if post.id == "PD" else Decimal("200.00"), rules=("X-1",), rests_on=())
        for post in step.dossier.positions
    )
    return Results(rewards=rewards)
"""
NOT_YET_FINAL = PAYS_EVERY_HOLDER.replace(
    '"200.00"), rules=("X-1",)',
    '"200.00"), rules=("X-1",), reason="manca un punteggio" if post.id == "PD" else "", '
    'state=State.PROVISIONAL if post.id == "PD" else State.FINAL',
)
PEOPLE = "id,role\nD1,manager\nH1,po\nS1,staff\n"
POSTS = "id,type,holder\nPD,dirigenziale,D1\nPH,posizione organizzativa,H1\n"
VALID = "R,performance_report,2022-05-01,,,\nV,report_validation,2022-05-02,,,\nL,reading_adoption,2021-01-02,,,Organo di indirizzo\n"
HEAD = "id,kind,date,subject,value,body\n"

Made = Callable[..., Record]


@pytest.fixture
def made(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Made:
    """An ente of a manager (300 euro), a holder (200) and one of the staff (100), with some acts and readings."""

    def make(
        *acts: str,
        kind: str = "state_body",
        readings: str = "",
        people: str = PEOPLE,
        posts: str = POSTS,
        as_of: date = date(2022, 12, 31),
        fund: int = 500,
        amendments: str = "",
        code: str = PAYS_EVERY_HOLDER,
    ) -> Record:
        files = {"inputs.toml": INPUTS, "interpretations.toml": READINGS}
        regulations = install("prova", code, files=files, regulation=REGULATION.format(kind=kind))
        adopted = '"I-IT-02" = { choice = "binding", act = "L" }\n' if kind == "municipality" else ""
        rows = "".join(f"{act}{',' * (5 - act.count(','))}\n" for act in acts)
        data = {
            "2021/cycle.toml": f"[funds]\nrisultato = {fund}\npremi = 100\n[readings]\n{adopted}{readings}",
            "2021/people.csv": people,
            "2021/positions.csv": posts,
            "2021/acts.csv": f"{HEAD}{VALID}{rows}",
        }
        if amendments:
            data["2021/objectives.csv"] = "id,title,weight\nO1,Uno,100\n"
            data["2021/amendments.csv"] = amendments
        return run_in(write_ente("prova", data), regulations, as_of=as_of)

    return make


def paid(record: Record) -> dict[str, tuple[str, str, str]]:
    """What is due, paid and withheld, by person, with the money of every line conserved to the cent."""
    lines = record.results.fund_lines
    assert [one for one in lines if one.amount != one.paid + one.withheld + one.savings] == []
    return {one.person: (str(one.due), str(one.paid), str(one.withheld)) for one in record.results.rewards}


def reason(record: Record, person: str) -> str:
    return next(one.reason for one in record.results.rewards if one.person == person)


def told(record: Record, says: str) -> list[str]:
    """The severities of what "IT-10.5" says."""
    found = record.results.findings
    return [one.severity for one in found if one.rule == "IT-10.5" and says in one.message]


ALL_PAID = {"D1": ("300.00", "300.00", "0.00"), "H1": ("200.00", "200.00", "0.00"), "S1": ("100.00", "100.00", "0.00")}
D1_HELD = {**ALL_PAID, "D1": ("300.00", "0.00", "300.00")}


def test_with_the_plan_adopted_everybody_is_paid(made: Made) -> None:
    record = made("P,performance_plan,2021-01-28")
    assert paid(record) == ALL_PAID
    assert told(record, "") == []


def test_without_the_plan_the_manager_waits_and_nobody_else(made: Made) -> None:
    """Rule "IT-10.5" and reading "I-IT-11", in one fund that pays a manager and a holder."""
    record = made()
    assert paid(record) == D1_HELD
    assert reason(record, "D1").startswith("IT-10.5 I-IT-11: manca l'atto «Accertamento di chi ha concorso")


def test_what_else_the_ban_forbids_is_told_once_the_term_has_passed(made: Made) -> None:
    assert told(made(), "può assumere personale") == ["warning"]


def test_before_its_term_nothing_is_told(made: Made) -> None:
    assert told(made(as_of=date(2021, 1, 31)), "") == []


def test_in_the_year_the_gate_waits_for_the_plan(made: Made) -> None:
    gates = [one for one in made(as_of=date(2021, 6, 30)).gates if "IT-10.5" in one.gate.rules]
    assert [(one.gate.tool, one.gate.subject, one.missing[0].kind) for one in gates] == [
        ("result", "person:D1", "performance_plan")
    ]


def test_a_plan_of_another_body_is_no_adoption(made: Made) -> None:
    assert paid(made("P,performance_plan,2021-01-28,,,OIV")) == D1_HELD


def test_the_act_of_an_amendment_is_no_adoption_of_the_plan(made: Made) -> None:
    amendments = "id,table,row,column,old,new,act\nV1,objectives,O1,title,Uno,Due,P\n"
    assert paid(made("P,performance_plan,2021-07-28", amendments=amendments)) == D1_HELD


def test_late_is_adopted(made: Made) -> None:
    assert paid(made("P,performance_plan,2021-12-31")) == ALL_PAID


def test_after_the_year_it_is_adopted_only_where_the_ente_reads_it_so(made: Made) -> None:
    """Reading "I-IT-13"."""
    record = made("P,performance_plan,2022-01-01")
    assert paid(record) == D1_HELD
    assert "I-IT-13" in reason(record, "D1")


def test_after_the_year_it_is_adopted_by_the_other_choice(made: Made) -> None:
    readings = '"I-IT-13" = { choice = "counts", act = "L" }\n'
    assert paid(made("P,performance_plan,2022-01-01", readings=readings)) == ALL_PAID


def test_an_act_that_finds_nobody_releases_the_manager(made: Made) -> None:
    assert paid(made("A,plan_omission,2022-03-01,,nessuno")) == ALL_PAID


def test_an_act_that_says_nothing_releases_nobody(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01")
    assert paid(record) == D1_HELD
    assert told(record, "non dice chi ha concorso") == ["warning"]


NEITHER = {
    "of a day on which the Plan could be adopted": ("2021-01-10,,nessuno", "poteva ancora essere adottato"),
    "of the last such day": ("2021-12-31,,Nessuno", "poteva ancora essere adottato"),
    "somebody and nobody at once": ("2022-03-01,person:D1,nessun concorso", "non è chiaro se ha concorso"),
    "somebody who did not": ("2022-03-01,person:D1,non ha concorso", "non è chiaro se ha concorso"),
    "nobody of some, and somebody": (
        "2022-03-01,,nessuna responsabilità politica; concorre il dirigente D1",
        "non dice chi ha concorso",
    ),
}


@pytest.mark.parametrize("case", NEITHER)
def test_a_finding_that_is_not_clear_or_too_early_strikes_nobody_and_releases_nobody(made: Made, case: str) -> None:
    """D1 waits for a finding that counts, as without any."""
    row, says = NEITHER[case]
    record = made(f"A,plan_omission,{row}")
    assert paid(record) == D1_HELD
    assert reason(record, "D1").startswith("IT-10.5 I-IT-11: ")
    assert told(record, says) == ["warning"]


@pytest.mark.parametrize("value", ["nessuno", " NESSUNO "])
def test_the_one_word_for_nobody_releases_once_the_year_is_over(made: Made, value: str) -> None:
    assert paid(made(f"A,plan_omission,2022-01-01,,{value}")) == ALL_PAID


@pytest.mark.parametrize(("day", "expected"), [("2021-01-31", D1_HELD), ("2021-02-01", ALL_PAID)])
def test_where_a_plan_may_always_be_adopted_a_finding_counts_after_its_term(
    made: Made, day: str, expected: dict[str, tuple[str, str, str]]
) -> None:
    """Reading "I-IT-13"."""
    readings = '"I-IT-13" = { choice = "counts", act = "L" }\n'
    assert paid(made(f"A,plan_omission,{day},,nessuno", readings=readings)) == expected


@pytest.mark.parametrize("value", ["omissione", "per inerzia"])
def test_a_value_that_says_how_somebody_concurred_strikes(made: Made, value: str) -> None:
    assert reason(made(f"A,plan_omission,2022-03-01,person:D1,{value}"), "D1").startswith("IT-10.5: rifiutato: ")


def test_naming_no_manager_releases_them_all_and_is_told(made: Made) -> None:
    assert told(made("A,plan_omission,2022-03-01,person:S1"), "di tutti i dirigenti non aspetta più") == ["warning"]


def test_naming_a_manager_too_is_not_told_so(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:S1", "B,plan_omission,2022-03-01,person:D1")
    assert told(record, "di tutti i dirigenti non aspetta più") == []


OWN_TERM = (
    PAYS_EVERY_HOLDER
    + """
from datetime import date
from merito import Deadline, Phase
@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> Results | None:
    due = {due}
    return Results(deadlines=(Deadline(
        phase=Phase.OBJECTIVES, what="Piano", due=due, met_by="performance_plan", rules=("X-1",), reason="si conta"),))
"""
)


@pytest.mark.parametrize(
    ("due", "as_of", "severities"),
    [
        ("date(2021, 3, 20)", date(2021, 3, 20), []),
        ("date(2021, 3, 20)", date(2021, 3, 21), ["warning"]),
        ("None", date(2021, 12, 31), []),
        ("None", date(2022, 1, 1), ["warning"]),
    ],
)
@pytest.mark.parametrize("kind", ["state_body", "municipality"])
def test_the_ban_is_told_after_the_own_term_of_the_ente(
    made: Made, kind: str, due: str, as_of: date, severities: list[str]
) -> None:
    """A term that cannot be counted yet says nothing before the end of the year."""
    record = made(kind=kind, code=OWN_TERM.replace("{due}", due), as_of=as_of)
    assert told(record, "può assumere personale") == severities


TWO = "id,role\nD1,manager\nD2,manager\nH1,po\nS1,staff\n"
TWO_POSTS = "id,type,holder\nPD,dirigenziale,D1\nPE,dirigenziale,D2\nPH,posizione organizzativa,H1\n"


def test_an_act_strikes_whom_it_names_and_releases_the_others(made: Made) -> None:
    """Reading "I-IT-15": the sum waits in the fund."""
    record = made("A,plan_omission,2022-03-01,person:D1", people=TWO, posts=TWO_POSTS, fund=700)
    assert paid(record) == {**D1_HELD, "D2": ("200.00", "200.00", "0.00")}
    reward = next(one for one in record.results.rewards if one.person == "D1")
    assert (reward.state.value, reward.reason.startswith("IT-10.5: rifiutato: ha concorso")) == ("refused", True)


FREED = '"I-IT-15" = { choice = "savings", act = "L" }\n'


def test_what_is_not_due_is_savings_where_the_ente_has_adopted_it(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:D1", readings=FREED)
    assert paid(record) == {**ALL_PAID, "D1": ("0.00", "0.00", "0.00")}
    line = next(one for one in record.results.fund_lines if one.fund == "risultato")
    assert [str(one) for one in (line.amount, line.paid, line.withheld, line.savings)] == [
        "500.00",
        "200.00",
        "0.00",
        "300.00",
    ]
    assert reason(record, "D1").startswith("IT-10.5: non spetta: ha concorso")
    assert reason(record, "D1").endswith("(300,00 €)")
    assert line.reason == "premi che non spettano (rilievi in riservato/findings.csv): 1"


def test_a_whole_fund_that_is_not_due_is_all_savings(made: Made) -> None:
    posts = "id,type,holder\nPD,dirigenziale,D1\n"
    record = made("A,plan_omission,2022-03-01,person:D1", readings=FREED, posts=posts, fund=300)
    line = next(one for one in record.results.fund_lines if one.fund == "risultato")
    assert [str(one) for one in (line.paid, line.withheld, line.savings)] == ["0.00", "0.00", "300.00"]


def test_the_savings_wait_while_another_reason_holds_the_sum(made: Made) -> None:
    """D1 has no final evaluation: the sum is not settled, and stays in the fund."""
    record = made("A,plan_omission,2022-03-01,person:D1", readings=FREED, code=NOT_YET_FINAL)
    assert paid(record) == D1_HELD
    assert reason(record, "D1").startswith("IT-10.5: non spetta: ")
    assert "manca un punteggio" in reason(record, "D1")


def test_staff_that_an_act_names_is_not_struck(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:S1")
    assert paid(record) == ALL_PAID
    assert told(record, "nomina chi non è dirigente") == ["warning"]


def test_an_act_beside_an_adopted_plan_strikes_nobody(made: Made) -> None:
    record = made("P,performance_plan,2021-03-01", "A,plan_omission,2022-03-01,person:D1")
    assert paid(record) == ALL_PAID
    assert told(record, "l'accertamento non colpisce nessuno") == ["warning"]


def test_who_was_a_holder_and_then_a_manager_waits_for_the_post_of_the_manager_alone(made: Made) -> None:
    people = "id,role\nD1,manager\nS1,staff\n"
    posts = "id,type,holder\nPD,dirigenziale,D1\nPH,posizione organizzativa,D1\n"
    rewards = made(people=people, posts=posts).results.rewards
    assert [(one.subject, str(one.paid)) for one in rewards if one.person == "D1"] == [
        ("position:PD", "0.00"),
        ("position:PH", "200.00"),
    ]


BOTH = {"people": "id,role\nD1,manager\nD2,manager\nS1,staff\n", "fund": 600}
BOTH_POSTS = "id,type,holder\nPD,dirigenziale,D1\nPH,posizione organizzativa,D1\n"
MANAGER_WITHOUT_POST = PAYS_EVERY_HOLDER.replace(
    'subject=f"position:{post.id}"', 'subject="" if post.id == "PD" else f"position:{post.id}"'
)
A_SUCCESSOR = PAYS_EVERY_HOLDER.replace(
    "return Results(rewards=rewards)",
    """return Results(rewards=(*rewards, Reward(person="D2", tool="result", fund="risultato", item="fondo",
        subject="position:PD", due=Decimal("100.00"), rules=("X-1",), rests_on=())))""",
)


def test_what_a_struck_manager_is_due_for_no_post_is_refused_and_another_post_is_paid(made: Made) -> None:
    """The result pay of managers may bear no post: whoever was also a holder does not get it for that."""
    record = made(
        "A,plan_omission,2022-03-01,person:D1", posts=BOTH_POSTS, code=MANAGER_WITHOUT_POST, **BOTH | {"fund": 500}
    )
    assert [
        (one.subject, str(one.paid), str(one.withheld)) for one in record.results.rewards if one.person == "D1"
    ] == [
        ("", "0.00", "300.00"),
        ("position:PH", "200.00", "0.00"),
    ]


def test_what_waits_for_no_post_waits_too(made: Made) -> None:
    record = made(posts=BOTH_POSTS, code=MANAGER_WITHOUT_POST, **BOTH | {"fund": 500})
    assert [(one.subject, str(one.paid)) for one in record.results.rewards if one.person == "D1"] == [
        ("", "0.00"),
        ("position:PH", "200.00"),
    ]


def test_who_followed_on_the_post_of_a_struck_manager_is_paid(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:D1", posts=BOTH_POSTS, code=A_SUCCESSOR, **BOTH)
    assert [(one.person, one.subject, str(one.paid)) for one in record.results.rewards if one.tool == "result"] == [
        ("D1", "position:PD", "0.00"),
        ("D1", "position:PH", "200.00"),
        ("D2", "position:PD", "100.00"),
    ]


def test_the_public_line_counts_who_is_struck_and_says_nothing_of_why(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:D1", posts=BOTH_POSTS, code=A_SUCCESSOR, **BOTH)
    line = next(one for one in record.results.fund_lines if one.fund == "risultato")
    assert line.reason.startswith("premi rifiutati (rilievi in riservato/findings.csv): 1; I-IT-15: ")


A_POST_IN_ERROR = f"""
from merito import Phase, told
{PAYS_EVERY_HOLDER}
@hookimpl
@rule("X-1")
def merito_check_rewards(step: Step) -> Results | None:
    return Results(findings=(told("error", "X-1", "la scheda manca", "position:PH", phase=Phase.REWARDS),))
"""


def test_what_is_wrong_with_a_post_that_is_paid_is_told_of_no_holder_in_public(made: Made) -> None:
    record = made("P,performance_plan,2021-01-28", code=A_POST_IN_ERROR)
    line = next(one for one in record.results.fund_lines if one.fund == "risultato")
    assert line.reason == "premi rifiutati (rilievi in riservato/findings.csv): 1"


NO_MANAGERS = {"people": "id,role\nG1,secretary_general\nH1,po\nS1,staff\n", "fund": 400}
HEADS = "id,type,holder\nPG,segreteria,G1\nPH,posizione organizzativa,H1\n"
HELD_200, PAID_200 = ("200.00", "0.00", "200.00"), ("200.00", "200.00", "0.00")


def test_outside_a_municipality_the_segretario_generale_is_a_manager(made: Made) -> None:
    assert paid(made(posts=HEADS, **NO_MANAGERS)) == {"G1": HELD_200, "H1": PAID_200, "S1": ALL_PAID["S1"]}


def test_in_a_municipality_without_managers_heads_of_services_wait_and_the_segretario_too(made: Made) -> None:
    """Readings "I-IT-10", "I-IT-12" and "I-IT-16"."""
    record = made(kind="municipality", posts=HEADS, **NO_MANAGERS)
    assert paid(record) == {"G1": HELD_200, "H1": HELD_200, "S1": ALL_PAID["S1"]}
    assert reason(record, "H1").startswith("IT-10.5 I-IT-10 I-IT-11 I-IT-12: ")
    assert reason(record, "G1").startswith("IT-10.5 I-IT-10 I-IT-11 I-IT-16: ")


def test_a_municipality_with_managers_strikes_them_alone(made: Made) -> None:
    assert paid(made(kind="municipality")) == D1_HELD


RELEASED = {
    "I-IT-10": ("not_binding", {"G1": PAID_200, "H1": PAID_200}),
    "I-IT-11": ("paid", {"G1": PAID_200, "H1": PAID_200}),
    "I-IT-12": ("not_struck", {"G1": HELD_200, "H1": PAID_200}),
    "I-IT-16": ("not_struck", {"G1": PAID_200, "H1": HELD_200}),
}


@pytest.mark.parametrize("reading", RELEASED)
def test_a_reading_adopted_otherwise_releases(made: Made, reading: str) -> None:
    choice, expected = RELEASED[reading]
    readings = f'"{reading}" = {{ choice = "{choice}", act = "L" }}\n'
    record = made(kind="municipality", posts=HEADS, readings=readings, **NO_MANAGERS)
    assert paid(record) == {**expected, "S1": ALL_PAID["S1"]}


def test_the_peg_of_a_municipality_is_its_plan_once_the_ente_has_adopted_it(made: Made) -> None:
    readings = '"I-IT-14" = { choice = "is_plan", act = "L" }\n'
    assert paid(made("P,peg,2021-01-28", kind="municipality", readings=readings)) == ALL_PAID


def test_the_peg_alone_does_not_release_before_the_ente_has_adopted_it(made: Made) -> None:
    """Reading "I-IT-14"."""
    record = made("P,peg,2021-01-28", kind="municipality")
    assert paid(record) == D1_HELD
    assert "I-IT-14" in reason(record, "D1")


def test_the_peg_is_of_municipalities_alone(made: Made) -> None:
    readings = '"I-IT-14" = { choice = "is_plan", act = "L" }\n'
    assert paid(made("P,peg,2021-01-28", readings=readings)) == D1_HELD


YEAR_2022 = {
    "people": PEOPLE,
    "positions": POSTS,
    "acts": "id,kind,date,body\nL,reading_adoption,2022-01-02,Organo di indirizzo\nR,performance_report,2023-05-01,\n"
    "V,report_validation,2023-05-02,\n",
}
CYCLE_2022 = """
[funds]
risultato = 500
premi = 100
[readings]
"I-IT-02" = { choice = "binding", act = "L" }
"I-IT-10" = { choice = "not_binding", act = "L" }
"""


@pytest.mark.parametrize(
    ("act", "held"),
    [
        ("", True),
        ("P,piao,2022-06-30,", False),
        ("P,piao,2022-06-30,Giunta", False),
        ("P,piao,2022-06-30,OIV", True),
        ("P,piao,2022-06-30,Organo di indirizzo", True),
        ("P,performance_plan,2022-06-30,", True),
    ],
)
def test_from_2022_the_piao_is_the_plan_and_the_ban_holds_by_law_in_a_municipality_too(
    install: Install, act: str, held: bool
) -> None:
    """Rule "IT-PIAO.7": the reading I-IT-10 no longer decides."""
    files = {"inputs.toml": INPUTS}
    regulations = install("prova", PAYS_EVERY_HOLDER, files=files, regulation=REGULATION.format(kind="municipality"))
    tables = {**YEAR_2022, "acts": f"{YEAR_2022['acts']}{act}\n"}
    record = run_tables("prova", tables, CYCLE_2022, date(2023, 12, 31), year=2022, regulations=regulations)
    assert paid(record) == (D1_HELD if held else ALL_PAID)
    assert held is reason(record, "D1").startswith("IT-10.5 IT-PIAO.7 I-IT-11")


def test_from_2022_a_plan_without_the_piao_counts_once_the_ente_reads_it_so(install: Install) -> None:
    """Reading "I-IT-08": by itself it waits for the PIAO, and the reason says by which reading it would not."""
    regulations = install(
        "prova", PAYS_EVERY_HOLDER, files={"inputs.toml": INPUTS}, regulation=REGULATION.format(kind="state_body")
    )
    tables = {**YEAR_2022, "acts": f"{YEAR_2022['acts']}P,performance_plan,2022-06-30,\n"}
    cycle = "[funds]\nrisultato = 500\npremi = 100\n[readings]\n"
    adopted = f'{cycle}"I-IT-08" = {{ choice = "plan_alone", act = "L" }}\n'
    waits, counts = (
        run_tables("prova", tables, one, date(2023, 12, 31), year=2022, regulations=regulations)
        for one in (cycle, adopted)
    )
    assert paid(waits) == D1_HELD
    assert reason(waits, "D1").startswith("IT-10.5 IT-PIAO.7 I-IT-11 I-IT-08: ")
    assert told(waits, "secondo un'altra scelta di I-IT-08") == ["warning"]
    assert paid(counts) == ALL_PAID


def test_the_piao_of_another_body_is_told(install: Install) -> None:
    regulations = install(
        "prova", PAYS_EVERY_HOLDER, files={"inputs.toml": INPUTS}, regulation=REGULATION.format(kind="state_body")
    )
    tables = {**YEAR_2022, "acts": f"{YEAR_2022['acts']}P,piao,2022-06-30,OIV\n"}
    cycle = "[funds]\nrisultato = 500\npremi = 100\n"
    record = run_tables("prova", tables, cycle, date(2023, 12, 31), year=2022, regulations=regulations)
    assert paid(record) == D1_HELD
    assert told(record, "l'atto P (PIAO) risulta di «OIV»") == ["warning"]
