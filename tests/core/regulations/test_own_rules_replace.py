"""If an ente's own rules answer, the regulation's code is not called; replacements and clashes are named."""

from decimal import Decimal

import pytest
from small_plugins import PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte
from trusted_rules import merito_trusting

from merito import plain
from merito.regulations import PluginFaultError
from merito.testing import Record

NAMED = 'rules = "regole"\n'
L_1 = """
["L-1"]
article = "Delibera 7 del 2021"
phase = "e"
kind = "computation"
text = "Il bonus va a P2."
status = "computed"
"""
HEAD = "from decimal import Decimal\nfrom merito import FundLine, ResultRows, Results, Reward, Step, hookimpl, rule\n"
BONUS = """
@hookimpl
@rule("L-1", tool="bonus")
def merito_rewards(step: Step) -> ResultRows:
    yield Reward(person="P2", tool="bonus", fund="premi", item="bonus", due=Decimal("500.00"), rules=("L-1",), rests_on=())
"""
HALVES = """
@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    lines = ("annual", "bonus")
    half = step.dossier.funds["premi"].euro / 2
    return Results(fund_lines=tuple(FundLine(fund="premi", item=one, amount=half, rules=("X-1",)) for one in lines))
"""
ANNUAL = """
@hookimpl
@rule("X-1", tool="annual")
def merito_rewards(step: Step) -> ResultRows:
    yield Reward(person="P1", tool="annual", fund="premi", item="annual", due=Decimal("500.00"), rules=("X-1",), rests_on=())
"""
OF_BONUS = """
@hookimpl(specname="merito_rewards")
@rule("X-1", tool="bonus")
def of_bonus(step: Step) -> ResultRows:
    {}
    yield
"""
FAULTY = OF_BONUS.format("raise ValueError('called')")
WAITING = OF_BONUS.format('step.parameters.number("unset")')
UNSET = """
[unset]
label = "Nessuno"
kind = "number"
cites = "art. 1"
ente_may_set = true
"""


def ran(install: Install, write_ente: WriteEnte, run_in: RunIn, code: str, own: str, **more: str) -> Record:
    files = {"inputs.toml": TWO_TOOLS, "parameters.toml": UNSET}
    regulations = install("prova", "from merito import ResultRows\n" + code, files=files)
    texts = {**PREMI_1000, "regole/rules.py": HEAD + own, "regole/rules.toml": L_1, **more}
    return run_in(write_ente("prova", texts, NAMED), regulations)


def paid(record: Record) -> list[tuple[str, str, Decimal]]:
    return [(row.tool, row.person, row.payable) for row in record.results.rewards]


@pytest.mark.parametrize("code", [FAULTY, WAITING], ids=["it would raise", "it would wait for a parameter"])
def test_code_that_own_rules_replace_is_not_called(
    install: Install, write_ente: WriteEnte, run_in: RunIn, code: str
) -> None:
    record = ran(install, write_ente, run_in, HALVES + ANNUAL + code, BONUS)
    assert paid(record) == [("annual", "P1", Decimal("500.00")), ("bonus", "P2", Decimal("500.00"))]
    assert not [one for one in record.results.findings if "unset" in plain(one.message)]


def test_where_own_rules_have_no_answer_it_is_called(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    nothing = '\n@hookimpl\n@rule("L-1")\ndef merito_rewards(step: Step) -> Results | None:\n    return None\n'
    with pytest.raises(PluginFaultError, match=r"of_bonus: raised ValueError\('called'\)"):
        ran(install, write_ente, run_in, HALVES + ANNUAL + FAULTY, nothing)


WHOLE = """
@hookimpl
@rule("L-1")
def merito_funds(step: Step) -> ResultRows:
    for fund in step.dossier.funds:
        if fund.id in {funds}:
            yield FundLine(fund=fund.id, item="tutto", amount=fund.euro, rules=("L-1",))
"""
TWO_FUNDS = TWO_TOOLS + '[funds.altri]\nlabel = "altri"\ntitle = "Altri"\ncites = "art. 1"\n'


THEIRS = """
@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    {}
    return Results(fund_lines=tuple(
        FundLine(fund=fund.id, item="loro", amount=fund.euro, rules=("X-1",)) for fund in step.dossier.funds
    ))
"""


@pytest.mark.parametrize(
    ("funds", "theirs", "items"),
    [
        (("premi", "altri"), 'raise ValueError("called")', {"premi": "tutto", "altri": "tutto"}),
        (("premi",), "", {"premi": "tutto", "altri": "loro"}),
    ],
)
def test_the_division_of_a_fund_is_asked_of_the_regulation_while_a_fund_is_left(
    install: Install,
    write_ente: WriteEnte,
    run_in: RunIn,
    funds: tuple[str, ...],
    theirs: str,
    items: dict[str, str],
) -> None:
    regulations = install("prova", THEIRS.format(theirs), files={"inputs.toml": TWO_FUNDS})
    texts = {
        **PREMI_1000,
        "2021/cycle.toml": "[funds]\npremi = 1000\naltri = 10\n",
        "regole/rules.py": HEAD + WHOLE.format(funds=funds),
        "regole/rules.toml": L_1,
    }
    record = run_in(write_ente("prova", texts, NAMED), regulations)
    assert {line.fund: line.item for line in record.results.fund_lines} == items


TWICE = """
@hookimpl
@rule("L-1", tool="bonus")
def merito_rewards(step: Step) -> ResultRows:
    yield FundLine(fund="premi", item="annual", amount=Decimal("500.00"), rules=("L-1",))
"""


@pytest.mark.usefixtures("in_italian")
def test_two_rows_of_one_key_say_who_gave_the_first(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    with pytest.raises(PluginFaultError) as fault:
        ran(install, write_ente, run_in, HALVES + ANNUAL, TWICE)
    told = "regole proprie: merito_rewards: fund_lines: ('premi', 'annual') è già di prova (merito_funds)"
    assert str(fault.value) == told


SAVED_TOO_MUCH = """
@hookimpl
@rule("L-1", tool="bonus")
def merito_rewards(step: Step) -> ResultRows:
    yield Reward(person="P2", tool="bonus", fund="premi", item="nessuna", due=Decimal("1.00"), rules=("L-1",), rests_on=())
"""


@pytest.mark.usefixtures("in_italian")
def test_money_that_does_not_hold_names_own_rules(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    with pytest.raises(PluginFaultError, match=r"^regole proprie: merito_rewards: .* che non è una voce di un fondo"):
        ran(install, write_ente, run_in, HALVES + ANNUAL, SAVED_TOO_MUCH)


@pytest.mark.long
def test_what_is_replaced_is_told_by_name(install: Install, write_ente: WriteEnte) -> None:
    install("prova", "from merito import ResultRows\n" + HALVES + ANNUAL + FAULTY, files={"inputs.toml": TWO_TOOLS})
    approval = '[acts.approval]\nlabel = "approvazione"\ntitle = "Approvazione"\ncites = "Delibera 7"\n'
    texts = {"regole/rules.py": HEAD + BONUS, "regole/rules.toml": L_1, "regole/inputs.toml": approval}
    told = merito_trusting("check", write_ente("prova", texts, NAMED)).output
    assert [line for line in told.splitlines() if "al posto di" in line] == [
        "prova: regole proprie dell'ente, al posto di «prova»: i premi dello strumento «bonus» (in luogo di "
        "merito_prova.only.of_bonus); l'atto approvazione"
    ]


def test_an_ente_without_own_rules_replaces_nothing(install: Install, write_ente: WriteEnte) -> None:
    install("prova", HALVES, files={"inputs.toml": TWO_TOOLS})
    assert "al posto di" not in merito_trusting("check", write_ente("prova", {})).output
