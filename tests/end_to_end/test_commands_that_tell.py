"""The commands that show where a figure comes from, and what a regulation contains."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

EXAMPLE = Path(__file__).parents[2] / "examples" / "bergamo"
AS_OF = ("--as-of", "2021-07-01")


def test_explain_follows_a_figure_back_to_its_rows(merito: Callable[..., Result], example: Path) -> None:
    told = merito("explain", example, "indicator:STR-024", *AS_OF).output
    for line in (
        "72,73% (esatto 800/11)",
        "Calcolo: 8 / 11 × 100",
        "Regola BP-3.2g — Piano 2021-2023, cap. 3.2",
        "Da enti/bergamo/2020/indicatori.csv, riga 25: ",
        "Da enti/bergamo/2020/misure.csv, riga 23: indicatore «STR-024», momento «finale», valore «8»",
    ):
        assert line in told


def test_explain_of_a_dashboard_tells_its_rows_together_and_each_result_by_its_title(
    merito: Callable[..., Result], example: Path
) -> None:
    told = merito("explain", example, "dashboard:registro-imprese", *AS_OF).output
    for line in (
        "83,33% (esatto 250/3)  [definitivo]",
        "Da enti/bergamo/2020/righe_cruscotti.csv, righe 114-127: 14 righe",
        "indicatore RI-005 «Attribuzione domicilio digitale e cancellazione Massiva di PEC non valide»  66,67% (esatto 200/3)",
        "Vale: Media degli indicatori valutati, con i pesi dove ci sono.",
    ):
        assert line in told


def test_explain_as_json_has_a_version_and_the_whole_way(merito: Callable[..., Result], example: Path) -> None:
    data = json.loads(merito("explain", example, "ente", "--json", *AS_OF).output)
    assert data["version"] == 5
    dashboard = data["explanations"][0]["rests_on"][0]
    inspections = next(one for one in dashboard["rests_on"] if one["subject"] == "indicator:STR-024")
    assert [(row["file"], row["row"]) for row in inspections["inputs"]] == [
        ("enti/bergamo/2020/indicatori.csv", 25),
        ("enti/bergamo/2020/misure.csv", 23),
    ]


def test_explain_takes_a_subject_in_the_words_that_it_prints(merito: Callable[..., Result], example: Path) -> None:
    asked = [merito("explain", example, words, *AS_OF).output for words in ("indicatore STR-024", "indicator:STR-024")]
    assert asked[0] == asked[1]
    assert "72,73%" in asked[0]


def test_explain_of_nothing_says_what_can_be_asked(merito: Callable[..., Result], example: Path) -> None:
    ran = merito("explain", example, "indicator:STR-240", *AS_OF)
    assert ran.exit_code == 2
    assert "nessun risultato su «indicator:STR-240». Si può chiedere per esempio di: indicatore:STR-0" in ran.output


def test_regulations_lists_what_is_installed(merito: Callable[..., Result]) -> None:
    ran = merito("regulations")
    assert ran.exit_code == 0
    assert all(name in ran.output for name in ("bergamo", "national"))


def test_rules_lists_articles_and_status(merito: Callable[..., Result]) -> None:
    ran = merito("rules", "bergamo", "--status", "checked")
    assert ran.exit_code == 0
    assert "BG-39.2" in ran.output
    assert "Regolamento di organizzazione, art. 39 c. 2  [fase e. premi, controllata]" in ran.output
    assert "regole: 81 (0 calcolate, 81 controllate, 0 registrate, 0 non modellate)" in ran.output
    assert "regole: 131 " in merito("rules", "bergamo").output
    assert merito("rules", "bergamo", "--status", "controllata").output == ran.output
    assert "I-BP-04" in merito("rules", "bergamo", "--readings").output
    assert "I-IT-02  D.Lgs. 150/2009" in merito("rules", "bergamo", "--readings").output
    decides = "  decide: Giunta o Segretario Generale (Regolamento di organizzazione, art. 35 c. 4)"
    assert decides in merito("rules", "bergamo", "--readings").output


def test_who_decides_a_reading_is_told_by_status_explain_and_the_list_of_acts(merito: Callable[..., Result]) -> None:
    comuni = EXAMPLE.parent / "comunita-montane"
    one = ("--ente", "valfredda", "--as-of", "2022-06-01")
    decides = "Conferenza dei dirigenti e delle posizioni organizzative; finché"
    unclear = "«Dove va il denaro di una fascia in cui non c'è nessuno» (I-BL-04, art. 17, fasce di prima applicazione)"
    assert f"{unclear}: lettura da adottare con un atto, tiene sospese delle somme; decide: {decides}" in (
        merito("status", comuni, *one).output
    )
    assert f"  Decide: {decides}" in merito("explain", comuni, "reading:I-BL-04", *one).output
    assert "(adottata con l'atto LEC e l'accordo CIN)" in merito("explain", comuni, "reading:I-BL-05", *one).output
    acts = merito("acts", "comunita_montane").output
    assert "  accordo che serve per adottare: I-BL-04, I-BL-05, I-BL-06, I-BL-42" in acts


def test_acts_marks_the_kinds_that_adopt_a_run(merito: Callable[..., Result]) -> None:
    acts = merito("acts", "bergamo").output
    adopting = [
        line for line, after in zip(acts.splitlines(), acts.splitlines()[2:], strict=False) if "merito adopt" in after
    ]
    assert [line.split()[0] for line in adopting] == ["results_adoption", "managers_result_order", "payment_order"]


def test_acts_lists_what_an_ente_may_enter(merito: Callable[..., Result]) -> None:
    ran = merito("acts", "bergamo")
    assert ran.exit_code == 0
    assert "report_validation (validazione_relazione)  Validazione della Relazione sulla Performance" in ran.output
    assert "organo: OIV; di ogni ciclo; Regolamento di organizzazione, art. 39 c. 2" in ran.output


def test_parameters_lists_values_and_what_an_ente_may_set(merito: Callable[..., Result]) -> None:
    told = merito("parameters", "bergamo").output
    assert (
        "[scelta; Piano 2021-2023, cap. 3.2 (lettura I-BP-01)]\n  100 entro il giorno, altrimenti 0, da sempre\n"
        in told
    )
    assert "l'ente può stabilirlo: uno tra on_time (100 entro il giorno, altrimenti 0), elapsed_days (in " in told
    assert (
        "plan_deadline  Termine per il Piano Performance  [giorno dell'anno; Regolamento di organizzazione, art. 38 c. 1]"
        in told
    )


def test_unverified_parameters_are_those_that_nobody_compared_with_the_text(merito: Callable[..., Result]) -> None:
    told, every = merito("parameters", "national", "--unverified").output, merito("parameters", "national").output
    assert "eq_most_years  Anni che dura al massimo un incarico di PO o EQ" in told
    assert told.count("NON VERIFICATO") == every.count("NON VERIFICATO") > 0
    assert "verificato il" not in told and "verificato il" in every
    assert "managers_measure" not in told and "managers_measure" in every


def test_parameters_of_an_ente_tell_the_layer_of_the_value_in_force(
    merito: Callable[..., Result], example: Path
) -> None:
    with (example / "enti/bergamo/ente.toml").open("a", encoding="utf-8") as file:
        file.write('[parameters]\ndate_grade = "elapsed_days"\n')
    told = merito("parameters", "bergamo", example).output
    assert "  in proporzione ai giorni dell'anno  (ente (enti/bergamo/ente.toml))" in told
    assert "  31 gennaio  (regolamento bergamo)" in told
