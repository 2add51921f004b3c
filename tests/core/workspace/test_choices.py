"""What an ente chooses: readings adopted by acts, parameters within their limits, funds and figures."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner

from merito import plain
from merito.cli import app

ADOPTS = [["id", "kind", "date"], ["T1", "performance_plan", "30/1/2020"]]


def test_a_reading_is_adopted_by_an_act(place: Any) -> None:
    place.table("acts", ADOPTS)
    place.write("enti/alfa/2020/cycle.toml", '[readings]\n"I-BG-16" = { choice = "time_after", act = "T1" }\n')
    reading = place.reading("I-BG-16")
    assert (reading.choice, reading.adopted, reading.act) == ("time_after", True, "T1")


def test_a_reading_adopted_by_another_body_stays_not_adopted_and_says_who_decides(place: Any) -> None:
    rows = [[*ADOPTS[0], "body"], [*ADOPTS[1], "Sindaco"]]
    place.table("acts", rows)
    place.write("enti/alfa/2020/cycle.toml", '[readings]\n"I-BG-20" = { choice = "whole", act = "T1" }\n')
    reading = place.reading("I-BG-20")
    decides = "decide: Giunta (Regolamento di organizzazione, art. 9 c. 3 e art. 35 c. 4)"
    assert (reading.choice, reading.adopted) == ("in_proportion", False)
    assert plain(reading.lacking) == f"l'atto T1 è di «Sindaco», mentre {decides}"


def test_a_national_reading_is_adopted_by_what_the_regulation_calls_the_governing_body(place: Any) -> None:
    for body, adopted in (("OIV", False), ("  GIUNTA ", True)):
        place.table("acts", [[*ADOPTS[0], "body"], [*ADOPTS[1], body]])
        place.write("enti/alfa/2020/cycle.toml", '[readings]\n"I-IT-02" = { choice = "not_binding", act = "T1" }\n')
        reading = place.reading("I-IT-02")
        assert (reading.adopted, reading.choice == "not_binding") == (adopted, adopted)


def test_a_later_act_of_another_body_is_told_and_leaves_what_was_adopted_before(place: Any) -> None:
    acts = "id;kind;date;year;body\nT1;performance_plan;30/1/2020;2020;\nT2;performance_plan;1/2/2020;2020;OIV\n"
    place.write("enti/alfa/acts.csv", acts)
    with (place.ente / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('[readings]\n"I-BG-20" = { choice = "whole", act = "T1" }\n')
    place.write("enti/alfa/2020/cycle.toml", '[readings]\n"I-BG-20" = { choice = "in_proportion", act = "T2" }\n')
    reading = place.reading("I-BG-20")
    assert (reading.choice, reading.adopted, reading.act) == ("whole", True, "T1")
    assert plain(reading.unfit).startswith("l'atto T2 è di «OIV»")


def test_a_reading_whose_act_is_later_than_the_date_is_not_adopted_yet(place: Any) -> None:
    place.table("acts", [ADOPTS[0], ["T1", "performance_plan", "30/1/2022"]])
    place.write("enti/alfa/2020/cycle.toml", '[readings]\n"I-BG-16" = { choice = "time_after", act = "T1" }\n')
    reading = place.reading("I-BG-16")
    assert (reading.choice, reading.adopted, reading.act) == ("whole_year", False, "T1")


@pytest.mark.parametrize(
    ("year", "effective", "until"), [("2020", "30/1/2022", ""), ("2019", "", ""), ("2020", "", "31/12/2019")]
)
def test_an_act_not_in_force_in_the_cycle_adopts_no_reading(place: Any, year: str, effective: str, until: str) -> None:
    row = f"T1;performance_plan;30/1/2019;{year};{effective};{until}"
    place.write("enti/alfa/acts.csv", f"id;kind;date;year;effective;until\n{row}\n")
    place.write("enti/alfa/2020/cycle.toml", '[readings]\n"I-BG-16" = { choice = "time_after", act = "T1" }\n')
    reading = place.reading("I-BG-16")
    assert (reading.choice, reading.adopted, reading.act) == ("whole_year", False, "T1")


def test_the_explanation_names_the_act_that_is_not_in_force(place: Any) -> None:
    place.table("acts", [ADOPTS[0], ["T1", "performance_plan", "30/1/2022"]])
    place.write("enti/alfa/2020/cycle.toml", '[readings]\n"I-BP-01" = { choice = "capped_ratio", act = "T1" }\n')

    def told(as_of: str) -> str:
        return str(CliRunner().invoke(app, ["explain", str(place.root), "indicator:I1", "--as-of", as_of]).output)

    assert "Lettura I-BP-01 (lettura predefinita; l'atto T1 non è in vigore)" in told("2022-01-29")
    assert "Lettura I-BP-01 (adottata con l'atto T1)" in told("2022-01-30")


def test_a_choice_of_the_year_not_in_force_leaves_that_of_the_ente_standing(place: Any) -> None:
    acts = "id;kind;date;year\nT1;performance_plan;30/1/2020;2020\nT2;performance_plan;30/1/2022;2020\n"
    place.write("enti/alfa/acts.csv", acts)
    with (place.ente / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('[readings]\n"I-BG-16" = { choice = "time_after", act = "T1" }\n')
    place.write("enti/alfa/2020/cycle.toml", '[readings]\n"I-BG-16" = { choice = "whole_year", act = "T2" }\n')
    reading = place.reading("I-BG-16")
    assert (reading.choice, reading.adopted, reading.act) == ("time_after", True, "T1")


def test_the_year_overrides_the_ente_and_the_ente_the_workspace(place: Any) -> None:
    place.write("merito.toml", '[workspace]\nyear = 2020\nlocale = "it"\n[defaults.bergamo]\ndate_grade = "on_time"\n')
    with (place.ente / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('[parameters]\ndate_grade = "elapsed_days"\n')
    found = place.values()["date_grade"]
    assert (found.value, found.layer) == ("elapsed_days", "ente (enti/alfa/ente.toml)")


def test_a_default_of_the_workspace_is_held_to_the_same_limits(place: Any) -> None:
    place.write("merito.toml", '[workspace]\nyear = 2020\nlocale = "it"\n[defaults.bergamo]\ndate_grade = "mai"\n')
    (problem,) = place.problems
    assert str(problem).startswith("merito.toml, riga 5: [defaults.bergamo] date_grade, trovato «mai»")


def chosen(place: Any, text: str) -> Any:
    """The ente, with this `cycle.toml`."""
    place.write("enti/alfa/2020/cycle.toml", text)
    return place


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        (
            "most_of_one_published = 0.1",
            ("[parameters] most_of_one_published", "trovato «0.1»", "almeno 0,2", "D.Lgs. 33/2013, art. 20 c. 2"),
        ),
        (
            "most_of_one_published = 15",
            ("trovato «15»", "una quota tra 0 e 1 (0.15 è il 15%)", "art. 20 c. 2", 'Scrivere 0.15, oppure "15%".'),
        ),
        ('most_of_one_published = "120%"', ("trovato «120%»", 'una percentuale scritta "15%"')),
        ('most_of_one_published = "10%"', ("trovato «10%»", "almeno 0,2")),
        ('most_of_one_published = "un quarto"', ("trovato «un quarto»", 'o una frazione scritta "2/3"')),
        (
            'positive_threshold = "60%"',
            ("trovato «60%»", "Scrivere 60 se sono punti percentuali, 0.6 se è una quota."),
        ),
        ("position_least = 10.005", ("un importo in euro con al massimo due decimali", "art. 28 c. 2")),
        ("position_least = 16.000", ("trovato «16.000»", "novemila si scrive 9000, non 9.000")),
        ("position_least = true", ("trovato «true»", "un importo in euro")),
        ('piao_deadline = "31-01"', ("trovato «31-01»", 'scritto "MM-GG", o "MM-last"', "D.M. 132/2022, art. 7")),
        ("piao_deadline = 2020-01-31", ("trovato «2020-01-31»",)),
    ],
)
def test_a_setting_out_of_bounds_or_of_another_kind_names_file_key_limit_and_article(
    place: Any, written: str, parts: tuple[str, ...]
) -> None:
    (problem,) = chosen(place, f"[parameters]\n{written}\n").problems
    assert [part for part in ("enti/alfa/2020/cycle.toml: ", *parts) if part not in str(problem)] == [], str(problem)


@pytest.mark.parametrize(
    ("written", "share"),
    [('"1/3"', "1/3"), ('"50%"', "1/2"), ('"33 %"', "33/100"), ('"37,5%"', "3/8"), ('"37.5%"', "3/8"), ("0.2", "1/5")],
)
def test_a_share_within_its_limits_is_exact_as_number_fraction_or_percent(place: Any, written: str, share: str) -> None:
    found = chosen(place, f"[parameters]\nmost_of_one_published = {written}\nposition_least = 5000\n").values()
    assert (found["most_of_one_published"].value, found["position_least"].value) == (Fraction(share), Decimal(5000))


@pytest.mark.parametrize(
    ("written", "fewest", "layer"),
    [
        ("7", 7, ["anno (enti/alfa/2020/cycle.toml)"]),
        ('{ value = 3, act = "T1" }', 3, ["anno (enti/alfa/2020/cycle.toml), atto T1"]),
        ('{ value = 3, act = "T2" }', 5, []),
    ],
)
def test_fewer_people_are_published_only_with_an_act_in_force(
    place: Any, written: str, fewest: int, layer: list[str]
) -> None:
    """T1 is of 30 January 2020; T2 comes after the day of the run, and the five of the law apply."""
    place.table("atti", [*ADOPTS, ["T2", "performance_report", "30/6/2099"]])
    record = chosen(place, f"[parameters]\nfewest_published = {written}\n").record
    assert record.publication.fewest == fewest
    assert [one.layer for one in record.parameters_set] == layer


def given(place: Any, *lines: str) -> list[tuple[str, object]]:
    funds = chosen(place, "\n".join(("[funds]", *lines, ""))).dossier.funds
    assert all(one.source.file == "enti/alfa/2020/cycle.toml" for one in funds)
    return [(one.id, one.value) for one in funds]


@pytest.mark.parametrize("name", ["performance", "fondo_performance"])
def test_a_fund_is_given_by_its_name_or_by_its_label(place: Any, name: str) -> None:
    assert given(place, f"{name} = 1000.50") == [("performance", Decimal("1000.50"))]


@pytest.mark.parametrize("amount", ["-1", "0.001", "9.000", "true"])
def test_a_fund_is_a_sum_of_money(place: Any, amount: str) -> None:
    (problem,) = chosen(place, f"[funds]\nperformance = {amount}\n").problems
    expected = f"[funds] performance, trovato «{amount}», atteso un importo in euro, non negativo"
    assert expected in str(problem) and "art. 45 c. 1 e art. 46 c. 2" in str(problem)


@pytest.mark.parametrize(
    ("written", "amount"), [("9.000,50", "9000.50"), ("9000,50", "9000.50"), ("1000", "1000.00"), (" 9.000 ", "9000")]
)
def test_a_sum_between_quotes_is_read_as_a_cell_of_a_table(place: Any, written: str, amount: str) -> None:
    assert given(place, f'performance = "{written}"') == [("performance", Decimal(amount))]


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("9000.50", "È ambiguo: scrivere 9000,50 se il punto separa i decimali."),
        ("20%", "Qui va un numero senza il segno %: 20, oppure 0,2 se è una quota."),
        ("€ 9.000,00", "Scrivere solo il numero, senza spazi, simboli o unità di misura."),
        ("-1", "atteso un numero non negativo"),
        ("0,001", "atteso un importo in euro con al massimo due decimali"),
    ],
)
def test_a_sum_between_quotes_is_refused_as_a_cell_of_a_table(place: Any, written: str, remedy: str) -> None:
    (problem,) = chosen(place, f'[funds]\nperformance = "{written}"\n').problems
    told = f"enti/alfa/2020/cycle.toml: [funds] performance, trovato «{written}», atteso un "
    assert str(problem).startswith(told) and remedy in str(problem)


def test_a_fund_is_a_finite_number(place: Any) -> None:
    (problem,) = chosen(place, "[funds]\nperformance = nan\n").problems
    assert "funds.performance: atteso un numero finito" in str(problem)


def test_an_unknown_fund_has_the_nearest_name_beside_it(place: Any) -> None:
    (problem,) = chosen(place, "[funds]\nperfomance = 1\n").problems
    assert "[funds] perfomance: voce sconosciuta. Forse «performance»?" in str(problem)


def test_a_fund_given_by_name_and_by_label_is_told(place: Any) -> None:
    (problem,) = chosen(place, "[funds]\nperformance = 1000\nfondo_performance = 2000\n").problems
    assert "[funds] fondo_performance: la voce è già data, col nome o con l'etichetta" in str(problem)


SHARED = '[workspace]\nyear = 2020\nlocale = "it"\n[defaults.bergamo.readings]\n"I-BG-16" = { choice = "time_after", act = "T1" }\n'


def test_a_reading_of_the_workspace_is_adopted_by_whoever_has_the_act(place: Any) -> None:
    place.build({"acts": ADOPTS})
    place.write("merito.toml", SHARED)
    reading = place.reading("I-BG-16")
    assert (reading.choice, reading.adopted, reading.act) == ("time_after", True, "T1")


def test_whoever_has_not_the_act_of_the_workspace_has_not_adopted_and_is_no_error(place: Any) -> None:
    place.build({"acts": [["id", "kind", "date"], ["T2", "performance_plan", "30/1/2020"]]})
    place.write("merito.toml", SHARED)
    reading = place.reading("I-BG-16")
    assert (reading.choice, reading.adopted, reading.act) == ("whole_year", False, "T1")


def test_an_unknown_reading_of_the_workspace_is_an_error(place: Any) -> None:
    place.write("merito.toml", SHARED.replace("I-BG-16", "I-BG-99"))
    (problem,) = place.problems
    assert str(problem).startswith("merito.toml, riga 5: [defaults.bergamo.readings] I-BG-99: lettura sconosciuta")


def test_a_retired_reading_is_noted_once_on_those_that_replace_it_and_adopts_neither(place: Any) -> None:
    place.build({"acts": ADOPTS})
    entry = '"I-BG-11" = { choice = "levels", act = "T1" }'
    place.write("merito.toml", f'[workspace]\nyear = 2020\nlocale = "it"\n[defaults.bergamo.readings]\n{entry}\n')
    place.write("enti/alfa/2020/cycle.toml", f"[readings]\n{entry}\n")
    equal_prizes, equal_scores = place.reading("I-BG-46"), place.reading("I-BG-47")
    files = "I-BG-11 (merito.toml, enti/alfa/2020/cycle.toml)"
    assert equal_prizes.instead_of == equal_scores.instead_of == (files,)
    assert not equal_prizes.adopted
    assert not equal_scores.adopted
    (told,) = (one for one in place.record.results.findings if one.subject == "reading:I-BG-11")
    assert (told.severity, told.rule) == ("warning", "I-BG-46")
    assert plain(told.message).startswith(f"la lettura {files} non c'è più: la sostituiscono I-BG-46 e I-BG-47")


SOUND_LEVELS = (
    "{ ottimo = 90, buono = 75, sufficiente = 60, insufficiente = 0 }",
    "{ Insufficiente = 0, Sufficiente = 60, Buono = 75 }",
    "{ ottimo = 90, sufficiente = 60, buono = 75, insufficiente = 0 }",
    "{ oro = 90, argento = 60, base = 0 }",
)


@pytest.mark.parametrize("levels", SOUND_LEVELS)
def test_levels_in_order_stand_from_the_best_from_the_worst_or_as_their_names_say(bare: Any, levels: str) -> None:
    bare.build({})
    path = bare.ente / "ente.toml"
    sound = path.read_text(encoding="utf-8")
    path.write_text(f"{sound}[parameters]\npositive_threshold = 1\nevaluation_levels = {levels}\n", encoding="utf-8")
    assert bare.problems == ()


def test_a_value_of_toml_is_told_as_the_file_writes_it_and_never_as_the_program_does(place: Any) -> None:
    value = '{ choice = "savings", on = true, shares = [1, 0.5] }'
    (problem,) = chosen(place, f"[parameters]\nposition_least = {value}\n").problems
    assert f"trovato «{value}»" in str(problem)
