"""The commands as a user types them: what they print, write, and return."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from trusted_rules import trust_rules

EXAMPLE = Path(__file__).parents[2] / "examples" / "bergamo"
AS_OF = ("--as-of", "2021-07-01")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spoil(example: Path, file: str, old: str, new: str) -> None:
    path = example / "enti" / "bergamo" / "2020" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_run_prints_ente_phases_figure_findings_and_where_the_results_are(
    merito: Callable[..., Result], example: Path
) -> None:
    ran = merito("run", example, "--year", "2020", *AS_OF)
    assert ran.exit_code == 0
    for told in (
        "Ciclo della performance 2020, al 1/7/2021",
        "bergamo",
        "grado dell'ente provvisorio: I-BP-03: lettura non ancora adottata dall'ente",
        "senza grado: «Progetto: PID - Punto Impresa Digitale» (STR-015), «",
        "97,15%",
        "indicatori: 80 valutati, 17 in monitoraggio, 94 non misurati",
        "e. premi: BG-39.2 I-BG-06: manca l'atto «Validazione della Relazione sulla Performance»",
        "che spetta all'organo: OIV",
        "4 termini scaduti",
        "avviso: tra gli atti non c'è l'adozione del Piano della performance 2020",
        "[IT-10.5, D.Lgs. 150/2009, art. 10 c. 5]",
        "altri rilievi in findings.csv",
        "risultati in ",
    ):
        assert told in ran.output


def test_run_counts_every_indicator_also_one_graded_in_part(merito: Callable[..., Result], example: Path) -> None:
    form = example / "enti/bergamo/2020/attivita.csv"
    form.write_text("indicatore;id;atteso;consuntivo\nSTR-001;1;10;5\nSTR-001;2;10;\n", encoding="utf-8")
    ran = merito("run", example, "--year", "2020", *AS_OF)
    assert "indicatori: 79 valutati, 1 valutato in parte, 17 in monitoraggio, 94 non misurati" in ran.output


def test_run_writes_exact_grades_with_reason_and_rules(merito: Callable[..., Result], example: Path) -> None:
    merito("run", example, *AS_OF)
    grades = {(row["view"], row["scope"], row["id"]): row for row in rows(example / "out/bergamo/2020/grades.csv")}
    inspections = grades["", "indicator", "STR-024"]
    assert (inspections["grade"], inspections["exact"], inspections["state"]) == ("72.73", "800/11", "final")
    assert inspections["rules"] == "BP-3.2g I-BP-01 I-BP-02"
    whole = grades["strategico", "dashboard", "strategico"]
    assert (whole["grade"], whole["exact"], whole["if_zero"]) == ("97.15", "170981/1760", "90.67")
    assert (whole["state"], whole["lacks"]) == ("provisional", "STR-015 STR-018")
    assert grades["", "indicator", "STR-001"]["exact"] == "100"
    assert grades["", "ente", "bergamo"]["exact"] == whole["exact"]


def test_the_summary_tells_edition_plugin_date_phases_and_hashes(merito: Callable[..., Result], example: Path) -> None:
    merito("run", example, *AS_OF)
    summary = json.loads((example / "out/bergamo/2020/summary.json").read_text(encoding="utf-8"))
    assert (summary["ente"], summary["year"], summary["edition"]) == ("bergamo", 2020, "Piano 2021-2023")
    assert (summary["as_of"], summary["stale"]) == ("2021-07-01", None)
    assert [(phase["phase"], phase["state"]) for phase in summary["phases"]] == [
        ("a", "done"),
        ("b", "empty"),
        ("c", "checked"),
        ("d", "done"),
        ("e", "blocked"),
        ("f", "checked"),
    ]
    assert [phase["refused"] for phase in summary["phases"]] == [False] * 6
    assert summary["figures"]["indicators"] == {"final": 80, "monitoring": 17, "not_measured": 94}
    assert "inputs" not in summary  # by its hash a small file could be guessed


def test_two_runs_write_the_same_bytes(merito: Callable[..., Result], example: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        merito("run", example, *AS_OF, "--out", tmp_path / out)
    one, two = (
        {
            path.relative_to(tmp_path / out): path.read_bytes()
            for path in (tmp_path / out).rglob("*")
            if path.is_file() and not path.name.startswith(("register-", "run.json"))  # they contain the time
        }
        for out in ("one", "two")
    )
    assert one == two
    assert {path.name for path in one} == {
        "cascade.csv",
        "findings.csv",
        "grades.csv",
        "gates.csv",
        "deadlines.csv",
        "index.html",
        "giunta.html",
        "results.xlsx",
        "summary.json",
        "rests_on.json",
    }


def test_the_folder_of_one_ente_is_a_path_too(merito: Callable[..., Result], example: Path) -> None:
    assert merito("run", example / "enti" / "bergamo", *AS_OF).exit_code == 0
    assert (example / "out/bergamo/2020/grades.csv").is_file()


def test_fail_on_blocked_makes_a_closed_gate_an_error(merito: Callable[..., Result], example: Path) -> None:
    assert merito("run", example, *AS_OF).exit_code == 0
    assert merito("run", example, *AS_OF, "--fail-on", "blocked").exit_code == 1


def test_fail_on_warning_makes_a_warning_an_error(merito: Callable[..., Result], example: Path) -> None:
    assert merito("run", example, *AS_OF, "--fail-on", "warning").exit_code == 1  # the gaps of the cascade


def test_bad_data_is_told_in_one_go_and_earlier_results_are_kept_as_stale(
    merito: Callable[..., Result], example: Path
) -> None:
    merito("run", example, *AS_OF)
    before = (example / "out/bergamo/2020/grades.csv").read_bytes()
    spoil(example, "misure.csv", "STR-024;finale;8", "STR-024;finale;2.33")
    spoil(example, "misure.csv", "STR-025;finale;84%", "STR-999;finale;84%")
    ran = merito("run", example, *AS_OF)
    assert ran.exit_code == 1
    assert "enti/bergamo/2020/misure.csv, riga 23, colonna «valore»: trovato «2.33»" in ran.output
    assert "enti/bergamo/2020/misure.csv, riga 24, colonna «indicatore»: trovato «STR-999»" in ran.output
    assert (example / "out/bergamo/2020/grades.csv").read_bytes() == before
    summary = json.loads((example / "out/bergamo/2020/summary.json").read_text(encoding="utf-8"))
    assert summary["stale"] == {"as_of": "2021-07-01", "reason": "dati da correggere"}


def test_one_ente_with_bad_data_does_not_stop_the_others(merito: Callable[..., Result], example: Path) -> None:
    shutil.copytree(example / "enti" / "bergamo", example / "enti" / "guasto")
    config = example / "enti" / "guasto" / "ente.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"bergamo"', '"guasto"', 1), encoding="utf-8")
    (example / "enti" / "guasto" / "2020" / "misure.csv").write_bytes(b"\xe0\xe8")
    ran = merito("run", example, *AS_OF)
    assert ran.exit_code == 1
    assert (example / "out/bergamo/2020/grades.csv").is_file()
    assert not (example / "out/guasto").exists()
    assert "guasto: " in ran.output
    compared = (example / "out/index.html").read_text(encoding="utf-8")
    assert "<li>1 problema: enti/guasto/2020/misure.csv" in compared
    assert '<a href="../../index.html">' in (example / "out/bergamo/2020/index.html").read_text(encoding="utf-8")


def test_the_page_of_an_ente_that_is_alone_leads_to_no_comparison(merito: Callable[..., Result], example: Path) -> None:
    merito("run", example, *AS_OF)
    assert "../../index.html" not in (example / "out/bergamo/2020/index.html").read_text(encoding="utf-8")


def test_the_comparison_does_not_repeat_what_stands_in_a_bad_cell(merito: Callable[..., Result], example: Path) -> None:
    shutil.copytree(example / "enti" / "bergamo", example / "enti" / "guasto")
    config = example / "enti" / "guasto" / "ente.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"bergamo"', '"guasto"', 1), encoding="utf-8")
    people = "id;unita\nP7777;NESSUNA\n"
    (example / "enti" / "guasto" / "2020" / "personale.csv").write_text(people, encoding="utf-8")
    ran = merito("run", example, *AS_OF)
    assert "trovato «NESSUNA»" in ran.output
    compared = (example / "out/index.html").read_text(encoding="utf-8")
    assert "personale.csv, riga 2, colonna «unita»" in compared
    assert "NESSUNA" not in compared


def test_results_never_take_the_place_of_what_is_no_result(merito: Callable[..., Result], example: Path) -> None:
    ran = merito("run", example, *AS_OF, "--out", example / "enti")
    assert ran.exit_code == 3
    assert "la cartella c'è già e non è di risultati: non si tocca" in ran.output
    assert (example / "enti/bergamo/2020/indicatori.csv").is_file()


def test_a_file_is_no_folder_of_results(merito: Callable[..., Result], example: Path) -> None:
    ran = merito("run", example, "--out", example / "merito.toml")
    assert (ran.exit_code, "è un file, mentre i risultati vanno in una cartella" in ran.output) == (2, True)


def test_a_plugin_at_fault_is_told_as_such(merito: Callable[..., Result], example: Path) -> None:
    folder = example / "enti" / "bergamo"
    (folder / "regole").mkdir()
    (folder / "regole/rules.py").write_text("import merito.cycle\n", encoding="utf-8")
    with (folder / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('rules = "regole"\n')
    trust_rules(example)
    ran = merito("run", example, *AS_OF)
    assert ran.exit_code == 3
    assert "difetto del plugin" in ran.output
    assert "regole/rules.py: importa «merito.cycle»" in ran.output


def test_check_reads_everything_and_writes_nothing(merito: Callable[..., Result], example: Path) -> None:
    ran = merito("check", example, "--year", "2020", *AS_OF)
    assert ran.exit_code == 0
    source = "[BG-38.1c, Regolamento di organizzazione, art. 38 c. 1-2]"
    assert (
        "bergamo: nota: la tabella risorse non c'è: se il Piano dice le risorse dedicate agli obiettivi" in ran.output
    )
    assert source in ran.output
    assert not (example / "out").exists()
    spoil(example, "indicatori.csv", "numero", "numeri")
    broken = merito("check", example, *AS_OF)
    assert broken.exit_code == 1
    assert "colonna «tipo»: trovato «numeri», atteso uno tra" in broken.output
    assert "Forse «numero»?" in broken.output


def test_init_writes_a_workspace_that_is_read_and_runs(merito: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "nuovo"
    assert merito("init", folder, "--regulation", "bergamo", "--ente", "prova", "--year", "2021").exit_code == 0
    heads = (folder / "enti/prova/2021/misure.csv").read_text(encoding="utf-8")
    assert heads == "indicatore;momento;valore;rilevatore;grado;evidenza;nota\n"
    assert '# "I-BG-16" = { choice = "whole_year", act = "" }' in (folder / "enti/prova/2021/cycle.toml").read_text()
    assert merito("check", folder).exit_code == 0
    assert merito("run", folder).exit_code == 0


STATUS = {
    "2020-01-21": ("31/1/2020, tra 10 giorni: Piano della performance 2020", True),
    "2020-01-31": ("31/1/2020, OGGI: Piano della performance 2020", True),
    "2020-02-01": ("31/1/2020, SCADUTO da 1 giorno: Piano della performance 2020", True),
    "2020-01-05": ("31/1/2020, tra 26 giorni: Piano della performance 2020", False),
}


@pytest.mark.parametrize("as_of", STATUS)
def test_status_tells_what_is_due_and_when(merito: Callable[..., Result], example: Path, as_of: str) -> None:
    line, near = STATUS[as_of]
    cited = f"{line} (Regolamento di organizzazione, art. 38 c. 1)"
    assert cited in merito("status", example, "--as-of", as_of).output
    assert (cited in merito("status", example, "--as-of", as_of, "--due-within", "10").output) is near


def test_status_tells_what_was_done_and_which_act_is_missing(merito: Callable[..., Result], example: Path) -> None:
    acts = "id;tipo;data\nA1;piano_performance;30/1/2020\nA2;relazione_performance;1/7/2021\n"
    (example / "enti/bergamo/2020/atti.csv").write_text(acts, encoding="utf-8")
    told = merito("status", example, "--as-of", "2021-07-05").output
    assert "31/1/2020, fatto il 30/1/2020 («Approvazione del Piano Performance»)" in told
    assert "30/6/2021, fatto in ritardo il 1/7/2021 («Relazione sulla Performance»)" in told
    assert "condizione chiusa, e. premi: BG-39.2 I-BG-06: manca l'atto «Validazione della Relazione" in told
    assert (
        "fasi: a. obiettivi calcolata; c. monitoraggio verificata; d. valutazione calcolata; e. premi bloccata" in told
    )


def test_show_tells_the_figure_of_the_ente_as_an_italian_writes_it(
    merito: Callable[..., Result], example: Path
) -> None:
    merito("run", example, *AS_OF)
    told = merito("show", 1, "--path", example).output
    assert "grado dell'ente: 97,15% (esatto " in told


def test_a_condition_on_a_tool_names_the_tool_by_its_title(merito: Callable[..., Result], tmp_path: Path) -> None:
    chamber = tmp_path / "camera"
    shutil.copytree(EXAMPLE.parent / "camera-di-prova", chamber, ignore=shutil.ignore_patterns("out", "*.sqlite*"))
    day, why = ("--as-of", "2022-06-01"), "BG-44.2: manca l'atto «Determinazione della retribuzione di risultato"
    tool = "strumento «Retribuzione di risultato dei dirigenti»"
    assert f"camera-di-prova, {tool}: {why}" in merito("run", chamber, *day).output
    assert f"condizione chiusa, e. premi, {tool}: {why}" in merito("status", chamber, *day).output


def test_status_goes_on_past_an_ente_that_cannot_be_read(merito: Callable[..., Result], example: Path) -> None:
    shutil.copytree(example / "enti" / "bergamo", example / "enti" / "guasto")
    (example / "enti" / "guasto" / "ente.toml").write_text("id = 3\n", encoding="utf-8")
    ran = merito("status", example, *AS_OF)
    assert ran.exit_code == 1
    assert "  bergamo  e. premi" in ran.stdout
    assert "  guasto   —         ✗ dati da correggere" in ran.stdout
    assert "guasto: enti/guasto/ente.toml: «id»: trovato 3" in ran.stderr


UNREADABLE = {
    ("run", "nowhere"): "non è una cartella",
    ("open", "nowhere"): "per cominciare un nuovo ente: merito open, senza percorso",
    ("run", "merito.toml"): "merito.toml: si indica la cartella in cui sta",
    ("run", ".", "--ente", "cremona"): "enti sconosciuti: cremona",
    ("explain", ".", "ente", "--ente", "cremona"): "enti sconosciuti: cremona",
    ("rules", "bergam"): "il regolamento «bergam» non è installato; ci sono: ",
    ("rules", "bergamo", "--phase", "z"): "--phase: trovato «z», atteso uno tra a. obiettivi",
    ("rules", "bergamo", "--status", "done"): "--status: trovato «done», atteso uno tra calcolata",
    ("run", ".", "--as-of", "31-12-2021"): "'31-12-2021', attesa una data, come 2022-06-30 oppure 30/6/2022",
    ("run", ".", "--jobs", "due"): "--jobs: trovato «due»",
    ("history", "bergamo"): "non c'è ancora un registro",
    ("histori", "bergamo"): "il comando 'histori' non c'è. Forse 'history'?",
    ("init", "enti", "--regulation", "bergamo"): "c'è già qualcosa",
    ("init", "nuovo", "--regulation", "bergam"): "Forse «bergamo»?",
    ("init", "nuovo", "--regulation", "national"): "serve --kind, uno tra municipality",
    ("init", "nuovo", "--regulation", "bergamo", "--ente", "../fuori"): "non può essere l'id di un ente",
    ("acts", "bergam"): "Forse «bergamo»?",
    ("parameters", "bergam"): "Forse «bergamo»?",
}


@pytest.mark.parametrize("words", UNREADABLE, ids=" ".join)
def test_a_command_that_cannot_be_read_ends_with_2(
    merito: Callable[..., Result], example: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(example)
    ran = merito(*words)
    assert ran.exit_code == 2
    assert UNREADABLE[words] in ran.output


def test_a_refused_evaluation_is_told_by_run_status_summary_and_fund(
    merito: Callable[..., Result], tmp_path: Path
) -> None:
    copy, dates = tmp_path / "prova", ("--as-of", "2022-07-31")
    shutil.copytree(EXAMPLE.parent / "camera-di-prova", copy, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    ratings = copy / "enti" / "camera-di-prova" / "2021" / "valutazioni_fattori.csv"
    text = ratings.read_text(encoding="utf-8")
    assert "E2;collaborazione;c;9;10" in text
    ratings.write_text(text.replace("E2;collaborazione;c;9;10", "E2;collaborazione;c;11;10"), encoding="utf-8")
    ran = merito("run", copy, *dates, "--out", tmp_path / "out")
    assert "errore su dipendente E2: valutazione rifiutata" in ran.output
    assert "d. valutazione calcolata, con rifiuti" in merito("status", copy, *dates).output
    folder = tmp_path / "out" / "camera-di-prova" / "2021"
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    phases = {phase["phase"]: (phase["state"], phase["refused"]) for phase in summary["phases"]}
    assert (phases["c"], phases["d"]) == (("done", False), ("done", True))
    assert [row["fund"] for row in rows(folder / "funds.csv") if "E2" in row["reason"]] == ["performance"]
