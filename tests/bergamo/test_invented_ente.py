"""The invented chamber of `examples/camera-di-prova`: its figures, worked by hand from the articles, at three dates."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from merito.cli import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "camera-di-prova"

# Art. 45 c. 2, weights 40, 30, 30: the dashboard of the service, the form, the behaviours.
# E1: (60 + 100 + 75 + 100) / 4 = 83.75, form 100, behaviours 70. E2: 95, group form 90, 90. E3: 82.5, 70, 100.
# Art. 28 and 44, 50 and 50: PO1 83.75 and 85; D1 the ente's 590/7 and 85. Art. 43, 60 and 40: SG1 590/7 and 87.5.
SCORES = {"E1": "169/2", "E2": "92", "E3": "84", "PO1": "675/8", "D1": "1185/14", "SG1": "599/7"}

# The staff's 9,000 by score, E3 for 184 days of 365; the others a maximum times their score.
PAID = {
    "E1": ["3475.06"],
    "E2": ["3783.50"],
    "E3": ["1741.44"],
    "PO1": ["12000.00", "3375.00"],
    "D1": ["8464.29"],
    "SG1": ["6845.71"],
}


def run(tmp_path: Path, as_of: str, without: str = "") -> Path:
    """Runs a copy of the example at a date, `without` a line of its settings; returns the folder of its results."""
    copy = tmp_path / "prova"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    settings = copy / "enti" / "camera-di-prova" / "ente.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(without, ""), encoding="utf-8")
    ran = CliRunner().invoke(app, ["run", str(copy), "--as-of", as_of], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return copy / "out" / "camera-di-prova" / "2021"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_scores_and_rewards_at_the_end_of_the_cycle(tmp_path: Path) -> None:
    results = run(tmp_path, "2022-07-31")
    people = {row["person"]: row for row in rows(results / "people.csv")}
    assert {person: row["exact"] for person, row in people.items()} == SCORES
    assert {row["state"] for row in people.values()} == {"final"}
    paid: dict[str, list[str]] = {}
    for row in rows(results / "rewards.csv"):
        paid.setdefault(row["person"], []).append(str(Decimal(row["net_paid"]) + Decimal(row["payable"])))
    assert paid == PAID


def test_what_another_mean_of_a_dashboard_takes_waits_until_one_is_adopted(tmp_path: Path) -> None:
    """Ch. 3.3, I-BP-03: by objectives PO1's service has another grade, and PO1 another result; the pay of the post not."""
    results = run(tmp_path, "2022-07-31", '"I-BP-03" = { choice = "indicators", act = "L1" }\n')
    of_post = [row for row in rows(results / "rewards.csv") if row["person"] == "PO1"]
    assert [(row["payable"], row["withheld"]) for row in of_post] == [("12000.00", "0.00"), ("3350.00", "25.00")]
    assert of_post[1]["alternative"] == "I-BP-03=objectives: 3350.00; I-BP-03=perspectives: 3437.50"


def test_nothing_of_the_end_is_overdue_or_missing(tmp_path: Path) -> None:
    results = run(tmp_path, "2022-07-31")
    deadlines = rows(results / "deadlines.csv")
    assert {row["state"] for row in deadlines if not row["subject"]} == {"met"}
    assert {row["state"] for row in deadlines} == {"met", "open"}
    assert {row["state"] for row in rows(results / "gates.csv") if row["state"]} == {"open"}
    assert "error" not in {row["severity"] for row in rows(results / "findings.csv")}


def test_before_the_validation_only_the_pay_of_the_post_is_paid(tmp_path: Path) -> None:
    results = run(tmp_path, "2022-06-27")
    rewards = rows(results / "rewards.csv")
    assert [(row["tool"], row["payable"]) for row in rewards] == [("position_pay", "12000.00")]
    lines = [(row["fund"], row["amount"], row["withheld"]) for row in rows(results / "funds.csv")]
    assert [line for line in lines if line[2] != "0.00"] == [
        ("positions", "4000.00", "4000.00"),
        ("managers", "10000.00", "10000.00"),
        ("secretary", "8000.00", "8000.00"),
        ("performance", "9000.00", "9000.00"),
    ]


@pytest.mark.parametrize(("as_of", "exact"), [("2021-07-14", "135/2"), ("2021-07-15", "90")])
def test_the_amendment_counts_from_its_act(tmp_path: Path, as_of: str, exact: str) -> None:
    grades = {row["id"]: row for row in rows(run(tmp_path, as_of) / "grades.csv") if row["scope"] == "indicator"}
    assert grades["I6"]["exact"] == exact


# LQ1 pays the staff on 27 July as computed. DR1, of 10 September, gives E1 10 points instead of 6: 90.5 instead of 84.5,
# so that the fund is 9,000 over 90.5 + 92 + 84 * 184 / 365.
PAID_OUT = [("E1", "3475.06"), ("E2", "3783.50"), ("E3", "1741.44")]
BEFORE = [(*one, "0.00", "even") for one in PAID_OUT]
AFTER = [
    ("E1", "3475.06", "147.43", "uncovered"),
    ("E2", "3783.50", "-100.97", "overpaid"),
    ("E3", "1741.44", "-46.46", "overpaid"),
]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2022-06-30", None),
        ("2022-07-26", None),
        ("2022-07-27", BEFORE),
        ("2022-08-31", BEFORE),
        ("2022-09-09", BEFORE),
        ("2022-09-10", AFTER),
        ("2022-12-31", AFTER),
    ],
)
def test_an_appeal_won_after_payment_is_told_at_every_date(
    tmp_path: Path, as_of: str, expected: list[tuple[str, ...]] | None
) -> None:
    results = run(tmp_path, as_of)
    file = results / "balances.csv"
    told = [(row["person"], row["paid"], row["difference"], row["state"]) for row in rows(file)] if expected else None
    assert told == expected and file.exists() is bool(expected)
    column = "net_paid" if expected else "payable"
    paid = {row["person"]: row[column] for row in rows(results / "rewards.csv") if row["tool"] == "performance"}
    assert paid == dict(PAID_OUT)


@pytest.mark.parametrize(
    ("as_of", "score", "due"), [("2022-09-09", "84,5", "3.475,06"), ("2022-09-10", "90,5", "3.622,49")]
)
def test_explain_tells_the_old_figure_the_new_one_and_the_act(tmp_path: Path, as_of: str, score: str, due: str) -> None:
    run(tmp_path, as_of)
    told = CliRunner().invoke(app, ["explain", str(tmp_path / "prova"), "persona:E1", "--as-of", as_of]).output
    assert f"{score} su 100" in told and f"spettano {due} €" in told
    changed = "modificato dalla variazione V2 (atto DR1 del 10/9/2022): punti 6 -> 10" in told
    assert changed is (as_of == "2022-09-10")


@pytest.mark.parametrize(
    ("as_of", "headline"),
    [
        ("2022-09-09", "spettano 1.741,44 €: versati 1.741,44 €, liquidabili 0,00 €, sospesi 0,00 €  [definitivo]"),
        ("2022-09-10", "spettano 1.694,98 €, pagati 1.741,44 €: 46,46 € oltre il dovuto  [definitivo]"),
    ],
)
def test_what_was_paid_beyond_is_not_told_as_due(tmp_path: Path, as_of: str, headline: str) -> None:
    """1,741.44 were paid to E3; after the appeal won by E1 1,694.98 are due."""
    run(tmp_path, as_of)
    told = CliRunner().invoke(
        app, ["explain", str(tmp_path / "prova"), "premio:E3/premio_performance", "--as-of", as_of]
    )
    assert headline in told.output


def test_a_correction_needs_an_act_that_decides_on_results(tmp_path: Path) -> None:
    run(tmp_path, "2022-12-31")
    file = tmp_path / "prova" / "enti" / "camera-di-prova" / "2021" / "variazioni.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(";DR1", ";R1"), encoding="utf-8")
    told = CliRunner().invoke(app, ["check", str(tmp_path / "prova"), "--as-of", "2022-12-31"])
    assert told.exit_code == 1
    wanted = (
        "atteso un atto che decide su un risultato: decisione_ricorso, rettifica (l'atto R1 è «relazione_performance»)"
    )
    assert wanted in told.output
