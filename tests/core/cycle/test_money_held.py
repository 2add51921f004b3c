"""Money that may not be paid yet: refusals, figures that are not final, readings without an adopting act."""

from collections.abc import Callable

import pytest
from attrs import evolve
from held_money import DATA, READINGS
from small_plugins import ONE_TOOL, Install, RunIn, WriteEnte

from merito import plain
from merito.testing import Record

CODE = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    scores = (
        PersonScore(person="P1", score=80, maximum=100, rules=("X-1",)),
        PersonScore(person="P2", score=70, maximum=100, rules=("X-1",), {score}),
    )
    return Results(scores=scores, findings=({finding}))

@hookimpl
@rule("X-1", "I-1")
def merito_rewards(step: Step) -> Results | None:
    shared = step.readings["I-1"].choice == "shared"
    due = {{"P1": Decimal("{first}"), "P2": Decimal("{second}")}}
    if {tied} and shared:
        due = {{"P1": Decimal("600.00"), "P2": Decimal("400.00")}}
    scores = {{score.person: score for score in step.so_far.scores}}
    rewards = tuple(
        Reward(person=person, tool="annual", fund="premi", item="annual", due=amount, {reward}
               rules=("X-1",), rests_on=(scores[person],))
        for person, amount in due.items()
    )
    saved = Decimal("1000.00") - sum(due.values())
    line = FundLine(fund="premi", item="annual", of="fondo", amount=Decimal("1000.00"), savings=saved, rules=("X-1",), {line})
    return Results(rewards=rewards, fund_lines=(line,))
"""
PLAIN = {"score": "", "finding": "", "first": "600.00", "second": "400.00", "tied": "False", "reward": "", "line": ""}


@pytest.fixture
def pay(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Callable[..., Record]:
    """Runs an ente whose two people share 1,000 euro; the words change the rule."""

    def run(**words: str) -> Record:
        files = {"inputs.toml": ONE_TOOL, "interpretations.toml": READINGS}
        regulations = install("prova", CODE.format(**PLAIN | words), files=files)
        return run_in(write_ente("prova", DATA), regulations)

    return run


def paid(record: Record) -> dict[str, tuple[str, str]]:
    return {row.person: (str(row.payable), row.state.value) for row in record.results.rewards}


def line(record: Record) -> tuple[str, str, str]:
    only = record.results.fund_lines[0]
    return str(only.payable), str(only.withheld), str(only.savings)


def test_without_anything_that_holds_it_money_is_paid(pay: Callable[..., Record]) -> None:
    record = pay()
    assert paid(record) == {"P1": ("600.00", "final"), "P2": ("400.00", "final")}
    assert line(record) == ("1000.00", "0.00", "0.00")


def test_a_line_that_its_rule_calls_not_final_is_withheld_whole_with_its_savings(pay: Callable[..., Record]) -> None:
    waits = 'state=State.BLOCKED, reason="la conferenza deve cambiare le fasce"'
    record = pay(second="300.00", line=waits)
    assert line(record) == ("0.00", "1000.00", "0.00")
    assert paid(record) == {"P1": ("0.00", "withheld"), "P2": ("0.00", "withheld")}
    assert plain(record.results.fund_lines[0].reason) == "la conferenza deve cambiare le fasce"


ERROR = 'Finding(severity="error", phase=Phase.EVALUATION, rule="X-1", {about} message="11 punti, al massimo 10"),'


def test_an_error_about_a_person_refuses_that_person_alone(pay: Callable[..., Record]) -> None:
    record = pay(finding=ERROR.format(about='subject="person:P2",'))
    assert paid(record) == {"P1": ("600.00", "final"), "P2": ("0.00", "refused")}
    assert plain(record.results.rewards[1].reason) == "X-1: rifiutato: 11 punti, al massimo 10"
    assert line(record) == ("600.00", "400.00", "0.00")


ON_PAPER = evolve(plain, citing=False)


def test_the_line_tells_the_office_whose_prize_is_refused_and_why_and_paper_only_how_many(
    pay: Callable[..., Record],
) -> None:
    record = pay(finding=ERROR.format(about='subject="person:P2",'))
    reason = record.results.fund_lines[0].reason
    assert plain(reason) == ("premi rifiutati: 1 (P2: X-1: rifiutato: 11 punti, al massimo 10)")
    assert ON_PAPER(reason) == "premi rifiutati: 1"


NOT_FINAL = 'state=State.PROVISIONAL, reason="manca il fattore comportamenti di P2"'


def test_the_line_on_paper_counts_who_is_refused_and_who_is_not_final(pay: Callable[..., Record]) -> None:
    record = pay(finding=ERROR.format(about='subject="person:P1",'), score=NOT_FINAL)
    assert ON_PAPER(record.results.fund_lines[0].reason) == (
        "premi rifiutati: 1; premi che poggiano su figure non definitive: 1"
    )


def test_the_line_on_paper_counts_a_person_refused_twice_or_not_final_too_once(pay: Callable[..., Record]) -> None:
    errors = [ERROR.format(about=f'subject="person:{person}",') for person in ("P1", "P2", "P2")]
    record = pay(finding="".join(errors), score=NOT_FINAL)
    assert ON_PAPER(record.results.fund_lines[0].reason) == "premi rifiutati: 2"


def test_the_line_on_paper_tells_a_prize_that_waits_because_its_evaluation_was_refused(
    pay: Callable[..., Record],
) -> None:
    waits = 'state=State.PROVISIONAL, reason="valutazione rifiutata",'
    refused = pay(score="state=State.REFUSED", reward=waits)
    assert [str(row.payable) for row in refused.results.rewards] == ["0.00", "0.00"]
    told = "premi non definitivi: 1; premi che poggiano su figure rifiutate: 1"
    assert ON_PAPER(refused.results.fund_lines[0].reason) == told


def test_a_prize_of_nothing_is_not_counted_among_those_that_wait(pay: Callable[..., Record]) -> None:
    record = pay(finding=ERROR.format(about='subject="person:P1",'), score=NOT_FINAL, first="600.00", second="0.00")
    assert ON_PAPER(record.results.fund_lines[0].reason) == "premi rifiutati: 1"


def test_an_error_about_a_tool_found_late_holds_the_whole_tool(pay: Callable[..., Record]) -> None:
    record = pay(finding=ERROR.format(about='tool="annual",'))
    assert paid(record) == {"P1": ("0.00", "refused"), "P2": ("0.00", "refused")}
    assert line(record) == ("0.00", "1000.00", "0.00")


def test_an_error_about_another_person_or_tool_holds_nothing(pay: Callable[..., Record]) -> None:
    record = pay(finding=ERROR.format(about='subject="person:P3",'))
    assert line(record) == ("1000.00", "0.00", "0.00")


@pytest.mark.parametrize("state", ["PROVISIONAL", "NOT_MEASURED", "BLOCKED"])
def test_a_prize_that_rests_on_a_figure_that_is_not_final_is_not_paid(pay: Callable[..., Record], state: str) -> None:
    record = pay(score=f'state=State.{state}, reason="manca il fattore comportamenti"')
    assert paid(record) == {"P1": ("600.00", "final"), "P2": ("0.00", "withheld")}
    assert plain(record.results.rewards[1].reason) == "manca il fattore comportamenti"


def test_a_prize_that_its_rule_calls_provisional_is_not_paid(pay: Callable[..., Record]) -> None:
    record = pay(reward='state=State.PROVISIONAL, reason="manca un punteggio",')
    assert line(record) == ("0.00", "1000.00", "0.00")


def test_savings_wait_too_where_an_open_reading_would_pay_somebody(pay: Callable[..., Record]) -> None:
    record = pay(tied="True", first="0.00", second="0.00")
    assert line(record) == ("0.00", "1000.00", "0.00")
    assert plain(record.results.fund_lines[0].reason).startswith("I-1: lettura non ancora adottata")
    told = [(row.state.value, [str(one) for one in row.alternative]) for row in record.results.rewards]
    assert told == [("withheld", ["I-1=shared: 600.00"]), ("withheld", ["I-1=shared: 400.00"])]


def test_what_is_wrong_with_an_evaluation_does_not_hold_the_pay_of_a_post(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    finding = 'Finding(severity="error", phase=Phase.EVALUATION, rule="X-1", subject="person:P1", message="punti"),'
    code = CODE.format(**PLAIN | {"finding": finding})
    held = {}
    for pays in ("merit", "post"):
        inputs = ONE_TOOL.replace("[tools.annual]", f'[tools.annual]\npays = "{pays}"')
        regulations = install(f"prova_{pays}", code, files={"inputs.toml": inputs, "interpretations.toml": READINGS})
        record = run_in(write_ente(f"prova_{pays}", DATA, name=f"ente-{pays}"), regulations, ente=f"ente-{pays}")
        held[pays] = {row.person: str(row.withheld) for row in record.results.rewards}
    assert held == {"merit": {"P1": "600.00", "P2": "0.00"}, "post": {"P1": "0.00", "P2": "0.00"}}


BANDED = """
@hookimpl
@rule("X-1", "I-1")
def merito_rewards(step: Step) -> Results | None:
    parts = {"alta": Decimal("600.00"), "bassa": Decimal("400.00")}
    due = step.choose("I-1", nobody=Decimal("0.00"), shared=parts["alta"])
    bands = {
        name: Band(ranking="r", band=name, places=1, people=0, pool=part, savings=part,
                   rules=("X-1",)) for name, part in parts.items()
    }
    lines = tuple(
        FundLine(fund="premi", item=name, of="fondo", amount=part, savings=part - due if name == "alta" else part,
                 rests_on=(bands[name],), rules=("X-1",))
        for name, part in parts.items()
    )
    paid = Reward(person="P1", tool="annual", fund="premi", item="alta", due=due, rules=("X-1",), rests_on=())
    return Results(fund_lines=lines, bands=tuple(bands.values()), rewards=(paid,) if due else ())
"""


def test_a_band_whose_line_is_withheld_whole_is_withheld_too_and_saves_nothing(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    files = {"inputs.toml": ONE_TOOL, "interpretations.toml": READINGS}
    record = run_in(write_ente("prova", DATA), install("prova", BANDED, files=files))
    told = {band.band: (str(band.savings), band.state.value) for band in record.results.bands}
    assert told == {"alta": ("0.00", "withheld"), "bassa": ("400.00", "final")}
    assert {row.item: row.state.value for row in record.results.fund_lines} == {"alta": "withheld", "bassa": "final"}


DOUBT = (
    'Finding(severity="error", phase=Phase.EVALUATION, rule="X-1", subject="person:P1", message="0,5 su 100", '
    'shared=True, to_person="il punteggio è da controllare"),'
)


def test_nothing_due_by_data_in_doubt_leaves_no_final_savings(pay: Callable[..., Record]) -> None:
    record = pay(finding=DOUBT, first="0.00", second="0.00")
    assert line(record) == ("0.00", "1000.00", "0.00")
    assert paid(record) == {"P1": ("0.00", "refused"), "P2": ("0.00", "withheld")}


def test_of_a_tool_that_does_not_say_how_its_sums_depend_all_wait_for_a_doubt(pay: Callable[..., Record]) -> None:
    record = pay(finding=DOUBT, first="500.00", second="400.00")
    assert line(record) == ("0.00", "1000.00", "0.00")
    assert paid(record) == {"P1": ("0.00", "refused"), "P2": ("0.00", "withheld")}


def test_a_person_in_doubt_is_told_what_is_in_doubt_and_not_what_the_ente_has_to_type(
    pay: Callable[..., Record],
) -> None:
    record = pay(finding=DOUBT)
    reasons = {row.person: plain(row.reason) for row in record.results.rewards}
    assert reasons["P1"] == "X-1: il punteggio è da controllare"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            {"score": 'state=State.NOT_MEASURED, lacks=("comportamenti",)'},
            "X-1: la valutazione di P2 non è definitiva: manca comportamenti; chi valuta la completa e la comunica "
            "prima che si liquidi",
        ),
        ({"reward": "state=State.PROVISIONAL,"}, "X-1: la sua regola non la dà per definitiva e non dice che cosa "),
    ],
)
def test_a_hold_whose_rule_says_nothing_tells_what_is_missing_and_who_gives_it(
    pay: Callable[..., Record], words: dict[str, str], told: str
) -> None:
    second = pay(**words).results.rewards[1]
    assert (str(second.payable), plain(second.reason)[: len(told)]) == ("0.00", told)


def test_a_line_whose_rule_says_nothing_tells_who_finds_out(pay: Callable[..., Record]) -> None:
    reason = pay(line="state=State.BLOCKED").results.fund_lines[0].reason
    assert plain(reason).endswith("chi liquida lo accerta prima")
