"""`check` reports beforehand what a run refuses in an office's data: the same errors, and no others."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from merito import Finding, plain
from merito.cli import app
from merito.testing import Record, cases_in

TESTS = Path(__file__).parents[1]
REST_ON_FIGURES: Mapping[str, set[str]] = {
    "bergamo": {
        "BG-28.5i",  # the pay of the post that is covered ad interim
        "BG-28.6",  # the outcome that was recorded, against the score
    },
    "brescia": {
        "BS-PO-3.4f",  # what is due ad interim, against what is left of the fund
        "BS-PO-4.5b",  # the fund divided by the weighing, against the limits of every post
        "BS-PO-6.6",  # the outcome that was recorded, against the score
    },
    "comunita_montane": {
        "BL-12.2bis",  # a ranking of two evaluators
        "BL-16.2",  # prizes, against the fund that is left for them
        "BL-17.2c",  # an act of insufficient performance, against the score
        "BL-17.2k3",  # heads in the first band
        "BL-17.2k5",  # heads in the first two bands
        "BL-17.2n2",  # people with a level and in no ranking
        "BL-17.2x4",  # heads and sums of four bands
        "BL-17.2p",  # who serves in two structures, by what each has reached
        "BL-18.1",  # the bonus outside the high band
        "BL-18.2",  # how many of the high band may have it
        "BL-20.2",  # progressions, against the fund and those of the first bands
        "BL-20.3",  # progressions outside the first bands, or below a minimum
    },
}
BAD_CELLS: Mapping[str, Mapping[str, str]] = {
    "bergamo": {
        "cycle.toml": "[parameters]\n"
        "staff_factors = { a = 40, b = 30, c = 30 }\n"
        "manager_factors = { risultati = 100 }\n"
        "evaluation_levels = { buono = 60, insufficiente = 0 }\n"
        "position_least = 5000\n"
        "position_most = 16000\n",
        "people.csv": "id,role\nP1,staff\nP2,staff\nP3,po\nP4,staff\nD1,manager\nS1,secretary_general\n",
        "positions.csv": "id,holder,amount\nPO1,P3,4999.99\n",
        "units.csv": "id\nU1\n",
        "dashboards.csv": "id,kind,holder\nD,service,unit:U1\nF,individual,person:P4\n",
        "indicators.csv": "id,title,kind\nI1,Uno,number\nI2,Due,number\nI3,Tre,project\n",
        "dashboard_rows.csv": "dashboard,indicator,weight\nD,I1,60\nD,I2,30\nF,I3,100\n",
        "activities.csv": "indicator,id,weight\nI3,1,50\nI3,2,40\n",
        "ratings.csv": "person,factor,section,points,max,weight,from,to\n"
        "P1,x,a,1090,100,,,\n"
        "P2,x,a,9,,,,\n"
        "P2,y,c,9,10,,2020-01-01,2020-12-31\n"
        "P3,x,obiettivi,11,10,,,\n"
        "P4,x,b,9,10,,,\n"
        "D1,x,risultati,9,10,30,,\n"
        "D1,y,risultati,9,10,30,,\n"
        "S1,x,risultati,10.01,10,,,\n",
    },
    "brescia": {
        "cycle.toml": "[figures]\naltre_variabili = 1000\n",
        "people.csv": "id,role\nP1,staff\nR1,staff\nR2,staff\nD1,manager\n",
        "units.csv": "id,kind\nA1,area\n",
        "positions.csv": "id,unit,holder\nPO1,A1,R1\nPO2,A1,R2\nPO3,A1,\n",
        "position_scores.csv": "position,factor,points\nPO1,inventato,5\n",
        "appointments.csv": "person,position,kind,share\nR1,PO3,interim,90\n",
        "oiv_attestation.csv": "what,grade\nente,120\nA1,101\n",
        "projects.csv": "id,title,coefficient\nJ1,Uno,7\n",
        "areas.csv": "id,kind,weight\nS1,strategic_area,100\n",
        "objectives.csv": "id,title,level,area,weight\nO1,Uno,strategic,S1,50\nO2,Due,strategic,S1,50\n",
        "indicators.csv": "id,title,objective,weight\nI1,Uno,O1,60\nI2,Due,O1,30\nI3,Tre,O2,100\n",
        "weights.csv": "node,child,weight\nunit:A1,objective:O1,50\nunit:A1,objective:O2,40\n",
        "ratings.csv": "person,section,factor,points,max,weight\n"
        "P1,conoscenze,a,101,100,40\n"
        "P1,attivita,b,100,100,30\n"
        "P1,attitudini,c,100,100,30\n"
        "R1,,autonomia,6,5,\n"
        "R2,,fantasia,5,5,\n"
        "D1,,contributo,11,10,\n",
    },
    "comunita_montane": {
        "cycle.toml": "[funds]\ncollective = 1000\n"
        '[parameters]\nstaff_factors = { a = 40, b = 20, c = 40 }\nrankings = "structures"\n',
        "units.csv": "id,kind,peg_reached\nA,area,700\nB,area,\nC,area,\n",
        "people.csv": "id,unit,role\nP1,A,staff\nP2,A,staff\nP3,,staff\nR1,A,po\nM,A,manager\n",
        "service.csv": "person,unit,from\nP3,A,2021-01-01\nP3,B,2021-01-01\n",
        "objectives.csv": "id,title,responsible,weight\nO1,Uno,unit:B,50\nO2,Due,unit:B,40\nO3,Tre,unit:C,\n",
        "indicators.csv": "id,title,objective,weight,aspect\nI1,Uno,O3,50,a\nI2,Due,O3,40,z\n",
        "candidates.csv": "person,tool,group,share\nP1,collective,G1,60\nP2,collective,G1,50\nP1,bonus,G1,\n",
        "group_prizes.csv": "tool,group,amount\ncollective,G1,500\n",
        "ratings.csv": "person,factor,points,max,weight\n"
        "P1,a,1090,100,\n"
        "P2,a,9,10,39\n"
        "P3,z,9,10,\n"
        "R1,a,9,,\n"
        "M,d,101,100,\n",
    },
}
REFUSED: Mapping[str, set[tuple[str, str]]] = {
    "bergamo": {
        ("BG-16.1g", "person:D1"),
        ("BG-28.2", "position:PO1"),
        ("BG-28.4", "person:P3"),
        ("BG-43.1", "person:S1"),
        ("BG-45.2", "person:P1"),
        ("BG-45.2", "person:P2"),
        ("BP-3.2d", "indicator:I3"),
        ("BP-3.3c", "dashboard:D"),
    },
    "brescia": {
        ("BS-PO-3.4", "person:R1"),
        ("BS-PO-4.4", "position:PO1"),
        ("BS-PO-4.4", "position:PO2"),
        ("BS-PO-4.4", "position:PO3"),
        ("BS-PO-6.3", "person:R1"),
        ("BS-PO-6.3", "person:R2"),
        ("BS-SM-3.1b", "objective:O1"),
        ("BS-SM-3.1d", "unit:A1"),
        ("BS-SM-3.OIV2", ""),
        ("BS-SM-3.OIV2", "unit:A1"),
        ("BS-SM-4.a", "person:D1"),
        ("BS-SM-5.1", "resources:progetti"),
        ("BS-SM-5.4", "unit:A1"),
        ("BS-SM-Sf1", "person:P1"),
    },
    "comunita_montane": {
        ("BL-11.2", "person:M"),
        ("BL-11.2", "person:R1"),
        ("BL-12.1", "person:P1"),
        ("BL-12.1", "person:P2"),
        ("BL-12.1", "person:P3"),
        ("BL-16.1a", "group:G1"),
        ("BL-17.2n2", "person:P3"),
        ("IT-PL.22", "person:P3"),
        ("BL-17.2p", "unit:A"),
        ("BL-17.2p", "unit:B"),
        ("BL-18.1", "person:P1"),
        ("BL-2.2", "objective:O3"),
        ("BL-3.1", "indicator:I2"),
    },
}


@pytest.mark.parametrize("regulation", BAD_CELLS)
def test_check_and_run_refuse_the_same_bad_cells(
    write_ente: Callable[..., Path], run_in: Callable[..., Record], regulation: str
) -> None:
    root = write_ente(regulation, {f"2021/{name}": text for name, text in BAD_CELLS[regulation].items()})
    record = run_in(root, provisional=True)
    refused = errors_of(record.results.findings)
    assert {(rule, subject) for rule, subject, _, _ in refused} == REFUSED[regulation]
    checked = CliRunner().invoke(app, ["check", str(root), "--as-of", "2022-12-31"], catch_exceptions=False)
    lines = [line for line in checked.output.splitlines() if line.startswith("prova: errore")]
    assert checked.exit_code == 1
    told = Counter(re.findall(r"\[([A-Z]+-[^\],]+)[^\[]*$", line)[0] for line in lines)
    assert told == Counter(rule for rule, _ in {(rule, message) for rule, _, _, message in refused})


@pytest.mark.long
@pytest.mark.parametrize("regulation", REST_ON_FIGURES)
def test_of_every_worked_case_a_run_refuses_more_than_check_only_where_that_rests_on_figures(regulation: str) -> None:
    more = set[str]()
    for case in cases_in(TESTS / regulation / "cases"):
        if not case.refused:
            before, after = errors_of(case.checked()), errors_of(case.run().results.findings)
            assert before <= after, case.title
            more |= {rule for rule, _, _, _ in after - before}
    assert more == REST_ON_FIGURES[regulation]


def errors_of(findings: Iterable[Finding]) -> frozenset[tuple[str, str, str, str]]:
    """The errors among findings: rule, subject, tool and message."""
    errors = (one for one in findings if one.severity == "error")
    return frozenset((one.rule, one.subject, one.tool or "", plain(one.message)) for one in errors)
