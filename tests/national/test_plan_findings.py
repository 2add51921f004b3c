"""The Plan not adopted (art. 10 c. 5): whom an act affects, where the money goes, and what the public reads."""

from attrs import evolve
from unadopted_plan import ALL_PAID, D1_HELD, NOT_YET_FINAL, PAYS_EVERY_HOLDER, Made, paid, reason, told

from merito import plain

TWO = "id,role\nD1,manager\nD2,manager\nH1,po\nS1,staff\n"
TWO_POSTS = "id,type,holder\nPD,dirigenziale,D1\nPE,dirigenziale,D2\nPH,posizione organizzativa,H1\n"


def test_an_act_affects_those_it_names_and_releases_the_others(made: Made) -> None:
    """Reading "I-IT-15": the sum waits in the fund."""
    record = made("A,plan_omission,2022-03-01,person:D1", people=TWO, posts=TWO_POSTS, fund=700)
    assert paid(record) == {**D1_HELD, "D2": ("200.00", "200.00", "0.00")}
    reward = next(one for one in record.results.rewards if one.person == "D1")
    assert (reward.state.value, plain(reward.reason).startswith("IT-10.5: rifiutato: ha concorso")) == (
        "refused",
        True,
    )


ON_PAPER = evolve(plain, citing=False)
FREED = '"I-IT-15" = { choice = "savings", act = "L" }\n'


def test_what_is_not_due_is_savings_where_the_ente_has_adopted_it(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:D1", readings=FREED)
    assert paid(record) == {**ALL_PAID, "D1": ("0.00", "0.00", "0.00")}
    line = next(one for one in record.results.fund_lines if one.fund == "risultato")
    assert [str(one) for one in (line.amount, line.payable, line.withheld, line.savings)] == [
        "500.00",
        "200.00",
        "0.00",
        "300.00",
    ]
    assert reason(record, "D1").startswith("IT-10.5: non spetta: ha concorso")
    assert reason(record, "D1").endswith("(300,00 €)")
    assert plain(line.reason) == "premi che non spettano: 1 (D1)"


def test_a_whole_fund_that_is_not_due_is_all_savings(made: Made) -> None:
    posts = "id,type,holder\nPD,dirigenziale,D1\n"
    record = made("A,plan_omission,2022-03-01,person:D1", readings=FREED, posts=posts, fund=300)
    line = next(one for one in record.results.fund_lines if one.fund == "risultato")
    assert [str(one) for one in (line.payable, line.withheld, line.savings)] == ["0.00", "0.00", "300.00"]


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
    assert [(one.subject, str(one.payable)) for one in rewards if one.person == "D1"] == [
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


def test_an_affected_manager_s_pay_without_a_post_is_refused_and_another_post_is_paid(made: Made) -> None:
    """A manager's result pay may name no post: having also been a holder does not release it."""
    record = made(
        "A,plan_omission,2022-03-01,person:D1", posts=BOTH_POSTS, code=MANAGER_WITHOUT_POST, **BOTH | {"fund": 500}
    )
    assert [
        (one.subject, str(one.payable), str(one.withheld)) for one in record.results.rewards if one.person == "D1"
    ] == [
        ("", "0.00", "300.00"),
        ("position:PH", "200.00", "0.00"),
    ]


def test_what_waits_for_no_post_waits_too(made: Made) -> None:
    record = made(posts=BOTH_POSTS, code=MANAGER_WITHOUT_POST, **BOTH | {"fund": 500})
    assert [(one.subject, str(one.payable)) for one in record.results.rewards if one.person == "D1"] == [
        ("", "0.00"),
        ("position:PH", "200.00"),
    ]


def test_who_followed_on_the_post_of_a_struck_manager_is_paid(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:D1", posts=BOTH_POSTS, code=A_SUCCESSOR, **BOTH)
    assert [(one.person, one.subject, str(one.payable)) for one in record.results.rewards if one.tool == "result"] == [
        ("D1", "position:PD", "0.00"),
        ("D1", "position:PH", "200.00"),
        ("D2", "position:PD", "100.00"),
    ]


def test_the_line_on_paper_counts_who_is_struck_and_says_nothing_of_why(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:D1", posts=BOTH_POSTS, code=A_SUCCESSOR, **BOTH)
    line = next(one for one in record.results.fund_lines if one.fund == "risultato")
    assert ON_PAPER(line.reason).startswith("premi rifiutati: 1; ")


A_POST_IN_ERROR = f"""
from merito import plain, plain, Phase
from merito.kit import told
{PAYS_EVERY_HOLDER}
@hookimpl
@rule("X-1")
def merito_check_rewards(step: Step) -> Results | None:
    return Results(findings=(told("error", "X-1", "la scheda manca", "position:PH", phase=Phase.REWARDS),))
"""


def test_what_is_wrong_with_a_post_that_is_paid_is_told_of_no_holder_on_paper(made: Made) -> None:
    record = made("P,performance_plan,2021-01-28", code=A_POST_IN_ERROR)
    line = next(one for one in record.results.fund_lines if one.fund == "risultato")
    assert ON_PAPER(line.reason) == "premi rifiutati: 1"
