"""National base, regulation, an ente's own rules: what adds up, and what replaces what."""

from decimal import Decimal

import pytest
from small_plugins import DECLARES_GATES, HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import PluginError, plain
from merito.testing import Record

OWN_BONUS = """
from decimal import Decimal
from merito import Results, Reward, Step, hookimpl, rule

@hookimpl
@rule("L-1")
def merito_rewards(step: Step) -> Results | None:
    if step.tool != "bonus":
        return None
    return Results(rewards=(
        Reward(person="P2", tool="bonus", fund="premi", item="bonus", due=Decimal("500.00"), rules=("L-1",), rests_on=()),
    ))
"""
LOCAL_RULES = """
["L-1"]
article = "Delibera 7 del 2021, art. 2"
phase = "e"
kind = "computation"
text = "Il bonus va a P2."
status = "computed"
"""


def rewards(record: Record) -> list[tuple[str, str, Decimal]]:
    return [(row.tool, row.person, row.payable) for row in record.results.rewards]


def test_an_ente_s_own_rules_replace_one_tool_and_do_not_pay_twice(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    own = {**PREMI_1000, "regole/rules.py": OWN_BONUS, "regole/rules.toml": LOCAL_RULES}
    record = run_in(write_ente("prova", own, 'rules = "regole"\n'), regulations)
    assert rewards(record) == [("annual", "P1", Decimal("500.00")), ("bonus", "P2", Decimal("500.00"))]
    assert [line.payable for line in record.results.fund_lines] == [Decimal("500.00")] * 2


def test_rules_of_an_ente_that_its_config_does_not_name_are_not_run(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    root = write_ente(
        "prova", {**PREMI_1000, "regole/rules.py": "raise SystemExit('run')", "regole/rules.toml": LOCAL_RULES}
    )
    assert rewards(run_in(root, regulations))[1] == ("bonus", "P1", Decimal("500.00"))


OWN_REFUSED = {
    "import merito_bergamo\n": "importa «merito_bergamo»",
    "from merito_bergamo.dashboards import merito_roll_up\n": "importa «merito_bergamo.dashboards»",
    "from merito.cycle import run\n": "importa «merito.cycle»",
    "import merito.outputs.writer\n": "importa «merito.outputs.writer»",
    "def broken(:\n": "non è Python che si possa leggere",
    "raise ValueError('no')\n": "non si può caricare: ValueError('no')",
    OWN_BONUS.replace("L-1", "L-2"): "@rule(«L-2») non è né una regola né una lettura. Forse «L-1»?",
}


@pytest.mark.usefixtures("in_italian")
@pytest.mark.parametrize("code", OWN_REFUSED, ids=OWN_REFUSED.get)
def test_an_ente_s_own_rules_are_refused_for(install: Install, write_ente: WriteEnte, run_in: RunIn, code: str) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    root = write_ente(
        "prova", {**PREMI_1000, "regole/rules.py": code, "regole/rules.toml": LOCAL_RULES}, 'rules = "regole"\n'
    )
    with pytest.raises(PluginError) as refusal:
        run_in(root, regulations)
    assert OWN_REFUSED[code] in str(refusal.value)


def test_an_ente_s_own_rules_may_import_their_own_regulation(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    own = {**PREMI_1000, "regole/rules.py": "import merito_prova.only\n" + OWN_BONUS, "regole/rules.toml": LOCAL_RULES}
    assert rewards(run_in(write_ente("prova", own, 'rules = "regole"\n'), regulations))[1][1] == "P2"


IMPLEMENTS = """
["X-1"]
article = "art. 1"
phase = "e"
kind = "gate"
text = "Nessun premio prima dell'approvazione della Giunta."
status = "checked"
implements = "IT-14.6"
"""
ITS_OWN = '(Gate(phase=Phase.REWARDS, needs=needs, rules=("X-1",)),)'


def gates(record: Record) -> list[tuple[str, ...]]:
    return [state.gate.rules for state in record.gates]


def test_a_gate_stands_in_place_of_the_national_one_that_it_implements(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = DECLARES_GATES.format(gates=ITS_OWN)
    regulations = install("prova", code, rules=IMPLEMENTS, files={"inputs.toml": TWO_TOOLS})
    assert gates(run_in(write_ente("prova", {}), regulations)) == [("X-1",)]


def test_a_rule_that_implements_a_gate_but_returns_none_leaves_the_national_one(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install(
        "prova", DECLARES_GATES.format(gates="()"), rules=IMPLEMENTS, files={"inputs.toml": TWO_TOOLS}
    )
    assert gates(run_in(write_ente("prova", {}), regulations)) == [("IT-14.6", "I-IT-02")]


def test_a_gate_that_implements_nothing_is_added_to_the_national_one(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    rules = IMPLEMENTS.replace('implements = "IT-14.6"\n', "")
    regulations = install("prova", DECLARES_GATES.format(gates=ITS_OWN), rules=rules, files={"inputs.toml": TWO_TOOLS})
    assert gates(run_in(write_ente("prova", {}), regulations)) == [("IT-14.6", "I-IT-02"), ("X-1",)]


def test_for_a_municipality_the_national_gate_is_a_reading_that_it_may_adopt_otherwise(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", files={"inputs.toml": TWO_TOOLS})
    adopted = '[readings]\n"I-IT-02" = { choice = "not_binding", act = "A" }\n'
    root = write_ente("prova", {"2021/acts.csv": "id,kind,date,body\nA,approval,2021-01-05,Giunta\n"}, adopted)
    assert gates(run_in(root, regulations)) == []


def test_a_regulation_sets_a_national_term_and_is_cited_for_it(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    own = '[report_deadline]\nlabel = "Relazione"\nkind = "day"\nrule = "X-1"\nvalues = { always = "05-31" }\n'
    regulation = (
        "from merito import Edition, Regulation\nregulation = Regulation(name='prova', title='', acts=(), "
        "package='merito_prova', editions=(Edition(name='', since=2010),), modules=(), "
        "ente_kind='chamber_of_commerce')\n"
    )
    regulations = install("prova", files={"parameters.toml": own}, regulation=regulation)
    found = run_in(write_ente("prova", {}), regulations).deadlines
    assert [(str(at.deadline.due), at.deadline.rules) for at in found] == [
        ("2021-01-31", ("IT-10.1a",)),
        ("2022-06-30", ("IT-10.1bv",)),
        ("2022-05-31", ("X-1",)),
    ]


def test_national_terms_do_not_bind_a_kind_of_ente_that_they_do_not_name(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    assert run_in(write_ente("prova", {}), install("prova")).deadlines == ()


GRADES = """
@hookimpl
@rule("X-1")
def merito_indicator_grades(step: Step) -> Results | None:
    return {answer}

@hookimpl
@rule("X-1")
def merito_check_parameters(step: Step) -> Results | None:
    found = Finding(severity="warning", phase=Phase.EVALUATION, rule="X-1", message="del regolamento")
    return Results(findings=(found,))
"""
OWN_CHECK = """
from merito import Finding, Phase, Results, Step, hookimpl, rule

@hookimpl
@rule("L-1")
def merito_check_parameters(step: Step) -> Results | None:
    return Results(findings=(Finding(severity="warning", phase=Phase.EVALUATION, rule="L-1", message="dell'ente"),))
"""
INDICATOR = {
    "2021/indicators.csv": "id,title,target\nA,A,10\n",
    "2021/measures.csv": "indicator,at,value\nA,final,5\n",
}
ANSWERS = {
    "None": [50],
    "Results()": [],
    'Results(grades=(Grade(scope="indicator", id="A", value=Fraction(7), rules=("X-1",)),))': [7],
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_hook_that_computes_is_replaced_whole_by_the_latest_layer_that_answers(
    install: Install, write_ente: WriteEnte, run_in: RunIn, answer: str
) -> None:
    code = "from fractions import Fraction\n" + GRADES.format(answer=answer)
    record = run_in(write_ente("prova", INDICATOR), install("prova", code))
    assert [grade.value for grade in record.results.grades] == ANSWERS[answer]


def test_checks_of_all_layers_add_up(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    own = {**INDICATOR, "regole/rules.py": OWN_CHECK, "regole/rules.toml": LOCAL_RULES}
    root = write_ente("prova", own, 'rules = "regole"\n')
    record = run_in(root, install("prova", GRADES.format(answer="None")))
    told = [plain(finding.message) for finding in record.results.findings if not finding.rule.startswith("IT-")]
    assert told == ["del regolamento", "dell'ente"]


OWN_CASCADE = """
from merito import Carried, Results, Step, hookimpl, rule

@hookimpl
@rule("L-1")
def merito_cascade(step: Step) -> Results | None:
    return Results(cascade=(Carried(indicator="A", dashboard="S", link="indirect", rules=("L-1",)),))
"""


def test_a_hook_that_computes_is_replaced_whole_by_the_latest_layer(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = """
@hookimpl
@rule("X-1")
def merito_cascade(step: Step) -> Results | None:
    return Results(cascade=(Carried(indicator="A", dashboard="S", rules=("X-1",)),))
"""
    own = {"regole/rules.py": OWN_CASCADE, "regole/rules.toml": LOCAL_RULES}
    record = run_in(write_ente("prova", own, 'rules = "regole"\n'), install("prova", code))
    assert [(row.link, row.rules) for row in record.results.cascade] == [("indirect", ("L-1",))]
