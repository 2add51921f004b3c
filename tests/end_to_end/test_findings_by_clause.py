"""What is said of an evaluation, clause by clause, on small changed copies of the examples: who must do what."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

EXAMPLES = Path(__file__).parents[2] / "examples"
BRESCIA, TOWNS = "brescia", "valfredda"
PLACES = {BRESCIA: ("brescia", "enti/brescia/2021/", "2022-04-30"), TOWNS: ("comunita-montane", "", "2022-06-01")}
M2 = "M2;SG1;;SI;5/3/2022;;10/3/2022;Motivazione nella scheda"
UNI = "valfredda;UNI01;person:PO-UNI;;10/2/2022;20/2/2022"
CLAUSES = {
    "par. 4.1, without an interview: the evaluator": (
        BRESCIA,
        ("valutazioni.csv", M2, M2.replace("5/3/2022", "")),
        ("BS-SM-4.1", "person:M2", "manca l'incontro di feedback", "finché SG1 non provvede"),
    ),
    "par. 4.1, without reasons: the evaluator": (
        BRESCIA,
        ("valutazioni.csv", M2, M2.replace("Motivazione nella scheda", "")),
        ("BS-SM-4.1", "person:M2", "manca la motivazione del giudizio", "finché SG1 non provvede"),
    ),
    "par. 4.3, another manager evaluates: whose it is": (
        BRESCIA,
        ("valutazioni.csv", M2, M2.replace("SG1", "M3", 1)),
        ("BS-SM-4.3d", "person:M2", "la valutazione spetta a SG1", "che la dà di nuovo, o si corregge la colonna"),
    ),
    "par. 4.3, a manager's evaluation is not harmonised: no word": (
        BRESCIA,
        ("valutazioni.csv", M2, M2.replace(";SI;", ";NO;", 1)),
        (),
    ),
    "art. 4 D.Lgs. 150/2009, told before the year is over: who confirms it": (
        BRESCIA,
        ("valutazioni.csv", M2, M2.replace("5/3/2022", "5/12/2021").replace("10/3/2022", "10/12/2021")),
        ("IT-4.2d", "person:M2", "risulta comunicata il 10/12/2021", "Chi l'ha fatta la conferma, o la rivede"),
    ),
    "art. 17, without somebody's points the ranking waits for the evaluators": (
        TOWNS,
        ("valutazioni_fattori.csv", "valfredda;UNI01;a;93;100\nvalfredda;UNI01;b;87;100\n", ""),
        ("BL-17.1", "", "1 su 3 (UNI01)", "e si attendono tutte da chi valuta"),
    ),
    "art. 12, nobody evaluates themself: whose it is": (
        TOWNS,
        ("valutazioni.csv", UNI, UNI.replace("PO-UNI", "UNI01")),
        ("BL-12.2", "person:UNI01", "risulta valutatore di sé stesso", "quella di chi deve (PO-UNI"),
    ),
    "art. 12, points above their maximum: the factor": (
        TOWNS,
        ("valutazioni_fattori.csv", "valfredda;UNI01;a;93;100", "valfredda;UNI01;a;103;100"),
        ("BL-12.1", "person:UNI01", "oltre il massimo: 103 punti su 100"),
    ),
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_told_with_who_must_act_and_nobody_else_is_accused(
    merito: Callable[..., Result], tmp_path: Path, clause: str
) -> None:
    ente, (table, old, new), told = CLAUSES[clause]
    example, folder, day = PLACES[ente]
    place = tmp_path / example
    shutil.copytree(EXAMPLES / example, place, ignore=shutil.ignore_patterns("out", "registro*"))
    merito("run", place, "--ente", ente, "--as-of", day)
    before = _findings(place)
    path = place / folder / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    merito("run", place, "--ente", ente, "--as-of", day)
    warned = [one for one in _findings(place) if one not in before and one["severity"] != "info"]
    if not told:
        assert warned == []
        return
    rule, whom, *words = told
    (own,) = [one for one in warned if one["rule"] == rule]
    assert own["subject"] == whom
    assert [word for word in words if word not in own["message"]] == []
    of_whom = next(filter(None, (whom, *(one["subject"] for one in warned))), "")
    assert {one["subject"] for one in warned} <= {"", of_whom}


def _findings(place: Path) -> list[dict[str, str]]:
    (path,) = (place / "out").rglob("findings.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
