"""What `merito check` reports before anything is computed."""

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from merito import plain
from merito.cli import app
from merito.testing import Record

PEOPLE = "id,role\nD1,manager\nP1,staff\nP2,staff\nR1,staff\n"
POSITIONS = "id,holder\nPO1,R1\n"
RATINGS = """person,section,factor,points,max,weight
D1,,contributo,11,10,
P1,conoscenze,a,101,100,40
P1,attivita,b,100,100,30
P1,attitudini,c,100,100,30
P2,conoscenze,a,100,100,40
P2,attivita,b,100,100,30
P2,attitudini,c,100,100,30
R1,,autonomia,6,5,
R1,,fantasia,5,5,
"""
FILES = {"2021/people.csv": PEOPLE, "2021/positions.csv": POSITIONS, "2021/ratings.csv": RATINGS}


def test_check_tells_points_above_their_maximum_and_what_is_not_rated_there(write_ente: Callable[..., Path]) -> None:
    root = write_ente("brescia", FILES)
    told = CliRunner().invoke(app, ["check", str(root), "--as-of", "2022-04-30"], catch_exceptions=False)
    words = " ".join(told.output.split())
    assert told.exit_code == 1
    assert "oltre il massimo: a (101 punti su 100)" in words
    assert "fattore contributo: oltre il massimo: 11 punti su 10" in words
    assert "«fantasia» non è un fattore: sono autonomia, obiettivi, apporto, comportamento" in words


def test_a_run_tells_it_once_even_where_the_weights_of_the_factors_are_not_set(
    write_ente: Callable[..., Path], run_in: Callable[..., Record]
) -> None:
    findings = run_in(write_ente("brescia", FILES)).results.findings
    refused = [(one.rule, one.subject) for one in findings if "valutazione rifiutata" in plain(one.message)]
    assert sorted(refused) == [("BS-PO-6.3", "person:R1"), ("BS-SM-4.a", "person:D1"), ("BS-SM-Sf1", "person:P1")]
