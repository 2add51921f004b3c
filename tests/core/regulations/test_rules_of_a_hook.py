"""Several functions of one module implement one hook, each under its own name: rows, tools, and what is missing."""

from decimal import Decimal

import pytest
from small_plugins import PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import PluginError, plain
from merito.regulations import PluginFaultError
from merito.testing import Record
from merito.testing.conformance import Subject, lines_of, told_by

ITERATOR = "from collections.abc import Iterator\n"
HALVES = (
    ITERATOR
    + """
@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Iterator[FundLine]:
    half = step.dossier.funds["premi"].euro / 2
    yield FundLine(fund="premi", item="annual", amount=half, rules=("X-1",))
    yield FundLine(fund="premi", item="bonus", amount=half, rules=("X-1",))

@hookimpl(specname="merito_rewards")
@rule("X-1", tool="annual")
def the_annual_prize(step: Step) -> Iterator[Reward]:
    yield Reward(person="P1", tool="annual", fund="premi", item="annual", due=Decimal("500.00"), rules=("X-1",), rests_on=())

@hookimpl(specname="merito_rewards")
@rule("X-1", tool="bonus")
def the_bonus(step: Step) -> Iterator[Reward | Finding]:
    yield Reward(person="P2", tool="bonus", fund="premi", item="bonus", due=Decimal("500.00"), rules=("X-1",), rests_on=())
    yield told("info", "X-1", "un bonus", "person:P2", phase=Phase.REWARDS)
"""
)
FILES = {"inputs.toml": TWO_TOOLS}


def paid(record: Record) -> list[tuple[str, str, Decimal]]:
    return [(row.tool, row.person, row.payable) for row in record.results.rewards]


def test_a_rule_that_names_its_tool_is_asked_about_it_alone(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    record = run_in(write_ente("prova", PREMI_1000), install("prova", HALVES, files=FILES))
    assert paid(record) == [("annual", "P1", Decimal("500.00")), ("bonus", "P2", Decimal("500.00"))]
    assert [plain(one.message) for one in record.results.findings if one.rule == "X-1"] == ["un bonus"]


MISSING = """
[least]
label = "Minimo"
kind = "money"
cites = "art. 1"
ente_may_set = true
"""
TWO_CHECKS = (
    ITERATOR
    + """
@hookimpl(specname="merito_check_plan")
@rule("X-1")
def the_least(step: Step) -> Iterator[Finding]:
    yield told("info", "X-1", "detto prima")
    step.parameters.money("least")

@hookimpl(specname="merito_check_plan")
@rule("X-1")
def something_else(step: Step) -> Iterator[Finding]:
    yield told("info", "X-1", "il resto vale")
"""
)


def test_a_missing_parameter_blocks_its_rule_and_not_the_others_of_the_module(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", TWO_CHECKS, files={"parameters.toml": MISSING})
    record = run_in(write_ente("prova", {}), regulations)
    assert [plain(one.message) for one in record.results.findings if one.rule == "X-1"] == ["il resto vale"]
    assert any(one.subject == "parameter:least" for one in record.results.findings)


def test_a_fault_is_told_under_the_name_of_its_rule(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    code = TWO_CHECKS.replace('yield told("info", "X-1", "il resto vale")', "yield 1 / 0")
    regulations = install("prova", code, files={"parameters.toml": MISSING})
    with pytest.raises(PluginFaultError, match=r"merito_prova\.only: something_else: raised ZeroDivisionError"):
        run_in(write_ente("prova", {}), regulations)


def test_a_rule_of_another_module_that_is_only_imported_is_not_asked_twice(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulation = """from merito import Edition, Regulation
regulation = Regulation(
    name="prova", title="Prova", package="merito_prova", acts=("Atto",),
    editions=(Edition(name="prova", since=2010),), modules=("merito_prova.only", "merito_prova.further"),
    ente_kind="municipality", governing_body="Giunta",
)
"""
    files = {**FILES, "further.py": "from merito_prova.only import the_bonus\n"}
    record = run_in(write_ente("prova", PREMI_1000), install("prova", HALVES, files=files, regulation=regulation))
    assert paid(record) == [("annual", "P1", Decimal("500.00")), ("bonus", "P2", Decimal("500.00"))]


def test_a_tool_that_no_layer_has_is_refused_on_load(install: Install) -> None:
    code = HALVES.replace('tool="bonus")\ndef', 'tool="bonos")\ndef')
    with pytest.raises(PluginError, match=r"the_bonus: there is no tool 'bonos'; did you mean 'bonus'\?"):
        install("prova", code, files=FILES).stack("prova")


def test_no_rows_are_an_answer_and_none_is_not(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    regulations = install("prova", HALVES, files=FILES)
    own = """from collections.abc import Iterator
from merito import Reward, Step, hookimpl, rule

@hookimpl(specname="merito_rewards")
@rule("L-1", tool="bonus")
def no_bonus(step: Step) -> Iterator[Reward]:
    yield from ()
"""
    rules = '["L-1"]\narticle = "art. 1"\nphase = "e"\nkind = "computation"\ntext = "Niente."\nstatus = "computed"\n'
    root = write_ente("prova", {**PREMI_1000, "regole/rules.py": own, "regole/rules.toml": rules}, 'rules = "regole"\n')
    assert paid(run_in(root, regulations)) == [("annual", "P1", Decimal("500.00"))]


GATED = (
    ITERATOR
    + """
@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Iterator[Finding]:
    state = step.gate("X-1")
    yield told("info", "X-1", f"{state.open} {state.since} {len(state.reasons)}")
    yield told("info", "X-1", str(step.gate("X-9")))
    yield told("info", "X-1", str(step.due("IT-10.1a")))
"""
)


@pytest.mark.parametrize(("acts", "told"), [("", "False None 1"), ("A,approval,2021-02-10", "True 2021-02-10 0")])
def test_a_step_tells_how_a_gate_stands_and_since_when(
    install: Install, write_ente: WriteEnte, run_in: RunIn, acts: str, told: str
) -> None:
    rules = """
["X-1"]
article = "art. 1"
phase = "e"
kind = "gate"
text = "Nessun premio prima dell'approvazione."
status = "checked"
gate = { needs = [{ act = "approval" }] }
["X-9"]
article = "art. 9"
phase = "e"
kind = "gate"
text = "Questa regola non chiude nulla."
status = "checked"
"""
    root = write_ente("prova", {"2021/acts.csv": f"id,kind,date\n{acts}\n"})
    record = run_in(root, install("prova", GATED, rules=rules, files=FILES))
    found = [plain(one.message) for one in record.results.findings if one.rule == "X-1"]
    assert found == [told, "None", "2021-01-31"]


IN_DISORDER = (
    ITERATOR
    + """
@hookimpl(specname="merito_check_plan")
@rule("I-X-1")
def of_no_rule(step: Step) -> Iterator[Finding]:
    yield told("info", "X-1", "nessuna regola")

@hookimpl(specname="merito_check_plan")
@rule("X-3")
def third(step: Step) -> Iterator[Finding]:
    yield told("info", "X-3", "terza")

@hookimpl(specname="merito_check_plan")
@rule("X-2", "X-1")
def second(step: Step) -> Iterator[Finding]:
    yield told("info", "X-2", "seconda")

@hookimpl(specname="merito_check_plan")
@rule("X-1")
def first(step: Step) -> Iterator[Finding]:
    yield told("info", "X-1", "prima")

@hookimpl(specname="merito_check_plan")
@rule("I-X-1", "X-1")
def first_again(step: Step) -> Iterator[Finding]:
    yield told("info", "X-1", "prima, di nuovo")
"""
)


def test_functions_of_a_hook_run_in_the_order_of_the_rules_then_of_the_source(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    rules = "".join(
        f'["X-{number}"]\narticle = "art. {number}"\nphase = "a"\nkind = "constraint"\ntext = "Regola."\n'
        'status = "checked"\n'
        for number in (1, 2, 3)
    )
    reading = (
        '["I-X-1"]\narticle = "art. 1"\nunclear = "Non è chiaro."\nchoices = { si = "Sì.", no = "No." }\n'
        'default = "si"\nwhy = "Perché."\n'
    )
    regulations = install("prova", IN_DISORDER, rules=rules, files={"interpretations.toml": reading})
    record = run_in(write_ente("prova", {}), regulations)
    found = [plain(one.message) for one in record.results.findings if one.rule.startswith("X-")]
    assert found == ["prima", "prima, di nuovo", "seconda", "terza", "nessuna regola"]


NAMED_IN_THE_MARK = (
    ITERATOR
    + """
@rule("X-1", hook="merito_funds")
def halves(step: Step) -> Iterator[FundLine]:
    half = step.dossier.funds["premi"].euro / 2
    yield FundLine(fund="premi", item="annual", amount=half, rules=("X-1",))
    yield FundLine(fund="premi", item="bonus", amount=half, rules=("X-1",))

@rule("X-1", hook="merito_rewards", tool="annual")
def annual_prize(step: Step) -> Iterator[Reward]:
    yield Reward(person="P1", tool="annual", fund="premi", item="annual", due=Decimal("500.00"), rules=("X-1",), rests_on=())
"""
)
BONUS_APART = """from collections.abc import Iterator
from decimal import Decimal
from merito import *

@rule("X-1", hook="merito_rewards", tool="bonus")
def bonus(step: Step) -> Iterator[Reward]:
    yield Reward(person="P2", tool="bonus", fund="premi", item="bonus", due=Decimal("500.00"), rules=("X-1",), rests_on=())
"""
NO_LIST = """from merito import Edition, Regulation
regulation = Regulation(
    name="prova", title="Prova", package="merito_prova", acts=("Atto",),
    editions=(Edition(name="prova", since=2010),), {modules}ente_kind="municipality", governing_body="Giunta",
)
"""
FOUND = {
    **FILES,
    "prizes/__init__.py": "",
    "prizes/bonus.py": BONUS_APART,
    "prizes/conftest.py": "1 / 0\n",
    "tests/__init__.py": "1 / 0\n",
    "test_prova.py": "1 / 0\n",
    "__main__.py": "1 / 0\n",
}


@pytest.mark.parametrize("modules", ["", "modules=('merito_prova.only',), "])
def test_modules_are_found_in_every_folder_of_the_package_and_tests_are_not_rules(
    install: Install, write_ente: WriteEnte, run_in: RunIn, modules: str
) -> None:
    regulation = NO_LIST.format(modules=modules)
    regulations = install("prova", NAMED_IN_THE_MARK, files=FOUND, regulation=regulation)
    record = run_in(write_ente("prova", PREMI_1000), regulations)
    assert paid(record) == [("annual", "P1", Decimal("500.00")), ("bonus", "P2", Decimal("500.00"))]


def test_a_module_that_cannot_be_imported_is_told_once(install: Install) -> None:
    files = {**FILES, "prizes/__init__.py": "1 / 0\n", "prizes/bonus.py": BONUS_APART, "other.py": "import nowhere\n"}
    with pytest.raises(PluginError) as refused:
        install("prova", NAMED_IN_THE_MARK, files=files).stack("prova")
    assert list(refused.value.messages) == [
        "prova: module 'merito_prova.other' cannot be imported: ModuleNotFoundError(\"No module named 'nowhere'\")",
        "prova: module 'merito_prova.prizes' cannot be imported: ZeroDivisionError('division by zero')",
    ]


def test_the_mark_names_only_hooks_that_there_are(install: Install) -> None:
    code = NAMED_IN_THE_MARK.replace('hook="merito_funds"', 'hook="merito_found"')
    with pytest.raises(PluginError, match=r"halves: there is no hook 'merito_found'; did you mean 'merito_funds'\?"):
        install("prova", code, files=FILES).stack("prova")


def test_verify_names_the_new_form_and_holds(install: Install) -> None:
    regulations = install("prova", HALVES, files=FILES)
    told = told_by("hooks", Subject(regulations=regulations, stack=regulations.stack("prova"), cases=()))
    assert told.problems == ()
    assert [line.strip() for line in lines_of(told)][1:] == [
        "regulation.py: modules= is not needed: every module of the package is found",
        'merito_prova.only: merito_funds: in place of @hookimpl write @rule(..., hook="merito_funds")',
        'merito_prova.only: the_annual_prize: in place of @hookimpl write @rule(..., hook="merito_rewards")',
        'merito_prova.only: the_bonus: in place of @hookimpl write @rule(..., hook="merito_rewards")',
    ]
    new = install(
        "nuova", NAMED_IN_THE_MARK, files=FILES, regulation=NO_LIST.format(modules="").replace("prova", "nuova")
    )
    assert told_by("hooks", Subject(regulations=new, stack=new.stack("nuova"), cases=())).advice == ()


def test_a_fault_in_another_folder_of_the_package_is_told_at_its_own_line(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = (
        "from merito_prova.sums.halves import half\n"
        '@rule("X-1", hook="merito_check_plan")\n'
        "def halved(step: Step) -> ResultRows:\n    half(0)\n    yield from ()\n"
    )
    files = {"sums/__init__.py": "", "sums/halves.py": "def half(n):\n    return 1 / n\n"}
    regulations = install("prova", code, files=files)
    with pytest.raises(PluginFaultError, match=r"raised ZeroDivisionError\(.*\) \(halves\.py:2\)"):
        run_in(write_ente("prova", {}), regulations)
