"""The adoption of a run, as a user sees it: by which act, of which run, and what the register stores about it."""

import importlib
import json
import shutil
import sys

import pytest
from register_office import AS_OF, LATER, REFUSES, Office


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
