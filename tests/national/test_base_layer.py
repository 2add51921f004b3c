"""The national base layer: deadlines, the gate on rewards, and the grade used if a regulation has none."""

from collections.abc import Callable
from fractions import Fraction
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


@pytest.fixture
def bare(install: Callable[..., Regulations]) -> Callable[[str], Regulations]:
    """A regulation without rules of its own, for a kind of ente."""
    return lambda kind: install("prova", regulation=REGULATION.format(kind=kind))


NAMES_OF_KINDS = {
    "municipality": "comuni",
    "union_of_municipalities": "unioni di comuni",
    "province": "province",
    "region": "regioni",
    "chamber_of_commerce": "camere di commercio",
    "state_body": "enti dello Stato",
    "health_body": "enti del servizio sanitario",
    "university": "università",
    "other": "altri enti",
}


def listed(*words: str) -> list[str]:
    """What `merito rules` lists."""
    return CliRunner().invoke(app, ["rules", *words], catch_exceptions=False).output.splitlines()


KINDS = {"chamber_of_commerce": 1, "state_body": 1, "municipality": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_no_reward_before_the_oiv_has_validated_the_relazione(
    bare: Callable[[str], Regulations], write_ente: Callable[..., Path], run_in: Callable[..., Record], kind: str
) -> None:
    """Rule "IT-14.6"; for a municipality by the reading I-IT-02."""
    record = run_in(write_ente("prova", {}), bare(kind))
    assert plain(record.phase("e").missing[0]).startswith("IT-14.6")
    assert ("I-IT-02" in record.gates[0].gate.rules) is (kind == "municipality")


ORDER = {
    "R,performance_report,2022-05-01\nV,report_validation,2022-05-01\n": "checked",
    "R,performance_report,2022-05-02\nV,report_validation,2022-05-01\n": "checked",
    "V,report_validation,2022-05-01\n": "blocked",
}


@pytest.mark.parametrize("acts", ORDER)
def test_the_validation_needs_a_relazione_and_its_day_holds_nothing(
    bare: Callable[[str], Regulations], write_ente: Callable[..., Path], run_in: Callable[..., Record], acts: str
) -> None:
    root = write_ente("prova", {"2021/acts.csv": f"id,kind,date\n{acts}"})
    assert run_in(root, bare("state_body")).phase("e").state == ORDER[acts]


@pytest.mark.parametrize(
    ("kind", "bound"), [("chamber_of_commerce", True), ("state_body", True), ("municipality", False)]
)
def test_plan_and_relazione_are_due_for_whom_the_decree_names(
    bare: Callable[[str], Regulations],
    write_ente: Callable[..., Path],
    run_in: Callable[..., Record],
    kind: str,
    bound: bool,
) -> None:
    """Rule "IT-10.1a", "IT-10.1b" and "IT-10.1bv": the Relazione is approved, and validated, by the same day."""
    due = [(*at.deadline.rules, str(at.deadline.due)) for at in run_in(write_ente("prova", {}), bare(kind)).deadlines]
    of_law = [("IT-10.1a", "2021-01-31"), ("IT-10.1b", "2022-06-30"), ("IT-10.1bv", "2022-06-30")]
    assert sorted(due) == (of_law if bound else [])


# kind, better, target, actual -> grade (percent), or why there is none. Lettura I-IT-01, worked by hand.
GRADES = {
    "number, higher, 11, 8": Fraction(800, 11),
    "number, higher, 11, 12": Fraction(100),
    "number, lower, 20, 25": Fraction(80),
    "number, lower, 20, 20": Fraction(100),
    "number, lower, 20, 0": Fraction(100),
    "number, higher, 0, 0": Fraction(100),
    "number, lower, 0, 3": Fraction(0),
    "percent, higher, 60%, 84%": Fraction(100),
    "percent, lower, 130%, 106.78%": Fraction(100),
    "date, higher, 2021-06-30, 2021-06-30": Fraction(100),
    "date, higher, 2021-06-30, 2021-07-01": Fraction(0),
    "yes_no, higher, SI/NO, SI": Fraction(100),
    "yes_no, higher, SI/NO, NO": Fraction(0),
    "yes_no, higher, NO, NO": Fraction(100),
    "range, higher, da 2064 a 6192, 3000": Fraction(100),
    "range, higher, da 2064 a 6192, 7000": Fraction(100),
    "range, higher, da 2064 a 6192, 1032": Fraction(50),
    "range, lower, da 10 a 20, 40": Fraction(50),
    "project, higher, 2021-12-31, 2021-12-30": Fraction(100),
    "number, higher, 10 (nota), 5": Fraction(50),
    "number, higher, 10, -5": "un valore è negativo",
    "project, higher, 2021-12-31, 80%": "non si confrontano",
    "number, higher, verifica, 5": "è ancora da stabilire («verifica»)",
    "number, higher, 10, n.d.": "manca il consuntivo 2021 («n.d.»)",
    "number, higher, 10, -": "manca il consuntivo 2021 («-»)",
    "number, higher, 10, ": "manca il consuntivo 2021",
    "number, higher, -, 27": "nessun risultato atteso 2021 («-»)",
    "number, higher, n.d., -": "manca il risultato atteso 2021 («n.d.»)",
}


@pytest.mark.parametrize("case", GRADES)
def test_the_default_grade_of_an_indicator(
    bare: Callable[[str], Regulations], write_ente: Callable[..., Path], run_in: Callable[..., Record], case: str
) -> None:
    """Rule "IT-IND.1"."""
    kind, better, target, actual = case.split(", ")
    files = {
        "2021/indicators.csv": f"id,title,kind,better,target\nA,A,{kind},{better},{target}\n",
        "2021/measures.csv": f"indicator,at,value\nA,final,{actual}\n",
    }
    grade = run_in(write_ente("prova", files), bare("state_body")).results.grade("indicator", "A")
    assert grade is not None
    expected = GRADES[case]
    if isinstance(expected, Fraction):
        assert (grade.value, grade.state.value) == (expected, "final")
    else:
        assert (grade.value, grade.state.value) == (None, "not_measured")
        assert expected in plain(grade.reason)


TOLD_OF_KIND = {"union_of_municipalities": 1, "other": 1, "region": 1, "state_body": 0, "municipality": 0}


@pytest.mark.parametrize("kind", TOLD_OF_KIND)
def test_an_ente_for_which_there_are_no_national_rules_hears_so(
    bare: Callable[[str], Regulations], write_ente: Callable[..., Path], run_in: Callable[..., Record], kind: str
) -> None:
    """Nothing of the decree is checked there, and readers of the results must not believe otherwise."""
    record = run_in(write_ente("prova", {"2021/people.csv": "id\nP1\n"}), bare(kind))
    told = [one for one in record.results.findings if one.rule == "IT-2.1"]
    assert [one.severity for one in told] == ["warning"] * TOLD_OF_KIND[kind]
    assert all("art. 14 c. 6" in plain(one.message) for one in told)


def test_a_rule_is_listed_with_the_kinds_of_ente_that_it_binds(install: Callable[..., Regulations]) -> None:
    rule = '["{0}"]\narticle = "art. 1"\nphase = "e"\nkind = "constraint"\ntext = "{0}."\nstatus = "checked"\n'
    binds = f"binds = {list(NAMES_OF_KINDS)}\n".replace("'", '"')
    install("prova", rules=rule.format("X-1") + binds + rule.format("X-2"))
    told = [line for line in listed("prova") if line.startswith(("X-", "  X-", "  vincola"))]
    names = ", ".join(NAMES_OF_KINDS.values())
    assert [line.partition("  ")[0] or line for line in told] == [
        "X-1",
        "  X-1.",
        f"  vincola: {names}",
        "X-2",
        "  X-2.",
    ]


@pytest.mark.parametrize(("kind", "bound"), [("municipality", True), ("other", False)])
def test_the_national_readings_that_bind_an_ente_are_listed_beside_its_own(
    bare: Callable[[str], Regulations], kind: str, bound: bool
) -> None:
    bare(kind)
    told = " ".join(listed("prova", "--readings"))
    assert ("I-IT-18" in told) is bound
    assert "I-X-01" in told
