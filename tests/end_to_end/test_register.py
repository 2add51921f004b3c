"""The register as a user meets it: a run enters by itself, is shown, adopted, compared, and found again unchanged."""

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from attrs import define
from typer.testing import CliRunner, Result

from merito.cli import app
from merito.cycle import run as run_cycle
from merito.outputs.writer import Written
from merito.register.entries import run_draft
from merito.register.problems import SimulationError
from merito.regulations import Regulations
from merito.workspace.common import common_inputs
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente
from merito.workspace.supposed import Asked

AS_OF = "2022-07-31"
LATER = "2022-08-31"
REGULATION = """from merito import Edition, Regulation
regulation = Regulation(
    name="collina", title="Collina", package="merito_collina", acts=("Atto",),
    editions=({editions}), modules=("merito_collina.only",), ente_kind="municipality",
    governing_body="Giunta",
)
"""
FIRST = 'Edition(name="prima", since=2015),'
BOTH = 'Edition(name="prima", since=2015, until=2021), Edition(name="seconda", since=2022),'
DIVIDES = """
from merito.numbers import cents_down, product

@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    whole, share = step.dossier.funds["premi"].euro, step.parameters.share("quota")
    part = cents_down(product(whole, share.value))
    if step.readings["I-1"].choice == "none":
        part = Decimal(0)
    return Results(fund_lines=(
        FundLine(fund="premi", item="quota", amount=part, rules=("X-1",)),
        FundLine(fund="premi", item="resto", amount=whole - part, rules=("X-1",)),
    ))
"""
REFUSES = """

@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Results | None:
    return Results(findings=(Finding(severity="error", phase=Phase.REWARDS, rule="X-1", message="non torna"),))
"""
PARAMETERS = """[quota]
kind = "share"
rule = "X-1"
label = "quota"
values = {values}
ente_may_set = {{ at_least = 0, at_most = 1 }}
"""
READINGS = """["I-1"]
article = "art. 1"
unclear = "Se la quota spetti."
choices = { whole = "spetta", none = "non spetta" }
default = "whole"
why = "Il testo tace."
"""
INPUTS = """[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[acts.approval]
label = "approvazione"
title = "Approvazione"
body = "Giunta"
cites = "art. 1"
[acts.settlement]
label = "liquidazione"
title = "Liquidazione"
body = "Segretario"
cites = "art. 1"
adopts_run = true
"""
FIRST_VALUES = '{ 2015-01-01 = "1/3", 2021-06-30 = 0.5 }'
LATER_VALUES = '{ 2015-01-01 = "1/3", 2021-06-30 = 0.5, 2022-01-01 = 0.9 }'


@define
class Office:
    """A workspace of one ente under the regulation of Collina, the plugin's folder, and merito run on it."""

    root: Path
    site: Path

    def merito(self, *words: object, status: int = 0) -> str:
        ran: Result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert ran.exit_code == status, ran.output
        return ran.output

    def run(self, *words: object, status: int = 0) -> str:
        return self.merito("run", self.root, "--as-of", AS_OF, *words, status=status)

    def asked(self, *words: object, status: int = 0) -> str:
        return self.merito(*words, "--path", self.root, status=status)

    def adopt(self, run: object, *words: object, act: str = "A1", as_of: str = LATER, status: int = 0) -> str:
        suspended = () if "--settled" in words else ("--with-suspended",)
        words = tuple(word for word in words if word != "--settled")
        return self.asked("adopt", run, "--act", act, "--as-of", as_of, *suspended, *words, status=status)

    def compared(self, old: object, new: object) -> dict[str, list[dict[str, object]]]:
        return json.loads(self.asked("diff", old, new, "--json"))  # type: ignore[no-any-return]

    def write(self, file: str, text: str) -> None:
        path = self.root / "enti" / "prova" / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def funds(self, run: int) -> list[str]:
        table = self.asked("show", run, "--file", "funds.csv")
        return [",".join(line.split(",")[:3]) for line in table.splitlines()[1:]]


@pytest.fixture
def office(install: Callable[..., Regulations], write_ente: Callable[..., Path], tmp_path: Path) -> Office:
    files = {
        "parameters.toml": PARAMETERS.format(values=FIRST_VALUES),
        "interpretations.toml": READINGS,
        "inputs.toml": INPUTS,
    }
    install("collina", DIVIDES, files=files, regulation=REGULATION.format(editions=FIRST))
    data = {
        "2021/cycle.toml": "[funds]\npremi = 1000\n",
        "acts.csv": "id,kind,date,year,body\nA1,results_adoption,2022-08-05,2021,Giunta\n",
    }
    return Office(write_ente("collina", data), tmp_path / "site")


def renew(office: Office, version: str = "0.2", editions: str = BOTH, values: str = LATER_VALUES) -> None:
    """Puts another version of the plugin in the place of the first, as an update would."""
    folder = office.site / "merito_collina"
    (folder / "parameters.toml").write_text(PARAMETERS.format(values=values))
    (folder / "regulation.py").write_text(REGULATION.format(editions=editions))
    info = office.site / "merito_collina-0.1.dist-info" / "METADATA"
    info.write_text(f"Metadata-Version: 2.1\nName: merito_collina\nVersion: {version}\n")
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    for name in [name for name in sys.modules if name.startswith("merito_collina")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def causes(found: dict[str, list[dict[str, object]]]) -> list[tuple[object, ...]]:
    return [(one["kind"], one["name"], one["told"]) for one in found["causes"]]


def test_a_run_enters_the_register_by_itself_and_is_found_again_whole(office: Office) -> None:
    assert "registro: voce 1, in " in office.run()
    shown = office.asked("show", 1)
    for told in ("voce 1: prova 2021, al 31/7/2022", "collina: merito_collina 0.1", "premi: 1000", "2021/cycle.toml"):
        assert told in shown
    office.asked("show", 1, "--out", office.root / "copia")
    written = office.root / "out" / "prova" / "2021"
    kept = sorted(path.relative_to(office.root / "copia") for path in (office.root / "copia").rglob("*.*"))
    assert Path("funds.csv") in kept
    assert all((office.root / "copia" / name).read_bytes() == (written / name).read_bytes() for name in kept)


def test_the_moment_of_a_run_is_in_its_entry_and_in_none_of_its_files(office: Office) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    office.run()
    office.run()
    one, two = json.loads(office.asked("history", "prova", "--json"))["entries"]
    assert before <= datetime.fromisoformat(one["at"]) <= datetime.now(UTC)
    assert one["files"] == two["files"]


def test_history_tells_alike_figures_trials_and_adoptions(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    office.run()
    office.run()
    office.run("--provisional")
    office.adopt(1)
    table = " ".join(office.asked("history", "prova", "--year", 2021).split())
    for told in ("adottata (atto A1)", "come la 1", "di prova", "adozione della voce 1, atto A1 del 5/8/2022"):
        assert told in table
    assert "nel registro non c'è nulla di «altro»; ci sono: prova" in office.asked("history", "altro", status=2)


def test_verify_and_digest_hold_the_chain(office: Office) -> None:
    office.run()
    anchor = office.merito("register", "digest", office.root).splitlines()[0]
    office.run()
    assert "è l'impronta della voce 1" in office.merito("register", "verify", office.root, "--anchor", anchor)
    assert json.loads(office.merito("register", "digest", office.root, "--json"))["entry"] == 2
    file = office.root / "registro.sqlite"
    assert "il registro è intero: voci 2" in office.merito("register", "verify", file)
    told = json.loads(office.merito("register", "verify", file, "--anchor", "f" * 64, "--json", status=1))
    assert len(told["problems"]) == 1


def test_an_adopted_run_stays_adopted_whatever_is_run_later(office: Office) -> None:
    office.run()
    office.adopt(1)
    office.write("2021/cycle.toml", "[funds]\npremi = 2000\n")
    assert "prova: resta adottata la voce 1 (atto A1 del 5/8/2022, Giunta), con altre cifre" in office.run()
    assert office.funds(1) == ["premi,quota,333.33", "premi,resto,666.67"]
    assert "Premi · quota: stanziato 333,33 → 666,66" in office.asked("diff", "adopted", 3)


def test_a_second_adoption_must_say_that_it_replaces_and_both_stay(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.run()
    office.run()
    office.adopt(1)
    assert "è già adottata la voce 1" in office.adopt(2, status=1)
    told = office.adopt(2, "--replace")
    assert "attenzione" not in told
    again = office.adopt(2, "--replace", status=1)
    assert "la voce 2 è già adottata con l'atto A1 del 5/8/2022" in again
    adoptions = [one for one in json.loads(office.asked("history", "prova", "--json"))["entries"] if "run" in one]
    assert [(one["run"], one["replaces"]) for one in adoptions] == [(1, None), (2, 3)]
    monkeypatch.setenv("COLUMNS", "200")
    assert "adottata, poi sostituita" in office.asked("history", "prova")


def test_an_act_from_before_the_year_ended_adopts_no_results(office: Office) -> None:
    office.write("acts.csv", "id,kind,date,year,body\nA1,results_adoption,2021-12-31,2021,Giunta\n")
    office.merito("run", office.root, "--as-of", "2021-12-30")
    told = office.adopt(1, status=1)
    assert "l'atto A1 è del 31/12/2021: una decisione sui risultati del 2021 è del 1/1/2022 o dopo" in told


@pytest.mark.parametrize(
    ("act", "as_of", "told"),
    [
        ("A9", LATER, "l'atto «A9» non è tra gli atti di prova del 2021; ci sono: A1, A2, A3, A4"),
        ("A4", LATER, "l'atto A4 («Liquidazione») è di «Sindaco», mentre l'organo è: Segretario"),
        ("A1", "2022-08-04", "l'atto A1 non è in vigore al 4/8/2022: è del 5/8/2022"),
        (
            "A2",
            LATER,
            "l'atto A2 è «Approvazione», che non adotta un'esecuzione; la adotta: adozione_risultati "
            "(«Adozione dei risultati del ciclo e liquidazione dei premi»), liquidazione («Liquidazione»)",
        ),
        ("A3", LATER, "l'atto A3 è del 30/7/2022, prima della data della voce 1, 31/7/2022"),
    ],
)
def test_an_adoption_wants_an_act_that_adopts_a_run_and_is_not_before_it(
    office: Office, act: str, as_of: str, told: str
) -> None:
    rows = "A1,results_adoption,2022-08-05,2021,Giunta\nA2,approval,2022-08-05,2021,\n"
    rows += "A3,results_adoption,2022-07-30,2021,Giunta\n"
    office.write("acts.csv", f"id,kind,date,year,body\n{rows}A4,settlement,2022-08-05,2021,Sindaco\n")
    office.run()
    assert told in office.adopt(1, act=act, as_of=as_of, status=1)


def test_an_act_of_the_very_day_of_the_run_adopts_it(office: Office) -> None:
    office.write("acts.csv", f"id,kind,date,year,body\nA1,results_adoption,{AS_OF},2021,Giunta\n")
    office.run()
    assert "adottata la voce 1" in office.adopt(1, as_of=AS_OF)


def test_money_still_withheld_is_told_with_its_fund_and_reason_and_adopted_only_if_asked(office: Office) -> None:
    office.run()
    refused = office.adopt(1, "--settled", status=1)
    assert "nella voce 1 qualcosa è ancora sospeso:" in refused
    assert "  Premi, sospesi 1.000,00 €: IT-14.6" in refused
    assert "  fase e. premi bloccata: IT-14.6" in refused
    assert "in tutto 1.000,00 € sospesi; per adottarla così: --with-suspended" in refused
    assert "adottata" not in office.asked("history", "prova")
    told = office.adopt(1)
    assert "adottata la voce 1" in told
    assert "sospeso: Premi, sospesi 1.000,00 €: IT-14.6" in told
    [adoption] = [one for one in json.loads(office.asked("history", "prova", "--json"))["entries"] if "run" in one]
    assert adoption["suspended"] == {"Premi": "1000.00"}


def test_a_run_that_holds_nothing_is_adopted_without_asking(office: Office) -> None:
    rows = "R1,performance_report,2022-05-20,2021,\nV1,report_validation,2022-06-01,2021,\n"
    office.write("acts.csv", f"id,kind,date,year,body\n{rows}A1,results_adoption,2022-08-05,2021,Giunta\n")
    office.write("2021/cycle.toml", "[funds]\npremi = 0\n")
    office.run()
    told = office.adopt(1, "--settled")
    assert ("adottata la voce 1" in told, "sospeso" in told) == (True, False)


def test_a_run_with_an_error_is_not_adopted_even_if_asked(office: Office) -> None:
    (office.site / "merito_collina" / "only.py").write_text(
        (office.site / "merito_collina" / "only.py").read_text(encoding="utf-8") + REFUSES, encoding="utf-8"
    )
    for name in [name for name in sys.modules if name.startswith("merito_collina")]:
        del sys.modules[name]
    importlib.invalidate_caches()
    office.run(status=1)
    refused = office.adopt(1, status=1)
    assert "la voce 1 non si adotta: 1 rilievo di errore (findings.csv)" in refused


def test_a_trial_is_kept_and_cannot_be_adopted(office: Office) -> None:
    office.run("--provisional")
    assert "è di prova" in office.adopt(1, status=1)


def test_diff_says_when_nothing_changed(office: Office) -> None:
    office.run()
    office.run()
    assert "nessuna differenza" in office.asked("diff", 1, 2)


def test_diff_names_the_file_of_data_that_changed(office: Office) -> None:
    office.run()
    office.write("2021/people.csv", "id\nP1\n")
    office.run()
    found = office.compared(1, 2)
    assert causes(found) == [("input", "enti/prova/2021/people.csv", False)]
    assert "nessuna cifra è cambiata" in office.asked("diff", 1, 2)


def test_diff_names_a_sum_with_its_old_and_new_amount(office: Office) -> None:
    office.run()
    office.write("2021/cycle.toml", "[funds]\npremi = 1000.03\n")
    office.run()
    found = office.compared(1, 2)
    assert causes(found) == [("given", "premi", False), ("input", "enti/prova/2021/cycle.toml", True)]
    assert (found["causes"][0]["old"], found["causes"][0]["new"], found["several"]) == ("1000", "1000.03", False)
    assert [(one["key"], one["cells"]) for one in found["changes"]] == [
        (["premi", "quota"], [{"column": name, "old": "333.33", "new": "333.34"} for name in ("amount", "withheld")]),
        (["premi", "resto"], [{"column": name, "old": "666.67", "new": "666.69"} for name in ("amount", "withheld")]),
    ]


def test_diff_names_a_parameter_and_a_reading_and_says_that_they_changed_together(office: Office) -> None:
    office.run()
    office.write(
        "2021/cycle.toml", '[parameters]\nquota = 0.4\n[readings]\n"I-1" = { choice = "none" }\n[funds]\npremi = 1000\n'
    )
    office.run()
    assert causes(office.compared(1, 2))[:2] == [("parameter", "quota", False), ("reading", "I-1", False)]
    told = office.asked("diff", 1, 2)
    assert (
        "parametro quota: 1/3 (regolamento collina, dal 2015-01-01) → 2/5 (anno (enti/prova/2021/cycle.toml))" in told
    )
    assert "lettura I-1: whole (non adottata) → none (adottata)" in told
    assert "sono cambiate più cose insieme" in told


def test_diff_names_the_date_of_the_run(office: Office) -> None:
    office.run()
    office.merito("run", office.root, "--as-of", "2022-08-01")
    assert causes(office.compared(1, 2)) == [("as_of", "", False)]


def test_diff_names_a_plugin_of_the_same_version_with_other_files(office: Office) -> None:
    office.run()
    renew(office, version="0.1", editions=FIRST, values='{ 2015-01-01 = "1/4" }')
    office.run()
    assert causes(office.compared(1, 2)) == [("plugin", "collina", False), ("parameter", "quota", False)]


def test_an_earlier_year_recomputed_with_its_own_edition_gives_the_same_cents(office: Office) -> None:
    """Two editions and dated values: each year keeps the text and the values that governed it."""
    office.run()
    renew(office)
    office.run()
    assert office.funds(1) == office.funds(2) == ["premi,quota,333.33", "premi,resto,666.67"]
    found = office.compared(1, 2)
    assert (found["changes"], causes(found)) == ([], [("plugin", "collina", False)])
    assert "merito_collina 0.1 → merito_collina 0.2" in office.asked("diff", 1, 2)
    office.write("2022/cycle.toml", "[funds]\npremi = 1000\n")
    office.run("--year", 2022)
    assert office.funds(3) == ["premi,quota,900.00", "premi,resto,100.00"]
    assert ("edition", "", False) in causes(office.compared(2, 3))


def test_runs_of_two_enti_are_not_compared(office: Office) -> None:
    office.run()
    shutil.copytree(office.root / "enti" / "prova", office.root / "enti" / "altro")
    ente = office.root / "enti" / "altro" / "ente.toml"
    ente.write_text(ente.read_text().replace('"prova"', '"altro"'))
    assert "registro: 2 voci, da 2 a 3" in office.run()
    assert "sono di due enti: prova e altro" in office.asked("diff", 1, 2, status=2)


@pytest.mark.parametrize(
    ("word", "told"),
    [("9", "non c'è la voce 9"), ("boh", "si indica col numero"), ("2", "è un'adozione"), ("adopted", "vuole accanto")],
)
def test_a_run_that_cannot_be_meant_is_told(office: Office, word: str, told: str) -> None:
    office.run()
    office.adopt(1)
    assert told in office.asked("show", word, status=2)


def test_a_register_that_cannot_be_written_is_told_and_the_results_stay(office: Office) -> None:
    (office.root / "registro.sqlite").write_bytes(b"questo non e' un registro" * 50)
    told = office.run(status=1)
    assert "registro: un'esecuzione non registrata: " in told
    assert "registro.sqlite: è un file di un altro genere" in told
    assert (office.root / "out" / "prova" / "2021" / "funds.csv").is_file()


def test_without_a_register_nothing_is_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    assert "registro" not in office.run()
    assert not (office.root / "registro.sqlite").exists()
    assert "non tiene un registro" in office.asked("history", "prova", status=2)


def test_figures_of_a_simulation_never_enter(office: Office) -> None:
    workspace = open_workspace(office.root)
    folder, asked = office.root / "enti" / "prova", (Asked("quota", "0.4"),)
    known = Regulations(common_inputs())
    opened = open_ente(folder, workspace, known, 2021, date(2022, 7, 31), asked=asked)
    record = run_cycle(opened.course)
    with pytest.raises(SimulationError):
        run_draft(record, opened.course, Written(folder, {}, {}), {}, datetime.now(UTC))


def test_the_program_starts_without_sqlalchemy() -> None:
    code = "import sys, merito.cli; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_adopting_prints_the_head_for_the_protocol_and_notes_it_outside(office: Office) -> None:
    office.run()
    told = office.adopt(1)
    head = json.loads(office.merito("register", "digest", office.root, "--json"))["head"]
    assert f"impronta del registro, da mettere a protocollo con l'atto: {head}" in told
    seal = json.loads((office.root / "out" / "prova" / "register-2021.json").read_text(encoding="utf-8"))
    assert (seal["entry"], seal["hash"]) == (2, head)


def test_an_adoption_cut_off_is_seen_and_nothing_is_adopted_in_a_register_that_went_back(office: Office) -> None:
    office.run()
    before = (office.root / "registro.sqlite").read_bytes()
    office.adopt(1)
    (office.root / "registro.sqlite").write_bytes(before)
    assert "prova/register-2021.json: la voce 2 era" in office.merito("register", "verify", office.root, status=1)
    assert "non è più quello di prima" in office.adopt(1, status=1)
    assert json.loads(office.merito("register", "digest", office.root, "--json"))["entry"] == 1


def test_the_results_of_the_adopted_run_put_back_are_right_and_remarked(office: Office) -> None:
    office.run()
    adopted = shutil.copytree(office.root / "out" / "prova" / "2021", office.root / "copia")
    office.adopt(1)
    office.write("2021/cycle.toml", "[funds]\npremi = 900\n")
    office.run()
    shutil.rmtree(office.root / "out" / "prova" / "2021")
    shutil.copytree(adopted, office.root / "out" / "prova" / "2021")
    why = "sono i risultati adottati, della voce 1; l'ultima esecuzione è la voce 3"
    assert f"da spiegare: prova/2021: {why}" in office.merito("register", "verify", office.root)
