"""The conformance suite is proved on plugins made wrong on purpose, one for each check: that check alone fails, and says why.

All are the same small regulation: points make a score of 100, who reaches the threshold has an equal part of the fund.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from merito.cli import app
from merito.regulations import Regulations
from merito.testing.conformance import CHECKS, problems_of, subject_of
from merito.testing.enti import installed

RULES = """
["X-1"]
article = "art. 1"
phase = "d"
kind = "computation"
text = "Il punteggio è la somma dei punti."
status = "computed"
["X-2"]
article = "art. 2"
phase = "e"
kind = "computation"
text = "Chi raggiunge la soglia ha una parte uguale del fondo."
status = "computed"
"""
PARAMETERS = """
[threshold]
label = "Soglia"
kind = "number"
cites = "art. 2"
values = { 2010-01-01 = 60 }
"""
INTERPRETATIONS = """
["I-X-1"]
article = "art. 2"
unclear = "Se chi è proprio alla soglia la raggiunga."
default = "reaches"
why = "Raggiungere comprende il punto d'arrivo."
must_adopt = false
["I-X-1".choices]
reaches = "La raggiunge."
passes = "Deve passarla."
"""
INPUTS = """
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 2"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 2"
fund = "premi"
never_less = true
"""
CODE = '''
from fractions import Fraction
from merito.numbers import HUNDRED, product, quotient, split_down


@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    """The points of everybody, over their maximum."""
    return Results(scores=tuple(_score(step, person) for person in step.dossier.people))


def _score(step: Step, person: Person) -> PersonScore:
    rows = [row for row in step.dossier.ratings if row.person == person.id]
    whole = sum((row.max or 0 for row in rows), Decimal(0))
    points = sum((row.points for row in rows), Decimal(0))
    known = 0 < whole
    score = quotient(product(points, HUNDRED), whole) if known and points <= whole else None
    return PersonScore(
        person=person.id,
        score=score,
        maximum=HUNDRED,
        state=State.NOT_MEASURED if score is None else State.FINAL,
        reason="" if known else "nessun punteggio",
        rules=("X-1",),
        basis=Basis(inputs=(person, *rows)),
    )


@hookimpl
@rule("X-2", "I-X-1")
def merito_rewards(step: Step) -> Results | None:
    """An equal part for everybody at the threshold; the cents that are left are savings."""
    whole = step.so_far.line("premi", "fondo")
    waiting = any(row.state is State.NOT_MEASURED for row in step.so_far.scores)
    if whole is None or waiting:
        return None
    threshold = step.parameters.number("threshold")
    choice = step.readings["I-X-1"].choice
    passing = [row for row in step.so_far.scores if row.score is not None and row.score <= HUNDRED]
    inside = [row for row in passing if row.score > threshold.value or (choice == "reaches" and row.score == threshold.value)]
    basis = Basis(parameters=(threshold,))
    if not inside:
        saved = FundLine(fund="premi", item="premi", of="fondo", amount=whole.amount, savings=whole.amount, rules=("X-2",), basis=basis)
        return Results(fund_lines=(saved,))
    parts, left = split_down(whole.amount, {row.person: 1 for row in inside})
    line = FundLine(fund="premi", item="premi", of="fondo", amount=whole.amount, savings=left, rules=("X-2",), basis=basis)
    rewards = tuple(
        Reward(person=row.person, tool="annual", fund="premi", item="premi", due=parts[row.person], rules=("X-2",), rests_on=(row, line), basis=Basis(parameters=(threshold,)))
        for row in inside
    )
    return Results(fund_lines=(line,), rewards=rewards)
'''
CASES = """
regulation = "prova"
[common]
cycle = '''
[funds]
premi = 100
'''
[common.tables]
people = '''
id,unit
P1,
P2,
P3,
'''
acts = '''
id,kind,date
R,performance_report,2022-05-01
V,report_validation,2022-05-02
'''
ratings = '''
person,factor,points,max
P1,a,80,100
P2,a,60,100
P3,a,59,100
'''
[[case]]
title = "two of three reach the threshold, one just"
rules = ["X-1", "X-2"]
[case.expect]
scores = [["P1", "80", "", "final"]]
rewards = [["P2", "annual", "50.00", "50.00", "0.00", "final"]]
no_rewards = [["P3"]]
"""
FILES = {
    "rules.toml": RULES,
    "parameters.toml": PARAMETERS,
    "interpretations.toml": INTERPRETATIONS,
    "inputs.toml": INPUTS,
    "text.toml": '[""]\nart = "1-2"\n',
}


@pytest.fixture
def found(install: Callable[..., Regulations], tmp_path: Path) -> Callable[..., Mapping[str, list[str]]]:
    """What every check finds in the regulation with some texts of a file replaced by others."""

    def problems(
        file: str = "", old: str = "", new: str = "", checks: tuple[str, ...] = tuple(CHECKS)
    ) -> Mapping[str, list[str]]:
        texts = {**FILES, "only.py": CODE, "cases.toml": CASES}
        if file:
            assert texts[file].count(old) >= 1, f"{old!r} is not in {file}"
            texts[file] = texts[file].replace(old, new)
        folder = tmp_path / "cases"
        folder.mkdir()
        (folder / "cases.toml").write_text(texts.pop("cases.toml"))
        code = texts.pop("only.py")
        regulations = install("prova", code, rules=texts.pop("rules.toml"), files=texts)
        subject = subject_of("prova", folder, 60, regulations)
        return {name: told for name in checks if (told := problems_of(name, subject))}

    return problems


def test_the_regulation_that_the_wrong_ones_are_made_of_holds_everything(
    found: Callable[..., Mapping[str, list[str]]],
) -> None:
    assert found() == {}


SCORE_OF = "quotient(product(points, HUNDRED), whole) if"
DUE = "due=parts[row.person]"
WRONG = {
    "hooks": ("only.py", CODE, "X = 1", "the regulation computes nothing"),
    "contract": (
        "only.py",
        "from fractions import",
        "from merito.model.money import Band\nfrom fractions import",
        "imports merito.model.money",
    ),
    "numbers": ("only.py", "row.score <= HUNDRED", "row.score <= 105", "the number 105 stands in the code"),
    "exact": ("only.py", SCORE_OF, "Fraction(float(points) * 100 / float(whole)) if", "float is not exact"),
    "alone": (
        "only.py",
        'reason="" if known',
        'reason=str(__import__("datetime").date.today()) if known',
        "reads the clock (today)",
    ),
    "cited": ("rules.toml", 'article = "art. 1"', 'article = " "', "rules.toml X-1: without an article"),
    "in_force": ("parameters.toml", "2010-01-01 = 60", "2015-01-01 = 60", "no value is in force on 1 January 2010"),
    "claimed": (
        "cases.toml",
        'rules = ["X-1", "X-2"]',
        'rules = ["X-1"]',
        "rules.toml X-2 (art. 2): computed, and no worked case",
    ),
    "interpretations": (
        "interpretations.toml",
        "reaches",
        "arrives",
        "I-X-1 (art. 2): no code knows any of its choices",
    ),
    "cases": ("cases.toml", '"50.00", "50.00"', '"33.33", "33.33"', "rewards: expected ['P2', 'annual', '33.33'"),
    "bases": (
        "only.py",
        "basis=Basis(inputs=(person, *rows))",
        "basis=Basis()",
        "scores P1 (X-1): its basis ends in no input row",
    ),
    "money": ("only.py", DUE, 'due=parts[row.person] + Decimal("0.01")', "money must be conserved"),
    "bounds": (
        "only.py",
        SCORE_OF,
        "quotient(product(points, HUNDRED), whole) + HUNDRED if",
        "score of P1 (X-1): 180 of 100",
    ),
    "missing": ("only.py", "known = 0 < whole", "known = True", "raised ZeroDivisionError"),
    "order": (
        "only.py",
        "{row.person: 1 for row in inside}",
        "{row.person: 2 if row is inside[0] else 1 for row in inside}",
        "the rows stand in another order",
    ),
    "ids": (
        "only.py",
        "{row.person: 1 for row in inside}",
        '{row.person: 2 if row.person == "P1" else 1 for row in inside}',
        "people have other ids",
    ),
    "equals": (
        "only.py",
        "{row.person: 1 for row in inside}",
        "{row.person: 1 + sum(row.person > one.person for one in inside) for row in inside}",
        "has a twin with the same rows",
    ),
    "waits": ("only.py", "whole is None or waiting", "whole is None", "is paid, and then"),
    "never_less": (
        "only.py",
        "{row.person: 1 for row in inside}",
        "{row.person: product(2 * 100 - row.score, 1) for row in inside}",
        "with more points",
    ),
}


def test_there_is_a_wrong_plugin_for_every_check() -> None:
    assert sorted(WRONG) == sorted(CHECKS)


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_fails_for_its_reason(check: str, found: Callable[..., Mapping[str, list[str]]]) -> None:
    file, old, new, why = WRONG[check]
    told = found(file, old, new, (check,))
    assert why in "\n".join(told[check])


def test_a_counterexample_is_small_and_says_what_was_done_to_which_case(
    found: Callable[..., Mapping[str, list[str]]],
) -> None:
    file, old, new, _ = WRONG["never_less"]
    [told] = found(file, old, new, ("never_less",))["never_less"]
    first, second, *edits = told.splitlines()
    assert first.startswith("annual (art. 2): P")
    assert second == "  case «two of three reach the threshold, one just» of cases.toml, where:"
    assert len(edits) == 1
    assert edits[0].strip().startswith("ratings, row ")


def test_a_table_that_the_regulation_does_not_say_it_uses(found: Callable[..., Mapping[str, list[str]]]) -> None:
    uses = '[uses]\ncommon = ["people"]\n[tools.annual]'
    [told] = found("inputs.toml", "[tools.annual]", uses, ("alone",))["alone"]
    assert "reads the table 'ratings'; name it in [uses] of inputs.toml" in told


def test_a_number_that_is_none_of_the_regulation_s_says_why(found: Callable[..., Mapping[str, list[str]]]) -> None:
    line = "HUNDRED]\n"
    assert found("only.py", line, "HUNDRED or row.score == 105]  # number: never there\n", ("numbers",)) == {}


def test_a_rule_that_asks_the_pytest_suite_fails_there_too(
    install: Callable[..., Regulations], pytester: pytest.Pytester
) -> None:
    install(
        "prova",
        CODE.replace("row.score <= HUNDRED", "row.score <= 105"),
        rules=RULES,
        files={name: text for name, text in FILES.items() if name != "rules.toml"},
    )
    installed.cache_clear()
    folder = pytester.mkpydir("tests").joinpath("cases")
    folder.mkdir()
    (folder / "cases.toml").write_text(CASES)
    pytester.makepyfile(
        """
        from pathlib import Path
        from merito.testing import regulation_suite
        test_prova = regulation_suite("prova", cases=Path(__file__).parent / "tests" / "cases", examples=3)
        test_nobody = regulation_suite("prva")
        """
    )
    ran = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    installed.cache_clear()
    ran.assert_outcomes(passed=len(CHECKS), failed=1 + len(CHECKS))
    ran.stdout.fnmatch_lines(["*only.py:*: the number 105 stands in the code*"])
    ran.stdout.fnmatch_lines(["*regulation 'prva' is not installed; did you mean 'prova'*"])


def test_verify_tells_each_check_and_ends_with_1_where_one_fails(
    install: Callable[..., Regulations], tmp_path: Path
) -> None:
    install(
        "prova",
        CODE.replace("row.score <= HUNDRED", "row.score <= 105"),
        rules=RULES,
        files={name: text for name, text in FILES.items() if name != "rules.toml"},
    )
    installed.cache_clear()
    (tmp_path / "casi").mkdir()
    (tmp_path / "casi" / "c.toml").write_text(CASES)
    ran = CliRunner().invoke(app, ["verify", "prova", "--cases", str(tmp_path / "casi"), "--examples", "2"])
    installed.cache_clear()
    lines = [line.split(":")[0] for line in ran.output.splitlines() if line.startswith(("holds", "FAILS"))]
    assert lines == [f"{'FAILS' if name == 'numbers' else 'holds'}  {name}" for name in CHECKS]
    assert ran.exit_code == 1


@pytest.mark.parametrize("words", [["nessuno"], ["brescia", "--cases", "non-ci-sono"]])
def test_verify_of_what_is_not_there_ends_with_2(words: list[str]) -> None:
    ran = CliRunner().invoke(app, ["verify", *words])
    assert ran.exit_code == 2
    assert "Traceback" not in ran.output
