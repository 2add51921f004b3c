"""`comparison.csv`: a row for every ente of the workspace, from its own summary; failed or old results are marked."""

import csv
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rated_enti import POINTS, RATED, rated
from small_plugins import TWO_TOOLS, Install, WriteEnte
from trusted_rules import trust_rules

from merito.cli import app

DOCS = Path(__file__).parents[3] / "docs" / "workspace.md"
AS_OF = "2022-06-30"
SUMS = ("allocated", "payable", "withheld", "savings")
pytestmark = pytest.mark.usefixtures("in_this_process")


class Enti:
    """A workspace of three enti: `alba` and `bosco` with fifteen people, `cima` with four."""

    def __init__(self, root: Path) -> None:
        self.root, self.out = root, root / "out"

    def run(self, *options: str, path: str = ".") -> tuple[int, str]:
        """Exit code of `merito run`, and all its output."""
        words = ["run", str(self.root / path), *options]
        ran = CliRunner().invoke(app, words if "--as-of" in options else [*words, "--as-of", AS_OF])
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return ran.exit_code, ran.output

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        with (self.out / "comparison.csv").open(encoding="utf-8", newline="") as file:
            return {row["ente"]: row for row in csv.DictReader(file)}

    @property
    def page(self) -> str:
        return (self.out / "index.html").read_text(encoding="utf-8")

    def points(self, ente: str, *points: str) -> None:
        """Gives the people of an ente other points."""
        text = rated(points)["2021/ratings.csv"]
        (self.root / "enti" / ente / "2021" / "ratings.csv").write_text(text, encoding="utf-8")

    def spoil(self, ente: str) -> None:
        """Makes an ente fail, with a message that names one of its people."""
        self.points(ente, "novanta,100", *POINTS[1:])

    def summary(self, ente: str) -> Path:
        return self.out / ente / "2021" / "summary.json"


@pytest.fixture
def enti(install: Install, write_ente: WriteEnte) -> Enti:
    install("prova", RATED, files={"inputs.toml": TWO_TOOLS})
    for name, points in (("alba", POINTS), ("bosco", POINTS), ("cima", POINTS[:4])):
        root = write_ente("prova", rated(points), name=name)
    return Enti(root)


def test_every_ente_has_its_row_in_the_order_of_the_workspace(enti: Enti) -> None:
    code, told = enti.run()
    assert code == 0
    assert list(enti.rows) == ["alba", "bosco", "cima"]
    assert f"tutti gli enti a confronto, 2021: {enti.out / 'index.html'}" in told
    row = enti.rows["alba"]
    assert (row["state"], row["stale"], row["as_of"], row["provisional"]) == ("complete", "", AS_OF, "false")
    assert (row["mean_score"], row["mean_score_exact"]) == ("76.05", "10267/135")
    assert row["score_classes"] == "<60: 2; 60-90: 8; >=90: 5"
    assert (row["phase_d"], row["phase_e"], row["gates_closed"]) == ("done", "done", "0")


def test_sums_are_those_of_the_funds_and_are_conserved(enti: Enti) -> None:
    enti.run()
    for ente, row in enti.rows.items():
        with (enti.out / ente / "2021" / "funds.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        columns = ("amount", *SUMS[1:])
        added = {name: sum(Decimal(line[column]) for line in lines) for name, column in zip(SUMS, columns, strict=True)}
        assert {name: Decimal(row[name]) for name in SUMS} == added
        assert added["allocated"] == added["payable"] + added["withheld"] + added["savings"] == 1000


def test_every_column_is_documented(enti: Enti) -> None:
    enti.run()
    text = DOCS.read_text(encoding="utf-8")
    told = text + "`phase_b` `phase_c` `phase_d` `phase_e`"
    heads = list(enti.rows["alba"])
    assert len(heads) > 40
    assert [head for head in heads if f"`{head.removesuffix('_exact')}`" not in told] == []


def test_a_small_ente_has_every_figure_too(enti: Enti) -> None:
    enti.run()
    row = enti.rows["cima"]
    assert (row["allocated"], row["payable"], row["bands"]) == ("1000.00", "120.04", "3")
    assert (row["people_evaluated"], row["people_paid"], row["mean_score"]) == ("4", "4", "91.75")
    assert row["maximum_missing"] == "false"


def test_a_run_of_one_ente_leaves_the_others_as_they_were(enti: Enti) -> None:
    enti.run()
    before = enti.rows
    enti.points("bosco", *["80,100"] * 15)
    assert enti.run("--ente", "bosco", "--as-of", "2022-07-31")[0] == 0
    after = enti.rows
    assert (after["alba"], after["cima"]) == (before["alba"], before["cima"])
    assert (after["bosco"]["mean_score"], after["bosco"]["as_of"]) == ("80.00", "2022-07-31")
    assert "I risultati non sono tutti alla stessa data" in enti.page


def test_the_folder_of_one_ente_is_compared_with_its_workspace(enti: Enti) -> None:
    enti.run(path="enti/bosco")
    assert {ente: row["state"] for ente, row in enti.rows.items()} == {
        "alba": "not_run",
        "bosco": "complete",
        "cima": "not_run",
    }
    assert [enti.rows["alba"][name] for name in ("name", "year", "as_of", "allocated")] == [
        "Ente di prova",
        "2021",
        "",
        "",
    ]


def test_an_ente_that_fails_without_results_stands_there_with_no_figure(enti: Enti) -> None:
    enti.spoil("alba")
    assert enti.run()[0] == 1
    row = enti.rows["alba"]
    assert (row["state"], row["reason"], row["stale"], row["as_of"]) == ("bad_data", "dati da correggere", "", "")
    assert {row[name] for name in (*SUMS, "people_in_service", "findings_error", "phase_a")} == {""}
    assert enti.rows["bosco"]["state"] == "complete"


def test_earlier_results_of_an_ente_that_fails_are_marked_and_stay_out_of_the_totals(enti: Enti) -> None:
    enti.run()
    enti.spoil("alba")
    enti.run("--as-of", "2022-07-31")
    row = enti.rows["alba"]
    assert (row["state"], row["stale"], row["as_of"]) == ("bad_data", "2022-07-31", AS_OF)
    assert row["allocated"] == "1000.00"
    assert "risultati precedenti, al 30/6/2022" in enti.page
    assert "Insieme, 2 enti" in enti.page
    assert "2.000,00 €" in enti.page
    assert "3.000,00 €" not in enti.page


def test_what_failed_in_an_earlier_run_is_still_stale_when_another_ente_runs(enti: Enti) -> None:
    enti.run()
    enti.spoil("alba")
    enti.run("--as-of", "2022-07-31")
    enti.run("--ente", "bosco", "--as-of", "2022-08-31")
    assert (enti.rows["alba"]["state"], enti.rows["alba"]["stale"]) == ("bad_data", "2022-07-31")


def test_results_are_fresh_again_once_the_data_are_mended(enti: Enti) -> None:
    enti.run()
    before, page = enti.rows, enti.page
    enti.spoil("alba")
    enti.run()
    enti.points("alba", *POINTS)
    assert enti.run()[0] == 0
    assert (enti.rows, enti.page) == (before, page)


def test_an_ente_whose_toml_cannot_be_read_is_known_by_its_folder(enti: Enti) -> None:
    enti.run()
    (enti.root / "enti" / "alba" / "ente.toml").write_text("id = ", encoding="utf-8")
    enti.run()
    row = enti.rows["alba"]
    assert (row["state"], row["name"], row["stale"]) == ("bad_data", "Ente di prova", AS_OF)
    enti.run("--ente", "bosco")
    assert enti.rows["alba"]["state"] == "bad_data"


def test_a_fault_of_the_plugin_is_told_as_such(enti: Enti) -> None:
    rules = enti.root / "enti" / "alba"
    (rules / "regole").mkdir()
    (rules / "regole/rules.py").write_text("import merito.cycle\n", encoding="utf-8")
    with (rules / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('rules = "regole"\n')
    trust_rules(enti.root)
    assert enti.run()[0] == 3
    assert (enti.rows["alba"]["state"], enti.rows["alba"]["reason"]) == ("plugin_fault", "difetto del plugin")


def test_results_that_cannot_be_written_are_told_as_such(enti: Enti) -> None:
    (enti.out / "alba" / "2021").mkdir(parents=True)
    assert enti.run()[0] == 3
    assert enti.rows["alba"]["state"] == "not_written"


def test_what_is_missing_is_told_in_the_reason(enti: Enti) -> None:
    (enti.root / "enti" / "alba" / "2021" / "acts.csv").write_text("id,kind,date\n", encoding="utf-8")
    assert enti.run()[0] == 0
    row = enti.rows["alba"]
    assert (row["state"], row["phase_e"], row["gates_closed"]) == ("partial", "blocked", "1")
    assert row["reason"].startswith("e. premi: IT-14.6 I-IT-02: manca l'atto «Validazione della Relazione")
    assert row["reason"].endswith("; somme sospese")
    assert (row["withheld"], row["people_paid"]) == ("1000.00", "")


def test_a_trial_run_is_told_as_such(enti: Enti) -> None:
    enti.run("--provisional")
    assert (enti.rows["alba"]["state"], enti.rows["alba"]["provisional"]) == ("provisional", "true")
    assert "Alcuni risultati sono di prova" in enti.page


def test_summaries_of_an_earlier_merito_have_blanks_and_say_why(enti: Enti) -> None:
    enti.run()
    data: dict[str, Any] = json.loads(enti.summary("alba").read_text(encoding="utf-8"))
    del data["measures"], data["regulation_title"]
    enti.summary("alba").write_text(json.dumps(data), encoding="utf-8")
    enti.run("--ente", "bosco")
    row = enti.rows["alba"]
    assert (row["state"], row["phase_d"], row["allocated"]) == ("partial", "done", "")
    assert "versione precedente" in row["reason"]


SPOILT: dict[str, Callable[[dict[str, Any]], object]] = {
    "another ente": lambda data: data | {"ente": "altro"},
    "another year": lambda data: data | {"year": 2020},
    "no phases": lambda data: {name: value for name, value in data.items() if name != "phases"},
    "a list": lambda data: [data],
    "a sum that is no sum": lambda data: data | {"measures": {"payable": "tanto"}},
    "a day that is no day": lambda data: data | {"as_of": "ieri"},
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_summary_that_merito_did_not_write_is_unreadable_and_harms_no_other(enti: Enti, how: str) -> None:
    enti.run()
    data = json.loads(enti.summary("alba").read_text(encoding="utf-8"))
    enti.summary("alba").write_text(json.dumps(SPOILT[how](data)), encoding="utf-8")
    assert enti.run("--ente", "bosco")[0] == 0
    assert (enti.rows["alba"]["state"], enti.rows["alba"]["payable"]) == ("unreadable", "")
    assert enti.rows["bosco"]["state"] == "complete"


def test_no_person_and_no_message_about_one_is_in_either_file(enti: Enti) -> None:
    enti.run()
    enti.spoil("alba")
    _, told = enti.run()
    assert "novanta" in told
    for text in (enti.page, (enti.out / "comparison.csv").read_text(encoding="utf-8")):
        assert [word for word in ("P1", "P4", "novanta") if word in text] == []


def test_a_workspace_of_one_ente_has_no_comparison(install: Install, write_ente: WriteEnte) -> None:
    install("prova", RATED, files={"inputs.toml": TWO_TOOLS})
    alone = Enti(write_ente("prova", rated(POINTS)))
    code, told = alone.run()
    assert (code, "a confronto" in told) == (0, False)
    assert {path.name for path in alone.out.iterdir()} == {"prova", "run.json"}


@pytest.mark.parametrize("name", ["index.html", "comparison.csv"])
def test_a_file_that_merito_did_not_write_is_left_alone(enti: Enti, name: str) -> None:
    enti.out.mkdir()
    (enti.out / name).write_text("il sito dell'associazione\n", encoding="utf-8")
    code, told = enti.run()
    assert (code, "c'è già e non è di merito: non si tocca" in told) == (3, True)
    assert (enti.out / name).read_text(encoding="utf-8") == "il sito dell'associazione\n"
    assert {path.name for path in enti.out.iterdir()} == {"alba", "bosco", "cima", "run.json", name}
    assert (enti.out / "alba" / "2021" / "summary.json").is_file()


def test_two_runs_write_the_same_bytes_and_leave_nothing_else(enti: Enti) -> None:
    enti.run()
    files = [enti.out / name for name in ("comparison.csv", "index.html")]
    before = [path.read_bytes() for path in files]
    enti.run()
    assert [path.read_bytes() for path in files] == before
    beside = {"comparison.csv", "index.html", "run.json"}
    assert {path.name for path in enti.out.iterdir()} == {"alba", "bosco", "cima", *beside}


def test_the_comparison_is_of_the_year_of_the_workspace(enti: Enti) -> None:
    enti.run()
    for ente in ("alba", "bosco", "cima"):
        folder = enti.root / "enti" / ente
        shutil.copytree(folder / "2021", folder / "2022")
    config = enti.root / "merito.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("year = 2021", "year = 2022"), encoding="utf-8")
    enti.run()
    assert {row["year"] for row in enti.rows.values()} == {"2022"}
    assert "<title>Enti a confronto: ciclo della performance 2022</title>" in enti.page
    assert 'href="alba/2022/index.html"' in enti.page
