"""The invented municipality of 2025: every check of the law since 2022 passes for some people and fails for others.

Each failing check is fixed in a copy and disappears; each passing one is broken, and reported.
"""

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from keyhole import through_the_keyhole
from law_of_a_year import found
from open_data import rows_of

from merito import plain
from merito.cli import app
from merito.testing import Record, published, run_folder

EXAMPLE = Path(__file__).parents[2] / "examples" / "comune-di-prova"
NAME = "comune-di-prova"
DAY = date(2026, 7, 15)
YEAR = "2025/"


@pytest.fixture
def ente(tmp_path: Path) -> Path:
    """A copy of the workspace; returns the folder of its ente."""
    root = tmp_path / NAME
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    return root / "enti" / NAME


def record_of(ente: Path) -> Record:
    return run_folder(ente.parents[1], NAME, year=2025, as_of=DAY)


@pytest.fixture(scope="module")
def record() -> Record:
    """What comes of the example as it is."""
    return record_of(EXAMPLE / "enti" / NAME)


def changed(ente: Path, name: str, before: str, after: str) -> Record:
    """The record of the copy after replacing a text in a file."""
    path = ente / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return record_of(ente)


def subjects(record: Record, rule: str) -> list[str]:
    return [one.subject for one in found(record, rule)]


FAILING = {
    "IT-IND.2": ["objective:O6"],
    "IT-IND.3": ["indicator:I07"],
    "IT-IND.4": ["indicator:I05"],
    "IT-IND.5": ["indicator:I10"],
    "IT-IND.6": ["indicator:I07"],
    "IT-PAG.30": ["objective:O5", "person:Q3"],
    "IT-EQ.cap": ["position:E3"],
    "IT-EQ.15": [""],
    "IT-PREMIO.30": ["", ""],
    "IT-FORM.40": ["unit:S1"],
    "IT-ACC.1": [],
    "IT-PUB.1": [""],
    "IT-DIR.30": [],
    "IT-18.2": [],
}


@pytest.mark.parametrize("rule", FAILING)
def test_what_each_check_tells_of_the_example(record: Record, rule: str) -> None:
    assert subjects(record, rule) == FAILING[rule]


INDICATORS, PLAN, CYCLE = f"{YEAR}indicatori.csv", f"{YEAR}obiettivi.csv", f"{YEAR}cycle.toml"
MENDED = (
    ("IT-IND.2", INDICATORS, "giorni;minore;efficienza;12", "giorni;minore;efficacia;12", []),
    ("IT-IND.3", f"{YEAR}misure.csv", "6;unit:S3", "6;person:Q1", []),
    ("IT-IND.4", INDICATORS, "31/7/2026", "30/6/2026", []),
    ("IT-IND.5", INDICATORS, "I11;Utenti che si dicono", "I11;Assistiti che si dicono", []),
    ("IT-IND.6", INDICATORS, "numero;maggiore;stato delle risorse;6;6;", "numero;maggiore;stato delle risorse;6;7;", []),
    ("IT-PAG.30", PLAN, "O5;Pagare nei tempi le fatture dei lavori;20;S3\nO6;Curare strade e verde;80", "O5;Pagare nei tempi le fatture dei lavori;30;S3\nO6;Curare strade e verde;70", ["person:Q3"]),
    ("IT-PAG.30", f"{YEAR}misure.csv", "I06;finale;88%", "I06;finale;95%", ["objective:O5"]),
    ("IT-EQ.cap", f"{YEAR}incarichi.csv", "1/1/2023;31/12/2025", "1/4/2023;31/12/2025", []),
    ("IT-EQ.15", CYCLE, "risultato = 10000", "risultato = 11647.06", []),
    ("IT-PREMIO.30", CYCLE, '[readings]\n', '[readings]\n"I-IT-04" = { choice = "everybody" }\n', [""]),
    ("IT-FORM.40", CYCLE, "S1 = 210", "S1 = 240", []),
    ("IT-PUB.1", f"{YEAR}pubblicazioni.csv", "distribuzione;", "differenziazione;20/6/2026;;\ndistribuzione;", []),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "file", "before", "after", "left"), MENDED)
def test_what_fails_is_mended(ente: Path, rule: str, file: str, before: str, after: str, left: list[str]) -> None:
    assert subjects(changed(ente, file, before, after), rule) == left


LAST = "I14;Controlli della velocità;O9;numero;maggiore;efficienza;60;72;Polizia locale;15/1/2026;"
BROKEN = (
    ("IT-IND.2", INDICATORS, "efficacia;48%", "efficienza;48%", "objective:O1"),
    ("IT-IND.3", f"{YEAR}misure.csv", "63%;person:SG", "63%;person:Q1", "indicator:I01"),
    ("IT-IND.4", INDICATORS, "21;15;Protocollo;15/1/2026", "21;15;Protocollo;15/7/2026", "indicator:I02"),
    ("IT-IND.5", INDICATORS, LAST, f"{LAST}\nI15;{LAST[4:]}", "indicator:I14"),
    ("IT-IND.6", INDICATORS, "12400;Catalogo;15/1/2026;SI", "12400;Catalogo;15/1/2026;", "indicator:I09"),
    ("IT-PAG.30", PLAN, "O3;Pagare le fatture nei tempi;30;S2\nO4;Recuperare i tributi evasi;70", "O3;Pagare le fatture nei tempi;29;S2\nO4;Recuperare i tributi evasi;71", "objective:O3"),
    ("IT-PAG.30", CYCLE, '["O3", "O5"]', "[]", ""),
    ("IT-EQ.cap", f"{YEAR}incarichi.csv", "1/6/2023;31/5/2026", "1/3/2023;28/2/2026", "position:E4"),
    ("IT-FORM.40", CYCLE, "S3 = 280", "S3 = 279", "unit:S3"),
    ("IT-ACC.1", CYCLE, 'accessibility_objectives = ["O2"]', "", ""),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "file", "before", "after", "subject"), BROKEN)
def test_what_holds_is_broken(ente: Path, rule: str, file: str, before: str, after: str, subject: str) -> None:
    told = subjects(changed(ente, file, before, after), rule)
    assert len(told) > len([one for one in FAILING[rule] if one in told])
    assert not subject or subject in told


@pytest.mark.parametrize(
    ("rule", "file", "before", "after", "told"),
    [
        (
            "IT-PAG.30",
            CYCLE,
            '"O3", "O5"',
            '"O3", "O99"',
            "payment_objectives nomina ciò che non è un obiettivo: 1 (O99)",
        ),
        (
            "IT-ACC.1",
            CYCLE,
            '["O2"]',
            '["O2", "02"]',
            "accessibility_objectives nomina ciò che non è un obiettivo: 1 (02)",
        ),
        (
            "IT-PREMIO.30",
            "ente.toml",
            '["maggiorazione"]',
            '["maggiorazzione"]',
            "non è uno strumento: 1 (maggiorazzione)",
        ),
        ("IT-FORM.40", CYCLE, "S1 = 210", "S9 = 210", "le ore di formazione dell'unità S9 non si contano"),
    ],
)
def test_a_slip_of_the_pen_in_a_list_is_told(
    ente: Path, rule: str, file: str, before: str, after: str, told: str
) -> None:
    assert any(told in plain(one.message) for one in found(changed(ente, file, before, after), rule))


def test_the_piao_is_in_time_by_the_day_that_the_ente_sets(ente: Path) -> None:
    assert _state(record_of(ente)) == "met"
    assert _state(changed(ente, CYCLE, 'piao_deadline = "03-30"', "")) == "late"


def _state(record: Record) -> str:
    return next(one.state.value for one in record.deadlines if "IT-PIAO.1" in one.deadline.rules)


def test_all_paid_alike_is_held(ente: Path) -> None:
    """The same conduct and results for everybody but one, and equal prizes: art. 18 c. 2 forbids it."""
    rewards = ente / "regole" / "rewards.py"
    text = rewards.read_text(encoding="utf-8").replace("score.where(score >= least, 0)", "score.where(score < 0, 1)")
    rewards.write_text(text, encoding="utf-8")
    waiting = [one for one in found(record_of(ente), "IT-18.2") if one.waits]
    assert [one.tool for one in waiting] == ["premio_individuale"]


def test_the_money_is_what_is_paid_and_saved(record: Record) -> None:
    lines = record.results.fund_lines
    assert sum(line.amount for line in lines) == Decimal("29300.00")
    assert sum(line.payable + line.savings + line.withheld for line in lines) == Decimal("29300.00")
    held = [(one.person, one.tool, one.due, one.withheld) for one in record.results.rewards if one.withheld]
    assert held == [("Q3", "risultato", Decimal("2405.34"), Decimal("795.46"))]  # 30% of 2,651.51
    assert {one.person for one in record.results.rewards if one.tool == "maggiorazione" and one.due} == {"D04", "D17"}


def test_wrong_data_are_told_and_hold_what_rests_on_them(ente: Path) -> None:
    path = ente / YEAR / "valutazioni_fattori.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "D01;comportamenti;cura del lavoro e degli utenti;90;100",
            "D01;comportamenti;cura del lavoro e degli utenti;190;100",
        ),
        encoding="utf-8",
    )
    ran = CliRunner().invoke(app, ["run", str(ente.parents[1]), "--as-of", DAY.isoformat()], catch_exceptions=False)
    assert ran.exit_code == 1
    assert "190 punti su 100" in " ".join(ran.output.split())


@pytest.fixture
def to_publish(ente: Path) -> Path:
    ran = CliRunner().invoke(app, ["run", str(ente.parents[1]), "--as-of", DAY.isoformat()], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ente.parents[1] / "out" / NAME / "2025" / "pubblicazione" / "2025"


READ: dict[str, Callable[[str], object]] = {
    "number": lambda cell: Decimal(cell.replace(",", ".")),
    "integer": int,
    "year": int,
    "string": str,
    "date": lambda cell: datetime.strptime(cell, "%Y-%m-%d"),
}


def test_the_folder_to_publish_is_a_data_package_of_which_every_cell_is_of_its_type(to_publish: Path) -> None:
    package = json.loads((to_publish / "datapackage.json").read_text(encoding="utf-8"))
    tables = [one for one in package["resources"] if one["format"] == "csv"]
    assert {one["path"] for one in tables} == {f"art20_{name}.csv" for name in ("premi", "distribuzione", "criteri")}
    for one in tables:
        rows = rows_of(to_publish / one["path"])
        assert one["dialect"] == {"delimiter": ";"}
        assert rows
        for field in one["schema"]["fields"]:
            for row in rows:
                assert field.get("decimalChar") == ("," if field["type"] == "number" else None)
                if row[field["name"]]:
                    READ[field["type"]](row[field["name"]])


def test_prizes_are_published_by_area_and_classes(to_publish: Path) -> None:
    rows = rows_of(to_publish / "art20_distribuzione.csv")
    areas = [row["voce"] for row in rows if row["gruppo"] == "dipendenti"]
    assert areas == ["operatori esperti", "istruttori", "funzionari ed elevata qualificazione"]
    assert all(int(row["persone"]) >= 5 for row in rows if row["persone"])


@pytest.mark.parametrize("fewest", [3, 5, 10])
def test_the_published_tables_tell_nothing_of_a_few_people(record: Record, fewest: int) -> None:
    assert through_the_keyhole(record, published(record, fewest=fewest), fewest) == []
