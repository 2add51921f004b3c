"""Tests the conformance suite on plugins that are wrong on purpose, one for each check, which fails and says why."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from proved_plugin import CASES, CODE, FILES, RULES
from subtly_wrong import SUBTLY_WRONG

from merito.cli import app
from merito.testing import Regulations
from merito.testing.conformance import CHECKS, EXAMPLES


@pytest.mark.long
def test_the_regulation_that_the_wrong_ones_are_made_of_holds_everything(
    found: Callable[..., Mapping[str, list[str]]],
) -> None:
    assert found(examples=EXAMPLES) == {}


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
    "messages": (
        "only.py",
        "from fractions import Fraction",
        'from fractions import Fraction\n\nfrom merito import say\n\nTOLD = say("manca {what}", who="P1")',
        "names the value 'what', which is not there",
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
    "forms": ("forms.toml", '"score = ', '"scor = ', "the table 'people' has no column 'scor'"),
    "accounts": ("only.py", DUE, f"{DUE} + len(step.dossier.payments)", "the line is exceeded by"),
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
    "waits": ("only.py", "whole is None or waiting", "whole is None", "is payable, and then"),
    "formality": (
        "only.py",
        "whole is None or waiting",
        "whole is None or waiting or any(not one.reasons for one in step.dossier.evaluations)",
        "without 'reasons' of P1",
    ),
    "never_less": (
        "only.py",
        "{row.person: 1 for row in inside}",
        "{row.person: product(2 * 100 - row.score, 1) for row in inside}",
        "with more points",
    ),
}


def test_there_is_a_wrong_plugin_for_every_check() -> None:
    """The adversary is the engine's: tests/end_to_end/test_adversary.py sets it on what a weaker guard would publish."""
    assert {*WRONG, *(check for check, *_ in SUBTLY_WRONG.values())} == {*CHECKS} - {"adversary"}


@pytest.mark.parametrize("check", WRONG)
def test_a_check_fails_for_its_reason(check: str, found: Callable[..., Mapping[str, list[str]]]) -> None:
    file, old, new, why = WRONG[check]
    told = found((file, old, new), checks=(check,))
    assert why in "\n".join(told[check])


def test_a_counterexample_is_small_and_says_what_was_done_to_which_case(
    found: Callable[..., Mapping[str, list[str]]],
) -> None:
    file, old, new, _ = WRONG["never_less"]
    [told] = found((file, old, new), checks=("never_less",))["never_less"]
    first, second, *edits = told.splitlines()
    assert first.startswith("annual (art. 2): P")
    assert second == "  case 'two of three reach the threshold, one just' of cases.toml, where:"
    assert len(edits) == 1
    assert edits[0].strip().startswith("ratings, row ")


def test_a_table_that_the_regulation_does_not_say_it_uses(found: Callable[..., Mapping[str, list[str]]]) -> None:
    uses = '[uses]\ncommon = ["people"]\n[tools.annual]'
    [told] = found(("inputs.toml", "[tools.annual]", uses), checks=("alone",))["alone"]
    assert "reads the table 'ratings'; name it in [uses] of inputs.toml" in told


def test_a_number_that_is_none_of_the_regulation_s_says_why(found: Callable[..., Mapping[str, list[str]]]) -> None:
    line = "HUNDRED]\n"
    excused = ("only.py", line, "HUNDRED or row.score == 105]  # number: never there\n")
    assert found(excused, checks=("numbers",)) == {}


@pytest.mark.long
def test_a_rule_that_asks_the_pytest_suite_fails_there_too(
    install: Callable[..., Regulations], pytester: pytest.Pytester
) -> None:
    install(
        "prova",
        CODE.replace("row.score <= HUNDRED", "row.score <= 105"),
        rules=RULES,
        files={name: text for name, text in FILES.items() if name != "rules.toml"},
    )
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
    ran.assert_outcomes(passed=len(CHECKS), failed=2, skipped=len(CHECKS) - 1)  # the case is also a test
    ran.stdout.fnmatch_lines(["*only.py:*: the number 105 stands in the code*"])
    ran.stdout.fnmatch_lines(["*regulation 'prva' is not installed; *; did you mean 'prova'*"])


@pytest.mark.long
def test_verify_tells_each_check_and_ends_with_1_where_one_fails(
    install: Callable[..., Regulations], tmp_path: Path
) -> None:
    install(
        "prova",
        CODE.replace("row.score <= HUNDRED", "row.score <= 105"),
        rules=RULES,
        files={name: text for name, text in FILES.items() if name != "rules.toml"},
    )
    (tmp_path / "casi").mkdir()
    (tmp_path / "casi" / "c.toml").write_text(CASES)
    ran = CliRunner().invoke(app, ["verify", "prova", "--cases", str(tmp_path / "casi"), "--examples", "2"])
    lines = [line.split(":")[0] for line in ran.output.splitlines() if line.startswith(("holds", "FAILS"))]
    assert lines == [f"{'FAILS' if name == 'numbers' else 'holds'}  {name}" for name in CHECKS]
    assert ran.exit_code == 1


MISSPELT = ("step.dossier.ratings", "step.dossier.rating")
THREE_CASES = CASES + "".join(CASES[CASES.index("[[case]]") :].replace("just", f"just {one}") for one in "ab")


def installed_anew(install: Callable[..., Regulations], *edit: str) -> None:
    """The tested regulation, with an edit of its code, among the installed ones."""
    code = CODE.replace(*edit) if edit else CODE
    install("prova", code, rules=RULES, files={name: text for name, text in FILES.items() if name != "rules.toml"})


def test_a_misspelling_that_stops_every_case_and_check_is_told_once(
    install: Callable[..., Regulations], tmp_path: Path
) -> None:
    installed_anew(install, *MISSPELT)
    (tmp_path / "casi").mkdir()
    (tmp_path / "casi" / "c.toml").write_text(THREE_CASES)
    ran = CliRunner().invoke(app, ["verify", "prova", "--cases", str(tmp_path / "casi"), "--examples", "2"])
    assert ran.output.count("raised AttributeError") == 1
    assert "c.toml 'two of three reach the threshold, one just' (and 2 more cases): " in ran.output
    assert "the fault told at 'cases': only.py:" in ran.output


def test_pytest_fails_one_case_by_a_misspelling_and_does_not_try_the_others(
    install: Callable[..., Regulations], pytester: pytest.Pytester
) -> None:
    installed_anew(install, *MISSPELT)
    folder = pytester.mkdir("cases")
    (folder / "cases.toml").write_text(THREE_CASES)
    ran = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-rs")
    ran.assert_outcomes(failed=1, skipped=2)
    ran.stdout.fnmatch_lines(["*the fault told at 'art. 1*: only.py:*"])


WRITES_WHERE_IT_LANDS = """
import pdb
from pathlib import Path


class Landed(pdb.Pdb):
    def interaction(self, frame, traceback):
        while traceback.tb_next:
            traceback = traceback.tb_next
        Path("landed.txt").write_text(f"{traceback.tb_frame.f_code.co_name} {sorted(traceback.tb_frame.f_locals)}")
"""


def test_the_exception_of_a_rule_is_shown_in_its_own_frames_and_the_debugger_lands_there(
    install: Callable[..., Regulations], pytester: pytest.Pytester
) -> None:
    installed_anew(install, *MISSPELT)
    folder = pytester.mkdir("cases")
    (folder / "cases.toml").write_text(CASES)
    pytester.makepyfile(landing=WRITES_WHERE_IT_LANDS)
    pytester.makeini("[pytest]\npythonpath = .")
    ran = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--pdb", "--pdbcls=landing:Landed")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines([">*step.dossier.rating*", "E*AttributeError*", "*only.py:*: AttributeError"])
    assert "stack.py" not in ran.stdout.str()
    landed = (pytester.path / "landed.txt").read_text(encoding="utf-8")
    assert landed == "_score ['person', 'step']"
    whole = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--full-trace")
    assert "stack.py" in whole.stdout.str()


@pytest.mark.long
def test_cases_are_looked_for_in_the_folder_one_works_in_too(
    install: Callable[..., Regulations], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed_anew(install)
    folder = tmp_path / "altrove" / "tests" / "cases"
    folder.mkdir(parents=True)
    (folder / "cases.toml").write_text(CASES)
    monkeypatch.chdir(tmp_path / "altrove")
    ran = CliRunner().invoke(app, ["verify", "prova", "--examples", "1"])
    assert ran.output.startswith("prova: 2 rules, 1 worked case\n")
    assert ran.exit_code == 0


def test_without_cases_what_needs_them_is_not_tried_and_not_failed(
    install: Callable[..., Regulations], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed_anew(install)
    (tmp_path / "altrove").mkdir()
    monkeypatch.chdir(tmp_path / "altrove")
    ran = CliRunner().invoke(app, ["verify", "prova"])
    states = {line.split()[1].rstrip(":"): line.split()[0] for line in ran.output.splitlines() if line[:1] in "hF?"}
    by_files_alone = [
        "hooks",
        "contract",
        "numbers",
        "exact",
        "alone",
        "messages",
        "cited",
        "in_force",
        "interpretations",
    ]
    assert [check for check in CHECKS if states[check] == "holds"] == by_files_alone
    assert "FAILS" not in states.values()
    assert "not tried: there are no worked cases" in ran.output
    last = ran.output.splitlines()[-1]
    assert "no worked cases of prova in tests/cases or tests/prova/cases near " in last
    assert last.endswith("or here; name their folder with --cases")
    assert ran.exit_code == 0


@pytest.mark.parametrize("words", [["nessuno"], ["brescia", "--cases", "non-ci-sono"]])
def test_verify_of_what_is_not_there_ends_with_2(words: list[str]) -> None:
    ran = CliRunner().invoke(app, ["verify", *words])
    assert ran.exit_code == 2
    assert "Traceback" not in ran.output
