"""The register as a user sees it: a run is entered automatically, shown, compared, and found again unchanged."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from register_office import FIRST, Office, causes, renew

import merito
from merito.register.store import DraftEntry, Place, content_hash, open_register


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


def test_diff_reads_the_payable_sums_of_an_earlier_version(office: Office) -> None:
    """`paid` held what was paid and what was payable: the entry keeps its hash, and no figure differs."""
    office.run()
    with open_register(Place(shown="registro", file=office.root / "registro.sqlite")) as register:
        with register.reading() as reader:
            now = reader.entry(1)
            assert now is not None
            body, contents = dict(now.body), {}
            for name in ("funds.csv",):
                former = reader.content(now.files[name]).replace(b"payable", b"paid", 1)
                body["files"] = {**body["files"], name: content_hash(former)}
                contents[content_hash(former)] = former
        register.append(lambda _: DraftEntry(body=body, contents=contents))
    assert office.compared(2, 1)["changes"] == []


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
    told = office.run(status=3)
    assert "registro: un'esecuzione non registrata: " in told
    assert "registro.sqlite: è un file di un altro genere" in told
    assert (office.root / "out" / "prova" / "2021" / "funds.csv").is_file()


def test_without_a_register_nothing_is_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    assert "registro" not in office.run()
    assert not (office.root / "registro.sqlite").exists()
    assert "non tiene un registro" in office.asked("history", "prova", status=2)


def test_figures_of_a_simulation_never_enter(office: Office) -> None:
    record = merito.Workspace(office.root).simulate({"quota": "0.4"}, as_of=date(2022, 7, 31))
    record.write()
    with pytest.raises(merito.MeritoError, match="una simulazione non entra nel registro"):
        record.keep()
    assert not (office.root / "registro.sqlite").exists()


def test_the_program_starts_without_a_database() -> None:
    code = "import sys; from merito.cli import app; sys.exit('sqlite3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
